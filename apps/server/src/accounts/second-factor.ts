import { createHmac, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { InTenant } from '../database/store.ts'
import type { SecretBox } from '../secret-box.ts'
import type { Services } from '../services.ts'

/**
 * The second factor: time-based codes of an authenticator (RFC 6238: six digits, thirty seconds, one step of tolerance either way), with
 * recovery codes for the day the phone is lost. The secret is kept encrypted, recovery codes as keyed digests; every code is good once.
 */

const STEP = 30
const RECOVERY_CODES = 10
/** Letters and digits that are not taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** The secret with its user: a row that was moved to another user opens nothing. */
const sealFor = (box: SecretBox, userId: string, secret: string) => box.seal(`${userId} ${secret}`)

function openFor(box: SecretBox, userId: string, sealed: Buffer): string | null {
  const [owner, secret] = box.open(sealed)?.split(' ') ?? []
  return owner === userId && secret !== undefined ? secret : null
}

const recoveryDigest = (digestKey: string, userId: string, code: string) =>
  createHmac('sha256', digestKey)
    .update(`recovery:${userId}:${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
    .digest()

/** Since when the user has a confirmed second factor; null without one. */
export async function secondFactorSince(tx: InTenant, tenantId: string, userId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('second_factor')
    .select('confirmed_at')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.confirmed_at ?? null
}

/** Begins an enrolment, instead of one that was not confirmed. Null when the user has a confirmed one. */
export async function beginSecondFactor(
  tx: InTenant,
  box: SecretBox,
  tenantId: string,
  user: { readonly id: string; readonly login: string },
  issuer: string,
  now: Date,
): Promise<{ readonly secret: string; readonly uri: string } | null> {
  const secret = generateSecret()
  const row = { secret: sealFor(box, user.id, secret), created_at: now, confirmed_at: null, last_step: null }
  const kept = await tx
    .insertInto('second_factor')
    .values({ tenant_id: tenantId, user_id: user.id, ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet(row).where('second_factor.confirmed_at', 'is', null))
    .returning('user_id')
    .executeTakeFirst()
  return kept ? { secret, uri: generateURI({ issuer, label: user.login, secret }) } : null
}

/** Whether a code fits a secret at an instant, and the time step that it belongs to. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const result = verifySync({ secret, token, epoch: Math.floor(now.getTime() / 1000), epochTolerance: STEP })
  return result.valid && 'epoch' in result ? Math.floor(result.epoch / STEP) : null
}

/**
 * Takes a code of the authenticator or a recovery code: whether it is good now. A good one is used up. `confirmed` false looks at an
 * enrolment that waits for its first code.
 */
export async function takeCode(
  tx: InTenant,
  { secrets, digestKey }: Pick<Services, 'secrets' | 'digestKey'>,
  tenantId: string,
  userId: string,
  code: string,
  now: Date,
  { confirmed = true }: { readonly confirmed?: boolean } = {},
): Promise<boolean> {
  const row = await tx
    .selectFrom('second_factor')
    .select(['secret', 'confirmed_at'])
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!row || (row.confirmed_at !== null) !== confirmed) return false
  const secret = openFor(secrets, userId, row.secret)
  const step = secret === null ? null : stepOf(secret, code, now)
  if (step !== null) {
    const { rows } = await sql`update second_factor set last_step = ${step}
      where tenant_id = ${tenantId} and user_id = ${userId} and (last_step is null or last_step < ${step}) returning 1`.execute(tx)
    return rows.length > 0
  }
  if (!confirmed) return false
  const used = await tx
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('digest', '=', recoveryDigest(digestKey, userId, code))
    .where('used_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  return used !== undefined
}

export async function confirmSecondFactor(tx: InTenant, tenantId: string, userId: string, now: Date): Promise<void> {
  await tx.updateTable('second_factor').set({ confirmed_at: now }).where('tenant_id', '=', tenantId).where('user_id', '=', userId).execute()
}

/** New recovery codes instead of all earlier ones; kept nowhere but as digests. */
export async function makeRecoveryCodes(tx: InTenant, digestKey: string, tenantId: string, userId: string): Promise<string[]> {
  const letters = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const codes = Array.from({ length: RECOVERY_CODES }, () => `${letters()}-${letters()}`)
  await tx.deleteFrom('recovery_code').where('tenant_id', '=', tenantId).where('user_id', '=', userId).execute()
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ tenant_id: tenantId, user_id: userId, digest: recoveryDigest(digestKey, userId, code), used_at: null })))
    .execute()
  return codes
}

export async function recoveryCodesLeft(tx: InTenant, tenantId: string, userId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('recovery_code')
    .select((of) => of.fn.countAll<string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Gives the second factor up, with its recovery codes. */
export async function dropSecondFactor(tx: InTenant, tenantId: string, userId: string): Promise<void> {
  await tx.deleteFrom('recovery_code').where('tenant_id', '=', tenantId).where('user_id', '=', userId).execute()
  await tx.deleteFrom('second_factor').where('tenant_id', '=', tenantId).where('user_id', '=', userId).execute()
}
