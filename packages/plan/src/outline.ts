/**
 * Lines to outline: the documents inside one text (cover notice, plan, annexes, lists of names), their numbered blocks, and the tree
 * that the numbers make. Numbers may restart or run on, stand at the start of a line or inside a text that lost its line breaks.
 */
import { type Marker, type MarkerKind, markerAt } from './numbering.ts'
import { firsts } from './scan.ts'
import { partLabel, sectionKind } from './sections.ts'
import { GAP, type Line, type Squeezed } from './squeeze.ts'
import {
  ANNEX_ALONE,
  ANNEX_TITLED,
  contentsEnd,
  DATE_LINE,
  EXPLAIN_TITLE,
  FILE,
  hasContentAfter,
  isBareHeading,
  LAST,
  NOTICE_TITLE,
  ROSTER_TITLE,
  TAIL,
  TITLE_END,
  titleLines,
} from './titles.ts'

export type PartKind = 'notice' | 'plan' | 'annex' | 'roster' | 'explanation'

export interface Node {
  readonly kind: MarkerKind | 'bare' | 'row'
  readonly rank: number
  readonly value: number
  readonly start: number
  readonly numberEnd: number
  readonly contentStart: number
  /** End of the node's own words (before its first child). */
  ownEnd: number
  /** End with all children. */
  end: number
  readonly children: Node[]
  /** Began at the start of a line. */
  readonly lineStart: boolean
  /** Cells of a row by the meaning of their column, when the node is a row of a table. */
  readonly row?: TableRow
}

export interface TableRow {
  readonly cells: readonly { readonly column: ColumnKind; readonly start: number; readonly end: number }[]
}
export type ColumnKind = 'number' | 'category' | 'task' | 'content' | 'lead' | 'responsible' | 'time' | 'person' | 'target' | 'other'

export interface DocumentPart {
  kind: PartKind
  readonly start: number
  end: number
  readonly title: { readonly start: number; readonly end: number } | null
  readonly roots: Node[]
}

const RANK: Record<MarkerKind | 'bare' | 'row', number> = {
  bare: 0,
  chapter: 0.5,
  article: 1.4,
  task: 1.5,
  zh: 1,
  zhBracket: 2,
  digit: 3,
  decimal: 3.5,
  digitBracket: 4,
  digitClose: 5,
  circle: 6,
  point: 7,
  row: 9,
}

const ENDS_SENTENCE = '。；！？：）〕”.'

/** Characters at which the number of a paragraph can begin inside a line. */
const NUMBER_FIRST = firsts('0123456789（第一二三四五六七八九十')

interface Flat {
  marker: Marker | null
  kind: MarkerKind | 'bare' | 'row'
  start: number
  numberEnd: number
  contentStart: number
  lineStart: boolean
  value: number
  depth: number
  row?: TableRow
}

/** Reads the outline of a whole text. Linear: each line and each candidate for a number is looked at once. */
export function outlineOf(sq: Squeezed, rowAt: ReadonlyMap<number, RowLine> = new Map()): DocumentPart[] {
  const builder = new Builder(sq)
  const { text, lines } = sq
  const n = lines.length
  let lastAnnexAlone = -1
  for (let l = n - 1; l >= 0 && lastAnnexAlone < 0; l--) {
    const line = lines[l] as Line
    if (line.end - line.start <= 8 && ANNEX_ALONE.test(text.slice(line.start, line.end))) lastAnnexAlone = l
  }
  let annexList = false
  for (let l = 0; l < n; l++) {
    const line = lines[l] as Line
    const length = line.end - line.start
    const row = rowAt.get(l)
    if (row !== undefined) {
      builder.row(line, row)
      annexList = false
      l += row.lines - 1
      continue
    }
    const words = length <= 120 ? text.slice(line.start, line.end) : ''
    if (words !== '') {
      if (ANNEX_ALONE.test(words)) {
        builder.annex(line.start, line.end)
        annexList = false
        continue
      }
      const annexTitled = ANNEX_TITLED.exec(words)
      if (annexTitled && line.mark === 0) {
        if (l < lastAnnexAlone || FILE.test(words) || !hasContentAfter(sq, l)) {
          builder.close(line.start)
          annexList = true
        } else {
          builder.annex(line.start, line.start + annexTitled[0].length)
          builder.title(line.start + annexTitled[0].length, line.end)
          annexList = false
        }
        continue
      }
      if (TAIL.test(words)) {
        builder.close(line.start, LAST.test(words))
        continue
      }
      if (DATE_LINE.test(words)) {
        builder.signature(l)
        annexList = false
        continue
      }
    }
    if (words === '目录') {
      const to = contentsEnd(sq, l)
      if (to > l) {
        l = to - 1
        continue
      }
    }
    const marker = markerAt(text, line.start) ?? builder.bareNumber(l)
    if (annexList) {
      if (marker && words !== '' && !words.includes('。')) continue
      if (words !== '' && !TITLE_END.test(words)) {
        if (length < 60 && !marker) continue
      }
      annexList = false
    }
    if (marker && builder.acceptsLine(marker, l)) {
      builder.marker(marker, true)
      builder.inline(marker.end, line.end)
      continue
    }
    if (words !== '' && !marker) {
      const title = titleLines(sq, l)
      if (title !== null) {
        builder.title((lines[title.from] as Line).start, (lines[title.to] as Line).end)
        l = title.to
        continue
      }
      if (isBareHeading(sq, l) && !builder.isPart(words, l)) {
        builder.bare(line.start, line.end)
        continue
      }
    }
    builder.inline(line.start, line.end)
  }
  return builder.finish()
}

export interface RowLine {
  readonly header: boolean
  readonly row: TableRow | null
  /** First and last position of the row. */
  readonly start: number
  readonly end: number
  /** How many lines it takes. */
  readonly lines: number
}

class Builder {
  readonly parts: DocumentPart[] = []
  private current: DocumentPart
  private flats: Flat[] = []
  private stack: { kind: Flat['kind']; rank: number; value: number; depth: number }[] = []
  private closedAt = -1
  private sealed = false
  /** The last value of each kind, also of lists that were left: numbers may run on through the headings. */
  private readonly last = new Map<string, number>()
  private pendingAnnex = false
  private readonly sq: Squeezed
  private lastTitleEnd = 0

  constructor(sq: Squeezed) {
    this.sq = sq
    this.current = { kind: 'plan', start: 0, end: sq.text.length, title: null, roots: [] }
  }

  private begin(kind: PartKind, start: number, title: DocumentPart['title']): void {
    this.flush(start)
    this.current = { kind, start, end: this.sq.text.length, title, roots: [] }
  }

  private flush(end: number): void {
    this.current.end = this.closedAt >= 0 ? Math.min(this.closedAt, end) : end
    buildTree(this.flats, this.current)
    this.parts.push(this.current)
    this.flats = []
    this.stack = []
    this.closedAt = -1
    this.sealed = false
  }

  annex(start: number, _end: number): void {
    this.begin('annex', start, null)
    this.pendingAnnex = true
  }

  title(start: number, end: number): void {
    const words = this.sq.text.slice(start, end)
    const annex = this.pendingAnnex || (this.current.kind === 'annex' && this.current.title === null && this.flats.length === 0)
    const kind: PartKind = EXPLAIN_TITLE.test(words)
      ? 'explanation'
      : ROSTER_TITLE.test(words)
        ? 'roster'
        : NOTICE_TITLE.test(words)
          ? 'notice'
          : annex
            ? 'annex'
            : 'plan'
    this.pendingAnnex = false
    this.begin(kind, start, { start, end })
    this.lastTitleEnd = end
  }

  /** Ends the part; `last`: what follows belongs to the page, whatever its numbers, until a title begins. */
  close(at: number, last = false): void {
    if (this.closedAt < 0) this.closedAt = at
    if (last && this.flats.length > 0) this.sealed = true
  }

  /** A date on a line of its own: the part ends before the names of its issuers. */
  signature(l: number): void {
    let at = (this.sq.lines[l] as Line).start
    if (at <= this.lastTitleEnd + 1) return
    for (let k = l - 1; k >= Math.max(0, l - 6); k--) {
      const line = this.sq.lines[k] as Line
      const words = this.sq.text.slice(line.start, line.end)
      if (line.end - line.start > 30 || /[。；：，！？]/.test(words) || markerAt(this.sq.text, line.start) !== null) break
      if (!/(?:政府|委员会|办公室|办公厅|法院|检察院|局|委|厅|小组|部|会|院|中心|公司|专班)$/.test(words)) break
      at = line.start
    }
    this.close(at)
  }

  /** 具体措施： on a line of its own inside an item, with finer numbers below it, is a part of that item. */
  isPart(words: string, l: number): boolean {
    const open = this.stack[this.stack.length - 1]
    if (!words.endsWith('：') || open === undefined || open.rank < 1) return false
    if (partLabel(words) === null && sectionKind(words) === 'open') return false
    const next = this.sq.lines[l + 1]
    const marker = next ? markerAt(this.sq.text, next.start) : null
    return marker === null || RANK[marker.kind] > open.rank
  }

  bare(start: number, end: number): void {
    this.reopen()
    this.pendingAnnex = false
    this.flats.push({ marker: null, kind: 'bare', start, numberEnd: start, contentStart: start, lineStart: true, value: 0, depth: 0 })
    this.stack = [{ kind: 'bare', rank: 0, value: 0, depth: 0 }]
    void end
  }

  row(line: Line, row: RowLine): void {
    this.reopen()
    this.pendingAnnex = false
    if (row.header || row.row === null) {
      this.flats.push({
        marker: null,
        kind: 'row',
        start: line.start,
        numberEnd: line.start,
        contentStart: line.start,
        lineStart: true,
        value: -1,
        depth: 0,
      })
      return
    }
    const number = row.row.cells.find((c) => c.column === 'number' && c.end > c.start)
    this.flats.push({
      marker: null,
      kind: 'row',
      start: row.start,
      numberEnd: number ? number.end : row.start,
      contentStart: row.start,
      lineStart: true,
      value: 0,
      depth: 0,
      row: row.row,
    })
  }

  private reopen(): void {
    this.closedAt = -1
  }

  /** 1 全程网办: a number parted from its words by a blank alone counts only when it is the next one of its list. */
  bareNumber(l: number): Marker | null {
    const { text, gap, lines } = this.sq
    const line = lines[l] as Line
    let i = line.start
    while (i < line.end && i - line.start < 3 && text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++
    if (i === line.start || i >= line.end || ((gap[i] as number) & (GAP.space | GAP.tab)) === 0) return null
    if (
      !/[\u4e00-\u9fff“《]/.test(text[i] as string) ||
      '个月日年天家项类件名人户所枚种次场批条处座套例宗起辆台只期篇份部支款间张小万亿千百余多元米亩吨公平倍折成分时周号级届岁至到和及或'.includes(
        text[i] as string,
      )
    )
      return null
    const value = Number(text.slice(line.start, i))
    const previous = lines[l - 1]
    const last = previous ? (text[previous.end - 1] as string) : '。'
    const heading = previous !== undefined && previous.end - previous.start < 25 && markerAt(text, previous.start) !== null
    if (!'。；！？）'.includes(last) && !heading) return null
    if (value !== 1 && value !== (this.last.get('digit') ?? 0) + 1) return null
    return { kind: 'digit', value, depth: 1, start: line.start, numberEnd: i, end: i }
  }

  /** Whether a marker at the start of line `l` is a number and not the rest of a broken line. */
  acceptsLine(marker: Marker, l: number): boolean {
    if (this.sealed) return false
    const previous = this.sq.lines[l - 1]
    if (!previous) return true
    if ((this.sq.lines[l] as Line).mark > 0) return true
    const last = this.sq.text[previous.end - 1] as string
    const top = this.stack.find((s) => s.kind === marker.kind && s.depth === marker.depth)
    const expected = top ? marker.value === top.value + 1 : marker.value === 1
    if (expected) return true
    if (marker.kind === 'point' && last !== '。') return false
    if (ENDS_SENTENCE.includes(last)) return true
    if ('，、（《“'.includes(last)) return false
    // 三、 after 二、, though an unnumbered heading stood between
    if (marker.kind === 'zh' && marker.value === (this.last.get('zh') ?? -1) + 1) return true
    // the line before is a heading, a label or a whole short line
    if (previous.end - previous.start < 25) return true
    return marker.kind !== 'decimal' && (this.sq.lines[l] as Line).blankBefore
  }

  marker(marker: Marker, lineStart: boolean): void {
    const restarts =
      marker.value === 1 &&
      (marker.kind === 'zh' || marker.kind === 'chapter') &&
      this.stack.some((s) => s.kind === marker.kind && s.depth === marker.depth)
    if (restarts) {
      const title = this.titleBefore(marker.start)
      if (title !== null) this.title(title, marker.start)
    }
    this.reopen()
    this.pendingAnnex = false
    const rank = RANK[marker.kind] + (marker.kind === 'decimal' || marker.kind === 'chapter' ? marker.depth / 100 : 0)
    const at = this.stack.findIndex((s) => s.kind === marker.kind && s.depth === marker.depth)
    if (at >= 0) this.stack.length = at
    else if (rank < 4) while (this.stack.length > 0 && (this.stack[this.stack.length - 1] as { rank: number }).rank > rank) this.stack.pop()
    this.stack.push({ kind: marker.kind, rank, value: marker.value, depth: marker.depth })
    this.last.set(marker.kind, marker.value)
    this.flats.push({
      marker,
      kind: marker.kind,
      start: marker.start,
      numberEnd: marker.numberEnd,
      contentStart: marker.end,
      lineStart,
      value: marker.value,
      depth: marker.depth,
    })
  }

  /** In a text without line breaks: where a title begins that ends just before `at`; null when none does. */
  private titleBefore(at: number): number | null {
    const { text, gap } = this.sq
    let from = at
    while (from > 0 && at - from < 70 && !'。；！？：'.includes(text[from - 1] as string)) {
      from--
      if ((gap[from] as number) !== 0 && TITLE_END.test(text.slice(from, at)) && at - from >= 6) {
        const words = text.slice(from, at)
        if (/(?:市|省|区|县|法院|局|关于|年)/.test(words.slice(0, 14))) break
      }
    }
    const words = text.slice(from, at)
    if (words.length < 6 || words.length > 68 || !TITLE_END.test(words) || /[，、]/.test(words.replace(/“[^”]*”/g, ''))) return null
    return from
  }

  /** Numbers inside a line: after the end of a sentence, after a gap, or right after a heading. */
  inline(from: number, end: number): void {
    const { text, gap } = this.sq
    let heading = this.flats.length > 0 && from - (this.flats[this.flats.length - 1] as Flat).start < 12
    let depth = 0
    let since = from
    for (let i = from; i < end; i++) {
      const c = text.charCodeAt(i)
      if (heading) {
        if (i - since > 40) heading = false
        else if (depth === 0 && (c === 0x3002 || c === 0xff0c || c === 0xff1b || c === 0xff1a)) heading = false
      }
      const digit = c >= 48 && c <= 57
      const candidate = NUMBER_FIRST[c] === 1
      if (candidate && i > from) {
        const before = text[i - 1] as string
        const g = gap[i] as number
        const closed = '。！？'.includes(before) || (before === '）' && depth === 0) || before === '”'
        const gapped = g !== 0 && !'，、：；—'.includes(before) && !(digit && /[0-9A-Za-z.]/.test(before))
        const near = heading && depth === 0 && !/[0-9A-Za-z.（第“《—]/.test(before)
        const first = text[i] === '一' && text[i + 1] === '、'
        const loose = !closed && !gapped && !near && depth === 0 && g === 0 && mayFollowWord(text, i)
        if (closed || gapped || near || first || loose || before === '；') {
          const marker = markerAt(text, i)
          if (marker && this.acceptsInline(marker, before, closed, gapped, near, loose)) {
            this.marker(marker, false)
            heading = true
            since = marker.end
            i = marker.end - 1
            continue
          }
        }
      }
      if (c === 0xff08) depth++
      else if (c === 0xff09) depth = Math.max(0, depth - 1)
      else if (c === 0x3002) depth = 0
    }
  }

  private acceptsInline(marker: Marker, before: string, closed: boolean, gapped: boolean, near: boolean, loose: boolean): boolean {
    if (this.sealed) return false
    const { kind } = marker
    if (kind === 'article' || kind === 'decimal') {
      if (!(closed || gapped)) return false
      const open = this.stack.find((s) => s.kind === kind && s.depth === marker.depth)
      return open === undefined ? marker.value === 1 : marker.value === open.value + 1 || (kind === 'decimal' && marker.value === 1)
    }
    if (kind !== 'zh' && kind !== 'zhBracket' && kind !== 'digit' && kind !== 'chapter') return false
    const index = this.stack.findIndex((s) => s.kind === kind)
    const top = index >= 0 ? (this.stack[index] as { value: number }) : undefined
    const next = top !== undefined && marker.value === top.value + 1
    const runsOn = marker.value === (this.last.get(kind) ?? -1) + 1
    if (before === '；') return next && index === this.stack.length - 1
    if (next) return closed || gapped || near || (loose && (kind !== 'digit' || this.endsClause(marker.start)))
    // …实施方案一、: the first heading right after the title
    if (kind === 'zh' && marker.value === 1 && top === undefined && this.flats.length === 0 && !closed && !gapped)
      return before === '：' || TITLE_END.test(this.sq.text.slice(Math.max(0, marker.start - 40), marker.start))
    if (near) return top === undefined && (marker.value === 1 || runsOn || kind === 'zhBracket' || closed || gapped)
    if (top === undefined && (marker.value === 1 || runsOn)) {
      // a list begins below the current heading: after a whole sentence only when a coarser number is open
      if (!(closed || gapped)) return false
      return this.stack.length === 0 || RANK[kind] > (this.stack[this.stack.length - 1] as { rank: number }).rank
    }
    if (marker.value !== 1) return false
    // a restart at the same level: only a new document (a title stands before)
    return (kind === 'zh' || kind === 'chapter') && this.titleBefore(marker.start) !== null
  }

  /** Whether a labelled clause (责任单位：A、B) may end at `at` without a mark. */
  private endsClause(at: number): boolean {
    return CLAUSE_END.test(this.sq.text.slice(Math.max(0, at - 60), at))
  }

  finish(): DocumentPart[] {
    this.flush(this.sq.text.length)
    return this.parts
  }
}

const CLAUSE_END = /(?:单位|部门|科室|人|领导|时限|时间|期限)：[^。；：（）]{2,50}$/
const CHINESE_NUMBER = firsts('一二三四五六七八九十')

/** Cheap test: a number may begin at `i` right after a word, because a line break was lost there. */
function mayFollowWord(text: string, i: number): boolean {
  if (text.charCodeAt(i - 1) < 0x4e00 || '第其至和与及或按照依据附本前上下零一二三四五六七八九十百'.includes(text[i - 1] as string))
    return false
  const c = text.charCodeAt(i)
  if (c === 0xff08) return CHINESE_NUMBER[text.charCodeAt(i + 1)] === 1 && !'项款条'.includes(text[text.indexOf('）', i) + 1] ?? '项')
  for (let k = i + 1; k <= i + 3; k++) if (text[k] === '、' || text[k] === '.') return true
  return false
}

function buildTree(flats: readonly Flat[], part: DocumentPart): void {
  const stack: Node[] = []
  const depths: number[] = []
  for (let f = 0; f < flats.length; f++) {
    const flat = flats[f] as Flat
    const next = flats[f + 1]
    const ownEnd = next ? next.start : Math.max(part.end, flat.contentStart)
    const rank = RANK[flat.kind] + (flat.kind === 'decimal' || flat.kind === 'chapter' ? flat.depth / 100 : 0)
    const node: Node = {
      kind: flat.kind,
      rank,
      value: flat.value,
      start: flat.start,
      numberEnd: flat.numberEnd,
      contentStart: flat.contentStart,
      ownEnd,
      end: ownEnd,
      children: [],
      lineStart: flat.lineStart,
      ...(flat.row ? { row: flat.row } : {}),
    }
    let at = -1
    for (let i = stack.length - 1; i >= 0; i--) {
      if ((stack[i] as Node).kind === node.kind && depths[i] === flat.depth) {
        at = i
        break
      }
    }
    if (flat.kind === 'bare') at = 0
    if (at >= 0) {
      stack.length = at
      depths.length = at
    } else if (rank < 4) {
      while (stack.length > 0 && (stack[stack.length - 1] as Node).rank > rank) {
        stack.pop()
        depths.pop()
      }
    }
    const parent = stack[stack.length - 1]
    if (parent) parent.children.push(node)
    else part.roots.push(node)
    stack.push(node)
    depths.push(flat.depth)
  }
  close(part.roots)
}

function close(nodes: readonly Node[]): void {
  // children first; depth is bounded by the number of kinds
  for (const node of nodes) {
    close(node.children)
    const last = node.children[node.children.length - 1]
    if (last) node.end = Math.max(node.ownEnd, last.end)
  }
}
