import { dateInChina, daysBetween } from '@yingshang/time'
import type { Delegation } from '../contract/organisation-shapes.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { changed, changing, making, sealed } from './changes.ts'
import { tellMade, tellRevoked } from './delegation-notices.ts'
import { listMemberships, notFound, postWords } from './directory.ts'
import { demand } from './rules.ts'
import { inScope, type Scope } from './scope.ts'

/** Somebody acts on another's posts for a time. Everybody lends out their own posts; the office can do it for those who cannot. */

type Names = 'listDelegations' | 'createDelegation' | 'revokeDelegation'

/** Longer than that is no cover for an absence but another appointment. */
const LONGEST_DAYS = 366

export function delegationHandlers(services: Services): Pick<Handlers, Names> {
  const { now, sealer } = services
  const today = () => dateInChina(now().toISOString())
  const mine = (scope: Scope, fromUser: string) => scope.runs || fromUser === scope.user

  return {
    listDelegations: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const all = await listDelegations(tx, caller.tenant.id, today(), scope.all ? {} : { user: caller.user.id })
        return { items: query.past === 'true' ? all : all.filter((d) => d.revokedAt === null && d.untilDay >= today()) }
      }),

    async createDelegation(call) {
      const answer = await making(services, 'createDelegation', call, [call.body], async (tx, who, scope) => {
        const { caller, body } = call
        demand(scope, 'organisation.read')
        const fromUser = body.fromUserId ?? caller.user.id
        if (!mine(scope, fromUser))
          throw refuse('permission.denied', { zh: '只能委托自己的职责', en: 'Only one’s own posts can be delegated' })
        const refused = (zh: string, en: string) => refuse('delegation.refused', { zh, en })
        if (fromUser === body.toUserId) throw refused('不能委托给本人', 'Nobody delegates to themselves')
        if (body.untilDay < body.fromDay) throw refused('结束日期早于开始日期', 'It ends before it begins')
        if (body.untilDay < today()) throw refused('委托期限已经过去', 'The time of the delegation is over')
        if (daysBetween(body.fromDay, body.untilDay) >= LONGEST_DAYS)
          throw refused(`委托最长 ${LONGEST_DAYS} 日；更久的请办理任职`, `At most ${LONGEST_DAYS} days; longer is an appointment`)
        const people = await tx
          .selectFrom('app_user')
          .select(['id', 'display_name', 'disabled'])
          .where('tenant_id', '=', who.tenantId)
          .where('id', 'in', [fromUser, body.toUserId])
          .execute()
        if (people.length < 2) throw refuse('user.not-found')
        if (people.some((p) => p.disabled)) throw refused('账号已停用', 'An account is disabled')
        if (body.membershipId !== null) {
          const [post] = await listMemberships(tx, who.tenantId, today(), (where) => where('m.id', '=', body.membershipId!))
          if (!post || post.person.id !== fromUser) throw notFound()
        }
        const id = newId()
        await tx
          .insertInto('delegation')
          .values({
            tenant_id: who.tenantId,
            id,
            from_user: fromUser,
            to_user: body.toUserId,
            membership_id: body.membershipId,
            from_day: body.fromDay,
            until_day: body.untilDay,
            reason: body.reason,
            made_by: caller.user.id,
            made_at: who.at,
            revoked_by: null,
            revoked_at: null,
          })
          .execute()
        const name = people.map((p) => p.display_name).join('、')
        await changed(tx, who, { kind: 'delegation.made', type: 'delegation', id, name, after: { ...body, fromUserId: fromUser } })
        await sealed(tx, who, 'organisation.delegation', id, { ...body, fromUserId: fromUser })
        await tellMade(tx, who.tenantId, who.at, id)
        return (await listDelegations(tx, who.tenantId, today(), { id }))[0]!
      })
      sealer.nudge()
      return answer
    },

    async revokeDelegation(call) {
      const answer = await changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.read')
        const { caller, params } = call
        const row = await tx
          .selectFrom('delegation')
          .select(['from_user', 'revoked_at'])
          .where('tenant_id', '=', who.tenantId)
          .where('id', '=', params.id)
          .forUpdate()
          .executeTakeFirst()
        // What is not one's own looks as if it were not there.
        if (!row || !mine(scope, row.from_user)) throw notFound()
        if (row.revoked_at !== null) throw refuse('delegation.refused', { zh: '委托已经收回', en: 'It was taken back already' })
        await tx
          .updateTable('delegation')
          .set({ revoked_by: caller.user.id, revoked_at: who.at })
          .where('tenant_id', '=', who.tenantId)
          .where('id', '=', params.id)
          .execute()
        await changed(tx, who, { kind: 'delegation.revoked', type: 'delegation', id: params.id, name: caller.user.displayName })
        await sealed(tx, who, 'organisation.delegation', params.id, { revoked: true })
        await tellRevoked(tx, who.tenantId, who.at, params.id)
        return (await listDelegations(tx, who.tenantId, today(), { id: params.id }))[0]!
      })
      sealer.nudge()
      return answer
    },
  }
}

/** Delegations, newest first: all, one, or those from or to a user. */
export async function listDelegations(
  tx: InTenant,
  tenantId: string,
  day: string,
  { id, user }: { readonly id?: string; readonly user?: string },
): Promise<Delegation[]> {
  const rows = await tx
    .selectFrom('delegation as d')
    .innerJoin('app_user as f', (join) => join.onRef('f.tenant_id', '=', 'd.tenant_id').onRef('f.id', '=', 'd.from_user'))
    .innerJoin('app_user as t', (join) => join.onRef('t.tenant_id', '=', 'd.tenant_id').onRef('t.id', '=', 'd.to_user'))
    .innerJoin('app_user as m', (join) => join.onRef('m.tenant_id', '=', 'd.tenant_id').onRef('m.id', '=', 'd.made_by'))
    .selectAll('d')
    .select(['f.display_name as from_name', 't.display_name as to_name', 'm.display_name as made_name'])
    .where('d.tenant_id', '=', tenantId)
    .$if(id !== undefined, (q) => q.where('d.id', '=', id!))
    .$if(user !== undefined, (q) => q.where((where) => where.or([where('d.from_user', '=', user!), where('d.to_user', '=', user!)])))
    .orderBy('d.id', 'desc')
    .execute()
  const lent = rows.flatMap((row) => (row.membership_id === null ? [] : [row.membership_id]))
  const posts = lent.length === 0 ? [] : await listMemberships(tx, tenantId, day, (where) => where('m.id', 'in', lent))
  const words = new Map(posts.map((p) => [p.id, postWords(p)]))
  return rows.map((row) => ({
    id: row.id,
    from: { id: row.from_user, displayName: row.from_name },
    to: { id: row.to_user, displayName: row.to_name },
    membership: row.membership_id === null ? null : (words.get(row.membership_id) ?? ''),
    fromDay: row.from_day,
    untilDay: row.until_day,
    reason: row.reason,
    madeBy: { id: row.made_by, displayName: row.made_name },
    madeAt: row.made_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    current: row.revoked_at === null && row.from_day <= day && row.until_day >= day,
  }))
}
