/** Tables of Word: columns through `gridSpan`, rows merged through `vMerge`, rows deleted under tracked changes left out. */
import type { GridRow } from './composer.ts'
import { chosen, type DocxContext, REMOVED, readParagraph, TRANSPARENT } from './docx-paragraph.ts'
import { layTable, type RawCell } from './table-grid.ts'
import { child, children, wordValue, type XmlElement } from './xml.ts'

export interface DocxTable {
  readonly rows: readonly GridRow[]
  /** Paragraphs inside, for numbering paragraphs of the document. */
  readonly paragraphs: number
  /** First paragraph of each row, counted from the table's first. */
  readonly firstParagraph: readonly number[]
  /** The only cell, when the table has just one: a frame around text. */
  readonly frame?: XmlElement
}

interface MutableCell {
  lines: string[]
  columnSpan: number
  rowSpan: number
}

/** Elements of one name below transparent wrappers, deletions left out. */
function flattened(element: XmlElement, name: string, context: DocxContext): XmlElement[] {
  return children(element).flatMap((node) => {
    if (node.name === name) return [node]
    if (REMOVED.has(node.name)) {
      context.seen.deletions = true
      return []
    }
    if (node.name === 'mc:AlternateContent') {
      const choice = chosen(node)
      return choice === undefined ? [] : flattened(choice, name, context)
    }
    return TRANSPARENT.has(node.name) ? flattened(node, name, context) : []
  })
}

const count = (text: string | undefined, otherwise: number) => {
  const n = Number.parseInt(text ?? '', 10)
  return Number.isFinite(n) && n > 0 ? n : otherwise
}

/** Reads one `w:tbl`. */
export function readDocxTable(table: XmlElement, context: DocxContext): DocxTable {
  const rows = flattened(table, 'w:tr', context).filter((row) => {
    const deleted = child(child(row, 'w:trPr'), 'w:del') !== undefined
    if (deleted) context.seen.deletions = true
    return !deleted
  })
  if (rows.length === 1) {
    const cells = flattened(rows[0]!, 'w:tc', context)
    if (cells.length === 1) return { rows: [], paragraphs: 0, firstParagraph: [], frame: cells[0]! }
  }
  let paragraphs = 0
  const firstParagraph: number[] = []
  /** Cells that a later row may continue, by column. */
  const open = new Map<number, MutableCell>()
  const raw = rows.map((row) => {
    firstParagraph.push(paragraphs)
    const cells: RawCell[] = []
    let column = 0
    const skip = (n: number) => {
      for (let k = 0; k < Math.min(n, 64); k++) cells.push({ lines: [], columnSpan: 1, rowSpan: 1 })
      column += n
    }
    skip(count(wordValue(child(row, 'w:trPr'), 'w:gridBefore'), 0))
    const ended = new Set(open.keys())
    for (const cell of flattened(row, 'w:tc', context)) {
      const properties = child(cell, 'w:tcPr')
      const columnSpan = count(wordValue(properties, 'w:gridSpan'), 1)
      const merge = child(properties, 'w:vMerge')
      const sideways = child(properties, 'w:hMerge')
      const lines = cellLines(cell, context, () => paragraphs++)
      if (sideways !== undefined && sideways.attrs['w:val'] !== 'restart' && cells.length > 0) {
        ;(cells.at(-1) as MutableCell).columnSpan += columnSpan
        ;(cells.at(-1) as MutableCell).lines.push(...lines)
        column += columnSpan
        continue
      }
      const continued = merge !== undefined && merge.attrs['w:val'] !== 'restart' ? open.get(column) : undefined
      if (continued !== undefined && continued.columnSpan === columnSpan) {
        continued.rowSpan++
        continued.lines.push(...lines)
        ended.delete(column)
      } else {
        const made: MutableCell = { lines, columnSpan, rowSpan: 1 }
        cells.push(made)
        if (merge !== undefined) {
          open.set(column, made)
          ended.delete(column)
        }
      }
      column += columnSpan
    }
    for (const gone of ended) open.delete(gone)
    return cells
  })
  return { rows: layTable(raw), paragraphs, firstParagraph }
}

/** Lines of a cell; a table inside the cell gives one line a row. */
function cellLines(cell: XmlElement, context: DocxContext, counted: () => void): string[] {
  const lines: string[] = []
  const visit = (node: XmlElement): void => {
    if (node.name === 'w:p') {
      counted()
      const read = readParagraph(node, context)
      lines.push(...read.lines.map((l) => l.trim()).filter((l) => l !== ''))
      for (const box of read.boxes) for (const inner of children(box)) visit(inner)
    } else if (node.name === 'w:tbl') {
      const inner = readDocxTable(node, context)
      if (inner.frame !== undefined) for (const part of children(inner.frame)) visit(part)
      for (const row of inner.rows)
        lines.push(
          row.cells
            .map((c) => c.text)
            .filter((t) => t !== '')
            .join(' '),
        )
      for (let i = 0; i < inner.paragraphs; i++) counted()
    } else if (node.name === 'mc:AlternateContent') {
      const choice = chosen(node)
      for (const inner of children(choice)) visit(inner)
    } else if (REMOVED.has(node.name)) context.seen.deletions = true
    else if (TRANSPARENT.has(node.name)) for (const inner of children(node)) visit(inner)
  }
  for (const node of children(cell)) visit(node)
  return lines
}
