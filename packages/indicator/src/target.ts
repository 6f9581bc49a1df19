import type { Comparator, Target } from '@yingshang/plan'
import type { Outcome, Refusal } from '@yingshang/time'
import type { IndicatorDefinition } from './model.ts'

/** A plan's number and the indicator that reads it: met, not met, or no data. */

/** The number of a target, as plans say it. */
export type Amount = Pick<Target, 'comparator' | 'value' | 'unit'> & { readonly valueMax?: number }

/** - `met` 达标, `unmet` 未达标, `no-data` 无数据. */
export type Verdict = 'met' | 'unmet' | 'no-data'

/** Whether a value keeps what a target promises. 以上 and 以下 include the number itself; a range includes both ends. Null is no data. */
export function judge(target: Pick<Amount, 'comparator' | 'value' | 'valueMax'>, value: number | null): Verdict {
  if (value === null) return 'no-data'
  return holds(target, value) ? 'met' : 'unmet'
}

function holds({ comparator, value: bound, valueMax }: Pick<Amount, 'comparator' | 'value' | 'valueMax'>, value: number): boolean {
  switch (comparator) {
    case '>=':
      return value >= bound
    case '>':
      return value > bound
    case '<=':
      return value <= bound
    case '<':
      return value < bound
    case '=':
      return value === bound
    case 'range':
      return value >= bound && value <= (valueMax ?? bound)
  }
}

/**
 * How far a value has come towards a target, in basis points; 10,000 exactly when it is met. Null without a value. A target that must stay
 * below a number is met or not; there is nothing between.
 */
export function shareOf(target: Pick<Amount, 'comparator' | 'value' | 'valueMax'>, value: number | null): number | null {
  const verdict = judge(target, value)
  if (verdict === 'no-data') return null
  if (verdict === 'met') return 10_000
  if (!RISING.has(target.comparator) || target.value <= 0 || value! >= target.value) return 0
  return Math.max(0, Math.min(9999, Math.floor((10_000 * value!) / target.value)))
}
const RISING: ReadonlySet<Comparator> = new Set(['>=', '>', '=', 'range'])

/** Units that say the same. */
const SAME: Readonly<Record<string, string>> = {
  个工作日: '工作日',
  天: '日',
  自然日: '日',
  个自然日: '日',
  个月: '月',
  个小时: '小时',
  '％': '%',
}
const plain = (unit: string) => SAME[unit] ?? unit

/** A target that an indicator reads from now on. */
export interface Binding {
  readonly indicator: string
  readonly version: string
  readonly amount: Amount
}

/** Binds a target to an indicator. Refuses another unit, and a target that wants less of what should grow or the other way round. */
export function bind(
  target: Pick<Target, 'comparator' | 'value' | 'unit' | 'better'> & { valueMax?: number },
  definition: IndicatorDefinition,
): Outcome<Binding> {
  const refusals: Refusal[] = []
  if (plain(target.unit) !== plain(definition.unit))
    refusals.push({
      code: 'indicator.unit',
      zh: `目标以“${target.unit || '（无单位）'}”计，指标以“${definition.unit || '（无单位）'}”计，不能绑定`,
      en: `The target is in ${target.unit || 'no unit'}, the indicator in ${definition.unit || 'no unit'}`,
      numbers: { target: target.unit, indicator: definition.unit },
    })
  const wants = target.better ?? (/^>/.test(target.comparator) ? 'up' : /^</.test(target.comparator) ? 'down' : null)
  if (wants !== null && wants !== definition.direction)
    refusals.push({
      code: 'indicator.direction',
      zh: `目标以${wants === 'up' ? '高' : '低'}为优，指标以${definition.direction === 'up' ? '高' : '低'}为优，方向相反`,
      en: `The target wants ${wants}, the indicator is better ${definition.direction}`,
      numbers: { target: wants, indicator: definition.direction },
    })
  if (refusals.length > 0) return { ok: false, refusals }
  const { comparator, value, valueMax, unit } = target
  return {
    ok: true,
    value: {
      indicator: definition.id,
      version: definition.version,
      amount: { comparator, value, unit, ...(valueMax === undefined ? {} : { valueMax }) },
    },
  }
}
