import { read } from '@yingshang/plan'
import type { MeasureContent } from '@yingshang/server/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { innermost, marksOf, segment } from '../src/pages/plan/segments.ts'

const written = (text: string, measures: readonly MeasureContent[]) =>
  segment(text, measures)
    .map((line) => line.runs.flatMap((run) => run.pieces.map((piece) => piece.text)).join(''))
    .join('\n')

const finding = (start: number, end: number) => ({ span: { start, end }, confidence: 1, rule: 'test' })

function measure(id: string, start: number, end: number, parts: Partial<MeasureContent> = {}): MeasureContent {
  return {
    id,
    kind: 'measure',
    path: [],
    number: '',
    title: null,
    titleSpan: null,
    text: '',
    span: { start, end },
    parts: [],
    lead: [],
    responsible: [],
    persons: [],
    milestones: [],
    recurring: [],
    targets: [],
    conditions: [],
    confidence: 1,
    rule: 'test',
    ...parts,
  }
}

describe('the source with its marks', () => {
  it('shows every character once and in order, wherever measures and marks lie', () => {
    const text = fc.string({ unit: fc.constantFrom('甲', '乙', '，', '\n', 'a', '1'), maxLength: 60 })
    const span = (length: number) =>
      fc.tuple(fc.nat({ max: length }), fc.nat({ max: length })).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
    fc.assert(
      fc.property(
        text.chain((t) =>
          fc.tuple(fc.constant(t), fc.array(fc.tuple(span(t.length), fc.array(span(t.length), { maxLength: 4 })), { maxLength: 5 })),
        ),
        ([t, spans]) => {
          const measures = spans.map(([s, marks], i) =>
            measure(`m${i}`, s.start, s.end, { lead: marks.map((m) => ({ ...finding(m.start, m.end), name: '', unit: '' })) }),
          )
          expect(written(t, measures)).toBe(t)
        },
      ),
    )
  })

  it('gives each measure and each mark exactly one place to scroll to', () => {
    const text = '一、目标\n1.登记：6月底前完成（牵头单位：市局）\n2.注销'
    const start = text.indexOf('1.登记')
    const end = text.indexOf('\n2.')
    const unit = text.indexOf('市局')
    const lines = segment(text, [
      measure('a', start, end, { lead: [{ ...finding(unit, unit + 2), name: '市局', unit: '市局' }] }),
      measure('b', end + 1, text.length),
    ])
    const runs = lines.flatMap((line) => line.runs)
    expect(runs.filter((run) => run.opens).map((run) => run.measure)).toEqual(['a', 'b'])
    const opening = runs.flatMap((run) => run.pieces).filter((piece) => piece.opens)
    expect(opening.map((piece) => [piece.text, piece.mark?.kind])).toEqual([['市局', 'lead']])
  })

  it('lets the innermost of nested marks have the words', () => {
    const cut = innermost([
      { start: 0, end: 10, value: 'outer' },
      { start: 3, end: 5, value: 'inner' },
    ])
    expect(cut).toEqual([
      { start: 0, end: 3, value: 'outer' },
      { start: 3, end: 5, value: 'inner' },
      { start: 5, end: 10, value: 'outer' },
    ])
  })

  it('marks a unit that a heading gives to many measures once', () => {
    const text = '（一）登记（领域牵头单位：市局）\n1.甲\n2.乙'
    const at = text.indexOf('市局')
    const shared = [{ ...finding(at, at + 2), name: '市局', unit: '市局', role: 'lead' as const }]
    const one = text.indexOf('1.')
    const two = text.indexOf('2.')
    const pieces = segment(text, [measure('a', one, one + 3, { inherited: shared }), measure('b', two, text.length, { inherited: shared })])
      .flatMap((line) => line.runs)
      .flatMap((run) => run.pieces)
    expect(pieces.filter((piece) => piece.mark).map((piece) => piece.text)).toEqual(['市局'])
  })

  it('marks nothing for a field that a person set without a place in the text', () => {
    expect(marksOf(measure('a', 0, 9, { lead: [{ ...finding(0, 9), name: '市局', unit: '市局' }] }))).toEqual([])
  })

  it('marks the words that the reader found', () => {
    const text = '某市2026年行动方案\n\n一、开办企业\n1.推行一次填报。6月底前，完成系统改造。（牵头单位：市数据局；责任单位：市税务局）\n'
    const plan = read(text)
    const pieces = segment(text, plan.measures as unknown as MeasureContent[])
      .flatMap((line) => line.runs)
      .flatMap((run) => run.pieces)
    const of = (kind: string) => pieces.filter((p) => p.mark?.kind === kind).map((p) => p.text)
    expect(of('lead')).toEqual(['市数据局'])
    expect(of('responsible')).toEqual(['市税务局'])
    expect(of('milestone')).toEqual(['6月底前'])
  })
})
