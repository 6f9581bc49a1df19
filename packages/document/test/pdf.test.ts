import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../src/index.ts'
import { blankPdf, chinesePdf, lockedPdf, scannedPdf, ucs2 } from './pdf-files.ts'

const CHROMIUM = '/usr/bin/chromium'

/** Prints html with Chromium, as an office would save a page as PDF. */
function printed(html: string, furniture: boolean): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'document-pdf-'))
  try {
    writeFileSync(join(folder, 'page.html'), html)
    execFileSync(
      CHROMIUM,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${join(folder, 'profile')}`,
        ...(furniture ? [] : ['--no-pdf-header-footer']),
        `--print-to-pdf=${join(folder, 'page.pdf')}`,
        `file://${join(folder, 'page.html')}`,
      ],
      { stdio: 'ignore', timeout: 50_000 },
    )
    return new Uint8Array(readFileSync(join(folder, 'page.pdf')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function read(bytes: Uint8Array) {
  const result = await readDocument(bytes)
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.en}`)
  return result.source
}
const code = async (bytes: Uint8Array) => {
  const result = await readDocument(bytes)
  return result.ok ? 'ok' : result.refusal.code
}

const SENTENCES = [
  '市场监督管理部门要会同税务、公安、人力资源社会保障等部门，持续优化企业开办流程，推行全程网上办理，逐步实现营业执照、印章、发票、社保登记一次办结。',
  '到2024年6月底前，一般企业开办时间压缩至1个工作日以内，网上办理率达到95%以上。',
  '深入推进“一件事一次办”改革，完善帮办代办机制；对涉及民生的高频事项，立足长远，由首办部门负责到底，不得推诿。',
  '各区〈市〉要落实企业账户“绿色通道”“白名单”等“3210”服务，减免用户费用（牵头单位：市金融监管局）。',
  '建立健全督导评价制度，每月10日前报送进展情况，年底前开展一次全面评估。',
]
const PARAGRAPHS = Array.from({ length: 48 }, (_, i) =>
  i % 6 === 0
    ? `${['一', '二', '三', '四', '五', '六', '七', '八'][i / 6]}、重点任务之${['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'][i / 6]}`
    : `${i}．${SENTENCES.slice(0, (i % 5) + 1).join('')}`,
)

const STYLE = `@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font-family:"Noto Serif CJK SC";font-size:16pt;line-height:28pt;text-align:justify}
p{text-indent:2em;margin:0}h1{text-align:center;font-size:22pt;font-weight:normal}table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;font-size:12pt;line-height:18pt;padding:2pt 4pt}`

const printable = existsSync(CHROMIUM) || process.env.CI === 'true'
if (!printable) console.warn(`skipped: ${CHROMIUM} is not there, so no PDF can be printed`)

describe.skipIf(!printable)('PDF printed by a browser', () => {
  it('gives back the paragraphs that were printed, across lines and pages, without heads, feet and radicals', async () => {
    const html = `<!doctype html><meta charset="utf-8"><title>样张</title><style>${STYLE}</style><h1>青山市优化营商环境提升行动<br>实施方案</h1>${PARAGRAPHS.map((t) => `<p>${t}</p>`).join('')}`
    for (const furniture of [false, true]) {
      const source = await read(printed(html, furniture))
      expect(source.pages).toBeGreaterThan(5)
      expect(source.text.split('\n')).toEqual(['青山市优化营商环境提升行动实施方案', ...PARAGRAPHS])
      expect(source.notes.map((n) => n.code)).toContain('text.radicals')
      // A paragraph that crosses a page has a block on each.
      const pagesOf = new Map<number, Set<number>>()
      for (const block of source.blocks) pagesOf.set(block.paragraph!, (pagesOf.get(block.paragraph!) ?? new Set()).add(block.page!))
      expect([...pagesOf.values()].some((pages) => pages.size === 2)).toBe(true)
    }
  })

  it('gives back paragraphs set apart by space instead of an indent', async () => {
    const style = '@page{size:A4}body{font-family:"Noto Sans CJK SC";font-size:12pt;line-height:1.6}p{margin:0 0 8pt}'
    const html = `<!doctype html><meta charset="utf-8"><title>样张</title><style>${style}</style>${PARAGRAPHS.map((t) => `<p>${t}</p>`).join('')}`
    expect((await read(printed(html, true))).text.split('\n')).toEqual(PARAGRAPHS)
  })

  it('reads a ruled table cell by cell, with merged cells, over two pages', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [
      String(i + 1),
      `推进第${i + 1}项改革，压减材料和环节，提高网上办理比例，确保按期完成`,
      '市市场监督管理局',
      '2024年6月底前',
    ])
    const html = `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><p>任务清单如下。</p><table><thead><tr><th rowspan="2">序号<th rowspan="2">任务<th colspan="2">责任</tr><tr><th>单位<th>时限</tr></thead>${rows
      .map((r) => `<tr>${r.map((c) => `<td>${c}`).join('')}</tr>`)
      .join('')}</table><p>以上任务请认真落实。</p>`
    const source = await read(printed(html, false))
    const lines = source.text.split('\n')
    expect(lines[0]).toBe('任务清单如下。')
    expect(lines[1]).toBe('序号\t任务\t责任')
    expect(lines[2]).toBe('\t\t单位\t时限')
    expect(lines.filter((l) => /^\d+\t/.test(l))).toEqual(rows.map((r) => r.join('\t')))
    expect(lines.at(-1)).toBe('以上任务请认真落实。')
    const cells = source.blocks.filter((b) => b.kind === 'cell')
    expect(new Set(cells.map((b) => b.table)).size).toBe(1)
    expect(cells.find((b) => source.text.slice(b.start, b.end) === '责任')).toMatchObject({ row: 0, column: 2, columnSpan: 2 })
  })
})

describe('PDF made by hand', () => {
  const lines = [
    [90, 120, 16, '一、工作目标'],
    [122, 150, 16, '深化“放管服”改革，压缩时限。'],
  ] as const

  it('reads fonts that are named and not embedded, by Unicode and by GBK codes', async () => {
    const gbk = (text: string) => iconv.encode(text, 'gbk').toString('hex')
    for (const file of [chinesePdf([lines]), chinesePdf([lines], { name: 'GBK-EUC-H', encode: gbk })])
      expect((await read(file)).text).toBe('一、工作目标\n深化“放管服”改革，压缩时限。')
  })

  it('says so when fonts have shapes and no characters, instead of giving noise', async () => {
    const glyphs = (text: string) => [...text].map((_, i) => (4000 + i * 7).toString(16).padStart(4, '0')).join('')
    expect(await code(chinesePdf([lines], { name: 'Identity-H', encode: glyphs }))).toBe('document.unsupported')
  })

  it('drops page numbers with dashes and running heads, and keeps a figure that stands alone in the text', async () => {
    const page = (n: number) =>
      [
        [200, 40, 10, '青山市人民政府文件'],
        [90, 150, 16, `第${n}部分正文内容如下所示，特此说明。`],
        [90, 180, 16, '12'],
        [280, 780, 14, `— ${n} —`],
      ] as const
    const source = await read(chinesePdf([page(1), page(2), page(3), page(4)]))
    expect(source.text.split('\n')).toEqual([1, 2, 3, 4].flatMap((n) => [`第${n}部分正文内容如下所示，特此说明。`, '12']))
    expect(source.notes.map((n) => n.code)).toContain('pdf.furniture')
  })

  it('drops bare page numbers only when they count the pages', async () => {
    const page = (n: number, foot: string) =>
      [
        [90, 150, 16, `第${n}部分正文内容如下所示，特此说明。`],
        [290, 800, 12, foot],
      ] as const
    expect((await read(chinesePdf([page(1, '5'), page(2, '6')]))).text).not.toMatch(/\n[56]/)
    expect((await read(chinesePdf([page(1, '50'), page(2, '7')]))).text).toMatch(/50\n[\s\S]*7/)
  })

  it('refuses scans, blank pages, locked files and cut files, each by its own code', async () => {
    expect(await code(scannedPdf())).toBe('document.scanned')
    expect(await code(blankPdf())).toBe('document.empty')
    expect(await code(lockedPdf())).toBe('document.encrypted')
    const whole = chinesePdf([lines])
    expect(await code(whole)).toBe('ok')
    for (const share of [0.2, 0.5, 0.9]) expect(await code(whole.subarray(0, Math.floor(whole.length * share)))).toBe('document.truncated')
  })

  it('refuses more pages than the limit', async () => {
    const result = await readDocument(chinesePdf([lines, lines, lines]), { limits: { maxPages: 2 } })
    expect(!result.ok && result.refusal).toMatchObject({ code: 'document.too-large', detail: { pages: 3, limit: 2 } })
  })

  it('encodes what it says', () => expect(ucs2('一a')).toBe('4e000061'))
})
