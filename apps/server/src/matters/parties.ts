import { definitionOf } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { visibleMatter } from './access.ts'
import { COURT_ROLES } from './roles.ts'
import { detailOf } from './view.ts'

/** Who has which role on a matter, from when and until when, for themselves or in somebody's place. */
export function partyHandlers({ store, now, law }: Services): Pick<Handlers, 'addParty' | 'endParty'> {
  const day = () => dateInChina(now().toISOString())
  return {
    async addParty({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visibleMatter(tx, caller, params.id, day())
        const { definition } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
        const role = definition.roles.find((r) => r.id === body.role && !r.system)
        if (!role) throw refuse('party.invalid', { zh: `本程序没有“${body.role}”这一身份`, en: `The procedure has no role ${body.role}` })
        const user = await tx
          .selectFrom('app_user')
          .select(['id', 'roles'])
          .where('tenant_id', '=', tenantId)
          .where('login_key', '=', body.login.normalize('NFKC').toLowerCase())
          .where('disabled', '=', false)
          .executeTakeFirst()
        if (!user) throw refuse('user.not-found')
        if (COURT_ROLES.has(body.role) && !user.roles.some((r) => r === 'judge' || r === 'clerk' || r === 'administrator'))
          throw refuse('party.invalid', { zh: '审判人员、书记员须由法院工作人员担任', en: 'Judges and clerks are staff of the court' })
        if (body.onBehalfOf !== undefined) {
          const absent = await tx
            .selectFrom('app_user')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('id', '=', body.onBehalfOf)
            .executeTakeFirst()
          if (!absent) throw refuse('user.not-found')
        }
        const from = body.from ?? day()
        if (body.until && body.until < from)
          throw refuse('party.invalid', { zh: '截止日期早于开始日期', en: 'The last day is before the first' })
        await tx
          .insertInto('matter_party')
          .values({
            tenant_id: tenantId,
            id: newId(),
            matter_id: params.id,
            user_id: user.id,
            role: body.role,
            from_day: from,
            until_day: body.until ?? null,
            on_behalf_of: body.onBehalfOf ?? null,
            ended_at: null,
          })
          .execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'matter.assigned',
          subject: { type: 'matter', id: params.id },
          detail: { user: user.id, role: body.role, from, until: body.until ?? null, onBehalfOf: body.onBehalfOf ?? null },
          requestId,
        })
        return new Status(201, await detailOf(tx, law, caller, matter, now()))
      })
    },

    async endParty({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visibleMatter(tx, caller, params.id, day())
        const row = await tx
          .updateTable('matter_party')
          .set({ ended_at: now() })
          .where('tenant_id', '=', tenantId)
          .where('matter_id', '=', params.id)
          .where('id', '=', params.party)
          .where('ended_at', 'is', null)
          .returning(['user_id', 'role'])
          .executeTakeFirst()
        if (!row) throw refuse('matter.not-found')
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'matter.unassigned',
          subject: { type: 'matter', id: params.id },
          detail: { user: row.user_id, role: row.role },
          requestId,
        })
        return detailOf(tx, law, caller, matter, now())
      })
    },
  }
}
