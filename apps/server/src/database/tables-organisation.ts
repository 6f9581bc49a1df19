import type { Generated } from 'kysely'

/** The tables of the organisation as the server's queries see them. */
export interface OrganisationTables {
  area: {
    tenant_id: string
    id: string
    name: string
    kind: string
    parent_id: string | null
    position: number
    closed_on: string | null
  }
  body: {
    tenant_id: string
    id: string
    name: string
    short_name: string | null
    kind: string
    area_id: string
    parent_id: string | null
    valid_from: string
    valid_until: string | null
    successor_id: string | null
    position: number
  }
  department: { tenant_id: string; id: string; body_id: string; name: string; position: number; closed_on: string | null }
  task_force: {
    tenant_id: string
    id: string
    name: string
    domains: string[]
    note: string | null
    from_day: string
    until_day: string | null
  }
  task_force_body: { tenant_id: string; force_id: string; body_id: string }
  membership: {
    tenant_id: string
    id: string
    user_id: string
    post: string
    title: string | null
    body_id: string | null
    department_id: string | null
    force_id: string | null
    domain: string | null
    from_day: string
    until_day: string | null
  }
  delegation: {
    tenant_id: string
    id: string
    from_user: string
    to_user: string
    membership_id: string | null
    from_day: string
    until_day: string
    reason: string
    made_by: string
    made_at: Date
    revoked_by: string | null
    revoked_at: Date | null
    begin_told: Generated<Date | null>
    end_told: Generated<Date | null>
  }
  body_group: { tenant_id: string; id: string; name: string }
  body_group_member: { tenant_id: string; group_id: string; body_id: string }
  body_alias: {
    tenant_id: string
    id: string
    text: string
    key: string
    body_id: string | null
    group_id: string | null
    confirmed_by: string | null
    confirmed_at: Date
  }
}
