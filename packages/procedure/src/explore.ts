/**
 * Walking through a definition. `explore` gives every legal path to a bound, `walk` takes one at random; both play on the engine
 * itself with made-up forms, so what they find is what people could do. Time moves by a day between actions, or jumps to just after
 * the end of the next running clock.
 */
import { addDays, dateInChina, type PlainDate } from '@yingshang/time'
import { entries } from './collection.ts'
import { shownFields } from './form.ts'
import { holds, type View, worth } from './judge.ts'
import type { Action, ActionDefinition, Actor, Cause, Definition, Field, Instant, Value, Values } from './model.ts'
import { mayTry, owed, submit, viewAt } from './possible.ts'
import { type Compiled, calendarFor, compile, type Setting } from './setting.ts'
import { clockDue, hasEnded, initial, type State } from './state.ts'

export interface Path {
  readonly actions: readonly Action[]
  readonly state: State
  /** The matter has ended, or nothing more is possible, or the bound was reached. */
  readonly end: 'ended' | 'stuck' | 'bound'
}

export interface Bound {
  /** Most actions in a path. */
  readonly depth: number
  /** Most paths. Ten thousand when absent. */
  readonly paths?: number
  /** The first day. The day from which the definition is effective when absent. */
  readonly from?: PlainDate
  /** Do not go on from a situation (stages, flags, running clocks) that was seen before on any path. */
  readonly distinct?: boolean
}

/**
 * Every legal path to a bound, depth first. A path comes out when it ends, is stuck, or reaches the bound. The choices of a choice
 * field are all tried; other fields have one made-up value each.
 */
export function* explore(setting: Setting, definition: Definition, bound: Bound): Generator<Path> {
  let left = bound.paths ?? 10_000
  const seen = new Set<string>()
  function* from(state: State, actions: readonly Action[], day: PlainDate): Generator<Path> {
    if (left <= 0) return
    const ended = hasEnded(compile(definition), state)
    if (ended || actions.length >= bound.depth) {
      left--
      yield { actions, state, end: ended ? 'ended' : 'bound' }
      return
    }
    if (bound.distinct) {
      const situation = situationOf(setting, definition, state, day)
      if (seen.has(situation)) {
        left--
        yield { actions, state, end: 'bound' }
        return
      }
      seen.add(situation)
    }
    let any = false
    for (const step of steps(setting, definition, state, day, actions)) {
      for (const values of step.forms) {
        const result = submit(setting, state, { ...step.draft, ...(values ? { values } : {}) })
        if (!result.ok) continue
        any = true
        yield* from(result.state, [...actions, result.action], dateInChina(result.action.at))
      }
    }
    if (!any && left > 0) {
      left--
      yield { actions, state, end: 'stuck' }
    }
  }
  yield* from(initial(definition, 'explored'), [], bound.from ?? definition.effectiveFrom)
}

interface Step {
  readonly draft: {
    readonly id: string
    readonly action: string
    readonly actor: Actor
    readonly at: string
    readonly cause?: Cause
    readonly corrects?: { readonly id: string; readonly action: string }
  }
  readonly forms: readonly (Values | undefined)[]
}

/** What might be tried next: each action for each of its roles the next day, and the consequence of the next clock to run out. */
function* steps(setting: Setting, definition: Definition, state: State, day: PlainDate, actions: readonly Action[]): Generator<Step> {
  const at = morning(addDays(day, 1))
  const id = `x${state.seq + 1}`
  const compiled = compile(definition)
  const parties = partiesOf(compiled, state)
  for (const action of definition.actions) {
    for (const actor of actorsOf(compiled, parties, action)) {
      const view = viewAt(setting, state, actor, at)
      if (mayTry(view, action) === false) continue
      const corrected = action.corrects ? actions.findLast((a) => action.corrects!.includes(a.action)) : undefined
      if (action.corrects && !corrected) continue
      const forms = [...samples(compiled.forms.get(action.id) ?? [], view)]
      yield {
        draft: { id, action: action.id, actor, at, ...(corrected ? { corrects: { id: corrected.id, action: corrected.action } } : {}) },
        forms,
      }
      break
    }
  }
  const next = nextEnd(setting, definition, state, day)
  if (next !== null) {
    const later = morning(addDays(next, 1))
    for (const { action, cause } of owed(setting, state, later).slice(0, 1)) {
      const definitionOfAction = compiled.actions.get(action)
      const role = definitionOfAction?.by.find((r) => compiled.systemRoles.has(r))
      if (definitionOfAction && role !== undefined)
        yield {
          draft: { id, action, actor: { id: role, roles: [role] }, at: later, cause },
          forms: [...samples(compiled.forms.get(action) ?? [], viewAt(setting, state, null, later, cause))],
        }
    }
  }
}

/** The parties known to the matter act for themselves; other roles are one person each. Machines act only when a clock asks. */
function* actorsOf({ systemRoles }: Compiled, parties: readonly string[], action: ActionDefinition): Generator<Actor> {
  for (const role of action.by) {
    if (systemRoles.has(role)) continue
    yield { id: role, roles: [role] }
    for (const id of parties) yield { id, roles: [role] }
  }
}

const partiesOf = ({ partyFields }: Compiled, state: State): readonly string[] =>
  partyFields.map((id) => state.facts[id]?.value).filter((known) => typeof known === 'string')

/** Ten in the morning in China. */
const morning = (day: PlainDate): Instant => `${day}T02:00:00Z`

/** The day on which the next running clock with a consequence ends, not yet dealt with. */
function nextEnd(setting: Setting, definition: Definition, state: State, day: PlainDate): PlainDate | null {
  const calendar = calendarFor(setting, day)
  const compiled = compile(definition)
  let next = null as PlainDate | null
  const look = (due: PlainDate | null, fired: PlainDate | undefined) => {
    if (due !== null && due !== fired && (next === null || due < next)) next = due
  }
  for (const clock of definition.clocks) {
    if (clock.onDue === undefined) continue
    const running = (key?: string) => {
      const due = clockDue(compiled, state, calendar, clock.id, key)
      return due.status === 'running' ? due.due : null
    }
    const rows = state.keyedClocks[clock.id]
    if (clock.per) {
      if (rows) for (const [key, held] of entries(rows)) look(running(key), held.fired)
    } else look(running(), state.clocks[clock.id]?.fired)
  }
  return next === null ? null : next > day ? next : day
}

function situationOf(setting: Setting, definition: Definition, state: State, day: PlainDate): string {
  const calendar = calendarFor(setting, day)
  const compiled = compile(definition)
  return JSON.stringify([
    Object.entries(state.stages).map(([track, at]) => [track, at.stage]),
    Object.keys(state.flags).sort(),
    definition.clocks.filter((clock) => !clock.per).map((clock) => clockDue(compiled, state, calendar, clock.id).status),
    (definition.facts ?? []).map((fact) => state.facts[fact.id]?.value ?? null),
    Object.keys(state.done).sort(),
  ])
}

const MADE_UP: { readonly [type in Field['type']]: (field: Field, view: View) => Value } = {
  text: (field) => '样本'.padEnd(field.minLength ?? 0, '文').slice(0, field.maxLength ?? 200),
  longText: (field) => '样本文字'.padEnd(field.minLength ?? 0, '文'),
  integer: (field) => Math.max(field.min ?? 1, Math.min(1, field.max ?? 1)),
  money: (field) => Math.max(field.min ?? 100, Math.min(10_000, field.max ?? 10_000)),
  // Today, or the first day that the field allows.
  date: (field, view) => {
    const from = field.notBefore ? worth(field.notBefore, view) : null
    return typeof from === 'string' && from > view.today ? from : view.today
  },
  moment: (_field, view) => view.at,
  yesNo: () => true,
  choice: (field) => field.options?.[0]?.value ?? '',
  choices: (field) => (field.options ?? []).slice(0, Math.max(1, field.minItems ?? 1)).map((o) => o.value),
  party: () => 'party-1',
  attachments: (field) =>
    Array.from({ length: Math.max(1, field.minItems ?? 1) }, (_, i) => ({
      id: `file-${i}`,
      name: `样本${i + 1}.pdf`,
      type: 'application/pdf',
      size: 1024,
      sha256: '0'.repeat(64),
    })),
  creditCode: () => '91350100M000100Y43',
  idNumber: () => '11010519491231002X',
  caseNumber: () => '（2022）鲁04破1号',
  group: (field, view) => Array.from({ length: Math.max(1, field.minItems ?? 1) }, () => filledIn(field.fields ?? [], view, {})),
}

/** A made-up value for a field: its own sample, or one of its type. */
export function sample(field: Field, view: View): Value {
  return field.sample !== undefined ? field.sample : MADE_UP[field.type](field, view)
}

/** Made-up forms: the first with every shown field filled, then one more for each other choice. Nothing when there are no fields. */
export function* samples(fields: readonly Field[], view: View): Generator<Values | undefined> {
  if (fields.length === 0) {
    yield undefined
    return
  }
  yield filledIn(fields, view, {})
  for (const field of fields)
    if (field.type === 'choice')
      for (const option of (field.options ?? []).slice(1)) yield filledIn(fields, view, { [field.id]: option.value })
    else if (field.type === 'yesNo') yield filledIn(fields, view, { [field.id]: false })
}

function filledIn(fields: readonly Field[], view: View, chosen: Values): Values {
  const values: { [id: string]: Value } = {}
  // Fields may show when others are filled: twice is enough for a field that hangs on a field that hangs on a choice.
  for (let round = 0; round < 3; round++)
    for (const field of shownFields(fields, values, { ...view, values: {} }))
      if (!Object.hasOwn(values, field.id)) values[field.id] = chosen[field.id] ?? sample(field, view)
  for (const field of fields) if (field.when && holds(field.when, { ...view, values }) !== true) delete values[field.id]
  return values
}

/** A source of chance: a number from 0 up to, not including, 1. */
export type Chance = () => number

/**
 * One random legal path: at each step an action is tried among those that may be possible, or the next clock is waited for. It stops
 * when the matter has ended, when nothing is possible, or after `most` actions.
 */
export function walk(
  setting: Setting,
  definition: Definition,
  chance: Chance,
  most: number,
  from: PlainDate = definition.effectiveFrom,
): Path {
  let state = initial(definition, 'walked')
  const actions: Action[] = []
  const compiled = compile(definition)
  let day = from
  while (actions.length < most) {
    if (hasEnded(compiled, state)) return { actions, state, end: 'ended' }
    const result = randomStep(setting, definition, state, day, actions, chance)
    if (!result) return { actions, state, end: 'stuck' }
    state = result.state
    actions.push(result.action)
    day = dateInChina(result.action.at)
  }
  return { actions, state, end: hasEnded(compiled, state) ? 'ended' : 'bound' }
}

function randomStep(setting: Setting, definition: Definition, state: State, day: PlainDate, actions: readonly Action[], chance: Chance) {
  const compiled = compile(definition)
  const at = morning(addDays(day, 1))
  const id = `w${state.seq + 1}`
  const parties = partiesOf(compiled, state)
  const attempt = (draft: Step['draft'], fields: readonly Field[], view: View) => {
    const forms = [...samples(fields, view)]
    const turn = Math.floor(chance() * forms.length)
    for (let i = 0; i < forms.length; i++) {
      const values = forms[(turn + i) % forms.length]
      const result = submit(setting, state, { ...draft, ...(values ? { values } : {}) })
      if (result.ok) return result
    }
    return null
  }
  const waiting = () => {
    const next = nextEnd(setting, definition, state, day)
    if (next === null) return null
    const later = morning(addDays(next, 1))
    for (const { action, cause } of owed(setting, state, later)) {
      const role = compiled.actions.get(action)?.by.find((r) => compiled.systemRoles.has(r))
      if (role === undefined) continue
      const view = viewAt(setting, state, { id: role, roles: [role] }, later, cause)
      const result = attempt({ id, action, actor: { id: role, roles: [role] }, at: later, cause }, compiled.forms.get(action) ?? [], view)
      if (result) return result
    }
    return null
  }
  if (chance() < 0.15) {
    const result = waiting()
    if (result) return result
  }
  const nobody = viewAt(setting, state, null, at)
  const count = definition.actions.length
  const start = Math.floor(chance() * count)
  // A stride that has no common divisor with the count visits every action once, in an order that differs from walk to walk.
  const stride = coprime(1 + Math.floor(chance() * count), count)
  for (let i = 0; i < count; i++) {
    const action = definition.actions[(start + i * stride) % count]!
    const corrected = action.corrects ? actions.findLast((a) => action.corrects!.includes(a.action)) : undefined
    if (action.corrects && !corrected) continue
    for (const actor of actorsOf(compiled, parties, action)) {
      const view = { ...nobody, actor }
      if (mayTry(view, action) === false) continue
      const result = attempt(
        { id, action: action.id, actor, at, ...(corrected ? { corrects: { id: corrected.id, action: corrected.action } } : {}) },
        compiled.forms.get(action.id) ?? [],
        view,
      )
      if (result) return result
    }
  }
  return waiting()
}

function coprime(n: number, count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  let candidate = Math.max(1, n % Math.max(1, count))
  while (divisor(candidate, count) !== 1) candidate++
  return candidate
}
