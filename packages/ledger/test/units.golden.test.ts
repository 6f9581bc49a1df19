import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read } from '@yingshang/plan'
import { describe, expect, it } from 'vitest'
import { type Roster, type RosterArea, type RosterBody, unitMatcher } from '../src/units.ts'

/**
 * The units of real plans against a roster that is made of the usual full names of one province, its city and its district: how many
 * distinct names are matched to something before anybody confirmed anything.
 */

const SHARED = process.env.YINGSHANG_SHARED ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared')
const SEEDS = join(SHARED, 'seeds')

/** Full names by what follows the name of the area; offices that every level has are made for each. */
const EVERYWHERE = [
  '发展和改革委员会',
  '教育局',
  '科学技术局',
  '工业和信息化局',
  '公安局',
  '民政局',
  '司法局',
  '财政局',
  '人力资源和社会保障局',
  '自然资源和规划局',
  '生态环境局',
  '住房和城乡建设局',
  '交通运输局',
  '水利局',
  '农业农村局',
  '商务局',
  '文化和旅游局',
  '卫生健康委员会',
  '退役军人事务局',
  '应急管理局',
  '审计局',
  '市场监督管理局',
  '行政审批服务局',
  '地方金融监督管理局',
  '医疗保障局',
  '大数据中心',
  '能源局',
  '投资促进局',
  '城市管理局',
  '林业和绿化局',
  '气象局',
  '国有资产监督管理委员会',
  '人民防空办公室',
  '公共资源交易中心',
  '住房公积金管理中心',
  '残疾人联合会',
  '妇女联合会',
  '工商业联合会',
  '归国华侨联合会',
  '总工会',
  '仲裁委员会',
  '国际贸易促进委员会',
  '消防救援总队',
  '药品监督管理局',
  '乡村振兴局',
  '税务局',
  '供电公司',
  '海关',
  '人民检察院',
  '人民法院',
  '人民政府办公室',
  '委组织部',
  '委政法委员会',
]

const areas: RosterArea[] = []
const bodies: RosterBody[] = []
const add = (name: string, areaId: string, kind = 'department') =>
  bodies.push({ id: `${name}`, name, shortName: null, kind, areaId, successorId: null, living: true })
for (const [id, name, kind, parentId] of [
  ['p', '山东省', 'province', null],
  ['c', '枣庄市', 'city', 'p'],
  ['c2', '青岛市', 'city', 'p'],
  ['c3', '济南市', 'city', 'p'],
  ['d', '卫滨区', 'district', 'c'],
  ['d2', '钢城区', 'district', 'c3'],
] as const) {
  areas.push({ id, name, kind, parentId })
  add(`${name}人民政府`, id, 'government')
  for (const one of EVERYWHERE) add(`${name}${kind === 'province' ? one.replace(/局$/u, '厅') : one}`, id)
  add(`中国人民银行${name}分行`, id)
}

const HOME: Readonly<Record<string, string>> = { 枣庄市: 'c', 济南市钢城区: 'd2', 中共卫滨区: 'd' }

describe('units of real plans', () => {
  if (!existsSync(SEEDS)) {
    console.warn(`SKIPPED: no ${SEEDS}, the units of real plans are not compared`)
    it.skip('no plans here', () => undefined)
    return
  }
  it('most of them are matched before anybody confirmed anything', () => {
    let distinct = 0
    let matched = 0
    let single = 0
    const unmatched: string[] = []
    for (const file of readdirSync(SEEDS).filter((name) => name.endsWith('.txt'))) {
      const plan = read(readFileSync(join(SEEDS, file), 'utf8'))
      const units = new Set(plan.measures.flatMap((m) => [...m.lead, ...m.responsible].map((u) => u.unit)))
      const homeId = Object.entries(HOME).find(([start]) => plan.issuer.value?.startsWith(start))?.[1] ?? 'p'
      const roster: Roster = { homeId, areas, bodies, groups: [], confirmed: [] }
      const match = unitMatcher(roster)
      for (const unit of units) {
        distinct++
        const { suggestions } = match(unit)
        if (suggestions.length > 0) matched++
        else unmatched.push(unit)
        if (suggestions.length === 1) single++
      }
    }
    console.info(
      `units of real plans: ${distinct} distinct, ${matched} matched, ${single} to one suggestion alone; not: ${unmatched.join(' ')}`,
    )
    expect(matched / distinct).toBeGreaterThanOrEqual(0.75)
  })
})
