import { formatDrawRecord } from '@yingshang/draw'
import type { Caller } from '../accounts/sessions.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import type { Services } from '../services.ts'
import { type DrawRow, drawDetail, drawOf, drawSummary, fileOf, keepReceipt, publicDraw } from './draw-store.ts'

type Names = 'listDraws' | 'getDraw' | 'listPublicDraws' | 'getPublicDraw' | 'downloadDrawRecord'

/** Looking at draws: those who conduct them, and everybody. */
export function drawPageHandlers(services: Services): Pick<Handlers, Names> {
  const { store } = services

  async function list(
    tenantId: string,
    caller: Caller | null,
    query: { after?: string | undefined; limit: number; matter?: string | undefined; status?: DrawRow['status'] | undefined },
  ) {
    const after = keyset(query.after)
    const rows = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('draw')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .$if(after !== null, (q) => q.where('id', '<', after!))
        .$if(query.matter !== undefined, (q) => q.where('matter_id', '=', query.matter!))
        .$if(query.status !== undefined, (q) => q.where('status', '=', query.status!))
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
        .execute(),
    )
    const items = rows.slice(0, query.limit).map((row) => drawSummary(row, caller))
    return { items, next: rows.length > query.limit ? items.at(-1)!.id : null }
  }

  /** A draw with the receipt that it has by now. */
  async function fresh(tenantId: string, id: string): Promise<DrawRow> {
    const row = await store.inTenant(tenantId, (tx) => drawOf(tx, tenantId, id))
    return { ...row, receipt: await keepReceipt(services, tenantId, row) }
  }

  return {
    listDraws: ({ caller, query }) => list(caller.tenant.id, caller, query),
    listPublicDraws: ({ query }) => list(services.tenantId, null, query),

    async getDraw({ caller, params }) {
      const row = await fresh(caller.tenant.id, params.id)
      return store.inTenant(caller.tenant.id, (tx) => drawDetail(tx, services, row, caller))
    },

    async getPublicDraw({ params }) {
      const row = await fresh(services.tenantId, params.id)
      return store.inTenant(services.tenantId, (tx) => publicDraw(tx, row, null))
    },

    async downloadDrawRecord({ params }) {
      const content = new TextEncoder().encode(formatDrawRecord(fileOf(await fresh(services.tenantId, params.id))))
      return { name: `draw-${params.id}.json`, type: 'application/json', content, bytes: content.length }
    },
  }
}
