import { type EntryFact, progressOf, reportWords, stateOn, whatChanged } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { BodyReport, ReportLine, ReportRound } from '../contract/reporting.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { record } from '../journal/record.ts'
import { type Addition, addFacts, type Deed } from '../ledger/act.ts'
import { demandFact } from '../ledger/facts.ts'
import { namesOf } from '../ledger/list.ts'
import { judgedOf, type LedgerRules, loadEntries, rulesOf, type StoredEntry } from '../ledger/stored.ts'
import type { AtWork } from '../ledger/work.ts'
import type { Scope } from '../organisation/scope.ts'
import { cyclesOfLedger, expected, reporting, roundsOf } from './rounds.ts'

/** The report of one body in one round: prefilled from facts of the ledger, and heard by the ledger when it is handed in. */

export interface ReportKey {
  readonly ledger: string
  readonly cycle: string
  readonly body: string
}

/** The stored report; with `lock`, nobody else changes it meanwhile. Who may not see it learns nothing of it. */
async function rowOf(tx: InTenant, tenantId: string, { ledger, cycle, body }: ReportKey, lock = false) {
  let select = tx
    .selectFrom('cycle_report')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', ledger)
    .where('cycle', '=', cycle)
    .where('body_id', '=', body)
  const found = await select.executeTakeFirst()
  if (!found) throw refuse('report.not-found')
  if (!lock) return found
  select = select.forUpdate()
  const locked = await select.executeTakeFirst()
  if (!locked) throw refuse('permission.denied', { zh: '只能为本人所在单位办理', en: 'You may act for your own body alone' })
  return locked
}
type Row = Awaited<ReturnType<typeof rowOf>>

interface Prepared {
  readonly row: Row
  readonly round: ReportRound
  readonly since: Date | null
  readonly entries: readonly StoredEntry[]
  readonly rules: LedgerRules
  readonly changes: ReadonlyMap<string, NonNullable<ReportLine['changes']>>
}

/** Everything that a report is made of. A report that was handed in shows what it said then. */
async function prepare(tx: InTenant, tenantId: string, work: AtWork, key: ReportKey, row: Row, lock = false): Promise<Prepared> {
  const round = (await roundsOf(tx, tenantId, work.day(), { ledger: key.ledger, cycle: key.cycle }))[0]!
  const { since } = await tx
    .selectFrom('cycle_report')
    .select((e) => e.fn.max('handed_in_at').as('since'))
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', key.ledger)
    .where('rule_id', '=', row.rule_id)
    .where('body_id', '=', key.body)
    .where('due_on', '<', row.due_on)
    .executeTakeFirstOrThrow()
  const said = row.lines
  const ids = row.status === 'handed-in' ? said.map((l) => l.entry) : await expectedEntries(tx, tenantId, key, row)
  const entries = await loadEntries(tx, tenantId, ids, lock)
  const rules = await rulesOf(tx, tenantId, key.ledger, work.calendar(), { writing: lock })
  if (row.status === 'handed-in')
    return { row, round, since, entries, rules, changes: new Map(said.map((l) => [l.entry, l.changes ?? []])) }
  const facts = await factsSince(tx, tenantId, ids, since)
  const changes = new Map(
    entries.map((entry) => [
      entry.id,
      whatChanged(entry.state, facts.get(entry.id) ?? [], key.body).map((c) => ({ kind: c.kind, on: c.on, text: { ...c.text } })),
    ]),
  )
  return { row, round, since, entries, rules, changes }
}

async function expectedEntries(tx: InTenant, tenantId: string, key: ReportKey, row: Row): Promise<string[]> {
  const rule = (await cyclesOfLedger(tx, tenantId, key.ledger)).find((r) => r.id === row.rule_id)
  const { rows } = await sql<{ id: string }>`
    select e.id from ledger_entry e where e.tenant_id = ${tenantId} and e.ledger_id = ${key.ledger} and ${expected(row.due_on)}
      and ${key.body}::uuid = any(${reporting({ who: rule?.who ?? 'lead' })}) order by e.position, e.id`.execute(tx)
  return rows.map((r) => r.id)
}

async function factsSince(tx: InTenant, tenantId: string, ids: readonly string[], since: Date | null): Promise<Map<string, EntryFact[]>> {
  const found = new Map<string, EntryFact[]>()
  if (ids.length === 0) return found
  let select = tx
    .selectFrom('entry_event')
    .select(['entry_id', 'seq', 'at', 'user_id', 'body'])
    .where('tenant_id', '=', tenantId)
    .where('entry_id', 'in', [...ids])
    .where('kind', 'not in', ['adopted', 'reported', 'noted'])
    .orderBy('seq')
  if (since !== null) select = select.where('at', '>', since)
  for (const row of await select.execute()) {
    const fact = { ...row.body, seq: row.seq, at: row.at.toISOString(), by: row.user_id } as EntryFact
    found.set(row.entry_id, [...(found.get(row.entry_id) ?? []), fact])
  }
  return found
}

const empty = (entry: string): ReportLine => ({ entry, words: '', next: '', blocked: '', progress: null })
const asksProgress = (entry: StoredEntry) => progressOf(entry.state).basis !== 'measured'

/** The report as its page shows it. */
export async function reportOf(tx: InTenant, tenantId: string, scope: Scope, work: AtWork, key: ReportKey): Promise<BodyReport> {
  const { row, round, since, entries, rules, changes } = await prepare(tx, tenantId, work, key, await rowOf(tx, tenantId, key))
  const names = await namesOf(
    tx,
    tenantId,
    [key.body],
    [row.handed_in_by, row.returned_by].filter((u) => u !== null),
  )
  const lines = new Map(row.lines.map((l) => [l.entry, l]))
  const own = scope.runs || scope.bodies.includes(key.body)
  const write = own && row.status !== 'handed-in' && takes(row, round)
  return {
    round,
    body: { id: key.body, name: names.body(key.body) },
    status: row.status,
    version: row.version,
    since: since?.toISOString() ?? null,
    entries: entries.map((entry) => {
      const { state } = entry
      const judged = judgedOf(state, rules)
      const progress = progressOf(state)
      return {
        entry: {
          id: entry.id,
          number: state.content.number,
          title: state.content.title,
          status: stateOn(judged.standing, work.day()),
          nextDue: judged.nextDue,
        },
        changes: changes.get(entry.id) ?? [],
        milestones: state.milestones.map(({ text, due, doneOn }) => ({ text, due, doneOn })),
        measured: progress.basis === 'measured' ? progress.value : null,
        asksProgress: asksProgress(entry),
        line: lines.get(entry.id) ?? carried(entry, key.body),
      }
    }),
    handedIn:
      row.handed_in_at === null
        ? null
        : {
            at: row.handed_in_at.toISOString(),
            by: { id: row.handed_in_by, displayName: row.handed_in_by === null ? '' : names.user(row.handed_in_by) },
            late: row.first_on !== null && row.first_on > row.due_on,
          },
    returned:
      row.returned_at === null || row.status !== 'returned'
        ? null
        : {
            at: row.returned_at.toISOString(),
            by: { id: row.returned_by, displayName: row.returned_by === null ? '' : names.user(row.returned_by) },
            reason: row.returned_reason ?? '',
          },
    may: { write, handIn: write, return: scope.runs && row.status === 'handed-in' },
  }
}

/** What was said to stand in the way still does until the body says otherwise, and nothing measured that was told is asked again. */
function carried(entry: StoredEntry, body: string): ReportLine {
  const heard = entry.state.heard.find((h) => h.body === body)
  return { ...empty(entry.id), blocked: heard?.blocked ?? '', progress: asksProgress(entry) ? (heard?.progress ?? null) : null }
}

/** A first report is taken until the round closes; one that was returned is corrected at any time. */
const takes = (row: Row, round: ReportRound) => row.status === 'returned' || round.phase === 'open' || round.phase === 'late'

export interface Saving extends ReportKey {
  readonly version: number
  readonly lines: readonly ReportLine[]
  readonly handIn: boolean
}

/** Keeps the words, or hands the report in: each entry hears it as a fact, in the same transaction. */
export async function saveReport(tx: InTenant, deed: Deed, scope: Scope, work: AtWork, saving: Saving): Promise<void> {
  const { tenantId } = deed
  const row = await rowOf(tx, tenantId, saving, true)
  if (row.status === 'handed-in') throw refuse('report.handed-in')
  if (row.version !== saving.version) throw refuse('report.changed', undefined, { version: row.version })
  const { round, entries, rules, changes } = await prepare(tx, tenantId, work, saving, row, saving.handIn)
  if (!takes(row, round)) throw refuse(round.phase === 'waiting' ? 'report.waiting' : 'report.closed')
  const given = new Map(saving.lines.map((l) => [l.entry, l]))
  const lines = entries.map((entry) => {
    const line = given.get(entry.id) ?? carried(entry, saving.body)
    if (line.progress !== null && !asksProgress(entry))
      throw refuse('report.measured', undefined, {
        errors: [{ path: entry.id, zh: entry.state.content.title, en: entry.state.content.title }],
      })
    return { ...line, ...(saving.handIn ? { changes: changes.get(entry.id) ?? [] } : {}) }
  })
  if (saving.handIn) {
    const additions = entries.map((entry, i): Addition => {
      const line = lines[i]!
      const fact = {
        kind: 'reported' as const,
        body: saving.body,
        cycle: saving.cycle,
        done: reportWords((line.changes ?? []) as never, line.words),
        next: line.next || null,
        progress: line.progress,
        blocked: line.blocked || null,
      }
      demandFact(scope, entry.state, fact)
      return { entry, facts: [fact] }
    })
    await addFacts(tx, deed, rules, additions)
    const { ledger, cycle, body } = saving
    await record(tx, tenantId, [
      {
        kind: 'reporting.report',
        subjectId: ledger,
        userId: deed.userId,
        at: deed.at,
        body: { act: 'handed-in', ledger, cycle, body, lines },
      },
    ])
  }
  await tx
    .updateTable('cycle_report')
    .set({
      lines: JSON.stringify(lines),
      version: row.version + 1,
      updated_at: deed.at,
      ...(saving.handIn
        ? { status: 'handed-in' as const, first_on: row.first_on ?? work.day(), handed_in_at: deed.at, handed_in_by: deed.userId }
        : { status: row.status === 'returned' ? ('returned' as const) : ('draft' as const) }),
    })
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', saving.ledger)
    .where('cycle', '=', saving.cycle)
    .where('body_id', '=', saving.body)
    .execute()
}

/** Returns a report that was handed in; what the ledger heard stays, the corrected one will be heard after it. */
export async function returnReport(tx: InTenant, deed: Deed, key: ReportKey, reason: string): Promise<void> {
  const row = await rowOf(tx, deed.tenantId, key, true)
  if (row.status !== 'handed-in') throw refuse('report.not-handed-in')
  const { ledger, cycle, body } = key
  await tx
    .updateTable('cycle_report')
    .set({
      status: 'returned',
      returned_at: deed.at,
      returned_by: deed.userId,
      returned_reason: reason,
      version: row.version + 1,
      updated_at: deed.at,
    })
    .where('tenant_id', '=', deed.tenantId)
    .where('ledger_id', '=', ledger)
    .where('cycle', '=', cycle)
    .where('body_id', '=', body)
    .execute()
  await record(tx, deed.tenantId, [
    {
      kind: 'reporting.report',
      subjectId: ledger,
      userId: deed.userId,
      at: deed.at,
      body: { act: 'returned', ledger, cycle, body, reason },
    },
  ])
}
