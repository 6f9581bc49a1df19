import { afterAll, beforeAll, expect, it } from 'vitest'
import { aServer, type Person, type TestServer } from './running-server.ts'

/** What an action announces happens once: another matter is opened, people are told, what cannot be done is handed to people. */

let server: TestServer
let judge: Person
let clerk: Person
let debtor: Person
const day = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

beforeAll(async () => {
  server = await aServer()
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  debtor = await server.user('debtor', 'party')
})
afterAll(() => server.end())

const act = (who: Person, id: string, action: string, expectedSeq: number, values: object = {}) =>
  who.json('POST', `/api/matters/${id}/actions`, { action, values, expectedSeq })

/** A debtor's petition that the judge has accepted. */
async function accepted(name: string, change: object = {}): Promise<string> {
  const opened = await debtor.json('POST', '/api/matters', {
    procedure: 'bankruptcy-petition',
    action: 'file',
    as: 'debtor',
    values: {
      petitioner: 'debtor',
      remedy: 'reorganisation',
      debtorName: name,
      debtorCode: '91350100M000100Y43',
      petitionerName: name,
      grounds: '不能清偿到期债务，并且明显缺乏清偿能力。',
      receivedOn: day(),
    },
  })
  const id = opened.matter.summary.id as string
  for (const role of ['judge', 'clerk']) await clerk.json('POST', `/api/matters/${id}/parties`, { login: role, role })
  await act(judge, id, 'examine', 1)
  await act(judge, id, 'accept', 2, {
    ruledOn: day(),
    administrator: '栖川清算事务所',
    caseNumber: '（2026）鲁04破1号',
    reasons: '债务人不能清偿到期债务，具备破产原因。',
    ...change,
  })
  return id
}

it('the acceptance of a petition opens the case once, with its people and its receipt', async () => {
  await accepted('栖川青禾机械有限公司')
  await Promise.all([server.clocks.tick(), server.clocks.tick(), server.clocks.tick()])
  await server.clocks.tick()
  const { items } = await judge.json('GET', '/api/matters?procedure=bankruptcy-case')
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ title: '栖川青禾机械有限公司破产案', number: '（2026）鲁04破1号', myRoles: ['judge'] })
  const seen = await clerk.json('GET', `/api/matters/${items[0].id}`)
  expect(seen.parties.map((p: { role: string }) => p.role).sort()).toEqual(['clerk', 'debtor', 'judge'])
  expect(seen.facts.find((f: { fact: string }) => f.fact === 'kind').value).toBe('reorganisation')
  const timeline = await judge.json('GET', `/api/matters/${items[0].id}/actions`)
  expect(timeline.items).toMatchObject([{ action: 'open', by: { id: null, displayName: '系统' } }])
  expect((await debtor.json('GET', '/api/matters')).items.map((m: { id: string }) => m.id)).toContain(items[0].id)
  const { items: notices } = await judge.json('GET', '/api/notices')
  expect(notices.filter((n: { text: { zh: string } }) => n.text.zh.includes('已立案'))).toHaveLength(1)
  expect((await judge.ask('POST', '/api/notices/read', { ids: [] })).status).toBe(204)
  expect((await judge.json('GET', '/api/notices?unread=true')).items).toEqual([])
  expect((await clerk.json('GET', '/api/notices')).unread).toBeGreaterThan(0)
  await server.sealer.sealNow()
  const receipt = await judge.ask('GET', `/api/matters/${items[0].id}/actions/${timeline.items[0].id}/receipt`)
  expect(receipt.status).toBe(200)
})

it('what the engine refuses is handed to the court with the reasons, once', async () => {
  const owner = await server.superConnection()
  try {
    const id = await accepted('栖川禾丰面粉有限公司')
    // As from a procedure that knows no number of the case, such as a compulsory liquidation.
    await owner.query(
      `update outbox set body = jsonb_set(body, '{with}', (body->'with') - 'caseNumber') where topic = 'call' and done_at is null`,
    )
    await server.clocks.tick()
    await server.clocks.tick()
    const { rows } = await owner.query(`select done_at, last_error, attempts from outbox where topic = 'call' and body->>'matter' = $1`, [
      id,
    ])
    expect(rows).toMatchObject([{ done_at: expect.any(Date), last_error: expect.stringContaining('action.refused'), attempts: 1 }])
    for (const who of [judge, clerk]) {
      const { items } = await who.json('GET', '/api/notices')
      const told = items.filter((n: { text: { zh: string } }) => n.text.zh.includes('请人工立案'))
      expect(told).toHaveLength(1)
      expect(told[0].text.zh).toMatch(/案号/)
    }
    const { items } = await judge.json('GET', '/api/matters?procedure=bankruptcy-case')
    expect(items.filter((m: { title: string }) => m.title.includes('禾丰'))).toHaveLength(0)
  } finally {
    await owner.end()
  }
})

it('a call of a connector that is not there stays open with the reason and holds up nothing', async () => {
  const owner = await server.superConnection()
  try {
    const id = await accepted('栖川石桥纺织有限公司')
    await owner.query(`update outbox set body = jsonb_set(body, '{connector}', '"tax"') where topic = 'call' and done_at is null`)
    await accepted('栖川南湾船舶有限公司')
    for (let i = 0; i < 25; i++) await server.clocks.tick()
    const { rows } = await owner.query(`select done_at, last_error, attempts from outbox where topic = 'call' and body->>'matter' = $1`, [
      id,
    ])
    expect(rows).toMatchObject([{ done_at: null, last_error: 'no connector tax/open', attempts: 0 }])
    const { items } = await judge.json('GET', `/api/matters?procedure=bankruptcy-case&q=${encodeURIComponent('南湾')}`)
    expect(items).toHaveLength(1)
  } finally {
    await owner.end()
  }
})
