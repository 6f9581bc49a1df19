import { describe, expect, it } from 'vitest'
import { read } from '../src/index.ts'
import { type Expected, STYLES, type Style } from './styles.ts'
import { FIFTH_STYLES } from './styles-fifth.ts'
import { FOURTH_STYLES } from './styles-fourth.ts'
import { MORE_STYLES } from './styles-more.ts'
import { THIRD_STYLES } from './styles-third.ts'

const fold = (s: string) => s.normalize('NFKC').replace(/\s+/g, '')

/** What was read, cut down to the fields that the sample expects. */
function seen(style: Style): { head: Record<string, unknown>; measures: Expected[] } {
  const plan = read(style.text)
  const head: Record<string, unknown> = {}
  if (style.title !== undefined) head.title = plan.title.value
  if (style.issuer !== undefined) head.issuer = plan.issuer.value
  if (style.documentNumber !== undefined) head.documentNumber = plan.documentNumber.value
  if (style.issuedOn !== undefined) head.issuedOn = plan.issuedOn.value
  if (style.year !== undefined) head.year = plan.planYear.value
  const measures = plan.measures.map((m, i) => {
    const e = style.measures[i]
    const out: Record<string, unknown> = { number: m.number }
    if (m.kind === 'governance') out.kind = 'governance'
    if (e?.title !== undefined) out.title = m.title
    if (e?.lead) out.lead = m.lead.map((u) => fold(u.name))
    if (e?.responsible) out.responsible = m.responsible.map((u) => fold(u.name))
    if (e?.persons) out.persons = m.persons.map((p) => p.name)
    if (e?.due) out.due = m.milestones.map((d) => d.due)
    if (e?.targets) out.targets = m.targets.map((t) => `${t.value}${t.unit}`)
    if (e?.recurring) out.recurring = m.recurring.map((r) => r.every)
    if (e?.last !== undefined) out.last = m.path.at(-1)
    return out as unknown as Expected
  })
  return { head, measures }
}

function wanted(style: Style): { head: Record<string, unknown>; measures: Expected[] } {
  const { name: _name, text: _text, measures, ...head } = style
  return {
    head,
    measures: measures.map((m) => ({
      ...m,
      ...(m.lead ? { lead: m.lead.map(fold) } : {}),
      ...(m.responsible ? { responsible: m.responsible.map(fold) } : {}),
    })),
  }
}

describe('方案的各种写法 Plans in the forms in which they are written', () => {
  for (const style of [...STYLES, ...MORE_STYLES, ...THIRD_STYLES, ...FOURTH_STYLES, ...FIFTH_STYLES]) {
    it(style.name, () => {
      expect(seen(style)).toEqual(wanted(style))
    })
  }

  it('每个字段都指回原文 every field points to its words', () => {
    for (const style of [...STYLES, ...MORE_STYLES, ...THIRD_STYLES, ...FOURTH_STYLES, ...FIFTH_STYLES]) {
      for (const m of read(style.text).measures) {
        const here = (span: { start: number; end: number }) => style.text.slice(span.start, span.end).replace(/\s+/g, '')
        expect(here(m.span)).toContain(m.text)
        for (const u of [...m.lead, ...m.responsible, ...m.persons]) expect(here(u.span)).toBe(u.name)
        for (const t of [...m.milestones, ...m.targets, ...m.recurring, ...m.conditions]) expect(here(t.span)).toBe(t.text)
        for (const d of m.milestones) expect(here(d.clause.span)).toBe(d.clause.text)
        for (const x of [m, ...m.lead, ...m.responsible, ...m.persons, ...m.milestones, ...m.targets]) {
          expect(x.confidence).toBeGreaterThan(0)
          expect(x.confidence).toBeLessThanOrEqual(1)
          expect(x.rule).not.toBe('')
        }
      }
    }
  })

  it('编号在方案内不重复 ids are unique', () => {
    for (const style of [...STYLES, ...MORE_STYLES, ...THIRD_STYLES, ...FOURTH_STYLES, ...FIFTH_STYLES]) {
      const ids = read(style.text).measures.map((m) => m.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  it('一次写明的单位另列 units named once for many are kept apart', () => {
    const style = STYLES.find((s) => s.text.includes('不再逐一列出')) as Style
    const [first] = read(style.text).measures
    expect(first?.responsible.map((u) => u.name)).toEqual(['区审批局'])
    expect(first?.inherited?.map((u) => [u.name, u.role])).toEqual([
      ['各镇街', 'responsible'],
      ['开发区管委会', 'responsible'],
    ])
  })

  it('单位名称按名册归一, 保留印出的写法 units fold to the register', () => {
    const plan = read(
      '一、主要任务\n1.推进改革。开展试点。（牵头单位：市发改委；责任单位：云溪市人力资源和社会保障局、原市工商局、县卫健委、虚构署）\n',
      { units: [{ unit: '市虚构管理署', aliases: ['虚构署'] }] },
    )
    const m = plan.measures[0]
    expect(m?.lead.map((u) => [u.name, u.unit])).toEqual([['市发改委', '市发展改革委']])
    expect(m?.responsible.map((u) => [u.name, u.unit])).toEqual([
      ['云溪市人力资源和社会保障局', '云溪市人力资源社会保障局'],
      ['原市工商局', '市市场监管局'],
      ['县卫健委', '县卫生健康委'],
      ['虚构署', '市虚构管理署'],
    ])
  })

  it('提示给出年份和印发日期 hints say what the text does not', () => {
    const text = '一、主要任务\n1.出台细则。印发后2个月内出台。6月底前公布。\n'
    expect(read(text).measures[0]?.milestones.map((d) => d.due)).toEqual([null, null])
    const hinted = read(text, { issuedOn: '2024-01-31', planYear: 2024 })
    expect(hinted.measures[0]?.milestones.map((d) => [d.due, d.yearFrom])).toEqual([
      ['2024-03-31', 'issue'],
      ['2024-06-30', 'plan'],
    ])
  })
})
