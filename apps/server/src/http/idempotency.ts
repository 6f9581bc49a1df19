import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import type { Services } from '../services.ts'
import { Status } from './endpoint.ts'
import { refuse } from './problem.ts'

/**
 * A request that creates something may carry a key of the caller's choice. The same key again gives the same answer and creates nothing;
 * the answer is kept in the transaction that creates. A request that failed leaves no trace, so that it can be sent again.
 */

const KEPT_HOURS = 24
/** Longer than any request may take: the server that had it is gone. */
const ABANDONED_MINUTES = 15

/** The key of a request, or null. */
export function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key))
    throw refuse('request.invalid', {
      zh: 'Idempotency-Key 须为 8 到 100 个可见 ASCII 字符',
      en: 'Idempotency-Key must be 8 to 100 visible ASCII characters',
    })
  return key
}

export const hashOf = (...parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** Keeps the answer; called in the transaction that creates. */
export type Keep = (tx: InTenant, status: number, body: unknown) => Promise<void>

export async function once<T>(
  { store, now }: Pick<Services, 'store' | 'now'>,
  caller: Caller,
  endpoint: string,
  key: string | null,
  requestHash: string,
  work: (keep: Keep) => Promise<Status<T>>,
): Promise<Status<T>> {
  if (key === null) return work(async () => undefined)
  const tenantId = caller.tenant.id
  const row = { tenant_id: tenantId, user_id: caller.user.id, endpoint, key }
  const own = (tx: InTenant) =>
    tx
      .selectFrom('idempotency_key')
      .select(['request_hash', 'status', 'body', 'created_at'])
      .where('tenant_id', '=', tenantId)
      .where('user_id', '=', row.user_id)
      .where('endpoint', '=', endpoint)
      .where('key', '=', key)
  const earlier = await store.inTenant(tenantId, async (tx) => {
    const at = now()
    await tx
      .deleteFrom('idempotency_key')
      .where('tenant_id', '=', tenantId)
      .where((where) =>
        where.or([
          where('created_at', '<', new Date(at.getTime() - KEPT_HOURS * 3_600_000)),
          where.and([where('status', 'is', null), where('created_at', '<', new Date(at.getTime() - ABANDONED_MINUTES * 60_000))]),
        ]),
      )
      .execute()
    const claimed = await tx
      .insertInto('idempotency_key')
      .values({ ...row, request_hash: requestHash, status: null, body: null, created_at: at })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id', 'endpoint', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst()
    return claimed ? null : await own(tx).executeTakeFirst()
  })
  if (earlier) {
    if (earlier.request_hash !== requestHash) throw refuse('request.idempotency-mismatch')
    if (earlier.status === null) throw refuse('request.in-progress')
    return new Status(earlier.status, earlier.body as T)
  }
  const mine = sql<boolean>`tenant_id = ${tenantId} and user_id = ${row.user_id} and endpoint = ${endpoint} and key = ${key}`
  let kept = false
  try {
    const answer = await work(async (tx, status, body) => {
      kept = true
      await tx
        .updateTable('idempotency_key')
        .set({ status, body: JSON.stringify(body) })
        .where(mine)
        .execute()
    })
    if (!kept) await store.inTenant(tenantId, (tx) => tx.deleteFrom('idempotency_key').where(mine).execute())
    return answer
  } catch (error) {
    await store.inTenant(tenantId, (tx) => tx.deleteFrom('idempotency_key').where(mine).where('status', 'is', null).execute())
    throw error
  }
}
