/**
 * The selection method of RFC 3797 (publicly verifiable NomCom random selection), for comparison with draws that others publish by it.
 * It hashes with MD5; the method rests on the entropy and not on MD5's resistance to collisions, but new draws use the other methods.
 */
import { md5 } from '@noble/hashes/legacy.js'
import { type Bytes, concat, utf8 } from '@yingshang/journal'

/** The key string: the numbers of each source in ascending order, each followed by a dot, each source by a slash: `9319./2.5.8.10.12./`. */
export function keyString(sources: readonly (readonly number[])[]): string {
  return sources
    .map(
      (numbers) =>
        `${[...numbers]
          .sort((a, b) => a - b)
          .map((n) => `${n}.`)
          .join('')}/`,
    )
    .join('')
}

export interface Selection {
  /** MD5 of the round, upper-case hexadecimal. */
  readonly hash: string
  /** How many were left. */
  readonly divisor: number
  /** Place in the published list, from 1. */
  readonly selected: number
}

/** The first `count` selections from a list of `pool`. The list is numbered from 1; whoever is selected leaves it. */
export function selectRfc3797(pool: number, key: string, count: number): Selection[] {
  if (!Number.isSafeInteger(pool) || pool < 1 || pool > 0xffff || count > pool)
    throw new RangeError('a pool of 1 to 65,535 and no more selections than that')
  const left = Array.from({ length: pool }, (_, i) => i + 1)
  const bytes = utf8(key)
  return Array.from({ length: count }, (_, round) => {
    const number: Bytes = new Uint8Array([round >> 8, round & 0xff])
    const digest = md5(concat(number, bytes, number))
    let value = 0n
    for (const byte of digest) value = (value << 8n) | BigInt(byte)
    const divisor = left.length
    const [selected] = left.splice(Number(value % BigInt(divisor)), 1)
    return { hash: [...digest].map((b) => b.toString(16).padStart(2, '0').toUpperCase()).join(''), divisor, selected: selected! }
  })
}
