import type { EntryState, FactBody, RiskRules } from '@yingshang/ledger'
import type { ColumnType, JSONColumnType } from 'kysely'
import type { EntryFilter } from '../contract/ledger-shapes.ts'

/** Tables of ledgers. See `migrations/0060-ledger.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>
type Texts = ColumnType<string[], readonly string[], readonly string[]>

/** Names of units as the plan prints them. */
export interface PrintedUnits {
  readonly lead: readonly string[]
  readonly responsible: readonly string[]
}

export interface LedgerTables {
  ledger: {
    tenant_id: string
    id: string
    title: string
    year: number | null
    adopted: number
    archived: boolean
    risks: Json<RiskRules>
    last_position: number
    created_by: string | null
    created_at: Date
  }
  ledger_risks: {
    tenant_id: string
    ledger_id: string
    version: number
    rules: Json<RiskRules>
    reason: string
    changed: number
    effective_from: string
    recorded_by: string | null
    recorded_at: Date
  }
  ledger_plan: {
    tenant_id: string
    ledger_id: string
    number: number
    plan_id: string
    plan_version: number
    title: string
    document_number: string | null
    text: string
    plan: Json<unknown>
    adopted_by: string | null
    adopted_at: Date
  }
  ledger_entry: {
    tenant_id: string
    id: string
    ledger_id: string
    position: number
    number: string
    title: string
    domain: string
    path: Texts
    units: Json<PrintedUnits>
    matched: boolean
    lead_body_id: string | null
    responsible: Texts
    departments: Texts
    owner_id: string | null
    owners: Texts
    weight: number
    progress: number | null
    progress_basis: string | null
    phase: string
    starts_on: string | null
    deferred_until: string | null
    at_risk_from: string | null
    overdue_from: string | null
    next_due: string | null
    due_key: string
    ends_on: string | null
    adopted_on: string
    closed_on: string | null
    heard_on: string | null
    blocked: boolean
    evidence: number
    milestones: number
    milestones_done: number
    steps: number
    steps_done: number
    targets_met: number
    targets_unmet: number
    targets_unread: number
    seq: number
    state: Json<EntryState>
    words: string
    updated_at: Date
  }
  entry_body: { tenant_id: string; entry_id: string; body_id: string; role: string; position: number }
  entry_milestone: {
    tenant_id: string
    entry_id: string
    id: string
    due: string | null
    text: string
    done_on: string | null
    position: number
  }
  entry_target: {
    tenant_id: string
    entry_id: string
    id: string
    subject: string
    comparator: string
    value: number
    value_max: number | null
    unit: string
    indicator: string | null
    indicator_body: string | null
    reading: number | null
    reading_as_of: string | null
    verdict: string
    position: number
  }
  entry_step: {
    tenant_id: string
    entry_id: string
    id: string
    body_id: string
    title: string
    department: string | null
    department_id: string | null
    leader: string | null
    owner_id: string | null
    starts_on: string | null
    due_on: string | null
    outcome: string | null
    done_on: string | null
  }
  entry_report: {
    tenant_id: string
    id: string
    entry_id: string
    body_id: string
    cycle: string | null
    done: string
    next: string | null
    progress: number | null
    blocked: string | null
    first_on: string
    reported_on: string
    reported_by: string | null
    reported_at: Date
    seq: number
  }
  entry_evidence: {
    tenant_id: string
    entry_id: string
    attachment_id: string
    name: string
    about: string | null
    note: string | null
    added_by: string | null
    added_on: string
    withdrawn: boolean
  }
  entry_event: {
    tenant_id: string
    entry_id: string
    seq: number
    id: string
    kind: string
    at: Date
    user_id: string | null
    body: Json<FactBody>
  }
  ledger_filter: {
    tenant_id: string
    id: string
    user_id: string
    name: string
    view: string
    filter: Json<EntryFilter>
    sort: string
    shared: boolean
    saved_at: Date
  }
}
