import type { CycleRule } from '@yingshang/ledger'
import type { JSONColumnType } from 'kysely'
import type { ReportLine } from '../contract/reporting.ts'

/** Tables of reporting. See `migrations/0070-reporting.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>

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
}
