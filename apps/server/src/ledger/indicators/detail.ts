import { daysOf, factsOf, periodOf, readingOf, tallyAll } from '@yingshang/indicator'
import { addDays } from '@yingshang/time'
import { sql } from 'kysely'
import type { IndicatorDetail, IndicatorReading, IndicatorSummary } from '../../contract/ledger-indicators.ts'
import type { InTenant } from '../../database/store.ts'
import { refuse } from '../../http/problem.ts'
import type { Scope } from '../../organisation/scope.ts'
import { type Names, namesOf } from '../list.ts'
import { targetsOf } from './bindings.ts'
import { definitionOf, type KeptIndicator, loadIndicators } from './definitions.ts'
import { ends, enteredOf, mayEnter, type Reading } from './readings.ts'

/** Indicators as pages show them: the last reading, who has none, the targets, and everything that was ever entered. */

/** Readings that one page draws. */
const MOST_POINTS = 5000

const person = (names: Names, id: string | null) => ({ id, displayName: id === null ? '系统 System' : names.user(id) })
const body = (names: Names, id: string | null) => (id === null ? null : { id, name: names.body(id) })

const shownReading = (names: Names, r: Reading, replaced: boolean): IndicatorReading => ({
  id: r.id,
  body: body(names, r.body_id),
  period: r.period,
  asOf: r.as_of,
  value: r.value,
  origin: r.origin,
  reason: r.reason,
  version: r.version,
  file: r.file,
  by: person(names, r.entered_by),
  at: r.entered_at.toISOString(),
  replaces: r.replaces,
  replaced,
})

const namesFor = (tx: InTenant, tenantId: string, readings: readonly Reading[], indicators: readonly KeptIndicator[]) =>
  namesOf(
    tx,
    tenantId,
    [...readings.flatMap((r) => r.body_id ?? []), ...indicators.flatMap((i) => i.keeper ?? [])],
    [...readings.flatMap((r) => r.entered_by ?? []), ...indicators.flatMap((i) => i.versions.flatMap((v) => v.recorded_by ?? []))],
  )

/** Verdicts of the targets that indicators read, and for which bodies: of entries that the caller sees. */
export async function verdictsOf(tx: InTenant, tenantId: string, ids: readonly string[]) {
  const { rows } = await sql<{ indicator: string; body: string | null; verdict: 'met' | 'unmet' | 'no-data'; n: string }>`
    select t.indicator, t.indicator_body as body, t.verdict, count(*) as n
    from entry_target t join ledger_entry e on e.tenant_id = t.tenant_id and e.id = t.entry_id
    where t.tenant_id = ${tenantId} and t.indicator = any(${[...ids]}::text[]) and e.phase <> 'withdrawn' group by 1, 2, 3`.execute(tx)
  return rows
}

/** The last period that is over. */
const lastPeriod = (kind: 'month' | 'quarter' | 'year', today: string) => periodOf(kind, addDays(daysOf(periodOf(kind, today)).from, -1))

async function summaries(
  tx: InTenant,
  tenantId: string,
  day: string,
  indicators: readonly KeptIndicator[],
  readings: readonly Reading[],
  names: Names,
): Promise<IndicatorSummary[]> {
  const verdicts = await verdictsOf(
    tx,
    tenantId,
    indicators.map((i) => i.id),
  )
  return indicators.map((indicator) => {
    const { last } = indicator
    const own = readings.filter((r) => r.indicator_id === indicator.id)
    const held = own.filter((r) => r.value !== null)
    const bound = verdicts.filter((v) => v.indicator === indicator.id)
    const count = (verdict: string) => bound.filter((v) => v.verdict === verdict).reduce((n, v) => n + Number(v.n), 0)
    const asked = [...new Set([...held.map((r) => r.body_id ?? ''), ...bound.map((v) => v.body ?? '')])]
    const period = lastPeriod(last.period, day)
    const definition = definitionOf(last)
    const reading = readingOf(
      definition,
      tallyAll(definition, factsOf(held.filter((r) => r.period === period).map(enteredOf))),
      { bodies: asked, period },
      day,
    )
    const latest = held.findLast((r) => r.body_id === null) ?? held.at(-1)
    return {
      id: indicator.id,
      name: last.name,
      unit: last.unit,
      direction: last.direction,
      formula: last.formula,
      source: last.source,
      period: last.period,
      decimals: last.decimals,
      lateAfter: last.late_after,
      keeper: body(names, indicator.keeper),
      version: last.version,
      effectiveFrom: last.effective_from,
      retired: indicator.retired,
      targets: { met: count('met'), unmet: count('unmet'), 'no-data': count('no-data') },
      latest: latest === undefined ? null : shownReading(names, latest, false),
      // Nobody is late for a period before there was the indicator.
      coverage:
        asked.length === 0 || daysOf(period).until < indicator.versions[0]!.effective_from
          ? null
          : { period, ...reading.coverage, lateDays: reading.lateDays },
    }
  })
}

/** A page of indicators by name. `after` is the name and id of the last one seen. */
export async function listIndicators(
  tx: InTenant,
  tenantId: string,
  day: string,
  asked: { readonly q?: string | undefined; readonly retired: boolean; readonly after?: string | undefined; readonly limit: number },
) {
  const [name, id] = asked.after ? asked.after.split('␟') : []
  if (asked.after && id === undefined)
    throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from indicator where tenant_id = ${tenantId} and retired = ${asked.retired}
      and ${asked.q === undefined ? sql`true` : sql`strpos(lower(name), ${asked.q.toLowerCase()}) > 0`}
      and ${id === undefined ? sql`true` : sql`(name collate "C", id::text) > (${name} collate "C", ${id})`}
    order by name collate "C", id::text limit ${asked.limit + 1}`.execute(tx)
  const page = rows.slice(0, asked.limit)
  const indicators = await loadIndicators(
    tx,
    tenantId,
    page.map((r) => r.id),
  )
  // A list looks back two years.
  const readings = await ends(
    tx,
    tenantId,
    page.map((r) => r.id),
    { since: addDays(day, -731) },
  )
  const names = await namesFor(tx, tenantId, readings, indicators)
  const last = page.at(-1)
  return {
    items: await summaries(tx, tenantId, day, indicators, readings, names),
    next: rows.length > asked.limit && last ? `${last.name}␟${last.id}` : null,
    today: day,
  }
}

/** Everything about one indicator. */
export async function indicatorDetail(
  tx: InTenant,
  tenantId: string,
  day: string,
  scope: Scope,
  indicator: KeptIndicator,
): Promise<IndicatorDetail> {
  const readings = (await ends(tx, tenantId, [indicator.id])).slice(-MOST_POINTS)
  const names = await namesFor(tx, tenantId, readings, [indicator])
  const [summary] = await summaries(tx, tenantId, day, [indicator], readings, names)
  const held = readings.filter((r) => r.value !== null)
  const bodies = [...new Set(held.map((r) => r.body_id))].sort((a, b) =>
    a === null ? -1 : b === null ? 1 : names.body(a).localeCompare(names.body(b), 'zh'),
  )
  const own = await namesOf(tx, tenantId, scope.bodies, [])
  return {
    indicator: summary!,
    versions: indicator.versions.map((v) => ({
      version: v.version,
      name: v.name,
      unit: v.unit,
      direction: v.direction,
      formula: v.formula,
      source: v.source,
      period: v.period,
      decimals: v.decimals,
      lateAfter: v.late_after,
      effectiveFrom: v.effective_from,
      by: person(names, v.recorded_by),
      at: v.recorded_at.toISOString(),
    })),
    series: bodies.map((id) => ({
      body: body(names, id),
      points: held.filter((r) => r.body_id === id).map((r) => shownReading(names, r, false)),
    })),
    targets: await targetsOf(tx, tenantId, indicator.id),
    mayEnter: {
      all: !indicator.retired && mayEnter(scope, indicator, null),
      bodies: indicator.retired ? [] : scope.bodies.map((id) => ({ id, name: own.body(id) })),
    },
    today: day,
  }
}

/** A page of everything that was entered, newest first. */
export async function readingsPage(
  tx: InTenant,
  tenantId: string,
  indicator: KeptIndicator,
  asked: {
    readonly body?: string | undefined
    readonly period?: string | undefined
    readonly after?: string | undefined
    readonly limit: number
  },
) {
  if (asked.after && !/^[0-9a-f-]{36}$/.test(asked.after))
    throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  const { rows } = await sql<Reading & { replaced: boolean }>`
    select r.*, exists (select from indicator_reading n where n.tenant_id = r.tenant_id and n.replaces = r.id) as replaced
    from indicator_reading r where r.tenant_id = ${tenantId} and r.indicator_id = ${indicator.id}
      and ${asked.body === undefined ? sql`true` : asked.body === 'whole' ? sql`r.body_id is null` : sql`r.body_id = ${asked.body}`}
      and ${asked.period === undefined ? sql`true` : sql`r.period = ${asked.period}`}
      and ${asked.after ? sql`r.id < ${asked.after}` : sql`true`}
    order by r.id desc limit ${asked.limit + 1}`.execute(tx)
  const page = rows.slice(0, asked.limit)
  const names = await namesFor(tx, tenantId, page, [])
  return {
    items: page.map((r) => shownReading(names, r, r.replaced)),
    next: rows.length > asked.limit ? page.at(-1)!.id : null,
  }
}
