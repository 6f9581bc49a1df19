import { aServer, type Person, type TestServer } from './running-server.ts'

/* biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests */
export type Json = any

/** A ledger with two bodies and their liaison officers: what the tests of reporting and supervision stand on. */

const day = (ahead = 0) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
const words = (date: string) => `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月底前`
const year = Number(day().slice(0, 4))

const PLAN = `云溪市人民政府关于印发云溪市优化营商环境工作方案的通知
云政发〔${year}〕8号

云溪市优化营商环境工作方案

一、准入环境
1.优化企业开办服务。${year + 1}年6月底前，企业开办全程网办率达到85%以上。（牵头单位：市市场监管局；责任单位：市税务局）
2.推行住所承诺制。${words(day(-400))}，出台住所申报承诺办法。（牵头单位：市市场监管局）

二、纳税服务
3.压减办税时间。${year + 1}年10月底前，办税事项办理时间压减到1个工作日以内。（牵头单位：市税务局）

云溪市人民政府
${year}年1月12日
`

export interface Campaign {
  readonly server: TestServer
  readonly officer: Person
  readonly reviewer: Person
  readonly market: Person
  readonly tax: Person
  readonly viewer: Person
  readonly ids: Readonly<Record<string, string>>
  readonly ledger: string
  readonly day: typeof day
}

export async function aCampaign(): Promise<Campaign> {
  const server = await aServer({ pages: false })
  const officer = await server.user('officer', 'officer')
  const reviewer = await server.user('reviewer', 'officer')
  const market = await server.user('market', 'liaison')
  const tax = await server.user('tax', 'liaison')
  const viewer = await server.user('viewer', 'viewer')
  const ids: Record<string, string> = {}
  for (const { id, login } of (await server.administrator$.json('GET', '/api/users')).items) ids[`user.${login}`] = id
  const city = (await officer.json('POST', '/api/organisation/areas', { name: '云溪市', kind: 'city', parentId: null })).id
  for (const [key, name, shortName] of [
    ['market', '云溪市市场监督管理局', '市市场监管局'],
    ['tax', '国家税务总局云溪市税务局', '市税务局'],
    ['quiet', '云溪市档案馆', '市档案馆'],
  ] as const)
    ids[key] = (
      await officer.json('POST', '/api/organisation/bodies', { name, shortName, kind: 'department', areaId: city, validFrom: '2020-01-01' })
    ).body.id
  for (const login of ['market', 'tax'])
    await officer.json('POST', '/api/organisation/memberships', {
      userId: ids[`user.${login}`],
      post: 'liaison',
      bodyId: ids[login],
      from: '2020-01-01',
    })
  ids.plan = (await officer.upload('方案.txt', PLAN)).json.id
  const ledger = (await officer.json('POST', '/api/ledgers', { planId: ids.plan })).id
  return { server, officer, reviewer, market, tax, viewer, ids, ledger, day }
}

export const noticesOf = async (who: Person): Promise<string[]> => (await who.json('GET', '/api/notices')).items.map((n: Json) => n.text.zh)
