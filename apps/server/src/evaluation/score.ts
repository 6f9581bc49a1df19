import { type BodyScore, type Scheme, schemeRefusals, score } from '@yingshang/ledger'
import type { BodyPoints, EvaluationFact, RankedBody, SchemeShape } from '../contract/evaluation.ts'
import { refuse } from '../http/problem.ts'
import type { BodyFact } from './facts.ts'

/** Bodies scored by a scheme, in the shapes of the interface. */

export type Names = ReadonlyMap<string, string>

/** A scheme of a request as the core reads it; one with faults is refused with all of them. */
export function schemeOf(shape: SchemeShape): Scheme {
  const scheme = JSON.parse(JSON.stringify(shape)) as Scheme
  const refusals = schemeRefusals(scheme)
  if (refusals.length > 0)
    throw refuse(
      'scheme.invalid',
      { zh: refusals.map((r) => r.zh).join('；'), en: refusals.map((r) => r.en).join('; ') },
      { errors: refusals.map((r) => ({ path: 'scheme', code: r.code, zh: r.zh, en: r.en })) },
    )
  return scheme
}

/** The shape of a scheme of the core: a copy that answers may hold. */
export const shapeOf = (scheme: Scheme): SchemeShape => JSON.parse(JSON.stringify(scheme)) as SchemeShape

/** Only bodies of which something is known are scored: without any fact there is nothing to rank. */
export function scored(scheme: Scheme, facts: readonly BodyFact[]): readonly BodyScore[] {
  const result = score(scheme, [...new Set(facts.map((f) => f.body))].sort(), facts)
  if (!result.ok) throw refuse('scheme.invalid', { zh: result.refusals[0]!.zh, en: result.refusals[0]!.en })
  return result.value
}

const named = (names: Names, id: string) => ({ id, name: names.get(id) ?? id })

export const rankedBody = (score: BodyScore, names: Names): RankedBody => ({
  body: named(names, score.body),
  total: score.total,
  rank: score.rank,
  measured: score.coverage.measured,
  of: score.coverage.of,
  talks: [...score.talks],
  items: score.items.map((i) => ({ item: i.item, points: i.points, assumed: i.assumed === true })),
})

/** Points one by one, each with the fact that it comes from. */
export function bodyPoints(score: BodyScore, facts: readonly (EvaluationFact | BodyFact)[], names: Names): BodyPoints {
  const byId = new Map(facts.map((f) => [f.id, plainFact(f)]))
  return {
    body: named(names, score.body),
    total: score.total,
    rank: score.rank,
    talks: [...score.talks],
    items: score.items.map((i) => ({
      item: i.item,
      points: i.points,
      raw: i.raw,
      assumed: i.assumed === true,
      lines: i.lines.flatMap(({ fact, points }) => {
        const found = byId.get(fact)
        return found ? [{ fact: found, points }] : []
      }),
    })),
  }
}

/** A fact as results keep it. */
export const plainFact = ({ id, kind, on, level, title, link }: EvaluationFact | BodyFact): EvaluationFact => ({
  id,
  kind,
  on,
  title,
  link,
  ...(level === undefined ? {} : { level }),
})
