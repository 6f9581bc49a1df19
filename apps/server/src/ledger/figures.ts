import { rollUpSums, STATUS_WORDS, STATUSES, type StatusSum } from '@yingshang/ledger'
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

/** Entries of one key and state, summed up by the database. */
export interface FigureRow {
  readonly key: string | null
  readonly status: EntryStatus
  readonly n: string | number
  readonly known: string | number
  readonly weighted: string | null
  readonly weight: string | null
}

/** The sums of a `FigureRow` over rows of `e`. */
export const figureSums = sql`count(*) as n, count(e.progress) as known, sum(e.weight::bigint * e.progress)::text as weighted,
  sum(e.weight::bigint) filter (where e.progress is not null)::text as weight`

/** One group from its rows, one for each state. */
export const figuresOf = (rows: readonly FigureRow[]): RollUpFigures =>
  rollUpSums(
    rows.map((r) => ({
      status: r.status,
      count: Number(r.n),
      known: Number(r.known),
      weighted: BigInt(r.weighted ?? 0),
      weight: BigInt(r.weight ?? 0),
    })),
  )

/** What a heading has in each state, as one text: a row for each would be most of the work of reading thousands of headings. */
const packed = sql`string_agg(concat_ws(' ', status, n, known, coalesce(weighted, '0'), coalesce(weight, '0')), ',')`
const unpacked = (text: string): StatusSum[] =>
  text.split(',').map((part) => {
    const [status, n, known, weighted, weight] = part.split(' ') as [EntryStatus, string, string, string, string]
    return { status, count: Number(n), known: Number(known), weighted: BigInt(weighted), weight: BigInt(weight) }
  })

async function rowsBy(tx: InTenant, asking: Asking, filter: EntryFilter, key: RawBuilder<unknown>): Promise<FigureRow[]> {
  const status = statusOn(asking.day)
  const { rows } = await sql<FigureRow>`select ${key} as key, ${status} as status, ${figureSums} from ledger_entry e
    where ${meets(filter, asking)} group by 1, 2`.execute(tx)
  return [...rows]
}

/** Figures under each of several bodies of an entry: what its state is, is asked once for the entry and not once for each body. */
async function rowsByBodies(tx: InTenant, asking: Asking, filter: EntryFilter, bodies: RawBuilder<unknown>): Promise<FigureRow[]> {
  const { rows } = await sql<FigureRow>`
    with e as materialized (
      select ${bodies} as bodies, e.progress, e.weight, ${statusOn(asking.day)} as status from ledger_entry e where ${meets(filter, asking)})
    select b.id as key, e.status, ${figureSums} from e cross join lateral unnest(e.bodies) as b(id) group by b.id, e.status`.execute(tx)
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
      const { rows } =
        await sql<PlacedRow>`select e.domain as key, min(e.position) as first, ${statusOn(asking.day)} as status, ${figureSums}
        from ledger_entry e where ${meets(filter, asking)} group by 1, 3`.execute(tx)
      return domainGroups(rows, filter)
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
      const rows = await rowsByBodies(tx, asking, filter, of)
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

/** A figure with the place in the plan of the first of its entries. */
export type PlacedRow = FigureRow & { readonly first: number }

/** Figures by domain, in the order of the plan. */
export function domainGroups(rows: readonly PlacedRow[], filter: EntryFilter): RollUpGroup[] {
  const first = new Map<string, number>()
  for (const { key, first: at } of rows) first.set(key ?? '', Math.min(first.get(key ?? '') ?? at, at))
  return grouped(
    rows,
    (key) => key || '（未分领域）',
    (key) => narrowed(filter, { domain: key }),
    [...first].sort(([, a], [, b]) => a - b).map(([key]) => key),
  )
}

/** Figures by heading: each heading counts what stands anywhere below it. In the order of the plan. */
export async function treeOf(tx: InTenant, asking: Asking, filter: EntryFilter) {
  const { rows } = await sql<{ path: string; first: number; sums: string }>`
    select array_to_string(path, ${HEADING_SEPARATOR}) as path, min(first) as first, ${packed} as sums from (
      select e.path, min(e.position) as first, ${statusOn(asking.day)} as status, ${figureSums} from ledger_entry e
      where ${meets(filter, asking)} group by 1, 3) s
    group by s.path`.execute(tx)
  const asked = filter.under === undefined || filter.under === '' ? 0 : filter.under.split(HEADING_SEPARATOR).length
  const nodes = new Map<string, { title: string; depth: number; first: number; sums: StatusSum[] }>()
  for (const { path, first, sums } of rows) {
    if (path === '') continue
    const own = unpacked(sums)
    const headings = path.split(HEADING_SEPARATOR)
    let key = ''
    for (const [i, title] of headings.entries()) {
      key = i === 0 ? title : `${key}${HEADING_SEPARATOR}${title}`
      const node = nodes.get(key)
      if (!node) nodes.set(key, { title, depth: i + 1, first, sums: [...own] })
      else {
        node.first = Math.min(node.first, first)
        node.sums.push(...own)
      }
    }
  }
  return [...nodes]
    .sort(([, a], [, b]) => a.first - b.first || a.depth - b.depth)
    .map(([key, { title, depth, sums }]) => ({
      key,
      title,
      depth,
      // Above the heading that was asked for, only what stands below it was counted.
      filter: depth < asked ? { ...filter } : narrowed(filter, { under: key }),
      ...rollUpSums(sums),
    }))
}

/**
 * A column for each state with its first entries, by the day that comes next. The entries are looked at once, for their state and day alone; the few that are shown
 * are fetched by id.
 */
export async function boardOf(tx: InTenant, asking: Asking, filter: EntryFilter, limit: number) {
  const { rows } = await sql<{ status: EntryStatus; n: string; ids: string[] }>`
    with own as materialized (select e.id, e.due_key, ${statusOn(asking.day)} as status from ledger_entry e where ${meets(filter, asking)}),
      columns as (select status, count(*) as n from own group by status)
    select c.status, c.n, array(select o.id from own o where o.status = c.status order by o.due_key, o.id limit ${limit})::text[] as ids from columns c`.execute(
    tx,
  )
  const shown = await rowsOf(
    tx,
    asking,
    rows.flatMap((r) => r.ids),
  )
  const items = new Map((await summariesOf(tx, asking.tenantId, shown)).map((item) => [item.id, item]))
  const found = new Map(rows.map((r) => [r.status, r]))
  const wanted = filter.status === undefined ? STATUSES : statusesIn(filter.status)
  return {
    today: asking.day,
    columns: STATUSES.filter((status) => wanted.includes(status)).map((status) => ({
      status,
      title: { ...STATUS_WORDS[status] },
      count: Number(found.get(status)?.n ?? 0),
      filter: narrowed(filter, { status }),
      items: (found.get(status)?.ids ?? []).flatMap((id) => items.get(id) ?? []),
    })),
  }
}

/** Summaries of entries by id, in no order. */
export async function rowsOf(tx: InTenant, asking: Asking, ids: readonly string[]): Promise<readonly SummaryRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<SummaryRow>`
    select ${summaryColumns(asking.day)} from ledger_entry e where e.tenant_id = ${asking.tenantId} and e.id = any(${ids}::uuid[])`.execute(
    tx,
  )
  return rows
}
