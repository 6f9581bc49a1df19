import type { Drift, DriftKind, DriftPair, DriftValue, Quote } from './drift.ts'
import type { Measure, Milestone, Plan, Span, Target } from './model.ts'
import { commonSubsequence, dice, fold, foldText, type Rarity, unfold } from './similarity.ts'
import { alike, type Weighed, weigh } from './weighing.ts'

/**
 * Drift of what can be checked by a number: deadlines and targets.
 */

/** From here on two dates are about the same thing. */
const SAME_THING = 0.36

interface Dated {
  readonly milestone: Milestone
  readonly quote: Quote
  /** Folded words of what is due, to the end of the sentence or the next date. */
  readonly what: string
  readonly weighed: Weighed
}

/** Drift of deadlines. Between years the upper dates are moved by the difference of the plan years first. */
export function deadlineDrift(pair: DriftPair, rare: Rarity): Drift[] {
  const lower = datesOf(pair.lower.plan, pair.lower.measure, rare)
  const upper = datesOf(pair.upper.plan, pair.upper.measure, rare)
  const [below, above] = [searchable(pair.lower, rare), searchable(pair.upper, rare)]
  const out: Drift[] = []
  const links = match(lower, upper, (l, u) => {
    const words = alike(l.weighed, u.weighed)
    return words < SAME_THING ? 0 : words + (l.milestone.due === u.milestone.due ? 0.05 : 0)
  })
  for (const [l, u] of links.pairs) out.push(compareDates(pair, l, u))
  for (const u of links.upper) {
    const kept = nearest(u.what, below, rare)
    out.push({
      aspect: 'deadline',
      kind: 'dropped',
      lower: kept,
      upper: u.quote,
      ...(u.milestone.due ? { from: { due: u.milestone.due } } : {}),
      rule: 'deadline.dropped',
      reason: kept
        ? { zh: `任务仍在，时限“${u.milestone.text}”不再写`, en: `The task stays, its deadline (${u.milestone.due ?? 'relative'}) is gone` }
        : { zh: `带时限“${u.milestone.text}”的任务未见承接`, en: `The dated task (${u.milestone.due ?? 'relative'}) is not taken up` },
      confidence: kept ? 0.8 : 0.7,
    })
  }
  for (const l of links.lower) {
    const asked = nearest(l.what, above, rare)
    out.push({
      aspect: 'deadline',
      kind: 'added',
      lower: l.quote,
      upper: asked,
      ...(l.milestone.due ? { to: { due: l.milestone.due } } : {}),
      rule: 'deadline.added',
      reason: { zh: `新加时限“${l.milestone.text}”`, en: `A deadline is added (${l.milestone.due ?? 'relative'})` },
      confidence: 0.8,
    })
  }
  return out
}

/** Dated clauses, the same date for the same thing once. */
function datesOf(plan: Plan, measure: Measure, rare: Rarity): Dated[] {
  const out: Dated[] = []
  for (const milestone of measure.milestones) {
    const others = measure.milestones.filter((m) => m.span.start > milestone.span.start).map((m) => m.span.start)
    const start = clauseStart(plan, measure, Math.min(milestone.clause.span.start, milestone.span.start))
    const stop = Math.min(measure.span.end, ...others)
    const folded = fold(plan.source.text, { start, end: Math.max(stop, milestone.clause.span.end) })
    const date = foldText(milestone.text)
    const after = Math.max(0, folded.text.indexOf(date)) + date.length
    const ended = /[。;!(]/.exec(folded.text.slice(after))
    const end = ended ? ended.index + after : folded.text.length
    const quote = quoteOf(plan, unfold(folded, 0, end))
    const what = folded.text.slice(0, end).replace(date, '').replace(/^[,:]/, '')
    if (out.some((o) => o.milestone.due === milestone.due && dice(o.what, what) > 0.8)) continue
    out.push({ milestone, quote, what, weighed: weigh(what, rare) })
  }
  return out
}

function compareDates(pair: DriftPair, l: Dated, u: Dated): Drift {
  const due = comparableDue(pair, u.milestone)
  const to = l.milestone.due
  let kind: DriftKind = 'same'
  let slack = 0
  if (due && to) {
    const days = dayNumber(to) - dayNumber(due)
    // A period that counts from each plan's own issue is compared by its length; a quarter of it either way is the same promise.
    slack = u.milestone.relative?.from === 'issue' && l.milestone.relative?.from !== 'issue' ? Math.round(periodDays(u.milestone) / 4) : 0
    kind = days > slack ? 'weaker' : days < -slack ? 'stricter' : 'same'
  } else if (u.milestone.relative && l.milestone.relative) {
    const days = periodDays(l.milestone) - periodDays(u.milestone)
    kind = days > 0 ? 'weaker' : days < 0 ? 'stricter' : 'same'
  }
  const text = { same: ['时限一致', 'Same deadline'], stricter: ['时限提前', 'Earlier deadline'], weaker: ['时限推后', 'Later deadline'] }[
    kind as 'same' | 'stricter' | 'weaker'
  ]
  return {
    aspect: 'deadline',
    kind,
    lower: l.quote,
    upper: u.quote,
    ...(u.milestone.due ? { from: { due: u.milestone.due } } : {}),
    ...(to ? { to: { due: to } } : {}),
    rule: kind === 'same' ? 'deadline.same' : kind === 'stricter' ? 'deadline.earlier' : 'deadline.later',
    reason: { zh: `${text[0]}：${u.milestone.text} → ${l.milestone.text}`, en: `${text[1]}: ${u.milestone.due ?? '-'} → ${to ?? '-'}` },
    confidence: slack ? 0.6 : 0.9,
  }
}

/** The upper date as the lower plan has to see it. */
function comparableDue(pair: DriftPair, upper: Milestone): string | null {
  const issued = pair.lower.plan.issuedOn.value
  if (upper.relative?.from === 'issue' && issued) return addPeriod(issued, upper.relative.amount, upper.relative.unit)
  const years = yearsBetween(pair)
  return upper.due && years !== 0 ? shiftYears(upper.due, years) : upper.due
}

/** How many years the lower plan is after the upper one; 0 when unknown. */
export function yearsBetween(pair: DriftPair): number {
  const l = pair.lower.plan.planYear.value
  const u = pair.upper.plan.planYear.value
  return l !== null && u !== null ? l - u : 0
}

const shiftYears = (due: string, years: number) => {
  const year = Number(due.slice(0, 4)) + years
  const rest = due.slice(4) === '-02-29' && !leap(year) ? '-02-28' : due.slice(4)
  return `${String(year).padStart(4, '0')}${rest}`
}
const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const dayNumber = (date: string) =>
  Math.round(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000)

function addPeriod(date: string, amount: number, unit: NonNullable<Milestone['relative']>['unit']): string {
  const [y, m, d] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
  if (unit === 'month' || unit === 'year') {
    const months = m - 1 + amount * (unit === 'year' ? 12 : 1)
    const last = new Date(Date.UTC(y, months + 1, 0)).getUTCDate()
    return new Date(Date.UTC(y, months, Math.min(d, last))).toISOString().slice(0, 10)
  }
  return new Date(Date.UTC(y, m - 1, d + (unit === 'workingDay' ? Math.ceil((amount * 7) / 5) : amount))).toISOString().slice(0, 10)
}

const PERIOD_DAYS = { day: 1, workingDay: 1.4, month: 30, year: 365 } as const
const periodDays = (m: Milestone) => (m.relative ? m.relative.amount * PERIOD_DAYS[m.relative.unit] : 0)

interface Numbered {
  readonly target: Target
  readonly quote: Quote
  readonly subject: string
  readonly unit: { readonly family: string; readonly factor: number }
}

/** Drift of targets. */
export function targetDrift(pair: DriftPair, rare: Rarity): Drift[] {
  const lower = numbersOf(pair.lower.plan, pair.lower.measure)
  const upper = numbersOf(pair.upper.plan, pair.upper.measure)
  const [below, above] = [searchable(pair.lower, rare), searchable(pair.upper, rare)]
  const out: Drift[] = []
  const links = match(lower, upper, (l, u) => {
    if (l.unit.family !== u.unit.family) return 0
    const words = likeness(l.subject, u.subject)
    return words < 0.45 ? 0 : words + (l.target.value === u.target.value ? 0.1 : 0)
  })
  for (const [l, u] of links.pairs) out.push(compareTargets(l, u))
  for (const u of links.upper) {
    const kept = nearest(u.subject, below, rare)
    out.push({
      aspect: 'target',
      kind: 'dropped',
      lower: kept,
      upper: u.quote,
      from: amountOf(u.target),
      better: u.target.better,
      rule: 'target.dropped',
      reason: { zh: `目标值“${u.target.text}”不再写`, en: `The target (${show(u.target)}) is gone` },
      confidence: kept ? 0.8 : 0.7,
    })
  }
  for (const l of links.lower)
    out.push({
      aspect: 'target',
      kind: 'added',
      lower: l.quote,
      upper: nearest(l.subject, above, rare),
      to: amountOf(l.target),
      better: l.target.better,
      rule: 'target.added',
      reason: { zh: `新加目标值“${l.target.text}”`, en: `A target is added (${show(l.target)})` },
      confidence: 0.8,
    })
  return out
}

function numbersOf(plan: Plan, measure: Measure): Numbered[] {
  const out: Numbered[] = []
  for (const target of measure.targets) {
    // What stands in brackets limits the subject, it does not name it.
    const subject = foldText(target.subject).replace(/\([^)]*\)/g, '')
    const unit = unitFamily(target.unit)
    const twin = out.some((o) => o.target.value === target.value && o.unit.family === unit.family && sameSubject(o.subject, subject))
    if (twin) continue
    out.push({ target, quote: clauseAround(plan, measure, target.span), subject, unit })
  }
  return out
}

/** One target said twice: in the aim and again in the steps. */
const sameSubject = (a: string, b: string) => a.includes(b) || b.includes(a) || dice(a, b) > 0.85

/** Units of time are comparable with each other (in hours; a working day counts 7/5 of a day), everything else only with itself. */
function unitFamily(unit: string): { family: string; factor: number } {
  const bare = foldText(unit).replace(/^个/, '')
  const hours: Readonly<Record<string, number>> = {
    秒: 1 / 3600,
    分钟: 1 / 60,
    小时: 1,
    天: 24,
    日: 24,
    自然日: 24,
    工作日: 33.6,
    周: 168,
    月: 720,
    年: 8760,
  }
  const factor = hours[bare]
  if (factor !== undefined) return { family: 'time', factor }
  if (bare === '‰') return { family: '%', factor: 0.1 }
  const money: Readonly<Record<string, number>> = { 元: 1, 万元: 1e4, 亿元: 1e8 }
  const yuan = money[bare]
  return yuan === undefined ? { family: bare, factor: 1 } : { family: '元', factor: yuan }
}

/** Which way is better: as read, else by the comparison, else by what is counted. */
export function betterWay(target: Target): 'up' | 'down' {
  if (target.better) return target.better
  if (target.comparator === '<=' || target.comparator === '<') return 'down'
  if (target.comparator === '>=' || target.comparator === '>') return 'up'
  const costs = unitFamily(target.unit).family === 'time' || /^(?:个?环节|份?材料|次跑动)$/u.test(target.unit)
  return costs || /时限|时间|时长|周期|成本|费用|环节|材料|次数|不良率|投诉率|差错率/u.test(target.subject) ? 'down' : 'up'
}

function compareTargets(l: Numbered, u: Numbered): Drift {
  const better = betterWay(u.target)
  const end = (n: Numbered) => (better === 'up' ? n.target.value : (n.target.valueMax ?? n.target.value)) * n.unit.factor
  const [from, to] = [end(u), end(l)]
  const gap = Math.abs(to - from) <= 1e-9 * Math.max(1, Math.abs(from)) ? 0 : better === 'up' ? to - from : from - to
  // With the same number, 突破 asks for more than 达到.
  const open = (t: Target) => t.comparator === '>' || t.comparator === '<'
  const edge = gap === 0 ? Number(open(l.target)) - Number(open(u.target)) : 0
  const kind: DriftKind = gap + edge > 0 ? 'stricter' : gap + edge < 0 ? 'weaker' : 'same'
  const word = {
    same: ['目标值一致', 'Same target'],
    stricter: ['目标值加严', 'Stricter target'],
    weaker: ['目标值放宽', 'Weaker target'],
  }[kind as 'same' | 'stricter' | 'weaker']
  return {
    aspect: 'target',
    kind,
    lower: l.quote,
    upper: u.quote,
    from: amountOf(u.target),
    to: amountOf(l.target),
    better,
    rule: kind === 'same' ? 'target.same' : 'target.value',
    reason: { zh: `${word[0]}：${u.target.text} → ${l.target.text}`, en: `${word[1]}: ${show(u.target)} → ${show(l.target)}` },
    confidence: u.target.unit === l.target.unit ? 0.9 : 0.7,
  }
}

const amountOf = (t: Target): DriftValue => ({
  value: t.value,
  unit: t.unit,
  comparator: t.comparator,
  ...(t.valueMax === undefined ? {} : { valueMax: t.valueMax }),
})
const show = (t: Target) =>
  `${t.comparator === 'range' ? '' : `${t.comparator} `}${t.value}${t.valueMax === undefined ? '' : `–${t.valueMax}`}${t.unit}`

/** How far the words of a short phrase are those of another: the better of Dice by bigrams and the common subsequence over the shorter. */
function likeness(a: string, b: string): number {
  if (!a || !b) return 0
  const [x, y] = [a.slice(0, 160), b.slice(0, 160)]
  const common = commonSubsequence(x, y)
  const short = Math.min(x.length, y.length)
  return Math.max(
    dice(x, y),
    (2 * common) / (x.length + y.length),
    short >= 4 ? 0.9 * (common / short) * (common >= 4 ? 1 : 0) * lean(x, y) : 0,
  )
}

/** A short phrase inside a long one counts less, so that a few common characters do not make a match. */
const lean = (a: string, b: string) => Math.min(1, 0.55 + Math.min(a.length, b.length) / Math.max(a.length, b.length))

/** Best-first one-to-one matching; ties by the order of the text. */
function match<T>(lower: readonly T[], upper: readonly T[], score: (l: T, u: T) => number): { pairs: [T, T][]; lower: T[]; upper: T[] } {
  const all = lower.flatMap((l, i) => upper.map((u, j) => ({ l, u, i, j, score: score(l, u) }))).filter((c) => c.score > 0)
  all.sort((a, b) => b.score - a.score || a.i - b.i || a.j - b.j)
  const usedLower = new Set<T>()
  const usedUpper = new Set<T>()
  const pairs: { l: T; u: T; i: number }[] = []
  for (const c of all) {
    if (usedLower.has(c.l) || usedUpper.has(c.u)) continue
    usedLower.add(c.l)
    usedUpper.add(c.u)
    pairs.push(c)
  }
  pairs.sort((a, b) => a.i - b.i)
  return {
    pairs: pairs.map((p) => [p.l, p.u]),
    lower: lower.filter((l) => !usedLower.has(l)),
    upper: upper.filter((u) => !usedUpper.has(u)),
  }
}

export function quoteOf(plan: Plan, span: Span): Quote {
  return { text: plan.source.text.slice(span.start, span.end).replace(/\s+/g, ''), span }
}

/** Back to the beginning of the clause. */
function clauseStart(plan: Plan, measure: Measure, at: number): number {
  let start = at
  while (start > measure.span.start && !/[，,。；;：:）)\n]/.test(plan.source.text[start - 1]!)) start--
  while (start < at && plan.source.text[start]!.trim() === '') start++
  return start
}

/** The clause of the measure that holds the span. */
function clauseAround(plan: Plan, measure: Measure, span: Span): Quote {
  const source = plan.source.text
  let start = span.start
  let end = span.end
  while (start > measure.span.start && !/[，,。；;：:、]/.test(source[start - 1]!)) start--
  while (end < measure.span.end && !/[，,。；;（(]/.test(source[end]!)) end++
  while (start < end && source[start]!.trim() === '') start++
  while (end > start && source[end - 1]!.trim() === '') end--
  return quoteOf(plan, { start, end })
}

/** The clauses of a measure, weighed, to look for the one that speaks of a thing without its date or number. */
interface Searchable {
  readonly plan: Plan
  readonly clauses: readonly { readonly text: string; readonly span: Span; readonly weighed: Weighed }[]
}

const ENUMERATOR = /^(?:\d{1,3}[.、](?!\d)|\(\d{1,2}\)|[一二三四五六七八九十]{1,3}是)+/

function searchable(side: DriftPair['lower'], rare: Rarity): () => Searchable {
  let made: Searchable | null = null
  return () => {
    if (made) return made
    const folded = fold(side.plan.source.text, side.measure.span)
    const clauses: { text: string; span: Span; weighed: Weighed }[] = []
    let from = 0
    for (let i = 0; i <= folded.text.length; i++) {
      if (i < folded.text.length && !/[,。;]/.test(folded.text[i]!)) continue
      from += ENUMERATOR.exec(folded.text.slice(from, i))?.[0].length ?? 0
      const text = folded.text.slice(from, i)
      if (text.length >= 4) clauses.push({ text, span: unfold(folded, from, i), weighed: weigh(text, rare) })
      from = i + 1
    }
    made = { plan: side.plan, clauses }
    return made
  }
}

/** The clause that speaks of the same thing, if there is one. The first clause of what is looked for says what it is. */
function nearest(what: string, where: () => Searchable, rare: Rarity): Quote | null {
  const [first = ''] = what.split(',')
  const quote = first.length >= 4 ? nearestTo(first, where(), rare) : null
  return quote ?? (first === what ? null : nearestTo(what, where(), rare))
}

function nearestTo(what: string, { plan, clauses }: Searchable, rare: Rarity): Quote | null {
  const asked = weigh(what, rare)
  let best: Span | null = null
  let bestScore = 0.4
  for (const clause of clauses) {
    const score = Math.max(alike(asked, clause.weighed), 0.8 * likeness(what, clause.text))
    if (score > bestScore) {
      best = clause.span
      bestScore = score
    }
  }
  return best && quoteOf(plan, best)
}
