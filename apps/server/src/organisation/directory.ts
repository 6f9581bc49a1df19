import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import {
  type Alias,
  type Area,
  type AreaKind,
  type BodyDetail,
  type BodyGroup,
  type BodyKind,
  type BodySummary,
  type Department,
  type Membership,
  POSTS,
  type Post,
  type TaskForce,
} from '../contract/organisation-shapes.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'

/** The organisation as stored, in the shapes of the interface. Days are China time; `day` says what is current. */

export const notFound = () => refuse('organisation.not-found')

const areaOf = (row: Tables['area']): Area => ({
  id: row.id,
  name: row.name,
  kind: row.kind as AreaKind,
  parentId: row.parent_id,
  position: row.position,
  closedOn: row.closed_on,
})

export async function listAreas(tx: InTenant, tenantId: string): Promise<Area[]> {
  const rows = await tx.selectFrom('area').selectAll().where('tenant_id', '=', tenantId).orderBy('position').orderBy('id').execute()
  return rows.map(areaOf)
}

export async function areaById(tx: InTenant, tenantId: string, id: string): Promise<Area> {
  const row = await tx.selectFrom('area').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return areaOf(row)
}

/** Whether a row with a first and a last day holds on a day. */
const holds = (from: string, until: string | null, day: string) => from <= day && (until === null || until >= day)

/** Bodies in the order of areas and positions. */
export async function listBodies(
  tx: InTenant,
  tenantId: string,
  day: string,
  { ended = true, id }: { readonly ended?: boolean; readonly id?: string } = {},
): Promise<BodySummary[]> {
  let select = tx
    .selectFrom('body as b')
    .innerJoin('area as a', (join) => join.onRef('a.tenant_id', '=', 'b.tenant_id').onRef('a.id', '=', 'b.area_id'))
    .selectAll('b')
    .where('b.tenant_id', '=', tenantId)
  if (!ended) select = select.where((where) => where.or([where('b.valid_until', 'is', null), where('b.valid_until', '>=', day)]))
  if (id !== undefined) select = select.where('b.id', '=', id)
  const rows = await select.orderBy('a.position').orderBy('a.id').orderBy('b.position').orderBy('b.id').execute()
  const departments = await tx
    .selectFrom('department')
    .select((of) => ['body_id', of.fn.countAll<string>().as('count')])
    .where('tenant_id', '=', tenantId)
    .where('closed_on', 'is', null)
    .$if(id !== undefined, (q) => q.where('body_id', '=', id!))
    .groupBy('body_id')
    .execute()
  const liaisons = await tx
    .selectFrom('membership as m')
    .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'm.tenant_id').onRef('u.id', '=', 'm.user_id'))
    .select(['m.body_id', 'u.display_name'])
    .where('m.tenant_id', '=', tenantId)
    .where('m.post', '=', 'liaison')
    .where('m.from_day', '<=', day)
    .where((where) => where.or([where('m.until_day', 'is', null), where('m.until_day', '>=', day)]))
    .$if(id !== undefined, (q) => q.where('m.body_id', '=', id!))
    .orderBy('m.id')
    .execute()
  const counts = new Map(departments.map((d) => [d.body_id, Number(d.count)]))
  const names = new Map<string, string[]>()
  for (const { body_id, display_name } of liaisons) if (body_id !== null) names.set(body_id, [...(names.get(body_id) ?? []), display_name])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    shortName: row.short_name,
    kind: row.kind as BodyKind,
    areaId: row.area_id,
    parentId: row.parent_id,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    successorId: row.successor_id,
    position: row.position,
    departments: counts.get(row.id) ?? 0,
    liaisons: names.get(row.id) ?? [],
  }))
}

const departmentOf = (row: Tables['department']): Department => ({
  id: row.id,
  bodyId: row.body_id,
  name: row.name,
  position: row.position,
  closedOn: row.closed_on,
})

export async function listDepartments(tx: InTenant, tenantId: string, bodyId?: string): Promise<Department[]> {
  let select = tx.selectFrom('department').selectAll().where('tenant_id', '=', tenantId)
  if (bodyId !== undefined) select = select.where('body_id', '=', bodyId)
  return (await select.orderBy('closed_on', 'desc').orderBy('position').orderBy('id').execute()).map(departmentOf)
}

export async function departmentById(tx: InTenant, tenantId: string, id: string): Promise<Department> {
  const row = await tx.selectFrom('department').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return departmentOf(row)
}

type MembershipWhere = (where: ExpressionBuilder<Tables & { m: Tables['membership'] }, 'm'>) => Expression<SqlBool>

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })

/** Memberships, those of the day first, then the former ones, newest first. */
export async function listMemberships(tx: InTenant, tenantId: string, day: string, which?: MembershipWhere): Promise<Membership[]> {
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'm.tenant_id').onRef('u.id', '=', 'm.user_id'))
    .leftJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'm.tenant_id').onRef('b.id', '=', 'm.body_id'))
    .leftJoin('department as d', (join) => join.onRef('d.tenant_id', '=', 'm.tenant_id').onRef('d.id', '=', 'm.department_id'))
    .leftJoin('task_force as f', (join) => join.onRef('f.tenant_id', '=', 'm.tenant_id').onRef('f.id', '=', 'm.force_id'))
    .selectAll('m')
    .select(['u.login', 'u.display_name', 'u.disabled', 'b.name as body_name', 'd.name as department_name', 'f.name as force_name'])
    .where('m.tenant_id', '=', tenantId)
    .$if(which !== undefined, (q) => q.where(which as never))
    .orderBy('m.id')
    .execute()
  const order = Object.keys(POSTS)
  return rows
    .map(
      (row): Membership => ({
        id: row.id,
        person: { id: row.user_id, login: row.login, displayName: row.display_name, disabled: row.disabled },
        post: row.post as Post,
        title: row.title,
        body: named(row.body_id, row.body_name),
        department: named(row.department_id, row.department_name),
        taskForce: named(row.force_id, row.force_name),
        domain: row.domain,
        from: row.from_day,
        until: row.until_day,
        current: holds(row.from_day, row.until_day, day),
      }),
    )
    .sort(
      (a, b) =>
        Number(b.current) - Number(a.current) ||
        (a.current ? order.indexOf(a.post) - order.indexOf(b.post) : (b.until ?? b.from).localeCompare(a.until ?? a.from)),
    )
}

/** A post in words: 发展和改革委员会 营商环境科 联络员. */
export const postWords = (m: Pick<Membership, 'body' | 'department' | 'taskForce' | 'domain' | 'post'>): string =>
  [m.body?.name, m.department?.name, m.taskForce?.name, m.domain, POSTS[m.post].zh].filter(Boolean).join(' ')

export async function listTaskForces(tx: InTenant, tenantId: string, day: string, id?: string): Promise<TaskForce[]> {
  let select = tx.selectFrom('task_force').selectAll().where('tenant_id', '=', tenantId)
  if (id !== undefined) select = select.where('id', '=', id)
  const forces = await select.orderBy('until_day', 'desc').orderBy('id').execute()
  const bodies = await tx
    .selectFrom('task_force_body as f')
    .innerJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'f.tenant_id').onRef('b.id', '=', 'f.body_id'))
    .select(['f.force_id', 'b.id', 'b.name'])
    .where('f.tenant_id', '=', tenantId)
    .orderBy('b.position')
    .orderBy('b.id')
    .execute()
  const members = await listMemberships(tx, tenantId, day, (where) => where('m.force_id', 'is not', null))
  return forces.map((row) => ({
    id: row.id,
    name: row.name,
    domains: row.domains,
    note: row.note,
    from: row.from_day,
    until: row.until_day,
    bodies: bodies.filter((b) => b.force_id === row.id).map(({ id, name }) => ({ id, name })),
    members: members.filter((m) => m.taskForce?.id === row.id),
  }))
}

export async function listGroups(tx: InTenant, tenantId: string): Promise<BodyGroup[]> {
  const groups = await tx.selectFrom('body_group').select(['id', 'name']).where('tenant_id', '=', tenantId).orderBy('name').execute()
  const members = await tx
    .selectFrom('body_group_member as g')
    .innerJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'g.tenant_id').onRef('b.id', '=', 'g.body_id'))
    .select(['g.group_id', 'b.id', 'b.name'])
    .where('g.tenant_id', '=', tenantId)
    .orderBy('b.position')
    .orderBy('b.id')
    .execute()
  return groups.map((group) => ({
    ...group,
    bodies: members.filter((m) => m.group_id === group.id).map(({ id, name }) => ({ id, name })),
  }))
}

export async function listAliases(tx: InTenant, tenantId: string, bodyId?: string): Promise<Alias[]> {
  const rows = await tx
    .selectFrom('body_alias as a')
    .leftJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'a.tenant_id').onRef('b.id', '=', 'a.body_id'))
    .leftJoin('body_group as g', (join) => join.onRef('g.tenant_id', '=', 'a.tenant_id').onRef('g.id', '=', 'a.group_id'))
    .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'a.tenant_id').onRef('u.id', '=', 'a.confirmed_by'))
    .selectAll('a')
    .select(['b.name as body_name', 'g.name as group_name', 'u.display_name'])
    .where('a.tenant_id', '=', tenantId)
    .$if(bodyId !== undefined, (q) => q.where('a.body_id', '=', bodyId!))
    .orderBy('a.text')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    body: named(row.body_id, row.body_name),
    group: named(row.group_id, row.group_name),
    confirmedBy: { id: row.confirmed_by, displayName: row.display_name ?? '系统' },
    confirmedAt: row.confirmed_at.toISOString(),
  }))
}

/** A body with everything that its page shows. */
export async function bodyDetail(tx: InTenant, tenantId: string, day: string, id: string): Promise<BodyDetail> {
  const [body] = await listBodies(tx, tenantId, day, { id })
  if (!body) throw notFound()
  const others = await tx
    .selectFrom('body')
    .select(['id', 'name', 'parent_id'])
    .where('tenant_id', '=', tenantId)
    .where((where) => where.or([where('parent_id', '=', id), where('id', 'in', [body.parentId ?? id, body.successorId ?? id])]))
    .orderBy('position')
    .orderBy('id')
    .execute()
  const nameOf = (other: string | null) => named(other, others.find((o) => o.id === other)?.name ?? null)
  return {
    body,
    area: await areaById(tx, tenantId, body.areaId),
    parent: nameOf(body.parentId),
    successor: nameOf(body.successorId),
    below: others.filter((o) => o.parent_id === id).map((o) => ({ id: o.id, name: o.name })),
    departments: await listDepartments(tx, tenantId, id),
    members: await listMemberships(tx, tenantId, day, (where) => where('m.body_id', '=', id)),
    aliases: await listAliases(tx, tenantId, id),
  }
}
