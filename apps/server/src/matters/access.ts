import { OFFICE_ROLES } from '@yingshang/campaign'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { type Held, rolesOn, seesAll } from './roles.ts'
import { loadMatter, type StoredMatter } from './store.ts'

/** Roles that work on the whole matter, and not only on their own part of it. */
export const WHOLE = ['judge', 'clerk', 'administrator', 'group', ...Object.values(OFFICE_ROLES).flat(), 'handler', 'joint']

/** A matter that the caller may see, with the roles that the caller holds on it, in one message; anybody else's is as if it did not exist. */
export async function matterFor(
  tx: InTenant,
  caller: Caller,
  id: string,
  today: string,
  lock = false,
): Promise<{ readonly matter: StoredMatter; readonly held: Held }> {
  const [matter, held] = await Promise.all([
    loadMatter(tx, caller.tenant.id, id, lock),
    rolesOn(tx, caller.tenant.id, id, caller.user.id, today),
  ])
  if (!matter || (held.roles.length === 0 && !seesAll(caller, matter.state.procedure.id))) throw refuse('matter.not-found')
  return { matter, held }
}

/** A matter that the caller may see. */
export const visibleMatter = async (tx: InTenant, caller: Caller, id: string, today: string, lock = false): Promise<StoredMatter> =>
  (await matterFor(tx, caller, id, today, lock)).matter

/** Whether the caller sees everything of a matter, or only what is public and their own. */
export const seesWhole = (caller: Caller, roles: readonly string[], procedure: string): boolean =>
  seesAll(caller, procedure) || roles.some((role) => WHOLE.includes(role))
