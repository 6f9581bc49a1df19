import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '../src/database/cluster.ts'
import { type MigrationFile, migrate, readMigrations, SCHEMA, SCHEMA_FILE } from '../src/database/migrate.ts'
import { ensureAppRole } from '../src/database/roles.ts'
import { describeSchema } from '../src/database/schema-description.ts'
import { DATABASES, temporaryFolder } from './running-server.ts'

const file = (name: string, sql: string): MigrationFile => ({ name, sql, checksum: createHash('sha256').update(sql).digest('hex') })
const ONE = file('0001-one.sql', 'create table one (id integer primary key)')
const TWO = file('0002-two.sql', 'create table two (id integer primary key)')

describe.each(DATABASES)('migrations, on %s', (on) => {
  const folder = temporaryFolder()
  let cluster: Cluster
  let client: pg.Client
  let number = 0
  beforeAll(async () => {
    cluster = await startCluster({
      dataFolder: folder,
      password: 'test',
      unsafeFast: true,
      ...(on === 'embedded' ? {} : { programs: '/usr/lib/postgresql/15/bin' }),
    })
  })
  afterAll(async () => {
    await client?.end()
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (database: string) => {
    const opened = new pg.Client({ connectionString: cluster.url(database) })
    opened.on('error', () => undefined)
    await opened.connect()
    return opened
  }
  beforeEach(async () => {
    await client?.end()
    const admin = await open('postgres')
    await admin.query(`create database m${++number}`)
    await ensureAppRole(admin, 'test')
    await admin.end()
    client = await open(`m${number}`)
  })

  it('the files make exactly the schema that is committed, once', async () => {
    const files = readMigrations()
    expect(await migrate(client)).toEqual(files.map((f) => f.name))
    expect(await migrate(client)).toEqual([])
    expect(SCHEMA_FILE).toMatch(/schema\.txt$/)
  })

  it('go on from where the database is', async () => {
    expect(await migrate(client, { files: [ONE], expected: null })).toEqual(['0001-one.sql'])
    expect(await migrate(client, { files: [ONE, TWO], expected: null })).toEqual(['0002-two.sql'])
  })

  it('are refused when an applied file was changed, is missing, or is newer than the program', async () => {
    await migrate(client, { files: [ONE, TWO], expected: null })
    const changed = file(ONE.name, `${ONE.sql} -- and more`)
    await expect(migrate(client, { files: [changed, TWO], expected: null })).rejects.toMatchObject({ code: 'migration.changed' })
    await expect(migrate(client, { files: [TWO], expected: null })).rejects.toMatchObject({ code: 'migration.missing' })
    await expect(migrate(client, { files: [ONE], expected: null })).rejects.toMatchObject({ code: 'migration.newer' })
  })

  it('that fail change nothing', async () => {
    const broken = file('0002-broken.sql', 'create table half (id integer); create table one (id integer)')
    await expect(migrate(client, { files: [ONE, broken], expected: null })).rejects.toMatchObject({ code: 'migration.failed' })
    expect((await client.query("select to_regclass('yingshang.half') as half")).rows).toEqual([{ half: null }])
    expect(await migrate(client, { files: [ONE, TWO], expected: null })).toEqual(['0002-two.sql'])
  })

  it('notice a schema that was changed by hand', async () => {
    await migrate(client)
    const expected = await describeSchema(client, SCHEMA)
    for (const [change, back] of [
      ['alter table plan_document add column extra text', 'alter table plan_document drop column extra'],
      ['alter table event disable row level security', 'alter table event enable row level security'],
      ['drop trigger event_no_truncate on event', null],
    ] as const) {
      await client.query(change)
      await expect(migrate(client, { expected }), change).rejects.toMatchObject({ code: 'migration.drift' })
      if (back) await client.query(back)
    }
  })

  it('two servers that start at once do not get in each other’s way', async () => {
    const other = await open(`m${number}`)
    const done = await Promise.all([migrate(client), migrate(other)])
    await other.end()
    expect(done.map((applied) => applied.length).sort()).toEqual([0, readMigrations().length])
  })
})
