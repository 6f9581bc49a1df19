import type { LedgerTable } from '@yingshang/plan'
import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { chinaDay } from '../exports/ledger-file.ts'
import type { Handlers } from '../http/endpoint.ts'
import type { Services } from '../services.ts'
import { matterFor } from './access.ts'
import { summaryOf } from './view.ts'

/** Exactly the matters that were chosen, as a workbook; who took them away is recorded. */
export function exportHandlers({ store, now, law, engine }: Services): Pick<Handlers, 'exportMatters'> {
  const day = () => dateInChina(now().toISOString())
  return {
    async exportMatters({ caller, body, requestId }) {
      const tenantId = caller.tenant.id
      const ids = [...new Set(body.ids)]
      const found = await store.inTenant(tenantId, async (tx) => {
        const tasks = await tx
          .selectFrom('matter_task')
          .select(['matter_id', sql<number>`count(*)::int`.as('open')])
          .where('tenant_id', '=', tenantId)
          .where('matter_id', 'in', ids)
          .where('done_at', 'is', null)
          .groupBy('matter_id')
          .execute()
        const dues = await tx
          .selectFrom('matter')
          .select(['id', 'next_due'])
          .where('tenant_id', '=', tenantId)
          .where('id', 'in', ids)
          .execute()
        const list = []
        for (const id of ids) {
          const { matter, held } = await matterFor(tx, caller, id, day())
          list.push(
            summaryOf(law, matter, {
              openTasks: tasks.find((t) => t.matter_id === id)?.open ?? 0,
              myRoles: held.roles,
              following: false,
              nextDue: dues.find((d) => d.id === id)?.next_due ?? null,
            }),
          )
        }
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'matter.exported',
          detail: { matters: ids },
          requestId,
        })
        return list
      })
      const table: LedgerTable = {
        zh: '案件',
        en: 'Matters',
        columns: [
          { key: 'title', zh: '案件名称', en: 'Matter', kind: 'text', width: 24 },
          { key: 'number', zh: '案号', en: 'Number', kind: 'text', width: 16 },
          { key: 'procedure', zh: '程序', en: 'Procedure', kind: 'text', width: 12 },
          { key: 'stages', zh: '阶段', en: 'Stage', kind: 'text', width: 20 },
          { key: 'flags', zh: '标记', en: 'Flags', kind: 'text', width: 12 },
          { key: 'due', zh: '最近期限', en: 'Next end', kind: 'date', width: 10 },
          { key: 'tasks', zh: '待办', en: 'Open tasks', kind: 'integer', width: 6 },
          { key: 'opened', zh: '立案日期', en: 'Opened', kind: 'date', width: 10 },
          { key: 'updated', zh: '最近办理', en: 'Last action', kind: 'date', width: 10 },
        ],
        rows: found.map((m) => [
          m.title,
          m.number,
          m.procedure.title.zh,
          m.stages.map((s) => `${s.trackTitle.zh}：${s.title.zh}`).join('；'),
          m.flags.map((f) => f.title.zh).join('、'),
          m.nextDue,
          m.openTasks,
          dateInChina(m.openedAt),
          dateInChina(m.updatedAt),
        ]),
      }
      return engine.write(
        { title: '案件', remarks: [`所选案件 ${found.length} 件。`, `导出日期：${chinaDay(now())}。`], tables: [table] },
        'xlsx',
        now(),
      )
    },
  }
}
