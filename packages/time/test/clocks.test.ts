import {
  addDays,
  CHINA_2026,
  type Clock,
  type ClockEvent,
  dateOfDay,
  dayNumber,
  days,
  daysBetween,
  due,
  explain,
  hours,
  months,
  outsideBounds,
  standing,
  warningDays,
  workingDays,
  workingDaysBetween,
  years,
} from '@yingshang/time'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const text = (zh: string, en: string) => ({ zh, en })

/** The ordinary trial limit with its deductions and its extension (B1-9, B3). */
const TRIAL: Clock = {
  id: 'trial',
  title: text('一审普通程序审限', 'ordinary trial limit'),
  starts: 'filed',
  length: months(6),
  pauses: [{ from: 'stayed', to: 'resumed', title: text('中止诉讼', 'stay of proceedings') }],
  deductions: [
    { on: 'appraised', title: text('鉴定期间', 'appraisal') },
    { on: 'announced', title: text('公告期间', 'announcement') },
    { on: 'put-off', title: text('延期开庭', 'hearing put off'), cap: months(1) },
  ],
  extensions: [
    {
      on: 'extended',
      title: text('院长批准延长审限', 'extension by the president'),
      length: months(6),
      applyBefore: days(15),
      decideBefore: days(5),
      source: [{ rule: 'B3', provision: '审限规定2019 第一条' }],
    },
  ],
  ends: ['judged'],
  alarm: 'plain',
  warn: [30, 15, 5],
  source: [{ rule: 'B1-9', provision: '民事诉讼法 第一百五十二条' }],
}

const at = (name: string, on: string, more: Partial<ClockEvent> = {}): ClockEvent => ({ name, on, ...more })
const dueOn = (clock: Clock, ...events: ClockEvent[]) => due(clock, events, CHINA_2026)

describe('a trial limit', () => {
  it('waits, runs, and is met', () => {
    expect(dueOn(TRIAL)).toMatchObject({ status: 'waiting', due: null })
    expect(dueOn(TRIAL, at('filed', '2022-03-01'))).toMatchObject({
      status: 'running',
      plain: '2022-09-01',
      due: '2022-09-01',
      dueAt: '2022-09-01T16:00:00Z',
    })
    expect(dueOn(TRIAL, at('filed', '2022-03-01'), at('judged', '2022-08-31'))).toMatchObject({ status: 'ended', late: false })
    expect(dueOn(TRIAL, at('filed', '2022-03-01'), at('judged', '2022-09-02'))).toMatchObject({ status: 'ended', late: true })
  })

  it('takes an appraisal out, and a day that two causes take out only once', () => {
    const appraisal = at('appraised', '2022-05-10', { from: '2022-04-01', to: '2022-05-10', reason: '工程造价' })
    const announcement = at('announced', '2022-05-30', { from: '2022-05-01', to: '2022-05-30' })
    expect(dueOn(TRIAL, at('filed', '2022-03-01'), appraisal).plain).toBe(addDays('2022-09-01', 40))
    const both = dueOn(TRIAL, at('filed', '2022-03-01'), announcement, appraisal)
    expect(both.plain).toBe(addDays('2022-09-01', 60))
    expect(both.steps.filter((s) => s.kind === 'deduction').map((s) => s.kind === 'deduction' && s.days)).toEqual([40, 20])
  })

  it('caps a hearing put off at a month and says so', () => {
    const late = dueOn(TRIAL, at('filed', '2022-03-01'), at('put-off', '2022-04-01', { from: '2022-04-01', to: '2022-06-01' }))
    expect(late.plain).toBe(addDays('2022-09-01', 30))
    expect(late.warnings.map((w) => w.code)).toEqual(['clock.deduction-capped'])
  })

  it('is extended once, from the filing day, with a warning when asked for late', () => {
    const filed = at('filed', '2022-08-31')
    const good = dueOn(TRIAL, filed, at('extended', '2023-02-20', { applied: '2023-02-10' }))
    expect(good).toMatchObject({ plain: '2023-08-31', warnings: [] })
    const late = dueOn(TRIAL, filed, at('extended', '2023-02-27', { applied: '2023-02-20' }))
    expect(late.plain).toBe('2023-08-31')
    expect(late.warnings.map((w) => w.code)).toEqual(['clock.extension-applied-late', 'clock.extension-decided-late'])
    expect(late.warnings[0]).toMatchObject({ rule: 'B3', numbers: { latest: '2023-02-13', actual: '2023-02-20' } })
    const twice = dueOn(TRIAL, filed, at('extended', '2023-02-01'), at('extended', '2023-06-01'))
    expect(twice.plain).toBe('2023-08-31')
    expect(twice.warnings.map((w) => w.code)).toEqual(['clock.extension-used'])
    const over = dueOn(TRIAL, filed, at('extended', '2023-03-01'))
    expect(over.plain).toBe('2023-02-28')
    expect(over.warnings.map((w) => w.code)).toEqual(['clock.extension-too-late'])
    const long = dueOn(TRIAL, filed, at('extended', '2023-02-01', { length: months(7) }))
    expect(long.warnings.map((w) => w.code)).toEqual(['clock.extension-too-long'])
  })

  it('stands still while the case is stayed and says how many days are left', () => {
    const stayed = dueOn(TRIAL, at('filed', '2022-03-01'), at('stayed', '2022-08-01'))
    expect(stayed).toMatchObject({ status: 'paused', due: null })
    expect(stayed.steps.at(-1)).toMatchObject({ kind: 'paused', from: '2022-08-01', left: 32 })
    expect(dueOn(TRIAL, at('filed', '2022-03-01'), at('stayed', '2022-08-01'), at('resumed', '2022-10-01')).plain).toBe(
      addDays('2022-10-01', 31),
    )
  })

  it('moves to a working day, and a stay on that day still counts', () => {
    // Six months from 2022-04-02 end on National Day's second day and move to 10-08.
    const filed = at('filed', '2022-04-02')
    expect(dueOn(TRIAL, filed)).toMatchObject({ plain: '2022-10-02', due: '2022-10-08', alarm: '2022-10-02' })
    expect(dueOn(TRIAL, filed, at('stayed', '2022-10-08'), at('resumed', '2022-10-18'))).toMatchObject({
      plain: '2022-10-18',
      due: '2022-10-18',
    })
    const tooLate = dueOn(TRIAL, filed, at('stayed', '2022-10-09'), at('resumed', '2022-10-18'))
    expect(tooLate.due).toBe('2022-10-08')
    expect(tooLate.warnings.map((w) => w.code)).toEqual(['clock.expired'])
  })

  it('warns by the day before rolling', () => {
    expect(warningDays(TRIAL, dueOn(TRIAL, at('filed', '2022-04-02')))).toEqual(['2022-09-02', '2022-09-17', '2022-09-27'])
    expect(standing(dueOn(TRIAL, at('filed', '2022-04-02')), '2022-10-10')).toEqual({ left: -2, over: true })
  })

  it('explains itself in both languages', () => {
    const events = [
      at('filed', '2022-04-02'),
      at('appraised', '2022-06-10', { from: '2022-06-01', to: '2022-06-10', reason: '笔迹' }),
      at('extended', '2022-09-01'),
    ]
    expect(explain(TRIAL, due(TRIAL, events, CHINA_2026), 'zh', (e) => (e === 'filed' ? text('立案', 'filing') : undefined))).toEqual([
      '2022-04-02 立案，期限起算，当日不计入',
      '期限6个月，计至 2022-10-02',
      '扣除鉴定期间 2022-06-01 至 2022-06-10，10 日（笔迹）',
      '2022-09-01 院长批准延长审限，延长6个月，计至 2023-04-12',
      '届满：2023-04-12',
      '依据：民事诉讼法 第一百五十二条 (B1-9)',
    ])
    expect(explain(TRIAL, due(TRIAL, events.slice(0, 1), CHINA_2026), 'en')).toContain(
      '2022-10-02 is a rest day; the end moves to 2022-10-08',
    )
  })
})

describe('other kinds of clock', () => {
  const plain = (more: Partial<Clock>): Clock => ({
    id: 'c',
    title: text('期限', 'clock'),
    starts: 'a',
    length: days(10),
    source: [],
    ...more,
  })

  it('has no length until a person sets one within the limits (A2-1)', () => {
    const claims = plain({ starts: 'announced', length: { min: days(30), max: months(3) }, sets: 'announced' })
    const unset = dueOn(claims, at('announced', '2022-03-01'))
    expect(unset).toMatchObject({ status: 'unset', due: null })
    expect(unset.steps.at(-1)).toMatchObject({ earliest: '2022-03-31', latest: '2022-06-01' })
    expect(dueOn(claims, at('announced', '2022-03-01', { length: days(45) })).due).toBe('2022-04-15')
    expect(dueOn(claims, at('announced', '2022-03-01', { length: months(3) })).due).toBe('2022-06-01')
    expect(dueOn(claims, at('announced', '2022-03-01', { length: days(29) }))).toMatchObject({ status: 'unset' })
    expect(outsideBounds({ min: days(30), max: months(3) }, days(93), '2022-03-01', CHINA_2026)?.code).toBe('clock.length-out-of-bounds')
    expect(outsideBounds({ min: days(30), max: months(3) }, days(92), '2022-03-01', CHINA_2026)).toBeNull()
  })

  it('follows the end of another clock (A1-3)', () => {
    const ruling = plain({ id: 'ruling', starts: { after: 'objection' }, ends: ['ruled'] })
    const objection = dueOn(plain({ length: days(7) }), at('a', '2026-02-10'))
    expect(objection.due).toBe('2026-02-24')
    expect(due(ruling, [], CHINA_2026, objection.due)).toMatchObject({ start: '2026-02-24', due: '2026-03-06' })
    expect(due(ruling, [], CHINA_2026, null).status).toBe('waiting')
    expect(due(ruling, [at('ruled', '2026-02-20')], CHINA_2026, objection.due).status).toBe('ended')
  })

  it('counts back from a meeting (A3-3)', () => {
    const notice = plain({ counts: 'before', length: days(15), ends: ['notified'] })
    expect(dueOn(notice, at('a', '2022-04-15'))).toMatchObject({ due: '2022-03-31', status: 'running' })
    expect(dueOn(notice, at('a', '2022-04-15'), at('notified', '2022-04-16')).late).toBe(true)
  })

  it('counts hours (C-3)', () => {
    const urgent = plain({ length: hours(48), ends: ['decided'] })
    expect(dueOn(urgent, at('a', '2022-04-08', { at: '2022-04-08T01:20:00Z' }))).toMatchObject({
      due: '2022-04-10',
      dueAt: '2022-04-10T02:00:00Z',
    })
    expect(
      dueOn(urgent, at('a', '2022-04-08', { at: '2022-04-08T01:20:00Z' }), at('decided', '2022-04-10', { at: '2022-04-10T02:00:01Z' }))
        .late,
    ).toBe(true)
    expect(dueOn(plain({ length: hours(24), hoursFrom: 'at-once' }), at('a', '2022-04-08', { at: '2022-04-08T01:20:00Z' })).dueAt).toBe(
      '2022-04-09T01:20:00Z',
    )
  })

  it('starts anew (B8-1)', () => {
    const limitation = plain({ length: years(2), restarts: ['interrupted'] })
    expect(dueOn(limitation, at('a', '2021-03-01'), at('interrupted', '2022-06-01')).due).toBe('2024-06-03')
  })

  it('lapses by date without rolling (C-16)', () => {
    expect(dueOn(plain({ length: years(1), roll: false }), at('a', '2022-10-02'))).toMatchObject({ due: '2023-10-02', warnings: [] })
  })

  it('warns when the end lies in a year without notice', () => {
    expect(dueOn(plain({ length: months(6) }), at('a', '2026-10-10')).warnings.map((w) => w.code)).toEqual(['calendar.unpublished'])
  })

  it('is cancelled', () => {
    expect(dueOn(plain({ cancels: ['withdrawn'] }), at('a', '2022-03-01'), at('withdrawn', '2022-03-02')).status).toBe('cancelled')
  })
})

describe('the algebra of clocks', () => {
  const aStart = fc.integer({ min: dayNumber('2021-01-04'), max: dayNumber('2024-12-31') }).map(dateOfDay)
  const aLength = fc.oneof(fc.integer({ min: 5, max: 200 }).map(days), fc.integer({ min: 1, max: 12 }).map(months), fc.constant(years(1)))

  it('a pause of n days moves the plain due date by n', () => {
    fc.assert(
      fc.property(aStart, aLength, fc.nat(400), fc.integer({ min: 1, max: 300 }), (start, length, offset, n) => {
        const clock: Clock = { ...TRIAL, length }
        const before = dueOn(clock, at('filed', start))
        const from = addDays(start, 1 + (offset % daysBetween(start, before.plain!)))
        const after = dueOn(clock, at('filed', start), at('stayed', from), at('resumed', addDays(from, n)))
        expect(daysBetween(before.plain!, after.plain!)).toBe(n)
      }),
    )
  })

  it('a pause moves a working-day clock by the working days in it', () => {
    fc.assert(
      fc.property(aStart, fc.integer({ min: 3, max: 60 }), fc.nat(60), fc.integer({ min: 1, max: 40 }), (start, length, offset, n) => {
        const clock: Clock = { ...TRIAL, length: workingDays(length) }
        const before = dueOn(clock, at('filed', start))
        const from = addDays(start, 1 + (offset % daysBetween(start, before.plain!)))
        const until = addDays(from, n)
        const after = dueOn(clock, at('filed', start), at('stayed', from), at('resumed', until))
        const taken = workingDaysBetween(CHINA_2026, addDays(from, -1), addDays(until, -1))
        expect(workingDaysBetween(CHINA_2026, before.plain!, after.plain!)).toBe(taken)
      }),
    )
  })

  it('does not depend on the order in which events are given, nor on events of no concern', () => {
    const anEvent = (start: string) =>
      fc.oneof(
        fc
          .tuple(fc.nat(150), fc.nat(40))
          .map(([a, n]) => at('appraised', addDays(start, a + n), { from: addDays(start, a), to: addDays(start, a + n) })),
        fc
          .tuple(fc.nat(150), fc.nat(40))
          .map(([a, n]) => at('announced', addDays(start, a + n), { from: addDays(start, a), to: addDays(start, a + n) })),
        fc.nat(200).map((a) => at('stayed', addDays(start, a))),
        fc.nat(200).map((a) => at('resumed', addDays(start, a))),
        fc.nat(200).map((a) => at('extended', addDays(start, a))),
        fc.nat(200).map((a) => at('telephoned', addDays(start, a))),
      )
    const aCase = aStart.chain((start) => fc.tuple(fc.constant(at('filed', start)), fc.array(anEvent(start), { maxLength: 8 })))
    fc.assert(
      fc.property(
        aCase.chain(([filed, rest]) =>
          fc.tuple(fc.constant([filed, ...rest]), fc.shuffledSubarray([filed, ...rest], { minLength: rest.length + 1 })),
        ),
        ([given, shuffled]) => {
          expect(due(TRIAL, shuffled, CHINA_2026)).toEqual(due(TRIAL, given, CHINA_2026))
          const concerned = given.filter((e) => e.name !== 'telephoned')
          expect(due(TRIAL, concerned, CHINA_2026)).toEqual(due(TRIAL, given, CHINA_2026))
        },
      ),
    )
  })

  it('deductions never take out more than the days they name, counted once', () => {
    fc.assert(
      fc.property(aStart, fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.nat(50)), { maxLength: 6 }), (start, spans) => {
        const named = new Set(spans.flatMap(([a, n]) => Array.from({ length: n + 1 }, (_, i) => a + i)))
        const result = dueOn(
          TRIAL,
          at('filed', start),
          ...spans.map(([a, n]) => at('appraised', addDays(start, a + n), { from: addDays(start, a), to: addDays(start, a + n) })),
        )
        expect(daysBetween(dueOn(TRIAL, at('filed', start)).plain!, result.plain!)).toBe(named.size)
      }),
    )
  })
})
