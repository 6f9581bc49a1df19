import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, PASSWORD, type Person, type TestServer } from './running-server.ts'

let server: TestServer
let author: Person
let publisher: Person
let second: Person

beforeAll(async () => {
  server = await aServer()
  author = await server.user('author', 'judge')
  publisher = await server.user('publisher', 'judge')
  second = await server.user('second', 'judge')
})
afterAll(() => server.end())

const simple = {
  债权债务关系明确: true,
  财产状况清楚: true,
  存在未结复杂诉讼: false,
  财产难以变现: true,
  上市公司或者金融机构: false,
  关联企业合并破产: false,
  跨境破产: false,
}
const track = async (draft = false) =>
  (await author.json('POST', '/api/decision-tables/simple-case/trials', { inputs: simple, ...(draft ? { draft } : {}) })).value?.程序
const plusDays = (n: number) => new Date(server.clock.now().getTime() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)

describe('a decision table', () => {
  it('is drafted by one person, published by another for a day to come, and then decides', async () => {
    const product = await author.ask('GET', '/api/decision-tables/simple-case/versions/0')
    expect(product.status).toBe(200)
    // The court wants assets that are hard to sell to stay on the fast track: the rule goes.
    const changed = product.text
      .replace(/<rule id="rule-5">.*?<\/rule>\s*/, '')
      .replace(/(<rule id="rule-8">(?:<inputEntry><text>[^<]*<\/text><\/inputEntry>){3}<inputEntry><text>)false/, '$1-')
    expect(changed).not.toBe(product.text)
    const drafted = await author.json('PUT', '/api/decision-tables/simple-case/draft', { dmn: changed, note: '难以变现的财产可以实物分配' })
    expect(drafted.items[0]).toMatchObject({ number: 1, status: 'draft', findings: [] })
    expect([await track(), await track(true)]).toEqual(['普通程序', '快速审理'])

    const publish = (who: Person, effectiveFrom: string) =>
      who.ask('POST', '/api/decision-tables/simple-case/draft/publication', { effectiveFrom })
    expect((await publish(author, plusDays(1))).json.code).toBe('decision.same-person')
    expect((await publish(publisher, plusDays(0))).json.code).toBe('decision.refused')
    expect((await publish(publisher, plusDays(1))).json.items[0]).toMatchObject({ number: 1, status: 'published' })
    expect(await track()).toBe('普通程序')

    server.clock.advance(25 * 60)
    await author.signIn('author', '一匹正确的马-电池-订书钉')
    expect(await track()).toBe('快速审理')
    expect((await author.json('GET', '/api/decision-tables/simple-case')).summary).toMatchObject({ version: '1', hasDraft: false })
  })

  it('is refused when it is none, asks what no procedure gives, or contradicts itself', async () => {
    const save = (dmn: string) => author.ask('PUT', '/api/decision-tables/cram-down/draft', { dmn, note: '试' })
    expect((await save('<html/>')).json.code).toBe('decision.refused')
    const product = (await author.ask('GET', '/api/decision-tables/cram-down/versions/0')).text
    expect((await save(product.replaceAll('经营方案可行', '经营方案很好'))).json.detail).toContain('经营方案很好')
    await author.json('PUT', '/api/decision-tables/cram-down/draft', {
      dmn: product.replace('hitPolicy="FIRST"', 'hitPolicy="UNIQUE"'),
      note: '试',
    })
    await publisher.signIn('publisher', '一匹正确的马-电池-订书钉')
    const refused = await publisher.ask('POST', '/api/decision-tables/cram-down/draft/publication', { effectiveFrom: plusDays(1) })
    expect([refused.status, refused.json.code]).toEqual([422, 'decision.refused'])
    expect(refused.json.detail).toContain('重叠')
    expect((await author.json('DELETE', '/api/decision-tables/cram-down/draft')).items).toHaveLength(1)
  })

  it('remembers everybody who saved the draft: none of them publishes it, and nobody writes over what they did not see', async () => {
    await second.signIn('second', PASSWORD)
    await author.signIn('author', PASSWORD)
    await publisher.signIn('publisher', PASSWORD)
    const product = (await author.ask('GET', '/api/decision-tables/cram-down/versions/0')).text
    const save = (who: Person, note: string, revision: number) =>
      who.ask('PUT', '/api/decision-tables/cram-down/draft', { dmn: product, note, revision })
    expect((await save(author, '起草', 0)).json.items[0]).toMatchObject({ revision: 1, draftedBy: { displayName: 'author' } })
    // Two saw the first save; the second of them is told, and the draft stays as the first left it.
    const both = await Promise.all([save(second, '修改', 1), save(publisher, '另改', 1)])
    expect(both.map((a) => a.status).sort()).toEqual([200, 409])
    const lost = both.find((a) => a.status === 409)!
    expect(lost.json).toMatchObject({ code: 'version.conflict', version: 2 })
    const { items } = await author.json('GET', '/api/decision-tables/cram-down/versions')
    const kept =
      both[0]!.status === 200 ? { who: second, note: '修改', name: 'second' } : { who: publisher, note: '另改', name: 'publisher' }
    expect(items[0]).toMatchObject({ note: kept.note, draftedBy: { displayName: 'author' }, savedBy: { displayName: kept.name } })
    expect(items[0].savers.map((p: { displayName: string }) => p.displayName)).toEqual(['author', kept.name])
    expect((await save(author, '没有看到草案', 0)).json.code).toBe('version.conflict')
    const publish = (who: Person, revision: number) =>
      who.ask('POST', '/api/decision-tables/cram-down/draft/publication', { effectiveFrom: plusDays(1), revision })
    for (const who of [author, kept.who]) expect((await publish(who, 2)).json.code).toBe('decision.same-person')
    const third = kept.who === second ? publisher : second
    expect((await publish(third, 1)).json.code).toBe('version.conflict')
    expect((await publish(third, 2)).json.items[0]).toMatchObject({ status: 'published' })
  })

  it('that was published does not change, not even by the owner of the rows', async () => {
    const client = await server.appConnection()
    try {
      for (const statement of ['update decision_table_version set dmn = dmn', 'delete from decision_table_version']) {
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
