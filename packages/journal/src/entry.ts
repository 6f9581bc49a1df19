/**
 * What the tree says about an action: a salted digest and the kind of record, nothing else. The digest is
 *   SHA-256( "yingshang/journal-digest/v1" ‖ 0x0A ‖ kind ‖ 0x0A ‖ salt (32 bytes) ‖ canonical JSON of the content ).
 * Without the salt the digest cannot be guessed back even for a short content; when salt and content are erased, the entry stays in the
 * tree and says nothing about anybody. The first three parts have no ambiguous boundary: kinds hold no newline, salts have one length.
 */
import { type Bytes, concat, fromHex, toHex, utf8 } from './bytes.ts'
import { canonicalBytes, type Json, parseCanonical } from './canonical.ts'
import type { Hashing } from './crypto.ts'
import { accept, type Result, refuse } from './result.ts'

export const SALT_LENGTH = 32
const DOMAIN = utf8('yingshang/journal-digest/v1\n')
const KIND = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/
const MAX_KIND = 64

/** An entry of the log. `kind` is a fixed word of the program ('action', 'ballot', 'draw', …) and must not carry personal data. */
export interface Entry {
  readonly kind: string
  /** 32 bytes. */
  readonly digest: Bytes
}

export function isKind(kind: string): boolean {
  return kind.length <= MAX_KIND && KIND.test(kind)
}

/** The salted digest of a record's canonical bytes (32 bytes). Refuses a bad kind, a salt of another length, and a content that JSON cannot say. */
export function contentDigest(hashing: Hashing, kind: string, salt: Bytes, content: unknown): Result<Bytes> {
  if (!isKind(kind)) return refuse('bad-kind', '记录种类名称不合法', 'the kind must be lower-case words joined by dots or dashes')
  if (salt.length !== SALT_LENGTH) return refuse('bad-salt', '盐值必须为 32 字节', 'the salt must be 32 bytes')
  const bytes = canonicalBytes(content)
  if (!bytes.ok) return bytes
  return accept(hashing.sha256(concat(DOMAIN, utf8(`${kind}\n`), salt, bytes.value)))
}

/** The bytes of an entry in the log: canonical JSON `{"digest":"<64 hex>","kind":"<kind>","v":1}`. */
export function entryBytes(entry: Entry): Bytes {
  if (!isKind(entry.kind) || entry.digest.length !== 32) throw new TypeError('not an entry')
  // Canonical as it stands: names in order, and neither kinds nor digests hold anything to escape. Written for every entry of a log, so not by the general writer.
  return utf8(`{"digest":"${toHex(entry.digest)}","kind":"${entry.kind}","v":1}`)
}

/** The entry of a record: digest and bytes in one step. */
export function entryOf(hashing: Hashing, kind: string, salt: Bytes, content: unknown): Result<Bytes> {
  const digest = contentDigest(hashing, kind, salt, content)
  return digest.ok ? accept(entryBytes({ kind, digest: digest.value })) : digest
}

/** Read an entry; refuses any other member, spelling or version. */
export function parseEntry(bytes: Bytes): Result<Entry, 'bad-entry'> {
  const bad = refuse('bad-entry', '日志条目格式不正确', 'not an entry of version 1')
  const value = parseCanonical(bytes)
  if (!value.ok) return bad
  const one = value.value as { readonly [name: string]: Json } | null
  if (one === null || typeof one !== 'object' || Object.keys(one).join() !== 'digest,kind,v' || one.v !== 1) return bad
  if (typeof one.kind !== 'string' || !isKind(one.kind) || typeof one.digest !== 'string') return bad
  const digest = fromHex(one.digest)
  return digest !== null && digest.length === 32 ? accept({ kind: one.kind, digest }) : bad
}
