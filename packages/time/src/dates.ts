/**
 * The single place that knows how dates are written and counted. A plain date is a `YYYY-MM-DD` string of the Gregorian
 * calendar as the wall shows it in China; arithmetic is done on day numbers (whole days since 1970-01-01) and is exact.
 * China has one time, UTC+8, and has had no summer time since 1991, so an instant becomes a date by adding eight hours;
 * instants before 1992 are not promised.
 */

/** A day in China, `2022-09-16`. Plain dates compare correctly as strings. */
export type PlainDate = string

/** A moment, ISO 8601 in UTC with `Z`, `2022-09-16T02:30:00Z`. */
export type Instant = string

const DAY_MS = 86_400_000
const CHINA_MS = 8 * 3_600_000

/** True for a well-formed date that exists (`2023-02-29` does not), years 0001 to 9999. */
export function isDate(text: unknown): text is PlainDate {
  return typeof text === 'string' && text.length === 10 && packed(text) > 0
}

/** Year, month and day of a date as one number (20220916), or 0 for what is not a date. Read digit by digit: dates are read often. */
function packed(text: string): number {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return 0
  let number = 0
  for (let i = 0; i < 10; i++) {
    if (i === 4 || i === 7) continue
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return 0
    number = number * 10 + digit
  }
  const year = Math.floor(number / 10_000)
  const month = Math.floor(number / 100) % 100
  const day = number % 100
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? number : 0
}

/** True for an ISO moment in UTC, seconds and fraction optional. */
export function isInstant(text: unknown): text is Instant {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z$/.test(text) &&
    isDate(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  )
}

function parts(date: PlainDate): [year: number, month: number, day: number] {
  const number = typeof date === 'string' && date.length === 10 ? packed(date) : 0
  if (number === 0) throw new RangeError(`not a date: ${String(date)}`)
  return [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100]
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Days of a month, months counted from 1. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Whole days since 1970-01-01. Throws a RangeError for a string that is not a date: check outside input with `isDate` first. */
export function dayNumber(date: PlainDate): number {
  const [y, month, day] = parts(date)
  // Days since 0000-03-01 in eras of 400 years; March first, so that the leap day is the last of its year.
  const year = month <= 2 ? y - 1 : y
  const era = Math.floor(year / 400)
  const ofEra = year - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

/** The date of a day number; the inverse of `dayNumber`. */
export function dateOfDay(number: number): PlainDate {
  const z = number + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1
  const month = mp < 10 ? mp + 3 : mp - 9
  return written(yoe + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

function written(year: number, month: number, day: number): PlainDate {
  if (year < 1 || year > 9999) throw new RangeError(`year out of range: ${year}`)
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** The date `n` days later (earlier when negative). */
export function addDays(date: PlainDate, n: number): PlainDate {
  return dateOfDay(dayNumber(date) + n)
}

/**
 * The corresponding day `n` months later, or the last day of that month when it has no such day (民法典 202):
 * 2021-08-31 and 6 months give 2022-02-28.
 */
export function addMonths(date: PlainDate, n: number): PlainDate {
  const [y, m, d] = parts(date)
  const months = y * 12 + (m - 1) + n
  const year = Math.floor(months / 12)
  const month = months - year * 12 + 1
  return written(year, month, Math.min(d, daysInMonth(year, month)))
}

/** The corresponding day `n` years later; 29 February becomes 28 February in an ordinary year. */
export function addYears(date: PlainDate, n: number): PlainDate {
  return addMonths(date, n * 12)
}

/** Days from `from` to `to`: 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Day of the week, 1 Monday to 7 Sunday. */
export function weekday(date: PlainDate): number {
  return weekdayOfDay(dayNumber(date))
}

/** Day of the week of a day number, 1 Monday to 7 Sunday. */
export function weekdayOfDay(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1
}

function millis(instant: Instant): number {
  if (!isInstant(instant)) throw new RangeError(`not an instant in UTC: ${String(instant)}`)
  return Date.parse(instant)
}

/** The day that the wall shows in China at a moment: `2022-09-15T16:00:00Z` is 2022-09-16. */
export function dateInChina(instant: Instant): PlainDate {
  // One moment is asked about many times in a row; the last answer is kept.
  if (instant !== lastInstant) {
    lastDate = dateOfDay(Math.floor((millis(instant) + CHINA_MS) / DAY_MS))
    lastInstant = instant
  }
  return lastDate
}
let lastInstant: Instant = ''
let lastDate: PlainDate = ''

/** Time of day in China at a moment, `HH:MM`. */
export function timeInChina(instant: Instant): string {
  return new Date(millis(instant) + CHINA_MS).toISOString().slice(11, 16)
}

/** The moment at which a day, or a time `HH:MM` of it, begins in China. `24:00` is the end of the day. */
export function instantInChina(date: PlainDate, time = '00:00'): Instant {
  const match = /^(\d{2}):(\d{2})$/.exec(time)
  const hour = Number(match?.[1])
  const minute = Number(match?.[2])
  if (!match || minute > 59 || hour * 60 + minute > 1440) throw new RangeError(`not a time of day: ${time}`)
  return instantOf(dayNumber(date) * DAY_MS - CHINA_MS + (hour * 60 + minute) * 60_000)
}

/** The moment at which a day ends in China, 24:00: the first moment that is too late (民法典 203). */
export function endOfDay(date: PlainDate): Instant {
  return instantInChina(date, '24:00')
}

/** A moment written in the project's way (milliseconds only when there are any) from milliseconds since 1970. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

/** Milliseconds since 1970 of a moment. Throws a RangeError for a string that is not an instant in UTC. */
export function millisOf(instant: Instant): number {
  return millis(instant)
}
