import {
  type Condition,
  compile,
  type Definition,
  type Field,
  initial,
  type Known,
  type Operand,
  type State,
  type Value,
  type View,
} from '@yingshang/procedure'
import type { MatterDetail } from '@yingshang/server/contract'
import { CHINA_2026, dateInChina } from '@yingshang/time'

/**
 * A form on a page is judged by the same definition as on the server, but the page does not know the whole matter: clocks, registers,
 * decision tables and what is hidden from a party stay with the server. What hangs on these is left open here (shown, not required,
 * not checked); the server has the last word and names the field.
 */

export interface FormSetting {
  readonly definition: Definition
  /** The matter as the page knows it; null while it is being opened. */
  readonly matter: MatterDetail | null
  readonly actor: { readonly id: string; readonly roles: readonly string[] }
  readonly action: string
  readonly now: Date
  /** Whether every fact is visible to this person. */
  readonly whole: boolean
}

export interface PageForm {
  readonly fields: readonly Field[]
  readonly view: View
}

/** The fields as the page can judge them, with the view in which they are judged. */
export function pageForm(fields: readonly Field[], setting: FormSetting): PageForm {
  const { definition, matter, actor, action, now } = setting
  const known = known_(setting)
  const at = now.toISOString()
  const today = dateInChina(at)
  return {
    fields: fields.map((field) => relaxed(field, known)),
    view: {
      compiled: compile(definition),
      state: stateOf(definition, matter),
      calendar: CHINA_2026,
      at,
      today,
      on: today,
      actor,
      action,
      values: null,
      cause: null,
      decide: null,
      decisions: {},
    },
  }
}

function stateOf(definition: Definition, matter: MatterDetail | null): State {
  const state = initial(definition, matter?.summary.id ?? '')
  if (!matter) return state
  return {
    ...state,
    seq: matter.summary.seq,
    stages: Object.fromEntries(matter.summary.stages.map((s) => [s.track, { stage: s.stage, since: s.since }])),
    flags: Object.fromEntries(matter.summary.flags.map((f) => [f.flag, f.since])),
    facts: Object.fromEntries(
      matter.facts.map((f): [string, Known] => [f.fact, { value: f.value as Value, from: '', action: '', on: f.on }]),
    ),
  }
}

interface Knowledge {
  readonly fact: (id: string) => boolean
  readonly condition: (id: string) => Condition | undefined
}

function known_({ definition, matter, whole }: FormSetting): Knowledge {
  const visible = new Set(matter?.facts.map((f) => f.fact))
  // A matter stays on its version; the conditions of another one may not be the same.
  const same = matter === null || matter.summary.procedure.version === definition.version
  const conditions = new Map(definition.conditions.map((c) => [c.id, c.when]))
  return {
    fact: (id) => matter === null || whole || visible.has(id),
    condition: (id) => (same ? conditions.get(id) : undefined),
  }
}

function relaxed(field: Field, known: Knowledge): Field {
  const { when, notBefore, notAfter, rules, fields, ...rest } = field
  const blind = when !== undefined && !tells(when, known)
  return {
    ...rest,
    ...(when && !blind ? { when } : {}),
    // Whether it is wanted at all is not known here.
    ...(blind ? { required: false } : {}),
    ...(notBefore && worthOf(notBefore, known) ? { notBefore } : {}),
    ...(notAfter && worthOf(notAfter, known) ? { notAfter } : {}),
    ...(rules ? { rules: rules.filter((rule) => tells(rule.holds, known)) } : {}),
    ...(fields ? { fields: fields.map((inner) => relaxed(inner, known)) } : {}),
  }
}

function tells(condition: Condition, known: Knowledge): boolean {
  switch (condition.is) {
    case 'always':
    case 'stage':
    case 'flag':
    case 'role':
      return true
    case 'and':
    case 'or':
      return condition.of.every((part) => tells(part, known))
    case 'not':
      return tells(condition.of, known)
    case 'named': {
      const named = known.condition(condition.id)
      return named !== undefined && tells(named, known)
    }
    case 'known':
      return worthOf(condition.what, known)
    case 'compare':
      return worthOf(condition.left, known) && worthOf(condition.right, known)
    case 'done':
    case 'clock':
      return false
  }
}

function worthOf(operand: Operand, known: Knowledge): boolean {
  switch (operand.of) {
    case 'value':
    case 'field':
    case 'today':
      return true
    case 'fact':
      return known.fact(operand.fact)
    case 'sum':
    case 'product':
    case 'first':
      return operand.terms.every((term) => worthOf(term, known))
    case 'difference':
      return worthOf(operand.from, known) && worthOf(operand.minus, known)
    case 'later':
      return operand.by.unit !== 'workingDays' && worthOf(operand.date, known)
    case 'days':
      return worthOf(operand.from, known) && worthOf(operand.to, known)
    default:
      return false
  }
}
