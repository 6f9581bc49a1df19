import { compareBytes, utf8 } from '@yingshang/journal'
import { describe, expect, it } from 'vitest'
import { assign, type Candidate, equalOrder, lotsOf, ranking, weightedOrder } from '../src/index.ts'
import { crypto, plots } from './town.ts'

/**
 * Chi-square tests over fixed seeds. The limit is the 99.9 % point, so an honest method fails one choice of seeds in a thousand per test
 * (false-alarm rate 0.1 %; about 0.8 % for the eight statistics below together). The seeds are fixed: the tests always give the same answer.
 */
const DRAWS = 100_000
const Z = 3.0902 // 99.9 % point of the normal distribution

/** The 99.9 % point of chi-square, by Wilson and Hilferty (error below 1 % from 5 degrees of freedom). */
const limit = (degrees: number): number => degrees * (1 - 2 / (9 * degrees) + Z * Math.sqrt(2 / (9 * degrees))) ** 3

function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, n, i) => sum + (n - expected[i]!) ** 2 / expected[i]!, 0)
}

const ENTROPY = utf8('{"entropy":[[3,7,12],[9]]}')
const lots = (family: string, n: number) => lotsOf(crypto, utf8(`${family} ${n}`), ENTROPY)
const even = (cells: number, total = DRAWS) => new Array<number>(cells).fill(total / cells)

describe('uniformity over 100,000 draws', () => {
  it('the test itself finds a bias of one part in fifty', () => {
    const counts = even(12).map((n, i) => (i === 0 ? n * 1.2 : n * (1 - 0.2 / 11)))
    expect(chiSquare(counts, even(12))).toBeGreaterThan(limit(11))
    expect(Math.abs(limit(11) - 31.264)).toBeLessThan(0.3)
  })

  it('equal chances: the first, the last, the pair of the first two, the order of three', () => {
    const k = 8
    const list = plots(k).map((label, i) => ({ label, i }))
    const first = new Array<number>(k).fill(0)
    const last = new Array<number>(k).fill(0)
    const pair = new Array<number>(k * k).fill(0)
    const three = new Array<number>(6).fill(0)
    for (let n = 0; n < DRAWS; n++) {
      const order = equalOrder(lots('equal', n), list)
      first[order[0]!.i]!++
      last[order[k - 1]!.i]!++
      pair[order[0]!.i * k + order[1]!.i]!++
      const [a, b, c] = [0, 1, 2].map((i) => order.findIndex((one) => one.i === i)) as [number, number, number]
      three[(a < b ? 0 : 3) + (c < Math.min(a, b) ? 0 : c < Math.max(a, b) ? 1 : 2)]!++
    }
    expect(chiSquare(first, even(k))).toBeLessThan(limit(k - 1))
    expect(chiSquare(last, even(k))).toBeLessThan(limit(k - 1))
    const offDiagonal = pair.filter((_, i) => i % (k + 1) !== 0)
    expect(offDiagonal.length).toBe(56)
    expect(chiSquare(offDiagonal, even(56))).toBeLessThan(limit(55))
    expect(chiSquare(three, even(6))).toBeLessThan(limit(5))
  }, 120_000)

  it('weighted: the first by weight, the second as successive sampling has it', () => {
    const weights = [1, 2, 3, 5, 8, 13]
    const total = weights.reduce((a, b) => a + b, 0)
    const list: (Candidate & { i: number })[] = weights.map((weight, i) => ({ label: `c${i}`, weight, i }))
    const first = new Array<number>(6).fill(0)
    const pair = new Array<number>(36).fill(0)
    for (let n = 0; n < DRAWS; n++) {
      const order = weightedOrder(lots('weighted', n), list)
      first[order[0]!.i]!++
      pair[order[0]!.i * 6 + order[1]!.i]!++
    }
    const expectedFirst = weights.map((w) => (DRAWS * w) / total)
    expect(chiSquare(first, expectedFirst)).toBeLessThan(limit(5))
    const cells = pair.flatMap((count, i) => {
      const [a, b] = [Math.floor(i / 6), i % 6]
      return a === b ? [] : [{ count, expected: ((DRAWS * weights[a]!) / total) * (weights[b]! / (total - weights[a]!)) }]
    })
    expect(
      chiSquare(
        cells.map((c) => c.count),
        cells.map((c) => c.expected),
      ),
    ).toBeLessThan(limit(29))
  }, 120_000)

  it('a substitute by the next link does not depend on who was first', () => {
    const k = 5
    const list = plots(k).map((label, i) => ({ label, i }))
    const pair = new Array<number>(k * k).fill(0)
    for (let n = 0; n < DRAWS; n++) {
      const smallest = (family: string, of: readonly { label: string; i: number }[]) => {
        const draw = lots(family, n)
        return of.map((one) => ({ one, lot: draw(utf8(one.label)) })).reduce((a, b) => (compareBytes(a.lot, b.lot) <= 0 ? a : b)).one
      }
      const chosen = smallest('link 1', list)
      const next = smallest(
        'link 2',
        list.filter((one) => one !== chosen),
      )
      pair[chosen.i * k + next.i]!++
    }
    const offDiagonal = pair.filter((_, i) => i % (k + 1) !== 0)
    expect(chiSquare(offDiagonal, even(k * (k - 1)))).toBeLessThan(limit(k * (k - 1) - 1))
  }, 120_000)

  it('inspectors without constraints come to a subject with equal chances', () => {
    const inspectors = ['an', 'bo', 'chen', 'ding', 'e']
    const draws = 20_000
    const counts = new Map<string, number>(inspectors.map((i) => [i, 0]))
    for (let n = 0; n < draws; n++) {
      const draw = lots('pairs', n)
      const result = assign(['s1', 's2'], { inspectors, each: 2, most: 2, exclusions: [] }, (subject) => ranking(draw, subject, inspectors))
      if ('impossible' in result) throw new Error('impossible')
      for (const inspector of result.assignments[1]!.inspectors) counts.set(inspector, counts.get(inspector)! + 1)
    }
    // Two of five each time: the counts vary less than independent ones, by (5 - 2) / (5 - 1).
    expect(chiSquare([...counts.values()], even(5, 2 * draws)) / (3 / 4)).toBeLessThan(limit(4))
  })
})
