/**
 * Samples with minimum shares: at least so many per hundred of the sample from a stratum (for example at least 5 % enterprise cases),
 * rounded up. Each stratum first gets its minimum from the front of the order; the rest is filled from the front of the whole order. If the
 * first n of the order satisfy the minimum anyway, the sample is just these n.
 */
import { accept, type Result, refuse } from '@yingshang/journal'
import type { Candidate } from './order.ts'

/** At least numerator / denominator of the sample, rounded up. */
export interface Minimum {
  readonly stratum: string
  readonly numerator: number
  readonly denominator: number
}

/** The share of a whole, rounded up: shareOf(101, 5, 100) is 6. Whole numbers; the denominator is from 1. */
export function shareOf(total: number, numerator: number, denominator: number): number {
  return Number((BigInt(total) * BigInt(numerator) + BigInt(denominator) - 1n) / BigInt(denominator))
}

/** Whether the minimum shares of a sample of `count` can be had from these candidates; the refusal carries the numbers. */
export function checkMinimum(
  candidates: readonly Candidate[],
  count: number,
  minimum: readonly Minimum[],
): Result<true, 'too-few-candidates' | 'stratum-too-small' | 'shares-exceed-sample'> {
  if (candidates.length < count)
    return refuse(
      'too-few-candidates',
      `候选只有 ${candidates.length} 个，不足抽取 ${count} 个`,
      `${count} are to be drawn from ${candidates.length}`,
    )
  let sum = 0
  for (const { stratum, numerator, denominator } of minimum) {
    const least = shareOf(count, numerator, denominator)
    const present = candidates.filter((candidate) => candidate.stratum === stratum).length
    if (present < least)
      return refuse(
        'stratum-too-small',
        `“${stratum}”至少要抽 ${least} 个，名单中只有 ${present} 个`,
        `${least} must come from ${stratum}, which has ${present}`,
      )
    sum += least
  }
  if (sum > count)
    return refuse('shares-exceed-sample', '各类最低比例之和超过抽取总数', `the minimum shares ask for ${sum}, the sample has ${count}`)
  return accept(true)
}

/** The sample: the chosen, in the order in which they stand in `order`. The minimum must have been checked. */
export function takeSample<T extends Candidate>(order: readonly T[], count: number, minimum: readonly Minimum[]): T[] {
  const chosen = new Set<T>()
  for (const { stratum, numerator, denominator } of minimum) {
    let least = shareOf(count, numerator, denominator)
    for (const candidate of order) {
      if (least === 0) break
      if (candidate.stratum !== stratum) continue
      chosen.add(candidate)
      least--
    }
  }
  for (const candidate of order) {
    if (chosen.size >= count) break
    chosen.add(candidate)
  }
  return order.filter((candidate) => chosen.has(candidate))
}

/** The substitute for one who left the sample: the first of `order` that keeps the minimum shares, or null. `kept`: who remains. */
export function substitute<T extends Candidate>(
  order: readonly T[],
  kept: readonly Candidate[],
  count: number,
  minimum: readonly Minimum[],
): T | null {
  const short = minimum.filter(
    ({ stratum, numerator, denominator }) => kept.filter((c) => c.stratum === stratum).length < shareOf(count, numerator, denominator),
  )
  const fits = (candidate: T) => short.length === 0 || short.some(({ stratum }) => candidate.stratum === stratum)
  return order.find(fits) ?? null
}
