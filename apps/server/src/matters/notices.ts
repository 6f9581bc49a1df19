import type { NOTICE_ENDPOINTS } from '../contract/notices.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import type { Services } from '../services.ts'

/** Notices of the caller: read by nobody else. */
export function noticeHandlers({ store, now }: Services): Pick<Handlers, keyof typeof NOTICE_ENDPOINTS> {
  return {
    async listNotices({ caller, query }) {
      const tenantId = caller.tenant.id
      const after = keyset(query.after)
      return store.inTenant(tenantId, async (tx) => {
        const own = tx.selectFrom('notice as n').where('n.tenant_id', '=', tenantId).where('n.user_id', '=', caller.user.id)
        const { unread } = await own
          .where('n.read_at', 'is', null)
          .select((of) => of.fn.countAll<string>().as('unread'))
          .executeTakeFirstOrThrow()
        let page = own
          .leftJoin('matter as m', (join) => join.onRef('m.tenant_id', '=', 'n.tenant_id').onRef('m.id', '=', 'n.matter_id'))
          .select(['n.id', 'n.zh', 'n.en', 'n.at', 'n.read_at', 'n.matter_id', 'm.title', 'm.number'])
        if (query.unread !== undefined) page = page.where('n.read_at', query.unread === 'true' ? 'is' : 'is not', null)
        if (after !== null) page = page.where('n.id', '<', after)
        const rows = await page
          .orderBy('n.id', 'desc')
          .limit(query.limit + 1)
          .execute()
        const shown = rows.slice(0, query.limit)
        return {
          items: shown.map((row) => ({
            id: row.id,
            text: { zh: row.zh, en: row.en },
            matter: row.matter_id === null ? null : { id: row.matter_id, title: row.title ?? '', number: row.number },
            at: row.at.toISOString(),
            readAt: row.read_at?.toISOString() ?? null,
          })),
          next: rows.length > query.limit ? shown.at(-1)!.id : null,
          unread: Number(unread),
        }
      })
    },

    async readNotices({ caller, body }) {
      await store.inTenant(caller.tenant.id, async (tx) => {
        let rows = tx
          .updateTable('notice')
          .set({ read_at: now() })
          .where('tenant_id', '=', caller.tenant.id)
          .where('user_id', '=', caller.user.id)
          .where('read_at', 'is', null)
        if (body.ids.length > 0) rows = rows.where('id', 'in', body.ids)
        await rows.execute()
      })
    },
  }
}
