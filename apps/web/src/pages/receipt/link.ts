import { contentDigest, parseReceipt, toHex } from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'

/** What a link on a printed receipt says: which entry of the log, and the digest that must stand there. A whole receipt is too long for a QR code. */
export interface Cited {
  readonly index: number
  /** 64 hex digits. */
  readonly digest: string
}

/** Reads the query of an address; null when it cites nothing, or not properly. */
export function citedIn(query: string): Cited | null {
  const parts = new URLSearchParams(query)
  const index = /^\d{1,15}$/.exec(parts.get('index') ?? '')
  const digest = /^[0-9a-f]{64}$/.exec(parts.get('digest') ?? '')
  return index && digest ? { index: Number(index[0]), digest: digest[0] } : null
}

/** What a receipt cites; null when it is none, or has no content to compute the digest from. */
export function citedBy(receipt: string): Cited | null {
  const read = parseReceipt(receipt)
  if (!read.ok || read.value.content === undefined) return null
  const digest = contentDigest(browserCrypto, read.value.kind, read.value.salt, read.value.content)
  return digest.ok ? { index: read.value.index, digest: toHex(digest.value) } : null
}

/** The public address at which anybody can see that the entry stands in the log. */
export const linkTo = (origin: string, { index, digest }: Cited): string => `${origin}/receipt?index=${index}&digest=${digest}`
