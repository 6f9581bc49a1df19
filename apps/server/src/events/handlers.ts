import { EVENTS } from '../contract/events.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import type { Services } from '../services.ts'

export function eventHandlers({ store }: Services): Pick<Handlers, 'listEvents'> {
  return {
    async listEvents({ caller, query }) {
      const tenantId = caller.tenant.id
      const rows = await store.inTenant(tenantId, async (tx) => {
        let select = tx
          .selectFrom('event as e')
          .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'e.tenant_id').onRef('u.id', '=', 'e.user_id'))
          .select(['e.id', 'e.at', 'e.user_id', 'e.kind', 'e.subject_type', 'e.subject_id', 'e.detail', 'e.request_id', 'u.display_name'])
          .where('e.tenant_id', '=', tenantId)
        if (query.kind !== undefined) select = select.where('e.kind', '=', query.kind)
        if (query.subject !== undefined) select = select.where('e.subject_id', '=', query.subject)
        if (query.by !== undefined) select = select.where('e.user_id', '=', query.by)
        const after = keyset(query.after)
        if (after !== null) select = select.where('e.id', '<', after)
        return select
          .orderBy('e.id', 'desc')
          .limit(query.limit + 1)
          .execute()
      })
      const items = rows.slice(0, query.limit).map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        by: { id: row.user_id, displayName: row.display_name ?? '系统 System' },
        kind: row.kind,
        zh: EVENTS[row.kind as keyof typeof EVENTS]?.zh ?? row.kind,
        en: EVENTS[row.kind as keyof typeof EVENTS]?.en ?? row.kind,
        subject: row.subject_type !== null && row.subject_id !== null ? { type: row.subject_type, id: row.subject_id } : null,
        detail: row.detail,
        requestId: row.request_id,
      }))
      return { items, next: rows.length > query.limit ? items.at(-1)!.id : null }
    },
  }
}
