import type { JSONColumnType } from 'kysely'

/** Tables of the ways by which notices leave the product. */
export interface ChannelTables {
  channel: {
    tenant_id: string
    id: string
    kind: string
    name: string
    enabled: boolean
    settings: JSONColumnType<Record<string, unknown>, string, string>
    secret: Buffer | null
    changed_by: string
    changed_at: Date
  }
  notice_rule: { tenant_id: string; id: string; channel_id: string; role: string; event: string; mode: string }
  notice_preference: {
    tenant_id: string
    user_id: string
    email: string | null
    quiet_from: string | null
    quiet_until: string | null
    digest: string | null
    muted: string[]
    changed_at: Date
  }
  delivery: {
    tenant_id: string
    id: string
    channel_id: string
    user_id: string | null
    copy_of: string
    subject: string | null
    body: string | null
    due_at: Date
    state: string
    attempts: number
    last_error: string | null
    created_at: Date
    claimed_at: Date | null
    done_at: Date | null
  }
  delivery_notice: { tenant_id: string; delivery_id: string; notice_id: string }
}
