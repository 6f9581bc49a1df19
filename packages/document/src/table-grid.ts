/** Puts the cells of a table at their columns, with cells that span rows and columns. Shared by html, docx and pdf. */
import type { GridCell, GridRow } from './composer.ts'

/** A cell as written in the original, in order within its row. */
export interface RawCell {
  /** Paragraphs or lines of the cell, trimmed, without empty ones. */
  readonly lines: readonly string[]
  readonly columnSpan: number
  /** Rows covered, from this one down; 0 means to the end of the table. */
  readonly rowSpan: number
}

/** A table wider than this is not a table that anyone reads; what is beyond is kept without spans. */
const WIDEST = 256
/** More columns than this are never covered by one cell of a real table. */
const WIDEST_SPAN = 64

/** Resolves spans to rows and columns. The text of a spanning cell stands once, at its first row and column. */
export function layTable(rows: readonly (readonly RawCell[])[]): GridRow[] {
  const taken: number[] = []
  const heading = headingRows(rows[0] ?? [])
  return rows.map((raw, row) => {
    const cells: GridCell[] = []
    let column = 0
    for (const cell of raw) {
      while ((taken[column] ?? 0) > row) column++
      const columnSpan = Math.min(Math.max(1, cell.columnSpan), WIDEST_SPAN)
      const left = rows.length - row
      const rowSpan = cell.rowSpan === 0 ? left : Math.min(Math.max(1, cell.rowSpan), left)
      cells.push({ text: joinCellLines(cell.lines, row < heading), column, columnSpan, rowSpan })
      for (let k = 0; k < columnSpan; k++) if (column + k < WIDEST) taken[column + k] = row + rowSpan
      column += columnSpan
    }
    return { row, cells }
  })
}

/** Rows of the heading: where the first row has groups of columns, the cells beside them reach down over all of it. */
export function headingRows(first: readonly { readonly columnSpan: number; readonly rowSpan: number }[]): number {
  return first.some((c) => c.columnSpan > 1) ? Math.min(4, Math.max(1, ...first.map((c) => c.rowSpan))) : 1
}

const CJK = /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u303F“”‘’…—]/
const CLOSES = /[，。；：、！？,;:!?）)】〕》”’（(【〔《“‘]/
const OPENS = /[，。；：、！？,;:!?）)】〕》”’]/

/**
 * One line from the lines of a cell. Chinese lines that end in punctuation are joined directly; others by a space, so that a list of
 * names written one below the other does not become one name. Short words of a heading row broken for width (牵头 / 单位) are joined.
 */
export function joinCellLines(lines: readonly string[], heading: boolean): string {
  let out = ''
  for (const raw of lines) {
    const line = raw.trim()
    if (line === '') continue
    if (out === '') {
      out = line
      continue
    }
    const before = out.at(-1)!
    const after = line[0]!
    const tight =
      CLOSES.test(before) || OPENS.test(after) || (heading && CJK.test(before) && CJK.test(after) && (line.length <= 4 || out.length <= 4))
    out += tight ? line : ` ${line}`
  }
  return out
}
