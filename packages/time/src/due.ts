/** The computation behind `due`: from a clock and the events of a matter to a date with its steps. See `clocks.ts` for the conventions. */
import { type Calendar, isWorking, onOrAfter } from './calendar.ts'
import type { Bounds, Clock, ClockEvent, Due, Extension, Status, Step } from './clocks.ts'
import { addDays, dateOfDay, dayNumber, endOfDay, type PlainDate } from './dates.ts'
import { expired, lateExtension, noExtension } from './extensions.ts'
import { between, countHours, coverage, dayBefore, type Hours, type Length, lastDay, type Period, periodText } from './periods.ts'
import type { Refusal, Text } from './wording.ts'

/** Days taken out of a clock: from the first day to before the last number; `Infinity` while it lasts. */
interface Gap {
  readonly from: number
  readonly until: number
  readonly kind: 'pause' | 'deduction' | 'rest'
  readonly title: Text
  readonly event?: string | undefined
  readonly reason?: string | undefined
}

/**
 * Where a clock stands. `events` may come in any order and may hold events of no concern to the clock. `after` is the due date of the
 * clock that this one follows, when it starts at the end of another.
 */
export function due(clock: Clock, events: readonly ClockEvent[], calendar: Calendar, after?: PlainDate | null): Due {
  const sorted = events.length > 1 ? [...events].sort(inOrder) : events
  const steps: Step[] = []
  const warnings: Refusal[] = []
  const begun = starting(clock, sorted, after ?? null)
  if (!begun) return answer(clock, 'waiting', null, null, null, steps, warnings)
  steps.push({
    kind: 'start',
    on: begun.on,
    event: begun.name,
    ...(begun.at === undefined ? {} : { at: begun.at }),
    ...(begun.again ? { again: true } : {}),
  })

  const closing = sorted.slice(begun.index + 1).find((e) => clock.ends?.includes(e.name) || clock.cancels?.includes(e.name))
  const { length } = clock
  if ('unit' in length && length.unit === 'hours') return byHours(clock, length, begun, closing, steps, warnings)

  const base = 'unit' in length ? length : settled(clock, length, sorted, begun.on, calendar, steps, warnings)
  if (!base) return close(clock, closing, answer(clock, 'unset', begun.on, null, null, steps, warnings))
  if (clock.counts === 'before') {
    const day = dayBefore(begun.on, base, calendar)
    steps.push({ kind: 'length', length: base, plain: day, before: true })
    warnings.push(...coverage(calendar, [base], day, begun.on, begun.on, false))
    return finish(clock, closing, begun.on, day, day, steps, warnings)
  }
  const first = lastDay(begun.on, [base], calendar)
  steps.push({ kind: 'length', length: base, plain: first, ...('unit' in length ? {} : { set: true }) })
  return run(clock, base, sorted, begun, closing, calendar, steps, warnings)
}

function inOrder(a: ClockEvent, b: ClockEvent): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  const [x, y] = [a.at ?? '', b.at ?? '']
  if (x !== y) return x < y ? -1 : 1
  const [m, n] = [`${a.name} ${a.id ?? ''}`, `${b.name} ${b.id ?? ''}`]
  return m < n ? -1 : m > n ? 1 : 0
}

interface Begun extends ClockEvent {
  readonly index: number
  readonly again: boolean
}

function starting(clock: Clock, sorted: readonly ClockEvent[], after: PlainDate | null): Begun | null {
  const { starts } = clock
  let found: Begun | null = null
  if (typeof starts === 'object' && 'after' in starts) {
    if (after !== null) found = { name: `clock:${starts.after}`, on: after, index: -1, again: false }
  } else {
    const index = sorted.findIndex((e) => (typeof starts === 'string' ? e.name === starts : starts.includes(e.name)))
    if (index >= 0) found = { ...sorted[index]!, index, again: false }
  }
  if (found && clock.restarts)
    for (let index = sorted.length - 1; index > found.index; index--)
      if (clock.restarts.includes(sorted[index]!.name)) return { ...sorted[index]!, index, again: true }
  return found
}

/** The length that a person set, the latest within the limits; null (with a step that shows the limits) when nobody has. */
function settled(
  clock: Clock,
  bounds: Bounds,
  sorted: readonly ClockEvent[],
  start: PlainDate,
  calendar: Calendar,
  steps: Step[],
  warnings: Refusal[],
): Period | null {
  let chosen: Period | null = null
  for (const event of sorted) {
    if (event.name !== clock.sets || !event.length) continue
    const outside = outsideBounds(bounds, event.length, start, calendar)
    if (outside) ignore(steps, warnings, event, outside)
    else chosen = event.length
  }
  if (!chosen)
    steps.push({ kind: 'bounds', bounds, earliest: lastDay(start, [bounds.min], calendar), latest: lastDay(start, [bounds.max], calendar) })
  return chosen
}

/** Why a chosen length is outside its limits, or null. Lengths of different units are compared by the days on which they end. */
export function outsideBounds(bounds: Bounds, length: Period, start: PlainDate, calendar: Calendar): Refusal | null {
  const day = lastDay(start, [length], calendar)
  const earliest = lastDay(start, [bounds.min], calendar)
  const latest = lastDay(start, [bounds.max], calendar)
  if (day >= earliest && day <= latest) return null
  const [own, min, max] = [length, bounds.min, bounds.max].map(periodText) as [Text, Text, Text]
  return {
    code: 'clock.length-out-of-bounds',
    zh: `所定期限${own.zh}不在${min.zh}以上、${max.zh}以下的范围内`,
    en: `${own.en} is not between ${min.en} and ${max.en}`,
    numbers: { end: day, earliest, latest },
  }
}

function byHours(clock: Clock, length: Hours, begun: Begun, closing: ClockEvent | undefined, steps: Step[], warnings: Refusal[]): Due {
  const start = begun.at ?? endOfDay(begun.on)
  const counted = countHours(start, length, clock.hoursFrom)
  const day = dateOfInstant(counted.due)
  steps.push({ kind: 'length', length, plain: day, at: counted.due }, { kind: 'result', due: day, at: counted.due })
  const result: Due = { ...answer(clock, 'running', begun.on, day, day, steps, warnings), dueAt: counted.due }
  if (!closing) return result
  const late = closing.at === undefined ? closing.on > day : Date.parse(closing.at) > Date.parse(counted.due)
  return close(clock, closing, result, late)
}

/** The day to which the end of an hour belongs: 24:00 is still the day that ends. */
function dateOfInstant(instant: string): PlainDate {
  return dateOfDay(Math.floor((Date.parse(instant) - 1 + 8 * 3_600_000) / 86_400_000))
}

function run(
  clock: Clock,
  base: Period,
  sorted: readonly ClockEvent[],
  begun: Begun,
  closing: ClockEvent | undefined,
  calendar: Calendar,
  steps: Step[],
  warnings: Refusal[],
): Due {
  const start = begun.on
  const rolls = clock.roll !== false
  const length: Period[] = [base]
  const taken: Gap[] = []
  const used = new Map<Extension, number>()
  const rolled = (plain: PlainDate) => (rolls ? onOrAfter(calendar, plain) : plain)

  for (const item of changes(clock, sorted, begun, steps, warnings)) {
    const open = taken.some((gap) => gap.until === Number.POSITIVE_INFINITY)
    const plain = open ? null : lastDayWithout(start, length, taken, calendar)
    if ('extension' in item) {
      const { extension, event } = item
      const why = noExtension(clock, extension, event, used.get(extension) ?? 0, plain === null ? null : rolled(plain), calendar)
      if (why) {
        ignore(steps, warnings, event, why)
        continue
      }
      used.set(extension, (used.get(extension) ?? 0) + 1)
      const by = (event.length ?? extension.length)!
      if (plain !== null) warnings.push(...lateExtension(clock, extension, event, rolled(plain), calendar))
      length.push(by)
      const now = lastDayWithout(
        start,
        length,
        taken.filter((gap) => gap.until !== Number.POSITIVE_INFINITY),
        calendar,
      )
      steps.push({
        kind: 'extension',
        on: event.on,
        length: by,
        plain: now,
        title: extension.title,
        ...(event.id === undefined ? {} : { event: event.id }),
      })
      continue
    }
    const gap = item
    const own = { title: gap.title, ...(gap.event === undefined ? {} : { event: gap.event }) }
    if (plain !== null && dateOfDay(gap.from) > rolled(plain)) {
      const day = dateOfDay(gap.from)
      ignore(steps, warnings, { name: gap.title.en, on: day }, expired(clock, rolled(plain), day))
      continue
    }
    // Begun on a rest day over which the end had rolled, or on the day to which it had rolled: those rest days belong to the period.
    if (plain !== null && dateOfDay(gap.from) > plain)
      taken.push({ from: dayNumber(plain), until: dayNumber(rolled(plain)), kind: 'rest', title: gap.title })
    const from = Math.max(gap.from, dayNumber(start) + 1)
    if (gap.until === Number.POSITIVE_INFINITY) {
      if (!open)
        steps.push({
          kind: 'paused',
          from: dateOfDay(gap.from),
          left: plain === null ? 0 : Math.max(0, dayNumber(plain) - from + 1),
          ...own,
        })
      taken.push(gap)
      continue
    }
    const days = fresh(from, gap.until, taken)
    const span = { from: dateOfDay(gap.from), to: dateOfDay(gap.until - 1), days, ...own }
    steps.push(
      gap.kind === 'pause'
        ? { kind: 'pause', ...span }
        : { kind: 'deduction', ...span, ...(gap.reason === undefined ? {} : { reason: gap.reason }) },
    )
    taken.push(gap)
  }

  if (taken.some((gap) => gap.until === Number.POSITIVE_INFINITY))
    return close(clock, closing, answer(clock, 'paused', start, null, null, steps, warnings))
  const plain = lastDayWithout(start, length, taken, calendar)
  const last = rolled(plain)
  if (last !== plain) steps.push({ kind: 'roll', from: plain, to: last, over: between(plain, last) })
  warnings.push(...coverage(calendar, length, start, plain, last, rolls))
  return finish(clock, closing, start, plain, last, steps, warnings)
}

type Change = Gap | { readonly extension: Extension; readonly event: ClockEvent; readonly from: number }

/** Pauses, deductions and extensions in the order in which they take effect; what cannot be used is reported. */
function changes(clock: Clock, sorted: readonly ClockEvent[], begun: Begun, steps: Step[], warnings: Refusal[]): Change[] {
  const list: Change[] = []
  for (const pause of clock.pauses ?? []) {
    let open: ClockEvent | null = null
    const add = (from: ClockEvent, until: number) =>
      list.push({ from: dayNumber(from.on), until, kind: 'pause', title: pause.title, event: from.id })
    for (const event of sorted)
      if (event.name === pause.from) open ??= event
      else if (event.name === pause.to && open) {
        if (event.on > open.on) add(open, dayNumber(event.on))
        open = null
      }
    if (open) add(open, Number.POSITIVE_INFINITY)
  }
  for (const deduction of clock.deductions ?? [])
    for (const event of sorted) {
      if (event.name !== deduction.on) continue
      if (event.from === undefined || event.to === undefined || event.to < event.from) {
        ignore(steps, warnings, event, {
          code: 'clock.deduction-without-days',
          zh: '扣除期间未写明起止日期或者起止颠倒',
          en: 'A deduction needs a first and a last day in order',
        })
        continue
      }
      const capped = deduction.cap ? limit(event.from, event.to, deduction.cap) : event.to
      if (capped < event.to)
        warnings.push({
          code: 'clock.deduction-capped',
          zh: `“${deduction.title.zh}”最多扣除至 ${capped}`,
          en: `${deduction.title.en} cannot be deducted beyond ${capped}`,
          numbers: { asked: event.to, to: capped },
        })
      list.push({
        from: dayNumber(event.from),
        until: dayNumber(capped) + 1,
        kind: 'deduction',
        title: deduction.title,
        event: event.id,
        reason: event.reason,
      })
    }
  for (const extension of clock.extensions ?? [])
    for (const event of sorted)
      if (event.name === extension.on && event.on >= begun.on) list.push({ extension, event, from: dayNumber(event.on) })
  const first = dayNumber(begun.on) + 1
  return list
    .filter((item) => 'extension' in item || item.until > first)
    .sort(
      (a, b) =>
        a.from - b.from ||
        ('extension' in a ? 1 : 0) - ('extension' in b ? 1 : 0) ||
        ('until' in a && 'until' in b ? a.until - b.until : 0),
    )
}

/** The last day that a capped deduction takes out: a month from the 10th ends on the 9th. */
function limit(from: PlainDate, to: PlainDate, cap: Period): PlainDate {
  const end = addDays(lastDay(from, [cap], NO_HOLIDAYS), -1)
  return end < to ? end : to
}
const NO_HOLIDAYS: Calendar = { id: 'weekdays', version: '1', effectiveFrom: '0001-01-01', source: [], years: [], off: [], makeUp: [] }

/** How many days of a span no earlier gap has taken out. */
function fresh(from: number, until: number, taken: readonly Gap[]): number {
  let days = 0
  for (const [a, b] of united([...taken, { from, until }])) days += b - a
  for (const [a, b] of united(taken)) days -= b - a
  return Number.isFinite(days) ? days : Math.max(0, until - from)
}

/** Spans without overlap, in order. */
function united(gaps: readonly { readonly from: number; readonly until: number }[]): [number, number][] {
  const spans: [number, number][] = []
  for (const { from, until } of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], until)
    else if (until > from) spans.push([from, until])
  }
  return spans
}

/** The last day of a length when some days do not count. */
function lastDayWithout(start: PlainDate, length: Length, taken: readonly Gap[], calendar: Calendar): PlainDate {
  const first = dayNumber(start) + 1
  const spans = united(taken)
  const natural = length.filter((period) => period.unit !== 'workingDays')
  let day = dayNumber(lastDay(start, natural, calendar))
  for (const [from, until] of spans) {
    if (from > day) break
    day += Math.max(0, until - Math.max(from, first))
  }
  let left = length.reduce((sum, period) => sum + (period.unit === 'workingDays' ? period.n : 0), 0)
  while (left > 0) {
    day++
    if (isWorking(calendar, day) && !spans.some(([from, until]) => day >= from && day < until)) left--
  }
  return dateOfDay(day)
}

function ignore(steps: Step[], warnings: Refusal[], event: { readonly name: string; readonly on: PlainDate }, why: Refusal): void {
  steps.push({ kind: 'ignored', event: event.name, on: event.on, why })
  warnings.push(why)
}

function answer(
  clock: Clock,
  status: Status,
  start: PlainDate | null,
  plain: PlainDate | null,
  last: PlainDate | null,
  steps: Step[],
  warnings: Refusal[],
): Due {
  const alarm = clock.alarm === 'plain' ? plain : last
  return {
    clock: clock.id,
    status,
    start,
    plain,
    due: last,
    dueAt: last === null ? null : endOfDay(last),
    alarm,
    late: false,
    steps,
    warnings,
  }
}

function finish(
  clock: Clock,
  closing: ClockEvent | undefined,
  start: PlainDate,
  plain: PlainDate,
  last: PlainDate,
  steps: Step[],
  warnings: Refusal[],
): Due {
  steps.push({ kind: 'result', due: last })
  return close(clock, closing, answer(clock, 'running', start, plain, last, steps, warnings), closing !== undefined && closing.on > last)
}

function close(clock: Clock, closing: ClockEvent | undefined, open: Due, late = false): Due {
  if (!closing) return open
  if (clock.cancels?.includes(closing.name))
    return { ...open, status: 'cancelled', steps: [...open.steps, { kind: 'cancelled', event: closing.name, on: closing.on }] }
  return { ...open, status: 'ended', late, steps: [...open.steps, { kind: 'ended', event: closing.name, on: closing.on, inTime: !late }] }
}
