/**
 * Task tables (序号, 任务, 牵头单位, 配合单位, 完成时限): rows whose cells are joined by tabs, and tables that arrive with every cell on
 * a line of its own. Gives for each line that begins a row what its cells are.
 */
import { markerAt } from './numbering.ts'
import type { ColumnKind, RowLine, TableRow } from './outline.ts'
import { GAP, type Line, type Squeezed } from './squeeze.ts'
import { certainName, splitNames } from './units.ts'

const COLUMNS: readonly (readonly [ColumnKind, RegExp])[] = [
  ['number', /^(?:序号|编号|序|任务编号|项目序号|号)$/],
  [
    'person',
    /^(?:责任人|责任领导|分管领导|牵头领导|包保领导|市级领导|县级领导|区级领导|负责人|分管负责人|具体责任人|主要责任人)(?:员|及职务)?$/,
  ],
  ['lead', /^(?:第一|主要)?(?:牵头|主办|主责|主管)(?:（责任）|、?责任)?(?:单位|部门|科室|处室|庭室|机构)?(?:（[^（）]{1,8}）)?$/],
  [
    'responsible',
    /^(?:主要)?(?:责任|配合|协办|协同|参与|承办|落实|实施|参加|协作|联合|完成|负责)(?:单位|部门|科室|处室|庭室|主体|机构)(?:（[^（）]{1,8}）)?$/,
  ],
  [
    'time',
    /^(?:计划|预计)?(?:完成|办结|整改|落实|实施|推进|工作|起止)?(?:时限|时间|期限|时间节点|时间要求|时间安排|进度安排|进度|日期|时间进度)(?:要求|安排|节点)?$/,
  ],
  [
    'target',
    /^(?:工作|任务|年度|预期|改革|具体|主要|阶段)?(?:目标|目标任务|目标值|目标要求|成效|成果|预期成效|预期成果|量化指标|完成目标)$/,
  ],
  [
    'category',
    /^(?:类别|类型|领域|指标|一级指标|二级指标|指标名称|评价指标|分类|板块|方面|大类|任务类别|所属领域|重点领域|工作类别|维度|环节|任务分类|项目类别|改革领域)$/,
  ],
  [
    'task',
    /^(?:工作|重点|主要|改革|具体|目标|年度|整改|创新|任务)?(?:任务|事项|任务名称|工作名称|项目|项目名称|改革事项|任务事项|工作任务|重点任务|举措名称|措施名称|问题|工作重点|名称|重点工作)$/,
  ],
  [
    'content',
    /^(?:主要|具体|工作|任务|重点|推进|改革|落实|整改|实施|创新)?(?:内容|措施|举措|要求|做法|工作内容|任务内容|任务分解|任务措施|具体工作|工作措施|工作举措|改革举措|政策措施|工作要点|描述|安排|工作安排|任务要求|工作要求)$/,
  ],
  [
    'other',
    /^(?:备注|联系人|联系电话|电话|进展情况|工作进展|完成情况|依据|政策依据|监督单位|督导单位|说明|状态|来源|评分|分值|权重|考核标准|附件)$/,
  ],
]

function columnKind(words: string): ColumnKind | null {
  if (words.length === 0 || words.length > 14) return null
  for (const [kind, rule] of COLUMNS) if (rule.test(words)) return kind
  return null
}

/** Header of a table: at least two known columns, one of which says what is to be done or who does it. */
function headerOf(cells: readonly string[]): ColumnKind[] | null {
  const kinds = cells.map(columnKind)
  const known = kinds.filter((k) => k !== null)
  if (known.length < 2 || known.length * 2 < cells.filter((c) => c !== '').length) return null
  if (!known.some((k) => k === 'task' || k === 'content' || k === 'lead' || k === 'responsible')) return null
  const out: ColumnKind[] = kinds.map((k) => k ?? 'other')
  // a table with contents only: the first of them names the task
  if (!out.includes('task')) {
    const at = out.indexOf('content')
    if (at >= 0) out[at] = 'task'
    else {
      const target = out.indexOf('target')
      if (target >= 0) out[target] = 'task'
    }
  }
  return out
}

/** Rows of the tables of a text by the index of their first line. Linear. */
export function tableRows(sq: Squeezed): Map<number, RowLine> {
  const rows = new Map<number, RowLine>()
  const { lines, text } = sq
  let columns: ColumnKind[] | null = null
  let lastTabbed = -10
  const grid = new Grid()
  let above: TableRow['cells'] = []
  let previous: { key: number; row: RowLine; cells: TableRow['cells'][number][] } | null = null
  for (let l = 0; l < lines.length; l++) {
    const line = lines[l] as Line
    if (line.cells === null) {
      if (l - lastTabbed > 3) columns = null
      previous = null
      const spaced = spacedRows(sq, l, rows)
      if (spaced > l) {
        l = spaced - 1
        continue
      }
      const flat = flattened(sq, l, rows)
      if (flat > l) l = flat - 1
      continue
    }
    lastTabbed = l
    const cells = grid.place(line.cells)
    const filled = cells.filter((c) => c.end > c.start)
    const header =
      cells.length <= 16 ? headerOf(cells.map((c) => (c.end - c.start <= 14 ? text.slice(c.start, c.end) : 'xxxxxxxxxxxxxxx'))) : null
    if (header) {
      columns = header
      previous = null
      above = []
      rows.set(l, { header: true, row: null, start: line.start, end: line.end, lines: 1 })
      continue
    }
    if (columns === null || filled.length < 2) {
      // one cell alone heads the rows below it
      previous = null
      above = []
      continue
    }
    const kinds = columns
    const own = cells.map((c, i) => ({ column: kinds[i] ?? ('other' as const), start: c.start, end: c.end }))
    const has = (kind: ColumnKind) => own.some((c) => c.column === kind && c.end > c.start)
    const numbered = kinds.includes('number')
    if (!has('task') && !has('content') && !has('target')) continue
    // the row goes on with the task above, whose cell reaches down
    if (previous && !has('task') && !(numbered && has('number')) && kinds.includes('task')) {
      for (const c of own) previous.cells.push(c)
      rows.set(previous.key, { ...previous.row, row: { cells: previous.cells }, end: line.end, lines: l - previous.key + 1 })
      previous.row = rows.get(previous.key) as RowLine
      continue
    }
    const carried = own.map((c, i) => {
      const up = above[i]
      return c.end > c.start || up === undefined || (c.column !== 'number' && c.column !== 'category') ? c : up
    })
    above = carried
    const row: RowLine = { header: false, row: { cells: carried }, start: line.start, end: line.end, lines: 1 }
    rows.set(l, row)
    previous = { key: l, row, cells: [...carried] }
  }
  return rows
}

/** Puts cells into their columns where cells above reach down; covered columns become empty cells. */
class Grid {
  private covered: number[] = []

  place(cells: Line['cells'] & object): { start: number; end: number }[] {
    if (this.covered.length === 0 && cells.every((c) => c.rowSpan === 1 && c.columnSpan === 1)) return [...cells]
    const out: { start: number; end: number }[] = []
    const next: number[] = []
    const put = (cell: { start: number; end: number }, rowSpan: number) => {
      next[out.length] = rowSpan - 1
      out.push(cell)
    }
    for (const cell of cells) {
      while (out.length < 64 && (this.covered[out.length] ?? 0) > 0)
        put({ start: cell.start, end: cell.start }, this.covered[out.length] as number)
      put({ start: cell.start, end: cell.end }, cell.rowSpan)
      for (let k = 1; k < cell.columnSpan && out.length < 64; k++) put({ start: cell.end, end: cell.end }, cell.rowSpan)
    }
    const last = cells[cells.length - 1]
    while (last && out.length < 64 && (this.covered[out.length] ?? 0) > 0)
      put({ start: last.end, end: last.end }, this.covered[out.length] as number)
    this.covered = next.some((n) => n > 0) ? next : []
    return out
  }
}

/** Words of a line between its gaps. */
function byGaps(sq: Squeezed, line: Line): { start: number; end: number }[] {
  const cells: { start: number; end: number }[] = []
  let from = line.start
  for (let i = line.start + 1; i <= line.end; i++) {
    if (i === line.end || ((sq.gap[i] as number) & GAP.space) !== 0) {
      cells.push({ start: from, end: i })
      from = i
    }
  }
  return cells
}

/** A table whose cells are parted by blanks, with its header at line `l`: rows are lines with just as many cells. Returns the line after it. */
function spacedRows(sq: Squeezed, l: number, rows: Map<number, RowLine>): number {
  const { lines, text } = sq
  const head = lines[l] as Line
  if (text[head.start] !== '序' && text[head.start] !== '编') return l
  const names = byGaps(sq, head)
  if (names.length < 3 || names.length > 16) return l
  const columns = headerOf(names.map((c) => text.slice(c.start, Math.min(c.end, c.start + 15))))
  if (columns === null || columns[0] !== 'number') return l
  const found: [number, RowLine][] = []
  let k = l + 1
  for (; k < lines.length; k++) {
    const line = lines[k] as Line
    const cells = byGaps(sq, line)
    if (cells.length !== columns.length || !/^\d{1,3}$/.test(text.slice(cells[0]?.start, cells[0]?.end))) break
    const row: TableRow = { cells: cells.map((c, i) => ({ column: columns[i] ?? 'other', start: c.start, end: c.end })) }
    found.push([k, { header: false, row, start: line.start, end: line.end, lines: 1 }])
  }
  if (found.length === 0) return l
  rows.set(l, { header: true, row: null, start: head.start, end: head.end, lines: 1 })
  for (const [at, row] of found) rows.set(at, row)
  return k
}

const TIME_CELL =
  /^(?:(?:20\d\d年?|今年|明年)?[^，。；]{0,10}(?:月|日|年|季度|半年|底|前|末|内)[^，。；]{0,6}|长期.{0,6}|持续.{0,6}|全年.{0,4}|常态化.{0,4}|立即.{0,4}|即时.{0,4}|20\d\d(?:年|\.)\d{1,2}.{0,6})$/

/** A table with every cell on its own line, whose header begins at line `l`. Returns the line after it, or `l` when there is none. */
function flattened(sq: Squeezed, l: number, rows: Map<number, RowLine>): number {
  const { lines, text } = sq
  const words = (k: number) => {
    const line = lines[k]
    return line && line.cells === null && line.end - line.start <= 14 ? text.slice(line.start, line.end) : ''
  }
  const opening = lines[l] as Line
  if (opening.end - opening.start > 4 || !'序编任项号'.includes(text[opening.start] as string)) return l
  if (columnKind(words(l)) !== 'number') return l
  const names: string[] = []
  let k = l
  while (k < lines.length && names.length < 12 && columnKind(words(k)) !== null) names.push(words(k++))
  const columns = headerOf(names)
  if (columns === null || names.length < 3) return l
  rows.set(l, { header: true, row: null, start: (lines[l] as Line).start, end: (lines[k - 1] as Line).end, lines: k - l })
  const rest = columns.slice(1)
  let expected = -1
  while (k < lines.length) {
    const number = /^(\d{1,3})[.、]?$/.exec(words(k))
    if (!number) {
      const line = lines[k] as Line
      // a heading between the rows, or the header again on the next page
      if (columnKind(words(k)) === 'number') return k
      const marker = markerAt(text, line.start)
      if (marker && (marker.kind === 'zh' || marker.kind === 'zhBracket') && line.end - line.start < 40) {
        k++
        continue
      }
      return k
    }
    const value = Number(number[1])
    if (expected >= 0 && value !== expected && value !== 1) return k
    let to = k + 1
    while (to < lines.length && to - k < 60) {
      const next = /^(\d{1,3})[.、]?$/.exec(words(to))
      if (next && Number(next[1]) === value + 1) break
      const marker = markerAt(text, (lines[to] as Line).start)
      if (marker && (marker.kind === 'zh' || marker.kind === 'zhBracket') && to - k > rest.length) break
      if (columnKind(words(to)) === 'number') break
      to++
    }
    const row = assign(sq, rest, k + 1, to)
    const end = row.end
    const first = lines[k] as Line
    const last = lines[end - 1] as Line
    rows.set(k, {
      header: false,
      row: { cells: [{ column: 'number', start: first.start, end: first.end }, ...row.cells] },
      start: first.start,
      end: last.end,
      lines: end - k,
    })
    expected = value + 1
    k = end
  }
  return k
}

/** Gives the lines `[from, to)` of a row to its columns, by what they look like when there are more lines than columns. */
function assign(
  sq: Squeezed,
  columns: readonly ColumnKind[],
  from: number,
  to: number,
): { cells: TableRow['cells'][number][]; end: number } {
  const { lines, text } = sq
  const cells: { column: ColumnKind; start: number; end: number }[] = []
  const kindOf = (k: number): 'time' | 'unit' | 'text' => {
    const line = lines[k] as Line
    if (line.end - line.start > 200) return 'text'
    const words = text.slice(line.start, line.end)
    if (words.length <= 22 && TIME_CELL.test(words)) return 'time'
    if (/[。；：]/.test(words)) return 'text'
    const names = splitNames(sq, line.start, line.end)
    return names.length > 0 && names.every((n) => certainName(text.slice(n.start, n.end)) || n.end - n.start < 4) ? 'unit' : 'text'
  }
  let k = from
  for (let c = 0; c < columns.length && k < to; c++) {
    const column = columns[c] as ColumnKind
    const want = column === 'time' ? 'time' : column === 'lead' || column === 'responsible' ? 'unit' : 'text'
    const left = columns.length - c - 1
    const start = (lines[k] as Line).start
    if (want !== 'text' && kindOf(k) === 'text' && want === 'time') continue
    let end = k + 1
    if (want === 'text') {
      // texts take lines until what the next column wants, and leave one line for each column
      const next = columns[c + 1]
      const nextWant = next === 'time' ? 'time' : next === 'lead' || next === 'responsible' ? 'unit' : 'text'
      if (nextWant !== 'text') while (end < to - left + 1 && end < to && kindOf(end) !== nextWant) end++
    } else if (want === 'unit') {
      while (end < to && '、，'.includes(text[(lines[end - 1] as Line).end - 1] as string)) end++
      // a column of units that is empty in this row: the line is already the time
      if (kindOf(k) === 'time') continue
    }
    cells.push({ column, start, end: (lines[end - 1] as Line).end })
    k = end
  }
  return { cells, end: Math.max(k, from) }
}
