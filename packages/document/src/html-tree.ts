/** A plain view of a parsed page: elements and text, with what is not content already gone. Built iteratively, so depth cannot overflow. */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, type TreeAdapter } from 'parse5'
import { refuse } from './refusals.ts'

export interface HtmlElement {
  readonly tag: string
  readonly attrs: ReadonlyMap<string, string>
  readonly children: (HtmlElement | string)[]
  readonly parent: HtmlElement | undefined
}

/** Never part of the text, whatever they hold. */
const DROPPED = new Set(
  'script style noscript template head link meta iframe object embed svg canvas audio video source track map area input textarea select option button datalist dialog rt rp nav aside footer menu'.split(
    ' ',
  ),
)

export interface HtmlPage {
  readonly body: HtmlElement
  readonly title: string
  /** Links on the whole page, dropped parts included: a site page has many. */
  readonly links: number
  /** Elements dropped because they are navigation. */
  readonly furniture: number
}

/**
 * Parses a page.
 * @throws Refused `document.corrupt` when elements are nested deeper than `maxDepth`.
 */
export function parsePage(html: string, maxDepth: number): HtmlPage {
  const document = parse(html, { treeAdapter: shallowTree(maxDepth * 4) })
  const root: HtmlElement = { tag: 'root', attrs: new Map(), children: [], parent: undefined }
  let title = ''
  let links = 0
  let furniture = 0
  const work: { node: DefaultTreeAdapterTypes.ChildNode; into: HtmlElement }[] = [...document.childNodes]
    .reverse()
    .map((node) => ({ node, into: root }))
  for (let job = work.pop(); job !== undefined; job = work.pop()) {
    const { node, into } = job
    if (node.nodeName === '#text') {
      into.children.push((node as DefaultTreeAdapterTypes.TextNode).value)
      continue
    }
    if (!('tagName' in node)) continue
    const element = node as DefaultTreeAdapterTypes.Element
    const tag = element.tagName
    if (tag === 'head') {
      for (const part of element.childNodes)
        if (part.nodeName === 'title')
          title = (part as DefaultTreeAdapterTypes.Element).childNodes.map((c) => ('value' in c ? c.value : '')).join('')
      continue
    }
    if (tag === 'a') links++
    if (DROPPED.has(tag)) {
      if (tag === 'nav' || tag === 'aside' || tag === 'footer' || tag === 'script') furniture++
      if (tag === 'nav' || tag === 'footer' || tag === 'aside') links += countLinks(element)
      continue
    }
    const attrs = new Map(element.attrs.map((a) => [a.name, a.value]))
    if (attrs.has('hidden') || /(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attrs.get('style') ?? '')) continue
    const made: HtmlElement = { tag, attrs, children: [], parent: into }
    into.children.push(made)
    for (let i = element.childNodes.length - 1; i >= 0; i--) work.push({ node: element.childNodes[i]!, into: made })
  }
  return { body: find(root, 'body') ?? root, title: title.replace(/\s+/g, ' ').trim(), links, furniture }
}

function countLinks(element: DefaultTreeAdapterTypes.Element): number {
  let links = 0
  const work: DefaultTreeAdapterTypes.ChildNode[] = [...element.childNodes]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (!('tagName' in node)) continue
    if (node.tagName === 'a') links++
    for (const inner of node.childNodes) work.push(inner)
  }
  return links
}

function find(element: HtmlElement, tag: string): HtmlElement | undefined {
  for (const node of element.children) {
    if (typeof node === 'string') continue
    if (node.tag === tag) return node
    const inner = node.tag === 'html' ? find(node, tag) : undefined
    if (inner !== undefined) return inner
  }
  return undefined
}

/** The usual tree, given up when it grows too deep: the cost of a tree grows with its depth, so a hostile page must not be built at all. */
function shallowTree(maxDepth: number): TreeAdapter<DefaultTreeAdapterTypes.DefaultTreeAdapterMap> {
  let depth = 0
  return {
    ...defaultTreeAdapter,
    onItemPush: () => {
      if (++depth > maxDepth)
        refuse(
          'document.corrupt',
          `网页结构异常：元素嵌套超过 ${maxDepth} 层。请在浏览器中打开后另存或打印为 PDF 再上传。`,
          `The page is malformed: elements are nested more than ${maxDepth} deep. Open it in a browser, save or print it as PDF and upload that.`,
          { limit: maxDepth },
        )
    },
    onItemPop: () => {
      depth--
    },
  }
}

/** All text below an element, with white space as it is. */
export function textBelow(element: HtmlElement): string {
  let out = ''
  const work: (HtmlElement | string)[] = [...element.children].reverse()
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (typeof node === 'string') out += node
    else for (let i = node.children.length - 1; i >= 0; i--) work.push(node.children[i]!)
  }
  return out
}
