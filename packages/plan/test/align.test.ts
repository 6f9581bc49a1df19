import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { align } from '../src/align.ts'
import type { Plan } from '../src/model.ts'
import { aPlan, city, province } from './plan-builder.ts'
import { anyPlan } from './plan-generator.ts'

const titles = (plan: Plan) => new Map(plan.measures.map((m) => [m.id, m.title]))

describe('a city’s plan beside the province’s', () => {
  const lower = city()
  const upper = province()
  const alignment = align(lower, upper)
  const named = alignment.pairs.map((p) => [titles(lower).get(p.lower), titles(upper).get(p.upper)])

  it('pairs what speaks of the same undertaking', () => {
    expect(named).toContainEqual(['压缩企业开办时间', '压缩企业开办时间'])
    expect(named).toContainEqual(['推广使用电子营业执照', '推广电子营业执照'])
    expect(named).toContainEqual(['简化供水报装流程', '简化供水报装'])
    expect(alignment.pairs.filter((p) => p.rank.lower === 1 && p.rank.upper === 1).every((p) => p.match === 'topic')).toBe(true)
  })
  it('never pairs a measure with a governance paragraph', () => {
    const kinds = (plan: Plan) => new Map(plan.measures.map((m) => [m.id, m.kind]))
    for (const p of alignment.pairs) expect(kinds(lower).get(p.lower)).toBe(kinds(upper).get(p.upper))
    expect(named).toContainEqual(['加强调度', '加强调度'])
  })
  it('lists what has no partner on either side', () => {
    expect(alignment.unmatched.lower.map((id) => titles(lower).get(id))).toEqual(['点亮夜间街区'])
    expect(alignment.unmatched.upper.map((id) => titles(upper).get(id))).toEqual(['燃气安全巡查'])
  })
  it('gives its reasons', () => {
    const [first] = alignment.pairs
    expect(first!.reasons.title).toBeCloseTo(1)
    expect(first!.reasons.units).toBe(1)
    expect(first!.reasons.headings).toBeCloseTo(1)
    expect(first!.score).toBeGreaterThan(0.6)
  })
  it('can be kept to one kind', () => {
    const only = align(lower, upper, { kinds: ['governance'] })
    expect(only.pairs).toHaveLength(1)
    expect(only.unmatched).toEqual({ lower: [], upper: [] })
  })
})

it('lets one measure below answer two above, and two below answer one', () => {
  const split = aPlan({
    measures: [
      { title: '破损路面修补', text: '修补城区破损路面，公布修补进度。' },
      { title: '雨水井盖更换', text: '更换老旧雨水井盖，登记井盖编号。' },
    ],
  })
  const joined = aPlan({
    measures: [{ title: '路面修补和井盖更换', text: '修补城区破损路面，公布修补进度，更换老旧雨水井盖，登记井盖编号。' }],
  })
  expect(align(joined, split).pairs).toHaveLength(2)
  expect(align(split, joined).pairs).toHaveLength(2)
})

describe('whatever the plans', () => {
  it('swapping the plans swaps the pairs', () => {
    fc.assert(
      fc.property(anyPlan(), anyPlan(), (a, b) => {
        const there = align(a, b)
        const back = align(b, a)
        const key = (l: string, u: string, score: number) => `${l} ${u} ${score}`
        expect(there.pairs.map((p) => key(p.lower, p.upper, p.score)).sort()).toEqual(
          back.pairs.map((p) => key(p.upper, p.lower, p.score)).sort(),
        )
        expect(there.unmatched).toEqual({ lower: back.unmatched.upper, upper: back.unmatched.lower })
      }),
      { numRuns: 60 },
    )
  })
  it('a plan is its own best partner, measure by measure', () => {
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        const { pairs, unmatched } = align(plan, plan)
        for (const m of plan.measures) {
          const self = pairs.find((p) => p.lower === m.id && p.upper === m.id)
          expect(self).toBeDefined()
          expect(self!.score).toBeGreaterThan(0.9)
          for (const p of pairs) if (p.lower === m.id) expect(p.score).toBeLessThanOrEqual(self!.score)
        }
        expect(unmatched).toEqual({ lower: [], upper: [] })
      }),
      { numRuns: 60 },
    )
  })
  it('every measure is in a pair or unmatched, never both', () => {
    fc.assert(
      fc.property(anyPlan(), anyPlan(), (lower, upper) => {
        const { pairs, unmatched } = align(lower, upper)
        const paired = new Set(pairs.map((p) => p.lower))
        for (const m of lower.measures) expect(paired.has(m.id)).toBe(!unmatched.lower.includes(m.id))
        for (const p of pairs) {
          expect(p.score).toBeGreaterThan(0)
          expect(p.score).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 60 },
    )
  })
})
