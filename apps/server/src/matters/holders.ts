import { isOfCampaign, officeRoles } from '@yingshang/campaign'
import type { Definition } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { NoticeEvent } from '../contract/channels.ts'
import { type InTenant, run } from '../database/store.ts'
import { tell } from '../notices/tell.ts'
import { WHOLE } from './access.ts'

/**
 * Who is told of a matter: the holders of roles, by name, through a body that takes part, as the office of the campaign. For a body its liaison officers and heads are
 * told, and whoever acts in their place on the day.
 */

const HOLDERS = `with m as (select tenant_id, id, procedure_id from matter where tenant_id = $1 and id = $2),
  named as (
    select p.user_id from m join matter_party p on p.tenant_id = $1 and p.matter_id = m.id and p.ended_at is null and p.role = any($3::text[])
  ), posted as (
    select s.id, s.user_id from m join matter_body b on b.tenant_id = $1 and b.matter_id = m.id and b.role = any($3::text[])
      join membership s on s.tenant_id = $1 and s.body_id = b.body_id and s.post in ('liaison', 'head', 'deputy-head')
        and s.department_id is null and s.from_day <= $4 and (s.until_day is null or s.until_day >= $4)
  ), found as (
    select user_id from named
    union select user_id from posted
    union select d.to_user from posted s join delegation d on d.tenant_id = $1 and d.from_user = s.user_id and (d.membership_id is null or d.membership_id = s.id)
      and d.from_day <= $4 and d.until_day >= $4 and d.revoked_at is null
    union select u.id from m join app_user u on u.tenant_id = $1 and 'officer' = any(u.roles) and $3::text[] && office_roles(m.procedure_id)
  )
  select u.id as user_id, m.procedure_id from m join found f on true join app_user u on u.tenant_id = $1 and u.id = f.user_id and not u.disabled`

export interface Holders {
  readonly users: readonly string[]
  /** Null when nobody holds a role. */
  readonly procedure: string | null
}

/** Who holds one of the roles on a matter on a day, each once. */
export async function holdersOf(tx: InTenant, tenantId: string, matterId: string, roles: readonly string[], day: string): Promise<Holders> {
  const rows = await run<{ user_id: string; procedure_id: string }>(tx, HOLDERS, [tenantId, matterId, [...roles], day])
  return { users: rows.map((r) => r.user_id), procedure: rows[0]?.procedure_id ?? null }
}

export interface Said {
  readonly matterId: string
  readonly roles: readonly string[]
  readonly zh: string
  readonly en: string
  /** What the rules of the channels go by; the progress of the matter when left out. */
  readonly event?: NoticeEvent
  readonly link?: string
}

/** Tells the holders of roles on a matter something, in the transaction of what it tells about. */
export async function tellHolders(tx: InTenant, tenantId: string, at: Date, said: Said): Promise<void> {
  const { matterId, roles, zh, en, event, link } = said
  const { users, procedure } = await holdersOf(tx, tenantId, matterId, roles, dateInChina(at.toISOString()))
  const told = event ?? (procedure === 'complaint' ? 'complaint' : 'matter')
  await tell(tx, tenantId, at, [{ users, event: told, zh, en, matterId, ...(link === undefined ? {} : { link }) }])
}

/**
 * Roles that are told of clocks. In the court whoever works on the whole matter; in the campaign the office, and who ends one of the clocks or owes something by it:
 * a body is not told of calls that are the office's.
 */
export function rolesOfClocks(definition: Definition, clocks: readonly string[]): readonly string[] {
  if (!isOfCampaign(definition.id)) return WHOLE
  const ends = new Set(definition.clocks.filter((c) => clocks.includes(c.id)).flatMap((c) => c.ends))
  const roles = definition.actions.flatMap((action) => [
    ...(ends.has(action.id) ? action.by : []),
    ...(action.effects ?? []).flatMap((e) => (e.do === 'oblige' && e.clock !== undefined && clocks.includes(e.clock) ? e.who : [])),
  ])
  return [...new Set([...officeRoles(definition.id), ...roles])]
}
