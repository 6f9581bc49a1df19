/**
 * The hash chain of a draw. The organiser takes a random seed, hashes it n times and publishes the end; each round then reveals the link
 * before it. A link cannot be chosen after the end is published, and no link tells the next one to be revealed.
 *   link(0) = seed,  link(k + 1) = SHA-256( "yingshang/draw-link/v1" ‖ 0x0A ‖ link(k) ),  end = link(n);  round r reveals link(n − r).
 */
import { type Bytes, concat, fromHex, type Hashing, utf8 } from '@yingshang/journal'

const DOMAIN = utf8('yingshang/draw-link/v1\n')
export const LINK_LENGTH = 32

export function nextLink(hashing: Hashing, link: Bytes): Bytes {
  return hashing.sha256(concat(DOMAIN, link))
}

/** All links from the seed to the end: `links[length]` is the end, round r (from 1) reveals `links[length - r]`. */
export function makeChain(hashing: Hashing, seed: Bytes, length: number): Bytes[] {
  if (seed.length !== LINK_LENGTH || !Number.isSafeInteger(length) || length < 1)
    throw new RangeError('a chain needs a seed of 32 bytes and a length')
  const links = [seed]
  for (let i = 0; i < length; i++) links.push(nextLink(hashing, links[i]!))
  return links
}

/** A link in its written form (64 lower-case hexadecimal digits), or null. */
export function readLink(text: string): Bytes | null {
  const link = fromHex(text)
  return link !== null && link.length === LINK_LENGTH ? link : null
}
