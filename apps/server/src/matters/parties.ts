import { definitionOf } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { visibleMatter } from './access.ts'
import { COURT_ROLES } from './roles.ts'
import type { StoredMatter } from './store.ts'
import { detailOf } from './view.ts'

/** A role to be given: to whom, as what, from when and until when, in whose place. */
export interface GivenRole {
  readonly login: string
  readonly role: string
  readonly from?: string | undefined
  readonly until?: string | null | undefined
  readonly onBehalfOf?: string | undefined
}

/** Somebody who can sign in, by account name; refuses when there is nobody of that name. */
export async function userByLogin(
  tx: InTenant,
  tenantId: string,
  login: string,
): Promise<{ readonly id: string; readonly roles: readonly string[] }> {
  const user = await tx
    .selectFrom('app_user')
    .select(['id', 'roles'])
    .where('tenant_id', '=', tenantId)
    .where('login_key', '=', login.normalize('NFKC').toLowerCase())
    .where('disabled', '=', false)
    .executeTakeFirst()
  if (!user) throw refuse('user.not-found')
  return user
}

/** Whether a role may be given on a matter; gives the person who gets it and the first day, or refuses. */
export async function checkRole(
  tx: InTenant,
  { law }: Pick<Services, 'law'>,
  tenantId: string,
  matter: StoredMatter,
  given: GivenRole,
  today: string,
): Promise<{ readonly userId: string; readonly from: string }> {
  const { definition } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
  const role = definition.roles.find((r) => r.id === given.role && !r.system)
  if (!role) throw refuse('party.invalid', { zh: `本程序没有“${given.role}”这一身份`, en: `The procedure has no role ${given.role}` })
  const user = await userByLogin(tx, tenantId, given.login)
  if (COURT_ROLES.has(given.role) && !user.roles.some((r) => r === 'judge' || r === 'clerk' || r === 'administrator'))
    throw refuse('party.invalid', { zh: '审判人员、书记员须由法院工作人员担任', en: 'Judges and clerks are staff of the court' })
  if (given.onBehalfOf !== undefined) {
    const absent = await tx
      .selectFrom('app_user')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', given.onBehalfOf)
      .executeTakeFirst()
    if (!absent) throw refuse('user.not-found')
  }
  const from = given.from ?? today
  if (given.until && given.until < from)
    throw refuse('party.invalid', { zh: '截止日期早于开始日期', en: 'The last day is before the first' })
  return { userId: user.id, from }
}

/** Gives somebody a role on a matter, and records it. */
export async function giveRole(
  tx: InTenant,
  services: Pick<Services, 'law' | 'now'>,
  caller: Caller,
  matter: StoredMatter,
  given: GivenRole,
  requestId: string,
): Promise<void> {
  const tenantId = caller.tenant.id
  const { userId, from } = await checkRole(tx, services, tenantId, matter, given, dateInChina(services.now().toISOString()))
  await tx
    .insertInto('matter_party')
    .values({
      tenant_id: tenantId,
      id: newId(),
      matter_id: matter.id,
      user_id: userId,
      role: given.role,
      from_day: from,
      until_day: given.until ?? null,
      on_behalf_of: given.onBehalfOf ?? null,
      ended_at: null,
    })
    .execute()
  await record(tx, {
    tenantId,
    userId: caller.user.id,
    at: services.now(),
    kind: 'matter.assigned',
    subject: { type: 'matter', id: matter.id },
    detail: { user: userId, role: given.role, from, until: given.until ?? null, onBehalfOf: given.onBehalfOf ?? null },
    requestId,
  })
}

/** Who has which role on a matter, from when and until when, for themselves or in somebody's place. */
export function partyHandlers(services: Services): Pick<Handlers, 'addParty' | 'endParty'> {
  const { store, now, law } = services
  const day = () => dateInChina(now().toISOString())
  return {
    async addParty({ caller, params, body, requestId }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const matter = await visibleMatter(tx, caller, params.id, day())
        await giveRole(tx, services, caller, matter, body, requestId)
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
