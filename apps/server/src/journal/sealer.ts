import {
  addCosignatures,
  type Bytes,
  entryBytes,
  formatVerifierKey,
  type LogState,
  type LogStorage,
  type NoteSigner,
  openLog,
  parseCheckpoint,
  parseTrust,
  type Result,
  seal,
  TileTree,
  utf8,
} from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { withSm2 } from '@yingshang/journal/sm2'
import type { Logger } from 'pino'
import { insertLater } from '../database/statements.ts'
import { type InTenant, later, run, type Store } from '../database/store.ts'
import { type LogKeys, succeed } from './keys.ts'

/**
 * Seals committed actions into the log, at most a second after their commit and in the order of commit. One sealing at a time: an advisory lock is held by the
 * transaction that moves a batch from the queue into the log, so that the files, the entries and the emptied queue become visible together or not at all;
 * a crash in between leaves the queue as it was, and the next start seals it.
 */

export interface Sealer {
  /** Name of the log, the first line of its checkpoints. */
  readonly origin: string
  /** The key with which checkpoints are verified, in the form of C2SP signed-note. */
  readonly verifierKey: string
  /** What outsiders are to trust, as a file: the keys of the log with their ranges. */
  trust(): Promise<string>
  /** Adds the signatures of known witnesses to the checkpoint that is served. */
  cosign(cosigned: string): Promise<Result<string>>
  /** Seals what is queued now; gives how many entries. */
  sealNow(): Promise<number>
  /** Soon after a commit. */
  nudge(): void
  /** A file of the log by its path, null when there is none. */
  read(path: string): Promise<Bytes | null>
  /** Inclusion proof of an entry in the newest tree. */
  proof(index: number): Promise<{ hashes: readonly Bytes[]; checkpoint: string } | null>
  stop(): Promise<void>
}

/** Any fixed number: sealers of several servers on one database wait for each other. */
const LOCK = 7_203_604_882
const BATCH = 5_000
const EVERY_MS = 500
/** A single action is sealed this soon after its commit; a stream of them in batches, this far apart. */
const NUDGE_MS = 20
const BATCHES_MS = 250
/** Not a path of the log's tiles: what outsiders are to trust. */
const TRUST = 'trust'

export function storageOf(tx: InTenant, tenantId: string): LogStorage {
  return {
    read: async (path) => {
      const [row] = await run<{ bytes: Buffer }>(tx, READ, [tenantId, path])
      return row ? new Uint8Array(row.bytes) : null
    },
    // It travels with the next statement that is waited for, which may be the commit: a batch of tiles is one message.
    write: async (path, bytes) => later(tx, { sql: WRITE, parameters: [tenantId, path, Buffer.from(bytes)] }),
  }
}

const READ = 'select bytes from journal_file where tenant_id = $1 and path = $2'
const WRITE =
  'insert into journal_file (tenant_id, path, bytes) values ($1, $2, $3) on conflict (tenant_id, path) do update set bytes = excluded.bytes'
const TAKE = 'select pg_advisory_xact_lock($1)'
// Where commit times are kept they give the order; else the order of queueing, which ids carry.
const QUEUED = `select record_id, kind, digest from journal_queue where tenant_id = $1
  order by case when current_setting('track_commit_timestamp')::boolean then pg_xact_commit_timestamp(xmin) end, record_id limit $2`
const EMPTY = 'delete from journal_queue where tenant_id = $1 and record_id = any($2::uuid[])'

export interface SealerOptions {
  readonly store: Store
  readonly tenantId: string
  readonly origin: string
  readonly keys: LogKeys
  readonly now: () => Date
  readonly log: Logger
}

export async function startSealer({ store, tenantId, origin, keys, now, log }: SealerOptions): Promise<Sealer> {
  const signer: NoteSigner = keys.current
  const signers = keys.sm2 === null ? [signer] : [signer, keys.sm2]
  const crypto = withSm2(nodeCrypto)
  let state: LogState | null = null
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let running: Promise<number> = Promise.resolve(0)

  const sealBatch = (): Promise<number> =>
    store.inTenant(tenantId, async (tx) => {
      later(tx, { sql: TAKE, parameters: [LOCK] })
      const storage = storageOf(tx, tenantId)
      const [rows, served] = await Promise.all([
        run<{ record_id: string; kind: string; digest: Buffer }>(tx, QUEUED, [tenantId, BATCH]),
        storage.read('checkpoint'),
      ])
      if (rows.length === 0 && served !== null) return 0
      const known = served === null ? 0 : checkpointSize(served)
      if (state === null || state.size !== known) {
        const opened = await openLog(storage, nodeCrypto, origin)
        if (!opened.ok) throw new Error(`the journal cannot be opened: ${opened.refusal.en}`)
        state = opened.value.state
      }
      const from = state.size
      const sealed = await seal(
        storage,
        nodeCrypto,
        state,
        rows.map((r) => entryBytes({ kind: r.kind, digest: new Uint8Array(r.digest) })),
        origin,
        signers,
      )
      if (!sealed.ok) throw new Error(`the journal cannot be sealed: ${sealed.refusal.en}`)
      if (rows.length > 0) {
        const at = now()
        insertLater(
          tx,
          'journal_entry',
          rows.map((r, i) => ({
            tenant_id: tenantId,
            index: from + i,
            record_id: r.record_id,
            kind: r.kind,
            digest: r.digest,
            sealed_at: at,
          })),
        )
        later(tx, { sql: EMPTY, parameters: [tenantId, rows.map((r) => r.record_id)] })
      }
      pending = sealed.value.state
      return rows.length
    })
  let pending: LogState | null = null

  const sealNow = (): Promise<number> => {
    running = running
      .catch(() => 0)
      .then(async () => {
        let total = 0
        for (;;) {
          pending = null
          try {
            const n = await sealBatch()
            // The state counts only when the transaction that wrote the files is committed.
            if (pending !== null) state = pending
            total += n
            if (n < BATCH) return total
          } catch (error) {
            state = null
            throw error
          }
        }
      })
    return running
  }

  const schedule = (ms: number) => {
    if (stopped) return
    if (timer) clearTimeout(timer)
    timer = setTimeout(() => {
      timer = null
      sealNow()
        .catch((error: unknown) => log.error({ err: error }, 'sealing failed'))
        .finally(() => schedule(EVERY_MS))
    }, ms)
    timer.unref()
  }

  /** At start: who may be trusted is written down; a new key is introduced by the old one. */
  async function takeOver(): Promise<void> {
    await store.inTenant(tenantId, async (tx) => {
      later(tx, { sql: TAKE, parameters: [LOCK] })
      const storage = storageOf(tx, tenantId)
      const kept = await storage.read(TRUST)
      const size = checkpointSize((await storage.read('checkpoint'))!)
      const { text, handover } = succeed(kept === null ? null : new TextDecoder().decode(kept), origin, size, keys)
      if (handover) {
        const opened = await openLog(storage, nodeCrypto, origin)
        if (!opened.ok) throw new Error(`the journal cannot be opened: ${opened.refusal.en}`)
        const sealed = await seal(storage, nodeCrypto, opened.value.state, [], origin, [handover.older, ...signers])
        if (!sealed.ok) throw new Error(`the journal cannot be sealed: ${sealed.refusal.en}`)
        await storage.write(`handover/${handover.size}`, utf8(handover.note))
        log.warn({ size }, 'the journal has a new signing key')
      }
      await storage.write(TRUST, utf8(text))
    })
  }

  const read = (path: string) => store.inTenant(tenantId, (tx) => storageOf(tx, tenantId).read(path))
  await sealNow()
  await takeOver()
  schedule(EVERY_MS)
  let nudged = false
  let sealedAt = Number.NEGATIVE_INFINITY
  return {
    origin,
    verifierKey: formatVerifierKey(signer.key),
    trust: async () => new TextDecoder().decode((await read(TRUST))!),
    cosign: (cosigned) =>
      store.inTenant(tenantId, async (tx) => {
        later(tx, { sql: TAKE, parameters: [LOCK] })
        const storage = storageOf(tx, tenantId)
        const trust = parseTrust(nodeCrypto, new TextDecoder().decode((await storage.read(TRUST))!))
        if (!trust.ok) return trust
        const served = (await storage.read('checkpoint'))!
        const added = addCosignatures(crypto, { ...trust.value, quorum: 0 }, served, [cosigned])
        if (added.ok) await storage.write('checkpoint', utf8(added.value))
        return added
      }),
    sealNow,
    nudge() {
      if (nudged || stopped) return
      nudged = true
      const due = sealedAt + BATCHES_MS - performance.now()
      setTimeout(
        () => {
          nudged = false
          sealedAt = performance.now()
          if (!stopped) sealNow().catch((error: unknown) => log.error({ err: error }, 'sealing failed'))
        },
        Math.max(NUDGE_MS, due),
      ).unref()
    },
    read,
    proof: (index) =>
      store.inTenant(tenantId, async (tx) => {
        const storage = storageOf(tx, tenantId)
        const checkpoint = await storage.read('checkpoint')
        if (checkpoint === null) return null
        const size = checkpointSize(checkpoint)
        if (index >= size) return null
        const proof = await new TileTree(storage, nodeCrypto).inclusionProof(index, size)
        if (!proof.ok) throw new Error(`no proof for entry ${index}: ${proof.refusal.en}`)
        return { hashes: proof.value, checkpoint: new TextDecoder().decode(checkpoint) }
      }),
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await running.catch(() => 0)
    },
  }
}

function checkpointSize(bytes: Bytes): number {
  const parsed = parseCheckpoint(bytes)
  if (!parsed.ok) throw new Error(`the stored checkpoint cannot be read: ${parsed.refusal.en}`)
  return parsed.value.checkpoint.size
}
