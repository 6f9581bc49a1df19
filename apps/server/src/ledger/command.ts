import { reasonsOn } from '@yingshang/ledger'
import { addDays } from '@yingshang/time'
import { sql } from 'kysely'
import type { COMMAND_ENDPOINTS, CommandDomain, EntrySource } from '../contract/command.ts'
import type { EntryFilter, EntrySummary, RollUpGroup } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { commandFigures, trendOf } from './command-figures.ts'
import { narrowed } from './filter.ts'
import type { Asking } from './list.ts'
import { judgedOf, type LedgerRules, loadEntries, loadEntry, rulesOf } from './stored.ts'
import { type AtWork, atWork } from './work.ts'

/** What a commander reads each morning, domain by domain, and the words of the plan behind an entry. */

/** Reasons that an entry shows. */
const REASONS = 3
/** Characters of the document that are shown on either side of a measure. */
const AROUND = 70

export function commandHandlers(services: Services): Pick<Handlers, keyof typeof COMMAND_ENDPOINTS> {
  const work = atWork(services)
  return {
    getCommandView: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        const asking = work.asking(caller, scope)
        const today = asking.day
        const filter: EntryFilter = query.ledger === undefined ? {} : { ledger: query.ledger }
        const dueUntil = addDays(today, query.days)
        const silentSince = addDays(today, -query.silentDays)
        const [{ all, groups, trends, red, due, silent }, commanders] = await Promise.all([
          commandFigures(tx, asking, filter, { dueUntil, silentSince }),
          commandersOf(tx, asking),
        ])
        const why = await reasonsOf(tx, asking, work, [...red.values()].flat())
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
              items: (reds ?? []).map((entry) => ({ entry, reasons: why.get(entry.id) ?? [] })),
            },
            due: { count: dues?.count ?? 0, filter: narrowed(own, { dueFrom: today, dueUntil }), items: [...(dues?.items ?? [])] },
            silent: {
              count: silents?.count ?? 0,
              filter: narrowed(own, { silentSince }),
              bodies: (silents?.bodies ?? []).map((b) => ({
                ...b,
                filter: narrowed(own, { silentSince, ...(b.body === null ? { lead: 'none' } : { body: b.body.id, role: 'lead' }) }),
              })),
            },
            trend: trends.get(group.key) ?? trendOf([], [], today),
          }
        }
        return {
          today,
          dueUntil,
          silentSince,
          all,
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
