/**
 * `read(text, hints) → Plan`. Deterministic, linear in the size of the text, and total: any string gives a plan, an empty one at worst.
 */
import { clausesIn, type UnitFound } from './owners.ts'
import { datesIn, type YearSource } from './dates.ts'
import { headingText, type Item, itemsOf, titleRange, wrapWidth } from './measures.ts'
import { metadataOf } from './metadata.ts'
import type { Heading, Measure, Milestone, Part, PersonMention, Plan, ReadHints, Recurring, UnitMention } from './model.ts'
import { type DocumentPart, type Node, outlineOf } from './outline.ts'
import { PART_WORDS } from './sections.ts'
import { printed, type Squeezed, spanOf, squeeze } from './squeeze.ts'
import { tableRows } from './tables.ts'
import { conditionsAndTargets } from './targets.ts'
import { type Register, registerOf } from './units.ts'

/** Reads a plan document. Spans of the result index `text`, which is returned as `source.text`. */
export function read(text: string, hints: ReadHints = {}): Plan {
  const sq = squeeze(text)
  const parts = outlineOf(sq, tableRows(sq))
  const main = mainPart(parts)
  const meta = metadataOf(sq, parts, main, hints)
  const width = wrapWidth(sq)
  const register = registerOf(hints.units)
  const items = itemsOf(sq, parts, width)
  const years: YearSource = { heading: null, plan: meta.planYear.value, issuedOn: meta.issuedOn.value }
  const used = new Map<string, number>()
  const measures = items.map((item) => measureOf(sq, item, width, register, years, meta.planYear.rule === 'year.issued', used))
  const headings: Heading[] = []
  for (const part of parts)
    if (part.kind !== 'roster') for (const node of part.roots) if (node.kind !== 'row') headings.push(headingOf(sq, node, width, 1))
  return { ...meta, headings, measures, source: { text } }
}

function mainPart(parts: readonly DocumentPart[]): DocumentPart | null {
  const titled = parts.filter((p) => p.kind === 'plan' && p.title !== null)
  return (
    titled.find((p) => p.roots.length > 0) ??
    titled[0] ??
    parts.find((p) => p.kind === 'notice') ??
    parts.find((p) => p.title !== null && p.kind !== 'roster') ??
    null
  )
}

function headingOf(sq: Squeezed, node: Node, width: number, level: number): Heading {
  const title = titleRange(sq, node, width)
  return {
    level,
    number: printed(sq, node.start, node.numberEnd),
    title: printed(sq, title.start, title.end),
    span: spanOf(sq, node.start, Math.max(title.end, node.numberEnd)),
    children: node.children.filter((c) => c.kind !== 'row').map((c) => headingOf(sq, c, width, level + 1)),
  }
}

const TITLE_MAX = 90

function measureOf(
  sq: Squeezed,
  item: Item,
  width: number,
  register: Register,
  planYears: YearSource,
  yearIsIssue: boolean,
  used: Map<string, number>,
): Measure {
  const { node } = item
  const start = node.contentStart
  let end = node.end
  while (end > start && sq.text[end - 1] === '　') end--
  const title = titleRange(sq, node, width)
  const clauses = clausesIn(sq, start, end)
  const skip = titlesIn(sq.text, start, end)
  const years: YearSource = { ...planYears, heading: headingYear(sq, item.above), plan: yearIsIssue ? null : planYears.plan }
  const found = datesIn(sq.text, start, end, years, clauses.times, skip)
  const { targets, conditions } = conditionsAndTargets(sq, start, end, { masked: found.masked, clauses: clauses.ranges, skip, title })
  const lead = clauses.units.filter((u) => u.role === 'lead')
  const responsible = clauses.units.filter((u) => u.role === 'responsible')
  const name =
    title.end > title.start && title.end - title.start <= TITLE_MAX
      ? titleText(sq, title.start, title.end, title.more && hasBody(sq, title.end, end, clauses.ranges))
      : null
  const number = printed(sq, node.start, node.numberEnd)
  const confidence = node.lineStart ? 0.97 : 0.85
  return {
    id: uniqueId(item, sq, number, used),
    kind: item.kind,
    path: item.path,
    number,
    title: name,
    titleSpan: name === null ? null : spanOf(sq, title.start, title.end),
    text: printed(sq, start, end),
    span: spanOf(sq, node.start, Math.max(end, node.start + 1)),
    parts: partsIn(sq, start, end),
    lead: mentions(sq, lead, register),
    responsible: mentions(sq, responsible, register),
    persons: clauses.persons.map(
      (p): PersonMention => ({
        name: printed(sq, p.start, p.end),
        unit: p.unit ? printed(sq, p.unit.start, p.unit.end) : null,
        span: spanOf(sq, p.start, p.end),
        confidence: p.unit ? 0.95 : 0.85,
        rule: p.rule,
      }),
    ),
    milestones: found.dates.map((d): Milestone => {
      const clause = clauseOf(sq, d.start, d.end, start, end)
      const base = {
        due: d.due,
        text: printed(sq, d.start, d.end),
        clause: { text: printed(sq, clause.start, clause.end), span: spanOf(sq, clause.start, clause.end) },
        yearFrom: d.yearFrom,
        span: spanOf(sq, d.start, d.end),
        confidence: d.confidence,
        rule: d.rule,
      }
      return d.relative ? { ...base, relative: d.relative } : base
    }),
    recurring: found.recurring.map(
      (r): Recurring => ({
        every: r.every,
        day: r.day,
        text: printed(sq, r.start, r.end),
        span: spanOf(sq, r.start, r.end),
        confidence: r.confidence,
        rule: r.rule,
      }),
    ),
    targets,
    conditions,
    confidence,
    rule: `measure.${node.kind}`,
  }
}

/** Offsets inside titles in 《》 of the range, as a test that must be asked with rising offsets or any. */
function titlesIn(text: string, start: number, end: number): (at: number) => boolean {
  const ranges: { start: number; end: number }[] = []
  let open = -1
  for (let i = start; i < end; i++) {
    const c = text[i]
    if (c === '《') open = i
    else if (c === '》' && open >= 0) {
      ranges.push({ start: open, end: i })
      open = -1
    }
  }
  return (at) => {
    let a = 0
    let b = ranges.length
    while (a < b) {
      const m = (a + b) >> 1
      if ((ranges[m] as { end: number }).end < at) a = m + 1
      else b = m
    }
    const r = ranges[a]
    return r !== undefined && r.start <= at && at < r.end
  }
}

function headingYear(sq: Squeezed, above: readonly Node[]): number | null {
  for (let i = above.length - 1; i >= 0; i--) {
    const node = above[i] as Node
    const words = sq.text.slice(node.contentStart, Math.min(node.ownEnd, node.contentStart + 40))
    const years = words.match(/20\d{2}年/g)
    if (years && new Set(years).size === 1 && !/20\d{2}年?[—~至]/.test(words)) return Number((years[0] as string).slice(0, 4))
  }
  return null
}

/** Whether words follow the title that are neither clauses nor punctuation. */
function hasBody(sq: Squeezed, from: number, end: number, ranges: readonly { start: number; end: number }[]): boolean {
  let count = 0
  let r = 0
  for (let i = from; i < end; i++) {
    while (r < ranges.length && (ranges[r] as { end: number }).end <= i) r++
    const range = ranges[r]
    if (range && i >= range.start) {
      i = range.end - 1
      continue
    }
    if (!'。；，：、（）'.includes(sq.text[i] as string)) count++
    if (count > 4) return true
  }
  return false
}

/** A sentence that is the whole item is its text; it is a title only when it is short. */
function titleText(sq: Squeezed, start: number, end: number, more: boolean): string | null {
  const words = sq.text.slice(start, end)
  if (!more && (words.length > 40 || (words.length > 24 && /[，；]/.test(words)))) return null
  return printed(sq, start, end).replace(/[*#]/g, '')
}

function mentions(sq: Squeezed, units: readonly UnitFound[], register: Register): UnitMention[] {
  return units.map((u) => {
    const name = printed(sq, u.start, u.end)
    const base = {
      name,
      unit: register.canonical(sq.text.slice(u.start, u.end)),
      span: spanOf(sq, u.start, u.end),
      confidence: u.confidence,
      rule: u.rule,
    }
    return u.openEnded ? { ...base, openEnded: true } : base
  })
}

const PART_LABEL = new RegExp(
  `(?:（\\d{1,2}）|\\d{1,2}[.、]|[①-⑩]|（[一二三四五六七八九十]）|[一二三四五六七八九十]、)?(${PART_WORDS})：`,
  'g',
)

function partsIn(sq: Squeezed, start: number, end: number): Part[] {
  const item = sq.text.slice(start, end)
  const found: { label: string; at: number; from: number }[] = []
  PART_LABEL.lastIndex = 0
  for (let m = PART_LABEL.exec(item); m; m = PART_LABEL.exec(item))
    found.push({ label: m[1] as string, at: start + m.index, from: start + m.index + m[0].length })
  return found.map((f, i) => {
    const stop = found[i + 1]?.at ?? end
    return { label: f.label, text: printed(sq, f.from, stop), span: spanOf(sq, f.from, stop) }
  })
}

/** The clause that is due: from the date to the end of its sentence, or what stands before when the date closes it. */
function clauseOf(sq: Squeezed, from: number, to: number, start: number, end: number): { start: number; end: number } {
  const { text } = sq
  let a = to
  while (a < end && '，,、：'.includes(text[a] as string)) a++
  let b = a
  while (b < end && b < a + 400 && !'。；！？'.includes(text[b] as string)) b++
  if (b - a > 4) return { start: a, end: b }
  let s = from
  while (s > start && from - s < 400 && !'。；！？'.includes(text[s - 1] as string)) s--
  let e = from
  while (e > s && '，、（'.includes(text[e - 1] as string)) e--
  return e > s ? { start: s, end: e } : { start: from, end: Math.max(b, to) }
}

function uniqueId(item: Item, sq: Squeezed, number: string, used: Map<string, number>): string {
  const steps = item.above.map((n) => printed(sq, n.start, n.numberEnd)).filter((s) => s !== '')
  if (item.part.kind === 'annex') steps.unshift('附件')
  const base = [...steps, number === '' ? '·' : number].join('/')
  const seen = used.get(base) ?? 0
  used.set(base, seen + 1)
  return seen === 0 ? base : `${base}~${seen + 1}`
}

export { headingText }
