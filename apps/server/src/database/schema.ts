import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CalendarTables } from './tables-calendars.ts'
import type { CampaignTables } from './tables-campaign.ts'
import type { ChannelTables } from './tables-channels.ts'
import type { EvaluationTables } from './tables-evaluation.ts'
import type { IndicatorTables } from './tables-indicators.ts'
import type { LedgerTables } from './tables-ledger.ts'
import type { MatterCareTables } from './tables-matter-care.ts'
import type { MeetingTables } from './tables-meetings.ts'
import type { OrganisationTables } from './tables-organisation.ts'
import type { QuestionnaireTables } from './tables-questionnaires.ts'
import type { RegisterTables } from './tables-registers.ts'
import type { ReportingTables } from './tables-reporting.ts'
import type { SignInTables } from './tables-sign-in.ts'
import type { SupervisionTables } from './tables-supervision.ts'

/** The tables as the server's queries see them. Instants come as `Date`, plain dates as `YYYY-MM-DD`. */

/** JSON that is written as text (so that arrays are not taken for SQL arrays) and comes back parsed. */
type Json<T> = JSONColumnType<T & object, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null, string | null>

export interface Tables
  extends LedgerTables,
    IndicatorTables,
    CalendarTables,
    CampaignTables,
    ChannelTables,
    EvaluationTables,
    MatterCareTables,
    OrganisationTables,
    SignInTables,
    ReportingTables,
    SupervisionTables,
    MeetingTables,
    QuestionnaireTables,
    RegisterTables {
  tenant: { id: string; slug: string; name: string; created_at: Date }
  app_user: {
    tenant_id: string
    id: string
    login: string
    login_key: string
    display_name: string
    roles: string[]
    password_hash: string
    must_change_password: boolean
    disabled: boolean
    created_at: Date
    last_sign_in_at: Date | null
    email: ColumnType<string | null, string | null | undefined, string | null>
    email_key: ColumnType<string | null, string | null | undefined, string | null>
  }
  session: {
    tenant_id: string
    id: string
    token_hash: Buffer
    user_id: string
    created_at: Date
    last_seen_at: Date
    expires_at: Date
    method: ColumnType<string, string | undefined, never>
    id_token: ColumnType<string | null, string | null | undefined, never>
  }
  sign_in_failure: { tenant_id: string; subject: string; failures: number; last_failed_at: Date; locked_until: Date | null }
  event: {
    tenant_id: string
    id: string
    at: Date
    user_id: string | null
    kind: string
    subject_type: string | null
    subject_id: string | null
    detail: Json<Record<string, unknown>>
    request_id: string | null
  }
  idempotency_key: {
    tenant_id: string
    user_id: string
    endpoint: string
    key: string
    request_hash: string
    status: number | null
    body: OptionalJson<unknown>
    created_at: Date
  }
  plan_document: {
    tenant_id: string
    id: string
    sha256: string
    file_name: string
    bytes: number
    format: string
    hint_issued_on: string | null
    hint_plan_year: number | null
    sample: boolean
    version: number
    title: string
    issuer: string | null
    document_number: string | null
    issued_on: string | null
    plan_year: number | null
    counts: Json<Record<string, number>>
    uploaded_by: string | null
    uploaded_at: Date
    read_at: Date
  }
  plan_document_piece: { tenant_id: string; document_id: string; number: number; bytes: Buffer }
  plan_reading: {
    tenant_id: string
    id: string
    document_id: string
    version: number
    text: string
    source: Json<unknown>
    plan: Json<unknown>
    read_by: string | null
    read_at: Date
  }
  correction: {
    tenant_id: string
    id: string
    document_id: string
    version: number
    field: string | null
    anchor: OptionalJson<unknown>
    value: OptionalJson<unknown>
    undoes: string | null
    made_by: string
    made_at: Date
  }
  alignment: {
    tenant_id: string
    id: string
    lower_id: string
    upper_id: string
    version: number
    basis: string
    computed: Json<unknown>
    counts: Json<Record<string, number>>
    created_by: string | null
    created_at: Date
  }
  alignment_decision: {
    tenant_id: string
    id: string
    alignment_id: string
    version: number
    verdict: string | null
    lower_anchor: OptionalJson<unknown>
    upper_anchor: OptionalJson<unknown>
    instead_of: OptionalJson<unknown>
    undoes: string | null
    made_by: string
    made_at: Date
  }
  matter: {
    tenant_id: string
    id: string
    procedure_id: string
    procedure_version: string
    title: string
    title_en: string
    number: string | null
    seq: number
    state: Json<Record<string, unknown>>
    stages: string[]
    flags: string[]
    ended: boolean
    next_due: string | null
    opened_at: Date
    updated_at: Date
  }
  matter_action: {
    tenant_id: string
    matter_id: string
    seq: number
    id: string
    action: string
    user_id: string | null
    at: Date
    body: Json<Record<string, unknown>>
    effects: Json<unknown>
    salt: Buffer
    digest: Buffer
  }
  journal_queue: {
    tenant_id: string
    record_id: string
    kind: ColumnType<string, string | undefined, never>
    digest: Buffer
    queued_at: Date
  }
  journal_entry: {
    tenant_id: string
    index: ColumnType<string, number, never>
    record_id: string
    kind: string
    digest: Buffer
    sealed_at: Date
  }
  journal_record: {
    tenant_id: string
    id: string
    kind: string
    subject_id: string
    user_id: string | null
    at: Date
    body: Json<Record<string, unknown>>
    salt: Buffer
    digest: Buffer
  }
  journal_file: { tenant_id: string; path: string; bytes: Buffer }
  matter_clock: {
    tenant_id: string
    matter_id: string
    clock: string
    key: string
    status: string
    due: string | null
    due_at: Date | null
    on_due: string | null
    warn: string[]
    warned_until: string | null
    fired: boolean
  }
  matter_task: {
    tenant_id: string
    id: string
    matter_id: string
    obligation: string
    title_zh: string
    title_en: string
    roles: string[]
    due: string | null
    since: string
    done_at: Date | null
  }
  matter_party: {
    tenant_id: string
    id: string
    matter_id: string
    user_id: string
    role: string
    from_day: string
    until_day: string | null
    on_behalf_of: string | null
    ended_at: Date | null
  }
  matter_follower: { tenant_id: string; matter_id: string; user_id: string }
  matter_draft: {
    tenant_id: string
    matter_id: string
    user_id: string
    action: string
    form: Json<Record<string, unknown>>
    saved_at: Date
  }
  matter_document: {
    tenant_id: string
    id: string
    matter_id: string
    seq: number
    document: string
    number: string
    made_at: Date
    sha256: string
    bytes: Buffer
  }
  number_series: { tenant_id: string; series: string; last: number }
  attachment: {
    tenant_id: string
    id: string
    name: string
    type: string
    size: ColumnType<string, number, number>
    sha256: string
    uploaded_by: string | null
    uploaded_at: Date
    matter_id: string | null
  }
  outbox: {
    tenant_id: string
    id: string
    topic: string
    body: Json<Record<string, unknown>>
    created_at: Date
    done_at: Date | null
    attempts: number
    last_error: string | null
    outcome: Generated<'sent' | 'failed' | 'unknown' | 'late' | 'dropped' | null>
  }
  notice: {
    tenant_id: string
    id: string
    user_id: string
    matter_id: string | null
    zh: string
    en: string
    at: Date
    read_at: Date | null
    event: ColumnType<string, string | undefined, never>
    link: ColumnType<string | null, string | null | undefined, never>
    fanned_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  }
  decision_table_version: {
    tenant_id: string
    table_id: string
    number: number
    dmn: string
    note: string
    revision: number
    saved_by: string
    saved_at: Date
    savers: string[]
    drafted_by: string
    drafted_at: Date
    published_by: string | null
    published_at: Date | null
    effective_from: string | null
  }
}
