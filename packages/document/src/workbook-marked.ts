/** Writes a workbook that was read once more, each row in its place, with what is wrong beside it. */
import ExcelJS from 'exceljs'
import { printable, widthOf } from './official-layout.ts'
import { stableZip } from './stable-zip.ts'
import { LAST_COLUMN, LAST_ROW, type ReadCell, type ReadSheet } from './workbook-model.ts'
import { sheetName } from './workbook-write.ts'

/** Something wrong in a workbook. A sheet of null is the first that can be seen, a row of null the sheet as a whole. */
export interface Mark {
  readonly sheet: string | null
  readonly row: number | null
  /** `C12`: the cell is coloured. */
  readonly cell: string | null
  readonly text: string
}

/** Title of the column that is added. A reading takes no notice of it, so the file can be put right and sent as it is. */
export const MARK_COLUMN = '错误'

const RED = 'FFC00000'
const ROSE = 'FFFDE2E0'
const HEADER_WITHIN = 20
const WIDEST = 50

/** The package of a marked workbook; see `writeMarked`. Hidden sheets stay hidden and unmarked. */
export async function buildMarked(sheets: readonly ReadSheet[], marks: readonly Mark[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  const instant = new Date('2000-01-01T00:00:00Z')
  workbook.created = instant
  workbook.modified = instant
  const first = sheets.find((s) => !s.hidden)
  const names = new Set<string>()
  for (const sheet of sheets) {
    const worksheet = workbook.addWorksheet(sheetName(sheet.name, names), sheet.hidden ? { state: 'hidden' } : {})
    copy(worksheet, sheet)
    const own = sheet.hidden ? [] : marks.filter((m) => (m.sheet ?? first?.name) === sheet.name)
    if (own.length > 0) mark(worksheet, sheet, own)
  }
  return stableZip(new Uint8Array(await workbook.xlsx.writeBuffer()), instant.toISOString())
}

function copy(worksheet: ExcelJS.Worksheet, sheet: ReadSheet): void {
  const widths = new Map<number, number>()
  for (const row of sheet.rows)
    for (const cell of row.cells) {
      const target = worksheet.getCell(row.row, cell.column)
      const { value, format } = stored(cell.value)
      target.value = value
      target.numFmt = format
      target.alignment = { vertical: 'top', wrapText: true }
      const width = typeof value === 'string' ? most(value.split('\n').map((line) => widthOf(line) * 2)) + 2 : 12
      widths.set(cell.column, Math.min(WIDEST, Math.max(widths.get(cell.column) ?? 8, width)))
    }
  for (const [column, width] of widths) worksheet.getColumn(column).width = width
}

/** The largest, or 0; of more numbers too than a call takes arguments. */
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), 0)

function stored(value: ReadCell['value']): { readonly value: ExcelJS.CellValue; readonly format: string } {
  switch (value.type) {
    case 'text':
      return { value: printable(value.text), format: '@' }
    case 'number':
      return { value: value.number, format: value.percent ? '0.##%' : 'General' }
    case 'date':
      return value.time === undefined
        ? { value: new Date(`${value.date}T00:00:00Z`), format: 'yyyy-mm-dd' }
        : { value: new Date(`${value.date}T${value.time}Z`), format: 'yyyy-mm-dd hh:mm:ss' }
    case 'boolean':
      return { value: value.boolean, format: 'General' }
    default:
      return { value: printable(value.error), format: '@' }
  }
}

function mark(worksheet: ExcelJS.Worksheet, sheet: ReadSheet, marks: readonly Mark[]): void {
  const header = headerOf(sheet)
  const had = header?.cells.find((c) => c.value.type === 'text' && c.value.text.split('\n')[0] === MARK_COLUMN)
  // A file that was marked before gets its marks anew.
  // Where the sheet ends at the last column there is, that one has to do.
  const column = had?.column ?? Math.min(LAST_COLUMN, most(sheet.rows.map((r) => most(r.cells.map((c) => c.column)))) + 1)
  if (had) for (const row of sheet.rows) worksheet.getCell(row.row, column).value = null
  const top = header?.row ?? 1
  const texts = new Map<number, string[]>([[top, [MARK_COLUMN]]])
  for (const { row, text } of marks) texts.set(row ?? top, [...(texts.get(row ?? top) ?? []), printable(text)])
  for (const [row, lines] of texts) {
    const cell = worksheet.getCell(row, column)
    cell.value = lines.join('\n')
    cell.numFmt = '@'
    cell.font = { color: { argb: RED }, bold: row === top }
    cell.alignment = { vertical: 'top', wrapText: true }
  }
  worksheet.getColumn(column).width = WIDEST
  for (const { cell } of marks)
    if (cell !== null && isPlace(cell)) worksheet.getCell(cell).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: ROSE } }
  worksheet.views = [{ state: 'frozen', ySplit: top, xSplit: 0 }]
  worksheet.autoFilter = {
    from: { row: top, column: 1 },
    to: { row: Math.max(top, most(sheet.rows.map((r) => r.row))), column },
  }
}

/** Whether a text is the address of a cell that sheets have. */
function isPlace(text: string): boolean {
  const [, letters, row] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(text) ?? []
  if (letters === undefined) return false
  return [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) <= LAST_COLUMN && Number(row) <= LAST_ROW
}

/** The row among the first ones that has the most words. */
const headerOf = (sheet: ReadSheet) =>
  sheet.rows
    .filter((r) => r.row <= HEADER_WITHIN)
    .map((r) => ({ ...r, words: r.cells.filter((c) => c.value.type === 'text').length }))
    .toSorted((a, b) => b.words - a.words || a.row - b.row)[0]
