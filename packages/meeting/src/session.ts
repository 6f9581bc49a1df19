/**
 * The key pair of a sign-in. In a page the secret key is made by WebCrypto and cannot be exported: it stays in the browser that made it, and not even this program can read it.
 * Where WebCrypto is missing (a page over plain HTTP) a seed takes its place, and the page must say so.
 */
import { type Bytes, concat, type Signing, toBase64 } from '@yingshang/journal'
import type { SessionKey } from './model.ts'

/** What signs for one sign-in. */
export interface SessionSigner {
  readonly key: SessionKey
  readonly sign: (message: Bytes) => Promise<Bytes>
}

/** The part of `crypto.subtle` that is needed; keys are opaque. */
export interface WebSigning<Key = unknown> {
  generateKey(algorithm: object | string, extractable: boolean, usages: 'sign'[] | ('sign' | 'verify')[]): Promise<unknown>
  exportKey(format: 'raw', key: Key): Promise<ArrayBuffer>
  sign(algorithm: object | string, key: Key, data: Bytes): Promise<ArrayBuffer>
}

/** What a page keeps of a session (in IndexedDB, which stores keys without exporting them) to go on after a reload. */
export interface KeptSession<Key = unknown> {
  readonly key: SessionKey
  readonly secret: Key
}

const PARAMETERS = {
  Ed25519: { make: { name: 'Ed25519' }, sign: { name: 'Ed25519' } },
  'P-256': { make: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
} as const

/** A new key pair whose secret half cannot leave the browser: Ed25519, or P-256 in browsers that do not know it. */
export async function makeSession<Key>(subtle: WebSigning<Key>): Promise<KeptSession<Key>> {
  const make = async (algorithm: SessionKey['algorithm']): Promise<KeptSession<Key>> => {
    const pair = (await subtle.generateKey(PARAMETERS[algorithm].make, false, ['sign', 'verify'])) as { publicKey: Key; privateKey: Key }
    const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
    return { key: { algorithm, key: toBase64(raw) }, secret: pair.privateKey }
  }
  try {
    return await make('Ed25519')
  } catch {
    return await make('P-256')
  }
}

/** The signer of a kept session. */
export function sessionSigner<Key>(subtle: WebSigning<Key>, kept: KeptSession<Key>): SessionSigner {
  const { sign } = PARAMETERS[kept.key.algorithm]
  // A copy, since a view on shared memory is refused by WebCrypto.
  return { key: kept.key, sign: async (message) => new Uint8Array(await subtle.sign(sign, kept.secret, concat(message))) }
}

/** A signer from a seed of 32 random bytes, for pages without WebCrypto and for tests. */
export function seedSigner(signing: Signing, seed: Bytes): SessionSigner {
  return {
    key: { algorithm: 'Ed25519', key: toBase64(signing.ed25519PublicKey(seed)) },
    sign: async (message) => signing.ed25519Sign(seed, message),
  }
}

/** Checks a signature of a session: true only for a valid one. Malformed keys and signatures give false, never an exception. */
export type VerifySession = (key: SessionKey, message: Bytes, signature: Bytes) => boolean
