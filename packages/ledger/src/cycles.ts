import {
  addDays,
  addMonths,
  type Calendar,
  daysInMonth,
  onOrAfter,
  onOrBefore,
  type PlainDate,
  type Refusal,
  type Source,
  type Text,
  unpublished,
  unpublishedYears,
  weekday,
} from '@yingshang/time'
import type { Assignment, Phase } from './model.ts'

/** Reporting cycles (报送周期) as data: every week on Friday, every month by the 5th, every quarter — when they open, are due and close, and who must report. */

export interface CycleRule {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly source: readonly Source[]
  readonly title: Text
  readonly every: 'week' | 'month' | 'quarter' | 'half-year' | 'year'
  /**
   * The due day. For weeks: the weekday, 1 Monday to 7 Sunday, of the week itself. Otherwise: the day of the month that lies `months`
   * months after the last month of the period (0: the last month itself); a month that is too short gives its last day.
   */
  readonly due: { readonly weekday: number } | { readonly day: number; readonly months: number }
  /** What happens when the due day is a rest day: brought forward, put off, or left. */
  readonly rest: 'before' | 'after' | 'stay'
  /** Opens so many days before it is due. */
  readonly opensBefore: number
  /** Closes so many days after it was due; in between a report counts as late. */
  readonly closesAfter: number
  /** Days before the due day on which to remind, 0 for the day itself; negative for days after. */
  readonly remind: readonly number[]
  /** Who must report on an entry: the lead alone, or every body of it. */
  readonly who: 'lead' | 'all'
}

/** One round of a rule. */
export interface Cycle {
  readonly rule: string
  /** `weekly/2026-W12`: the id of the rule and the period, unique among all rounds. */
  readonly key: string
  /** The days that the reports speak about, both included. */
  readonly from: PlainDate
  readonly until: PlainDate
  readonly opensOn: PlainDate
  readonly dueOn: PlainDate
  /** Last day on which a report is still taken, as late. */
  readonly closesOn: PlainDate
  readonly remindOn: readonly PlainDate[]
}

/**
 * The rounds of a rule that are due from one day to another (both included), earliest first, with a warning for years whose holiday notice
 * is not out.
 */
export function cyclesBetween(
  rule: CycleRule,
  from: PlainDate,
  until: PlainDate,
  calendar: Calendar,
): { readonly cycles: readonly Cycle[]; readonly warnings: readonly Refusal[] } {
  const cycles: Cycle[] = []
  // Due days lie off their period by the months of the rule and by rests; the search begins early enough to miss none.
  let start = periodStart(rule.every, addMonths(from, -13))
  while (start <= addDays(until, 7)) {
    const next = nextStart(rule.every, start)
    const cycle = cycleOf(rule, start, addDays(next, -1), calendar)
    if (cycle.dueOn >= from && cycle.dueOn <= until && cycle.dueOn >= rule.effectiveFrom) cycles.push(cycle)
    start = next
  }
  const first = cycles[0]
  const missing = first ? unpublishedYears(calendar, first.dueOn, cycles.at(-1)!.dueOn) : []
  return { cycles, warnings: missing.length === 0 ? [] : [unpublished(missing)] }
}

function cycleOf(rule: CycleRule, from: PlainDate, until: PlainDate, calendar: Calendar): Cycle {
  const plain =
    'weekday' in rule.due ? addDays(from, rule.due.weekday - 1) : dayOfMonth(addMonths(monthOf(until), rule.due.months), rule.due.day)
  const dueOn = rule.rest === 'stay' ? plain : rule.rest === 'before' ? onOrBefore(calendar, plain) : onOrAfter(calendar, plain)
  return {
    rule: rule.id,
    key: `${rule.id}/${periodKey(rule.every, from)}`,
    from,
    until,
    opensOn: addDays(dueOn, -rule.opensBefore),
    dueOn,
    closesOn: addDays(dueOn, rule.closesAfter),
    remindOn: [...new Set(rule.remind.map((n) => addDays(dueOn, -n)))].sort(),
  }
}

const monthOf = (date: PlainDate): PlainDate => `${date.slice(0, 7)}-01`
const dayOfMonth = (month: PlainDate, day: number): PlainDate =>
  addDays(month, Math.min(day, daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)))) - 1)
const MONTHS = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const

function periodStart(every: CycleRule['every'], date: PlainDate): PlainDate {
  if (every === 'week') return addDays(date, 1 - weekday(date))
  const month = Number(date.slice(5, 7))
  const first = month - ((month - 1) % MONTHS[every])
  return `${date.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

const nextStart = (every: CycleRule['every'], start: PlainDate): PlainDate =>
  every === 'week' ? addDays(start, 7) : addMonths(start, MONTHS[every])

/** `2026-W12` (ISO 8601 week), `2026-03`, `2026-Q1`, `2026-H1`, `2026`. */
function periodKey(every: CycleRule['every'], from: PlainDate): string {
  const year = from.slice(0, 4)
  const month = Number(from.slice(5, 7))
  switch (every) {
    case 'week': {
      const thursday = addDays(from, 3)
      const first = `${thursday.slice(0, 4)}-01-01`
      const week = Math.floor((Date.parse(thursday) - Date.parse(first)) / 604_800_000) + 1
      return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
    }
    case 'month':
      return from.slice(0, 7)
    case 'quarter':
      return `${year}-Q${(month + 2) / 3}`
    case 'half-year':
      return `${year}-H${month === 1 ? 1 : 2}`
    case 'year':
      return year
  }
}

/** Where a round stands on a day. */
export function cyclePhase(cycle: Cycle, day: PlainDate): 'waiting' | 'open' | 'late' | 'closed' {
  if (day < cycle.opensOn) return 'waiting'
  if (day <= cycle.dueOn) return 'open'
  return day <= cycle.closesOn ? 'late' : 'closed'
}

/** Somebody who has to report on something. */
export interface Reporter {
  readonly entry: string
  readonly body: string
}

/** Who must report in a round: for entries that were adopted by its due day and are neither done nor deferred. */
export function reportersOf(
  rule: Pick<CycleRule, 'who'>,
  cycle: Pick<Cycle, 'dueOn'>,
  entries: Iterable<{
    readonly id: string
    readonly assignment: Assignment
    readonly phase: Phase
    readonly adoptedOn: PlainDate
    readonly deferredUntil: PlainDate | null
  }>,
): Reporter[] {
  const out: Reporter[] = []
  for (const { id, assignment, phase, adoptedOn, deferredUntil } of entries) {
    if (phase !== 'open' || adoptedOn > cycle.dueOn || (deferredUntil !== null && deferredUntil >= cycle.dueOn)) continue
    // Where nobody leads, those who answer report, so that no entry falls silent.
    const bodies =
      rule.who === 'lead' && assignment.lead !== null
        ? [assignment.lead]
        : [...(assignment.lead === null ? [] : [assignment.lead]), ...assignment.responsible]
    for (const body of bodies) out.push({ entry: id, body })
  }
  return out
}

export interface ReportMark {
  readonly entry: string
  readonly body: string
  /** Key of the round. */
  readonly cycle: string
  readonly on: PlainDate
}

export interface Attendance {
  readonly inTime: readonly Reporter[]
  readonly late: readonly Reporter[]
  /** Have not reported. Before the due day they are awaited, after it they are silent. */
  readonly silent: readonly Reporter[]
  readonly phase: ReturnType<typeof cyclePhase>
}

/** Who has reported in a round by a day, and who is silent. A second report of the same body changes nothing; the first counts. */
export function whoIsSilent(cycle: Cycle, expected: readonly Reporter[], reports: Iterable<ReportMark>, day: PlainDate): Attendance {
  const first = new Map<string, PlainDate>()
  for (const r of reports) {
    if (r.cycle !== cycle.key || r.on > day || r.on > cycle.closesOn) continue
    const key = `${r.entry} ${r.body}`
    const had = first.get(key)
    if (had === undefined || r.on < had) first.set(key, r.on)
  }
  const on = (r: Reporter) => first.get(`${r.entry} ${r.body}`)
  return {
    inTime: expected.filter((r) => (on(r) ?? '9') <= cycle.dueOn),
    late: expected.filter((r) => on(r) !== undefined && on(r)! > cycle.dueOn),
    silent: expected.filter((r) => on(r) === undefined),
    phase: cyclePhase(cycle, day),
  }
}

const practice = (provision: string): readonly Source[] => [{ rule: 'G4', provision, verified: false }]

/** Rounds that offices use; an office changes them by a version of its own. */
export const USUAL_CYCLES: readonly CycleRule[] = [
  {
    id: 'weekly',
    version: '1',
    effectiveFrom: '2022-01-01',
    source: practice('每周五报送进展'),
    title: { zh: '周报', en: 'Weekly' },
    every: 'week',
    due: { weekday: 5 },
    rest: 'before',
    opensBefore: 4,
    closesAfter: 3,
    remind: [1, 0, -1],
    who: 'lead',
  },
  {
    id: 'monthly',
    version: '1',
    effectiveFrom: '2022-01-01',
    source: practice('次月 5 日前报送上月进展'),
    title: { zh: '月报', en: 'Monthly' },
    every: 'month',
    due: { day: 5, months: 1 },
    rest: 'before',
    opensBefore: 7,
    closesAfter: 5,
    remind: [3, 0, -1],
    who: 'all',
  },
  {
    id: 'quarterly',
    version: '1',
    effectiveFrom: '2022-01-01',
    source: practice('季后 10 日前报送季度总结'),
    title: { zh: '季报', en: 'Quarterly' },
    every: 'quarter',
    due: { day: 10, months: 1 },
    rest: 'before',
    opensBefore: 10,
    closesAfter: 10,
    remind: [5, 1, -1],
    who: 'lead',
  },
]
