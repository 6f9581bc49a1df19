/**
 * One question for the command line and for pages: is this log sound, and are these receipts in it? The reader of files is a parameter; the
 * trust is the text of a trust file or the one line of a public key (then the origin is the key's name).
 */
import type { Bytes } from './bytes.ts'
import type { Json } from './canonical.ts'
import { parseTrust, type Trust, trustKey } from './checkpoint.ts'
import type { Hashing, Verifying } from './crypto.ts'
import { parseVerifierKey } from './note.ts'
import { parseReceipt, type VerifiedReceipt, verifyReceipt } from './receipt.ts'
import { accept, type Result } from './result.ts'
import { type LogReport, type LogVerification, verifyLog } from './verify-log.ts'

/** Read a trust file (JSON) or a single public key line. */
export function readTrust(hashing: Hashing, source: string): Result<Trust> {
  if (source.trimStart().startsWith('{')) return parseTrust(hashing, source)
  const key = parseVerifierKey(hashing, source.trim())
  return key.ok ? accept(trustKey(key.value.name, key.value)) : key
}

export interface LogCheck {
  /** Gives the bytes of a file below the log's prefix, or null when there is none. */
  readonly read: (path: string) => Promise<Bytes | null>
  /** Whom to trust; null checks the hashes only, and then receipts cannot be checked. */
  readonly trust: Trust | null
  /** Receipts, each with the record it stands for when it does not carry one. */
  readonly receipts?: readonly { readonly text: Bytes | string; readonly content?: Json }[]
  /** Checkpoints kept from before. */
  readonly checkpoints?: readonly (Bytes | string)[]
  readonly expected?: LogVerification['expected']
  readonly onProgress?: LogVerification['onProgress']
}

export interface LogCheckReport {
  readonly log: LogReport
  readonly receipts: readonly VerifiedReceipt[]
}

/**
 * Verify a whole log together with receipts: each receipt must hold by itself, and its checkpoint must be a head of this log, so a log
 * that was written anew after the receipt was handed out is found.
 */
export async function checkLog(verifying: Verifying, check: LogCheck): Promise<Result<LogCheckReport>> {
  const receipts: VerifiedReceipt[] = []
  const heads: string[] = []
  for (const { text, content } of check.receipts ?? []) {
    const parsed = parseReceipt(text)
    if (!parsed.ok) return parsed
    // A receipt is a statement of the log's key; without a key to trust it states nothing.
    const verified = verifyReceipt(verifying, text, check.trust ?? { origin: '', keys: [], witnesses: [], quorum: 0 }, content)
    if (!verified.ok) return verified
    receipts.push(verified.value)
    heads.push(parsed.value.checkpoint)
  }
  const log = await verifyLog({ read: check.read }, verifying, {
    trust: check.trust,
    checkpoints: [...(check.checkpoints ?? []), ...heads],
    ...(check.expected === undefined ? {} : { expected: check.expected }),
    ...(check.onProgress === undefined ? {} : { onProgress: check.onProgress }),
  })
  return log.ok ? accept({ log: log.value, receipts }) : log
}
