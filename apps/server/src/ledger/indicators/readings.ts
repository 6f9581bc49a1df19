import { asOfIn, entryRefusals, latestOf, periodIn } from '@yingshang/indicator'
import type { FactBody } from '@yingshang/ledger'
import type { Calendar, Refusal } from '@yingshang/time'
import { type Selectable, sql } from 'kysely'
import type { NewReading } from '../../contract/ledger-indicators.ts'
import type { Tables } from '../../database/schema.ts'
import type { InTenant } from '../../database/store.ts'
import { refuse } from '../../http/problem.ts'
import { newId } from '../../ids.ts'
import { record } from '../../journal/record.ts'
import { enterSystem, type Scope } from '../../organisation/scope.ts'
import { type Addition, addFacts, type Deed, dayOf } from '../act.ts'
import { type LedgerRules, loadEntries, rulesOf, type StoredEntry } from '../stored.ts'
import { definitionOf, holdIndicators, type KeptIndicator, versionOn } from './definitions.ts'

/** Readings: entered, corrected and taken back by adding to what is there, and given to every target that is bound to their indicator. */

export type Reading = Selectable<Tables['indicator_reading']>

/** A reading as the core sees it. */
export const enteredOf = (r: Reading) => ({
  id: r.id,
  body: r.body_id,
  period: r.period,
  asOf: r.as_of,
  value: r.value,
  replaces: r.replaces,
})

/** Readings in whose place no other stands, those that were taken back too. */
export async function ends(
  tx: InTenant,
  tenantId: string,
  indicators: readonly string[],
  more: { readonly bodies?: readonly (string | null)[]; readonly since?: string } = {},
): Promise<Reading[]> {
  if (indicators.length === 0) return []
  const bodies = more.bodies?.filter((b) => b !== null)
  const { rows } = await sql<Reading>`
    select r.* from indicator_reading r
    where r.tenant_id = ${tenantId} and r.indicator_id = any(${[...indicators]}::uuid[])
      and not exists (select from indicator_reading n where n.tenant_id = r.tenant_id and n.replaces = r.id)
      and ${bodies === undefined ? sql`true` : sql`(r.body_id = any(${bodies}::uuid[]) or ${more.bodies!.includes(null)} and r.body_id is null)`}
      and ${more.since === undefined ? sql`true` : sql`r.as_of >= ${more.since}`}
    order by r.indicator_id, r.as_of, r.id`.execute(tx)
  return [...rows]
}

/** Whether somebody enters readings of a body, or of the whole (null). */
export const mayEnter = (scope: Scope, indicator: Pick<KeptIndicator, 'keeper'>, body: string | null): boolean =>
  scope.runs || (indicator.keeper !== null && scope.bodies.includes(indicator.keeper)) || (body !== null && scope.bodies.includes(body))

/** The day that a reading speaks of; today where its period is none. */
const dayOfReading = ({ asOf, period }: Pick<NewReading, 'asOf' | 'period'>, today: string): string =>
  asOf ?? (periodIn(period) === period ? asOfIn(period, today) : today)

/** A reading that is to be entered. */
export interface Asked extends NewReading {
  readonly indicator: KeptIndicator
  /** The workbook it comes with. */
  readonly file: string | null
}

/** Why a reading may not be entered, `standing` being the end of what was entered for its body and period. */
export function readingRefusals(asked: Asked, standing: Reading | null, scope: Scope, today: string): readonly Refusal[] {
  const { indicator } = asked
  const refusals = entryRefusals(definitionOf(versionOn(indicator, dayOfReading(asked, today))), asked, standing, today)
  return [
    ...(indicator.retired ? [{ code: 'reading.retired', zh: '该指标已停用', en: 'The indicator is out of use' }] : []),
    ...(mayEnter(scope, indicator, asked.body)
      ? []
      : [{ code: 'reading.denied', zh: '只能填报本单位的读数', en: 'You enter readings of your own body alone' }]),
    ...refusals,
  ]
}

/**
 * Enters readings that were judged, and gives their values to the targets that are bound. Gives how many targets changed. Another reading in the same place by now
 * refuses all of them. The transaction is the server's own afterwards.
 */
export async function enter(tx: InTenant, deed: Deed, calendar: Calendar, all: readonly Asked[]): Promise<number> {
  if (all.length === 0) return 0
  await addReadings(tx, deed, all)
  await enterSystem(tx)
  const indicators = new Map(all.map((a) => [a.indicator.id, a.indicator]))
  await holdIndicators(tx, deed.tenantId, [...indicators.keys()])
  return follow(tx, deed, calendar, [...indicators.values()])
}

/** Adds the rows, each sealed into the journal under its own id. */
export async function addReadings(tx: InTenant, deed: Deed, all: readonly Asked[]): Promise<void> {
  const today = dayOf(deed.at)
  const rows = all.map((a): Reading => {
    const asOf = dayOfReading(a, today)
    return {
      tenant_id: deed.tenantId,
      id: newId(),
      indicator_id: a.indicator.id,
      version: versionOn(a.indicator, asOf).version,
      body_id: a.body,
      period: a.period,
      as_of: asOf,
      value: a.value,
      origin: a.origin,
      reason: a.reason,
      replaces: a.replaces,
      file: a.file,
      entered_by: deed.userId,
      entered_at: deed.at,
    }
  })
  try {
    for (let from = 0; from < rows.length; from += 1000)
      await tx
        .insertInto('indicator_reading')
        .values(rows.slice(from, from + 1000))
        .execute()
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '23505') throw refuse('indicator.moved-on')
    if (code === '23503') throw refuse('indicator.refused', { zh: '所指的单位或者读数不存在', en: 'No such body or reading' })
    throw error
  }
  await record(
    tx,
    deed.tenantId,
    rows.map(({ tenant_id: _, entered_at: __, entered_by: ___, ...body }) => ({
      id: body.id,
      kind: 'indicator.reading',
      subjectId: body.indicator_id,
      userId: deed.userId,
      at: deed.at,
      body,
    })),
  )
}

/** Gives every target that is bound to the indicators the value that counts today. Gives how many changed. Archived ledgers and entries taken out stay as they are. */
export async function follow(tx: InTenant, deed: Deed, calendar: Calendar, indicators: readonly KeptIndicator[]): Promise<number> {
  const { tenantId } = deed
  const { rows: bound } = await sql<{ entry_id: string; indicator: string; body: string | null }>`
    select t.entry_id, t.indicator, t.indicator_body as body
    from entry_target t join ledger_entry e on e.tenant_id = t.tenant_id and e.id = t.entry_id join ledger l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
    where t.tenant_id = ${tenantId} and t.indicator = any(${indicators.map((i) => i.id)}::text[]) and e.phase <> 'withdrawn' and not l.archived
    order by t.entry_id`.execute(tx)
  if (bound.length === 0) return 0
  const entries = await loadEntries(tx, tenantId, [...new Set(bound.map((b) => b.entry_id))], true)
  const readings = await ends(
    tx,
    tenantId,
    indicators.map((i) => i.id),
    { bodies: [...new Set(bound.map((b) => b.body))] },
  )
  const known = new Set(indicators.map((i) => i.id))
  const facts = entries.map((entry) => ({
    entry,
    facts: entry.state.targets
      .filter((t) => t.indicator !== undefined && known.has(t.indicator))
      .flatMap((t) =>
        nowRead(
          t,
          readings.filter((r) => r.indicator_id === t.indicator),
          dayOf(deed.at),
        ),
      ),
  }))
  const changed = facts.filter((f) => f.facts.length > 0)
  await addByLedger(tx, deed, calendar, changed)
  return changed.reduce((n, f) => n + f.facts.length, 0)
}

/** The fact by which a bound target takes the reading that counts; none when it has it. */
export function nowRead(target: StoredEntry['state']['targets'][number], readings: readonly Reading[], day: string): FactBody[] {
  const indicator = target.indicator!
  const body = target.indicatorBody ?? null
  const latest = latestOf(readings.map(enteredOf), body)
  const had = target.reading
  if (latest === null)
    return had === null
      ? []
      : [{ kind: 'target-reading', target: target.id, value: null, asOf: day, source: '指标读数已撤销', indicator, body }]
  const { origin } = readings.find((r) => r.id === latest.id)!
  if (had !== null && had.indicator === indicator && had.value === latest.value && had.asOf === latest.asOf && had.source === origin)
    return []
  return [
    { kind: 'target-reading', target: target.id, value: latest.value, asOf: latest.asOf, source: origin, indicator, body: latest.body },
  ]
}

/** Adds facts to entries that may be of several ledgers. */
export async function addByLedger(tx: InTenant, deed: Deed, calendar: Calendar, additions: readonly Addition[]): Promise<void> {
  const rules = new Map<string, LedgerRules>()
  for (const id of new Set(additions.map((a) => a.entry.ledgerId)))
    rules.set(id, await rulesOf(tx, deed.tenantId, id, calendar, { writing: true }))
  for (const [id, held] of rules)
    await addFacts(
      tx,
      deed,
      held,
      additions.filter((a) => a.entry.ledgerId === id),
    )
}

/** Refusals as a problem. */
export const refusedReading = (refusals: readonly Refusal[]) =>
  refuse(
    'indicator.refused',
    { zh: refusals.map((r) => r.zh).join('；'), en: refusals.map((r) => r.en).join('; ') },
    { errors: refusals.slice(0, 100).map((r) => ({ path: r.code, zh: r.zh, en: r.en })) },
  )
