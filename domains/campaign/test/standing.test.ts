import { expect, it } from 'vitest'
import { BODY_ROLES, OFFICE_ROLES, PROCEDURES } from '../src/index.ts'

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
