/**
 * Gaps and overlaps of a decision table, found when it is loaded: the values of each input are cut into pieces on which no cell of the table can tell
 * two values apart; every combination of pieces is then either answered by one rule, by several, or by none. Neighbouring pieces that are answered alike
 * are joined again, so that a report reads “收入 在 (1000..2000) 且 行业 为 其他: no rule”.
 */
import { date, FeelDate, FeelRange } from 'feelin'
import { feel, passes } from './feel.ts'
import type { DecisionFinding, DecisionModel, DecisionTable } from './model.ts'
import { sameValue } from './table.ts'

/** One region of the inputs: a description per input, and the rows (from 1) that fire there. */
export interface Region {
  readonly where: readonly { readonly input: string; readonly values: string }[]
  readonly rows: readonly number[]
}

export type TableCoverage =
  | { readonly analysed: true; readonly gaps: readonly Region[]; readonly overlaps: readonly Region[]; readonly truncated: boolean }
  /** Cells that read other inputs, or tests that have no finite set of pieces. */
  | { readonly analysed: false; readonly zh: string; readonly en: string }

interface Piece {
  readonly label: string
  readonly value: unknown
}

/** Combinations looked at before the analysis gives up. */
const MOST_COMBINATIONS = 250_000
const MOST_REGIONS = 50

const STRING = /"(?:[^"\\]|\\.)*"/g
const NUMBER = /-?\d+(?:\.\d+)?/g
const DATE = /date\(\s*"(\d{4}-\d{2}-\d{2})"\s*\)|@"(\d{4}-\d{2}-\d{2})"/g

/** Strips what the pieces understand; anything left over means that a cell cannot be cut into pieces. */
const residue = (text: string) =>
  text
    .replace(DATE, '')
    .replace(STRING, '')
    .replace(/\b(not|true|false|null|and|or)\b/g, '')
    .replace(/-?\d+(?:\.\d+)?/g, '')
    .replace(/[\s,()[\]<>=.-]/g, '')

function pieces(cells: readonly string[], typeRef: string | null, allowed: string | null): readonly Piece[] | null {
  const texts = allowed === null ? cells : [...cells, allowed]
  if (texts.some((t) => residue(t) !== '')) return null
  const joined = texts.join(' , ')
  const type = (typeRef ?? '').toLowerCase()
  const dates = [...new Set([...joined.matchAll(DATE)].map((m) => m[1] ?? m[2]!))].sort()
  const strings = [...new Set([...joined.replace(DATE, '').matchAll(STRING)].map((m) => m[0]))]
  const numbers = [...new Set([...joined.replace(DATE, '').replace(STRING, '').matchAll(NUMBER)].map((m) => Number(m[0])))].sort(
    (a, b) => a - b,
  )
  let found: Piece[]
  if (dates.length > 0) found = datePieces(dates)
  else if (strings.length > 0)
    found = [...strings.map((s) => ({ label: s, value: feel(s, {}).value })), { label: '其他', value: '\u0000其他' }]
  else if (type === 'boolean' || /\b(true|false)\b/.test(joined))
    found = [true, false].map((value) => ({ label: value ? '是' : '否', value }))
  else if (numbers.length > 0) found = numberPieces(numbers)
  else found = [{ label: '任意', value: type === 'number' ? 0 : type === 'boolean' ? true : '\u0000任意' }]
  return allowed === null ? found : found.filter((p) => passes(allowed, p.value, {}).passed)
}

function numberPieces(points: readonly number[]): Piece[] {
  const found: Piece[] = [{ label: `< ${points[0]}`, value: points[0]! - 1 }]
  for (const [i, point] of points.entries()) {
    found.push({ label: `${point}`, value: point })
    const next = points[i + 1]
    found.push(next === undefined ? { label: `> ${point}`, value: point + 1 } : { label: `(${point}..${next})`, value: (point + next) / 2 })
  }
  return found
}

function datePieces(points: readonly string[]): Piece[] {
  const day = (iso: string, shift: number) => {
    const plain = (date(iso) as FeelDate).unwrap().add({ days: shift })
    return { iso: plain.toString(), value: new FeelDate(plain) }
  }
  const found: Piece[] = [{ label: `< ${points[0]}`, value: day(points[0]!, -1).value }]
  for (const [i, point] of points.entries()) {
    found.push({ label: point, value: day(point, 0).value })
    const next = points[i + 1]
    const after = day(point, 1)
    if (next === undefined) found.push({ label: `> ${point}`, value: after.value })
    else if (after.iso < next) found.push({ label: `(${point}..${next})`, value: after.value })
  }
  return found
}

/** Looks for combinations of inputs that no rule answers (unless the table has a fallback) or that several answer where only one may. */
export function tableCoverage(table: DecisionTable): TableCoverage {
  const cut = table.inputs.map((input, i) =>
    pieces(
      table.rules.map((r) => r.tests[i] ?? '-'),
      input.typeRef,
      input.allowed,
    ),
  )
  const odd = cut.indexOf(null)
  if (odd >= 0) {
    const label = table.inputs[odd]!.label
    return {
      analysed: false,
      zh: `“${label}”列的条件引用了其他数据，不能穷举检查。`,
      en: `Column “${label}” refers to other data and cannot be checked exhaustively.`,
    }
  }
  const axes = cut as readonly (readonly Piece[])[]
  if (axes.reduce((n, a) => n * a.length, 1) > MOST_COMBINATIONS * 40)
    return { analysed: false, zh: '组合过多，不能穷举检查。', en: 'Too many combinations to check exhaustively.' }

  // For each axis and piece, the rules whose cell accepts it.
  const accepts = axes.map((axis, i) =>
    axis.map((piece) => table.rules.map((rule) => passes(rule.tests[i] ?? '-', piece.value, {}).passed)),
  )
  const overlapMatters = table.hitPolicy === 'UNIQUE' || table.hitPolicy === 'ANY'
  const regions: Region[] = []
  let visited = 0
  let truncated = false
  const walk = (depth: number, rows: readonly number[], where: readonly { input: string; values: string }[]): void => {
    if (regions.length >= MOST_REGIONS || visited++ > MOST_COMBINATIONS) {
      truncated = true
      return
    }
    if (rows.length === 0 || depth === axes.length) {
      if (rows.length === 0) regions.push({ where, rows: [] })
      else if (overlapMatters && rows.length > 1 && !(table.hitPolicy === 'ANY' && sameResults(table, rows)))
        regions.push({ where, rows: rows.map((r) => r + 1) })
      return
    }
    // A single rule cannot overlap, but it may still leave gaps further on, so every depth is walked.
    let from = 0
    const survivors = axes[depth]!.map((_, p) => rows.filter((r) => accepts[depth]![p]![r]))
    for (let p = 1; p <= survivors.length; p++) {
      const same = p < survivors.length && survivors[p]!.join() === survivors[from]!.join()
      if (same) continue
      const values = axes[depth]!.slice(from, p)
      const all = values.length === axes[depth]!.length
      walk(depth + 1, survivors[from]!, all ? where : [...where, { input: table.inputs[depth]!.label, values: describe(values) }])
      from = p
    }
  }
  walk(
    0,
    table.rules.map((_, i) => i),
    [],
  )
  const fallback = table.outputs.some((o) => o.fallback !== null) || table.hitPolicy === 'COLLECT'
  return {
    analysed: true,
    gaps: fallback ? [] : regions.filter((r) => r.rows.length === 0),
    overlaps: regions.filter((r) => r.rows.length > 1),
    truncated,
  }
}

function describe(values: readonly Piece[]): string {
  if (values.length <= 3) return values.map((v) => v.label).join('、')
  return `${values[0]!.label} … ${values.at(-1)!.label}`
}

const sameResults = (table: DecisionTable, rows: readonly number[]) =>
  rows.every((r) =>
    sameValue(
      table.rules[r]!.results.map((t) => feel(t, {}).value),
      table.rules[rows[0]!]!.results.map((t) => feel(t, {}).value),
    ),
  )

const CLOCK = /\b(now|today)\s*\(\s*\)/

/**
 * Everything that is wrong or doubtful in a model, table by table: cells that do not parse, priorities without an order, gaps, overlaps, and texts that read the
 * clock (a decision must give the same answer for the same inputs on any day; pass the date in instead).
 */
export function inspect(model: DecisionModel): readonly DecisionFinding[] {
  const findings: DecisionFinding[] = []
  const add = (severity: DecisionFinding['severity'], code: string, where: string, zh: string, en: string) =>
    findings.push({ severity, code, where, zh, en })
  for (const decision of model.decisions) {
    const table = decision.expression
    if (table === null) add('error', 'decision.no-logic', decision.name, '该决策没有逻辑。', 'The decision has no logic.')
    if (table?.kind === 'literal' && CLOCK.test(table.text))
      add(
        'error',
        'decision.clock',
        decision.name,
        '表达式读取当前时间；请把日期作为输入。',
        'The expression reads the clock; pass the date in.',
      )
    if (table?.kind !== 'table') continue
    for (const [r, rule] of table.rules.entries()) {
      const where = `${decision.name} 第 ${r + 1} 行`
      if (rule.tests.length !== table.inputs.length || rule.results.length !== table.outputs.length)
        add('error', 'decision.row-width', where, '该行的单元格数与表头不符。', 'The row does not have a cell for every column.')
      for (const text of [...rule.tests, ...rule.results]) {
        if (CLOCK.test(text))
          add('error', 'decision.clock', where, `“${text}”读取当前时间；请把日期作为输入。`, `“${text}” reads the clock; pass the date in.`)
      }
      for (const text of rule.tests)
        if (text !== '-' && broken(passes(text, null, {})))
          add('error', 'decision.syntax', where, `条件“${text}”不是有效的 FEEL。`, `“${text}” is not valid FEEL.`)
      for (const text of rule.results)
        if (broken(feel(text, {}))) add('error', 'decision.syntax', where, `结论“${text}”不是有效的 FEEL。`, `“${text}” is not valid FEEL.`)
    }
    if ((table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER') && table.outputs.every((o) => o.allowed === null))
      add(
        'error',
        'decision.no-priority',
        decision.name,
        '命中策略按优先级，但没有给出结论的优先顺序。',
        'The hit policy needs the order of the output values.',
      )
    if (table.aggregator !== null && table.outputs.length > 1)
      add('error', 'decision.aggregate-width', decision.name, '汇总只能用于一个结论列。', 'An aggregator needs exactly one output column.')
    const coverage = tableCoverage(table)
    if (!coverage.analysed) {
      add('warning', 'decision.not-analysed', decision.name, coverage.zh, coverage.en)
      continue
    }
    const words = (region: Region) => region.where.map((w) => `${w.input} = ${w.values}`).join('，') || '任何输入'
    for (const gap of coverage.gaps)
      add('warning', 'decision.gap', decision.name, `没有规则覆盖：${words(gap)}。`, `No rule covers: ${words(gap)}.`)
    for (const overlap of coverage.overlaps)
      add(
        'error',
        'decision.overlap',
        decision.name,
        `第 ${overlap.rows.join('、')} 行重叠：${words(overlap)}。`,
        `Rows ${overlap.rows.join(', ')} overlap: ${words(overlap)}.`,
      )
    if (coverage.truncated)
      add('warning', 'decision.truncated', decision.name, '问题过多，只列出一部分。', 'Too many findings; only some are listed.')
  }
  return findings
}

const broken = (result: { readonly warnings: readonly { readonly type: string }[] }) => result.warnings.some((w) => w.type === 'SYNTAX')

/** A FEEL value as plain JSON for storage and pages: temporal values and ranges become their text. */
export function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object') {
    if (Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
    return value instanceof FeelRange ? '[range]' : String(value)
  }
  return typeof value === 'function' ? '[function]' : value
}
