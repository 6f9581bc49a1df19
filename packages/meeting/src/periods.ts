/**
 * The days of a meeting: how long before it is called, when the result is told, until when a resolution can be challenged. Law as data, with sources.
 */
import type { Refusal } from '@yingshang/journal'
import { type Calendar, count, dateInChina, dayBefore, days, type PlainDate } from '@yingshang/time'
import type { MeetingNotice, NoticeRule, ObjectionEvent } from './model.ts'
import type { MeetingState } from './state.ts'

/** How long before a meeting its notice is given. */
export const NOTICE_RULES: Readonly<Record<NoticeRule['id'], NoticeRule>> = {
  statute: {
    id: 'statute',
    days: 15,
    contentDays: 0,
    needsConsent: false,
    source: '企业破产法 第六十三条（A3-3）',
    verified: true,
  },
  fastTrack: {
    id: 'fastTrack',
    days: 3,
    contentDays: 3,
    needsConsent: true,
    source: '法发〔2020〕14号 第17条（A7-3，未核对原文，作为可调整的设定）',
    verified: false,
  },
}

/** The result of a meeting held off site is told to the voters within three days: 破产法司法解释三 第十一条（A3-14）. */
export const RESULT_NOTICE = days(3)

/** A resolution can be challenged for fifteen days: 企业破产法 第六十四条第二款, after a vote off site from receipt of the result: 破产法司法解释三 第十二条（A3-13、A3-15）. */
export const OBJECTION = days(15)

const no = (code: string, zh: string, en: string): Refusal => ({ code, zh, en })

/** What is wrong with the days of a notice; empty when nothing is. To be asked before a notice is given out. */
export function noticeRefusals(notice: MeetingNotice, calendar: Calendar): readonly Refusal[] {
  const { noticeRule: rule, givenOn, heldOn, consent, contentGivenOn = givenOn } = notice
  const found: Refusal[] = []
  const known = NOTICE_RULES[rule.id]
  if (known.verified && rule.days < known.days)
    found.push(
      no(
        'notice.rule',
        `通知期限不得少于 ${known.days} 日（${known.source}）`,
        `the notice must be at least ${known.days} days (${known.source})`,
      ),
    )
  const latest = dayBefore(heldOn, days(rule.days), calendar)
  if (givenOn > latest)
    found.push(
      no(
        'notice.short',
        `会议应提前 ${rule.days} 日通知：${heldOn} 开会，最迟 ${latest} 通知，实际 ${givenOn}（${rule.source}）`,
        `the notice is due ${rule.days} days before: by ${latest} for ${heldOn}, it was given on ${givenOn} (${rule.source})`,
      ),
    )
  const told = dayBefore(heldOn, days(rule.contentDays), calendar)
  if (contentGivenOn > told)
    found.push(
      no(
        'notice.content-late',
        `表决事项的内容最迟 ${told} 告知，实际 ${contentGivenOn}（${rule.source}）`,
        `the matters are told by ${told}, it was ${contentGivenOn}`,
      ),
    )
  if (rule.needsConsent && consent === undefined)
    found.push(no('notice.no-consent', '缩短通知期限须经全体已知债权人同意', 'a shorter notice needs the consent of all known creditors'))
  return found
}

/** The last day for telling the result; null for a meeting on site, where those present hear it. */
export function resultNoticeDue(notice: MeetingNotice, calendar: Calendar): PlainDate | null {
  return notice.mode === 'non-site' ? count(notice.heldOn, RESULT_NOTICE, calendar).due : null
}

/**
 * The last day on which a voter can challenge a resolution. On site it runs from the resolution; off site from the day on which that voter received the result, and is null
 * while that day is not known: it does not run yet.
 */
export function objectionDue(state: MeetingState, resolution: string, label: string, calendar: Calendar): PlainDate | null {
  const closedAt = state.resolutions.get(resolution)?.closedAt
  if (state.notice === null || closedAt == null) return null
  const from = state.notice.mode === 'on-site' ? dateInChina(closedAt) : state.told.get(label)?.receivedOn
  return from === undefined ? null : count(from, OBJECTION, calendar).due
}

/** Whether an objection came in time for each of its resolutions; `open` where the period does not run yet. */
export function objectionStanding(
  state: MeetingState,
  objection: ObjectionEvent,
  calendar: Calendar,
): readonly { readonly resolution: string; readonly due: PlainDate | null; readonly standing: 'inTime' | 'late' | 'open' }[] {
  return objection.resolutions.map((resolution) => {
    const due = objectionDue(state, resolution, objection.from, calendar)
    return { resolution, due, standing: due === null ? 'open' : objection.filedOn <= due ? 'inTime' : 'late' }
  })
}
