/**
 * Between our DMN files and dmn-js. The editor reads DMN 1.3 alone, wants a plain Latin id of its own on everything that it shows, and knows one
 * annotation column, which it keeps in the description of a rule. Going in, a file is put into that shape; coming out, annotations and
 * ids are what they were.
 */

/** What has to be put back after editing. */
export interface Origin {
  /** Ids that the editor would refuse: its own name for them → the name in the file. */
  readonly ids: ReadonlyMap<string, string>
  /** The name of the annotation column; null when the file has several, which the editor passes through unseen. */
  readonly annotation: string | null
}

export type ForEditor =
  | { readonly ok: true; readonly xml: string; readonly origin: Origin }
  | { readonly ok: false; readonly reason: 'not-xml' | 'not-dmn' | 'no-table' }

const DMN13 = 'https://www.omg.org/spec/DMN/20191111/MODEL/'
/** The namespaces of DMN 1.2, 1.4, 1.5 and 1.6; what a table consists of is named alike in all of them. */
const OTHERS = /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324|20240513)\/(?=(?:MODEL|DMNDI|FEEL)\/)/g
/** What moddle takes for an id. */
const ID = /^([a-z][\w-.]*:)?[a-z_][\w-.]*$/i
/** What the editor shows, and finds by its id. */
const SHOWN = ['decision', 'decisionTable', 'input', 'inputExpression', 'output', 'rule', 'inputEntry', 'outputEntry']
const DEFAULT_ANNOTATION = '说明'

const parse = (xml: string): Document | null => {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  return document.getElementsByTagName('parsererror').length > 0 ? null : document
}
const all = (parent: Document | Element, name: string): Element[] => [...parent.getElementsByTagNameNS(DMN13, name)]
const childrenOf = (parent: Element, name: string): Element[] =>
  [...parent.children].filter((c) => c.localName === name && c.namespaceURI === DMN13)
const make = (beside: Element, name: string): Element =>
  beside.ownerDocument.createElementNS(DMN13, beside.prefix ? `${beside.prefix}:${name}` : name)
const textOf = (entry: Element | undefined): string => entry?.textContent?.trim() ?? ''

/** Puts a DMN file into the shape that the editor opens. Refuses what is no DMN, or has no decision table. */
export function forEditor(file: string): ForEditor {
  const document = parse(file.replace(OTHERS, 'https://www.omg.org/spec/DMN/20191111/'))
  if (!document) return { ok: false, reason: 'not-xml' }
  const root = document.documentElement
  if (root.localName !== 'definitions' || root.namespaceURI !== DMN13) return { ok: false, reason: 'not-dmn' }
  const table = all(document, 'decisionTable')[0]
  if (!table) return { ok: false, reason: 'no-table' }
  const ids = latinIds(document)
  const annotation = annotationsToDescriptions(table)
  return { ok: true, xml: new XMLSerializer().serializeToString(document), origin: { ids, annotation } }
}

/** Names that the editor would refuse, or that stand twice, are replaced, also where they are referred to; what has no name gets one. */
function latinIds(document: Document): ReadonlyMap<string, string> {
  const taken = new Set([...document.querySelectorAll('[id]')].map((e) => e.getAttribute('id')))
  let last = 0
  const free = (): string => {
    do last += 1
    while (taken.has(`id-${last}`))
    return `id-${last}`
  }
  const original = new Map<string, string>()
  const renamed = new Map<string, string>()
  const seen = new Set<string>()
  for (const element of document.querySelectorAll('[id]')) {
    const id = element.getAttribute('id')!
    // A model named like its decision is common, and is not what anything refers to.
    const double =
      seen.has(id) || (element === document.documentElement && document.querySelectorAll(`[id="${CSS.escape(id)}"]`).length > 1)
    if (ID.test(id) && !double) {
      seen.add(id)
      continue
    }
    const name = free()
    original.set(name, id)
    if (!double) renamed.set(id, name)
    element.setAttribute('id', name)
  }
  replaceReferences(document, renamed)
  for (const name of SHOWN) for (const element of all(document, name)) if (!element.hasAttribute('id')) element.setAttribute('id', free())
  return original
}

function replaceReferences(document: Document, names: ReadonlyMap<string, string>): void {
  for (const element of document.querySelectorAll('[href^="#"]')) {
    const name = names.get(element.getAttribute('href')!.slice(1))
    if (name) element.setAttribute('href', `#${name}`)
  }
}

function annotationsToDescriptions(table: Element): string | null {
  const rules = childrenOf(table, 'rule')
  const columns = childrenOf(table, 'annotation')
  const several = columns.length > 1 || rules.some((rule) => childrenOf(rule, 'annotationEntry').length > 1)
  if (several || rules.some((rule) => childrenOf(rule, 'description').length > 0)) return null
  for (const rule of rules) {
    const [entry] = childrenOf(rule, 'annotationEntry')
    const text = textOf(entry)
    entry?.remove()
    if (text === '') continue
    const description = make(rule, 'description')
    description.textContent = text
    rule.prepend(description)
  }
  return columns[0]?.getAttribute('name') || DEFAULT_ANNOTATION
}

/** What the editor wrote, with annotations and ids as the file had them. The file stays DMN 1.3, which every reader of 1.5 takes. */
export function fromEditor(edited: string, origin: Origin): string {
  const document = parse(edited)
  const table = document ? all(document, 'decisionTable')[0] : undefined
  if (!document || !table) throw new Error('the editor wrote no decision table')
  if (origin.annotation !== null) descriptionsToAnnotations(table, origin.annotation)
  for (const element of document.querySelectorAll('[id]')) {
    const id = origin.ids.get(element.getAttribute('id')!)
    if (id) element.setAttribute('id', id)
  }
  replaceReferences(document, origin.ids)
  return new XMLSerializer().serializeToString(document)
}

function descriptionsToAnnotations(table: Element, name: string): void {
  const rules = childrenOf(table, 'rule')
  if (childrenOf(table, 'annotation').length === 0) {
    if (!rules.some((rule) => childrenOf(rule, 'description').length > 0)) return
    const column = make(table, 'annotation')
    column.setAttribute('name', name)
    table.insertBefore(column, rules[0] ?? null)
  }
  for (const rule of rules) {
    const [description] = childrenOf(rule, 'description')
    const entry = make(rule, 'annotationEntry')
    const text = make(rule, 'text')
    text.textContent = textOf(description)
    entry.append(text)
    rule.append(entry)
    description?.remove()
  }
}
