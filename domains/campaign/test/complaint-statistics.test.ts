import { CHINA_2026 } from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ComplaintFacts, figuresBy, figuresOf, likeness, nearestRank, pairsOf, workingDaysTaken } from '../src/index.ts'

const one = (more: Partial<ComplaintFacts> = {}): ComplaintFacts => ({
  body: 'b1',
  bodyName: '澄江市数据局',
  kind: 'complaint',
  channel: 'online',
  cause: null,
  receivedOn: '2026-03-02',
  dispatchedOn: '2026-03-02',
  repliedOn: null,
  ended: false,
  solved: null,
  satisfaction: null,
  reopenings: 0,
  late: false,
  ...more,
})

describe('times', () => {
  it('count working days, not the day of dispatch', () => {
    // Monday to Friday, over a weekend, over the National Day holiday (1 to 7 October 2026) with the make-up Saturday.
    expect(workingDaysTaken('2026-03-02', '2026-03-06', CHINA_2026)).toBe(4)
    expect(workingDaysTaken('2026-03-06', '2026-03-09', CHINA_2026)).toBe(1)
    expect(workingDaysTaken('2026-03-06', '2026-03-06', CHINA_2026)).toBe(0)
  })

  it('the median and the ninetieth are numbers that occurred', () => {
    expect(nearestRank([], 50)).toBeNull()
    expect(nearestRank([3], 90)).toBe(3)
    expect(nearestRank([1, 2, 3, 4], 50)).toBe(2)
    expect(nearestRank([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90)).toBe(9)
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const sorted = list.toSorted((a, b) => a - b)
        const value = nearestRank(sorted, percent)!
        // At least that share lies at or below it, and it is the least such value.
        expect(100 * sorted.filter((n) => n <= value).length).toBeGreaterThanOrEqual(percent * sorted.length)
        expect(100 * sorted.filter((n) => n < value).length).toBeLessThan(percent * sorted.length)
      }),
    )
  })
})

describe('figures', () => {
  it('leave out of a rate what nobody answered or rated', () => {
    const cases = [
      one(),
      one({ repliedOn: '2026-03-04', ended: true, solved: true, satisfaction: 5 }),
      one({ repliedOn: '2026-03-05', ended: true, solved: false, satisfaction: 2, reopenings: 1, late: true }),
      one({ repliedOn: '2026-03-05', solved: true }),
    ]
    expect(figuresOf(cases, CHINA_2026)).toEqual({
      received: 4,
      open: 2,
      replied: 3,
      solved: 2,
      rated: 2,
      satisfied: 1,
      reopened: 1,
      late: 1,
      median: 3,
      ninetieth: 3,
    })
  })

  it('of groups add up to those of the whole', () => {
    const facts = fc.record({
      body: fc.constantFrom('b1', 'b2', null),
      solved: fc.constantFrom(true, false, null),
      ended: fc.boolean(),
      late: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(facts), (list) => {
        const cases = list.map((more) => one({ ...more, repliedOn: more.solved === null ? null : '2026-03-05' }))
        const groups = figuresBy(cases, (c) => c.body, CHINA_2026)
        const all = figuresOf(cases, CHINA_2026)
        for (const name of ['received', 'open', 'replied', 'solved', 'late'] as const)
          expect(groups.reduce((sum, g) => sum + g.figures[name], 0)).toBe(all[name])
      }),
    )
  })
})

it('likeness is the same both ways, full for the same words and nothing for others', () => {
  expect(likeness(pairsOf('收件窗口重复要材料'), pairsOf('收件窗口，重复要材料！'))).toBe(1000)
  expect(likeness(pairsOf('收件窗口重复要材料'), pairsOf('道路施工噪声'))).toBe(0)
  const text = fc.string().map(pairsOf)
  fc.assert(fc.property(text, text, (a, b) => likeness(a, b) === likeness(b, a) && likeness(a, b) <= 1000))
})
