import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ReadSheet, readDocument, readTable, readWorkbook, type WorkbookColumn } from '@yingshang/document'
import { filterMeasures, type MeasureFilter, type Plan } from '@yingshang/plan'
import { describe, expect, it } from 'vitest'
import { sample, scratch, yingshang } from './command.ts'

const text = (key: string, title: string): WorkbookColumn => ({ key, title, type: 'text' })

async function sheets(path: string): Promise<readonly ReadSheet[]> {
  const result = await readWorkbook(new Uint8Array(readFileSync(path)))
  if (!result.ok) throw new Error(result.refusal.zh)
  return result.sheets
}

const rows = (sheet: ReadSheet | undefined, columns: readonly WorkbookColumn[]) => {
  const { rows, faults } = readTable(sheet!, columns)
  expect(faults).toEqual([])
  return rows.map((row) => row.values)
}

const planOf = async (name: string): Promise<Plan> => JSON.parse((await yingshang(['plan', 'read', sample(name), '--json'])).out)

describe('plan export --to ledger.xlsx', () => {
  it('writes a workbook that reads back as the plan', async () => {
    const to = join(scratch(), '台账.xlsx')
    const { code, out, err } = await yingshang(['plan', 'export', sample('city-2026.html'), '--to', to])
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(err).toContain('台账.xlsx')
    const plan = await planOf('city-2026.html')
    const measures = filterMeasures(plan)
    const book = await sheets(to)
    expect(book.map((s) => s.name)).toEqual(['任务台账', '时间节点', '目标值', '说明'])
    const ledger = rows(book[0], [text('number', '编号'), text('title', '任务'), text('lead', '牵头单位'), text('persons', '责任人')])
    expect(ledger.map((r) => r.number)).toEqual(measures.map((m) => m.number))
    expect(ledger.map((r) => r.title)).toEqual(measures.map((m) => m.title))
    expect(ledger[0]!.persons).toContain('陆知远')
    const due = rows(book[1], [{ key: 'due', title: '日期', type: 'date' }, text('clause', '到期事项')]).map((r) => r.due)
    expect(due).toEqual(measures.flatMap((m) => m.milestones.map((s) => s.due)).sort())
    const values = rows(book[2], [{ key: 'value', title: '数值', type: 'number' }, text('subject', '指标')]).map((r) => r.value)
    expect(values).toEqual(measures.flatMap((m) => m.targets.map((t) => t.value)))
  })

  it.each<[string[], MeasureFilter]>([
    [['--owner', '市大数据局'], { owner: '市大数据局' }],
    [['--month', '2026-09'], { month: '2026-09' }],
    [['--month', 'none'], { month: 'none' }],
    [['--q', '调解'], { q: '调解' }],
    [['--owner', '市法院', '--month', '2026-09'], { owner: '市法院', month: '2026-09' }],
  ])('with %j holds exactly what the filter selects, and says so', async (args, filter) => {
    const to = join(scratch(), 'ledger.xlsx')
    expect((await yingshang(['plan', 'export', sample('city-2026.html'), '--to', to, ...args])).code).toBe(0)
    const selected = filterMeasures(await planOf('city-2026.html'), filter)
    expect(selected.length).toBeGreaterThan(0)
    const book = await sheets(to)
    expect(rows(book[0], [text('number', '编号'), text('title', '任务')]).map((r) => r.number)).toEqual(selected.map((m) => m.number))
    const about = rows(book[3], [text('name', '项目'), text('value', '内容')])
    expect(about.find((r) => r.name === '筛选条件')?.value).toMatch(/筛选条件：/)
  })

  it('writes an empty ledger for a filter that nothing meets, and warns', async () => {
    const to = join(scratch(), 'ledger.xlsx')
    const { code, err } = await yingshang(['plan', 'export', sample('city-2026.html'), '--to', to, '--owner', '没有这个单位'])
    expect(code).toBe(0)
    expect(err).toContain('没有符合条件的任务')
    expect(rows((await sheets(to))[0], [text('number', '编号'), text('title', '任务')])).toEqual([])
  })

  it('writes the alignment with --upper, and plan align --to writes the same', async () => {
    const folder = scratch()
    const [one, two] = [join(folder, 'one.xlsx'), join(folder, 'two.xlsx')]
    const [city, province] = [sample('city-2026.html'), sample('province-2026.docx')]
    expect((await yingshang(['plan', 'export', city, '--upper', province, '--to', one])).code).toBe(0)
    expect((await yingshang(['plan', 'align', city, province, '--to', two])).code).toBe(0)
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true)
    const book = await sheets(one)
    expect(book.map((s) => s.name)).toEqual(['漂移', '对应关系', '上级任务未落实', '下级自有任务', '说明'])
    const drift = rows(book[0], [text('kind', '漂移'), text('aspect', '方面'), text('from', '上级'), text('to', '下级')])
    expect(drift).toContainEqual({ kind: '更松', aspect: '目标值', from: '≥90%', to: '≥85%' })
    expect(rows(book[2], [text('number', '编号'), text('title', '任务')]).map((r) => r.number)).toEqual([
      '4',
      '7',
      '9',
      '11',
      '13',
      '17',
      '19',
      '22',
      '24',
    ])
  })
})

describe('plan export --to ledger.docx', () => {
  it('writes an official document that reads back with every measure and owner', async () => {
    const to = join(scratch(), '台账.docx')
    expect((await yingshang(['plan', 'export', sample('court-2026.txt'), '--to', to])).code).toBe(0)
    const result = await readDocument(new Uint8Array(readFileSync(to)))
    if (!result.ok) throw new Error(result.refusal.zh)
    const plan = await planOf('court-2026.txt')
    expect(result.source.text).toContain('任务台账')
    for (const m of filterMeasures(plan)) {
      expect(result.source.text).toContain(m.title)
      for (const unit of [...m.lead, ...m.responsible]) expect(result.source.text).toContain(unit.name)
    }
    expect(result.source.text).toContain('(一)办理破产')
  })

  it('writes the alignment with --upper', async () => {
    const to = join(scratch(), '对照.docx')
    expect((await yingshang(['plan', 'export', sample('court-2026.txt'), '--upper', sample('city-2026.html'), '--to', to])).code).toBe(0)
    const result = await readDocument(new Uint8Array(readFileSync(to)))
    expect(result.ok && result.source.text).toContain('上级任务未落实')
  })
})

describe('plan export refuses', () => {
  it('other formats, missing folders and impossible months as wrong use, before anything is written', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'a.xlsx'))
    for (const [args, message] of [
      [['--to', join(folder, 'ledger.pdf')], /export\.format/],
      [['--to', join(folder, 'none', 'ledger.xlsx')], /output\.missing/],
      [['--to', join(folder, 'a.xlsx')], /output\.folder/],
      [['--to', join(folder, 'b.xlsx'), '--month', '2026-13'], /export\.month/],
      [[], /required option/],
    ] as const) {
      const ended = await yingshang(['plan', 'export', sample('court-2026.txt'), ...args])
      expect(ended).toMatchObject({ code: 2, out: '' })
      expect(ended.err).toMatch(message)
    }
    expect(readdirSync(folder)).toEqual(['a.xlsx'])
  })

  it('a document that cannot be read, leaving an older export as it was', async () => {
    const to = join(scratch(), 'ledger.xlsx')
    writeFileSync(to, 'an older export')
    const ended = await yingshang(['plan', 'export', '-', '--to', to], { input: '' })
    expect(ended.code).toBe(1)
    expect(readFileSync(to, 'utf8')).toBe('an older export')
    expect(existsSync(`${to}.part`)).toBe(false)
  })
})
