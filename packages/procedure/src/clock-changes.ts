/** What an action means for the clocks of a matter: which events a clock keeps, and what the shell is told when one moves. */
import { type ClockEvent, type Due, isDate, type Period, type PlainDate, warningDays } from '@yingshang/time'
import type { ActionDefinition, Instant, Operand, ProcedureClock, Refusal, SignalDetails, Values } from './model.ts'
import type { Compiled } from './setting.ts'

export interface ClockChange {
  readonly kind: 'clock'
  readonly clock: string
  readonly key: string | null
  readonly change: 'opened' | 'moved' | 'paused' | 'closed' | 'cancelled' | 'fired'
  /** Null while paused, unset or closed. */
  readonly due: PlainDate | null
  readonly dueAt: Instant | null
  /** Days on which to warn. */
  readonly warn: readonly PlainDate[]
  /** The action that the system takes at `dueAt`. */
  readonly onDue: string | null
  readonly late: boolean
  /** What a person should know: a year without holiday notice, an extension decided late, days that could not be deducted. */
  readonly warnings: readonly Refusal[]
}

/**
 * The events of a clock after another comes. A clock that starts anew needs only what first started it, a second start or a second
 * end says nothing new: so a clock that is wound up, met or asked again and again does not grow.
 */
export function eventsWith(clock: ProcedureClock, events: readonly ClockEvent[], coming: ClockEvent): readonly ClockEvent[] {
  const isStart = (event: ClockEvent) =>
    typeof clock.starts === 'string' ? event.name === clock.starts : Array.isArray(clock.starts) && clock.starts.includes(event.name)
  const inOrder = events.every((event) => event.on <= coming.on)
  if (!inOrder) return [...events, coming]
  if (clock.restarts?.includes(coming.name)) {
    const first = events.find(isStart)
    return first ? [first, coming] : [coming]
  }
  const spoken =
    clock.sets === coming.name ||
    clock.pauses?.some((p) => p.from === coming.name || p.to === coming.name) ||
    clock.extensions?.some((e) => e.on === coming.name) ||
    clock.deductions?.some((d) => d.on === coming.name)
  if (!spoken && isStart(coming) && events.some(isStart)) return events
  const isEnd = (event: ClockEvent) => clock.ends?.includes(event.name) || clock.cancels?.includes(event.name)
  if (!spoken && isEnd(coming)) {
    const began = events.findLastIndex((event) => isStart(event) || clock.restarts?.includes(event.name))
    // Before its start a clock cannot be met, unless it follows another clock.
    if (began < 0 && (typeof clock.starts === 'string' || Array.isArray(clock.starts))) return events
    if (events.slice(began + 1).some(isEnd)) return events
  }
  return [...events, coming]
}

/** Clocks that follow a clock, directly or through others. */
export function followersOf(compiled: Compiled, id: string): ProcedureClock[] {
  const found: ProcedureClock[] = []
  const visit = (of: string) => {
    for (const clock of compiled.followers.get(of) ?? [])
      if (!found.includes(clock)) {
        found.push(clock)
        visit(clock.id)
      }
  }
  visit(id)
  return found
}

/** How a clock changed, or null when it did not. */
export function changeOf(was: Due, is: Due): ClockChange['change'] | null {
  if (was.status === is.status && was.due === is.due && was.dueAt === is.dueAt) return null
  if (is.status === 'running') return was.status === 'running' || was.status === 'paused' ? 'moved' : 'opened'
  if (is.status === 'ended') return 'closed'
  return is.status === 'cancelled' ? 'cancelled' : is.status === 'paused' ? 'paused' : 'opened'
}

/** What the shell must know of a clock. */
export function clockChange(clock: ProcedureClock, key: string | undefined, change: ClockChange['change'], is: Due): ClockChange {
  const open = is.status === 'running'
  return {
    kind: 'clock',
    clock: clock.id,
    key: key ?? null,
    change,
    due: is.due,
    dueAt: open ? is.dueAt : null,
    warn: warningDays(clock, is),
    onDue: open ? (clock.onDue ?? null) : null,
    late: is.late,
    warnings: is.warnings,
  }
}

/** Warnings that mean that what an action asked of a clock was not done. The action is then refused as a whole. */
const INEFFECTIVE = new Set([
  'clock.length-out-of-bounds',
  'clock.extension-used',
  'clock.extension-too-long',
  'clock.extension-too-late',
  'clock.extension-without-length',
  'clock.deduction-without-days',
])

/** What an action asked of a clock in vain: such warnings that were not there before it. */
export function ineffective(was: Due, is: Due): readonly Refusal[] {
  const before = was.warnings.map((warning) => JSON.stringify(warning))
  return is.warnings.filter((warning) => {
    if (!INEFFECTIVE.has(warning.code)) return false
    const old = before.indexOf(JSON.stringify(warning))
    if (old < 0) return true
    before.splice(old, 1)
    return false
  })
}

/**
 * An event of an action whose fields are corrected: what it took from a field that is given anew follows. `day` is the day of a
 * correction that says one of its own; it counts where the day of the event did not come from a field.
 */
export function correctedEvent(action: ActionDefinition, event: ClockEvent, values: Values, day: PlainDate | null): ClockEvent {
  const signal = action.effects.find((effect) => effect.do === 'signal' && effect.event === event.name)
  const details: SignalDetails = signal?.do === 'signal' ? signal : {}
  const given = (operand: Operand | undefined) => (operand?.of === 'field' ? values[operand.field] : undefined)
  const date = (operand: Operand | undefined): PlainDate | undefined => {
    const value = given(operand)
    return isDate(value) ? value : undefined
  }
  const source = details.on ?? action.on
  const [on, from, to, applied] = [
    date(source) ?? (source?.of === 'field' ? undefined : (day ?? undefined)),
    date(details.from),
    date(details.to),
    date(details.applied),
  ]
  const n = given(details.length?.n)
  return {
    ...event,
    ...(on === undefined ? {} : { on }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(applied === undefined ? {} : { applied }),
    ...(details.length && typeof n === 'number' && n >= 0 ? { length: { unit: details.length.unit, n } as Period } : {}),
  }
}
