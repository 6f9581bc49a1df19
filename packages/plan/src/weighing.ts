import { grams, type Rarity, vector } from './similarity.ts'

/**
 * Likeness of two clauses by their rarer words, for clauses that two plans word differently.
 */

/** The words of a clause with their weights. */
export interface Weighed {
  readonly weights: ReadonlyMap<string, number>
  readonly sum: number
}

export function weigh(folded: string, rare: Rarity): Weighed {
  const { weights, sum } = vector(grams(folded), rare)
  return { weights, sum }
}

/** 0 to 1: the Dice of the weights, or 0.8 of how much of `asked` stands in `given`, whichever is more. */
export function answers(asked: Weighed, given: Weighed): number {
  if (!asked.sum || !given.sum) return 0
  let shared = 0
  let own = 0
  for (const [gram, weight] of asked.weights) {
    const other = given.weights.get(gram)
    if (other === undefined) continue
    shared += Math.min(weight, other)
    own += weight
  }
  return Math.max((2 * shared) / (asked.sum + given.sum), 0.8 * (own / asked.sum))
}

/** `answers` seen from either side, the same when the sides are swapped. */
export function alike(a: Weighed, b: Weighed): number {
  return Math.max(answers(a, b), answers(b, a))
}
