import type { SavedFilter } from '../contract/ledger-shapes.ts'
import type { Handlers } from '../http/endpoint.ts'
import { Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'

/** Filters that people keep under a name, for themselves or for everybody. */

type Names = 'listLedgerFilters' | 'saveLedgerFilter' | 'deleteLedgerFilter'

export function savedFilterHandlers(services: Services): Pick<Handlers, Names> {
  return {
    listLedgerFilters: ({ caller }) =>
      inScope(services, caller, async (tx) => {
        const rows = await tx
          .selectFrom('ledger_filter')
          .selectAll()
          .where('tenant_id', '=', caller.tenant.id)
          .where((where) => where.or([where('user_id', '=', caller.user.id), where('shared', '=', true)]))
          .orderBy('name')
          .orderBy('id')
          .execute()
        return {
          items: rows.map((r) => ({
            id: r.id,
            name: r.name,
            view: r.view as SavedFilter['view'],
            filter: r.filter,
            sort: r.sort as SavedFilter['sort'],
            shared: r.shared,
            mine: r.user_id === caller.user.id,
          })),
        }
      }),

    saveLedgerFilter: ({ caller, body }) =>
      inScope(services, caller, async (tx) => {
        const set = { view: body.view, filter: JSON.stringify(body.filter), sort: body.sort, shared: body.shared, saved_at: services.now() }
        const row = await tx
          .insertInto('ledger_filter')
          .values({ tenant_id: caller.tenant.id, id: newId(), user_id: caller.user.id, name: body.name, ...set })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id', 'name']).doUpdateSet(set))
          .returning('id')
          .executeTakeFirstOrThrow()
        return new Status(201, { id: row.id, ...body, mine: true })
      }),

    deleteLedgerFilter: ({ caller, params }) =>
      inScope(services, caller, async (tx) => {
        const gone = await tx
          .deleteFrom('ledger_filter')
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', params.id)
          .where('user_id', '=', caller.user.id)
          .returning('id')
          .executeTakeFirst()
        if (!gone) throw refuse('filter.not-found')
      }),
  }
}
