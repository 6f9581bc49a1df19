/**
 * Draws that anyone can check: commit first, take the entropy from outside, order by HKDF, substitute by the next link of a hash chain.
 * Pure and usable in a page; the hash function is a parameter. How it works and what it does and does not rule out: docs/draw.md.
 */
export * from './chain.ts'
export * from './commitment.ts'
export {
  type ContributionSource,
  checkValue,
  contributionHash,
  type DrandCheck,
  type DrandSource,
  type EntropyValue,
  type FigureSource,
  type LotterySource,
  type Source,
} from './entropy.ts'
export { hkdf } from './hkdf.ts'
export { type Candidate, compareLabels, equalOrder, lotsOf, uniform, weightedOrder } from './order.ts'
export * from './pairs.ts'
export * from './record.ts'
export * from './rfc3797.ts'
export * from './round.ts'
export * from './sample.ts'
export * from './verify.ts'
