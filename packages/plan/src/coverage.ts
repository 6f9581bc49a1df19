import type { Alignment } from './align.ts'
import type { PairDrift } from './drift.ts'
import type { Plan } from './model.ts'

/**
 * Reports that follow from an alignment: for a superior, which of its measures someone below has taken up and who has not; for a body,
 * what of last year's plan goes on.
 */

/** The plan of one body below, aligned to the superior's. */
export interface Below {
  readonly body: string
  readonly plan: Plan
  readonly alignment: Alignment
  /** When given, measures taken up with something weakened or dropped are told apart. */
  readonly drift?: readonly PairDrift[]
}

/** How far a body took a measure up. `diminished`: taken up, with something weaker or dropped. */
export type TakeUp = 'taken' | 'partial' | 'diminished' | 'untaken'

export interface MeasureCoverage {
  readonly measure: string
  /** In the order of the bodies given. */
  readonly bodies: readonly { readonly body: string; readonly takeUp: TakeUp; readonly by: readonly string[] }[]
  /** The best that any body did. */
  readonly takeUp: TakeUp
}

export interface CoverageGroup {
  readonly key: string
  /** Ids of the superior's measures. The four lists are disjoint and together are `measures`. */
  readonly measures: readonly string[]
  readonly taken: readonly string[]
  readonly partial: readonly string[]
  readonly diminished: readonly string[]
  readonly untaken: readonly string[]
}

export interface Coverage {
  readonly measures: readonly MeasureCoverage[]
  /** Ids of the superior's measures that no body has taken up. */
  readonly untaken: readonly string[]
  /** One group for each body below: what that body did with every measure. */
  readonly byBody: readonly CoverageGroup[]
  /** One group for each of the superior's own lead or responsible agencies: the best that any body did with its measures. */
  readonly byAgency: readonly CoverageGroup[]
  /** Measures of bodies below that answer nothing above, by body. */
  readonly own: readonly { readonly body: string; readonly measures: readonly string[] }[]
}

/** Coverage of a superior's measures (not its governance paragraphs) by the plans below. */
export function coverage(upper: Plan, below: readonly Below[]): Coverage {
  const asked = upper.measures.filter((m) => m.kind === 'measure')
  const views = below.map((b) => {
    const diminished = new Set(
      (b.drift ?? [])
        .filter((d) => d.drift.some((r) => r.kind === 'weaker' || r.kind === 'dropped'))
        .map((d) => `${d.lower}\u0000${d.upper}`),
    )
    const by = new Map<string, { ids: string[]; best: TakeUp }>()
    for (const p of b.alignment.pairs) {
      const takeUp: TakeUp = p.match === 'partial' ? 'partial' : diminished.has(`${p.lower}\u0000${p.upper}`) ? 'diminished' : 'taken'
      const seen = by.get(p.upper)
      if (!seen) by.set(p.upper, { ids: [p.lower], best: takeUp })
      else {
        seen.ids.push(p.lower)
        seen.best = better(seen.best, takeUp)
      }
    }
    return { body: b.body, by }
  })
  const measures = asked.map((m): MeasureCoverage => {
    const bodies = views.map(({ body, by }) => {
      const found = by.get(m.id)
      return { body, takeUp: found?.best ?? ('untaken' as const), by: found?.ids ?? [] }
    })
    return { measure: m.id, bodies, takeUp: bodies.reduce<TakeUp>((best, b) => better(best, b.takeUp), 'untaken') }
  })
  const best = new Map(measures.map((m) => [m.measure, m.takeUp]))
  const agencies = new Map<string, string[]>()
  for (const m of asked)
    for (const unit of new Set([...m.lead, ...m.responsible].map((u) => u.unit))) {
      const list = agencies.get(unit)
      if (list) list.push(m.id)
      else agencies.set(unit, [m.id])
    }
  return {
    measures,
    untaken: measures.filter((m) => m.takeUp === 'untaken').map((m) => m.measure),
    byBody: views.map(({ body, by }) =>
      group(
        body,
        asked.map((m) => m.id),
        (id) => by.get(id)?.best ?? 'untaken',
      ),
    ),
    byAgency: [...agencies].map(([unit, ids]) => group(unit, ids, (id) => best.get(id) ?? 'untaken')),
    own: below.map((b) => {
      const kinds = new Map(b.plan.measures.map((m) => [m.id, m.kind]))
      return { body: b.body, measures: b.alignment.unmatched.lower.filter((id) => kinds.get(id) === 'measure') }
    }),
  }
}

const ORDER: readonly TakeUp[] = ['untaken', 'partial', 'diminished', 'taken']
const better = (a: TakeUp, b: TakeUp): TakeUp => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b)

function group(key: string, ids: readonly string[], takeUp: (id: string) => TakeUp): CoverageGroup {
  const of = (wanted: TakeUp) => ids.filter((id) => takeUp(id) === wanted)
  return { key, measures: ids, taken: of('taken'), partial: of('partial'), diminished: of('diminished'), untaken: of('untaken') }
}

/** Whether last year's measure goes on: `continued` as an undertaking of its own, `partial` as part of others, or not at all. */
export type Continuity = 'continued' | 'partial' | 'not continued'

export interface CarryOver {
  /** Every measure of last year, in its order, with the measures of this year that carry it on. */
  readonly lastYear: readonly { readonly measure: string; readonly status: Continuity; readonly to: readonly string[] }[]
  /** Measures of this year that were carried over, and those that are new. */
  readonly carriedOver: readonly { readonly measure: string; readonly from: readonly string[] }[]
  readonly fresh: readonly string[]
}

/** What goes on from last year. The alignment is of this year's plan (lower) to last year's (upper). */
export function carryOver(thisYear: Plan, lastYear: Plan, alignment: Alignment): CarryOver {
  const pairs = (side: 'lower' | 'upper', id: string) => alignment.pairs.filter((p) => p[side] === id).sort((a, b) => b.score - a.score)
  const measures = (plan: Plan) => plan.measures.filter((m) => m.kind === 'measure')
  const now = measures(thisYear).map((m) => ({ measure: m.id, from: pairs('lower', m.id).map((p) => p.upper) }))
  return {
    lastYear: measures(lastYear).map((m) => {
      const found = pairs('upper', m.id)
      const status = found.length === 0 ? 'not continued' : found.some((p) => p.match === 'topic') ? 'continued' : 'partial'
      return { measure: m.id, status, to: found.map((p) => p.lower) }
    }),
    carriedOver: now.filter((m) => m.from.length > 0),
    fresh: now.filter((m) => m.from.length === 0).map((m) => m.measure),
  }
}
