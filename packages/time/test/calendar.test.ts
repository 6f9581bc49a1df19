import { existsSync, readFileSync } from 'node:fs'
import {
  addDays,
  addWorkingDays,
  amend,
  CHINA_2026,
  count,
  dateOfDay,
  dayKind,
  dayNumber,
  days,
  inForce,
  onOrAfter,
  weekday,
  workingDays,
  workingDaysBetween,
} from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const first = dayNumber('2021-01-01')
const last = dayNumber('2026-12-31')
const aDay = fc.integer({ min: first, max: last }).map(dateOfDay)
const source = [{ rule: 'H-9', provision: 'notice under test' }]

describe('the calendar of 2021 to 2026', () => {
  it('has 11 weekdays off net of make-up days until 2024 and 13 from 2025', () => {
    // Days off before the Spring Festival notice may reach into the year before, hence counting by notice-free years.
    const net = (from: string, to: string) => {
      let weekdays = 0
      for (let n = dayNumber(from); n <= dayNumber(to); n++) if (weekday(dateOfDay(n)) <= 5) weekdays++
      return weekdays - workingDaysBetween(CHINA_2026, addDays(from, -1), to)
    }
    expect([2021, 2022, 2023, 2024].reduce((sum, y) => sum + net(`${y}-01-01`, `${y}-12-31`), 0)).toBe(44)
    expect(net('2025-01-01', '2025-12-31')).toBe(13)
    expect(net('2026-01-01', '2026-12-31')).toBe(13)
    for (const date of CHINA_2026.makeUp) expect(weekday(date), date).toBeGreaterThanOrEqual(6)
  })

  it('equals the shared table of holidays day by day', () => {
    const file = `${process.env.YINGSHANG_SHARED ?? '../shared'}/facts/holidays.json`
    if (!existsSync(file)) return console.warn(`SKIPPED: ${file} is not there`)
    const { years } = JSON.parse(readFileSync(file, 'utf8')) as { years: Record<string, { off: string[]; work: string[] }> }
    const off = new Set(Object.values(years).flatMap((y) => y.off))
    const work = new Set(Object.values(years).flatMap((y) => y.work))
    for (let n = first; n <= last; n++) {
      const date = dateOfDay(n)
      expect(dayKind(CHINA_2026, date), date).toEqual({ working: work.has(date) || (!off.has(date) && weekday(date) <= 5), known: true })
    }
  })

  it('counts working days as walking does', () => {
    fc.assert(
      fc.property(aDay, aDay, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        let walked = 0
        for (let d = from; d < to; ) {
          d = addDays(d, 1)
          if (dayKind(CHINA_2026, d).working) walked++
        }
        expect(workingDaysBetween(CHINA_2026, from, to)).toBe(walked)
        expect(workingDaysBetween(CHINA_2026, to, from) + 0).toBe(-walked + 0)
      }),
    )
  })

  it('adds and counts working days as inverses', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 90 }), (start, n) => {
        const end = addWorkingDays(CHINA_2026, start, n)
        expect(workingDaysBetween(CHINA_2026, start, end)).toBe(n)
        expect(dayKind(CHINA_2026, end).working).toBe(true)
        expect(onOrAfter(CHINA_2026, end)).toBe(end)
      }),
    )
  })
})

describe('a year without notice', () => {
  it('is flagged, not guessed in silence', () => {
    expect(dayKind(CHINA_2026, '2027-02-08')).toEqual({ working: true, known: false })
    expect(count('2026-12-20', days(15), CHINA_2026).warnings.map((w) => w.code)).toEqual(['calendar.unpublished'])
    expect(count('2026-12-20', workingDays(30), CHINA_2026).warnings[0]?.numbers).toEqual({ years: '2027' })
    expect(count('2026-12-01', days(15), CHINA_2026).warnings).toEqual([])
    expect(count('2026-12-20', days(15), CHINA_2026, { roll: false }).warnings).toEqual([])
    // Days in the middle do not matter to natural days: only the end is looked up.
    expect(count('2020-12-20', days(30), CHINA_2026).warnings).toEqual([])
  })

  it('is known once the notice is entered as a new version', () => {
    const next = amend(CHINA_2026, {
      version: '2027.1',
      effectiveFrom: '2026-11-20',
      source,
      years: [2027],
      off: ['2027-01-04'],
      makeUp: ['2027-01-09'],
    })
    if (!next.ok) throw new Error(JSON.stringify(next.refusals))
    expect(count('2026-12-20', days(15), next.value)).toMatchObject({ plain: '2027-01-04', due: '2027-01-05', warnings: [] })
    expect(dayKind(next.value, '2027-01-09')).toEqual({ working: true, known: true })
    expect(dayKind(CHINA_2026, '2027-01-04').working).toBe(true)
    expect(inForce([CHINA_2026, next.value], '2026-11-19')).toBe(CHINA_2026)
    expect(inForce([next.value, CHINA_2026], '2026-11-20')).toBe(next.value)
  })
})

describe('amending', () => {
  it('sets a day back to its weekday', () => {
    const next = amend(CHINA_2026, { version: 'x', effectiveFrom: '2022-01-01', source, plain: ['2022-10-08', '2022-10-07'] })
    if (!next.ok) throw new Error('refused')
    expect(dayKind(next.value, '2022-10-08').working).toBe(false)
    expect(dayKind(next.value, '2022-10-07').working).toBe(true)
  })

  it('refuses with every reason at once', () => {
    const next = amend(CHINA_2026, {
      version: '2026.1',
      effectiveFrom: '2026-13-01',
      source,
      off: ['2030-01-01', '2026-02-30'],
      makeUp: ['2026-03-04'],
      plain: ['2026-03-04'],
    })
    expect(next.ok).toBe(false)
    if (!next.ok)
      expect(next.refusals.map((r) => r.code).sort()).toEqual([
        'calendar.bad-date',
        'calendar.bad-date',
        'calendar.contradiction',
        'calendar.makeup-on-weekday',
        'calendar.outside',
        'calendar.same-version',
      ])
  })
})
