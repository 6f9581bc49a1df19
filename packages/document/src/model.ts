/**
 * What a document is after reading: one text, and for every piece of it the place in the original it came from.
 */

export type DocumentFormat = 'txt' | 'html' | 'docx' | 'pdf'

/**
 * A run of the text with its place in the original. Blocks are in order, do not overlap, and cover the text but for line breaks between lines
 * and tabs between cells. A row of a table is one line: cell by cell, a tab for each column to the left, so that the field after the n-th tab
 * stands in column n; a column covered by a spanning cell is an empty field. A paragraph that crosses pages has a block on each page.
 */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'cell' | 'row'
  /** `[start, end)` in UTF-16 offsets of `SourceText.text`. */
  readonly start: number
  readonly end: number
  /** Page of a pdf, from 1. */
  readonly page?: number
  /** Paragraph of the original, from 0. */
  readonly paragraph?: number
  /** Table, row and column, from 0; cells that span repeat their text nowhere. */
  readonly table?: number
  readonly row?: number
  readonly column?: number
  readonly columnSpan?: number
  readonly rowSpan?: number
  /** Heading depth, from 1. */
  readonly level?: number
}

export interface SourceText {
  readonly format: DocumentFormat
  /** Encoding found for txt and html, e.g. `utf-8`, `gb18030`, `utf-16le`. */
  readonly encoding?: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly pages?: number
  /** Things the reader repaired or dropped that an officer may want to know. */
  readonly notes: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
}

export type RefusalCode =
  | 'document.empty'
  | 'document.binary'
  | 'document.too-large'
  | 'document.zip-bomb'
  | 'document.encrypted'
  | 'document.scanned'
  | 'document.unsupported'
  | 'document.truncated'
  | 'document.corrupt'
  | 'document.timeout'
  | 'document.memory'

/** Why a document could not be read; nothing of it is kept. */
export interface DocumentRefusal {
  readonly code: RefusalCode
  readonly zh: string
  readonly en: string
  /** Figures behind the refusal: size, limit, format found … */
  readonly detail?: Readonly<Record<string, string | number>>
}

export type DocumentResult = { readonly ok: true; readonly source: SourceText } | { readonly ok: false; readonly refusal: DocumentRefusal }
