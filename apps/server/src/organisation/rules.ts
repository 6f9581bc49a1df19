import { refuse } from '../http/problem.ts'
import type { Scope } from './scope.ts'

/**
 * Who may do what in the campaign: relation × action, the one table of such rules. Roles say which kinds of things somebody may do at all
 * (`authorise.ts`); this says with which rows. `scope_may` (0050-organisation.sql) and the policies of the ledger
 * (0060-ledger.sql, 0091-entry-rules.sql) say the same to the database; a test compares every cell through both.
 */

/** How somebody stands to an entry of a ledger (or to the organisation as a whole). Several may hold at once. */
export const RELATIONS = {
  office: { zh: '营转办或专班工作人员', en: 'runs the campaign: the office, administrators, the server itself' },
  reader: { zh: '查阅人员', en: 'reads everything' },
  commander: { zh: '所在领域的总指挥、副总指挥', en: 'commands the domain of the entry' },
  force: { zh: '所在领域的专班成员', en: 'belongs to a task force of the domain' },
  lead: { zh: '牵头单位', en: 'acts for the lead body' },
  responsible: { zh: '责任单位', en: 'acts for a responsible body' },
  superior: { zh: '上级单位', en: 'acts for a body above the lead or a responsible one, or heads a department of one' },
  assigned: { zh: '责任科室、责任人', en: 'a step is assigned to the person, or to their department' },
  posted: { zh: '在组织机构中任职', en: 'has a post, but none that touches the entry' },
  outsider: { zh: '与行动无关', en: 'has nothing to do with the campaign' },
} as const
export type Relation = keyof typeof RELATIONS

export const ACTIONS = {
  'organisation.read': { zh: '查看组织机构', en: 'read the organisation' },
  'organisation.manage': { zh: '维护组织机构', en: 'change the organisation' },
  'entry.read': { zh: '查看台账事项', en: 'read an entry' },
  'entry.break-down': { zh: '分解任务', en: 'break an entry down into steps' },
  'entry.fill': { zh: '填报举措进展、上传佐证', en: 'say how a step goes, add evidence' },
  'entry.report': { zh: '填写周期报告', en: 'report for a cycle' },
  'entry.submit': { zh: '申请销号', en: 'ask for close-out' },
  'entry.review': { zh: '审核销号', en: 'review a close-out (never one’s own)' },
  'entry.decide': { zh: '决定延期、重开', en: 'decide to defer or reopen' },
  'entry.amend': { zh: '调整台账事项', en: 'change the entry itself, its bodies, its dates' },
} as const
export type Action = keyof typeof ACTIONS

const EVERYBODY_OF_THE_CAMPAIGN: readonly Relation[] = [
  'office',
  'reader',
  'commander',
  'force',
  'lead',
  'responsible',
  'superior',
  'assigned',
  'posted',
]

/** A cell that is not here is forbidden. */
export const RULES: Readonly<Record<Action, readonly Relation[]>> = {
  'organisation.read': EVERYBODY_OF_THE_CAMPAIGN,
  'organisation.manage': ['office'],
  'entry.read': ['office', 'reader', 'commander', 'force', 'lead', 'responsible', 'superior', 'assigned'],
  'entry.break-down': ['office', 'lead', 'responsible'],
  'entry.fill': ['office', 'lead', 'responsible', 'assigned'],
  'entry.report': ['office', 'lead', 'responsible'],
  'entry.submit': ['office', 'lead'],
  'entry.review': ['office', 'commander'],
  'entry.decide': ['office', 'commander'],
  'entry.amend': ['office'],
}

/** What an entry is to its people. */
export interface EntryTies {
  readonly lead: string | null
  readonly responsible: readonly string[]
  /** Departments that its steps are assigned to. */
  readonly departments: readonly string[]
  /** Users that it or one of its steps is assigned to. */
  readonly owners: readonly string[]
  readonly domain: string | null
}

const meet = (a: readonly string[], b: readonly string[]) => a.some((one) => b.includes(one))

/** How a scope stands to an entry; without an entry, to the organisation. */
export function relationsTo(scope: Scope, entry: EntryTies | null): readonly Relation[] {
  if (scope.standing === 'outsider') return ['outsider']
  const found: Relation[] = []
  if (scope.runs) found.push('office')
  else if (scope.all) found.push('reader')
  if (entry) {
    const bodies = [...(entry.lead === null ? [] : [entry.lead]), ...entry.responsible]
    if (entry.domain !== null && scope.domains.includes(entry.domain)) found.push('commander')
    else if (entry.domain !== null && scope.readsDomains.includes(entry.domain)) found.push('force')
    if (entry.lead !== null && scope.bodies.includes(entry.lead)) found.push('lead')
    if (meet(entry.responsible, scope.bodies)) found.push('responsible')
    if (meet(bodies, scope.reads)) found.push('superior')
    if (meet(entry.departments, scope.departments) || (scope.user !== null && entry.owners.includes(scope.user))) found.push('assigned')
  }
  if (found.length === 0) found.push('posted')
  return found
}

/** Whether a scope allows an action. */
export const may = (scope: Scope, action: Action, entry: EntryTies | null = null): boolean =>
  relationsTo(scope, entry).some((relation) => RULES[action].includes(relation))

/** Refuses what the table does not allow, with the words for it. */
export function demand(scope: Scope, action: Action, entry: EntryTies | null = null): void {
  if (may(scope, action, entry)) return
  const who = relationsTo(scope, entry)
  throw refuse('permission.denied', {
    zh: `没有权限${ACTIONS[action].zh}（${who.map((r) => RELATIONS[r].zh).join('、')}）`,
    en: `You may not ${ACTIONS[action].en} (${who.join(', ')})`,
  })
}
