/** Workbooks as the product means them: sheets of typed columns. Money is integer fen, dates are plain dates, shares are percentage points. */
import type { DocumentRefusal } from './model.ts'

/** The last row and column that a sheet of xlsx has. */
export const LAST_ROW = 1_048_576
export const LAST_COLUMN = 16_384

/**
 * - `text`: string; `integer`: safe integer; `number`: finite number
 * - `date`: `YYYY-MM-DD`
 * - `money`: integer fen, shown in yuan
 * - `percent`: percentage points (98.5 is 98.5 %)
 */
export type ColumnType = 'text' | 'integer' | 'number' | 'date' | 'money' | 'percent'

export interface WorkbookColumn {
  readonly key: string
  readonly title: string
  readonly type: ColumnType
  /** In characters of Latin; without it the width suits the contents. */
  readonly width?: number
  /** Values offered as a list in the sheet; a reading accepts only these. */
  readonly choices?: readonly string[]
  /** A reading refuses an empty cell. */
  readonly required?: boolean
  /** Other titles under which a reading finds the column. */
  readonly aliases?: readonly string[]
}

export type WorkbookValue = string | number | null | undefined
export type WorkbookRow = Readonly<Record<string, WorkbookValue>>

export interface WorkbookSheet {
  readonly name: string
  /** A line above the header, over all columns. */
  readonly title?: string
  readonly columns: readonly WorkbookColumn[]
  readonly rows: readonly WorkbookRow[]
  /** Rows below the data that offer the lists too, for sheets to be filled in. Default 0. */
  readonly spareRows?: number
}

export interface WorkbookModel {
  readonly sheets: readonly WorkbookSheet[]
  /** Written into the file's properties, ISO instant; without it a fixed date, so that equal contents give equal bytes. */
  readonly createdAt?: string
}

/** A cell as read. `ref` is its place in the sheet, `C12`. Links, rich text and formulas are flattened to what they show. */
export interface ReadCell {
  readonly ref: string
  /** From 1. */
  readonly column: number
  readonly value:
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'number'; readonly number: number; readonly percent: boolean }
    | { readonly type: 'date'; readonly date: string; readonly time?: string }
    | { readonly type: 'boolean'; readonly boolean: boolean }
    | { readonly type: 'error'; readonly error: string }
}

export interface ReadRow {
  /** Number of the row as the sheet shows it, from 1. */
  readonly row: number
  readonly cells: readonly ReadCell[]
}

export interface ReadSheet {
  readonly name: string
  readonly hidden: boolean
  /** Rows that hold anything, in order. */
  readonly rows: readonly ReadRow[]
}

export type WorkbookResult =
  | { readonly ok: true; readonly sheets: readonly ReadSheet[] }
  | { readonly ok: false; readonly refusal: DocumentRefusal }

export type FaultCode =
  | 'table.header-missing'
  | 'table.column-missing'
  | 'cell.required'
  | 'cell.integer'
  | 'cell.number'
  | 'cell.date'
  | 'cell.money'
  | 'cell.percent'
  | 'cell.choice'
  | 'cell.error'

/** What is wrong with one cell or with the header, and where. */
export interface TableFault {
  readonly code: FaultCode
  readonly sheet: string
  /** `C12`; absent when the fault is in no one cell. */
  readonly ref?: string
  readonly row?: number
  readonly column?: string
  readonly zh: string
  readonly en: string
}

export interface TableRow {
  /** Number of the row as the sheet shows it, from 1. */
  readonly row: number
  /** By column key; an empty cell is null. */
  readonly values: Readonly<Record<string, string | number | null>>
}

/** Typed rows. A row with a fault is not among them: it is in the faults. */
export interface TableReading {
  readonly rows: readonly TableRow[]
  readonly faults: readonly TableFault[]
}
