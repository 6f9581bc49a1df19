import type { ColumnType, JSONColumnType } from 'kysely'

/** Versions of the working-day calendar, and what they changed. */
export interface CalendarTables {
  calendar_version: {
    tenant_id: string
    number: number
    years: number[]
    days: JSONColumnType<readonly { readonly date: string; readonly kind: 'off' | 'makeUp' | 'plain' }[], string, string>
    source_title: string
    source_text: string
    source_attachment: string | null
    note: string
    revision: number
    drafted_by: string
    drafted_at: Date
    saved_by: string
    saved_at: Date
    savers: string[]
    published_by: string | null
    published_at: Date | null
    effective_from: string | null
    calendar: ColumnType<object | null, string | null, string | null>
  }
  calendar_recount: { tenant_id: string; number: number; at: Date; matters: number; clocks: number }
}
