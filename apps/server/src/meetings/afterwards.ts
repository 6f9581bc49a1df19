import { createHash } from 'node:crypto'
import { KINDS, objectionDue } from '@yingshang/meeting'
import { CHINA_2026, dateInChina } from '@yingshang/time'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { MeetingObjection } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { MeetingTables } from '../database/tables-meetings.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { enter } from './access.ts'
import { recordResolutions } from './case.ts'
import type { Hall } from './hall.ts'
import { demandItem } from './papers.ts'
import type { Rooms } from './rooms.ts'
import { demandVersion, type MeetingRow, refuseStep, type VoterRow, votersOf } from './store.ts'

/** After the meeting: the voters are told the result, and may ask the court to revoke a resolution. */

type Names = 'sendResultNotice' | 'confirmResultReceived' | 'listObjections' | 'addObjection'

async function voterOfCaller(tx: InTenant, tenantId: string, meetingId: string, userId: string): Promise<VoterRow> {
  const row = (await votersOf(tx, tenantId, meetingId)).find((v) => v.user_id === userId || v.joint.some((j) => j.userId === userId))
  if (!row) throw refuseStep('由参加表决的债权人本人办理', 'For the voters themselves')
  return row
}

const demandClosed = (meeting: MeetingRow) => {
  if (meeting.status !== 'closed') throw refuseStep('会议尚未结束', 'The meeting is not over')
}

export function afterwardsHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services, desk } = rooms
  const { store, now } = services
  const today = () => dateInChina(now().toISOString())

  const view = (
    hall: Hall,
    row: Selectable<MeetingTables['meeting_objection']>,
    voter: VoterRow | undefined,
  ): z.output<typeof MeetingObjection> => ({
    id: row.id,
    item: row.item_id,
    voter: voter?.name ?? '',
    grounds: row.grounds as 'procedure' | 'content' | 'beyondPowers' | 'other',
    body: row.body,
    at: row.at.toISOString(),
    inTime: row.in_time,
    dueOn: voter ? objectionDue(hall.state, row.item_id, voter.label, CHINA_2026) : null,
  })

  return {
    async sendResultNotice({ caller, params, body }) {
      return rooms.change(caller, params.id, async (tx, room, standing) => {
        if (!standing.roles.includes('administrator'))
          throw refuse('permission.denied', { zh: '表决结果由本案管理人告知债权人', en: 'The administrator of the case tells the result' })
        demandVersion(room.meeting, body.version)
        demandClosed(room.meeting)
        if (room.meeting.result_sent_on !== null) throw refuseStep('表决结果已经告知', 'The result was told already')
        const held = dateInChina(room.meeting.closed_at!.toISOString())
        if (body.sentOn < held || body.sentOn > today())
          throw refuseStep('告知日期须在会议之后、今天之前', 'The day lies between the meeting and today')
        await recordResolutions(
          tx,
          services,
          room.meeting,
          body.sentOn,
          { userId: caller.user.id, roles: standing.roles },
          body.expectedSeq,
        )
        const sent = [...room.hall.state.listed.keys()].map((label) => ({ label, sentOn: body.sentOn }))
        await room.record(KINDS.told, { sent }, caller.user.id)
        await room.set({ result_sent_on: body.sentOn })
      })
    },

    async confirmResultReceived({ caller, params }) {
      const tenantId = caller.tenant.id
      await rooms.change(caller, params.id, async (tx, room) => {
        const { meeting } = room
        if (meeting.result_sent_on === null) throw refuseStep('表决结果尚未告知', 'The result was not told yet')
        const voter = await voterOfCaller(tx, tenantId, params.id, caller.user.id)
        if (voter.result_received_on !== null) return
        await tx
          .updateTable('meeting_voter')
          .set({ result_received_on: today() })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('id', '=', voter.id)
          .execute()
        await room.record(
          KINDS.told,
          { sent: [{ label: voter.label, sentOn: meeting.result_sent_on, receivedOn: today() }] },
          caller.user.id,
        )
        await room.set()
      })
    },

    async listObjections({ caller, params }) {
      const tenantId = caller.tenant.id
      const hall = await desk.hall(params.id)
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        let rows = tx.selectFrom('meeting_objection').selectAll().where('tenant_id', '=', tenantId).where('meeting_id', '=', params.id)
        if (!standing.prepares && !standing.directs) rows = rows.where('user_id', '=', caller.user.id)
        const voters = new Map((await votersOf(tx, tenantId, params.id)).map((v) => [v.id, v]))
        return { items: (await rows.orderBy('id').execute()).map((row) => view(hall, row, voters.get(row.voter_id))) }
      })
    },

    async addObjection({ caller, params, body }) {
      const tenantId = caller.tenant.id
      const id = newId()
      await rooms.change(caller, params.id, async (tx, room) => {
        demandClosed(room.meeting)
        const item = await demandItem(tx, room.meeting, body.item)
        if (item.status !== 'decided') throw refuseStep('该事项没有表决', 'There was no vote on this item')
        const voter = await voterOfCaller(tx, tenantId, params.id, caller.user.id)
        const due = objectionDue(room.hall.state, body.item, voter.label, CHINA_2026)
        await tx
          .insertInto('meeting_objection')
          .values({
            tenant_id: tenantId,
            meeting_id: params.id,
            id,
            item_id: body.item,
            voter_id: voter.id,
            user_id: caller.user.id,
            grounds: body.grounds,
            body: body.body,
            at: room.at,
            in_time: due === null || today() <= due,
          })
          .execute()
        const document = createHash('sha256').update(body.body).digest('hex')
        await room.record(KINDS.objection, { from: voter.label, resolutions: [body.item], filedOn: today(), document }, caller.user.id)
        await room.set()
      })
      const hall = await desk.hall(params.id)
      return store.inTenant(tenantId, async (tx) => {
        const row = await tx
          .selectFrom('meeting_objection')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        const voter = (await votersOf(tx, tenantId, params.id)).find((v) => v.id === row.voter_id)
        return new Status(201, view(hall, row, voter))
      })
    },
  }
}
