import type { CalendarData } from '@yingshang/server/contract'

/** What a day is: by the calendar, by its weekday, and by a draft upon both. */

export type Kind = 'off' | 'makeUp' | 'plain'

export interface Day {
  readonly date: string
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
  readonly kind: Kind
  readonly working: boolean
  /** The draft says something else than the calendar that it builds on. */
  readonly changed: boolean
}

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

/** Looks up the days of a calendar; changes of a draft come on top. */
export function lookup(calendar: Pick<CalendarData, 'off' | 'makeUp'>, changes: ReadonlyMap<string, Kind>): (date: string) => Day {
  const off = new Set(calendar.off)
  const makeUp = new Set(calendar.makeUp)
  return (date) => {
    const weekday = weekdayOf(date)
    const base: Kind = makeUp.has(date) ? 'makeUp' : off.has(date) ? 'off' : 'plain'
    const kind = changes.get(date) ?? base
    return { date, weekday, kind, working: kind === 'makeUp' || (kind === 'plain' && weekday <= 5), changed: kind !== base }
  }
}

/** What a click makes of a day: a weekday is off or not; a day of the weekend can also be worked. */
export function next(day: Day): Kind {
  if (day.weekday <= 5) return day.kind === 'off' ? 'plain' : 'off'
  return day.kind === 'plain' ? 'makeUp' : day.kind === 'makeUp' ? 'off' : 'plain'
}

/** The changes after a day was given a kind; what is as in the calendar again is no change. */
export function withDay(
  calendar: Pick<CalendarData, 'off' | 'makeUp'>,
  changes: ReadonlyMap<string, Kind>,
  date: string,
  kind: Kind,
): ReadonlyMap<string, Kind> {
  const after = new Map(changes)
  after.delete(date)
  if (lookup(calendar, after)(date).kind !== kind) after.set(date, kind)
  return after
}

/** The weeks of a month, Monday first; days of other months are null. */
export function weeksOf(year: number, month: number): readonly (readonly (string | null)[])[] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const two = (n: number) => String(n).padStart(2, '0')
  const dates = Array.from({ length }, (_, i) => `${year}-${two(month)}-${two(i + 1)}`)
  const cells: (string | null)[] = [...Array.from({ length: weekdayOf(dates[0]!) - 1 }, () => null), ...dates]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(i * 7, i * 7 + 7))
}
