import type { ColumnType, JSONColumnType } from 'kysely'
import type { EntryFilter } from '../contract/ledger-shapes.ts'
import type { LetterEntry } from '../contract/supervision.ts'

/** Tables of supervision. See `migrations/0071-supervision.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>
type Ids = ColumnType<string[], readonly string[], readonly string[]>

export interface SupervisionTables {
  letter: {
    tenant_id: string
    id: string
    kind: 'inquiry' | 'case' | 'regular'
    title: string
    ledger_id: string | null
    filter: Json<EntryFilter>
    entries: Json<readonly LetterEntry[]>
    opening: string
    closing: string
    answer_by: string | null
    status: 'draft' | 'submitted' | 'approved' | 'sent' | 'dropped'
    series: string
    year: number | null
    number: number | null
    approved_on: string | null
    drafted_by: string
    drafted_at: Date
    submitted_at: Date | null
    approved_by: string | null
    approved_at: Date | null
    returned_reason: string | null
    sent_by: string | null
    sent_at: Date | null
    version: number
  }
  letter_body: {
    tenant_id: string
    letter_id: string
    body_id: string
    sent: boolean
    received_by: string | null
    received_at: Date | null
    answer: string | null
    answered_by: string | null
    answered_at: Date | null
    reminded_on: string | null
  }
  inspection: {
    tenant_id: string
    id: string
    title: string
    origin: 'open' | 'secret'
    from_day: string
    until_day: string
    inspectors: Ids
    note: string
    closed_on: string | null
    created_by: string
    created_at: Date
  }
}
