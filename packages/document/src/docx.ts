/**
 * Word documents (docx, ECMA-376). Reads the body in order: paragraphs with their automatic numbers, headings by style or outline level,
 * tables with merged cells. Tracked deletions, hidden text, footnotes, page headers and the table of contents are not part of the text;
 * text boxes follow the paragraph that anchors them.
 */
import { Composer } from './composer.ts'
import { readNumbering } from './docx-numbering.ts'
import { chosen, type DocxContext, isPlaceholder, REMOVED, readParagraph, TRANSPARENT } from './docx-paragraph.ts'
import { readStyles } from './docx-styles.ts'
import { readDocxTable } from './docx-table.ts'
import type { ReadLimits } from './limits.ts'
import type { SourceText } from './model.ts'
import { refuse, refuseCorrupt, refuseEmpty } from './refusals.ts'
import { child, children, parseXml, wordValue, type XmlElement } from './xml.ts'
import type { Zip } from './zip.ts'

const isContents = (sdt: XmlElement) =>
  /table of contents/i.test(wordValue(child(child(sdt, 'w:sdtPr'), 'w:docPartObj'), 'w:docPartGallery') ?? '')

/** Writes block-level content into the composer, in document order. */
class BodyReader {
  readonly composer = new Composer()
  readonly context: DocxContext
  #paragraph = 0
  #pending = ''

  constructor(context: DocxContext) {
    this.context = context
  }

  read(node: XmlElement): void {
    if (REMOVED.has(node.name)) {
      this.context.seen.deletions = true
    } else if (node.name === 'w:sdt' && isContents(node)) {
      this.context.seen.contents = true
    } else if (isPlaceholder(node)) {
      return
    } else if (TRANSPARENT.has(node.name)) {
      for (const inner of children(node)) this.read(inner)
    } else if (node.name === 'mc:AlternateContent') {
      const choice = chosen(node)
      for (const inner of children(choice)) this.read(inner)
    } else if (node.name === 'w:p') this.#readParagraph(node)
    else if (node.name === 'w:tbl') this.#readTable(node)
    else if (node.name === 'w:altChunk') this.context.seen.altChunk = true
  }

  #readParagraph(node: XmlElement): void {
    const read = readParagraph(node, this.context)
    const paragraph = this.#paragraph++
    if (read.contents) {
      this.context.seen.contents = true
      return
    }
    const lines = read.onlyNumber ? [''] : [...read.lines]
    lines[0] = this.#pending + lines[0]!
    this.#pending = ''
    if (read.continues) {
      this.#pending = lines.join('')
      return
    }
    for (const line of lines)
      this.composer.paragraph(
        line.trim(),
        read.heading === undefined ? { kind: 'paragraph', paragraph } : { kind: 'heading', paragraph, level: read.heading },
      )
    for (const box of read.boxes) {
      this.context.seen.boxes = true
      for (const inner of children(box)) this.read(inner)
    }
  }

  #readTable(node: XmlElement): void {
    this.#flush()
    const paragraph = this.#paragraph
    const table = readDocxTable(node, this.context)
    this.#paragraph += table.paragraphs
    // A table of one cell is a frame around text, not a table.
    if (table.frame !== undefined) {
      this.#paragraph = paragraph
      for (const inner of children(table.frame)) this.read(inner)
      return
    }
    this.composer.table(table.rows, (row) => ({ paragraph: paragraph + (table.firstParagraph[row] ?? 0) }))
  }

  #flush(): void {
    if (this.#pending !== '') this.composer.paragraph(this.#pending.trim(), { kind: 'paragraph', paragraph: this.#paragraph - 1 })
    this.#pending = ''
  }

  finish(): void {
    this.#flush()
  }
}

const CONTAINERS: ReadonlySet<string> = new Set(['w:body'])

/** Reads the main part of a Word document. @throws Refused */
export function readDocx(zip: Zip, mainPart: string, limits: ReadLimits, size: number): SourceText {
  const folder = mainPart.includes('/') ? mainPart.slice(0, mainPart.lastIndexOf('/') + 1) : ''
  const optional = (name: string) =>
    zip.entries.has(folder + name) ? parseXml(partText(zip, folder + name), folder + name, limits.maxDepth) : undefined
  const styles = readStyles(optional('styles.xml'))
  const numbering = readNumbering(optional('numbering.xml'), (id) => styles.numbering(id))
  const context: DocxContext = { styles, numbering, seen: { deletions: false, boxes: false, contents: false, altChunk: false } }
  const body = new BodyReader(context)
  let bodies = 0
  const root = parseXml(partText(zip, mainPart), mainPart, limits.maxDepth, CONTAINERS, (element) => body.read(element))
  if (root.name === 'w:document') bodies = children(root, 'w:body').length
  if (bodies === 0) refuseCorrupt('docx', `${mainPart} 中没有正文`, `its part ${mainPart} has no body`, { part: mainPart })
  body.finish()
  const { composer } = body
  if (composer.empty && [...zip.entries.keys()].some((name) => /(^|\/)media\/[^/]+\.(jpe?g|png|tiff?|bmp|gif|emf|wmf)$/i.test(name)))
    refuse(
      'document.scanned',
      '文档中只有图片（扫描件），没有文字。请先用文字识别（OCR）软件转换，或上传由文字组成的 Word 文档（docx）或 PDF。',
      'The document holds only pictures (a scan) and no words. Run it through text recognition (OCR), or upload a Word document (docx) or PDF made of text.',
    )
  if (composer.empty) refuseEmpty(size)
  const { seen } = context
  if (seen.deletions) composer.note('docx.deletions', '修订中已删除的文字未读入。', 'Text deleted under tracked changes was left out.')
  if (seen.contents)
    composer.note(
      'docx.contents',
      '目录未读入（正文中已有各级标题）。',
      'The table of contents was left out; its headings stand in the text.',
    )
  if (seen.boxes)
    composer.note('docx.text-boxes', '文本框中的文字接在其所在段落之后。', 'Text of text boxes follows the paragraph that anchors them.')
  if (seen.altChunk) composer.note('docx.embedded', '文中嵌入的其他文件未读入。', 'Other files embedded in the text were left out.')
  return composer.finish('docx')
}

/** A part as text: UTF-8, or UTF-16 when marked so. @throws Refused */
export function partText(zip: Zip, name: string): string {
  const bytes = zip.read(name)
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return refuseCorrupt('docx', `${name} 的文字编码有误`, `the characters of its part ${name} are not valid ${encoding}`, { part: name })
  }
}
