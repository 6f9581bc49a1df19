import { ALIGN_DEFAULTS, type AlignedPair, type Alignment, comparePair, withUnmatched } from './align.ts'
import { anchorIndex, type MeasureAnchor } from './anchor.ts'
import { type Recorded, standing, type Undo } from './correct.ts'
import type { Plan } from './model.ts'

/**
 * What officers decided about pairs. Decisions are records beside the alignment, found again by anchors, and hold against whatever the
 * machine proposes after plans were read or aligned again.
 */

/**
 * `confirmed`: the machine's pair is right. `added`: a pair the machine did not see. `rejected`: the two do not belong together.
 * `corrected`: the lower measure answers `upper`, and not `insteadOf`. Of two decisions about the same pair the later holds.
 */
export type PairDecision = Recorded & { readonly lower: MeasureAnchor; readonly upper: MeasureAnchor } & (
    | { readonly verdict: 'confirmed' | 'added' | 'rejected' }
    | { readonly verdict: 'corrected'; readonly insteadOf: MeasureAnchor }
  )

export type Decision = PairDecision | Undo

export interface Decided {
  readonly alignment: Alignment
  /** Decisions of which a measure was not found again; to be shown to a person. */
  readonly unmatched: readonly Decision[]
}

/** Applies decisions to an alignment of the two plans. Pure; the order of the list does not matter; applying twice is applying once. */
export function decide(
  alignment: Alignment,
  decisions: readonly Decision[],
  plans: { readonly lower: Plan; readonly upper: Plan },
): Decided {
  const unmatched: Decision[] = []
  const lowerIndex = anchorIndex(plans.lower)
  const upperIndex = anchorIndex(plans.upper)
  const key = (lower: string, upper: string) => `${lower}\u0000${upper}`
  const pairs = new Map(alignment.pairs.map((p) => [key(p.lower, p.upper), p]))
  for (const decision of standing<PairDecision>(decisions)) {
    const lower = lowerIndex.find(decision.lower)?.measure.id
    const upper = upperIndex.find(decision.upper)?.measure.id
    if (lower === undefined || upper === undefined) {
      unmatched.push(decision)
      continue
    }
    if (decision.verdict === 'rejected') {
      pairs.delete(key(lower, upper))
      continue
    }
    if (decision.verdict === 'corrected') {
      const wrong = upperIndex.find(decision.insteadOf)?.measure.id
      if (wrong !== undefined && wrong !== upper) pairs.delete(key(lower, wrong))
    }
    const machine = pairs.get(key(lower, upper))
    pairs.set(key(lower, upper), {
      ...(machine ?? madeByHand(plans, lower, upper)),
      origin: decision.verdict,
      decision: decision.id,
    })
  }
  const kinds = new Set([...plans.lower.measures, ...plans.upper.measures].map((m) => m.kind))
  return { alignment: withUnmatched([...pairs.values()], plans.lower, plans.upper, kinds), unmatched }
}

function madeByHand(plans: { readonly lower: Plan; readonly upper: Plan }, lower: string, upper: string): AlignedPair {
  const { score, reasons } = comparePair(plans.lower, plans.upper, lower, upper)!
  return {
    lower,
    upper,
    score,
    reasons,
    match: score >= ALIGN_DEFAULTS.topicScore ? 'topic' : 'partial',
    rank: { lower: 1, upper: 1 },
    origin: 'added',
  }
}
