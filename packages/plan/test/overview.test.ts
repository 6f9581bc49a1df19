import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainsOf, filterMeasures, summarise } from '../src/overview.ts'
import { city, province } from './plan-builder.ts'
import { anyPlan } from './plan-generator.ts'

describe('the province’s plan in numbers', () => {
  const plan = province()
  const overview = summarise(plan)
  it('counts', () => {
    expect(overview.counts).toMatchObject({ measures: 4, governance: 1, milestones: 1, targets: 2, agencies: 2, persons: 0, unowned: 0 })
    expect(overview.deadlinesByMonth.map((b) => [b.key, b.count])).toEqual([['2024-06', 1]])
    expect(overview.loadByAgency.map((b) => [b.key, b.lead.length, b.responsible.length])).toEqual([
      ['省市场监管局', 2, 0],
      ['省住房城乡建设厅', 0, 2],
    ])
    expect(overview.targetsByDomain.map((b) => [b.key, b.targets.length])).toEqual([
      ['（一）企业开办', 2],
      ['（二）用水用气', 0],
    ])
  })
  it('a heading over everything is no domain', () => {
    expect([...new Set(domainsOf(plan).values())]).toEqual(['（一）企业开办', '（二）用水用气', '三、推进机制'])
  })
})

it('searches words in number, title, text and owners, width ignored', () => {
  const plan = city()
  const titles = (q: string) => filterMeasures(plan, { q }).map((m) => m.title)
  expect(titles('夜市')).toEqual(['点亮夜间街区'])
  expect(titles('市市场监管局 ７０％')).toEqual(['推广使用电子营业执照'])
  expect(titles('没有这样的话')).toEqual([])
  expect(filterMeasures(plan, { owner: '周启明', role: 'person' })).toHaveLength(1)
  expect(filterMeasures(plan, { kind: 'governance' })).toHaveLength(1)
  expect(filterMeasures(plan, { kind: 'all' })).toHaveLength(5)
  expect(filterMeasures(plan, { month: 'none' })).toHaveLength(3)
})

it('every number equals the list that its key filters', () => {
  fc.assert(
    fc.property(anyPlan(), (plan) => {
      const o = summarise(plan)
      const ids = (filter: Parameters<typeof filterMeasures>[1]) => filterMeasures(plan, filter).map((m) => m.id)
      expect(o.counts.measures).toBe(ids({}).length)
      expect(o.lists.undated).toEqual(ids({ month: 'none' }))
      for (const b of o.deadlinesByMonth) expect(b.measures).toEqual(ids({ month: b.key }))
      for (const b of o.loadByAgency) {
        expect(b.measures).toEqual(ids({ owner: b.key }))
        expect(b.lead).toEqual(ids({ owner: b.key, role: 'lead' }))
        expect(b.responsible).toEqual(ids({ owner: b.key, role: 'responsible' }))
      }
      for (const b of o.targetsByDomain) expect(b.measures).toEqual(ids({ domain: b.key }))
      for (const b of [...o.deadlinesByMonth, ...o.loadByAgency, ...o.targetsByDomain]) expect(b.count).toBe(b.measures.length)
      expect(o.targetsByDomain.reduce((n, b) => n + b.count, 0)).toBe(o.counts.measures)
      expect(o.targetsByDomain.reduce((n, b) => n + b.targets.length, 0)).toBe(o.counts.targets)
    }),
    { numRuns: 80 },
  )
})
