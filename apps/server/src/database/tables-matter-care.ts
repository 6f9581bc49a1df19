import type { JSONColumnType } from 'kysely'

/** Saved queries of the list of matters, and how far the samples have come. */
export interface MatterCareTables {
  matter_query: {
    tenant_id: string
    id: string
    owner_id: string
    name: string
    shared: boolean
    search: JSONColumnType<Record<string, unknown>, string, string>
    version: number
    changed_at: Date
  }
  matter_query_default: { tenant_id: string; user_id: string; query_id: string }
  sample_seed: { tenant_id: string; name: string; started_at: Date; finished_at: Date | null }
}
