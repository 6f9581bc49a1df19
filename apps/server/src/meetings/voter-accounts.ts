import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import type { VoterAccount } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import type { Hall } from './hall.ts'
import { accountOf } from './prepare.ts'
import { type MeetingRow, refuseStep, type VoterRow } from './store.ts'

/** Accounts and identities of voters. */

/** Keyed digest of the last six characters of an identity: what is compared at sign-in. The number itself is not kept. */
export const identityDigest = (key: string, identity: string): Buffer =>
  createHmac('sha256', key)
    .update(`meeting identity ${identity.trim().slice(-6).toUpperCase()}`)
    .digest()

/** The account that a voter shall have: `undefined` as it is, null or empty none. Refuses one that does not exist or stands for somebody else of the meeting. Writes nothing. */
export async function accountFor(
  tx: InTenant,
  meeting: MeetingRow,
  hall: Hall,
  voter: VoterRow,
  login: string | null | undefined,
): Promise<string | null> {
  if (login === undefined) return voter.user_id
  const userId = login === null || login === '' ? null : await accountOf(tx, meeting.tenant_id, login)
  if (userId === voter.user_id) return userId
  if ([...hall.state.sessions.values()].some((s) => s.statement.person === voter.label))
    throw refuseStep('该债权人已经签到，不能更换账号', 'Somebody signed in for this voter; the account stands')
  await demandFree(tx, meeting, userId)
  return userId
}

/** Writes the account that `accountFor` gave, and the digest of an identity when there is one. */
export async function writeAccount(
  tx: InTenant,
  digestKey: string,
  voter: VoterRow,
  { identity }: Pick<z.output<typeof VoterAccount>, 'identity'>,
  userId: string | null,
): Promise<void> {
  await tx
    .updateTable('meeting_voter')
    .set({ user_id: userId, ...(identity === undefined ? {} : { identity: identityDigest(digestKey, identity) }) })
    .where('tenant_id', '=', voter.tenant_id)
    .where('meeting_id', '=', voter.meeting_id)
    .where('id', '=', voter.id)
    .execute()
}

/** An account stands for one person of a meeting: for other voters it acts by power of attorney. */
async function demandFree(tx: InTenant, meeting: MeetingRow, userId: string | null): Promise<void> {
  if (userId === null) return
  const other = await tx
    .selectFrom('meeting_voter')
    .select('id')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const labelled = await tx
    .selectFrom('meeting_label')
    .select('label')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (other || labelled)
    throw refuseStep(
      '该账号已代表本次会议的另一债权人，或者已登记为代理人、共同债权人；请以授权委托办理',
      'The account stands for another person of this meeting already; use a power of attorney',
    )
}
