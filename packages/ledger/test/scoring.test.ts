import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BodyScore, compareScores, type Scheme, type ScoreFact, score } from '../src/index.ts'

const scheme: Scheme = {
  id: 'year',
  version: '1',
  effectiveFrom: '2026-01-01',
  source: [],
  title: { zh: '年度考核', en: 'Year' },
  base: 8000,
  floor: 0,
  ceiling: 12_000,
  groups: [{ id: 'plus', title: { zh: '加分', en: 'Plus' }, cap: 700 }],
  items: [
    {
      id: 'in-time',
      kind: 'share',
      title: { zh: '按期销号', en: 'Closed in time' },
      of: ['entry.in-time', 'entry.late'],
      part: ['entry.in-time'],
      points: 1000,
    },
    { id: 'missed', kind: 'each', title: { zh: '漏报', en: 'Missed reports' }, of: 'report.missed', points: -50, cap: 300 },
    {
      id: 'briefs',
      kind: 'by-level',
      group: 'plus',
      title: { zh: '信息采用', en: 'Briefs' },
      of: 'brief.adopted',
      points: { province: 300, city: 100 },
      cap: 500,
    },
    { id: 'praise', kind: 'each', group: 'plus', title: { zh: '表扬', en: 'Praise' }, of: 'praise', points: 200 },
    { id: 'solved', kind: 'by-rank', title: { zh: '办结率排名', en: 'Solved' }, of: 'solved', better: 'up', points: [300, 200, 100] },
  ],
  talks: [
    { id: 'low', kind: 'below', title: { zh: '低于 80 分', en: 'Below 80' }, points: 8000 },
    { id: 'last', kind: 'last', title: { zh: '末位', en: 'Last' }, places: 1 },
    { id: 'bulletins', kind: 'count', title: { zh: '两次通报', en: 'Two bulletins' }, of: 'bulletin', atLeast: 2 },
  ],
}
let n = 0
const fact = (body: string, kind: string, more: Partial<ScoreFact> = {}): ScoreFact => ({
  id: `f${++n}`,
  body,
  kind,
  on: '2026-05-01',
  title: kind,
  ...more,
})
const scored = (facts: ScoreFact[], bodies = ['a', 'b', 'c', 'd'], by = scheme): readonly BodyScore[] => {
  const result = score(by, bodies, facts)
  if (!result.ok) throw new Error(result.refusals.map((r) => r.code).join())
  return result.value
}

describe('a score', () => {
  it('adds what facts give, within caps of item and group, and names the facts', () => {
    const [first] = scored([
      ...[1, 2, 3].map(() => fact('a', 'brief.adopted', { level: 'province' })),
      fact('a', 'praise'),
      fact('a', 'praise'),
      fact('a', 'entry.in-time'),
      fact('a', 'entry.in-time'),
      fact('a', 'entry.late'),
    ])
    expect(first!.body).toBe('a')
    expect(first!.items.map((i) => [i.item, i.raw, i.points])).toEqual([
      ['in-time', 667, 667],
      ['missed', 0, 0],
      ['briefs', 900, 500],
      ['praise', 400, 200],
      ['solved', 0, 0],
    ])
    expect(first!.total).toBe(9367)
    expect(first!.items[0]!.lines.map((l) => l.points)).toEqual([334, 333, 0])
  })

  it('ranks with ties, and calls for a talk by rule', () => {
    const facts = [
      fact('a', 'praise'),
      ...Array.from({ length: 9 }, () => fact('d', 'report.missed')),
      fact('b', 'bulletin'),
      fact('b', 'bulletin'),
    ]
    expect(scored(facts).map((s) => [s.body, s.total, s.rank, s.talks])).toEqual([
      ['a', 8200, 1, []],
      ['b', 8000, 2, ['bulletins']],
      ['c', 8000, 2, []],
      ['d', 7700, 4, ['low', 'last']],
    ])
    // Three tied at the end are not one last place.
    expect(scored([fact('a', 'praise')]).flatMap((s) => s.talks)).toEqual([])
  })

  it('by rank gives equal figures the better place', () => {
    const facts = [fact('a', 'solved', { value: 90 }), fact('b', 'solved', { value: 95 }), fact('c', 'solved', { value: 90 })]
    const points = new Map(scored(facts).map((s) => [s.body, s.items.find((i) => i.item === 'solved')!.points]))
    expect([...points].sort()).toEqual([
      ['a', 200],
      ['b', 300],
      ['c', 200],
      ['d', 0],
    ])
  })

  it('what-if is the same function on another scheme', () => {
    const facts = [fact('a', 'praise'), fact('b', 'report.missed')]
    const milder = { ...scheme, items: scheme.items.filter((i) => i.id !== 'praise') }
    expect(compareScores(scored(facts), scored(facts, undefined, milder))).toContainEqual({ body: 'a', points: -200, places: 0 })
  })

  it('refuses a scheme that contradicts itself, with every reason', () => {
    const wrong = { ...scheme, floor: 5, ceiling: 1, base: 0.5, items: [scheme.items[0]!, { ...scheme.items[0]!, group: 'none' }] }
    const result = score(wrong, ['a'], [])
    expect(result.ok ? [] : result.refusals.map((r) => r.code)).toEqual([
      'scheme.id-twice',
      'scheme.bounds',
      'scheme.whole',
      'scheme.group',
    ])
  })

  it('keeps caps and bounds whatever the facts, every point stands on its facts, and their order does not matter', () => {
    const anyFact = fc.record({
      id: fc.uuid(),
      body: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('entry.in-time', 'entry.late', 'report.missed', 'brief.adopted', 'praise', 'solved'),
      on: fc.constant('2026-03-01'),
      level: fc.constantFrom('province', 'city', 'village'),
      value: fc.integer({ min: 0, max: 5 }),
      title: fc.constant('x'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(anyFact, { selector: (f) => f.id, maxLength: 60 }), (facts) => {
        const result = scored(facts, ['a', 'b', 'c'])
        expect(scored([...facts].reverse(), ['c', 'a', 'b'])).toEqual(result)
        for (const s of result) {
          expect(s.total).toBeGreaterThanOrEqual(scheme.floor)
          expect(s.total).toBeLessThanOrEqual(scheme.ceiling)
          const sum = (ids: string[]) => s.items.filter((i) => ids.includes(i.item)).reduce((t, i) => t + i.points, 0)
          expect(sum(['briefs', 'praise'])).toBeLessThanOrEqual(700)
          expect(sum(['missed'])).toBeGreaterThanOrEqual(-300)
          for (const i of s.items) {
            expect(i.raw).toBe(i.lines.reduce((t, l) => t + l.points, 0))
            for (const l of i.lines) expect(facts.find((f) => f.id === l.fact)!.body).toBe(s.body)
          }
        }
      }),
    )
  })
})

describe('a share without facts', () => {
  const shares: Scheme = {
    ...scheme,
    base: 0,
    groups: [],
    talks: [],
    missing: 'average',
    items: [
      { id: 'a', kind: 'share', title: { zh: '甲', en: 'A' }, of: ['a.yes', 'a.no'], part: ['a.yes'], points: 6000 },
      { id: 'b', kind: 'share', title: { zh: '乙', en: 'B' }, of: ['b.yes', 'b.no'], part: ['b.yes'], points: 4000 },
    ],
  }
  const fact = (id: string, body: string, kind: string): ScoreFact => ({ id, body, kind, on: '2026-03-01', title: id })
  const scored = (facts: readonly ScoreFact[]) => {
    const result = score(shares, ['x', 'y'], facts)
    if (!result.ok) throw new Error(result.refusals[0]!.en)
    return new Map(result.value.map((s) => [s.body, s]))
  }

  it('has the average of the others, says so, and counts as not covered', () => {
    const x = scored([fact('1', 'x', 'a.yes'), fact('2', 'x', 'a.no')]).get('x')!
    expect(x.items.map((i) => [i.points, i.assumed ?? false])).toEqual([
      [3000, false],
      [2000, true],
    ])
    expect(x).toMatchObject({ total: 5000, coverage: { measured: 1, of: 2 } })
  })

  it('never puts a body behind another that did worse where both have facts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (good, bad, worse) => {
        const own = (body: string, yes: number, no: number) => [
          ...Array.from({ length: yes }, (_, i) => fact(`${body}y${i}`, body, 'a.yes')),
          ...Array.from({ length: no }, (_, i) => fact(`${body}n${i}`, body, 'a.no')),
        ]
        const result = scored([...own('x', good + 1, bad), ...own('y', good + 1, bad + worse), fact('b', 'y', 'b.no')])
        expect(result.get('x')!.rank).toBe(1)
      }),
    )
  })
})
