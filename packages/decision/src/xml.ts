/**
 * XML as a tree of plain nodes, names without prefix. DMN files of every version (1.1 to 1.5) differ only in their namespace,
 * which is why prefixes and namespaces of elements do not matter here.
 */
import { Parser } from 'saxen'

export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  readonly text: string
}

interface Building {
  name: string
  attributes: Record<string, string>
  children: Building[]
  text: string
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** The root element, or the parser's words when the text is not well-formed. External entities are never resolved. */
export function parseXml(text: string): { ok: true; root: XmlNode } | { ok: false; message: string } {
  const top: Building = { name: '', attributes: {}, children: [], text: '' }
  const stack = [top]
  let failure: string | null = null
  const parser = new Parser()
  parser.on('openTag', (name: string, attributes: () => Record<string, string>, decode: (s: string) => string) => {
    const found: Record<string, string> = {}
    for (const [key, value] of Object.entries(attributes())) found[key] = decode(value)
    const node: Building = { name: localName(name), attributes: found, children: [], text: '' }
    stack.at(-1)!.children.push(node)
    stack.push(node)
  })
  parser.on('closeTag', () => {
    stack.pop()
  })
  parser.on('text', (value: string, decode: (s: string) => string) => {
    stack.at(-1)!.text += decode(value)
  })
  parser.on('cdata', (value: string) => {
    stack.at(-1)!.text += value
  })
  parser.on('error', (error: Error) => {
    failure ??= error.message
  })
  parser.parse(text)
  if (failure !== null) return { ok: false, message: failure }
  const root = top.children[0]
  if (!root || stack.length > 1) return { ok: false, message: 'no complete root element' }
  return { ok: true, root }
}

/** First child with that name. */
export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined => node?.children.find((c) => c.name === name)

/** Children with that name. */
export const children = (node: XmlNode | undefined, name: string): readonly XmlNode[] => node?.children.filter((c) => c.name === name) ?? []

/** Text of `<name><text>…</text></name>`, trimmed; null when the element or its text is missing or empty. */
export function textOf(node: XmlNode | undefined): string | null {
  const text = child(node, 'text')?.text.trim() ?? ''
  return text === '' ? null : text
}
