import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type ReadSheet, readTable, readWorkbook, type WorkbookColumn, type WorkbookModel, writeWorkbook } from '../src/index.ts'
import { p, wordPackage } from './word-package.ts'

const COLUMNS: readonly WorkbookColumn[] = [
  { key: 'number', title: '序号', type: 'integer' },
  { key: 'task', title: '任务', type: 'text', required: true },
  { key: 'due', title: '完成时限', type: 'date', aliases: ['时限'] },
  { key: 'budget', title: '预算（元）', type: 'money' },
  { key: 'rate', title: '完成率', type: 'percent' },
  { key: 'state', title: '状态', type: 'text', choices: ['未开始', '进行中', '已完成'] },
]
const ROWS = [
  { number: 1, task: '=HYPERLINK("http://x","点我")', due: '2024-02-29', budget: 29, rate: 98.5, state: '进行中' },
  { number: 2, task: '+86 电话\n第二行', due: '1999-12-31', budget: -123_456_789, rate: 0, state: '已完成' },
  { number: 3, task: '@市财政局', due: null, budget: 1_000_000_000_001, rate: 100, state: null },
]
const ledger = (rows: WorkbookModel['sheets'][number]['rows'] = ROWS): WorkbookModel => ({
  sheets: [{ name: '台账', title: '任务台账', columns: COLUMNS, rows, spareRows: 50 }],
})

async function sheets(bytes: Uint8Array): Promise<readonly ReadSheet[]> {
  const result = await readWorkbook(bytes)
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.en}`)
  return result.sheets
}
const code = async (bytes: Uint8Array, limits = {}) => {
  const result = await readWorkbook(bytes, { limits })
  return result.ok ? 'ok' : result.refusal.code
}

describe('a written workbook', () => {
  it('gives back the same typed rows, dates on the same day and money to the fen', async () => {
    const [sheet] = await sheets(await writeWorkbook(ledger()))
    const read = readTable(sheet!, COLUMNS)
    expect(read.faults).toEqual([])
    expect(read.rows).toEqual(ROWS.map((values, i) => ({ row: i + 3, values })))
  })

  it('keeps text that looks like a formula as text', async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await writeWorkbook(ledger())).buffer as ArrayBuffer)
    const cell = book.getWorksheet('台账')!.getCell('B3')
    expect(cell.type).toBe(ExcelJS.ValueType.String)
    expect(cell.numFmt).toBe('@')
    expect(cell.value).toBe('=HYPERLINK("http://x","点我")')
  })

  it('freezes and filters the header, offers the choices, and is wide enough for Chinese', async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await writeWorkbook(ledger())).buffer as ArrayBuffer)
    const sheet = book.getWorksheet('台账')!
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 })
    expect(sheet.autoFilter).toBe('A2:F5')
    expect(sheet.getCell('F40').dataValidation).toMatchObject({ type: 'list', formulae: ['"未开始,进行中,已完成"'] })
    expect(sheet.getColumn(3).width).toBeGreaterThanOrEqual(12)
    expect(sheet.getCell('D3').numFmt).toBe('#,##0.00')
    expect(sheet.getCell('D3').value).toBe(0.29)
  })

  it('puts long lists of choices on a hidden sheet', async () => {
    const choices = Array.from({ length: 60 }, (_, i) => `市第${i + 1}行政主管部门`)
    const bytes = await writeWorkbook({
      sheets: [{ name: '单位', columns: [{ key: 'u', title: '单位', type: 'text', choices }], rows: [{ u: choices[59]! }] }],
    })
    const read = await sheets(bytes)
    expect(read.map((s) => [s.name, s.hidden])).toEqual([
      ['单位', false],
      ['_选项', true],
    ])
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(bytes.buffer as ArrayBuffer)
    expect(book.getWorksheet('单位')!.getCell('A2').dataValidation.formulae).toEqual(['_选项!$A$1:$A$60'])
  })

  it('is the same to the byte for the same contents', async () => {
    expect(await writeWorkbook(ledger())).toEqual(await writeWorkbook(ledger()))
  })

  it('mends names of sheets and refuses values that do not suit their column', async () => {
    const columns: WorkbookColumn[] = [{ key: 'd', title: '日期', type: 'date' }]
    const bytes = await writeWorkbook({ sheets: ['甲/乙[1]', '甲/乙[1]', ''].map((name) => ({ name, columns, rows: [] })) })
    expect((await sheets(bytes)).map((s) => s.name)).toEqual(['甲 乙 1', '甲 乙 1（2）', '表'])
    await expect(writeWorkbook({ sheets: [{ name: '表', columns, rows: [{ d: '2023-02-29' }] }] })).rejects.toThrow('表!A2')
  })

  it('gives back any text, figure and date', { timeout: 120_000 }, async () => {
    const columns: WorkbookColumn[] = [
      { key: 't', title: '文', type: 'text' },
      { key: 'm', title: '金额', type: 'money' },
      { key: 'd', title: '日期', type: 'date' },
      { key: 'i', title: '数', type: 'integer' },
    ]
    const row = fc.record({
      t: fc
        .string({ unit: 'grapheme', minLength: 1 })
        .filter((s) => s.trim() === s && s !== '' && !/[\u0000-\u001F\uFFFE\uFFFF]/.test(s) && s.isWellFormed()),
      m: fc.integer({ min: -99_999_999_999_99, max: 99_999_999_999_99 }),
      d: fc
        .date({ min: new Date('1900-03-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10)),
      i: fc.maxSafeInteger(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        // Spreadsheets keep fifteen digits of a number.
        const kept = rows.map((r) => ({ ...r, i: Number(r.i.toPrecision(15)) })).filter((r) => Number.isSafeInteger(r.i))
        if (kept.length === 0) return
        const [sheet] = await sheets(await writeWorkbook({ sheets: [{ name: '表', columns, rows: kept }] }))
        expect(readTable(sheet!, columns)).toEqual({ faults: [], rows: kept.map((values, i) => ({ row: i + 2, values })) })
      }),
      { numRuns: 40 },
    )
  })
})

describe('a workbook from elsewhere', () => {
  async function made(build: (sheet: ExcelJS.Worksheet) => void): Promise<ReadSheet> {
    const book = new ExcelJS.Workbook()
    build(book.addWorksheet('来表'))
    return (await sheets(new Uint8Array(await book.xlsx.writeBuffer())))[0]!
  }

  it('flattens links, rich text, formulas and errors to what they show', async () => {
    const sheet = await made((s) => {
      s.getCell('A1').value = { text: '链接文字', hyperlink: 'https://example.org' }
      s.getCell('B1').value = { richText: [{ text: '富' }, { font: { bold: true }, text: '文本' }] }
      s.getCell('C1').value = { formula: '1+1', result: 2 }
      s.getCell('D1').value = { formula: 'A1', result: '公式文字' }
      s.getCell('E1').value = { error: '#REF!' }
      s.getCell('F1').value = true
      s.getCell('G1').value = { formula: 'NOW()' }
      s.getCell('H1').value = new Date(Date.UTC(2024, 4, 7, 13, 30, 0))
      s.getCell('H1').numFmt = 'yyyy"年"m"月"d"日" h:mm'
    })
    expect(sheet.rows[0]!.cells.map((c) => [c.ref, c.value])).toEqual([
      ['A1', { type: 'text', text: '链接文字' }],
      ['B1', { type: 'text', text: '富文本' }],
      ['C1', { type: 'number', number: 2, percent: false }],
      ['D1', { type: 'text', text: '公式文字' }],
      ['E1', { type: 'error', error: '#REF!' }],
      ['F1', { type: 'boolean', boolean: true }],
      ['G1', { type: 'error', error: '#未计算' }],
      ['H1', { type: 'date', date: '2024-05-07', time: '13:30:00' }],
    ])
  })

  it('takes numbers and dates that were typed as text, and names every cell that cannot be taken', async () => {
    const sheet = await made((s) => {
      s.addRow(['某市任务表'])
      s.addRow([' 任务 ', '时限', '预算（元)', '状态*', '完成率'])
      s.addRow(['甲', '2022年5月7日', '￥1,234.5元', '进行中', '98.5%'])
      s.addRow(['乙', '5月底前', '12.345', '作废', 'x'])
      s.addRow([null, '2022/5/7', '１２００', null, null])
      s.addRow([])
      s.addRow(['丙', new Date(Date.UTC(2022, 4, 7)), 0.1 + 0.2, '已完成', 0.5])
    })
    const { rows, faults } = readTable(sheet, COLUMNS)
    expect(rows).toEqual([
      { row: 3, values: { number: null, task: '甲', due: '2022-05-07', budget: 123_450, rate: 98.5, state: '进行中' } },
      { row: 7, values: { number: null, task: '丙', due: '2022-05-07', budget: 30, rate: 0.5, state: '已完成' } },
    ])
    expect(faults.map((f) => [f.ref, f.code])).toEqual([
      ['B4', 'cell.date'],
      ['C4', 'cell.money'],
      ['E4', 'cell.percent'],
      ['D4', 'cell.choice'],
      ['A5', 'cell.required'],
    ])
    expect(faults[0]!.zh).toBe('B4：“完成时限”应为日期，如 2022-05-07，现为“5月底前”。')
  })

  it('says which column is missing, and that there is no header at all', async () => {
    const without = await made((s) => {
      s.addRow(['序号', '时限', '状态'])
      s.addRow([1, '2022-05-07', '未开始'])
    })
    expect(readTable(without, COLUMNS).faults).toMatchObject([{ code: 'table.column-missing', column: '任务', row: 1 }])
    const none = await made((s) => s.addRow(['随便', '写的']))
    expect(readTable(none, COLUMNS).faults).toMatchObject([{ code: 'table.header-missing' }])
  })

  /** A package whose one sheet has these rows. */
  function handMade(rows: string, more = ''): Uint8Array {
    const ns =
      'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    const relations = (id: string, type: string, target: string) =>
      strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`,
      )
    return zipSync({
      '_rels/.rels': relations('r', 'officeDocument', 'xl/workbook.xml'),
      'xl/_rels/workbook.xml.rels': relations('r1', 'worksheet', 'worksheets/sheet1.xml'),
      'xl/workbook.xml': strToU8(
        `<workbook ${ns}><sheets><sheet name="来表" sheetId="1" r:id="r1"/></sheets><definedNames><definedName name="全">来表!$A$1:$XFD$1048576</definedName></definedNames></workbook>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(`<worksheet ${ns}><sheetData>${rows}</sheetData>${more}</worksheet>`),
    })
  }

  it('costs nothing for rules, names and merges over whole sheets', async () => {
    const bytes = handMade(
      '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>7</v></c></row>',
      '<mergeCells><mergeCell ref="A1:XFD1048575"/></mergeCells><dataValidations><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"甲,乙"</formula1></dataValidation></dataValidations>',
    )
    const [sheet] = await sheets(bytes)
    expect(sheet!.rows.map((r) => r.cells.map((c) => c.ref))).toEqual([['A1'], ['XFD1048576']])
  })

  it('is refused when a cell lies beyond the last row or column that sheets have', async () => {
    expect(await code(handMade('<row r="4294967294"><c r="A4294967294"><v>7</v></c></row>'))).toBe('document.corrupt')
    expect(await code(handMade('<row r="1"><c r="XFE1"><v>7</v></c></row>'))).toBe('document.corrupt')
  })

  it('gives no text that could not be kept, and no day that the calendar has not', async () => {
    const [sheet] = await sheets(
      handMade(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x0000_乙_xD800_</t></is></c><c r="B1" t="d"><v>2026-02-30</v></c><c r="C1" t="d"><v>2026-02-28T09:00:00</v></c></row>',
      ),
    )
    expect(sheet!.rows[0]!.cells.map((c) => c.value)).toEqual([
      { type: 'text', text: '甲乙\uFFFD' },
      { type: 'text', text: '2026-02-30' },
      { type: 'date', date: '2026-02-28', time: '09:00:00' },
    ])
  })
})

describe('what is not a workbook', () => {
  it('is refused by what it is', async () => {
    expect(await code(new Uint8Array(0))).toBe('document.empty')
    expect(await code(strToU8('序号,任务\n1,甲\n'))).toBe('document.unsupported')
    expect(await code(wordPackage({ body: p('正文') }))).toBe('document.unsupported')
    expect(await code(zipSync({ 'a.txt': strToU8('文') }))).toBe('document.unsupported')
    const whole = await writeWorkbook(ledger())
    expect(await code(whole.subarray(0, whole.length - 200))).toBe('document.truncated')
    expect(await code(whole, { maxBytes: 1000 })).toBe('document.too-large')
    expect(await code(whole, { maxRows: 3 })).toBe('document.too-large')
  })

  it('is refused, never thrown, when bytes are changed', async () => {
    const whole = await writeWorkbook(ledger())
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (changes) => {
        const broken = whole.slice()
        for (const [at, value] of changes) broken[at] = value
        const result = await readWorkbook(broken)
        if (!result.ok) expect(result.refusal.zh).not.toBe('')
      }),
      { numRuns: 150 },
    )
  })
})
