/** The journal's cryptography on node:crypto: for the server and the command line. */
import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import { concat } from './bytes.ts'
import type { Hashing, Signing, Verifying } from './crypto.ts'
import { sm2Verify } from './sm2.ts'

/** DER around a raw Ed25519 key (RFC 8410). */
const SPKI = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00])
const PKCS8 = new Uint8Array([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20])

function secretKey(seed: Uint8Array) {
  if (seed.length !== 32) throw new TypeError('an Ed25519 seed has 32 bytes')
  return createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' })
}

export const nodeCrypto: Hashing & Verifying & Signing = {
  sha256: (bytes) => {
    // By way of a text of one byte a character: a Buffer a hash would each hold memory outside the heap, which makes sealing half as fast.
    const text = hash('sha256', bytes, 'binary')
    const digest = new Uint8Array(32)
    for (let i = 0; i < 32; i++) digest[i] = text.charCodeAt(i)
    return digest
  },
  ed25519Verify: (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    try {
      const key = createPublicKey({ key: Buffer.from(concat(SPKI, publicKey)), format: 'der', type: 'spki' })
      return verify(null, message, key, signature)
    } catch {
      return false
    }
  },
  sm2Verify,
  ed25519Sign: (seed, message) => new Uint8Array(sign(null, message, secretKey(seed))),
  ed25519PublicKey: (seed) => {
    const der = createPublicKey(secretKey(seed)).export({ format: 'der', type: 'spki' })
    return new Uint8Array(der.subarray(SPKI.length))
  },
}
