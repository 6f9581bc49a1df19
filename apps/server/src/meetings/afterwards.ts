import { KINDS } from '@yingshang/meeting'
import { dateInChina } from '@yingshang/time'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { recordResolutions } from './case.ts'
import { demandClosed, raiseObjections, voterOfCaller } from './objections.ts'
import type { Rooms } from './rooms.ts'
import { demandVersion, refuseStep } from './store.ts'

/** After the meeting: the voters are told the result, and confirm that they have it. */

type Names = 'sendResultNotice' | 'confirmResultReceived'

export function afterwardsHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services } = rooms
  const { now } = services
  const today = () => dateInChina(now().toISOString())

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
        await raiseObjections(tx, services, room.meeting)
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
  }
}
