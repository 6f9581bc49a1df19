/** Shares compared as integers: never a division, so that exactly one half and exactly two thirds come out right. */
import type { Threshold } from './model.ts'

/** A comparison with its numbers, for showing: `reached` of `base` against `part/of`. */
export interface ThresholdTest {
  readonly threshold: Threshold
  readonly reached: number
  readonly base: number
  readonly passed: boolean
}

/** Tests `reached / base` against the threshold by cross-multiplication. An empty base never passes. */
export function test(threshold: Threshold, reached: number, base: number): ThresholdTest {
  const left = BigInt(reached) * BigInt(threshold.of)
  const right = BigInt(base) * BigInt(threshold.part)
  return { threshold, reached, base, passed: base > 0 && (threshold.over ? left > right : left >= right) }
}
