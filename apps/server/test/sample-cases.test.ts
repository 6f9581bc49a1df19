import { checkLog, readTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aServer, type TestServer } from './running-server.ts'

/** What somebody finds who has just started the product. */

let server: TestServer
beforeAll(async () => {
  server = await aServer({ env: { SAMPLES: 'yes' } })
})
afterAll(() => server.end())

interface Listed {
  readonly id: string
  readonly title: string
  readonly number: string
  readonly myRoles: readonly string[]
  readonly stages: readonly { track: string; stage: string }[]
  readonly openedAt: string
}
const cases = async (): Promise<Listed[]> => (await server.administrator$.json('GET', '/api/matters?procedure=bankruptcy-case')).items
const stagesOf = (one: Listed) => Object.fromEntries(one.stages.map((s) => [s.track, s.stage]))
const named = async (name: string) => (await cases()).find((c) => c.title.includes(name))!

it('there are four cases, each at another point, of which the administrator is judge and clerk', async () => {
  expect(server.logged()).not.toMatch(/could not/)
  const found = await cases()
  expect(found).toHaveLength(4)
  for (const one of found) expect(one.myRoles.toSorted()).toEqual(['clerk', 'judge'])
  expect(stagesOf(await named('永泰建材'))).toMatchObject({ main: 'distributing', claims: 'confirmed' })
  expect(stagesOf(await named('锦程纺织'))).toMatchObject({ main: 'accepted', reorganisation: 'deciding' })
  expect(stagesOf(await named('恒达重工'))).toMatchObject({ main: 'accepted', claims: 'reviewing' })
  expect(stagesOf(await named('小榄餐饮'))).toMatchObject({ main: 'accepted', claims: 'verified' })
})

it('the administrator can go on where the samples stop', async () => {
  const { administrator$ } = server
  const simple = await named('小榄餐饮')
  const seen = await administrator$.json('GET', `/api/matters/${simple.id}`)
  expect(seen.summary.flags.map((f: { flag: string }) => f.flag)).toContain('fast')
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const taken = await administrator$.ask('POST', `/api/matters/${simple.id}/actions`, {
    action: 'confirm-claims',
    values: { ruledOn: today },
    expectedSeq: seen.summary.seq,
  })
  expect(taken.status, taken.text).toBe(201)
  const reorganisation = await administrator$.json('GET', `/api/matters/${(await named('锦程纺织')).id}`)
  expect(reorganisation.possible.find((p: { action: string }) => p.action === 'approve-by-force')).toMatchObject({ allowed: true })
  const classes = reorganisation.registers
    .find((r: { register: string }) => r.register === 'claims')
    .rows.map((r: { row: { class: string } }) => r.row.class)
  expect(new Set(classes).size).toBe(4)
})

it('no statutory clock of the samples has been missed, and everything is in the journal', async () => {
  const owner = await server.superConnection()
  try {
    // The time for notice before a meeting is counted back from the meeting and runs to it, so it is always noted.
    const { rows } = await owner.query(
      `select action, body->'cause'->>'clock' as clock from matter_action
       where action in ('note-lapse', 'note-plan-missed')`,
    )
    expect(rows).toEqual([])
    const { rows: order } = await owner.query(
      'select 1 from matter_action a join matter_action b on a.matter_id = b.matter_id and a.seq = b.seq + 1 where a.at < b.at',
    )
    expect(order).toEqual([])
    await server.sealer.sealNow()
    const trust = readTrust(nodeCrypto, server.sealer.verifierKey)
    if (!trust.ok) throw new Error(trust.refusal.en)
    const log = await checkLog(nodeCrypto, { read: server.sealer.read, trust: trust.value })
    if (!log.ok) throw new Error(log.refusal.en)
    const { rows: count } = await owner.query<{ n: string }>(
      'select (select count(*) from matter_action) + (select count(*) from journal_record) n',
    )
    expect(log.value.log.entries).toBeGreaterThan(60)
    expect(log.value.log.entries).toBe(Number(count[0]!.n))
  } finally {
    await owner.end()
  }
})

it('nobody can sign in as a person of the samples', async () => {
  const { items } = await server.administrator$.json('GET', '/api/users')
  const samples = items.filter((u: { login: string }) => u.login.startsWith('示例'))
  // Nine of the cases, twelve creditors of the meeting.
  expect(samples).toHaveLength(21)
  for (const user of samples) expect(user.disabled).toBe(true)
})
