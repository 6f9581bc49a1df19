import { expect, it } from 'vitest'
import { BODIES_LEAVE, BODY_ROLES, OFFICE_ROLES, PROCEDURES } from '../src/index.ts'

it('the office has roles on every procedure of the campaign, and they exist there', () => {
  expect(Object.keys(OFFICE_ROLES).toSorted()).toEqual(PROCEDURES.map((p) => p.id).toSorted())
  for (const procedure of PROCEDURES)
    for (const role of OFFICE_ROLES[procedure.id]!) expect(procedure.roles.map((r) => r.id)).toContain(role)
})

it('bodies come to a matter by fields that the form of the action has', () => {
  for (const [id, actions] of Object.entries(BODY_ROLES)) {
    const procedure = PROCEDURES.find((p) => p.id === id)!
    for (const [action, { field, role }] of Object.entries(actions)) {
      expect(procedure.actions.find((a) => a.id === action)?.form, `${id} ${action}`).toContain(field)
      expect(procedure.roles.map((r) => r.id)).toContain(role)
    }
  }
})

it('bodies leave with actions that there are, from roles that bodies come to', () => {
  for (const [id, actions] of Object.entries(BODIES_LEAVE)) {
    const procedure = PROCEDURES.find((p) => p.id === id)!
    const brought = Object.values(BODY_ROLES[id]!).map((b) => b.role)
    for (const [action, roles] of Object.entries(actions)) {
      expect(
        procedure.actions.some((a) => a.id === action),
        `${id} ${action}`,
      ).toBe(true)
      for (const role of roles) expect(brought).toContain(role)
    }
  }
})
