/** Web pages, single or saved whole: the article's paragraphs, headings, numbered lists and tables, in reading order. */
import { Composer } from './composer.ts'
import { findArticle, isInline, layout } from './html-article.ts'
import { type HtmlElement, parsePage } from './html-tree.ts'
import type { ReadLimits } from './limits.ts'
import type { SourceText } from './model.ts'
import { numberWord } from './number-words.ts'
import { refuseEmpty, refuseTruncated } from './refusals.ts'
import { layTable, type RawCell } from './table-grid.ts'

/** Lines that belong to the page's tools and never to a document. */
const TOOL_LINE =
  /^[\s\u3000\u00A0]*(字号|字体|【?打印(本页|此页|页面)?】?|【?关闭(窗口|本页)?】?|分享(到|至)?|收藏|大|中|小|默认|复制链接|扫一扫在手机打开当前页|浏览次数|\[|\]|【|】|[:：|\s\u3000\u00A0])+[\s\u3000\u00A0]*$/

const isToolLine = (text: string) => text.length <= 40 && TOOL_LINE.test(text)

class PageReader {
  readonly composer: Composer
  #line = ''
  #preformatted = false
  #paragraph = 0
  #level: number | undefined
  tools = 0

  constructor(composer: Composer) {
    this.composer = composer
  }

  read(element: HtmlElement): void {
    this.#element(element)
    this.#flush()
  }

  #flush(): void {
    const text = this.#line.trim()
    this.#line = ''
    if (text === '') return
    if (isToolLine(text)) {
      this.tools++
      return
    }
    const paragraph = this.#paragraph++
    this.composer.paragraph(
      text,
      this.#level === undefined ? { kind: 'paragraph', paragraph } : { kind: 'heading', paragraph, level: this.#level },
    )
  }

  #text(text: string): void {
    if (this.#preformatted) {
      const lines = text.split(/\r?\n/)
      lines.forEach((line, i) => {
        if (i > 0) this.#flush()
        this.#line += line
      })
      return
    }
    this.#line += collapse(text, this.#line)
  }

  #element(element: HtmlElement): void {
    switch (element.tag) {
      case 'br':
        this.#flush()
        return
      case 'table':
        this.#flush()
        if (layout(element)) this.#children(element)
        else this.#table(element)
        this.#flush()
        return
      case 'ol':
        this.#flush()
        this.#list(element)
        this.#flush()
        return
      case 'pre':
        this.#flush()
        this.#preformatted = true
        this.#children(element)
        this.#flush()
        this.#preformatted = false
        return
      default:
        break
    }
    if (isInline(element.tag)) {
      this.#children(element)
      return
    }
    this.#flush()
    const heading = /^h([1-6])$/.exec(element.tag)?.[1]
    const outer = this.#level
    if (heading !== undefined) this.#level = Number(heading)
    this.#children(element)
    this.#flush()
    this.#level = outer
  }

  #children(element: HtmlElement): void {
    for (const node of element.children) {
      if (typeof node === 'string') this.#text(node)
      else this.#element(node)
    }
  }

  /** Numbers that the browser prints before the items of an ordered list are part of what a reader sees. */
  #list(element: HtmlElement): void {
    const format = { a: 'lowerLetter', A: 'upperLetter', i: 'lowerRoman', I: 'upperRoman' }[element.attrs.get('type') ?? '1'] ?? 'decimal'
    const plain = /list-style(-type)?\s*:\s*none/i.test(element.attrs.get('style') ?? '')
    const chinese = /list-style(-type)?\s*:[^;]*(cjk-ideographic|simp-chinese-informal|trad-chinese-informal)/i.test(
      element.attrs.get('style') ?? '',
    )
    let n = Number.parseInt(element.attrs.get('start') ?? '1', 10)
    if (!Number.isFinite(n)) n = 1
    for (const item of element.children) {
      if (typeof item === 'string') this.#text(item)
      else if (item.tag !== 'li') this.#element(item)
      else {
        const value = Number.parseInt(item.attrs.get('value') ?? '', 10)
        if (Number.isFinite(value)) n = value
        this.#flush()
        if (!plain) this.#line = chinese ? `${numberWord(n, 'chineseCounting')}、` : `${numberWord(n, format)}. `
        n++
        this.#children(item)
        this.#flush()
      }
    }
  }

  #table(element: HtmlElement): void {
    const head: RawCell[][] = []
    const rows: RawCell[][] = []
    const foot: RawCell[][] = []
    for (const node of element.children) {
      if (typeof node === 'string') continue
      if (node.tag === 'caption') this.#element(node)
      const into = node.tag === 'thead' ? head : node.tag === 'tfoot' ? foot : rows
      if (node.tag === 'tr') rows.push(cellsOf(node))
      else if (/^t(head|body|foot)$/.test(node.tag))
        for (const row of node.children) if (typeof row !== 'string' && row.tag === 'tr') into.push(cellsOf(row))
    }
    this.#flush()
    const grid = layTable([...head, ...rows, ...foot])
    const paragraph = this.#paragraph
    this.#paragraph += grid.length
    this.composer.table(grid, (row) => ({ paragraph: paragraph + row }))
  }
}

/** White space as a browser shows it: runs become one space, none at the start of a line, none between Chinese characters broken by a source line. */
function collapse(text: string, before: string): string {
  let out = text
    .replace(/([\u2E80-\u9FFF\uFF00-\uFFEF\u3000-\u303F])[ \t]*[\r\n][ \t\r\n]*(?=[\u2E80-\u9FFF\uFF00-\uFFEF\u3000-\u303F])/g, '$1')
    .replace(/[ \t\r\n\f]+/g, ' ')
  out = out.replace(/\u00A0/g, ' ')
  if (out.startsWith(' ') && (before === '' || before.endsWith(' '))) out = out.slice(1)
  return out
}

const span = (text: string | undefined, otherwise: number) => {
  const n = Number.parseInt(text ?? '', 10)
  return Number.isFinite(n) && n >= 0 ? n : otherwise
}

function cellsOf(row: HtmlElement): RawCell[] {
  const cells: RawCell[] = []
  for (const node of row.children) {
    if (typeof node === 'string' || (node.tag !== 'td' && node.tag !== 'th')) continue
    const lines = linesOf(node)
    cells.push({ lines, columnSpan: Math.max(1, span(node.attrs.get('colspan'), 1)), rowSpan: span(node.attrs.get('rowspan'), 1) })
  }
  return cells
}

/** The lines that a cell shows: read like a page of its own. */
function linesOf(cell: HtmlElement): string[] {
  const composer = new Composer()
  new PageReader(composer).read({ ...cell, tag: 'div' })
  const text = composer.finish('html').text
  return text === '' ? [] : text.split('\n').map((l) => l.replace(/\t+/g, ' '))
}

/** Reads a page. @throws Refused */
export function readHtml(html: string, encoding: string, limits: ReadLimits, size: number): SourceText {
  const page = parsePage(html, limits.maxDepth)
  if (isCutShort(html)) refuseTruncated('html', '网页没有结束标记，末尾丢失', 'the page lacks its end')
  const composer = new Composer()
  const { parts, dropped } = findArticle(page)
  const reader = new PageReader(composer)
  for (const part of parts) reader.read(part)
  if (composer.empty) refuseEmpty(size)
  if (dropped || reader.tools > 0)
    composer.note(
      'html.article',
      '网页中的导航、侧栏、页脚等与正文无关的内容未读入。',
      'Menus, side columns and imprints of the page were left out.',
    )
  return composer.finish('html', { encoding })
}

/**
 * Whether a page that opens as a whole one stops in the middle. End tags may be left out in good pages, so a missing `</html>` alone says
 * nothing: it stops inside a tag, or leaves an element open of a kind that it closes elsewhere.
 */
function isCutShort(html: string): boolean {
  if (!/<(html|body)\b/i.test(html.slice(0, 8192)) || /<\/(html|body)\s*>/i.test(html)) return false
  if (html.lastIndexOf('<') > html.lastIndexOf('>')) return true
  const open = new Map<string, number>()
  const closed = new Set<string>()
  for (const [, slash, name] of html.matchAll(/<(\/?)(p|div|span|table|tr|td|ul|ol|li|article|section|script|style)\b/gi)) {
    const tag = name!.toLowerCase()
    open.set(tag, Math.max(0, (open.get(tag) ?? 0) + (slash === '' ? 1 : -1)))
    if (slash !== '') closed.add(tag)
  }
  return [...closed].some((tag) => open.get(tag)! > 0)
}

const OPENING =
  /^[\s\uFEFF]*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body|meta|title|div|p|table|article|section|main|h[1-6]|span|style|script|link|ul|ol|center|font|a|b|strong|br)\b/i

/** Whether decoded text is a web page: it begins with an html element and closes one. */
export function isHtml(text: string): boolean {
  const head = text.slice(0, 8192)
  return (
    OPENING.test(head) &&
    (/^[\s\uFEFF]*(<\?xml[^>]*\?>\s*)?<(!doctype\s+html|html)\b/i.test(head) || /<\/[a-z][a-z0-9]*\s*>/i.test(text.slice(0, 200_000)))
  )
}

/** Encoding named in the first kilobytes of a page, if any. */
export function declaredEncoding(head: string): string | undefined {
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? /^\s*<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1]
}
