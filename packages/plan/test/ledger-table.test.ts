import { describe, expect, it } from 'vitest'
import {
  align,
  changeWords,
  domainsOf,
  driftAll,
  driftTable,
  filterMeasures,
  type LedgerTable,
  measureTable,
  milestonesWords,
  milestoneTable,
  pairTable,
  read,
  targetTable,
  targetWords,
  unmatchedTable,
} from '../src/index.ts'

const UPPER = `某省优化服务2030年行动计划
二、主要任务
（一）开办企业领域
1.推行一次填报。6月底前，开办用时压缩至2个工作日以内。（牵头单位：省市场监管局；责任单位：省税务局等）
2.清理隐性门槛。每季度末公布处理结果，线索办结率达到100%。（牵头单位：省发展改革委）
（二）解决纠纷领域
3.加强诉前调解。9月底前，诉前调解成功率达到60%以上；年底前，调解组织实现县域全覆盖。（牵头单位：省法院、省司法厅）
`
const LOWER = `某市优化服务2030年工作方案
二、主要任务
（一）开办企业领域
1.推行一次填报。5月底前，开办用时压缩至1个工作日以内。（牵头单位：市市场监管局）
（二）解决纠纷领域
2.加强诉前调解。9月底前，诉前调解成功率达到55%以上。（牵头单位：市法院）
3.设立园区法律服务站。10月底前，建成服务站不少于6个。（牵头单位：市司法局）
`
const upper = read(UPPER)
const lower = read(LOWER)
const alignment = align(lower, upper)
const aligned = { lower, upper, alignment, drift: driftAll(alignment, lower, upper) }

const column = (table: LedgerTable, key: string) => {
  const at = table.columns.findIndex((c) => c.key === key)
  expect(at, key).toBeGreaterThanOrEqual(0)
  return table.rows.map((row) => row[at])
}

describe('ledger of a plan', () => {
  it('has a row for each measure, with owners, dates and targets as words', () => {
    const table = measureTable(upper)
    expect(column(table, 'number')).toEqual(['1', '2', '3'])
    expect(column(table, 'title')).toEqual(['推行一次填报', '清理隐性门槛', '加强诉前调解'])
    expect(column(table, 'lead')).toEqual(['省市场监管局', '省发展改革委', '省法院、省司法厅'])
    expect(column(table, 'responsible')).toEqual(['省税务局等', null, null])
    expect(column(table, 'milestones')).toEqual(['2030-06-30', null, '2030-09-30\n2030-12-31'])
    expect(column(table, 'domain')).toEqual([...domainsOf(upper).values()])
    expect(column(table, 'targets')[0]).toBe('开办用时 ≤2工作日')
  })

  it.each([{}, { owner: '省法院' }, { month: '2030-06' }, { month: 'none' }, { q: '调解' }, { owner: '没有这个单位' }])(
    'holds exactly what the filter %j selects',
    (filter) => {
      const selected = filterMeasures(upper, filter)
      expect(column(measureTable(upper, filter), 'number')).toEqual(selected.map((m) => m.number))
      expect(milestoneTable(upper, filter).rows).toHaveLength(selected.reduce((n, m) => n + m.milestones.length, 0))
      expect(targetTable(upper, filter).rows).toHaveLength(selected.reduce((n, m) => n + m.targets.length, 0))
    },
  )

  it('lists milestones in order of time and those without a date last', () => {
    const plan = read(`${UPPER}4.建立协调机制。印发后2个月内，建立协调机制；3月底前，完成摸底。（责任单位：省商务厅）\n`)
    const dates = column(milestoneTable(plan), 'due')
    expect(dates).toEqual(['2030-03-31', '2030-06-30', '2030-09-30', '2030-12-31', null])
  })

  it('keeps numbers as numbers', () => {
    const table = targetTable(upper)
    const at = column(table, 'printed').findIndex((words) => String(words).includes('60'))
    expect(table.rows[at]).toEqual(expect.arrayContaining([60, '≥', '%']))
  })

  it('gives every row as many cells as there are columns', () => {
    const tables = [measureTable(upper), milestoneTable(upper), targetTable(upper), pairTable(aligned), driftTable(aligned)]
    for (const table of [...tables, unmatchedTable(aligned, 'lower'), unmatchedTable(aligned, 'upper')])
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length)
  })
})

describe('an alignment', () => {
  it('has a row for each pair with its drift counted, and the counts equal the rows of the drift', () => {
    const pairs = pairTable(aligned)
    expect(pairs.rows.map((row) => [row[0], row[2]])).toEqual([
      ['1', '1'],
      ['2', '3'],
    ])
    for (const kind of ['stricter', 'weaker', 'dropped', 'added'] as const) {
      const counted = column(pairs, kind).reduce<number>((n, value) => n + Number(value ?? 0), 0)
      expect(driftTable(aligned, { kinds: [kind] }).rows, kind).toHaveLength(counted)
    }
  })

  it('quotes both sides of a drift and says what changed', () => {
    const rows = driftTable(aligned, { kinds: ['weaker'] }).rows
    const target = rows.find((row) => row.includes('≥60%'))!
    expect(target).toEqual(expect.arrayContaining(['更松', '目标值', '≥60%', '≥55%']))
    expect(target.some((cell) => String(cell).includes('诉前调解成功率达到60%以上'))).toBe(true)
  })

  it('lists only pairs with drift of the kinds asked for', () => {
    expect(pairTable(aligned, { kinds: ['stricter'] }).rows.map((row) => row[0])).toEqual(['1'])
  })

  it('lists what has no partner on either side', () => {
    expect(unmatchedTable(aligned, 'upper').rows.map((row) => row[0])).toEqual(['2'])
    expect(unmatchedTable(aligned, 'lower').rows.map((row) => row[0])).toEqual(['3'])
  })
})

describe('words', () => {
  it('writes each date of a measure once, in order of time, and what has no date last', () => {
    const at = (due: string | null, text: string) => ({ due, text })
    const milestones = [at('2030-09-30', '9月底前'), at(null, '印发后2个月内'), at('2030-05-31', '5月底前'), at('2030-09-30', '三季度末')]
    expect(milestonesWords({ milestones })).toEqual(['2030-05-31', '2030-09-30', '印发后2个月内'])
  })

  it('writes targets and changes with their signs', () => {
    expect(targetWords({ subject: '办理时限', comparator: '<=', value: 3, unit: '工作日' })).toBe('办理时限 ≤3工作日')
    expect(targetWords({ subject: '培训', comparator: 'range', value: 2, valueMax: 3, unit: '次' })).toBe('培训 2–3次')
    expect(changeWords({ from: { due: '2030-09-30' }, to: { due: '2030-08-31' } })).toBe('2030-09-30 → 2030-08-31')
    expect(changeWords({ to: { value: 6, unit: '个', comparator: '>=' } })).toBe('— → ≥6个')
  })
})
