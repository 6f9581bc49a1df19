/** Signatures of sessions in plain JavaScript: for pages, with or without WebCrypto. */
import { p256 } from '@noble/curves/nist.js'
import { fromBase64 } from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'
import type { VerifySession } from './session.ts'

export const browserVerifySession: VerifySession = (key, message, signature) => {
  const raw = fromBase64(key.key)
  if (raw === null || signature.length !== 64) return false
  if (key.algorithm === 'Ed25519') return browserCrypto.ed25519Verify(raw, message, signature)
  if (raw.length !== 65) return false
  try {
    // WebCrypto gives either half of the two possible values of s, hence no rule for it here.
    return p256.verify(signature, message, raw, { prehash: true, lowS: false })
  } catch {
    return false
  }
}
