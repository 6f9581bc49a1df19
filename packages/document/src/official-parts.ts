/** Paragraphs and tables of an official document in Word's terms. */
import {
  AlignmentType,
  BorderStyle,
  type IParagraphOptions,
  LineRuleType,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { CHARACTER, LINE, printable, SIZE, widthOf } from './official-layout.ts'
import type { OfficialBlock, OfficialCell, OfficialFonts, OfficialRun, OfficialTable } from './official-model.ts'

export interface RunStyle {
  readonly font: string
  readonly size?: number
  readonly bold?: boolean
  readonly color?: string
}

/** Runs of a text; line breaks become soft breaks, tabs become tab stops. */
export function runsOf(text: string, style: RunStyle, fonts: OfficialFonts): TextRun[] {
  return printable(text)
    .split('\n')
    .map(
      (line, i) =>
        new TextRun({
          children: line.split('\t').flatMap((part, k) => (k === 0 ? [part] : [new Tab(), part])),
          font: { ascii: fonts.latin, hAnsi: fonts.latin, cs: fonts.latin, eastAsia: style.font },
          size: style.size ?? SIZE.body,
          ...(style.bold === true ? { bold: true } : {}),
          ...(style.color === undefined ? {} : { color: style.color }),
          ...(i > 0 ? { break: 1 } : {}),
        }),
    )
}

const EXACT = { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 } as const
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const
/** Two characters. */
const INDENT = { firstLine: Math.round(2 * CHARACTER), firstLineChars: 200 } as const

/** A paragraph on the grid of 22 lines. */
export function line(runs: readonly TextRun[], options: Omit<IParagraphOptions, 'children'> = {}): Paragraph {
  return new Paragraph({ spacing: EXACT, alignment: AlignmentType.BOTH, ...options, children: runs })
}

export const blank = () => line([])

function headingStyle(level: 1 | 2 | 3 | 4, fonts: OfficialFonts): RunStyle {
  if (level === 1) return { font: fonts.heading1 }
  if (level === 2) return { font: fonts.heading2 }
  return level === 3 ? { font: fonts.body, bold: true } : { font: fonts.body }
}

function bodyRuns(text: string | readonly OfficialRun[], fonts: OfficialFonts): TextRun[] {
  if (typeof text === 'string') return runsOf(text, { font: fonts.body }, fonts)
  return text.flatMap((run) =>
    runsOf(run.text, run.lead === undefined ? { font: fonts.body, bold: run.bold === true } : headingStyle(run.lead, fonts), fonts),
  )
}

/** Blocks of a body, in order. `width` is the width of the text area in twips. */
export function blocksOf(blocks: readonly OfficialBlock[], fonts: OfficialFonts, width: number): (Paragraph | Table)[] {
  return blocks.flatMap((block): (Paragraph | Table)[] => {
    switch (block.kind) {
      case 'heading':
        return [
          line(runsOf(block.text, headingStyle(block.level, fonts), fonts), {
            style: `Heading${block.level}`,
            indent: INDENT,
            keepNext: true,
          }),
        ]
      case 'paragraph': {
        const indented = block.indent ?? block.align === undefined
        return [
          line(bodyRuns(block.text, fonts), {
            ...(indented ? { indent: INDENT } : {}),
            ...(block.align === undefined ? {} : { alignment: ALIGN[block.align] }),
          }),
        ]
      }
      case 'table':
        return tableOf(block, fonts, width)
      default:
        return [new Paragraph({ pageBreakBefore: true, spacing: EXACT })]
    }
  })
}

const asCell = (cell: string | OfficialCell): OfficialCell => (typeof cell === 'string' ? { text: cell } : cell)

/** Widths that suit the contents: a column needs its longest unbreakable title and gets a share by the amount of text in it. */
export function columnWidths(table: OfficialTable, width: number): number[] {
  const wants = table.columns.map((column, i) => {
    if (column.weight !== undefined) return column.weight
    const lengths = table.rows.map((row) => {
      const cell = row[i]
      return cell === undefined || (typeof cell !== 'string' && (cell.columnSpan ?? 1) > 1) ? 0 : widthOf(asCell(cell).text)
    })
    const longest = Math.max(0, ...lengths)
    const mean = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length)
    return Math.max(Math.min(widthOf(column.title), 6) + 1, Math.min(longest + 1, 8, mean * 2 + 1), Math.sqrt(mean) * 3)
  })
  const total = wants.reduce((a, b) => a + b, 0) || 1
  const widths = wants.map((w) => Math.max(300, Math.floor((w / total) * width)))
  return widths
}

const RULE = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const

function tableOf(table: OfficialTable, fonts: OfficialFonts, width: number): (Paragraph | Table)[] {
  const widths = columnWidths(table, width)
  const cellParagraph = (text: string, style: RunStyle, align: 'left' | 'center' | 'right') =>
    new Paragraph({
      alignment: ALIGN[align],
      // Exact, and so off the grid of 22 lines, which is for the body: a ledger set on it would be half as long again.
      spacing: { line: 360, lineRule: LineRuleType.EXACT, before: 20, after: 20 },
      children: runsOf(text, { ...style, size: SIZE.table }, fonts),
    })
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: table.columns.map(
      (column, i) =>
        new TableCell({
          width: { size: widths[i]!, type: WidthType.DXA },
          verticalAlign: VerticalAlignTable.CENTER,
          children: [cellParagraph(column.title, { font: fonts.heading1 }, 'center')],
        }),
    ),
  })
  const taken: number[] = []
  const rows = table.rows.map((row, r) => {
    let column = 0
    const cells = row.map(asCell).map((cell) => {
      while ((taken[column] ?? 0) > r) column++
      const own = column
      const span = Math.max(1, cell.columnSpan ?? 1)
      for (let k = 0; k < span; k++) taken[own + k] = r + Math.max(1, cell.rowSpan ?? 1)
      column += span
      const size = widths.slice(own, own + span).reduce((a, b) => a + b, 0)
      return new TableCell({
        ...(size > 0 ? { width: { size, type: WidthType.DXA } } : {}),
        ...(span > 1 ? { columnSpan: span } : {}),
        ...((cell.rowSpan ?? 1) > 1 ? { rowSpan: cell.rowSpan! } : {}),
        verticalAlign: VerticalAlignTable.CENTER,
        children: [cellParagraph(cell.text, { font: fonts.body }, cell.align ?? table.columns[own]?.align ?? 'left')],
      })
    })
    return new TableRow({ cantSplit: true, children: cells })
  })
  const body = new Table({
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    margins: { left: 60, right: 60, top: 0, bottom: 0 },
    borders: { top: RULE, bottom: RULE, left: RULE, right: RULE, insideHorizontal: RULE, insideVertical: RULE },
    rows: [head, ...rows],
  })
  const caption =
    table.caption === undefined
      ? []
      : [line(runsOf(table.caption, { font: fonts.heading1 }, fonts), { alignment: AlignmentType.CENTER, keepNext: true })]
  return [...caption, body]
}
