/**
 * What the rules of meetings say of single events, beyond the fold: periods, majorities, sums of the list of voters, reasons of a closing, the announced result.
 */
import type { Refusal } from '@yingshang/journal'
import type { Calendar } from '@yingshang/time'
import type { BallotLists } from './ballot-lists.ts'
import { majorityFindings, resultDifferences, resultFaults } from './compare.ts'
import { classTotals } from './digests.ts'
import type { Closed, Disclosure, MeetingNotice, Opened, ResultEvent, ToldEvent } from './model.ts'
import { noticeRefusals, resultNoticeDue } from './periods.ts'
import type { Findings } from './report.ts'
import { attendance, type MeetingState, resultOf, resultsOf, rightsKnown } from './state.ts'

export const refusal = (code: string, zh: string, en: string): Refusal => ({ code, zh, en })

/** Where in the file an event stands. */
export interface Spot {
  readonly line: number
  readonly index: number
}

/** The meeting so far, and where findings go: what is wrong, and what is only worth a note. */
export interface Judged {
  readonly state: MeetingState
  readonly lists: BallotLists
  readonly calendar: Calendar
  readonly disclosure: Disclosure | undefined
  readonly findings: Findings
  readonly notes: Findings
}

/** The notice: its days, its majorities, what of it rests on settings. */
export function judgeNotice(of: Judged, body: MeetingNotice, spot: Spot): void {
  for (const found of noticeRefusals(body, of.calendar)) of.findings.add(found, spot)
  const { wrong, unknown } = majorityFindings(body.majorities)
  for (const found of wrong) of.findings.add(found, spot)
  for (const found of unknown) of.notes.add(found, spot)
  if (!body.noticeRule.verified)
    of.notes.add(
      refusal(
        'setting.unverified',
        `通知期限依据可调整的设定：${body.noticeRule.source}`,
        `the period of notice is a setting: ${body.noticeRule.source}`,
      ),
      spot,
    )
  for (const { classRules = [] } of body.majorities)
    for (const { verified, source } of classRules)
      if (!verified)
        of.notes.add(
          refusal('setting.unverified', `有表决组的通过标准依据可调整的设定：${source}`, `the majority of a class is a setting: ${source}`),
          spot,
        )
}

/** Before an opening: the sums of the list of voters, rights that are not shown, the announced hour. */
export function judgeOpening(of: Judged, body: Opened, spot: Spot): void {
  const { state } = of
  if (rightsKnown(state)) {
    const totals = classTotals(state.rights.values())
    if (
      JSON.stringify(totals) !==
      JSON.stringify(state.eligibility!.totals.map((t) => ({ class: t.class, heads: t.heads, amount: t.amount })))
    )
      of.findings.add(
        refusal(
          'eligibility.totals',
          '各组债权总额与表决权名册逐户金额之和不符',
          'the totals of the list of voters are not the sums of its rights',
        ),
        spot,
      )
  } else if (of.disclosure !== 'public') {
    const missing = [...state.listed.keys()].filter((label) => !state.rights.has(label))
    of.findings.add(
      refusal(
        'right.missing',
        `缺少 ${missing.length} 户的债权和金额（${missing.slice(0, 3).join('、')}…）`,
        `rights of ${missing.length} voters are not shown`,
      ),
      spot,
    )
  }
  if (state.notice !== null && Date.parse(body.at) < Date.parse(state.notice.window.opensAt))
    of.notes.add(
      refusal(
        'clock.opened-early',
        `按服务器时钟，开始表决早于通知的 ${state.notice.window.opensAt}`,
        `opened before the announced ${state.notice.window.opensAt} by the server’s clock`,
      ),
      spot,
    )
}

/** Before a closing: whether all had voted where that is its reason, and the announced hour. */
export function judgeClosing(of: Judged, body: Closed, spot: Spot): void {
  const { state } = of
  if (body.reason === 'complete' && rightsKnown(state))
    for (const id of body.resolutions)
      if (resultOf(state, id)?.classes.some((c) => c.voted < c.entitled.heads))
        of.findings.add(
          refusal(
            'closed.not-complete',
            `决议事项“${id}”以全部表决完毕为由截止，但还有人没有表决`,
            `${id} was closed as complete, but somebody had not voted`,
          ),
          spot,
        )
  if (state.notice === null || Date.parse(body.at) >= Date.parse(state.notice.window.closesAt) || body.reason === 'complete') return
  const early = refusal(
    'closed.early',
    `按服务器时钟，截止早于通知的 ${state.notice.window.closesAt}`,
    `closed before the announced ${state.notice.window.closesAt} by the server’s clock`,
  )
  if (body.reason === 'time') of.findings.add(early, spot)
  else of.notes.add(early, spot)
}

/** The announced result beside what the record gives. */
export function judgeResult(of: Judged, body: ResultEvent, spot: Spot): void {
  const { state } = of
  for (const [i, one] of body.results.entries()) {
    const resolution = state.resolutions.get(one.resolution)
    if (resolution === undefined) continue
    const { text, majority } = resolution
    const against = { text, majority, totals: state.eligibility?.totals ?? [], results: body.results }
    for (const found of resultFaults(one, against, `/results/${i}`)) of.findings.add(found, spot)
    const [all] = one.classes
    const voted = of.lists.voters(one.resolution)
    if (all?.class === null && all.voted !== voted)
      of.findings.add(
        refusal(
          'result.turnout',
          `“${one.resolution}”公布 ${all.voted} 人表决，日志中有 ${voted} 人`,
          `${all.voted} voters are announced for ${one.resolution}, the log has ${voted}`,
        ),
        { ...spot, at: `/results/${i}/classes/0/voted` },
      )
  }
  if (body.attendance.listed !== state.listed.size)
    of.findings.add(refusal('attendance.listed', `名册应有 ${state.listed.size} 户`, `${state.listed.size} voters are listed`), {
      ...spot,
      at: '/attendance/listed',
    })
  if (!rightsKnown(state)) return
  for (const found of resultDifferences(body.results, resultsOf(state))) of.findings.add(found, spot)
  const { present } = attendance(state)
  if (present !== body.attendance.present)
    of.findings.add(
      refusal(
        'attendance.differs',
        `公布出席 ${body.attendance.present} 户，按记录为 ${present} 户`,
        `${body.attendance.present} voters present are announced, the record gives ${present}`,
      ),
      { ...spot, at: '/attendance/present' },
    )
}

/** Whether the voters were told in time. */
export function judgeTold(of: Judged, body: ToldEvent, spot: Spot): void {
  const due = of.state.notice === null ? null : resultNoticeDue(of.state.notice, of.calendar)
  for (const [i, { label, sentOn }] of body.sent.entries())
    if (due !== null && sentOn > due)
      of.findings.add(
        refusal(
          'told.late',
          `表决结果最迟 ${due} 告知，“${label}”于 ${sentOn} 告知（破产法司法解释三 第十一条）`,
          `the result is told by ${due}, ${label} was told on ${sentOn}`,
        ),
        { ...spot, at: `/sent/${i}` },
      )
}
