/**
 * Signed notes, C2SP signed-note: a text and signature lines `— <key name> base64(key ID ‖ signature)`. Four kinds of keys are known:
 * Ed25519 (type 0x01), witness cosignatures on Ed25519 (0x04, tlog-cosignature), and SM2 with SM3 under the long identifier that
 * signed-note reserves for types of one's own (0xff ‖ "yingshang/sm2-sm3/v1" ‖ 0x0A).
 * The text of a note counts for nothing before a trusted key's signature on it was verified.
 */
import { type Bytes, concat, fromBase64, fromHex, fromUtf8, sameBytes, toBase64, toHex, uint64, utf8 } from './bytes.ts'
import type { Hashing, Signing, Verifying } from './crypto.ts'
import { accept, type Result, refuse } from './result.ts'

export type KeyType = 'ed25519' | 'ed25519-cosignature' | 'sm2-sm3'

/** The identifier of a key type and the length of its public keys in bytes. SM2 keys are uncompressed points (0x04 ‖ x ‖ y). */
const KEY_TYPES: Record<KeyType, { readonly identifier: Bytes; readonly length: number }> = {
  ed25519: { identifier: new Uint8Array([0x01]), length: 32 },
  'ed25519-cosignature': { identifier: new Uint8Array([0x04]), length: 32 },
  'sm2-sm3': { identifier: concat(new Uint8Array([0xff]), utf8('yingshang/sm2-sm3/v1\n')), length: 65 },
}

/** A public key by which lines of notes are recognised: by name and id together. */
export interface VerifierKey {
  readonly name: string
  readonly type: KeyType
  readonly publicKey: Bytes
  /** Key ID, 8 hexadecimal digits. */
  readonly id: string
}

export interface NoteSignature {
  readonly name: string
  readonly id: string
  /** What follows the key ID. */
  readonly signature: Bytes
}

export interface Note {
  /** With its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** A note with more lines than this is refused (the specification asks to accept at least 16). */
export const MAX_SIGNATURES = 64
/** Longer notes are refused unread. */
export const MAX_NOTE = 1 << 20

const BAD_NAME = /[\s+\p{White_Space}]|[\x00-\x1f]/u

/** Whether a key may have this name: not empty, no Unicode space, no plus sign. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !BAD_NAME.test(name)
}

/** key ID = SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]. */
export function verifierKey(hashing: Hashing, name: string, type: KeyType, publicKey: Bytes): Result<VerifierKey, 'bad-key'> {
  const { identifier, length } = KEY_TYPES[type]
  if (!isKeyName(name) || publicKey.length !== length) return refuse('bad-key', '公钥格式不正确', 'the key has a bad name or length')
  const id = toHex(hashing.sha256(concat(utf8(name), new Uint8Array([0x0a]), identifier, publicKey)).subarray(0, 4))
  return accept({ name, type, publicKey, id })
}

/** The one-line form of a public key (vkey): `<name>+<key ID>+<base64 of type and key>`. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.id}+${toBase64(concat(KEY_TYPES[key.type].identifier, key.publicKey))}`
}

/** Read a vkey; the id must be the one that follows from the name and the key. */
export function parseVerifierKey(hashing: Hashing, text: string): Result<VerifierKey, 'bad-key'> {
  const bad = refuse('bad-key', '公钥格式不正确', 'not a verifier key (name+id+base64)')
  const [name, id, encoded, ...more] = splitAt(text, '+', 2)
  if (name === undefined || id === undefined || encoded === undefined || more.length > 0) return bad
  const bytes = fromBase64(encoded)
  if (bytes === null) return bad
  for (const [type, { identifier, length }] of Object.entries(KEY_TYPES)) {
    if (bytes.length !== identifier.length + length || !sameBytes(bytes.subarray(0, identifier.length), identifier)) continue
    const key = verifierKey(hashing, name, type as KeyType, bytes.subarray(identifier.length))
    return key.ok && key.value.id === id ? key : bad
  }
  return bad
}

/** Split at the first `times` separators only: base64 may hold more of them. */
function splitAt(text: string, separator: string, times: number): string[] {
  const parts: string[] = []
  let rest = text
  for (let i = 0; i < times; i++) {
    const at = rest.indexOf(separator)
    if (at < 0) return []
    parts.push(rest.slice(0, at))
    rest = rest.slice(at + 1)
  }
  return [...parts, rest]
}

type NoteCode = 'bad-note'

/** Take a note apart. Nothing in it is trusted yet. */
export function parseNote(source: Bytes | string): Result<Note, NoteCode> {
  const bad = (en: string, line?: number) =>
    refuse<NoteCode>('bad-note', '签名文本格式不正确', en, line === undefined ? undefined : { line })
  if (source.length > MAX_NOTE) return bad('the note is too long')
  const whole = typeof source === 'string' ? (source.isWellFormed() ? source : null) : fromUtf8(source)
  if (whole === null) return bad('the note is not valid UTF-8')
  if (/[\x00-\x09\x0b-\x1f]/.test(whole)) return bad('the note holds a control character')
  const blank = whole.lastIndexOf('\n\n')
  if (blank < 0) return bad('the note has no signatures')
  const text = whole.slice(0, blank + 1)
  const tail = whole.slice(blank + 2)
  if (tail === '' || !tail.endsWith('\n')) return bad('the note has no signatures, or the last one has no newline')
  const first = text.split('\n').length + 1
  const lines = tail.slice(0, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return bad('the note has too many signatures')
  const signatures: NoteSignature[] = []
  for (const [i, line] of lines.entries()) {
    const [dash, name, encoded, ...more] = line.split(' ')
    const bytes = encoded === undefined ? null : fromBase64(encoded)
    if (dash !== '—' || name === undefined || !isKeyName(name) || bytes === null || bytes.length <= 4 || more.length > 0)
      return bad('not a signature line', first + i)
    signatures.push({ name, id: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) })
  }
  return accept({ text, signatures })
}

export function formatSignature(signature: NoteSignature): string {
  return `— ${signature.name} ${toBase64(concat(fromHex(signature.id)!, signature.signature))}\n`
}

/** The note's own text again: parse and format are inverse. */
export function formatNote(note: Note): string {
  return `${note.text}\n${note.signatures.map(formatSignature).join('')}`
}

export interface VerifiedSignature {
  readonly key: VerifierKey
  /** POSIX seconds that a witness states; null for other keys. */
  readonly time: number | null
}

/** What a witness signs (tlog-cosignature): its statement that it saw this text at that time. */
function cosignedText(text: string, time: number): Bytes {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`)
}

function verifyLine(verifying: Verifying, key: VerifierKey, text: string, signature: Bytes): VerifiedSignature | null {
  switch (key.type) {
    case 'ed25519':
      return signature.length === 64 && verifying.ed25519Verify(key.publicKey, utf8(text), signature) ? { key, time: null } : null
    case 'ed25519-cosignature': {
      if (signature.length !== 72) return null
      const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
      if (!Number.isSafeInteger(time)) return null
      return verifying.ed25519Verify(key.publicKey, cosignedText(text, time), signature.subarray(8)) ? { key, time } : null
    }
    case 'sm2-sm3':
      return signature.length === 64 && verifying.sm2Verify?.(key.publicKey, utf8(text), signature) === true ? { key, time: null } : null
  }
}

/**
 * The signatures of known keys on a note. Lines of unknown keys are ignored; a line of a known key that does not verify condemns the
 * whole note. SM2 lines are ignored where SM2 is not at hand (`sm2Verify` absent). The result may be empty: the caller's trust decides.
 */
export function verifySignatures(
  verifying: Verifying,
  note: Note,
  keys: readonly VerifierKey[],
): Result<VerifiedSignature[], 'bad-signature'> {
  const verified: VerifiedSignature[] = []
  for (const line of note.signatures) {
    const key = keys.find((k) => k.name === line.name && k.id === line.id)
    if (key === undefined || (key.type === 'sm2-sm3' && verifying.sm2Verify === undefined)) continue
    const one = verifyLine(verifying, key, note.text, line.signature)
    if (one === null)
      return refuse('bad-signature', `密钥 ${key.name} 的签名不正确`, `the signature of ${key.name}+${key.id} does not verify`)
    if (!verified.some((known) => known.key === key)) verified.push(one)
  }
  return accept(verified)
}

/** Signs texts of notes by one key. */
export interface NoteSigner {
  readonly key: VerifierKey
  readonly sign: (text: string) => NoteSignature
}

/** A signer by an Ed25519 key given as its 32-byte seed. A bad name or seed is a bug of the caller and throws. */
export function ed25519Signer(crypto: Hashing & Signing, name: string, seed: Bytes): NoteSigner {
  const key = verifierKey(crypto, name, 'ed25519', crypto.ed25519PublicKey(seed))
  if (!key.ok) throw new TypeError(key.refusal.en)
  return {
    key: key.value,
    sign: (text) => ({ name, id: key.value.id, signature: crypto.ed25519Sign(seed, utf8(text)) }),
  }
}

/** A witness: its signature states that it saw the text at `time()` (POSIX seconds). */
export function witnessSigner(crypto: Hashing & Signing, name: string, seed: Bytes, time: () => number): NoteSigner {
  const key = verifierKey(crypto, name, 'ed25519-cosignature', crypto.ed25519PublicKey(seed))
  if (!key.ok) throw new TypeError(key.refusal.en)
  return {
    key: key.value,
    sign: (text) => {
      const at = time()
      return { name, id: key.value.id, signature: concat(uint64(at), crypto.ed25519Sign(seed, cosignedText(text, at))) }
    },
  }
}

/** A signed note of a text that ends in a newline. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return formatNote({ text, signatures: signers.map((signer) => signer.sign(text)) })
}

/** The secret form of a key as `golang.org/x/mod/sumdb/note` writes it: `PRIVATE+KEY+<name>+<key ID>+<base64 of 0x01 and seed>`. */
export function formatSecretKey(crypto: Hashing & Signing, name: string, seed: Bytes): string {
  const { key } = ed25519Signer(crypto, name, seed)
  return `PRIVATE+KEY+${name}+${key.id}+${toBase64(concat(new Uint8Array([1]), seed))}`
}

/** Read a secret key. The refusal repeats nothing of the text. */
export function parseSecretKey(crypto: Hashing & Signing, text: string): Result<{ name: string; seed: Bytes }, 'bad-key'> {
  const bad = refuse('bad-key', '私钥格式不正确', 'not a secret key (PRIVATE+KEY+name+id+base64)')
  const [head, word, name, id, encoded] = splitAt(text.trim(), '+', 4)
  if (head !== 'PRIVATE' || word !== 'KEY' || name === undefined || id === undefined || encoded === undefined) return bad
  const bytes = fromBase64(encoded)
  if (bytes === null || bytes.length !== 33 || bytes[0] !== 1 || !isKeyName(name)) return bad
  const seed = bytes.slice(1)
  return ed25519Signer(crypto, name, seed).key.id === id ? accept({ name, seed }) : bad
}
