import { dateInChina } from '@yingshang/time'
import { createUser } from '../accounts/users.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { changed, changing, given, making, sealed } from './changes.ts'
import { listMemberships, listTaskForces, notFound, postWords } from './directory.ts'
import { appoint } from './posts.ts'
import { demand } from './rules.ts'
import { inScope } from './scope.ts'

/** People and their posts: who holds which from when to when, commanders and task forces. */

type Names = 'createMembership' | 'changeMembership' | 'removeMembership' | 'getCommand' | 'listPostsOf' | 'findPeople' | 'invitePerson'

const FOUND_MOST = 20

/** No password fits it: the account is entered through another door, or after an administrator set a password. */
const NO_PASSWORD = '!'

export function memberHandlers(services: Services): Pick<Handlers, Names> {
  const { now, sealer } = services
  const today = () => dateInChina(now().toISOString())
  const membershipById = async (tx: InTenant, tenantId: string, id: string) => {
    const [found] = await listMemberships(tx, tenantId, today(), (where) => where('m.id', '=', id))
    if (!found) throw notFound()
    return found
  }

  return {
    async createMembership(call) {
      const answer = await making(services, 'createMembership', call, [call.body], async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { from = today(), ...post } = call.body
        return membershipById(tx, who.tenantId, await appoint(tx, who, { ...post, from }))
      })
      sealer.nudge()
      return answer
    },

    async changeMembership(call) {
      const answer = await changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const { params, body } = call
        const before = await membershipById(tx, who.tenantId, params.id)
        const set = given({ title: body.title, from_day: body.from, until_day: body.until })
        if (Object.keys(set).length > 0)
          await tx.updateTable('membership').set(set).where('tenant_id', '=', who.tenantId).where('id', '=', params.id).execute()
        const [was, is] = [
          { title: before.title, from: before.from, until: before.until },
          {
            title: body.title ?? before.title,
            from: body.from ?? before.from,
            until: body.until === undefined ? before.until : body.until,
          },
        ]
        await changed(tx, who, {
          kind: 'organisation.changed',
          type: 'membership',
          id: before.id,
          name: `${before.person.displayName} ${postWords(before)}`,
          before: was,
          after: is,
        })
        await sealed(tx, who, 'organisation.post', before.id, { before: was, after: is })
        return membershipById(tx, who.tenantId, params.id)
      })
      sealer.nudge()
      return answer
    },

    async removeMembership(call) {
      await changing(services, call, async (tx, who, scope) => {
        demand(scope, 'organisation.manage')
        const before = await membershipById(tx, who.tenantId, call.params.id)
        const lent = await tx
          .selectFrom('delegation')
          .select('id')
          .where('tenant_id', '=', who.tenantId)
          .where('membership_id', '=', before.id)
          .limit(1)
          .execute()
        if (lent.length > 0)
          throw refuse('organisation.refused', {
            zh: '该任职有过委托，请改为注明结束日期',
            en: 'The post was delegated; give it a last day instead',
          })
        await tx.deleteFrom('membership').where('tenant_id', '=', who.tenantId).where('id', '=', before.id).execute()
        await changed(tx, who, {
          kind: 'organisation.removed',
          type: 'membership',
          id: before.id,
          name: `${before.person.displayName} ${postWords(before)}`,
          before,
        })
        await sealed(tx, who, 'organisation.post', before.id, { removed: true })
      })
      sealer.nudge()
    },

    getCommand: ({ caller }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const tenantId = caller.tenant.id
        const taskForces = await listTaskForces(tx, tenantId, today())
        const commanders = await listMemberships(tx, tenantId, today(), (where) => where('m.domain', 'is not', null))
        const domains = [...new Set([...commanders.map((m) => m.domain!), ...taskForces.flatMap((f) => f.domains)])]
        return {
          domains: domains.map((domain) => ({
            domain,
            commanders: commanders.filter((m) => m.domain === domain),
            taskForces: taskForces.filter((f) => f.domains.includes(domain)).map((f) => f.id),
          })),
          taskForces,
        }
      }),

    findPeople: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const tenantId = caller.tenant.id
        const like = `%${query.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
        const people = await tx
          .selectFrom('app_user')
          .select(['id', 'login', 'display_name'])
          .where('tenant_id', '=', tenantId)
          .where('disabled', '=', false)
          .where((where) => where.or([where('login_key', 'like', like), where('display_name', 'ilike', like)]))
          .orderBy('display_name')
          .limit(FOUND_MOST)
          .execute()
        const ids = people.map((p) => p.id)
        const posts = ids.length === 0 ? [] : await listMemberships(tx, tenantId, today(), (where) => where('m.user_id', 'in', ids))
        return {
          items: people.map(({ id, login, display_name }) => ({
            id,
            login,
            displayName: display_name,
            posts: posts.filter((p) => p.current && p.person.id === id).map(postWords),
          })),
        }
      }),

    listPostsOf: ({ caller, params }) =>
      inScope(services, caller, async (tx, scope) => {
        demand(scope, 'organisation.read')
        const posts = await listMemberships(tx, caller.tenant.id, today(), (where) => where('m.user_id', '=', params.id))
        return { items: posts.filter((p) => p.until === null || p.until >= today()).map((p) => ({ id: p.id, words: postWords(p) })) }
      }),

    async invitePerson(call) {
      try {
        return await making(services, 'invitePerson', call, [call.body], async (tx, who, scope) => {
          demand(scope, 'organisation.manage')
          const { login, displayName, email, role } = call.body
          const id = await invite(tx, who.tenantId, { login, displayName, email, role }, now())
          await record(tx, {
            tenantId: who.tenantId,
            userId: who.userId,
            at: now(),
            kind: 'user.created',
            subject: { type: 'user', id },
            detail: { login, roles: [role], invited: true },
            requestId: call.requestId,
          })
          return { id, login, displayName, posts: [] }
        })
      } catch (error) {
        if ((error as { problem?: { code?: string } }).problem?.code === 'organisation.name-taken') throw refuse('user.login-taken')
        throw error
      }
    },
  }
}

/** An account without a password; gives its id. */
export const invite = (
  tx: InTenant,
  tenantId: string,
  person: {
    readonly login: string
    readonly displayName: string
    readonly email: string | null
    readonly role: 'commander' | 'liaison' | 'member'
  },
  now: Date,
  passwordHash: string = NO_PASSWORD,
): Promise<string> => createUser(tx, tenantId, { ...person, roles: [person.role] }, { hash: passwordHash }, now)
