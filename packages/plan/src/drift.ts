import { accountabilityDrift } from './accountability.ts'
import type { Alignment } from './align.ts'
import { deadlineDrift, targetDrift } from './commitments.ts'
import { mechanismDrift } from './mechanism.ts'
import type { Comparator, Measure, Plan, Span } from './model.ts'
import { foldText, grams, type Rarity, rarity } from './similarity.ts'

/**
 * How the commitment of one measure changed against the measure that it answers. `upper` is the yardstick (the superior's plan or last
 * year's), `lower` the plan that is judged: stricter and added mean that the lower plan does more, weaker and dropped that it does less.
 */

export type DriftKind = 'same' | 'stricter' | 'weaker' | 'dropped' | 'added'
export type DriftAspect = 'deadline' | 'target' | 'mechanism' | 'condition' | 'accountability'

/** Words of a plan with their place in its source. */
export interface Quote {
  readonly text: string
  readonly span: Span
}

/** What was compared, for deadlines and targets. */
export type DriftValue =
  | { readonly due: string }
  | { readonly value: number; readonly valueMax?: number; readonly unit: string; readonly comparator: Comparator }

export interface Drift {
  readonly aspect: DriftAspect
  readonly kind: DriftKind
  readonly lower: Quote | null
  readonly upper: Quote | null
  /** The upper's and the lower's value. */
  readonly from?: DriftValue
  readonly to?: DriftValue
  /** For targets: which way is better, when the language says so. */
  readonly better?: 'up' | 'down' | null
  /** Stable code of the rule that judged, e.g. `target.value`, `mechanism.verb`. */
  readonly rule: string
  /** Why, in one sentence for officers. */
  readonly reason: { readonly zh: string; readonly en: string }
  /** 0 to 1. */
  readonly confidence: number
}

/** Drift of one pair. */
export interface PairDrift {
  readonly lower: string
  readonly upper: string
  readonly drift: readonly Drift[]
}

/** The two sides of a pair, each with the plan whose source its spans index. */
export interface DriftPair {
  readonly lower: { readonly plan: Plan; readonly measure: Measure }
  readonly upper: { readonly plan: Plan; readonly measure: Measure }
}

/** Drift of one pair: deadlines, targets, mechanisms, conditions, accountability, in this order, each in the order of the text. */
export function drift(pair: DriftPair): Drift[] {
  return driftWith(pair, wordsOf(pair.lower.plan, pair.upper.plan))
}

/**
 * Drift of every pair of an alignment, in its order. Where a measure has several partners, what one of them takes up is not reported as
 * dropped against the others, and what answers one of them is not reported as added.
 */
export function driftAll(alignment: Alignment, lower: Plan, upper: Plan): PairDrift[] {
  const rare = wordsOf(lower, upper)
  const index = (plan: Plan) => new Map(plan.measures.map((m) => [m.id, m]))
  const [l, u] = [index(lower), index(upper)]
  const all = alignment.pairs.flatMap((p): PairDrift[] => {
    const a = l.get(p.lower)
    const b = u.get(p.upper)
    if (!a || !b) return []
    return [
      {
        lower: p.lower,
        upper: p.upper,
        drift: driftWith({ lower: { plan: lower, measure: a }, upper: { plan: upper, measure: b } }, rare),
      },
    ]
  })
  const key = (aspect: DriftAspect, quote: Quote) => `${aspect} ${quote.span.start} ${quote.span.end}`
  const answered = { lower: new Set<string>(), upper: new Set<string>() }
  for (const { drift } of all)
    for (const d of drift) {
      if (d.kind === 'dropped' || d.kind === 'added' || !d.lower || !d.upper) continue
      answered.lower.add(key(d.aspect, d.lower))
      answered.upper.add(key(d.aspect, d.upper))
    }
  return all.map((p) => ({
    ...p,
    drift: p.drift.filter(
      (d) =>
        !(d.kind === 'dropped' && d.upper && answered.upper.has(key(d.aspect, d.upper))) &&
        !(d.kind === 'added' && d.lower && answered.lower.has(key(d.aspect, d.lower))),
    ),
  }))
}

function driftWith(pair: DriftPair, rare: Rarity): Drift[] {
  return [...deadlineDrift(pair, rare), ...targetDrift(pair, rare), ...mechanismDrift(pair, rare), ...accountabilityDrift(pair)]
}

const wordsOf = (lower: Plan, upper: Plan) => rarity([...lower.measures, ...upper.measures].map((m) => grams(foldText(m.text))))
