import { type FormFinding, type FormRows, said, type TableForm, type TableRow, type WorkbookRow } from '@yingshang/document'
import { periodIn, periodWords } from '@yingshang/indicator'
import type { unitMatcher } from '@yingshang/ledger'
import type { ReadingImport } from '../../contract/ledger-indicators.ts'
import type { Scope } from '../../organisation/scope.ts'
import { bodiesMeant } from '../ledgers.ts'
import type { Names } from '../list.ts'
import type { KeptIndicator } from './definitions.ts'
import { type Asked, type Reading, readingRefusals } from './readings.ts'

/** Readings as a workbook: what was entered goes out, new readings and corrections come back, every fault at its cell. */

export const READINGS_FORM: TableForm = {
  id: 'indicator-readings',
  title: { zh: '指标读数', en: 'Readings of indicators' },
  file: '指标读数导入表样',
  sheets: [
    {
      key: 'readings',
      name: '指标读数',
      en: 'readings',
      columns: [
        { key: 'id', title: '读数编号', en: 'id of the reading', type: 'text', width: 38, origin: 'identity' },
        {
          key: 'indicatorId',
          title: '指标编号',
          en: 'id of the indicator',
          type: 'text',
          width: 38,
          help: { zh: '不填的，按指标名称查找', en: 'found by its name when empty' },
        },
        { key: 'indicator', title: '指标', en: 'indicator', type: 'text', required: true, width: 30, example: '企业开办全程网办率' },
        { key: 'unit', title: '计量单位', en: 'unit', type: 'text', width: 10, origin: 'shown' },
        {
          key: 'body',
          title: '单位',
          en: 'body',
          type: 'text',
          width: 22,
          help: { zh: '不填的，为全域的数值', en: 'empty: the value of the whole' },
        },
        {
          key: 'period',
          title: '统计期',
          en: 'period',
          type: 'text',
          required: true,
          width: 14,
          example: '2026年第3季度',
          help: { zh: '如 2026年、2026年第1季度、2026年3月，与指标的频率一致', en: 'as the indicator is read' },
        },
        {
          key: 'value',
          title: '数值',
          en: 'value',
          type: 'number',
          example: 91.5,
          help: { zh: '百分数填 91.5，不填 0.915；清空表示撤销', en: 'percentages as 91.5; emptied: taken back' },
        },
        {
          key: 'asOf',
          title: '截至日',
          en: 'as of',
          type: 'date',
          help: { zh: '不填的，为统计期末日', en: 'the end of the period when empty' },
        },
        { key: 'origin', title: '数据来源', en: 'where it comes from', type: 'text', width: 30, example: '一网通办平台统计' },
        {
          key: 'reason',
          title: '更正理由',
          en: 'reason for a correction',
          type: 'text',
          width: 30,
          help: { zh: '更正或者撤销读数时必填', en: 'needed to correct or take back' },
        },
      ],
    },
  ],
  remarks: [
    {
      zh: '每行一个指标、一个单位、一个统计期的数值。已填报的读数带有读数编号；更正时改数值并写明理由，原读数保留在记录中。',
      en: 'One value per row, of an indicator, a body and a period. What was entered has an id; a correction changes the value and says why, and what stood there stays on record.',
    },
    {
      zh: '导出的表格把上一统计期还没有填报的单位列在末尾，数值留空，填好后可以直接导入；数值为空又没有读数编号的行不读取。',
      en: 'An export ends with the bodies that have no value for the last period; filled in, it can be imported as it is. Rows with neither value nor id are passed by.',
    },
    {
      zh: '绑定了该指标的目标值随读数更新，不再另填。',
      en: 'Targets that are bound to the indicator follow; nobody enters them again.',
    },
  ],
}

/** A reading that holds, or a place that waits for one, as a row. */
export function rowOf(indicator: KeptIndicator, names: Names, at: Pick<Reading, 'body_id' | 'period'> & Partial<Reading>): WorkbookRow {
  return {
    id: at.id ?? null,
    indicatorId: indicator.id,
    indicator: indicator.last.name,
    unit: indicator.last.unit,
    body: at.body_id === null ? null : names.body(at.body_id),
    period: periodWords(at.period),
    value: at.value ?? null,
    asOf: at.as_of ?? null,
    origin: at.origin ?? null,
    reason: null,
  }
}

export interface AssessedReadings {
  readonly rows: number
  readonly asked: readonly (Asked & { readonly row: number; readonly before: number | null })[]
  readonly unchanged: number
  readonly errors: readonly FormFinding[]
}

/** What an import is judged against. */
export interface Standing {
  readonly indicators: readonly KeptIndicator[]
  /** The ends of what was entered, those taken back too. */
  readonly readings: readonly Reading[]
  readonly match: ReturnType<typeof unitMatcher>
  readonly scope: Scope
  readonly today: string
  readonly file: string
}

/** Which column a refusal of the core is about. */
const COLUMN: Readonly<Record<string, string>> = {
  'reading.period': 'period',
  'reading.as-of': 'asOf',
  'reading.future': 'period',
  'reading.reason': 'reason',
  'reading.retired': 'indicator',
  'reading.denied': 'body',
}

const keyOf = (indicator: string, body: string | null, period: string) => `${indicator} ${body} ${period}`

/** Judges the rows one by one. */
export function assessReadings(table: FormRows, standing: Standing): AssessedReadings {
  const errors: FormFinding[] = [...table.faults]
  const asked: (Asked & { row: number; before: number | null })[] = []
  const seen = new Set<string>()
  const standingAt = new Map(standing.readings.map((r) => [keyOf(r.indicator_id, r.body_id, r.period), r]))
  let unchanged = 0
  for (const row of table.rows) {
    const wrong = (key: string, code: string, zh: string, en: string) => {
      errors.push(table.at(row.row, key, code, zh, en))
    }
    const place = placeOf(row, standing, wrong)
    if (place === null) continue
    const { indicator, body, period } = place
    const value = typeof row.values.value === 'number' ? row.values.value : null
    const id = said(row, 'id')?.toLowerCase() ?? null
    const key = keyOf(indicator.id, body, period)
    const had = standingAt.get(key) ?? null
    if (id === null && value === null) {
      unchanged++
      continue
    }
    if (seen.has(key)) wrong('period', 'reading.twice', '同一指标、单位、统计期出现两次', 'the place occurs twice')
    seen.add(key)
    if (id !== null && had?.id !== id) {
      wrong(
        'id',
        'reading.moved-on',
        '该读数已被更正，或者指标、单位、统计期与原读数不同',
        'it was corrected meanwhile, or its place was changed',
      )
      continue
    }
    const origin = said(row, 'origin')
    const asOf = said(row, 'asOf')
    if (
      had !== null &&
      had.value === value &&
      (origin === null || origin === had.origin) &&
      (asOf === null || asOf === had.as_of || id === null)
    ) {
      unchanged++
      continue
    }
    if (id === null && had !== null && had.value !== null) {
      wrong(
        'value',
        'reading.known',
        `已有读数 ${had.value}，请在导出的表格中更正`,
        `${had.value} was entered already; correct it in an export`,
      )
      continue
    }
    if (origin === null && value !== null) {
      wrong('origin', 'reading.origin', '请填写数据来源', 'where it comes from is missing')
      continue
    }
    const one: Asked = {
      indicator,
      body,
      period,
      ...(asOf === null ? {} : { asOf }),
      value,
      origin: origin ?? had!.origin,
      replaces: had?.id ?? null,
      reason: said(row, 'reason'),
      file: standing.file,
    }
    const refusals = readingRefusals(one, had, standing.scope, standing.today)
    for (const r of refusals) wrong(COLUMN[r.code] ?? 'value', r.code, r.zh, r.en)
    if (refusals.length === 0) asked.push({ ...one, row: row.row, before: had?.value ?? null })
  }
  return { rows: table.count, asked, unchanged, errors }
}

/** The indicator, body and period that a row speaks of; null when one of them is nowhere, which was said. */
function placeOf(row: TableRow, { indicators, match }: Standing, wrong: (key: string, code: string, zh: string, en: string) => void) {
  const id = said(row, 'indicatorId')?.toLowerCase() ?? null
  const name = said(row, 'indicator')
  const indicator = indicators.find((i) => (id === null ? i.last.name === name : i.id === id))
  if (!indicator) {
    wrong(id === null ? 'indicator' : 'indicatorId', 'indicator.unknown', '没有这个指标', 'there is no such indicator')
    return null
  }
  const text = said(row, 'body')
  const meant = text === null ? null : bodiesMeant(match(text))
  const body = meant?.length === 1 ? meant[0]! : null
  if (text !== null && body === null) {
    wrong('body', 'body.unknown', `组织机构中没有“${text}”`, `the organisation has no ${text}`)
    return null
  }
  const period = periodIn(said(row, 'period') ?? '')
  if (period === null) {
    wrong('period', 'reading.period', '无法识别统计期', 'this is no period')
    return null
  }
  return { indicator, body, period }
}

const MOST_SHOWN = 500

/** What an import answers. `targets` is how many took another value, or would. */
export function importAnswer(
  { rows, asked, unchanged, errors }: AssessedReadings,
  names: Names,
  dryRun: boolean,
  targets: number,
): ReadingImport {
  return {
    dryRun,
    rows,
    created: asked.filter((a) => a.replaces === null).length,
    corrected: asked.filter((a) => a.replaces !== null).length,
    unchanged,
    changes: asked.slice(0, MOST_SHOWN).map((a) => ({
      row: a.row,
      indicator: { id: a.indicator.id, name: a.indicator.last.name },
      body: a.body === null ? null : { id: a.body, name: names.body(a.body) },
      period: a.period,
      before: a.before,
      after: a.value,
    })),
    targets,
    errors: errors.slice(0, MOST_SHOWN),
    errorCount: errors.length,
  }
}
