import { createHash } from 'node:crypto'
import { type Amendment, amendments, type FactBody, type AmendmentPreview as Found, stateOn } from '@yingshang/ledger'
import type { Plan } from '@yingshang/plan'
import type { Calendar } from '@yingshang/time'
import type { AmendmentPreview } from '../contract/ledger-whole-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Scope } from '../organisation/scope.ts'
import type { Engine } from '../plans/engine.ts'
import { type LoadedPlan, loadPlan } from '../plans/library.ts'
import { type Addition, addFacts, type Deed, dayOf } from './act.ts'
import { addEntries, keepPlan } from './adopt.ts'
import { assignmentOf, matchUnits, unitCounts } from './ledgers.ts'
import { entriesOfLedger, judgedOf, type LedgerRules, rulesOf, type StoredEntry } from './stored.ts'

/** A ledger follows a newer version of its plan: what would change on which entry is shown first, and what was chosen of it is applied together. */

export interface Comparison {
  readonly ledger: { readonly id: string; readonly adopted: number; readonly last_position: number; readonly archived: boolean }
  readonly loaded: LoadedPlan
  readonly entries: readonly StoredEntry[]
  readonly rules: LedgerRules
  readonly found: Found
  /** Names what was compared: a plan or an entry that moved on since gives another one. */
  readonly basis: string
}

type In = <T>(work: (tx: InTenant, scope: Scope) => Promise<T>) => Promise<T>

/** Loads both plans and the entries in one transaction; compares outside of it, in the engine's own thread. */
export async function compareWithPlan(
  run: In,
  engine: Engine,
  tenantId: string,
  calendar: Calendar,
  ledgerId: string,
  planId: string,
): Promise<Comparison> {
  const { ledger, loaded, adopted, entries, rules } = await run((tx) => loadSides(tx, tenantId, calendar, ledgerId, planId))
  const { decided, drift } = await engine.compare({ lower: loaded.plan, upper: adopted, decisions: [] })
  return {
    ledger,
    loaded,
    entries,
    rules,
    basis: basisOf(ledger.adopted, loaded, entries),
    found: amendments(entries.map(amendable), adopted, loaded.plan, decided, drift),
  }
}

async function loadSides(tx: InTenant, tenantId: string, calendar: Calendar, ledgerId: string, planId: string) {
  const ledger = await tx
    .selectFrom('ledger')
    .select(['id', 'adopted', 'last_position', 'archived'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', ledgerId)
    .executeTakeFirst()
  if (!ledger) throw refuse('ledger.not-found')
  const row = await tx
    .selectFrom('ledger_plan')
    .select(['text', 'plan'])
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', ledgerId)
    .where('number', '=', ledger.adopted)
    .executeTakeFirst()
  if (!row) throw refuse('ledger.refused', { zh: '台账没有列入过方案，不能随方案调整', en: 'The ledger has adopted no plan' })
  const adopted = { ...(row.plan as Omit<Plan, 'source'>), source: { text: row.text } }
  const loaded = await loadPlan(tx, tenantId, planId)
  const entries = (await entriesOfLedger(tx, tenantId, ledgerId)).filter((e) => e.state.phase !== 'withdrawn')
  return { ledger, loaded, adopted, entries, rules: await rulesOf(tx, tenantId, ledgerId, calendar, { writing: false }) }
}

const amendable = ({ id, state }: StoredEntry) => ({ id, content: state.content, milestones: state.milestones })

function basisOf(adopted: number, loaded: LoadedPlan, entries: readonly StoredEntry[]): string {
  const hash = createHash('sha256')
  hash.update(`${adopted} ${loaded.summary.id} ${loaded.summary.version}`)
  for (const { id, state } of entries) hash.update(` ${id} ${state.seq}`)
  return hash.digest('hex').slice(0, 32)
}

/** The comparison as people see it. */
export function previewOf({ loaded, entries, rules, found, basis }: Comparison, day: string): AmendmentPreview {
  const byId = new Map(entries.map((e) => [e.id, e]))
  const brief = (id: string) => {
    const { state } = byId.get(id)!
    return { id, number: state.content.number, title: state.content.title, status: stateOn(judgedOf(state, rules).standing, day) }
  }
  return {
    planId: loaded.summary.id,
    planVersion: loaded.summary.version,
    title: loaded.summary.title,
    basis,
    amended: found.amended.map((a) => ({
      entry: brief(a.entry),
      measure: a.measure,
      fields: a.fields.map((f) => ({ ...f })),
      drift: a.drift
        .filter((d) => d.kind !== 'same')
        .map((d) => ({
          aspect: d.aspect,
          kind: d.kind,
          lower: d.lower?.text ?? null,
          upper: d.upper?.text ?? null,
          reason: { ...d.reason },
        })),
      reopens: reopens(byId.get(a.entry)!, a),
    })),
    unchanged: found.unchanged.length,
    added: found.added.map((a) => ({
      measure: a.measure,
      number: a.content.number,
      title: a.content.title,
      domain: a.content.domain,
      lead: [...a.lead],
    })),
    dropped: found.dropped.map(brief),
    unmatched: found.unmatched.map(brief),
  }
}

/** A closed entry whose commitments change has to be worked on again. */
const reopens = ({ state }: StoredEntry, { changes, units }: Amendment): boolean =>
  state.phase === 'closed' && (changes.milestones !== undefined || changes.targets !== undefined || units !== null)

/** An entry under review goes back first: what was submitted is not what is asked now. */
const returning = ({ state }: StoredEntry, reason: string): FactBody[] =>
  state.phase === 'submitted' ? [{ kind: 'returned', reason }] : []

export interface Choice {
  readonly amend: readonly string[]
  readonly add: readonly string[]
  readonly withdraw: readonly string[]
}

/** Applies what was chosen of a comparison, all or nothing; the ledger holds the newer plan afterwards. */
export async function applyAmendments(tx: InTenant, deed: Deed, comparison: Comparison, choice: Choice) {
  const { tenantId } = deed
  const { ledger, loaded, found, rules } = comparison
  const held = await tx
    .selectFrom('ledger')
    .select(['adopted', 'last_position', 'archived'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', ledger.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (held.archived) throw refuse('ledger.archived')
  const entries = (await entriesOfLedger(tx, tenantId, ledger.id, true)).filter((e) => e.state.phase !== 'withdrawn')
  if (basisOf(held.adopted, loaded, entries) !== comparison.basis) throw refuse('ledger.preview-outdated')
  const byId = new Map(entries.map((e) => [e.id, e]))
  const proposals = new Map(found.amended.map((a) => [a.entry, a]))
  const fresh = new Map(found.added.map((a) => [a.measure, a]))
  const unknown = [
    ...choice.amend.filter((id) => !proposals.has(id)),
    ...choice.add.filter((m) => !fresh.has(m)),
    ...choice.withdraw.filter((id) => !found.dropped.includes(id) && !found.unmatched.includes(id)),
  ]
  if (unknown.length > 0) throw refuse('ledger.preview-outdated')
  const chosen = choice.amend.map((id) => proposals.get(id)!)
  const additions = choice.add.map((m) => fresh.get(m)!)
  const printed = [...chosen.flatMap((a) => a.units ?? []), ...additions]
  const { meant } = await matchUnits(tx, tenantId, dayOf(deed.at), unitCounts(printed), true)
  const basis = `${loaded.summary.title}（第 ${loaded.summary.version} 版）`
  let reopened = 0
  const facts: Addition[] = chosen.map((a) => {
    const entry = byId.get(a.entry)!
    const again = reopens(entry, a)
    if (again) reopened++
    // Bodies that somebody settled by hand are left as they are.
    const assignment = a.units !== null && entry.matched ? assignmentOf(a.units, meant) : undefined
    const amended: FactBody = { kind: 'amended', changes: a.changes, basis, ...(assignment ? { assignment } : {}) }
    return { entry, facts: [...(again ? [{ kind: 'reopened', reason: basis } as const] : []), ...returning(entry, basis), amended] }
  })
  for (const id of choice.withdraw) {
    const entry = byId.get(id)!
    const opened: FactBody[] = entry.state.phase === 'closed' ? [{ kind: 'reopened', reason: basis }] : returning(entry, basis)
    facts.push({ entry, facts: [...opened, { kind: 'withdrawn', basis }] })
  }
  await addFacts(tx, deed, rules, facts)
  for (const a of chosen)
    if (a.units !== null)
      await tx
        .updateTable('ledger_entry')
        .set({ units: JSON.stringify({ lead: a.units.lead, responsible: a.units.responsible }) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', a.entry)
        .execute()
  await addEntries(
    tx,
    deed,
    ledger.id,
    rules,
    additions.map((a, i) => ({
      id: newId(),
      position: held.last_position + i + 1,
      content: a.content,
      units: a,
      assignment: assignmentOf(a, meant),
      matched: true,
    })),
  )
  await keepPlan(tx, deed, ledger.id, held.adopted + 1, loaded)
  await tx
    .updateTable('ledger')
    .set({ adopted: held.adopted + 1, last_position: held.last_position + additions.length })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', ledger.id)
    .execute()
  return { amended: chosen.length, added: additions.length, withdrawn: choice.withdraw.length, reopened }
}
