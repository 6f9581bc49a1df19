/**
 * Checkpoints, C2SP tlog-checkpoint: the signed head of a log — origin, size, root — and whom a verifier trusts to sign it.
 * Log keys may be rotated: each is trusted for a range of sizes. Witnesses are other people's keys; a policy may ask for a quorum of them.
 */
import { type Bytes, fromBase64, fromDecimal, toBase64 } from './bytes.ts'
import type { Hashing, Verifying } from './crypto.ts'
import { HASH_LENGTH } from './merkle.ts'
import {
  formatVerifierKey,
  isKeyName,
  type Note,
  type NoteSigner,
  parseNote,
  parseVerifierKey,
  signNote,
  type VerifierKey,
  verifySignatures,
} from './note.ts'
import { accept, type Result, refuse } from './result.ts'

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Bytes
  /** Extension lines; this log writes none. */
  readonly extensions: readonly string[]
}

/** The text that is signed. */
export function checkpointText(checkpoint: Checkpoint): string {
  return [checkpoint.origin, String(checkpoint.size), toBase64(checkpoint.root), ...checkpoint.extensions, ''].join('\n')
}

/** Read the text of a checkpoint (without signatures). */
export function parseCheckpointText(text: string): Result<Checkpoint, 'bad-checkpoint'> {
  const bad = (en: string, line: number) => refuse('bad-checkpoint', '检查点格式不正确', en, { line })
  if (!text.endsWith('\n')) return bad('the text does not end in a newline', 1)
  const [origin, decimal, encoded, ...extensions] = text.slice(0, -1).split('\n')
  if (origin === undefined || origin === '') return bad('the origin is empty', 1)
  const size = fromDecimal(decimal ?? '')
  if (size === null) return bad('the size is not a decimal number', 2)
  const root = fromBase64(encoded ?? '')
  if (root === null || root.length !== HASH_LENGTH) return bad('the root is not a base64 hash of 32 bytes', 3)
  const empty = extensions.indexOf('')
  if (empty >= 0) return bad('an extension line is empty', 4 + empty)
  return accept({ origin, size, root, extensions })
}

/** A checkpoint and the note that carries it; nothing verified. */
export function parseCheckpoint(source: Bytes | string): Result<{ checkpoint: Checkpoint; note: Note }, 'bad-note' | 'bad-checkpoint'> {
  const note = parseNote(source)
  if (!note.ok) return note
  const checkpoint = parseCheckpointText(note.value.text)
  return checkpoint.ok ? accept({ checkpoint: checkpoint.value, note: note.value }) : checkpoint
}

/** A signed checkpoint, ready to be served. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(checkpointText(checkpoint), signers)
}

/** A key of the log, trusted for checkpoints of `from` ≤ size ≤ `to` (`to` null: without end). */
export interface TrustedKey {
  readonly key: VerifierKey
  readonly from: number
  readonly to: number | null
}

/** Whom a verifier trusts. It must reach the verifier by another way than the log itself. */
export interface Trust {
  readonly origin: string
  readonly keys: readonly TrustedKey[]
  readonly witnesses: readonly VerifierKey[]
  /** How many of the witnesses must have signed. */
  readonly quorum: number
}

export interface VerifiedCheckpoint {
  readonly checkpoint: Checkpoint
  /** The log's keys that signed. */
  readonly signedBy: readonly VerifierKey[]
  readonly witnesses: readonly { readonly key: VerifierKey; readonly time: number }[]
}

export type CheckpointCode =
  | 'bad-note'
  | 'bad-checkpoint'
  | 'bad-signature'
  | 'wrong-origin'
  | 'not-signed'
  | 'key-out-of-range'
  | 'too-few-witnesses'

/**
 * Verify a checkpoint under a trust: origin, at least one Ed25519 signature by a log key whose range holds the size, every line of a
 * known key correct, enough witnesses. An SM2 line is checked when present but does not replace the Ed25519 signature.
 */
export function verifyCheckpoint(verifying: Verifying, source: Bytes | string, trust: Trust): Result<VerifiedCheckpoint, CheckpointCode> {
  const parsed = parseCheckpoint(source)
  if (!parsed.ok) return parsed
  const { checkpoint, note } = parsed.value
  if (checkpoint.origin !== trust.origin)
    return refuse('wrong-origin', '检查点属于另一个日志', `the checkpoint is of ${checkpoint.origin}, not of ${trust.origin}`)
  const verified = verifySignatures(verifying, note, [...trust.keys.map((k) => k.key), ...trust.witnesses])
  if (!verified.ok) return verified
  const holds = (k: TrustedKey) => k.from <= checkpoint.size && (k.to === null || checkpoint.size <= k.to)
  const byLog = verified.value.filter(({ key }) => trust.keys.some((k) => sameKey(k.key, key)))
  const inRange = byLog.filter(({ key }) => trust.keys.some((k) => sameKey(k.key, key) && holds(k)))
  const signedBy = inRange.map(({ key }) => key)
  if (!signedBy.some((key) => key.type === 'ed25519'))
    return byLog.some(({ key }) => key.type === 'ed25519')
      ? refuse(
          'key-out-of-range',
          '签名密钥在此大小的检查点上无效',
          `the signing key is not valid for checkpoints of size ${checkpoint.size}`,
        )
      : refuse('not-signed', '检查点没有可信密钥的签名', 'no trusted key of the log has signed the checkpoint')
  const witnesses = verified.value.flatMap(({ key, time }) =>
    time !== null && trust.witnesses.some((w) => sameKey(w, key)) ? [{ key, time }] : [],
  )
  if (witnesses.length < trust.quorum)
    return refuse(
      'too-few-witnesses',
      `见证签名不足：需要 ${trust.quorum} 个，只有 ${witnesses.length} 个`,
      `${trust.quorum} witnesses are required, ${witnesses.length} have signed`,
    )
  return accept({ checkpoint, signedBy, witnesses })
}

/** Whether two keys are one: the same key may be trusted for several ranges. */
function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return formatVerifierKey(a) === formatVerifierKey(b)
}

/** Trust one key for all sizes, no witnesses: the simplest policy. */
export function trustKey(origin: string, key: VerifierKey): Trust {
  return { origin, keys: [{ key, from: 0, to: null }], witnesses: [], quorum: 0 }
}

/** The file form of a trust (JSON): `{ origin, keys: [{ vkey, from, to }], witnesses: [vkey], quorum }`. */
export function formatTrust(trust: Trust): string {
  const keys = trust.keys.map(({ key, from, to }) => ({ vkey: formatVerifierKey(key), from, to }))
  return `${JSON.stringify({ origin: trust.origin, keys, witnesses: trust.witnesses.map(formatVerifierKey), quorum: trust.quorum }, null, 2)}\n`
}

/** Read the file form of a trust; refuses unknown members, bad ranges, a log without keys and a quorum larger than the witnesses. */
export function parseTrust(hashing: Hashing, source: string): Result<Trust, 'bad-trust' | 'bad-key'> {
  const bad = (en: string) => refuse('bad-trust', '信任设置格式不正确', en)
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const only = (value: Record<string, unknown>, names: readonly string[]) => Object.keys(value).every((name) => names.includes(name))
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    return bad('not JSON')
  }
  if (!isObject(value) || !only(value, ['origin', 'keys', 'witnesses', 'quorum'])) return bad('not a trust with origin and keys')
  const { origin, keys, witnesses = [], quorum = 0 } = value
  if (typeof origin !== 'string' || origin === '') return bad('the origin is missing')
  if (!Array.isArray(keys) || keys.length === 0 || !Array.isArray(witnesses)) return bad('keys and witnesses must be lists')
  const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0
  const trusted: TrustedKey[] = []
  for (const one of keys as unknown[]) {
    if (!isObject(one) || !only(one, ['vkey', 'from', 'to']) || typeof one.vkey !== 'string') return bad('a key must be { vkey, from, to }')
    const { from = 0, to = null } = one
    if (!isSize(from) || !(to === null || (isSize(to) && to >= from))) return bad('a key has an impossible range')
    const key = parseVerifierKey(hashing, one.vkey)
    if (!key.ok) return key
    if (key.value.type === 'ed25519-cosignature') return bad('a witness key cannot be a key of the log')
    trusted.push({ key: key.value, from, to })
  }
  const seen: VerifierKey[] = []
  for (const one of witnesses as unknown[]) {
    const key = typeof one === 'string' ? parseVerifierKey(hashing, one) : bad('a witness must be a vkey')
    if (!key.ok) return key
    if (key.value.type !== 'ed25519-cosignature') return bad('the key of a witness must be of the cosignature type')
    // Twice the same key must not fill a quorum of two.
    if (seen.some((known) => formatVerifierKey(known) === formatVerifierKey(key.value))) return bad('a witness is listed twice')
    seen.push(key.value)
  }
  if (!isSize(quorum) || quorum > seen.length) return bad('the quorum is larger than the number of witnesses')
  return accept({ origin, keys: trusted, witnesses: seen, quorum })
}

const HANDOVER = 'yingshang.key-handover/v1'

/** A statement by which the old key names its successor from a size on; signed by both, so that whoever pinned the old key can follow. */
export function signHandover(origin: string, size: number, older: NoteSigner, newer: NoteSigner): string {
  if (!isKeyName(newer.key.name)) throw new TypeError('bad key name')
  return signNote(`${HANDOVER}\n${origin}\n${size}\n${formatVerifierKey(newer.key)}\n`, [older, newer])
}

/**
 * Follow a handover: the trust with the new key valid from its size on and the old key ending there (both sign the checkpoint of that
 * size). Refuses unless a key that the trust holds valid at that size and the new key itself both signed.
 */
export function followHandover(
  verifying: Verifying,
  trust: Trust,
  source: Bytes | string,
): Result<Trust, CheckpointCode | 'bad-key' | 'bad-handover'> {
  const note = parseNote(source)
  if (!note.ok) return note
  const [head, origin, decimal, vkey, end, ...more] = note.value.text.split('\n')
  const size = fromDecimal(decimal ?? '')
  if (head !== HANDOVER || origin !== trust.origin || size === null || vkey === undefined || end !== '' || more.length > 0)
    return refuse('bad-handover', '密钥交接声明格式不正确', 'not a handover of this log')
  const newer = parseVerifierKey(verifying, vkey)
  if (!newer.ok) return newer
  if (newer.value.type !== 'ed25519') return refuse('bad-handover', '密钥交接声明格式不正确', 'only Ed25519 keys can succeed')
  if (trust.keys.some(({ key }) => formatVerifierKey(key) === vkey))
    return refuse('bad-handover', '该密钥已在使用', 'the key is already trusted')
  const current = trust.keys.filter(({ key, from, to }) => key.type === 'ed25519' && from <= size && (to === null || size <= to))
  const verified = verifySignatures(verifying, note.value, [...current.map((k) => k.key), newer.value])
  if (!verified.ok) return verified
  const older = current.find(({ key }) => verified.value.some((one) => one.key === key))
  if (older === undefined || !verified.value.some((one) => one.key === newer.value))
    return refuse('not-signed', '交接声明须由新旧密钥共同签名', 'the handover must be signed by the old key and by the new one')
  const keys = trust.keys.map((one) => (one === older ? { ...one, to: size } : one))
  return accept({ ...trust, keys: [...keys, { key: newer.value, from: size, to: older.to }] })
}
