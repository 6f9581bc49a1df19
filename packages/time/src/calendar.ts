/**
 * Working-day calendars. A calendar is a frozen value: the years for which the yearly notice is out, the days off of those
 * notices, and the weekend days that are worked to make up. Everything else follows from the weekday. A year that is not
 * covered is not guessed in silence: answers about it say `known: false`, and counts that touch it carry a warning.
 */
import { dateOfDay, dayNumber, isDate, type PlainDate, weekdayOfDay } from './dates.ts'
import { frozen, type Outcome, type Refusal, type Source } from './wording.ts'

export interface Calendar {
  readonly id: string
  readonly version: string
  /** From this day the version is the one to use. */
  readonly effectiveFrom: PlainDate
  readonly source: readonly Source[]
  /** Years whose notice is part of this version. */
  readonly years: readonly number[]
  /** Days off of the yearly notices (those that fall on a weekend may be listed as well). */
  readonly off: readonly PlainDate[]
  /** Saturdays and Sundays that are worked (调休). */
  readonly makeUp: readonly PlainDate[]
}

/** What an officer may change. The result is a new version; the old one stays as it was. */
export interface CalendarChanges {
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly source: readonly Source[]
  /** Years newly covered. */
  readonly years?: readonly number[]
  readonly off?: readonly PlainDate[]
  readonly makeUp?: readonly PlainDate[]
  /** Days that go back to what their weekday says. */
  readonly plain?: readonly PlainDate[]
}

interface Lookup {
  readonly years: ReadonlySet<number>
  readonly off: ReadonlySet<number>
  readonly makeUp: ReadonlySet<number>
  /** Sorted day numbers of weekdays that are off, and of weekend days that are worked: what counting corrects by. */
  readonly weekdaysOff: readonly number[]
  readonly weekendsWorked: readonly number[]
}

const lookups = new WeakMap<Calendar, Lookup>()

function lookup(calendar: Calendar): Lookup {
  let found = lookups.get(calendar)
  if (!found) {
    const off = calendar.off.map(dayNumber)
    const makeUp = calendar.makeUp.map(dayNumber)
    const sorted = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b)
    found = {
      years: new Set(calendar.years),
      off: new Set(off),
      makeUp: new Set(makeUp),
      weekdaysOff: sorted(off.filter((n) => weekdayOfDay(n) <= 5)),
      weekendsWorked: sorted(makeUp.filter((n) => weekdayOfDay(n) >= 6)),
    }
    lookups.set(calendar, found)
  }
  return found
}

/** Is a day worked, and does the calendar know (`known: false` when its year's notice is not out: then the weekday decides)? */
export function dayKind(calendar: Calendar, date: PlainDate): { readonly working: boolean; readonly known: boolean } {
  return { working: isWorking(calendar, dayNumber(date)), known: covers(calendar, date) }
}

/** Is the yearly notice of this date's year part of the calendar? */
export function covers(calendar: Calendar, date: PlainDate): boolean {
  return lookup(calendar).years.has(Number(date.slice(0, 4)))
}

/** Is a day (by number) worked? In a year that is not covered the weekday decides; ask `unpublishedYears` beside it. */
export function isWorking(calendar: Calendar, number: number): boolean {
  const { off, makeUp } = lookup(calendar)
  return makeUp.has(number) || (!off.has(number) && weekdayOfDay(number) <= 5)
}

/** The first working day on or after a date. */
export function onOrAfter(calendar: Calendar, date: PlainDate): PlainDate {
  let n = dayNumber(date)
  while (!isWorking(calendar, n)) n++
  return dateOfDay(n)
}

/** The last working day on or before a date. */
export function onOrBefore(calendar: Calendar, date: PlainDate): PlainDate {
  let n = dayNumber(date)
  while (!isWorking(calendar, n)) n--
  return dateOfDay(n)
}

/** The `n`-th working day after a date, the date itself not counted; before it when `n` is negative; the date itself for 0. */
export function addWorkingDays(calendar: Calendar, date: PlainDate, n: number): PlainDate {
  const step = n < 0 ? -1 : 1
  let number = dayNumber(date)
  for (let left = Math.abs(n); left > 0; ) {
    number += step
    if (isWorking(calendar, number)) left--
  }
  return dateOfDay(number)
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. Does not walk the days one by one. */
export function workingDaysBetween(calendar: Calendar, from: PlainDate, to: PlainDate): number {
  const a = dayNumber(from)
  const b = dayNumber(to)
  if (b < a) return -workingDaysBetween(calendar, to, from)
  const { weekdaysOff, weekendsWorked, makeUp } = lookup(calendar)
  // A day listed both as off and as made up counts as worked, as `isWorking` says.
  const off = weekdaysOff.some((n) => makeUp.has(n)) ? weekdaysOff.filter((n) => !makeUp.has(n)) : weekdaysOff
  return weekdaysUpTo(b) - weekdaysUpTo(a) - (upTo(off, b) - upTo(off, a)) + upTo(weekendsWorked, b) - upTo(weekendsWorked, a)
}

/** Mondays to Fridays up to and including a day, from a fixed origin (Monday 1969-12-29). */
function weekdaysUpTo(number: number): number {
  const days = number + 4
  const weeks = Math.floor(days / 7)
  return weeks * 5 + Math.min(days - weeks * 7, 5)
}

function upTo(sorted: readonly number[], number: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= number) low = middle + 1
    else high = middle
  }
  return low
}

/** Years between two dates (both included) whose notice the calendar does not have. */
export function unpublishedYears(calendar: Calendar, from: PlainDate, to: PlainDate): readonly number[] {
  const missing: number[] = []
  const { years } = lookup(calendar)
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) if (!years.has(year)) missing.push(year)
  return missing
}

/** The reason shown when a count touches years whose notice is not out. */
export function unpublished(years: readonly number[]): Refusal {
  const list = years.join('、')
  return {
    code: 'calendar.unpublished',
    zh: `${list}年放假安排尚未录入日历，按周末推算，公布后应当重新核对`,
    en: `The holiday notice for ${years.join(', ')} is not in the calendar; weekends alone were used, to be checked once it is out`,
    numbers: { years: years.join(',') },
    rule: 'H-9',
  }
}

/**
 * A new version of a calendar with days off, make-up days or whole years added, or days set back to their weekday.
 * Refuses, with all reasons: the same version again, dates that do not exist or lie outside the covered years, a make-up day
 * that is not a Saturday or Sunday, a day both off and made up.
 */
export function amend(calendar: Calendar, changes: CalendarChanges): Outcome<Calendar> {
  const refusals: Refusal[] = []
  const refuse = (code: string, zh: string, en: string, numbers: Record<string, string | number>) =>
    refusals.push({ code, zh, en, numbers, rule: 'H-9' })
  if (changes.version === calendar.version)
    refuse('calendar.same-version', `版本号 ${changes.version} 已被使用`, `Version ${changes.version} exists already`, {
      version: changes.version,
    })
  if (!isDate(changes.effectiveFrom))
    refuse('calendar.bad-date', `启用日期 ${changes.effectiveFrom} 不是有效日期`, `${changes.effectiveFrom} is not a date`, {
      date: changes.effectiveFrom,
    })
  const years = [...new Set([...calendar.years, ...(changes.years ?? [])])].sort((a, b) => a - b)
  for (const year of changes.years ?? [])
    if (!Number.isInteger(year) || year < 1992 || year > 9999)
      refuse('calendar.bad-year', `年份 ${year} 无效`, `${year} is not a year`, { year })
  const named = [...(changes.off ?? []), ...(changes.makeUp ?? []), ...(changes.plain ?? [])]
  for (const date of named) {
    if (!isDate(date)) refuse('calendar.bad-date', `${date} 不是有效日期`, `${date} is not a date`, { date })
    else if (!years.includes(Number(date.slice(0, 4))))
      refuse('calendar.outside', `${date} 不在日历覆盖的年份内`, `${date} lies outside the years of the calendar`, { date })
  }
  for (const date of changes.makeUp ?? [])
    if (isDate(date) && weekdayOfDay(dayNumber(date)) <= 5)
      refuse(
        'calendar.makeup-on-weekday',
        `${date} 不是周六或周日，不能作为调休上班日`,
        `${date} is a weekday and cannot be a make-up day`,
        { date },
      )
  for (const date of new Set(named))
    if (named.filter((other) => other === date).length > 1)
      refuse('calendar.contradiction', `${date} 同时被列为两种日子`, `${date} is named twice`, { date })
  if (refusals.length > 0) return { ok: false, refusals }
  const touched = new Set(named)
  const merge = (old: readonly PlainDate[], added: readonly PlainDate[] = []) => [...old.filter((d) => !touched.has(d)), ...added].sort()
  return {
    ok: true,
    value: frozen({
      id: calendar.id,
      version: changes.version,
      effectiveFrom: changes.effectiveFrom,
      source: [...changes.source],
      years,
      off: merge(calendar.off, changes.off),
      makeUp: merge(calendar.makeUp, changes.makeUp),
    }),
  }
}

/** The version in force on a day: the latest `effectiveFrom` that is not later; undefined when none is. */
export function inForce(calendars: readonly Calendar[], on: PlainDate): Calendar | undefined {
  let best: Calendar | undefined
  for (const c of calendars) if (c.effectiveFrom <= on && (!best || c.effectiveFrom >= best.effectiveFrom)) best = c
  return best
}
