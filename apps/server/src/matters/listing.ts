import { dateInChina } from '@yingshang/time'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Caller } from '../accounts/sessions.ts'
import type { MatterListQuery as ListQuery } from '../contract/matter-shapes.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import type { Services } from '../services.ts'
import { heldBy, seenBy } from './roles.ts'
import { summaryOf } from './view.ts'

/**
 * The order of the list, from after a matter on. The key is always the id: what the order goes by is looked up in the row of that matter, so that a list in any order
 * is read by keyset. Rows without a value come last.
 */
function ordered<T extends SelectQueryBuilder<Tables, 'matter', object>>(
  page: T,
  sort: 'due' | 'updated' | 'number' | undefined,
  tenantId: string,
  after: string | null,
): T {
  if (sort === undefined) return (after === null ? page : page.where('id', '<', after)).orderBy('id', 'desc') as T
  const { by, past, direction } = {
    due: { by: sql`coalesce(next_due, 'infinity'::date)`, past: sql`>`, direction: sql`asc` },
    number: { by: sql`coalesce(number, chr(1114111))`, past: sql`>`, direction: sql`asc` },
    updated: { by: sql`updated_at`, past: sql`<`, direction: sql`desc` },
  }[sort]
  const rest =
    after === null
      ? page
      : page.where(sql<boolean>`(${by}, id) ${past} (select ${by}, id from matter where tenant_id = ${tenantId} and id = ${after})`)
  return rest.orderBy(sql`${by} ${direction}, id ${direction}`) as T
}

const followedBy = (caller: Caller) =>
  sql<boolean>`exists (select 1 from matter_follower f where f.tenant_id = ${caller.tenant.id} and f.matter_id = matter.id and f.user_id = ${caller.user.id})`

export type MatterFilter = Omit<z.output<typeof ListQuery>, 'after' | 'limit' | 'sort'>

/** The matters that the caller may see on a day and that meet a filter: for the list and for exports of it. */
export function chosenMatters(tx: InTenant, caller: Caller, today: string, filter: MatterFilter) {
  let base = tx.selectFrom('matter').where('tenant_id', '=', caller.tenant.id)
  base = base.where(filter.mine ? heldBy(caller, today, 'matter') : seenBy(caller, today, 'matter'))
  if (filter.following) base = base.where(followedBy(caller))
  if (filter.procedure) base = base.where('procedure_id', '=', filter.procedure)
  if (filter.stage) base = base.where(sql<boolean>`stages @> ${[filter.stage]}::text[]`)
  if (filter.flag) base = base.where(sql<boolean>`flags @> ${[filter.flag]}::text[]`)
  if (filter.ended) base = base.where('ended', '=', filter.ended === 'true')
  if (filter.dueBefore) base = base.where('next_due', '<', filter.dueBefore)
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
    base = base.where((where) =>
      where.or([where('title', 'ilike', like), where('title_en', 'ilike', like), where('number', 'ilike', like)]),
    )
  }
  return base
}

/** The list of matters: filtered, by keyset. */
export function listingHandlers({ store, now, law }: Services): Pick<Handlers, 'listMatters'> {
  const day = () => dateInChina(now().toISOString())
  return {
    async listMatters({ caller, query }) {
      const tenantId = caller.tenant.id
      const today = day()
      const after = keyset(query.after)
      return store.inTenant(tenantId, async (tx) => {
        const followed = followedBy(caller)
        const base = chosenMatters(tx, caller, today, query)
        const { total } = await base.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
        const page = base.select([
          'id',
          'state',
          'title',
          'title_en',
          'number',
          'next_due',
          'opened_at',
          'updated_at',
          followed.as('following'),
        ])
        const rows = await ordered(page, query.sort, tenantId, after)
          .limit(query.limit + 1)
          .execute()
        const shown = rows.slice(0, query.limit)
        const ids = shown.map((r) => r.id)
        const counts =
          ids.length === 0
            ? []
            : await tx
                .selectFrom('matter_task')
                .select(['matter_id', sql<number>`count(*)::int`.as('open')])
                .where('tenant_id', '=', tenantId)
                .where('matter_id', 'in', ids)
                .where('done_at', 'is', null)
                .groupBy('matter_id')
                .execute()
        const roles =
          ids.length === 0
            ? []
            : await tx
                .selectFrom('matter_party')
                .select(['matter_id', 'role'])
                .where('tenant_id', '=', tenantId)
                .where('matter_id', 'in', ids)
                .where('user_id', '=', caller.user.id)
                .where('ended_at', 'is', null)
                .where('from_day', '<=', today)
                .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
                .execute()
        return {
          items: shown.map((r) =>
            summaryOf(
              law,
              {
                id: r.id,
                state: r.state as never,
                title: r.title,
                titleEn: r.title_en,
                number: r.number,
                openedAt: r.opened_at,
                updatedAt: r.updated_at,
              },
              {
                openTasks: counts.find((c) => c.matter_id === r.id)?.open ?? 0,
                myRoles: [...new Set(roles.filter((x) => x.matter_id === r.id).map((x) => x.role))],
                following: r.following,
                nextDue: r.next_due,
              },
            ),
          ),
          next: rows.length > query.limit ? shown.at(-1)!.id : null,
          total,
        }
      })
    },
  }
}
