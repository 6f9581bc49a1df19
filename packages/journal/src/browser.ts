/**
 * The journal's cryptography in plain JavaScript, for pages: no node:crypto, and no WebCrypto either, which is missing when a page is
 * opened from a file or over plain HTTP. SM2 is left out (`withSm2` in ./sm2.ts adds it): its library is larger than all the rest.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Hashing, Signing, Verifying } from './crypto.ts'

export const browserCrypto: Hashing & Verifying & Signing = {
  sha256: (bytes) => sha256(bytes),
  ed25519Verify: (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    try {
      // RFC 8032 rules for points, as node:crypto has them, not those of ZIP 215: both bindings must answer alike.
      return ed25519.verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
  ed25519Sign: (seed, message) => ed25519.sign(message, seed),
  ed25519PublicKey: (seed) => ed25519.getPublicKey(seed),
}
