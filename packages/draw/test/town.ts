/** A neutral draw for the tests: a town lends out garden plots. */
import type { Result } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import {
  beginDraw,
  type Commitment,
  type DrawRecord,
  type Method,
  makeChain,
  type Source,
  withEntropy,
  withRound,
  writeLink,
} from '../src/index.ts'

export const crypto = nodeCrypto
export const SEED = new Uint8Array(32).fill(5)
export const LENGTH = 6
export const chain = makeChain(crypto, SEED, LENGTH)
/** The link that round `number` reveals. */
export const linkOf = (number: number): Uint8Array => chain[LENGTH - number]!

export const LOTTERY: Source = {
  kind: 'lottery',
  name: '示例彩票第2026034期',
  at: '2026-03-08T13:15:00Z',
  groups: [
    { count: 6, min: 1, max: 33, ordered: false },
    { count: 1, min: 1, max: 16, ordered: false },
  ],
}
export const OUTCOME = { numbers: [[3, 7, 12, 18, 25, 31], [9]] }

export const plots = (n: number): string[] => Array.from({ length: n }, (_, i) => `plot-${String(i + 1).padStart(3, '0')}`)

export const PICK: Method = { kind: 'pick', count: 1, weighted: false, minimum: [] }

export function commitment(change: Partial<Commitment> = {}): Commitment {
  return {
    v: 1,
    kind: 'draw-commitment',
    id: 'plots-2026-1',
    title: '公共菜园分配 Garden plots',
    committedAt: '2026-03-05T08:00:00Z',
    revealBy: '2026-03-09T08:00:00Z',
    method: PICK,
    candidates: plots(12).map((label) => ({ label })),
    excluded: [{ label: 'plot-900', reason: '去年已分配 given out last year' }],
    entropy: [LOTTERY],
    chain: { end: writeLink(chain[LENGTH]!), length: LENGTH },
    supersedes: null,
    ...change,
  }
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.place?.at ?? ''}: ${result.refusal.en}`)
  return result.value
}

export const refused = (result: Result<unknown>): string =>
  result.ok ? 'accepted' : [result.refusal.code, result.refusal.place?.at].filter(Boolean).join(' ')

/** A record with its first round. */
export function drawn(change: Partial<Commitment> = {}, receipt: string | null = null): DrawRecord {
  const known = must(withEntropy(crypto, must(beginDraw(commitment(change), receipt)), [OUTCOME]))
  return must(withRound(crypto, known, linkOf(1)))
}
