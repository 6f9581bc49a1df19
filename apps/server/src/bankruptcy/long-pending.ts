import { type Compiled, definitionOf } from '@yingshang/procedure'
import { addYears, daysBetween } from '@yingshang/time'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Caller } from '../accounts/sessions.ts'
import type { LongPending, LongPendingFilter } from '../contract/bankruptcy.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { seesAll } from '../matters/roles.ts'
import type { Law } from '../matters/setting.ts'

/**
 * Cases open for over a year, each with one cause, so that the counts add up to the rows: the clock that has been overdue longest, or, when none is, the stage
 * where the case stands. A case whose proceedings were terminated, or whose plan or settlement was approved and is being performed, is not pending any more.
 */

const PROCEDURES = ['bankruptcy-case', 'compulsory-liquidation']
/** The court's work is done, though the matter has not ended. */
const DONE = ['main/terminated', 'reorganisation/performing', 'settlement/performing']
/** Stages in which a case is not accepted yet. */
const BEFORE = ['main/submitted', 'main/objection', 'main/deciding']
/** When a rescue runs, it is where the case stands. */
const TRACKS = ['reorganisation', 'settlement', 'main'] as const

type Filter = z.output<typeof LongPendingFilter>
type Item = LongPending['items'][number]

/** The whole ledger with a filter: every row in order of acceptance, and the breakdowns. */
export interface Ledger extends Omit<LongPending, 'items' | 'next'> {
  readonly items: readonly Item[]
}

export async function longPending(tx: InTenant, law: Law, caller: Caller, today: string, filter: Filter): Promise<Ledger> {
  const tenantId = caller.tenant.id
  const since = addYears(today, -1)
  const rows = await openCases(tx, caller, today, addYears(today, -(filter.years ?? 1)))
  const ids = rows.map((r) => r.id)
  const overdueOf = await overdueClocks(tx, tenantId, ids, today)
  const judgesOf = await judges(tx, tenantId, ids, today)
  const all = rows.map((r): Item & { readonly causeWords: Item['stage']; readonly kind: 'clock' | 'stage' } => {
    const compiled = definitionOf(law.setting, r.procedure_id, r.procedure_version)
    const overdue = (overdueOf.get(r.id) ?? []).flatMap((c) => {
      const clock = compiled.clocks.get(c.clock)
      // A clock that no act ends just runs out: that is no delay of anybody's.
      return clock?.ends?.length ? [{ clock: c.clock, title: { ...clock.title }, due: c.due!, days: daysBetween(c.due!, today) }] : []
    })
    const stands = standing(r.stages, compiled)
    const first = overdue[0]
    return {
      matter: { id: r.id, title: r.title, titleEn: r.title_en, number: r.number },
      procedure: { ...compiled.definition.title },
      track: r.procedure_id === 'compulsory-liquidation' ? 'compulsory' : stands.track === 'main' ? 'liquidation' : stands.track,
      acceptedOn: r.accepted!,
      days: daysBetween(r.accepted!, today),
      judges: judgesOf.get(r.id) ?? [],
      stage: stands.title,
      overdue,
      cause: first ? `clock:${r.procedure_id}/${first.clock}` : `stage:${r.procedure_id}/${stands.stage ?? ''}`,
      kind: first ? 'clock' : 'stage',
      causeWords: first
        ? { zh: `${first.title.zh}逾期`, en: `${first.title.en} overdue` }
        : { zh: `处于${stands.title.zh}阶段`, en: `in the stage: ${stands.title.en}` },
    }
  })
  const fits = all.filter(
    (i) => (!filter.track || i.track === filter.track) && (!filter.judge || i.judges.some((j) => j.id === filter.judge)),
  )
  const causes = new Map<string, LongPending['causes'][number]>()
  for (const i of fits)
    causes.set(i.cause, { kind: i.kind, id: i.cause, title: i.causeWords, count: (causes.get(i.cause)?.count ?? 0) + 1 })
  const known = new Map(all.flatMap((i) => i.judges.map((j) => [j.id, j] as const)))
  const chosen = fits.filter((i) => !filter.cause || i.cause === filter.cause)
  return {
    today,
    since,
    total: chosen.length,
    causes: [...causes.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)),
    ages: [1, 2, 3, 5].map((from, i, list) => {
      const to = list[i + 1]
      const count = chosen.filter(
        (c) => c.acceptedOn < addYears(today, -from) && (to === undefined || c.acceptedOn >= addYears(today, -to)),
      )
      return { from, to: to ?? null, count: count.length }
    }),
    judges: [...known.values()].sort((a, b) => a.displayName.localeCompare(b.displayName, 'zh-CN')),
    items: chosen.map(({ causeWords: _, kind: _kind, ...item }) => item),
  }
}

/** The cases open since before a day that the caller may see, by day of acceptance. */
function openCases(tx: InTenant, caller: Caller, today: string, before: string) {
  const tenantId = caller.tenant.id
  // A bankruptcy case knows its day of acceptance; of a compulsory liquidation it is the day of the ruling.
  const accepted = sql<
    string | null
  >`coalesce(m.state #>> '{facts,acceptedOn,value}', (select min(a.body ->> 'on') from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'accept'))`
  let query = tx
    .selectFrom('matter as m')
    .select(['m.id', 'm.title', 'm.title_en', 'm.number', 'm.procedure_id', 'm.procedure_version', 'm.stages', accepted.as('accepted')])
    .where('m.tenant_id', '=', tenantId)
    .where('m.procedure_id', 'in', PROCEDURES)
    .where('m.ended', '=', false)
    .where(sql<boolean>`not (m.stages && ${[...DONE, ...BEFORE]}::text[])`)
    .where(accepted, '<', before)
  if (!seesAll(caller))
    query = query.where(
      sql<boolean>`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = m.id and p.user_id = ${caller.user.id} and p.ended_at is null and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}))`,
    )
  return query.orderBy(accepted).orderBy('m.id').execute()
}

async function overdueClocks(tx: InTenant, tenantId: string, ids: readonly string[], today: string) {
  const clocks =
    ids.length === 0
      ? []
      : await tx
          .selectFrom('matter_clock')
          .select(['matter_id', 'clock', 'due'])
          .where('tenant_id', '=', tenantId)
          .where(sql<boolean>`matter_id = any(${ids}::uuid[])`)
          .where('status', '=', 'running')
          .where('due', '<', today)
          .orderBy('due')
          .execute()
  return Map.groupBy(clocks, (c) => c.matter_id)
}

/** Who judges each case today. */
async function judges(tx: InTenant, tenantId: string, ids: readonly string[], today: string) {
  const rows =
    ids.length === 0
      ? []
      : await tx
          .selectFrom('matter_party as p')
          .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'p.tenant_id').onRef('u.id', '=', 'p.user_id'))
          .select(['p.matter_id', 'u.id', 'u.display_name'])
          .distinct()
          .where('p.tenant_id', '=', tenantId)
          .where(sql<boolean>`p.matter_id = any(${ids}::uuid[])`)
          .where('p.role', '=', 'judge')
          .where('p.ended_at', 'is', null)
          .where('p.from_day', '<=', today)
          .where((where) => where.or([where('p.until_day', 'is', null), where('p.until_day', '>=', today)]))
          .orderBy('u.display_name')
          .execute()
  const grouped = Map.groupBy(rows, (r) => r.matter_id)
  return new Map([...grouped].map(([id, list]) => [id, list.map((r) => ({ id: r.id, displayName: r.display_name }))]))
}

/** The track and stage where a case stands. */
function standing(stages: readonly string[], compiled: Compiled) {
  for (const track of TRACKS)
    for (const stage of stages) {
      const found = compiled.stages.get(stage)
      if (stage.startsWith(`${track}/`) && found && !found.terminal) return { track, stage, title: { ...found.title } }
    }
  return { track: 'main' as const, stage: undefined, title: { zh: '未定', en: 'unknown' } }
}

/** A page of the ledger: the rows after a key, which is the day of acceptance and the id of the last row that was shown. */
export function pageOf(ledger: Ledger, after: string | undefined, limit: number): LongPending {
  const key = after === undefined ? null : /^(\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})$/.exec(after)
  if (after !== undefined && !key) throw refuse('request.invalid', { zh: '翻页位置无效', en: 'The page key is not one of this list' })
  const rest = key ? ledger.items.filter((i) => i.acceptedOn > key[1]! || (i.acceptedOn === key[1] && i.matter.id > key[2]!)) : ledger.items
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { ...ledger, items, next: last && rest.length > limit ? `${last.acceptedOn}_${last.matter.id}` : null }
}
