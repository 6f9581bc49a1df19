import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { changed, changing, given, making, type Who } from './changes.ts'
import { dependantsOf, endPosts } from './dependants.ts'
import { listGroups, listTaskForces, notFound } from './directory.ts'
import { demand } from './rules.ts'
import { inScope } from './scope.ts'

/** Task forces (专班) and groups of bodies: set up, changed, dissolved. */

type Names = 'createTaskForce' | 'changeTaskForce' | 'changeGroup' | 'dissolveGroup' | 'getDependants'

export function forceHandlers(services: Services): Pick<Handlers, Names> {
  const today = () => dateInChina(services.now().toISOString())
  const groupById = async (tx: InTenant, tenantId: string, id: string) => {
    const found = (await listGroups(tx, tenantId)).find((g) => g.id === id)
    if (!found) throw notFound()
    return found
  }

  return {
    createTaskForce: (call) =>
      making(services, 'createTaskForce', call, [call.body], async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { from = today(), ...force } = call.body
        return (await listTaskForces(tx, who.tenantId, today(), await addTaskForce(tx, who, { ...force, from })))[0]!
      }),

    async changeTaskForce(call) {
      const answer = await changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { params, body } = call
        const [before] = await listTaskForces(tx, who.tenantId, today(), params.id)
        if (!before) throw notFound()
        const set = given({ name: body.name, domains: body.domains, note: body.note, from_day: body.from, until_day: body.until })
        if (Object.keys(set).length > 0)
          await tx.updateTable('task_force').set(set).where('tenant_id', '=', who.tenantId).where('id', '=', params.id).execute()
        if (body.bodyIds) await setBodiesOfForce(tx, who.tenantId, params.id, body.bodyIds)
        if (body.until) await endPosts(tx, who, 'task-force', params.id, body.until)
        const { members: _, ...was } = before
        await changed(tx, who, {
          kind: 'organisation.changed',
          type: 'task-force',
          id: before.id,
          name: before.name,
          before: was,
          after: body,
        })
        return (await listTaskForces(tx, who.tenantId, today(), params.id))[0]!
      })
      services.sealer.nudge()
      return answer
    },

    changeGroup: (call) =>
      changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { params, body } = call
        const before = await groupById(tx, who.tenantId, params.id)
        if (body.name !== undefined)
          await tx
            .updateTable('body_group')
            .set({ name: body.name })
            .where('tenant_id', '=', who.tenantId)
            .where('id', '=', params.id)
            .execute()
        if (body.bodyIds) await setBodiesOfGroup(tx, who.tenantId, before.id, body.bodyIds)
        await changed(tx, who, { kind: 'organisation.changed', type: 'body-group', id: before.id, name: before.name, before, after: body })
        return groupById(tx, who.tenantId, params.id)
      }),

    // A group is only what a name stands for: with it goes what was confirmed to mean it, and the name is to be confirmed again.
    dissolveGroup: (call) =>
      changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const before = await groupById(tx, who.tenantId, call.params.id)
        await tx.deleteFrom('body_alias').where('tenant_id', '=', who.tenantId).where('group_id', '=', before.id).execute()
        await tx.deleteFrom('body_group').where('tenant_id', '=', who.tenantId).where('id', '=', before.id).execute()
        await changed(tx, who, { kind: 'organisation.removed', type: 'body-group', id: before.id, name: before.name, before })
      }),

    getDependants: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.manage')
        return dependantsOf(tx, caller.tenant.id, today(), query.of, query.id)
      }),
  }
}

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
