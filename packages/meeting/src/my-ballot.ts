/**
 * 查我的票: a receipt against the public record. Says yes or no in plain words, and every step that led there. Pure: a page computes it without the server.
 */
import type { Choice } from '@yingshang/ballot'
import { type Bytes, contentDigest, type Json, parseReceipt, type Trust, toHex, type Verifying, verifyReceipt } from '@yingshang/journal'
import { BALLOT_KINDS, type BallotStatement } from './model.ts'
import type { Finding, ListedBallot } from './report.ts'
import { eventFault } from './shapes.ts'
import { verifyMeeting } from './verify.ts'

/** One step of the check, for showing as a list. */
export interface CheckStep {
  readonly ok: boolean
  readonly zh: string
  readonly en: string
}

export interface MyBallotAnswer {
  /**
   * `counted`: the ballot is in, and is the one that counts. `replaced`: it is in, and a later one of the same voter counts. `not-listed`: it stands in the log, but the record of the
   * meeting does not list it — keep the receipt, it is evidence. `record-older`: the record was made before the ballot. `not-in-log`: receipt and log contradict each other — likewise. `other-meeting`, `not-a-ballot`, `unreadable`: the
   * receipt is for something else or damaged. `record-false`: the public record itself does not hold.
   */
  readonly verdict:
    | 'counted'
    | 'replaced'
    | 'not-listed'
    | 'record-older'
    | 'not-in-log'
    | 'other-meeting'
    | 'not-a-ballot'
    | 'unreadable'
    | 'record-false'
  /** The answer: yes only for `counted` and `replaced`. */
  readonly yes: boolean
  readonly zh: string
  readonly en: string
  readonly steps: readonly CheckStep[]
  /** What the receipt says, where it could be read. */
  readonly ballot: {
    readonly index: number
    readonly voter: string
    readonly resolution: string
    readonly title: string | null
    readonly choice: Choice
    readonly sequence: number
  } | null
  /** What is wrong with the record. */
  readonly findings: readonly Finding[]
}

const ANSWERS: Readonly<Record<MyBallotAnswer['verdict'], readonly [zh: string, en: string]>> = {
  counted: ['您的票在内，并且就是计入结果的那一张。', 'Your ballot is in, and it is the one that counts.'],
  replaced: ['您的票在内。之后您又投了一次，计入结果的是最后一张。', 'Your ballot is in. You voted again later; the last one counts.'],
  'not-listed': [
    '您的票在日志中，但会议公布的表决票清单里没有它。请保存好回执，它就是证据，可据此向法院提出。',
    'Your ballot is in the log, but the meeting does not list it. Keep the receipt: it is evidence.',
  ],
  'record-older': ['公布的记录早于您的票，请稍后取得新的记录再查。', 'The published record is older than your ballot: fetch a newer one.'],
  'not-in-log': [
    '回执与公布的日志不符。请保存好回执，它就是证据，可据此向法院提出。',
    'The receipt contradicts the published log. Keep it: it is evidence.',
  ],
  'other-meeting': ['这张回执属于另一次会议。', 'The receipt is for another meeting.'],
  'not-a-ballot': ['这不是表决票的回执。', 'It is no receipt for a ballot.'],
  unreadable: ['回执无法读取或者不是本日志签发的，请核对是否完整。', 'The receipt cannot be read, or this log did not issue it.'],
  'record-false': ['公布的会议记录本身不成立，不能据此回答。', 'The published record itself does not hold.'],
}

/**
 * Whether the ballot of a receipt (`.tlog-proof`) is in the public record of a meeting. `lines`: the lines of the record file. `trust`: of the log, obtained elsewhere than from the
 * receipt or the record. Never throws for bad input.
 */
export async function checkMyBallot(
  verifying: Verifying,
  receipt: Bytes | string,
  lines: AsyncIterable<string> | Iterable<string>,
  trust: Trust,
): Promise<MyBallotAnswer> {
  const steps: CheckStep[] = []
  const step = (ok: boolean, zh: string, en: string) => {
    steps.push({ ok, zh, en })
    return ok
  }
  let ballot: MyBallotAnswer['ballot'] = null
  let findings: readonly Finding[] = []
  const answer = (verdict: MyBallotAnswer['verdict']): MyBallotAnswer => {
    const [zh, en] = ANSWERS[verdict]
    return { verdict, yes: verdict === 'counted' || verdict === 'replaced', zh, en, steps, ballot, findings }
  }

  const parsed = parseReceipt(receipt)
  if (!parsed.ok) {
    step(false, `回执无法读取：${parsed.refusal.zh}`, `the receipt cannot be read: ${parsed.refusal.en}`)
    return answer('unreadable')
  }
  const verified = verifyReceipt(verifying, receipt, trust)
  if (!verified.ok) {
    step(false, `回执不成立：${verified.refusal.zh}`, `the receipt does not hold: ${verified.refusal.en}`)
    return answer('unreadable')
  }
  const { kind, index, salt } = parsed.value
  const { content } = verified.value
  step(true, `回执由日志签名，证明第 ${index} 条是这份内容`, `the log signed that entry ${index} is this content`)
  if (!BALLOT_KINDS.includes(kind) || eventFault(kind, content) !== null) {
    step(false, '回执不是表决票的', 'the receipt is not of a ballot')
    return answer('not-a-ballot')
  }
  const { statement, meeting } = content as unknown as { readonly statement: BallotStatement; readonly meeting: string }
  const { voter, resolution, choice, sequence } = statement
  ballot = { index, voter, resolution, title: null, choice, sequence }

  const listed: ListedBallot[] = []
  const report = await verifyMeeting(verifying, lines, {
    trust,
    onBallot: (one) => {
      if (one.index === index || (one.voter === voter && one.resolution === resolution)) listed.push(one)
    },
  })
  findings = report.findings
  if (report.meeting !== null && report.meeting !== meeting) {
    step(false, '回执与公布的记录不是同一次会议', 'receipt and record are of different meetings')
    return answer('other-meeting')
  }
  ballot = { ...ballot, title: report.resolutions.find((r) => r.id === resolution)?.title ?? null }
  const digest = contentDigest(verifying, kind, salt, content as Json)
  const own = listed.find((one) => one.index === index)
  const same = own !== undefined && digest.ok && own.digest === toHex(digest.value)
  // Whoever drops or changes a ballot also spoils the record; the holder of the receipt is told about the ballot first.
  if (own !== undefined && !same) {
    step(false, `公布的第 ${index} 条不是这张票`, `entry ${index} as published is not this ballot`)
    return answer('not-in-log')
  }
  const { checkpoint } = verified.value
  const contradicted =
    report.checkpoint !== null && report.checkpoint.size === checkpoint.size && toHex(report.checkpoint.root) !== toHex(checkpoint.root)
  if (contradicted) {
    step(
      false,
      '同样大小的日志有两个不同的检查点：日志给不同的人看了不同的内容',
      'two checkpoints of one size differ: the log shows different people different things',
    )
    return answer('not-in-log')
  }
  if (own === undefined && report.checkpoint !== null && index >= report.checkpoint.size) {
    step(false, '公布的记录早于您的票，请稍后取得新的记录再查', 'the record is older than your ballot: fetch a newer one')
    return answer('record-older')
  }
  if (own === undefined) {
    step(false, `公布的清单没有第 ${index} 条`, `entry ${index} is not on the list`)
    return answer('not-listed')
  }
  step(true, `公布的清单第 ${index} 条就是这张票`, `entry ${index} of the list is this ballot`)
  if (
    !step(
      report.ok,
      report.ok ? '公布的记录成立：每一条都在签名的日志中，次序、数量与结果相符' : `公布的记录有 ${report.findings.length} 处问题`,
      report.ok ? 'the record holds' : `the record has ${report.findings.length} faults`,
    )
  )
    return answer('record-false')
  const later = listed.filter((one) => one.voter === voter && one.resolution === resolution && one.index > index)
  if (later.length > 0) {
    step(
      true,
      `此后同一表决人还有 ${later.length} 张票，最后一张为第 ${later.at(-1)!.index} 条`,
      `${later.length} later ballots of the same voter, the last is entry ${later.at(-1)!.index}`,
    )
    return answer('replaced')
  }
  step(true, '此后没有同一表决人的票', 'no later ballot of the same voter')
  return answer('counted')
}
