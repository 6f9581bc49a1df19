/**
 * Conditions: what their operands are worth and whether they hold (`reasons.ts` says why not). A condition is judged as of the
 * action's own time. While the form has not been handed in, what hangs on its fields is open (neither true nor false): `possible` then allows the
 * action and `submit` decides. `holds` is quick; sentences are made only when something is refused.
 */
import { addDays, addMonths, addWorkingDays, type Calendar, daysBetween, isDate, type PlainDate } from '@yingshang/time'
import { EMPTY, get } from './collection.ts'
import type { Actor, Cause, Comparison, Condition, Instant, Operand, Value, Values } from './model.ts'
import type { Compiled, Decide } from './setting.ts'
import { clockDue, clockIs, type State } from './state.ts'

/** All that a condition may look at. */
export interface View {
  readonly compiled: Compiled
  readonly state: State
  readonly calendar: Calendar
  readonly at: Instant
  /** The day of `at` in China. */
  readonly today: PlainDate
  /** The day on which the action takes effect. */
  readonly on: PlainDate
  readonly actor: Actor | null
  readonly action: string
  /** Null while no form has been handed in. */
  readonly values: Values | null
  readonly cause: Cause | null
  readonly decide: Decide | null
  /** Answers of decision tables, kept with the action. Filled while judging. */
  readonly decisions: { [question: string]: Value }
}

/** Not known until the form is handed in. */
export const OPEN: unique symbol = Symbol('open')
export type Worth = Value | typeof OPEN

/** What an operand is worth; null when it has no value. */
export function worth(operand: Operand, view: View): Worth {
  const { state } = view
  switch (operand.of) {
    case 'value':
      return operand.value
    case 'fact':
      return factValue(view, operand.fact)
    case 'field':
      return view.values === null ? OPEN : Object.hasOwn(view.values, operand.field) ? view.values[operand.field]! : null
    case 'today':
      return view.today
    case 'on':
      return view.on
    case 'actor':
      return view.actor ? (view.actor.onBehalfOf ?? view.actor.id) : null
    case 'matter':
      return state.matter
    case 'action':
      return view.action
    case 'key':
      return view.cause?.key ?? null
    case 'due': {
      const key = operand.key ? worth(operand.key, view) : null
      return key === OPEN ? OPEN : clockDue(view.compiled, state, view.calendar, operand.clock, key === null ? undefined : String(key)).due
    }
    case 'entry': {
      const key = worth(operand.key, view)
      if (key === OPEN) return OPEN
      const row = key === null ? undefined : get(state.registers[operand.register] ?? EMPTY, String(key))
      return row === undefined ? null : operand.property === undefined ? row : (row[operand.property] ?? null)
    }
    case 'entries':
      return state.registers[operand.register]?.size ?? 0
    case 'sum':
      return numbers(operand.terms, view, (list) => list.reduce((a, b) => a + b, 0))
    case 'product':
      return numbers(operand.terms, view, (list) => list.reduce((a, b) => a * b, 1))
    case 'difference':
      return numbers([operand.from, operand.minus], view, ([a, b]) => a! - b!)
    case 'later': {
      const date = worth(operand.date, view)
      if (date === OPEN || !isDate(date)) return date === OPEN ? OPEN : null
      const { unit, n } = operand.by
      if (unit === 'days') return addDays(date, n)
      return unit === 'workingDays' ? addWorkingDays(view.calendar, date, n) : addMonths(date, unit === 'years' ? n * 12 : n)
    }
    case 'days': {
      const from = worth(operand.from, view)
      const to = worth(operand.to, view)
      if (from === OPEN || to === OPEN) return OPEN
      return isDate(from) && isDate(to) ? daysBetween(from, to) : null
    }
    case 'first':
      for (const term of operand.terms) {
        const found = worth(term, view)
        if (found !== null) return found
      }
      return null
    case 'decision':
      return decided(operand, view)
  }
}

/** What a fact is worth: its value, or what it is worth from the beginning. */
export function factValue(view: View, id: string): Value {
  const known = view.state.facts[id]
  if (known) return known.value
  return view.compiled.definition.facts?.find((fact) => fact.id === id)?.initial ?? null
}

function numbers(terms: readonly Operand[], view: View, of: (list: number[]) => number): Worth {
  const list: number[] = []
  for (const term of terms) {
    const found = worth(term, view)
    if (found === OPEN) return OPEN
    if (typeof found !== 'number') return null
    list.push(found)
  }
  const result = of(list)
  return Number.isSafeInteger(result) ? result : null
}

function decided(operand: Extract<Operand, { of: 'decision' }>, view: View): Worth {
  const inputs: { [name: string]: Value } = {}
  for (const name of Object.keys(operand.inputs).sort()) {
    const found = worth(operand.inputs[name]!, view)
    if (found === OPEN) return OPEN
    inputs[name] = found
  }
  const question = `${operand.decision} ${JSON.stringify(inputs)}`
  let answer = view.decisions[question]
  if (answer === undefined) {
    if (!view.decide) throw new Error(`decision ${operand.decision} is asked for, but the setting decides nothing`)
    answer = view.decide(operand.decision, inputs, view.on)
    view.decisions[question] = answer
  }
  if (operand.output === undefined || answer === null) return answer
  return typeof answer === 'object' && !Array.isArray(answer) ? ((answer as Values)[operand.output] ?? null) : null
}

/** True, false, or null while it hangs on the form. */
export function holds(condition: Condition, view: View): boolean | null {
  switch (condition.is) {
    case 'always':
      return true
    case 'and': {
      let result: boolean | null = true
      for (const part of condition.of) {
        const part_ = holds(part, view)
        if (part_ === false) return false
        if (part_ === null) result = null
      }
      return result
    }
    case 'or': {
      let result: boolean | null = false
      for (const part of condition.of) {
        const part_ = holds(part, view)
        if (part_ === true) return true
        if (part_ === null) result = null
      }
      return result
    }
    case 'not': {
      const inner = holds(condition.of, view)
      return inner === null ? null : !inner
    }
    case 'named': {
      const named = view.compiled.conditions.get(condition.id)
      if (!named) throw new Error(`no condition ${condition.id}`)
      return holds(named.when, view)
    }
    case 'stage': {
      const now = view.state.stages[condition.track]?.stage
      return now !== undefined && condition.in.includes(now)
    }
    case 'flag':
      return view.state.flags[condition.flag] !== undefined
    case 'done':
      return (view.state.done[condition.action] ?? 0) >= condition.times
    case 'role':
      return view.actor === null ? null : view.actor.roles.includes(condition.role)
    case 'clock': {
      const key = condition.key ? worth(condition.key, view) : null
      if (key === OPEN) return null
      const standing = clockDue(view.compiled, view.state, view.calendar, condition.clock, key === null ? undefined : String(key))
      return condition.status.some((status) => clockIs(standing, status, view.on, view.at))
    }
    case 'known': {
      const found = worth(condition.what, view)
      return found === OPEN ? null : found !== null && found !== '' && !(Array.isArray(found) && found.length === 0)
    }
    case 'compare': {
      const left = worth(condition.left, view)
      const right = worth(condition.right, view)
      return left === OPEN || right === OPEN ? null : comparison(left, condition.op, right)
    }
  }
}

function comparison(left: Value, op: Comparison, right: Value): boolean {
  if (op === '=' || op === '≠') return same(left, right) === (op === '=')
  if (op === 'in') return Array.isArray(right) && right.some((item) => same(left, item))
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) return false
  const [a, b] = [left, right as typeof left]
  return op === '<' ? a < b : op === '≤' ? a <= b : op === '>' ? a > b : a >= b
}

function same(a: Value, b: Value): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
}
