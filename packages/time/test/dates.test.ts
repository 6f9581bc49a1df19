import {
  addDays,
  addMonths,
  addYears,
  dateInChina,
  dateOfDay,
  dayNumber,
  daysBetween,
  endOfDay,
  instantInChina,
  isDate,
  isInstant,
  timeInChina,
  weekday,
} from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const aDay = fc.integer({ min: dayNumber('1600-01-01'), max: dayNumber('2400-12-31') })

describe('plain dates', () => {
  it('agree with the calendar of the language on every kind of day', () => {
    fc.assert(
      fc.property(aDay, (n) => {
        const date = dateOfDay(n)
        expect(date).toBe(new Date(n * 86_400_000).toISOString().slice(0, 10))
        expect(dayNumber(date)).toBe(n)
        expect(weekday(date)).toBe(new Date(n * 86_400_000).getUTCDay() || 7)
      }),
      { numRuns: 2000 },
    )
  })

  it('sort as strings', () => {
    fc.assert(
      fc.property(
        aDay,
        aDay,
        (a, b) => Math.sign(a - b) === Math.sign(daysBetween(dateOfDay(b), dateOfDay(a))) && dateOfDay(a) < dateOfDay(b) === a < b,
      ),
    )
  })

  it('know leap years and month ends', () => {
    expect(addMonths('2021-08-31', 6)).toBe('2022-02-28')
    expect(addMonths('2023-08-31', 6)).toBe('2024-02-29')
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
    expect(addMonths('2022-03-31', -1)).toBe('2022-02-28')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01')
    expect(addDays('2022-12-31', 1)).toBe('2023-01-01')
  })

  it('refuse what is not a date', () => {
    for (const text of [
      '2023-02-29',
      '2100-02-29',
      '2022-13-01',
      '2022-00-10',
      '2022-1-1',
      '20220101',
      '2022-04-31',
      '0000-01-01',
      '',
      null,
      20220101,
      '2022-01-01T00:00:00Z',
    ])
      expect(isDate(text), String(text)).toBe(false)
    expect(() => dayNumber('2023-02-29')).toThrow(RangeError)
    for (const text of ['2022-09-16T02:30:00', '2022-09-16T02:30:00+08:00', '2022-02-30T00:00:00Z', '2022-09-16T25:00:00Z'])
      expect(isInstant(text), text).toBe(false)
  })
})

describe('China time', () => {
  it('is eight hours ahead at the edges of a day and a year', () => {
    expect(dateInChina('2022-09-15T15:59:59Z')).toBe('2022-09-15')
    expect(dateInChina('2022-09-15T16:00:00Z')).toBe('2022-09-16')
    expect(dateInChina('2021-12-31T16:00:00Z')).toBe('2022-01-01')
    expect(timeInChina('2021-12-31T16:05:00Z')).toBe('00:05')
  })

  it('ends a day at 24:00', () => {
    expect(endOfDay('2022-10-08')).toBe('2022-10-08T16:00:00Z')
    expect(instantInChina('2022-10-08', '09:30')).toBe('2022-10-08T01:30:00Z')
    expect(() => instantInChina('2022-10-08', '24:01')).toThrow(RangeError)
    fc.assert(
      fc.property(
        aDay,
        (n) => dateInChina(instantInChina(dateOfDay(n))) === dateOfDay(n) && dateInChina(endOfDay(dateOfDay(n))) === dateOfDay(n + 1),
      ),
    )
  })
})
