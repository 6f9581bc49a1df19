import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * Secrets that the server must be able to read again (addresses of robots, keys of second factors), kept in the database under a key of the data folder: a copy
 * of the database alone tells nothing.
 */
export interface SecretBox {
  seal(text: string): Buffer
  /** Null when it was sealed with another key, or was changed. */
  open(sealed: Uint8Array): string | null
}

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the text. `key` is any secret of the data folder. */
export function secretBox(key: string): SecretBox {
  const bytes = createHash('sha256').update(`yingshang secret box ${key}`).digest()
  return {
    seal(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', bytes, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const all = Buffer.from(sealed)
      if (all.length < 28) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', bytes, all.subarray(0, 12))
        decipher.setAuthTag(all.subarray(12, 28))
        return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
