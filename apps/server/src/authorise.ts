import type { Permission, Role } from './contract/session.ts'

/** Who may do what: the only place where roles mean anything. A cell that is not here is forbidden. */
export const ALLOWED: Readonly<Record<Permission, readonly Role[]>> = {
  'plan.read': ['viewer', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  'plan.export': ['viewer', 'officer', 'administrator'],
  'plan.write': ['officer', 'administrator'],
  'plan.delete': ['administrator'],
  'alignment.read': ['viewer', 'officer', 'administrator'],
  'alignment.write': ['officer', 'administrator'],
  'user.manage': ['administrator'],
  'event.read': ['administrator'],
  'metrics.read': ['administrator'],
  'channel.manage': ['administrator'],
  'complaint.read': ['officer', 'liaison', 'commander', 'member', 'administrator'],
  'complaint.import': ['officer', 'administrator'],
  'matter.read': ['judge', 'clerk', 'party', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  'matter.act': ['judge', 'clerk', 'party', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  'matter.all': ['judge', 'clerk', 'administrator'],
  'decision.draft': ['judge', 'administrator'],
  'decision.publish': ['judge', 'administrator'],
  'calendar.draft': ['judge', 'clerk', 'administrator'],
  'calendar.publish': ['judge', 'administrator'],
  'register.read': ['viewer', 'officer', 'judge', 'clerk', 'party', 'administrator'],
  // Enters, decides, opens and publishes evaluations.
  'register.manage': ['judge', 'clerk', 'administrator'],
  'draw.conduct': ['judge', 'clerk', 'administrator'],
  'matter.assign': ['clerk', 'judge', 'administrator'],
  // Which meetings, and what of them, is said by the role on the case: see meetings/access.ts.
  'meeting.read': ['judge', 'clerk', 'party', 'administrator'],
  'meeting.prepare': ['judge', 'clerk', 'party', 'administrator'],
  'meeting.direct': ['judge', 'clerk', 'party', 'administrator'],
  // With which rows of the campaign is said by organisation/rules.ts.
  'organisation.read': ['viewer', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  'organisation.manage': ['officer', 'administrator'],
  'ledger.read': ['viewer', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  // Breaks down, fills in, adds evidence, asks for close-out.
  'ledger.write': ['officer', 'liaison', 'member', 'administrator'],
  // Adopts, amends, edits many.
  'ledger.manage': ['officer', 'administrator'],
  'ledger.review': ['officer', 'commander', 'administrator'],
  'ledger.decide': ['officer', 'commander', 'administrator'],
  'report.read': ['viewer', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  'report.write': ['officer', 'liaison', 'administrator'],
  'questionnaire.read': ['viewer', 'officer', 'administrator'],
  'questionnaire.manage': ['officer', 'administrator'],
  // Answers in words, and sheet by sheet.
  'questionnaire.answers': ['officer', 'administrator'],
  'evaluation.read': ['viewer', 'officer', 'commander', 'liaison', 'member', 'administrator'],
  // In the name of a body that one acts for.
  'evaluation.object': ['officer', 'commander', 'liaison', 'administrator'],
  // Drafts and publishes schemes, scores, publishes results, answers objections.
  'evaluation.manage': ['officer', 'administrator'],
}

/** Everything that somebody with these roles may do, in the order of the table. */
export function permissionsOf(roles: readonly string[]): Permission[] {
  return (Object.keys(ALLOWED) as Permission[]).filter((permission) => ALLOWED[permission].some((role) => roles.includes(role)))
}
