import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  asOfIn,
  BY_HAND,
  type EnteredReading,
  entryRefusals,
  factsOf,
  holding,
  type IndicatorDefinition,
  latestOf,
  periodIn,
  periodWords,
  proposals,
  readingOf,
  tallyAll,
} from '../src/index.ts'

const online: IndicatorDefinition = {
  id: 'online',
  version: '1',
  effectiveFrom: '2026-01-01',
  title: { zh: '企业开办全程网办率', en: 'Companies started online' },
  source: [],
  unit: '%',
  direction: 'up',
  period: 'quarter',
  decimals: 1,
  lateAfter: 10,
  fold: BY_HAND,
}
let n = 0
const entered = (period: string, value: number | null, more: Partial<EnteredReading> = {}): EnteredReading => ({
  id: `r${++n}`,
  body: null,
  period,
  asOf: asOfIn(period, '2026-11-22'),
  value,
  replaces: null,
  ...more,
})
const codes = (entry: Parameters<typeof entryRefusals>[1], standing: { value: number | null } | null = null) =>
  entryRefusals(online, entry, standing, '2026-11-22').map((r) => r.code)

describe('readings that are entered', () => {
  it('hold until a correction stands in their place; what is taken back is gone', () => {
    const first = entered('2026-Q1', 80)
    const second = entered('2026-Q2', 85.5)
    expect(latestOf([second, first], null)).toBe(second)
    const corrected = entered('2026-Q2', 58.5, { replaces: second.id })
    expect(latestOf([first, second, corrected], null)).toBe(corrected)
    const back = entered('2026-Q2', null, { replaces: corrected.id })
    expect(latestOf([first, second, corrected, back], null)).toBe(first)
    expect(holding([first, second, corrected, back])).toEqual([first])
    expect(latestOf([], null)).toBeNull()
  })

  it('hold for their body alone', () => {
    const court = entered('2026-Q1', 90, { body: 'court' })
    expect(latestOf([court], null)).toBeNull()
    expect(latestOf([court], 'court')).toBe(court)
  })

  it('one of each body and period holds, whatever the order in which they are read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('2026-Q1', '2026-Q2'), fc.constantFrom(null, 'a'), fc.option(fc.integer())), { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (said, luck) => {
          const last = new Map<string, EnteredReading>()
          const all = said.map(([period, body, value], i) => {
            const key = `${period} ${body}`
            const reading = entered(period, value, { id: `x${i}`, body, replaces: last.get(key)?.id ?? null })
            last.set(key, reading)
            return reading
          })
          const mixed = all.map((r) => [luck.next().value as number, r] as const).sort(([a], [b]) => a - b)
          const kept = holding(mixed.map(([, r]) => r))
          expect([...kept].map((r) => r.id).sort()).toEqual(
            [...last.values()]
              .filter((r) => r.value !== null)
              .map((r) => r.id)
              .sort(),
          )
        },
      ),
    )
  })

  it('are facts that say how many bodies have data, and who is late', () => {
    const readings = [entered('2026-Q1', 90, { body: 'a' }), entered('2026-Q1', 70, { body: 'b' })]
    const tallies = tallyAll(online, factsOf(readings))
    expect(readingOf(online, tallies, { bodies: ['a', 'b', 'c'], period: '2026-Q1' }, '2026-04-30')).toMatchObject({
      coverage: { known: 2, of: 3 },
      status: 'late',
      lateDays: 20,
    })
    expect(readingOf(online, tallies, { bodies: ['b'], period: '2026-Q1' }, '2026-04-30').value).toBe(70)
  })

  it('are refused outside of their period, ahead of time, with too many digits, and changed without a reason', () => {
    expect(codes({ period: '2026-Q3', value: 91.2 })).toEqual([])
    expect(codes({ period: '2026-03', value: 91 })).toEqual(['reading.period'])
    expect(codes({ period: 'soon', value: 91 })).toEqual(['reading.period'])
    expect(codes({ period: '2027-Q1', value: 91 })).toEqual(['reading.future'])
    expect(codes({ period: '2026-Q3', asOf: '2026-10-01', value: 91 })).toEqual(['reading.as-of'])
    expect(codes({ period: '2026-Q4', asOf: '2026-12-01', value: 91 })).toEqual(['reading.future'])
    expect(codes({ period: '2026-Q3', value: 91.25 })).toEqual(['reading.decimals'])
    expect(codes({ period: '2026-Q3', value: Number.NaN })).toEqual(['reading.decimals'])
    expect(codes({ period: '2026-Q3', value: 9120 })).toEqual(['reading.percent'])
    expect(codes({ period: '2026-Q3', value: null })).toEqual(['reading.nothing'])
    expect(codes({ period: '2026-Q3', value: 92 }, { value: 91 })).toEqual(['reading.reason'])
    expect(codes({ period: '2026-Q3', value: null, reason: '报错统计期' }, { value: 91 })).toEqual([])
  })
})

describe('a period', () => {
  it.each([
    ['2026', '2026'],
    ['2026年', '2026'],
    ['2026年度', '2026'],
    ['2026-Q1', '2026-Q1'],
    ['2026年第1季度', '2026-Q1'],
    ['２０２６年四季度', '2026-Q4'],
    ['2026年3月', '2026-03'],
    ['2026-03', '2026-03'],
    ['2026/11', '2026-11'],
  ])('is read as people write it: %s', (text, period) => expect(periodIn(text)).toBe(period))
  it.each(['', '26年', '2026-13', '2026年五季度', '上半年', '2026-03-01'])('is not made of %s', (text) => expect(periodIn(text)).toBeNull())
  it('is written as it is read', () => {
    for (const period of ['2026', '2026-Q3', '2026-07', '2026-12']) expect(periodIn(periodWords(period))).toBe(period)
  })
})

describe('a proposal', () => {
  const target = { subject: '企业开办全程网办率', comparator: '>=', value: 85, unit: '%', better: 'up' } as const
  const days: IndicatorDefinition = { ...online, id: 'days', title: { zh: '企业开办时间', en: 'Days' }, unit: '工作日', direction: 'down' }
  const power: IndicatorDefinition = { ...online, id: 'power', title: { zh: '供电可靠率', en: 'Power' } }
  const all: IndicatorDefinition = { ...online, id: 'all', title: { zh: '政务服务事项全程网办率', en: 'Services online' } }

  it('names what the target could be bound to, the likeliest first', () => {
    expect(proposals(target, [days, all, power, online]).map((p) => [p.definition.id, p.sure])).toEqual([
      ['online', true],
      ['all', false],
    ])
  })

  it('is sure of a name within a longer one', () => {
    expect(proposals({ ...target, subject: '全市企业开办全程网办率' }, [online])[0]).toMatchObject({ sure: true })
  })

  it('never offers another unit or direction', () => {
    expect(proposals({ ...target, unit: '工作日' }, [online])).toEqual([])
    expect(proposals({ ...target, better: 'down', comparator: '<=' }, [online])).toEqual([])
    expect(proposals({ ...target, subject: '' }, [online])).toEqual([])
  })
})
