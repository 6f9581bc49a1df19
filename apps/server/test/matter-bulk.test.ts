import { readWorkbook } from '@yingshang/document'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, type Person, type TestServer } from './running-server.ts'

/** Saved queries of the list, its orders, and one deed on many matters. */

let server: TestServer
let judge: Person
let clerk: Person
let debtor: Person
const ids: string[] = []
const today = () => new Date(server.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

beforeAll(async () => {
  server = await aServer()
  judge = await server.user('judge', 'judge')
  clerk = await server.user('clerk', 'clerk')
  debtor = await server.user('debtor', 'party')
  await server.user('deputy', 'judge')
  for (const n of ['一', '二', '三', '四']) ids.push(await open(`第${n}机械有限公司`))
})
afterAll(() => server.end())

async function open(debtorName: string): Promise<string> {
  const opened = await debtor.json('POST', '/api/matters', {
    procedure: 'bankruptcy-petition',
    action: 'file',
    as: 'debtor',
    values: {
      petitioner: 'debtor',
      remedy: 'liquidation',
      debtorName,
      debtorCode: '91350100M000100Y43',
      petitionerName: debtorName,
      grounds: '不能清偿到期债务。',
      receivedOn: today(),
    },
  })
  return opened.matter.summary.id
}
const bulk = (who: Person, deed: object, items: readonly { id: string; expectedSeq?: number }[], preview = false) =>
  who.ask('POST', `/api/matters/bulk${preview ? '/preview' : ''}`, { items: items.map((i) => ({ expectedSeq: 1, ...i })), deed })
const results = (answer: { json: { items: { result: string }[] } }) => answer.json.items.map((i) => i.result)
const all = () => ids.map((id) => ({ id }))

describe('a saved query', () => {
  const list = async (who: Person) => (await who.json('GET', '/api/matter-queries')).items

  it('belongs to one person, opens their list when they choose it, and is changed only as it was seen', async () => {
    const search = { procedure: 'bankruptcy-petition', sort: 'due', cols: 'stage,due' }
    const saved = await judge.json('POST', '/api/matter-queries', { name: '在审申请', search })
    const [query] = saved.items
    expect(query).toMatchObject({ name: '在审申请', own: true, shared: false, search, isDefault: false, version: 1 })
    expect((await judge.ask('POST', '/api/matter-queries', { name: '在审申请', search })).json.code).toBe('query.name-taken')
    expect(await list(clerk)).toEqual([])
    expect((await judge.json('PUT', '/api/matter-queries/default', { id: query.id })).items[0].isDefault).toBe(true)
    const change = (who: Person, body: object) => who.ask('PATCH', `/api/matter-queries/${query.id}`, body)
    expect((await change(clerk, { name: '他人的', version: 1 })).json.code).toBe('query.not-found')
    expect((await change(judge, { name: '在审', version: 1 })).json.items[0]).toMatchObject({ name: '在审', version: 2 })
    expect((await change(judge, { name: '旧的', version: 1 })).json).toMatchObject({ code: 'version.conflict', version: 2 })
    expect((await judge.ask('POST', '/api/matter-queries', { name: '错', search: { cols: 'password' } })).json.code).toBe('request.invalid')
  })

  it('is shared with the staff of the house, not with parties, and leaves their defaults when it goes', async () => {
    const { items } = await judge.json('POST', '/api/matter-queries', { name: '本院待办', search: { ended: 'false' }, shared: true })
    const shared = items.find((q: { name: string }) => q.name === '本院待办')
    expect(await list(clerk)).toMatchObject([{ name: '本院待办', own: false, owner: { displayName: 'judge' } }])
    expect(await list(debtor)).toEqual([])
    expect((await debtor.ask('POST', '/api/matter-queries', { name: '共享', search: {}, shared: true })).json.code).toBe(
      'permission.denied',
    )
    expect((await debtor.ask('PUT', '/api/matter-queries/default', { id: shared.id })).json.code).toBe('query.not-found')
    await clerk.json('PUT', '/api/matter-queries/default', { id: shared.id })
    expect((await clerk.ask('DELETE', `/api/matter-queries/${shared.id}`)).json.code).toBe('query.not-found')
    await judge.json('PATCH', `/api/matter-queries/${shared.id}`, { shared: false, version: 1 })
    expect(await list(clerk)).toEqual([])
    await judge.json('DELETE', `/api/matter-queries/${shared.id}`)
    expect((await list(judge)).map((q: { name: string }) => q.name)).toEqual(['在审'])
  })
})

describe('the list', () => {
  it('is read piece by piece in every order, each matter once', async () => {
    for (const sort of [undefined, 'due', 'updated', 'number']) {
      const seen: string[] = []
      for (let after = ''; ; ) {
        const page = await judge.json('GET', `/api/matters?limit=1${sort ? `&sort=${sort}` : ''}${after ? `&after=${after}` : ''}`)
        seen.push(...page.items.map((m: { id: string }) => m.id))
        if (page.next === null) break
        after = page.next
      }
      expect(seen.toSorted(), sort).toEqual(ids.toSorted())
    }
    await judge.json('POST', `/api/matters/${ids[1]}/parties`, { login: 'judge', role: 'judge' })
    const acted = await judge.ask('POST', `/api/matters/${ids[1]}/actions`, { action: 'examine', values: {}, expectedSeq: 1 })
    expect(acted.status, acted.text).toBe(201)
    expect((await judge.json('GET', '/api/matters?sort=updated&limit=1')).items[0].id).toBe(ids[1])
  })
})

describe('one deed on many matters', () => {
  it('gives a role, first as a preview that changes nothing, and not twice', async () => {
    const deed = { do: 'assign', login: 'judge', role: 'judge', until: null }
    expect(results(await bulk(clerk, deed, all(), true))).toEqual(['will', 'already', 'will', 'will'])
    expect((await judge.json('GET', `/api/matters/${ids[0]}`)).summary.myRoles).toEqual([])
    expect(results(await bulk(clerk, deed, all()))).toEqual(['done', 'already', 'done', 'done'])
    expect(results(await bulk(clerk, deed, all()))).toEqual(['already', 'already', 'already', 'already'])
    expect((await judge.json('GET', `/api/matters/${ids[0]}`)).summary.myRoles).toEqual(['judge'])
    const wrong = await bulk(clerk, { ...deed, login: 'debtor' }, [{ id: ids[0]! }])
    expect(wrong.json.items[0]).toMatchObject({ result: 'refused', reasons: [{ code: 'party.invalid' }] })
    expect((await bulk(debtor, deed, all())).json.code).toBe('permission.denied')
  })

  it('lets somebody stand in for an absent colleague where that colleague has a role', async () => {
    const until = new Date(Date.parse(today()) + 7 * 86_400_000).toISOString().slice(0, 10)
    const deed = { do: 'delegate', absent: 'judge', login: 'deputy', until }
    expect(results(await bulk(clerk, deed, all()))).toEqual(['done', 'done', 'done', 'done'])
    const { parties } = await judge.json('GET', `/api/matters/${ids[0]}`)
    expect(parties.find((p: { user: { displayName: string } }) => p.user.displayName === 'deputy')).toMatchObject({
      role: 'judge',
      until,
      onBehalfOf: { displayName: 'judge' },
    })
    const nothing = await bulk(clerk, { ...deed, absent: 'clerk' }, [{ id: ids[0]! }])
    expect(nothing.json.items[0]).toMatchObject({ result: 'refused', reasons: [{ code: 'party.invalid' }] })
  })

  it('takes a simple action where the engine allows it; the rest stays as it is and says why', async () => {
    const { items } = await judge.json('POST', '/api/matters/bulk/actions', { ids })
    const examine = items.find((a: { action: string }) => a.action === 'examine')
    // The second has been taken up already.
    expect(examine.allowed).toEqual([ids[0], ids[2], ids[3]])
    expect(items.map((a: { action: string }) => a.action)).not.toContain('accept')
    const ask = items.find((a: { action: string }) => a.action === 'ask-supplement')
    expect(ask.fields.map((f: { id: string }) => f.id)).toEqual(['missing'])

    const missing = { do: 'act', action: 'ask-supplement', values: { missing: '职工安置预案' } }
    const at = (id: string, seq: number) => ({ id, expectedSeq: seq })
    const chosen = [at(ids[0]!, 1), at(ids[1]!, 2), at(ids[2]!, 0)]
    const before = await Promise.all(ids.map((id) => judge.json('GET', `/api/matters/${id}`)))
    const preview = await bulk(judge, missing, chosen, true)
    expect(results(preview)).toEqual(['will', 'will', 'refused'])
    expect(preview.json.items[2].reasons[0].code).toBe('matter.changed')
    const form = await bulk(judge, { ...missing, values: {} }, [at(ids[0]!, 1)], true)
    expect(form.json.items[0].reasons).toMatchObject([{ path: 'values.missing' }])
    expect(await Promise.all(ids.map((id) => judge.json('GET', `/api/matters/${id}`)))).toEqual(before)

    const done = await bulk(judge, missing, chosen)
    expect(results(done)).toEqual(['done', 'done', 'refused'])
    expect(done.json.items.map((i: { seq: number }) => i.seq)).toEqual([2, 3, 1])
    // Sent again by a lost connection: nothing happens twice.
    expect(results(await bulk(judge, missing, chosen))).toEqual(['refused', 'refused', 'refused'])
    expect((await judge.json('GET', `/api/matters/${ids[0]}`)).summary.seq).toBe(2)
  })

  it('never reaches what somebody may not see, or may not do', async () => {
    const stranger = await server.user('stranger', 'party')
    const answer = await bulk(stranger, { do: 'follow', following: true }, [
      { id: ids[0]! },
      { id: '01a20193-1966-70bb-93c7-58b11e785021' },
    ])
    expect(answer.json.items).toMatchObject([
      { matter: null, result: 'refused', reasons: [{ code: 'matter.not-found' }] },
      { matter: null, result: 'refused', reasons: [{ code: 'matter.not-found' }] },
    ])
    expect((await stranger.ask('POST', '/api/matters/bulk/export', { ids: [ids[0]] })).json.code).toBe('matter.not-found')
    const accept = await bulk(judge, { do: 'act', action: 'accept', values: {} }, [{ id: ids[3]! }])
    expect(accept.json.items[0]).toMatchObject({ result: 'refused', reasons: [{ code: 'bulk.refused' }] })
  })

  it('follows and unfollows', async () => {
    expect(results(await bulk(judge, { do: 'follow', following: true }, all()))).toEqual(['done', 'done', 'done', 'done'])
    expect((await judge.json('GET', '/api/matters?following=true')).total).toBe(4)
    expect(results(await bulk(judge, { do: 'follow', following: false }, [{ id: ids[0]! }, { id: ids[0]! }]))).toEqual(['done', 'already'])
  })

  it('takes away exactly what was chosen, and says so in the events', async () => {
    const response = await fetch(`${server.localUrl}/api/matters/bulk/export`, {
      method: 'POST',
      headers: { cookie: judge.cookie, 'x-csrf-token': judge.csrf, 'content-type': 'application/json' },
      body: JSON.stringify({ ids: [ids[2], ids[0]] }),
    })
    expect(response.status).toBe(200)
    const book = await readWorkbook(new Uint8Array(await response.arrayBuffer()))
    const text = JSON.stringify(book)
    for (const [n, there] of [
      ['一', true],
      ['二', false],
      ['三', true],
    ] as const)
      expect(text.includes(`第${n}机械有限公司破产申请审查`), n).toBe(there)
    const { items } = await server.administrator$.json('GET', '/api/events?kind=matter.exported')
    expect(items[0].detail.matters).toEqual([ids[2], ids[0]])
  })
})
