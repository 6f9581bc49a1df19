/** From the cells of a sheet to typed rows under known columns, with every fault at its cell. Other columns of the sheet are ignored. */
import type { ColumnType, FaultCode, ReadCell, ReadSheet, TableFault, TableReading, TableRow, WorkbookColumn } from './workbook-model.ts'

/** The header is looked for in this many rows from the top. */
const HEADER_WITHIN = 20

const squeeze = (text: string) => text.normalize('NFKC').replace(/[\s*＊:：]+/g, '')

/**
 * Reads the rows under the header that names the columns.
 * The header is the row among the first twenty that names most of them. Text that means a number or date (`１,２００元`, `2022年5月7日`) is taken
 * as such; anything else is a fault with its cell. Rows with a fault are left out of `rows`: the caller decides whether to take the others.
 */
export function readTable(sheet: ReadSheet, columns: readonly WorkbookColumn[]): TableReading {
  const header = findHeader(sheet, columns)
  if (header === undefined)
    return {
      rows: [],
      faults: [
        {
          code: 'table.header-missing',
          sheet: sheet.name,
          zh: `工作表“${sheet.name}”前 ${HEADER_WITHIN} 行中找不到表头，应有：${columns.map((c) => c.title).join('、')}。`,
          en: `Sheet "${sheet.name}" has no header in its first ${HEADER_WITHIN} rows; expected: ${columns.map((c) => c.title).join(', ')}.`,
        },
      ],
    }
  const faults: TableFault[] = columns
    .filter((c) => c.required === true && !header.columns.has(c.key))
    .map((c) => ({
      code: 'table.column-missing',
      sheet: sheet.name,
      row: header.row,
      column: c.title,
      zh: `第 ${header.row} 行的表头中缺少“${c.title}”列。`,
      en: `The header in row ${header.row} has no column "${c.title}".`,
    }))
  const rows: TableRow[] = []
  for (const row of sheet.rows) {
    if (row.row <= header.row) continue
    const values: Record<string, string | number | null> = {}
    const own: TableFault[] = []
    let filled = false
    for (const column of columns) {
      const at = header.columns.get(column.key)
      const cell = at === undefined ? undefined : row.cells.find((c) => c.column === at)
      const read = cell === undefined ? { value: null } : valueFor(column, cell)
      if ('fault' in read) {
        filled = true
        own.push(faultAt(read.fault, sheet.name, column, cell!, row.row))
        continue
      }
      if (read.value !== null) filled = true
      else if (column.required === true && at !== undefined)
        own.push({
          code: 'cell.required',
          sheet: sheet.name,
          ref: refOf(at, row.row),
          row: row.row,
          column: column.title,
          zh: `${refOf(at, row.row)}：“${column.title}”不能为空。`,
          en: `${refOf(at, row.row)}: "${column.title}" must not be empty.`,
        })
      values[column.key] = read.value
    }
    if (!filled) continue
    faults.push(...own)
    if (own.length === 0) rows.push({ row: row.row, values })
  }
  return { rows, faults }
}

/** The header under which `readTable` reads, and where each of its columns stands in the sheet: `{ creditor: 'C' }`. */
export function tableHeader(
  sheet: ReadSheet,
  columns: readonly WorkbookColumn[],
): { readonly row: number; readonly letters: Readonly<Record<string, string>> } | undefined {
  const header = findHeader(sheet, columns)
  return header && { row: header.row, letters: Object.fromEntries([...header.columns].map(([key, column]) => [key, lettersOf(column)])) }
}

function findHeader(sheet: ReadSheet, columns: readonly WorkbookColumn[]): { row: number; columns: Map<string, number> } | undefined {
  let best: { row: number; columns: Map<string, number> } | undefined
  for (const row of sheet.rows) {
    if (row.row > HEADER_WITHIN) break
    const found = new Map<string, number>()
    for (const cell of row.cells) {
      if (cell.value.type !== 'text') continue
      const title = squeeze(cell.value.text)
      const column = columns.find((c) => !found.has(c.key) && [c.title, ...(c.aliases ?? [])].some((t) => squeeze(t) === title))
      if (column !== undefined) found.set(column.key, cell.column)
    }
    if (found.size > (best?.columns.size ?? 0)) best = { row: row.row, columns: found }
  }
  // One title by chance is not a header, unless only one or two are asked for.
  return best !== undefined && best.columns.size * 2 >= Math.min(columns.length, 4) ? best : undefined
}

function lettersOf(column: number): string {
  let out = ''
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26)) out = String.fromCharCode(65 + ((n - 1) % 26)) + out
  return out
}

const refOf = (column: number, row: number) => `${lettersOf(column)}${row}`

/** What a cell shows, for messages and for text columns. */
export function shown(cell: ReadCell): string {
  switch (cell.value.type) {
    case 'text':
      return cell.value.text
    case 'number':
      return cell.value.percent ? `${points(cell.value.number)}%` : String(cell.value.number)
    case 'date':
      return cell.value.time === undefined ? cell.value.date : `${cell.value.date} ${cell.value.time}`
    case 'boolean':
      return cell.value.boolean ? 'TRUE' : 'FALSE'
    default:
      return cell.value.error
  }
}

type Valued = { readonly value: string | number | null } | { readonly fault: FaultCode }

function valueFor(column: WorkbookColumn, cell: ReadCell): Valued {
  if (cell.value.type === 'error') return { fault: 'cell.error' }
  const text = shown(cell).trim()
  if (text === '') return { value: null }
  if (column.choices !== undefined && column.type === 'text')
    return column.choices.includes(text) ? { value: text } : { fault: 'cell.choice' }
  return readAs(column.type, cell, text)
}

const points = (share: number) => Number((share * 100).toPrecision(14))

function readAs(type: ColumnType, cell: ReadCell, text: string): Valued {
  if (type === 'text') return { value: text }
  if (type === 'date') {
    if (cell.value.type === 'date') return { value: cell.value.date }
    const date = cell.value.type === 'text' ? dateIn(text) : undefined
    return date === undefined ? { fault: 'cell.date' } : { value: date }
  }
  const fault: Valued = { fault: `cell.${type}` }
  if (cell.value.type === 'date' || cell.value.type === 'boolean') return fault
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '')
  if (type === 'percent') {
    if (cell.value.type === 'number') return { value: cell.value.percent ? points(cell.value.number) : cell.value.number }
    const m = /^([+-]?\d+(?:\.\d+)?)%$/.exec(plain)
    return m === null ? fault : { value: Number(m[1]) }
  }
  if (type === 'money') {
    const m = /^[¥￥]?([+-]?)(\d+)(?:\.(\d+))?(?:元)?$/.exec(cell.value.type === 'number' ? decimal(cell.value.number) : plain)
    if (m === null || (m[3] ?? '').replace(/0+$/, '').length > 2) return fault
    const fen = Number(`${m[1]}${m[2]}${(m[3] ?? '').slice(0, 2).padEnd(2, '0')}`)
    return Number.isSafeInteger(fen) ? { value: fen === 0 ? 0 : fen } : fault
  }
  const number =
    cell.value.type === 'number'
      ? cell.value.percent
        ? Number.NaN
        : cell.value.number
      : /^[+-]?\d+(\.\d+)?$/.test(plain)
        ? Number(plain)
        : Number.NaN
  if (!Number.isFinite(number) || (type === 'integer' && !Number.isSafeInteger(number))) return fault
  return { value: number }
}

/** The decimal that a cell shows for a binary number: 15 digits, as spreadsheets keep them, never in powers of ten. */
function decimal(number: number): string {
  const text = String(Number(number.toPrecision(15)))
  return /e/i.test(text) ? number.toFixed(2) : text
}

/** A plain date in text: `2022-05-07`, `2022/5/7`, `2022.5.7`, `2022年5月7日`, `20220507`. */
function dateIn(text: string): string | undefined {
  const m = /^(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))$/.exec(text.normalize('NFKC').replace(/\s+/g, ''))
  if (m === null) return undefined
  const date = `${m[1]}-${(m[2] ?? m[4])!.padStart(2, '0')}-${(m[3] ?? m[5])!.padStart(2, '0')}`
  const time = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : date
}

const EXPECTED: Record<FaultCode, readonly [string, string]> = {
  'table.header-missing': ['', ''],
  'table.column-missing': ['', ''],
  'cell.required': ['不能为空', 'must not be empty'],
  'cell.integer': ['应为整数', 'must be a whole number'],
  'cell.number': ['应为数字', 'must be a number'],
  'cell.date': ['应为日期，如 2022-05-07', 'must be a date such as 2022-05-07'],
  'cell.money': ['应为金额（元），最多两位小数', 'must be an amount in yuan with at most two decimals'],
  'cell.percent': ['应为百分数，如 98.5%', 'must be a percentage such as 98.5%'],
  'cell.choice': ['不在可选值之中', 'is not among the choices'],
  'cell.error': ['公式出错或未计算', 'is a formula in error or not calculated'],
}

function faultAt(code: FaultCode, sheet: string, column: WorkbookColumn, cell: ReadCell, row: number): TableFault {
  const [zh, en] = EXPECTED[code]
  const given = shown(cell).slice(0, 40)
  const choices = code === 'cell.choice' ? `：${(column.choices ?? []).slice(0, 12).join('、')}` : ''
  return {
    code,
    sheet,
    ref: cell.ref,
    row,
    column: column.title,
    zh: `${cell.ref}：“${column.title}”${zh}${choices}，现为“${given}”。`,
    en: `${cell.ref}: "${column.title}" ${en}; it is "${given}".`,
  }
}
