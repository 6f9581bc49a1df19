import { type DecidedFact, decidedFact, decisionRefusals } from '@yingshang/ledger'
import type { Refusal } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record } from '../journal/record.ts'
import { type Addition, addFacts, type Deed, judged } from '../ledger/act.ts'
import { loadEntries, rulesOf, type StoredEntry, tiesOf } from '../ledger/stored.ts'
import type { AtWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import { demand } from '../organisation/rules.ts'
import type { Scope } from '../organisation/scope.ts'
import { peopleOf } from './people.ts'
import { type DecisionRow, decisionOf, type MeetingRow, minutesTitle, sentenceOf } from './weekly-rows.ts'

/** Adopting the minutes: every decision on an entry becomes a fact of it that names the minutes, all in one transaction or none. */

export const KIND = 'reporting.meeting'

interface Judged {
  readonly additions: readonly Addition[]
  /** The step that a task becomes, and the seq of the fact, by number of the decision. */
  readonly made: ReadonlyMap<number, { readonly step: string | null; readonly seq: number }>
  readonly refused: ReadonlyMap<number, readonly Refusal[]>
}

const NOT_SEEN: Refusal = { code: 'ledger.unknown', zh: '台账中没有这一事项，或者无权决定', en: 'No such entry, or not yours to decide' }

/** The facts that the decisions would become, judged one after another in the order of the minutes; with `lock`, nobody changes the entries meanwhile. */
export async function judgedDecisions(
  tx: InTenant,
  deed: Deed,
  work: AtWork,
  meeting: MeetingRow,
  rows: readonly DecisionRow[],
  lock = false,
): Promise<Judged> {
  const ids = [...new Set(rows.flatMap((r) => r.entry_id ?? []))].sort()
  const entries = new Map((await loadEntries(tx, deed.tenantId, ids, lock)).map((e) => [e.id, e]))
  const gathered = new Map<string, { entry: StoredEntry; state: StoredEntry['state']; facts: DecidedFact[] }>()
  const made = new Map<number, { step: string | null; seq: number }>()
  const refused = new Map<number, readonly Refusal[]>()
  for (const row of rows) {
    const decision = decisionOf(row)
    const missing = decisionRefusals(decision, meeting.on_day)
    if (missing.length > 0) {
      refused.set(row.number, missing)
      continue
    }
    if (row.entry_id === null) continue
    const entry = entries.get(row.entry_id)
    if (!entry) {
      refused.set(row.number, [NOT_SEEN])
      continue
    }
    const step = newId()
    const minutes = minutesTitle(meeting)
    const fact: DecidedFact = {
      ...decidedFact(decision, { sentence: sentenceOf(row), minutes, step, on: work.day() }),
      decidedBy: { kind: 'meeting', id: meeting.id, title: minutes, item: row.number },
    }
    const had = gathered.get(entry.id) ?? { entry, state: entry.state, facts: [] }
    const result = judged(had.state, [fact], deed)
    if (!result.ok) {
      refused.set(row.number, result.refusals)
      continue
    }
    gathered.set(entry.id, { entry, state: result.state, facts: [...had.facts, fact] })
    made.set(row.number, { step: row.kind === 'task' ? step : null, seq: result.state.seq })
  }
  return { additions: [...gathered.values()].map(({ entry, facts }) => ({ entry, facts })), made, refused }
}

/** Writes the decisions as facts, seals the minutes and tells the bodies. The meeting is locked and may be adopted by the caller. */
export async function adoptDecisions(
  tx: InTenant,
  deed: Deed,
  scope: Scope,
  work: AtWork,
  meeting: MeetingRow,
  rows: readonly DecisionRow[],
): Promise<void> {
  const { tenantId } = deed
  const { additions, made, refused } = await judgedDecisions(tx, deed, work, meeting, rows, true)
  // Read with the entries held: nobody changes the rules of risk between the two.
  const rules = await rulesOf(tx, tenantId, meeting.ledger_id, work.calendar(), { writing: true })
  if (refused.size > 0) {
    const reasons = [...refused].flatMap(([number, list]) => list.map((r) => ({ ...r, number })))
    throw refuse(
      'weekly-meeting.refused',
      {
        zh: reasons.map((r) => `第${r.number}项：${r.zh}`).join('；'),
        en: reasons.map((r) => `Item ${r.number}: ${r.en}`).join('; '),
      },
      { errors: reasons.map((r) => ({ path: `decisions.${r.number}`, code: r.code, zh: r.zh, en: r.en })) },
    )
  }
  for (const { entry } of additions) demand(scope, 'entry.decide', tiesOf(entry.state))
  await addFacts(tx, deed, rules, additions)
  for (const row of rows)
    await tx
      .updateTable('weekly_decision')
      .set({ adopted: true, seq: made.get(row.number)?.seq ?? null, step_id: made.get(row.number)?.step ?? null })
      .where('tenant_id', '=', tenantId)
      .where('meeting_id', '=', meeting.id)
      .where('number', '=', row.number)
      .execute()
  await record(tx, tenantId, [
    {
      kind: KIND,
      subjectId: meeting.id,
      userId: deed.userId,
      at: deed.at,
      body: {
        act: 'adopted',
        meeting: meeting.id,
        ledger: meeting.ledger_id,
        on: meeting.on_day,
        decisions: rows.map((r) => ({ number: r.number, ...decisionOf(r), sentence: sentenceOf(r) })),
      },
    },
  ])
  const named = rows.filter((r) => r.body_id !== null)
  const people = await peopleOf(
    tx,
    tenantId,
    named.map((r) => r.body_id!),
    work.day(),
  )
  await tell(
    tx,
    tenantId,
    deed.at,
    named.map((r) => ({
      users: people.get(r.body_id!) ?? [],
      event: 'ledger' as const,
      zh: `工作例会议定：${sentenceOf(r)}`,
      en: `Decided by the weekly meeting: ${sentenceOf(r)}`,
      link: r.entry_id === null ? `/reporting/meetings/${meeting.id}` : `/ledger/entries/${r.entry_id}`,
    })),
  )
}
