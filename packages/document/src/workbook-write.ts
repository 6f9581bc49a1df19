/** Writes workbooks (xlsx). Beside `workbook-marked.ts` the only file that knows exceljs. */
import ExcelJS from 'exceljs'
import { printable, widthOf } from './official-layout.ts'
import { stableZip } from './stable-zip.ts'
import type { ColumnType, WorkbookColumn, WorkbookModel, WorkbookSheet, WorkbookValue } from './workbook-model.ts'

const FORMATS: Record<ColumnType, string> = {
  // Text stays text when somebody edits the cell, whatever it begins with.
  text: '@',
  integer: '0',
  number: 'General',
  date: 'yyyy-mm-dd',
  money: '#,##0.00',
  percent: '0.##%',
}

const LONGEST_CELL = 32_767
const HEADER_FILL = 'FFE8EEF7'

/** The package of a workbook; see `writeWorkbook`. */
export async function buildWorkbook(model: WorkbookModel): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  const instant = new Date(model.createdAt ?? '2000-01-01T00:00:00Z')
  workbook.created = instant
  workbook.modified = instant
  const names = new Set<string>()
  const sheets = model.sheets.map((sheet) => ({ sheet, worksheet: workbook.addWorksheet(sheetName(sheet.name, names)) }))
  const lists = new Lists(workbook)
  for (const { sheet, worksheet } of sheets) fill(worksheet, sheet, lists)
  return stableZip(new Uint8Array(await workbook.xlsx.writeBuffer()), instant.toISOString())
}

/** Excel keeps this name for itself. */
const RESERVED = 'history'

/** A name that spreadsheets take: at most 31 characters, none of `[]:*?/\`, not twice. It joins those that are taken. */
export function sheetName(wanted: string, taken: Set<string>): string {
  const base =
    printable(wanted)
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
      .slice(0, 31)
      .replace(/'+$/, '') || '表'
  let name = base
  for (let n = 2; name.toLowerCase() === RESERVED || taken.has(name.toLowerCase()); n++)
    name = `${base.slice(0, 28 - String(n).length)}（${n}）`
  taken.add(name.toLowerCase())
  return name
}

/** Lists of choices: short ones stand in the rule itself, long ones in a hidden sheet. */
class Lists {
  readonly #workbook: ExcelJS.Workbook
  #sheet: ExcelJS.Worksheet | undefined
  #columns = 0
  constructor(workbook: ExcelJS.Workbook) {
    this.#workbook = workbook
  }
  formula(choices: readonly string[]): string {
    const inline = choices.join(',')
    if (inline.length <= 250 && choices.every((c) => !/[,"]/.test(c) && c.trim() === c)) return `"${inline}"`
    this.#sheet ??= this.#workbook.addWorksheet('_选项', { state: 'hidden' })
    const column = ++this.#columns
    choices.forEach((choice, i) => {
      const cell = this.#sheet!.getCell(i + 1, column)
      cell.value = printable(choice)
      cell.numFmt = '@'
    })
    const letter = this.#sheet.getColumn(column).letter
    return `_选项!$${letter}$1:$${letter}$${choices.length}`
  }
}

const thin = { style: 'thin', color: { argb: 'FFBFBFBF' } } as const
const BORDER = { top: thin, bottom: thin, left: thin, right: thin }

function fill(worksheet: ExcelJS.Worksheet, sheet: WorkbookSheet, lists: Lists): void {
  const { columns } = sheet
  const headerRow = sheet.title === undefined ? 1 : 2
  if (sheet.title !== undefined) {
    const cell = worksheet.getCell(1, 1)
    cell.value = printable(sheet.title)
    cell.font = { bold: true, size: 14 }
    cell.alignment = { horizontal: 'center', vertical: 'middle' }
    worksheet.getRow(1).height = 26
    if (columns.length > 1) worksheet.mergeCells(1, 1, 1, columns.length)
  }
  columns.forEach((column, i) => {
    const cell = worksheet.getCell(headerRow, i + 1)
    cell.value = printable(column.title)
    cell.font = { bold: true }
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: HEADER_FILL } }
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
    cell.border = BORDER
    worksheet.getColumn(i + 1).width = column.width ?? widthFor(column, sheet)
  })
  sheet.rows.forEach((row, r) => {
    const number = headerRow + 1 + r
    columns.forEach((column, i) => {
      const cell = worksheet.getCell(number, i + 1)
      const where = `${sheet.name}!${cell.address} (${column.title})`
      const value = valueFor(column.type, row[column.key], where)
      if (value !== null) cell.value = value
      cell.numFmt = FORMATS[column.type]
      cell.border = BORDER
      cell.alignment =
        column.type === 'text'
          ? { vertical: 'top', wrapText: true }
          : { vertical: 'top', horizontal: column.type === 'date' ? 'center' : 'right' }
    })
  })
  const last = headerRow + sheet.rows.length
  worksheet.views = [{ state: 'frozen', ySplit: headerRow, xSplit: 0 }]
  if (columns.length > 0)
    worksheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: Math.max(last, headerRow), column: columns.length } }
  worksheet.pageSetup = {
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: `${headerRow}:${headerRow}`,
  }
  const end = last + (sheet.spareRows ?? 0)
  columns.forEach((column, i) => {
    if (end <= headerRow) return
    const letter = worksheet.getColumn(i + 1).letter
    const range = `${letter}${headerRow + 1}:${letter}${end}`
    if (column.choices !== undefined && column.choices.length > 0)
      rules(worksheet).add(range, {
        type: 'list',
        allowBlank: column.required !== true,
        formulae: [lists.formula(column.choices)],
        showErrorMessage: true,
        errorTitle: column.title,
        error: '请从列表中选择。Choose from the list.',
      })
    for (let spare = last + 1; spare <= end; spare++) worksheet.getCell(spare, i + 1).numFmt = FORMATS[column.type]
  })
}

/** exceljs keeps validation rules by range; its types leave that out. */
function rules(worksheet: ExcelJS.Worksheet): { add(range: string, rule: ExcelJS.DataValidation): void } {
  return (worksheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }).dataValidations
}

function valueFor(type: ColumnType, value: WorkbookValue, where: string): string | number | Date | null {
  if (value === null || value === undefined || value === '') return null
  const wrong = (): never => {
    throw new RangeError(`${where}: ${JSON.stringify(value)} is not ${type}`)
  }
  if (type === 'text') {
    const text = printable(String(value)).replace(/\r\n?/g, '\n')
    if (text.length > LONGEST_CELL) throw new RangeError(`${where}: ${text.length} characters do not fit a cell (${LONGEST_CELL})`)
    return text
  }
  if (type === 'date') {
    const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value))
    if (m === null) return wrong()
    // exceljs counts days in UTC, so a plain date must be midnight UTC.
    const date = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])))
    return date.toISOString().slice(0, 10) === value ? date : wrong()
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong()
  if (type === 'integer' || type === 'money') {
    if (!Number.isSafeInteger(value)) return wrong()
    return type === 'money' ? value / 100 : value
  }
  return type === 'percent' ? Number((value / 100).toPrecision(15)) : value
}

function widthFor(column: WorkbookColumn, sheet: WorkbookSheet): number {
  const shown = (value: WorkbookValue) => {
    if (value === null || value === undefined) return 0
    if (column.type === 'date') return 10
    if (column.type === 'money') return String(value).length * 1.35 + 2
    return Math.max(
      ...String(value)
        .split('\n')
        .map((l) => widthOf(l) * 2),
    )
  }
  let widest = widthOf(column.title) * 2 + 4
  for (const row of sheet.rows) widest = Math.max(widest, shown(row[column.key]) + 2)
  return Math.min(60, Math.max(6, Math.ceil(widest)))
}
