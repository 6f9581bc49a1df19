import { definitionOf } from '@yingshang/procedure'
import { addDays, dateInChina, daysBetween } from '@yingshang/time'
import { sql } from 'kysely'
import type { Handlers } from '../http/endpoint.ts'
import type { Services } from '../services.ts'
import { seenBy, tasksFor } from './roles.ts'

/** What waits for somebody: open tasks of their roles, and clocks about to end. */
export function waitingHandlers({ store, now, law }: Services): Pick<Handlers, 'listTasks' | 'listDue'> {
  const day = () => dateInChina(now().toISOString())
  return {
    async listTasks({ caller }) {
      const tenantId = caller.tenant.id
      const today = day()
      return store.inTenant(tenantId, async (tx) => {
        const rows = await tx
          .selectFrom('matter_task as t')
          .innerJoin('matter as m', (join) => join.onRef('m.tenant_id', '=', 't.tenant_id').onRef('m.id', '=', 't.matter_id'))
          .select(['t.id', 't.matter_id', 'm.title', 'm.number', 't.obligation', 't.title_zh', 't.title_en', 't.roles', 't.due', 't.since'])
          .where('t.tenant_id', '=', tenantId)
          .where('t.done_at', 'is', null)
          .where(tasksFor(caller, today))
          .orderBy(sql`t.due nulls last`)
          .orderBy('t.id')
          .limit(500)
          .execute()
        return {
          items: rows.map((r) => ({
            id: r.id,
            matter: { id: r.matter_id, title: r.title, number: r.number },
            obligation: r.obligation,
            title: { zh: r.title_zh, en: r.title_en },
            roles: r.roles,
            due: r.due,
            since: r.since,
            done: false,
          })),
        }
      })
    },

    async listDue({ caller, query }) {
      const tenantId = caller.tenant.id
      const today = day()
      const until = addDays(today, query.days)
      return store.inTenant(tenantId, async (tx) => {
        let rows = tx
          .selectFrom('matter_clock as c')
          .innerJoin('matter as m', (join) => join.onRef('m.tenant_id', '=', 'c.tenant_id').onRef('m.id', '=', 'c.matter_id'))
          .select(['c.matter_id', 'm.title', 'm.number', 'm.procedure_id', 'm.procedure_version', 'c.clock', 'c.key', 'c.due'])
          .where('c.tenant_id', '=', tenantId)
          .where('c.status', '=', 'running')
          .where('c.due', '<=', until)
        rows = rows.where(seenBy(caller, today, 'm'))
        const found = await rows.orderBy('c.due').orderBy('c.matter_id').limit(500).execute()
        return {
          today,
          items: found.map((r) => {
            const clock = definitionOf(law.setting, r.procedure_id, r.procedure_version).clocks.get(r.clock)
            return {
              matter: { id: r.matter_id, title: r.title, number: r.number },
              clock: r.clock,
              key: r.key === '' ? null : r.key,
              title: { ...(clock?.title ?? { zh: r.clock, en: r.clock }) },
              due: r.due!,
              left: daysBetween(today, r.due!),
              over: r.due! < today,
            }
          }),
        }
      })
    },
  }
}
