/** Signatures of sessions on node:crypto: for the server and the command line. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { fromBase64 } from '@yingshang/journal'
import type { SessionKey } from './model.ts'
import type { VerifySession } from './session.ts'

const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

function keyObject({ algorithm, key }: SessionKey): KeyObject | null {
  const raw = fromBase64(key)
  try {
    if (algorithm === 'Ed25519' && raw?.length === 32)
      return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: url(raw) }, format: 'jwk' })
    if (algorithm === 'P-256' && raw?.length === 65 && raw[0] === 4)
      return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: url(raw.subarray(1, 33)), y: url(raw.subarray(33)) }, format: 'jwk' })
  } catch {
    // Not a point of the curve.
  }
  return null
}

/** A verifier that keeps the last keys it saw: reading a key costs as much as half a signature. */
export function sessionVerifier(keep = 32_768): VerifySession {
  const known = new Map<string, KeyObject | null>()
  return (key, message, signature) => {
    if (signature.length !== 64) return false
    const name = `${key.algorithm} ${key.key}`
    let object = known.get(name)
    if (object === undefined) {
      object = keyObject(key)
      if (known.size >= keep) known.delete(known.keys().next().value!)
      known.set(name, object)
    }
    if (object === null) return false
    return key.algorithm === 'Ed25519'
      ? verify(null, message, object, signature)
      : verify('sha256', message, { key: object, dsaEncoding: 'ieee-p1363' }, signature)
  }
}
