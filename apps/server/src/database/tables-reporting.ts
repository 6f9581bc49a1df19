import type { CycleRule, DecisionKind } from '@yingshang/ledger'
import type { ColumnType, JSONColumnType } from 'kysely'
import type { ReportLine } from '../contract/reporting.ts'
import type { MeetingShown, WeeklyDecision } from '../contract/weekly-meetings.ts'

/** Tables of reporting. See `migrations/0070-reporting.sql` and `0075-weekly-meetings.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>

/** What is kept of a meeting for its minutes: what the ledger shows, and what has become of earlier decisions by then. */
export type KeptShown = MeetingShown & { readonly previous?: readonly WeeklyDecision[] }

export interface ReportingTables {
  ledger_cycle: {
    tenant_id: string
    ledger_id: string
    rule_id: string
    rule: Json<CycleRule>
    active: boolean
    since: string
    changed_by: string | null
    changed_at: Date
  }
  cycle_report: {
    tenant_id: string
    ledger_id: string
    cycle: string
    body_id: string
    rule_id: string
    from_day: string
    until_day: string
    opens_on: string
    due_on: string
    closes_on: string
    status: 'awaited' | 'draft' | 'handed-in' | 'returned'
    lines: Json<readonly ReportLine[]>
    first_on: string | null
    handed_in_at: Date | null
    handed_in_by: string | null
    returned_at: Date | null
    returned_by: string | null
    returned_reason: string | null
    reminded_on: string | null
    urged: number
    urged_at: Date | null
    version: number
    updated_at: Date
  }
  weekly_meeting: {
    tenant_id: string
    id: string
    ledger_id: string
    cycle: string | null
    on_day: string
    place: string
    chair: string
    chair_id: string | null
    present: string
    status: 'draft' | 'adopted' | 'dropped'
    shown: ColumnType<KeptShown | null, string | null | undefined, string | null>
    writers: ColumnType<string[], readonly string[], readonly string[]>
    created_at: Date
    adopted_by: ColumnType<string | null, string | null | undefined, string | null>
    adopted_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    version: number
  }
  weekly_decision: {
    tenant_id: string
    meeting_id: string
    number: number
    kind: DecisionKind
    entry_id: string | null
    body_id: string | null
    due: string | null
    words: string
    adopted: boolean
    chair_id: string | null
    seq: ColumnType<number | null, number | null | undefined, number | null>
    step_id: ColumnType<string | null, string | null | undefined, string | null>
    settled_on: ColumnType<string | null, string | null | undefined, string | null>
    settled_words: ColumnType<string | null, string | null | undefined, string | null>
    settled_by: ColumnType<string | null, string | null | undefined, string | null>
  }
}
