import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { type Attempt, type Begun, doors, type Entrant, shownSession } from './enter.ts'
import type { IdentityProvider } from './oidc.ts'
import { fits, hashPassword, weakness } from './passwords.ts'
import { closeSession, closeSessionsOf, csrfOf, openSession } from './sessions.ts'

/** Sign-in with a password, sign-out, the own password. */
export function sessionHandlers(
  services: Services,
  provider: IdentityProvider | null,
): Pick<Handlers, 'getSession' | 'signIn' | 'signOut' | 'changePassword'> {
  const { store, now } = services
  const door = doors(services)

  /** Who has the name and the password; a problem when locked or wrong. The count of the attempt stays until it is known to be good. */
  async function check(attempt: Attempt, password: string): Promise<Begun & { readonly user: Entrant }> {
    const begun = await door.begin(attempt)
    const { user } = begun
    const right = await fits(password, user?.password_hash ?? null)
    if (right && user && !user.disabled) return { ...begun, user }
    await door.failed(begun, attempt.requestId, 'password')
    throw refuse('session.wrong')
  }

  return {
    async getSession({ caller, request }) {
      return shownSession(caller, (await provider?.signOutUrl(caller, request)) ?? null)
    },

    async signIn({ body, caller, address, requestId, reply }) {
      const begun = await check({ login: body.login, address, requestId }, body.password)
      await door.second(begun, body.code, requestId, 'password')
      await door.succeeded(begun)
      return shownSession(await door.callerOf(await door.open(reply, begun.user.id, caller, requestId, 'password')))
    },

    async signOut({ caller, requestId, reply }) {
      await store.inTenant(caller.tenant.id, async (tx) => {
        await closeSession(tx, caller.tenant.id, caller.session.id)
        await record(tx, { tenantId: caller.tenant.id, userId: caller.user.id, at: now(), kind: 'session.closed', requestId })
      })
      door.dropToken(reply)
    },

    async changePassword({ body, caller, address, requestId, reply }) {
      const weak = weakness(body.next, caller.user.login)
      if (weak) throw refuse('password.too-weak', weak, { errors: [{ path: 'next', ...weak }] })
      if (body.next === body.current) {
        const same = { zh: '新密码不能与当前密码相同', en: 'The new password must differ from the current one' }
        throw refuse('password.too-weak', same, { errors: [{ path: 'next', ...same }] })
      }
      try {
        await door.succeeded(await check({ login: caller.user.login, address, requestId }, body.current))
      } catch (error) {
        if ((error as { problem?: { code?: string } }).problem?.code === 'session.wrong') throw refuse('password.wrong')
        throw error
      }
      const passwordHash = await hashPassword(body.next)
      const token = await store.inTenant(caller.tenant.id, async (tx) => {
        await tx
          .updateTable('app_user')
          .set({ password_hash: passwordHash, must_change_password: false })
          .where('tenant_id', '=', caller.tenant.id)
          .where('id', '=', caller.user.id)
          .execute()
        await closeSessionsOf(tx, caller.tenant.id, caller.user.id)
        await record(tx, { tenantId: caller.tenant.id, userId: caller.user.id, at: now(), kind: 'session.password-changed', requestId })
        return openSession(tx, caller.tenant.id, caller.user.id, door.rules, now())
      })
      door.keepToken(reply, token)
      return { ...shownSession(await door.callerOf(token)), csrfToken: csrfOf(token) }
    },
  }
}
