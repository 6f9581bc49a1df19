import { isEverybody, type UnitMatch, unitMatcher } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { LedgerSummary } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import type { PrintedUnits } from '../database/tables-ledger.ts'
import { refuse } from '../http/problem.ts'
import { rosterOf } from '../organisation/plan-units.ts'

/** Ledgers as lists show them, and the names of units in them that stand for nobody yet. */

/** All ledgers of the tenant, newest first, or the one that is asked for. */
export async function ledgerSummaries(tx: InTenant, tenantId: string, day: string, id?: string): Promise<LedgerSummary[]> {
  const { rows } = await sql<{
    id: string
    title: string
    year: number | null
    adopted: number
    archived: boolean
    created_by: string | null
    creator: string | null
    created_at: Date
    plan_id: string | null
    plan_title: string | null
    document_number: string | null
    plan_version: number | null
    entries: string
    unassigned: string
  }>`
    select l.id, l.title, l.year, l.adopted, l.archived, l.created_by, u.display_name as creator, l.created_at,
      p.plan_id, p.title as plan_title, p.document_number, p.plan_version,
      (select count(*) from ledger_entry e where e.tenant_id = l.tenant_id and e.ledger_id = l.id and e.phase <> 'withdrawn') as entries,
      (select count(*) from ledger_entry e where e.tenant_id = l.tenant_id and e.ledger_id = l.id and e.phase <> 'withdrawn' and e.lead_body_id is null) as unassigned
    from ledger l
    left join ledger_plan p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.number = l.adopted
    left join app_user u on u.tenant_id = l.tenant_id and u.id = l.created_by
    where l.tenant_id = ${tenantId} and ${id === undefined ? sql`true` : sql`l.id = ${id}`}
    order by l.id desc`.execute(tx)
  const open = rows.length === 0 ? [] : await unitsOfLedgers(tx, tenantId, day)
  return rows.map((r) => ({
    id: r.id,
    title: r.title,
    year: r.year,
    plan:
      r.plan_id === null
        ? null
        : { id: r.plan_id, title: r.plan_title!, documentNumber: r.document_number, version: r.plan_version!, adopted: r.adopted },
    archived: r.archived,
    entries: Number(r.entries),
    unassigned: Number(r.unassigned),
    unitsToConfirm: open.filter((o) => o.ledgers.has(r.id)).length,
    createdBy: { id: r.created_by, displayName: r.creator ?? '系统 System' },
    createdAt: r.created_at.toISOString(),
  }))
}

export async function ledgerSummary(tx: InTenant, tenantId: string, day: string, id: string): Promise<LedgerSummary> {
  const [found] = await ledgerSummaries(tx, tenantId, day, id)
  if (!found) throw refuse('ledger.not-found')
  return found
}

/** A name with what it may stand for. */
export interface OpenUnit {
  readonly text: string
  readonly entries: number
  readonly suggestions: { readonly rule: string; readonly bodies: { readonly id: string; readonly name: string }[] }[]
}

export interface MatchedUnit {
  readonly text: string
  readonly rule: string
  readonly bodies: readonly string[]
  readonly entries: number
}

export interface UnitsMatched {
  /** Bodies by name; a name confirmed to be nobody gives none. */
  readonly meant: ReadonlyMap<string, readonly string[]>
  readonly matched: readonly MatchedUnit[]
  readonly open: readonly OpenUnit[]
  readonly names: ReadonlyMap<string, string>
}

/**
 * What the names of units stand for: what was confirmed, a body's own name, and (with `guesses`) the one suggestion that needs no close
 * look. The rest is open. `counts` says how many entries name each.
 */
export async function matchUnits(
  tx: InTenant,
  tenantId: string,
  day: string,
  counts: ReadonlyMap<string, number>,
  guesses: boolean,
): Promise<UnitsMatched> {
  const roster = await rosterOf(tx, tenantId, day)
  const names = new Map(roster.bodies.map((b) => [b.id, b.name]))
  const match = unitMatcher(roster)
  const meant = new Map<string, readonly string[]>()
  const matched: MatchedUnit[] = []
  const open: OpenUnit[] = []
  for (const [text, entries] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const { confirmed, collective, suggestions } = match(text)
    const first = suggestions[0]
    const sure =
      confirmed || first?.rule === 'name' || (guesses && !collective && suggestions.length === 1 && first!.rule !== 'abbreviation')
    if (sure) {
      meant.set(text, first?.bodies ?? [])
      matched.push({ text, rule: first?.rule ?? 'confirmed', bodies: first?.bodies ?? [], entries })
    } else
      open.push({
        text,
        entries,
        suggestions: suggestions.map((s) => ({ rule: s.rule, bodies: s.bodies.map((id) => ({ id, name: names.get(id) ?? '' })) })),
      })
  }
  return { meant, matched, open, names }
}

/** The bodies of an entry by its printed units: the first body of the first lead leads, the others are responsible. */
export function assignmentOf(units: PrintedUnits, meant: ReadonlyMap<string, readonly string[]>) {
  // A collective name (各区政府) leads nothing by itself: all of its bodies answer.
  const leads = units.lead.flatMap((u) => (isEverybody(u) ? [] : (meant.get(u) ?? [])))
  const lead = leads[0] ?? null
  const all = [...leads, ...units.lead.flatMap((u) => meant.get(u) ?? []), ...units.responsible.flatMap((u) => meant.get(u) ?? [])]
  return { lead, responsible: [...new Set(all)].filter((b) => b !== lead) }
}

/** The bodies that a name in a sheet stands for: what was confirmed, a body's own name, or the one suggestion that needs no close look; null when nobody can say. */
export function bodiesMeant({ confirmed, suggestions }: UnitMatch): readonly string[] | null {
  const [first] = suggestions
  const sure = confirmed || first?.rule === 'name' || (suggestions.length === 1 && first!.rule !== 'abbreviation')
  return sure && first ? first.bodies : null
}

/** How many entries name each unit. */
export function unitCounts(entries: Iterable<PrintedUnits>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const units of entries)
    for (const name of new Set([...units.lead, ...units.responsible])) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Names in the entries of ledgers that stand for nobody yet. */
export async function unitsOfLedgers(
  tx: InTenant,
  tenantId: string,
  day: string,
  ledgerId?: string,
): Promise<(OpenUnit & { readonly ledgers: ReadonlySet<string> })[]> {
  const { rows } = await sql<{ unit: string; ledgers: string[]; n: string }>`
    select u.unit, array_agg(distinct e.ledger_id)::text[] as ledgers, count(*) as n
    from ledger_entry e cross join lateral (select distinct jsonb_array_elements_text((e.units -> 'lead') || (e.units -> 'responsible')) as unit) u
    where e.tenant_id = ${tenantId} and e.matched and e.phase <> 'withdrawn' and ${ledgerId === undefined ? sql`true` : sql`e.ledger_id = ${ledgerId}`}
    group by 1`.execute(tx)
  const { open } = await matchUnits(tx, tenantId, day, new Map(rows.map((r) => [r.unit, Number(r.n)])), true)
  const where = new Map(rows.map((r) => [r.unit, new Set(r.ledgers)]))
  return open.map((o) => ({ ...o, ledgers: where.get(o.text)! }))
}

export const openUnit = ({ text, entries, suggestions }: OpenUnit) => ({ text, entries, suggestions: [...suggestions] })
