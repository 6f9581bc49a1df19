/** What an official document says; how it looks is settled by the layout of GB/T 9704. */

/** A piece of a line in one style. */
export interface OfficialRun {
  readonly text: string
  readonly bold?: boolean
  /** A heading that runs into its paragraph: 2 is 楷体 as for （一）, 3 is bold 仿宋 as for 1. */
  readonly lead?: 1 | 2 | 3
}

export interface OfficialCell {
  readonly text: string
  readonly columnSpan?: number
  readonly rowSpan?: number
  readonly align?: 'left' | 'center' | 'right'
}

export interface OfficialColumn {
  readonly title: string
  /** Share of the width; without it the width suits the contents. */
  readonly weight?: number
  readonly align?: 'left' | 'center' | 'right'
}

export interface OfficialTable {
  readonly kind: 'table'
  readonly caption?: string
  readonly columns: readonly OfficialColumn[]
  /** Rows of cells; a cell that spans columns or rows takes the place of those it covers. */
  readonly rows: readonly (readonly (string | OfficialCell)[])[]
}

/** A part of the body. Numbers of headings are part of their text: `一、`, `（一）`, `1.`, `（1）`. A line break in text is a soft break. */
export type OfficialBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | {
      readonly kind: 'paragraph'
      readonly text: string | readonly OfficialRun[]
      readonly align?: 'left' | 'center' | 'right'
      /** First line set in by two characters; on unless aligned. */
      readonly indent?: boolean
    }
  | OfficialTable
  | { readonly kind: 'page-break' }

export interface OfficialAnnex {
  readonly title: string
  readonly body: readonly OfficialBlock[]
}

export interface OfficialDocument {
  /** Title; line breaks are kept. */
  readonly title: string
  /** Under the title: （征求意见稿）, or a date of adoption. */
  readonly subtitle?: string
  /** The red head: agency mark such as `青山市人民政府文件`. Without it the document begins with its title. */
  readonly redHead?: { readonly mark: string; readonly signer?: string }
  /** Document number, `青政发〔2022〕6号`: under the red head, or under the title without one. */
  readonly number?: string
  /** 主送机关, without the colon. */
  readonly recipients?: string
  readonly body: readonly OfficialBlock[]
  /** 附件说明: names of the annexes, numbered when there are several. */
  readonly attachments?: readonly string[]
  /** 署名 and 成文日期 (`YYYY-MM-DD`). */
  readonly signature?: { readonly units: readonly string[]; readonly date: string }
  /** 附注, printed in brackets: `此件公开发布`. */
  readonly note?: string
  readonly annexes?: readonly OfficialAnnex[]
  /** 版记: copies to, issuing office, date of printing (`YYYY-MM-DD`). */
  readonly imprint?: { readonly copies?: string; readonly office: string; readonly date: string }
  /** Across, for wide ledgers. */
  readonly landscape?: boolean
  /** Written into the file's properties, ISO instant. Without it a fixed date is written, so that equal contents give equal bytes. */
  readonly createdAt?: string
  readonly fonts?: Partial<OfficialFonts>
}

/** Names of the fonts; the reader's machine must have them, and Word or WPS replaces those it has not. */
export interface OfficialFonts {
  readonly title: string
  readonly body: string
  readonly heading1: string
  readonly heading2: string
  readonly pageNumber: string
  readonly latin: string
}
