import { bind, likeness, periodOf, proposals } from '@yingshang/indicator'
import type { FactBody } from '@yingshang/ledger'
import { amountWords } from '@yingshang/plan'
import type { Calendar, Refusal } from '@yingshang/time'
import { sql } from 'kysely'
import type { BindRequest, IndicatorCandidate, IndicatorTarget } from '../../contract/ledger-indicators.ts'
import type { InTenant } from '../../database/store.ts'
import { refuse } from '../../http/problem.ts'
import { SYSTEM_SCOPE } from '../../organisation/scope.ts'
import { type Deed, dayOf } from '../act.ts'
import { namesOf } from '../list.ts'
import { loadEntries, loadEntry, type StoredEntry } from '../stored.ts'
import { allIndicators, definitionOf, type KeptIndicator } from './definitions.ts'
import { type Asked, addByLedger, addReadings, ends, nowRead, readingRefusals, refusedReading } from './readings.ts'

/** Which targets an indicator reads: bound by the office, all or nothing, with proposals by name and unit. */

/** Binds targets and frees others. Gives how many were bound and freed. The caller runs the campaign and holds the indicator. */
export async function bindTargets(
  tx: InTenant,
  deed: Deed,
  calendar: Calendar,
  indicator: KeptIndicator,
  { bind: wanted, unbind }: BindRequest,
): Promise<{ bound: number; freed: number }> {
  if (indicator.retired) throw refuse('indicator.refused', { zh: '该指标已停用', en: 'The indicator is out of use' })
  const ids = [...new Set([...wanted, ...unbind].map((b) => b.entry))].sort()
  const entries = new Map((await loadEntries(tx, deed.tenantId, ids, true)).map((e) => [e.id, e]))
  if (entries.size < ids.length) throw refuse('entry.not-found')
  const refusals: Refusal[] = []
  const targetOf = (at: { readonly entry: string; readonly target: string }) => {
    const entry = entries.get(at.entry)!
    const target = entry.state.targets.find((t) => t.id === at.target)
    if (!target) refusals.push({ code: 'indicator.target', zh: '事项中没有这个目标值', en: 'The entry has no such target' })
    return target && { entry, target }
  }
  const pairs = wanted.flatMap((w) => {
    const found = targetOf(w)
    if (!found) return []
    const result = bind(found.target, definitionOf(indicator.last))
    if (!result.ok) refusals.push(...result.refusals.map((r) => ({ ...r, zh: `${found.target.subject}：${r.zh}` })))
    return [{ ...found, asked: w }]
  })
  const freed = unbind.flatMap((u) => {
    const found = targetOf(u)
    if (found && found.target.indicator !== indicator.id)
      refusals.push({ code: 'indicator.not-bound', zh: '该目标没有绑定这一指标', en: 'The target is not bound to this indicator' })
    return found ? [found] : []
  })
  if (refusals.length > 0) throw refusedReading(refusals)
  const bodies = [...new Set(pairs.map((p) => p.asked.body))]
  await demandBodies(
    tx,
    deed.tenantId,
    bodies.filter((b) => b !== null),
  )
  const had = await ends(tx, deed.tenantId, [indicator.id], { bodies })
  const taken = takenOver(indicator, pairs, had, dayOf(deed.at))
  await addReadings(tx, deed, taken)
  const readings = taken.length === 0 ? had : await ends(tx, deed.tenantId, [indicator.id], { bodies })
  const facts = new Map<StoredEntry, FactBody[]>()
  const say = (entry: StoredEntry, more: readonly FactBody[]) => facts.set(entry, [...(facts.get(entry) ?? []), ...more])
  for (const { entry, target } of freed) say(entry, [{ kind: 'target-bound', target: target.id, indicator: null, name: null, body: null }])
  for (const { entry, target, asked } of pairs) {
    const { indicatorBody: _, ...bare } = target
    const now = { ...bare, reading: null, indicator: indicator.id, ...(asked.body === null ? {} : { indicatorBody: asked.body }) }
    say(entry, [
      { kind: 'target-bound', target: target.id, indicator: indicator.id, name: indicator.last.name, body: asked.body },
      ...nowRead(now, readings, dayOf(deed.at)),
    ])
  }
  await addByLedger(
    tx,
    deed,
    calendar,
    [...facts].map(([entry, own]) => ({ entry, facts: own })),
  )
  return { bound: pairs.length, freed: freed.length }
}

/** Refuses a body that nobody has: its targets would wait for a value for ever. */
async function demandBodies(tx: InTenant, tenantId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const found = await tx.selectFrom('body').select('id').where('tenant_id', '=', tenantId).where('id', 'in', ids).execute()
  if (found.length < ids.length) throw refuse('indicator.refused', { zh: '组织机构中没有这个单位', en: 'No such body' })
}

interface Pair {
  readonly entry: StoredEntry
  readonly target: StoredEntry['state']['targets'][number]
  readonly asked: BindRequest['bind'][number]
}

/** Values that were typed for targets, as readings: nobody types them again. Of several for one body and period, the first is taken. */
function takenOver(indicator: KeptIndicator, pairs: readonly Pair[], had: Awaited<ReturnType<typeof ends>>, today: string): Asked[] {
  const taken = new Set(had.map((r) => `${r.period} ${r.body_id}`))
  const refusals: Refusal[] = []
  const all = pairs.flatMap(({ target, asked }): Asked[] => {
    const typed = target.reading
    if (!asked.takeOver || typed === null || typed.indicator !== null) return []
    const period = periodOf(indicator.last.period, typed.asOf)
    const place = `${period} ${asked.body}`
    if (taken.has(place)) return []
    taken.add(place)
    const { value, asOf, source: origin } = typed
    const reading: Asked = { indicator, body: asked.body, period, asOf, value, origin, replaces: null, reason: null, file: null }
    refusals.push(...readingRefusals(reading, null, SYSTEM_SCOPE, today).map((r) => ({ ...r, zh: `${target.subject}：${r.zh}` })))
    return [reading]
  })
  if (refusals.length > 0) throw refusedReading(refusals)
  return all
}

interface TargetRow {
  readonly entry_id: string
  readonly number: string
  readonly title: string
  readonly lead: string | null
  readonly ledger_id: string
  readonly ledger: string
  readonly id: string
  readonly subject: string
  readonly comparator: IndicatorTarget['comparator']
  readonly value: number
  readonly value_max: number | null
  readonly unit: string
  readonly body: string | null
  readonly reading: number | null
  readonly as_of: string | null
  readonly verdict: IndicatorTarget['verdict']
}
const columns = sql`t.entry_id, e.number, e.title, e.lead_body_id as lead, e.ledger_id, l.title as ledger, t.id, t.subject, t.comparator, t.value, t.value_max, t.unit,
  t.indicator_body as body, t.reading, t.reading_as_of as as_of, t.verdict`
const tables = sql`entry_target t join ledger_entry e on e.tenant_id = t.tenant_id and e.id = t.entry_id
  join ledger l on l.tenant_id = e.tenant_id and l.id = e.ledger_id`

async function shown<T extends TargetRow>(tx: InTenant, tenantId: string, rows: readonly T[]): Promise<IndicatorTarget[]> {
  const names = await namesOf(
    tx,
    tenantId,
    rows.flatMap((r) => [r.lead, r.body].filter((b) => b !== null)),
    [],
  )
  const body = (id: string | null) => (id === null ? null : { id, name: names.body(id) })
  return rows.map((r) => ({
    entry: { id: r.entry_id, number: r.number, title: r.title, lead: body(r.lead) },
    ledger: { id: r.ledger_id, name: r.ledger },
    target: r.id,
    subject: r.subject,
    words: amountWords({ ...r, ...(r.value_max === null ? {} : { valueMax: r.value_max }) }),
    comparator: r.comparator,
    value: r.value,
    valueMax: r.value_max,
    unit: r.unit,
    body: body(r.body),
    reading: r.reading,
    asOf: r.as_of,
    verdict: r.verdict,
  }))
}

/** The targets that an indicator reads, as far as the caller sees their entries. */
export async function targetsOf(tx: InTenant, tenantId: string, indicator: string): Promise<IndicatorTarget[]> {
  const { rows } = await sql<TargetRow>`select ${columns} from ${tables}
    where t.tenant_id = ${tenantId} and t.indicator = ${indicator} and e.phase <> 'withdrawn' order by l.id desc, e.position, t.position limit 1000`.execute(
    tx,
  )
  return shown(tx, tenantId, rows)
}

const MOST_CANDIDATES = 100

/** Targets without an indicator that this one could read, the likeliest first. */
export async function candidatesOf(tx: InTenant, tenantId: string, indicator: KeptIndicator): Promise<IndicatorCandidate[]> {
  const { rows } = await sql<TargetRow>`select ${columns} from ${tables}
    where t.tenant_id = ${tenantId} and t.indicator is null and e.phase <> 'withdrawn' and not l.archived order by l.id desc, e.position, t.position`.execute(
    tx,
  )
  const found = rows
    .flatMap((row) => {
      const like = likeness({ ...targetIn(row), better: null }, definitionOf(indicator.last))
      return like === null ? [] : [{ row, like }]
    })
    .sort((a, b) => b.like.score - a.like.score)
    .slice(0, MOST_CANDIDATES)
  const targets = await shown(
    tx,
    tenantId,
    found.map((f) => f.row),
  )
  return targets.map((target, i) => ({ ...target, ...found[i]!.like }))
}

const targetIn = ({ subject, comparator, value, value_max, unit }: TargetRow) => ({
  subject,
  comparator,
  value,
  unit,
  ...(value_max === null ? {} : { valueMax: value_max }),
})

/** Indicators that a target could be bound to, the likeliest first. */
export async function proposalsFor(tx: InTenant, tenantId: string, entryId: string, targetId: string) {
  const { state } = await loadEntry(tx, tenantId, entryId)
  const target = state.targets.find((t) => t.id === targetId)
  if (!target) throw refuse('entry.not-found', { zh: '事项中没有这个目标值', en: 'The entry has no such target' })
  const kept = await allIndicators(tx, tenantId)
  return proposals(
    target,
    kept.map((k) => definitionOf(k.last)),
  ).map(({ definition, score, sure }) => ({ id: definition.id, name: definition.title.zh, unit: definition.unit, score, sure }))
}
