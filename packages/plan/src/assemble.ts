/** From an item of the outline to a measure: its fields, each with its span, confidence and rule. */
import { type DateFound, datesIn, type RecurringFound, type YearSource } from './dates.ts'
import { type Item, titleRange } from './measures.ts'
import type { Measure, Milestone, Part, PersonMention, Recurring, UnitMention } from './model.ts'
import { markerAt } from './numbering.ts'
import type { Node, TableRow } from './outline.ts'
import { type Clauses, clausesIn } from './owners.ts'
import { firsts } from './scan.ts'
import { PART_WORDS } from './sections.ts'
import { printed, type Squeezed, spanOf } from './squeeze.ts'
import { conditionsAndTargets } from './targets.ts'
import { listIn, type Role, type UnitFound } from './unit-lists.ts'
import type { Register } from './units.ts'

/** What the measures of one plan share. */
export interface Shared {
  readonly sq: Squeezed
  readonly width: number
  readonly register: Register
  readonly years: YearSource
  /** Ids given so far. */
  readonly used: Map<string, number>
  /** Units named once for all measures after a place of the text. */
  readonly common: readonly { readonly after: number; readonly units: readonly UnitFound[] }[]
  /** The plan says that the first unit of each list leads. */
  readonly firstLeads: boolean
  /** Whether an offset lies inside a title in 《》. */
  readonly skip: (at: number) => boolean
  /** Units named by a heading. */
  readonly headings: Map<Node, readonly UnitFound[]>
}

interface Pieces {
  readonly start: number
  readonly end: number
  readonly number: string
  readonly title: { readonly start: number; readonly end: number; readonly more: boolean }
  readonly clauses: Clauses
  /** Words of the column that groups the rows of a table. */
  readonly category?: string
}

const TITLE_MAX = 90

/** The measure that an item is. */
export function measureOf(shared: Shared, item: Item): Measure {
  const { sq, width } = shared
  const { node } = item
  if (node.row) return assemble(shared, item, rowPieces(sq, node, node.row))
  const start = node.contentStart
  const end = beforeTail(sq, start, node.end)
  const title = titleRange(sq, node, width)
  const clauses = clausesIn(sq, start, end)
  return assemble(shared, item, {
    start,
    end,
    number: printed(sq, node.start, node.numberEnd),
    title: { ...title, more: title.more && hasBody(sq, title.end, end, clauses.ranges) },
    clauses,
  })
}

/** In a text without line breaks the list of recipients follows the last item. */
function beforeTail(sq: Squeezed, start: number, end: number): number {
  const from = Math.max(start, end - 400)
  const at = sq.text.slice(from, end).indexOf('抄送：')
  return at > 0 ? from + at : end
}

/** A row of a table: the columns say what the cells are. */
function rowPieces(sq: Squeezed, node: Node, row: TableRow): Pieces {
  const units: UnitFound[] = []
  const persons: Clauses['persons'][number][] = []
  const ranges: { start: number; end: number }[] = []
  const times: { start: number; end: number }[] = []
  let number = ''
  let category = ''
  let title = { start: node.start, end: node.start, more: true }
  let first = -1
  for (const cell of row.cells) {
    if (cell.end <= cell.start) continue
    const { column, start, end } = cell
    if (column === 'number') {
      number = printed(sq, start, end).replace(/[.、．]$/, '')
      ranges.push(cell)
    } else if (column === 'lead' || column === 'responsible') {
      const role: Role = column
      const found = clausesIn(sq, start, end)
      for (const u of found.units.length > 0 ? found.units : listIn(sq, start, end, role, `unit.column.${column}`, 0.95)) units.push(u)
      for (const p of found.persons) persons.push(p)
      ranges.push(cell)
    } else if (column === 'person') {
      const found = clausesIn(sq, start, end, true)
      for (const u of found.units) units.push(u)
      for (const p of found.persons) persons.push(p)
      ranges.push(cell)
    } else if (column === 'time') {
      times.push(cell)
    } else if (column === 'category' || column === 'other') {
      if (column === 'category' && end - start <= 40) category = printed(sq, start, end)
      ranges.push(cell)
    } else {
      const found = clausesIn(sq, start, end)
      for (const u of found.units) units.push(u)
      for (const p of found.persons) persons.push(p)
      for (const r of found.ranges) ranges.push(r)
      for (const t of found.times) times.push(t)
      if (first < 0 || (column === 'task' && title.end === title.start)) {
        first = start
        const marker = number === '' ? markerAt(sq.text, start) : null
        if (marker) number = printed(sq, marker.start, marker.numberEnd)
        title = { start: marker ? marker.end : start, end: sentenceEnd(sq.text, marker ? marker.end : start, end), more: true }
      }
    }
  }
  ranges.sort((a, b) => a.start - b.start)
  times.sort((a, b) => a.start - b.start)
  return {
    start: node.start,
    end: node.end,
    number,
    title,
    clauses: { units, persons, ranges, times },
    ...(category === '' ? {} : { category }),
  }
}

function sentenceEnd(text: string, start: number, end: number): number {
  let i = start
  while (i < end && !'。；：！'.includes(text[i] as string)) i++
  return i
}

function assemble(shared: Shared, item: Item, pieces: Pieces): Measure {
  const { sq, register } = shared
  const { node } = item
  const { start, end, title, clauses, number } = pieces
  const { skip } = shared
  const years: YearSource = { ...shared.years, heading: headingYear(sq, item.above) }
  const found = datesIn(sq.text, start, end, years, clauses.times, skip)
  const { targets, conditions } = conditionsAndTargets(sq, start, end, {
    masked: found.masked,
    clauses: clauses.ranges,
    skip,
    title,
    cells: node.row?.cells ?? [],
  })
  const name = title.end > title.start && title.end - title.start <= TITLE_MAX ? titleText(sq, title.start, title.end, title.more) : null
  const inherited = inheritedBy(shared, item)
  const first = shared.firstLeads && !clauses.units.some((u) => u.role === 'lead') ? clauses.units[0] : undefined
  const roleOf = (u: UnitFound): Role => (u === first ? 'lead' : u.role)
  return {
    id: uniqueId(item, sq, number, shared.used),
    kind: item.kind,
    path: pieces.category === undefined ? item.path : [...item.path, pieces.category],
    number,
    title: name,
    titleSpan: name === null ? null : spanOf(sq, title.start, title.end),
    text: printed(sq, start, end),
    span: spanOf(sq, node.start, Math.max(end, node.start + 1)),
    parts: partsIn(sq, start, end),
    lead: clauses.units.filter((u) => roleOf(u) === 'lead').map((u) => mention(sq, u, register)),
    responsible: clauses.units.filter((u) => roleOf(u) === 'responsible').map((u) => mention(sq, u, register)),
    ...(inherited.length > 0 ? { inherited } : {}),
    persons: clauses.persons.map((p) => person(sq, p)),
    milestones: found.dates.map((d) => milestone(sq, d, start, end)),
    recurring: found.recurring.map((r) => recurring(sq, r)),
    targets,
    conditions,
    confidence: node.lineStart ? 0.97 : 0.85,
    rule: `measure.${node.kind}`,
  }
}

function inheritedBy(shared: Shared, item: Item): NonNullable<Measure['inherited']>[number][] {
  const { sq, register } = shared
  const out: NonNullable<Measure['inherited']>[number][] = []
  for (const heading of item.above) {
    let units = shared.headings.get(heading)
    if (units === undefined) {
      units = clausesIn(sq, heading.contentStart, Math.min(heading.ownEnd, heading.contentStart + 600), false, true).units
      shared.headings.set(heading, units)
    }
    for (const u of units) out.push({ ...mention(sq, { ...u, rule: 'unit.heading', confidence: 0.8 }, register), role: u.role })
  }
  for (const c of shared.common)
    if (c.after <= item.node.start && c.after >= item.part.start)
      for (const u of c.units) out.push({ ...mention(sq, u, register), role: u.role })
  return out
}

function person(sq: Squeezed, p: Clauses['persons'][number]): PersonMention {
  return {
    name: printed(sq, p.start, p.end),
    unit: p.unit ? printed(sq, p.unit.start, p.unit.end) : null,
    span: spanOf(sq, p.start, p.end),
    confidence: p.unit ? 0.95 : 0.85,
    rule: p.rule,
  }
}

function milestone(sq: Squeezed, d: DateFound, start: number, end: number): Milestone {
  const clause = clauseOf(sq, d.start, d.end, start, end)
  return {
    due: d.due,
    text: printed(sq, d.start, d.end),
    clause: { text: printed(sq, clause.start, clause.end), span: spanOf(sq, clause.start, clause.end) },
    yearFrom: d.yearFrom,
    ...(d.relative ? { relative: d.relative } : {}),
    span: spanOf(sq, d.start, d.end),
    confidence: d.confidence,
    rule: d.rule,
  }
}

function recurring(sq: Squeezed, r: RecurringFound): Recurring {
  return {
    every: r.every,
    day: r.day,
    text: printed(sq, r.start, r.end),
    span: spanOf(sq, r.start, r.end),
    confidence: r.confidence,
    rule: r.rule,
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

const PUNCTUATION = firsts('。；，：、（）')

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
    if (PUNCTUATION[sq.text.charCodeAt(i)] === 0) count++
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

function mention(sq: Squeezed, u: UnitFound, register: Register): UnitMention {
  const base = {
    name: printed(sq, u.start, u.end),
    unit: register.canonical(sq.text.slice(u.start, u.end)),
    span: spanOf(sq, u.start, u.end),
    confidence: u.confidence,
    rule: u.rule,
  }
  return u.openEnded ? { ...base, openEnded: true } : base
}

const PART_LABEL = new RegExp(`(?:（\\d{1,2}）|\\d{1,2}[.、]|[①-⑩]|（[一二三四五六七八九十]）|[一二三四五六七八九十]、)?(${PART_WORDS})$`)

function partsIn(sq: Squeezed, start: number, end: number): Part[] {
  const { text } = sq
  const found: { label: string; at: number; from: number }[] = []
  const item = text.slice(start, end)
  for (let colon = item.indexOf('：'); colon >= 0; colon = item.indexOf('：', colon + 1)) {
    const from = Math.max(0, colon - 10)
    const m = PART_LABEL.exec(item.slice(from, colon))
    if (m) found.push({ label: m[1] as string, at: start + from + m.index, from: start + colon + 1 })
  }
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
