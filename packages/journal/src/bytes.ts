/**
 * Bytes and their spellings. Everything read from outside goes through the strict decoders: one value has one spelling, so a text
 * that was tampered with in its padding or letter case is not taken for the same text. No Node types: pages use this too.
 */

export type Bytes = Uint8Array

const encoder = new TextEncoder()

/** UTF-8 bytes of a text. A lone surrogate would become U+FFFD; callers that sign or hash text check `isWellFormed` first. */
export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/** The text of strict UTF-8 bytes (a byte order mark is kept as a character), or null when they are not UTF-8. */
export function fromUtf8(bytes: Bytes): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

export function concat(...parts: readonly Bytes[]): Bytes {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Whether two byte strings are equal. Not constant in time: everything compared here is public. */
export function sameBytes(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Order of unsigned bytes, shorter first on a common beginning: negative, zero or positive. */
export function compareBytes(a: Bytes, b: Bytes): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

const HEX = '0123456789abcdef'

export function toHex(bytes: Bytes): string {
  let out = ''
  for (const byte of bytes) out += HEX[byte >> 4]! + HEX[byte & 15]!
  return out
}

/** Bytes of lower-case hexadecimal, or null. */
export function fromHex(text: string): Bytes | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null
  const out = new Uint8Array(text.length / 2)
  // 0–9 are 0x30–0x39, a–f are 0x61–0x66.
  const digit = (at: number) => {
    const code = text.charCodeAt(at)
    return code < 0x61 ? code - 0x30 : code - 0x57
  }
  for (let i = 0; i < out.length; i++) out[i] = (digit(2 * i) << 4) | digit(2 * i + 1)
  return out
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter.charCodeAt(0), value]))

/** Standard base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Bytes): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!
    out += left > 1 ? ALPHABET[(word >> 6) & 63]! : '='
    out += left > 2 ? ALPHABET[word & 63]! : '='
  }
  return out
}

/** Bytes of standard base64 in its only canonical spelling (padding present, unused bits zero, no white space), or null. */
export function fromBase64(text: string): Bytes | null {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const out = new Uint8Array((text.length / 4) * 3 - padding)
  const letters = text.length - padding
  let word = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < letters; i++) {
    const value = VALUES.get(text.charCodeAt(i))
    if (value === undefined) return null
    word = ((word << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[at++] = (word >> bits) & 0xff
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? out : null
}

/** A decimal without sign or leading zeroes, at most 2^53 − 1, or null. */
export function fromDecimal(text: string): number | null {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : null
}

/** Eight bytes, most significant first. `value` is an integer from 0 to 2^53 − 1. */
export function uint64(value: number): Bytes {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out
}
