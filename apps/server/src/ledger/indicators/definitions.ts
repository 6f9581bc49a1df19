import { BY_HAND, type IndicatorDefinition } from '@yingshang/indicator'
import type { Selectable } from 'kysely'
import type { NewIndicator } from '../../contract/ledger-indicators.ts'
import type { Tables } from '../../database/schema.ts'
import type { InTenant } from '../../database/store.ts'
import { refuse } from '../../http/problem.ts'
import { newId } from '../../ids.ts'
import type { Deed } from '../act.ts'

/** Indicators as the office keeps them: every version stays, the last one holds from its day of effect on. */

export type Version = Selectable<Tables['indicator_version']>

export interface KeptIndicator {
  readonly id: string
  readonly keeper: string | null
  readonly retired: boolean
  readonly createdAt: Date
  /** The version that was recorded last. */
  readonly last: Version
  /** Oldest first. */
  readonly versions: readonly Version[]
}

/** What the core reads of a version. */
export const definitionOf = (v: Version): IndicatorDefinition => ({
  id: v.indicator_id,
  version: String(v.version),
  effectiveFrom: v.effective_from,
  title: { zh: v.name, en: v.name },
  source: [],
  unit: v.unit,
  direction: v.direction,
  period: v.period,
  decimals: v.decimals,
  lateAfter: v.late_after,
  fold: BY_HAND,
})

/** The version in force on a day; the first one for days before all of them. */
export const versionOn = ({ versions }: Pick<KeptIndicator, 'versions'>, day: string): Version =>
  versions.findLast((v) => v.effective_from <= day) ?? versions[0]!

/** Indicators by id; those that nobody knows are left out. */
export async function loadIndicators(tx: InTenant, tenantId: string, ids: readonly string[]): Promise<KeptIndicator[]> {
  if (ids.length === 0) return []
  const kept = await tx
    .selectFrom('indicator')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...ids])
    .execute()
  const versions = await tx
    .selectFrom('indicator_version')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('indicator_id', 'in', [...ids])
    .orderBy('version')
    .execute()
  const byId = new Map(kept.map((k) => [k.id, k]))
  return ids.flatMap((id): KeptIndicator[] => {
    const row = byId.get(id)
    if (!row) return []
    const own = versions.filter((v) => v.indicator_id === id)
    return [{ id, keeper: row.keeper_body_id, retired: row.retired, createdAt: row.created_at, last: own.at(-1)!, versions: own }]
  })
}

/** One indicator. With `hold`, nobody else changes, enters or binds it meanwhile. */
export async function loadIndicator(tx: InTenant, tenantId: string, id: string, hold = false): Promise<KeptIndicator> {
  if (hold) await holdIndicators(tx, tenantId, [id])
  const [found] = await loadIndicators(tx, tenantId, [id])
  if (!found) throw refuse('indicator.not-found')
  return found
}

/** Indicators in use, by name. */
export async function allIndicators(tx: InTenant, tenantId: string): Promise<KeptIndicator[]> {
  const rows = await tx
    .selectFrom('indicator')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('retired', '=', false)
    .orderBy('name')
    .execute()
  return loadIndicators(
    tx,
    tenantId,
    rows.map((r) => r.id),
  )
}

/** Keeps others from entering and binding until the transaction ends, so that what is bound follows every reading. In the scope of who runs the campaign. */
export async function holdIndicators(tx: InTenant, tenantId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await tx
      .selectFrom('indicator')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', [...ids])
      .orderBy('id')
      .forUpdate()
      .execute()
}

/** Keeps a new indicator; gives its id. */
export async function createIndicator(tx: InTenant, deed: Deed, asked: NewIndicator, day: string): Promise<string> {
  const id = newId()
  await named(() =>
    tx
      .insertInto('indicator')
      .values({
        tenant_id: deed.tenantId,
        id,
        version: 1,
        name: asked.name,
        unit: asked.unit,
        keeper_body_id: asked.keeper,
        retired: false,
        created_by: deed.userId,
        created_at: deed.at,
      })
      .execute(),
  )
  await addVersion(tx, deed, id, 1, asked, day)
  return id
}

/** Changes an indicator: what its definition says becomes a new version, the keeper and whether it is in use do not. */
export async function changeIndicator(
  tx: InTenant,
  deed: Deed,
  had: KeptIndicator,
  asked: NewIndicator & { readonly retired: boolean; readonly version: number },
  day: string,
  bound: boolean,
): Promise<void> {
  const { last } = had
  if (asked.version !== last.version) throw refuse('version.conflict')
  if (bound && (asked.unit !== last.unit || asked.direction !== last.direction || asked.retired))
    throw refuse('indicator.refused', {
      zh: '已有目标值绑定该指标，计量单位、优劣方向不能修改，也不能停用；请先解除绑定',
      en: 'Targets are bound to it: free them before the unit or direction changes, or it is taken out of use',
    })
  const from = asked.effectiveFrom ?? day
  if (from < last.effective_from)
    throw refuse('indicator.refused', {
      zh: `新版本的生效日期不能早于现行版本的 ${last.effective_from}`,
      en: `A version takes effect on or after ${last.effective_from}`,
    })
  const same =
    asked.name === last.name &&
    asked.unit === last.unit &&
    asked.direction === last.direction &&
    asked.formula === last.formula &&
    asked.source === last.source &&
    asked.period === last.period &&
    asked.decimals === last.decimals &&
    asked.lateAfter === last.late_after
  const version = same ? last.version : last.version + 1
  await named(() =>
    tx
      .updateTable('indicator')
      .set({ version, name: asked.name, unit: asked.unit, keeper_body_id: asked.keeper, retired: asked.retired })
      .where('tenant_id', '=', deed.tenantId)
      .where('id', '=', had.id)
      .execute(),
  )
  if (!same) await addVersion(tx, deed, had.id, version, asked, day)
}

async function addVersion(tx: InTenant, deed: Deed, id: string, version: number, asked: NewIndicator, day: string): Promise<void> {
  await tx
    .insertInto('indicator_version')
    .values({
      tenant_id: deed.tenantId,
      indicator_id: id,
      version,
      name: asked.name,
      unit: asked.unit,
      direction: asked.direction,
      formula: asked.formula,
      source: asked.source,
      period: asked.period,
      decimals: asked.decimals,
      late_after: asked.lateAfter,
      effective_from: asked.effectiveFrom ?? day,
      recorded_by: deed.userId,
      recorded_at: deed.at,
    })
    .execute()
}

/** Runs what gives an indicator its name and keeper. */
async function named(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '23505') throw refuse('indicator.name-taken')
    if (code === '23503') throw refuse('indicator.refused', { zh: '填报单位不在组织机构中', en: 'No such body' })
    throw error
  }
}
