import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { permissionsOf } from '../authorise.ts'
import type { Permission, Role, SignInMethod } from '../contract/session.ts'
import type { InTenant, Store } from '../database/store.ts'
import { newId } from '../ids.ts'
import { sessionRow } from './session-rows.ts'

/**
 * Sessions. The cookie holds the tenant and a random token; the database holds only a digest of it. The CSRF token is derived from the
 * token: who cannot read the cookie cannot make it, and nothing more is stored.
 */

export interface SessionRules {
  readonly idleMinutes: number
  readonly hours: number
}

/** Somebody signed in, with the session that says so. */
export interface Caller {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly login: string; readonly displayName: string; readonly roles: readonly Role[] }
  readonly permissions: readonly Permission[]
  readonly mustChangePassword: boolean
  readonly session: {
    readonly id: string
    readonly csrfToken: string
    readonly expiresAt: Date
    /** How it was opened; by password when not said. */
    readonly method?: SignInMethod
    /** Names the session to the identity provider. */
    readonly idToken?: string | null
  }
}

/** A session is written back as used at most this often. */
const SEEN_EVERY_MS = 60_000

const digest = (token: string) => createHash('sha256').update(token).digest()

/** The CSRF token of a session token. */
export const csrfOf = (token: string): string => createHmac('sha256', token).update('csrf').digest('base64url')

/** Whether the header holds the CSRF token of the session, in constant time. */
export function csrfFits(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Opens a session; gives the token for the cookie, which is kept nowhere else. */
export async function openSession(
  tx: InTenant,
  tenantId: string,
  userId: string,
  rules: SessionRules,
  now: Date,
  by: { readonly method: SignInMethod; readonly idToken?: string | null } = { method: 'password' },
): Promise<string> {
  const token = `${tenantId}.${randomBytes(32).toString('base64url')}`
  await tx
    .insertInto('session')
    .values({
      tenant_id: tenantId,
      id: newId(),
      token_hash: digest(token),
      user_id: userId,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + rules.hours * 3_600_000),
      method: by.method,
      id_token: by.idToken ?? null,
    })
    .execute()
  return token
}

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{43}$/

/** Who a token belonged to a moment ago. */
interface Remembered {
  readonly caller: Caller
  readonly lastSeen: number
  /** On the clock of the process. */
  readonly until: number
}

/**
 * Callers found a moment ago, by token, so that a stream of requests does not ask for each who sends it. What this process changes (sign-out, password, roles,
 * disabling) holds at once; what another server changed holds here after KEPT_MS at the latest. See ADR-2026-11-22-callers-remembered.
 */
const remembered = new Map<string, Remembered>()
const KEPT_MS = 2_000
const KEPT_MOST = 10_000
/** Sessions and users (by id) that change just now: until the change is committed for certain they are looked up each time. */
const changing = new Map<string, number>()
const CHANGING_MS = 5_000

/** Says that a user or a session changes in a transaction that is under way: nothing found before its commit is remembered. */
export function forgetCaller(id: string): void {
  const now = performance.now()
  for (const [one, until] of changing) if (until < now) changing.delete(one)
  changing.set(id, now + CHANGING_MS)
  for (const [token, { caller }] of remembered) if (caller.user.id === id || caller.session.id === id) remembered.delete(token)
}

function remember(token: string, caller: Caller, lastSeen: number): void {
  const now = performance.now()
  if ([caller.user.id, caller.session.id].some((id) => (changing.get(id) ?? 0) > now)) return
  if (remembered.size >= KEPT_MOST) remembered.clear()
  remembered.set(token, { caller, lastSeen, until: now + KEPT_MS })
}

/** Who a token belongs to; null when it is unknown, over, idle too long, or its user was disabled. */
export async function findCaller(store: Store, token: string | undefined, rules: SessionRules, now: Date): Promise<Caller | null> {
  if (token === undefined) return null
  const known = remembered.get(token)
  if (known) {
    const idle = now.getTime() - known.lastSeen
    if (
      performance.now() < known.until &&
      known.caller.session.expiresAt > now &&
      idle <= Math.min(SEEN_EVERY_MS, rules.idleMinutes * 60_000)
    )
      return known.caller
    remembered.delete(token)
  }
  const tenantId = TOKEN.exec(token)?.[1]
  if (tenantId === undefined) return null
  const row = await sessionRow(store, tenantId, digest(token))
  if (!row) return null
  const idle = now.getTime() - row.last_seen_at.getTime()
  if (row.disabled || row.expires_at <= now || idle > rules.idleMinutes * 60_000) {
    await store.inTenant(tenantId, (tx) => closeSession(tx, tenantId, row.id))
    return null
  }
  const seen = idle > SEEN_EVERY_MS
  if (seen)
    await store.inTenant(tenantId, (tx) =>
      tx.updateTable('session').set({ last_seen_at: now }).where('tenant_id', '=', tenantId).where('id', '=', row.id).execute(),
    )
  const roles = row.roles as Role[]
  const caller: Caller = {
    tenant: { id: tenantId, name: row.name },
    user: { id: row.user_id, login: row.login, displayName: row.display_name, roles },
    permissions: permissionsOf(roles),
    // Whoever came through another door does not need the password.
    mustChangePassword: row.must_change_password && row.method === 'password',
    session: {
      id: row.id,
      csrfToken: csrfOf(token),
      expiresAt: row.expires_at,
      method: row.method as SignInMethod,
      idToken: row.id_token,
    },
  }
  remember(token, caller, seen ? now.getTime() : row.last_seen_at.getTime())
  return caller
}

export async function closeSession(tx: InTenant, tenantId: string, id: string): Promise<void> {
  forgetCaller(id)
  await tx.deleteFrom('session').where('tenant_id', '=', tenantId).where('id', '=', id).execute()
}

/** Ends all sessions of a user, and sweeps those of the tenant that are over. */
export async function closeSessionsOf(tx: InTenant, tenantId: string, userId: string): Promise<void> {
  forgetCaller(userId)
  await tx.deleteFrom('session').where('tenant_id', '=', tenantId).where('user_id', '=', userId).execute()
}

export async function sweepSessions(tx: InTenant, tenantId: string, now: Date): Promise<void> {
  await tx.deleteFrom('session').where('tenant_id', '=', tenantId).where('expires_at', '<', now).execute()
}
