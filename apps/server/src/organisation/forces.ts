import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
import { changed, type Who } from './changes.ts'

/** Task forces (专班) and groups of bodies as rows. */

export interface TaskForceFields {
  readonly name: string
  readonly domains: readonly string[]
  readonly note: string | null
  readonly from: string
  readonly bodyIds: readonly string[]
}

/** Sets up a task force; gives its id. */
export async function addTaskForce(tx: InTenant, who: Who, force: TaskForceFields): Promise<string> {
  const id = newId()
  const { name, domains, note, from, bodyIds } = force
  await tx
    .insertInto('task_force')
    .values({ tenant_id: who.tenantId, id, name, domains: [...domains], note, from_day: from, until_day: null })
    .execute()
  await setBodiesOfForce(tx, who.tenantId, id, bodyIds)
  await changed(tx, who, { kind: 'organisation.created', type: 'task-force', id, name, after: force })
  return id
}

export async function setBodiesOfForce(tx: InTenant, tenantId: string, forceId: string, bodyIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('task_force_body').where('tenant_id', '=', tenantId).where('force_id', '=', forceId).execute()
  const rows = [...new Set(bodyIds)].map((body_id) => ({ tenant_id: tenantId, force_id: forceId, body_id }))
  if (rows.length > 0) await tx.insertInto('task_force_body').values(rows).execute()
}

export async function setBodiesOfGroup(tx: InTenant, tenantId: string, groupId: string, bodyIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('body_group_member').where('tenant_id', '=', tenantId).where('group_id', '=', groupId).execute()
  const rows = [...new Set(bodyIds)].map((body_id) => ({ tenant_id: tenantId, group_id: groupId, body_id }))
  if (rows.length > 0) await tx.insertInto('body_group_member').values(rows).execute()
}
