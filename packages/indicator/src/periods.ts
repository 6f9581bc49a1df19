import { daysInMonth, type PlainDate } from '@yingshang/time'
import type { PeriodKey, PeriodKind } from './model.ts'

/** Months, quarters and years as keys that sort by time within a kind. */

/** The period of a day. */
export function periodOf(kind: PeriodKind, on: PlainDate): PeriodKey {
  const year = on.slice(0, 4)
  if (kind === 'year') return year
  if (kind === 'month') return on.slice(0, 7)
  return `${year}-Q${Math.ceil(Number(on.slice(5, 7)) / 3)}`
}

/** First and last day of a period. Throws a RangeError for what is no key. */
export function daysOf(key: PeriodKey): { readonly from: PlainDate; readonly until: PlainDate } {
  const m = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(key)
  if (!m) throw new RangeError(`not a period: ${key}`)
  const year = m[1]!
  const [first, last] = m[2] ? [Number(m[2]) * 3 - 2, Number(m[2]) * 3] : m[3] ? [Number(m[3]), Number(m[3])] : [1, 12]
  const two = (n: number) => String(n).padStart(2, '0')
  return { from: `${year}-${two(first)}-01`, until: `${year}-${two(last)}-${two(daysInMonth(Number(year), last))}` }
}
