import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import type { Services } from '../services.ts'

/**
 * The scope of somebody on a day: for which bodies they act, which they read, which domains they command. The facts are read by one SQL
 * function (`scope_of` in 0050-organisation.sql), so that the service and row-level security cannot see them differently; what a scope
 * allows is in `rules.ts`.
 *
 * Whatever touches the campaign's tables enters a scope first, in the same transaction: `inScope` for a caller, `inSystem` for the server
 * itself. Without one, policies show nothing and refuse every write.
 */

export interface Scope {
  /** Null: the server itself. */
  readonly user: string | null
  /**
   * `office`: runs the campaign; `reader`: reads everything; `posted`: what the posts give; `outsider`: has nothing to do with the
   * campaign; `system`: the server itself.
   */
  readonly standing: 'office' | 'reader' | 'posted' | 'outsider' | 'system'
  /** Reads everything. */
  readonly all: boolean
  /** Writes everything. */
  readonly runs: boolean
  /** Bodies that the user acts for: as head, deputy head or liaison officer, or because one of these delegated it. */
  readonly bodies: readonly string[]
  /** Bodies whose entries the user may read: those, the bodies below them, for a government the bodies of its area. */
  readonly reads: readonly string[]
  /** Departments that the user belongs to; what is assigned to them may be read and filled in. */
  readonly departments: readonly string[]
  /** Domains commanded, by name. */
  readonly domains: readonly string[]
  /** Domains that may be read: those commanded, and those of the user's task forces. */
  readonly readsDomains: readonly string[]
  readonly taskForces: readonly string[]
}

type Facts = Omit<Scope, 'all' | 'runs'>

const withRights = (facts: Facts): Scope => ({
  ...facts,
  all: facts.standing === 'office' || facts.standing === 'reader' || facts.standing === 'system',
  runs: facts.standing === 'office' || facts.standing === 'system',
})

export const SYSTEM_SCOPE: Scope = withRights({
  user: null,
  standing: 'system',
  bodies: [],
  reads: [],
  departments: [],
  domains: [],
  readsDomains: [],
  taskForces: [],
})

/** The scope of a user of the transaction's tenant on a day (China time), without entering it. */
export async function scopeOf(tx: InTenant, userId: string, day: string): Promise<Scope> {
  const { rows } = await sql<{ scope: Facts }>`select scope_of(${userId}::uuid, ${day}::date) as scope`.execute(tx)
  return withRights(rows[0]!.scope)
}

/** Enters the scope of a user for the rest of the transaction, for row-level security as well, and gives it. */
export async function enterScope(tx: InTenant, userId: string, day: string): Promise<Scope> {
  const { rows } = await sql<{ scope: Facts }>`select enter_scope(${userId}::uuid, ${day}::date) as scope`.execute(tx)
  return withRights(rows[0]!.scope)
}

/** Enters the scope of the server itself: clocks, imports at the start. */
export async function enterSystem(tx: InTenant): Promise<Scope> {
  await sql`select enter_system()`.execute(tx)
  return SYSTEM_SCOPE
}

/** One transaction of the caller's tenant in the caller's scope of today. */
export function inScope<T>(
  { store, now }: Pick<Services, 'store' | 'now'>,
  caller: Pick<Caller, 'tenant' | 'user'>,
  work: (tx: InTenant, scope: Scope) => Promise<T>,
): Promise<T> {
  return store.inTenant(caller.tenant.id, async (tx) => work(tx, await enterScope(tx, caller.user.id, dateInChina(now().toISOString()))))
}

/** One transaction as the server itself. */
export function inSystem<T>(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  work: (tx: InTenant, scope: Scope) => Promise<T>,
): Promise<T> {
  return store.inTenant(tenantId, async (tx) => work(tx, await enterSystem(tx)))
}
