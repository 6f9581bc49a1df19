import type { Role, User } from '../contract/session.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { forget, locks, subjectsOf } from './lockout.ts'
import { hashPassword, oneTimePassword } from './passwords.ts'
import { dropSecondFactor } from './second-factor.ts'
import { closeSessionsOf, forgetCaller } from './sessions.ts'

/** The users of a body, for its administrators. Users are disabled and never deleted: the record names them. */

/** The folded form under which account names are compared. */
export const loginKey = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

/** Refuses a mail address that another account has: codes to sign in with are sent there. */
export async function demandFreeEmail(tx: InTenant, tenantId: string, email: string | null | undefined, userId?: string): Promise<void> {
  if (!email) return
  const other = await tx
    .selectFrom('app_user')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('email_key', '=', email.toLowerCase())
    .executeTakeFirst()
  if (other && other.id !== userId) throw refuse('user.email-taken')
}

/** A new user with a one-time password. Gives both; the password is kept only as a hash. */
export async function createUser(
  tx: InTenant,
  tenantId: string,
  user: {
    readonly login: string
    readonly displayName: string
    readonly roles: readonly Role[]
    readonly email?: string | null | undefined
  },
  password: { readonly hash: string },
  now: Date,
): Promise<string> {
  await demandFreeEmail(tx, tenantId, user.email)
  const id = newId()
  await tx
    .insertInto('app_user')
    .values({
      tenant_id: tenantId,
      id,
      login: user.login.normalize('NFKC').trim(),
      login_key: loginKey(user.login),
      display_name: user.displayName,
      roles: [...user.roles],
      password_hash: password.hash,
      must_change_password: true,
      disabled: false,
      created_at: now,
      last_sign_in_at: null,
      email: user.email ?? null,
      email_key: user.email?.toLowerCase() ?? null,
    })
    .execute()
  return id
}

export function userHandlers(services: Services): Pick<Handlers, 'listUsers' | 'createUser' | 'changeUser'> {
  const { store, now, digestKey } = services

  async function list(tx: InTenant, tenantId: string, id?: string): Promise<User[]> {
    let select = tx.selectFrom('app_user').selectAll().where('tenant_id', '=', tenantId)
    if (id !== undefined) select = select.where('id', '=', id)
    const rows = await select.orderBy('login_key').execute()
    const locked = await locks(tx, tenantId, now())
    const factors = await tx
      .selectFrom('second_factor')
      .select('user_id')
      .where('tenant_id', '=', tenantId)
      .where('confirmed_at', 'is not', null)
      .execute()
    const withFactor = new Set(factors.map((f) => f.user_id))
    return rows.map((row) => ({
      id: row.id,
      login: row.login,
      displayName: row.display_name,
      roles: row.roles as Role[],
      disabled: row.disabled,
      lockedUntil: locked.get(subjectsOf(digestKey, row.login_key, '').account)?.toISOString() ?? null,
      mustChangePassword: row.must_change_password,
      createdAt: row.created_at.toISOString(),
      lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
      email: row.email,
      secondFactor: withFactor.has(row.id),
    }))
  }

  return {
    async listUsers({ caller }) {
      return { items: await store.inTenant(caller.tenant.id, (tx) => list(tx, caller.tenant.id)) }
    },

    async createUser({ body, caller, requestId }) {
      const tenantId = caller.tenant.id
      const password = oneTimePassword()
      const hash = await hashPassword(password)
      try {
        return await store.inTenant(tenantId, async (tx) => {
          const id = await createUser(tx, tenantId, body, { hash }, now())
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'user.created',
            subject: { type: 'user', id },
            detail: { login: body.login, roles: body.roles },
            requestId,
          })
          return { ...(await list(tx, tenantId, id))[0]!, oneTimePassword: password }
        })
      } catch (error) {
        if ((error as { code?: string }).code === '23505') throw refuse('user.login-taken')
        throw error
      }
    },

    async changeUser({ params, body, caller, requestId }) {
      const tenantId = caller.tenant.id
      const password = body.resetPassword ? oneTimePassword() : null
      const hash = password === null ? null : await hashPassword(password)
      return store.inTenant(tenantId, async (tx) => {
        // All rows are locked in one order: two administrators who take the role from each other at once must not both succeed.
        const all = await tx
          .selectFrom('app_user')
          .select(['id', 'login_key', 'roles', 'disabled', 'display_name'])
          .where('tenant_id', '=', tenantId)
          .orderBy('id')
          .forUpdate()
          .execute()
        const before = all.find((row) => row.id === params.id)
        if (!before) throw refuse('user.not-found')
        const after = { roles: body.roles ?? (before.roles as Role[]), disabled: body.disabled ?? before.disabled }
        const administers = (row: { roles: readonly string[]; disabled: boolean }) => row.roles.includes('administrator') && !row.disabled
        if (administers(before) && !administers(after) && !all.some((row) => row.id !== before.id && administers(row)))
          throw refuse('user.last-administrator')
        await demandFreeEmail(tx, tenantId, body.email, before.id)
        await tx
          .updateTable('app_user')
          .set({
            roles: [...after.roles],
            disabled: after.disabled,
            display_name: body.displayName ?? before.display_name,
            ...(body.email === undefined ? {} : { email: body.email, email_key: body.email?.toLowerCase() ?? null }),
            ...(hash === null ? {} : { password_hash: hash, must_change_password: true }),
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', before.id)
          .execute()
        forgetCaller(before.id)
        if (body.resetSecondFactor) await dropSecondFactor(tx, tenantId, before.id)
        if (after.disabled || hash !== null) await closeSessionsOf(tx, tenantId, before.id)
        if (hash !== null) await forget(tx, tenantId, subjectsOf(digestKey, before.login_key, '').account)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'user.changed',
          subject: { type: 'user', id: before.id },
          detail: {
            before: { roles: before.roles, disabled: before.disabled, displayName: before.display_name },
            after: { ...after, displayName: body.displayName ?? before.display_name },
            ...(hash === null ? {} : { passwordReset: true }),
            ...(body.email === undefined ? {} : { emailChanged: true }),
            ...(body.resetSecondFactor ? { secondFactorReset: true } : {}),
          },
          requestId,
        })
        return { ...(await list(tx, tenantId, before.id))[0]!, oneTimePassword: password }
      })
    },
  }
}
