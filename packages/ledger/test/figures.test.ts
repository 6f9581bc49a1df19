import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageWords, normalised, type RollUpItem, rollUp, rollUpBy, STATUSES } from '../src/index.ts'

const item = (progress: number | null, more: Partial<RollUpItem> = {}): RollUpItem => ({ weight: 1, status: 'on-track', progress, ...more })
const anyItem = fc.record({
  weight: fc.integer({ min: 1, max: 1_000_000 }),
  progress: fc.option(fc.integer({ min: 0, max: 10_000 })),
  status: fc.constantFrom(...STATUSES),
  key: fc.constantFrom('a', 'b', 'c'),
})

describe('a roll-up', () => {
  it('leaves out what has no data and says of how many it speaks', () => {
    const figures = rollUp([item(10_000), item(5000, { weight: 3 }), item(null), item(0, { status: 'withdrawn' })])
    expect(figures).toMatchObject({ count: 3, progress: 6250, coverage: { known: 2, of: 3 } })
    expect(coverageWords(figures.coverage).zh).toBe('3 项中 2 项有数据')
    expect(rollUp([item(null)])).toMatchObject({ progress: null })
    expect(rollUp([])).toMatchObject({ count: 0, progress: null, closedShare: null })
  })

  it('does not depend on the order, stays within 100 %, and its states add up', () => {
    fc.assert(
      fc.property(fc.array(anyItem), fc.infiniteStream(fc.nat()), (items, order) => {
        const shuffled = items
          .map((i) => ({ i, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ i }) => i)
        const figures = rollUp(items)
        expect(rollUp(shuffled)).toEqual(figures)
        expect(figures.progress ?? 0).toBeLessThanOrEqual(10_000)
        expect(Object.values(figures.byStatus).reduce((s, n) => s + n, 0)).toBe(items.length)
        expect(figures.count).toBe(items.length - figures.byStatus.withdrawn)
        const groups = rollUpBy(items, (i) => [i.key])
        expect([...groups.values()].reduce((s, g) => s + g.count, 0)).toBe(figures.count)
      }),
    )
  })

  it('has weights that add up to the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 40 }), (weights) => {
        fc.pre(weights.some((w) => w > 0))
        const shares = normalised(weights)
        expect(shares.reduce((s, n) => s + n, 0)).toBe(10_000)
        weights.forEach((w, i) => {
          if (w === 0) expect(shares[i]).toBe(0)
        })
      }),
    )
    expect(normalised([1, 1, 1])).toEqual([3334, 3333, 3333])
    expect(() => normalised([0, 0])).toThrow(RangeError)
  })
})
