import { createHash } from 'node:crypto'
import { KINDS, objectionDue } from '@yingshang/meeting'
import { CHINA_2026, dateInChina } from '@yingshang/time'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { MeetingChallenge, MeetingObjection, ObjectionGround } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { MeetingTables } from '../database/tables-meetings.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { Refused } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { act } from '../matters/act.ts'
import { loadMatter, rowsOf } from '../matters/store.ts'
import type { Services } from '../services.ts'
import { enter } from './access.ts'
import type { Hall } from './hall.ts'
import { demandItem } from './papers.ts'
import type { Rooms } from './rooms.ts'
import { type MeetingRow, refuseStep, type VoterRow, votersOf } from './store.ts'

/**
 * Objections to a resolution (企业破产法 第六十四条第二款). They are handed in at the meeting and go into the case as an action of the creditor, so that the judge has a task and
 * a clock; the ruling of the court is shown at the meeting again. The case knows a resolution once the voters are told the result: what is handed in before waits for that.
 */

type Row = Selectable<MeetingTables['meeting_objection']>

const objectionsOf = (tx: InTenant, tenantId: string, meetingId: string) =>
  tx.selectFrom('meeting_objection').selectAll().where('tenant_id', '=', tenantId).where('meeting_id', '=', meetingId).orderBy('id')

/** The voter for whom an account acts by itself or as a joint holder; others do not object. */
export async function voterOfCaller(tx: InTenant, tenantId: string, meetingId: string, userId: string): Promise<VoterRow> {
  const row = (await votersOf(tx, tenantId, meetingId)).find((v) => v.user_id === userId || v.joint.some((j) => j.userId === userId))
  if (!row) throw refuseStep('由参加表决的债权人本人办理', 'For the voters themselves')
  return row
}

export const demandClosed = (meeting: MeetingRow) => {
  if (meeting.status !== 'closed') throw refuseStep('会议尚未结束', 'The meeting is not over')
}

/**
 * Brings what was handed in into the case. Whoever is on the list of voters acts as a creditor. What the case refuses (out of time, say) keeps the reason and stays at the
 * meeting.
 */
export async function raiseObjections(tx: InTenant, services: Services, meeting: MeetingRow): Promise<void> {
  const { tenantId, law, config, now } = services
  const waiting = await objectionsOf(tx, tenantId, meeting.id).where('raised_at', 'is', null).where('refused', 'is', null).execute()
  if (waiting.length === 0) return
  const voters = new Map((await votersOf(tx, tenantId, meeting.id)).map((v) => [v.id, v]))
  for (const objection of waiting) {
    // Who objects knows the result, also where nobody confirmed the receipt.
    const receivedOn = voters.get(objection.voter_id)?.result_received_on ?? dateInChina(objection.at.toISOString())
    const values = {
      resolutionId: objection.item_id,
      objectionGround: objection.grounds,
      reasons: objection.body,
      ...(meeting.mode === 'online' ? { noticeReceivedOn: receivedOn } : {}),
    }
    const actor = { id: objection.user_id, roles: ['creditor'] }
    const set = await act(tx, law, services, meeting.matter_id, null, {
      tenantId,
      court: config.bodyName,
      userId: objection.user_id,
      actor,
      action: 'object-to-resolution',
      values,
    }).then(
      () => ({ raised_at: now() }),
      (error: unknown) => {
        if (error instanceof Refused && error.problem.code === 'action.refused') return { refused: error.problem.detail }
        throw error
      },
    )
    await tx
      .updateTable('meeting_objection')
      .set(set)
      .where('tenant_id', '=', tenantId)
      .where('meeting_id', '=', meeting.id)
      .where('id', '=', objection.id)
      .execute()
  }
}

/** What became of resolutions that somebody disputed, as the case has it. */
export async function challengesOf(tx: InTenant, meeting: MeetingRow): Promise<z.output<typeof MeetingChallenge>[]> {
  if (meeting.status !== 'closed' || meeting.result_sent_on === null) return []
  const raised = await tx
    .selectFrom('meeting_objection')
    .select('item_id')
    .distinct()
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('raised_at', 'is not', null)
    .execute()
  if (raised.length === 0) return []
  const matter = await loadMatter(tx, meeting.tenant_id, meeting.matter_id)
  const resolutions = new Map(matter === null ? [] : rowsOf(matter.state, 'resolutions'))
  return raised.flatMap(({ item_id: item }) => {
    const { status, reason, ruled } = resolutions.get(item) ?? {}
    if (status === undefined || status === 'made') return []
    return [
      {
        item,
        status: status as z.output<typeof MeetingChallenge>['status'],
        reasons: typeof reason === 'string' ? reason : null,
        ruledOn: typeof ruled === 'string' ? ruled : null,
      },
    ]
  })
}

function view(hall: Hall, row: Row, voter: VoterRow | undefined): z.output<typeof MeetingObjection> {
  return {
    id: row.id,
    item: row.item_id,
    voter: voter?.name ?? '',
    grounds: row.grounds as z.output<typeof ObjectionGround>,
    body: row.body,
    at: row.at.toISOString(),
    inTime: row.in_time,
    dueOn: voter ? objectionDue(hall.state, row.item_id, voter.label, CHINA_2026) : null,
    raisedAt: row.raised_at?.toISOString() ?? null,
    refused: row.refused,
  }
}

export function objectionHandlers(rooms: Rooms): Pick<Handlers, 'listObjections' | 'addObjection'> {
  const { services, desk } = rooms
  const { store, now } = services
  const today = () => dateInChina(now().toISOString())

  return {
    async listObjections({ caller, params }) {
      const tenantId = caller.tenant.id
      const hall = await desk.hall(params.id)
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        let rows = objectionsOf(tx, tenantId, params.id)
        if (!standing.prepares && !standing.directs) rows = rows.where('user_id', '=', caller.user.id)
        const voters = new Map((await votersOf(tx, tenantId, params.id)).map((v) => [v.id, v]))
        return { items: (await rows.execute()).map((row) => view(hall, row, voters.get(row.voter_id))) }
      })
    },

    async addObjection({ caller, params, body, request }) {
      const tenantId = caller.tenant.id
      return once(services, caller, 'addObjection', idempotencyKey(request), hashOf(params, body), async (keep) => {
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
          if (room.meeting.result_sent_on !== null) await raiseObjections(tx, services, room.meeting)
        })
        const hall = await desk.hall(params.id)
        return store.inTenant(tenantId, async (tx) => {
          const row = await objectionsOf(tx, tenantId, params.id).where('id', '=', id).executeTakeFirstOrThrow()
          const voter = (await votersOf(tx, tenantId, params.id)).find((v) => v.id === row.voter_id)
          const shown = view(hall, row, voter)
          await keep(tx, 201, shown)
          return new Status(201, shown)
        })
      })
    },
  }
}
