import type { PlainDate, Refusal } from '@yingshang/time'
import type { IndicatorDefinition, IndicatorFact, PeriodKey } from './model.ts'
import { daysOf, periodOf } from './periods.ts'

/**
 * Readings that people enter or deliver in a table. Nothing is ever overwritten: a correction is a new reading that names the one in whose place it stands, so
 * that of one body and period exactly one holds.
 */

export interface EnteredReading {
  readonly id: string
  /** Null: the value of the whole, not of one body. */
  readonly body: string | null
  readonly period: PeriodKey
  /** Day that the value speaks of; within the period. */
  readonly asOf: PlainDate
  /** Null: what was entered was taken back. */
  readonly value: number | null
  /** The reading in whose place this one stands; null for the first of its body and period. */
  readonly replaces: string | null
}

/** What somebody enters. */
export interface Entry {
  readonly period: PeriodKey
  /** Left out: the last day of the period, or today while it runs. */
  readonly asOf?: PlainDate | undefined
  readonly value: number | null
  /** Why what was entered before is changed or taken back. */
  readonly reason?: string | null | undefined
}

/** The fact kind and field by which readings by hand are folded: `fold` of an indicator that is read by people. */
export const BY_HAND = { kind: 'latest', of: { kind: 'entered' }, field: 'value' } as const

/** The readings that hold: those in whose place no other stands, without those taken back. In the order of what is given. */
export function holding<R extends EnteredReading>(readings: readonly R[]): readonly R[] {
  const replaced = new Set(readings.flatMap((r) => r.replaces ?? []))
  return readings.filter((r) => !replaced.has(r.id) && r.value !== null)
}

/** The reading that counts today for a body, or for the whole (null): of those that hold, the one of the latest day. Null when there is none. */
export function latestOf<R extends EnteredReading>(readings: readonly R[], body: string | null): R | null {
  return (
    holding(readings)
      .filter((r) => r.body === body)
      .sort((a, b) => (a.asOf === b.asOf ? (a.id < b.id ? -1 : 1) : a.asOf < b.asOf ? -1 : 1))
      .at(-1) ?? null
  )
}

/** Readings that hold as facts of an indicator that is read by people (`BY_HAND`): for coverage, lateness and the value of several bodies. */
export const factsOf = (readings: readonly EnteredReading[]): readonly IndicatorFact[] =>
  holding(readings).map((r) => ({ id: r.id, kind: 'entered', on: r.asOf, body: r.body ?? '', fields: { value: r.value } }))

/** The day that a reading speaks of when nobody says otherwise: the last of its period, or today while it runs. */
export function asOfIn(period: PeriodKey, today: PlainDate): PlainDate {
  const { until } = daysOf(period)
  return until < today ? until : today
}

const refusal = (code: string, zh: string, en: string, numbers?: Refusal['numbers']): Refusal => ({
  code: `reading.${code}`,
  zh,
  en,
  ...(numbers ? { numbers } : {}),
})

const KINDS = { month: ['月度', 'monthly'], quarter: ['季度', 'quarterly'], year: ['年度', 'yearly'] } as const

/**
 * Why a reading may not be entered; nothing when it may. `standing` is the reading that holds for the body and period, or was taken back there; null when nothing
 * was entered yet.
 */
export function entryRefusals(
  definition: Pick<IndicatorDefinition, 'period' | 'decimals' | 'unit'>,
  entry: Entry,
  standing: Pick<EnteredReading, 'value'> | null,
  today: PlainDate,
): readonly Refusal[] {
  const found: Refusal[] = []
  const days = spanOf(entry.period)
  if (days === null || periodOf(definition.period, days.from) !== entry.period) {
    const [zh, en] = KINDS[definition.period]
    found.push(refusal('period', `“${entry.period}”不是${zh}指标的统计期`, `${entry.period} is no period of a ${en} indicator`))
  } else if (days.from > today)
    found.push(refusal('future', `统计期 ${entry.period} 尚未开始`, `The period ${entry.period} has not begun`, { today }))
  else if (entry.asOf !== undefined && (entry.asOf < days.from || entry.asOf > days.until))
    found.push(
      refusal('as-of', `截至日 ${entry.asOf} 不在统计期 ${entry.period} 内`, `The day ${entry.asOf} is not within ${entry.period}`, {
        from: days.from,
        until: days.until,
      }),
    )
  else if (entry.asOf !== undefined && entry.asOf > today)
    found.push(refusal('future', `截至日 ${entry.asOf} 晚于今天`, `The day ${entry.asOf} lies ahead`, { today }))
  if (entry.value !== null && !fits(entry.value, definition.decimals))
    found.push(
      refusal('decimals', `数值最多 ${definition.decimals} 位小数`, `A value has at most ${definition.decimals} decimals`, {
        decimals: definition.decimals,
      }),
    )
  if (entry.value !== null && definition.unit === '%' && (entry.value < -1000 || entry.value > 1000))
    found.push(refusal('percent', '百分数超出合理范围', 'That is no percentage'))
  if (standing === null && entry.value === null) found.push(refusal('nothing', '没有可以撤销的读数', 'There is nothing to take back'))
  if (standing !== null && (entry.reason ?? '').trim() === '')
    found.push(refusal('reason', '更正或者撤销读数须写明理由', 'A correction needs a reason'))
  return found
}

function spanOf(period: PeriodKey) {
  try {
    return daysOf(period)
  } catch {
    return null
  }
}

/** Whether a value has no more digits after the point than are kept. */
const fits = (value: number, decimals: number): boolean =>
  Number.isFinite(value) && Math.abs(value) < 1e15 && Number(value.toFixed(decimals)) === value
