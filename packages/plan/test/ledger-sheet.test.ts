import { readDocument, readTable, readWorkbook, writeOfficialDocument, writeWorkbook } from '@yingshang/document'
import { describe, expect, it } from 'vitest'
import {
  align,
  alignmentDocument,
  alignmentWorkbook,
  driftAll,
  ledgerDocument,
  ledgerWorkbook,
  type Measure,
  measureTable,
  type Plan,
  read,
} from '../src/index.ts'

const plan = read(`某市人民政府
关于印发某市优化服务2030年工作方案的通知
某政发〔2030〕5号
某市人民政府
2030年2月3日
某市优化服务2030年工作方案
二、主要任务
（一）开办企业领域
1.推行一次填报。5月底前，开办用时压缩至1个工作日以内。（牵头单位：市市场监管局）
（二）解决纠纷领域
2.加强诉前调解。9月底前，诉前调解成功率达到55%以上。（牵头单位：市法院；责任单位：市司法局）
3.设立园区服务站。10月底前，建成服务站不少于6个。（牵头单位：市司法局）
`)

describe('workbook of a ledger', () => {
  it('is written and read back with typed cells', async () => {
    const model = ledgerWorkbook(plan, {}, { on: '2030-03-01' })
    const result = await readWorkbook(await writeWorkbook(model))
    if (!result.ok) throw new Error(result.refusal.en)
    model.sheets.forEach((sheet, i) => {
      const { rows, faults } = readTable(result.sheets[i]!, sheet.columns)
      expect(faults).toEqual([])
      expect(rows.map((row) => row.values)).toEqual(sheet.rows)
    })
  })

  it('is the same bytes for the same plan', async () => {
    const [one, two] = [await writeWorkbook(ledgerWorkbook(plan)), await writeWorkbook(ledgerWorkbook(plan))]
    expect(Buffer.compare(one, two)).toBe(0)
  })

  it('says where it came from and what was selected', () => {
    const about = ledgerWorkbook(plan, { owner: '市法院', month: '2030-09' }, { on: '2030-03-01' }).sheets.at(-1)!
    expect(Object.fromEntries(about.rows.map((row) => [row.name, row.value]))).toEqual({
      方案: '某市优化服务2030年工作方案',
      依据: '依据某市人民政府《某市优化服务2030年工作方案》（某政发〔2030〕5号）整理，共 1 项任务。',
      成文日期: '2030-02-03',
      筛选条件: '筛选条件：市法院，2030-09 到期。',
      导出日期: '2030-03-01',
    })
  })

  it('takes a measure longer than a cell holds', async () => {
    const long: Measure = { ...plan.measures[0]!, text: '长'.repeat(40_000) }
    const huge: Plan = { ...plan, measures: [long] }
    const cell = ledgerWorkbook(huge).sheets[0]!.rows[0]!.text
    expect(String(cell).length).toBeLessThan(32_767)
    expect(cell).toMatch(/余下见方案原文/)
    await expect(writeWorkbook(ledgerWorkbook(huge))).resolves.toBeInstanceOf(Uint8Array)
  })
})

describe('document of a ledger', () => {
  it('has a table under the heading of each domain, with every measure once', async () => {
    const model = ledgerDocument(plan, {}, { on: '2030-03-01' })
    expect(model.landscape).toBe(true)
    expect(model.subtitle).toBe('（2030年3月1日导出）')
    expect(model.body.map((block) => block.kind)).toEqual(['paragraph', 'heading', 'table', 'heading', 'table'])
    const tables = model.body.filter((block) => block.kind === 'table')
    expect(tables.flatMap((table) => table.rows.map((row) => row[0]))).toEqual(['1', '2', '3'])
    const result = await readDocument(await writeOfficialDocument(model))
    if (!result.ok) throw new Error(result.refusal.en)
    for (const title of measureTable(plan).rows.map((row) => String(row[3]))) expect(result.source.text.split(title)).toHaveLength(2)
  })

  it('leaves out columns that nothing stands in', () => {
    const [table] = ledgerDocument(plan, { q: '一次填报' }).body.filter((block) => block.kind === 'table')
    expect(table!.columns.map((column) => column.title)).toEqual(['编号', '任务', '时间节点', '目标值', '牵头单位'])
  })

  it('is a sentence without a table when nothing was selected', () => {
    expect(ledgerDocument(plan, { owner: '没有这个单位' }).body).toMatchObject([
      { kind: 'paragraph', text: expect.stringContaining('共 0 项任务') },
    ])
  })
})

describe('exports of an alignment', () => {
  const earlier = read(`某市优化服务2029年工作方案
二、主要任务
1.推行一次填报。6月底前，开办用时压缩至2个工作日以内。（牵头单位：市市场监管局）
2.建立困难企业预警。11月底前，建成监测模型。（牵头单位：市工业和信息化局）
`)
  const alignment = align(plan, earlier)
  const aligned = { lower: plan, upper: earlier, alignment, drift: driftAll(alignment, plan, earlier) }

  it('write and read back as workbook and as document', async () => {
    const book = await readWorkbook(await writeWorkbook(alignmentWorkbook(aligned)))
    expect(book.ok && book.sheets.map((s) => s.name)).toEqual(['漂移', '对应关系', '上级任务未落实', '下级自有任务', '说明'])
    const text = await readDocument(await writeOfficialDocument(alignmentDocument(aligned)))
    if (!text.ok) throw new Error(text.refusal.en)
    expect(text.source.text).toContain('建立困难企业预警')
    expect(text.source.text).toContain('≤2工作日')
  })
})
