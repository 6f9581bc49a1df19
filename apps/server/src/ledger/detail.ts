import { judge } from '@yingshang/indicator'
import { type EntryState, progressOf, reasonsOn } from '@yingshang/ledger'
import { amountWords } from '@yingshang/plan'
import type { Calendar } from '@yingshang/time'
import { sql } from 'kysely'
import type { EntryDetail } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import type { Scope } from '../organisation/scope.ts'
import { offered } from './facts.ts'
import { type Asking, namesOf, type SummaryRow, summariesOf, summaryColumns } from './list.ts'
import { judgedOf, rulesOf, type StoredEntry } from './stored.ts'

/** One entry with everything that its page shows. */

const MOST_REPORTS = 20

export async function detailOf(tx: InTenant, asking: Asking, scope: Scope, calendar: Calendar, entry: StoredEntry): Promise<EntryDetail> {
  const { tenantId, day } = asking
  const { state } = entry
  const rules = await rulesOf(tx, tenantId, entry.ledgerId, calendar, { writing: false })
  const { rows } =
    await sql<SummaryRow>`select ${summaryColumns(day)} from ledger_entry e where e.tenant_id = ${tenantId} and e.id = ${entry.id}`.execute(
      tx,
    )
  const [summary] = await summariesOf(tx, tenantId, rows)
  const ledger = await tx
    .selectFrom('ledger')
    .select(['id', 'title', 'archived'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', entry.ledgerId)
    .executeTakeFirstOrThrow()
  const reports = await tx
    .selectFrom('entry_report')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', entry.id)
    .orderBy('reported_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(MOST_REPORTS)
    .execute()
  const files = await filesOf(tx, tenantId, state)
  const names = await namesOf(
    tx,
    tenantId,
    [...state.steps.map((s) => s.body), ...reports.map((r) => r.body_id), ...state.targets.flatMap((t) => t.reading?.body ?? [])],
    [
      ...state.steps.flatMap((s) => s.owner ?? []),
      ...reports.flatMap((r) => r.reported_by ?? []),
      ...state.evidence.flatMap((e) => e.by ?? []),
      ...[state.submittedBy, state.closedBy].filter((u) => u !== null),
    ],
  )
  const body = (id: string) => ({ id, name: names.body(id) })
  const person = (id: string | null) => ({ id, displayName: id === null ? '系统 System' : names.user(id) })
  const progress = progressOf(state)
  return {
    summary: summary!,
    ledger: { id: ledger.id, name: ledger.title },
    text: state.content.text,
    startsOn: state.content.startsOn,
    dueOn: state.content.dueOn,
    units: { lead: [...entry.units.lead], responsible: [...entry.units.responsible] },
    milestones: state.milestones.map((m) => ({ ...m })),
    targets: state.targets.map(({ reading, ...t }) => ({
      ...t,
      words: amountWords(t),
      verdict: judge(t, reading?.value ?? null),
      reading: reading === null ? null : { ...reading, body: reading.body === null ? null : body(reading.body) },
    })),
    steps: state.steps.map((s) => ({
      ...s,
      body: body(s.body),
      owner: s.owner === null ? null : { id: s.owner, name: names.user(s.owner) },
    })),
    evidence: state.evidence.flatMap((e) => {
      const file = files.get(e.attachment)
      return file === undefined
        ? []
        : [{ ...file, attachment: e.attachment, name: e.name, about: e.about, note: e.note, by: person(e.by), on: e.on }]
    }),
    reports: reports.map((r) => ({
      id: r.id,
      body: body(r.body_id),
      cycle: r.cycle,
      done: r.done,
      next: r.next,
      progress: r.progress,
      blocked: r.blocked,
      on: r.reported_on,
      by: person(r.reported_by),
      at: r.reported_at.toISOString(),
    })),
    reasons: reasonsOn(judgedOf(state, rules), day).map(({ code, from, zh, en }) => ({ code, from, zh, en })),
    progress: { known: progress.known, of: progress.of },
    submitted:
      state.phase === 'submitted'
        ? { by: person(state.submittedBy), on: state.submittedOn!, summary: await submissionOf(tx, tenantId, entry.id) }
        : null,
    closed: state.phase === 'closed' ? { by: person(state.closedBy), on: state.closedOn! } : null,
    reopenings: state.reopenings,
    returns: state.returns,
    may: ledger.archived ? [] : offered(scope, state),
    today: day,
  }
}

async function filesOf(tx: InTenant, tenantId: string, state: EntryState) {
  const ids = state.evidence.map((e) => e.attachment)
  if (ids.length === 0) return new Map<string, { type: string; size: number; sha256: string }>()
  const rows = await tx
    .selectFrom('attachment')
    .select(['id', 'type', 'size', 'sha256'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((r) => [r.id, { type: r.type, size: Number(r.size), sha256: r.sha256 }]))
}

/** What was said when close-out was asked for last. */
async function submissionOf(tx: InTenant, tenantId: string, entryId: string): Promise<string> {
  const row = await tx
    .selectFrom('entry_event')
    .select('body')
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', entryId)
    .where('kind', '=', 'submitted')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.body.kind === 'submitted' ? row.body.summary : ''
}
