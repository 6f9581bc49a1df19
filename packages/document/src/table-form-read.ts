/** Reads a workbook by a table form: which sheet is meant, what its rows say, and every fault at its cell. */
import { refusal } from './refusals.ts'
import type { FormFinding, FormReading, FormRows, FormSheet, TableForm } from './table-form-model.ts'
import type { ReadSheet, TableFault, TableRow } from './workbook-model.ts'
import { readWorkbook, type WorkbookLimits } from './workbook-read.ts'
import { readTable, tableHeader } from './workbook-table.ts'

/**
 * Reads the sheets of a form. A form of one sheet takes the sheet of its name, else the first that has its columns, else the first that can be seen: people rename
 * sheets. In a form of several the sheets are told apart by their names; one that must be there may still be found by its columns.
 * Refusals: those of `readWorkbook`, and `document.empty` when no sheet can be seen. Never throws.
 */
export async function readForm(
  bytes: Uint8Array,
  form: TableForm,
  options: { readonly limits?: Partial<WorkbookLimits> } = {},
): Promise<FormReading> {
  const workbook = await readWorkbook(bytes, options)
  return workbook.ok ? readFormSheets(workbook.sheets, form) : workbook
}

/** `readForm` for a workbook that is read already. */
export function readFormSheets(workbook: readonly ReadSheet[], form: TableForm): FormReading {
  const visible = workbook.filter((s) => !s.hidden)
  if (visible.length === 0)
    return {
      ok: false,
      refusal: refusal('document.empty', '工作簿中没有可见的工作表。', 'The workbook has no visible sheet.'),
    }
  const sole = form.sheets.length === 1
  const read = form.sheets.map((sheet) => rowsOf(sheet, foundIn(visible, sheet, sole), sole))
  return { ok: true, sheets: Object.fromEntries(read.map((r) => [r.sheet.key, r])), faults: read.flatMap((r) => r.faults) }
}

function foundIn(visible: readonly ReadSheet[], sheet: FormSheet, sole: boolean): ReadSheet | undefined {
  const named = visible.find((s) => s.name.trim() === sheet.name)
  if (sheet.optional === true || (named !== undefined && (!sole || tableHeader(named, sheet.columns) !== undefined))) return named
  return visible.find((s) => tableHeader(s, sheet.columns) !== undefined) ?? (sole ? (named ?? visible[0]) : undefined)
}

function rowsOf(sheet: FormSheet, found: ReadSheet | undefined, sole: boolean): FormRows {
  // In a workbook with several sheets the place begins with the sheet.
  const prefix = sole ? '' : `${sheet.name} `
  const letters = found === undefined ? {} : (tableHeader(found, sheet.columns)?.letters ?? {})
  const at: FormRows['at'] = (row, key, code, zh, en) => {
    const letter = key === null || row === null ? undefined : letters[key]
    const cell = letter === undefined ? null : `${letter}${row}`
    const place = cell ?? (row === null ? null : `第${row}行`)
    const placeEn = cell ?? (row === null ? null : `row ${row}`)
    return {
      sheet: sheet.name,
      row,
      cell,
      column: sheet.columns.find((c) => c.key === key)?.title ?? null,
      code,
      zh: place === null ? zh : `${prefix}${place}：${zh}`,
      en: placeEn === null ? en : `${prefix}${placeEn}: ${en}`,
    }
  }
  const has = (key: string) => letters[key] !== undefined
  // An empty sheet that may be missing is as good as missing.
  if (found === undefined || (sheet.optional === true && found.rows.length === 0)) {
    const faults =
      sheet.optional === true ? [] : [at(null, null, 'sheet.missing', `没有“${sheet.name}”工作表`, `There is no sheet ${sheet.name}`)]
    return { sheet, found: false, rows: [], faults, count: 0, has, at }
  }
  const table = readTable(found, sheet.columns)
  const faults = table.faults.map((fault): FormFinding => findingOf(fault, prefix))
  const faulty = new Set(table.faults.flatMap((f) => (f.row === undefined || f.code.startsWith('table.') ? [] : [f.row])))
  return { sheet, found: true, rows: table.rows, faults, count: table.rows.length + faulty.size, has, at }
}

const findingOf = (fault: TableFault, prefix: string): FormFinding => ({
  sheet: fault.sheet,
  row: fault.row ?? null,
  cell: fault.ref ?? null,
  column: fault.column ?? null,
  code: fault.code,
  zh: fault.ref === undefined ? fault.zh : `${prefix}${fault.zh}`,
  en: fault.ref === undefined ? fault.en : `${prefix}${fault.en}`,
})

/** What a cell says, line ends and outer blanks evened out; null when it is empty. */
export function said(row: TableRow, key: string): string | null {
  const value = row.values[key]
  if (value === null || value === undefined) return null
  const text = String(value).replace(/\r\n?/g, '\n').trim()
  return text === '' ? null : text
}

/** Names in one cell: parted by 、, comma, semicolon or line. */
export const listIn = (text: string | null): string[] =>
  (text ?? '')
    .split(/[、，,；;\n]+/)
    .map((part) => part.trim())
    .filter(Boolean)
