import type { InTenant } from '../database/store.ts'

/** Names of users by id, as shown beside what they did; somebody unknown has an empty name. */
export async function peopleOf(
  tx: InTenant,
  tenantId: string,
  ids: readonly string[],
): Promise<(id: string) => { id: string; displayName: string }> {
  const wanted = [...new Set(ids)]
  const rows =
    wanted.length === 0
      ? []
      : await tx.selectFrom('app_user').select(['id', 'display_name']).where('tenant_id', '=', tenantId).where('id', 'in', wanted).execute()
  const names = new Map(rows.map((r) => [r.id, r.display_name]))
  return (id) => ({ id, displayName: names.get(id) ?? '' })
}
