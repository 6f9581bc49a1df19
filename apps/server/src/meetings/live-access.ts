import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import { ALLOWED, permissionsOf } from '../authorise.ts'
import type { Role } from '../contract/session.ts'
import type { InTenant } from '../database/store.ts'
import { Refused } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { enter, OFFICE } from './access.ts'

/**
 * Who follows a meeting and may do so no longer: signed out, disabled, no party of the case any more, the meeting taken back. Asked for every look at all listeners of a
 * meeting together: one statement finds those who need a closer look, and for them the rule of {@link enter} decides.
 */

interface Suspect {
  readonly session: string
  /** Null: the session is over. */
  readonly roles: readonly Role[] | null
}

const STAFF = [...ALLOWED['matter.all']]
const READERS = [...ALLOWED['meeting.read']]

async function suspects(
  tx: InTenant,
  tenantId: string,
  id: string,
  callers: readonly Caller[],
  now: Date,
  today: string,
): Promise<Suspect[]> {
  const { rows } = await sql<Suspect>`
    with follower as (select unnest(${callers.map((c) => c.session.id)}::uuid[]) as session, unnest(${callers.map((c) => c.user.id)}::uuid[]) as user_id)
    select f.session::text as session, u.roles from follower f
      left join session s on s.tenant_id = ${tenantId} and s.id = f.session and s.expires_at > ${now}
      left join app_user u on u.tenant_id = ${tenantId} and u.id = f.user_id and not u.disabled and s.id is not null
      left join meeting m on m.tenant_id = ${tenantId} and m.id = ${id}
      where u.id is null or not u.roles && ${READERS}::text[] or not coalesce(
        u.roles && ${STAFF}::text[] or m.chair_id = u.id or m.recorder_id = u.id
        or exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = m.matter_id and p.user_id = u.id and p.ended_at is null
          and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}) and (m.status <> 'draft' or p.role = any(${[...OFFICE]}::text[])))
        or (m.status <> 'draft' and (
          exists (select 1 from meeting_voter v where v.tenant_id = ${tenantId} and v.meeting_id = m.id
            and (v.user_id = u.id or v.joint @> jsonb_build_array(jsonb_build_object('userId', u.id::text))))
          or exists (select 1 from meeting_proxy x where x.tenant_id = ${tenantId} and x.meeting_id = m.id and x.agent_id = u.id and x.revoked_at is null))), false)`.execute(
    tx,
  )
  return rows
}

/** Sessions, of those given, that may not follow the meeting any more. */
export async function shutOut(services: Services, id: string, callers: readonly Caller[]): Promise<ReadonlySet<string>> {
  const { store, tenantId, now } = services
  if (callers.length === 0) return new Set()
  const at = now()
  return store.inTenant(tenantId, async (tx) => {
    const out = new Set<string>()
    const known = new Map(callers.map((caller) => [caller.session.id, caller]))
    for (const { session, roles } of await suspects(tx, tenantId, id, callers, at, dateInChina(at.toISOString()))) {
      const caller = known.get(session)!
      if (
        roles === null ||
        !(await mayEnter(tx, { ...caller, user: { ...caller.user, roles }, permissions: permissionsOf(roles) }, id, at))
      )
        out.add(session)
    }
    return out
  })
}

async function mayEnter(tx: InTenant, caller: Caller, id: string, now: Date): Promise<boolean> {
  if (!caller.permissions.includes('meeting.read')) return false
  try {
    await enter(tx, caller, id, now)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}
