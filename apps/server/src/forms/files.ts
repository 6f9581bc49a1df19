import { type FormFilling, type FormReading, readForm, type TableForm, type WorkbookLimits, writeForm } from '@yingshang/document'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { refuseDocument } from '../http/problem.ts'

/** Table forms on their way out and in. */

const file = (name: string, content: Uint8Array): FileAnswer => ({
  name: `${name}.xlsx`,
  type: FILE_TYPES.xlsx,
  content,
  bytes: content.length,
})

/** The empty form with its explanation. */
export async function emptyForm(form: TableForm, now: Date): Promise<FileAnswer> {
  return file(form.file, await writeForm(form, { createdAt: now.toISOString() }))
}

/** The form filled with rows; `title` and the day make the name of the file. */
export async function filledForm(form: TableForm, title: string, filling: Omit<FormFilling, 'createdAt'>, now: Date): Promise<FileAnswer> {
  return file(datedName(title, now), await writeForm(form, { ...filling, createdAt: now.toISOString() }))
}

/** A title without what a file name cannot hold, and the day. */
export const datedName = (title: string, now: Date): string =>
  `${title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 80)}-${chinaDay(now).replaceAll('-', '')}`

/** Reads a workbook by its form. One that cannot be read at all is refused. */
export async function readFormFile(
  bytes: Uint8Array,
  form: TableForm,
  limits: Partial<WorkbookLimits>,
): Promise<Extract<FormReading, { ok: true }>> {
  const reading = await readForm(bytes, form, { limits })
  if (!reading.ok) throw refuseDocument(reading.refusal)
  return reading
}
