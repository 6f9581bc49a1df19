import type { WorkbookColumn, WorkbookModel, WorkbookRow, WorkbookSheet } from '@yingshang/document'
import { countWords, type ExportContext, filterWords, sourceWords, titleOf } from './ledger-document.ts'
import {
  type AlignedPlans,
  type AlignmentFilter,
  driftTable,
  type LedgerColumn,
  type LedgerTable,
  measureTable,
  milestoneTable,
  pairTable,
  targetTable,
  unmatchedTable,
} from './ledger-table.ts'
import type { Plan } from './model.ts'
import { filterMeasures, type MeasureFilter } from './overview.ts'

/**
 * The ledger of a plan, or of two aligned plans, as a workbook: what `writeWorkbook` writes. One sheet for each table, and a last one
 * that says what was exported, so that a sheet passed on alone still tells where it came from.
 */

/** Measures, milestones in order of time, and targets of the measures that meet the filter. */
export function ledgerWorkbook(plan: Plan, filter: MeasureFilter = {}, context: ExportContext = {}): WorkbookModel {
  const title = `${titleOf(plan)}任务台账`
  return {
    sheets: [
      sheetOf(measureTable(plan, filter), title),
      sheetOf(milestoneTable(plan, filter)),
      sheetOf(targetTable(plan, filter)),
      about([
        ['方案', titleOf(plan)],
        ['依据', `${sourceWords(plan)}${countWords(filterMeasures(plan, filter).length)}`],
        ['成文日期', plan.issuedOn.value ?? ''],
        ['筛选条件', filterWords(filter) || '全部任务'],
        ['导出日期', context.on ?? ''],
      ]),
    ],
  }
}

/** Pairs, drift with both quotations, and what has no partner on either side. */
export function alignmentWorkbook(aligned: AlignedPlans, filter: AlignmentFilter = {}, context: ExportContext = {}): WorkbookModel {
  return {
    sheets: [
      sheetOf(driftTable(aligned, filter), `${titleOf(aligned.lower)}对照${titleOf(aligned.upper)}`),
      sheetOf(pairTable(aligned, filter)),
      sheetOf(unmatchedTable(aligned, 'upper')),
      sheetOf(unmatchedTable(aligned, 'lower')),
      about([
        ['下级方案', titleOf(aligned.lower)],
        ['上级方案', titleOf(aligned.upper)],
        ['说明', '“更严”“新增”指下级比上级要求更多，“更松”“缺失”指更少。'],
        ['导出日期', context.on ?? ''],
      ]),
    ],
  }
}

/** Widths are counted in Chinese characters; a sheet counts in Latin ones, and very wide columns wrap. */
const LATIN = 2
const WIDEST = 70
/** A cell of a workbook holds 32,767 characters; a measure longer than that is cut where the reader can see it. */
const LONGEST = 32_000

function sheetOf(table: LedgerTable, title?: string): WorkbookSheet {
  return {
    name: table.zh,
    ...(title === undefined ? {} : { title }),
    columns: table.columns.map(columnOf),
    rows: table.rows.map((row): WorkbookRow => Object.fromEntries(table.columns.map((c, i) => [c.key, cellOf(row[i] ?? null)]))),
  }
}

const columnOf = (c: LedgerColumn): WorkbookColumn => ({
  key: c.key,
  title: c.zh,
  type: c.kind,
  width: Math.min(WIDEST, Math.max(c.width, c.zh.length + 1, c.kind === 'date' ? 6 : 0) * LATIN),
})

const cellOf = (value: string | number | null): string | number | null =>
  typeof value === 'string' && value.length > LONGEST ? `${value.slice(0, LONGEST)}……（余下见方案原文）` : value

function about(lines: readonly (readonly [string, string])[]): WorkbookSheet {
  return {
    name: '说明',
    columns: [
      { key: 'name', title: '项目', type: 'text', width: 14 },
      { key: 'value', title: '内容', type: 'text', width: WIDEST },
    ],
    rows: lines.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value })),
  }
}
