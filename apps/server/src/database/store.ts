import {
  type CompiledQuery,
  DefaultQueryExecutor,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  sql,
  Transaction,
} from 'kysely'
import pg from 'pg'
import { PipelinedConnection } from './pipeline.ts'
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
/** A statement that was prepared earlier does not fit any more (a migration), or is unknown (a pooler in between): again, on another connection. */
const STALE = new Set(['0A000', '26000'])
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

/** A connection while one transaction has it. */
interface Hold {
  readonly connection: PipelinedConnection
  open: boolean
}
const holds = new WeakMap<InTenant, Hold>()

/** The connection of a transaction. Work that was forgotten and goes on after the end must not reach the next transaction on the same connection. */
function connectionOf(hold: Hold): PipelinedConnection {
  if (!hold.open) throw new Error('the transaction is over')
  return hold.connection
}

/**
 * Has a statement sent with the next one of the transaction that is waited for, or with the commit: no round trip of its own. When it fails the transaction fails,
 * with that error; so only for what has no result to look at.
 */
export function later(tx: InTenant, query: Pick<CompiledQuery, 'sql' | 'parameters'> | { compile(): CompiledQuery }): void {
  connectionOf(holds.get(tx)!).later('compile' in query ? query.compile() : query)
}

/** Runs a statement that is written as text, where building it anew for each request would cost more than running it. Name the tenant in it. */
export async function run<R>(tx: InTenant, text: string, parameters: readonly unknown[]): Promise<readonly R[]> {
  const { rows } = await connectionOf(holds.get(tx)!).executeQuery<R>({ sql: text, parameters })
  return rows
}

export function openStore(pool: pg.Pool): Store {
  const dialect = new PostgresDialect({ pool })
  const db = new Kysely<Tables>({ dialect })
  const tenant = () => db.selectFrom('tenant').select(['id', 'name'])
  const [compiler, adapter, driver] = [new PostgresQueryCompiler(), new PostgresAdapter(), new DummyDriver()]
  const connections = new WeakMap<pg.PoolClient, PipelinedConnection>()

  function pipelined(client: pg.PoolClient): PipelinedConnection {
    const connection = connections.get(client) ?? new PipelinedConnection(client, types as never)
    connections.set(client, connection)
    return connection
  }

  /** Statements go straight to the connection, so that several can be under way at once. */
  function transactionOn(hold: Hold): InTenant {
    const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: async (consumer) => consumer(connectionOf(hold)) })
    const tx = new Transaction<Tables>({ config: { dialect }, dialect, driver, executor })
    holds.set(tx, hold)
    return tx
  }

  async function once<T>(tenantId: string, work: (tx: InTenant) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const connection = pipelined(client)
    const hold = { connection, open: true }
    let broken = false
    try {
      // Statements of their own, first: see the function. They travel with the first statement of the work.
      connection.later({ sql: 'begin', parameters: [] })
      connection.later({ sql: 'select enter_tenant($1::uuid)', parameters: [tenantId] })
      const result = await work(transactionOn(hold))
      hold.open = false
      const { rows } = await connection.executeQuery<{ command: string }>({ sql: 'commit', parameters: [] })
      // PostgreSQL answers so when a statement before had failed.
      if (rows[0]?.command !== 'COMMIT') throw connection.failure?.error ?? new Error('the transaction had failed before its commit')
      return result
    } catch (failed) {
      const error = connection.failure?.error ?? failed
      hold.open = false
      connection.clear()
      broken = STALE.has((error as { code?: string }).code ?? '')
      if (!broken) await connection.executeQuery({ sql: 'rollback', parameters: [] }).catch(() => (broken = true))
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    async inTenant(tenantId, work) {
      for (let attempt = 1; ; attempt++)
        try {
          return await once(tenantId, work)
        } catch (error) {
          const code = (error as { code?: string }).code ?? ''
          if (attempt >= TRIES || !(AGAIN.has(code) || STALE.has(code))) throw error
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
