/**
 * Composes a `SourceText` piece by piece and keeps its promise: blocks in order, without overlap, covering all text but the line breaks
 * between lines and the tabs between the cells of a row.
 */
import type { Block, DocumentFormat, SourceText } from './model.ts'
import { repairRadicals } from './radicals.ts'

type Note = SourceText['notes'][number]
type Place = Omit<Block, 'start' | 'end'>

/** One cell of a table, at its column in the grid. */
export interface GridCell {
  readonly text: string
  readonly column: number
  readonly columnSpan: number
  readonly rowSpan: number
}

export interface GridRow {
  readonly row: number
  readonly cells: readonly GridCell[]
}

/** Characters that a database or a page cannot hold, and marks without width that break words. */
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFEFF\uFFFE\uFFFF\u200B\u2060]/g

/** A line without line breaks, tabs (they stand between cells only), unprintable characters or look-alike radicals. */
function clean(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029\u0085]+/g, ' ')
    .replace(UNWANTED, '')
    .toWellFormed()
}

export class Composer {
  readonly #parts: string[] = []
  readonly #blocks: Block[] = []
  readonly #notes: Note[] = []
  #length = 0
  #tables = 0
  #repaired = 0

  #write(text: string): number {
    const start = this.#length
    if (text !== '') {
      this.#parts.push(text)
      this.#length += text.length
    }
    return start
  }

  #clean(text: string): string {
    const { text: out, repaired } = repairRadicals(clean(text))
    this.#repaired += repaired
    return out
  }

  /** Adds one line; empty text adds nothing. The segments of one line may lie on different pages. */
  line(segments: readonly { readonly text: string; readonly place: Place }[]): void {
    const cleaned = segments.map((s) => ({ text: this.#clean(s.text), place: s.place })).filter((s) => s.text !== '')
    if (cleaned.length === 0) return
    if (this.#length > 0) this.#write('\n')
    for (const { text, place } of cleaned) {
      const start = this.#write(text)
      this.#blocks.push({ ...place, start, end: this.#length })
    }
  }

  paragraph(text: string, place: Place): void {
    this.line([{ text, place }])
  }

  /** Adds a table: one line a row, cells at their columns, joined by tabs. Rows without any text add no line. Gives the table's number. */
  table(rows: readonly GridRow[], place: Pick<Block, 'page' | 'paragraph'> | ((row: number) => Pick<Block, 'page' | 'paragraph'>)): number {
    const table = this.#tables++
    for (const { row, cells } of rows) {
      if (cells.every((c) => c.text.trim() === '')) continue
      if (this.#length > 0) this.#write('\n')
      let column = 0
      for (const cell of cells) {
        while (column < cell.column) {
          this.#write('\t')
          column++
        }
        const text = this.#clean(cell.text)
        if (text === '') continue
        const start = this.#write(text)
        this.#blocks.push({
          kind: 'cell',
          start,
          end: this.#length,
          ...(typeof place === 'function' ? place(row) : place),
          table,
          row,
          column: cell.column,
          ...(cell.columnSpan > 1 ? { columnSpan: cell.columnSpan } : {}),
          ...(cell.rowSpan > 1 ? { rowSpan: cell.rowSpan } : {}),
        })
      }
    }
    return table
  }

  /** Adds something an officer may want to know; the same code is kept once. */
  note(code: string, zh: string, en: string): void {
    if (!this.#notes.some((n) => n.code === code)) this.#notes.push({ code, zh, en })
  }

  get empty(): boolean {
    return this.#blocks.length === 0
  }

  finish(format: DocumentFormat, extra: { readonly encoding?: string; readonly pages?: number } = {}): SourceText {
    if (this.#repaired > 0)
      this.note(
        'text.radicals',
        `修复了 ${this.#repaired} 个形近的部首字符（如 ⽴→立）。`,
        `Repaired ${this.#repaired} look-alike radical characters (such as ⽴→立).`,
      )
    return { format, ...extra, text: this.#parts.join(''), blocks: this.#blocks, notes: this.#notes }
  }
}
