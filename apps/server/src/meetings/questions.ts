import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { MeetingQuestion } from '../contract/meetings.ts'
import type { MeetingTables } from '../database/tables-meetings.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { enter, type Standing } from './access.ts'
import { demandItem } from './papers.ts'
import type { Rooms } from './rooms.ts'
import { refuseStep } from './store.ts'

/** Questions to the meeting: shown to all who may see it once somebody has moderated them. */

type Row = Selectable<MeetingTables['meeting_question']>

const view = (row: Row, userId: string): z.output<typeof MeetingQuestion> => ({
  id: row.id,
  item: row.item_id,
  asker: row.asker,
  own: row.user_id === userId,
  body: row.body,
  askedAt: row.asked_at.toISOString(),
  status: row.status as 'waiting' | 'shown' | 'withheld',
  answer: row.answer,
  answeredAt: row.answered_at?.toISOString() ?? null,
})

const moderates = ({ directs, prepares }: Standing) => directs || prepares

/** Questions of one person that wait at once: nobody floods those who moderate. */
const WAITING = 10

export function questionHandlers(rooms: Rooms): Pick<Handlers, 'listQuestions' | 'askQuestion' | 'answerQuestion'> {
  const { store, now } = rooms.services
  return {
    async listQuestions({ caller, params }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        let rows = tx.selectFrom('meeting_question').selectAll().where('tenant_id', '=', tenantId).where('meeting_id', '=', params.id)
        if (!moderates(standing))
          rows = rows.where((where) => where.or([where('status', '=', 'shown'), where('user_id', '=', caller.user.id)]))
        const found = await rows.orderBy('id', 'desc').limit(500).execute()
        return { items: found.map((row) => view(row, caller.user.id)) }
      })
    },

    async askQuestion({ caller, params, body }) {
      const tenantId = caller.tenant.id
      const row = await store.inTenant(tenantId, async (tx) => {
        const { meeting } = await enter(tx, caller, params.id, now())
        if (meeting.status !== 'called' && meeting.status !== 'open')
          throw refuseStep('会议通知后、结束前可以提问', 'Questions are asked from the notice to the end')
        if (body.item !== null) await demandItem(tx, meeting, body.item)
        const { count } = await tx
          .selectFrom('meeting_question')
          .select((of) => of.fn.countAll<string>().as('count'))
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('user_id', '=', caller.user.id)
          .where('status', '=', 'waiting')
          .executeTakeFirstOrThrow()
        if (Number(count) >= WAITING) throw refuseStep('您还有提问等待审核，请稍后再提', 'Your earlier questions are still waiting')
        const voter = await tx
          .selectFrom('meeting_voter')
          .select('name')
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('user_id', '=', caller.user.id)
          .executeTakeFirst()
        return tx
          .insertInto('meeting_question')
          .values({
            tenant_id: tenantId,
            meeting_id: params.id,
            id: newId(),
            item_id: body.item,
            user_id: caller.user.id,
            asker: voter?.name ?? caller.user.displayName,
            body: body.body,
            asked_at: now(),
            status: 'waiting',
            answer: null,
            answered_by: null,
            answered_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return new Status(201, view(row, caller.user.id))
    },

    async answerQuestion({ caller, params, body }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        if (!moderates(standing)) throw refuse('permission.denied')
        const row = await tx
          .updateTable('meeting_question')
          .set({
            // An answer shows the question, unless it was withheld on purpose.
            ...(body.status !== undefined ? { status: body.status } : body.answer !== undefined ? { status: 'shown' } : {}),
            ...(body.answer === undefined ? {} : { answer: body.answer, answered_by: caller.user.id, answered_at: now() }),
            id: params.question,
          })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('id', '=', params.question)
          .returningAll()
          .executeTakeFirst()
        if (!row) throw refuse('meeting.question-not-found')
        return view(row, caller.user.id)
      })
    },
  }
}
