import { type DrawRecord, formatDrawRecord, standing } from '@yingshang/draw'
import { titleOf } from '@yingshang/register'
import type { Selectable } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { DrawDetail, DrawSummary, PublicDraw } from '../contract/draws.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import type { ReadonlyDeep } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { receiptOf } from '../journal/record.ts'
import type { Services } from '../services.ts'
import { kindOf } from './kinds.ts'

/** Draws in the database, their published file, and how the interface shows them. */

export type DrawRow = Selectable<Tables['draw']>

export const COMMITMENT = 'draw.commitment'

/** A draw; refuses with `draw.not-found`. */
export async function drawOf(tx: InTenant, tenantId: string, id: string, lock = false): Promise<DrawRow> {
  const row = await tx
    .selectFrom('draw')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .$if(lock, (q) => q.forUpdate())
    .executeTakeFirst()
  if (!row) throw refuse('draw.not-found')
  return row
}

/** To the second, as the files of draws write instants. */
export const momentOf = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z')

/** The published file: what stands in the row, and nothing that is not published. */
export function fileOf(row: DrawRow): DrawRecord {
  const known = row.outcomes.every((value) => value !== null)
  return {
    v: 1,
    kind: 'draw-record',
    commitment: row.commitment,
    entropy: known ? row.outcomes : [],
    rounds: row.rounds,
    receipt: row.receipt,
  } as DrawRecord
}

/** The commitment's record in the journal, with its place. */
const publishedOf = (tx: InTenant, tenantId: string, id: string) =>
  tx
    .selectFrom('journal_record as r')
    .leftJoin('journal_entry as e', (join) => join.onRef('e.tenant_id', '=', 'r.tenant_id').onRef('e.record_id', '=', 'r.id'))
    .select(['r.kind', 'r.salt', 'r.body', 'e.index'])
    .where('r.tenant_id', '=', tenantId)
    .where('r.subject_id', '=', id)
    .where('r.kind', '=', COMMITMENT)
    .executeTakeFirst()

/**
 * Keeps the journal's receipt of the commitment with the draw, as long as nothing of the entropy is known: a later receipt would not show that the
 * commitment came first. While witnesses may still sign, a newer receipt replaces the older one.
 */
export async function keepReceipt({ store, sealer, now, config }: Services, tenantId: string, row: DrawRow): Promise<string | null> {
  const first = row.commitment.entropy.map((source) => source.at).sort()[0]!
  const early = momentOf(now()) < first
  if (row.receipt !== null && !(early && config.logWitnesses.trim() !== '')) return row.receipt
  const published = await store.inTenant(tenantId, (tx) => publishedOf(tx, tenantId, row.id))
  const receipt = published ? await receiptOf(sealer, published) : null
  if (receipt !== null && receipt !== row.receipt)
    await store.inTenant(tenantId, (tx) =>
      tx.updateTable('draw').set({ receipt }).where('tenant_id', '=', tenantId).where('id', '=', row.id).execute(),
    )
  return receipt ?? row.receipt
}

export function drawSummary(row: DrawRow, caller: Caller | null): DrawSummary {
  return {
    id: row.id,
    title: row.title,
    register: { ...titleOf([{ id: row.kind, label: kindOf(row.kind).title }], row.kind) },
    status: row.status,
    publishedAt: row.commitment.committedAt,
    candidates: row.commitment.candidates.length,
    excluded: row.commitment.excluded.length,
    selected: [...standing(row.rounds).selected],
    digest: row.digest,
    matter: caller?.permissions.includes('matter.all') ? row.matter_id : null,
  }
}

/** What anybody may see of a draw. */
export async function publicDraw(tx: InTenant, row: DrawRow, caller: Caller | null): Promise<PublicDraw> {
  const readings = await tx
    .selectFrom('draw_reading')
    .select(['source', 'reference', 'at', 'value'])
    .where('tenant_id', '=', row.tenant_id)
    .where('draw_id', '=', row.id)
    .orderBy('id')
    .execute()
  const published = await publishedOf(tx, row.tenant_id, row.id)
  return {
    ...drawSummary(row, caller),
    record: formatDrawRecord(fileOf(row)),
    published: published?.index == null ? null : Number(published.index),
    readings: readings.map((r) => ({
      source: r.source,
      reference: r.reference,
      at: r.at.toISOString(),
      agreed: JSON.stringify(row.outcomes[r.source] ?? null) === JSON.stringify(r.value),
    })),
    responses: row.responses.map(({ label, accepts, reason, at }) => ({ label, accepts, reason, at })),
  }
}

/** A draw with what the caller may do next. */
export async function drawDetail(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  row: DrawRow,
  caller: Caller,
): Promise<ReadonlyDeep<DrawDetail>> {
  const conducts = caller.permissions.includes('draw.conduct')
  const now = momentOf(services.now())
  const readings = await tx
    .selectFrom('draw_reading')
    .select(['source', 'user_id'])
    .where('tenant_id', '=', row.tenant_id)
    .where('draw_id', '=', row.id)
    .execute()
  const mine = await tx
    .selectFrom('register_entry')
    .select('id')
    .where('tenant_id', '=', row.tenant_id)
    .where('account_id', '=', caller.user.id)
    .execute()
  const own = new Set(mine.map((e) => e.id))
  const { selected } = standing(row.rounds)
  const answered = new Set(row.responses.map((r) => r.label))
  const waiting = selected.filter((label) => !answered.has(label))
  const sources = row.commitment.entropy.map((source, i) => {
    const who = new Set(readings.filter((r) => r.source === i).map((r) => r.user_id))
    return {
      state:
        row.outcomes[i] !== null
          ? ('known' as const)
          : now < source.at
            ? ('waiting' as const)
            : who.size === 0
              ? ('open' as const)
              : who.size === 1
                ? ('one-reading' as const)
                : ('readings-differ' as const),
      at: source.at,
      mine: who.has(caller.user.id),
    }
  })
  const may: DrawDetail['may'] = []
  const open = (kinds: readonly string[]) =>
    row.commitment.entropy.some((s, i) => row.outcomes[i] === null && now >= s.at && kinds.includes(s.kind))
  if (conducts && row.status === 'awaiting-entropy' && open(['lottery', 'figure', 'drand', 'contribution'])) may.push('enter')
  if (conducts && row.status === 'awaiting-entropy' && open(['drand'])) may.push('fetch')
  if (conducts && row.status === 'awaiting-reveal') may.push('reveal')
  if (row.status === 'drawn' && waiting.some((label) => conducts || own.has(row.entries[label] ?? ''))) may.push('respond')
  const left = (row.commitment.chain?.length ?? 0) - row.rounds.length
  if (conducts && ['drawn', 'accepted', 'appointed'].includes(row.status) && left > 0) may.push('substitute')
  if (conducts && row.status === 'accepted') may.push('appoint')
  return {
    ...(await publicDraw(tx, row, caller)),
    version: row.version,
    responses: row.responses.map(({ label, accepts, reason, at, entry, interests }) => ({
      label,
      accepts,
      reason,
      at,
      entry,
      interests: conducts || own.has(entry) ? interests : null,
    })),
    entries: row.entries,
    sources,
    may,
    roundsLeft: left,
  }
}
