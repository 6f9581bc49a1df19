/**
 * Whether an event may follow: the order of a meeting, who may do what, chains of ballots. The server asks before it records, a verifier asks of what was recorded, and
 * both get the same answer. Signatures are not looked at here (`signatureOf` gives what is to be checked), nor are periods of days (./periods.ts).
 */
import { castRefusals, preVoteRefusal, type Resolution, secondVoteRefusals } from '@yingshang/ballot'
import type { Hashing, Refusal } from '@yingshang/journal'
import { statementDigest, subjectDigest } from './digests.ts'
import { ballotOf, countedAs } from './follow.ts'
import {
  type BallotStatement,
  type CarriedEvent,
  type Closed,
  type Eligibility,
  KINDS,
  type MeetingEvent,
  type MeetingNotice,
  type ObjectionEvent,
  type Opened,
  type PaperEvent,
  type ProxyEvent,
  type ResolutionText,
  type ResultEvent,
  type SignIn,
  type VoteEvent,
} from './model.ts'
import { eventFault } from './shapes.ts'
import { actsFor, firstResult, type MeetingState, type ResolutionState, rightsKnown } from './state.ts'

const no = (code: string, zh: string, en: string): Refusal => ({ code, zh, en })

/** All reasons why an event cannot follow now; empty when it can. Bodies of another shape are refused with one reason that names the member. */
export function refuseEvent(hashing: Hashing, state: MeetingState, event: MeetingEvent): readonly Refusal[] {
  const fault = eventFault(event.kind, event.body)
  if (fault !== null) return [{ ...no('event.shape', '记录内容格式不正确', fault.what), place: { at: fault.at } }]
  if (state.meeting !== null && event.body.meeting !== state.meeting)
    return [no('event.other-meeting', '该记录属于另一次会议', 'the event belongs to another meeting')]
  if (state.notice === null && event.kind !== KINDS.notice) return [no('event.no-notice', '会议通知尚未发出', 'there is no notice yet')]
  switch (event.kind) {
    case KINDS.notice:
      return refuseNotice(hashing, state, event.body)
    case KINDS.eligibility:
      return refuseEligibility(state, event.body)
    case KINDS.proxy:
      return refuseProxy(state, event.body)
    case KINDS.signIn:
      return refuseSignIn(state, event.body)
    case KINDS.opened:
      return refuseOpened(state, event.body)
    case KINDS.vote:
      return refuseVote(hashing, state, event.body)
    case KINDS.paper:
      return refusePaper(hashing, state, event.body)
    case KINDS.carried:
      return refuseCarried(hashing, state, event.body)
    case KINDS.closed:
      return refuseClosed(state, event.body)
    case KINDS.result:
      return refuseResult(state, event.body)
    case KINDS.told:
      return unlisted(
        state,
        event.body.sent.map((s) => s.label),
      )
    case KINDS.minutes:
      return []
    case KINDS.objection:
      return refuseObjection(state, event.body)
  }
}

const repeated = (list: readonly string[]) => list.filter((one, i) => list.indexOf(one) !== i)

function refuseNotice(hashing: Hashing, state: MeetingState, body: MeetingNotice): readonly Refusal[] {
  const found: Refusal[] = []
  const { resolutions, majorities } = body
  if (body.version !== (state.notice?.version ?? 0) + 1)
    found.push(no('notice.version', '会议通知的版本不连续', 'the versions of the notice do not follow one another'))
  for (const id of repeated(resolutions.map((r) => r.id)))
    found.push(no('notice.twice', `决议事项“${id}”重复`, `resolution ${id} is named twice`))
  for (const id of repeated(majorities.map((m) => m.id)))
    found.push(no('notice.majority-twice', `通过标准“${id}”重复`, `majority ${id} is named twice`))
  for (const one of resolutions) {
    const majority = majorities.find((m) => m.id === one.majority)
    if (majority === undefined)
      found.push(no('notice.majority', `决议事项“${one.id}”没有列明通过标准`, `resolution ${one.id} names a majority that is not there`))
    else if ((majority.counting === 'byClass') !== (one.classes !== undefined))
      found.push(
        no(
          'notice.classes',
          `决议事项“${one.id}”的表决分组与通过标准不符`,
          `resolution ${one.id}: classes are named where the majority counts by class`,
        ),
      )
  }
  const items = new Set(resolutions.map((r) => r.id))
  for (const { resolution } of body.agenda)
    if (resolution !== undefined && !items.has(resolution))
      found.push(
        no('notice.agenda', `议程所列决议事项“${resolution}”不存在`, `the agenda names resolution ${resolution}, which is not there`),
      )
  for (const { text, subject, stage } of state.resolutions.values()) {
    const now = resolutions.find((r) => r.id === text.id)
    if (stage !== 'planned' && (now === undefined || subjectDigest(hashing, now) !== subject))
      found.push(
        no('notice.changes-opened', `决议事项“${text.id}”已经开始表决，不能变更`, `resolution ${text.id} was opened and cannot change`),
      )
    // A pre-vote is bound to the words it was given for.
    else if (now !== undefined && state.resolutions.get(text.id)!.ballots > 0 && subjectDigest(hashing, now) !== subject)
      found.push(
        no('notice.changes-voted', `决议事项“${text.id}”已有预表决，不能变更`, `resolution ${text.id} has pre-votes and cannot change`),
      )
  }
  return found
}

function refuseEligibility(state: MeetingState, body: Eligibility): readonly Refusal[] {
  const found: Refusal[] = []
  if (body.version !== (state.eligibility?.version ?? 0) + 1)
    found.push(no('eligibility.version', '表决权名册的版本不连续', 'the versions of the list do not follow one another'))
  if ([...state.resolutions.values()].some((r) => r.stage === 'open'))
    found.push(
      no('eligibility.while-open', '表决进行中，不能变更表决权名册', 'the list of voters cannot change while a resolution is open'),
    )
  const ascending = (names: readonly string[]) => names.every((name, i) => i === 0 || names[i - 1]! < name)
  if (!ascending(body.voters.map((v) => v.label)) || !ascending(body.totals.map((t) => t.class)))
    found.push(no('eligibility.order', '表决权名册须按编号升序且不重复', 'labels and classes must ascend, each once'))
  return found
}

function unlisted(state: MeetingState, labels: readonly string[]): Refusal[] {
  return labels
    .filter((label) => !state.listed.has(label))
    .map((label) => no('voter.unlisted', `表决权名册中没有“${label}”`, `${label} is not on the list of voters`))
}

function refuseProxy(state: MeetingState, { proxy, revoked }: ProxyEvent): readonly Refusal[] {
  const found = unlisted(state, [proxy.from])
  if (proxy.from === proxy.to) found.push(no('proxy.self', '不能委托本人', 'nobody is the own proxy'))
  if (Date.parse(proxy.validFrom) >= Date.parse(proxy.validUntil))
    found.push(no('proxy.period', '授权期间不正确', 'the authority ends before it begins'))
  if (revoked && !state.proxies.some((p) => p.from === proxy.from && p.to === proxy.to))
    found.push(no('proxy.unknown', '没有可以撤回的授权', 'there is no such authority to revoke'))
  return found
}

function refuseSignIn(state: MeetingState, { session, statement, signature, identity }: SignIn): readonly Refusal[] {
  const found: Refusal[] = []
  const { person, key } = statement
  if (statement.meeting !== state.meeting)
    found.push(no('event.other-meeting', '签到声明属于另一次会议', 'the statement is for another meeting'))
  if (state.sessions.has(session)) found.push(no('sign-in.twice', '签到编号重复', 'the session exists already'))
  // Joint holders are known only where rights are.
  if (rightsKnown(state) && actsFor(state, person).size === 0)
    found.push(
      no('sign-in.unknown', '签到人不是表决人、共同债权人或者已登记的代理人', 'neither a voter nor a joint holder nor a registered proxy'),
    )
  if (key !== null && state.keys.has(key.key))
    found.push(no('sign-in.key-reused', '该公钥已用于另一次签到', 'the key was used at another sign-in'))
  if ((key === null) !== (signature === null) || (key === null && identity.code !== 'desk'))
    found.push(no('sign-in.no-key', '除现场签到外，签到须有公钥和签名', 'a sign-in needs a key and its signature, except at the desk'))
  return found
}

function refuseOpened(state: MeetingState, body: Opened): readonly Refusal[] {
  const found: Refusal[] = []
  if (state.eligibility === null || body.eligibility !== state.eligibility.version)
    found.push(no('opened.eligibility', '开始表决须依据现行的表决权名册', 'the opening must name the list of voters in force'))
  for (const id of repeated(body.resolutions)) found.push(no('opened.twice', `决议事项“${id}”重复`, `resolution ${id} is named twice`))
  for (const id of body.resolutions) {
    const resolution = state.resolutions.get(id)
    if (resolution === undefined) found.push(no('opened.unknown', `没有决议事项“${id}”`, `there is no resolution ${id}`))
    else if (resolution.stage !== 'planned')
      found.push(no('opened.again', `决议事项“${id}”已经开始过表决`, `resolution ${id} was opened before`))
    else found.push(...refuseSecondVote(state, resolution.text))
  }
  return found
}

/** The conditions of a second vote; where the first result cannot be counted (a record without rights) they are not judged. */
function refuseSecondVote(state: MeetingState, text: ResolutionText): readonly Refusal[] {
  const { revoteOf, first } = text
  if (revoteOf === undefined) return []
  const before = state.resolutions.get(revoteOf)
  if (first === undefined && before?.stage === 'closed' && before.tally === null) return []
  const others: Resolution[] = [...state.resolutions.values()].map((r) => countedAs(r.text))
  // A first vote at another meeting is known by its result alone.
  if (before === undefined && first !== undefined)
    others.push({
      id: revoteOf,
      title: text.title,
      majority: first.majority,
      classes: first.classes.flatMap((c) => c.class ?? []),
    })
  return secondVoteRefusals(countedAs(text), others, state.notice!.majorities, firstResult(state, text))
}

/** What concerns every ballot: resolution, words, stage, chain. Null when the resolution is unknown. */
function refuseStatement(
  hashing: Hashing,
  state: MeetingState,
  statement: BallotStatement,
  stage: ResolutionState['stage'],
): { readonly found: Refusal[]; readonly resolution: ResolutionState | null } {
  const resolution = state.resolutions.get(statement.resolution) ?? null
  const found: Refusal[] = []
  if (statement.meeting !== state.meeting)
    found.push(no('event.other-meeting', '该表决属于另一次会议', 'the ballot is for another meeting'))
  if (resolution === null)
    return { found: [...found, no('ballot.unknown-resolution', '没有该决议事项', 'there is no such resolution')], resolution }
  if (resolution.stage !== stage)
    found.push(
      resolution.stage === 'planned'
        ? no('ballot.not-open', '该事项尚未开始表决', 'the resolution is not open yet')
        : resolution.stage === 'closed'
          ? no('ballot.closed', '该事项的表决已经截止', 'the resolution is closed')
          : no('ballot.carried-late', '预表决须在开始表决前登记', 'pre-votes are recorded before the opening'),
    )
  if (statement.subject !== resolution.subject)
    found.push(no('ballot.other-text', '表决所依据的决议文本与会议通知不同', 'the ballot is for another text of the resolution'))
  const head = resolution.chains.get(statement.voter)
  const digest = statementDigest(hashing, statement)
  if (resolution.seen.has(digest)) found.push(no('ballot.replayed', '同一张表决票重复提交', 'this very ballot was recorded before'))
  else if (statement.sequence !== (head?.sequence ?? 0) + 1 || statement.previous !== (head?.digest ?? null))
    found.push(
      no(
        'ballot.chain',
        `表决票不接续该表决人的上一张票（上一张为第 ${head?.sequence ?? 0} 张）`,
        `the ballot does not follow the voter’s last one (number ${head?.sequence ?? 0})`,
      ),
    )
  return { found: [...found, ...unlisted(state, [statement.voter])], resolution }
}

function refuseVote(hashing: Hashing, state: MeetingState, body: VoteEvent): readonly Refusal[] {
  const { statement } = body
  const { found, resolution } = refuseStatement(hashing, state, statement, 'open')
  const session = state.sessions.get(body.session)
  if (session === undefined) found.push(no('vote.no-session', '没有该次签到', 'there is no such session'))
  else if (session.statement.key === null) found.push(no('vote.no-key', '该次签到没有公钥，不能网上表决', 'the session has no key'))
  else if (session.statement.person !== statement.castBy)
    found.push(no('vote.not-own-session', '投票人与签到人不符', 'the session is of another person than the one who cast the ballot'))
  return [...found, ...counted(resolution, statement, 'online', body.at)]
}

/** What the rules of the vote say, where the rights are known. */
function counted(
  resolution: ResolutionState | null,
  statement: BallotStatement,
  channel: 'online' | 'paper',
  at: string,
  enteredBy?: readonly [string, string],
): readonly Refusal[] {
  if (resolution === null || resolution.stage !== 'open' || resolution.tally === null) return []
  // That the voter is not listed was said before.
  return castRefusals(resolution.tally, ballotOf(statement, channel, at, enteredBy)).filter((r) => r.code !== 'ballot.unknown-voter')
}

function refusePaper(hashing: Hashing, state: MeetingState, { statement, readings, at }: PaperEvent): readonly Refusal[] {
  const { found, resolution } = refuseStatement(hashing, state, statement, 'open')
  const same = readings.every((r) => sameChoice(r, statement))
  if (!same)
    found.push(
      no(
        'paper.readings-differ',
        '两人录入的纸质表决票不一致',
        'the two readings of the paper ballot differ from each other or from the ballot',
      ),
    )
  const by = [readings[0].by, readings[1].by] as const
  if (resolution?.tally == null && by[0] === by[1])
    found.push(no('ballot.paper-two-persons', '纸质表决票须由两人分别录入。', 'A paper vote is entered by two different persons.'))
  return [...found, ...counted(resolution, statement, 'paper', at, by)]
}

/** Whether two say the same, claim by claim. */
function sameChoice(a: Pick<BallotStatement, 'choice' | 'byClaim'>, b: Pick<BallotStatement, 'choice' | 'byClaim'>): boolean {
  const claims = (one: typeof a) => JSON.stringify(Object.entries(one.byClaim ?? {}).sort(([x], [y]) => (x < y ? -1 : 1)))
  return a.choice === b.choice && claims(a) === claims(b)
}

function refuseCarried(hashing: Hashing, state: MeetingState, { statement, before, after }: CarriedEvent): readonly Refusal[] {
  const { found } = refuseStatement(hashing, state, statement, 'planned')
  if (before.voter !== statement.voter || after.voter !== statement.voter)
    found.push(no('carried.other-voter', '清偿安排属于另一表决人', 'the treatment is of another voter'))
  const worse = preVoteRefusal(statement, before, after)
  if (worse !== null) found.push(no('carried.worse', worse.zh, worse.en))
  return found
}

function refuseClosed(state: MeetingState, { resolutions }: Closed): readonly Refusal[] {
  const found: Refusal[] = []
  for (const id of repeated(resolutions)) found.push(no('closed.twice', `决议事项“${id}”重复`, `resolution ${id} is named twice`))
  for (const id of resolutions)
    if (state.resolutions.get(id)?.stage !== 'open')
      found.push(no('closed.not-open', `决议事项“${id}”没有正在进行的表决`, `resolution ${id} is not open`))
  return found
}

function refuseResult(state: MeetingState, { results, countedBy }: ResultEvent): readonly Refusal[] {
  const found: Refusal[] = []
  if (countedBy[0] === countedBy[1]) found.push(no('result.two-persons', '计票须由两人签字', 'two different persons count'))
  if ([...state.resolutions.values()].some((r) => r.stage === 'open'))
    found.push(no('result.while-open', '还有事项正在表决，不能宣布结果', 'a resolution is still open'))
  for (const id of repeated(results.map((r) => r.resolution)))
    found.push(no('result.twice', `决议事项“${id}”有两个结果`, `resolution ${id} has two results`))
  for (const { resolution } of results)
    if (state.resolutions.get(resolution)?.stage !== 'closed')
      found.push(no('result.not-closed', `决议事项“${resolution}”没有表决完毕`, `resolution ${resolution} was not voted on`))
  for (const { text, stage } of state.resolutions.values())
    if (stage === 'closed' && !results.some((r) => r.resolution === text.id))
      found.push(no('result.missing', `结果缺少决议事项“${text.id}”`, `the result of ${text.id} is missing`))
  return found
}

function refuseObjection(state: MeetingState, { from, resolutions }: ObjectionEvent): readonly Refusal[] {
  const found = unlisted(state, [from])
  for (const id of resolutions)
    if (state.resolutions.get(id)?.stage !== 'closed')
      found.push(no('objection.resolution', `决议事项“${id}”没有表决完毕`, `resolution ${id} was not voted on`))
  return found
}
