/**
 * Ruled tables of a pdf: the drawn rules give a grid, missing rules join its fields into spanning cells, and text falls into the cell that
 * its middle lies in.
 */
import type { GridCell } from './composer.ts'
import { linesOf, type PdfLine, type PdfRun } from './pdf-lines.ts'
import { glue } from './pdf-paragraphs.ts'
import { headingRows, joinCellLines } from './table-grid.ts'

/** A horizontal or vertical rule, `at` across its direction, `from`–`to` along it. */
export interface Rule {
  readonly across: boolean
  readonly at: number
  readonly from: number
  readonly to: number
}

export interface PdfTable {
  readonly page: number
  readonly top: number
  readonly bottom: number
  /** Column borders, for recognising the same table on the next page. */
  readonly columns: readonly number[]
  readonly rows: readonly (readonly GridCell[])[]
}

const NEAR = 3

/** Distinct positions, those within the tolerance taken as one. */
function distinct(values: readonly number[]): number[] {
  const out: number[] = []
  for (const v of [...values].sort((a, b) => a - b)) if (out.length === 0 || v - out.at(-1)! > NEAR) out.push(v)
  return out
}

/** Groups of rules that touch each other. */
function groups(rules: readonly Rule[]): Rule[][] {
  const parent = rules.map((_, i) => i)
  const root = (i: number): number => {
    let r = i
    while (parent[r] !== r) r = parent[r]!
    parent[i] = r
    return r
  }
  const touch = (a: Rule, b: Rule) =>
    a.across === b.across
      ? Math.abs(a.at - b.at) <= NEAR && a.from <= b.to + NEAR && b.from <= a.to + NEAR
      : a.at >= b.from - NEAR && a.at <= b.to + NEAR && b.at >= a.from - NEAR && b.at <= a.to + NEAR
  for (let i = 0; i < rules.length; i++)
    for (let j = 0; j < i; j++) if (root(i) !== root(j) && touch(rules[i]!, rules[j]!)) parent[root(i)] = root(j)
  const byRoot = new Map<number, Rule[]>()
  rules.forEach((rule, i) => {
    byRoot.set(root(i), [...(byRoot.get(root(i)) ?? []), rule])
  })
  return [...byRoot.values()]
}

/** A page drawn with more rules than this is a drawing. */
const MOST_RULES = 4_000

/** Takes the tables out of a page: gives them and the runs that belong to none. */
export function takeTables(
  runs: readonly PdfRun[],
  rules: readonly Rule[],
  page: number,
): { readonly tables: readonly PdfTable[]; readonly rest: readonly PdfRun[] } {
  if (rules.length < 4 || rules.length > MOST_RULES) return { tables: [], rest: runs }
  const tables: PdfTable[] = []
  let rest = runs
  for (const group of groups(rules)) {
    const xs = distinct(group.filter((r) => !r.across).map((r) => r.at))
    const ys = distinct(group.filter((r) => r.across).map((r) => r.at))
    const columns = xs.length - 1
    const rows = ys.length - 1
    // One field is a frame; one column or one row of fields is a real table only in the other direction.
    if (columns < 1 || rows < 1 || columns * rows < 2 || columns > 64 || rows > 500) continue
    const left = xs[0]!
    const right = xs.at(-1)!
    const top = ys[0]!
    const bottom = ys.at(-1)!
    const inside = rest.filter(
      (r) =>
        r.x + r.width / 2 > left - NEAR && r.x + r.width / 2 < right + NEAR && r.y - r.size * 0.35 > top && r.y - r.size * 0.35 < bottom,
    )
    if (inside.length === 0) continue
    rest = rest.filter((r) => !inside.includes(r))
    tables.push({ page, top, bottom, columns: xs, rows: fill(inside, group, xs, ys, page) })
  }
  return { tables: tables.sort((a, b) => a.top - b.top), rest }
}

function fill(runs: readonly PdfRun[], rules: readonly Rule[], xs: readonly number[], ys: readonly number[], page: number): GridCell[][] {
  const columns = xs.length - 1
  const rows = ys.length - 1
  const ruled = (across: boolean, at: number, from: number, to: number) => {
    const middle = (from + to) / 2
    return rules.some((r) => r.across === across && Math.abs(r.at - at) <= NEAR && r.from - NEAR <= middle && r.to + NEAR >= middle)
  }
  const taken = new Set<number>()
  const owner = new Map<number, { row: number; column: number; columnSpan: number; rowSpan: number; runs: PdfRun[] }>()
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (taken.has(row * columns + column)) continue
      let columnSpan = 1
      while (
        column + columnSpan < columns &&
        !taken.has(row * columns + column + columnSpan) &&
        !ruled(false, xs[column + columnSpan]!, ys[row]!, ys[row + 1]!)
      )
        columnSpan++
      let rowSpan = 1
      const open = (below: number) => {
        for (let k = 0; k < columnSpan; k++)
          if (taken.has(below * columns + column + k) || ruled(true, ys[below]!, xs[column + k]!, xs[column + k + 1]!)) return false
        return true
      }
      while (row + rowSpan < rows && open(row + rowSpan)) rowSpan++
      const cell = { row, column, columnSpan, rowSpan, runs: [] }
      for (let r = 0; r < rowSpan; r++)
        for (let k = 0; k < columnSpan; k++) {
          taken.add((row + r) * columns + column + k)
          owner.set((row + r) * columns + column + k, cell)
        }
    }
  const place = (borders: readonly number[], at: number) => {
    let i = 0
    while (i < borders.length - 2 && at >= borders[i + 1]!) i++
    return i
  }
  for (const run of runs) {
    const row = place(ys, run.y - run.size * 0.35)
    const column = place(xs, run.x + run.width / 2)
    owner.get(row * columns + column)?.runs.push(run)
  }
  const cells = [...new Set(owner.values())]
  const heading = headingRows(cells.filter((c) => c.row === 0))
  return Array.from({ length: rows }, (_, row) =>
    cells
      .filter((c) => c.row === row)
      .map((c) => ({
        text: joinCellLines(softJoined(linesOf(c.runs, page), xs[c.column + c.columnSpan]! - xs[c.column]!), row < heading),
        column: c.column,
        columnSpan: c.columnSpan,
        rowSpan: c.rowSpan,
      })),
  )
}

/** Lines of a cell that were broken only because the cell ended. */
function softJoined(lines: readonly PdfLine[], width: number): string[] {
  const out: string[] = []
  let before: PdfLine | undefined
  for (const line of lines) {
    const full = before !== undefined && width - (before.end - before.x) < 2.6 * before.size
    if (full && out.length > 0) out[out.length - 1] += glue(out.at(-1)!, line.text) + line.text
    else out.push(line.text)
    before = line
  }
  return out
}
