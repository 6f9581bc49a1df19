import type { Bytes } from '@yingshang/journal'
import { type KeptSession, makeSession, type SessionSigner, seedSigner, sessionSigner, type WebSigning } from '@yingshang/meeting'

/**
 * The key that signs the votes of this browser. WebCrypto makes it and does not give its secret half out; IndexedDB keeps it, so that a reload finds it. Over plain HTTP browsers
 * have no WebCrypto: then a seed takes its place, and the page says so.
 */

/** What IndexedDB holds for one sign-in. */
interface Kept {
  readonly meeting: string
  readonly user: string
  /** Of the server; null until the sign-in is done. */
  readonly session: string
  readonly person: string
  readonly web: KeptSession<CryptoKey> | null
  readonly seed: Uint8Array | null
}

export interface Device {
  readonly session: string
  readonly person: string
  readonly signer: SessionSigner
  /** The secret key could be read by a program in this browser. */
  readonly weak: boolean
}

const STORE = 'sessions'

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('yingshang-meetings', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: ['meeting', 'user'] })
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}

async function withStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database()
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = work(db.transaction(STORE, mode).objectStore(STORE))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  } finally {
    db.close()
  }
}

const subtle = () => (globalThis.crypto?.subtle as unknown as WebSigning<CryptoKey> | undefined) ?? null

async function signerOf(kept: Pick<Kept, 'web' | 'seed'>): Promise<SessionSigner | null> {
  const web = subtle()
  if (kept.web && web) return sessionSigner(web, kept.web)
  if (!kept.seed) return null
  const { browserCrypto } = await import('@yingshang/journal/browser')
  return seedSigner(browserCrypto, kept.seed as Bytes)
}

/** A new key, not yet bound to a sign-in; `keep` stores it once the server has bound it. */
export async function newDevice(meeting: string, user: string) {
  const web = subtle()
  const made = web
    ? { web: await makeSession<CryptoKey>(web), seed: null }
    : { web: null, seed: crypto.getRandomValues(new Uint8Array(32)) }
  const signer = (await signerOf(made))!
  return {
    signer,
    keep: async (session: string, person: string): Promise<Device> => {
      // A browser that keeps nothing (a private window, say) still votes; after a reload one signs in again.
      await withStore('readwrite', (store) => store.put({ meeting, user, session, person, ...made } satisfies Kept)).catch(() => undefined)
      return { session, person, signer, weak: made.seed !== null }
    },
  }
}

/** The key that this browser kept for a meeting; null when there is none. */
export async function keptDevice(meeting: string, user: string): Promise<Device | null> {
  const kept = await withStore<Kept | undefined>('readonly', (store) => store.get([meeting, user])).catch(() => undefined)
  if (!kept) return null
  const signer = await signerOf(kept)
  return signer && { session: kept.session, person: kept.person, signer, weak: kept.seed !== null }
}

/** So many random bytes as hexadecimal digits. */
export const randomHex = (length: number): string =>
  [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
