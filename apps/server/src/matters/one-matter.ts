import { dateInChina } from '@yingshang/time'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { visibleMatter } from './access.ts'
import { detailOf } from './view.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** One matter as its page shows it, its documents, and following it. */
export function oneMatterHandlers({ store, now, law }: Services): Pick<Handlers, 'getMatter' | 'follow' | 'downloadDocument'> {
  const day = () => dateInChina(now().toISOString())
  return {
    getMatter: ({ caller, params }) =>
      store.inTenant(caller.tenant.id, async (tx) => detailOf(tx, law, caller, await visibleMatter(tx, caller, params.id, day()), now())),

    async follow({ caller, params, body }) {
      const row = { tenant_id: caller.tenant.id, matter_id: params.id, user_id: caller.user.id }
      await store.inTenant(caller.tenant.id, async (tx) => {
        await visibleMatter(tx, caller, params.id, day())
        if (body.following)
          await tx
            .insertInto('matter_follower')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        else
          await tx
            .deleteFrom('matter_follower')
            .where('tenant_id', '=', row.tenant_id)
            .where('matter_id', '=', row.matter_id)
            .where('user_id', '=', row.user_id)
            .execute()
      })
    },

    async downloadDocument({ caller, params }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const matter = await visibleMatter(tx, caller, params.id, day())
        const seen = (await detailOf(tx, law, caller, matter, now())).documents.find((d) => d.id === params.document)
        const row = await tx
          .selectFrom('matter_document')
          .select(['bytes', 'number'])
          .where('tenant_id', '=', tenantId)
          .where('matter_id', '=', params.id)
          .where('id', '=', params.document)
          .executeTakeFirst()
        if (!row || !seen) throw refuse('document.not-found')
        return { name: `${row.number} ${seen.title.zh}.docx`, type: DOCX, content: row.bytes }
      })
    },
  }
}
