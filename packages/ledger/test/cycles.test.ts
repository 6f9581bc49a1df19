import { CHINA_2026 } from '@yingshang/time'
import { describe, expect, it } from 'vitest'
import { type CycleRule, cyclePhase, cyclesBetween, reportersOf, USUAL_CYCLES, whoIsSilent } from '../src/index.ts'

const rule = (id: string): CycleRule => USUAL_CYCLES.find((r) => r.id === id)!
const due = (id: string, from: string, until: string) =>
  cyclesBetween(rule(id), from, until, CHINA_2026).cycles.map((c) => [c.key, c.dueOn])

describe('a reporting cycle', () => {
  it('every week is due on Friday, on the working day before when that is a holiday', () => {
    // 2026-02-20 is in the Spring Festival, whose last working day before is Saturday the 14th.
    expect(due('weekly', '2026-02-09', '2026-03-06')).toEqual([
      ['weekly/2026-W07', '2026-02-13'],
      ['weekly/2026-W08', '2026-02-14'],
      ['weekly/2026-W09', '2026-02-27'],
      ['weekly/2026-W10', '2026-03-06'],
    ])
  })

  it('every month is due by the 5th of the next', () => {
    expect(due('monthly', '2026-04-01', '2026-06-30')).toEqual([
      ['monthly/2026-03', '2026-04-03'],
      ['monthly/2026-04', '2026-04-30'],
      ['monthly/2026-05', '2026-06-05'],
    ])
  })

  it('every quarter is due ten days after it, each once and in order', () => {
    expect(due('quarterly', '2026-01-01', '2026-12-31').map(([key]) => key)).toEqual([
      'quarterly/2025-Q4',
      'quarterly/2026-Q1',
      'quarterly/2026-Q2',
      'quarterly/2026-Q3',
    ])
  })

  it('on the last day of a month takes the last day that there is', () => {
    const last: CycleRule = { ...rule('monthly'), due: { day: 31, months: 0 }, rest: 'stay' }
    expect(cyclesBetween(last, '2026-02-01', '2026-02-28', CHINA_2026).cycles.map((c) => c.dueOn)).toEqual(['2026-02-28'])
  })

  it('begins with the day of effect of its rule, and warns of years without a notice', () => {
    const late: CycleRule = { ...rule('weekly'), effectiveFrom: '2026-03-01' }
    expect(cyclesBetween(late, '2026-02-20', '2026-03-06', CHINA_2026).cycles).toHaveLength(1)
    expect(cyclesBetween(rule('weekly'), '2027-03-01', '2027-03-31', CHINA_2026).warnings.map((w) => w.code)).toEqual([
      'calendar.unpublished',
    ])
  })

  it('opens, is due, closes, and knows who was heard, who was late and who is silent', () => {
    const [cycle] = cyclesBetween(rule('weekly'), '2026-03-06', '2026-03-06', CHINA_2026).cycles
    expect(cycle).toMatchObject({ from: '2026-03-02', until: '2026-03-08', opensOn: '2026-03-02', closesOn: '2026-03-09' })
    expect(['2026-03-01', '2026-03-02', '2026-03-07', '2026-03-10'].map((d) => cyclePhase(cycle!, d))).toEqual([
      'waiting',
      'open',
      'late',
      'closed',
    ])
    const entry = (id: string, more: object = {}) => ({
      id,
      assignment: { lead: 'market', responsible: ['tax'] },
      phase: 'open' as const,
      adoptedOn: '2026-01-05',
      deferredUntil: null,
      ...more,
    })
    const entries = [
      entry('a'),
      entry('b'),
      entry('c', { assignment: { lead: null, responsible: ['tax', 'court'] } }),
      entry('closed', { phase: 'closed' }),
      entry('deferred', { deferredUntil: '2026-12-31' }),
      entry('later', { adoptedOn: '2026-03-07' }),
    ]
    const expected = reportersOf(rule('weekly'), cycle!, entries)
    expect(expected.map((r) => `${r.entry} ${r.body}`)).toEqual(['a market', 'b market', 'c tax', 'c court'])
    expect(reportersOf(rule('monthly'), cycle!, entries)).toHaveLength(6)
    const heard = (e: string, body: string, on: string) => ({ entry: e, body, on, cycle: cycle!.key })
    const marks = [
      heard('a', 'market', '2026-03-05'),
      heard('a', 'market', '2026-03-08'),
      heard('b', 'market', '2026-03-08'),
      heard('c', 'tax', '2026-03-10'),
    ]
    const found = whoIsSilent(cycle!, expected, marks, '2026-03-10')
    expect(found.inTime.map((r) => r.entry)).toEqual(['a'])
    expect(found.late.map((r) => r.entry)).toEqual(['b'])
    expect(found.silent.map((r) => r.body)).toEqual(['tax', 'court'])
  })
})
