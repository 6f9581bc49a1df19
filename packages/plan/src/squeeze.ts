/**
 * The text as the reader sees it: white space, line wraps, page numbers and mark-up removed once, half-width punctuation folded to
 * full-width, and every character mapped back to its offset in the source. All other files work on this text and never look at the
 * source again except through `printed` and `spanOf`.
 */
import type { Span } from './model.ts'
import { TRADITIONAL } from './traditional.ts'

/** What stood before a character in the source. Bits of `Squeezed.gap`. */
export const GAP = { space: 1, line: 2, blank: 4, tab: 8, furniture: 16, heading: 32 } as const

export interface Squeezed {
  readonly source: string
  /** Folded text without white space. */
  readonly text: string
  /** Source offset of each character of `text`. */
  readonly at: Int32Array
  /** What stood before each character, bits of GAP. */
  readonly gap: Uint8Array
  readonly lines: readonly Line[]
  /** Characters are followed by their sound in brackets. */
  readonly glossed: boolean
  /** Some characters are traditional and read as simplified ones. */
  readonly traditional: boolean
  /** The line breaks were lost, and the blanks that are left stand where they were. */
  readonly blanksBreak: boolean
}

/** A line of the source that holds something, as a range of the squeezed text. */
export interface Line {
  readonly start: number
  readonly end: number
  /** Blank lines stood before it. */
  readonly blankBefore: boolean
  /** Level of a markdown heading, 0 when it is none. */
  readonly mark: number
  /** Starts of further cells when the line is a row of a table (tab separated), as offsets of the squeezed text; empty cells count. */
  readonly cells: readonly Cell[] | null
}

/** A cell of a row. Spans are 1 unless the text still has the tags of a table (as recognised scans do). */
export interface Cell {
  readonly start: number
  readonly end: number
  readonly rowSpan: number
  readonly columnSpan: number
}

/** What each UTF-16 unit is read as; 0 for white space. */
const READ_AS = new Uint16Array(65_536)
for (let c = 0; c < 65_536; c++) READ_AS[c] = c
const fold = (from: string, to: string) => {
  for (let i = 0; i < from.length; i++) READ_AS[from.charCodeAt(i)] = to.charCodeAt(i)
}
fold(',;:()!?<>％．﹒﹑︰﹕﹔﹐｡﹙﹚《》〔〕［］[]【】｛｝{}', '，；：（）！？〈〉%..、：：；，。（）《》〔〕〔〕〔〕〔〕〔〕〔〕')
fold('０１２３４５６７８９', '0123456789')
fold('ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
fold('–—―－−‐‑-', '————————')
fold('〜～∼', '~~~')
fold('／○', '/〇')
for (const [from, to] of TRADITIONAL) fold(from, to)
for (const c of ' \0\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060\u00ad')
  READ_AS[c.charCodeAt(0)] = 0
const isLineEnd = (c: number) => (c <= 13 && c >= 10) || c === 0x2028 || c === 0x2029

/** Lines that belong to the page or the web site and not to the document. Matched on the folded line without white space. */
const FURNITURE: readonly RegExp[] = [
  /^[—\-~·•.|]{1,6}\d{1,4}[—\-~·•.|]{1,6}$/,
  /^第\d{1,4}页(?:[，/]?共\d{1,4}页)?$/,
  /^(?:page|Page|PAGE)\d{1,4}(?:of\d{1,4})?$/,
  /^[—\-_=*~·•.]{1,200}$/,
  /^\|?(?:：?—{1,40}：?\|){1,40}(?:：?—{1,40}：?)?$/,
  /^[-—]{0,2}\d{1,4}\/\d{1,4}[-—]{0,2}$/,
  /^(?:首页|当前位置|您的位置|您当前的位置|所在位置)[：>〉/].{0,50}$/,
  /^(?:扫码|扫一扫|扫描).{0,30}$/,
  /^字(?:体|号)(?:大小)?：?.{0,12}$/,
  // A line of nothing but words of a site's menu.
  /^(?:(?:网站)?首页|政务公开|政府信息公开|信息公开|政策文件|通知公告|新闻中心|互动交流|政务服务|办事服务|专题专栏|无障碍(?:阅读|浏览)?|长者模式|登录|注册|[|>〉/·-]){2,30}$/,
  /^(?:大|中|小|大中小|打印|关闭|分享|打印本页|关闭窗口|【?打印】?【?关闭】?|分享到：?|收藏|下载)$/,
]
const BARE_NUMBER = /^\d{1,3}$/

function isFurniture(line: string): boolean {
  if (line.length > 60 || line.length === 0) return false
  for (const rule of FURNITURE) if (rule.test(line)) return true
  return false
}

/** Bare numbers alone on a line are page numbers when they count upwards through the text and no table flattened to lines is near. */
function pageNumbers(lines: readonly { text: string }[]): Set<number> {
  const found: { index: number; value: number }[] = []
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]?.text ?? ''
    if (text.length <= 3 && BARE_NUMBER.test(text)) found.push({ index: i, value: Number(text) })
  }
  const pages = new Set<number>()
  const flattened = lines.some((l) => l.text === '序号')
  if (flattened) return pages
  let last = Number.NaN
  for (const f of found) {
    const before = lines[f.index - 1]?.text ?? ''
    // A page is long: consecutive numbers with only a few lines between are cells or list numbers.
    pages.add(f.index)
    if (f.value === last + 1 && before.length < 3) pages.delete(f.index)
    last = f.value
  }
  return pages
}

/** Removes white space, mark-up and page furniture. One pass over the text, plus one over the lines. */
export function squeeze(source: string): Squeezed {
  const length = source.length
  const raw: { start: number; end: number; blank: boolean }[] = []
  let start = 0
  let blank = false
  const tagged = source.includes('<')
  const glossed = hasGlosses(source)
  let traditional = false
  let inCell = false
  for (let i = 0; i <= length; i++) {
    const c = i < length ? source.charCodeAt(i) : 10
    let skip = 1
    if (c === 60 && tagged) {
      CELL_TAG.lastIndex = i
      const cell = CELL_TAG.exec(source)
      if (cell) inCell = cell[1] === ''
      LINE_TAG.lastIndex = i
      const tag = LINE_TAG.exec(source)
      if (!tag || (inCell && !/^<\/?t/i.test(tag[0]))) continue
      if (/^<\/?t/i.test(tag[0])) inCell = false
      skip = tag[0].length
    } else if (!isLineEnd(c)) continue
    let a = start
    let b = i
    while (a < b && READ_AS[source.charCodeAt(a)] === 0 && source.charCodeAt(a) !== 9) a++
    while (b > a && READ_AS[source.charCodeAt(b - 1)] === 0 && source.charCodeAt(b - 1) !== 9) b--
    let content = false
    for (let k = a; k < b && !content; k++) content = READ_AS[source.charCodeAt(k)] !== 0
    if (content) {
      raw.push({ start: a, end: b, blank })
      blank = false
    } else if (c !== 60 && !(c === 10 && i > 0 && source.charCodeAt(i - 1) === 13)) blank = true
    start = i + skip
    i += skip - 1
  }
  const short = raw.map((line) =>
    line.end - line.start > 80 || MAY_BE_FURNITURE[source.charCodeAt(line.start)] === 0
      ? OTHER
      : { text: foldShort(source, line.start, line.end) },
  )
  const pages = pageNumbers(short)
  const codes = new Uint16Array(length)
  const at = new Int32Array(length + 1)
  const gap = new Uint8Array(length + 1)
  const lines: Line[] = []
  let n = 0
  let pending = 0
  for (let l = 0; l < raw.length; l++) {
    const line = raw[l] as { start: number; end: number; blank: boolean }
    const text = (short[l] as { text: string }).text
    if (line.blank) pending |= GAP.blank
    pending |= GAP.line
    if (isFurniture(text) || pages.has(l)) {
      pending |= GAP.furniture
      continue
    }
    let i = line.start
    let mark = 0
    while (i < line.end && source.charCodeAt(i) === 35) {
      mark++
      i++
    }
    if (mark > 0) pending |= GAP.heading
    const lineStart = n
    let cellStart = n
    let cells: Cell[] | null = null
    let rowSpan = 1
    let columnSpan = 1
    // | a | b |: a row of a markdown table
    const piped = source.charCodeAt(i) === 124
    if (piped) i++
    for (; i < line.end; i++) {
      const c = source.charCodeAt(i)
      const as = READ_AS[c] as number
      let closes = false
      if (as === 0) {
        if (c === 9) closes = true
        else pending |= GAP.space
      } else if (c === 42 || c === 35) {
        // * and # of markdown never belong to a Chinese sentence
        continue
      } else if (c === 124 && piped) closes = true
      else if (DASH[c] === 1 && ((pending & GAP.space) !== 0 || n === lineStart)) {
        PAGE.lastIndex = i
        if (PAGE.test(source)) {
          pending |= GAP.furniture | GAP.space
          i = PAGE.lastIndex - 1
          continue
        }
      } else if (glossed && (c === 40 || c === 0xff08) && n > lineStart) {
        GLOSS.lastIndex = i
        if (GLOSS.test(source)) {
          i = GLOSS.lastIndex - 1
          continue
        }
      } else if (c === 60 && tagged) {
        TAG.lastIndex = i
        const tag = TAG.exec(source)
        if (tag) {
          if (tag[1] !== undefined) closes = true
          else if (tag[2] !== undefined) {
            rowSpan = spanOfTag(ROW_SPAN, tag[2])
            columnSpan = spanOfTag(COLUMN_SPAN, tag[2])
          } else pending |= GAP.space
          i += tag[0].length - 1
          if (!closes) continue
        }
      }
      if (closes) {
        pending |= GAP.tab
        if (cells === null) cells = []
        cells.push({ start: cellStart, end: n, rowSpan, columnSpan })
        cellStart = n
        rowSpan = 1
        columnSpan = 1
      } else if (as !== 0) {
        codes[n] = as
        if (as !== c && c >= 0x3400 && c < 0xff00) traditional = true
        at[n] = i
        gap[n] = pending
        pending = 0
        n++
      }
    }
    if (cells !== null && (n > cellStart || !(piped || tagged))) cells.push({ start: cellStart, end: n, rowSpan, columnSpan })
    if (n > lineStart) lines.push({ start: lineStart, end: n, blankBefore: line.blank, mark, cells })
  }
  at[n] = length
  gap[n] = pending | GAP.line | GAP.blank
  let text = ''
  for (let i = 0; i < n; i += 8192) text += String.fromCharCode.apply(null, codes.subarray(i, Math.min(n, i + 8192)) as unknown as number[])
  return {
    source,
    text,
    at: at.subarray(0, n + 1),
    gap: gap.subarray(0, n + 1),
    lines,
    glossed,
    traditional,
    blanksBreak: blanksBreak(text, gap, lines),
  }
}

/** — 3 —: the number of a page whose line break was lost. */
const PAGE = /[—–－-] ?\d{1,3} ?[—–－-](?=\s|$)/y
const DASH = new Uint8Array(65_536)
for (const c of '—–－-') DASH[c.charCodeAt(0)] = 1

/** Whether the blanks of a text in one line stand between sentences and paragraphs, and not inside its words. */
function blanksBreak(text: string, gap: Uint8Array, lines: readonly Line[]): boolean {
  if (lines.length > 3) return false
  let blanks = 0
  let between = 0
  for (let i = 1; i < text.length; i++) {
    if (gap[i] === 0) continue
    blanks++
    if ('。；：！）'.includes(text[i - 1] as string) || '一二三四五六七八九十（0123456789①②③④⑤第'.includes(text[i] as string)) between++
  }
  return blanks >= 8 && between * 10 >= blanks * 6
}

/** The sound of a character in brackets after it (發(fā)), which converters of web pages leave behind. */
const GLOSS = /[(（](?=[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6}[)）]/y
const GLOSS_ANYWHERE = new RegExp(GLOSS.source)

function hasGlosses(source: string): boolean {
  return GLOSS_ANYWHERE.test(source)
}

/** Stands for a line that cannot be furniture. */
const OTHER = { text: 'x'.repeat(70) }
const MAY_BE_FURNITURE = new Uint8Array(65_536)
for (const c of '\t—–―－−‐‑-~～〜·•.．|_=*0123456789０１２３４５６７８９第pP扫字大中小打关分收下首当您所【[［序')
  MAY_BE_FURNITURE[c.charCodeAt(0)] = 1

/** Tags that end a line of a text in which a recognised table was left as HTML. */
const LINE_TAG = /<\/(?:tr|p|div|h[1-6]|li|table|title)>|<br *\/?>|<(?:table|p|div|h[1-6]|li|ul|ol)(?: [^<>]{0,300})?>/iy
const CELL_TAG = /<(\/?)t[dh][ >]/iy
const TAG =
  /<(?:(\/t[dh])|t[dh]((?: [^<>]{0,200})?)|\/?(?:tr|tbody|thead|table|span|b|strong|i|em|u|sup|sub|font|center|a|html|body|head|img|col|colgroup|ul|ol|li|p|div|br|h[1-6]) ?(?: [^<>]{0,300})?\/?)>/iy
const ROW_SPAN = /rowspan *= *["']?(\d{1,3})/i
const COLUMN_SPAN = /colspan *= *["']?(\d{1,2})/i

function spanOfTag(rule: RegExp, attributes: string): number {
  const m = rule.exec(attributes)
  return m ? Math.max(1, Math.min(200, Number(m[1]))) : 1
}

function foldShort(source: string, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) {
    const c = source.charCodeAt(i)
    const as = READ_AS[c] as number
    if (as !== 0) text += String.fromCharCode(as)
  }
  return text
}

/** Source span of a range of the squeezed text. */
export function spanOf(sq: Squeezed, start: number, end: number): Span {
  if (end <= start) {
    const at = sq.at[Math.min(start, sq.text.length)] ?? sq.source.length
    return { start: at, end: at }
  }
  const last = (sq.at[end - 1] as number) + 1
  if (sq.glossed) {
    GLOSS.lastIndex = last
    if (GLOSS.test(sq.source)) return { start: sq.at[start] as number, end: GLOSS.lastIndex }
  }
  return { start: sq.at[start] as number, end: last }
}

/** The words of a range as printed, without white space. */
export function printed(sq: Squeezed, start: number, end: number): string {
  if (end <= start) return ''
  const span = spanOf(sq, start, end)
  if (span.end - span.start === end - start) return sq.source.slice(span.start, span.end)
  return sq.source.slice(span.start, span.end).replace(/\s+/g, '')
}

/** Words that rules put together from the range, with the characters that are printed there: 戶 where the range has 戶. */
export function inPrint(sq: Squeezed, start: number, end: number): (words: string) => string {
  if (!sq.traditional) return (words) => words
  const as = new Map<string, string>()
  for (let i = start; i < end; i++) {
    const c = sq.source[sq.at[i] as number] as string
    const read = sq.text[i] as string
    if (c !== read && c >= '\u3400' && c < '\uff00') as.set(read, c)
  }
  return (words) => (as.size === 0 ? words : [...words].map((c) => as.get(c) ?? c).join(''))
}
