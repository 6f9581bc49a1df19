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

/** Counts an attempt before it is made. Gives the seconds to wait when the address or the account is locked, else 0 and whether a failure locks the account. */
export async function countAttempt(
  tx: InTenant,
  tenantId: string,
  subjects: Subjects,
  rules: LockoutRules,
  now: Date,
): Promise<{ waitSeconds: number; failures: number }> {
  for (const [subject, limit] of [
    [subjects.address, rules.addressFailures],
    [subjects.account, rules.accountFailures],
  ] as const) {
    const failures = await count(tx, tenantId, subject, limit, rules.minutes, now)
    if (failures === null) return { waitSeconds: await waitFor(tx, tenantId, subject, now), failures: 0 }
    if (subject === subjects.account) return { waitSeconds: 0, failures }
  }
  throw new Error('unreachable')
}

/**
 * Adds one to a subject that is not locked, and locks it when that reaches the limit; null when it is locked. One statement: attempts at
 * the same time wait for one another's row and each sees what the one before did.
 */
async function count(tx: InTenant, tenantId: string, subject: string, limit: number, minutes: number, now: Date): Promise<number | null> {
  const forgotten = new Date(now.getTime() - minutes * 60_000)
  const next = sql`case when greatest(f.last_failed_at, f.locked_until) < ${forgotten} then 1 else f.failures + 1 end`
  const until = (failures: ReturnType<typeof sql>) => sql`case when ${failures} >= ${limit}::int then
    ${now}::timestamptz + make_interval(mins => least(${LONGEST_MINUTES}, ${minutes} * power(2, least(20, ${failures} - ${limit}::int)))::int) end`
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failure as f (tenant_id, subject, failures, last_failed_at, locked_until)
    values (${tenantId}, ${subject}, 1, ${now}, ${until(sql`1`)})
    on conflict (tenant_id, subject) do update
    set failures = ${next}, last_failed_at = excluded.last_failed_at, locked_until = ${until(next)}
    where f.locked_until is null or f.locked_until <= ${now}
    returning failures`.execute(tx)
  return rows[0]?.failures ?? null
}

async function waitFor(tx: InTenant, tenantId: string, subject: string, now: Date): Promise<number> {
  const row = await tx
    .selectFrom('sign_in_failure')
    .select('locked_until')
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return Math.max(1, Math.ceil(((row?.locked_until?.getTime() ?? 0) - now.getTime()) / 1000))
}

/** Takes one attempt back that was neither good nor a failure. */
export async function takeBack(tx: InTenant, tenantId: string, subjects: Subjects, rules: LockoutRules): Promise<void> {
  for (const [subject, limit] of [
    [subjects.account, rules.accountFailures],
    [subjects.address, rules.addressFailures],
  ] as const)
    await sql`update sign_in_failure set failures = greatest(0, failures - 1),
        locked_until = case when failures - 1 < ${limit} then null else locked_until end
      where tenant_id = ${tenantId} and subject = ${subject}`.execute(tx)
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
