import { addDays, dateInChina, weekday } from '@yingshang/time'

/** When a copy of a notice goes out. Times of day are China time, which has no summer time. */

export interface Quiet {
  /** HH:MM */
  readonly from: string
  readonly until: string
}
export type Mode = 'now' | 'daily' | 'weekly'

/** Digests are sent at this time of day. */
const MORNING = '08:30'
const MONDAY = 1

const instantOf = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`)
const timeOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)

/** The first moment from `at` on that is outside the quiet hours; they may pass midnight, and equal ends mean none. */
export function afterQuiet(at: Date, quiet: Quiet | null): Date {
  if (quiet === null || quiet.from === quiet.until) return at
  const time = timeOf(at)
  const within = quiet.from < quiet.until ? time >= quiet.from && time < quiet.until : time >= quiet.from || time < quiet.until
  if (!within) return at
  const today = dateInChina(at.toISOString())
  return instantOf(time < quiet.until ? today : addDays(today, 1), quiet.until)
}

/** When a notice of this moment goes out: at once, with the next morning's digest, with the one of next Monday; never in quiet hours. */
export function dueAt(at: Date, mode: Mode, quiet: Quiet | null): Date {
  if (mode === 'now') return afterQuiet(at, quiet)
  let day = dateInChina(at.toISOString())
  if (timeOf(at) >= MORNING) day = addDays(day, 1)
  if (mode === 'weekly') while (weekday(day) !== MONDAY) day = addDays(day, 1)
  return afterQuiet(instantOf(day, MORNING), quiet)
}

/** Minutes until the next try after so many failures: a channel that is down is asked less and less often. */
export const waitMinutes = (attempts: number): number => [1, 2, 5, 15, 30, 60, 120, 240][Math.min(attempts, 8) - 1] ?? 240
