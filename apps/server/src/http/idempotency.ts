import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../accounts/sessions.ts'
import { type InTenant, later, run } from '../database/store.ts'
import type { Services } from '../services.ts'
import { Status } from './endpoint.ts'
import { refuse } from './problem.ts'

/**
 * A request that creates something may carry a key of the caller's choice. The same key again gives the same answer and creates nothing. The answer is kept in the
 * transaction that creates, under the key: two of the same key cannot both commit. Nothing is written before that, so a request that failed or was cut by a crash
 * leaves no trace and can be sent again at once.
 */

const KEPT_HOURS = 24
const SWEEP_EVERY_MS = 60_000

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

export interface OnceOptions {
  /**
   * The work is one transaction, cheap to begin and refused or undone as a whole when it was done before: the key is looked up only when it fails, which spares every
   * first request a round trip.
   */
  readonly lookWhenFailed?: true
}

/** Requests with a key that this process works on. */
const running = new Set<string>()
let sweptAt = 0

export async function once<T>(
  { store, now }: Pick<Services, 'store' | 'now'>,
  caller: Caller,
  endpoint: string,
  key: string | null,
  requestHash: string,
  work: (keep: Keep) => Promise<Status<T>>,
  { lookWhenFailed }: OnceOptions = {},
): Promise<Status<T>> {
  if (key === null) return work(async () => undefined)
  const tenantId = caller.tenant.id
  const mine = [tenantId, caller.user.id, endpoint, key] as const
  /** The answer that was given to this key before. */
  const earlier = async (): Promise<Status<T> | null> => {
    const [row] = await store.inTenant(tenantId, (tx) =>
      run<{ request_hash: string; status: number | null; body: unknown }>(tx, EARLIER, mine),
    )
    if (!row) return null
    if (row.request_hash !== requestHash) throw refuse('request.idempotency-mismatch')
    return row.status === null ? null : new Status(row.status, row.body as T)
  }
  const keep: Keep = async (tx, status, body) => {
    const at = now()
    if (performance.now() - sweptAt > SWEEP_EVERY_MS) {
      sweptAt = performance.now()
      later(tx, { sql: SWEEP, parameters: [tenantId, new Date(at.getTime() - KEPT_HOURS * 3_600_000)] })
    }
    const parameters = [...mine, requestHash, status, JSON.stringify(body), at]
    if (lookWhenFailed) return later(tx, { sql: KEEP, parameters })
    const kept = await run(tx, `${KEEP} on conflict (tenant_id, user_id, endpoint, key) do nothing returning key`, parameters)
    if (kept.length === 0) throw refuse('request.in-progress')
  }
  const name = mine.join(' ')
  if (running.has(name)) throw refuse('request.in-progress')
  running.add(name)
  try {
    if (!lookWhenFailed) return (await earlier()) ?? (await work(keep))
    try {
      return await work(keep)
    } catch (error) {
      const answer = await earlier()
      if (answer === null) throw error
      return answer
    }
  } finally {
    running.delete(name)
  }
}

const EARLIER =
  'select request_hash, status, body from idempotency_key where tenant_id = $1 and user_id = $2 and endpoint = $3 and key = $4'
const KEEP =
  'insert into idempotency_key (tenant_id, user_id, endpoint, key, request_hash, status, body, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)'
const SWEEP = 'delete from idempotency_key where tenant_id = $1 and created_at < $2'
