import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  EXPLANATION,
  type FormRows,
  formsPage,
  readForm,
  readWorkbook,
  type TableForm,
  type WorkbookRow,
  writeForm,
  writeMarked,
  writeWorkbook,
} from '../src/index.ts'

const words = (zh: string, en: string) => ({ zh, en })
/** The members of a tennis club: no law, no plan. */
const CLUB: TableForm = {
  id: 'club',
  title: words('会员', 'Members'),
  file: '会员表样',
  sheets: [
    {
      key: 'members',
      name: '会员',
      en: 'members',
      columns: [
        { key: 'id', title: '编号', en: 'id', type: 'text', origin: 'identity' },
        { key: 'name', title: '姓名', en: 'name', type: 'text', required: true, example: '王小明', help: words('全名', 'in full') },
        { key: 'level', title: '级别', en: 'level', type: 'text', choices: ['初级', '高级'] },
        { key: 'joined', title: '入会日期', en: 'joined', type: 'date' },
        { key: 'fee', title: '会费（元）', en: 'fee', type: 'money', example: 12_050 },
        { key: 'wins', title: '胜场', en: 'wins', type: 'integer', origin: 'shown' },
        { key: 'share', title: '胜率', en: 'share of wins', type: 'percent' },
      ],
    },
  ],
  remarks: [words('每行一名会员。', 'One member per row.')],
}
const LEAGUE: TableForm = {
  ...CLUB,
  id: 'league',
  sheets: [
    CLUB.sheets[0]!,
    {
      key: 'matches',
      name: '比赛',
      en: 'matches',
      optional: true,
      columns: [
        { key: 'on', title: '日期', en: 'day', type: 'date', required: true },
        { key: 'winner', title: '胜者', en: 'winner', type: 'text', required: true },
      ],
    },
  ],
}
const CREATED = { createdAt: '2026-03-01T00:00:00Z' }

async function read(bytes: Uint8Array, form: TableForm): Promise<Readonly<Record<string, FormRows>>> {
  const reading = await readForm(bytes, form)
  if (!reading.ok) throw new Error(reading.refusal.en)
  return reading.sheets
}

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((s) =>
    s
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, '')
      .trim(),
  )
  .filter((s) => s !== '')
const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(Date.UTC(1950, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const member = fc.record({
  id: maybe(fc.uuid()),
  name: text,
  level: maybe(fc.constantFrom('初级', '高级')),
  joined: maybe(day),
  fee: maybe(fc.integer({ min: -1_000_000_000, max: 1_000_000_000_000 })),
  wins: maybe(fc.nat()),
  share: maybe(fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100)),
})

describe('a table form', () => {
  it('reads what it wrote, whatever the rows say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 8 }), async (rows) => {
        const { members } = await read(await writeForm(CLUB, { rows: { members: rows as WorkbookRow[] }, ...CREATED }), CLUB)
        expect(members!.faults).toEqual([])
        expect(members!.rows.map((r) => r.values)).toEqual(rows)
        expect(members!.count).toBe(rows.length)
      }),
      { numRuns: 40 },
    )
  })

  it('explains every column beside the empty sheet', async () => {
    const book = await readWorkbook(await writeForm(CLUB, CREATED))
    expect(book.ok && book.sheets.map((s) => s.name)).toEqual(['会员', EXPLANATION])
    const explained = book.ok ? book.sheets[1]!.rows.flatMap((r) => r.cells.map((c) => (c.value.type === 'text' ? c.value.text : ''))) : []
    for (const { title } of CLUB.sheets[0]!.columns) expect(explained).toContain(title)
    for (const said of [
      '必填',
      '选择：初级、高级',
      '系统给出，新增留空',
      '系统给出，请勿填写',
      '120.50',
      '每行一名会员。\nOne member per row.',
    ])
      expect(explained).toContain(said)
  })

  it('finds the sheet by its name, by its columns, or takes the first', async () => {
    const columns = CLUB.sheets[0]!.columns
    const other = { name: '封面', columns: [{ key: 'x', title: '说明', type: 'text' as const }], rows: [{ x: '年度' }] }
    const renamed = await read(await writeWorkbook({ sheets: [other, { name: '2026年', columns, rows: [{ name: '李' }] }] }), CLUB)
    expect(renamed.members!.rows.map((r) => r.values.name)).toEqual(['李'])
    const none = await read(await writeWorkbook({ sheets: [other] }), CLUB)
    expect(none.members!.faults.map((f) => [f.sheet, f.code])).toEqual([['封面', 'table.header-missing']])
  })

  it('misses a sheet that must be there, and not one that may be absent', async () => {
    const matches = { name: '比赛', columns: LEAGUE.sheets[1]!.columns, rows: [{ on: '2026-05-01', winner: '李' }] }
    const { members, matches: read1 } = await read(await writeWorkbook({ sheets: [matches] }), LEAGUE)
    expect(members!.faults).toMatchObject([{ sheet: '会员', row: null, cell: null, code: 'sheet.missing', zh: '没有“会员”工作表' }])
    expect(read1!.rows).toHaveLength(1)
    const alone = await read(await writeForm(CLUB, { rows: { members: [{ name: '李' }] }, ...CREATED }), LEAGUE)
    expect([alone.matches!.found, alone.matches!.faults, alone.members!.rows.length]).toEqual([false, [], 1])
  })

  it('names the cell of a fault, with the sheet when there are several', async () => {
    const columns = CLUB.sheets[0]!.columns.map((c) => ({ ...c, type: 'text' as const, choices: [] }))
    const bytes = await writeWorkbook({
      sheets: [{ name: '会员', columns, rows: [{ name: '李', joined: '五一', level: '高级' }, { name: '王' }] }],
    })
    const { members } = await read(bytes, CLUB)
    expect(members!.faults).toMatchObject([{ sheet: '会员', row: 2, cell: 'D2', column: '入会日期', code: 'cell.date' }])
    expect(members!.faults[0]!.zh).toMatch(/^D2：/)
    expect(members!.count).toBe(2)
    expect(members!.at(3, 'name', 'member.twice', '重复', 'twice')).toEqual({
      sheet: '会员',
      row: 3,
      cell: 'B3',
      column: '姓名',
      code: 'member.twice',
      zh: 'B3：重复',
      en: 'B3: twice',
    })
    const { members: several } = await read(bytes, LEAGUE)
    expect(several!.faults[0]!.zh).toMatch(/^会员 D2：/)
    expect(several!.at(3, null, 'x', '重复', 'twice')).toMatchObject({
      cell: null,
      column: null,
      zh: '会员 第3行：重复',
      en: '会员 row 3: twice',
    })
    expect([several!.has('name'), several!.has('no')]).toEqual([true, false])
  })

  it('refuses a file that is no workbook', async () => {
    expect(await readForm(new TextEncoder().encode('姓名,级别'), CLUB)).toMatchObject({
      ok: false,
      refusal: { code: 'document.unsupported' },
    })
  })

  it('is a page of the documentation in both languages', () => {
    expect(formsPage([CLUB], 'zh')).toContain('| 姓名 | 必填 | 文字 | 王小明 | 全名 |')
    expect(formsPage([CLUB], 'en')).toContain('| 会费（元） | fee | optional | amount in yuan | 120.50 |  |')
  })
})

describe('a marked workbook', () => {
  it('has the same cells in the same places and a column that says what is wrong', async () => {
    const bytes = await writeForm(CLUB, {
      rows: { members: [{ name: '李', joined: '2026-05-01', fee: 10_050, share: 12.5 }, { name: '王' }] },
      ...CREATED,
    })
    const before = await readWorkbook(bytes)
    if (!before.ok) throw new Error('unreadable')
    const marks = [
      { sheet: '会员', row: 3, cell: 'B3', text: 'B3：没有这个人' },
      { sheet: null, row: null, cell: null, text: '行数太多' },
    ]
    const marked = await writeMarked(before.sheets, marks)
    const after = await readWorkbook(marked)
    if (!after.ok) throw new Error('unreadable')
    const cells = (sheets: typeof before.sheets) => sheets[0]!.rows.flatMap((r) => r.cells).map((c) => [c.ref, c.value])
    const added = new Set(['H1', 'H3'])
    expect(cells(after.sheets).filter(([ref]) => !added.has(ref as string))).toEqual(cells(before.sheets))
    expect(cells(after.sheets).filter(([ref]) => added.has(ref as string))).toEqual([
      ['H1', { type: 'text', text: '错误\n行数太多' }],
      ['H3', { type: 'text', text: 'B3：没有这个人' }],
    ])
    const { members } = await read(marked, CLUB)
    expect(members!.rows.map((r) => r.values.name)).toEqual(['李', '王'])
    // Marked again, the old marks are gone and no second column comes.
    const again = await readWorkbook(await writeMarked(after.sheets, [{ sheet: '会员', row: 2, cell: null, text: '另一处' }]))
    expect(
      again.ok &&
        again.sheets[0]!.rows.flatMap((r) => r.cells)
          .filter((c) => c.column >= 8)
          .map((c) => c.ref),
    ).toEqual(['H1', 'H2'])
  })

  it('is made of whatever a reading gives: names that spreadsheets refuse, places that no sheet has, more cells than a call takes arguments', async () => {
    const one = (row: number, column: number, ref: string) => ({
      row,
      cells: [{ ref, column, value: { type: 'text', text: '甲' } as const }],
    })
    const sheetsOf = async (sheets: Parameters<typeof writeMarked>[0], cells: readonly string[] = []) => {
      const marked = await writeMarked(
        sheets,
        cells.map((cell) => ({ sheet: null, row: 1, cell, text: '错' })),
      )
      const again = await readWorkbook(marked)
      if (!again.ok) throw new Error('unreadable')
      return again.sheets
    }
    const names = ['History', '甲/乙', '', "'x'", 'a'.repeat(40), `${'a'.repeat(40)}b`, '重', '重']
    const named = await sheetsOf(names.map((name) => ({ name, hidden: false, rows: [one(1, 1, 'A1')] })))
    expect(new Set(named.map((s) => s.name)).size).toBe(names.length)
    const [placed] = await sheetsOf([{ name: '表', hidden: false, rows: [one(1, 1, 'A1')] }], ['ZZZ1', 'XFE1', 'A9999999', 'A1'])
    expect(placed!.rows.flatMap((r) => r.cells.map((c) => c.ref))).toEqual(['A1', 'B1'])
    const [wide] = await sheetsOf([{ name: '表', hidden: false, rows: [one(1, 16_384, 'XFD1')] }], ['XFD1'])
    expect(wide!.rows[0]!.cells.at(-1)!.value).toMatchObject({ text: expect.stringContaining('错') })
    const lines = { type: 'text', text: '\n'.repeat(200_000) } as const
    expect(
      await sheetsOf([{ name: '表', hidden: false, rows: [{ row: 1, cells: [{ ref: 'A1', column: 1, value: lines }] }] }], ['A1']),
    ).toHaveLength(1)
  })
})
