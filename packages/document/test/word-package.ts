/** Builds small Word packages by hand, so that tests can hold exactly the XML that some producer writes. */
import { type Zippable, zipSync } from 'fflate'

const NS =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

export interface WordParts {
  readonly body: string
  readonly numbering?: string
  readonly styles?: string
  readonly extra?: Record<string, Uint8Array | string>
}

const utf8 = (text: string) => new TextEncoder().encode(text)

/** A complete package around the given body XML. */
export function wordPackage(parts: WordParts): Uint8Array {
  const files: Zippable = {
    '[Content_Types].xml': utf8(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ),
    '_rels/.rels': utf8(
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': utf8(
      `<?xml version="1.0" encoding="UTF-8"?><w:document ${NS}><w:body>${parts.body}<w:sectPr/></w:body></w:document>`,
    ),
  }
  if (parts.numbering !== undefined) files['word/numbering.xml'] = utf8(`<w:numbering ${NS}>${parts.numbering}</w:numbering>`)
  if (parts.styles !== undefined) files['word/styles.xml'] = utf8(`<w:styles ${NS}>${parts.styles}</w:styles>`)
  for (const [name, content] of Object.entries(parts.extra ?? {})) files[name] = typeof content === 'string' ? utf8(content) : content
  return zipSync(files)
}

export const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
export const p = (text: string, properties = '') =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${text.startsWith('<') ? text : run(text)}</w:p>`
export const numbered = (numId: number, level = 0) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`
export const cell = (content: string, properties = '') =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${content.startsWith('<w:') ? content : p(content)}</w:tc>`
export const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`
export const table = (...rows: string[]) => `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`

/** A numbering definition with one list; levels are `[format, lvlText, suff?]`. */
export function list(abstract: number, levels: readonly (readonly [string, string, string?])[]): string {
  return `<w:abstractNum w:abstractNumId="${abstract}">${levels
    .map(
      ([format, text, suffix], i) =>
        `<w:lvl w:ilvl="${i}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${suffix === undefined ? '' : `<w:suff w:val="${suffix}"/>`}<w:lvlText w:val="${text}"/></w:lvl>`,
    )
    .join('')}</w:abstractNum>`
}
