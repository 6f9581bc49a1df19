/**
 * Bytes to characters, strictly: a byte that does not fit the encoding is a refusal with its place, never a replacement character.
 * The order is byte order mark, declared encoding (html), strict UTF-8, UTF-16 by its pattern, GB18030.
 */
import { refuse, refuseCorrupt, refuseTruncated } from './refusals.ts'

export interface Decoded {
  readonly text: string
  readonly encoding: string
}

/** Decodes or returns undefined when a byte does not fit. */
function strict(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return undefined
  }
}

const starts = (bytes: Uint8Array, ...mark: number[]) => mark.every((b, i) => bytes[i] === b)

/** Offset of the first byte that is not UTF-8, -1 when all fit; `cut` when the bytes end inside a character. */
export function utf8Fault(bytes: Uint8Array): { at: number; cut: boolean; multibyte: number; faults: number } {
  let at = -1
  let faults = 0
  let multibyte = 0
  let cut = false
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i]!
    if (b < 0x80) {
      i++
      continue
    }
    const need = b >= 0xc2 && b <= 0xdf ? 1 : b >= 0xe0 && b <= 0xef ? 2 : b >= 0xf0 && b <= 0xf4 ? 3 : 0
    let k = 0
    while (k < need && i + k + 1 < bytes.length && (bytes[i + k + 1]! & 0xc0) === 0x80) k++
    const second = bytes[i + 1] ?? 0
    const allowed =
      need > 0 &&
      !(b === 0xe0 && second < 0xa0) &&
      !(b === 0xed && second > 0x9f) &&
      !(b === 0xf0 && second < 0x90) &&
      !(b === 0xf4 && second > 0x8f)
    if (allowed && k === need) {
      multibyte++
      i += need + 1
      continue
    }
    if (need > 0 && i + k + 1 >= bytes.length && (k === 0 || allowed)) cut = true
    if (at < 0) at = i
    faults++
    i += Math.max(1, k + 1)
  }
  return { at, cut: cut && faults === 1, multibyte, faults }
}

/** Share of characters that belong to ordinary Chinese or Latin text; tells UTF-16 and GB18030 from noise. */
export function plausibility(text: string): number {
  if (text.length === 0) return 0
  const step = Math.max(1, Math.floor(text.length / 20_000))
  let good = 0
  let seen = 0
  for (let i = 0; i < text.length; i += step) {
    const c = text.charCodeAt(i)
    seen++
    if (
      (c >= 0x20 && c < 0x7f) ||
      c === 9 ||
      c === 10 ||
      c === 13 ||
      c === 12 ||
      (c >= 0x4e00 && c <= 0x9fff) ||
      (c >= 0x3000 && c <= 0x303f) ||
      (c >= 0xff01 && c <= 0xff5e) ||
      (c >= 0x2010 && c <= 0x2027) ||
      (c >= 0x2460 && c <= 0x24ff) ||
      c === 0xb7 ||
      c === 0xa0 ||
      c === 0xfeff
    )
      good++
  }
  return good / seen
}

/** Share of control characters that no text has. */
export function controlShare(text: string): number {
  let bad = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if ((c < 0x20 && c !== 9 && c !== 10 && c !== 13 && c !== 12 && c !== 0x1a) || c === 0x7f || c === 0xfffe || c === 0xffff) bad++
  }
  return text.length === 0 ? 0 : bad / text.length
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  if (bytes.length % 2 === 1)
    refuseTruncated(
      encoding,
      `${encoding.toUpperCase()} 文本的最后一个字只有一半`,
      `the ${encoding.toUpperCase()} text ends inside a character`,
      {
        size: bytes.length,
      },
    )
  const text = strict(bytes, encoding)
  if (text !== undefined) return text
  return refuseCorrupt(encoding, '其中有不成对的 UTF-16 代码单元', 'it has unpaired UTF-16 code units')
}

/** UTF-16 without a mark: ordinary characters in one byte order and nonsense in the other. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 4) return undefined
  const even = bytes.length - (bytes.length % 2)
  const sample = bytes.subarray(0, Math.min(even, 64 * 1024))
  const le = plausibility(new TextDecoder('utf-16le').decode(sample))
  const be = plausibility(new TextDecoder('utf-16be').decode(sample))
  // Letters, figures and line breaks have a zero byte, always on the same side.
  const zeros: [number, number] = [0, 0]
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++
  if (zeros[1] > 0 && zeros[0] * 10 <= zeros[1] && le >= 0.9) return 'utf-16le'
  if (zeros[0] > 0 && zeros[1] * 10 <= zeros[0] && be >= 0.9) return 'utf-16be'
  if (Math.max(le, be) < 0.9 || Math.abs(le - be) < 0.3) return undefined
  return le > be ? 'utf-16le' : 'utf-16be'
}

const refuseBinary = (bytes: Uint8Array): never =>
  refuse(
    'document.binary',
    '文件内容不是文字，而是二进制数据。请上传 Word（docx）、PDF、网页或文本文件。',
    'The file holds binary data and no text. Upload a Word (docx), PDF, web page or text file.',
    { size: bytes.length },
  )

const lineOf = (bytes: Uint8Array, offset: number) => {
  let line = 1
  for (let i = 0; i < offset; i++) if (bytes[i] === 10) line++
  return line
}

/**
 * Decodes a text or html file.
 * @param declared encoding named inside the file (html `meta`), tried when the bytes are not UTF-8.
 * @throws Refused `document.binary`, `document.corrupt` (with the byte offset and line) or `document.truncated`.
 */
export function decode(bytes: Uint8Array, declared?: string): Decoded {
  const decoded = decodeAny(bytes, declared)
  if (controlShare(decoded.text) > 0.01) refuseBinary(bytes)
  return decoded
}

function decodeAny(bytes: Uint8Array, declared?: string): Decoded {
  if (starts(bytes, 0xff, 0xfe)) return { text: utf16(bytes.subarray(2), 'utf-16le'), encoding: 'utf-16le' }
  if (starts(bytes, 0xfe, 0xff)) return { text: utf16(bytes.subarray(2), 'utf-16be'), encoding: 'utf-16be' }
  const marked = starts(bytes, 0xef, 0xbb, 0xbf)
  const zero = bytes.subarray(0, 64 * 1024).includes(0)
  const asUtf8 = zero && !marked ? undefined : strict(bytes, 'utf-8')
  if (asUtf8 !== undefined) return { text: asUtf8, encoding: 'utf-8' }

  const wide = marked ? undefined : guessUtf16(bytes)
  if (wide !== undefined) return { text: utf16(bytes, wide), encoding: wide }
  if (zero) refuseBinary(bytes)

  const fault = utf8Fault(bytes)
  // Nearly all of it is UTF-8: the file is a damaged UTF-8 file, not a file in another encoding.
  if (marked || (fault.multibyte > 0 && fault.faults * 20 <= fault.multibyte) || (fault.cut && fault.multibyte > 0)) {
    if (fault.cut)
      refuseTruncated(
        'utf-8',
        `UTF-8 文本在第 ${lineOf(bytes, fault.at)} 行的一个字中间断开`,
        `the UTF-8 text ends inside a character on line ${lineOf(bytes, fault.at)}`,
        {
          offset: fault.at,
        },
      )
    refuseCorrupt(
      'utf-8',
      `第 ${lineOf(bytes, fault.at)} 行（第 ${fault.at} 字节）不是有效的 UTF-8`,
      `line ${lineOf(bytes, fault.at)} (byte ${fault.at}) is not valid UTF-8`,
      { offset: fault.at, line: lineOf(bytes, fault.at) },
    )
  }
  for (const label of declared === undefined || /^(gb|utf-?8)/i.test(declared) ? ['gb18030'] : [declared, 'gb18030']) {
    let text: string | undefined
    try {
      text = strict(bytes, label)
    } catch {
      continue
    }
    if (text !== undefined && controlShare(text) <= 0.01 && plausibility(text) >= 0.7) {
      return { text, encoding: new TextDecoder(label).encoding }
    }
  }
  // A GB18030 character takes two or four bytes; when all but the last few bytes fit, the file was cut.
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    const text = strict(bytes.subarray(0, bytes.length - cut), 'gb18030')
    if (text !== undefined && text.length > 8 && controlShare(text) <= 0.01 && plausibility(text) >= 0.9)
      refuseTruncated('gb18030', 'GB18030 文本在最后一个字中间断开', 'the GB18030 text ends inside a character', {
        offset: bytes.length - cut,
      })
  }
  const loose = new TextDecoder('gb18030').decode(bytes.subarray(0, 256 * 1024))
  if (controlShare(loose) > 0.01 || plausibility(loose) < 0.9) refuseBinary(bytes)
  const at = firstBadGb(bytes)
  return refuseCorrupt(
    'gb18030',
    `第 ${lineOf(bytes, at)} 行（第 ${at} 字节）不是有效的 GB18030 编码`,
    `line ${lineOf(bytes, at)} (byte ${at}) is not valid GB18030`,
    { offset: at, line: lineOf(bytes, at) },
  )
}

/** Offset of the first byte that does not fit GB18030. */
function firstBadGb(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i]!
    if (b < 0x80) i++
    else {
      const second = bytes[i + 1] ?? 0
      if (b >= 0x81 && b <= 0xfe && second >= 0x40 && second <= 0xfe && second !== 0x7f) i += 2
      else if (b >= 0x81 && b <= 0xfe && second >= 0x30 && second <= 0x39 && (bytes[i + 2] ?? 0) >= 0x81) i += 4
      else return i
    }
  }
  return bytes.length
}
