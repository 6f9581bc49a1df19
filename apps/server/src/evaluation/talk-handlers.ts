import type { Updateable } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { TALK_ENDPOINTS, Talk } from '../contract/talks.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { record as journal } from '../journal/record.ts'
import { atWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import { inScope } from '../organisation/scope.ts'
import { peopleOf } from '../reporting/people.ts'
import type { Services } from '../services.ts'
import { talkOf, talksOf } from './talks.ts'

/** Talks: recorded as held or not, promises reported by the body and settled by the office. */
export function talkHandlers(services: Services): Pick<Handlers, keyof typeof TALK_ENDPOINTS> {
  const { now, sealer } = services
  const { day } = atWork(services)

  /** What was done with a talk: into the journal and the record of the house. */
  const noted = async (tx: InTenant, caller: Caller, requestId: string, id: string, act: string, body: object) => {
    const tenantId = caller.tenant.id
    await journal(tx, tenantId, [
      { kind: 'evaluation.talk', subjectId: id, userId: caller.user.id, at: now(), body: { talk: id, act, ...body } },
    ])
    await record(tx, {
      tenantId,
      userId: caller.user.id,
      at: now(),
      kind: 'score.talk',
      subject: { type: 'talk', id },
      detail: { act },
      requestId,
    })
  }
  const tellBody = async (tx: InTenant, caller: Caller, talk: Talk, zh: string, en: string) => {
    const people = await peopleOf(tx, caller.tenant.id, [talk.body.id], day())
    await tell(tx, caller.tenant.id, now(), [
      { users: people.get(talk.body.id) ?? [], event: 'evaluation', link: `/evaluation?view=talks&talk=${talk.id}`, zh, en },
    ])
  }
  const open = (talk: Talk, number: number) => {
    const found = talk.promises.find((p) => p.number === number)
    if (!found) throw refuse('talk.not-found')
    if (found.settled) throw refuse('talk.settled')
    return found
  }

  return {
    listTalks: ({ caller, query }) => inScope(services, caller, (tx, scope) => talksOf(tx, caller.tenant.id, scope, day(), query)),

    recordTalk: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'recordTalk', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await inScope(services, caller, async (tx, scope) => {
          const tenantId = caller.tenant.id
          const talk = await talkOf(tx, tenantId, scope, day(), params.id)
          if (talk.status === 'lapsed') throw refuse('talk.lapsed')
          if (talk.status !== 'due') throw refuse('talk.recorded')
          if (body.held && body.on > day()) throw refuse('talk.days', { zh: '约谈日期晚于今天', en: 'The talk lies after today' })
          if (body.held && body.promises.some((p) => p.dueOn < body.on))
            throw refuse('talk.days', { zh: '承诺期限早于约谈日期', en: 'A promise is due before the talk' })
          const set = body.held
            ? { status: 'held' as const, held_on: body.on, held_by: body.by, attended: body.attended, points: body.points }
            : { status: 'not-held' as const, reason: body.reason }
          const changed = await tx
            .updateTable('talk')
            .set({ ...set, recorded_by: caller.user.id, recorded_at: now() })
            .where('tenant_id', '=', tenantId)
            .where('id', '=', params.id)
            .where('status', '=', 'due')
            .returning('id')
            .execute()
          if (changed.length === 0) throw refuse('talk.recorded')
          if (body.held && body.promises.length > 0)
            await tx
              .insertInto('talk_promise')
              .values(
                body.promises.map((p, i) => ({
                  tenant_id: tenantId,
                  talk_id: params.id,
                  number: i + 1,
                  body_id: talk.body.id,
                  words: p.words,
                  due_on: p.dueOn,
                })),
              )
              .execute()
          await noted(tx, caller, requestId, params.id, 'recorded', body)
          await tellBody(
            tx,
            caller,
            talk,
            body.held ? `约谈已登记（${body.on}），承诺${body.promises.length}项，请按期兑现` : `约谈未进行：${body.reason}`,
            body.held
              ? `The talk of ${body.on} is recorded with ${body.promises.length} promises`
              : `The talk was not held: ${body.reason}`,
          )
          const made = await talkOf(tx, tenantId, scope, day(), params.id)
          await keep(tx, 200, made)
          return made
        })
        sealer.nudge()
        return new Status(200, answer)
      }),

    reportPromise: async ({ caller, params, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        const talk = await talkOf(tx, tenantId, scope, day(), params.id)
        if (!open(talk, params.number).mayReport)
          throw refuse('permission.denied', { zh: '只能为本人所在单位办理', en: 'You may act for your own body alone' })
        await changeOpenPromise(tx, tenantId, params, { said_words: body.words, said_by: caller.user.id, said_at: now() })
        await noted(tx, caller, requestId, params.id, 'reported', { number: params.number, words: body.words })
        await tell(tx, tenantId, now(), [
          {
            users: talk.recordedBy?.id ? [talk.recordedBy.id] : [],
            event: 'evaluation',
            link: `/evaluation?view=talks&talk=${talk.id}`,
            zh: `${talk.body.name}反馈约谈承诺第${params.number}项`,
            en: `${talk.body.name} reports on promise ${params.number}`,
          },
        ])
        return talkOf(tx, tenantId, scope, day(), params.id)
      })
      sealer.nudge()
      return answer
    },

    settlePromise: async ({ caller, params, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        const talk = await talkOf(tx, tenantId, scope, day(), params.id)
        const promise = open(talk, params.number)
        if (!promise.maySettle) throw refuse('talk.same-person')
        if (body.on > day()) throw refuse('talk.days', { zh: '日期晚于今天', en: 'The day lies after today' })
        const settled = { kept: body.kept, settled_on: body.on, settled_words: body.words, settled_by: caller.user.id }
        await changeOpenPromise(tx, tenantId, params, settled)
        await noted(tx, caller, requestId, params.id, 'settled', { number: params.number, kept: body.kept, on: body.on })
        const [zh, en] = body.kept ? ['已兑现', 'kept'] : ['未兑现', 'not kept']
        await tellBody(
          tx,
          caller,
          talk,
          `约谈承诺第${params.number}项核实为${zh}：${promise.words}`,
          `Promise ${params.number} is found ${en}: ${promise.words}`,
        )
        return talkOf(tx, tenantId, scope, day(), params.id)
      })
      sealer.nudge()
      return answer
    },
  }
}

/** Changes a promise that nobody has settled; one that was settled meanwhile is refused. */
async function changeOpenPromise(
  tx: InTenant,
  tenantId: string,
  { id, number }: { readonly id: string; readonly number: number },
  change: Updateable<Tables['talk_promise']>,
): Promise<void> {
  const changed = await tx
    .updateTable('talk_promise')
    .set(change)
    .where('tenant_id', '=', tenantId)
    .where('talk_id', '=', id)
    .where('number', '=', number)
    .where('kept', 'is', null)
    .returning('number')
    .execute()
  if (changed.length === 0) throw refuse('talk.settled')
}
