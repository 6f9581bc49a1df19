import { decisionSentence, type MeetingDecision } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { WeeklyMeeting } from '../contract/weekly-meetings.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { dayWords } from './papers.ts'

/** Meetings and their decisions as stored. */

export interface MeetingRow {
  readonly id: string
  readonly ledger_id: string
  readonly ledger: string
  readonly cycle: string | null
  readonly on_day: string
  readonly place: string
  readonly chair: string
  readonly chair_id: string | null
  readonly present: string
  readonly status: WeeklyMeeting['status']
  readonly writers: string[]
  readonly adopted_by: string | null
  readonly adopter: string | null
  readonly adopted_at: Date | null
  readonly version: number
  readonly decisions: number
}

/** Of the minutes, as facts and letters cite them. */
export const minutesTitle = (row: Pick<MeetingRow, 'ledger' | 'on_day'>) => `${row.ledger}工作例会纪要（${dayWords(row.on_day)}）`

export const meetingOf = (row: MeetingRow): WeeklyMeeting => ({
  id: row.id,
  ledger: { id: row.ledger_id, name: row.ledger },
  cycle: row.cycle,
  on: row.on_day,
  place: row.place,
  chair: row.chair,
  chairId: row.chair_id,
  present: row.present,
  status: row.status,
  title: minutesTitle(row),
  decisions: row.decisions,
  adopted:
    row.adopted_at === null ? null : { by: { id: row.adopted_by, displayName: row.adopter ?? '' }, at: row.adopted_at.toISOString() },
  version: row.version,
})

export interface Wanted {
  readonly id?: string
  readonly ledger?: string | undefined
  readonly status?: WeeklyMeeting['status']
  /** Meetings before this one: by day, then by id. */
  readonly before?: Pick<MeetingRow, 'on_day' | 'id'> | undefined
  readonly limit: number
}

/** Meetings that the caller sees, the latest day first. */
export async function meetingRows(tx: InTenant, tenantId: string, { id, ledger, status, before, limit }: Wanted): Promise<MeetingRow[]> {
  const { rows } = await sql<MeetingRow>`
    select m.id, m.ledger_id, l.title as ledger, m.cycle, m.on_day, m.place, m.chair, m.chair_id, m.present, m.status, m.writers::text[] as writers,
      m.adopted_by, u.display_name as adopter, m.adopted_at, m.version,
      (select count(*)::int from weekly_decision d where d.tenant_id = m.tenant_id and d.meeting_id = m.id) as decisions
    from weekly_meeting m join ledger l on l.tenant_id = m.tenant_id and l.id = m.ledger_id
      left join app_user u on u.tenant_id = m.tenant_id and u.id = m.adopted_by
    where m.tenant_id = ${tenantId} ${id === undefined ? sql`` : sql`and m.id = ${id}`} ${ledger === undefined ? sql`` : sql`and m.ledger_id = ${ledger}`}
      ${status === undefined ? sql`` : sql`and m.status = ${status}`}
      ${before === undefined ? sql`` : sql`and (m.on_day, m.id) < (${before.on_day}::date, ${before.id}::uuid)`}
    order by m.on_day desc, m.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function meetingRow(tx: InTenant, tenantId: string, id: string): Promise<MeetingRow> {
  const [found] = await meetingRows(tx, tenantId, { id, limit: 1 })
  if (!found) throw refuse('weekly-meeting.not-found')
  return found
}

export interface DecisionRow {
  readonly meeting_id: string
  readonly on_day: string
  readonly number: number
  readonly kind: MeetingDecision['kind']
  readonly entry_id: string | null
  readonly entry_number: string | null
  readonly entry_title: string | null
  readonly body_id: string | null
  readonly body: string | null
  readonly due: string | null
  readonly words: string
  readonly adopted: boolean
  readonly seq: number | null
  readonly step_id: string | null
  readonly settled_on: string | null
  readonly settled_words: string | null
  /** Day of the first report of the body on the entry after the decision. */
  readonly heard_on: string | null
}

/** The decisions of meetings, in the order of the minutes, with the first report that followed each. */
export async function decisionRows(tx: InTenant, tenantId: string, meetings: readonly string[]): Promise<DecisionRow[]> {
  if (meetings.length === 0) return []
  const { rows } = await sql<DecisionRow>`
    select d.meeting_id, m.on_day, d.number, d.kind, d.entry_id, e.number as entry_number, e.title as entry_title, d.body_id, b.name as body, d.due, d.words,
      d.adopted, d.seq, d.step_id, d.settled_on, d.settled_words,
      (select min((v.at at time zone 'Asia/Shanghai')::date)::text from entry_event v where v.tenant_id = d.tenant_id and v.entry_id = d.entry_id
        and v.seq > d.seq and v.kind = 'reported' and v.body ->> 'body' = d.body_id::text) as heard_on
    from weekly_decision d join weekly_meeting m on m.tenant_id = d.tenant_id and m.id = d.meeting_id
      left join ledger_entry e on e.tenant_id = d.tenant_id and e.id = d.entry_id
      left join body b on b.tenant_id = d.tenant_id and b.id = d.body_id
    where d.tenant_id = ${tenantId} and d.meeting_id = any(${[...meetings]}::uuid[])
    order by m.on_day desc, d.meeting_id desc, d.number`.execute(tx)
  return rows
}

export const decisionOf = (row: DecisionRow): MeetingDecision => ({
  kind: row.kind,
  entry: row.entry_id,
  body: row.body_id,
  due: row.due,
  words: row.words,
})

export const sentenceOf = (row: DecisionRow): string =>
  decisionSentence(decisionOf(row), {
    body: row.body ?? '',
    entry: row.entry_title === null ? '' : `${row.entry_number ?? ''} ${row.entry_title}`.trim(),
  })
