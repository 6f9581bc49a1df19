/**
 * Lengths of time as the law writes them. Days, working days, months, years and hours are different types and do not turn into
 * each other. Counting follows 民事诉讼法 85 and 民诉解释 125 (rules H-1 to H-3): the first day (hour) does not count, months and
 * years end on the corresponding day or the last day of the month, and a period whose last day is a rest day ends on the first
 * day after the rest. Some periods do not roll (a seizure lapses by date): the caller says so.
 */
import { addWorkingDays, type Calendar, onOrAfter, unpublished, unpublishedYears } from './calendar.ts'
import { addDays, addMonths, daysBetween, type Instant, instantOf, millisOf, type PlainDate } from './dates.ts'
import type { Refusal } from './wording.ts'

export interface Days {
  readonly unit: 'days'
  readonly n: number
}
export interface WorkingDays {
  readonly unit: 'workingDays'
  readonly n: number
}
export interface Months {
  readonly unit: 'months'
  readonly n: number
}
export interface Years {
  readonly unit: 'years'
  readonly n: number
}
export interface Hours {
  readonly unit: 'hours'
  readonly n: number
}
/** A length counted by dates. */
export type Period = Days | WorkingDays | Months | Years

function made<U extends string>(unit: U, n: number): { readonly unit: U; readonly n: number } {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`a period is a whole number of ${unit}, not ${n}`)
  return Object.freeze({ unit, n })
}
/** Natural days (日); every period is in natural days unless its text says working days (H-6). */
export const days = (n: number): Days => made('days', n)
/** Working days (工作日). */
export const workingDays = (n: number): WorkingDays => made('workingDays', n)
/** Calendar months (个月). */
export const months = (n: number): Months => made('months', n)
/** Calendar years (年). */
export const years = (n: number): Years => made('years', n)
/** Hours (小时). */
export const hours = (n: number): Hours => made('hours', n)

/** Several periods to be counted one after another from the same start: 6 months, and 3 more by extension. */
export type Length = readonly Period[]

/**
 * The last day of a length, before any rolling. All months and years are counted at once from the start (2022-12-31 plus 2 and 1
 * months is 2023-03-31, not 03-28), then days, then working days; so the order in which extensions came does not matter.
 */
export function lastDay(start: PlainDate, length: Length, calendar: Calendar): PlainDate {
  const sum = (unit: Period['unit']) => length.reduce((total, period) => (period.unit === unit ? total + period.n : total), 0)
  const byMonths = addMonths(start, sum('years') * 12 + sum('months'))
  return addWorkingDays(calendar, addDays(byMonths, sum('days')), sum('workingDays'))
}

/** Latest day for something due `length` before a fixed day, that day not counted; never rolled, since earlier is always in time. */
export function dayBefore(day: PlainDate, length: Period, calendar: Calendar): PlainDate {
  if (length.unit === 'workingDays') return addWorkingDays(calendar, day, -length.n)
  return length.unit === 'days' ? addDays(day, -length.n) : addMonths(day, -length.n * (length.unit === 'years' ? 12 : 1))
}

export interface Counted {
  readonly start: PlainDate
  /** The first day that counts. */
  readonly firstDay: PlainDate
  /** Last day by plain counting. */
  readonly plain: PlainDate
  /** Last day after rolling over rest days. */
  readonly due: PlainDate
  /** The rest days that were rolled over. */
  readonly over: readonly PlainDate[]
  /** Years that the calendar does not cover. */
  readonly warnings: readonly Refusal[]
}

/**
 * Counts a period from the day of the event that starts it. `roll: false` for periods that end by date (seizures).
 * Example: 15 days from 2022-09-16 end on 2022-10-01, a holiday, hence on 2022-10-08.
 */
export function count(start: PlainDate, length: Period | Length, calendar: Calendar, options: { readonly roll?: boolean } = {}): Counted {
  const list = 'unit' in length ? [length] : length
  const plain = lastDay(start, list, calendar)
  const due = options.roll === false ? plain : onOrAfter(calendar, plain)
  return {
    start,
    firstDay: addDays(start, 1),
    plain,
    due,
    over: between(plain, due),
    warnings: coverage(calendar, list, start, plain, due, options.roll !== false),
  }
}

/** Days from `from` (included) to `to` (not included). */
export function between(from: PlainDate, to: PlainDate): PlainDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to)) }, (_, i) => addDays(from, i))
}

/** A warning when the calendar does not know a year on which the answer depends: all of a working-day count, the end of any other. */
export function coverage(
  calendar: Calendar,
  length: Length,
  start: PlainDate,
  plain: PlainDate,
  due: PlainDate,
  rolls: boolean,
): readonly Refusal[] {
  const byWork = length.some((period) => period.unit === 'workingDays' && period.n > 0)
  if (!byWork && !rolls) return []
  const missing = unpublishedYears(calendar, byWork ? start : plain, due)
  return missing.length > 0 ? [unpublished(missing)] : []
}

export interface CountedHours {
  readonly start: Instant
  /** The hour from which counting runs. */
  readonly from: Instant
  readonly due: Instant
}

/**
 * Counts hours. By default from the next full hour (民诉解释 125: the hour of the event does not count); `from: 'at-once'` for
 * periods outside that rule, such as an auction's closing. Hours run through rest days and never roll.
 */
export function countHours(start: Instant, length: Hours, from: 'next-hour' | 'at-once' = 'next-hour'): CountedHours {
  const hour = 3_600_000
  const ms = millisOf(start)
  const begin = from === 'at-once' ? ms : (Math.floor(ms / hour) + 1) * hour
  return { start, from: instantOf(begin), due: instantOf(begin + length.n * hour) }
}

const UNITS: Readonly<Record<Period['unit'] | 'hours', readonly [zh: string, en: string]>> = {
  days: ['日', 'day'],
  workingDays: ['个工作日', 'working day'],
  months: ['个月', 'month'],
  years: ['年', 'year'],
  hours: ['小时', 'hour'],
}

/** `15日` / `15 days`. */
export function periodText(period: Period | Hours): { readonly zh: string; readonly en: string } {
  const [zh, en] = UNITS[period.unit]
  return { zh: `${period.n}${zh}`, en: `${period.n} ${en}${period.n === 1 ? '' : 's'}` }
}
