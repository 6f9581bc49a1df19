import { attendance, KINDS, resultsOf } from '@yingshang/meeting'
import type { MeetingStep } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { demandDirecting, type Standing } from './access.ts'
import { writeBack } from './case.ts'
import { demandItem } from './papers.ts'
import type { Rooms } from './rooms.ts'
import { demandVersion, itemsOf, type MeetingRow, refuseStep } from './store.ts'
import type { Room } from './vote-desk.ts'
import { beginClosing, beginOpening, settle } from './windows.ts'

/** What the chair does, or the staff of the court for the chair. */

const EARLY_MINUTES = 60

function demandOpen(meeting: MeetingRow): void {
  if (meeting.status !== 'open') throw refuseStep('会议没有在进行', 'The meeting is not open')
}

export function directHandlers(rooms: Rooms): Pick<Handlers, 'directMeeting'> {
  const { services } = rooms

  async function take(tx: InTenant, room: Room, standing: Standing, step: MeetingStep, userId: string): Promise<void> {
    const by = standing.chairs ? 'chair' : 'clerk'
    const { meeting, at } = room
    switch (step.step) {
      case 'open':
        if (meeting.status !== 'called') throw refuseStep('只有已通知的会议可以开始', 'Only a meeting that was called can open')
        if (at.getTime() < meeting.starts_at.getTime() - EARLY_MINUTES * 60_000)
          throw refuseStep(
            `会议定于 ${meeting.starts_at.toISOString()} 召开，最早提前一小时开始`,
            `The meeting is set for ${meeting.starts_at.toISOString()}`,
          )
        await room.set({ status: 'open', opened_at: at })
        return
      case 'item':
        demandOpen(meeting)
        if (step.item !== null) await demandItem(tx, meeting, step.item)
        await room.set({ current_item: step.item })
        return
      case 'announce': {
        if (meeting.status !== 'open' && meeting.status !== 'called') throw refuseStep('会议没有在进行', 'The meeting is not open')
        const row = await room.set()
        await tx
          .insertInto('meeting_announcement')
          .values({ tenant_id: meeting.tenant_id, meeting_id: meeting.id, version: row.version, body: step.body, at, user_id: userId })
          .execute()
        return
      }
      case 'openVoting':
        demandOpen(meeting)
        return beginOpening(tx, room, step.items, step.minutes, by, userId)
      case 'closeVoting':
        demandOpen(meeting)
        return beginClosing(tx, room, step.items, 'chair')
      case 'tally':
        await room.set({ tally_shown: step.shown })
        return
      case 'close':
        demandOpen(meeting)
        return close(tx, room, by, userId)
      case 'cancel':
        if (meeting.status !== 'draft' && meeting.status !== 'called') throw refuseStep('会议已经开始，不能取消', 'The meeting has begun')
        await room.set({ status: 'cancelled', closed_at: at })
        return
    }
  }

  /** The end of the meeting: the results of all votings are announced together. */
  async function close(tx: InTenant, room: Room, by: string, userId: string): Promise<void> {
    const items = await itemsOf(tx, room.meeting.tenant_id, room.meeting.id)
    if (items.some((i) => ['opening', 'voting', 'closing'].includes(i.status)))
      throw refuseStep('还有事项正在表决', 'A voting is still open')
    const { state } = room.hall
    const results = resultsOf(state)
    if (results.length > 0) await room.record(KINDS.result, { results, attendance: attendance(state), countedBy: [by, 'system'] }, userId)
    await room.set({ status: 'closed', closed_at: room.at })
  }

  return {
    async directMeeting({ caller, params, body, requestId }) {
      await rooms.change(caller, params.id, async (tx, room, standing) => {
        demandDirecting(standing)
        demandVersion(room.meeting, body.version)
        await take(tx, room, standing, body, caller.user.id)
        await record(tx, {
          tenantId: room.meeting.tenant_id,
          userId: caller.user.id,
          at: room.at,
          kind: 'meeting.directed',
          subject: { type: 'meeting', id: params.id },
          detail: { ...body },
          requestId,
        })
      })
      if (body.step === 'openVoting' || body.step === 'closeVoting') await settle(rooms, params.id)
      if (body.step === 'close') await writeBack(services, params.id)
      return rooms.show(caller, params.id)
    },
  }
}
