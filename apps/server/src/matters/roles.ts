import type { Actor } from '@yingshang/procedure'
import type { Caller } from '../accounts/sessions.ts'
import { type InTenant, run } from '../database/store.ts'

/** Who somebody is on a matter: roles given to them there, for a time, for themselves or for somebody else. */

/** Staff of the court see every matter of the body; everybody else sees those on which they have a role. */
export const seesAll = (caller: Caller): boolean => caller.permissions.includes('matter.all')

/** Roles of the court: only its staff may open or act in them. */
export const COURT_ROLES: ReadonlySet<string> = new Set(['judge', 'clerk'])

/** The roles of a person on a matter, and for whom they are held (delegation). */
export interface Held {
  readonly roles: readonly string[]
  readonly onBehalfOf: string | null
}

const ROLES = `select role, on_behalf_of from matter_party where tenant_id = $1 and matter_id = $2 and user_id = $3 and ended_at is null and from_day <= $4
  and (until_day is null or until_day >= $4)`

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
