import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import { EVENTS, type EventKind } from '../contract/events.ts'
import type { ORGANISATION_ENDPOINTS } from '../contract/organisation.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import type { Services } from '../services.ts'
import { bodyHandlers } from './bodies.ts'
import type { SubjectType } from './changes.ts'
import { delegationHandlers, listDelegations } from './delegations.ts'
import { bodyDetail, listAreas, listBodies, listGroups, listMemberships } from './directory.ts'
import { forceHandlers } from './forces.ts'
import { organisationFileHandlers } from './import.ts'
import { memberHandlers } from './members.ts'
import { unitHandlers, unitsToConfirm } from './plan-units.ts'
import { demand } from './rules.ts'
import { inScope } from './scope.ts'

/** The organisation: what everybody of the campaign reads of it, and all that changes it. */

const SUBJECTS: readonly SubjectType[] = ['area', 'body', 'department', 'membership', 'task-force', 'body-group', 'unit', 'delegation']

export function organisationHandlers(services: Services): Pick<Handlers, keyof typeof ORGANISATION_ENDPOINTS> {
  const today = () => dateInChina(services.now().toISOString())
  return {
    ...bodyHandlers(services),
    ...memberHandlers(services),
    ...delegationHandlers(services),
    ...forceHandlers(services),
    ...unitHandlers(services),
    ...organisationFileHandlers(services),

    getOrganisation: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const tenantId = caller.tenant.id
        return {
          areas: await listAreas(tx, tenantId),
          bodies: await listBodies(tx, tenantId, today(), { ended: query.ended === 'true' }),
          groups: await listGroups(tx, tenantId),
          unitsToConfirm: scope.runs ? (await unitsToConfirm(tx, tenantId, today())).length : 0,
        }
      }),

    getBody: ({ caller, params }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        return bodyDetail(tx, caller.tenant.id, today(), params.id)
      }),

    getMyScope: ({ caller }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const tenantId = caller.tenant.id
        const named = async (table: 'body' | 'task_force', ids: readonly string[]) =>
          ids.length === 0
            ? []
            : tx
                .selectFrom(table)
                .select(['id', 'name'])
                .where('tenant_id', '=', tenantId)
                .where('id', 'in', [...ids])
                .orderBy('id')
                .execute()
        const posts = await listMemberships(tx, tenantId, today(), (where) => where('m.user_id', '=', caller.user.id))
        const delegated = await listDelegations(tx, tenantId, today(), { user: caller.user.id })
        return {
          standing: scope.standing,
          bodies: await named('body', scope.bodies),
          reads: scope.reads,
          departments: scope.departments,
          domains: scope.domains,
          readsDomains: scope.readsDomains,
          taskForces: await named('task_force', scope.taskForces),
          posts: posts.filter((p) => p.current),
          delegated: delegated.filter((d) => d.revokedAt === null && d.untilDay >= today()),
        }
      }),

    getOrganisationHistory: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const after = keyset(query.after)
        let select = tx
          .selectFrom('event as e')
          .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'e.tenant_id').onRef('u.id', '=', 'e.user_id'))
          .select(['e.id', 'e.at', 'e.user_id', 'e.kind', 'e.detail', 'u.display_name'])
          .where('e.tenant_id', '=', caller.tenant.id)
          .where('e.subject_type', 'in', [...SUBJECTS])
        // What happened to a body is also what happened to its departments and its people.
        if (query.subject !== undefined)
          select = select.where(
            sql<boolean>`e.subject_id in (select ${query.subject}
              union all select id::text from membership where tenant_id = ${caller.tenant.id} and body_id = ${query.subject}::uuid
              union all select id::text from department where tenant_id = ${caller.tenant.id} and body_id = ${query.subject}::uuid)`,
          )
        if (after !== null) select = select.where('e.id', '<', after)
        const rows = await select
          .orderBy('e.id', 'desc')
          .limit(query.limit + 1)
          .execute()
        const items = rows.slice(0, query.limit).map((row) => {
          const { zh, en } = EVENTS[row.kind as EventKind]
          const detail = row.detail as { name?: string; before?: Record<string, unknown>; after?: Record<string, unknown> }
          return {
            id: row.id,
            at: row.at.toISOString(),
            by: { id: row.user_id, displayName: row.display_name ?? '系统' },
            zh,
            en,
            name: detail.name ?? '',
            before: detail.before ?? null,
            after: detail.after ?? null,
          }
        })
        return { items, next: rows.length > query.limit ? items.at(-1)!.id : null }
      }),
  }
}
