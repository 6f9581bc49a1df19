/**
 * The cryptography that the journal needs, as a parameter. `@yingshang/journal/node` binds it to node:crypto,
 * `@yingshang/journal/browser` to pure JavaScript (so that a page works offline and without a secure context, where WebCrypto is absent).
 */
import type { Bytes } from './bytes.ts'

export interface Hashing {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  readonly sha256: (bytes: Bytes) => Bytes
}

export interface Verifying extends Hashing {
  /** Ed25519 (RFC 8032): true only for a valid signature; malformed keys and signatures give false, never an exception. */
  readonly ed25519Verify: (publicKey: Bytes, message: Bytes, signature: Bytes) => boolean
  /** SM2 with SM3 and the default user id (GB/T 32918.2); absent where the page does not carry it. `publicKey`: 65 bytes, `signature`: r ‖ s. */
  readonly sm2Verify?: (publicKey: Bytes, message: Bytes, signature: Bytes) => boolean
}

export interface Signing {
  /** Ed25519 signature (64 bytes) by the key with this 32-byte seed. */
  readonly ed25519Sign: (seed: Bytes, message: Bytes) => Bytes
  /** The 32-byte public key of a seed. */
  readonly ed25519PublicKey: (seed: Bytes) => Bytes
}
