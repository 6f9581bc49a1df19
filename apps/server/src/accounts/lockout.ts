import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { InTenant } from '../database/store.ts'

/**
 * Failures in a row lock an account name and a network address for a while, each further failure for twice as long. Names that no account
 * has are counted alike, so that a lock does not tell which accounts exist. An attempt is counted before the password is looked at: many
 * attempts at once are no way around.
 */

export interface LockoutRules {
  readonly accountFailures: number
  readonly addressFailures: number
  readonly minutes: number
}

const LONGEST_MINUTES = 24 * 60

export interface Subjects {
  readonly account: string
  readonly address: string
}

/** The keyed digests under which failures are kept. */
export function subjectsOf(key: string, login: string, address: string): Subjects {
  const digest = (kind: string, text: string) => `${kind}:${createHmac('sha256', key).update(`${kind}:${text}`).digest('hex').slice(0, 32)}`
  return { account: digest('account', login), address: digest('address', address) }
}

/** Counts an attempt. Gives the seconds to wait when either subject is locked (then nothing is counted), else 0 and whether this attempt locks the account should it fail. */
export async function countAttempt(
  tx: InTenant,
  tenantId: string,
  subjects: Subjects,
  rules: LockoutRules,
  now: Date,
): Promise<{ waitSeconds: number; failures: number }> {
  const { rows } = await sql<{ locked_until: Date }>`
    select locked_until from sign_in_failure
    where tenant_id = ${tenantId} and subject in (${subjects.account}, ${subjects.address}) and locked_until > ${now}`.execute(tx)
  if (rows.length > 0) {
    const until = Math.max(...rows.map((row) => row.locked_until.getTime()))
    return { waitSeconds: Math.max(1, Math.ceil((until - now.getTime()) / 1000)), failures: 0 }
  }
  await count(tx, tenantId, subjects.address, rules.addressFailures, rules.minutes, now)
  const failures = await count(tx, tenantId, subjects.account, rules.accountFailures, rules.minutes, now)
  return { waitSeconds: 0, failures }
}

async function count(tx: InTenant, tenantId: string, subject: string, limit: number, minutes: number, now: Date): Promise<number> {
  const forgotten = new Date(now.getTime() - minutes * 60_000)
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failure as f (tenant_id, subject, failures, last_failed_at) values (${tenantId}, ${subject}, 1, ${now})
    on conflict (tenant_id, subject) do update
    set failures = case when greatest(f.last_failed_at, f.locked_until) < ${forgotten} then 1 else f.failures + 1 end, last_failed_at = excluded.last_failed_at
    returning failures`.execute(tx)
  const failures = rows[0]!.failures
  if (failures >= limit) {
    const length = Math.min(LONGEST_MINUTES, minutes * 2 ** Math.min(20, failures - limit))
    await tx
      .updateTable('sign_in_failure')
      .set({ locked_until: new Date(now.getTime() + length * 60_000) })
      .where('tenant_id', '=', tenantId)
      .where('subject', '=', subject)
      .execute()
  }
  return failures
}

/** Takes the count of a good attempt back: the account begins anew, the address is no worse than before. */
export async function forgive(tx: InTenant, tenantId: string, subjects: Subjects, rules: LockoutRules): Promise<void> {
  await forget(tx, tenantId, subjects.account)
  await sql`update sign_in_failure set failures = greatest(0, failures - 1),
      locked_until = case when failures - 1 < ${rules.addressFailures} then null else locked_until end
    where tenant_id = ${tenantId} and subject = ${subjects.address}`.execute(tx)
}

/** Unlocks a subject. */
export async function forget(tx: InTenant, tenantId: string, subject: string): Promise<void> {
  await tx.deleteFrom('sign_in_failure').where('tenant_id', '=', tenantId).where('subject', '=', subject).execute()
}

/** Until when accounts are locked, by subject. */
export async function locks(tx: InTenant, tenantId: string, now: Date): Promise<Map<string, Date>> {
  const rows = await tx
    .selectFrom('sign_in_failure')
    .select(['subject', 'locked_until'])
    .where('tenant_id', '=', tenantId)
    .where('locked_until', '>', now)
    .execute()
  return new Map(rows.map((row) => [row.subject, row.locked_until!]))
}
