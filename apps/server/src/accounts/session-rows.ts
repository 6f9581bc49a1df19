import { run, type Store } from '../database/store.ts'

/**
 * Finds sessions by the digest of their token. Requests that arrive while a look-up is under way are looked up together in the next one: when a thousand people act
 * at once, one statement for many costs little more than for one, and nobody waits for more than the look-up before.
 */

export interface SessionRow {
  readonly id: string
  readonly token_hash: Buffer
  readonly last_seen_at: Date
  readonly expires_at: Date
  readonly method: string
  readonly id_token: string | null
  readonly user_id: string
  readonly login: string
  readonly display_name: string
  readonly roles: string[]
  readonly must_change_password: boolean
  readonly disabled: boolean
  /** Of the tenant. */
  readonly name: string
}

interface Waiting {
  readonly hash: Buffer
  readonly done: (row: SessionRow | null) => void
  readonly failed: (error: unknown) => void
}

interface Queue {
  waiting: Waiting[]
  running: boolean
}

const MOST = 200
const queues = new WeakMap<Store, Map<string, Queue>>()

const FIND = `select s.id, s.token_hash, s.last_seen_at, s.expires_at, s.method, s.id_token,
    u.id as user_id, u.login, u.display_name, u.roles, u.must_change_password, u.disabled, t.name
  from session s
  join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id
  join tenant t on t.id = s.tenant_id
  where s.tenant_id = $1 and s.token_hash = any($2::bytea[])`

/** The session with this digest; null when there is none. */
export function sessionRow(store: Store, tenantId: string, hash: Buffer): Promise<SessionRow | null> {
  const ofStore = queues.get(store) ?? new Map<string, Queue>()
  queues.set(store, ofStore)
  const queue = ofStore.get(tenantId) ?? { waiting: [], running: false }
  ofStore.set(tenantId, queue)
  return new Promise((done, failed) => {
    queue.waiting.push({ hash, done, failed })
    if (!queue.running) void work(store, tenantId, queue, ofStore)
  })
}

async function work(store: Store, tenantId: string, queue: Queue, ofStore: Map<string, Queue>): Promise<void> {
  queue.running = true
  // What arrives in the same turn goes along.
  await new Promise((next) => setImmediate(next))
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0, MOST)
    try {
      const rows = await store.inTenant(tenantId, (tx) => run<SessionRow>(tx, FIND, [tenantId, batch.map((w) => w.hash)]))
      const found = new Map(rows.map((row) => [row.token_hash.toString('hex'), row]))
      for (const one of batch) one.done(found.get(one.hash.toString('hex')) ?? null)
    } catch (error) {
      for (const one of batch) one.failed(error)
    }
  }
  queue.running = false
  // Tenants come from tokens, which anybody can write: none is kept for that.
  ofStore.delete(tenantId)
}
