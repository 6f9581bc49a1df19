import { daysBetween, type PlainDate } from '@yingshang/time'
import type { FactFilter, IndicatorDefinition, IndicatorFact, PeriodKey, Reading, ReadingStatus, Tally } from './model.ts'
import { daysOf, periodOf } from './periods.ts'

/**
 * Facts → tallies → readings. A tally takes facts in any order and gives one back again (a fact that was wrong), so that what is kept up
 * to date fact by fact equals what is counted anew.
 */

/** A tally before any fact. */
export const EMPTY: Tally = Object.freeze({ count: 0, sum: 0, whole: 0, entries: Object.freeze([]) })

const meets = (fact: IndicatorFact, { kind, where }: FactFilter): boolean =>
  fact.kind === kind && Object.entries(where ?? {}).every(([field, value]) => fact.fields[field] === value)

/** Which tally a fact belongs to; null when the indicator does not look at it, or its value is no number. */
export function placeOf(
  definition: IndicatorDefinition,
  fact: IndicatorFact,
): { readonly body: string; readonly period: PeriodKey } | null {
  const { fold } = definition
  if (!meets(fact, fold.kind === 'share' ? fold.whole : fold.of)) return null
  if ('field' in fold && steps(definition, fact) === null) return null
  return { body: fact.body, period: periodOf(definition.period, fact.on) }
}

/** The value of a fact in smallest steps; null when it is no number. */
function steps({ fold, decimals }: IndicatorDefinition, fact: IndicatorFact): number | null {
  const value = 'field' in fold ? fact.fields[fold.field] : 1
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  const whole = Math.round(value * 10 ** decimals)
  return Number.isSafeInteger(whole) ? whole : null
}

/** The tally with one fact more (`sign` 1) or less (−1). A fact that does not belong (`placeOf` null) changes nothing. */
export function tallied(definition: IndicatorDefinition, tally: Tally, fact: IndicatorFact, sign: 1 | -1 = 1): Tally {
  if (placeOf(definition, fact) === null) return tally
  const { fold } = definition
  if (fold.kind === 'share') return { ...tally, count: tally.count + (meets(fact, fold.part) ? sign : 0), whole: tally.whole + sign }
  const value = steps(definition, fact)!
  const rest = tally.entries.filter((e) => e.id !== fact.id)
  return {
    count: tally.count + sign,
    whole: tally.whole + sign,
    sum: tally.sum + sign * value,
    entries:
      fold.kind !== 'latest'
        ? tally.entries
        : sign < 0
          ? rest
          : [...rest, { on: fact.on, id: fact.id, value }].sort((a, b) => (a.on === b.on ? (a.id < b.id ? 1 : -1) : a.on < b.on ? 1 : -1)),
  }
}

/** Two tallies of different bodies as one. For `latest` the later value holds. */
export function merged(a: Tally, b: Tally): Tally {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    whole: a.whole + b.whole,
    entries: [...a.entries, ...b.entries].sort((x, y) => (x.on === y.on ? (x.id < y.id ? 1 : -1) : x.on < y.on ? 1 : -1)),
  }
}

/** The value of a tally; null when nothing was seen, since missing is not zero (a count of facts that never come is unknown as well). */
export function valueOfTally({ fold, decimals }: IndicatorDefinition, tally: Tally): number | null {
  if (tally.whole <= 0) return null
  const scale = 10 ** decimals
  const rounded = (n: number) => Math.round(n * scale) / scale
  switch (fold.kind) {
    case 'count':
      return tally.count
    case 'sum':
      return tally.sum / scale
    case 'mean':
      return rounded(tally.sum / tally.count / scale)
    case 'share':
      return rounded((100 * tally.count) / tally.whole)
    case 'latest':
      return tally.entries[0] === undefined ? null : tally.entries[0].value / scale
  }
}

/** All tallies of a list of facts, by body and period. */
export type Tallies = ReadonlyMap<string, Tally>
export const tallyKey = (body: string, period: PeriodKey): string => `${period} ${body}`

/** Counts facts from scratch. */
export function tallyAll(definition: IndicatorDefinition, facts: Iterable<IndicatorFact>): Tallies {
  const out = new Map<string, Tally>()
  for (const fact of facts) {
    const place = placeOf(definition, fact)
    if (!place) continue
    const key = tallyKey(place.body, place.period)
    out.set(key, tallied(definition, out.get(key) ?? EMPTY, fact))
  }
  return out
}

/**
 * The reading of one body, or of several together, in a period as seen on a day: value, how many of the bodies have data, and whether
 * what is missing is late.
 */
export function readingOf(
  definition: IndicatorDefinition,
  tallies: Tallies,
  asked: { readonly bodies: readonly string[]; readonly period: PeriodKey },
  today: PlainDate,
): Reading {
  const own = asked.bodies.map((body) => tallies.get(tallyKey(body, asked.period)) ?? EMPTY)
  const known = own.filter((t) => t.whole > 0).length
  const whole = own.reduce(merged, EMPTY)
  const over = daysBetween(daysOf(asked.period).until, today)
  const missing = known < own.length
  const lateDays = missing ? Math.max(0, over - definition.lateAfter) : 0
  return {
    indicator: definition.id,
    version: definition.version,
    period: asked.period,
    body: asked.bodies.length === 1 ? asked.bodies[0]! : null,
    value: valueOfTally(definition, whole),
    unit: definition.unit,
    status: statusOf(over, known, missing, lateDays),
    coverage: { known, of: own.length },
    lateDays,
    facts: whole.whole,
  }
}

function statusOf(over: number, known: number, missing: boolean, lateDays: number): ReadingStatus {
  if (over <= 0) return 'running'
  if (!missing) return 'final'
  if (lateDays > 0) return known === 0 ? 'missing' : 'late'
  return 'partial'
}
