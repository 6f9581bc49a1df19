import type { EntryStatus } from './model.ts'
import { STATUSES } from './words.ts'

/**
 * Many entries as one figure. Weights are normalised, what has no data is left out instead of counting as nothing, and beside each figure
 * stands of how many it speaks. Sums are of whole numbers, so that the order of entries changes nothing.
 */

export interface RollUpItem {
  readonly weight: number
  /** Basis points; null without data. */
  readonly progress: number | null
  readonly status: EntryStatus
}

export interface RollUp {
  /** Entries, those withdrawn not counted. */
  readonly count: number
  readonly byStatus: Readonly<Record<EntryStatus, number>>
  /** Basis points; null when no entry has data. */
  readonly progress: number | null
  readonly coverage: { readonly known: number; readonly of: number }
  /** Closed out, in basis points of the count; null without entries. */
  readonly closedShare: number | null
}

/** Entries of one state, summed up: how many, how many with data, and their weights with and without the progress. */
export interface StatusSum {
  readonly status: EntryStatus
  readonly count: number
  readonly known: number
  /** Sum of weight × progress over those with data. */
  readonly weighted: bigint
  /** Sum of the weights of those with data. */
  readonly weight: bigint
}

/** The figures of a group of entries. */
export function rollUp(items: Iterable<RollUpItem>): RollUp {
  return rollUpSums(
    [...items].map(({ status, weight, progress }) => ({
      status,
      count: 1,
      known: progress === null ? 0 : 1,
      weighted: progress === null ? 0n : BigInt(weight) * BigInt(progress),
      weight: progress === null ? 0n : BigInt(weight),
    })),
  )
}

/** The same figures from sums that somebody made already, a database for instance; a state may come in several parts. */
export function rollUpSums(sums: Iterable<StatusSum>): RollUp {
  const byStatus = Object.fromEntries(STATUSES.map((s) => [s, 0])) as Record<EntryStatus, number>
  let [count, known] = [0, 0]
  let [weighted, weight] = [0n, 0n]
  for (const part of sums) {
    byStatus[part.status] += part.count
    if (part.status === 'withdrawn') continue
    count += part.count
    known += part.known
    weighted += part.weighted
    weight += part.weight
  }
  return {
    count,
    byStatus,
    progress: weight === 0n ? null : Number((2n * weighted + weight) / (2n * weight)),
    coverage: { known, of: count },
    closedShare: count === 0 ? null : Math.round((10_000 * byStatus['closed-out']) / count),
  }
}

/** Figures by key; an item may stand under several keys (bodies), so groups need not add up to the whole. Keys in order. */
export function rollUpBy<T extends RollUpItem>(items: Iterable<T>, keysOf: (item: T) => readonly string[]): ReadonlyMap<string, RollUp> {
  const groups = new Map<string, T[]>()
  for (const item of items)
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, group]) => [key, rollUp(group)]))
}

/** Weights as basis points that add up to 10,000 exactly: what rounding leaves goes to the largest remainders, the earlier first. */
export function normalised(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, w) => sum + w, 0)
  if (weights.length === 0) return []
  if (!(total > 0) || weights.some((w) => !Number.isSafeInteger(w) || w < 0))
    throw new RangeError('weights are whole numbers, not all zero')
  const shares = weights.map((w) => Number((BigInt(w) * 10_000n) / BigInt(total)))
  const rest = weights.map((w, i) => ({ i, left: (BigInt(w) * 10_000n) % BigInt(total) }))
  rest.sort((a, b) => (a.left === b.left ? a.i - b.i : a.left > b.left ? -1 : 1))
  const missing = 10_000 - shares.reduce((sum, s) => sum + s, 0)
  for (const { i } of rest.slice(0, missing)) shares[i]!++
  return shares
}

/** 9 项中 7 项有数据 */
export const coverageWords = ({ known, of }: RollUp['coverage']): { readonly zh: string; readonly en: string } => ({
  zh: `${of} 项中 ${known} 项有数据`,
  en: `${known} of ${of} have data`,
})
