import { CHINA_2026 } from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appealUntil, decideUntil, evaluate, type GradedScore, judgeScore, proposeGrade, type Score } from '../src/index.ts'
import { JUDGES } from './fair.ts'

const { scheme } = JUDGES
const score = (item: string, value: number, more: Partial<Score> = {}): Score => ({
  item,
  role: 'host',
  by: 'u1',
  score: value,
  reason: '理由',
  evidence: ['f1'],
  ...more,
})

describe('evaluation', () => {
  it('weighs what was scored; what is missing is not zero', () => {
    const all = evaluate(scheme, [score('fair', 8), score('punctual', 10), score('report', 5)])
    expect(all).toMatchObject({ total: 9000, covered: 10_000, missing: [] })
    const some = evaluate(scheme, [score('fair', 8), score('punctual', 10)])
    expect(some).toMatchObject({ total: 8750, covered: 8000, missing: ['report'] })
    expect(evaluate(scheme, [score('punctual', 10), score('report', 0)])).toMatchObject({ total: 6000, covered: 5000 })
    expect(evaluate(scheme, [score('punctual', 10)])).toMatchObject({ total: null, covered: 3000 })
    expect(evaluate(scheme, [])).toMatchObject({ total: null, covered: 0, missing: ['fair', 'punctual', 'report'] })
  })

  it('takes the mean of several scores of an item, to the basis point', () => {
    const found = evaluate(scheme, [
      score('fair', 10),
      score('fair', 5, { role: 'gardener' }),
      score('fair', 5, { role: 'gardener', by: 'u2' }),
    ])
    expect(found.items[0]).toMatchObject({ scores: 3, mean: 6667 })
    expect(found.total).toBe(6667)
  })

  it.each<[string, Partial<Score>, readonly string[]]>([
    ['a good one', {}, []],
    ['an item that is not there', { item: 'x' }, ['score.unknown-item']],
    ['a role that does not score it', { role: 'gardener', item: 'punctual' }, ['score.not-yours']],
    ['too much', { score: 11 }, ['score.range']],
    ['half a point', { score: 4.5 }, ['score.range']],
    ['a bad score without evidence', { score: 4, evidence: [] }, ['score.evidence']],
    ['a middling score without evidence', { score: 5, evidence: [] }, []],
    ['the best without a reason', { score: 10, reason: '' }, []],
    ['less than the best without a reason', { score: 9, reason: ' ' }, ['score.reason']],
    ['a second time', { by: 'u9' }, ['score.twice']],
  ])('takes or refuses %s', (_what, change, expected) => {
    expect(judgeScore(scheme, [score('fair', 8, { by: 'u9' })], score('fair', 8, change)).map((r) => r.code)).toEqual(expected)
  })

  const scores = fc.array(
    fc.record({ item: fc.constantFrom('fair', 'punctual', 'report'), part: fc.integer({ min: 0, max: 5 }), by: fc.nat(5) }),
    { minLength: 1, maxLength: 12 },
  )
  const made = (list: readonly { item: string; part: number; by: number }[]) =>
    list.map((x) => score(x.item, x.item === 'report' ? x.part : x.part * 2, { by: `u${x.by}` }))

  it('lies between the worst and the best item, and does not depend on order', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const found = evaluate(scheme, made(list))
        expect(evaluate(scheme, made([...list].reverse()))).toEqual(found)
        const means = found.items.flatMap((i) => i.mean ?? [])
        if (found.total === null) expect(found.covered).toBeLessThan(scheme.coverage)
        else {
          expect(found.total).toBeGreaterThanOrEqual(Math.min(...means))
          expect(found.total).toBeLessThanOrEqual(Math.max(...means))
        }
        expect(found.covered + found.items.filter((i) => i.mean === null).reduce((s, i) => s + i.weight, 0)).toBe(10_000)
      }),
    )
  })

  it('a better score never makes the result worse', () => {
    fc.assert(
      fc.property(scores, fc.nat(11), (list, at) => {
        const i = at % list.length
        const better = list.map((x, k) => (k === i ? { ...x, part: Math.min(5, x.part + 1) } : x))
        expect(evaluate(scheme, made(better)).total ?? 0).toBeGreaterThanOrEqual(evaluate(scheme, made(list)).total ?? 0)
      }),
    )
  })
})

describe('grades', () => {
  const on = (total: number, day = '2024-05-01'): GradedScore => ({ evaluation: `${day}-${total}`, on: day, total })
  const proposed = (grade: string, ...list: GradedScore[]) => proposeGrade(JUDGES, grade, list, '2024-06-01')?.to ?? null
  it('follow the mean of the window once there are enough evaluations', () => {
    expect(proposed('silver', on(9500))).toBeNull()
    expect(proposed('silver', on(9500), on(8500))).toBe('gold')
    expect(proposed('silver', on(9500), on(8499))).toBeNull()
    expect(proposed('gold', on(9500), on(9500))).toBeNull()
    expect(proposed('silver', on(5999), on(6000))).toBe('bronze')
    expect(proposed('silver', on(6000), on(6000))).toBeNull()
    expect(proposed('silver', on(9500), on(9500, '2023-06-01'))).toBeNull()
  })

  it('one failing evaluation is enough, and the last grade goes no lower', () => {
    expect(proposed('gold', on(2999))).toBe('silver')
    expect(proposed('gold', on(3000))).toBeNull()
    expect(proposed('bronze', on(100))).toBeNull()
    expect(proposed('unknown', on(100))).toBeNull()
  })
})

describe('periods of an appeal', () => {
  it('run from the day after and roll over rest days', () => {
    expect(appealUntil(JUDGES.appeal, '2026-03-02', CHINA_2026).due).toBe('2026-03-12')
    expect(appealUntil(JUDGES.appeal, '2026-09-24', CHINA_2026)).toMatchObject({ plain: '2026-10-04', due: '2026-10-08' })
    expect(decideUntil(JUDGES.appeal, '2026-03-12', CHINA_2026).due).toBe('2026-03-27')
  })
})
