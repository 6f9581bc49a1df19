/** HMAC and HKDF on SHA-256 (RFC 2104, RFC 5869), over the hash function that is given. */
import { type Bytes, concat, type Hashing } from '@yingshang/journal'

const BLOCK = 64
const HASH = 32

/** HMAC with one key, to be called for many messages. */
function hmac(hashing: Hashing, key: Bytes): (message: Bytes) => Bytes {
  const short = key.length > BLOCK ? hashing.sha256(key) : key
  const inner = new Uint8Array(BLOCK).fill(0x36)
  const outer = new Uint8Array(BLOCK + HASH).fill(0x5c)
  for (let i = 0; i < short.length; i++) {
    inner[i]! ^= short[i]!
    outer[i]! ^= short[i]!
  }
  return (message) => {
    const within = new Uint8Array(BLOCK + message.length)
    within.set(inner)
    within.set(message, BLOCK)
    outer.set(hashing.sha256(within), BLOCK)
    return hashing.sha256(outer)
  }
}

/** HKDF with a fixed salt and input: gives for each `info` the first `length` bytes (default 32, at most 255 × 32). */
export function hkdf(hashing: Hashing, salt: Bytes, ikm: Bytes): (info: Bytes, length?: number) => Bytes {
  const expand = hmac(hashing, hmac(hashing, salt)(ikm))
  return (info, length = HASH) => {
    if (length > 255 * HASH) throw new RangeError('HKDF gives at most 8,160 bytes')
    if (length <= HASH) {
      const once = new Uint8Array(info.length + 1)
      once.set(info)
      once[info.length] = 1
      return expand(once).subarray(0, length)
    }
    let out: Bytes = new Uint8Array(0)
    let last: Bytes = new Uint8Array(0)
    for (let i = 1; out.length < length; i++) {
      last = expand(concat(last, info, new Uint8Array([i])))
      out = concat(out, last)
    }
    return out.subarray(0, length)
  }
}
