/** What the reader needs to know of Word's styles: heading depth, numbering, table of contents; inherited through `basedOn`. */
import { child, children, wordValue, type XmlElement } from './xml.ts'

export interface ParagraphStyle {
  /** Heading depth from 1, when the style makes headings. */
  readonly heading: number | undefined
  readonly numId: string | undefined
  readonly level: number | undefined
  /** A line of the table of contents. */
  readonly contents: boolean
}

export interface Styles {
  of(id: string | undefined): ParagraphStyle
  /** numId of a numbering style. */
  numbering(id: string): string | undefined
}

const NONE: ParagraphStyle = { heading: undefined, numId: undefined, level: undefined, contents: false }

/** Reads styles.xml; a document without one has no headings by style. */
export function readStyles(root: XmlElement | undefined): Styles {
  const elements = new Map(children(root, 'w:style').map((s) => [s.attrs['w:styleId'] ?? '', s]))
  const byDefault = children(root, 'w:style').find(
    (s) => s.attrs['w:type'] === 'paragraph' && /^(1|true|on)$/.test(s.attrs['w:default'] ?? ''),
  )
  const known = new Map<string, ParagraphStyle>()

  const read = (id: string, hops: number): ParagraphStyle => {
    const done = known.get(id)
    if (done !== undefined) return done
    const element = elements.get(id)
    if (element === undefined || hops > 20) return NONE
    const name = (wordValue(element, 'w:name') ?? '').toLowerCase()
    const properties = child(element, 'w:pPr')
    const numPr = child(properties, 'w:numPr')
    const parent = wordValue(element, 'w:basedOn')
    const base = parent === undefined ? NONE : read(parent, hops + 1)
    const byName = /^(?:heading|标题) ?([1-9])$/.exec(name)?.[1]
    const outline = wordValue(properties, 'w:outlineLvl')
    const depth =
      outline !== undefined
        ? Number(outline) + 1
        : byName !== undefined
          ? Number(byName)
          : name === 'title' || name === '标题'
            ? 1
            : base.heading
    const style: ParagraphStyle = {
      heading: depth !== undefined && depth >= 1 && depth <= 9 ? depth : undefined,
      numId: wordValue(numPr, 'w:numId') ?? base.numId,
      level: wordValue(numPr, 'w:ilvl') !== undefined ? Number(wordValue(numPr, 'w:ilvl')) : base.level,
      contents: /^(toc|目录) ?[1-9]$/.test(name) || base.contents,
    }
    known.set(id, style)
    return style
  }

  return {
    of: (id) => (id === undefined ? (byDefault === undefined ? NONE : read(byDefault.attrs['w:styleId'] ?? '', 0)) : read(id, 0)),
    numbering: (id) => wordValue(child(child(elements.get(id), 'w:pPr'), 'w:numPr'), 'w:numId'),
  }
}
