import { type Roster, type RosterArea, unitKey, unitMatcher } from '@yingshang/ledger'
import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { UnitInPlans } from '../contract/organisation-shapes.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { changed, changing, type Who } from './changes.ts'
import { listAliases, listAreas, listBodies, listGroups, notFound } from './directory.ts'
import { setBodiesOfGroup } from './forces.ts'
import { demand } from './rules.ts'
import { inScope } from './scope.ts'

/** Names of units in plans: which body each stands for, suggested by the matcher, confirmed once by somebody, remembered for all plans. */

type Names = 'listUnits' | 'confirmUnits' | 'forgetUnit'

/** Names that a list holds at most; the rest comes up when these are confirmed. */
const MOST = 500

export function unitHandlers(services: Services): Pick<Handlers, Names> {
  const { now } = services
  const today = () => dateInChina(now().toISOString())

  return {
    listUnits: ({ caller }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const tenantId = caller.tenant.id
        const items = await unitsToConfirm(tx, tenantId, today())
        return { items: items.slice(0, MOST), aliases: await listAliases(tx, tenantId) }
      }),

    confirmUnits: (call) =>
      changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        for (const item of call.body.items) await confirmUnit(tx, who, item)
        return { confirmed: call.body.items.length }
      }),

    forgetUnit: (call) =>
      changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const gone = await tx
          .deleteFrom('body_alias')
          .where('tenant_id', '=', who.tenantId)
          .where('id', '=', call.params.id)
          .returning(['text', 'body_id', 'group_id'])
          .executeTakeFirst()
        if (!gone) throw notFound()
        await changed(tx, who, { kind: 'unit.forgotten', type: 'unit', id: call.params.id, name: gone.text, before: gone })
      }),
  }
}

/** What a name is confirmed to mean: one of these, or nobody here. */
interface Meaning {
  readonly text: string
  readonly bodyId?: string | undefined
  readonly groupId?: string | undefined
  readonly bodyIds?: readonly string[] | undefined
}

/** Remembers what a name stands for, instead of what it stood for before. */
export async function confirmUnit(tx: InTenant, who: Who, item: Meaning): Promise<void> {
  const { tenantId } = who
  const key = unitKey(item.text)
  let groupId = item.groupId ?? null
  if (item.bodyIds) {
    const named = await tx
      .selectFrom('body_group')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('name', '=', item.text)
      .executeTakeFirst()
    groupId = named?.id ?? newId()
    if (!named) await tx.insertInto('body_group').values({ tenant_id: tenantId, id: groupId, name: item.text }).execute()
    await setBodiesOfGroup(tx, tenantId, groupId, item.bodyIds)
  }
  const before = await tx
    .deleteFrom('body_alias')
    .where('tenant_id', '=', tenantId)
    .where('key', '=', key)
    .returning(['body_id', 'group_id'])
    .executeTakeFirst()
  const id = newId()
  await tx
    .insertInto('body_alias')
    .values({
      tenant_id: tenantId,
      id,
      text: item.text,
      key,
      body_id: item.bodyId ?? null,
      group_id: groupId,
      confirmed_by: who.userId,
      confirmed_at: who.at,
    })
    .execute()
  await changed(tx, who, {
    kind: 'unit.confirmed',
    type: 'unit',
    id,
    name: item.text,
    before: before ?? null,
    after: { bodyId: item.bodyId ?? null, groupId },
  })
}

/** The organisation as the matcher sees it on a day. Home is the area with the most bodies of its own. */
export async function rosterOf(tx: InTenant, tenantId: string, day: string): Promise<Roster> {
  const areas = (await listAreas(tx, tenantId)).filter((a) => a.closedOn === null)
  const bodies = await listBodies(tx, tenantId, day)
  const aliases = await tx.selectFrom('body_alias').select(['key', 'body_id', 'group_id']).where('tenant_id', '=', tenantId).execute()
  const size = (area: { readonly id: string }) => bodies.filter((b) => b.areaId === area.id).length
  const home = areas.toSorted((a, b) => size(b) - size(a))[0]
  return {
    homeId: home?.id ?? null,
    areas: areas.map(({ id, name, kind, parentId }): RosterArea => ({ id, name, kind, parentId })),
    bodies: bodies.map((b) => ({
      id: b.id,
      name: b.name,
      shortName: b.shortName,
      kind: b.kind,
      areaId: b.areaId,
      successorId: b.successorId,
      living: b.validFrom <= day && (b.validUntil === null || b.validUntil >= day),
    })),
    groups: (await listGroups(tx, tenantId)).map(({ id, name, bodies }) => ({ id, name, bodies: bodies.map((b) => b.id) })),
    confirmed: aliases.map((a) => ({ key: a.key, bodyId: a.body_id, groupId: a.group_id })),
  }
}

/** Names in the newest readings of all plans with the number of measures that name them, most first. */
async function unitsInPlans(tx: InTenant, tenantId: string): Promise<{ unit: string; measures: number }[]> {
  const { rows } = await sql<{ unit: string; measures: string }>`
    with newest as (
      select distinct on (document_id) document_id, plan from plan_reading where tenant_id = ${tenantId}
      order by document_id, version desc, id desc
    )
    select u ->> 'unit' as unit, count(*) as measures
    from newest, jsonb_array_elements(plan -> 'measures') m, jsonb_array_elements((m -> 'lead') || (m -> 'responsible')) u
    group by 1 order by 2 desc, 1`.execute(tx)
  return rows.map((row) => ({ unit: row.unit, measures: Number(row.measures) }))
}

/** Names in plans that nobody has confirmed; a body's own full name needs no confirmation. */
export async function unitsToConfirm(tx: InTenant, tenantId: string, day: string): Promise<UnitInPlans[]> {
  const roster = await rosterOf(tx, tenantId, day)
  const match = unitMatcher(roster)
  const names = new Map(roster.bodies.map((b) => [b.id, b.name]))
  const open: UnitInPlans[] = []
  for (const { unit, measures } of await unitsInPlans(tx, tenantId)) {
    const found = match(unit)
    if (found.confirmed || found.suggestions[0]?.rule === 'name') continue
    open.push({
      text: unit,
      measures,
      collective: found.collective,
      suggestions: found.suggestions.map((s) => ({
        rule: s.rule,
        bodies: s.bodies.map((id) => ({ id, name: names.get(id) ?? '' })),
        groupId: s.groupId,
      })),
    })
  }
  return open
}

/**
 * Bodies that names in a plan stand for, by name: what was confirmed, a full name, or (`sure`) the one suggestion that needs no close look.
 * Names that stand for nobody yet are missing from the map; those confirmed to be nobody give an empty list.
 */
export async function bodiesOfUnits(
  tx: InTenant,
  tenantId: string,
  day: string,
  units: Iterable<string>,
  { sure = false }: { readonly sure?: boolean } = {},
): Promise<Map<string, readonly string[]>> {
  const match = unitMatcher(await rosterOf(tx, tenantId, day))
  const meant = new Map<string, readonly string[]>()
  for (const unit of units) {
    const { confirmed, collective, suggestions } = match(unit)
    const first = suggestions[0]
    if (confirmed || first?.rule === 'name') meant.set(unit, first?.bodies ?? [])
    else if (sure && !collective && first && suggestions.length === 1 && first.rule !== 'abbreviation') meant.set(unit, first.bodies)
  }
  return meant
}
