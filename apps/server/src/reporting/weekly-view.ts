import { decisionRefusals, fateOf } from '@yingshang/ledger'
import type { Caller } from '../accounts/sessions.ts'
import type { MeetingShown, WeeklyDecision, WeeklyMeetingDetail } from '../contract/weekly-meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { KeptShown } from '../database/tables-reporting.ts'
import { listEntries, summariesOf } from '../ledger/list.ts'
import { loadEntries } from '../ledger/stored.ts'
import type { AtWork } from '../ledger/work.ts'
import type { Scope } from '../organisation/scope.ts'
import { listRow, twoLists } from './lists.ts'
import { roundRows } from './rounds.ts'
import { judgedDecisions } from './weekly-adopt.ts'
import {
  type DecisionRow,
  decisionOf,
  decisionRows,
  type MeetingRow,
  meetingOf,
  meetingRow,
  meetingRows,
  sentenceOf,
} from './weekly-rows.ts'

/** The meeting as its page and its papers show it. */

/** Rows of each list, and days ahead that the list of tasks looks. */
const SHOWN = 50
const DAYS = 14
/** Meetings back of which decisions that are not done stay on the agenda. */
const BACK = 12

/** What the ledger says today to a meeting on it. */
export async function shownNow(
  tx: InTenant,
  caller: Caller,
  work: AtWork,
  now: Date,
  { ledger, cycle }: { readonly ledger: string; readonly cycle?: string | null | undefined },
): Promise<MeetingShown> {
  const lists = await twoLists(tx, caller, work, now, { ledger, days: DAYS, most: SHOWN })
  const asking = work.asking(caller)
  const { rows } = await listEntries(tx, asking, { ledger, status: 'awaiting-review' }, { sort: 'plan', limit: SHOWN })
  const review = (await summariesOf(tx, asking.tenantId, rows)).map((e) => listRow(e, '已申请销号，待审核'))
  const asked = cycle == null ? null : await roundRows(tx, asking.tenantId, work.day(), { ledger, cycle })
  const silent = asked === null ? null : { asked: asked.length, names: asked.filter((r) => r.firstOn === null).map((r) => r.body.name) }
  return { lists, review, silent }
}

/** Decisions with what became of them by today; of a draft, with why they could not become facts today. */
async function decisionsOf(tx: InTenant, tenantId: string, scope: Scope, work: AtWork, rows: readonly DecisionRow[]) {
  const entries = await loadEntries(tx, tenantId, [...new Set(rows.flatMap((r) => r.entry_id ?? []))])
  const states = new Map(entries.map((e) => [e.id, e.state]))
  return rows.map((row): WeeklyDecision => {
    const decision = decisionOf(row)
    const fate = row.adopted
      ? fateOf(
          decision,
          {
            state: row.entry_id === null ? null : (states.get(row.entry_id) ?? null),
            step: row.step_id,
            heardOn: row.heard_on,
            settled: row.settled_on === null ? null : { on: row.settled_on, words: row.settled_words ?? '' },
          },
          work.day(),
        )
      : null
    return {
      meeting: row.meeting_id,
      on: row.on_day,
      number: row.number,
      kind: row.kind,
      entry: row.entry_title === null ? null : { id: row.entry_id!, number: row.entry_number ?? '', title: row.entry_title },
      body: row.body_id === null ? null : { id: row.body_id, name: row.body ?? '' },
      due: row.due,
      words: row.words,
      sentence: sentenceOf(row),
      fate: fate && { state: fate.state, words: { ...fate.words } },
      refusals: row.adopted ? [] : decisionRefusals(decision, row.on_day).map(({ zh, en }) => ({ zh, en })),
      settleable: scope.runs && fate !== null && fate.state !== 'done',
    }
  })
}

/** Decisions of the meeting before one on the same ledger, and of older ones what is not done. */
export async function earlierDecisions(
  tx: InTenant,
  tenantId: string,
  scope: Scope,
  work: AtWork,
  meeting: { readonly ledger: string; readonly before?: Pick<MeetingRow, 'on_day' | 'id'> },
): Promise<WeeklyDecision[]> {
  const meetings = await meetingRows(tx, tenantId, { ledger: meeting.ledger, status: 'adopted', before: meeting.before, limit: BACK })
  const rows = await decisionRows(
    tx,
    tenantId,
    meetings.map((m) => m.id),
  )
  const all = await decisionsOf(tx, tenantId, scope, work, rows)
  return all.filter((d) => d.meeting === meetings[0]!.id || d.fate?.state !== 'done')
}

/** A meeting with everything around it, as far as the caller may see it. */
export async function weeklyMeeting(
  tx: InTenant,
  caller: Caller,
  scope: Scope,
  work: AtWork,
  now: Date,
  id: string,
): Promise<WeeklyMeetingDetail> {
  const tenantId = caller.tenant.id
  const row = await meetingRow(tx, tenantId, id)
  const whole = scope.all || row.chair_id === scope.user
  const rows = await decisionRows(tx, tenantId, [id])
  const draft = row.status === 'draft'
  const refusals = draft && whole ? await judgedDecisions(tx, work.deed(caller), work, row, rows) : null
  const decisions = (await decisionsOf(tx, tenantId, scope, work, rows)).map((d) => ({
    ...d,
    refusals: [...d.refusals, ...(refusals?.refused.get(d.number) ?? []).map(({ zh, en }) => ({ zh, en }))],
  }))
  return {
    meeting: meetingOf(row),
    shown: whole ? await shownOf(tx, caller, scope, work, now, row) : null,
    previous: whole ? await earlierDecisions(tx, tenantId, scope, work, { ledger: row.ledger_id, before: row }) : [],
    decisions,
    may: !draft
      ? []
      : [...(scope.runs ? (['change', 'drop'] as const) : []), ...(mayAdopt(row, caller, scope) ? (['adopt'] as const) : [])],
  }
}

/** What a meeting keeps for its minutes today. */
export async function keptNow(tx: InTenant, caller: Caller, scope: Scope, work: AtWork, now: Date, row: MeetingRow): Promise<KeptShown> {
  return {
    ...(await shownNow(tx, caller, work, now, { ledger: row.ledger_id, cycle: row.cycle })),
    previous: await earlierDecisions(tx, caller.tenant.id, scope, work, { ledger: row.ledger_id, before: row }),
  }
}

/** The meeting as its minutes say it: what happened after they were adopted is not in them. */
export async function minutesOf(
  tx: InTenant,
  caller: Caller,
  scope: Scope,
  work: AtWork,
  now: Date,
  id: string,
): Promise<WeeklyMeetingDetail> {
  const detail = await weeklyMeeting(tx, caller, scope, work, now, id)
  if (detail.meeting.status !== 'adopted' || detail.shown === null) return detail
  const kept = await keptOf(tx, caller.tenant.id, id)
  return { ...detail, previous: [...(kept?.previous ?? detail.previous)] }
}

async function keptOf(tx: InTenant, tenantId: string, id: string): Promise<KeptShown | null> {
  const row = await tx
    .selectFrom('weekly_meeting')
    .select('shown')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.shown ?? null
}

/** Whether somebody may adopt: the chair, or the office where it entered nothing. */
export const mayAdopt = (row: MeetingRow, caller: Caller, scope: Scope): boolean =>
  caller.permissions.includes('ledger.decide') && (row.chair_id === caller.user.id || (scope.runs && !row.writers.includes(caller.user.id)))

/** What the ledger shows to a draft today; to adopted minutes, what it showed then. A chair who sees less than the office is shown what the office last saw. */
async function shownOf(tx: InTenant, caller: Caller, scope: Scope, work: AtWork, now: Date, row: MeetingRow): Promise<MeetingShown> {
  const kept = await keptOf(tx, caller.tenant.id, row.id)
  if (kept && (row.status !== 'draft' || !scope.all)) {
    const { previous: _, ...shown } = kept
    return shown
  }
  return shownNow(tx, caller, work, now, { ledger: row.ledger_id, cycle: row.cycle })
}
