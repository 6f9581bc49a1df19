/**
 * XML of Office documents as small trees. Prefixes are made the usual ones (`w:`, `x:`, `mc:` …) whatever the file calls them, transitional and
 * strict alike. Entities declared in a DTD are never expanded.
 */
import { Parser } from 'saxen'
import { refuse, refuseCorrupt } from './refusals.ts'

export interface XmlElement {
  readonly name: string
  readonly attrs: Readonly<Record<string, string>>
  readonly children: (XmlElement | string)[]
}

const PREFIXES: Record<string, string> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 'x',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 'x',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/package/2006/content-types': 'ct',
  'http://schemas.microsoft.com/office/word/2010/wordprocessingShape': 'wps',
  'urn:schemas-microsoft-com:vml': 'v',
  'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
}

/**
 * Parses a part. With `each`, every element named in `streamed` is handed over when complete and then dropped, so a long body needs only
 * the memory of its largest paragraph or table.
 * @throws Refused `document.corrupt` when it is not well-formed or nested deeper than `maxDepth`.
 */
export function parseXml(
  xml: string,
  part: string,
  maxDepth: number,
  parents: ReadonlySet<string> = new Set(),
  each?: (element: XmlElement) => void,
): XmlElement {
  const root: XmlElement = { name: '', attrs: {}, children: [] }
  const stack: XmlElement[] = [root]
  const parser = new Parser()
  let failure: Error | undefined
  parser.ns(PREFIXES)
  parser.on('openTag', (name, attrs, decode) => {
    if (failure !== undefined) return
    const raw = attrs()
    const decoded: Record<string, string> = {}
    for (const key in raw) decoded[key] = raw[key]!.includes('&') ? decode(raw[key]!) : raw[key]!
    const element: XmlElement = { name, attrs: decoded, children: [] }
    if (stack.length > maxDepth)
      refuse(
        'document.corrupt',
        `文件已损坏：${part} 中的元素嵌套超过 ${maxDepth} 层。请用原软件打开并另存一份后再上传。`,
        `The file is damaged: elements of ${part} are nested more than ${maxDepth} deep. Save a new copy from the original program and upload that.`,
        { part, limit: maxDepth },
      )
    stack.at(-1)!.children.push(element)
    stack.push(element)
  })
  parser.on('closeTag', () => {
    const done = stack.pop()!
    const parent = stack.at(-1)
    if (each !== undefined && parent !== undefined && parents.has(parent.name)) {
      parent.children.pop()
      each(done)
    }
  })
  const addText = (text: string) => {
    if (stack.length > 1) stack.at(-1)!.children.push(text)
  }
  parser.on('text', (text, decode) => addText(text.includes('&') ? decode(text) : text))
  parser.on('cdata', addText)
  parser.on('error', (error) => {
    failure ??= error
  })
  parser.on('warn', () => {})
  try {
    parser.parse(xml)
  } catch (error) {
    if (error instanceof Error && error.name === 'Refused') throw error
    failure ??= error instanceof Error ? error : new Error(String(error))
  }
  if (failure !== undefined || stack.length !== 1)
    refuseCorrupt('xml', `${part} 不是完整的 XML`, `its part ${part} is not well-formed XML`, { part })
  const top = root.children.find((c) => typeof c !== 'string')
  return top ?? refuseCorrupt('xml', `${part} 是空的`, `its part ${part} is empty`, { part })
}

/** The first child element of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((c): c is XmlElement => typeof c !== 'string' && c.name === name)
}

/** All child elements, of one name when given. */
export function children(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? []).filter((c): c is XmlElement => typeof c !== 'string' && (name === undefined || c.name === name))
}

/** `w:val` of a child element: the shape of most Word properties. */
export function wordValue(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.attrs['w:val']
}

/** Text of an element and all below it. */
export function textOf(element: XmlElement): string {
  return element.children.map((c) => (typeof c === 'string' ? c : textOf(c))).join('')
}
