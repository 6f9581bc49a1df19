/**
 * From a revealed link and the entropy to an order of candidates.
 *
 * Equal chances: each candidate's lot is HKDF-SHA-256(salt = link, ikm = entropy, info = label), 32 bytes; the smallest lot is first. A
 * candidate's lot does not depend on who else is on the list.
 *
 * Weighted: successive sampling without replacement in whole numbers. For pick k the remaining weights, in order of label, are laid end
 * to end on [0, W); a uniform number r of [0, W) falls on the candidate picked. r = v mod W, where v is the first of
 * HKDF(info = "weighted" 0x0A k 0x0A attempt) below the largest multiple of W (256 bits, attempt 0, 1, …), so no candidate gains from
 * rounding. This is the distribution that exponential keys have, without logarithms, which differ between machines.
 */
import { type Bytes, compareBytes, type Hashing, utf8 } from '@yingshang/journal'
import { hkdf } from './hkdf.ts'

export interface Candidate {
  readonly label: string
  /** A whole number from 1; only in weighted draws. */
  readonly weight?: number
  readonly stratum?: string
}

export type Lots = (info: Bytes, length?: number) => Bytes

/** The lots of a round. */
export function lotsOf(hashing: Hashing, link: Bytes, ikm: Bytes): Lots {
  return hkdf(hashing, link, ikm)
}

/** Order of labels by UTF-16 units, the order of every published list. */
export function compareLabels(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Order of equal chances; labels must differ. */
export function equalOrder<T extends { readonly label: string }>(lots: Lots, candidates: readonly T[]): T[] {
  return candidates
    .map((candidate) => ({ candidate, lot: lots(utf8(candidate.label)) }))
    .sort((a, b) => compareBytes(a.lot, b.lot) || compareLabels(a.candidate.label, b.candidate.label))
    .map(({ candidate }) => candidate)
}

const RANGE = 1n << 256n

function integer(bytes: Bytes): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** A uniform whole number of [0, total) for pick `pick` (from 1). */
export function uniform(lots: Lots, pick: number, total: number): number {
  const limit = RANGE - (RANGE % BigInt(total))
  for (let attempt = 0; ; attempt++) {
    const value = integer(lots(utf8(`weighted\n${pick}\n${attempt}`)))
    if (value < limit) return Number(value % BigInt(total))
  }
}

/** Weighted order without replacement; every weight a whole number from 1, their sum a safe integer. O(n log n). */
export function weightedOrder<T extends Candidate>(lots: Lots, candidates: readonly T[]): T[] {
  const sorted = [...candidates].sort((a, b) => compareLabels(a.label, b.label))
  const sums = new PrefixSums(sorted.map((candidate) => candidate.weight ?? 1))
  return sorted.map((_, i) => sorted[sums.take(uniform(lots, i + 1, sums.total))]!)
}

/** Weights in a row with their prefix sums (a Fenwick tree). */
class PrefixSums {
  readonly #tree: number[]
  readonly #weights: number[]
  total = 0

  constructor(weights: readonly number[]) {
    this.#weights = [...weights]
    this.#tree = new Array<number>(weights.length + 1).fill(0)
    for (const [i, weight] of weights.entries()) this.#add(i, weight)
  }

  #add(index: number, weight: number): void {
    this.total += weight
    for (let i = index + 1; i < this.#tree.length; i += i & -i) this.#tree[i]! += weight
  }

  /** Index of the weight on which `at` falls; that weight becomes zero. */
  take(at: number): number {
    let index = 0
    let rest = at
    for (let step = 1 << (31 - Math.clz32(this.#tree.length)); step > 0; step >>= 1) {
      const sum = this.#tree[index + step]
      if (sum !== undefined && sum <= rest) {
        index += step
        rest -= sum
      }
    }
    this.#add(index, -this.#weights[index]!)
    return index
  }
}
