import { z } from 'zod'
import { Words } from './matters.ts'
import { MeetingChallenge } from './meetings-objections.ts'
import { Id, Instant, PageQuery, PlainDate, pageOf } from './values.ts'

/** Meetings of creditors: what is prepared, what the meeting decides. Amounts are integer fen. */

const Fen = z.int().min(0).describe('Fen')
const Line = z.string().trim().min(1).max(200)
const Text = z.string().trim().max(20_000)

export const MeetingStatus = z
  .enum(['draft', 'called', 'open', 'closed', 'cancelled'])
  .describe('draft 准备中, called 已通知, open 进行中, closed 已结束, cancelled 已取消')
export const MeetingItemStatus = z
  .enum(['planned', 'opening', 'voting', 'closing', 'decided'])
  .describe('planned 未表决, opening 即将开始, voting 表决中, closing 正在计票, decided 已表决')
export const BallotChoice = z.enum(['for', 'against', 'abstain']).describe('for 同意, against 反对, abstain 弃权')
export const MajorityId = z
  .enum(['ordinary', 'distributionPlan', 'settlement', 'reorganisationPlan'])
  .describe('Statutory majority, by its id in packages/ballot')
export const ResolutionSubject = z
  .enum(['verification', 'management', 'realisation', 'distribution', 'reorganisationPlan', 'settlement', 'replacement', 'other'])
  .describe('What is resolved, as the case records it')
export const VotingClass = z.enum(['secured', 'employee', 'socialInsurance', 'tax', 'ordinary', 'small', 'subordinate', 'investor'])

export const MeetingRules = z
  .strictObject({
    present: z.enum(['signIn', 'vote']).describe('What counts as present: signing in, or casting a vote'),
    splitHead: z.enum(['none', 'largerAmount']).describe('For which side the head of a split vote counts'),
    changeUntilClose: z.boolean().describe('A vote may be changed until the voting closes; the last one counts'),
  })
  .describe('Voting rules that the meeting adopted; the statute leaves them open')
  .meta({ id: 'MeetingRules' })

export const MeetingResolution = z
  .strictObject({
    subject: ResolutionSubject,
    majority: MajorityId,
    classes: z.array(VotingClass).max(10).optional().describe('With `reorganisationPlan`: the classes that vote'),
    secondOf: z
      .strictObject({ meeting: Id, item: Id })
      .optional()
      .describe('This is the second vote on an item of an earlier meeting of the case (第八十七条第一款、第六十五条第二款)'),
  })
  .meta({ id: 'MeetingResolution' })

export const MeetingItemInput = z.strictObject({
  id: Id.optional().describe('An item that is there already keeps its id'),
  title: Line,
  body: Text.default(''),
  resolution: MeetingResolution.nullable().default(null),
})

const ThresholdTest = z.strictObject({
  threshold: z.strictObject({ part: z.int(), of: z.int(), over: z.boolean() }),
  reached: Fen,
  base: Fen,
  passed: z.boolean(),
})
const Count = z.strictObject({ heads: z.int(), amount: Fen })
export const MeetingItemResult = z
  .strictObject({
    passed: z.boolean(),
    votes: z.int().describe('Votes taken on the item, changed ones counted each time'),
    classes: z.array(
      z.strictObject({
        class: z.string().nullable().describe('Null: all voters together'),
        entitled: Count,
        present: z.int().describe('By the rules of the meeting'),
        signedIn: z.int(),
        voted: z.int(),
        for: Count,
        against: Count,
        abstain: Count,
        undecidedHeads: z.int(),
        headsTest: ThresholdTest.nullable().describe('Null where heads are not counted'),
        amountTest: ThresholdTest,
        passed: z.boolean(),
      }),
    ),
    afterSecond: z.boolean().describe('Classes that passed the first vote keep their result'),
  })
  .describe('Counted by packages/ballot')
  .meta({ id: 'MeetingItemResult' })
export type MeetingItemResult = z.output<typeof MeetingItemResult>

export const MeetingItem = z
  .strictObject({
    id: Id,
    place: z.int(),
    title: z.string(),
    body: z.string(),
    resolution: MeetingResolution.nullable(),
    majorityTitle: Words.nullable(),
    status: MeetingItemStatus,
    openedAt: Instant.nullable(),
    closesAt: Instant.nullable().describe('When the timer closes the voting; show the countdown against `serverTime`'),
    closedAt: Instant.nullable(),
    result: MeetingItemResult.nullable(),
  })
  .meta({ id: 'MeetingItem' })
export type MeetingItem = z.output<typeof MeetingItem>

export const MeetingPaper = z
  .strictObject({ id: Id, item: Id.nullable(), title: z.string(), name: z.string(), size: z.int(), sha256: z.string() })
  .meta({ id: 'MeetingPaper' })

export const MeetingProposal = z
  .strictObject({
    by: z.enum(['court', 'administrator', 'committee', 'creditors']),
    claims: z.array(Id).max(500).optional().describe('With `creditors`: the claims of those who ask; together at least a quarter of all'),
  })
  .meta({ id: 'MeetingProposal' })

const plan = {
  title: Line,
  mode: z.enum(['online', 'hybrid']).describe('hybrid: some vote on paper in the room'),
  place: z.string().trim().max(200),
  startsAt: Instant,
  endsAt: Instant.describe('Announced end of the voting; a day after the start when not said'),
  rules: MeetingRules,
  chairName: Line.describe('The chair whom the court named among the creditors with a vote (第六十条)'),
  chairLogin: z.string().max(64).nullable().describe('Account of the chair; the court’s clerk directs the meeting when there is none'),
  recorderLogin: z.string().max(64).nullable(),
  tallyShown: z.boolean().describe('The chair lets everybody see the tally while votes are taken'),
}
export const NewMeeting = z
  .strictObject({
    ...plan,
    kind: z.enum(['first', 'later']),
    proposal: MeetingProposal,
    agenda: z.array(MeetingItemInput).max(100).default([]),
  })
  .partial({ mode: true, place: true, endsAt: true, rules: true, chairLogin: true, recorderLogin: true, tallyShown: true })
  .meta({ id: 'NewMeeting' })
export type NewMeeting = z.output<typeof NewMeeting>

export const MeetingChange = z
  .strictObject({ ...plan, version: z.int(), agenda: z.array(MeetingItemInput).max(100) })
  .partial({
    title: true,
    mode: true,
    place: true,
    endsAt: true,
    startsAt: true,
    rules: true,
    chairName: true,
    chairLogin: true,
    recorderLogin: true,
    tallyShown: true,
    agenda: true,
  })
  .describe('`version` is the one that the page showed. Once the meeting is called only chair, recorder and `tallyShown` can change')
  .meta({ id: 'MeetingChange' })

export const CallMeeting = z
  .strictObject({
    version: z.int(),
    noticeOn: PlainDate.describe('Day on which the known creditors were told'),
    expectedSeq: z.int().describe('Step of the case that the page showed'),
    consent: z
      .strictObject({ note: Line })
      .nullable()
      .default(null)
      .describe('Fast track: all known creditors agree to a notice shorter than fifteen days'),
  })
  .meta({ id: 'CallMeeting' })

const MeetingPresence = z
  .strictObject({
    online: z.int().describe('Browsers that follow the meeting now'),
    signedIn: z.int().describe('Voters for whom somebody signed in'),
    voters: z.int(),
    amount: Fen.describe('Voting amount of those signed in'),
    total: Fen,
  })
  .meta({ id: 'MeetingPresence' })

export const MeetingSummary = z
  .strictObject({
    id: Id,
    number: z.int(),
    title: z.string(),
    kind: z.enum(['first', 'later']),
    status: MeetingStatus,
    mode: z.enum(['online', 'hybrid']),
    startsAt: Instant,
    matter: z.strictObject({ id: Id, title: z.string(), number: z.string().nullable() }),
  })
  .meta({ id: 'MeetingSummary' })
export const MeetingPage = pageOf(MeetingSummary).meta({ id: 'MeetingPage' })
export const MeetingListQuery = PageQuery.extend({ matter: Id.optional(), status: MeetingStatus.optional() })

export const MeetingWarning = z
  .strictObject({
    code: z.enum(['class-without-voters', 'no-contact', 'no-identity', 'amounts-differ', 'missing']),
    item: Id.nullable(),
    zh: z.string(),
    en: z.string(),
    voters: z.array(z.strictObject({ id: Id, name: z.string() })).describe('The first twenty'),
    count: z.int(),
  })
  .meta({ id: 'MeetingWarning' })
export const MeetingDetail = MeetingSummary.extend({
  version: z.int(),
  place: z.string(),
  endsAt: Instant,
  noticeOn: PlainDate.nullable(),
  proposal: MeetingProposal.extend({ amount: Fen.optional(), total: Fen.optional() }),
  consent: z.strictObject({ days: z.int(), note: z.string() }).nullable(),
  rules: MeetingRules,
  chair: z.strictObject({ name: z.string(), login: z.string().nullable() }),
  recorder: z.strictObject({ name: z.string(), login: z.string() }).nullable(),
  tallyShown: z.boolean(),
  agenda: z.array(MeetingItem),
  currentItem: Id.nullable(),
  papers: z.array(MeetingPaper),
  announcements: z.array(z.strictObject({ version: z.int(), body: z.string(), at: Instant })),
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  minutes: z
    .strictObject({
      version: z.int(),
      sha256: z.string(),
      madeAt: Instant,
      chairApprovedAt: Instant.nullable(),
      recorderApprovedAt: Instant.nullable(),
    })
    .nullable(),
  resultNotice: z.strictObject({ dueOn: PlainDate.describe('Third day after the meeting'), sentOn: PlainDate.nullable() }).nullable(),
  warnings: z.array(MeetingWarning).describe('For those who prepare, until the meeting begins: what is likely to go wrong'),
  challenges: z.array(MeetingChallenge).describe('Resolutions that were disputed, with the ruling of the court'),
  presence: MeetingPresence,
  caseSeq: z.int().describe('Step of the case now; send as `expectedSeq`'),
  serverTime: Instant,
  may: z
    .strictObject({
      prepare: z.boolean().describe('Change the agenda, the list and the papers; call the meeting'),
      direct: z.boolean().describe('Open, close, announce, moderate'),
      codes: z.boolean().describe('Hand over one-time codes'),
      list: z.boolean().describe('See the whole list of voters'),
      signIn: z.boolean().describe('Has a vote of their own or by proxy'),
      approve: z.boolean().describe('Approve the minutes'),
    })
    .describe('What the caller may do here'),
}).meta({ id: 'MeetingDetail' })
export type MeetingDetail = z.output<typeof MeetingDetail>

export const VotingClaim = z
  .strictObject({
    id: z.string().max(100).describe('Of the claims table; a secured claim may stand as two, `…-secured` and `…-rest`'),
    class: VotingClass,
    amount: Fen.describe('With how much it votes; for a secured claim the part that it votes with'),
    provisional: z.boolean().optional().describe('Fixed by the court for the time being'),
    keepsPriority: z.boolean().optional().describe('Secured, priority not given up'),
    unaffected: z.boolean().optional().describe('Not touched by the plan: no vote on it'),
  })
  .meta({ id: 'VotingClaim' })

export const MeetingVoter = z
  .strictObject({
    id: Id,
    place: z.int(),
    name: z.string(),
    login: z.string().nullable().describe('Account that votes; null when none is linked'),
    identityKnown: z.boolean(),
    claims: z.array(VotingClaim),
    amount: Fen,
    joint: z.array(z.strictObject({ name: z.string(), login: z.string() })),
    revision: z.int(),
    signedIn: z.boolean(),
    voted: z.int().describe('Items on which a vote is in'),
  })
  .meta({ id: 'MeetingVoter' })
export const MeetingVoterPage = pageOf(MeetingVoter).extend({ total: z.int(), amount: Fen }).meta({ id: 'MeetingVoterPage' })
export const MeetingVoterQuery = PageQuery.extend({
  q: z.string().trim().max(100).optional(),
  missing: z.enum(['account', 'identity', 'signIn']).optional().describe('Only voters without it'),
})

export const VoterCorrection = z
  .strictObject({
    revision: z.int().describe('The one that the page showed'),
    reason: Line.describe('Recorded in the journal'),
    name: Line.optional(),
    claims: z.array(VotingClaim).max(200).optional(),
    joint: z.array(z.string().max(64)).max(20).optional().describe('Accounts of the persons who hold the claims together'),
  })
  .describe('A recorded decision on who may vote with how much; until the meeting opens')
  .meta({ id: 'VoterCorrection' })

export const VoterAccount = z
  .strictObject({
    login: z.string().max(64).nullable().optional(),
    identity: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z]{6,18}$/)
      .optional()
      .describe('Credit code or identity number, or its last six characters; only a keyed digest of the last six is kept'),
  })
  .meta({ id: 'VoterAccount' })

export const NewMeetingProxy = z
  .strictObject({
    voter: Id,
    agentLogin: z.string().min(1).max(64),
    agentIdentity: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z]{6,18}$/)
      .describe('Identity number of the agent, or its last six characters'),
    items: z.array(Id).max(100).nullable().default(null).describe('Null: all'),
    instructions: z.record(Id, BallotChoice).default({}).describe('Bound choices by item'),
    validFrom: Instant.optional(),
    validUntil: Instant.optional(),
    attachment: Id.nullable().default(null).describe('The power of attorney 授权委托书'),
  })
  .meta({ id: 'NewMeetingProxy' })
export const MeetingProxy = z
  .strictObject({
    id: Id,
    voter: z.strictObject({ id: Id, name: z.string() }),
    agent: z.strictObject({ name: z.string(), login: z.string() }),
    items: z.array(Id).nullable(),
    instructions: z.record(z.string(), BallotChoice),
    validFrom: Instant,
    validUntil: Instant,
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'MeetingProxy' })

export const MeetingQuestion = z
  .strictObject({
    id: Id,
    item: Id.nullable(),
    asker: z.string(),
    own: z.boolean(),
    body: z.string(),
    askedAt: Instant,
    status: z.enum(['waiting', 'shown', 'withheld']),
    answer: z.string().nullable(),
    answeredAt: Instant.nullable(),
  })
  .meta({ id: 'MeetingQuestion' })
export const NewMeetingQuestion = z.strictObject({ item: Id.nullable().default(null), body: z.string().trim().min(2).max(2000) })
export const MeetingQuestionChange = z.strictObject({
  status: z.enum(['shown', 'withheld']).optional(),
  answer: z.string().trim().min(1).max(5000).optional(),
})
export { Fen, MeetingPresence }
