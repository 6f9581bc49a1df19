/**
 * The setting in which matters are judged: the versions of the definitions, the versions of the calendars, and the evaluator of
 * decision tables. All of it is given from outside; the engine reads nothing by itself. Indexes over a definition are made once.
 */
import type { Calendar, PlainDate } from '@yingshang/time'
import { frozen, inForce } from '@yingshang/time'
import type { ActionDefinition, Definition, Field, NamedCondition, ProcedureClock, Stage, Track, Value, Values } from './model.ts'

/** Answers a decision table; the day says which version of the table is in force. */
export type Decide = (decision: string, inputs: Values, on: PlainDate) => Value

export interface Setting {
  readonly definitions: readonly Definition[]
  /** Versions of calendars; the one in force on the day of an action is used and stamped on it. */
  readonly calendars: readonly Calendar[]
  readonly decide?: Decide
}

/** A definition with its indexes. */
export interface Compiled {
  readonly definition: Definition
  readonly actions: ReadonlyMap<string, ActionDefinition>
  readonly clocks: ReadonlyMap<string, ProcedureClock>
  readonly fields: ReadonlyMap<string, Field>
  readonly conditions: ReadonlyMap<string, NamedCondition>
  readonly tracks: ReadonlyMap<string, Track>
  readonly stages: ReadonlyMap<string, Stage>
  /** Fields of each action's form, with the required marks applied. */
  readonly forms: ReadonlyMap<string, readonly Field[]>
  /** Clocks that listen to an event. */
  readonly listeners: ReadonlyMap<string, readonly ProcedureClock[]>
  /** Clocks that start at the end of a clock. */
  readonly followers: ReadonlyMap<string, readonly ProcedureClock[]>
  readonly systemRoles: ReadonlySet<string>
  /** Fields that name a party of the matter. */
  readonly partyFields: readonly string[]
}

const compiled = new WeakMap<Definition, Compiled>()

/** Freezes a definition. Nothing else: `validate` says what is wrong with it. */
export function define(definition: Definition): Definition {
  return frozen(definition)
}

/** The indexes of a definition, made once for each definition value. */
export function compile(definition: Definition): Compiled {
  let made = compiled.get(definition)
  if (made) return made
  const fields = byId(definition.fields)
  const listeners = new Map<string, ProcedureClock[]>()
  const followers = new Map<string, ProcedureClock[]>()
  for (const clock of definition.clocks) {
    for (const event of eventsOf(clock)) push(listeners, event, clock)
    if (typeof clock.starts === 'object' && 'after' in clock.starts) push(followers, clock.starts.after, clock)
  }
  made = {
    definition,
    actions: byId(definition.actions),
    clocks: byId(definition.clocks),
    fields,
    conditions: byId(definition.conditions),
    tracks: byId(definition.tracks),
    stages: new Map(definition.tracks.flatMap((track) => track.stages.map((stage) => [`${track.id}/${stage.id}`, stage]))),
    forms: new Map(definition.actions.map((action) => [action.id, formOf(action, fields)])),
    listeners,
    followers,
    systemRoles: new Set(definition.roles.filter((role) => role.system).map((role) => role.id)),
    partyFields: definition.fields.filter((field) => field.type === 'party').map((field) => field.id),
  }
  compiled.set(definition, made)
  return made
}

/** Names of all events to which a clock listens, each once. */
export function eventsOf(clock: ProcedureClock): ReadonlySet<string> {
  const starts = typeof clock.starts === 'string' ? [clock.starts] : 'after' in clock.starts ? [] : clock.starts
  return new Set([
    ...starts,
    ...(clock.restarts ?? []),
    ...(clock.sets === undefined ? [] : [clock.sets]),
    ...(clock.pauses ?? []).flatMap((pause) => [pause.from, pause.to]),
    ...(clock.extensions ?? []).map((extension) => extension.on),
    ...(clock.deductions ?? []).map((deduction) => deduction.on),
    ...(clock.ends ?? []),
    ...(clock.cancels ?? []),
  ])
}

/** Splits `amount!` into the id and what the mark asks. */
export function formEntry(entry: string): { readonly id: string; readonly required?: boolean } {
  if (entry.endsWith('!')) return { id: entry.slice(0, -1), required: true }
  return entry.endsWith('?') ? { id: entry.slice(0, -1), required: false } : { id: entry }
}

function formOf(action: ActionDefinition, fields: ReadonlyMap<string, Field>): readonly Field[] {
  return (action.form ?? []).flatMap((entry) => {
    const { id, required } = formEntry(entry)
    const field = fields.get(id)
    return field ? [required === undefined ? field : { ...field, required }] : []
  })
}

function byId<T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((item) => [item.id, item]))
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

/** The version of a definition that a matter stays on. Throws when the setting does not have it: then the shell was set up wrongly. */
export function definitionOf(setting: Setting, id: string, version: string): Compiled {
  const found = setting.definitions.find((d) => d.id === id && d.version === version)
  if (!found) throw new Error(`the setting has no definition ${id} ${version}`)
  return compile(found)
}

/** The version of a procedure that a matter opened on a day follows; undefined when none is in force yet. */
export function definitionInForce(setting: Setting, id: string, on: PlainDate): Definition | undefined {
  let best: Definition | undefined
  for (const d of setting.definitions)
    if (d.id === id && d.effectiveFrom <= on && (!best || d.effectiveFrom >= best.effectiveFrom)) best = d
  return best
}

/** The calendar in force on a day, or the very version that an action is stamped with. Throws when the setting has none. */
export function calendarFor(setting: Setting, on: PlainDate, stamped?: { readonly id: string; readonly version: string }): Calendar {
  const found = stamped
    ? setting.calendars.find((c) => c.id === stamped.id && c.version === stamped.version)
    : (inForce(setting.calendars, on) ?? setting.calendars[0])
  if (!found) throw new Error(`the setting has no calendar ${stamped ? `${stamped.id} ${stamped.version}` : `for ${on}`}`)
  return found
}
