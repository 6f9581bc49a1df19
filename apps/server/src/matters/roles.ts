import { isOfCampaign, OFFICE_ROLES, OPEN_TO_BODIES, officeRoles } from '@yingshang/campaign'
import type { Actor } from '@yingshang/procedure'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import { type InTenant, run } from '../database/store.ts'

/** Who somebody is on a matter: roles given to them there, for a time, for themselves or for somebody else. */

/** Staff of the court see every matter of the court; everybody else sees those on which they have a role. Matters of the campaign are not the court's. */
export const seesAll = (caller: Caller, procedure?: string): boolean =>
  caller.permissions.includes('matter.all') && (procedure === undefined || !isOfCampaign(procedure))

/** Roles of the court: only its staff may open or act in them. */
export const COURT_ROLES: ReadonlySet<string> = new Set(['judge', 'clerk'])

/** Who may open a matter in a role: roles of the court are for its staff, those of the office for the office. */
export function mayOpen(caller: Caller, procedure: string, role: string): boolean {
  if (officeRoles(procedure).includes(role)) return isOffice(caller)
  return !COURT_ROLES.has(role) || seesAll(caller, procedure)
}

/** The roles of a person on a matter, and for whom they are held (delegation). */
export interface Held {
  readonly roles: readonly string[]
  readonly onBehalfOf: string | null
}

// By name, through a body that the user acts for, or as the office of the campaign. For whom somebody acts is asked only where a body takes part or a challenge is open:
// `is true` and `case` keep the planner from asking first, on every action of every case.
const ROLES = `select role, on_behalf_of from matter_party where tenant_id = $1 and matter_id = $2 and user_id = $3 and ended_at is null and from_day <= $4
  and (until_day is null or until_day >= $4)
  union all select role, null from matter_body where tenant_id = $1 and matter_id = $2 and (body_id in (select bodies_of($3, $4::date))) is true
  union all select unnest(office_roles(m.procedure_id)), null from matter m, app_user u
    where m.tenant_id = $1 and m.id = $2 and u.tenant_id = $1 and u.id = $3 and u.roles && array['officer', 'administrator']
  union all select '${OPEN_TO_BODIES.role}', null from matter m
    where m.tenant_id = $1 and m.id = $2
      and case when m.procedure_id = '${OPEN_TO_BODIES.procedure}' and m.stages @> array['${OPEN_TO_BODIES.stage}'] then exists (select bodies_of($3, $4::date)) end`

/** Roles of a user on a matter on a day, with whom they act for. */
export async function rolesOn(tx: InTenant, tenantId: string, matterId: string, userId: string, today: string): Promise<Held> {
  const rows = await run<{ role: string; on_behalf_of: string | null }>(tx, ROLES, [tenantId, matterId, userId, today])
  return {
    roles: [...new Set(rows.map((r) => r.role))],
    onBehalfOf: rows.every((r) => r.on_behalf_of !== null) ? (rows[0]?.on_behalf_of ?? null) : null,
  }
}

/** The actor that the engine knows. */
export const actorOf = (userId: string, held: Held): Actor => ({
  id: held.onBehalfOf ?? userId,
  roles: held.roles,
  ...(held.onBehalfOf === null ? {} : { onBehalfOf: held.onBehalfOf }),
})

/** The condition that a row `matter` (by the name given) may be seen by somebody on a day: by name, through a body, as the office, as staff of the court. */
export function seenBy(caller: Caller, today: string, matter: 'matter' | 'm'): RawBuilder<boolean> {
  const campaign = Object.keys(OFFICE_ROLES)
  const of = sql.ref(matter)
  const all = [
    ...(caller.permissions.includes('matter.all') ? [sql`not ${of}.procedure_id = any(${campaign}::text[])`] : []),
    ...(isOffice(caller) ? [sql`${of}.procedure_id = any(${campaign}::text[])`] : []),
    ...(actsForBodies(caller)
      ? [
          sql`(${of}.procedure_id = ${OPEN_TO_BODIES.procedure} and ${of}.stages @> array[${OPEN_TO_BODIES.stage}]
            and exists (select bodies_of(${caller.user.id}, ${today}::date)))`,
        ]
      : []),
  ]
  return sql<boolean>`(${sql.join([...all, heldBy(caller, today, matter)], sql` or `)})`
}

/** The condition that somebody has a role on a row `matter` by name or through a body. */
export function heldBy(caller: Caller, today: string, matter: 'matter' | 'm'): RawBuilder<boolean> {
  const tenantId = caller.tenant.id
  const of = sql.ref(matter)
  const byName = sql`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = ${of}.id and p.user_id = ${caller.user.id}
    and p.ended_at is null and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}))`
  if (!actsForBodies(caller)) return sql<boolean>`${byName}`
  return sql<boolean>`(${byName} or ${of}.id in (select b.matter_id from matter_body b where b.tenant_id = ${tenantId}
    and b.body_id in (select bodies_of(${caller.user.id}, ${today}::date))))`
}

/** The condition that a task (`t`, of a matter `m`) waits for somebody. */
export function tasksFor(caller: Caller, today: string): RawBuilder<boolean> {
  const tenantId = caller.tenant.id
  const ways = [
    sql`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = t.matter_id and p.user_id = ${caller.user.id}
      and p.role = any(t.roles) and p.ended_at is null and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}))`,
    ...(isOffice(caller) ? [sql`t.roles && office_roles(m.procedure_id)`] : []),
    ...(actsForBodies(caller)
      ? [
          sql`exists (select 1 from matter_body b where b.tenant_id = ${tenantId} and b.matter_id = t.matter_id and b.role = any(t.roles)
            and b.body_id in (select bodies_of(${caller.user.id}, ${today}::date)))`,
        ]
      : []),
  ]
  return sql<boolean>`(${sql.join(ways, sql` or `)})`
}

/** Whether somebody is of the office of the campaign. */
export const isOffice = (caller: Caller): boolean => caller.user.roles.some((role) => role === 'officer' || role === 'administrator')
/** Others hold no post that lets them act for a body. */
const actsForBodies = (caller: Caller): boolean =>
  caller.user.roles.some((role) => ['liaison', 'commander', 'member', 'officer', 'administrator', 'viewer'].includes(role))
