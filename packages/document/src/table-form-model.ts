/**
 * A table form (表样) as data: the sheets and columns of one workbook that goes both ways. The export, the empty form with its explanation, the reading of what
 * comes back and the page of the documentation are all made of the same value, so that they cannot drift apart.
 */
import type { DocumentRefusal } from './model.ts'
import type { TableRow, WorkbookColumn } from './workbook-model.ts'

export interface FormWords {
  readonly zh: string
  readonly en: string
}

export interface FormColumn extends WorkbookColumn {
  /** The title in English, for the documentation; the sheet itself has the Chinese title. */
  readonly en: string
  readonly help?: FormWords
  /** A made-up value, as `WorkbookValue`. */
  readonly example?: string | number
  /**
   * - `identity`: given by the system; an import recognises by it what there is, and new rows leave it empty
   * - `shown`: follows from facts; the export shows it and an import takes no notice of it
   * - otherwise it is for people to fill in
   */
  readonly origin?: 'identity' | 'shown'
}

export interface FormSheet {
  readonly key: string
  readonly name: string
  readonly en: string
  readonly columns: readonly FormColumn[]
  /** A workbook may come without this sheet; it is found by its name only. */
  readonly optional?: boolean
  /** Rows of the empty form that offer the lists of choices. Default 500. */
  readonly spareRows?: number
}

export interface TableForm {
  readonly id: string
  readonly title: FormWords
  /** File name of the empty form, without its ending. */
  readonly file: string
  readonly sheets: readonly FormSheet[]
  /** What whoever fills it in should know, one sentence each. */
  readonly remarks: readonly FormWords[]
}

/** What is wrong with a workbook, and where. */
export interface FormFinding {
  readonly sheet: string | null
  /** As the sheet numbers it. */
  readonly row: number | null
  /** `C12`; null when no one cell is to blame. */
  readonly cell: string | null
  readonly column: string | null
  readonly code: string
  readonly zh: string
  readonly en: string
}

/** The rows of one sheet of a form, and how to speak of its cells. */
export interface FormRows {
  readonly sheet: FormSheet
  /** Whether the workbook has the sheet. */
  readonly found: boolean
  /** Rows without a fault. */
  readonly rows: readonly TableRow[]
  readonly faults: readonly FormFinding[]
  /** Rows with content, those with a fault counted too. */
  readonly count: number
  /** Whether the sheet has a column: what it has not, it does not change. */
  has(key: string): boolean
  /** A finding at a cell of a row; a key that is no column, or null, blames the row; a row of null the sheet. */
  at(row: number | null, key: string | null, code: string, zh: string, en: string): FormFinding
}

export type FormReading =
  | {
      readonly ok: true
      /** By key; every sheet of the form is there, one that the workbook has not is empty. */
      readonly sheets: Readonly<Record<string, FormRows>>
      /** The faults of all sheets, in their order. */
      readonly faults: readonly FormFinding[]
    }
  | { readonly ok: false; readonly refusal: DocumentRefusal }
