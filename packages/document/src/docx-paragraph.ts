/** One paragraph of a Word document: its lines, automatic number, heading depth and the text boxes that anchor to it. */
import type { Numbering } from './docx-numbering.ts'
import type { Styles } from './docx-styles.ts'
import { child, children, textOf, wordValue, type XmlElement } from './xml.ts'

/** A paragraph as read: its lines (split at soft breaks) and what anchors to it. */
export interface DocxParagraph {
  readonly lines: readonly string[]
  readonly heading: number | undefined
  /** The paragraph mark was deleted under tracked changes: the next paragraph continues this one. */
  readonly continues: boolean
  readonly boxes: readonly XmlElement[]
  readonly contents: boolean
  /** It prints its automatic number and nothing else. */
  readonly onlyNumber: boolean
}

export interface DocxContext {
  readonly styles: Styles
  readonly numbering: Numbering
  readonly seen: { deletions: boolean; boxes: boolean; contents: boolean; altChunk: boolean }
}

/** Wrappers whose content counts as if they were not there. */
export const TRANSPARENT = new Set([
  'w:sdt',
  'w:sdtContent',
  'w:ins',
  'w:moveTo',
  'w:customXml',
  'w:smartTag',
  'w:hyperlink',
  'w:fldSimple',
  'w:dir',
  'w:bdo',
])
/** Content that tracked changes removed. */
export const REMOVED = new Set(['w:del', 'w:moveFrom', 'w:delText', 'w:delInstrText'])

/** `mc:AlternateContent` gives the same thing twice: the first choice counts, else the fallback. */
export function chosen(element: XmlElement): XmlElement | undefined {
  return child(element, 'mc:Choice') ?? child(element, 'mc:Fallback')
}

const isOn = (element: XmlElement | undefined, name: string) => {
  const found = child(element, name)
  return found !== undefined && !/^(0|false|off)$/.test(found.attrs['w:val'] ?? '')
}

/** Signs of the symbol fonts that carry meaning in official documents: ticks and boxes. */
const SYMBOLS: Record<string, string> = { F0FE: '☑', F0FC: '✓', F0A8: '□', F06F: '□', F0FD: '☒', F0FB: '✗', F052: '☑', F0A3: '□' }

/** A form field that nobody has filled in shows a prompt, which is not part of the text. */
export const isPlaceholder = (node: XmlElement) => node.name === 'w:sdt' && child(child(node, 'w:sdtPr'), 'w:showingPlcHdr') !== undefined

class Line {
  readonly lines: string[] = ['']
  readonly boxes: XmlElement[] = []
  add(text: string): void {
    this.lines[this.lines.length - 1] += text
  }
  break(): void {
    this.lines.push('')
  }
}

function readInline(element: XmlElement, out: Line, context: DocxContext): void {
  for (const node of element.children) {
    if (typeof node === 'string') continue
    if (REMOVED.has(node.name)) {
      context.seen.deletions = true
      continue
    }
    if (isPlaceholder(node)) continue
    if (TRANSPARENT.has(node.name)) {
      readInline(node, out, context)
      continue
    }
    switch (node.name) {
      case 'w:r':
        if (!isOn(child(node, 'w:rPr'), 'w:vanish')) readInline(node, out, context)
        break
      case 'w:t':
        out.add(textOf(node))
        break
      case 'w:tab':
      case 'w:ptab':
        out.add(' ')
        break
      case 'w:br':
      case 'w:cr':
        out.break()
        break
      case 'w:noBreakHyphen':
        out.add('-')
        break
      case 'w:sym':
        out.add(SYMBOLS[(node.attrs['w:char'] ?? '').toUpperCase()] ?? '')
        break
      case 'w:ruby':
        for (const base of children(node, 'w:rubyBase')) readInline(base, out, context)
        break
      case 'm:oMath':
      case 'm:oMathPara':
        out.add(mathText(node))
        break
      case 'mc:AlternateContent': {
        const choice = chosen(node)
        if (choice !== undefined) readInline(choice, out, context)
        break
      }
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        findBoxes(node, out.boxes)
        break
      default:
        break
    }
  }
}

function mathText(element: XmlElement): string {
  return element.children.map((c) => (typeof c === 'string' ? '' : c.name === 'm:t' ? textOf(c) : mathText(c))).join('')
}

function findBoxes(element: XmlElement, boxes: XmlElement[]): void {
  for (const node of children(element)) {
    if (node.name === 'w:txbxContent') boxes.push(node)
    else if (node.name === 'mc:AlternateContent') {
      const choice = chosen(node)
      if (choice !== undefined) findBoxes(choice, boxes)
    } else findBoxes(node, boxes)
  }
}

/** Reads one `w:p`, counting its number. */
export function readParagraph(element: XmlElement, context: DocxContext): DocxParagraph {
  const properties = child(element, 'w:pPr')
  const style = context.styles.of(wordValue(properties, 'w:pStyle'))
  const line = new Line()
  readInline(element, line, context)
  const numPr = child(properties, 'w:numPr')
  const numId = wordValue(numPr, 'w:numId') ?? style.numId
  const level = Number(
    wordValue(numPr, 'w:ilvl') ??
      style.level ??
      (numId === undefined ? 0 : (context.numbering.levelOf(numId, wordValue(properties, 'w:pStyle')) ?? 0)),
  )
  const mark = child(properties, 'w:rPr')
  const hidden = isOn(mark, 'w:vanish') && line.lines.every((l) => l === '')
  const label = numId === undefined || numId === '0' || hidden || !(level >= 0 && level < 9) ? '' : context.numbering.next(numId, level)
  const outline = wordValue(properties, 'w:outlineLvl')
  const heading = outline === undefined ? style.heading : Number(outline) <= 8 ? Number(outline) + 1 : undefined
  const onlyNumber = label !== '' && line.lines.every((l) => l.trim() === '')
  if (label !== '') line.lines[0] = label + line.lines[0]!.trimStart()
  return {
    lines: line.lines,
    heading: heading !== undefined && heading >= 1 ? heading : undefined,
    continues: child(mark, 'w:del') !== undefined,
    boxes: line.boxes,
    contents: style.contents,
    onlyNumber,
  }
}
