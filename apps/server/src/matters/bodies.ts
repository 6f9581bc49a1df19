import { bodyRoleOf, officeRoles, rolesLeaving } from '@yingshang/campaign'
import type { Action } from '@yingshang/procedure'
import { type InTenant, run } from '../database/store.ts'
import { refuse } from '../http/problem.ts'

/** Bodies that come to a matter of the campaign with an action and leave it with another: between the two their people act on it, whoever they are on the day. */

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const BRING = `insert into matter_body (tenant_id, matter_id, body_id, role)
  select $1, $2, id, $4 from body where tenant_id = $1 and id = $3 and (valid_until is null or valid_until >= $5)
  on conflict do nothing returning body_id`
const KNOWN = 'select 1 from matter_body where tenant_id = $1 and matter_id = $2 and body_id = $3 and role = $4'
const LEAVE = 'delete from matter_body where tenant_id = $1 and matter_id = $2 and role = any($3::text[])'

/** Whether somebody acts for a body on a day. */
export const actsFor = async (tx: InTenant, userId: string | null, body: unknown, on: string): Promise<boolean> =>
  userId !== null &&
  (await run<{ body: string }>(tx, 'select b as body from bodies_of($1, $2::date) b', [userId, on])).some((r) => r.body === body)

/** Writes who comes and goes with these actions; refuses a body that the organisation does not have. */
export async function bringBodies(
  tx: InTenant,
  tenantId: string,
  matterId: string,
  userId: string | null,
  actions: readonly Action[],
): Promise<void> {
  for (const { action, values, procedure, on, actor } of actions) {
    const brings = bodyRoleOf(procedure.id, action)
    const leaving = [...rolesLeaving(procedure.id, action), ...(brings?.instead ? [brings.role] : [])]
    if (leaving.length > 0) await run(tx, LEAVE, [tenantId, matterId, leaving])
    if (!brings) continue
    const body = values?.[brings.field]
    const ofOffice = actor.roles.some((role) => officeRoles(procedure.id).includes(role))
    if (brings.own && !ofOffice && !(await actsFor(tx, userId, body, on)))
      throw refuse('party.invalid', { zh: '只能代表本单位办理', en: 'You act for your own body only' })
    const args = [tenantId, matterId, body, brings.role]
    const came =
      typeof body === 'string' && ID.test(body) ? [...(await run(tx, BRING, [...args, on])), ...(await run(tx, KNOWN, args))] : []
    if (came.length === 0)
      throw refuse(
        'party.invalid',
        { zh: '组织机构中没有这个单位，请从列表中选择', en: 'The organisation has no such body; choose one of the list' },
        { errors: [{ path: `values.${brings.field}`, zh: '请选择单位', en: 'Choose a body' }] },
      )
  }
}
