import type { Action, Values } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../accounts/sessions.ts'
import { type InTenant, later } from '../database/store.ts'
import { type Handlers, prefersMinimal, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { matterFor, visibleMatter } from './access.ts'
import { actOn, demandSeq } from './act.ts'
import { openAs } from './opening.ts'
import { actorOf, mayOpen } from './roles.ts'
import type { StoredMatter } from './store.ts'
import { detailOf } from './view.ts'

const DROP_DRAFT = 'delete from matter_draft where tenant_id = $1 and matter_id = $2 and user_id = $3 and action = $4'

/** Opening a matter, taking an action, and keeping what was typed for one. */
export function takingHandlers(services: Services): Pick<Handlers, 'openMatter' | 'takeAction' | 'saveDraft'> {
  const { store, now, law, sealer, config } = services
  const day = () => dateInChina(now().toISOString())

  /** What the sender wants to know: the matter as it now stands, or only that the action was taken. */
  async function answerTo(tx: InTenant, request: FastifyRequest, caller: Caller, { id, seq }: Action, matter: StoredMatter) {
    if (prefersMinimal(request)) return { id, seq, matter: matter.id, receipt: `/api/matters/${matter.id}/actions/${id}/receipt` }
    return { id, seq, matter: await detailOf(tx, law, caller, matter, now()) }
  }

  return {
    async openMatter({ caller, body, request, requestId }) {
      if (!mayOpen(caller, body.procedure, body.as)) throw refuse('permission.denied')
      const tenantId = caller.tenant.id
      return once(
        services,
        caller,
        'openMatter',
        idempotencyKey(request),
        hashOf(body),
        async (keep) => {
          const answer = await store.inTenant(tenantId, async (tx) => {
            const { action, matter } = await openAs(tx, services, caller, { ...body, values: body.values as Values }, requestId)
            const reply = await answerTo(tx, request, caller, action, matter)
            await keep(tx, 201, reply)
            return reply
          })
          sealer.nudge()
          return new Status(201, answer)
        },
        { lookWhenFailed: true },
      )
    },

    async takeAction({ caller, params, body, request }) {
      const tenantId = caller.tenant.id
      return once(
        services,
        caller,
        'takeAction',
        idempotencyKey(request),
        hashOf(params, body),
        async (keep) => {
          const answer = await store.inTenant(tenantId, async (tx) => {
            const { matter: stored, held } = await matterFor(tx, caller, params.id, day(), true)
            demandSeq(stored, body.expectedSeq)
            let corrects: { id: string; action: string } | undefined
            if (body.corrects !== undefined) {
              const target = await tx
                .selectFrom('matter_action')
                .select('action')
                .where('tenant_id', '=', tenantId)
                .where('matter_id', '=', params.id)
                .where('id', '=', body.corrects)
                .executeTakeFirst()
              if (!target) throw refuse('action.refused', { zh: '本案没有要更正的这一动作', en: 'The matter has no such action' })
              corrects = { id: body.corrects, action: target.action }
            }
            const { action, matter } = await actOn(tx, law, services, stored, {
              tenantId,
              court: config.bodyName,
              userId: caller.user.id,
              actor: actorOf(caller.user.id, held),
              action: body.action,
              values: body.values as Values,
              ...(corrects ? { corrects } : {}),
            })
            later(tx, { sql: DROP_DRAFT, parameters: [tenantId, params.id, caller.user.id, body.action] })
            const reply = await answerTo(tx, request, caller, action, matter)
            await keep(tx, 201, reply)
            return reply
          })
          sealer.nudge()
          return new Status(201, answer)
        },
        { lookWhenFailed: true },
      )
    },

    async saveDraft({ caller, params, body }) {
      const tenantId = caller.tenant.id
      await store.inTenant(tenantId, async (tx) => {
        await visibleMatter(tx, caller, params.id, day())
        await tx
          .insertInto('matter_draft')
          .values({
            tenant_id: tenantId,
            matter_id: params.id,
            user_id: caller.user.id,
            action: params.action,
            form: JSON.stringify(body.values),
            saved_at: now(),
          })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant_id', 'matter_id', 'user_id', 'action'])
              .doUpdateSet((given) => ({ form: given.ref('excluded.form'), saved_at: given.ref('excluded.saved_at') })),
          )
          .execute()
      })
    },
  }
}
