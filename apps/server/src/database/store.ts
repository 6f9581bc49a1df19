import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './schema.ts'

/** The way to the data: transactions that belong to one tenant. There is no other way, so no query can forget whose data it asks for. */

export type InTenant = Transaction<Tables>

export interface Store {
  /**
   * Runs `work` in one transaction of one tenant. Row-level security shows that tenant's rows only; each statement names the tenant as well.
   * Repeated (with the same `work`) when the database asks for it: serialisation, deadlock.
   */
  inTenant<T>(tenantId: string, work: (tx: InTenant) => Promise<T>): Promise<T>
  /** Tenants, which are no tenant's data. */
  tenantBySlug(slug: string): Promise<{ id: string; name: string } | null>
  tenantById(id: string): Promise<{ id: string; name: string } | null>
  /** Whether the database answers. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** Codes after which a transaction may simply be tried again. */
const AGAIN = new Set(['40001', '40P01'])
const TRIES = 4

// Plain dates stay plain: a Date would bring a time zone into them.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 1082 ? (text: string) => text : pg.types.getTypeParser(oid as never, format as never),
}

export function openPool(connectionString: string, schema: string, max: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types: types as never,
    options: `-c search_path=${schema}`,
    application_name: 'yingshang',
    connectionTimeoutMillis: 15_000,
  })
  // An idle connection that breaks reports here; without a listener that ends the process.
  pool.on('error', onError)
  return pool
}

export function openStore(pool: pg.Pool): Store {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const tenant = () => db.selectFrom('tenant').select(['id', 'name'])
  return {
    async inTenant(tenantId, work) {
      for (let attempt = 1; ; attempt++)
        try {
          return await db.transaction().execute(async (tx) => {
            // A statement of its own, first: see the function.
            await sql`select enter_tenant(${tenantId}::uuid)`.execute(tx)
            return work(tx)
          })
        } catch (error) {
          if (attempt >= TRIES || !AGAIN.has((error as { code?: string }).code ?? '')) throw error
        }
    },
    tenantBySlug: async (slug) => (await tenant().where('slug', '=', slug).executeTakeFirst()) ?? null,
    tenantById: async (id) => (await tenant().where('id', '=', id).executeTakeFirst()) ?? null,
    async answers() {
      try {
        await sql`select 1`.execute(db)
        return true
      } catch {
        return false
      }
    },
    close: () => db.destroy(),
  }
}
