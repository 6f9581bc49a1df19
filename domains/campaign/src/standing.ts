/** Who stands how to matters of the campaign, beside the people who were given a role by name. */

/** Roles that the reform office has on every matter of a procedure. */
export const OFFICE_ROLES: Readonly<Record<string, readonly string[]>> = {
  complaint: ['receiver', 'supervisor'],
  challenge: ['office', 'reviewer'],
  brief: ['editor', 'approver'],
  'plan-filing': ['office'],
  finding: ['inspector', 'checker'],
}

/** A field that names a body, and the role that the body then has through its people; `instead` when the body takes the place of the one before. */
export interface BodyRole {
  readonly field: string
  readonly role: string
  readonly instead?: true
  /** Who is not of the office names a body that they act for. */
  readonly own?: true
}

/** By procedure and action: which bodies come to a matter. */
export const BODY_ROLES: Readonly<Record<string, Readonly<Record<string, BodyRole>>>> = {
  complaint: {
    dispatch: { field: 'handlerBody', role: 'handler', instead: true },
    transfer: { field: 'handlerBody', role: 'handler', instead: true },
    invite: { field: 'jointBody', role: 'joint' },
  },
  challenge: {
    claim: { field: 'claimBody', role: 'claimant', own: true },
    choose: { field: 'chosenBody', role: 'holder', instead: true },
  },
  brief: { submit: { field: 'bodyId', role: 'author', instead: true, own: true } },
  'plan-filing': { ask: { field: 'bodyId', role: 'body', instead: true } },
  finding: { find: { field: 'bodyId', role: 'body', instead: true } },
}

/** By procedure and action: whose bodies leave the matter. Who returned a complaint has no more to do with it; whom the former body asked to join, neither. */
export const BODIES_LEAVE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  complaint: { return: ['handler', 'joint'], dispatch: ['joint'], transfer: ['joint'] },
}

/** While a challenge is open, whoever acts for a body may read it and claim it. */
export const OPEN_TO_BODIES = { procedure: 'challenge', stage: 'main/open', role: 'claimant' } as const

/** Procedures of the campaign; all others are the court's. */
export const isOfCampaign = (procedure: string): boolean => Object.hasOwn(OFFICE_ROLES, procedure)

/** Roles of the office on matters of a procedure; none where it is not one of the campaign. */
export const officeRoles = (procedure: string): readonly string[] => (isOfCampaign(procedure) ? OFFICE_ROLES[procedure]! : [])

/** Roles whose bodies leave with an action of a procedure, without another coming in their place. */
export const rolesLeaving = (procedure: string, action: string): readonly string[] => {
  const actions = Object.hasOwn(BODIES_LEAVE, procedure) ? BODIES_LEAVE[procedure]! : {}
  return Object.hasOwn(actions, action) ? actions[action]! : []
}

/** The body that an action of a procedure brings, or null. */
export function bodyRoleOf(procedure: string, action: string): BodyRole | null {
  const actions = Object.hasOwn(BODY_ROLES, procedure) ? BODY_ROLES[procedure]! : {}
  return Object.hasOwn(actions, action) ? actions[action]! : null
}
