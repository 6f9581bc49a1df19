// Writes src/database/schema.txt: the description of the schema that all migrations make. Run it after adding a migration.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startCluster } from '../src/database/cluster.ts'
import { migrate, SCHEMA, SCHEMA_FILE } from '../src/database/migrate.ts'
import { ensureAppRole } from '../src/database/roles.ts'
import { describeSchema } from '../src/database/schema-description.ts'

const dataFolder = mkdtempSync(join(tmpdir(), 'yingshang-schema-'))
const cluster = await startCluster({ dataFolder, password: 'schema', unsafeFast: true })
try {
  const client = new pg.Client({ connectionString: cluster.url('postgres') })
  client.on('error', () => undefined)
  await client.connect()
  await ensureAppRole(client, 'schema')
  await migrate(client, { expected: null })
  writeFileSync(SCHEMA_FILE, await describeSchema(client, SCHEMA))
  await client.end()
  console.log(`wrote ${SCHEMA_FILE}`)
} finally {
  await cluster.stop()
  rmSync(dataFolder, { recursive: true, force: true })
}
