import type { MeasureContent } from '@yingshang/server/contract'
import type { HighlightKind } from '../../theme.ts'

/**
 * Cuts a source text into lines, each line into runs that belong to one measure (or none), each run into pieces that carry at most one
 * highlight. Every character of the text comes out exactly once, in order, but for the line breaks; so what is shown is the source.
 */

/** A field of a measure that has a place in the source, and how the two sides of the page name it. */
export interface Mark {
  readonly key: string
  readonly kind: HighlightKind
  readonly start: number
  readonly end: number
}

export interface Piece {
  readonly text: string
  readonly start: number
  readonly mark: Mark | null
  /** True on the first piece of its mark: the place to scroll to. */
  readonly opens: boolean
}

export interface Run {
  readonly measure: string | null
  /** True on the first run of its measure. */
  readonly opens: boolean
  readonly pieces: readonly Piece[]
}

export interface Line {
  readonly start: number
  readonly runs: readonly Run[]
}

/** The name of a field on the page: measure, kind and position in its list. */
export const markKey = (measure: string, kind: HighlightKind, index: number): string => `${measure}|${kind}|${index}`

/** All marks of a measure. Fields that a person added without a place in the text (they stand on the whole measure) have none. */
export function marksOf(measure: MeasureContent): Mark[] {
  const marks: Mark[] = []
  const whole = measure.span
  const add = (kind: HighlightKind, list: readonly { span: { start: number; end: number } }[]) =>
    list.forEach(({ span }, index) => {
      if (span.start === whole.start && span.end === whole.end) return
      if (span.end > span.start) marks.push({ key: markKey(measure.id, kind, index), kind, start: span.start, end: span.end })
    })
  if (measure.titleSpan) add('title', [{ span: measure.titleSpan }])
  add('lead', measure.lead)
  add('responsible', measure.responsible)
  add('person', measure.persons)
  add('milestone', measure.milestones)
  add('recurring', measure.recurring)
  add('target', measure.targets)
  add('condition', measure.conditions)
  return marks
}

/** The name of a unit that the plan gives once for many measures: by its place, since it belongs to none of them alone. */
export const sharedKey = (span: { start: number; end: number }): string => `shared|${span.start}|${span.end}`

/** The units that headings and sentences of the plan give to many measures, each once. */
function sharedMarks(measures: readonly MeasureContent[]): Mark[] {
  const marks = new Map<string, Mark>()
  for (const measure of measures)
    for (const { role, span } of measure.inherited ?? [])
      if (span.end > span.start) marks.set(sharedKey(span), { key: sharedKey(span), kind: role, start: span.start, end: span.end })
  return [...marks.values()]
}

interface Range<T> {
  readonly start: number
  readonly end: number
  readonly value: T
}

/**
 * For each position the innermost (shortest) of the ranges over it, as a list of ranges without overlap, in order. O(n log n) in the
 * number of ranges for the nesting that plans have.
 */
export function innermost<T>(ranges: readonly Range<T>[]): Range<T>[] {
  const cuts = [...new Set(ranges.flatMap((r) => [r.start, r.end]))].sort((a, b) => a - b)
  const byStart = [...ranges].sort((a, b) => a.start - b.start)
  const result: Range<T>[] = []
  let open: Range<T>[] = []
  let next = 0
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [start, end] = [cuts[i]!, cuts[i + 1]!]
    open = open.filter((r) => r.end > start)
    while (next < byStart.length && byStart[next]!.start <= start) open.push(byStart[next++]!)
    let best: Range<T> | undefined
    for (const r of open) if (!best || r.end - r.start < best.end - best.start) best = r
    if (!best) continue
    const last = result.at(-1)
    if (last && last.end === start && last.value === best.value) result[result.length - 1] = { ...last, end }
    else result.push({ start, end, value: best.value })
  }
  return result
}

/** Cuts the text. Where measures lie inside one another, the innermost owns the words. */
export function segment(text: string, measures: readonly MeasureContent[]): Line[] {
  const owners = innermost(measures.map((m) => ({ ...m.span, value: m.id })))
  const all = [...measures.flatMap((m) => marksOf(m)), ...sharedMarks(measures)]
  const marks = innermost(all.map((mark) => ({ start: mark.start, end: mark.end, value: mark })))
  const seenMeasures = new Set<string>()
  const seenMarks = new Set<string>()
  const lines: Line[] = []
  let owner = 0
  let mark = 0
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const runs: { measure: string | null; opens: boolean; pieces: Piece[] }[] = []
    let at = start
    while (at < end) {
      while (owner < owners.length && owners[owner]!.end <= at) owner++
      while (mark < marks.length && marks[mark]!.end <= at) mark++
      const o = owners[owner]
      const m = marks[mark]
      const inside = o && o.start <= at ? o.value : null
      const marked = m && m.start <= at ? m.value : null
      const to = Math.min(end, o ? (inside !== null ? o.end : o.start) : end, m ? (marked ? m.end : m.start) : end)
      let run = runs.at(-1)
      if (!run || run.measure !== inside) {
        run = { measure: inside, opens: inside !== null && !seenMeasures.has(inside), pieces: [] }
        if (inside !== null) seenMeasures.add(inside)
        runs.push(run)
      }
      run.pieces.push({ text: text.slice(at, to), start: at, mark: marked, opens: marked !== null && !seenMarks.has(marked.key) })
      if (marked) seenMarks.add(marked.key)
      at = to
    }
    lines.push({ start, runs })
    start = end + 1
    if (found < 0) break
  }
  return lines
}
