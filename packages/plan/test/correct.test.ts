import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchorOf } from '../src/anchor.ts'
import { applyCorrections, type Correction, type MeasureCorrection } from '../src/correct.ts'
import type { Measure, Plan } from '../src/model.ts'
import { aPlan, city, province } from './plan-builder.ts'

const plan = province()
const [first, second] = plan.measures as [Measure, Measure]

let n = 0
const stamp = (at = '2024-05-01T02:00:00Z') => ({ id: `c${++n}`, by: 'officer', at })
const title = (measure: Measure, value: string, at?: string): MeasureCorrection => ({
  ...stamp(at),
  measure: anchorOf(measure),
  field: 'title',
  value,
})
const measureOf = (p: Plan, id: string) => p.measures.find((m) => m.id === id)

describe('a correction', () => {
  it('stands beside the reading, which stays what it was', () => {
    const before = structuredClone(plan)
    const result = applyCorrections(plan, [title(first, '企业开办提速')])
    expect(measureOf(result.plan, first.id)!.title).toBe('企业开办提速')
    expect(result.applied).toEqual([{ correction: `c${n}`, measure: first.id, field: 'title', read: '压缩企业开办时间' }])
    expect(plan).toEqual(before)
    expect(result.plan.measures.filter((m) => m.id !== first.id)).toEqual(plan.measures.filter((m) => m.id !== first.id))
  })
  it('finds where the entered words stand', () => {
    const result = applyCorrections(plan, [
      { ...stamp(), measure: anchorOf(first), field: 'responsible', value: [{ name: '省市场监管局' }] },
      { ...stamp(), measure: anchorOf(second), field: 'lead', value: [{ name: '省大数据局', unit: '省大数据局' }] },
    ])
    const [found] = measureOf(result.plan, first.id)!.responsible
    expect(plan.source.text.slice(found!.span.start, found!.span.end)).toBe('省市场监管局')
    expect(found).toMatchObject({ unit: '省市场监管局', rule: 'human', confidence: 1 })
    const [absent] = measureOf(result.plan, second.id)!.lead
    expect(absent!.span).toEqual(second.span)
  })
  it('can set every field, and take a measure out', () => {
    const anchor = anchorOf(first)
    const { plan: next } = applyCorrections(plan, [
      { ...stamp(), measure: anchor, field: 'number', value: '1-1' },
      { ...stamp(), measure: anchor, field: 'path', value: ['别处'] },
      { ...stamp(), measure: anchor, field: 'kind', value: 'governance' },
      { ...stamp(), measure: anchor, field: 'persons', value: [{ name: '周启明', unit: null }] },
      { ...stamp(), measure: anchor, field: 'milestones', value: [{ due: '2024-07-31', text: '6月底前' }] },
      { ...stamp(), measure: anchor, field: 'recurring', value: [{ every: 'month', day: 10, text: '每月10日前' }] },
      { ...stamp(), measure: anchor, field: 'targets', value: [{ subject: '时间', comparator: '<=', value: 2, unit: '天', text: '2天' }] },
      { ...stamp(), measure: anchor, field: 'conditions', value: [{ text: '小微企业' }] },
      { ...stamp(), measure: anchorOf(second), field: 'struck', value: true },
      { ...stamp(), measure: null, field: 'planYear', value: 2025 },
    ])
    expect(measureOf(next, first.id)).toMatchObject({
      number: '1-1',
      path: ['别处'],
      kind: 'governance',
      persons: [{ name: '周启明' }],
      milestones: [{ due: '2024-07-31', yearFrom: 'clause' }],
      recurring: [{ day: 10 }],
      targets: [{ value: 2, better: 'down' }],
      conditions: [{ text: '小微企业' }],
    })
    expect(measureOf(next, second.id)).toBeUndefined()
    expect(next.planYear).toMatchObject({ value: 2025, rule: 'human' })
  })
  it('of one field the later holds, whatever the order of the list', () => {
    const early = title(first, '先改', '2024-05-01T02:00:00Z')
    const late = title(first, '后改', '2024-05-02T02:00:00Z')
    for (const list of [
      [early, late],
      [late, early],
    ])
      expect(measureOf(applyCorrections(plan, list).plan, first.id)!.title).toBe('后改')
  })
  it('taken back, the reading or the correction before it holds again', () => {
    const early = title(first, '先改', '2024-05-01T02:00:00Z')
    const late = title(first, '后改', '2024-05-02T02:00:00Z')
    const undo = { ...stamp('2024-05-03T02:00:00Z'), undoes: late.id }
    const redo = { ...stamp('2024-05-04T02:00:00Z'), undoes: undo.id }
    expect(measureOf(applyCorrections(plan, [early, late, undo]).plan, first.id)!.title).toBe('先改')
    expect(measureOf(applyCorrections(plan, [early, late, undo, redo]).plan, first.id)!.title).toBe('后改')
    expect(applyCorrections(plan, [late, undo]).plan).toBe(plan)
  })
})

describe('a second reading', () => {
  const correction = title(second, '电子执照推广')
  const readAgain = (change: (draft: Measure[]) => Parameters<typeof aPlan>[0]['measures']) =>
    aPlan({ measures: change([...plan.measures]) })
  const draftOf = (m: Measure, over: object = {}) => ({
    id: m.id,
    number: m.number,
    path: [...m.path],
    title: m.title,
    text: m.text,
    ...over,
  })

  it('that moved the measure finds it by its words, not by its number', () => {
    const next = readAgain((all) => [
      draftOf(first, { id: second.id, number: second.number }),
      draftOf(second, { id: 'elsewhere', number: '9' }),
      ...all.slice(2).map((m) => draftOf(m)),
    ])
    const result = applyCorrections(next, [correction])
    expect(result.unmatched).toEqual([])
    expect(measureOf(result.plan, 'elsewhere')!.title).toBe('电子执照推广')
    expect(measureOf(result.plan, second.id)!.title).toBe(first.title)
  })
  it('that mended a few words still finds it', () => {
    const next = readAgain(() => [draftOf(first), draftOf(second, { id: 'new', text: second.text.replace('受理电子', '受理和核验电子') })])
    expect(measureOf(applyCorrections(next, [correction]).plan, 'new')!.title).toBe('电子执照推广')
  })
  it('without the measure leaves the correction unmatched', () => {
    const next = readAgain(() => [draftOf(first)])
    const result = applyCorrections(next, [correction])
    expect(result.plan).toBe(next)
    expect(result.unmatched).toEqual([correction])
  })
  it('with two measures of the same words goes by the place', () => {
    const twins = aPlan({
      measures: [
        { path: ['甲'], number: '1', text: '更换老旧雨水井盖。' },
        { path: ['乙'], number: '1', text: '更换老旧雨水井盖。' },
      ],
    })
    const { plan: next } = applyCorrections(twins, [title(twins.measures[1]!, '乙的井盖')])
    expect(next.measures.map((m) => m.title)).toEqual([null, '乙的井盖'])
  })
})

describe('whatever is corrected', () => {
  const someCorrection = fc
    .record({
      measure: fc.integer({ min: 0, max: plan.measures.length - 1 }),
      field: fc.constantFrom('title', 'number', 'kind', 'lead', 'struck'),
      words: fc.constantFrom('甲', '乙', '丙'),
      at: fc.integer({ min: 1, max: 9 }),
      id: fc.uuid(),
    })
    .map(({ measure, field, words, at, id }): Correction => {
      const record = { id, by: 'officer', at: `2024-05-0${at}T00:00:00Z`, measure: anchorOf(plan.measures[measure]!) }
      if (field === 'lead') return { ...record, field, value: [{ name: words }] }
      if (field === 'kind') return { ...record, field, value: words === '甲' ? 'measure' : 'governance' }
      if (field === 'struck') return { ...record, field, value: words === '甲' }
      return { ...record, field: field as 'title' | 'number', value: words }
    })
  const list = fc.uniqueArray(someCorrection, { selector: (c) => c.id, maxLength: 8 })

  it('the order of the list does not matter', () => {
    fc.assert(
      fc.property(list, fc.integer(), (corrections, seed) => {
        const other = [...corrections].sort((a, b) => (a.id + seed < b.id + seed ? 1 : -1))
        expect(applyCorrections(plan, other).plan).toEqual(applyCorrections(plan, corrections).plan)
      }),
    )
  })
  it('taking everything back gives the reading', () => {
    fc.assert(
      fc.property(list, (corrections) => {
        const undos = corrections.map((c) => ({ id: `u${c.id}`, by: 'officer', at: '2024-06-01T00:00:00Z', undoes: c.id }))
        expect(applyCorrections(plan, [...corrections, ...undos])).toEqual({ plan, applied: [], unmatched: [] })
      }),
    )
  })
  it('neither the plan nor the list is changed', () => {
    fc.assert(
      fc.property(list, (corrections) => {
        const before = structuredClone({ plan, corrections })
        applyCorrections(plan, corrections)
        expect({ plan, corrections }).toEqual(before)
      }),
    )
  })
})

it('corrections of another plan fit nothing here', () => {
  const foreign = title(city().measures[3]!, '夜市')
  expect(applyCorrections(plan, [foreign]).unmatched).toEqual([foreign])
})
