/** Builders for effects. All effects of one action read the state as it was before the action. */
import type { Text } from '@yingshang/time'
import type { Condition, Effect, Operand, SignalDetails, Value } from './model.ts'

const operand = (x: Operand | Value): Operand =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && 'of' in x ? (x as Operand) : { of: 'value', value: x as Value }

const operands = (record: { readonly [name: string]: Operand | Value }): { readonly [name: string]: Operand } =>
  Object.fromEntries(Object.entries(record).map(([name, x]) => [name, operand(x)]))

/** The track goes to a stage. */
export const move = (track: string, to: string): Effect => ({ do: 'move', track, to })
export const raise = (flag: string): Effect => ({ do: 'raise', flag })
export const lower = (flag: string): Effect => ({ do: 'lower', flag })
/** A fact gets a value. */
export const set = (fact: string, to: Operand | Value): Effect => ({ do: 'set', fact, to: operand(to) })
/** A whole number is added to a fact (0 when it had none). */
export const add = (fact: string, amount: Operand | number): Effect => ({ do: 'add', fact, amount: operand(amount) })
/** An event for clocks beside the one that bears the action's own id; one with the action's id replaces that. */
export const signal = (event: string, details: SignalDetails = {}): Effect => ({ do: 'signal', event, ...details })
/** A document is to be made, for these roles. */
export const issue = (document: string, ...to: string[]): Effect => ({ do: 'document', document, to })
/** Somebody has to do something, by the end of a clock or by a date. */
export const oblige = (
  obligation: string,
  title: Text,
  who: readonly string[],
  by: { readonly clock?: string; readonly due?: Operand } = {},
): Effect => ({
  do: 'oblige',
  obligation,
  title,
  who,
  ...by,
})
export const discharge = (obligation: string): Effect => ({ do: 'discharge', obligation })
/** A row of a register is written; properties not named keep their values. */
export const enter = (register: string, key: Operand, entry: { readonly [property: string]: Operand | Value }): Effect => ({
  do: 'enter',
  register,
  key,
  entry: operands(entry),
})
/** A row is taken out of a register. */
export const strike = (register: string, key: Operand): Effect => ({ do: 'strike', register, key })
/** A notice to the holders of roles; `{fact}` in the text is filled in. */
export const notify = (to: readonly string[], text: Text): Effect => ({ do: 'notify', to, text })
/** A call to a connector. */
export const call = (connector: string, operation: string, given: { readonly [name: string]: Operand | Value } = {}): Effect => ({
  do: 'call',
  connector,
  operation,
  with: operands(given),
})
/** An effect that takes place only when a condition holds. */
export const only = (when: Condition, effect: Effect): Effect => ({ ...effect, when })
