import pg from 'pg'
import { startCluster } from './cluster.ts'

/** Whether a database could be used: that of an address, or the embedded one, started in an empty folder and stopped again. Gives its version number, e.g. 150018. */
export async function probeDatabase(databaseUrl: string | null, folder: string): Promise<number> {
  const cluster = databaseUrl === null ? await startCluster({ dataFolder: folder, password: 'probe', unsafeFast: true }) : null
  const client = new pg.Client({ connectionString: cluster?.url('postgres') ?? databaseUrl!, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
    return Number(rows[0]!.server_version_num)
  } finally {
    await client.end().catch(() => undefined)
    await cluster?.stop()
  }
}
