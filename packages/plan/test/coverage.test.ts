import { describe, expect, it } from 'vitest'
import { align } from '../src/align.ts'
import { carryOver, coverage } from '../src/coverage.ts'
import { driftAll } from '../src/drift.ts'
import { aPlan, city, province } from './plan-builder.ts'

describe('coverage of a superior’s measures', () => {
  const upper = province()
  const lower = city()
  const other = aPlan({ measures: [{ title: '燃气安全巡查', text: '组织老旧管网隐患排查，公开排查结果。' }] })
  const alignment = align(lower, upper)
  const report = coverage(upper, [
    { body: '甲市', plan: lower, alignment, drift: driftAll(alignment, lower, upper) },
    { body: '乙市', plan: other, alignment: align(other, upper) },
  ])
  const asked = upper.measures.filter((m) => m.kind === 'measure').map((m) => m.id)

  it('counts every measure and no governance paragraph', () => {
    expect(report.measures.map((m) => m.measure)).toEqual(asked)
  })
  it('says by body who took up what, and what was weakened', () => {
    const [first, second] = report.byBody
    expect(first).toMatchObject({ key: '甲市', untaken: [asked[3]] })
    expect(first!.diminished).toContain(asked[0])
    expect(second).toMatchObject({ key: '乙市', taken: [asked[3]] })
    expect(second!.untaken).toEqual(asked.slice(0, 3))
  })
  it('a measure that anyone took up is covered', () => {
    expect(report.untaken).toEqual([])
    expect(coverage(upper, []).untaken).toEqual(asked)
  })
  it('the four lists of a group are its measures, each once', () => {
    for (const g of [...report.byBody, ...report.byAgency])
      expect([...g.taken, ...g.partial, ...g.diminished, ...g.untaken].sort()).toEqual([...g.measures].sort())
  })
  it('groups by the superior’s agencies', () => {
    expect(report.byAgency.map((g) => [g.key, g.measures.length])).toEqual([
      ['省市场监管局', 2],
      ['省住房城乡建设厅', 2],
    ])
  })
  it('lists what bodies do of their own', () => {
    expect(report.own[0]!.measures.map((id) => lower.measures.find((m) => m.id === id)!.title)).toEqual(['点亮夜间街区'])
  })
})

it('what is carried over from last year', () => {
  const lastYear = aPlan({
    year: 2023,
    measures: [
      { title: '压缩企业开办时间', text: '建立企业开办联席会议制度，实现营业执照与印章同步发放。' },
      { title: '疏浚护城河', text: '完成护城河清淤，修复驳岸栏杆。' },
    ],
  })
  const thisYear = city()
  const report = carryOver(thisYear, lastYear, align(thisYear, lastYear))
  expect(report.lastYear.map((m) => m.status)).toEqual(['continued', 'not continued'])
  expect(report.carriedOver.map((m) => m.measure)).toEqual([thisYear.measures[0]!.id])
  expect(report.carriedOver.length + report.fresh.length).toBe(thisYear.measures.filter((m) => m.kind === 'measure').length)
})
