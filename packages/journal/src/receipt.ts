/**
 * Receipts, C2SP tlog-proof: a text file that proves offline that a record is in the log. Its extra data is canonical JSON
 * `{"content":…,"kind":…,"salt":"<64 hex>","v":1}` (in base64): what is needed to compute the entry again. `content` may be left out;
 * then whoever checks brings the content. The extra data is not signed and need not be: if it is changed, the entry changes and the
 * proof fails.
 */
import { type Bytes, fromBase64, fromDecimal, fromHex, fromUtf8, toBase64, toHex } from './bytes.ts'
import { canonicalOwn, type Json, parseCanonical } from './canonical.ts'
import { type CheckpointCode, type Trust, type VerifiedCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import type { Verifying } from './crypto.ts'
import { entryOf, isKind, SALT_LENGTH } from './entry.ts'
import { HASH_LENGTH, leafHash, type ProofCode, verifyInclusion } from './merkle.ts'
import { accept, type Result, refuse } from './result.ts'

const HEAD = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 entries needs 53 hashes. */
const MAX_PROOF = 63
export const MAX_RECEIPT = 4 << 20

export interface Proof {
  readonly extra: Bytes | null
  readonly index: number
  /** Sibling of the leaf first. */
  readonly hashes: readonly Bytes[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
}

/** The text of a `.tlog-proof` file. */
export function formatProof(proof: Proof): string {
  const lines = [HEAD]
  if (proof.extra !== null) lines.push(`extra ${toBase64(proof.extra)}`)
  lines.push(`index ${proof.index}`, ...proof.hashes.map(toBase64), '', '')
  return lines.join('\n') + proof.checkpoint
}

/** Read a `.tlog-proof` file; nothing is verified. */
export function parseProof(source: Bytes | string): Result<Proof, 'bad-proof'> {
  const bad = (en: string, line?: number) => refuse('bad-proof', '回执格式不正确', en, line === undefined ? undefined : { line })
  if (source.length > MAX_RECEIPT) return bad('the file is too long')
  const text = typeof source === 'string' ? source : fromUtf8(source)
  if (text === null) return bad('the file is not UTF-8')
  const blank = text.indexOf('\n\n')
  if (blank < 0) return bad('there is no checkpoint')
  const lines = text.slice(0, blank).split('\n')
  if (lines[0] !== HEAD) return bad(`the first line is not ${HEAD}`, 1)
  let at = 1
  let extra: Bytes | null = null
  if (lines[at]?.startsWith('extra ')) {
    extra = fromBase64(lines[at]!.slice('extra '.length))
    if (extra === null) return bad('the extra data is not base64', at + 1)
    at++
  }
  const index = lines[at]?.startsWith('index ') ? fromDecimal(lines[at]!.slice('index '.length)) : null
  if (index === null) return bad('there is no index', at + 1)
  const hashes: Bytes[] = []
  for (at++; at < lines.length; at++) {
    const hash = fromBase64(lines[at]!)
    if (hash === null || hash.length !== HASH_LENGTH) return bad('not a base64 hash of 32 bytes', at + 1)
    hashes.push(hash)
  }
  if (hashes.length > MAX_PROOF) return bad('the proof is too long')
  return accept({ extra, index, hashes, checkpoint: text.slice(blank + 2) })
}

/** What a receipt reveals to its holder. */
export interface Opening {
  readonly kind: string
  readonly salt: Bytes
  /** Absent: the holder brings the content. */
  readonly content?: Json
}

export interface Receipt extends Opening {
  readonly index: number
  readonly hashes: readonly Bytes[]
  readonly checkpoint: string
}

/** The text of a receipt. A content that is not JSON is a bug of the caller and throws. */
export function formatReceipt(receipt: Receipt): string {
  const { kind, salt, content, index, hashes, checkpoint } = receipt
  const opening: Json = content === undefined ? { kind, salt: toHex(salt), v: 1 } : { content, kind, salt: toHex(salt), v: 1 }
  return formatProof({ extra: canonicalOwn(opening), index, hashes, checkpoint })
}

export type ReceiptCode = 'bad-proof' | 'bad-opening' | 'content-needed' | 'content-differs' | CheckpointCode | ProofCode | 'not-in-log'

function parseOpening(extra: Bytes | null): Result<Opening, ReceiptCode> {
  const bad = refuse<ReceiptCode>('bad-opening', '回执附带数据格式不正确', 'the extra data is not that of a receipt of version 1')
  const value = extra === null ? bad : parseCanonical(extra)
  if (!value.ok) return bad
  const one = value.value as { readonly [name: string]: Json } | null
  if (one === null || typeof one !== 'object' || one.v !== 1) return bad
  const names = Object.keys(one).join()
  if (names !== 'kind,salt,v' && names !== 'content,kind,salt,v') return bad
  const salt = typeof one.salt === 'string' ? fromHex(one.salt) : null
  if (typeof one.kind !== 'string' || !isKind(one.kind) || salt === null || salt.length !== SALT_LENGTH) return bad
  return accept(one.content === undefined ? { kind: one.kind, salt } : { kind: one.kind, salt, content: one.content })
}

/** Read a receipt; nothing is verified. */
export function parseReceipt(source: Bytes | string): Result<Receipt, ReceiptCode> {
  const proof = parseProof(source)
  if (!proof.ok) return proof
  const opening = parseOpening(proof.value.extra)
  if (!opening.ok) return opening
  const { index, hashes, checkpoint } = proof.value
  return accept({ ...opening.value, index, hashes, checkpoint })
}

/** Verify that the bytes of an entry are in a log, by a proof file of any log of this format. */
export function verifyEntryProof(
  verifying: Verifying,
  proof: Omit<Proof, 'extra'>,
  entry: Bytes,
  trust: Trust,
): Result<VerifiedCheckpoint, ReceiptCode> {
  const signed = verifyCheckpoint(verifying, proof.checkpoint, trust)
  if (!signed.ok) return signed
  const { size, root } = signed.value.checkpoint
  const included = verifyInclusion(verifying, proof.index, size, leafHash(verifying, entry), root, proof.hashes)
  if (!included.ok)
    return included.refusal.code === 'wrong-root' || included.refusal.code === 'wrong-old-root'
      ? refuse('not-in-log', '内容与日志中的条目不符', 'the proof does not lead from this content to the signed root', {
          index: proof.index,
        })
      : included
  return signed
}

export interface VerifiedReceipt extends VerifiedCheckpoint {
  readonly index: number
  readonly kind: string
  /** The record that the receipt proves. */
  readonly content: Json
}

/**
 * Verify a receipt: the checkpoint under the trust, the entry computed again from kind, salt and content, its inclusion.
 * `content` is the record that the holder brings; when the receipt carries one too, both must be the same.
 */
export function verifyReceipt(verifying: Verifying, source: Bytes | string, trust: Trust, content?: Json): Result<VerifiedReceipt> {
  const receipt = parseReceipt(source)
  if (!receipt.ok) return receipt
  const { kind, salt, index } = receipt.value
  const own = receipt.value.content
  const subject = content ?? own
  if (subject === undefined)
    return refuse('content-needed', '回执不含内容，请同时提供记录内容', 'the receipt does not carry the content: bring it')
  const entry = entryOf(verifying, kind, salt, subject)
  if (!entry.ok) return entry
  if (own !== undefined && content !== undefined) {
    const other = entryOf(verifying, kind, salt, own)
    if (!other.ok || toHex(other.value) !== toHex(entry.value))
      return refuse('content-differs', '所提供的内容与回执中的内容不同', 'the content brought is not the one in the receipt')
  }
  const proved = verifyEntryProof(verifying, receipt.value, entry.value, trust)
  return proved.ok ? accept({ ...proved.value, index, kind, content: subject }) : proved
}
