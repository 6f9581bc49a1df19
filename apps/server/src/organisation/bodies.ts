import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { changed, changing, given, making, type OrganisationDeed, type Who } from './changes.ts'
import { demandNoneBlocks, endPosts } from './dependants.ts'
import { areaById, bodyDetail, departmentById, listBodies, notFound } from './directory.ts'
import { demand } from './rules.ts'

/** Areas, bodies and departments: made, changed, closed; never deleted, since the past names them. */

type Names = 'createArea' | 'changeArea' | 'createBody' | 'changeBody' | 'createDepartment' | 'changeDepartment'

export function bodyHandlers(services: Services): Pick<Handlers, Names> {
  const today = () => dateInChina(services.now().toISOString())

  return {
    createArea: (call) =>
      making(services, 'createArea', call, [call.body], async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        return areaById(tx, who.tenantId, await addArea(tx, who, call.body))
      }),

    changeArea: (call) =>
      changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { params, body } = call
        const before = await areaById(tx, who.tenantId, params.id)
        if (body.parentId) await noCircle(tx, who.tenantId, 'area', params.id, body.parentId)
        if (body.closedOn) await demandNoneBlocks(tx, who.tenantId, body.closedOn, 'area', params.id)
        const columns = { name: body.name, kind: body.kind, parent_id: body.parentId, position: body.position, closed_on: body.closedOn }
        await change(tx, who, 'area', columns, { type: 'area', id: before.id, name: before.name, before, after: body })
        return areaById(tx, who.tenantId, params.id)
      }),

    createBody: (call) =>
      making(services, 'createBody', call, [call.body], async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { validFrom = today(), ...body } = call.body
        return bodyDetail(tx, who.tenantId, today(), await addBody(tx, who, { ...body, validFrom }))
      }),

    changeBody: (call) =>
      changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { params, body } = call
        const [before] = await listBodies(tx, who.tenantId, today(), { id: params.id })
        if (!before) throw notFound()
        if (body.parentId) await noCircle(tx, who.tenantId, 'body', params.id, body.parentId)
        if (body.successorId === params.id) throw circle()
        const columns = {
          name: body.name,
          short_name: body.shortName,
          kind: body.kind,
          area_id: body.areaId,
          parent_id: body.parentId,
          valid_from: body.validFrom,
          valid_until: body.validUntil,
          successor_id: body.successorId,
          position: body.position,
        }
        await change(tx, who, 'body', columns, { type: 'body', id: before.id, name: before.name, before, after: body })
        return bodyDetail(tx, who.tenantId, today(), params.id)
      }),

    createDepartment: (call) =>
      making(services, 'createDepartment', call, [call.params, call.body], async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        return departmentById(tx, who.tenantId, await addDepartment(tx, who, { ...call.body, bodyId: call.params.id }))
      }),

    async changeDepartment(call) {
      const answer = await changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { params, body } = call
        const before = await departmentById(tx, who.tenantId, params.id)
        const columns = { name: body.name, position: body.position, closed_on: body.closedOn }
        if (body.closedOn) await endPosts(tx, who, 'department', params.id, body.closedOn)
        await change(tx, who, 'department', columns, { type: 'department', id: before.id, name: before.name, before, after: body })
        return departmentById(tx, who.tenantId, params.id)
      })
      services.sealer.nudge()
      return answer
    },
  }
}

export interface AreaFields {
  readonly name: string
  readonly kind: string
  readonly parentId: string | null
  readonly position: number
}

/** Adds an area; gives its id. */
export async function addArea(tx: InTenant, who: Who, area: AreaFields): Promise<string> {
  const id = newId()
  const { name, kind, parentId, position } = area
  await tx.insertInto('area').values({ tenant_id: who.tenantId, id, name, kind, parent_id: parentId, position, closed_on: null }).execute()
  await changed(tx, who, { kind: 'organisation.created', type: 'area', id, name, after: area })
  return id
}

export interface BodyFields {
  readonly name: string
  readonly shortName: string | null
  readonly kind: string
  readonly areaId: string
  readonly parentId: string | null
  readonly validFrom: string
  readonly position: number
}

/** Adds a body; gives its id. */
export async function addBody(tx: InTenant, who: Who, body: BodyFields): Promise<string> {
  const id = newId()
  await tx
    .insertInto('body')
    .values({
      tenant_id: who.tenantId,
      id,
      name: body.name,
      short_name: body.shortName,
      kind: body.kind,
      area_id: body.areaId,
      parent_id: body.parentId,
      valid_from: body.validFrom,
      valid_until: null,
      successor_id: null,
      position: body.position,
    })
    .execute()
  await changed(tx, who, { kind: 'organisation.created', type: 'body', id, name: body.name, after: body })
  return id
}

/** Adds a department to a body; gives its id. */
export async function addDepartment(
  tx: InTenant,
  who: Who,
  department: { readonly bodyId: string; readonly name: string; readonly position: number },
): Promise<string> {
  const id = newId()
  const { bodyId, name, position } = department
  await tx.insertInto('department').values({ tenant_id: who.tenantId, id, body_id: bodyId, name, position, closed_on: null }).execute()
  await changed(tx, who, { kind: 'organisation.created', type: 'department', id, name, after: department })
  return id
}

/** Sets the columns that were given and records what was before and what was asked. */
export async function change(
  tx: InTenant,
  who: Who,
  table: 'area' | 'body' | 'department',
  columns: Record<string, string | number | null | undefined>,
  deed: Omit<OrganisationDeed, 'kind'>,
): Promise<void> {
  const set = given(columns)
  if (Object.keys(set).length > 0)
    await tx
      .updateTable(table)
      .set(set as never)
      .where('tenant_id', '=', who.tenantId)
      .where('id', '=', deed.id)
      .execute()
  await changed(tx, who, { kind: 'organisation.changed', ...deed })
}

const circle = () =>
  refuse('organisation.refused', { zh: '不能隶属于自己或者自己的下级', en: 'Nothing can belong to itself or to what is below it' })

/** Refuses a parent that is the thing itself or lies below it. */
async function noCircle(tx: InTenant, tenantId: string, table: 'area' | 'body', id: string, parent: string): Promise<void> {
  const rows = await tx.selectFrom(table).select(['id', 'parent_id']).where('tenant_id', '=', tenantId).execute()
  const parentOf = new Map(rows.map((row) => [row.id, row.parent_id]))
  if (!parentOf.has(parent)) throw notFound()
  for (let at: string | null | undefined = parent; at; at = parentOf.get(at)) if (at === id) throw circle()
}
