import type { FastifyReply } from 'fastify'
import type { Session } from '../contract/session.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { cookieOf } from '../http/guard.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { countAttempt, forgive, type LockoutRules, subjectsOf } from './lockout.ts'
import { fits, hashPassword, weakness } from './passwords.ts'
import { type Caller, closeSession, closeSessionsOf, csrfOf, findCaller, openSession, sweepSessions } from './sessions.ts'
import { loginKey } from './users.ts'

/** Sign-in, sign-out, the own password. */
export function sessionHandlers(services: Services): Pick<Handlers, 'getSession' | 'signIn' | 'signOut' | 'changePassword'> {
  const { config, store, tenantId, now, metrics, digestKey } = services
  const rules = { idleMinutes: config.sessionIdleMinutes, hours: config.sessionHours }
  const lockout: LockoutRules = {
    accountFailures: config.lockoutAttempts,
    addressFailures: config.lockoutAddressAttempts,
    minutes: config.lockoutMinutes,
  }
  const cookie = cookieOf(config)
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: cookie.secure } as const
  const keepToken = (reply: FastifyReply, token: string) =>
    reply.setCookie(cookie.name, token, { ...attributes, maxAge: config.sessionHours * 3600 })

  const opened = async (token: string): Promise<Session> => shown((await findCaller(store, token, rules, now()))!)

  /** Who the attempt is from; a problem when locked or wrong. */
  async function check(login: string, password: string, address: string, requestId: string): Promise<{ id: string }> {
    const key = loginKey(login)
    const subjects = subjectsOf(digestKey, key, address)
    const { user, waitSeconds, failures } = await store.inTenant(tenantId, async (tx) => ({
      ...(await countAttempt(tx, tenantId, subjects, lockout, now())),
      user: await userByLogin(tx, tenantId, key),
    }))
    const locked = (seconds: number) =>
      refuse(
        'session.locked',
        {
          zh: `尝试次数过多，请在 ${Math.ceil(seconds / 60)} 分钟后再试，或请管理员重置密码。`,
          en: `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes, or ask an administrator to reset the password.`,
        },
        { retryAfterSeconds: seconds },
      )
    if (waitSeconds > 0) {
      metrics.signIns.inc({ result: 'locked' })
      throw locked(waitSeconds)
    }
    const right = await fits(password, user?.password_hash ?? null)
    const subject = user ? { subject: { type: 'user', id: user.id }, detail: { login: user.login } } : {}
    if (!right || !user || user.disabled) {
      metrics.signIns.inc({ result: 'refused' })
      const lock = failures >= lockout.accountFailures
      await store.inTenant(tenantId, async (tx) => {
        const deed = { tenantId, userId: null, at: now(), requestId, ...subject }
        await record(tx, { ...deed, kind: 'session.refused' })
        if (lock) await record(tx, { ...deed, kind: 'session.locked' })
      })
      throw refuse('session.wrong')
    }
    await store.inTenant(tenantId, (tx) => forgive(tx, tenantId, subjects, lockout))
    return { id: user.id }
  }

  return {
    async getSession({ caller }) {
      return shown(caller)
    },

    async signIn({ body, caller, address, requestId, reply }) {
      const { id: userId } = await check(body.login, body.password, address, requestId)
      const token = await store.inTenant(tenantId, async (tx) => {
        // The session that the browser had ends: a token from before signing in is worth nothing after it.
        if (caller) await closeSession(tx, caller.tenant.id, caller.session.id)
        await sweepSessions(tx, tenantId, now())
        await tx
          .updateTable('app_user')
          .set({ last_sign_in_at: now() })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', userId)
          .execute()
        await record(tx, { tenantId, userId, at: now(), kind: 'session.opened', requestId })
        return openSession(tx, tenantId, userId, rules, now())
      })
      metrics.signIns.inc({ result: 'opened' })
      keepToken(reply, token)
      return opened(token)
    },

    async signOut({ caller, requestId, reply }) {
      await store.inTenant(caller.tenant.id, async (tx) => {
        await closeSession(tx, caller.tenant.id, caller.session.id)
        await record(tx, { tenantId: caller.tenant.id, userId: caller.user.id, at: now(), kind: 'session.closed', requestId })
      })
      reply.clearCookie(cookie.name, attributes)
    },

    async changePassword({ body, caller, address, requestId, reply }) {
      const weak = weakness(body.next, caller.user.login)
      if (weak) throw refuse('password.too-weak', weak, { errors: [{ path: 'next', ...weak }] })
      if (body.next === body.current) {
        const same = { zh: '新密码不能与当前密码相同', en: 'The new password must differ from the current one' }
        throw refuse('password.too-weak', same, { errors: [{ path: 'next', ...same }] })
      }
      try {
        await check(caller.user.login, body.current, address, requestId)
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
        return openSession(tx, caller.tenant.id, caller.user.id, rules, now())
      })
      keepToken(reply, token)
      return { ...(await opened(token)), csrfToken: csrfOf(token) }
    },
  }
}

function shown(caller: Caller): Session {
  const { id, login, displayName, roles } = caller.user
  return {
    user: { id, login, displayName, roles: [...roles] },
    permissions: [...caller.permissions],
    csrfToken: caller.session.csrfToken,
    mustChangePassword: caller.mustChangePassword,
    tenant: { ...caller.tenant },
    expiresAt: caller.session.expiresAt.toISOString(),
  }
}

const userByLogin = (tx: InTenant, tenantId: string, key: string) =>
  tx
    .selectFrom('app_user')
    .select(['id', 'login', 'password_hash', 'disabled'])
    .where('tenant_id', '=', tenantId)
    .where('login_key', '=', key)
    .executeTakeFirst()
