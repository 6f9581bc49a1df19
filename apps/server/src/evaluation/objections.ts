import type { Objection, SCORE_ENDPOINTS } from '../contract/evaluation.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { atWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { storedBody, storedResult } from './results.ts'

/** Objections of bodies to a published result, and their answers by somebody else. */

/** Objections to a result that the caller may see, oldest first. */
export async function objectionsTo(tx: InTenant, tenantId: string, resultId: string, id?: string): Promise<Objection[]> {
  let query = tx
    .selectFrom('score_objection as o')
    .innerJoin('score_result_body as b', (on) =>
      on.onRef('b.tenant_id', '=', 'o.tenant_id').onRef('b.result_id', '=', 'o.result_id').onRef('b.body_id', '=', 'o.body_id'),
    )
    .innerJoin('body', (on) => on.onRef('body.tenant_id', '=', 'o.tenant_id').onRef('body.id', '=', 'o.body_id'))
    .leftJoin('app_user as r', (on) => on.onRef('r.tenant_id', '=', 'o.tenant_id').onRef('r.id', '=', 'o.raised_by'))
    .leftJoin('app_user as a', (on) => on.onRef('a.tenant_id', '=', 'o.tenant_id').onRef('a.id', '=', 'o.answered_by'))
    .selectAll('o')
    .select(['b.facts', 'body.name as body', 'r.display_name as raiser', 'a.display_name as answerer'])
    .where('o.tenant_id', '=', tenantId)
    .where('o.result_id', '=', resultId)
    .orderBy('o.id')
  if (id !== undefined) query = query.where('o.id', '=', id)
  return (await query.execute()).map((o) => ({
    id: o.id,
    body: { id: o.body_id, name: o.body },
    fact: o.facts.find((f) => f.id === o.fact) ?? null,
    words: o.words,
    raisedBy: { id: o.raised_by, displayName: o.raiser ?? '' },
    raisedAt: o.raised_at.toISOString(),
    upheld: o.upheld,
    answer: o.answer,
    answeredBy: o.answered_by === null ? null : { id: o.answered_by, displayName: o.answerer ?? '' },
    answeredAt: o.answered_at?.toISOString() ?? null,
  }))
}

type Names = 'objectToEvaluation' | 'answerEvaluationObjection'

export function objectionHandlers(services: Services): Pick<Handlers, Names & keyof typeof SCORE_ENDPOINTS> {
  const { now, sealer } = services
  const { day } = atWork(services)
  const link = (result: string, body: string) => `/evaluation?result=${result}&body=${body}`
  return {
    objectToEvaluation: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'objectToEvaluation', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await inScope(services, caller, async (tx, scope) => {
          const tenantId = caller.tenant.id
          const { result } = await storedResult(tx, tenantId, params.id)
          if (!scope.runs && !scope.bodies.includes(body.body)) throw refuse('permission.denied')
          const own = await storedBody(tx, tenantId, params.id, body.body)
          if (!own) throw refuse('result.not-found')
          if (result.replacedBy !== null) throw refuse('result.replaced')
          if (day() > result.objectionsUntil) throw refuse('objection.too-late')
          if (body.fact !== null && !own.facts.some((f) => f.id === body.fact)) throw refuse('objection.unknown-fact')
          const id = newId()
          const at = now()
          await tx
            .insertInto('score_objection')
            .values({
              tenant_id: tenantId,
              id,
              result_id: params.id,
              body_id: body.body,
              fact: body.fact,
              words: body.words,
              raised_by: caller.user.id,
              raised_at: at,
              upheld: null,
              answer: null,
              answered_by: null,
              answered_at: null,
            })
            .execute()
          await journal(tx, tenantId, [
            {
              kind: 'evaluation.objection',
              subjectId: id,
              userId: caller.user.id,
              at,
              body: { result: params.id, body: body.body, fact: body.fact, words: body.words },
            },
          ])
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at,
            kind: 'score.objected',
            subject: { type: 'score-result', id: params.id },
            detail: { body: body.body, fact: body.fact },
            requestId,
          })
          const [made] = await objectionsTo(tx, tenantId, params.id, id)
          await tell(tx, tenantId, at, [
            {
              users: [result.publishedBy.id!],
              event: 'evaluation',
              link: link(params.id, body.body),
              zh: `${made!.body.name}对${result.title}提出异议`,
              en: `${made!.body.name} objects to ${result.title}`,
            },
          ])
          await keep(tx, 201, made!)
          return made!
        })
        sealer.nudge()
        return new Status(201, answer)
      }),

    answerEvaluationObjection: async ({ caller, params, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const row = await tx
          .selectFrom('score_objection')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .executeTakeFirst()
        if (!row) throw refuse('objection.not-found')
        if (row.answered_by !== null) throw refuse('objection.answered')
        const { result } = await storedResult(tx, tenantId, row.result_id)
        if ([row.raised_by, result.publishedBy.id].includes(caller.user.id)) throw refuse('objection.same-person')
        const at = now()
        const { numUpdatedRows } = await tx
          .updateTable('score_objection')
          .set({ upheld: body.upheld, answer: body.answer, answered_by: caller.user.id, answered_at: at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .where('answered_by', 'is', null)
          .executeTakeFirst()
        if (Number(numUpdatedRows) !== 1) throw refuse('objection.answered')
        await journal(tx, tenantId, [
          {
            kind: 'evaluation.answer',
            subjectId: params.id,
            userId: caller.user.id,
            at,
            body: { upheld: body.upheld, answer: body.answer },
          },
        ])
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at,
          kind: 'score.answered',
          subject: { type: 'score-result', id: row.result_id },
          detail: { objection: params.id, upheld: body.upheld },
          requestId,
        })
        await tell(tx, tenantId, at, [
          {
            users: [row.raised_by],
            event: 'evaluation',
            link: link(row.result_id, row.body_id),
            zh: `对${result.title}的异议${body.upheld ? '成立' : '不成立'}：${body.answer}`,
            en: `The objection to ${result.title} is ${body.upheld ? 'upheld' : 'not upheld'}: ${body.answer}`,
          },
        ])
        return (await objectionsTo(tx, tenantId, row.result_id, params.id))[0]!
      })
      sealer.nudge()
      return answer
    },
  }
}
