import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type OfficialDocument, readDocument, writeOfficialDocument } from '../src/index.ts'
import { child, children, parseXml, textOf, type XmlElement } from '../src/xml.ts'

const NOTICE: OfficialDocument = {
  title: '青山市人民政府\n关于公布任务台账的通知',
  redHead: { mark: '青山市人民政府文件', signer: '张三' },
  number: '青政发〔2024〕6号',
  recipients: '各区（市）人民政府，市政府各部门',
  body: [
    { kind: 'paragraph', text: '现将台账印发给你们，请遵照执行。' },
    { kind: 'heading', level: 1, text: '一、总体要求' },
    { kind: 'heading', level: 2, text: '（一）压减时限' },
    { kind: 'paragraph', text: [{ text: '1. 企业开办。', lead: 3 }, { text: '压缩至1个工作日 <含> & "以内"。' }] },
    {
      kind: 'table',
      caption: '任务清单',
      columns: [{ title: '序号', align: 'center' }, { title: '任务' }, { title: '牵头单位' }, { title: '完成时限' }],
      rows: [
        [{ text: '1', rowSpan: 2 }, '压缩企业开办时间，推行全程网上办理', '市市场监管局', '2024年6月底前'],
        ['减少环节', '市税务局', '年底前'],
        [{ text: '合计', columnSpan: 3 }, '2项'],
      ],
    },
  ],
  attachments: ['任务台账', '联系名单'],
  signature: { units: ['青山市人民政府'], date: '2024-05-07' },
  note: '此件公开发布',
  annexes: [
    { title: '任务台账', body: [{ kind: 'paragraph', text: '（略）' }] },
    { title: '联系名单', body: [] },
  ],
  imprint: { copies: '市委各部门', office: '青山市人民政府办公室', date: '2024-05-08' },
}

const parts = (bytes: Uint8Array) => Object.entries(unzipSync(bytes)).map(([name, data]) => [name, new TextDecoder().decode(data)] as const)
const part = (bytes: Uint8Array, name: string) => parseXml(parts(bytes).find(([n]) => n === name)![1], name, 400)

function all(element: XmlElement, name: string): XmlElement[] {
  return children(element).flatMap((c) => [...(c.name === name ? [c] : []), ...all(c, name)])
}
const paragraphOf = (bytes: Uint8Array, text: string) => all(part(bytes, 'word/document.xml'), 'w:p').find((p) => textOf(p).includes(text))!

describe('an official document', () => {
  it('is a package whose parts are all well-formed', async () => {
    const bytes = await writeOfficialDocument(NOTICE)
    const xml = parts(bytes).filter(([name]) => /\.(xml|rels)$/.test(name))
    expect(xml.length).toBeGreaterThan(8)
    for (const [name, text] of xml) expect(() => parseXml(text, name, 400), name).not.toThrow()
    // Every relation leads to a part that is there.
    const names = new Set(parts(bytes).map(([name]) => name))
    for (const relation of children(part(bytes, 'word/_rels/document.xml.rels'))) expect(names).toContain(`word/${relation.attrs.Target}`)
  })

  it('is read back word for word, with its headings and its table', async () => {
    const result = await readDocument(await writeOfficialDocument(NOTICE))
    if (!result.ok) throw new Error(result.refusal.en)
    expect(result.source.text.split('\n')).toEqual([
      '青山市人民政府文件',
      '青政发〔2024〕6号 签发人：张三',
      '青山市人民政府',
      '关于公布任务台账的通知',
      '各区（市）人民政府，市政府各部门：',
      '现将台账印发给你们，请遵照执行。',
      '一、总体要求',
      '（一）压减时限',
      '1. 企业开办。压缩至1个工作日 <含> & "以内"。',
      '任务清单',
      '序号\t任务\t牵头单位\t完成时限',
      '1\t压缩企业开办时间，推行全程网上办理\t市市场监管局\t2024年6月底前',
      '\t减少环节\t市税务局\t年底前',
      '合计\t\t\t2项',
      '附件：1. 任务台账',
      '2. 联系名单',
      '青山市人民政府',
      '2024年5月7日',
      '（此件公开发布）',
      '附件1',
      '任务台账',
      '（略）',
      '附件2',
      '联系名单',
      '抄送：市委各部门。',
      '青山市人民政府办公室 2024年5月8日印发',
    ])
    const heading = result.source.blocks.filter((b) => b.kind === 'heading').map((b) => [result.source.text.slice(b.start, b.end), b.level])
    expect(heading).toContainEqual(['一、总体要求', 1])
    expect(heading).toContainEqual(['（一）压减时限', 2])
  })

  it('has the page of GB/T 9704: A4, 37/35/28/26 mm, 22 lines of 28 characters', async () => {
    const section = all(part(await writeOfficialDocument(NOTICE), 'word/document.xml'), 'w:sectPr').at(-1)!
    const mm = (twips: string | undefined) => Math.round((Number(twips) / 1440) * 25.4 * 10) / 10
    const size = child(section, 'w:pgSz')!.attrs
    const margin = child(section, 'w:pgMar')!.attrs
    expect([mm(size['w:w']), mm(size['w:h'])]).toEqual([210, 297])
    expect([margin['w:top'], margin['w:bottom'], margin['w:left'], margin['w:right']].map(mm)).toEqual([37, 35, 28, 26])
    const grid = child(section, 'w:docGrid')!.attrs
    const height = Number(size['w:h']) - Number(margin['w:top']) - Number(margin['w:bottom'])
    const width = Number(size['w:w']) - Number(margin['w:left']) - Number(margin['w:right'])
    expect(Math.floor(height / Number(grid['w:linePitch']))).toBe(22)
    expect(Math.floor(width / (16 * 20 + (Number(grid['w:charSpace']) / 4096) * 20) + 0.01)).toBe(28)
  })

  it('sets title, headings and body in their fonts and sizes, the first line in by two characters', async () => {
    const bytes = await writeOfficialDocument(NOTICE)
    const look = (text: string) => {
      const paragraph = paragraphOf(bytes, text)
      const run = child(all(paragraph, 'w:r')[0], 'w:rPr')
      return [
        child(run, 'w:rFonts')?.attrs['w:eastAsia'],
        Number(child(run, 'w:sz')?.attrs['w:val']) / 2,
        child(child(paragraph, 'w:pPr'), 'w:ind')?.attrs['w:firstLineChars'],
      ]
    }
    expect(look('关于公布任务台账的通知')).toEqual(['方正小标宋简体', 22, undefined])
    expect(look('一、总体要求')).toEqual(['黑体', 16, '200'])
    expect(look('（一）压减时限')).toEqual(['楷体_GB2312', 16, '200'])
    expect(look('现将台账印发')).toEqual(['仿宋_GB2312', 16, '200'])
    const lead = child(all(paragraphOf(bytes, '企业开办。'), 'w:r')[0], 'w:rPr')
    expect(child(lead, 'w:b')).toBeDefined()
    const mark = child(all(paragraphOf(bytes, '青山市人民政府文件'), 'w:r')[0], 'w:rPr')
    expect(child(mark, 'w:color')?.attrs['w:val']).toBe('FF0000')
  })

  it('numbers pages — 1 —, odd pages right and even pages left', async () => {
    const bytes = await writeOfficialDocument(NOTICE)
    const section = all(part(bytes, 'word/document.xml'), 'w:sectPr').at(-1)!
    expect(children(section, 'w:footerReference').map((r) => r.attrs['w:type'])).toEqual(['default', 'even'])
    const footers = ['word/footer1.xml', 'word/footer2.xml'].map((name) => all(part(bytes, name), 'w:p')[0]!)
    expect(footers.map((f) => child(child(f, 'w:pPr'), 'w:jc')?.attrs['w:val'])).toEqual(['right', 'left'])
    for (const footer of footers) expect(all(footer, 'w:r').map(textOf).join('')).toBe('— PAGE —')
    expect(child(part(bytes, 'word/settings.xml'), 'w:evenAndOddHeaders')).toBeDefined()
  })

  it('repeats the header row of a table and does not split rows', async () => {
    const rows = all(part(await writeOfficialDocument(NOTICE), 'word/document.xml'), 'w:tr')
    expect(rows.map((r) => child(child(r, 'w:trPr'), 'w:tblHeader') !== undefined)).toEqual([true, false, false, false])
    expect(rows.every((r) => child(child(r, 'w:trPr'), 'w:cantSplit') !== undefined)).toBe(true)
  })

  it('is the same to the byte for the same contents', async () => {
    expect(await writeOfficialDocument(NOTICE)).toEqual(await writeOfficialDocument(NOTICE))
  })

  it('needs nothing but a title and a body, and drops characters that XML cannot hold', async () => {
    const result = await readDocument(
      await writeOfficialDocument({ title: '名单', body: [{ kind: 'paragraph', text: '甲\u0001乙\uD800\n丙' }], landscape: true }),
    )
    expect(result.ok && result.source.text).toBe('名单\n甲乙\uFFFD\n丙')
  })

  it('refuses a date that is none', async () => {
    await expect(writeOfficialDocument({ title: '令', body: [], signature: { units: ['某院'], date: '2024年5月7日' } })).rejects.toThrow(
      RangeError,
    )
  })
})
