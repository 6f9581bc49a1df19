import { sql } from 'kysely'
import type { InTenant } from '../database/store.ts'

/** Who is told for a body: its liaison officers of that day; where it has none, its heads. Whoever cannot sign in is not told. */
export async function peopleOf(
  tx: InTenant,
  tenantId: string,
  bodies: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, string[]>> {
  if (bodies.length === 0) return new Map()
  const { rows } = await sql<{ body: string; user: string; liaison: boolean }>`
    select distinct m.body_id as body, m.user_id as user, m.post = 'liaison' as liaison
    from membership m join app_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and not u.disabled
    where m.tenant_id = ${tenantId} and m.body_id = any(${[...bodies]}::uuid[]) and m.post in ('liaison', 'head', 'deputy-head')
      and m.from_day <= ${day} and (m.until_day is null or m.until_day >= ${day})`.execute(tx)
  const found = new Map<string, string[]>()
  for (const liaison of [true, false])
    for (const body of bodies) {
      if (found.has(body)) continue
      const users = rows.filter((r) => r.body === body && r.liaison === liaison).map((r) => r.user)
      if (users.length > 0) found.set(body, users)
    }
  return found
}
