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

/** The period that a text means, as people write it: `2026`, `2026年`, `2026-Q1`, `2026年第1季度`, `2026年一季度`, `2026-03`, `2026年3月`. Null when it is none. */
export function periodIn(text: string): PeriodKey | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
  const m = /^(\d{4})(?:年(?:度|全年)?|年?-?Q([1-4])|年第?([一二三四1-4])季度?|(?:年|-|\/|\.)(0?[1-9]|1[0-2])月?)?$/.exec(plain)
  if (!m) return null
  const quarter = m[2] ?? (m[3] === undefined ? undefined : (QUARTERS[m[3]] ?? m[3]))
  if (quarter !== undefined) return `${m[1]}-Q${quarter}`
  return m[4] === undefined ? m[1]! : `${m[1]}-${m[4].padStart(2, '0')}`
}
const QUARTERS: Readonly<Record<string, string>> = { 一: '1', 二: '2', 三: '3', 四: '4' }

/** A period as pages and sheets write it: 2026年3月, 2026年第1季度, 2026年. */
export function periodWords(period: PeriodKey): string {
  const [year, part] = period.split('-')
  if (part === undefined) return `${year}年`
  return part.startsWith('Q') ? `${year}年第${part.slice(1)}季度` : `${year}年${Number(part)}月`
}
