import { rollUpSums, STATUS_WORDS, STATUSES } from '@yingshang/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { EntryFilter, EntryStatus, RollUpFigures, RollUpGroup } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { HEADING_SEPARATOR, idsIn, meets, narrowed, statusesIn, statusOn } from './filter.ts'
import { type Asking, namesOf, type SummaryRow, summariesOf, summaryColumns } from './list.ts'

/**
 * Figures of many entries: counts by state, progress by normalised weights over those with data. Counted by the database with the sums of
 * `rollUp` (whole numbers, so the two agree to the digit); each figure comes with the filter that gives its rows.
 */

export type Group = 'none' | 'status' | 'domain' | 'lead' | 'body' | 'ledger' | 'month'

interface FigureRow {
  readonly key: string | null
  readonly status: EntryStatus
  readonly n: string
  readonly known: string
  readonly weighted: string | null
  readonly weight: string | null
}

const figures = sql`count(*) as n, count(e.progress) as known, sum(e.weight::bigint * e.progress)::text as weighted,
  sum(e.weight::bigint) filter (where e.progress is not null)::text as weight`

/** One group from its rows, one for each state. */
const figuresOf = (rows: readonly FigureRow[]): RollUpFigures =>
  rollUpSums(
    rows.map((r) => ({
      status: r.status,
      count: Number(r.n),
      known: Number(r.known),
      weighted: BigInt(r.weighted ?? 0),
      weight: BigInt(r.weight ?? 0),
    })),
  )

async function rowsBy(tx: InTenant, asking: Asking, filter: EntryFilter, key: RawBuilder<unknown>, from = sql``): Promise<FigureRow[]> {
  const status = statusOn(asking.day)
  const { rows } = await sql<FigureRow>`select ${key} as key, ${status} as status, ${figures} from ledger_entry e ${from}
    where ${meets(filter, asking)} group by 1, 2`.execute(tx)
  return [...rows]
}

/** Figures of all entries that meet a filter. */
export async function allFigures(tx: InTenant, asking: Asking, filter: EntryFilter): Promise<RollUpGroup> {
  return { key: 'all', title: '全部', filter: { ...filter }, ...figuresOf(await rowsBy(tx, asking, filter, sql`'all'`)) }
}

/** Figures by group. An entry stands under each of its bodies; the groups of `body` and `month` need not add up to the whole. */
export async function groupedFigures(tx: InTenant, asking: Asking, filter: EntryFilter, group: Group): Promise<RollUpGroup[]> {
  switch (group) {
    case 'none':
      return []
    case 'status': {
      const rows = await rowsBy(tx, asking, filter, sql`null::text`)
      const wanted = filter.status === undefined ? STATUSES : statusesIn(filter.status)
      return STATUSES.filter((status) => wanted.includes(status)).map((status) => ({
        key: status,
        title: STATUS_WORDS[status].zh,
        filter: narrowed(filter, { status }),
        ...figuresOf(rows.filter((r) => r.status === status)),
      }))
    }
    case 'domain': {
      const [rows, order] = await Promise.all([rowsBy(tx, asking, filter, sql`e.domain`), domainOrder(tx, asking, filter)])
      return grouped(
        rows,
        (key) => key || '（未分领域）',
        (key) => narrowed(filter, { domain: key }),
        order,
      )
    }
    case 'ledger': {
      const ledgers = await tx
        .selectFrom('ledger')
        .select(['id', 'title'])
        .where('tenant_id', '=', asking.tenantId)
        .orderBy('id', 'desc')
        .execute()
      const titles = new Map(ledgers.map((l) => [l.id, l.title]))
      return grouped(
        await rowsBy(tx, asking, filter, sql`e.ledger_id::text`),
        (key) => titles.get(key) ?? '',
        (key) => narrowed(filter, { ledger: key }),
        [...titles.keys()],
      )
    }
    case 'lead':
      return byBody(tx, asking, await rowsBy(tx, asking, filter, sql`e.lead_body_id::text`), (key) =>
        narrowed(filter, { lead: key === '' ? 'none' : key }),
      )
    case 'body': {
      const bodies = { lead: sql`array[e.lead_body_id]`, responsible: sql`e.responsible` } as const
      const of = filter.role === undefined ? sql`e.lead_body_id || e.responsible` : bodies[filter.role]
      const rows = await rowsBy(tx, asking, filter, sql`b.id::text`, sql`cross join lateral unnest(${of}) as b(id)`)
      // With a filter by body, only those bodies are groups.
      const wanted = filter.body === undefined ? null : idsIn(filter.body, 'body')
      const own = rows.filter((r) => r.key !== null && (wanted === null || wanted.includes(r.key)))
      return byBody(tx, asking, own, (key) => narrowed(filter, { body: key }))
    }
    case 'month':
      return grouped(
        await rowsBy(tx, asking, filter, sql`to_char(e.next_due, 'YYYY-MM')`),
        (key) => (key === '' ? '没有期限' : key),
        (key) => (key === '' ? { ...filter } : narrowed(filter, monthRange(key, filter))),
      ).filter((g) => g.key !== '')
  }
}

/** The days of a month, within what the filter says already. */
function monthRange(month: string, filter: EntryFilter): EntryFilter {
  const first = `${month}-01`
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
  return {
    dueFrom: filter.dueFrom !== undefined && filter.dueFrom > first ? filter.dueFrom : first,
    dueUntil: filter.dueUntil !== undefined && filter.dueUntil < last ? filter.dueUntil : last,
  }
}

function grouped(
  rows: readonly FigureRow[],
  title: (key: string) => string,
  filter: (key: string) => EntryFilter,
  order?: readonly string[],
): RollUpGroup[] {
  const groups = new Map<string, FigureRow[]>()
  for (const row of rows) {
    const key = row.key ?? ''
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const place = new Map(order?.map((key, i) => [key, i]))
  return [...groups]
    .sort(([a], [b]) => (place.get(a) ?? place.size) - (place.get(b) ?? place.size) || (a < b ? -1 : 1))
    .map(([key, own]) => ({ key, title: title(key), filter: filter(key), ...figuresOf(own) }))
}

async function byBody(
  tx: InTenant,
  asking: Asking,
  rows: readonly FigureRow[],
  filter: (key: string) => EntryFilter,
): Promise<RollUpGroup[]> {
  const names = await namesOf(
    tx,
    asking.tenantId,
    rows.flatMap((r) => r.key ?? []),
    [],
  )
  const groups = grouped(rows, (key) => (key === '' ? '未明确牵头单位' : names.body(key)), filter)
  return groups.sort((a, b) => b.count - a.count || a.title.localeCompare(b.title, 'zh'))
}

/** Domains in the order of the plan. */
async function domainOrder(tx: InTenant, asking: Asking, filter: EntryFilter): Promise<string[]> {
  const { rows } = await sql<{
    domain: string
  }>`select e.domain from ledger_entry e where ${meets(filter, asking)} group by e.domain order by min(e.position)`.execute(tx)
  return rows.map((r) => r.domain)
}

/** Figures by heading: each heading counts what stands anywhere below it. In the order of the plan. */
export async function treeOf(tx: InTenant, asking: Asking, filter: EntryFilter) {
  const { rows } = await sql<FigureRow & { path: string[]; first: number }>`
    select e.path, min(e.position) as first, ${statusOn(asking.day)} as status, ${figures} from ledger_entry e
    where ${meets(filter, asking)} group by 1, 3`.execute(tx)
  const asked = filter.under === undefined || filter.under === '' ? 0 : filter.under.split(HEADING_SEPARATOR).length
  const nodes = new Map<string, { path: string[]; first: number; rows: FigureRow[] }>()
  for (const row of rows)
    for (let depth = 1; depth <= row.path.length; depth++) {
      const path = row.path.slice(0, depth)
      const key = path.join(HEADING_SEPARATOR)
      const node = nodes.get(key) ?? { path, first: row.first, rows: [] }
      node.first = Math.min(node.first, row.first)
      node.rows.push(row)
      nodes.set(key, node)
    }
  return [...nodes]
    .sort(([, a], [, b]) => a.first - b.first || a.path.length - b.path.length)
    .map(([key, { path, rows: own }]) => ({
      key,
      title: path.at(-1)!,
      depth: path.length,
      // Above the heading that was asked for, only what stands below it was counted.
      filter: path.length < asked ? { ...filter } : narrowed(filter, { under: key }),
      ...figuresOf(own),
    }))
}

/** A column for each state with its first entries, by the day that comes next. One scan: counted and ranked together, the rows fetched by id. */
export async function boardOf(tx: InTenant, asking: Asking, filter: EntryFilter, limit: number) {
  const { rows } = await sql<SummaryRow & { in_state: string }>`
    select ${summaryColumns(asking.day)}, r.in_state
    from (
      select x.id, x.tenant_id, x.place, x.in_state from (
        select c.*, row_number() over (partition by c.state_now order by c.due_key, c.id) as place, count(*) over (partition by c.state_now) as in_state
        from (select e.id, e.tenant_id, e.due_key, ${statusOn(asking.day)} as state_now from ledger_entry e where ${meets(filter, asking)}) c
      ) x where x.place <= ${limit}
    ) r join ledger_entry e on e.tenant_id = r.tenant_id and e.id = r.id
    order by r.place`.execute(tx)
  const items = await summariesOf(tx, asking.tenantId, rows)
  const counts = new Map(rows.map((r) => [r.status, Number(r.in_state)]))
  const wanted = filter.status === undefined ? STATUSES : statusesIn(filter.status)
  return {
    today: asking.day,
    columns: STATUSES.filter((status) => wanted.includes(status)).map((status) => ({
      status,
      title: { ...STATUS_WORDS[status] },
      count: counts.get(status) ?? 0,
      filter: narrowed(filter, { status }),
      items: items.filter((i) => i.status === status),
    })),
  }
}
