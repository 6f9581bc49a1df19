/** From the glyph runs of a page to its lines. Coordinates are in points with y growing downwards, after the page's own rotation. */

/** A run of text as a pdf places it. `y` is the baseline. */
export interface PdfRun {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
}

/** A line of a page. */
export interface PdfLine {
  readonly page: number
  readonly text: string
  readonly x: number
  readonly end: number
  readonly y: number
  /** Size of most of its characters. */
  readonly size: number
}

export const isCjk = (c: string) =>
  /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u303F\u2014\u2018-\u201D\u2026\u25A0-\u25FF\u2460-\u24FF]/.test(c)

/** Runs of one page into lines, top to bottom and left to right. Text drawn twice to look bold counts once. */
export function linesOf(placed: readonly PdfRun[], page: number): PdfLine[] {
  const runs = placed.map(withoutFilling)
  const rows: { y: number; size: number; runs: PdfRun[] }[] = []
  for (const run of [...runs].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const row = rows.at(-1)
    if (row !== undefined && Math.abs(run.y - row.y) <= 0.4 * Math.min(run.size, row.size)) row.runs.push(run)
    else rows.push({ y: run.y, size: run.size, runs: [run] })
  }
  return rows.flatMap((row) => {
    const line = lineOf(row.runs, page)
    return line === undefined ? [] : [line]
  })
}

function lineOf(runs: PdfRun[], page: number): PdfLine | undefined {
  runs.sort((a, b) => a.x - b.x)
  let text = ''
  let end = Number.NaN
  let weight = 0
  let size = 0
  let y = 0
  let last: PdfRun | undefined
  const spread = evenlySpread(runs)
  for (const run of runs) {
    if (last !== undefined && run.text === last.text && Math.abs(run.x - last.x) < 0.25 * run.size) continue
    if (text !== '' && run.text.trim() !== '') {
      const gap = run.x - end
      const before = text.at(-1)!
      const wide = isCjk(before) || isCjk(run.text[0]!) ? 0.6 : 0.18
      if (!spread && gap > wide * run.size && before !== ' ' && !run.text.startsWith(' ')) text += ' '
    }
    text += run.text
    end = Number.isNaN(end) ? run.x + run.width : Math.max(end, run.x + run.width)
    if (run.text.trim().length >= weight) {
      weight = run.text.trim().length
      size = run.size
      y = run.y
    }
    last = run
  }
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  return { page, text: trimmed, x: runs[0]!.x, end, y, size }
}

/** Characters set apart evenly to fill a narrow line or a title: the gaps are not spaces. */
function evenlySpread(runs: readonly PdfRun[]): boolean {
  if (runs.length < 3 || runs.some((r) => [...r.text.trim()].length > 1 && isCjk(r.text.trim()[0]!))) return false
  const gaps = runs.slice(1).map((r, i) => r.x - (runs[i]!.x + runs[i]!.width))
  const least = Math.min(...gaps)
  return least > 0 && Math.max(...gaps) <= 1.6 * least && runs.filter((r) => isCjk(r.text.trim()[0] ?? '')).length >= 2
}

/**
 * pdf.js reports a space wherever characters stand a little apart, also where a line of Chinese was only spread out to be flush. Spaces
 * beside a Chinese character are dropped when they are narrower than any typed space, or stand between all characters of the run.
 */
function withoutFilling(run: PdfRun): PdfRun {
  if (!run.text.includes(' ')) return run
  const parts = run.text.trim().split(/ +/)
  if (parts.length < 2) return run
  let natural = 0
  for (const c of run.text) if (c !== ' ') natural += isCjk(c) ? run.size : 0.52 * run.size
  const gap = (run.width - natural) / (parts.length - 1)
  const even =
    parts.length >= 3 && parts.some((p) => isCjk(p)) && parts.every((p) => /^[\d.]+$/.test(p) || ([...p].length === 1 && isCjk(p)))
  if (gap >= 0.2 * run.size && !even) return run
  const beside = (c: string | undefined) => c !== undefined && c > '\x7F'
  return {
    ...run,
    text: run.text.replace(/ +/g, (space, at: number) => (beside(run.text[at - 1]) || beside(run.text[at + space.length]) ? '' : space)),
  }
}
