import { judge } from '@yingshang/indicator'
import { bodiesOf, type EntryState, type Judged, progressOf, type RiskRules, standingOf } from '@yingshang/ledger'
import type { Calendar } from '@yingshang/time'
import type { Insertable, Selectable } from 'kysely'
import { toJsonb } from '../database/jsonb.ts'
import type { Tables } from '../database/schema.ts'
import { insertLater } from '../database/statements.ts'
import { type InTenant, later } from '../database/store.ts'
import type { PrintedUnits } from '../database/tables-ledger.ts'
import { refuse } from '../http/problem.ts'
import type { EntryTies } from '../organisation/rules.ts'

/** Entries as stored: the fold of their facts, and the columns and rows that follow from it. All of them can be rebuilt from the facts. */

/** What decides where an entry stands, beside its facts. */
export interface LedgerRules {
  readonly risks: RiskRules
  readonly calendar: Calendar
}

export interface StoredEntry {
  readonly id: string
  readonly ledgerId: string
  readonly units: PrintedUnits
  readonly matched: boolean
  readonly state: EntryState
}

export const LAST_DAY = '9999-12-31'

type Row = Insertable<Tables['ledger_entry']>
type Derived = Omit<Row, 'tenant_id' | 'id' | 'ledger_id' | 'position' | 'units' | 'matched' | 'updated_at'>

/** What lists, policies and figures need of a state. */
export function derivedFrom(state: EntryState, rules: LedgerRules): Derived {
  const { standing, nextDue } = standingOf(state, rules.risks, rules.calendar)
  const progress = progressOf(state)
  const verdicts = state.targets.map((t) => judge(t, t.reading?.value ?? null))
  const count = (verdict: string) => verdicts.filter((v) => v === verdict).length
  const { content, assignment } = state
  const ties = tiesOf(state)
  return {
    number: content.number,
    title: content.title,
    domain: content.domain,
    path: content.path,
    lead_body_id: assignment.lead,
    responsible: assignment.responsible,
    departments: ties.departments,
    owner_id: state.owner,
    owners: ties.owners,
    weight: content.weight,
    progress: progress.value,
    progress_basis: progress.basis,
    phase: standing.phase,
    starts_on: standing.startsOn,
    deferred_until: standing.deferredUntil,
    at_risk_from: standing.atRiskFrom,
    overdue_from: standing.overdueFrom,
    next_due: nextDue,
    due_key: nextDue ?? LAST_DAY,
    ends_on: content.dueOn,
    adopted_on: state.adoptedOn,
    closed_on: state.closedOn,
    heard_on:
      state.heard
        .map((h) => h.on)
        .sort()
        .at(-1) ?? null,
    blocked: state.phase === 'open' && state.heard.some((h) => h.blocked !== null),
    evidence: state.evidence.length,
    milestones: state.milestones.length,
    milestones_done: state.milestones.filter((m) => m.doneOn !== null).length,
    steps: state.steps.length,
    steps_done: state.steps.filter((s) => s.doneOn !== null).length,
    targets_met: count('met'),
    targets_unmet: count('unmet'),
    targets_unread: count('no-data'),
    seq: state.seq,
    state: toJsonb(state),
    words: searchWords([content.number, content.title, content.text, ...content.path].join(' ')),
  }
}

/** Text as searches compare it. */
export const searchWords = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')

/** Who an entry belongs to, for the table of rules. */
export function tiesOf(state: EntryState): EntryTies {
  const some = (values: readonly (string | null)[]) => [...new Set(values.filter((v) => v !== null))]
  return {
    lead: state.assignment.lead,
    responsible: state.assignment.responsible,
    departments: some(state.steps.map((s) => s.departmentId)),
    owners: some([state.owner, ...state.steps.map((s) => s.owner)]),
    domain: state.content.domain || null,
  }
}

/** Writes the columns and rows of an entry after facts. `before` is null for a new entry, whose row is there already. */
export function writeEntry(
  tx: InTenant,
  tenantId: string,
  id: string,
  before: EntryState | null,
  after: EntryState,
  rules: LedgerRules,
  at: Date,
): void {
  if (before !== null) {
    const set = { ...derivedFrom(after, rules), updated_at: at }
    later(tx, tx.updateTable('ledger_entry').set(set).where('tenant_id', '=', tenantId).where('id', '=', id))
  }
  writeParts(tx, tenantId, id, before, after)
}

type PartTable = 'entry_body' | 'entry_milestone' | 'entry_target' | 'entry_step'
type PartRow = Readonly<Record<string, unknown>>

/** The rows beside the entry, row by row: somebody who may fill in one step writes that row and no other. */
function writeParts(tx: InTenant, tenantId: string, id: string, before: EntryState | null, after: EntryState): void {
  const parts = { tenant_id: tenantId, entry_id: id }
  const rows = <K extends keyof EntryState>(had: K, of: (parts: Parts, state: EntryState) => object[]) =>
    after[had] === before?.[had] ? null : ([before === null ? [] : of(parts, before), of(parts, after)] as [PartRow[], PartRow[]])
  writePart(tx, parts, 'entry_body', 'body_id', rows('assignment', bodyRows))
  writePart(tx, parts, 'entry_milestone', 'id', rows('milestones', milestoneRows))
  writePart(tx, parts, 'entry_target', 'id', rows('targets', targetRows))
  writePart(tx, parts, 'entry_step', 'id', rows('steps', stepRows))
}

function writePart(tx: InTenant, parts: Parts, table: PartTable, key: 'id' | 'body_id', rows: [PartRow[], PartRow[]] | null): void {
  if (rows === null) return
  const [had, now] = rows.map((some) => new Map(some.map((row) => [row[key] as string, row]))) as [
    Map<string, PartRow>,
    Map<string, PartRow>,
  ]
  const gone = [...had.keys()].filter((one) => !now.has(one))
  if (gone.length > 0)
    later(
      tx,
      tx
        .deleteFrom(table as 'entry_step')
        .where('tenant_id', '=', parts.tenant_id)
        .where('entry_id', '=', parts.entry_id)
        .where(key as 'id', 'in', gone),
    )
  for (const [one, row] of now) {
    const old = had.get(one)
    const set = Object.fromEntries(Object.entries(row).filter(([column, value]) => old !== undefined && old[column] !== value))
    if (Object.keys(set).length > 0)
      later(
        tx,
        tx
          .updateTable(table as 'entry_step')
          .set(set)
          .where('tenant_id', '=', parts.tenant_id)
          .where('entry_id', '=', parts.entry_id)
          .where(key as 'id', '=', one),
      )
  }
  insertLater(
    tx,
    table as 'entry_step',
    [...now].filter(([one]) => !had.has(one)).map(([, row]) => row as unknown as Insertable<Tables['entry_step']>),
  )
}

interface Parts {
  readonly tenant_id: string
  readonly entry_id: string
}

export const bodyRows = (parts: Parts, state: EntryState): Insertable<Tables['entry_body']>[] =>
  bodiesOf(state).map((body, position) => ({
    ...parts,
    body_id: body,
    role: body === state.assignment.lead ? 'lead' : 'responsible',
    position,
  }))

export const milestoneRows = (parts: Parts, state: EntryState): Insertable<Tables['entry_milestone']>[] =>
  state.milestones.map((m, position) => ({ ...parts, id: m.id, due: m.due, text: m.text, done_on: m.doneOn, position }))

export const targetRows = (parts: Parts, state: EntryState): Insertable<Tables['entry_target']>[] =>
  state.targets.map((t, position) => ({
    ...parts,
    id: t.id,
    subject: t.subject,
    comparator: t.comparator,
    value: t.value,
    value_max: t.valueMax ?? null,
    unit: t.unit,
    indicator: t.indicator ?? null,
    indicator_body: t.indicatorBody ?? null,
    reading: t.reading?.value ?? null,
    reading_as_of: t.reading?.asOf ?? null,
    verdict: judge(t, t.reading?.value ?? null),
    position,
  }))

const stepRows = (parts: Parts, state: EntryState): Insertable<Tables['entry_step']>[] =>
  state.steps.map((s) => ({
    ...parts,
    id: s.id,
    body_id: s.body,
    title: s.title,
    department: s.department,
    department_id: s.departmentId,
    leader: s.leader,
    owner_id: s.owner,
    starts_on: s.startsOn,
    due_on: s.dueOn,
    outcome: s.outcome,
    done_on: s.doneOn,
  }))

const entryColumns = ['id', 'ledger_id', 'units', 'matched', 'state'] as const
const storedOf = (row: Pick<Selectable<Tables['ledger_entry']>, (typeof entryColumns)[number]>): StoredEntry => ({
  id: row.id,
  ledgerId: row.ledger_id,
  units: row.units,
  matched: row.matched,
  state: row.state,
})

/** An entry that the caller may read. With `lock`, nobody else changes it meanwhile. */
export async function loadEntry(tx: InTenant, tenantId: string, id: string, lock = false): Promise<StoredEntry> {
  const [found] = await loadEntries(tx, tenantId, [id], lock)
  if (found) return found
  // Row-level security locks for nobody what they may not change.
  if (lock && (await loadEntries(tx, tenantId, [id])).length > 0) throw refuse('permission.denied')
  throw refuse('entry.not-found')
}

/** Entries in the order of the ids; those that the caller may not read are missing. */
export async function loadEntries(tx: InTenant, tenantId: string, ids: readonly string[], lock = false): Promise<StoredEntry[]> {
  if (ids.length === 0) return []
  let select = tx
    .selectFrom('ledger_entry')
    .select(entryColumns)
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...ids])
    .orderBy('id')
  // Two who take several entries take them in the same order.
  if (lock) select = select.forUpdate()
  const rows = new Map((await select.execute()).map((row) => [row.id, storedOf(row)]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** All entries of a ledger in order. */
export async function entriesOfLedger(tx: InTenant, tenantId: string, ledgerId: string, lock = false): Promise<StoredEntry[]> {
  let select = tx
    .selectFrom('ledger_entry')
    .select(entryColumns)
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', ledgerId)
    .orderBy('position')
    .orderBy('id')
  if (lock) select = select.forUpdate()
  return (await select.execute()).map(storedOf)
}

/** The rules that the entries of a ledger go by. Refuses a change of an archived one. */
export async function rulesOf(
  tx: InTenant,
  tenantId: string,
  ledgerId: string,
  calendar: Calendar,
  { writing }: { readonly writing: boolean },
): Promise<LedgerRules> {
  const row = await tx
    .selectFrom('ledger')
    .select(['risks', 'archived'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', ledgerId)
    .executeTakeFirst()
  if (!row) throw refuse('ledger.not-found')
  if (writing && row.archived) throw refuse('ledger.archived')
  return { risks: row.risks, calendar }
}

/** Where an entry stands, with the reasons. */
export const judgedOf = (state: EntryState, rules: LedgerRules): Judged => standingOf(state, rules.risks, rules.calendar)
