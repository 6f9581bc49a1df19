import { randomBytes } from 'node:crypto'
import { contentDigest, formatReceipt } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { toJsonb } from '../database/jsonb.ts'
import { insertLater } from '../database/statements.ts'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
import type { Sealer } from './sealer.ts'

/** What goes into the journal beside the actions of matters: written and queued in the transaction of what it records. */

export interface NewRecord {
  /** Where the order of several servers' records matters; made here when missing. */
  readonly id?: string
  /** The kind of its entry in the tree, which is public: no personal data. */
  readonly kind: string
  /** What it belongs to. */
  readonly subjectId: string
  /** Null for the system. */
  readonly userId: string | null
  readonly at: Date
  /** What was done, as canonical JSON will hold it. */
  readonly body: object
}

export interface WrittenRecord {
  readonly id: string
  readonly salt: Buffer
  readonly digest: Buffer
}

/**
 * Appends records and queues them for sealing; the statements travel with the next one that is waited for, or with the commit. Call `sealer.nudge()` after the commit.
 * Ids are made here (UUIDv7), so the order of the list is the order of the ids.
 */
export async function record(tx: InTenant, tenantId: string, records: readonly NewRecord[]): Promise<readonly WrittenRecord[]> {
  const rows = records.map((one) => {
    const salt = randomBytes(32)
    // What the database gives back is what is digested: jsonb has no half surrogates.
    const body = toJsonb(one.body)
    const digest = contentDigest(nodeCrypto, one.kind, salt, JSON.parse(body))
    if (!digest.ok) throw new Error(digest.refusal.en)
    return { ...one, id: one.id ?? newId(), salt, body, digest: Buffer.from(digest.value) }
  })
  insertLater(
    tx,
    'journal_record',
    rows.map(({ id, kind, subjectId, userId, at, body, salt, digest }) => ({
      tenant_id: tenantId,
      id,
      kind,
      subject_id: subjectId,
      user_id: userId,
      at,
      body,
      salt,
      digest,
    })),
  )
  insertLater(
    tx,
    'journal_queue',
    rows.map(({ id, kind, digest, at }) => ({ tenant_id: tenantId, record_id: id, kind, digest, queued_at: at })),
  )
  return rows.map(({ id, salt, digest }) => ({ id, salt, digest }))
}

/** The receipt of a record (`.tlog-proof`), with its content and salt: for those only who may see the content. Null until it is sealed. */
export async function receiptOf(
  sealer: Sealer,
  row: {
    readonly kind: string
    readonly salt: Uint8Array
    readonly body: unknown
    readonly index: string | number | null
  },
): Promise<string | null> {
  if (row.index === null) return null
  const index = Number(row.index)
  const proof = await sealer.proof(index)
  if (!proof) return null
  return formatReceipt({
    kind: row.kind,
    salt: new Uint8Array(row.salt),
    content: row.body as never,
    index,
    hashes: proof.hashes,
    checkpoint: proof.checkpoint,
  })
}
