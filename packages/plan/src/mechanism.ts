import { type Clause, clausesOf, ownersOf } from './clauses.ts'
import type { Drift, DriftPair } from './drift.ts'
import { grams, type Rarity, vector } from './similarity.ts'
import { force, hedges } from './wording.ts'

/**
 * Drift of what is to be done: clauses of the two measures are matched, and each match is judged by its verbs, its hedges and the words
 * that fell away.
 */

interface Known {
  readonly clause: Clause
  readonly weights: ReadonlyMap<string, number>
  readonly sum: number
}

/** Parts that describe the situation and promise nothing. */
const DESCRIPTIVE = new Set(['重点难点', '难点', '存在问题', '现状'])

/** Drift of mechanisms. `rare` weighs words by how rare they are in the two plans. */
export function mechanismDrift(pair: DriftPair, rare: Rarity): Drift[] {
  const owners = new Set([...ownersOf(pair.lower.measure), ...ownersOf(pair.upper.measure)])
  const know = (side: DriftPair['lower']): Known[] =>
    clausesOf(side.measure, side.plan, owners).map((clause) => {
      const v = vector(grams(clause.core), rare)
      return { clause, weights: v.weights, sum: v.sum }
    })
  const lower = know(pair.lower)
  const upper = know(pair.upper)
  const out: Drift[] = []
  const taken = new Set<Known>()
  for (const u of upper) {
    const ranked = lower
      .map((l) => ({ l, score: both(u, l) }))
      .filter((c) => c.score >= 0.5)
      .sort((a, b) => b.score - a.score)
    for (const c of ranked) taken.add(c.l)
    const best = ranked[0]
    if (best) out.push(judge(best.l, u, best.score))
    else
      out.push({
        aspect: 'mechanism',
        kind: 'dropped',
        lower: null,
        upper: { text: u.clause.text, span: u.clause.span },
        rule: 'mechanism.dropped',
        reason: { zh: '下级方案未见此项举措', en: 'The lower plan does not take this up' },
        confidence: 0.6,
      })
  }
  for (const l of lower) {
    if (taken.has(l) || DESCRIPTIVE.has(l.clause.part ?? '')) continue
    out.push({
      aspect: 'mechanism',
      kind: 'added',
      lower: { text: l.clause.text, span: l.clause.span },
      upper: null,
      rule: 'mechanism.added',
      reason: { zh: '下级方案新增的举措', en: 'Added by the lower plan' },
      confidence: 0.6,
    })
  }
  return out
}

function both(a: Known, b: Known): number {
  let shared = 0
  for (const [g, w] of a.weights) if (b.weights.has(g)) shared += w
  return a.sum && b.sum ? Math.max((2 * shared) / (a.sum + b.sum), 0.8 * (shared / a.sum)) : 0
}

function judge(l: Known, u: Known, score: number): Drift {
  const weaker = hedges(l.clause.core) > hedges(u.clause.core) || force(l.clause.core) < force(u.clause.core)
  return {
    aspect: 'mechanism',
    kind: weaker ? 'weaker' : 'same',
    lower: { text: l.clause.text, span: l.clause.span },
    upper: { text: u.clause.text, span: u.clause.span },
    rule: weaker ? 'mechanism.verb' : 'mechanism.same',
    reason: weaker ? { zh: '措辞减弱', en: 'Weaker wording' } : { zh: '举措一致', en: 'Same undertaking' },
    confidence: Math.round(score * 100) / 100,
  }
}
