import { type FormColumn, type FormRows, said, type TableRow } from '@yingshang/document'
import type { EntryTarget } from '@yingshang/ledger'
import type { Comparator } from '@yingshang/plan'
import type { Finding } from './import-read.ts'

/** The sheet of targets: how a target is written in a row, and what a row makes of it. */

const SIGNS: Readonly<Record<Comparator, string>> = { '>=': '≥', '>': '＞', '<=': '≤', '<': '＜', '=': '＝', range: '区间' }
const COMPARATORS = new Map(Object.entries(SIGNS).map(([comparator, sign]) => [sign, comparator as Comparator]))
const BETTER = { up: '高', down: '低' } as const

/** The columns that say what a target is; those of the entry stand before them. */
export const TARGET_FIELDS: readonly FormColumn[] = [
  { key: 'id', title: '目标编号', en: 'id of the target', type: 'text', origin: 'identity' },
  { key: 'subject', title: '目标', en: 'what is measured', type: 'text', required: true, width: 30, example: '全程网办率' },
  { key: 'comparator', title: '要求', en: 'comparator', type: 'text', required: true, choices: [...COMPARATORS.keys()], example: '≥' },
  { key: 'value', title: '目标数值', en: 'value', type: 'number', required: true, example: 85 },
  {
    key: 'valueMax',
    title: '上限',
    en: 'upper end',
    type: 'number',
    help: { zh: '要求为区间时填写', en: 'of a range' },
  },
  { key: 'unit', title: '单位', en: 'unit', type: 'text', example: '%' },
  { key: 'better', title: '优劣', en: 'which way is better', type: 'text', choices: Object.values(BETTER), example: '高' },
  { key: 'period', title: '期间', en: 'period', type: 'text', example: '全年' },
  { key: 'reading', title: '最近读数', en: 'last reading', type: 'number', origin: 'shown' },
]

/** A target as a row. */
export const targetRow = (t: EntryTarget & { readonly reading: { readonly value: number } | null }) => ({
  id: t.id,
  subject: t.subject,
  comparator: SIGNS[t.comparator],
  value: t.value,
  valueMax: t.valueMax ?? null,
  unit: t.unit,
  better: t.better === null ? null : BETTER[t.better],
  period: t.period ?? null,
  reading: t.reading?.value ?? null,
})

/** The targets of an entry with what one row says: the same list when it says nothing new, a finding when it cannot be. */
export function withTarget(sheet: FormRows, row: TableRow, targets: readonly EntryTarget[]): readonly EntryTarget[] | Finding {
  const wrong = (key: string, code: string, zh: string, en: string) => sheet.at(row.row, key, code, zh, en)
  const id = said(row, 'id')
  const had = id === null ? undefined : targets.find((t) => t.id === id)
  if (id !== null && !had) return wrong('id', 'target.unknown', '事项中没有这一目标编号', 'the entry has no such target')
  const number = (key: string) => (typeof row.values[key] === 'number' ? row.values[key] : null)
  const comparator = COMPARATORS.get(said(row, 'comparator') ?? '')!
  const [value, valueMax] = [number('value')!, number('valueMax')]
  if (comparator === 'range' && (valueMax === null || valueMax < value))
    return wrong('valueMax', 'target.range', '区间的上限应当不小于目标数值', 'the upper end of a range is missing or below the lower')
  if (comparator !== 'range' && valueMax !== null)
    return wrong('valueMax', 'target.range', '要求不是区间，不填上限', 'only a range has an upper end')
  const unit = sheet.has('unit') ? (said(row, 'unit') ?? '') : (had?.unit ?? '')
  if (had?.indicator !== undefined && unit !== had.unit)
    return wrong(
      'unit',
      'target.bound',
      '该目标已绑定指标，改单位前请先解除绑定',
      'an indicator reads it: free the target before its unit changes',
    )
  const better = sheet.has('better') ? betterIn(said(row, 'better')) : (had?.better ?? null)
  const period = sheet.has('period') ? said(row, 'period') : (had?.period ?? null)
  const { valueMax: _, period: __, ...kept } = had ?? { id: '', subject: '', comparator, value, unit, better }
  const now: EntryTarget = {
    ...kept,
    subject: said(row, 'subject')!,
    comparator,
    value,
    unit,
    better,
    ...(valueMax === null ? {} : { valueMax }),
    ...(period === null ? {} : { period }),
  }
  const alike = (t: EntryTarget) =>
    JSON.stringify(targetRow({ ...t, id: '', reading: null })) === JSON.stringify(targetRow({ ...now, id: '', reading: null }))
  if (had) return alike(had) ? targets : targets.map((t) => (t === had ? now : t))
  // A row that was imported before has no id in the file.
  if (targets.some(alike)) return targets
  const last = Math.max(0, ...targets.map((t) => Number(t.id.slice(1)) || 0))
  return [...targets, { ...now, id: `t${last + 1}` }]
}

const betterIn = (word: string | null): EntryTarget['better'] => (word === BETTER.up ? 'up' : word === BETTER.down ? 'down' : null)
