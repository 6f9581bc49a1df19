import { listIn, said, type TableRow, type WorkbookValue } from '@yingshang/document'
import type { Field, Value } from '@yingshang/procedure'
import { NO, YES } from './matter-form.ts'

/** The values of fields as cells say them, and back. */

/** A value as its cell shows it. */
export function cellOf(field: Field, value: Value | undefined): WorkbookValue {
  const label = (one: Value) => field.options?.find((o) => o.value === one)?.label.zh ?? String(one)
  if (value === undefined || value === null) return null
  if (field.type === 'choice') return label(value)
  if (field.type === 'choices') return Array.isArray(value) ? value.map(label).join('、') : null
  if (field.type === 'yesNo') return value === true ? YES : NO
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

export type Celled = { readonly value: Value | null } | { readonly zh: string; readonly en: string }

/** What a cell means as a value of its field; an empty one is null. Bodies are looked up by whoever asks. */
export function meantBy(field: Field, row: TableRow): Celled {
  if (field.type === 'integer' || field.type === 'money') return { value: row.values[field.id] ?? null }
  const text = said(row, field.id)
  if (text === null) return { value: null }
  const option = (title: string) => field.options?.find((o) => o.label.zh === title)?.value
  if (field.type === 'yesNo') return { value: text === YES }
  if (field.type === 'choice') return { value: option(text) ?? null }
  if (field.type !== 'choices') return { value: text }
  const unknown = listIn(text).filter((title) => option(title) === undefined)
  if (unknown.length > 0) return { zh: `没有“${unknown.join('、')}”这一项`, en: `no such option: ${unknown.join(', ')}` }
  return { value: listIn(text).map((title) => option(title)!) }
}

/** A cell in words, for comparing and for showing a change; amounts in yuan. */
export const inWords = (field: Field, cell: WorkbookValue): string =>
  cell === null || cell === undefined
    ? ''
    : typeof cell === 'number'
      ? field.type === 'money'
        ? (cell / 100).toFixed(2)
        : String(cell)
      : cell.replace(/\r\n?/g, '\n').trim()
