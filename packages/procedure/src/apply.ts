/**
 * What an action does. `apply` takes a state and an action that was accepted and gives the next state with the effects for the
 * shell; it judges nothing again except the conditions on single effects, with the calendar and the decisions that the action is
 * stamped with. The cost does not grow with the number of actions. `fold` is `apply` from the beginning.
 */
import { type ClockEvent, dateInChina, isDate, type Period, type PlainDate } from '@yingshang/time'
import { type ClockChange, changeOf, clockChange, correctedEvent, eventsWith, followersOf, ineffective } from './clock-changes.ts'
import { EMPTY, get, put, remove } from './collection.ts'
import { holds, OPEN, type View, worth } from './judge.ts'
import {
  type Action,
  type ActionDefinition,
  type Effect,
  MIGRATE,
  type Operand,
  type ProcedureClock,
  type Refusal,
  type SignalDetails,
  type Text,
  type Value,
  type Values,
} from './model.ts'
import { moved } from './moved.ts'
import { filled } from './reasons.ts'
import { type Compiled, calendarFor, definitionOf, type Setting } from './setting.ts'
import { type ClockState, clockDue, clockState, initial, type Known, type State } from './state.ts'

/** What the shell has to carry out or to record; plain data for an outbox. */
export type Done =
  | { readonly kind: 'stage'; readonly track: string; readonly from: string | null; readonly to: string }
  | { readonly kind: 'flag'; readonly flag: string; readonly raised: boolean }
  | { readonly kind: 'fact'; readonly fact: string; readonly before: Value; readonly after: Value }
  | ClockChange
  | { readonly kind: 'document'; readonly document: string; readonly to: readonly string[] }
  | {
      readonly kind: 'obligation'
      readonly obligation: string
      readonly title: Text
      readonly who: readonly string[]
      readonly due: PlainDate | null
      readonly clock: string | null
    }
  | { readonly kind: 'discharged'; readonly obligation: string }
  | {
      readonly kind: 'entry'
      readonly register: string
      readonly key: string
      readonly before: Values | null
      readonly after: Values | null
    }
  | { readonly kind: 'notice'; readonly to: readonly string[]; readonly text: Text }
  | { readonly kind: 'call'; readonly connector: string; readonly operation: string; readonly with: Values }

export interface Applied {
  readonly state: State
  readonly effects: readonly Done[]
}

/** What `submit` looks at before it accepts: things that the action asked for and that could not be done. */
export interface Tried extends Applied {
  readonly inVain: readonly Refusal[]
}

/** The view of an action on the state before it. */
export function viewOf(setting: Setting, state: State, action: Action): View {
  const compiled = definitionOf(setting, action.procedure.id, action.procedure.version)
  return {
    compiled,
    state,
    calendar: calendarFor(setting, action.on, action.calendar),
    at: action.at,
    today: dateInChina(action.at),
    on: action.on,
    actor: action.actor,
    action: action.id,
    values: action.values ?? {},
    cause: action.cause ?? null,
    // A replay asks no table: the answers came with the action.
    decide: null,
    decisions: { ...action.decisions },
  }
}

/** State and effects after an accepted action. Throws for an action that is not the next of this matter. */
export function apply(setting: Setting, state: State, action: Action): Applied {
  if (action.seq !== state.seq + 1 || action.matter !== state.matter)
    throw new Error(`action ${action.id} does not follow action ${state.seq} of matter ${state.matter}`)
  if (action.action === MIGRATE) return moved(setting, state, action)
  const view = viewOf(setting, state, action)
  const { state: next, effects } = applyIn(view, action)
  return { state: next, effects }
}

/** `apply` with a view that was made already. */
export function applyIn(view: View, action: Action): Tried {
  const { compiled, state } = view
  const definition = compiled.actions.get(action.action)
  if (!definition) throw new Error(`${compiled.definition.id} ${compiled.definition.version} has no action ${action.action}`)
  const next = new Next(view, action)
  if (definition.opens && state.seq === 0) next.open(compiled)
  if (definition.corrects && action.corrects) next.correct(action.corrects, definition.on !== undefined)
  else next.remember()
  const signals = new Set<string>()
  for (const effect of definition.effects) {
    if (effect.when && holds(effect.when, view) !== true) continue
    if (effect.do === 'signal') signals.add(effect.event)
    next.effect(effect)
  }
  if (!signals.has(action.action) && !named(definition, action.action)) next.signal(action.action, {})
  if (action.cause) next.fired(action.cause.clock, action.cause.key, action.cause.due)
  return next.finish()
}

/** Does the action speak for itself by a signal with its own name (perhaps a conditional one)? */
function named(definition: ActionDefinition, id: string): boolean {
  return definition.effects.some((effect) => effect.do === 'signal' && effect.event === id)
}

/** All actions of a matter, from the first. */
export function fold(setting: Setting, matter: string, actions: Iterable<Action>): State {
  let state: State | null = null
  for (const action of actions) {
    state ??= initial(definitionOf(setting, action.procedure.id, action.procedure.version).definition, matter)
    state = apply(setting, state, action).state
  }
  if (!state) throw new Error(`matter ${matter} has no actions`)
  return state
}

/** The state in the making: parts are copied when first written to. */
class Next {
  readonly #view: View
  readonly #action: Action
  readonly #effects: Done[] = []
  readonly #inVain: Refusal[] = []
  readonly #touched = new Map<string, { clock: ProcedureClock; key: string | undefined }>()
  readonly #keys = new Map<string, string>()
  #state: Writable

  constructor(view: View, action: Action) {
    this.#view = view
    this.#action = action
    const { state } = view
    this.#state = {
      ...state,
      seq: state.seq + 1,
      lastAt: action.at,
      done: { ...state.done, [action.action]: (state.done[action.action] ?? 0) + 1 },
    }
  }

  open({ definition }: Compiled): void {
    this.#state.openedAt = this.#action.at
    this.#state.stages = Object.fromEntries(
      definition.tracks.flatMap((track) =>
        track.initial === undefined ? [] : [[track.id, { stage: track.initial, since: this.#action.on }]],
      ),
    )
  }

  /** The values of the form become facts. */
  remember(): void {
    const { values } = this.#action
    if (!values) return
    for (const field of this.#view.compiled.forms.get(this.#action.action) ?? [])
      if (field.keep !== false && Object.hasOwn(values, field.id)) this.#fact(field.id, values[field.id]!)
  }

  /**
   * A correction. Values of fields that the corrected action had replace what it left; other fields of the form (a reason) are the
   * correction's own. Events which the action gave to clocks get the days and lengths that now follow from its fields.
   */
  correct(target: { readonly id: string; readonly action: string }, dated: boolean): void {
    const { values = {} } = this.#action
    const { compiled } = this.#view
    const theirs = new Set((compiled.forms.get(target.action) ?? []).map((field) => field.id))
    for (const field of compiled.forms.get(this.#action.action) ?? []) {
      const value = values[field.id]
      if (value === undefined || field.keep === false) continue
      if (!theirs.has(field.id)) {
        this.#fact(field.id, value)
        continue
      }
      const known = this.#state.facts[field.id]
      if (known?.from !== target.id || known.action !== target.action) {
        this.#inVain.push({
          code: 'correction.not-there',
          zh: `被更正的动作未留下“${field.label.zh}”，或者该项已被后来的动作改变`,
          en: `The action to be corrected did not leave ${field.label.en}, or a later one has changed it`,
          numbers: { field: field.id },
        })
        continue
      }
      this.#effects.push({ kind: 'fact', fact: field.id, before: known.value, after: value })
      this.#state.facts = { ...this.#state.facts, [field.id]: { ...known, value } }
    }
    const corrected = compiled.actions.get(target.action)
    if (!corrected) return
    for (const clock of compiled.definition.clocks) {
      const key = clock.per ? this.#value(clock.per) : null
      if (clock.per && key === null) continue
      const held = clockState(this.#state, clock, key === null ? undefined : String(key))
      if (!held.events.some((event) => event.id === target.id)) continue
      const events = held.events.map((event) =>
        event.id === target.id ? correctedEvent(corrected, event, values, dated ? this.#action.on : null) : event,
      )
      this.#clock(clock, key === null ? undefined : String(key), { ...held, events })
    }
  }

  effect(effect: Effect): void {
    const view = this.#view
    switch (effect.do) {
      case 'move': {
        const from = this.#state.stages[effect.track]?.stage ?? null
        this.#state.stages = { ...this.#state.stages, [effect.track]: { stage: effect.to, since: this.#action.on } }
        this.#effects.push({ kind: 'stage', track: effect.track, from, to: effect.to })
        break
      }
      case 'raise':
        if (this.#state.flags[effect.flag] !== undefined) break
        this.#state.flags = { ...this.#state.flags, [effect.flag]: this.#action.on }
        this.#effects.push({ kind: 'flag', flag: effect.flag, raised: true })
        break
      case 'lower': {
        if (this.#state.flags[effect.flag] === undefined) break
        const { [effect.flag]: _down, ...flags } = this.#state.flags
        this.#state.flags = flags
        this.#effects.push({ kind: 'flag', flag: effect.flag, raised: false })
        break
      }
      case 'set':
        this.#fact(effect.fact, this.#value(effect.to))
        break
      case 'add': {
        const before = worth({ of: 'fact', fact: effect.fact }, view)
        const amount = this.#value(effect.amount)
        const total = (typeof before === 'number' ? before : 0) + (typeof amount === 'number' ? amount : 0)
        if (Number.isSafeInteger(total)) this.#fact(effect.fact, total)
        else
          this.#inVain.push({
            code: 'number.too-large',
            zh: '数值超出可以精确计算的范围',
            en: 'The sum leaves the range of exact whole numbers',
            numbers: { fact: effect.fact },
          })
        break
      }
      case 'signal':
        this.signal(effect.event, effect)
        break
      case 'document':
        this.#effects.push({ kind: 'document', document: effect.document, to: effect.to ?? [] })
        break
      case 'oblige':
        this.#state.obligations = { ...this.#state.obligations, [effect.obligation]: { since: this.#action.on, by: this.#action.id } }
        // The date is filled in by `finish`, when the clock has heard of this action.
        this.#effects.push({
          kind: 'obligation',
          obligation: effect.obligation,
          title: this.#text(effect.title),
          who: effect.who,
          due: effect.due ? asDate(this.#value(effect.due)) : null,
          clock: effect.clock ?? null,
        })
        this.#keyOf(effect.clock)
        break
      case 'discharge': {
        if (!this.#state.obligations[effect.obligation]) break
        const { [effect.obligation]: _done, ...obligations } = this.#state.obligations
        this.#state.obligations = obligations
        this.#effects.push({ kind: 'discharged', obligation: effect.obligation })
        break
      }
      case 'enter':
      case 'strike': {
        const key = this.#value(effect.key)
        if (key === null) break
        const rows = this.#state.registers[effect.register] ?? EMPTY
        const before = get(rows, String(key)) ?? null
        if (effect.do === 'strike' && !before) break
        const after =
          effect.do === 'strike'
            ? null
            : { ...before, ...Object.fromEntries(Object.entries(effect.entry).map(([name, operand]) => [name, this.#value(operand)])) }
        this.#state.registers = {
          ...this.#state.registers,
          [effect.register]: after ? put(rows, String(key), after) : remove(rows, String(key)),
        }
        this.#effects.push({ kind: 'entry', register: effect.register, key: String(key), before, after })
        break
      }
      case 'notify':
        this.#effects.push({ kind: 'notice', to: effect.to, text: this.#text(effect.text) })
        break
      case 'call':
        this.#effects.push({
          kind: 'call',
          connector: effect.connector,
          operation: effect.operation,
          with: Object.fromEntries(Object.entries(effect.with).map(([name, operand]) => [name, this.#value(operand)])),
        })
    }
  }

  /** Tells the clocks that listen. */
  signal(name: string, details: SignalDetails): void {
    const listeners = this.#view.compiled.listeners.get(name)
    if (!listeners) return
    const value = (operand: Operand | undefined) => (operand ? this.#value(operand) : null)
    const on = asDate(value(details.on)) ?? this.#action.on
    const n = value(details.length?.n)
    const dates = { from: asDate(value(details.from)), to: asDate(value(details.to)), applied: asDate(value(details.applied)) }
    const reason = value(details.reason)
    const event: ClockEvent = {
      name,
      on,
      at: this.#action.at,
      id: this.#action.id,
      ...(details.length && typeof n === 'number' && n >= 0 ? { length: { unit: details.length.unit, n } as Period } : {}),
      ...(dates.from === null ? {} : { from: dates.from }),
      ...(dates.to === null ? {} : { to: dates.to }),
      ...(dates.applied === null ? {} : { applied: dates.applied }),
      ...(typeof reason === 'string' ? { reason } : {}),
    }
    for (const clock of listeners) {
      let key: string | undefined
      if (clock.per) {
        const found = value(clock.per) ?? this.#action.cause?.key ?? null
        if (found === null) continue
        key = String(found)
      }
      const held = clockState(this.#state, clock, key)
      this.#clock(clock, key, { ...held, events: eventsWith(clock, held.events, event) })
    }
  }

  fired(id: string, key: string | undefined, due: PlainDate): void {
    const clock = this.#view.compiled.clocks.get(id)
    if (clock) this.#clock(clock, clock.per ? key : undefined, { ...clockState(this.#state, clock, key), fired: due })
  }

  /** Notes with which key an action names a clock of which there is one for each key. */
  #keyOf(id: string | undefined): void {
    const per = id === undefined ? undefined : this.#view.compiled.clocks.get(id)?.per
    const key = per === undefined ? null : this.#value(per)
    if (key !== null) this.#keys.set(id!, String(key))
  }

  /** Compares each touched clock, and those that follow it, with what it was; fills in the dates of obligations. */
  finish(): Tried {
    const { compiled, calendar, state: before } = this.#view
    const state: State = this.#state
    for (const { clock, key } of [...this.#touched.values()])
      for (const follower of followersOf(compiled, clock.id)) this.#touched.set(`${follower.id} ${key ?? ''}`, { clock: follower, key })
    for (const { clock, key } of this.#touched.values()) {
      const was = clockDue(compiled, before, calendar, clock.id, key)
      const is = clockDue(compiled, state, calendar, clock.id, key)
      const firedNow = clockState(state, clock, key).fired !== clockState(before, clock, key).fired
      this.#inVain.push(...ineffective(was, is))
      const change = changeOf(was, is) ?? (firedNow ? 'fired' : null)
      if (change) this.#effects.push(clockChange(clock, key, change, is))
    }
    const effects = this.#effects.map((effect) =>
      effect.kind === 'obligation' && effect.clock !== null && effect.due === null
        ? { ...effect, due: clockDue(compiled, state, calendar, effect.clock, this.#keys.get(effect.clock)).due }
        : effect,
    )
    return { state, effects, inVain: this.#inVain }
  }

  #fact(fact: string, value: Value): void {
    const before = this.#state.facts[fact]
    const known: Known = { value, from: this.#action.id, action: this.#action.action, on: this.#action.on }
    this.#state.facts = { ...this.#state.facts, [fact]: known }
    if (!before || JSON.stringify(before.value) !== JSON.stringify(value))
      this.#effects.push({ kind: 'fact', fact, before: before?.value ?? null, after: value })
  }

  #clock(clock: ProcedureClock, key: string | undefined, next: ClockState): void {
    this.#touched.set(`${clock.id} ${key ?? ''}`, { clock, key })
    if (clock.per)
      this.#state.keyedClocks = { ...this.#state.keyedClocks, [clock.id]: put(this.#state.keyedClocks[clock.id] ?? EMPTY, key ?? '', next) }
    else this.#state.clocks = { ...this.#state.clocks, [clock.id]: next }
  }

  #value(operand: Operand): Value {
    const found = worth(operand, this.#view)
    return found === OPEN ? null : found
  }

  #text(text: Text): Text {
    return { zh: filled(text.zh, this.#view, {}, 'personal'), en: filled(text.en, this.#view, {}, 'personal') }
  }
}

type Writable = { -readonly [K in keyof State]: State[K] }

const asDate = (value: Value): PlainDate | null => (isDate(value) ? value : null)
