/** Builders for conditions and operands, so that a definition reads as a sentence: `and(stage('loan', 'lent'), not(flag('blocked')))`. */
import type { Period } from '@yingshang/time'
import type { ClockIs, Comparison, Condition, Operand, Value } from './model.ts'

type Of<K extends Operand['of']> = Extract<Operand, { of: K }>

export const always: Condition = { is: 'always' }
export const and = (...of: Condition[]): Condition => ({ is: 'and', of })
export const or = (...of: Condition[]): Condition => ({ is: 'or', of })
export const not = (of: Condition): Condition => ({ is: 'not', of })
/** A condition of the definition by its id. */
export const named = (id: string): Condition => ({ is: 'named', id })
/** The track stands in one of these stages. */
export const stage = (track: string, ...stages: string[]): Condition => ({ is: 'stage', track, in: stages })
/** The flag is up. */
export const flag = (id: string): Condition => ({ is: 'flag', flag: id })
/** The action has been taken, at least so many times. */
export const done = (action: string, times = 1): Condition => ({ is: 'done', action, times })
/** The actor has the role. */
export const role = (id: string): Condition => ({ is: 'role', role: id })
/** The clock is in one of these states at the time of the action: `in-time` is running and not over, `over` is running past its end. */
export const clock = (id: string, ...status: ClockIs[]): Condition => ({ is: 'clock', clock: id, status })
/** The same for the clock of one key. */
export const clockOf = (id: string, key: Operand, ...status: ClockIs[]): Condition => ({ is: 'clock', clock: id, status, key })
/** There is a value. */
export const known = (what: Operand): Condition => ({ is: 'known', what })

const operand = (x: Operand | Value): Operand =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && 'of' in x ? (x as Operand) : { of: 'value', value: x as Value }

/** Numbers compare as numbers, strings (dates) as strings; a comparison with a missing value does not hold, except `=` and `≠`. */
export const compare = (left: Operand | Value, op: Comparison, right: Operand | Value): Condition => ({
  is: 'compare',
  left: operand(left),
  op,
  right: operand(right),
})
export const equals = (left: Operand | Value, right: Operand | Value): Condition => compare(left, '=', right)
export const oneOf = (left: Operand | Value, ...list: Value[]): Condition => compare(left, 'in', list)
export const atLeast = (left: Operand | Value, right: Operand | Value): Condition => compare(left, '≥', right)
export const atMost = (left: Operand | Value, right: Operand | Value): Condition => compare(left, '≤', right)
export const lessThan = (left: Operand | Value, right: Operand | Value): Condition => compare(left, '<', right)
export const moreThan = (left: Operand | Value, right: Operand | Value): Condition => compare(left, '>', right)
/** A share as integers: `atLeastShare(yes, total, 2, 3)` is `3 * yes ≥ 2 * total`. */
export const atLeastShare = (part: Operand, whole: Operand, numerator: number, denominator: number): Condition =>
  compare(product(part, denominator), '≥', product(whole, numerator))
/** More than a half and the like: `3 * part > 2 * whole`. */
export const moreThanShare = (part: Operand, whole: Operand, numerator: number, denominator: number): Condition =>
  compare(product(part, denominator), '>', product(whole, numerator))

export const value = (v: Value): Of<'value'> => ({ of: 'value', value: v })
/** What the matter knows: a field of an earlier form or a fact set by an effect. Null when unknown. */
export const fact = (id: string): Of<'fact'> => ({ of: 'fact', fact: id })
/** A value of the form that is being handed in. */
export const field = (id: string): Of<'field'> => ({ of: 'field', field: id })
/** The day of the action (recording), in China. */
export const today = (): Of<'today'> => ({ of: 'today' })
/** The day on which the action takes effect. */
export const onDay = (): Of<'on'> => ({ of: 'on' })
/** Id of the one who acts (or on whose behalf). */
export const actor = (): Of<'actor'> => ({ of: 'actor' })
/** Id of the matter. */
export const matter = (): Of<'matter'> => ({ of: 'matter' })
/** Id of the action being taken: a key for a new row. */
export const actionId = (): Of<'action'> => ({ of: 'action' })
/** The key of the clock that ran out. */
export const key = (): Of<'key'> => ({ of: 'key' })
/** Due date of a clock, null when it has none. */
export const due = (id: string, of?: Operand): Of<'due'> => ({ of: 'due', clock: id, ...(of ? { key: of } : {}) })
/** A row of a register (null when there is none), or one property of it. */
export const entry = (register: string, of: Operand, property?: string): Of<'entry'> => ({
  of: 'entry',
  register,
  key: of,
  ...(property === undefined ? {} : { property }),
})
/** How many rows a register has. */
export const entryCount = (register: string): Of<'entries'> => ({ of: 'entries', register })
export const sum = (...terms: (Operand | number)[]): Of<'sum'> => ({ of: 'sum', terms: terms.map(operand) })
export const difference = (from: Operand | number, minus: Operand | number): Of<'difference'> => ({
  of: 'difference',
  from: operand(from),
  minus: operand(minus),
})
export const product = (...terms: (Operand | number)[]): Of<'product'> => ({ of: 'product', terms: terms.map(operand) })
/** A date some time after another, not rolled. */
export const later = (date: Operand, by: Period): Of<'later'> => ({ of: 'later', date, by })
/** Days from one date to another. */
export const daysFrom = (from: Operand, to: Operand): Of<'days'> => ({ of: 'days', from, to })
/** The first of these that has a value. */
export const first = (...terms: Operand[]): Of<'first'> => ({ of: 'first', terms })
/** What a decision table answers, or one output of it. The answer is kept in the action. */
export const decision = (id: string, inputs: { readonly [name: string]: Operand }, output?: string): Of<'decision'> => ({
  of: 'decision',
  decision: id,
  inputs,
  ...(output === undefined ? {} : { output }),
})
