import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { rolesOn, seesAll } from '../matters/roles.ts'
import { loadMeeting, type MeetingRow } from './store.ts'

/** Who may see what of a meeting, and do what in it. */

export interface Standing {
  readonly roles: readonly string[]
  /** The staff of the court, and the administrator of the case: they prepare the meeting and see all of it. */
  readonly prepares: boolean
  /** The chair; the staff of the court for the chair. */
  readonly directs: boolean
  readonly chairs: boolean
  readonly records: boolean
  /** A voter, a joint holder or an agent. */
  readonly votes: boolean
}

/** Roles of a case that prepare its meetings. */
export const OFFICE: readonly string[] = ['administrator', 'group']

/** Whether an account is on the list of voters, holds claims of a voter together with others, or is an agent. */
async function isVoter(tx: InTenant, meeting: MeetingRow, userId: string): Promise<boolean> {
  const { tenant_id: tenantId, id } = meeting
  const { rows } = await sql<{ found: boolean }>`select exists (
      select 1 from meeting_voter v where v.tenant_id = ${tenantId} and v.meeting_id = ${id}
        and (v.user_id = ${userId} or v.joint @> ${JSON.stringify([{ userId }])}::jsonb)
    ) or exists (
      select 1 from meeting_proxy p where p.tenant_id = ${tenantId} and p.meeting_id = ${id} and p.agent_id = ${userId} and p.revoked_at is null
    ) as found`.execute(tx)
  return rows[0]!.found
}

/** What the caller is in a meeting. One that the caller may not see is as if it did not exist. */
export async function standingIn(tx: InTenant, caller: Caller, meeting: MeetingRow, now: Date): Promise<Standing> {
  const { roles } = await rolesOn(tx, caller.tenant.id, meeting.matter_id, caller.user.id, dateInChina(now.toISOString()))
  const staff = seesAll(caller)
  const chairs = meeting.chair_id === caller.user.id
  const standing: Standing = {
    roles,
    prepares: staff || roles.some((r) => OFFICE.includes(r)),
    directs: staff || chairs,
    chairs,
    records: meeting.recorder_id === caller.user.id,
    votes: await isVoter(tx, meeting, caller.user.id),
  }
  const insider = standing.prepares || standing.directs || standing.records
  // What is being prepared is seen by those who prepare it.
  if (!insider && (meeting.status === 'draft' || (roles.length === 0 && !standing.votes))) throw refuse('meeting.not-found')
  return standing
}

/** A meeting with what the caller is in it. */
export async function enter(
  tx: InTenant,
  caller: Caller,
  id: string,
  now: Date,
): Promise<{ readonly meeting: MeetingRow; readonly standing: Standing }> {
  const meeting = await loadMeeting(tx, caller.tenant.id, id)
  return { meeting, standing: await standingIn(tx, caller, meeting, now) }
}

/** Refuses whoever does not prepare the meeting. */
export function demandPreparing({ prepares }: Standing): void {
  if (!prepares)
    throw refuse('permission.denied', { zh: '由法院或者本案管理人办理', en: 'For the court and the administrator of the case' })
}

/** Refuses whoever does not direct the meeting. */
export function demandDirecting({ directs }: Standing): void {
  if (!directs) throw refuse('permission.denied', { zh: '由会议主席或者法院工作人员办理', en: 'For the chair and the staff of the court' })
}
