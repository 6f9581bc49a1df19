import { addDays } from '@yingshang/time'
import { sql } from 'kysely'
import type { CommandDomain, TrendPoint } from '../contract/command.ts'
import type { EntryFilter, EntrySummary, RollUpGroup } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { domainGroups, figureSums, figuresOf, type PlacedRow, rowsOf } from './figures.ts'
import { meets, statusOn } from './filter.ts'
import { type Asking, namesOf, summariesOf } from './list.ts'

/**
 * Everything that the commander's page counts, in one statement: the entries are looked at once, for the few columns that figures need; what is shown of them is
 * fetched by id.
 */

/** Rows that a domain shows of each kind; its figures lead to all of them. */
const SHOWN = 5
const WEEKS = 12

interface Few {
  readonly count: number
  readonly items: readonly EntrySummary[]
}
type Quiet = Omit<CommandDomain['silent']['bodies'][number], 'filter'>

export interface CommandFigures {
  readonly all: RollUpGroup
  /** In the order of the plan. */
  readonly groups: readonly RollUpGroup[]
  /** By domain; under null for all of them. */
  readonly trends: ReadonlyMap<string | null, TrendPoint[]>
  /** Overdue and at risk, the longest overdue first; how many they are is in the figures. */
  readonly red: ReadonlyMap<string, readonly EntrySummary[]>
  readonly due: ReadonlyMap<string, Few>
  readonly silent: ReadonlyMap<string, { readonly count: number; readonly bodies: readonly Quiet[] }>
}

/** An entry that its domain shows. */
interface Shown {
  readonly id: string
  readonly domain: string
}
interface ShownOf extends Shown {
  /** Of how many. */
  readonly of: number
}
/** Of one domain: how many are due and done, or closed, from which of the points of the trend on. Null: not within them. */
interface Promised {
  readonly domain: string
  readonly due: number
  /** The first point at which it was both due and done. */
  readonly met: number | null
  readonly n: number
}
interface Closed {
  readonly domain: string
  readonly on: number
  readonly n: number
}
interface SilentBody {
  readonly domain: string
  readonly body: string | null
  readonly n: number
  readonly heard: string | null
  /** Of all bodies of the domain. */
  readonly of: number
}
interface Counted {
  readonly figures: readonly PlacedRow[]
  readonly red: readonly Shown[]
  readonly due: readonly ShownOf[]
  readonly silent: readonly SilentBody[]
  readonly promises: readonly Promised[]
  readonly closings: readonly Closed[]
}

/** The points of a trend, first to last: weeks up to a day. */
const pointsUntil = (until: string) => Array.from({ length: WEEKS }, (_, i) => addDays(until, -7 * (WEEKS - 1 - i)))

async function counted(
  tx: InTenant,
  asking: Asking,
  filter: EntryFilter,
  { dueUntil, silentSince }: { readonly dueUntil: string; readonly silentSince: string },
): Promise<Counted> {
  const { day, tenantId } = asking
  const start = pointsUntil(day)[0]!
  /** The place of the first point that is not before a day; the column is one of this statement. Weeks are rounded up. */
  const place = (on: string) => sql`greatest(0, (${sql.raw(on)} - ${start}::date + 6) / 7)`
  const list = (query: ReturnType<typeof sql>) => sql`(select coalesce(json_agg(x), '[]') from (${query}) x)`
  const { rows } = await sql<Counted>`
    with e as materialized (
      select e.id, e.domain collate "C" as domain, e.position, e.weight, e.progress, e.phase, e.next_due, e.deferred_until, e.adopted_on, e.closed_on, e.heard_on, e.lead_body_id,
        coalesce(e.overdue_from, e.at_risk_from) as red_from, ${statusOn(day)} as status
      from ledger_entry e where ${meets(filter, asking)})
    select
      ${list(sql`select e.domain as key, min(e.position) as first, e.status, ${figureSums} from e group by e.domain, e.status`)} as figures,
      ${list(sql`select id, domain from (
        select id, domain, row_number() over (partition by domain order by status = 'overdue' desc, red_from, id) as place
        from e where status in ('overdue', 'at-risk')) r where place <= ${SHOWN} order by place`)} as red,
      ${list(sql`select id, domain, of from (
        select id, domain, count(*) over (partition by domain) as of, row_number() over (partition by domain order by status = 'overdue' desc, next_due, id) as place
        from e where next_due between ${day} and ${dueUntil}) r where place <= ${SHOWN} order by place`)} as due,
      ${list(sql`select domain, body, n, heard, of from (
        select domain, lead_body_id as body, count(*) as n, max(heard_on) as heard, sum(count(*)) over (partition by domain)::int as of,
          row_number() over (partition by domain order by count(*) desc, lead_body_id) as place
        from e where phase = 'open' and (heard_on is null or heard_on < ${silentSince}) and adopted_on <= ${silentSince} group by domain, lead_body_id
        ) r where place <= ${SHOWN} order by place`)} as silent,
      ${
        // Milestones by the dates that hold today. What is not done while its entry is deferred is due when the deferral ends, as the core has it.
        list(sql`select domain, ${place('due')} as due, case when done_on <= ${day} then ${place('greatest(due, done_on)')} end as met, count(*) as n from (
        select e.domain, case when m.done_on is null and e.deferred_until > m.due then e.deferred_until else m.due end as due, m.done_on
        from entry_milestone m join e on e.id = m.entry_id where m.tenant_id = ${tenantId} and e.phase <> 'withdrawn' and m.due <= ${day}) d
        where due <= ${day} group by 1, 2, 3`)
      } as promises,
      ${list(sql`select domain, ${place('closed_on')} as "on", count(*) as n from e where phase = 'closed' and closed_on <= ${day} group by 1, 2`)} as closings`.execute(
    tx,
  )
  return rows[0]!
}

/** The figures of the commander's page: what each domain counts, and the first few of what it shows. */
export async function commandFigures(
  tx: InTenant,
  asking: Asking,
  filter: EntryFilter,
  spans: { readonly dueUntil: string; readonly silentSince: string },
): Promise<CommandFigures> {
  const found = await counted(tx, asking, filter, spans)
  const ids = [...found.red, ...found.due].map((r) => r.id)
  const [items, names] = await Promise.all([
    rowsOf(tx, asking, [...new Set(ids)]).then((rows) => summariesOf(tx, asking.tenantId, rows)),
    namesOf(
      tx,
      asking.tenantId,
      found.silent.flatMap((r) => r.body ?? []),
      [],
    ),
  ])
  const byId = new Map(items.map((item) => [item.id, item]))
  const byDomain = (shown: readonly Shown[]) => {
    const domains = new Map<string, EntrySummary[]>()
    for (const { id, domain } of shown) domains.set(domain, [...(domains.get(domain) ?? []), ...(byId.has(id) ? [byId.get(id)!] : [])])
    return domains
  }
  const due = byDomain(found.due)
  const dueCounts = new Map(found.due.map((r) => [r.domain, r.of]))
  const silent = new Map<string, { count: number; bodies: Quiet[] }>()
  for (const { domain, body, n, heard, of } of found.silent) {
    const own = silent.get(domain) ?? { count: of, bodies: [] }
    own.bodies.push({ body: body === null ? null : { id: body, name: names.body(body) }, entries: n, heardOn: heard })
    silent.set(domain, own)
  }
  const { promises, closings } = found
  const trends = new Map<string | null, TrendPoint[]>([[null, trendOf(promises, closings, asking.day)]])
  for (const domain of new Set([...promises, ...closings].map((r) => r.domain)))
    trends.set(
      domain,
      trendOf(
        promises.filter((r) => r.domain === domain),
        closings.filter((r) => r.domain === domain),
        asking.day,
      ),
    )
  return {
    all: { key: 'all', title: '全部', filter: { ...filter }, ...figuresOf(found.figures) },
    groups: domainGroups(found.figures, filter),
    trends,
    red: byDomain(found.red),
    due: new Map([...due].map(([domain, items]) => [domain, { count: dueCounts.get(domain) ?? 0, items }])),
    silent,
  }
}

/** The trend of one domain, or of all of them. */
export function trendOf(promises: readonly Promised[], closings: readonly Closed[], until: string): TrendPoint[] {
  const sum = <T extends { readonly n: number }>(rows: readonly T[], counts: (row: T) => boolean) =>
    rows.reduce((n, row) => (counts(row) ? n + row.n : n), 0)
  return pointsUntil(until).map((on, i) => ({
    on,
    due: sum(promises, (p) => p.due <= i),
    done: sum(promises, (p) => p.met !== null && p.met <= i),
    closed: sum(closings, (c) => c.on <= i),
  }))
}
