/**
 * Lets definitions ask published decision tables: the version in force on the day of effect answers. An entry of its own
 * (`@yingshang/procedure/decisions`), so that pages that only check forms do not carry the interpreter of tables.
 */
import { type DecisionModel, decide, type Library, plain } from '@yingshang/decision'
import type { PlainDate, Value } from './model.ts'
import type { Decide } from './setting.ts'

export interface PublishedTable {
  /** The name by which definitions ask: `decision('simple-case', …)`. */
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly model: DecisionModel
  /** Name or id of the decision in the model. */
  readonly decision: string
  /** Models that it imports. */
  readonly library?: Library
}

/**
 * An evaluator for a setting. The answer is kept in the action as `{ …outputs, '@version', '@rows' }`: an object result gives its
 * members, any other result is `value`. `@rows` names the rules that fired, `@problems` what went wrong (the result is then null).
 * With no version in force the answer is null.
 */
export function decideBy(tables: readonly PublishedTable[]): Decide {
  return (id, inputs, on) => {
    let table: PublishedTable | undefined
    for (const t of tables) if (t.id === id && t.effectiveFrom <= on && (!table || t.effectiveFrom >= table.effectiveFrom)) table = t
    if (!table) return null
    const outcome = decide(table.model, table.decision, inputs, table.library ?? [])
    const result = plain(outcome.value) as Value
    const outputs = typeof result === 'object' && result !== null && !Array.isArray(result) ? result : { value: result }
    return {
      ...outputs,
      '@version': table.version,
      '@rows': outcome.tables.flatMap((trace) => trace.fired.map((fired) => `${trace.decision}: ${fired.ruleId}`)),
      ...(outcome.problems.length > 0 ? { '@problems': outcome.problems.map((problem) => problem.code) } : {}),
    }
  }
}
