/**
 * SM2 signatures with SM3 (GB/T 32918.2, user id 1234567812345678) for the optional co-signature line of a checkpoint. The signature
 * takes a random number each time, so two signatures of one text differ; the tiles below do not.
 */
import { sm2 } from 'sm-crypto-v2'
import { type Bytes, fromHex, toHex, utf8 } from './bytes.ts'
import type { Hashing, Verifying } from './crypto.ts'
import { type NoteSigner, verifierKey } from './note.ts'

/** Verify r ‖ s (64 bytes) by an uncompressed public key (65 bytes). */
export function sm2Verify(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false
  try {
    return sm2.doVerifySignature(message, toHex(signature), toHex(publicKey), { hash: true })
  } catch {
    return false
  }
}

/** The uncompressed public key of a 32-byte SM2 private key. */
export function sm2PublicKey(privateKey: Bytes): Bytes {
  const key = fromHex(sm2.getPublicKeyFromPrivateKey(toHex(privateKey)).toLowerCase())
  if (key === null || key.length !== 65) throw new TypeError('not an SM2 private key')
  return key
}

/** A signer of notes by an SM2 private key (32 bytes). */
export function sm2Signer(hashing: Hashing, name: string, privateKey: Bytes): NoteSigner {
  const publicKey = sm2PublicKey(privateKey)
  const key = verifierKey(hashing, name, 'sm2-sm3', publicKey)
  if (!key.ok) throw new TypeError(key.refusal.en)
  return {
    key: key.value,
    sign: (text) => {
      const hex = sm2.doSignature(utf8(text), toHex(privateKey), { hash: true, publicKey: toHex(publicKey) })
      return { name, id: key.value.id, signature: fromHex(hex.toLowerCase())! }
    },
  }
}

/** The same cryptography with SM2 lines checked too. */
export function withSm2<T extends Verifying>(crypto: T): T {
  return { ...crypto, sm2Verify }
}
