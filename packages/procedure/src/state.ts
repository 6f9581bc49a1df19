/**
 * The state of a matter: plain JSON, never changed in place, and bounded by the definition rather than by the number of actions
 * (registers and clocks by key, which may be long, are shared tries). What happened stays in the journal.
 */
import { type Calendar, type ClockEvent, type Due, due, type Instant, type PlainDate } from '@yingshang/time'
import { type Collection, EMPTY, entries, get } from './collection.ts'
import type { ClockIs, Definition, ProcedureClock, Value } from './model.ts'
import type { Compiled } from './setting.ts'

export interface Known {
  readonly value: Value
  /** Id and kind of the action that said so, and the day. */
  readonly from: string
  readonly action: string
  readonly on: PlainDate
}

export interface ClockState {
  readonly events: readonly ClockEvent[]
  /** The due date for which the consequence has been taken; it is taken once for each. */
  readonly fired?: PlainDate
}

export interface State {
  readonly matter: string
  readonly procedure: { readonly id: string; readonly version: string }
  /** Actions so far. */
  readonly seq: number
  readonly openedAt: Instant | null
  readonly lastAt: Instant | null
  readonly stages: { readonly [track: string]: { readonly stage: string; readonly since: PlainDate } }
  readonly flags: { readonly [flag: string]: PlainDate }
  readonly facts: { readonly [fact: string]: Known }
  /** How often each kind of action was taken. */
  readonly done: { readonly [action: string]: number }
  readonly clocks: { readonly [clock: string]: ClockState }
  readonly keyedClocks: { readonly [clock: string]: Collection<ClockState> }
  readonly registers: { readonly [register: string]: Collection<{ readonly [property: string]: Value }> }
  readonly obligations: { readonly [obligation: string]: { readonly since: PlainDate; readonly by: string } }
}

/** A matter before its first action. */
export function initial(definition: Definition, matter: string): State {
  return {
    matter,
    procedure: { id: definition.id, version: definition.version },
    seq: 0,
    openedAt: null,
    lastAt: null,
    stages: {},
    flags: {},
    facts: {},
    done: {},
    clocks: {},
    keyedClocks: {},
    registers: {},
    obligations: {},
  }
}

const NOTHING: ClockState = Object.freeze({ events: Object.freeze([]) as readonly ClockEvent[] })

/** The stored events of a clock. */
export function clockState(state: State, clock: ProcedureClock, key?: string): ClockState {
  return (clock.per ? get(state.keyedClocks[clock.id] ?? EMPTY, key ?? '') : state.clocks[clock.id]) ?? NOTHING
}

/** Where a clock of the matter stands, with its explanation. `key` for clocks that run for each key. */
export function clockDue(compiled: Compiled, state: State, calendar: Calendar, id: string, key?: string, depth = 0): Due {
  const clock = compiled.clocks.get(id)
  if (!clock) throw new Error(`no clock ${id}`)
  if (depth > 20) throw new Error(`clocks follow each other in a circle: ${id}`)
  const { events } = clockState(state, clock, key)
  const leader = typeof clock.starts === 'object' && 'after' in clock.starts ? clock.starts.after : null
  const after = leader === null ? null : clockDue(compiled, state, calendar, leader, key, depth + 1).due
  return remembered(clock, events, calendar, after)
}

/** Events never change in place, so the last answer for a list of events stays true; conditions ask for it again and again. */
const answers = new WeakMap<ProcedureClock, WeakMap<readonly ClockEvent[], { calendar: Calendar; after: PlainDate | null; due: Due }>>()

function remembered(clock: ProcedureClock, events: readonly ClockEvent[], calendar: Calendar, after: PlainDate | null): Due {
  let ofClock = answers.get(clock)
  if (!ofClock) {
    ofClock = new WeakMap()
    answers.set(clock, ofClock)
  }
  const known = ofClock.get(events)
  if (known && known.calendar === calendar && known.after === after) return known.due
  const answer = due(clock, events, calendar, after)
  ofClock.set(events, { calendar, after, due: answer })
  return answer
}

/** Every clock of the matter that has started, those by key as well, with its explanation. */
export function clocksOf(
  compiled: Compiled,
  state: State,
  calendar: Calendar,
): readonly { readonly clock: ProcedureClock; readonly key: string | null; readonly due: Due }[] {
  return compiled.definition.clocks
    .flatMap((clock) => {
      const keys = clock.per ? [...entries(state.keyedClocks[clock.id] ?? EMPTY)].map(([key]) => key) : [null]
      return keys.map((key) => ({ clock, key, due: clockDue(compiled, state, calendar, clock.id, key ?? undefined) }))
    })
    .filter(({ due }) => due.status !== 'waiting')
}

/** Whether a clock is as asked on a day (and at a moment, for hours). */
export function clockIs(standing: Due, status: ClockIs, on: PlainDate, at: Instant): boolean {
  if (status !== 'in-time' && status !== 'over') return standing.status === status
  if (standing.status !== 'running' || standing.due === null) return false
  return isOver(standing, on, at) === (status === 'over')
}

/** Has a running clock run out? By day, or by moment for a clock in hours. */
export function isOver(standing: Due, on: PlainDate, at: Instant): boolean {
  if (standing.due === null || standing.dueAt === null) return false
  const last = standing.steps.at(-1)
  return last?.kind === 'result' && last.at ? Date.parse(at) >= Date.parse(standing.dueAt) : on > standing.due
}

/** True when every track that was entered stands in a terminal stage. */
export function hasEnded(compiled: Compiled, state: State): boolean {
  let entered = false
  for (const track in state.stages) {
    if (!compiled.stages.get(`${track}/${state.stages[track]!.stage}`)?.terminal) return false
    entered = true
  }
  return entered
}
