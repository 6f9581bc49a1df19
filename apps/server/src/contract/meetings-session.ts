import { z } from 'zod'
import { BallotChoice, Fen, MeetingItem, MeetingItemResult, MeetingPresence, VotingClaim } from './meetings-shapes.ts'
import { Id, Instant, PageQuery, PlainDate, pageOf } from './values.ts'

/** Meetings of creditors: signing in, voting, what follows the meeting. Statements and messages that browsers sign are those of packages/meeting. */

const base64 = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9+/]+=*$/)
const Label = z.string().max(64).describe('Stands for a person in every record of the meeting')

export const MeetingIdentityCheck = z
  .strictObject({
    name: z.string().trim().min(1).max(200).describe('As on the list of voters, or in the power of attorney'),
    identity: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z]{6}$/)
      .describe('Last six characters of the credit code or identity number'),
    wantCode: z.boolean().default(false).describe('Asks the clerk for a one-time code'),
  })
  .meta({ id: 'MeetingIdentityCheck' })
export const MeetingIdentityAnswer = z
  .strictObject({
    challenge: z.string().describe('To be signed at sign-in'),
    challengeUntil: Instant,
    person: Label,
    codeReady: z.boolean().describe('A code was made for this account and is still good'),
    codeAsked: z.boolean().describe('The clerk was asked for a code'),
  })
  .meta({ id: 'MeetingIdentityAnswer' })

export const MeetingSessionKey = z
  .strictObject({ algorithm: z.enum(['Ed25519', 'P-256']), key: base64.describe('Raw public key, base64') })
  .describe('Made by the browser for this sign-in; the secret key never leaves it')
export const MeetingSignIn = MeetingIdentityCheck.omit({ wantCode: true })
  .extend({
    code: z.string().regex(/^\d{8}$/),
    statement: z.strictObject({
      v: z.literal(1),
      meeting: Id,
      person: Label,
      key: MeetingSessionKey,
      challenge: z.string().max(200),
    }),
    signature: base64.describe('Over `signInMessage(statement)`'),
  })
  .meta({ id: 'MeetingSignIn' })

export const BallotStatement = z
  .strictObject({
    v: z.literal(1),
    meeting: Id,
    resolution: Id.describe('The item'),
    subject: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('`subject` of the item as the voter saw it'),
    voter: Label,
    castBy: Label,
    choice: BallotChoice,
    byClaim: z.record(z.string().max(100), BallotChoice).optional().describe('Split vote: choices of single claims'),
    sequence: z.int().min(1).max(1_000_000),
    previous: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    nonce: z.string().regex(/^[0-9a-f]{32,64}$/),
  })
  .describe('What is voted; the browser signs `voteMessage(statement)`')
  .meta({ id: 'BallotStatement' })

export const MyVote = z
  .strictObject({
    item: Id,
    sequence: z.int(),
    statement: z.string().describe('Digest of the newest ballot: `previous` of the next one'),
    choice: BallotChoice,
    byClaim: z.record(z.string(), BallotChoice).optional(),
    channel: z.enum(['online', 'paper', 'carried']),
    castBy: Label,
    record: Id,
    at: Instant,
  })
  .meta({ id: 'MyVote' })

export const MyVoter = z
  .strictObject({
    id: Id,
    label: Label,
    name: z.string(),
    capacity: z.enum(['self', 'joint', 'proxy']),
    claims: z.array(VotingClaim),
    amount: Fen,
    items: z
      .array(
        z.strictObject({
          item: Id,
          amount: Fen.describe('With how much the voter votes on it; 0 is no vote'),
          claims: z.array(z.string()),
          bound: BallotChoice.nullable().describe('By the power of attorney'),
        }),
      )
      .describe('Items on which the caller may vote for this voter'),
    votes: z.array(MyVote),
  })
  .meta({ id: 'MyVoter' })

export const MyMeeting = z
  .strictObject({
    version: z.int(),
    person: Label.nullable(),
    sessions: z.array(z.strictObject({ id: Id, algorithm: z.string(), key: z.string(), at: Instant })),
    voters: z.array(MyVoter),
    subjects: z.record(z.string(), z.string()).describe('`subject` by item'),
    serverTime: Instant,
  })
  .describe('What a voter who comes back finds: sessions, rights, votes that are in')
  .meta({ id: 'MyMeeting' })
export type MyMeeting = z.output<typeof MyMeeting>
export const MeetingSignedIn = z.strictObject({ session: Id, mine: MyMeeting }).meta({ id: 'MeetingSignedIn' })

export const VoteRequest = z
  .strictObject({
    session: Id,
    ballots: z
      .array(z.strictObject({ statement: BallotStatement, signature: base64 }))
      .min(1)
      .max(500),
  })
  .describe('Several resolutions and, for agents, several voters at once. The same ballot again gets the same answer')
  .meta({ id: 'VoteRequest' })

export const VoteReceipt = z
  .strictObject({
    record: Id.describe('Of the journal'),
    digest: z.string().describe('As it stands in the public list'),
    salt: z.string().describe('Opens the digest; whoever has it can read the receipt'),
    sequence: z.int(),
    statement: z.string().describe('Digest of the ballot: `previous` of the next one'),
    number: z.int().describe('Place among the votes of the meeting'),
    at: Instant,
    link: z.string().describe('Short address for a QR code; the part after # is not sent to the server'),
  })
  .meta({ id: 'VoteReceipt' })
export type VoteReceipt = z.output<typeof VoteReceipt>

export const VoteOutcome = z
  .strictObject({
    nonce: z.string(),
    taken: z.boolean(),
    receipt: VoteReceipt.nullable(),
    refusals: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
    present: MyVote.nullable().describe('With `ballot.chain`: the ballot that is in already, to be shown before the vote is changed'),
  })
  .meta({ id: 'VoteOutcome' })
export type VoteOutcome = z.output<typeof VoteOutcome>
export const VoteAnswer = z
  .strictObject({ outcomes: z.array(VoteOutcome).describe('In the order of the ballots') })
  .meta({ id: 'VoteAnswer' })

export const PaperVote = z
  .strictObject({
    item: Id,
    voter: Id,
    choice: BallotChoice,
    byClaim: z.record(z.string().max(100), BallotChoice).optional(),
    sheet: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the scanned sheet'),
  })
  .meta({ id: 'PaperVote' })
export const PaperVoteAnswer = z
  .strictObject({ state: z.enum(['waiting', 'taken']), receipt: VoteReceipt.nullable() })
  .describe('waiting: a second person enters the same sheet')
  .meta({ id: 'PaperVoteAnswer' })
export const PaperVotePage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        item: Id,
        voter: z.strictObject({ id: Id, name: z.string() }),
        enteredBy: z.string(),
        own: z.boolean().describe('Entered by the caller: the second entry is another person’s'),
        at: Instant,
      }),
    ),
  })
  .meta({ id: 'PaperVotePage' })

const Treatment = z.strictObject({ paid: Fen, lastPaymentOn: PlainDate })
export const PreVotes = z
  .strictObject({
    item: Id,
    votes: z
      .array(
        z.strictObject({
          voter: Id,
          choice: BallotChoice,
          givenAt: Instant,
          before: Treatment,
          after: Treatment,
          document: z
            .string()
            .regex(/^[0-9a-f]{64}$/)
            .describe('SHA-256 of the document of the pre-vote'),
        }),
      )
      .min(1)
      .max(5000),
  })
  .describe('Votes given before the reorganisation; those for a plan that did not change for the worse carry over')
  .meta({ id: 'PreVotes' })
export const PreVoteAnswer = z
  .strictObject({
    carried: z.array(Id),
    dropped: z.array(z.strictObject({ voter: Id, zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'PreVoteAnswer' })

const version = z.int().describe('The one that the page showed')
export const MeetingStep = z
  .discriminatedUnion('step', [
    z.strictObject({ step: z.literal('open'), version }),
    z.strictObject({ step: z.literal('item'), version, item: Id.nullable() }).describe('The item that the meeting is at'),
    z.strictObject({ step: z.literal('announce'), version, body: z.string().trim().min(1).max(2000) }),
    z
      .strictObject({
        step: z.literal('openVoting'),
        version,
        items: z.array(Id).min(1).max(50),
        minutes: z.int().min(1).max(43_200).nullable(),
      })
      .describe('The timer closes the voting after `minutes`; null: the chair closes it'),
    z.strictObject({ step: z.literal('closeVoting'), version, items: z.array(Id).min(1).max(50) }),
    z.strictObject({ step: z.literal('tally'), version, shown: z.boolean() }),
    z.strictObject({ step: z.literal('close'), version }),
    z.strictObject({ step: z.literal('cancel'), version, reason: z.string().trim().min(2).max(1000) }),
  ])
  .describe('What the chair, or the clerk for the chair, does')
  .meta({ id: 'MeetingStep' })
export type MeetingStep = z.output<typeof MeetingStep>

/** What the page of the meeting follows. Sent as the event `state`, whole each time; its id is the version. */
export const MeetingLiveState = z
  .strictObject({
    meeting: Id,
    version: z.int(),
    status: z.string(),
    currentItem: Id.nullable(),
    items: z.array(MeetingItem),
    presence: MeetingPresence,
    tally: z
      .array(z.strictObject({ item: Id, votes: z.int().describe('Voters whose vote is in'), result: MeetingItemResult.nullable() }))
      .describe('`result` of items whose voting is open is null unless the chair shows the tally'),
    announcements: z.array(z.strictObject({ version: z.int(), body: z.string(), at: Instant })).describe('The newest twenty'),
    serverTime: Instant,
  })
  .meta({ id: 'MeetingLiveState' })
export type MeetingLiveState = z.output<typeof MeetingLiveState>

/** What votes and people change; sent as the event `pulse` between two states. */
export const MeetingPulse = MeetingLiveState.pick({ presence: true, tally: true, serverTime: true }).meta({ id: 'MeetingPulse' })
export type MeetingPulse = z.output<typeof MeetingPulse>

export const MeetingMinutesRequest = z.strictObject({ version: z.int(), remarks: z.string().trim().max(10_000).default('') })
export const MeetingResultNotice = z.strictObject({ version: z.int(), sentOn: PlainDate, expectedSeq: z.int() })
export const PublicMeeting = z
  .strictObject({
    id: Id,
    title: z.string(),
    court: z.string(),
    caseNumber: z.string().nullable(),
    status: z.string(),
    startsAt: Instant,
    items: z.array(MeetingItem.omit({ body: true })),
    votes: z.int(),
    log: z.strictObject({ origin: z.string(), verifierKey: z.string(), checkpoint: z.string() }),
  })
  .meta({ id: 'PublicMeeting' })
export const PublicVotesQuery = PageQuery.extend({ limit: z.coerce.number().int().min(1).max(1000).default(200) })
export const PublicVotes = pageOf(
  z.strictObject({ number: z.int(), item: Id, digest: z.string(), index: z.int().nullable().describe('Place in the log') }),
).meta({ id: 'PublicVotes' })
export const ReceiptRequest = z.strictObject({ record: Id, salt: z.string().regex(/^[0-9a-f]{64}$/) }).meta({ id: 'ReceiptRequest' })
export const ReceiptText = z
  .strictObject({
    meeting: Id,
    item: Id,
    title: z.string(),
    counts: z.boolean().describe('No later ballot of the voter on the item is in'),
    proof: z.string().describe('The `.tlog-proof` file'),
  })
  .meta({ id: 'ReceiptText' })
