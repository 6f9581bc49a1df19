import type { Span } from './model.ts'

/**
 * Likeness of Chinese administrative text, as the rest of the room needs it: text folded to one width and case with a way back to the
 * source, character bigrams, and sparse TF-IDF vectors. Everything is deterministic and linear in the size of the text.
 */

/** Text with white space removed and width and case folded; `at[i]` is the source offset of its i-th character, `at[length]` its end. */
export interface Folded {
  readonly text: string
  readonly at: readonly number[]
}

const WIDE_QUOTES: Readonly<Record<string, string>> = {
  '「': '“',
  '」': '”',
  '『': '“',
  '』': '”',
  '〔': '(',
  '〕': ')',
  '【': '(',
  '】': ')',
}

/** Folds `source[start, end)`: no white space, NFKC, lower case. */
export function fold(source: string, span: Span = { start: 0, end: source.length }): Folded {
  let text = ''
  const at: number[] = []
  const end = Math.min(span.end, source.length)
  let last = span.start
  for (let i = Math.max(0, span.start); i < end; i++) {
    const c = source[i]!
    if (c.trim() === '') continue
    if (c >= '\u4e00' && c <= '\u9fff') {
      at.push(i)
      text += c
      last = i + 1
      continue
    }
    const folded = c < '\u0080' ? c.toLowerCase() : (WIDE_QUOTES[c] ?? c.normalize('NFKC').toLowerCase().replace(/\s/g, ''))
    for (let k = 0; k < folded.length; k++) at.push(i)
    text += folded
    last = i + 1
  }
  at.push(last)
  return { text, at }
}

/** The source span of `folded[start, end)`, without white space at its ends. */
export function unfold(folded: Folded, start: number, end: number): Span {
  if (end <= start) return { start: folded.at[start] ?? 0, end: folded.at[start] ?? 0 }
  return { start: folded.at[start]!, end: folded.at[end - 1]! + 1 }
}

/** Folded text without a way back, for names and titles. */
export function foldText(text: string): string {
  return fold(text).text
}

const WORD = /[\p{Script=Han}〇]+|[a-z]+|\d+(?:\.\d+)?/gu

/** Character bigrams of the runs of Han characters (a lone character stands for itself), and whole Latin words and numbers. Input is folded. */
export function grams(folded: string): string[] {
  const out: string[] = []
  for (const [run] of folded.matchAll(WORD)) {
    if (run.length === 1 || run[0]! < '\u0080') out.push(run)
    else for (let i = 0; i + 1 < run.length; i++) out.push(run.slice(i, i + 2))
  }
  return out
}

/** Dice likeness of two folded texts by their bigrams as multisets: 0 nothing in common, 1 the same bigrams. */
export function dice(a: string, b: string): number {
  if (a === b) return 1
  const x = grams(a)
  const y = grams(b)
  if (x.length === 0 || y.length === 0) return 0
  const count = new Map<string, number>()
  for (const g of x) count.set(g, (count.get(g) ?? 0) + 1)
  let shared = 0
  for (const g of y) {
    const left = count.get(g) ?? 0
    if (left > 0) {
      shared++
      count.set(g, left - 1)
    }
  }
  return (2 * shared) / (x.length + y.length)
}

/** Length of the longest common subsequence. Quadratic: for clauses and titles only. */
export function commonSubsequence(a: string, b: string): number {
  const row = new Uint16Array(b.length + 1)
  for (let i = 0; i < a.length; i++) {
    let diagonal = 0
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!
      row[j] = a[i] === b[j - 1] ? diagonal + 1 : Math.max(row[j]!, row[j - 1]!)
      diagonal = above
    }
  }
  return row[b.length]!
}

/** A sparse vector: gram → weight, with the sum of weights and the Euclidean length. */
export interface Vector {
  readonly weights: ReadonlyMap<string, number>
  readonly sum: number
  readonly norm: number
}

/** Inverse document frequency of grams over a collection. A gram never seen is as rare as one seen once. */
export interface Rarity {
  of(gram: string): number
}

/** So many unseen documents stand behind every collection, so that words shared by two short plans are not taken for common ones. */
const BACKGROUND = 20

/** Rarity of grams over documents, each given by its grams: the logarithm of all documents over those that have the gram. */
export function rarity(documents: readonly (readonly string[])[]): Rarity {
  const df = new Map<string, number>()
  for (const document of documents) for (const gram of new Set(document)) df.set(gram, (df.get(gram) ?? 0) + 1)
  const all = documents.length + BACKGROUND
  return { of: (gram) => Math.log((1 + all) / (1 + (df.get(gram) ?? 1))) }
}

/** TF-IDF vector with dampened counts. */
export function vector(terms: readonly string[], rare: Rarity): Vector {
  const count = new Map<string, number>()
  for (const term of terms) count.set(term, (count.get(term) ?? 0) + 1)
  const weights = new Map<string, number>()
  let sum = 0
  let square = 0
  for (const [term, n] of count) {
    const weight = (1 + Math.log(n)) * rare.of(term)
    weights.set(term, weight)
    sum += weight
    square += weight * weight
  }
  return { weights, sum, norm: Math.sqrt(square) }
}

/** What two vectors share, each 0 to 1: their cosine, and the share of the weight of either whose grams also stand in the other. */
export function overlap(a: Vector, b: Vector): { readonly cosine: number; readonly ofFirst: number; readonly ofSecond: number } {
  if (a.norm === 0 || b.norm === 0) return { cosine: 0, ofFirst: 0, ofSecond: 0 }
  const swap = a.weights.size > b.weights.size
  const [small, large] = swap ? [b, a] : [a, b]
  let dot = 0
  let ofSmall = 0
  let ofLarge = 0
  for (const [gram, weight] of small.weights) {
    const other = large.weights.get(gram)
    if (other === undefined) continue
    dot += weight * other
    ofSmall += weight
    ofLarge += other
  }
  const [s, l] = [Math.min(1, ofSmall / small.sum), Math.min(1, ofLarge / large.sum)]
  return { cosine: Math.min(1, dot / (a.norm * b.norm)), ofFirst: swap ? l : s, ofSecond: swap ? s : l }
}
