import { quoteOf } from './commitments.ts'
import { difference } from './difference.ts'
import type { Drift, DriftKind, DriftPair, Quote } from './drift.ts'
import type { Plan } from './model.ts'
import { ownersOf, type PromiseClause, promisesOf } from './promises.ts'
import { dice, foldText, type Rarity } from './similarity.ts'
import { answers, type Weighed, weigh } from './weighing.ts'
import { ambition, BINDING, type ConditionKind, conditionsIn, content, HEDGES, isEffect, leadingVerb, wordsIn } from './wording.ts'

/**
 * Drift of what is to be done: clauses of the two measures are matched by their rarer words, and each match is judged by its verbs, its
 * hedges and the words that fell away. What a commitment is made to depend on is drift of its own.
 */

interface Known extends Weighed {
  /** Place among the clauses of the measure. */
  readonly index: number
  readonly clause: PromiseClause
  readonly quote: Quote
}

/** Parts that describe the situation and promise nothing. */
const DESCRIPTIVE = /难点|问题|现状|背景|依据/u
/** Parts that only name the aim. */
const AIM = /^(?:目标任务|任务目标|工作目标|改革目标)$/u

/** A clause and its partner are the same undertaking from here on. */
const SAME_UNDERTAKING = 0.5
/** From here on the clause of the steps is held against what was asked, even where the aim repeats it in full. */
const ALSO_IN_STEPS = 0.38

/** Drift of mechanisms and conditions. `rare` weighs words by how rare they are in the two plans. */
export function mechanismDrift(pair: DriftPair, rare: Rarity): Drift[] {
  const owners = new Set([...ownersOf(pair.lower.measure), ...ownersOf(pair.upper.measure)])
  const know = (side: DriftPair['lower']): Known[] =>
    promisesOf(side.measure, side.plan, owners).map((clause, index) => ({
      index,
      clause,
      quote: quoteOf(side.plan, clause.span),
      ...weigh(clause.core, rare),
    }))
  const lower = know(pair.lower)
  const upper = know(pair.upper)
  const lowerText = foldText(pair.lower.plan.source.text.slice(pair.lower.measure.span.start, pair.lower.measure.span.end))
  const stepsText = lower
    .filter((l) => !AIM.test(l.clause.part ?? ''))
    .map((l) => l.clause.text)
    .join('\n')
  const lowerWords = new Set(lower.flatMap((l) => [...l.weights.keys()]))
  const near = neighbours(lower)
  const out: Drift[] = []
  const taken = new Set<Known>()
  for (const u of upper) {
    const ranked = near(u)
      .map((l) => ({ l, score: answers(u, l) }))
      .filter((c) => c.score >= ALSO_IN_STEPS)
      .sort((a, b) => b.score - a.score || a.l.index - b.l.index)
    const best = ranked[0]
    if (best && best.score >= SAME_UNDERTAKING) {
      for (const c of ranked) if (c.score >= SAME_UNDERTAKING) taken.add(c.l)
      const row = judge(best.l, u, best.score, lowerText)
      out.push(row)
      const step = row.kind === 'same' && AIM.test(best.l.clause.part ?? '') ? weakerStep(ranked.slice(1), u, stepsText) : null
      if (step) {
        taken.add(step.l)
        out.push(step.row)
      }
    } else if (shareIn(u, lowerWords) >= 0.85 && u.weights.size >= 4)
      out.push(
        row('same', 'mechanism.spread', best?.l.quote ?? null, u.quote, 0.5, ['内容分散在多处', 'Its content stands in several places']),
      )
    else if (!isEffect(u.clause.core))
      out.push(row('dropped', 'mechanism.dropped', null, u.quote, 0.6, ['下级方案未见此项举措', 'Not taken up in the lower plan']))
  }
  out.push(
    ...additions(
      lower.filter((l) => !taken.has(l)),
      foldText(pair.lower.measure.title ?? ''),
      pair.lower.plan,
    ),
  )
  return [...out, ...conditionDrift(lower, upper)]
}

/** A word that stands in more clauses than this brings none together. */
const EVERYWHERE = 200

/** Clauses that share a word with a clause. Only the rarer half of its words is asked for: without one of them nothing is alike. */
function neighbours(list: readonly Known[]): (of: Known) => Known[] {
  const postings = new Map<string, Known[]>()
  for (const k of list)
    for (const gram of k.weights.keys()) {
      const known = postings.get(gram)
      if (known) known.push(k)
      else postings.set(gram, [k])
    }
  return (of) => {
    const grams = [...of.weights.keys()].filter((g) => postings.has(g)).sort((a, b) => postings.get(a)!.length - postings.get(b)!.length)
    const found = new Set<Known>()
    for (const gram of grams.slice(0, Math.max(6, Math.ceil(grams.length / 2)))) {
      const known = postings.get(gram)!
      if (known.length > EVERYWHERE && found.size > 0) break
      for (const k of known) found.add(k)
    }
    return [...found]
  }
}

function row(
  kind: DriftKind,
  rule: string,
  lower: Quote | null,
  upper: Quote | null,
  confidence: number,
  [zh, en]: readonly [string, string],
): Drift {
  return { aspect: 'mechanism', kind, lower, upper, rule, reason: { zh, en }, confidence: Math.round(confidence * 100) / 100 }
}

/** The share of a clause's words that stand somewhere in the other measure. */
function shareIn(u: Known, words: ReadonlySet<string>): number {
  let shared = 0
  for (const [g, w] of u.weights) if (words.has(g)) shared += w
  return u.sum ? shared / u.sum : 0
}

/** The aim repeats what was asked; a step that does less is still weaker. */
function weakerStep(
  ranked: readonly { readonly l: Known; readonly score: number }[],
  u: Known,
  stepsText: string,
): { l: Known; row: Drift } | null {
  for (const c of ranked) {
    const part = c.l.clause.part ?? ''
    if (AIM.test(part) || DESCRIPTIVE.test(part)) continue
    const judged = judge(c.l, u, c.score, stepsText)
    return judged.kind === 'weaker' ? { l: c.l, row: { ...judged, confidence: Math.min(judged.confidence, 0.5) } } : null
  }
  return null
}

/** Judges a matched clause. The first rule that speaks decides. */
function judge(l: Known, u: Known, score: number, lowerText: string): Drift {
  const [lc, uc] = [l.clause.core, u.clause.core]
  const say = (kind: DriftKind, rule: string, zh: string, en: string) => row(kind, rule, l.quote, u.quote, score, [zh, en])
  const [aimL, aimU] = [ambition(l.clause.text), ambition(u.clause.text)]
  if (aimL !== null && aimU !== null && aimL !== aimU)
    return aimL > aimU
      ? say('weaker', 'mechanism.ambition', '对标范围缩小', 'Aims to lead in a smaller field')
      : say('stricter', 'mechanism.ambition', '对标范围扩大', 'Aims to lead in a wider field')
  const wider = /尤其是|特别是/u
  if (wider.test(lc) && !wider.test(uc)) return say('stricter', 'mechanism.scope', '适用范围扩大', 'Applies to more')
  if (wider.test(uc) && !wider.test(lc)) return say('weaker', 'mechanism.scope', '适用范围缩小', 'Applies to less')

  // The name of a document is not the wording of the clause.
  const [plainL, plainU] = [lc.replace(/《[^》]*》/g, ''), uc.replace(/《[^》]*》/g, '')]
  const hedgesL = wordsIn(HEDGES, plainL).filter((w) => !uc.includes(w))
  const hedgesU = wordsIn(HEDGES, plainU).filter((w) => !lc.includes(w))
  if (hedgesL.length > hedgesU.length) return say('weaker', 'mechanism.hedge', `加了“${hedgesL[0]}”，力度减弱`, 'A hedge was added')
  if (hedgesU.length > hedgesL.length) return say('stricter', 'mechanism.hedge', `去掉“${hedgesU[0]}”，力度加强`, 'A hedge was taken away')

  const [verbL, verbU] = [leadingVerb(lc), leadingVerb(uc)]
  if (verbL && verbU && verbL.force < verbU.force && !lc.includes(verbU.verb))
    return say('weaker', 'mechanism.verb', `“${verbU.verb}”改为“${verbL.verb}”`, 'A weaker verb')

  const lost = wordsIn(BINDING, uc).filter((w) => !lc.includes(w))
  const gained = wordsIn(BINDING, lc).filter((w) => !uc.includes(w))
  if (lost.length > gained.length) return say('weaker', 'mechanism.binding', `“${lost[0]}”不再要求`, 'A binding word is gone')

  if (gained.length > lost.length && score >= 0.7)
    return say('stricter', 'mechanism.binding', `增加“${gained[0]}”要求`, 'A binding word is added')

  // Numbers are judged as targets; a clause that is only loosely like the other says nothing by what it lacks.
  if (score < 0.55 || /\d/.test(uc)) return say('same', 'mechanism.same', '举措一致', 'Same undertaking')
  const diff = difference(uc, lc)
  const gone = diff.dropped.map(content).filter((d) => d.length >= 3 && !lowerText.includes(d))
  if (gone.length > 0) {
    // Words left over from several places may not read as one phrase; only what stands there in one piece is named.
    const named = gone.find((d) => uc.includes(d))
    return say('weaker', 'mechanism.narrowed', named === undefined ? '部分内容不再包括' : `不再包括“${named}”`, 'Part of it is gone')
  }
  return say('same', 'mechanism.same', '举措一致', 'Same undertaking')
}

/** How far back a repetition is looked for. */
const SAID_BEFORE = 200

/** Clauses that nobody asked for; those that follow each other in one sentence are one addition. */
function additions(free: readonly Known[], title: string, plan: Plan): Drift[] {
  const out: { first: Known; last: Known; quote: Quote }[] = []
  const said: string[] = []
  for (const l of free) {
    const { clause } = l
    // Plans repeat a step as an aim or the other way round; it was added once.
    if (said.slice(-SAID_BEFORE).some((core) => Math.abs(core.length - clause.core.length) <= 12 && dice(core, clause.core) > 0.75))
      continue
    if (DESCRIPTIVE.test(clause.part ?? '') || isEffect(clause.core)) continue
    if (conditionsIn(clause.text).length > 0 && clause.text.length < 20) continue
    if (title.length > 0 && dice(title, clause.core) > 0.8) continue
    said.push(clause.core)
    const previous = out.at(-1)
    if (previous && previous.last.clause.sentence === clause.sentence && l.index === previous.last.index + 1) {
      const span = { start: previous.first.clause.span.start, end: clause.span.end }
      out[out.length - 1] = { ...previous, last: l, quote: quoteOf(plan, span) }
      continue
    }
    out.push({ first: l, last: l, quote: l.quote })
  }
  return out.map((a) => row('added', 'mechanism.added', a.quote, null, 0.6, ['下级方案新增的举措', 'Added by the lower plan']))
}

const CONDITION_WORDS: Readonly<Record<ConditionKind, readonly [string, string]>> = {
  deployment: ['上级部署', 'deployment from above'],
  approval: ['批准同意', 'approval'],
  circumstances: ['条件是否成熟', 'circumstances'],
}

/** What the one side makes its commitment depend on and the other does not. */
function conditionDrift(lower: readonly Known[], upper: readonly Known[]): Drift[] {
  const find = (list: readonly Known[]) => {
    const found = new Map<ConditionKind, Known>()
    for (const k of list) for (const kind of conditionsIn(k.clause.text)) if (!found.has(kind)) found.set(kind, k)
    return found
  }
  const [below, above] = [find(lower), find(upper)]
  const kinds = new Set([...below.keys(), ...above.keys()])
  return [...kinds].map((kind): Drift => {
    const [l, u] = [below.get(kind), above.get(kind)]
    const [zh, en] = CONDITION_WORDS[kind]
    const same = { aspect: 'condition', lower: l?.quote ?? null, upper: u?.quote ?? null, confidence: 0.7 } as const
    if (l && u) return { ...same, kind: 'same', rule: `condition.${kind}`, reason: { zh: `都以${zh}为前提`, en: `Both depend on ${en}` } }
    return l
      ? { ...same, kind: 'weaker', rule: `condition.${kind}`, reason: { zh: `改为以${zh}为前提`, en: `Now depends on ${en}` } }
      : { ...same, kind: 'stricter', rule: `condition.${kind}`, reason: { zh: `不再以${zh}为前提`, en: `No longer depends on ${en}` } }
  })
}
