/** The door of the writers. Their libraries are large and are loaded when something is written, not when the package is. */
import type { OfficialDocument } from './official-model.ts'
import type { TableForm } from './table-form-model.ts'
import { type FormFilling, formWorkbook } from './table-form-write.ts'
import type { Mark } from './workbook-marked.ts'
import type { ReadSheet, WorkbookModel } from './workbook-model.ts'

/**
 * Writes an official document (docx) in the layout of GB/T 9704-2012: A4, 22 lines of 28 characters, 小标宋 title, 仿宋 body, page numbers — 1 —.
 * Equal models give equal bytes.
 * @throws RangeError when a date of the model is not `YYYY-MM-DD`.
 */
export async function writeOfficialDocument(model: OfficialDocument): Promise<Uint8Array> {
  const { buildOfficialDocument } = await import('./official.ts')
  return buildOfficialDocument(model)
}

/**
 * Writes the same official document under many numbers: each equals what `writeOfficialDocument` gives for the model with that number.
 * @throws RangeError when a date of the model is not `YYYY-MM-DD`.
 */
export async function writeOfficialSeries(model: OfficialDocument, numbers: readonly string[]): Promise<Uint8Array[]> {
  const { buildOfficialSeries } = await import('./official-series.ts')
  return buildOfficialSeries(model, numbers)
}

/**
 * Writes a workbook (xlsx): typed columns, frozen and filtered header, lists of choices, widths that suit Chinese. Text is always a string
 * cell, never a formula, also when it begins with `=`, `+`, `-` or `@`. Equal models give equal bytes.
 * @throws RangeError when a value does not suit its column, with sheet, row and column.
 */
export async function writeWorkbook(model: WorkbookModel): Promise<Uint8Array> {
  const { buildWorkbook } = await import('./workbook-write.ts')
  return buildWorkbook(model)
}

/**
 * Writes a workbook that `readWorkbook` gave once more: the same cells in the same places, the cells that are to blame coloured, and a last column 错误 with what
 * is wrong in each row. Formats, widths and formulas of the original are not kept.
 */
export async function writeMarked(sheets: readonly ReadSheet[], marks: readonly Mark[]): Promise<Uint8Array> {
  const { buildMarked } = await import('./workbook-marked.ts')
  return buildMarked(sheets, marks)
}

/** Writes the workbook of a table form: for an export with its rows, else the empty form; both with the sheet 填写说明. */
export const writeForm = async (form: TableForm, filling: FormFilling): Promise<Uint8Array> => writeWorkbook(formWorkbook(form, filling))
