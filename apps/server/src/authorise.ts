import type { Permission, Role } from './contract/session.ts'

/** Who may do what: the only place where roles mean anything. A cell that is not here is forbidden. */
export const ALLOWED: Readonly<Record<Permission, readonly Role[]>> = {
  'plan.read': ['viewer', 'officer', 'administrator'],
  'plan.export': ['viewer', 'officer', 'administrator'],
  'plan.write': ['officer', 'administrator'],
  'plan.delete': ['administrator'],
  'alignment.read': ['viewer', 'officer', 'administrator'],
  'alignment.write': ['officer', 'administrator'],
  'user.manage': ['administrator'],
  'event.read': ['administrator'],
  'metrics.read': ['administrator'],
  'matter.read': ['judge', 'clerk', 'party', 'administrator'],
  'matter.act': ['judge', 'clerk', 'party', 'administrator'],
  'matter.all': ['judge', 'clerk', 'administrator'],
  'decision.draft': ['judge', 'administrator'],
  'decision.publish': ['judge', 'administrator'],
  'matter.assign': ['clerk', 'judge', 'administrator'],
}

/** Everything that somebody with these roles may do, in the order of the table. */
export function permissionsOf(roles: readonly string[]): Permission[] {
  return (Object.keys(ALLOWED) as Permission[]).filter((permission) => ALLOWED[permission].some((role) => roles.includes(role)))
}
