/**
 * From the outline to the items of a plan: which parts and sections hold tasks, which level of numbers is the measure, and where
 * its title ends. The level is decided by what the items look like (labels of parts, unit clauses), never by counting levels.
 */

import type { DocumentPart, Node } from './outline.ts'
import { hasUnitClause } from './owner-prose.ts'
import { firsts } from './scan.ts'
import { mayBeTask, partLabel, runOnKind, sectionKind } from './sections.ts'
import { GAP, printed, type Squeezed } from './squeeze.ts'

export interface Item {
  readonly node: Node
  readonly kind: 'measure' | 'governance'
  readonly path: readonly string[]
  /** Ranges of the headings above, outermost first. */
  readonly above: readonly Node[]
  readonly part: DocumentPart
}

export interface TitleRange {
  readonly start: number
  readonly end: number
  /** Words follow the title that are not a clause about units. */
  readonly more: boolean
}

const LABEL_HERE =
  /(?:领域|指标|专项)?(?:牵头|责任|配合|协作|主办|承办|协办|完成|办结|实施)(?:单位|部门|科室|处室|股室|警种|领导|人|时限|时间|期限)(?:（[^（）]{1,8}）)?：|责任单位及[^：]{1,6}：/y
const CLAUSE_BRACKET =
  /（(?=[^（）]{0,12}(?:牵头|责任|配合|主办|承办)(?:单位|部门|科室|领导|人)?[^（）]{0,6}：)|（(?=[^（）。]{2,120}(?:负责|牵头|配合|参与)）)|（(?=(?:20\d\d年)?(?:[^（）]{0,6}月|年|[上下]半年|[一二三四]季度)[^（）]{0,8}(?:前|底|末|完成|内)?[^（）]{0,4}）)|（(?=(?:长期|持续|全年|立即|即时)[^（）]{0,8}）)/y

const LABEL_FIRST = firsts('领指专牵责主配承协完办实')

/** Width of a full line, 0 when the text has no wrapped lines. */
export function wrapWidth(sq: Squeezed): number {
  const lengths = sq.lines.map((l) => l.end - l.start).filter((n) => n > 8)
  if (lengths.length < 8) return 0
  lengths.sort((a, b) => a - b)
  const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] as number
  const wide = at(0.9)
  // wrapped texts have many lines of nearly the same, small width
  const near = lengths.filter((n) => n >= wide * 0.85 && n <= wide * 1.15).length
  return wide < 70 && near > lengths.length * 0.3 ? wide : 0
}

/** The title of a numbered block: up to its first full stop, its line, or the clause about units. */
export function titleRange(sq: Squeezed, node: Node, width: number): TitleRange {
  let known = TITLES.get(node)
  if (known === undefined) {
    known = findTitle(sq, node, width)
    TITLES.set(node, known)
  }
  return known
}

/** Titles found so far; a node belongs to one reading. */
const TITLES = new WeakMap<Node, TitleRange>()

function findTitle(sq: Squeezed, node: Node, width: number): TitleRange {
  const { text, gap } = sq
  const start = node.contentStart
  const end = node.ownEnd
  let depth = 0
  let quote = 0
  let stop = end
  let i = start
  const limit = Math.min(end, start + 200)
  let lineFrom = node.start
  for (; i < limit; i++) {
    const c = text[i] as string
    if (i > start) {
      const g = gap[i] as number
      if (depth === 0 && (g & GAP.line) !== 0) {
        const short = width === 0 || i - lineFrom < width * 0.75
        const before = text[i - 1] as string
        if (
          ((g & GAP.blank) !== 0 && (g & GAP.furniture) === 0 && i - lineFrom < (width || 45) * 0.9) ||
          (short && !'，、（—“《'.includes(before) && (width > 0 || i - lineFrom <= 80))
        ) {
          stop = i
          break
        }
        lineFrom = i
      }
      if (depth === 0 && ((g & GAP.tab) !== 0 || (sq.blanksBreak && g !== 0 && i - start >= 4 && i - start <= 30 && isWord(text, i)))) {
        stop = i
        break
      }
    }
    if (c === '（') {
      CLAUSE_BRACKET.lastIndex = i
      if (depth === 0 && CLAUSE_BRACKET.test(text)) {
        stop = i
        break
      }
      depth++
    } else if (c === '〔' || c === '《' || c === '〈') depth++
    else if (c === '）' || c === '〕' || c === '》' || c === '〉') depth = Math.max(0, depth - 1)
    else if (c === '“') quote++
    else if (c === '”') quote = Math.max(0, quote - 1)
    else if (depth === 0) {
      if (c === '。' || c === '！' || c === '；') {
        stop = i
        break
      }
      if (c === '：' && quote === 0 && i - start <= 30) {
        stop = i
        break
      }
      if (LABEL_FIRST[text.charCodeAt(i)] === 1) {
        LABEL_HERE.lastIndex = i
        if (!('领指专'.includes(c) && ((gap[i + 2] ?? 0) & GAP.line) !== 0) && LABEL_HERE.test(text)) {
          stop = i
          break
        }
      }
    }
  }
  if (i >= limit && stop === end && end > limit) stop = limit
  let b = stop
  while (b > start && '，、：。；'.includes(text[b - 1] as string)) b--
  let rest = stop
  while (rest < end && '。：；'.includes(text[rest] as string)) rest++
  return { start, end: b, more: rest < end }
}

/** Chinese words, or a word and a year, stand on both sides of `at`. */
function isWord(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) >= 0x4e00 && (text.charCodeAt(at) >= 0x4e00 || text.startsWith('20', at))
}

/** A heading as it stands in a path: number and words as printed, without full stop or clause. */
export function headingText(sq: Squeezed, node: Node, width: number): string {
  const title = titleRange(sq, node, width)
  return printed(sq, node.start, Math.max(title.end, node.numberEnd)).replace(/[*#]/g, '')
}

/** Items of a whole text, in its order. */
export function itemsOf(sq: Squeezed, parts: readonly DocumentPart[], width: number): Item[] {
  const items: Item[] = []
  const hasPlan = parts.some((p) => (p.kind === 'plan' || p.kind === 'annex') && p.roots.length > 0 && (p.title !== null || p.start === 0))
  let lastWithTasks = -1
  for (let i = 0; i < parts.length; i++) {
    const p = parts[i] as DocumentPart
    if ((p.kind === 'plan' || p.kind === 'annex') && p.roots.length > 0) lastWithTasks = i
  }
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as DocumentPart
    if (part.kind === 'roster') continue
    const later = i < lastWithTasks
    if (part.kind === 'explanation' && hasPlan) continue
    if (part.kind === 'notice' && later) {
      const title = part.title ? sq.text.slice(part.title.start, part.title.end) : ''
      if (/印发|转发|下发|公布/.test(title) || title === '') continue
    }
    // what stands before the first title of a text that has a plan is its cover notice
    if (part.title === null && part.kind === 'plan' && later && isCover(sq, part)) continue
    const top: string[] = []
    if (part.kind === 'annex' && part.title) top.push(printed(sq, part.title.start, part.title.end).replace(/[*#]/g, ''))
    const walk = new Walk(sq, width, part, items)
    walk.section(part.roots, top, [], 'open')
  }
  return items
}

function isCover(sq: Squeezed, part: DocumentPart): boolean {
  // a notice that lost its line breaks runs into its plan
  for (const root of part.roots) {
    const words = sq.text.slice(root.contentStart, Math.min(root.ownEnd, root.contentStart + 24))
    if (runOnKind(words) !== 'open') return false
  }
  const words = sq.text.slice(part.start, Math.min(part.end, part.start + 6000))
  return /印发给你们|现印发|现将|请(?:认真|结合|遵照|抓好)?[^。]{0,20}(?:贯彻|执行|落实|实施)/.test(words)
}

/** Paragraphs on the running of the work that name no section by themselves. */
const RUNNING =
  /^(?:加强|强化|注重|抓好|狠抓|严格|健全|完善)(?:领导|组织|调度|协调|统筹|配合|协作|协同|督导|督查|考核|宣传|落实|保障|责任|纪律|监督)/

class Walk {
  private readonly sq: Squeezed
  private readonly width: number
  private readonly part: DocumentPart
  private readonly out: Item[]
  private level = new Map<string, boolean>()
  private readonly owners = new Map<Node, boolean>()

  constructor(sq: Squeezed, width: number, part: DocumentPart, out: Item[]) {
    this.sq = sq
    this.width = width
    this.part = part
    this.out = out
    this.vote(part.roots)
  }

  /** For each pair of kinds: do the unit clauses stand with the parents (after the last child) or with the children? */
  private vote(nodes: readonly Node[]): void {
    const tally = new Map<string, { parents: number; children: number }>()
    const visit = (list: readonly Node[]) => {
      for (const n of list) {
        if (n.children.length >= 2 && n.kind !== 'bare') {
          const with_ = n.children.map((c) => this.owns(c))
          const key = `${n.kind}>${(n.children[0] as Node).kind}`
          const t = tally.get(key) ?? { parents: 0, children: 0 }
          const count = with_.filter(Boolean).length
          if (count === 1 && with_[with_.length - 1]) t.parents++
          else if (count >= 2 || (count === 1 && n.children.length === 2)) t.children++
          tally.set(key, t)
        }
        visit(n.children)
      }
    }
    visit(nodes)
    for (const [key, t] of tally) this.level.set(key, t.parents > t.children)
  }

  private owns(node: Node): boolean {
    let known = this.owners.get(node)
    if (known === undefined) {
      known = hasUnitClause(this.sq, node.start, node.end)
      this.owners.set(node, known)
    }
    return known
  }

  section(nodes: readonly Node[], path: readonly string[], above: readonly Node[], inherited: 'open' | 'task' | 'governance'): void {
    for (const node of nodes) {
      if (node.kind === 'row') {
        if (node.row && inherited !== 'governance') this.out.push({ node, kind: 'measure', path, above, part: this.part })
        else if (node.row) this.out.push({ node, kind: 'governance', path, above, part: this.part })
        continue
      }
      const title = titleRange(this.sq, node, this.width)
      const words = this.sq.text.slice(title.start, title.end)
      let kind = inherited
      const sectional =
        node.kind === 'bare' ||
        node.kind === 'chapter' ||
        node.kind === 'zh' ||
        (above.length === 0 && node.children.length > 0) ||
        (above.length === 0 && node.kind !== 'point')
      if (sectional && inherited !== 'governance') {
        const said = words.length > 24 && !this.alone(title) && title.end < node.ownEnd ? runOnKind(words) : sectionKind(words)
        if (said === 'governance') kind = mayBeTask(words) && this.mostOwn(node) ? 'task' : 'governance'
        else if (said !== 'goal' && this.onlyRunning(node)) kind = 'governance'
        else if (said === 'task') kind = 'task'
        else if (said === 'goal' && (inherited !== 'task' || node.kind === 'zh')) {
          if (!this.mostOwn(node)) continue
          kind = 'task'
        }
      }
      // （一）存在问题 and （二）提升目标 beside （三）提升措施
      if (node.kind === 'zhBracket' && kind !== 'governance' && nodes.length > 1 && words.length <= 8 && this.alone(title))
        if (sectionKind(words) === 'goal' && !this.owns(node)) continue
      if (this.isItem(node, kind)) {
        if (node.kind === 'bare' && node.children.length === 0) {
          if (kind !== 'governance') continue
        }
        this.out.push({ node, kind: kind === 'governance' ? 'governance' : 'measure', path, above, part: this.part })
        continue
      }
      this.section(node.children, [...path, headingText(this.sq, node, this.width)], [...above, node], kind)
    }
  }

  /** Whether the paragraphs of a section are all of the kind 加强领导, 强化督导, 营造氛围, and none names an owner. */
  private onlyRunning(node: Node): boolean {
    const { children } = node
    if (node.kind !== 'zh' || children.length < 2 || children.length > 8) return false
    for (const c of children) {
      const title = titleRange(this.sq, c, this.width)
      const words = this.sq.text.slice(title.start, title.end)
      const comma = words.indexOf('，')
      if (sectionKind(comma > 0 ? words.slice(0, comma) : words) !== 'governance' && !RUNNING.test(words)) return false
    }
    return !children.some((c) => this.owns(c))
  }

  /** Whether a title ends where its line ends. */
  private alone(title: TitleRange): boolean {
    return ((this.sq.gap[title.end] as number) & GAP.line) !== 0
  }

  private mostOwn(node: Node): boolean {
    const leaves = node.children.length > 0 ? node.children : [node]
    return leaves.filter((c) => this.owns(c)).length * 2 > leaves.length
  }

  /** Whether a block is a measure itself, or the heading of measures. */
  private isItem(node: Node, kind: 'open' | 'task' | 'governance'): boolean {
    const { children } = node
    if (children.length === 0) return true
    if (node.kind === 'bare' || node.kind === 'chapter') return false
    if (children.some((c) => c.kind === 'row')) return false
    const first = children[0] as Node
    const labelled = children.filter((c) => partLabel(this.sq.text.slice(c.contentStart, c.contentStart + 12)) !== null).length
    if (labelled * 2 > children.length) return true
    const key = `${node.kind}>${first.kind}`
    const own = children.filter((c) => this.owns(c)).length
    const rank = first.rank
    if (kind === 'governance') {
      // the numbered paragraphs of the section, not their sub-points
      return node.kind !== 'zh' || rank >= 7 ? node.kind !== 'zh' : false
    }
    if (rank >= 4) {
      if (own >= 2 && own * 2 > children.length) return false
      if (node.rank >= 3) return true
      // （一） with （1） below it, or 一、 with ①: the sub-points are measures only when the parent is a bare heading
      if (this.level.get(key)) return true
      const title = titleRange(this.sq, node, this.width)
      if (rank >= 7) return node.kind !== 'zh' || title.more
      if (this.owns(node) && own < 2) return true
      return title.more && node.rank >= 2
    }
    if (!this.level.get(key) || node.rank < 1) return false
    // 二、主要任务 is a heading, whoever its last paragraph names
    const title = titleRange(this.sq, node, this.width)
    return sectionKind(this.sq.text.slice(title.start, title.end)) !== 'task'
  }
}
