import { cut, pad, paint, type Terminal, width } from './terminal.ts'

/** A column of a table: its heading, and how it gives way when the terminal is narrow. */
export interface Column {
  readonly heading: string
  /** Share of the room that is left after the fixed columns; 0 for a column that is never cut. */
  readonly grow: number
  /** A growing column is not cut below this. */
  readonly least?: number
}

const GAP = '  '

/**
 * Lines of a table. Columns are as wide as their longest cell; when the terminal is narrower, the growing columns share what is left
 * and their cells end in …. Without a terminal (`columns` null) nothing is cut, so that a search finds whole names.
 */
export function table(
  terminal: Pick<Terminal, 'columns' | 'colour'>,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const clean = rows.map((row) => columns.map((_, i) => (row[i] ?? '').replace(/\s+/g, ' ').trim()))
  const natural = columns.map((c, i) => Math.max(width(c.heading), ...clean.map((row) => width(row[i]!))))
  const widths = terminal.columns === null ? natural : fit(columns, natural, terminal.columns)
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(cut(cell, widths[i]!), i === cells.length - 1 ? 0 : widths[i]!))
      .join(GAP)
      .trimEnd()
  return [
    paint(terminal, 'bold', line(columns.map((c) => c.heading))),
    paint(
      terminal,
      'grey',
      '─'.repeat(
        Math.min(
          widths.reduce((a, b) => a + b, GAP.length * (columns.length - 1)),
          terminal.columns ?? 100,
        ),
      ),
    ),
    ...clean.map(line),
  ]
}

/** Gives room to growing columns by their share, and what one does not need to the others. */
function fit(columns: readonly Column[], natural: readonly number[], total: number): number[] {
  const widths = [...natural]
  let room = total - GAP.length * (columns.length - 1)
  columns.forEach((c, i) => {
    if (c.grow === 0) room -= natural[i]!
  })
  let open = columns.map((_, i) => i).filter((i) => columns[i]!.grow > 0)
  while (open.length > 0) {
    const shares = open.reduce((sum, i) => sum + columns[i]!.grow, 0)
    const content = open.filter((i) => natural[i]! <= Math.floor((room * columns[i]!.grow) / shares))
    if (content.length === 0) {
      for (const i of open) widths[i] = Math.max(columns[i]!.least ?? 4, Math.floor((room * columns[i]!.grow) / shares))
      break
    }
    for (const i of content) room -= natural[i]!
    open = open.filter((i) => !content.includes(i))
  }
  // In a very narrow terminal the least widths are too much together: the widest give way.
  for (let over = widths.reduce((a, b) => a + b, 0) + GAP.length * (columns.length - 1) - total; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths))
    if (widths[widest]! <= 2) break
    widths[widest]!--
  }
  return widths
}
