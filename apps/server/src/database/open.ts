import pg from 'pg'
import type { DataFolder } from '../data-folder.ts'
import { StartFailure } from '../failure.ts'
import type { Config } from '../settings.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { migrate, SCHEMA } from './migrate.ts'
import { appPassword, checkAppRole, checkDatabase, ensureAppRole } from './roles.ts'
import { openPool, openStore, type Store } from './store.ts'

/** Opens the database of the settings: the embedded one or that of DATABASE_URL; made, migrated and checked. */

export interface OpenDatabase {
  readonly store: Store
  /** An owner's connection, for what only the owner may do at first start; close it when done. */
  owner(): Promise<pg.Client>
  /** Connection of the owner, for the job queue, which keeps its own schema. */
  readonly queueUrl: string
  /** Ends when the embedded PostgreSQL ends by itself; never for another one. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export interface OpenOptions {
  readonly log: (message: string) => void
  readonly onError: (error: Error) => void
  /** For tests: another PostgreSQL's programs, and speed at the cost of durability. */
  readonly programs?: string
  readonly unsafeFast?: boolean
}

const DATABASE = 'yingshang'
const OWNER = 'yingshang_owner'

export async function openDatabase(config: Config, data: DataFolder, options: OpenOptions): Promise<OpenDatabase> {
  const embedded = config.databaseUrl === null ? await openEmbedded(data, options) : null
  try {
    const ownerUrl = embedded?.ownerUrl ?? config.databaseUrl!
    const owner = await connect(ownerUrl)
    let appUrl: string
    try {
      await checkDatabase(owner)
      appUrl = config.databaseAppUrl ?? (await makeAppUrl(owner, ownerUrl))
      await migrate(owner, { log: options.log })
    } finally {
      await owner.end()
    }
    const pool = openPool(throughSocket(appUrl, embedded?.cluster.sockets ?? null), SCHEMA, config.databasePool, options.onError)
    await checkAppRole(pool, SCHEMA)
    const store = openStore(pool)
    return {
      store,
      queueUrl: ownerUrl,
      owner: async () => {
        const client = await connect(ownerUrl)
        await client.query(`set search_path = ${SCHEMA}`)
        return client
      },
      ended: embedded?.cluster.ended ?? new Promise(() => undefined),
      stop: async () => {
        await store.close()
        await embedded?.cluster.stop()
      },
    }
  } catch (error) {
    await embedded?.cluster.stop()
    throw error
  }
}

/** The same address by way of the socket. */
function throughSocket(url: string, sockets: string | null): string {
  if (sockets === null) return url
  const through = new URL(url)
  through.searchParams.set('host', sockets)
  return through.href
}

async function openEmbedded(data: DataFolder, options: OpenOptions): Promise<{ cluster: Cluster; ownerUrl: string }> {
  const password = data.secret('postgres')
  const ownerPassword = data.secret('owner')
  const cluster = await startCluster({
    dataFolder: data.path,
    password,
    log: options.log,
    ...(options.programs === undefined ? {} : { programs: options.programs }),
    ...(options.unsafeFast === undefined ? {} : { unsafeFast: options.unsafeFast }),
  })
  const admin = await connect(cluster.url('postgres'))
  try {
    // The owner of the schema is not the superuser: row-level security that is forced holds for it too.
    const roles = await admin.query('select 1 from pg_roles where rolname = $1', [OWNER])
    if (roles.rowCount === 0)
      await admin.query(`create role ${OWNER} login nosuperuser createrole nobypassrls password ${admin.escapeLiteral(ownerPassword)}`)
    else await admin.query(`alter role ${OWNER} password ${admin.escapeLiteral(ownerPassword)}`)
    const databases = await admin.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (databases.rowCount === 0) {
      await admin.query(`create database ${DATABASE} owner ${OWNER}`)
      await admin.query(`revoke all on database ${DATABASE} from public`)
    }
    await ensureAppRole(admin, appPassword(ownerPassword))
    await admin.query(`grant connect on database ${DATABASE} to yingshang_app`)
    // From 16 on only members of a role with the admin option may change it.
    await admin.query(`grant yingshang_app to ${OWNER} with admin option`)
  } catch (error) {
    await cluster.stop()
    throw error
  } finally {
    await admin.end().catch(() => undefined)
  }
  const ownerUrl = new URL(cluster.url(DATABASE))
  ownerUrl.username = OWNER
  ownerUrl.password = ownerPassword
  return { cluster, ownerUrl: ownerUrl.href }
}

async function makeAppUrl(owner: pg.Client, ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl)
  const password = appPassword(decodeURIComponent(url.password))
  url.username = 'yingshang_app'
  url.password = password
  // Most starts find the role as the last one left it.
  const probe = new pg.Client({ connectionString: url.href })
  probe.on('error', () => undefined)
  try {
    await probe.connect()
    await probe.end()
  } catch {
    await ensureAppRole(owner, password)
  }
  return url.href
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'yingshang', connectionTimeoutMillis: 15_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    const { hostname, port, pathname } = new URL(url)
    throw new StartFailure(
      'database.unreachable',
      `无法连接数据库 ${hostname}:${port || '5432'}${pathname}（${(error as Error).message}）。`,
      `Cannot connect to the database ${hostname}:${port || '5432'}${pathname} (${(error as Error).message}).`,
      { cause: error },
    )
  }
}
