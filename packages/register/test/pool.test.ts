import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Need, poolFor, type Rostered, standingOn, type Tie, weightOf } from '../src/index.ts'
import { entered, JUDGES, rostered, taken } from './fair.ts'

const NEED: Need = {
  on: '2024-06-10',
  turnsOn: '2024-06-01',
  subject: null,
  area: null,
  grades: [],
  parties: [{ name: '春晖花圃', code: 'C-9' }],
  barred: [],
}
const reasonsOf = (entry: Rostered, need: Partial<Need> = {}) =>
  poolFor(JUDGES, [entry], { ...NEED, ...need }).excluded[0]?.reasons.map((r) => r.code) ?? []
const tie = (more: Partial<Tie> = {}): Tie => ({
  ground: 'teacher',
  party: { name: '春晖花圃', code: null },
  until: null,
  how: 'declared',
  note: '',
  ...more,
})
const one = (more: Partial<Rostered> = {}) => rostered('e1', [entered()], more)

describe('exclusions for a case', () => {
  it.each<[string, Partial<Tie>, readonly string[]]>([
    ['a tie that lasts', {}, ['register.conflict']],
    ['a tie that ended within the time', { until: '2022-06-01' }, ['register.conflict']],
    ['a tie that ended a day before', { until: '2022-05-31' }, []],
    ['a tie to somebody else', { party: { name: '别家花圃', code: null } }, []],
    ['the same number under another name', { party: { name: '旧名', code: 'c-9' } }, ['register.conflict']],
    ['the same name with another number', { party: { name: '春晖花圃', code: 'C-8' } }, []],
    ['a name with blanks', { party: { name: '春晖 花圃', code: null } }, ['register.conflict']],
    ['kinship that ended', { ground: 'kin', until: '2024-05-31' }, []],
    ['kinship on the day', { ground: 'kin', until: '2024-06-01' }, ['register.conflict']],
  ])('%s', (_what, change, expected) => {
    expect(reasonsOf(one({ ties: [tie(change)] }))).toEqual(expected)
  })

  it('gives every reason, each with its words', () => {
    const entry = rostered('e1', [entered(), taken({ type: 'sanction', sanction: 'gift', on: '2024-05-01' })], {
      openCases: 4,
      ties: [tie()],
    })
    const found = reasonsOf(entry, { subject: 'person', area: 'bonsai', grades: ['gold'], barred: [{ entry: 'e1', reason: '出国' }] })
    expect(found).toEqual([
      'register.sanctioned',
      'register.conflict',
      'register.other-subject',
      'register.other-area',
      'register.other-grade',
      'register.workload',
      'register.barred',
    ])
  })

  it('the limit of workload follows subject and grade', () => {
    expect(reasonsOf(one({ openCases: 3 }))).toEqual([])
    expect(reasonsOf(one({ openCases: 4 }))).toEqual(['register.workload'])
    expect(reasonsOf(rostered('e', [entered('2024-01-10', { grade: 'gold' })], { openCases: 8 }))).toEqual([])
    expect(reasonsOf(rostered('e', [entered('2024-01-10', { subject: 'person' })], { openCases: 2 }))).toEqual(['register.workload'])
  })

  it('who was not entered by the day is in neither list', () => {
    const pool = poolFor(JUDGES, [rostered('e1', [entered('2024-06-11')])], NEED)
    expect([pool.candidates, pool.excluded]).toEqual([[], []])
  })
})

const anyEntry = (id: number) =>
  fc
    .record({
      grade: fc.constantFrom('gold', 'silver', 'bronze'),
      subject: fc.constantFrom('institution' as const, 'person' as const),
      openCases: fc.nat(12),
      tied: fc.boolean(),
      removed: fc.boolean(),
      score: fc.option(fc.integer({ min: 0, max: 10_000 })),
    })
    .map((x) =>
      rostered(
        `e${id}`,
        [
          entered('2024-01-10', { code: `G-${id}`, grade: x.grade, subject: x.subject }),
          ...(x.removed ? [taken({ type: 'remove', on: '2024-02-01' })] : []),
        ],
        {
          openCases: x.openCases,
          ties: x.tied ? [tie()] : [],
          scores: x.score === null ? [] : [{ evaluation: 'v', on: '2024-03-01', total: x.score }],
        },
      ),
    )

describe('the pool', () => {
  it('is a partition: everybody once, candidates without a reason, the excluded with one, in order of label', () => {
    fc.assert(
      fc.property(fc.tuple(...Array.from({ length: 8 }, (_, i) => anyEntry(i))), (entries) => {
        const { candidates, excluded } = poolFor(JUDGES, entries, NEED)
        expect([...candidates, ...excluded].map((c) => c.id).sort()).toEqual(entries.map((e) => e.id).sort())
        for (const e of excluded) expect(e.reasons.length).toBeGreaterThan(0)
        for (const c of candidates) expect(c.weight).toBeGreaterThanOrEqual(JUDGES.weights.least)
        for (const list of [candidates, excluded]) expect(list.map((c) => c.label)).toEqual(list.map((c) => c.label).sort())
      }),
    )
  })

  it('does not depend on the order in which the register is read', () => {
    fc.assert(
      fc.property(fc.tuple(anyEntry(1), anyEntry(2), anyEntry(3), anyEntry(4)), (entries) => {
        expect(poolFor(JUDGES, [...entries].reverse(), NEED)).toEqual(poolFor(JUDGES, entries, NEED))
      }),
    )
  })
})

describe('weights', () => {
  const standing = (grade: string) => standingOn(JUDGES, [entered('2024-01-10', { grade })], NEED.on)!
  it('add up from base, grade, open cases and scores, and never fall below the least', () => {
    expect(weightOf(JUDGES, standing('gold'), 1, [{ evaluation: 'a', on: '2024-05-01', total: 9000 }])).toEqual({
      weight: 105,
      parts: { base: 100, grade: 20, cases: -30, scores: 15 },
    })
    expect(weightOf(JUDGES, standing('silver'), 0, []).weight).toBe(100)
    expect(weightOf(JUDGES, standing('bronze'), 9, []).weight).toBe(5)
  })

  it('only scores of the window count', () => {
    expect(weightOf(JUDGES, standing('silver'), 0, [{ evaluation: 'a', on: '2023-06-10', total: 9900 }]).weight).toBe(100)
    expect(weightOf(JUDGES, standing('silver'), 0, [{ evaluation: 'a', on: '2023-06-11', total: 9900 }]).weight).toBe(115)
  })

  it('more open cases or a lower score never raise the weight', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(10_000), fc.nat(10_000), (a, b, s, t) => {
        const of = (cases: number, total: number) =>
          weightOf(JUDGES, standing('gold'), cases, [{ evaluation: 'a', on: '2024-05-01', total }]).weight
        expect(of(Math.max(a, b), s)).toBeLessThanOrEqual(of(Math.min(a, b), s))
        expect(of(a, Math.min(s, t))).toBeLessThanOrEqual(of(a, Math.max(s, t)))
      }),
    )
  })
})
