import { reasonsOn } from '@yingshang/ledger'
import { addDays } from '@yingshang/time'
import { sql } from 'kysely'
import type { COMMAND_ENDPOINTS, CommandDomain, EntrySource, TrendPoint } from '../contract/command.ts'
import type { EntryFilter, EntrySummary, RollUpGroup } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { allFigures, groupedFigures } from './figures.ts'
import { meets, narrowed, statusOn } from './filter.ts'
import { type Asking, namesOf, type SummaryRow, summariesOf, summaryColumns } from './list.ts'
import { judgedOf, type LedgerRules, loadEntries, loadEntry, rulesOf } from './stored.ts'
import { type AtWork, atWork } from './work.ts'

/** What a commander reads each morning, domain by domain, and the words of the plan behind an entry. */

/** Rows that a domain shows of each kind; its figures lead to all of them. */
const SHOWN = 5
const REASONS = 3
const WEEKS = 12
/** Characters of the document that are shown on either side of a measure. */
const AROUND = 70

export function commandHandlers(services: Services): Pick<Handlers, keyof typeof COMMAND_ENDPOINTS> {
  const work = atWork(services)
  return {
    getCommandView: ({ caller, query }) =>
      inScope(services, caller, async (tx) => {
        const asking = work.asking(caller)
        const today = asking.day
        const filter: EntryFilter = query.ledger === undefined ? {} : { ledger: query.ledger }
        const dueUntil = addDays(today, query.days)
        const silentSince = addDays(today, -query.silentDays)
        const groups = await groupedFigures(tx, asking, filter, 'domain')
        const trends = await trendsOf(tx, asking, filter)
        const commanders = await commandersOf(tx, asking)
        const red = await firstByDomain(tx, asking, { ...filter, status: 'overdue,at-risk' }, 'coalesce(e.overdue_from, e.at_risk_from)')
        const due = await firstByDomain(tx, asking, { ...filter, dueFrom: today, dueUntil }, 'e.next_due')
        const silent = await silentOf(tx, asking, { ...filter, silentSince })
        const why = await reasonsOf(
          tx,
          asking,
          work,
          [...red.values()].flatMap((r) => r.items),
        )
        const domainOf = (group: RollUpGroup): CommandDomain => {
          const own = { ...filter, domain: group.key }
          const [reds, dues, silents] = [red.get(group.key), due.get(group.key), silent.get(group.key)]
          return {
            ...group,
            commanders: commanders.get(group.key) ?? [],
            red: {
              count: group.byStatus.overdue + group.byStatus['at-risk'],
              overdue: group.byStatus.overdue,
              filter: narrowed(own, { status: 'overdue,at-risk' }),
              items: (reds?.items ?? []).map((entry) => ({ entry, reasons: why.get(entry.id) ?? [] })),
            },
            due: { count: dues?.count ?? 0, filter: narrowed(own, { dueFrom: today, dueUntil }), items: [...(dues?.items ?? [])] },
            silent: {
              count: silents?.count ?? 0,
              filter: narrowed(own, { silentSince }),
              bodies: (silents?.bodies ?? []).map((b) => ({
                ...b,
                filter: narrowed(own, { silentSince, body: b.body?.id ?? 'none', role: b.body ? 'lead' : undefined }),
              })),
            },
            trend: trends.get(group.key) ?? trendOf([], [], today),
          }
        }
        return {
          today,
          dueUntil,
          silentSince,
          all: await allFigures(tx, asking, filter),
          domains: groups.filter((g) => g.count > 0).map(domainOf),
          trend: trends.get(null) ?? trendOf([], [], today),
        }
      }),

    getEntrySource: ({ caller, params }) =>
      inScope(services, caller, async (tx) => {
        const entry = await loadEntry(tx, caller.tenant.id, params.id)
        return sourceOf(tx, caller.tenant.id, entry.ledgerId, entry.state.content.anchor?.id ?? null, entry.state.content.text)
      }),
  }
}

interface Few {
  readonly count: number
  readonly items: readonly EntrySummary[]
}

/** How many entries of each domain meet a filter, and the first few of them. `order` is a column expression of this file. */
async function firstByDomain(tx: InTenant, asking: Asking, filter: EntryFilter, order: string): Promise<Map<string, Few>> {
  const { rows } = await sql<SummaryRow & { of: string; place: string }>`
    select * from (
      select ${summaryColumns(asking.day)}, count(*) over (partition by e.domain) as of,
        row_number() over (partition by e.domain order by (${statusOn(asking.day)} = 'overdue') desc, ${sql.raw(order)}, e.id) as place
      from ledger_entry e where ${meets(filter, asking)}) ranked
    where place <= ${SHOWN} order by place`.execute(tx)
  const items = await summariesOf(tx, asking.tenantId, rows)
  const found = new Map<string, { count: number; items: EntrySummary[] }>()
  items.forEach((item, i) => {
    const few = found.get(item.domain) ?? { count: Number(rows[i]!.of), items: [] }
    few.items.push(item)
    found.set(item.domain, few)
  })
  return found
}

/** Why entries are at risk or overdue today, by entry; what began last stands first. */
export async function reasonsOf(tx: InTenant, asking: Asking, work: AtWork, entries: readonly EntrySummary[]) {
  const rules = new Map<string, LedgerRules>()
  for (const ledger of new Set(entries.map((e) => e.ledgerId)))
    rules.set(ledger, await rulesOf(tx, asking.tenantId, ledger, work.calendar(), { writing: false }))
  const stored = await loadEntries(
    tx,
    asking.tenantId,
    entries.map((e) => e.id),
  )
  return new Map(
    stored.map((entry) => [
      entry.id,
      [...reasonsOn(judgedOf(entry.state, rules.get(entry.ledgerId)!), asking.day)]
        .reverse()
        .slice(0, REASONS)
        .map(({ zh, en, from }) => ({ zh, en, from })),
    ]),
  )
}

type Quiet = Omit<CommandDomain['silent']['bodies'][number], 'filter'>

/** Who leads open entries of which nothing was heard, by domain. */
async function silentOf(tx: InTenant, asking: Asking, filter: EntryFilter): Promise<Map<string, { count: number; bodies: Quiet[] }>> {
  const { rows } = await sql<{ domain: string; body: string | null; n: string; heard: string | null }>`
    select e.domain, e.lead_body_id as body, count(*) as n, max(e.heard_on) as heard from ledger_entry e
    where ${meets(filter, asking)} group by 1, 2 order by n desc, body`.execute(tx)
  const names = await namesOf(
    tx,
    asking.tenantId,
    rows.flatMap((r) => r.body ?? []),
    [],
  )
  const found = new Map<string, { count: number; bodies: Quiet[] }>()
  for (const { domain, body, n, heard } of rows) {
    const own = found.get(domain) ?? { count: 0, bodies: [] }
    own.count += Number(n)
    if (own.bodies.length < SHOWN)
      own.bodies.push({ body: body === null ? null : { id: body, name: names.body(body) }, entries: Number(n), heardOn: heard })
    found.set(domain, own)
  }
  return found
}

interface DueDay {
  readonly domain: string
  readonly due: string
  /** The first day on which it was both due and done; null while it is not done. */
  readonly met: string | null
  readonly n: string
}
interface Closing {
  readonly domain: string
  readonly on: string
  readonly n: string
}

/** Twelve weeks by domain; under null for all of them. Milestones are counted by the dates that hold today. */
async function trendsOf(tx: InTenant, asking: Asking, filter: EntryFilter): Promise<Map<string | null, TrendPoint[]>> {
  const until = asking.day
  // What is not done while its entry is deferred is due when the deferral ends, as the core has it.
  const due = sql`case when m.done_on is null and e.deferred_until > m.due then e.deferred_until else m.due end`
  const promises = await sql<DueDay>`
    select domain, due, case when done_on is null then null else greatest(due, done_on) end as met, count(*) as n from (
      select e.domain, ${due} as due, m.done_on
      from entry_milestone m join ledger_entry e on e.tenant_id = m.tenant_id and e.id = m.entry_id
      where m.tenant_id = ${asking.tenantId} and ${meets(filter, asking)} and e.phase <> 'withdrawn' and m.due <= ${until}) d
    where due <= ${until} group by 1, 2, 3`.execute(tx)
  const closings = await sql<Closing>`
    select e.domain, e.closed_on as "on", count(*) as n from ledger_entry e
    where ${meets(filter, asking)} and e.phase = 'closed' and e.closed_on is not null group by 1, 2`.execute(tx)
  const trends = new Map<string | null, TrendPoint[]>([[null, trendOf(promises.rows, closings.rows, until)]])
  for (const domain of new Set([...promises.rows, ...closings.rows].map((r) => r.domain)))
    trends.set(
      domain,
      trendOf(
        promises.rows.filter((r) => r.domain === domain),
        closings.rows.filter((r) => r.domain === domain),
        until,
      ),
    )
  return trends
}

function trendOf(promises: readonly DueDay[], closings: readonly Closing[], until: string): TrendPoint[] {
  const sum = <T extends { readonly n: string }>(rows: readonly T[], counts: (row: T) => boolean) =>
    rows.reduce((n, row) => (counts(row) ? n + Number(row.n) : n), 0)
  return Array.from({ length: WEEKS }, (_, i) => addDays(until, -7 * (WEEKS - 1 - i))).map((on) => ({
    on,
    due: sum(promises, (p) => p.due <= on),
    done: sum(promises, (p) => p.met !== null && p.met <= on),
    closed: sum(closings, (c) => c.on <= on),
  }))
}

/** Who commands a domain today: 总指挥 first. */
async function commandersOf(tx: InTenant, { tenantId, day }: Asking): Promise<Map<string, string[]>> {
  const rows = await tx
    .selectFrom('membership as m')
    .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'm.tenant_id').onRef('u.id', '=', 'm.user_id'))
    .select(['m.domain', 'u.display_name'])
    .where('m.tenant_id', '=', tenantId)
    .where('m.domain', 'is not', null)
    .where('m.post', 'in', ['commander', 'deputy-commander'])
    .where('m.from_day', '<=', day)
    .where((eb) => eb.or([eb('m.until_day', 'is', null), eb('m.until_day', '>=', day)]))
    .orderBy('m.post')
    .orderBy('m.from_day')
    .execute()
  const found = new Map<string, string[]>()
  for (const { domain, display_name } of rows) found.set(domain!, [...(found.get(domain!) ?? []), display_name])
  return found
}

/** The words of a measure in the plan as it was adopted, found by its place; the entry's own words where the plan does not hold it. */
async function sourceOf(tx: InTenant, tenantId: string, ledgerId: string, measure: string | null, words: string): Promise<EntrySource> {
  const { rows } = await sql<{
    plan_id: string
    title: string
    document_number: string | null
    in_library: boolean
    text: string
    span: { start: number; end: number } | null
  }>`
    select p.plan_id, p.title, p.document_number, p.text,
      exists (select from plan_document x where x.tenant_id = p.tenant_id and x.id = p.plan_id) as in_library,
      (select m->'span' from jsonb_array_elements(p.plan->'measures') m where m->>'id' = ${measure} limit 1) as span
    from ledger_plan p where p.tenant_id = ${tenantId} and p.ledger_id = ${ledgerId} order by p.number desc`.execute(tx)
  const holder = rows.find((r) => r.span !== null)
  const shown = holder ?? rows[0]
  const plan = shown ? { id: shown.plan_id, title: shown.title, documentNumber: shown.document_number, inLibrary: shown.in_library } : null
  if (!holder?.span) return { plan, measure: null, before: '', text: words, after: '' }
  const { start, end } = holder.span
  return {
    plan,
    measure,
    before: holder.text.slice(Math.max(0, start - AROUND), start),
    text: holder.text.slice(start, end),
    after: holder.text.slice(end, end + AROUND),
  }
}
