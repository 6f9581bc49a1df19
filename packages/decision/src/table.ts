/**
 * A decision table against a scope: which rules fire and what follows (DMN 1.5, chapter 8). The hit policy decides; the rows that fired and
 * the values that made them fire are part of the answer.
 */
import { type FeelResult, feel, passes, type Scope } from './feel.ts'
import type { DecisionTable, TableOutput } from './model.ts'

/** A rule that fired. `row` counts from 1 as a reader of the table does. */
export interface Fired {
  readonly row: number
  readonly ruleId: string
  readonly annotations: readonly string[]
  readonly output: unknown
}

/** What happened in one table. */
export interface TableTrace {
  readonly tableId: string
  readonly decision: string
  readonly inputs: readonly { readonly label: string; readonly text: string; readonly value: unknown }[]
  readonly fired: readonly Fired[]
  readonly usedFallback: boolean
  readonly value: unknown
  /** Codes of what went wrong, e.g. `decision.several-rules` under UNIQUE. */
  readonly problems: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
  readonly warnings: FeelResult['warnings']
}

/** Structural equality of FEEL values; temporal values compare by their canonical text. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => sameValue(x, b[i]))
  if (Object.getPrototypeOf(a) !== Object.prototype) return Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && String(a) === String(b)
  const left = Object.entries(a)
  return (
    left.length === Object.keys(b).length && left.every(([key, value]) => key in b && sameValue(value, (b as Record<string, unknown>)[key]))
  )
}

/** Rank of a value among the allowed values of an output; values that are not listed come last. */
function ranker(output: TableOutput): (value: unknown) => number {
  if (output.allowed === null) return () => 0
  const listed = feel(`[${output.allowed}]`, {}).value
  const order = Array.isArray(listed) ? listed : []
  return (value) => {
    const at = order.findIndex((v) => sameValue(v, value))
    return at < 0 ? order.length : at
  }
}

/** Rules by the priority of their outputs, first output column first; equal priorities keep the order of the table. */
function byPriority(table: DecisionTable, fired: readonly Fired[]): Fired[] {
  const ranks = table.outputs.map(ranker)
  const parts = (f: Fired) =>
    table.outputs.length === 1 ? [f.output] : table.outputs.map((o) => (f.output as Record<string, unknown>)[o.name])
  return fired
    .map((f) => ({ f, key: parts(f).map((value, i) => ranks[i]!(value)) }))
    .sort((a, b) => {
      for (let i = 0; i < a.key.length; i++) if (a.key[i] !== b.key[i]) return a.key[i]! - b.key[i]!
      return a.f.row - b.f.row
    })
    .map((x) => x.f)
}

function aggregate(kind: 'SUM' | 'MIN' | 'MAX' | 'COUNT', values: readonly unknown[]): unknown {
  if (kind === 'COUNT') return values.length
  if (values.length === 0 || !values.every((v) => typeof v === 'number')) return null
  const numbers = values as number[]
  if (kind === 'SUM') return numbers.reduce((a, b) => a + b, 0)
  return kind === 'MIN' ? Math.min(...numbers) : Math.max(...numbers)
}

const several = (fired: readonly Fired[]) => ({
  code: 'decision.several-rules',
  zh: `第 ${fired.map((f) => f.row).join('、')} 行同时命中，而该表只允许命中一行。`,
  en: `Rows ${fired.map((f) => f.row).join(', ')} fire together although the table allows one.`,
})

const differing = (fired: readonly Fired[]) => ({
  code: 'decision.differing-outputs',
  zh: `第 ${fired.map((f) => f.row).join('、')} 行同时命中，但结论不同。`,
  en: `Rows ${fired.map((f) => f.row).join(', ')} fire together with different outputs.`,
})

/** Evaluates a table. `coerceInput` gives the input value as its declared type wants it. */
export function evaluateTable(
  table: DecisionTable,
  scope: Scope,
  decision: string,
  coerceInput: (value: unknown, typeRef: string | null) => unknown = (v) => v,
): TableTrace {
  const warnings: FeelResult['warnings'][number][] = []
  const problems: TableTrace['problems'][number][] = []
  const note = <T extends { warnings: FeelResult['warnings'] }>(result: T): T => {
    warnings.push(...result.warnings)
    return result
  }
  const inputs = table.inputs.map((input) => ({
    label: input.label,
    text: input.text,
    value: coerceInput(note(feel(input.text, scope)).value, input.typeRef),
  }))
  const done = (fired: readonly Fired[], value: unknown, usedFallback = false): TableTrace => ({
    tableId: table.id,
    decision,
    inputs,
    fired,
    usedFallback,
    value,
    problems,
    warnings,
  })
  for (const [i, input] of table.inputs.entries()) {
    const value = inputs[i]!.value
    if (input.allowed === null || value === null || passes(input.allowed, value, scope).passed) continue
    problems.push({
      code: 'decision.input-not-allowed',
      zh: `输入“${input.label}”的值 ${String(value)} 不在允许范围（${input.allowed}）内。`,
      en: `Input “${input.label}” is ${String(value)}, which is not allowed (${input.allowed}).`,
    })
    return done([], null)
  }

  const single = table.outputs.length === 1
  const outputOf = (texts: readonly string[]): unknown => {
    const values = texts.map((text) => note(feel(text, scope)).value)
    return single ? (values[0] ?? null) : Object.fromEntries(table.outputs.map((o, i) => [o.name, values[i] ?? null]))
  }
  const fired: Fired[] = []
  for (const [r, rule] of table.rules.entries()) {
    if (!rule.tests.every((test, i) => note(passes(test, inputs[i]?.value ?? null, scope)).passed)) continue
    fired.push({ row: r + 1, ruleId: rule.id, annotations: rule.annotations, output: outputOf(rule.results) })
    if (table.hitPolicy === 'FIRST') break
  }

  if (fired.length === 0) {
    if (table.outputs.some((o) => o.fallback !== null)) return done(fired, outputOf(table.outputs.map((o) => o.fallback ?? 'null')), true)
    if (table.hitPolicy === 'COLLECT') return done(fired, table.aggregator ? aggregate(table.aggregator, []) : [])
    return done(fired, null)
  }
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (fired.length === 1) return done(fired, fired[0]!.output)
      problems.push(several(fired))
      return done(fired, null)
    case 'ANY':
      if (fired.every((f) => sameValue(f.output, fired[0]!.output))) return done(fired, fired[0]!.output)
      problems.push(differing(fired))
      return done(fired, null)
    case 'FIRST':
      return done(fired, fired[0]!.output)
    case 'PRIORITY':
      return done(fired, byPriority(table, fired)[0]!.output)
    case 'RULE ORDER':
      return done(
        fired,
        fired.map((f) => f.output),
      )
    case 'OUTPUT ORDER':
      return done(
        fired,
        byPriority(table, fired).map((f) => f.output),
      )
    case 'COLLECT': {
      const values = fired.map((f) => f.output)
      return done(fired, table.aggregator ? aggregate(table.aggregator, values) : values)
    }
  }
}
