import { utf8 } from '@yingshang/journal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign, lotsOf, type PairRules, ranking } from '../src/index.ts'
import { crypto } from './town.ts'

const lots = (n: number) => lotsOf(crypto, crypto.sha256(utf8(`link ${n}`)), utf8('entropy'))
const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i + 1}`)

/** By trying everything: whether any pairs exist. */
function exists(subjects: readonly string[], rules: PairRules): boolean {
  const load = new Map(rules.inspectors.map((i) => [i, 0]))
  const apart = new Set(rules.exclusions.map((e) => `${e.inspector} ${e.inspected}`))
  const serve = (at: number, from: number, still: number): boolean => {
    if (at === subjects.length) return true
    if (still === 0) return serve(at + 1, 0, rules.each)
    for (let i = from; i < rules.inspectors.length; i++) {
      const inspector = rules.inspectors[i]!
      if (load.get(inspector)! >= rules.most || apart.has(`${inspector} ${subjects[at]}`)) continue
      load.set(inspector, load.get(inspector)! + 1)
      const found = serve(at, i + 1, still - 1)
      load.set(inspector, load.get(inspector)! - 1)
      if (found) return true
    }
    return false
  }
  return serve(0, 0, rules.each)
}

describe('pairs of inspectors and inspected', () => {
  it('are found whenever there are any, keep all rules, and otherwise it is shown why not', () => {
    let found = 0
    let impossible = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.tuple(fc.nat(4), fc.nat(5)), { maxLength: 16 }),
        fc.nat(1000),
        (subjects, inspectors, each, most, apart, n) => {
          const rules: PairRules = {
            inspectors: names('i', inspectors),
            each,
            most,
            exclusions: apart.map(([i, s]) => ({
              inspector: `i${(i % inspectors) + 1}`,
              inspected: `s${(s % subjects) + 1}`,
              reason: 'kin',
            })),
          }
          const inspected = names('s', subjects)
          const result = assign(inspected, rules, (subject) => ranking(lots(n), subject, rules.inspectors))
          expect('assignments' in result).toBe(exists(inspected, rules))
          if ('impossible' in result) {
            impossible++
            const why = result.impossible
            expect(why.needed).toBe(why.inspected.length * each)
            expect(why.needed).toBeGreaterThan(why.offered)
            // The shortage is real: these subjects alone cannot be served.
            expect(exists(why.inspected, rules)).toBe(false)
            return
          }
          found++
          const load = new Map<string, number>()
          for (const { inspected: subject, inspectors: own } of result.assignments) {
            expect(new Set(own).size).toBe(each)
            for (const inspector of own) {
              load.set(inspector, (load.get(inspector) ?? 0) + 1)
              expect(rules.exclusions.some((e) => e.inspector === inspector && e.inspected === subject)).toBe(false)
            }
          }
          expect(Math.max(...load.values())).toBeLessThanOrEqual(most)
          expect(result.assignments.map((a) => a.inspected)).toEqual(inspected)
        },
      ),
      { numRuns: 1500 },
    )
    expect(found).toBeGreaterThan(100)
    expect(impossible).toBeGreaterThan(100)
  })

  it('moves an earlier subject when the last one has no other choice', () => {
    const rules: PairRules = { inspectors: ['a', 'b'], each: 1, most: 1, exclusions: [{ inspector: 'b', inspected: 'y', reason: 'kin' }] }
    const result = assign(['x', 'y'], rules, () => ['a', 'b'])
    expect(result).toEqual({
      assignments: [
        { inspected: 'x', inspectors: ['b'] },
        { inspected: 'y', inspectors: ['a'] },
      ],
    })
  })

  it('serves thousands of subjects', () => {
    const rules: PairRules = { inspectors: names('i', 100), each: 2, most: 60, exclusions: [] }
    const result = assign(names('s', 3000), rules, (subject) => ranking(lots(1), subject, rules.inspectors))
    expect('assignments' in result && result.assignments.length).toBe(3000)
  })
})
