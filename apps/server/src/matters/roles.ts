import type { Actor } from '@yingshang/procedure'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'

/** Who somebody is on a matter: roles given to them there, for a time, for themselves or for somebody else. */

/** Staff of the court see every matter of the body; everybody else sees those on which they have a role. */
export const seesAll = (caller: Caller): boolean => caller.permissions.includes('matter.all')

/** Roles of the court: only its staff may open or act in them. */
export const COURT_ROLES: ReadonlySet<string> = new Set(['judge', 'clerk'])

/** Roles of a user on a matter on a day, with whom they act for (delegation). */
export async function rolesOn(
  tx: InTenant,
  tenantId: string,
  matterId: string,
  userId: string,
  today: string,
): Promise<{ roles: string[]; onBehalfOf: string | null }> {
  const rows = await tx
    .selectFrom('matter_party')
    .select(['role', 'on_behalf_of'])
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', matterId)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('from_day', '<=', today)
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
    .execute()
  return {
    roles: [...new Set(rows.map((r) => r.role))],
    onBehalfOf: rows.every((r) => r.on_behalf_of !== null) ? (rows[0]?.on_behalf_of ?? null) : null,
  }
}

/** The actor that the engine knows. */
export const actorOf = (userId: string, held: { readonly roles: readonly string[]; readonly onBehalfOf: string | null }): Actor => ({
  id: held.onBehalfOf ?? userId,
  roles: held.roles,
  ...(held.onBehalfOf === null ? {} : { onBehalfOf: held.onBehalfOf }),
})
