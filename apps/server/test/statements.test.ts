import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertLater } from '../src/database/statements.ts'
import { later, run } from '../src/database/store.ts'
import { aServer, type TestServer } from './running-server.ts'

/** Statements that travel together: what they give, and what becomes of the rest when one fails. */

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.end())

const inTenant = <T>(work: Parameters<typeof server.store.inTenant<T>>[1]) => server.store.inTenant(server.tenantId, work)
const series = (name: string) => ({ tenant_id: server.tenantId, series: name, last: 1 })
const kept = (name: string) =>
  inTenant(
    async (tx) => (await run(tx, 'select last from number_series where tenant_id = $1 and series = $2', [server.tenantId, name])).length,
  )

it('are answered each with its own rows, the second time as the first', async () => {
  for (let i = 0; i < 4; i++) {
    const answers = await inTenant((tx) =>
      Promise.all([
        run(tx, 'select $1::text as word, $2::int as n, $3::bytea as bytes, null as nothing', ['栖川\\"𠮷', i, Buffer.from([0, 255, 10])]),
        run(tx, 'select $1::int[] as list, $2::jsonb as json, $3::date as day', [[1, 2], JSON.stringify({ a: ['乙'] }), '2026-02-03']),
        run(tx, 'select 1 as one where false', []),
        run(tx, 'select n from generate_series(1, $1::int) as n', [3]),
      ]),
    )
    expect(answers).toEqual([
      [{ word: '栖川\\"𠮷', n: i, bytes: Buffer.from([0, 255, 10]), nothing: null }],
      [{ list: [1, 2], json: { a: ['乙'] }, day: '2026-02-03' }],
      [],
      [{ n: 1 }, { n: 2 }, { n: 3 }],
    ])
  }
})

it('takes a message larger than any buffer', async () => {
  const long = '长'.repeat(400_000)
  const [row] = await inTenant((tx) =>
    run<{ n: number; bytes: Buffer }>(tx, 'select length($1::text) as n, $2::bytea as bytes', [long, Buffer.alloc(300_000, 7)]),
  )
  expect([row!.n, row!.bytes.length, row!.bytes[299_999]]).toEqual([400_000, 300_000, 7])
})

it('that nobody waits for are committed with the rest', async () => {
  await inTenant(async (tx) => insertLater(tx, 'number_series', [series('a'), series('b')]))
  expect([await kept('a'), await kept('b')]).toEqual([1, 1])
})

it('that nobody waits for fail the transaction with their own error', async () => {
  await expect(inTenant(async (tx) => insertLater(tx, 'number_series', [series('c'), series('c')]))).rejects.toMatchObject({
    code: '23505',
  })
  expect(await kept('c')).toBe(0)
  // Also when a later statement, which is waited for, is told something else.
  await expect(
    inTenant(async (tx) => {
      insertLater(tx, 'number_series', [series('d')])
      later(tx, { sql: 'select 1 / $1::int', parameters: [0] })
      await run(tx, 'select 1 as one', []).catch(() => undefined)
      await run(tx, 'select 2 as two', [])
    }),
  ).rejects.toMatchObject({ code: '22012' })
  expect(await kept('d')).toBe(0)
})

it('leave nothing behind on their connection when they fail, also while they are prepared', async () => {
  for (let i = 0; i < 3; i++)
    await expect(
      inTenant((tx) => Promise.all([run(tx, 'select nothing from nowhere', []), run(tx, 'select 3 as three', [])])),
    ).rejects.toMatchObject({
      code: '42P01',
    })
  for (let i = 0; i < 3; i++) expect(await inTenant((tx) => run(tx, 'select 3 as three', []))).toEqual([{ three: 3 }])
})

it('a failure of the work itself undoes what was not even sent', async () => {
  await expect(
    inTenant(async (tx) => {
      insertLater(tx, 'number_series', [series('e')])
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await kept('e')).toBe(0)
})

it('cannot come after the end of their transaction', async () => {
  const left = await inTenant(async (tx) => tx)
  await expect(run(left, 'select 1', [])).rejects.toThrow('the transaction is over')
  await expect(left.selectFrom('session').select('id').execute()).rejects.toThrow('the transaction is over')
  expect(() => later(left, { sql: 'select 1', parameters: [] })).toThrow('the transaction is over')
})

it('see the rows of their own tenant alone, and none outside', async () => {
  const other = '01900000-0000-7000-8000-000000000000'
  const users = (tenant: string) => server.store.inTenant(tenant, (tx) => run<{ id: string }>(tx, 'select id from app_user', []))
  const [mine, theirs] = await Promise.all([users(server.tenantId), users(other)])
  expect(mine.length).toBeGreaterThan(0)
  expect(theirs).toEqual([])
})

it('a value that cannot be sent fails its own statement', async () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  await expect(inTenant((tx) => run(tx, 'select $1::jsonb as json', [circle]))).rejects.toThrow(/circular/i)
  expect(await inTenant((tx) => run(tx, 'select 4 as four', []))).toEqual([{ four: 4 }])
})

it('more parameters than the protocol counts fail their own statement, waited for or not', async () => {
  const many = Array.from({ length: 65_536 }, () => 1)
  const sql = `select 1 in (${many.map((_, i) => `$${i + 1}::int`).join(', ')}) as found`
  await expect(inTenant((tx) => run(tx, sql, many))).rejects.toThrow(/65535 parameters/)
  await expect(inTenant(async (tx) => later(tx, { sql, parameters: many }))).rejects.toThrow(/65535 parameters/)
  expect(await inTenant((tx) => run(tx, 'select 4 as four', []))).toEqual([{ four: 4 }])
})

it('fail when their connection breaks, and the next transaction has another', async () => {
  const admin = await server.superConnection()
  try {
    const broken = inTenant(async (tx) => {
      const [row] = await run<{ pid: number }>(tx, 'select pg_backend_pid() as pid', [])
      await admin.query('select pg_terminate_backend($1)', [row!.pid])
      insertLater(tx, 'number_series', [series('f')])
      await run(tx, 'select pg_sleep(1)', [])
    })
    await expect(broken).rejects.toThrow(/terminat|closed|ECONNRESET|EPIPE|not queryable/i)
    expect(await kept('f')).toBe(0)
  } finally {
    await admin.end()
  }
})
