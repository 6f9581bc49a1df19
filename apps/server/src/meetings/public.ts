import { timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { receiptOf } from '../journal/record.ts'
import { demandPreparing, enter } from './access.ts'
import { recordFile, recordSource } from './record-file.ts'
import type { Rooms } from './rooms.ts'
import { itemsOf, loadMeeting, type MeetingRow, refuseStep } from './store.ts'
import { itemView } from './view.ts'

/** What anybody may see of a meeting: the result, digests in their order, the checkpoint, the record without names, rights and choices. */

type Names = 'getPublicMeeting' | 'listPublicVotes' | 'getPublicRecord' | 'openVoteReceipt' | 'exportMeetingRecord'

/** JSON lines have no registered type; as text a browser shows what it saves. */
const JSON_LINES = 'text/plain; charset=utf-8'

export function publicHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services } = rooms
  const { store, tenantId, sealer, config, now } = services

  /** A meeting that the public knows of: it was called. */
  async function known(tx: InTenant, id: string): Promise<MeetingRow> {
    const meeting = await loadMeeting(tx, tenantId, id)
    if (meeting.called_at === null) throw refuse('meeting.not-found')
    return meeting
  }

  return {
    async getPublicMeeting({ params }) {
      const found = await store.inTenant(tenantId, async (tx) => {
        const meeting = await known(tx, params.id)
        const matter = await tx
          .selectFrom('matter')
          .select('number')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', meeting.matter_id)
          .executeTakeFirstOrThrow()
        return { meeting, number: matter.number, items: await itemsOf(tx, tenantId, params.id) }
      })
      const checkpoint = await sealer.read('checkpoint')
      const { meeting } = found
      return {
        id: meeting.id,
        title: meeting.title,
        court: config.bodyName,
        caseNumber: found.number,
        status: meeting.status,
        startsAt: meeting.starts_at.toISOString(),
        items: found.items.map((row) => {
          const { body: _, ...item } = itemView(row)
          return item
        }),
        votes: Number(meeting.vote_seq),
        log: {
          origin: sealer.origin,
          verifierKey: sealer.verifierKey,
          checkpoint: checkpoint === null ? '' : new TextDecoder().decode(checkpoint),
        },
      }
    },

    async listPublicVotes({ params, query }) {
      return store.inTenant(tenantId, async (tx) => {
        await known(tx, params.id)
        const after = query.after === undefined || query.after === '' ? 0 : Number(query.after)
        if (!Number.isSafeInteger(after) || after < 0) keyset(query.after)
        const rows = await tx
          .selectFrom('meeting_vote as v')
          .innerJoin('journal_record as r', (join) => join.onRef('r.tenant_id', '=', 'v.tenant_id').onRef('r.id', '=', 'v.id'))
          .leftJoin('journal_entry as e', (join) => join.onRef('e.tenant_id', '=', 'v.tenant_id').onRef('e.record_id', '=', 'v.id'))
          .select(['v.seq', 'v.item_id', 'r.digest', 'e.index'])
          .where('v.tenant_id', '=', tenantId)
          .where('v.meeting_id', '=', params.id)
          .where('v.seq', '>', String(after))
          .orderBy('v.seq')
          .limit(query.limit + 1)
          .execute()
        const shown = rows.slice(0, query.limit)
        return {
          items: shown.map((r) => ({
            number: Number(r.seq),
            item: r.item_id,
            digest: r.digest.toString('hex'),
            index: r.index === null ? null : Number(r.index),
          })),
          next: rows.length > query.limit ? String(shown.at(-1)!.seq) : null,
        }
      })
    },

    async getPublicRecord({ params }) {
      await store.inTenant(tenantId, (tx) => known(tx, params.id))
      const source = await recordSource(rooms, params.id)
      return { name: `meeting-${params.id}-public.jsonl`, type: JSON_LINES, content: Readable.from(recordFile(source, 'public')) }
    },

    async exportMeetingRecord({ caller, params, query, requestId }) {
      await store.inTenant(tenantId, async (tx) => {
        const { meeting, standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        // The choices are in it: nobody sees how a voting goes before it is closed, unless the chair lets everybody see it.
        if (meeting.open_items.length > 0 && !meeting.tally_shown)
          throw refuseStep('表决进行中，截止后才能导出记录', 'A voting is open: the record can be exported when it is closed')
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'meeting.exported',
          subject: { type: 'meeting', id: params.id },
          detail: { names: query.names },
          requestId,
        })
      })
      await rooms.sealed()
      const source = await recordSource(rooms, params.id)
      return {
        name: `meeting-${params.id}-${query.names}.jsonl`,
        type: JSON_LINES,
        content: Readable.from(recordFile(source, query.names)),
      }
    },

    async openVoteReceipt({ body }) {
      const row = await store.inTenant(tenantId, async (tx) => {
        const found = await tx
          .selectFrom('meeting_vote as v')
          .innerJoin('journal_record as r', (join) => join.onRef('r.tenant_id', '=', 'v.tenant_id').onRef('r.id', '=', 'v.id'))
          .innerJoin('meeting_item as i', (join) =>
            join.onRef('i.tenant_id', '=', 'v.tenant_id').onRef('i.meeting_id', '=', 'v.meeting_id').onRef('i.id', '=', 'v.item_id'),
          )
          .leftJoin('journal_entry as e', (join) => join.onRef('e.tenant_id', '=', 'v.tenant_id').onRef('e.record_id', '=', 'v.id'))
          .select(['v.meeting_id', 'v.item_id', 'v.voter_id', 'v.sequence', 'i.title', 'r.kind', 'r.salt', 'r.body', 'e.index'])
          .where('v.tenant_id', '=', tenantId)
          .where('v.id', '=', body.record)
          .executeTakeFirst()
        // Whoever has the salt has the receipt: it was given to the voter alone.
        if (!found || !timingSafeEqual(found.salt, Buffer.from(body.salt, 'hex'))) return null
        const later = await tx
          .selectFrom('meeting_vote')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', found.meeting_id)
          .where('item_id', '=', found.item_id)
          .where('voter_id', '=', found.voter_id)
          .where('sequence', '>', found.sequence)
          .limit(1)
          .executeTakeFirst()
        return { ...found, counts: later === undefined }
      })
      if (!row) throw refuse('meeting.vote-not-found')
      const proof = await receiptOf(sealer, row)
      if (proof === null) throw refuse('receipt.not-sealed')
      return { meeting: row.meeting_id, item: row.item_id, title: row.title, counts: row.counts, proof }
    },
  }
}
