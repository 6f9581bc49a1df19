import { checkLog, readTrust } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { addDays, type PlainDate } from '@yingshang/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, PASSWORD, type Person, type TestServer, temporaryFolder } from './running-server.ts'

/** The calendar of working days: drafted with its source by one, published by another; the clocks follow. */

let server: TestServer
const folder = temporaryFolder()
let clerk: Person
let judge: Person
let debtor: Person
let matter = ''
let due: PlainDate = ''

beforeAll(async () => {
  server = await aServer({ folder })
  clerk = await server.user('clerk', 'clerk')
  judge = await server.user('judge', 'judge')
  debtor = await server.user('debtor', 'party')
  const opened = await debtor.json('POST', '/api/matters', {
    procedure: 'bankruptcy-petition',
    action: 'file',
    as: 'debtor',
    values: {
      petitioner: 'debtor',
      remedy: 'liquidation',
      debtorName: '青禾机械有限公司',
      debtorCode: '91350100M000100Y43',
      petitionerName: '青禾机械有限公司',
      grounds: '不能清偿到期债务。',
      receivedOn: today(),
    },
  })
  matter = opened.matter.summary.id
  await judge.json('POST', `/api/matters/${matter}/parties`, { login: 'judge', role: 'judge' })
  due = await ruling()
})
afterAll(() => server.end())

const today = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
const ruling = async (): Promise<PlainDate> =>
  (await judge.json('GET', `/api/matters/${matter}`)).clocks.find((c: { clock: string }) => c.clock === 'ruling').due
const source = { title: '本院关于调整工作日的通知（测试）', text: '因设备检修，下列日期停止办公。' }
const years = async (date: PlainDate) =>
  (await clerk.json('GET', '/api/calendar')).latest.years.includes(Number(date.slice(0, 4))) ? [] : [Number(date.slice(0, 4))]
const save = async (who: Person, revision: number, days: readonly object[], more: object = {}) =>
  who.ask('PUT', '/api/calendar/draft', { revision, years: await years(due), days, source, ...more })
const publish = (who: Person, revision: number, effectiveFrom = today()) =>
  who.ask('POST', '/api/calendar/draft/publication', { effectiveFrom, revision })

describe('the calendar of working days', () => {
  it('is at first the one that came with the product', async () => {
    const seen = await debtor.json('GET', '/api/calendar')
    expect(seen).toMatchObject({ current: { id: 'cn', number: 0 }, latest: { number: 0 }, draft: null })
    expect(seen.current.years).toEqual([2021, 2022, 2023, 2024, 2025, 2026])
    expect(seen.current.off).toContain('2022-10-01')
    expect(seen.current.makeUp).toContain('2022-10-08')
    expect((await debtor.ask('PUT', '/api/calendar/draft', {})).json.code).toBe('permission.denied')
  })

  it('refuses a draft that contradicts itself, with every reason', async () => {
    const days = [
      { date: '2026-11-18', kind: 'makeUp' },
      { date: '2026-11-19', kind: 'off' },
      { date: '2026-11-19', kind: 'plain' },
      { date: '1999-01-01', kind: 'off' },
    ]
    const refused = await clerk.ask('PUT', '/api/calendar/draft', { revision: 0, years: [], days, source })
    expect([refused.status, refused.json.code]).toEqual([422, 'calendar.refused'])
    for (const reason of ['2026-11-18 不是周六或周日', '2026-11-19 同时被列为两种日子', '1999-01-01 不在日历覆盖的年份内'])
      expect(refused.json.detail).toContain(reason)
    expect((await clerk.ask('PUT', '/api/calendar/draft', { revision: 0, years: [], days: [], source })).json.code).toBe('calendar.refused')
    expect((await clerk.json('GET', '/api/calendar')).draft).toBeNull()
  })

  it('is drafted with its source, shows beforehand which ends would move, and is not written over unseen', async () => {
    const form = new FormData()
    form.append('file', new Blob(['通知全文']), '通知.txt')
    const attachment = await clerk.json('POST', '/api/attachments', form)
    const saved = await save(clerk, 0, [{ date: due, kind: 'off' }], { attachment: attachment.id })
    expect(saved.status, saved.text).toBe(200)
    expect(saved.json.draft).toMatchObject({
      number: 1,
      revision: 1,
      source,
      attachment: { name: '通知.txt' },
      savers: [{ displayName: 'clerk' }],
    })
    expect((await judge.bytes('/api/calendar/versions/1/source')).bytes).toEqual(new TextEncoder().encode('通知全文'))
    expect((await save(judge, 0, [])).json).toMatchObject({ code: 'version.conflict', version: 1 })
    const impact = await judge.json('GET', '/api/calendar/draft/impact')
    expect(impact.items).toHaveLength(1)
    const [moved] = impact.items[0].clocks.filter((c: { clock: string }) => c.clock === 'ruling')
    expect(moved.before).toBe(due)
    expect(moved.after > due).toBe(true)
    expect(await ruling()).toBe(due)
  })

  it('is published by somebody who did not save it, and moves the ends of running clocks at once', async () => {
    expect((await publish(clerk, 1)).json.code).toBe('permission.denied')
    const administrator = server.administrator$
    expect((await publish(judge, 9)).json.code).toBe('version.conflict')
    expect((await publish(judge, 1, addDays(today(), -1))).json.code).toBe('calendar.refused')
    const answers = await Promise.all([publish(judge, 1), publish(administrator, 1)])
    expect(answers.map((a) => a.status).sort()).toEqual([200, expect.any(Number)])
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    const { current, draft } = await judge.json('GET', '/api/calendar')
    expect([current.number, current.off.includes(due), draft]).toEqual([1, true, null])
    const after = await ruling()
    expect(after > due).toBe(true)
    expect((await judge.json('GET', '/api/due?days=60')).items.find((i: { clock: string }) => i.clock === 'ruling').due).toBe(after)
    const { items } = await judge.json('GET', '/api/calendar/versions')
    expect(items[0]).toMatchObject({ number: 1, status: 'published', recount: { matters: 1 } })
    expect(items[1]).toMatchObject({ number: 0, status: 'product' })
  })

  it('says on the matter what moved, tells those who work on it once, and keeps it in the journal', async () => {
    await server.clocks.tick()
    await server.clocks.tick()
    const after = await ruling()
    const moves = (await judge.json('GET', `/api/matters/${matter}/clock-moves`)).items
    expect(moves).toHaveLength(1)
    expect(moves[0].clocks).toEqual(expect.arrayContaining([expect.objectContaining({ clock: 'ruling', before: due, after })]))
    const { items } = await judge.json('GET', '/api/notices')
    expect(items.filter((n: { text: { zh: string } }) => n.text.zh.includes('工作日历变更'))).toHaveLength(1)
    const events = await server.administrator$.json('GET', '/api/events?kind=matter.clocks-moved')
    expect(events.items).toHaveLength(1)
    await server.sealer.sealNow()
    const trust = readTrust(nodeCrypto, server.sealer.verifierKey)
    if (!trust.ok) throw new Error(trust.refusal.en)
    expect((await checkLog(nodeCrypto, { read: server.sealer.read, trust: trust.value })).ok).toBe(true)
    const stranger = await server.user('stranger', 'party')
    expect((await stranger.get(`/api/matters/${matter}/clock-moves`)).json.code).toBe('matter.not-found')
  })

  it('that begins later moves the clocks on its day, also when the server was not running', async () => {
    const before = await ruling()
    const from = addDays(today(), 2)
    expect((await save(clerk, 0, [{ date: before, kind: 'off' }])).status).toBe(200)
    expect((await publish(judge, 1, from)).status).toBe(200)
    expect(await ruling()).toBe(before)
    await server.stop()
    server = await aServer({ folder, now: () => new Date(Date.now() + 2 * 24 * 3_600_000) })
    await server.clocks.tick()
    for (const [who, login] of [
      [judge, 'judge'],
      [clerk, 'clerk'],
    ] as const) {
      Object.assign(who, { base: server.localUrl })
      await who.signIn(login, PASSWORD)
    }
    expect((await ruling()) > before).toBe(true)
    expect((await judge.json('GET', `/api/matters/${matter}/clock-moves`)).items).toHaveLength(2)
    expect((await judge.json('GET', '/api/calendar')).current.number).toBe(2)
  })

  it('does not change once it is published', async () => {
    const client = await server.appConnection()
    try {
      for (const statement of ['update calendar_version set note = note', 'delete from calendar_version']) {
        await client.query('begin')
        await client.query(`select enter_tenant('${server.tenantId}')`)
        await expect(client.query(statement)).rejects.toThrow('does not change')
        await client.query('rollback')
      }
    } finally {
      await client.end()
    }
  })
})
