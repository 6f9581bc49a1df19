/**
 * Clocks (期限). A clock is data: which event starts it, how long it runs, what pauses, extends or is deducted from it, what ends
 * it and what happens when nobody acts. `due` computes where a clock stands from the events of a matter and says how it got there,
 * step by step, as data; `explain` turns the steps into sentences.
 *
 * Conventions (the law leaves them open; stated here once): the day on which a pause begins no longer counts and the day on which
 * it ends counts again; a deduction names its first and last day, both taken out; days taken out twice count once; what begins
 * after the clock has run out has no effect; the length with all extensions is counted from the start, then the days taken out are
 * added, then the end rolls over rest days.
 */
import { addDays, daysBetween, type Instant, type PlainDate } from './dates.ts'
import type { Hours, Period } from './periods.ts'
import type { Refusal, Source, Text } from './wording.ts'

/** A length that a person sets between two limits, both allowed. */
export interface Bounds {
  readonly min: Period
  readonly max: Period
}

export interface Pause {
  readonly from: string
  readonly to: string
  readonly title: Text
  readonly source?: readonly Source[]
}

export interface Deduction {
  /** The event carries `from` and `to`, both days taken out. */
  readonly on: string
  readonly title: Text
  /** No single deduction takes out more than this. */
  readonly cap?: Period
  readonly source?: readonly Source[]
}

export interface Extension {
  readonly on: string
  readonly title: Text
  /** What an extension adds when its event does not say; the event may say less, not more. Without it the event must say. */
  readonly length?: Period
  /** How often; once when absent. */
  readonly times?: number
  /** The application (`applied` of the event) should come this long before the end; otherwise a warning. */
  readonly applyBefore?: Period
  /** The decision should come this long before the end; otherwise a warning. */
  readonly decideBefore?: Period
  readonly source?: readonly Source[]
}

export interface Clock {
  readonly id: string
  readonly title: Text
  /** Name or names of the starting event (the first to happen starts it), or the end of another clock. */
  readonly starts: string | readonly string[] | { readonly after: string }
  /** Events that start a running or finished clock anew. */
  readonly restarts?: readonly string[]
  /** Fixed, in hours, or between limits and then set by the event named in `sets`. */
  readonly length: Period | Hours | Bounds
  readonly sets?: string
  /** `before`: the length is counted backwards from the day of the event (notice before a meeting); it neither rolls nor moves. */
  readonly counts?: 'after' | 'before'
  /** Id of the calendar; the one of the setting when absent. */
  readonly calendar?: string
  readonly pauses?: readonly Pause[]
  readonly extensions?: readonly Extension[]
  readonly deductions?: readonly Deduction[]
  /** Events by which what was due has been done. */
  readonly ends?: readonly string[]
  /** Events by which the clock no longer matters. */
  readonly cancels?: readonly string[]
  /** The action that the system takes when the clock runs out. */
  readonly onDue?: string
  /** False for periods that end by date (seizures). True when absent. */
  readonly roll?: boolean
  /** `plain` when warnings should go by the day before rolling: a court's own duties, lapses by date. */
  readonly alarm?: 'plain' | 'due'
  /** Days before the alarm day on which to warn. */
  readonly warn?: readonly number[]
  /** For hours: from the next full hour (default) or at once. */
  readonly hoursFrom?: 'next-hour' | 'at-once'
  readonly source: readonly Source[]
}

/** Something that happened and that a clock may care about. */
export interface ClockEvent {
  readonly name: string
  /** The day on which it took effect. */
  readonly on: PlainDate
  /** The moment, where hours matter or to order events of one day. */
  readonly at?: Instant
  /** Id of the action behind it. */
  readonly id?: string
  /** For extensions, and for events that set a length. */
  readonly length?: Period
  /** For deductions, both included. */
  readonly from?: PlainDate
  readonly to?: PlainDate
  /** For extensions: when it was applied for. */
  readonly applied?: PlainDate
  readonly reason?: string
  readonly approver?: string
  readonly document?: string
}

export type Status = 'waiting' | 'unset' | 'running' | 'paused' | 'ended' | 'cancelled'

/** One step of how a due date came about. */
export type Step =
  | { readonly kind: 'start'; readonly on: PlainDate; readonly event: string; readonly at?: Instant; readonly again?: boolean }
  | {
      readonly kind: 'length'
      readonly length: Period | Hours
      readonly plain: PlainDate
      readonly at?: Instant
      readonly set?: boolean
      readonly before?: boolean
    }
  | { readonly kind: 'bounds'; readonly bounds: Bounds; readonly earliest: PlainDate; readonly latest: PlainDate }
  | {
      readonly kind: 'pause'
      readonly from: PlainDate
      readonly to: PlainDate
      readonly days: number
      readonly title: Text
      readonly event?: string
    }
  | { readonly kind: 'paused'; readonly from: PlainDate; readonly left: number; readonly title: Text; readonly event?: string }
  | {
      readonly kind: 'deduction'
      readonly from: PlainDate
      readonly to: PlainDate
      readonly days: number
      readonly title: Text
      readonly reason?: string
      readonly event?: string
    }
  | {
      readonly kind: 'extension'
      readonly on: PlainDate
      readonly length: Period
      readonly plain: PlainDate
      readonly title: Text
      readonly event?: string
    }
  | { readonly kind: 'roll'; readonly from: PlainDate; readonly to: PlainDate; readonly over: readonly PlainDate[] }
  | { readonly kind: 'ignored'; readonly event: string; readonly on: PlainDate; readonly why: Refusal }
  | { readonly kind: 'ended'; readonly event: string; readonly on: PlainDate; readonly inTime: boolean }
  | { readonly kind: 'cancelled'; readonly event: string; readonly on: PlainDate }
  | { readonly kind: 'result'; readonly due: PlainDate; readonly at?: Instant }

/** Where a clock stands. `due` is null while it waits, has no length yet, or is paused. */
export interface Due {
  readonly clock: string
  readonly status: Status
  readonly start: PlainDate | null
  /** Last day before rolling over rest days. */
  readonly plain: PlainDate | null
  /** Last day on which the act is in time. */
  readonly due: PlainDate | null
  /** First moment that is too late: the end of `due` in China, or the end of the last hour. */
  readonly dueAt: Instant | null
  /** The day by which to warn. */
  readonly alarm: PlainDate | null
  /** Ended late: the ending event came after `due`. */
  readonly late: boolean
  readonly steps: readonly Step[]
  /** Years without a notice, extensions applied for too late, events without effect. */
  readonly warnings: readonly Refusal[]
}

/** Days on which to warn, earliest first. */
export function warningDays(clock: Clock, due: Due): readonly PlainDate[] {
  const { alarm } = due
  if (due.status !== 'running' || alarm === null) return []
  return [...(clock.warn ?? [])].sort((a, b) => b - a).map((n) => addDays(alarm, -n))
}

/** How a running clock looks on a day: days left (negative when over), and whether it has run out. */
export function standing(due: Due, on: PlainDate): { readonly left: number | null; readonly over: boolean } {
  if (due.status !== 'running' || due.due === null) return { left: null, over: false }
  const left = daysBetween(on, due.due)
  return { left, over: left < 0 }
}
