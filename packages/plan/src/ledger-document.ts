import type { OfficialBlock, OfficialCell, OfficialDocument, OfficialTable } from '@yingshang/document'
import {
  type AlignedPlans,
  type AlignmentFilter,
  driftTable,
  type LedgerCell,
  type LedgerTable,
  measureTable,
  pairTable,
  unmatchedTable,
} from './ledger-table.ts'
import type { Plan } from './model.ts'
import { domainsOf, filterMeasures, type MeasureFilter } from './overview.ts'

/**
 * The ledger of a plan, or of two aligned plans, as an official document: what `writeOfficialDocument` writes. Across the page, a table
 * under each heading.
 */

/** What the plan cannot know about its export. */
export interface ExportContext {
  /** The day of the export, `YYYY-MM-DD`. */
  readonly on?: string
}

/** The ledger of the measures that meet the filter, a table for each domain. */
export function ledgerDocument(plan: Plan, filter: MeasureFilter = {}, context: ExportContext = {}): OfficialDocument {
  const measures = filterMeasures(plan, filter)
  const domains = domainsOf(plan)
  const all = measureTable(plan, filter)
  const body: OfficialBlock[] = [{ kind: 'paragraph', text: `${sourceWords(plan)}${countWords(measures.length)}${filterWords(filter)}` }]
  let rows: (readonly LedgerCell[])[] = []
  const close = (domain: string) => {
    if (rows.length === 0) return
    if (domain !== '') body.push(heading(domain))
    body.push(tableOf(all, rows, ['number', 'title', 'milestones', 'targets', 'lead', 'responsible', 'persons']))
    rows = []
  }
  let domain = ''
  measures.forEach((m, i) => {
    const own = domains.get(m.id) ?? ''
    if (own !== domain) close(domain)
    domain = own
    rows.push(all.rows[i]!)
  })
  close(domain)
  return document(`${titleOf(plan)}\n任务台账`, body, context)
}

/** An alignment: pairs, drift with both quotations, and what has no partner. */
export function alignmentDocument(aligned: AlignedPlans, filter: AlignmentFilter = {}, context: ExportContext = {}): OfficialDocument {
  const pairs = pairTable(aligned, filter)
  const drift = driftTable(aligned, filter)
  const [upper, lower] = [unmatchedTable(aligned, 'upper'), unmatchedTable(aligned, 'lower')]
  const chapter = (number: string, title: string, table: LedgerTable, keys: readonly string[]): OfficialBlock[] => [
    { kind: 'heading', level: 1, text: `${number}、${title}` },
    table.rows.length === 0 ? { kind: 'paragraph', text: '无。' } : tableOf(table, table.rows, keys),
  ]
  const body: OfficialBlock[] = [
    {
      kind: 'paragraph',
      text: `《${titleOf(aligned.lower)}》与《${titleOf(aligned.upper)}》逐项对照：对应 ${pairs.rows.length} 对，漂移 ${drift.rows.length} 处，上级任务未落实 ${upper.rows.length} 项，自有任务 ${lower.rows.length} 项。`,
    },
    ...chapter('一', '漂移', drift, ['lowerNumber', 'upperNumber', 'title', 'kind', 'aspect', 'from', 'to', 'upperWords', 'lowerWords']),
    ...chapter('二', '上级任务未落实', upper, ['number', 'heading', 'title', 'lead', 'responsible']),
    ...chapter('三', '自有任务', lower, ['number', 'heading', 'title', 'lead', 'responsible']),
    ...chapter('四', '对应关系', pairs, [
      'lowerNumber',
      'lowerTitle',
      'upperNumber',
      'upperTitle',
      'score',
      'stricter',
      'weaker',
      'dropped',
      'added',
    ]),
  ]
  return document(`${titleOf(aligned.lower)}\n对照表`, body, context)
}

function document(title: string, body: readonly OfficialBlock[], context: ExportContext): OfficialDocument {
  return {
    title,
    ...(context.on === undefined
      ? {}
      : { subtitle: `（${Number(context.on.slice(0, 4))}年${Number(context.on.slice(5, 7))}月${Number(context.on.slice(8))}日导出）` }),
    body,
    landscape: true,
  }
}

/** The title without the notice that sends it out, or a word where a plan says none. */
export const titleOf = (plan: Plan): string => (plan.title.value ?? '方案').replace(/\s+/g, '')

/** 依据栖川市人民政府《…》（栖政发〔2026〕7号）整理。 */
export function sourceWords(plan: Plan): string {
  const number = plan.documentNumber.value === null ? '' : `（${plan.documentNumber.value}）`
  return `依据${plan.issuer.value ?? ''}《${titleOf(plan)}》${number}整理，`
}

export const countWords = (n: number): string => `共 ${n} 项任务。`

/** What was selected, in words; '' when everything was. */
export function filterWords(filter: MeasureFilter): string {
  const roles = { lead: '牵头', responsible: '责任', person: '责任人' } as const
  const said = [
    filter.kind === 'governance' ? '推进保障' : filter.kind === 'all' ? '任务和推进保障' : '',
    filter.owner === undefined ? '' : `${filter.owner}${filter.role === undefined ? '' : `（${roles[filter.role]}）`}`,
    filter.month === undefined ? '' : filter.month === 'none' ? '没有时间节点' : `${filter.month} 到期`,
    filter.domain === undefined ? '' : filter.domain,
    filter.q === undefined || filter.q.trim() === '' ? '' : `含“${filter.q.trim()}”`,
  ].filter(Boolean)
  return said.length === 0 ? '' : `筛选条件：${said.join('，')}。`
}

/** The heading of a domain at the level that its own number says. */
function heading(text: string): OfficialBlock {
  const level = /^[一二三四五六七八九十百]+、/.test(text) ? 1 : /^[（(]/.test(text) ? 2 : /^\d/.test(text) ? 3 : 1
  return { kind: 'heading', level, text }
}

function tableOf(table: LedgerTable, rows: readonly (readonly LedgerCell[])[], keys: readonly string[]): OfficialTable {
  const at = keys.map((key) => table.columns.findIndex((c) => c.key === key))
  const columns = at.map((i) => table.columns[i]!)
  // A column that is empty all the way down only takes room from the others.
  const shown = at.map((i, n) => ({ i, column: columns[n]! })).filter(({ i }) => rows.some((row) => row[i] !== null))
  return {
    kind: 'table',
    columns: shown.map(({ column }) => ({
      title: column.zh,
      weight: column.width,
      align: column.kind === 'text' && column.width > 8 ? ('left' as const) : ('center' as const),
    })),
    rows: rows.map((row) => shown.map(({ i }): string | OfficialCell => String(row[i] ?? ''))),
  }
}
