import type { FastifyReply } from 'fastify'
import type { Session, SignInMethod } from '../contract/session.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { cookieOf } from '../http/guard.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { countAttempt, forgive, type LockoutRules, type Subjects, subjectsOf, takeBack } from './lockout.ts'
import { secondFactorSince, takeCode } from './second-factor.ts'
import { type Caller, closeSession, findCaller, openSession, sweepSessions } from './sessions.ts'
import { loginKey } from './users.ts'

/** The one way into a session, whatever door somebody came through: attempts counted, second factor asked, cookie set. */

export interface Attempt {
  readonly login: string
  readonly address: string
  readonly requestId: string
}

export interface Entrant {
  readonly id: string
  readonly login: string
  readonly password_hash: string
  readonly disabled: boolean
}

export function doors(services: Services) {
  const { config, store, tenantId, now, metrics, digestKey } = services
  const rules = { idleMinutes: config.sessionIdleMinutes, hours: config.sessionHours }
  const lockout: LockoutRules = {
    accountFailures: config.lockoutAttempts,
    addressFailures: config.lockoutAddressAttempts,
    minutes: config.lockoutMinutes,
  }
  const cookie = cookieOf(config)
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: cookie.secure } as const

  const locked = (seconds: number) =>
    refuse(
      'session.locked',
      {
        zh: `尝试次数过多，请在 ${Math.ceil(seconds / 60)} 分钟后再试，或请管理员重置密码。`,
        en: `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes, or ask an administrator to reset the password.`,
      },
      { retryAfterSeconds: seconds },
    )

  const keepToken = (reply: FastifyReply, token: string) =>
    reply.setCookie(cookie.name, token, { ...attributes, maxAge: config.sessionHours * 3600 })

  return {
    rules,
    keepToken,
    dropToken: (reply: FastifyReply) => reply.clearCookie(cookie.name, attributes),
    callerOf: async (token: string): Promise<Caller> => (await findCaller(store, token, rules, now()))!,

    /**
     * Counts an attempt under a name and an address before anything is looked at. Gives who has the name; throws when either is locked.
     * `found` looks the user up by another key than the account name.
     */
    async begin({ login, address }: Attempt, found = userByLogin): Promise<Begun> {
      const key = loginKey(login)
      const subjects = subjectsOf(digestKey, key, address)
      const { user, waitSeconds, failures } = await store.inTenant(tenantId, async (tx) => ({
        ...(await countAttempt(tx, tenantId, subjects, lockout, now())),
        user: await found(tx, tenantId, key),
      }))
      if (waitSeconds > 0) {
        metrics.signIns.inc({ result: 'locked' })
        throw locked(waitSeconds)
      }
      return { user: user ?? null, subjects, locks: failures >= lockout.accountFailures }
    },

    /** Records an attempt that failed; its count stays. */
    async failed({ user, locks }: Begun, requestId: string, method: SignInMethod): Promise<void> {
      metrics.signIns.inc({ result: 'refused' })
      const deed = {
        tenantId,
        userId: null,
        at: now(),
        requestId,
        ...(user ? { subject: { type: 'user', id: user.id }, detail: { login: user.login, method } } : { detail: { method } }),
      }
      await store.inTenant(tenantId, async (tx) => {
        await record(tx, { ...deed, kind: 'session.refused' })
        if (locks) await record(tx, { ...deed, kind: 'session.locked' })
      })
    },

    /** The attempt was good: the account begins anew. */
    succeeded: ({ subjects }: Begun) => store.inTenant(tenantId, (tx) => forgive(tx, tenantId, subjects, lockout)),

    /** The attempt was neither good nor a failure. */
    undone: ({ subjects }: Begun) => store.inTenant(tenantId, (tx) => takeBack(tx, tenantId, subjects, lockout)),

    /** Asks for the second factor of a user who has one, after the first was right. */
    async second(
      begun: Begun & { readonly user: Entrant },
      code: string | undefined,
      requestId: string,
      method: SignInMethod,
    ): Promise<void> {
      const { user, subjects } = begun
      const asked = await store.inTenant(tenantId, async (tx) => {
        if ((await secondFactorSince(tx, tenantId, user.id)) === null) return 'fits'
        if (code !== undefined) return (await takeCode(tx, services, tenantId, user.id, code, now())) ? 'fits' : 'wrong'
        // Neither a failure nor a good attempt: that would let codes be tried without end.
        await takeBack(tx, tenantId, subjects, lockout)
        return 'missing'
      })
      if (asked === 'fits') return
      if (asked === 'missing') throw refuse('session.code-required')
      await this.failed(begun, requestId, method)
      throw refuse('session.code-wrong')
    },

    /** Opens the session. The one that the browser had ends: a token from before signing in is worth nothing after it. */
    async open(
      reply: FastifyReply,
      userId: string,
      previous: Caller | null,
      requestId: string,
      method: SignInMethod,
      idToken: string | null = null,
      alongside: (tx: InTenant) => Promise<void> = async () => undefined,
    ): Promise<string> {
      const token = await store.inTenant(tenantId, async (tx) => {
        if (previous) await closeSession(tx, previous.tenant.id, previous.session.id)
        await sweepSessions(tx, tenantId, now())
        await alongside(tx)
        await tx
          .updateTable('app_user')
          .set({ last_sign_in_at: now() })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', userId)
          .execute()
        await record(tx, { tenantId, userId, at: now(), kind: 'session.opened', requestId, detail: { method } })
        return openSession(tx, tenantId, userId, rules, now(), { method, idToken })
      })
      metrics.signIns.inc({ result: 'opened' })
      keepToken(reply, token)
      return token
    },
  }
}

export type Doors = ReturnType<typeof doors>

export interface Begun {
  readonly user: Entrant | null
  readonly subjects: Subjects
  /** Whether a failure of this attempt locks the account. */
  readonly locks: boolean
}

export const userByLogin = (tx: InTenant, tenantId: string, key: string): Promise<Entrant | undefined> =>
  tx
    .selectFrom('app_user')
    .select(['id', 'login', 'password_hash', 'disabled'])
    .where('tenant_id', '=', tenantId)
    .where('login_key', '=', key)
    .executeTakeFirst()

/** The session as its owner sees it. */
export function shownSession(caller: Caller, signOutUrl: string | null = null): Session {
  const { id, login, displayName, roles } = caller.user
  return {
    user: { id, login, displayName, roles: [...roles] },
    permissions: [...caller.permissions],
    csrfToken: caller.session.csrfToken,
    mustChangePassword: caller.mustChangePassword,
    tenant: { ...caller.tenant },
    expiresAt: caller.session.expiresAt.toISOString(),
    method: caller.session.method ?? 'password',
    signOutUrl,
  }
}
