import { parseCheckpoint, TileTree } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type Disclosure, KINDS, type LogEntry, type RecordSource, recordLines } from '@yingshang/meeting'
import { sql } from 'kysely'
import type { Rooms } from './rooms.ts'
import { refuseStep } from './store.ts'

/** The record of a meeting as a file of lines, written from the log and the records while it is read. */

const CHUNK = 2_000

interface EntryRow {
  readonly index: string
  readonly kind: string
  readonly digest: Buffer
  readonly salt: Buffer | null
  readonly body: object | null
}

/** What the file is written from; refused while nothing of the meeting is in the log. */
export async function recordSource({ services }: Rooms, meetingId: string): Promise<RecordSource> {
  const { store, tenantId, sealer } = services
  const bytes = await sealer.read('checkpoint')
  const parsed = bytes === null ? null : parseCheckpoint(bytes)
  if (bytes === null || !parsed?.ok) throw refuseStep('日志尚无检查点', 'The log has no checkpoint yet')
  const { size } = parsed.value.checkpoint
  const own = await store.inTenant(tenantId, async (tx) => {
    const { rows } = await sql<{ index: string; kind: string; resolutions: number }>`
      select e.index, e.kind, case when e.kind in (${KINDS.opened}, ${KINDS.closed}) then jsonb_array_length(r.body -> 'resolutions') else 0 end as resolutions
      from journal_record r join journal_entry e on e.tenant_id = r.tenant_id and e.record_id = r.id
      where r.tenant_id = ${tenantId} and r.subject_id = ${meetingId} and e.index < ${size} order by e.index`.execute(tx)
    return rows.map((r) => ({ index: Number(r.index), kind: r.kind, resolutions: r.resolutions }))
  })
  if (own.length === 0) throw refuseStep('会议尚无记录', 'Nothing of the meeting is recorded yet')
  const first = own.find((e) => e.kind === KINDS.opened)?.index
  const count = (kind: string) => own.reduce((sum, e) => (e.kind === kind ? sum + e.resolutions : sum), 0)
  // While something is open the log is shown to its end: a ballot may stand anywhere.
  const closed = count(KINDS.opened) === count(KINDS.closed) ? own.findLast((e) => e.kind === KINDS.closed)?.index : undefined
  const last = closed ?? size - 1

  async function* entries(from: number, to: number): AsyncGenerator<LogEntry> {
    for (let start = from; start < to; start += CHUNK) {
      const end = Math.min(to, start + CHUNK)
      const rows = await store.inTenant(tenantId, async (tx) => {
        const found = await sql<EntryRow>`
          select e.index, e.kind, e.digest, r.salt, r.body from journal_entry e
          left join journal_record r on r.tenant_id = e.tenant_id and r.id = e.record_id and r.subject_id = ${meetingId}
          where e.tenant_id = ${tenantId} and e.index >= ${start} and e.index < ${end} order by e.index`.execute(tx)
        return found.rows
      })
      for (const row of rows)
        yield {
          index: Number(row.index),
          kind: row.kind,
          digest: row.digest.toString('hex'),
          ...(row.salt === null || row.body === null ? {} : { own: { salt: row.salt.toString('hex'), body: row.body } }),
        }
    }
  }

  const lines = async (version: number) => {
    const row = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('meeting_list')
        .select('lines')
        .where('tenant_id', '=', tenantId)
        .where('meeting_id', '=', meetingId)
        .where('version', '=', version)
        .executeTakeFirst(),
    )
    return row?.lines ?? []
  }

  return {
    meeting: meetingId,
    checkpoint: new TextDecoder().decode(bytes),
    size,
    tree: new TileTree({ read: (path) => sealer.read(path) }, nodeCrypto),
    indexes: own.map((e) => e.index),
    window: first === undefined ? null : { first, last },
    entries,
    rights: async (version) => (await lines(version)).map((l) => ({ salt: l.rightSalt, content: l.right })),
    persons: async (version) => (await lines(version)).map((l) => ({ salt: l.personSalt, content: l.person })),
  }
}

/** The bytes of the file. */
export async function* recordFile(source: RecordSource, disclosure: Disclosure): AsyncGenerator<Buffer> {
  let block: string[] = []
  for await (const line of recordLines(source, disclosure)) {
    block.push(line, '\n')
    if (block.length >= 1_000) {
      yield Buffer.from(block.join(''))
      block = []
    }
  }
  yield Buffer.from(block.join(''))
}
