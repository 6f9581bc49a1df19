/**
 * Joins the lines of a pdf into paragraphs. A line goes on when the line before it is full to the right margin and it is neither indented
 * nor the start of a numbered item after a finished sentence; lines of a title, set larger than the body, belong together.
 */
import { isCjk, type PdfLine } from './pdf-lines.ts'

export interface PdfParagraph {
  readonly segments: readonly { readonly page: number; readonly text: string }[]
  readonly heading: boolean
}

export interface Measure {
  /** Size of body text. */
  readonly size: number
  readonly left: number
  readonly right: number
  /** Usual distance between baselines. */
  readonly leading: number
  /** Paragraphs begin with an indent, so a line without one continues. */
  readonly indented: boolean
}

const ITEM =
  /^(第[一二三四五六七八九十百零〇\d]+[章节条款项编部]|[（(【〔]?[一二三四五六七八九十百]+[）)】〕]?[、.．，,]|[（(]\s*[一二三四五六七八九十百\d]+\s*[）)]|\d+[、.．)）](?!\d)|[①-⑳㈠-㈩⑴-⒇⒈-⒛]|[一二三四五六七八九十]+是|附件|附：|附表)/
const FINISHED = /[。；;：:！？!?.）)〕】]["”’」』]*$/

/** Where the commonest of the numbers lies, within a tolerance. */
function mode(values: readonly (readonly [number, number])[], step: number): number | undefined {
  const bins = new Map<number, number>()
  for (const [value, weight] of values) bins.set(Math.round(value / step), (bins.get(Math.round(value / step)) ?? 0) + weight)
  let best: [number, number] | undefined
  for (const entry of bins) if (best === undefined || entry[1] > best[1] || (entry[1] === best[1] && entry[0] < best[0])) best = entry
  return best === undefined ? undefined : best[0] * step
}

/** Measures the body text of a document: most characters set its size; its margins are where its lines begin and end. */
export function measure(lines: readonly PdfLine[], pageWidth: number): Measure {
  const size =
    mode(
      lines.map((l) => [l.size, l.text.length] as const),
      0.5,
    ) ?? 12
  const body = lines.filter((l) => Math.abs(l.size - size) <= 0.1 * size)
  const starts = body.map((l) => l.x).sort((a, b) => a - b)
  // The margin is the leftmost place where lines begin more than once; a single outlier is not a margin.
  const left = starts.find((x, i) => i + 1 < starts.length && starts[i + 1]! - x < 0.3 * size) ?? starts[0] ?? 0
  const ends = body.map((l) => l.end).sort((a, b) => a - b)
  // A document of short lines does not show its margin; the page's does not differ much from one side to the other.
  const right = Math.max(ends[Math.max(0, Math.ceil(ends.length * 0.97) - 1)] ?? 0, 0.85 * (pageWidth - left))
  const steps: [number, number][] = []
  for (let i = 1; i < body.length; i++) {
    const dy = body[i]!.y - body[i - 1]!.y
    if (body[i]!.page === body[i - 1]!.page && dy > 0.8 * size && dy < 4 * size) steps.push([dy, 1])
  }
  const set = body.filter((l) => l.x > left + 1.4 * size && l.x < left + 3 * size).length
  return { size, left, right, leading: mode(steps, 0.5) ?? 1.5 * size, indented: set >= 3 && set * 20 >= body.length }
}

const MAY_NOT_BEGIN = /[，。；：、！？）】〕》〉」』％‰,.;:!?)\]}%”’“‘—…]/
const MAY_NOT_END = /[（【〔《〈「『([{“‘”’—…]/

/** Width of what cannot be broken at the start of a line: a word or a figure, or a character, with the marks that cling to it. */
function firstWidth(line: PdfLine): number {
  const chars = [...line.text]
  const latin = (c: string) => /[A-Za-z0-9.,%‰+\-~/:]/.test(c)
  let width = 0
  for (let i = 0; i < chars.length && i < 24; i++) {
    const c = chars[i]!
    const before = chars[i - 1]
    const clings = before === undefined || MAY_NOT_BEGIN.test(c) || MAY_NOT_END.test(before) || (latin(before) && latin(c))
    if (!clings) break
    width += latin(c) ? 0.55 : 1
  }
  return width * line.size
}

/** Whether `line` continues what `before` began. */
export function continues(before: PdfLine, line: PdfLine, m: Measure): boolean {
  const em = line.size
  if (Math.abs(before.size - line.size) > 0.12 * Math.max(before.size, line.size)) return false
  const samePage = before.page === line.page
  const gap = line.y - before.y
  if (m.size * 1.15 < line.size) {
    // Title lines: same large size, close together, both within the same middle.
    const middle = Math.abs((before.x + before.end) / 2 - (line.x + line.end) / 2)
    return samePage && gap < 2.4 * em && middle < 2 * em
  }
  if (samePage && gap > 1.28 * m.leading) return false
  if (m.right - before.end > firstWidth(line) + 0.9 * em) return false
  if (line.x > m.left + 1.2 * em) return false
  return m.indented || !(ITEM.test(line.text) && FINISHED.test(before.text))
}

/** Glue between two pieces of a line: none in Chinese, a space between Latin words. */
export function glue(before: string, after: string): string {
  const a = before.at(-1) ?? ''
  const b = after[0] ?? ''
  if (a === '' || b === '' || isCjk(a) || isCjk(b)) return ''
  if (a === '-' || (/\d/.test(a) === true && /[\d%‰.]/.test(b))) return ''
  return ' '
}

/** Lines in reading order to paragraphs. */
export function joinLines(lines: readonly PdfLine[], m: Measure): PdfParagraph[] {
  const out: { segments: { page: number; text: string }[]; heading: boolean }[] = []
  let before: PdfLine | undefined
  for (const line of lines) {
    const current = out.at(-1)
    if (before !== undefined && current !== undefined && continues(before, line, m)) {
      const last = current.segments.at(-1)!
      const between = glue(last.text, line.text)
      if (last.page === line.page) last.text += between + line.text
      else current.segments.push({ page: line.page, text: between + line.text })
    } else out.push({ segments: [{ page: line.page, text: line.text }], heading: line.size > 1.15 * m.size && line.text.length <= 80 })
    before = line
  }
  return out
}
