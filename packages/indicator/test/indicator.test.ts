import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bind,
  daysOf,
  EMPTY,
  type IndicatorDefinition,
  type IndicatorFact,
  judge,
  periodOf,
  readingOf,
  shareOf,
  tallied,
  tallyAll,
  tallyKey,
} from '../src/index.ts'

const base: Omit<IndicatorDefinition, 'fold'> = {
  id: 'online',
  version: '1',
  effectiveFrom: '2026-01-01',
  title: { zh: '网上办理率', en: 'Handled online' },
  source: [],
  unit: '%',
  direction: 'up',
  period: 'quarter',
  decimals: 2,
  lateAfter: 10,
}
const share: IndicatorDefinition = {
  ...base,
  fold: { kind: 'share', whole: { kind: 'case' }, part: { kind: 'case', where: { online: true } } },
}
const days: IndicatorDefinition = {
  ...base,
  id: 'days',
  unit: '工作日',
  direction: 'down',
  fold: { kind: 'mean', of: { kind: 'case' }, field: 'days' },
}
const hand: IndicatorDefinition = { ...base, id: 'hand', fold: { kind: 'latest', of: { kind: 'entered' }, field: 'value' } }

let n = 0
const aCase = (body: string, on: string, fields: IndicatorFact['fields']): IndicatorFact => ({
  id: `f${++n}`,
  kind: 'case',
  on,
  body,
  fields,
})

describe('a reading', () => {
  it('is the share of what meets both conditions, by body and for all of them', () => {
    const tallies = tallyAll(share, [
      aCase('court', '2026-02-01', { online: true }),
      aCase('court', '2026-03-01', { online: false }),
      aCase('tax', '2026-03-31', { online: true }),
      aCase('tax', '2026-04-01', { online: false }),
    ])
    const read = (bodies: string[]) => readingOf(share, tallies, { bodies, period: '2026-Q1' }, '2026-04-02')
    expect(read(['court'])).toMatchObject({ value: 50, body: 'court', status: 'final', facts: 2 })
    expect(read(['court', 'tax'])).toMatchObject({ value: 66.67, body: null, coverage: { known: 2, of: 2 } })
  })

  it('is unknown, not zero, where nothing came; and says how late it is', () => {
    const tallies = tallyAll(share, [aCase('court', '2026-02-01', { online: true })])
    const read = (bodies: string[], today: string) => readingOf(share, tallies, { bodies, period: '2026-Q1' }, today)
    expect(read(['tax'], '2026-03-31')).toMatchObject({ value: null, status: 'running', lateDays: 0 })
    expect(read(['tax'], '2026-04-10')).toMatchObject({ value: null, status: 'partial', lateDays: 0 })
    expect(read(['tax'], '2026-04-11')).toMatchObject({ value: null, status: 'missing', lateDays: 1 })
    expect(read(['court', 'tax'], '2026-04-30')).toMatchObject({ value: 100, status: 'late', lateDays: 20, coverage: { known: 1, of: 2 } })
  })

  it('entered by hand holds until a later day says otherwise', () => {
    const entered = (id: string, on: string, value: number): IndicatorFact => ({
      id,
      kind: 'entered',
      on,
      body: 'court',
      fields: { value },
    })
    const tallies = tallyAll(hand, [entered('b', '2026-02-28', 61.5), entered('a', '2026-01-31', 40)])
    expect(readingOf(hand, tallies, { bodies: ['court'], period: '2026-Q1' }, '2026-03-01').value).toBe(61.5)
  })

  it('passes by a fact whose value is no number', () => {
    expect(tallyAll(days, [aCase('court', '2026-02-01', { days: null }), aCase('court', '2026-02-01', { days: 'three' })]).size).toBe(0)
  })

  it('kept up to date fact by fact, facts taken back included, equals one counted anew, in any order', () => {
    const fact = fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom('case', 'entered', 'other'),
      on: fc.constantFrom('2026-01-15', '2026-03-31', '2026-04-01', '2025-12-31'),
      body: fc.constantFrom('a', 'b'),
      fields: fc.record({
        online: fc.boolean(),
        days: fc.double({ min: -1000, max: 1000, noNaN: true }),
        value: fc.integer({ min: 0, max: 99 }),
      }),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(fact, { selector: (f) => f.id, maxLength: 30 }),
        fc.uniqueArray(fact, { selector: (f) => f.id, maxLength: 10 }),
        fc.constantFrom(share, days, hand),
        (kept, wrong, definition) => {
          const live = new Map<string, ReturnType<typeof tallied>>()
          const put = (f: IndicatorFact, sign: 1 | -1) => {
            const key = tallyKey(f.body, periodOf('quarter', f.on))
            live.set(key, tallied(definition, live.get(key) ?? EMPTY, f, sign))
          }
          const extra = wrong.filter((w) => !kept.some((k) => k.id === w.id))
          for (const f of [...extra, ...kept]) put(f, 1)
          for (const f of extra) put(f, -1)
          const anew = tallyAll(definition, [...kept].reverse())
          for (const [key, tally] of live) expect(tally).toEqual(anew.get(key) ?? EMPTY)
        },
      ),
    )
  })
})

describe('a period', () => {
  it('has its first and last day', () => {
    expect(daysOf('2024-02')).toEqual({ from: '2024-02-01', until: '2024-02-29' })
    expect(daysOf('2026-Q4')).toEqual({ from: '2026-10-01', until: '2026-12-31' })
    expect(daysOf('2026')).toEqual({ from: '2026-01-01', until: '2026-12-31' })
    expect(() => daysOf('2026-13')).toThrow(RangeError)
  })
})

describe('a target', () => {
  it.each([
    ['>=', 85, 85, 'met'],
    ['>=', 85, 84.99, 'unmet'],
    ['>', 50, 50, 'unmet'],
    ['<=', 3, 3, 'met'],
    ['<', 3, 3, 'unmet'],
    ['=', 0, 0, 'met'],
    ['>=', 85, null, 'no-data'],
  ] as const)('%s %s with a reading of %s is %s', (comparator, value, reading, verdict) => {
    expect(judge({ comparator, value }, reading)).toBe(verdict)
  })

  it('is reached step by step when it grows, and at once when it must stay below', () => {
    expect(shareOf({ comparator: '>=', value: 20 }, 15)).toBe(7500)
    expect(shareOf({ comparator: '>=', value: 20 }, 19.9999999)).toBe(9999)
    expect(shareOf({ comparator: '<=', value: 3 }, 4)).toBe(0)
    expect(shareOf({ comparator: 'range', value: 4, valueMax: 8 }, 9)).toBe(0)
    expect(shareOf({ comparator: '>=', value: 20 }, null)).toBeNull()
  })

  it('is bound to an indicator of the same unit and direction alone', () => {
    const target = { comparator: '>=', value: 85, unit: '%', better: 'up' } as const
    expect(bind(target, share)).toMatchObject({ ok: true, value: { indicator: 'online', amount: { value: 85 } } })
    const refused = bind(target, days)
    expect(refused.ok ? [] : refused.refusals.map((r) => r.code)).toEqual(['indicator.unit', 'indicator.direction'])
    expect(bind({ ...target, unit: '个工作日', comparator: '<=', better: null }, days).ok).toBe(true)
  })
})
