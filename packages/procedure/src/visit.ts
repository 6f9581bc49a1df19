/** Walks over every condition and operand of a definition, with the path at which it stands. */
import type { Condition, Definition, Effect, Field, Operand } from './model.ts'

export interface Visitor {
  condition?(condition: Condition, path: string): void
  /** `scope` names the action whose form is at hand, or null. */
  operand?(operand: Operand, path: string, scope: Scope): void
}

/** Where `field(…)` looks: the form of an action, or the fields around a field. */
export type Scope = { readonly action: string } | { readonly fields: readonly string[] } | null

export function visitDefinition(definition: Definition, visitor: Visitor): void {
  for (const named of definition.conditions) visitCondition(named.when, `conditions.${named.id}`, visitor, null)
  for (const field of definition.fields)
    visitField(
      field,
      `fields.${field.id}`,
      definition.fields.map((f) => f.id),
      visitor,
    )
  for (const clock of definition.clocks) if (clock.per) visitOperand(clock.per, `clocks.${clock.id}.per`, visitor, null)
  for (const action of definition.actions) {
    const path = `actions.${action.id}`
    const scope = { action: action.id }
    if (action.when) visitCondition(action.when, `${path}.when`, visitor, scope)
    if (action.on) visitOperand(action.on, `${path}.on`, visitor, scope)
    action.effects.forEach((effect, i) => {
      if (effect.when) visitCondition(effect.when, `${path}.effects[${i}].when`, visitor, scope)
      for (const operand of operandsOf(effect)) visitOperand(operand, `${path}.effects[${i}]`, visitor, scope)
    })
  }
}

function visitField(field: Field, path: string, around: readonly string[], visitor: Visitor): void {
  const scope = { fields: around }
  if (field.when) visitCondition(field.when, `${path}.when`, visitor, scope)
  for (const operand of [field.notBefore, field.notAfter, field.prefill]) if (operand) visitOperand(operand, path, visitor, scope)
  for (const [i, rule] of (field.rules ?? []).entries()) visitCondition(rule.holds, `${path}.rules[${i}]`, visitor, scope)
  const inner = [...around, ...(field.fields ?? []).map((f) => f.id)]
  for (const sub of field.fields ?? []) visitField(sub, `${path}.${sub.id}`, inner, visitor)
}

export function visitCondition(condition: Condition, path: string, visitor: Visitor, scope: Scope): void {
  visitor.condition?.(condition, path)
  if (condition.is === 'and' || condition.is === 'or')
    condition.of.forEach((part, i) => {
      visitCondition(part, `${path}.${condition.is}[${i}]`, visitor, scope)
    })
  else if (condition.is === 'not') visitCondition(condition.of, `${path}.not`, visitor, scope)
  else if (condition.is === 'known') visitOperand(condition.what, path, visitor, scope)
  else if (condition.is === 'clock' && condition.key) visitOperand(condition.key, path, visitor, scope)
  else if (condition.is === 'compare') for (const operand of [condition.left, condition.right]) visitOperand(operand, path, visitor, scope)
}

export function visitOperand(operand: Operand, path: string, visitor: Visitor, scope: Scope): void {
  visitor.operand?.(operand, path, scope)
  const parts: readonly (Operand | undefined)[] =
    operand.of === 'sum' || operand.of === 'product' || operand.of === 'first'
      ? operand.terms
      : operand.of === 'difference'
        ? [operand.from, operand.minus]
        : operand.of === 'later'
          ? [operand.date]
          : operand.of === 'days'
            ? [operand.from, operand.to]
            : operand.of === 'due' || operand.of === 'entry'
              ? [operand.key]
              : operand.of === 'decision'
                ? Object.values(operand.inputs)
                : []
  for (const part of parts) if (part) visitOperand(part, path, visitor, scope)
}

/** The operands of one effect. */
export function operandsOf(effect: Effect): readonly Operand[] {
  const some = (...list: (Operand | undefined)[]) => list.filter((x): x is Operand => x !== undefined)
  switch (effect.do) {
    case 'set':
      return [effect.to]
    case 'add':
      return [effect.amount]
    case 'signal':
      return some(effect.on, effect.length?.n, effect.from, effect.to, effect.applied, effect.reason)
    case 'oblige':
      return some(effect.due)
    case 'enter':
      return [effect.key, ...Object.values(effect.entry)]
    case 'strike':
      return [effect.key]
    case 'call':
      return Object.values(effect.with)
    default:
      return []
  }
}
