import { peopleOf } from '../accounts/people.ts'
import type { Caller } from '../accounts/sessions.ts'
import type { MATTER_QUERY_ENDPOINTS, MatterQueryList } from '../contract/matter-queries.ts'
import { MatterSearch } from '../contract/matter-queries.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { seesAll } from './roles.ts'

/** Saved queries of the list of matters. What is shared is seen by the staff of the house, and changed by its owner alone. */
export function matterQueryHandlers({ store, now }: Services): Pick<Handlers, keyof typeof MATTER_QUERY_ENDPOINTS> {
  async function list(tx: InTenant, caller: Caller): Promise<MatterQueryList> {
    const tenantId = caller.tenant.id
    const rows = await tx
      .selectFrom('matter_query')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where((where) =>
        seesAll(caller)
          ? where.or([where('owner_id', '=', caller.user.id), where('shared', '=', true)])
          : where('owner_id', '=', caller.user.id),
      )
      .orderBy('name')
      .orderBy('id')
      .limit(500)
      .execute()
    const chosen = await tx
      .selectFrom('matter_query_default')
      .select('query_id')
      .where('tenant_id', '=', tenantId)
      .where('user_id', '=', caller.user.id)
      .executeTakeFirst()
    const person = await peopleOf(
      tx,
      tenantId,
      rows.map((r) => r.owner_id),
    )
    const items = rows.flatMap((r) => {
      // A filter that the list knew once and knows no more makes the query useless, not the page.
      const search = MatterSearch.safeParse(r.search)
      return search.success
        ? [
            {
              id: r.id,
              name: r.name,
              shared: r.shared,
              own: r.owner_id === caller.user.id,
              owner: person(r.owner_id),
              search: search.data,
              isDefault: chosen?.query_id === r.id,
              version: r.version,
            },
          ]
        : []
    })
    return { items: items.toSorted((a, b) => Number(b.own) - Number(a.own)) }
  }

  const mayShare = (caller: Caller, shared: boolean | undefined) => {
    if (shared && !seesAll(caller)) throw refuse('permission.denied')
  }
  const said = (tx: InTenant, caller: Caller, id: string, name: string, requestId: string) =>
    record(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind: 'matter.query-shared',
      subject: { type: 'query', id },
      detail: { name },
      requestId,
    })
  const nameTaken = async (tx: InTenant, caller: Caller, name: string, except: string | null) => {
    let rows = tx
      .selectFrom('matter_query')
      .select('id')
      .where('tenant_id', '=', caller.tenant.id)
      .where('owner_id', '=', caller.user.id)
      .where('name', '=', name)
    if (except !== null) rows = rows.where('id', '<>', except)
    if (await rows.executeTakeFirst()) throw refuse('query.name-taken')
  }

  return {
    listMatterQueries: ({ caller }) => store.inTenant(caller.tenant.id, (tx) => list(tx, caller)),

    async saveMatterQuery({ caller, body, requestId }) {
      mayShare(caller, body.shared)
      return store.inTenant(caller.tenant.id, async (tx) => {
        const id = newId()
        const written = await tx
          .insertInto('matter_query')
          .values({
            tenant_id: caller.tenant.id,
            id,
            owner_id: caller.user.id,
            name: body.name,
            shared: body.shared,
            search: JSON.stringify(body.search),
            version: 1,
            changed_at: now(),
          })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'owner_id', 'name']).doNothing())
          .returning('id')
          .executeTakeFirst()
        if (!written) throw refuse('query.name-taken')
        if (body.shared) await said(tx, caller, id, body.name, requestId)
        return new Status(201, await list(tx, caller))
      })
    },

    async changeMatterQuery({ caller, params, body, requestId }) {
      mayShare(caller, body.shared)
      const { version, search, ...set } = body
      return store.inTenant(caller.tenant.id, async (tx) => {
        const row = await tx
          .selectFrom('matter_query')
          .select(['version', 'name', 'shared'])
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', params.id)
          .where('owner_id', '=', caller.user.id)
          .forUpdate()
          .executeTakeFirst()
        if (!row) throw refuse('query.not-found')
        if (row.version !== version) throw refuse('version.conflict', undefined, { version: row.version })
        if (set.name !== undefined) await nameTaken(tx, caller, set.name, params.id)
        await tx
          .updateTable('matter_query')
          .set({
            ...(set.name === undefined ? {} : { name: set.name }),
            ...(set.shared === undefined ? {} : { shared: set.shared }),
            ...(search === undefined ? {} : { search: JSON.stringify(search) }),
            version: version + 1,
            changed_at: now(),
          })
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', params.id)
          .execute()
        // Somebody else's list cannot open with what they do not see any more.
        if (set.shared === false)
          await tx
            .deleteFrom('matter_query_default')
            .where('tenant_id', '=', caller.tenant.id)
            .where('query_id', '=', params.id)
            .where('user_id', '<>', caller.user.id)
            .execute()
        if (set.shared && !row.shared) await said(tx, caller, params.id, set.name ?? row.name, requestId)
        return list(tx, caller)
      })
    },

    async deleteMatterQuery({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const gone = await tx
          .deleteFrom('matter_query')
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', params.id)
          .where('owner_id', '=', caller.user.id)
          .returning('id')
          .executeTakeFirst()
        if (!gone) throw refuse('query.not-found')
        return list(tx, caller)
      })
    },

    async chooseMatterQuery({ caller, body }) {
      const own = { tenant_id: caller.tenant.id, user_id: caller.user.id }
      return store.inTenant(caller.tenant.id, async (tx) => {
        if (body.id === null)
          await tx.deleteFrom('matter_query_default').where('tenant_id', '=', own.tenant_id).where('user_id', '=', own.user_id).execute()
        else {
          if (!(await list(tx, caller)).items.some((q) => q.id === body.id)) throw refuse('query.not-found')
          await tx
            .insertInto('matter_query_default')
            .values({ ...own, query_id: body.id })
            .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ query_id: body.id! }))
            .execute()
        }
        return list(tx, caller)
      })
    },
  }
}
