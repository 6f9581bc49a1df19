import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { rolesOn, seesAll } from './roles.ts'
import { loadMatter, type StoredMatter } from './store.ts'

/** Roles that work on the whole matter, and not only on their own part of it. */
export const WHOLE = ['judge', 'clerk', 'administrator', 'group']

/** A matter that the caller may see; anybody else's is as if it did not exist. */
export async function visibleMatter(tx: InTenant, caller: Caller, id: string, today: string, lock = false): Promise<StoredMatter> {
  const matter = await loadMatter(tx, caller.tenant.id, id, lock)
  if (!matter) throw refuse('matter.not-found')
  if (seesAll(caller)) return matter
  const held = await rolesOn(tx, caller.tenant.id, id, caller.user.id, today)
  if (held.roles.length === 0) throw refuse('matter.not-found')
  return matter
}

/** Whether the caller sees everything of a matter, or only what is public and their own. */
export const seesWhole = (caller: Caller, roles: readonly string[]): boolean =>
  seesAll(caller) || roles.some((role) => WHOLE.includes(role))
