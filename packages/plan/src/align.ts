import { findMarkedUnits, isCollective, unitCore } from './agency.ts'
import type { Measure, Plan } from './model.ts'
import { foldText, grams, overlap, rarity, type Vector, vector } from './similarity.ts'

/**
 * Which measure of one plan answers which measure of another: a city's plan to the province's, a court's to the city's, this year's to last
 * year's. `upper` is the plan that asks (the superior's, or last year's), `lower` the one that answers. A measure may have several
 * partners on either side. The result depends on nothing but the two plans, and swapping the plans swaps the pairs.
 */

/** Why two measures are thought to be partners, each from 0 to 1; null when one side has nothing to compare. */
export interface Reasons {
  readonly title: number | null
  readonly text: number
  /** The better of: how much of the shorter text's weight stands in the other. */
  readonly cover: number
  readonly numbers: number | null
  readonly units: number | null
  readonly headings: number | null
}

/** Who says that the two belong together. */
export type PairOrigin = 'machine' | 'confirmed' | 'corrected' | 'added'

export interface AlignedPair {
  /** Measure ids. */
  readonly lower: string
  readonly upper: string
  /** 0 to 1. */
  readonly score: number
  readonly reasons: Reasons
  /** `topic`: the same undertaking (each the other's best partner, or very alike). `partial`: some of it. */
  readonly match: 'topic' | 'partial'
  /** 1 when it is the best partner of the lower measure, 2 the second best, and the same seen from the upper measure. */
  readonly rank: { readonly lower: number; readonly upper: number }
  readonly origin: PairOrigin
  /** Id of the decision behind an origin other than machine. */
  readonly decision?: string
}

export interface Alignment {
  /** In the order of the lower plan, best partner first. */
  readonly pairs: readonly AlignedPair[]
  /** Ids of the measures without a partner, in the order of their plan. */
  readonly unmatched: { readonly lower: readonly string[]; readonly upper: readonly string[] }
}

export interface AlignOptions {
  /** What to align: measures, or the governance paragraphs. Never across the two. */
  readonly kinds?: readonly Measure['kind'][]
  /** A pair below is not offered. */
  readonly minScore?: number
  /** From here on a pair is `topic` even when one of the two has a better partner. */
  readonly topicScore?: number
  /** At most so many partners for a measure. */
  readonly maxPartners?: number
}

export const ALIGN_DEFAULTS = { kinds: ['measure', 'governance'], minScore: 0.2, topicScore: 0.3, maxPartners: 4 } as const

interface Profile {
  readonly measure: Measure
  readonly index: number
  readonly title: Vector
  readonly text: Vector
  readonly headings: Vector
  readonly numbers: ReadonlySet<string>
  readonly units: ReadonlySet<string>
}

/**
 * Aligns two plans. Linear in the text, plus the postings of an inverted index over the rarer bigrams: measures that share no rare
 * bigram are never compared.
 */
export function align(lower: Plan, upper: Plan, options: AlignOptions = {}): Alignment {
  const { kinds, minScore, topicScore, maxPartners } = { ...ALIGN_DEFAULTS, ...options }
  const pairs: AlignedPair[] = []
  const all = profiles([lower, upper])
  for (const kind of new Set(kinds)) {
    const side = (n: 0 | 1) => all[n].filter((p) => p.measure.kind === kind)
    pairs.push(...choose(side(0), side(1), candidates(side(0), side(1), minScore), topicScore, maxPartners))
  }
  return withUnmatched(pairs, lower, upper, new Set<Measure['kind']>(kinds))
}

/** Puts pairs in order and lists what has no partner. */
export function withUnmatched(
  pairs: readonly AlignedPair[],
  lower: Plan,
  upper: Plan,
  kinds: ReadonlySet<Measure['kind']> = new Set(['measure', 'governance']),
): Alignment {
  const order = (plan: Plan) => new Map(plan.measures.map((m, i) => [m.id, i]))
  const [l, u] = [order(lower), order(upper)]
  const sorted = [...pairs].sort((a, b) => l.get(a.lower)! - l.get(b.lower)! || b.score - a.score || u.get(a.upper)! - u.get(b.upper)!)
  const free = (plan: Plan, side: 'lower' | 'upper') => {
    const taken = new Set(sorted.map((p) => p[side]))
    return plan.measures.filter((m) => kinds.has(m.kind) && !taken.has(m.id)).map((m) => m.id)
  }
  return { pairs: sorted, unmatched: { lower: free(lower, 'lower'), upper: free(upper, 'upper') } }
}

/** The likeness of one named pair, for pairs that a person made. */
export function comparePair(lower: Plan, upper: Plan, lowerId: string, upperId: string): { score: number; reasons: Reasons } | null {
  const [l, u] = profiles([lower, upper])
  const a = l.find((p) => p.measure.id === lowerId)
  const b = u.find((p) => p.measure.id === upperId)
  return a && b ? compare(a, b) : null
}

function profiles(plans: readonly [Plan, Plan]): [Profile[], Profile[]] {
  const raw = plans.map((plan) =>
    plan.measures.map((measure, index) => {
      const title = grams(foldText(measure.title ?? ''))
      // The title speaks for the whole, so its words count in the text as well.
      const text = [...grams(foldText(body(measure, plan))), ...title]
      return { measure, index, title, text, headings: grams(topic(measure.path)) }
    }),
  )
  const rare = rarity(raw.flat().map((r) => r.text))
  const finish = (list: (typeof raw)[number]): Profile[] =>
    list.map((r) => ({
      measure: r.measure,
      index: r.index,
      title: vector(r.title, rare),
      text: vector(r.text, rare),
      headings: vector(r.headings, rare),
      numbers: new Set(r.measure.targets.map((t) => `${t.value}${t.unit}`)),
      units: new Set([...r.measure.lead, ...r.measure.responsible].filter((x) => !isCollective(x.unit)).map((x) => unitCore(x.unit))),
    }))
  return [finish(raw[0]!), finish(raw[1]!)]
}

/**
 * The domain that the headings name: the innermost heading that is about a subject, without its number. Headings that only say what kind
 * of part follows (主要任务, 重点任务, 配套措施) name none.
 */
function topic(path: readonly string[]): string {
  for (const heading of [...path].reverse()) {
    const words = foldText(heading)
      .replace(/^(?:第?[一二三四五六七八九十百零\d]+(?:章|部分|条)?[、.]?|\([一二三四五六七八九十\d]+\))+/u, '')
      .replace(/\(.*$/u, '')
      .replace(/(?:领域|方面|工作|专项|行动|指标)+$/u, '')
    if (words.length >= 2 && !/^(?:主要|重点|工作|具体|配套|改革|目标|总体|任务|措施|举措|清单|安排|内容|和|及|与)+$/u.test(words))
      return words
  }
  return ''
}

/** The words of a measure without its title and its lists of units and persons, which say nothing about the undertaking. */
function body(measure: Measure, plan: Plan): string {
  const cut = findMarkedUnits(measure)
  if (measure.titleSpan) cut.push(measure.titleSpan)
  cut.sort((a, b) => a.start - b.start)
  const source = plan.source.text
  let text = ''
  let at = measure.span.start
  for (const c of cut) {
    if (c.start > at) text += `${source.slice(at, c.start)}\n`
    at = Math.max(at, c.end)
  }
  return text + source.slice(at, measure.span.end)
}

interface Candidate {
  readonly a: Profile
  readonly b: Profile
  readonly score: number
  readonly reasons: Reasons
}

/** Only so many of the most promising partners of a measure are compared in full. */
const SHORTLIST = 40

/** Pairs worth a full comparison: by an inverted index over grams, those on the short list of either of their measures. */
function candidates(lower: readonly Profile[], upper: readonly Profile[], minScore: number): Candidate[] {
  const postings = new Map<string, { readonly lower: [number, number][]; readonly upper: [number, number][] }>()
  const post = (side: 'lower' | 'upper') => (p: Profile, i: number) => {
    for (const [gram, weight] of p.text.weights) {
      let list = postings.get(gram)
      if (!list) {
        list = { lower: [], upper: [] }
        postings.set(gram, list)
      }
      list[side].push([i, weight])
    }
  }
  lower.forEach(post('lower'))
  upper.forEach(post('upper'))
  // A gram that stands in more than a third of the measures brings nobody together.
  const common = Math.max(16, (lower.length + upper.length) / 3)
  const width = upper.length
  const promise = new Float64Array(lower.length * width)
  for (const list of postings.values()) {
    if (list.lower.length + list.upper.length > common) continue
    for (const [i, x] of list.lower) for (const [j, y] of list.upper) promise[i * width + j]! += x * y
  }
  // Ties at the edge of a short list are all let in, so that the order of the plan decides nothing.
  const edge = (values: number[]) => values.filter((v) => v > 0).sort((x, y) => y - x)[SHORTLIST - 1] ?? 0
  const rows = lower.map((_, i) => edge(Array.from(promise.subarray(i * width, (i + 1) * width))))
  const columns = upper.map((_, j) => edge(lower.map((_, i) => promise[i * width + j]!)))
  const out: Candidate[] = []
  lower.forEach((a, i) => {
    upper.forEach((b, j) => {
      const p = promise[i * width + j]!
      if (p <= 0 || (p < rows[i]! && p < columns[j]!)) return
      const { score, reasons } = compare(a, b)
      if (score >= minScore) out.push({ a, b, score, reasons })
    })
  })
  return out
}

/** Shares of the score; a reason that one side has nothing for is left out and the rest weighs more. */
const WEIGHTS = { title: 0.3, text: 0.4, cover: 0.25, headings: 0.1 } as const
/** What agreeing units and numbers add: they say much when they agree, and nothing when the levels simply name others. */
const BONUS = { units: 0.03, numbers: 0.03 } as const
/** A pair is kept when it reaches this share of the better of the best scores of its two measures. */
const NEAR_TOP = 0.7

function compare(a: Profile, b: Profile): { score: number; reasons: Reasons } {
  const words = overlap(a.text, b.text)
  const [text, cover] = [words.cosine, Math.max(words.ofFirst, words.ofSecond)]
  const title = a.title.norm && b.title.norm ? overlap(a.title, b.title).cosine : null
  const domain = a.headings.norm && b.headings.norm ? overlap(a.headings, b.headings) : null
  const headings = domain && Math.max(domain.ofFirst, domain.ofSecond)
  const numbers = a.numbers.size && b.numbers.size ? jaccard(a.numbers, b.numbers) : null
  const units = a.units.size && b.units.size ? jaccard(a.units, b.units) : null
  const reasons: Reasons = { title, text, cover, numbers, units, headings }
  let sum = 0
  let weight = 0
  for (const key of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]) {
    const value = reasons[key]
    if (value === null) continue
    sum += WEIGHTS[key] * value
    weight += WEIGHTS[key]
  }
  const score = Math.min(1, sum / weight + BONUS.units * (units ?? 0) + BONUS.numbers * (numbers ?? 0))
  return { score: Math.round(score * 1e6) / 1e6, reasons }
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const x of a) if (b.has(x)) shared++
  return shared / (a.size + b.size - shared)
}

/** Keeps a pair when neither of its two measures has a much better partner. */
function choose(
  lower: readonly Profile[],
  upper: readonly Profile[],
  found: readonly Candidate[],
  topicScore: number,
  maxPartners: number,
): AlignedPair[] {
  const ranks = (side: 'a' | 'b', profiles: readonly Profile[]) => {
    const lists = new Map<Profile, Candidate[]>(profiles.map((p) => [p, []]))
    for (const c of found) lists.get(c[side])!.push(c)
    const other = side === 'a' ? 'b' : 'a'
    for (const list of lists.values()) list.sort((x, y) => y.score - x.score || x[other].index - y[other].index)
    return lists
  }
  const ofLower = ranks('a', lower)
  const ofUpper = ranks('b', upper)
  const out: AlignedPair[] = []
  for (const c of found) {
    const l = ofLower.get(c.a)!
    const u = ofUpper.get(c.b)!
    const rank = { lower: l.indexOf(c) + 1, upper: u.indexOf(c) + 1 }
    if (rank.lower > maxPartners || rank.upper > maxPartners) continue
    if (c.score < NEAR_TOP * Math.max(l[0]!.score, u[0]!.score)) continue
    out.push({
      lower: c.a.measure.id,
      upper: c.b.measure.id,
      score: c.score,
      reasons: c.reasons,
      match: (rank.lower === 1 && rank.upper === 1) || c.score >= topicScore ? 'topic' : 'partial',
      rank,
      origin: 'machine',
    })
  }
  return out
}
