/**
 * Canonical JSON, RFC 8785 (JCS): the one spelling of a JSON value. Members sorted by UTF-16 units of their names, numbers as
 * ECMAScript writes them, strings with the shortest escapes, no white space, UTF-8.
 * What JSON or I-JSON cannot say is refused, not bent: NaN, infinities, lone surrogates, undefined, bigint, dates, functions, class
 * instances, holes in arrays, accessors and cycles.
 */
import { type Bytes, fromUtf8, utf8 } from './bytes.ts'
import { accept, type Result, refuse } from './result.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Nesting beyond this is refused: no record needs it, and a deep text must not exhaust the stack of a verifier. */
export const MAX_DEPTH = 512

type Code = 'not-json' | 'not-finite' | 'lone-surrogate' | 'too-deep' | 'not-canonical' | 'not-utf8'

class Unfit extends Error {
  readonly code: Code
  readonly at: string
  readonly what: string
  constructor(code: Code, at: string, what: string) {
    super(code)
    this.code = code
    this.at = at
    this.what = what
  }
}

const ZH: Record<Code, string> = {
  'not-json': '含有 JSON 无法表示的值',
  'not-finite': '数值不是有限数',
  'lone-surrogate': '文本含有不成对的代理字符',
  'too-deep': '嵌套层数过多',
  'not-canonical': '不是规范化的 JSON 文本',
  'not-utf8': '不是 UTF-8 文本',
}

function text(value: string, at: string): string {
  if (!value.isWellFormed()) throw new Unfit('lone-surrogate', at, 'a string holds a lone surrogate')
  return JSON.stringify(value)
}

function write(value: unknown, at: string, depth: number, above: Set<object>): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'string':
      return text(value, at)
    case 'number':
      if (!Number.isFinite(value)) throw new Unfit('not-finite', at, `${value} is not a finite number`)
      // ECMAScript's own number text is the one that RFC 8785 prescribes; minus zero is "0".
      return JSON.stringify(value)
    case 'object':
      break
    default:
      throw new Unfit('not-json', at, `${typeof value} has no JSON form`)
  }
  if (depth >= MAX_DEPTH) throw new Unfit('too-deep', at, `nested more than ${MAX_DEPTH} deep`)
  if (above.has(value)) throw new Unfit('not-json', at, 'the value contains itself')
  above.add(value)
  let out: string
  if (Array.isArray(value)) {
    const parts: string[] = []
    for (let i = 0; i < value.length; i++) {
      if (!(i in value)) throw new Unfit('not-json', `${at}/${i}`, 'the array has a hole')
      parts.push(write(value[i], `${at}/${i}`, depth + 1, above))
    }
    out = `[${parts.join(',')}]`
  } else {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) throw new Unfit('not-json', at, 'only plain objects have a JSON form')
    const parts: string[] = []
    // The default sort of strings compares UTF-16 units, which is the order of RFC 8785, section 3.2.3.
    for (const name of Object.keys(value).sort()) {
      const where = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const member = Object.getOwnPropertyDescriptor(value, name)
      if (member?.get !== undefined || member?.set !== undefined) throw new Unfit('not-json', where, 'accessors have no JSON form')
      parts.push(`${text(name, where)}:${write(member?.value, where, depth + 1, above)}`)
    }
    if (Object.getOwnPropertySymbols(value).length > 0) throw new Unfit('not-json', at, 'symbols have no JSON form')
    out = `{${parts.join(',')}}`
  }
  above.delete(value)
  return out
}

/** The canonical text of a JSON value; refuses what RFC 8785 cannot represent and names the member by JSON pointer. */
export function canonicalText(value: unknown): Result<string, Code> {
  try {
    return accept(write(value, '', 0, new Set()))
  } catch (error) {
    if (error instanceof Unfit) return refuse(error.code, ZH[error.code], error.what, { at: error.at })
    throw error
  }
}

/** The canonical bytes (UTF-8) of a JSON value. */
export function canonicalBytes(value: unknown): Result<Bytes, Code> {
  const written = canonicalText(value)
  return written.ok ? accept(utf8(written.value)) : written
}

/** Canonical bytes of a value that the program itself made: a refusal here is a bug and is thrown. */
export function canonicalOwn(value: Json): Bytes {
  const written = canonicalBytes(value)
  if (!written.ok) throw new TypeError(`${written.refusal.en} at ${written.refusal.place?.at ?? ''}`)
  return written.value
}

/**
 * Read JSON that must already be canonical: the bytes are written again and compared, so that duplicate names, other orders, other
 * spellings of a number and surrounding space are all refused.
 */
export function parseCanonical(bytes: Bytes): Result<Json, Code> {
  const source = fromUtf8(bytes)
  if (source === null) return refuse('not-utf8', ZH['not-utf8'], 'not UTF-8')
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    return refuse('not-json', '不是 JSON 文本', 'not JSON')
  }
  const again = canonicalText(value)
  if (!again.ok) return again
  if (again.value !== source) return refuse('not-canonical', ZH['not-canonical'], 'not in the canonical form of RFC 8785')
  return accept(value as Json)
}
