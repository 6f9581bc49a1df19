/** The door of the writers. Their libraries are large and are loaded when something is written, not when the package is. */
import type { OfficialDocument } from './official-model.ts'
import type { WorkbookModel } from './workbook-model.ts'

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
