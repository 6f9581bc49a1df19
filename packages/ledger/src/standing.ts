import { judge } from '@yingshang/indicator'
import {
  addDays,
  addMonths,
  addWorkingDays,
  type Calendar,
  daysBetween,
  type Period,
  type PlainDate,
  periodText,
  type Refusal,
} from '@yingshang/time'
import type { EntryState, EntryStatus, MilestoneState, Standing } from './model.ts'
import { progressOf } from './progress.ts'
import type { RiskRule, RiskRules } from './risk.ts'

/**
 * State → standing → the state of a day. The standing is made whenever a fact is added and holds for every day until the next one; the
 * state of a day is then four comparisons, in the core and as one SQL expression alike.
 */

/** Why an entry is at risk or overdue, and from which day. */
export interface Reason extends Refusal {
  readonly from: PlainDate
}

export interface Judged {
  readonly standing: Standing
  /** Everything that points to a risk or a missed day, by day. */
  readonly reasons: readonly Reason[]
  /** The next day by which something must be done, a deferral taken into account; null without one. */
  readonly nextDue: PlainDate | null
}

/** Where an entry stands, from its state, the rules of risk and the calendar. */
export function standingOf(state: EntryState, risks: RiskRules, calendar: Calendar): Judged {
  const due = outstanding(state)
  const overdue = due[0] === undefined ? null : addDays(due[0].on, 1)
  const open = state.phase === 'open'
  const found = open ? risks.rules.flatMap((rule) => riskOf(rule, state, due, calendar)) : []
  const late: Reason[] = open
    ? due.map(({ on, text }) => ({
        code: 'entry.overdue',
        from: addDays(on, 1),
        zh: `${on} 前应完成：${text}`,
        en: `Due by ${on}: ${text}`,
        numbers: { due: on },
      }))
    : []
  const first = found.map((r) => r.from).sort()[0] ?? null
  const steps = state.steps.flatMap((s) => (s.doneOn === null && s.dueOn !== null ? [s.dueOn] : []))
  return {
    standing: {
      phase: state.phase,
      startsOn: state.startedOn,
      deferredUntil: open ? state.deferredUntil : null,
      atRiskFrom: first,
      overdueFrom: open ? overdue : null,
    },
    reasons: [...found, ...late].sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1)),
    nextDue: open ? ([...due.map((d) => d.on), ...steps].sort()[0] ?? null) : null,
  }
}

/** The state of an entry on a day. True for the days from its last fact on. */
export function stateOn(standing: Standing, day: PlainDate): EntryStatus {
  if (standing.phase === 'withdrawn') return 'withdrawn'
  if (standing.phase === 'closed') return 'closed-out'
  if (standing.phase === 'submitted') return 'awaiting-review'
  if (standing.deferredUntil !== null && day <= standing.deferredUntil) return 'deferred'
  if (standing.overdueFrom !== null && day >= standing.overdueFrom) return 'overdue'
  if (standing.atRiskFrom !== null && day >= standing.atRiskFrom) return 'at-risk'
  if (standing.startsOn === null || day < standing.startsOn) return 'not-started'
  return 'on-track'
}

/** The reasons that hold on a day. */
export const reasonsOn = (judged: Pick<Judged, 'reasons'>, day: PlainDate): readonly Reason[] => judged.reasons.filter((r) => r.from <= day)

interface Outstanding {
  readonly on: PlainDate
  readonly text: string
}

/** Days that are still to be met, earliest first. What was due while the entry is deferred is due when the deferral ends. */
function outstanding(state: EntryState): Outstanding[] {
  const moved = (on: PlainDate) => (state.deferredUntil !== null && on < state.deferredUntil ? state.deferredUntil : on)
  const milestones = state.milestones.filter((m): m is MilestoneState & { due: PlainDate } => m.doneOn === null && m.due !== null)
  const whole = state.content.dueOn === null ? [] : [{ on: moved(state.content.dueOn), text: state.content.title }]
  return [...milestones.map((m) => ({ on: moved(m.due), text: m.text })), ...whole].sort((a, b) =>
    a.on === b.on ? 0 : a.on < b.on ? -1 : 1,
  )
}

function shifted(calendar: Calendar, date: PlainDate, period: Period, sign: 1 | -1): PlainDate {
  const n = sign * period.n
  switch (period.unit) {
    case 'days':
      return addDays(date, n)
    case 'workingDays':
      return addWorkingDays(calendar, date, n)
    case 'months':
      return addMonths(date, n)
    case 'years':
      return addMonths(date, 12 * n)
  }
}

const latest = (...dates: readonly (PlainDate | null)[]): PlainDate =>
  dates
    .filter((d) => d !== null)
    .sort()
    .at(-1) as PlainDate

function riskOf(rule: RiskRule, state: EntryState, due: readonly Outstanding[], calendar: Calendar): Reason[] {
  const reason = (from: PlainDate, zh: string, en: string, numbers: NonNullable<Refusal['numbers']> = {}): Reason => ({
    code: `risk.${rule.kind}`,
    rule: rule.id,
    from,
    zh: `${rule.title.zh}：${zh}`,
    en: `${rule.title.en}: ${en}`,
    numbers,
  })
  switch (rule.kind) {
    case 'near-due': {
      const first = due[0]
      if (!first) return []
      const window = shifted(calendar, first.on, rule.within, -1)
      const from =
        rule.quietFor === undefined
          ? window
          : latest(window, state.progressOn === null ? null : shifted(calendar, state.progressOn, rule.quietFor, 1))
      return from > first.on
        ? []
        : [reason(from, `${first.on} 到期`, `due on ${first.on}`, { due: first.on, within: periodText(rule.within).zh })]
    }
    case 'blocked':
      return state.heard.flatMap((h) =>
        h.blocked === null || h.blockedSince === null
          ? []
          : [reason(h.blockedSince, h.blocked, h.blocked, { body: h.body, since: h.blockedSince })],
      )
    case 'late-start': {
      const { startsOn } = state.content
      if (startsOn === null || state.startedOn !== null) return []
      return [
        reason(addDays(shifted(calendar, startsOn, rule.grace, 1), 1), `应于 ${startsOn} 启动`, `to begin on ${startsOn}`, { startsOn }),
      ]
    }
    case 'silent': {
      const heard = latest(state.adoptedOn, state.progressOn, ...state.heard.map((h) => h.on))
      return [
        reason(addDays(shifted(calendar, heard, rule.longerThan, 1), 1), `${heard} 以来没有信息`, `nothing since ${heard}`, {
          since: heard,
        }),
      ]
    }
    case 'step-overdue':
      return state.steps.flatMap((s) =>
        s.doneOn === null && s.dueOn !== null
          ? [reason(addDays(s.dueOn, 1), `${s.title}（${s.dueOn}）`, `${s.title} (${s.dueOn})`, { step: s.id, due: s.dueOn })]
          : [],
      )
    case 'behind':
      return behind(rule.by, state, due, reason)
    case 'target-unmet': {
      const last = due.at(-1)
      if (!last) return []
      const missed = state.targets.filter((t) => judge(t, t.reading?.value ?? null) === 'unmet')
      const from = shifted(calendar, last.on, rule.within, -1)
      return missed.map((t) =>
        reason(
          latest(from, t.reading!.asOf),
          `${t.subject} 读数 ${t.reading!.value}${t.unit}`,
          `${t.subject} reads ${t.reading!.value}${t.unit}`,
          {
            target: t.id,
            value: t.reading!.value,
          },
        ),
      )
    }
  }
}

/** The first day on which the time that has passed is ahead of the progress by more than `by` basis points. */
function behind(
  by: number,
  state: EntryState,
  due: readonly Outstanding[],
  reason: (from: PlainDate, zh: string, en: string, numbers?: NonNullable<Refusal['numbers']>) => Reason,
): Reason[] {
  const last = due.at(-1)?.on
  const start = state.content.startsOn ?? state.adoptedOn
  // Where one day is all that is promised, being half way means nothing.
  const { value } = progressOf(state)
  if (last === undefined || value === null || state.steps.length + state.targets.length + state.milestones.length < 2) return []
  const span = daysBetween(start, last)
  const allowed = value + by
  if (span <= 0 || allowed >= 10_000) return []
  // floor + 1: passed / span exceeds allowed / 10,000.
  const from = addDays(start, Math.floor((span * allowed) / 10_000) + 1)
  if (from > last) return []
  return [reason(from, `完成 ${percent(value)}`, `${percent(value)} done`, { progress: value, by })]
}

/** 6,250 → `62.5%` */
export const percent = (basisPoints: number): string => `${basisPoints / 100}%`
