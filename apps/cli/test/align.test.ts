import type { Alignment, Drift, PairDrift, Plan } from '@yingshang/plan'
import { beforeAll, describe, expect, it } from 'vitest'
import { width } from '../src/terminal.ts'
import { sample, yingshang } from './command.ts'
import { expectContract } from './contract.ts'

type Aligned = Alignment & { readonly lower: Plan; readonly upper: Plan; readonly drift: readonly PairDrift[] }

describe('plan align', () => {
  let city: Aligned
  beforeAll(async () => {
    const { code, out, err } = await yingshang(['plan', 'align', sample('city-2026.html'), sample('province-2026.docx'), '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    city = JSON.parse(out)
  })

  const numberOf = (plan: Plan, id: string) => plan.measures.find((m) => m.id === id)!.number
  const partners = (aligned: Aligned, lower: string) =>
    aligned.pairs
      .filter((p) => aligned.lower.measures.find((m) => m.id === p.lower)?.kind === 'measure' && numberOf(aligned.lower, p.lower) === lower)
      .map((p) => numberOf(aligned.upper, p.upper))
  const drifts = (lower: string, upper: string): readonly Drift[] =>
    city.drift.find((d) => numberOf(city.lower, d.lower) === lower && numberOf(city.upper, d.upper) === upper)!.drift

  it('gives both plans in the shape of plan read', () => {
    expectContract(city.lower)
    expectContract(city.upper)
  })

  it('finds the partner of every measure that has one, at the first rank', () => {
    const expected: Record<string, string> = {
      1: '1',
      2: '2',
      3: '3',
      4: '5',
      5: '6',
      6: '8',
      7: '10',
      8: '12',
      9: '14',
      10: '15',
      11: '16',
      12: '18',
      13: '20',
      14: '21',
      15: '23',
    }
    for (const [lower, upper] of Object.entries(expected)) expect(partners(city, lower)[0], `city ${lower}`).toBe(upper)
  })

  it('leaves what nobody took up without a partner', () => {
    const free = city.unmatched.upper.map((id) => numberOf(city.upper, id))
    expect(free).toEqual(expect.arrayContaining(['4', '7', '9', '11', '13', '17', '19', '22', '24']))
  })

  it('tells stricter from weaker dates and numbers, with both quotations', () => {
    const target = (list: readonly Drift[], value: number) =>
      list.find((d) => d.aspect === 'target' && d.to && 'value' in d.to && d.to.value === value)
    expect(target(drifts('1', '1'), 0.5)).toMatchObject({ kind: 'stricter', from: { value: 1, unit: '工作日' } })
    expect(drifts('1', '1').find((d) => d.aspect === 'deadline' && d.kind === 'stricter')).toMatchObject({
      from: { due: '2026-06-30' },
      to: { due: '2026-05-31' },
    })
    expect(target(drifts('2', '2'), 85)).toMatchObject({ kind: 'weaker', from: { value: 90 } })
    expect(target(drifts('6', '8'), 4)).toMatchObject({ kind: 'weaker', from: { value: 3 } })
    expect(target(drifts('8', '12'), 90)).toMatchObject({ kind: 'stricter', from: { value: 80 } })
    expect(target(drifts('14', '21'), 90)).toMatchObject({ kind: 'stricter', from: { value: 85 } })
    expect(target(drifts('14', '21'), 75)).toMatchObject({ kind: 'weaker', from: { value: 80 } })
    expect(drifts('10', '15').find((d) => d.aspect === 'deadline' && d.kind === 'weaker')).toMatchObject({
      from: { due: '2026-08-31' },
      to: { due: '2026-09-30' },
    })
    const weaker = target(drifts('14', '21'), 75)!
    expect(city.lower.source.text.slice(weaker.lower!.span.start, weaker.lower!.span.end)).toContain('75%')
    expect(city.upper.source.text.slice(weaker.upper!.span.start, weaker.upper!.span.end)).toContain('80%')
  })

  it('says what was dropped', () => {
    expect(drifts('9', '14').some((d) => d.kind === 'dropped' && d.upper!.text.includes('单列考核'))).toBe(true)
  })

  it('carries a plan over from last year', async () => {
    const { out } = await yingshang(['plan', 'align', sample('city-2026.html'), sample('city-2025.docx'), '--json'])
    const years: Aligned = JSON.parse(out)
    for (const [now, before] of [
      ['1', '1'],
      ['3', '2'],
      ['5', '4'],
      ['6', '5'],
      ['7', '6'],
      ['10', '7'],
      ['13', '9'],
      ['15', '10'],
    ] as const)
      expect(partners(years, now)[0], `2026 no. ${now}`).toBe(before)
    expect(years.unmatched.upper.map((id) => numberOf(years.upper, id))).toContain('8')
  })

  it('lists pairs, drift and what has no partner within the width of the terminal', async () => {
    const { code, out } = await yingshang(['plan', 'align', sample('city-2026.html'), sample('province-2026.docx')], {
      env: { COLUMNS: '100' },
    })
    expect(code).toBe(0)
    for (const line of out.split('\n')) expect(width(line), line).toBeLessThanOrEqual(100)
    expect(out).toContain('上级任务未落实')
    expect(out).toContain('下级自有任务')
  })

  it('lists only the kinds of drift asked for', async () => {
    const { out } = await yingshang(['plan', 'align', sample('city-2026.html'), sample('province-2026.docx'), '--kind', 'weaker'])
    const drift = out.slice(out.indexOf('漂移 Drift')).split('\n\n')[0]!.split('\n').slice(3)
    expect(drift.length).toBeGreaterThan(3)
    for (const line of drift) expect(line).toMatch(/ 更松 /)
  })

  it('ends with code 1 when either document is refused and with 2 for an unknown kind', async () => {
    const refused = await yingshang(['plan', 'align', '-', sample('province-2026.docx')], { input: '' })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('document.empty')
    const wrong = await yingshang(['plan', 'align', sample('city-2026.html'), sample('province-2026.docx'), '--kind', 'softer'])
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toContain('softer')
  })
})
