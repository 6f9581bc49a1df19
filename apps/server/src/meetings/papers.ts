import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { demandPreparing, enter } from './access.ts'
import type { Rooms } from './rooms.ts'
import { type MeetingRow, refuseStep } from './store.ts'

/** Papers of a meeting: uploaded attachments that those who may see the meeting may read. */

export const papersOf = (tx: InTenant, tenantId: string, meetingId: string) =>
  tx
    .selectFrom('meeting_paper as p')
    .innerJoin('attachment as a', (join) => join.onRef('a.tenant_id', '=', 'p.tenant_id').onRef('a.id', '=', 'p.attachment_id'))
    .select(['p.id', 'p.item_id', 'p.title', 'p.attachment_id', 'a.name', 'a.size', 'a.sha256'])
    .where('p.tenant_id', '=', tenantId)
    .where('p.meeting_id', '=', meetingId)
    .orderBy('p.id')
    .execute()

/** An upload of the caller, or a material of the case, becomes part of the case; gives its digest. */
export async function claimAttachment(tx: InTenant, caller: Caller, meeting: MeetingRow, id: string): Promise<string> {
  const tenantId = meeting.tenant_id
  const row = await tx
    .selectFrom('attachment')
    .select(['sha256', 'matter_id', 'uploaded_by'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  const fits = row && (row.matter_id === meeting.matter_id || (row.matter_id === null && row.uploaded_by === caller.user.id))
  if (!fits)
    throw refuse('attachment.refused', {
      zh: '所附材料不存在或者不属于本案。请重新上传。',
      en: 'The attachment is unknown or belongs elsewhere. Upload it again.',
    })
  if (row.matter_id === null)
    await tx
      .updateTable('attachment')
      .set({ matter_id: meeting.matter_id })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute()
  return row.sha256
}

/** What is on the agenda stands once the meeting is called. */
export function demandDraft(meeting: MeetingRow): void {
  if (meeting.status !== 'draft') throw refuseStep('会议通知已经发出，不能再修改', 'The meeting was called; this cannot change any more')
}

type Names = 'addMeetingPaper' | 'removeMeetingPaper' | 'downloadMeetingPaper'

export function paperHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { store, now, files } = rooms.services
  return {
    async addMeetingPaper({ caller, params, body }) {
      return rooms.change(caller, params.id, async (tx, room, standing) => {
        const { meeting } = room
        demandPreparing(standing)
        demandDraft(meeting)
        if (body.item !== null) await demandItem(tx, meeting, body.item)
        await claimAttachment(tx, caller, meeting, body.attachment)
        await tx
          .insertInto('meeting_paper')
          .values({
            tenant_id: meeting.tenant_id,
            meeting_id: meeting.id,
            id: newId(),
            item_id: body.item,
            title: body.title,
            attachment_id: body.attachment,
            added_by: caller.user.id,
            added_at: now(),
          })
          .execute()
        await room.set()
      })
    },

    async removeMeetingPaper({ caller, params }) {
      await rooms.change(caller, params.id, async (tx, room, standing) => {
        const { meeting } = room
        demandPreparing(standing)
        demandDraft(meeting)
        await tx
          .deleteFrom('meeting_paper')
          .where('tenant_id', '=', meeting.tenant_id)
          .where('meeting_id', '=', meeting.id)
          .where('id', '=', params.paper)
          .execute()
        await room.set()
      })
    },

    async downloadMeetingPaper({ caller, params }) {
      const tenantId = caller.tenant.id
      const paper = await store.inTenant(tenantId, async (tx) => {
        const { meeting } = await enter(tx, caller, params.id, now())
        return (await papersOf(tx, tenantId, meeting.id)).find((p) => p.id === params.paper)
      })
      const content = paper && (await files.get(tenantId, paper.sha256))
      if (!paper || !content) throw refuse('attachment.not-found')
      return { name: paper.name, type: 'application/octet-stream', bytes: Number(paper.size), content }
    },
  }
}

/** Refuses an item that is not on the agenda of the meeting. */
export async function demandItem(tx: InTenant, meeting: MeetingRow, id: string) {
  const row = await tx
    .selectFrom('meeting_item')
    .selectAll()
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw refuseStep('议程中没有这一事项', 'There is no such item on the agenda')
  return row
}
