import { describe, expect, it } from 'vitest'
import { read } from '../src/index.ts'
import { LAYOUT_FORMS } from './forms-layout.ts'
import { MORE_FORMS } from './forms-more.ts'
import { OWNER_FORMS } from './forms-owners.ts'
import { VALUE_FORMS } from './forms-values.ts'
import { WEB_FORMS } from './forms-web.ts'
import type { Expected, Style } from './styles.ts'

const FORMS: readonly Style[] = [...OWNER_FORMS, ...LAYOUT_FORMS, ...VALUE_FORMS, ...MORE_FORMS, ...WEB_FORMS]
const fold = (s: string) => s.normalize('NFKC').replace(/\s+/g, '')

/** What was read, cut down to the fields that the form expects. */
function seen(style: Style): { head: Record<string, unknown>; measures: Expected[] } {
  const plan = read(style.text)
  const head: Record<string, unknown> = {}
  if (style.title !== undefined) head.title = plan.title.value
  if (style.documentNumber !== undefined) head.documentNumber = plan.documentNumber.value
  if (style.issuedOn !== undefined) head.issuedOn = plan.issuedOn.value
  if (style.year !== undefined) head.year = plan.planYear.value
  const measures = plan.measures.map((m, i) => {
    const e = style.measures[i]
    const out: Record<string, unknown> = { number: fold(m.number) }
    if (m.kind === 'governance') out.kind = 'governance'
    if (e?.title !== undefined) out.title = m.title
    if (e?.lead) out.lead = m.lead.map((u) => fold(u.name))
    if (e?.responsible) out.responsible = m.responsible.map((u) => fold(u.name))
    if (e?.persons) out.persons = m.persons.map((p) => p.name)
    if (e?.due) out.due = m.milestones.map((d) => d.due)
    if (e?.targets) out.targets = m.targets.map((t) => `${t.value}${t.unit}`)
    if (e?.recurring) out.recurring = m.recurring.map((r) => r.every)
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
      number: fold(m.number),
      ...(m.lead ? { lead: m.lead.map(fold) } : {}),
      ...(m.responsible ? { responsible: m.responsible.map(fold) } : {}),
    })),
  }
}

describe('网上方案的各种写法 Plans as web pages print them', () => {
  for (const style of FORMS)
    it(style.name, () => {
      expect(seen(style)).toEqual(wanted(style))
    })

  it('每处引文都在原文里 every span holds its words', () => {
    for (const { text } of FORMS)
      for (const m of read(text).measures) {
        const here = (span: { start: number; end: number }) => text.slice(span.start, span.end).replace(/\s+/g, '')
        expect(here(m.span)).toContain(m.text)
        for (const u of [...m.lead, ...m.responsible, ...m.persons]) expect(here(u.span)).toBe(u.name)
        for (const t of [...m.milestones, ...m.targets, ...m.recurring, ...m.conditions]) expect(here(t.span)).toBe(t.text)
      }
  })

  it('繁体印出的名称照原样, 归一名称是简体 traditional names stay as printed and fold to the register', () => {
    const [first] = read('一、主要任務\n1.優化服務。（牽頭單位：松嶺州發展和改革委員會；責任單位：州稅務(wù)局）\n').measures
    expect(first?.lead.map((u) => [u.name, u.unit])).toEqual([['松嶺州發展和改革委員會', '松岭州发展改革委']])
    expect(first?.responsible.map((u) => [u.name, u.unit])).toEqual([['州稅務(wù)局', '州税务局']])
  })

  it('简繁两种写法读出同样的内容 both writings of one plan read alike', () => {
    const facts = (text: string) =>
      read(text).measures.map((m) => [m.kind, m.lead.map((u) => u.unit), m.milestones.map((d) => d.due), m.targets.map((t) => t.value)])
    const plain = '一、重点任务\n1.压缩时限。6月底前压缩至2个工作日。（牵头单位：市税务局）\n二、组织实施\n1.加强领导。\n'
    const traditional = '一、重點任務\n1.壓縮時限。6月底前壓縮至2個工作日。（牽頭單位：市稅務局）\n二、組織實施\n1.加強領導。\n'
    expect(facts(traditional)).toEqual(facts(plain))
  })

  it('同一单位的不同写法归为一个 names of one unit fold to one', () => {
    const [m] = read('一、任务\n1.办理。（责任单位：市市场监管局、市市场监督管理局、市市监局）\n').measures
    expect(new Set(m?.responsible.map((u) => u.unit))).toEqual(new Set(['市市场监管局']))
  })
})
