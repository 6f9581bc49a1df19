import { type Adoptable, adoptable, type EntryFact, fold, USUAL_RISKS } from '@yingshang/ledger'
import type { Calendar } from '@yingshang/time'
import type { Insertable } from 'kysely'
import type { AdoptionPreview, AdoptionRequest } from '../contract/ledger-whole-shapes.ts'
import { toJsonb } from '../database/jsonb.ts'
import type { Tables } from '../database/schema.ts'
import { insertLater } from '../database/statements.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record } from '../journal/record.ts'
import { type LoadedPlan, loadPlan } from '../plans/library.ts'
import { type Deed, dayOf, JOURNAL_KIND } from './act.ts'
import { assignmentOf, matchUnits, openUnit, type UnitsMatched, unitCounts } from './ledgers.ts'
import { bodyRows, derivedFrom, type LedgerRules, milestoneRows, targetRows } from './stored.ts'

/** A plan becomes a ledger: an entry for each measure, with its milestones, targets and bodies. */

interface Adoption {
  readonly loaded: LoadedPlan
  readonly entries: readonly Adoptable[]
  readonly units: UnitsMatched
}

async function adoptionOf(tx: InTenant, tenantId: string, day: string, request: AdoptionRequest): Promise<Adoption> {
  const loaded = await loadPlan(tx, tenantId, request.planId)
  const left = new Set(request.leaveOut)
  const entries = adoptable(loaded.plan).filter((a) => !left.has(a.measure))
  return { loaded, entries, units: await matchUnits(tx, tenantId, day, unitCounts(entries), request.guesses) }
}

/** The ledger that holds a plan now; null when none does. */
async function ledgerOfPlan(tx: InTenant, tenantId: string, planId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('ledger_plan as p')
    .innerJoin('ledger as l', (join) =>
      join.onRef('l.tenant_id', '=', 'p.tenant_id').onRef('l.id', '=', 'p.ledger_id').onRef('l.adopted', '=', 'p.number'),
    )
    .select('l.id')
    .where('p.tenant_id', '=', tenantId)
    .where('p.plan_id', '=', planId)
    .where('l.archived', '=', false)
    .executeTakeFirst()
  return row?.id ?? null
}

/** What adopting would make. */
export async function previewAdoption(tx: InTenant, tenantId: string, day: string, request: AdoptionRequest): Promise<AdoptionPreview> {
  const { loaded, entries, units } = await adoptionOf(tx, tenantId, day, request)
  const domains = new Map<string, number>()
  for (const { content } of entries) domains.set(content.domain, (domains.get(content.domain) ?? 0) + 1)
  return {
    title: request.title ?? loaded.summary.title,
    year: request.year ?? loaded.summary.planYear,
    planVersion: loaded.summary.version,
    adopted: await ledgerOfPlan(tx, tenantId, request.planId),
    entries: entries.length,
    milestones: entries.reduce((n, e) => n + e.content.milestones.length, 0),
    targets: entries.reduce((n, e) => n + e.content.targets.length, 0),
    domains: [...domains].map(([domain, n]) => ({ domain, entries: n })),
    matched: units.matched.map((m) => ({ ...m, bodies: m.bodies.map((id) => ({ id, name: units.names.get(id) ?? '' })) })),
    toConfirm: units.open.map(openUnit),
    unled: entries.filter((e) => assignmentOf(e, units.meant).lead === null).length,
  }
}

/** Adopts a plan and gives the id of its ledger. A plan that a ledger holds already is refused. */
export async function adoptPlan(
  tx: InTenant,
  deed: Deed,
  calendar: Calendar,
  request: AdoptionRequest,
): Promise<{ id: string; title: string; entries: number }> {
  const { tenantId } = deed
  const { loaded, entries, units } = await adoptionOf(tx, tenantId, dayOf(deed.at), request)
  if (entries.length === 0) throw refuse('ledger.refused', { zh: '没有可列入台账的任务', en: 'There is no measure to adopt' })
  const known = await ledgerOfPlan(tx, tenantId, request.planId)
  if (known !== null) throw refuse('ledger.adopted')
  const id = newId()
  const title = request.title ?? loaded.summary.title
  await tx
    .insertInto('ledger')
    .values({
      tenant_id: tenantId,
      id,
      title,
      year: request.year ?? loaded.summary.planYear,
      adopted: 1,
      archived: false,
      risks: JSON.stringify(USUAL_RISKS),
      last_position: entries.length,
      created_by: deed.userId,
      created_at: deed.at,
    })
    .execute()
  await keepPlan(tx, deed, id, 1, loaded)
  await addEntries(
    tx,
    deed,
    id,
    { risks: USUAL_RISKS, calendar },
    entries.map((e, i) => ({
      id: newId(),
      position: i + 1,
      content: e.content,
      units: e,
      assignment: assignmentOf(e, units.meant),
      matched: true,
    })),
  )
  return { id, title, entries: entries.length }
}

/** Keeps the plan as it was adopted, for later comparison. */
export async function keepPlan(tx: InTenant, deed: Deed, ledgerId: string, number: number, loaded: LoadedPlan): Promise<void> {
  const { source, ...plan } = loaded.plan
  await tx
    .insertInto('ledger_plan')
    .values({
      tenant_id: deed.tenantId,
      ledger_id: ledgerId,
      number,
      plan_id: loaded.summary.id,
      plan_version: loaded.summary.version,
      title: loaded.summary.title,
      document_number: loaded.summary.documentNumber,
      text: source.text,
      plan: toJsonb(plan),
      adopted_by: deed.userId,
      adopted_at: deed.at,
    })
    .execute()
}

/** An entry that is to be made. */
export interface NewEntry {
  readonly id: string
  readonly position: number
  readonly content: Adoptable['content']
  readonly units: Pick<Adoptable, 'lead' | 'responsible'>
  readonly assignment: { readonly lead: string | null; readonly responsible: readonly string[] }
  /** Bodies follow from the printed units until somebody changes them. */
  readonly matched: boolean
}

/** Makes entries with their first fact, in few statements however many there are. */
export async function addEntries(
  tx: InTenant,
  deed: Deed,
  ledgerId: string,
  rules: LedgerRules,
  entries: readonly NewEntry[],
): Promise<void> {
  const { tenantId } = deed
  const made = entries.map((entry) => {
    const fact: EntryFact = {
      kind: 'adopted',
      content: entry.content,
      assignment: entry.assignment,
      seq: 1,
      at: deed.at.toISOString(),
      by: deed.userId,
    }
    return { entry, fact, state: fold([fact]) }
  })
  insertLater(
    tx,
    'ledger_entry',
    made.map(
      ({ entry, state }): Insertable<Tables['ledger_entry']> => ({
        tenant_id: tenantId,
        id: entry.id,
        ledger_id: ledgerId,
        position: entry.position,
        units: JSON.stringify({ lead: entry.units.lead, responsible: entry.units.responsible }),
        matched: entry.matched,
        updated_at: deed.at,
        ...derivedFrom(state, rules),
      }),
    ),
  )
  const records = await record(
    tx,
    tenantId,
    made.map(({ entry, fact }) => ({
      kind: JOURNAL_KIND,
      subjectId: entry.id,
      userId: deed.userId,
      at: deed.at,
      body: { ledger: ledgerId, entry: entry.id, ...fact },
    })),
  )
  insertLater(
    tx,
    'entry_event',
    made.map(
      ({ entry, fact }, i): Insertable<Tables['entry_event']> => ({
        tenant_id: tenantId,
        entry_id: entry.id,
        seq: 1,
        id: records[i]!.id,
        kind: fact.kind,
        at: deed.at,
        user_id: deed.userId,
        body: toJsonb({ kind: 'adopted', content: entry.content, assignment: entry.assignment }),
      }),
    ),
  )
  const parts = (id: string) => ({ tenant_id: tenantId, entry_id: id })
  insertLater(
    tx,
    'entry_body',
    made.flatMap(({ entry, state }) => bodyRows(parts(entry.id), state)),
  )
  insertLater(
    tx,
    'entry_milestone',
    made.flatMap(({ entry, state }) => milestoneRows(parts(entry.id), state)),
  )
  insertLater(
    tx,
    'entry_target',
    made.flatMap(({ entry, state }) => targetRows(parts(entry.id), state)),
  )
}
