import { checkLog, readTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type Action, fold } from '@yingshang/procedure'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readLaw } from '../src/matters/setting.ts'
import { aServer, PASSWORD, type Person, type TestServer } from './running-server.ts'
import { secondPetition } from './second-version.ts'

/** A matter stays on its version of the procedure until somebody moves it, with a reason. */

const inChina = (plus: number) => new Date(Date.now() + 8 * 3_600_000 + plus * 86_400_000).toISOString().slice(0, 10)
const second = secondPetition(inChina(1))

let server: TestServer
let judge: Person
let debtor: Person
let id = ''
beforeAll(async () => {
  server = await aServer({ definitions: [second] })
  judge = await server.user('judge', 'judge')
  debtor = await server.user('debtor', 'party')
  id = await open()
})
afterAll(() => server.end())

async function open(): Promise<string> {
  const values = {
    petitioner: 'debtor',
    remedy: 'liquidation',
    debtorName: '青禾机械有限公司',
    debtorCode: '91350100M000100Y43',
    petitionerName: '青禾机械有限公司',
    grounds: '不能清偿到期债务。',
    receivedOn: inChina(0),
  }
  const opened = await debtor.json('POST', '/api/matters', { procedure: 'bankruptcy-petition', action: 'file', as: 'debtor', values })
  await judge.json('POST', `/api/matters/${opened.matter.summary.id}/parties`, { login: 'judge', role: 'judge' })
  return opened.matter.summary.id
}
const preview = (of = id) => judge.json('GET', `/api/matters/${of}/migration`)
const move = (body: object, who = judge) => who.ask('POST', `/api/matters/${id}/migration`, body)

it('a version that is not in force yet is no choice', async () => {
  expect((await preview()).items).toEqual([])
  expect((await judge.json('GET', '/api/procedures/bankruptcy-petition')).version).not.toBe('test-2')
})

it('shows what a move would change and what would be left behind', async () => {
  server.clock.advance(24 * 60)
  for (const [who, login] of [
    [judge, 'judge'],
    [debtor, 'debtor'],
  ] as const)
    await who.signIn(login, PASSWORD)
  const { items, seq, version } = await preview()
  expect([seq, version, items.length]).toEqual([1, '2007-1', 1])
  expect(items[0]).toMatchObject({
    to: 'test-2',
    stages: [{ track: { zh: '申请审查' }, from: { zh: '已提交' }, to: { zh: '已收件' } }],
    actionsGained: [{ zh: '登记情况' }],
    notCarried: [{ kind: 'fact', title: { zh: '申请的事实和理由' } }],
    refusals: [],
  })
  const [ruling] = items[0].clocks
  expect(new Date(ruling.after).getTime() - new Date(ruling.before).getTime()).toBeGreaterThanOrEqual(86_400_000)
  expect((await judge.json('GET', '/api/procedures/bankruptcy-petition')).version).toBe('test-2')
  expect((await judge.json('GET', '/api/procedures/bankruptcy-petition?version=2007-1')).version).toBe('2007-1')
  const listed = (await judge.json('GET', '/api/procedures')).items.map((p: { id: string }) => p.id)
  expect(new Set(listed).size).toBe(listed.length)
})

it('moves it once, by who may, with a reason, as an action in the journal', async () => {
  expect((await debtor.get(`/api/matters/${id}/migration`)).json.code).toBe('permission.denied')
  expect((await move({ to: 'test-2', reason: ' ', expectedSeq: 1 })).json.code).toBe('request.invalid')
  expect((await move({ to: 'no-such', reason: '新规定施行', expectedSeq: 1 })).json.code).toBe('procedure.not-found')
  expect((await move({ to: 'test-2', reason: '新规定施行', expectedSeq: 0 })).json.code).toBe('matter.changed')
  const before = (await judge.json('GET', `/api/matters/${id}`)).clocks.find((c: { clock: string }) => c.clock === 'ruling').due
  const moved = await move({ to: 'test-2', reason: '新规定施行', expectedSeq: 1 })
  expect(moved.status, moved.text).toBe(201)
  const { matter } = moved.json
  expect(matter.summary).toMatchObject({ seq: 2, procedure: { version: 'test-2' }, stages: [{ stage: 'received' }] })
  const after = matter.clocks.find((c: { clock: string }) => c.clock === 'ruling').due
  expect(after > before).toBe(true)
  const due = await judge.json('GET', '/api/due?days=60')
  expect(due.items.find((i: { clock: string }) => i.clock === 'ruling').due).toBe(after)
  expect((await preview()).items).toEqual([])
  const { items } = await judge.json('GET', `/api/matters/${id}/actions`)
  expect(items[0]).toMatchObject({
    action: '@migrate',
    label: { zh: '转入新版本程序' },
    values: [
      { field: 'to', value: 'test-2' },
      { field: 'reason', value: '新规定施行' },
    ],
    changes: expect.arrayContaining([expect.objectContaining({ kind: 'stage', before: '已提交', after: '已收件' })]),
  })
  expect(items[1].values.map((v: { field: string }) => v.field)).toContain('grounds')
})

it('then follows the new version, and the fold of its actions is what is stored', async () => {
  const noted = await judge.ask('POST', `/api/matters/${id}/actions`, { action: 'note', values: {}, expectedSeq: 2 })
  expect(noted.status, noted.text).toBe(201)
  const owner = await server.superConnection()
  try {
    const { rows } = await owner.query<{ body: Action }>('select body from matter_action where matter_id = $1 order by seq', [id])
    const { rows: stored } = await owner.query('select state from matter where id = $1', [id])
    expect(
      fold(
        readLaw([second]).setting,
        id,
        rows.map((r) => r.body),
      ),
    ).toEqual(stored[0].state)
  } finally {
    await owner.end()
  }
  await server.sealer.sealNow()
  const trust = readTrust(nodeCrypto, server.sealer.verifierKey)
  if (!trust.ok) throw new Error(trust.refusal.en)
  expect((await checkLog(nodeCrypto, { read: server.sealer.read, trust: trust.value })).ok).toBe(true)
})

it('a matter in a stage that the new version does not have cannot be moved, and is told why', async () => {
  const odd = { ...second, version: 'test-3', effectiveFrom: inChina(0), migrations: [{ from: '2007-1' }] }
  const other = await aServer({ definitions: [{ ...odd, effectiveFrom: inChina(1) }] })
  try {
    const clerk = await other.user('clerk', 'clerk')
    const opened = await clerk.json('POST', '/api/matters', {
      procedure: 'bankruptcy-petition',
      action: 'file',
      as: 'clerk',
      values: {
        petitioner: 'debtor',
        remedy: 'liquidation',
        debtorName: '青禾机械有限公司',
        debtorCode: '91350100M000100Y43',
        petitionerName: '青禾机械有限公司',
        grounds: '不能清偿到期债务。',
        receivedOn: inChina(0),
      },
    })
    other.clock.advance(24 * 60)
    await clerk.signIn('clerk', PASSWORD)
    const path = `/api/matters/${opened.matter.summary.id}/migration`
    expect((await clerk.json('GET', path)).items[0].refusals).toMatchObject([{ code: 'migration.no-stage' }])
    const refused = await clerk.ask('POST', path, { to: 'test-3', reason: '试', expectedSeq: 1 })
    expect([refused.status, refused.json.code]).toEqual([422, 'action.refused'])
    expect((await clerk.json('GET', `/api/matters/${opened.matter.summary.id}`)).summary.seq).toBe(1)
  } finally {
    await other.end()
  }
})
