import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from '@yingshang/plan'
import { describe, expect, it } from 'vitest'
import { width } from '../src/terminal.ts'
import { command, MAIN, NODE, ROOT, sample, scratch, yingshang } from './command.ts'
import { expectContract } from './contract.ts'

const read = async (...args: string[]): Promise<Plan> => {
  const { code, out, err } = await yingshang(['plan', 'read', ...args, '--json'])
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out)
}
const measures = (plan: Plan) => plan.measures.filter((m) => m.kind === 'measure')

describe('plan read --json', () => {
  it.each([
    ['province-2026.docx', 24, '云岭省优化营商环境2026年行动计划'],
    ['city-2026.html', 16, '栖川市优化营商环境2026年工作方案'],
    ['court-2026.txt', 10, '栖川市青禾区人民法院优化营商环境实施方案'],
    ['city-2025.docx', 10, '栖川市优化营商环境2025年重点任务清单'],
  ])('%s holds %i measures, each field with the words that it came from', async (name, count, title) => {
    const plan = await read(sample(name))
    expect(plan.title.value?.replace(/\s/g, '')).toBe(title)
    expect(measures(plan)).toHaveLength(count)
    expectContract(plan)
  })

  it('gives the units, dates and numbers of a measure', async () => {
    const plan = await read(sample('province-2026.docx'))
    const online = plan.measures.find((m) => m.number === '21')!
    expect(online.title).toBe('推行商事案件全流程网上办理')
    expect(online.lead.map((u) => u.name)).toEqual(['省法院'])
    expect(online.milestones.map((m) => m.due)).toEqual(['2026-08-31', '2026-12-31'])
    expect(online.targets.map((t) => [t.subject, t.comparator, t.value, t.unit])).toEqual([
      ['网上立案率', '>=', 85, '%'],
      ['电子送达率', '>=', 80, '%'],
    ])
    expect(plan.measures.filter((m) => m.kind === 'governance').length).toBe(3)
  })

  it('reads standard input as it reads the file', async () => {
    const file = await yingshang(['plan', 'read', sample('court-2026.txt'), '--json'])
    const input = await yingshang(['plan', 'read', '-', '--json'], { input: readFileSync(sample('court-2026.txt')) })
    expect(input.code).toBe(0)
    expect(input.out).toBe(file.out)
  })

  it('takes year and date of issue from the command line, but the year of a clause stays its own', async () => {
    const input = '某市专项行动方案\n一、主要任务\n1.开通服务热线。6月底前，开通服务热线；2028年3月底前，全市贯通。（责任单位：市商务局）\n'
    const { out } = await yingshang(['plan', 'read', '-', '--json', '--year', '2031'], { input })
    expect(JSON.parse(out).measures[0].milestones.map((m: { due: string }) => m.due)).toEqual(['2031-06-30', '2028-03-31'])
    const dated = await yingshang(['plan', 'read', '-', '--json', '--issued-on', '2030-01-15'], { input })
    expect(JSON.parse(dated.out).issuedOn.value).toBe('2030-01-15')
    expect(JSON.parse(dated.out).measures[0].milestones[0].due).toBe('2030-06-30')
  })

  it('prints one line for each of several files and tells progress on standard error', async () => {
    const files = [sample('court-2026.txt'), sample('city-2025.docx')]
    const { code, out, err } = await yingshang(['plan', 'read', ...files, '--json'])
    expect(code).toBe(0)
    const plans = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(plans.map((p) => p.file)).toEqual(files)
    expect(err.split('\n').filter(Boolean)).toEqual(files.map((f, i) => `[${i + 1}/2] ${f}`))
    expect((await yingshang(['plan', 'read', ...files, '--quiet'])).err).toBe('')
  })

  it('adds the alignment with --upper', async () => {
    const plan = await read(sample('court-2026.txt'), '--upper', sample('city-2026.html'))
    const { alignment } = plan as Plan & { alignment: { pairs: { lower: string }[]; drift: unknown[] } }
    expect(alignment.pairs.length).toBeGreaterThanOrEqual(6)
    expect(alignment.drift).toHaveLength(alignment.pairs.length)
    expectContract(plan)
  })

  it('writes the JSON of each file into --out, telling apart files of one name', async () => {
    const folder = scratch()
    const twin = join(folder, 'court-2026.txt')
    copyFileSync(sample('court-2026.txt'), twin)
    const out = join(folder, 'read', 'deep')
    const { code } = await yingshang(['plan', 'read', sample('court-2026.txt'), twin, '--out', out])
    expect(code).toBe(0)
    expect(readdirSync(out).sort()).toEqual(['court-2026-2.json', 'court-2026.json'])
    expectContract(JSON.parse(readFileSync(join(out, 'court-2026-2.json'), 'utf8')))
  })
})

describe('plan read as a table', () => {
  it.each([60, 80, 120])('fits a terminal of %i columns', async (columns) => {
    const { code, out } = await yingshang(['plan', 'read', sample('city-2026.html')], { env: { COLUMNS: String(columns) } })
    expect(code).toBe(0)
    const [head, ...lines] = out.slice(out.indexOf('序号')).split('\n')
    for (const line of [head!, ...lines]) expect(width(line), line).toBeLessThanOrEqual(columns)
    expect(out).toContain('…')
  })

  it('cuts nothing and colours nothing when it is no terminal', async () => {
    const { out } = await yingshang(['plan', 'read', sample('province-2026.docx')])
    expect(out).not.toContain('…')
    expect(out).not.toContain('\u001b')
    expect(out).toContain('人民银行云岭省分行')
    expect(out).toMatch(/任务 24 {2}推进保障 3/)
  })

  it('sums up several files in a line each', async () => {
    const { out } = await yingshang(['plan', 'read', sample('court-2026.txt'), sample('city-2025.docx'), '--quiet'])
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[2]).toMatch(/court-2026\.txt\s+10 /)
  })

  it('says so when a text holds no measure', async () => {
    const { code, err } = await yingshang(['plan', 'read', '-'], { input: '今天天气很好，大家去公园散步。' })
    expect(code).toBe(0)
    expect(err).toContain('没有读到任务')
  })

  it('ends quietly when its reader leaves', async () => {
    const { code, out, err } = await command(
      'bash',
      ['-o', 'pipefail', '-c', `"${NODE}" "${MAIN}" plan read "${sample('province-2026.docx')}" --json | head -c 20`],
      {
        cwd: ROOT,
      },
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toHaveLength(20)
  })
})

describe('plan read refuses', () => {
  const docx = readFileSync(sample('province-2026.docx'))
  const junk = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256)
  const blankPdf = Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
    'latin1',
  )
  it.each<[string, string, Uint8Array, RegExp]>([
    ['an empty file', 'empty.txt', new Uint8Array(), /document\.empty/],
    ['white space', 'space.txt', Buffer.from(' \n\t\n'), /document\.empty/],
    ['binary junk', 'junk.txt', junk, /document\.(binary|unsupported)/],
    ['a cut docx', 'cut.docx', docx.subarray(0, docx.length >> 1), /document\.(truncated|corrupt)/],
    ['a pdf without text', 'scan.pdf', blankPdf, /document\.(scanned|empty)/],
  ])('%s, in both languages on standard error, with code 1 and nothing on standard output', async (_, name, bytes, code) => {
    const file = join(scratch(), name)
    writeFileSync(file, bytes)
    const ended = await yingshang(['plan', 'read', file, '--json'])
    expect(ended.code).toBe(1)
    expect(ended.out).toBe('')
    expect(ended.err).toMatch(code)
    expect(ended.err).toContain(file)
    expect(ended.err).toMatch(/\p{Script=Han}{4}.*[a-z]{3} [a-z]{2}/su)
  })

  it('one file and still reads the others', async () => {
    const file = join(scratch(), 'empty.txt')
    writeFileSync(file, '')
    const ended = await yingshang(['plan', 'read', sample('court-2026.txt'), file, sample('city-2025.docx'), '--json'])
    expect(ended.code).toBe(1)
    expect(ended.out.trimEnd().split('\n')).toHaveLength(2)
    expect(ended.err).toContain('document.empty')
  })

  it('nothing because of its name: the content decides', async () => {
    const file = join(scratch(), '方案.txt')
    copyFileSync(sample('province-2026.docx'), file)
    expect(measures(await read(file))).toHaveLength(24)
  })
})

describe('wrong use ends with code 2', () => {
  it.each([
    [['plan', 'read'], /missing required argument/],
    [['plan', 'read', 'nowhere.txt'], /file\.missing/],
    [['plan', 'read', '.'], /file\.folder/],
    [['plan', 'read', '-', '-'], /input\.twice/],
    [['plan', 'read', sample('court-2026.txt'), '--out', sample('city-2025.docx')], /output\.file/],
    [['plan', 'read', 'x.txt', '--year', '26'], /四位数字/],
    [['plan', 'read', 'x.txt', '--issued-on', '2026-02-30'], /YYYY-MM-DD/],
    [['plan', 'read', 'x.txt', '--colour'], /unknown option/],
    [['plan', 'raed'], /unknown command/],
    [['plna'], /unknown command/],
    [['plan'], /用法 Usage/],
    [[], /用法 Usage/],
  ])('%j', async (args, message) => {
    const { code, out, err } = await yingshang(args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(message)
  })
})
