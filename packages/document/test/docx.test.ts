import { describe, expect, it } from 'vitest'
import { readDocument } from '../src/index.ts'
import { cell, list, numbered, p, row, run, table, type WordParts, wordPackage } from './word-package.ts'

async function read(parts: WordParts) {
  const result = await readDocument(wordPackage(parts))
  if (!result.ok) throw new Error(result.refusal.en)
  return result.source
}
const lines = async (parts: WordParts) => (await read(parts)).text.split('\n')

describe('Word paragraphs', () => {
  it('gives one line a paragraph, soft breaks as lines of the same paragraph', async () => {
    const source = await read({ body: p('第一段。') + p(`${run('上行')}<w:r><w:br/></w:r>${run('下行')}`) + p('') + p('末段。') })
    expect(source.text).toBe('第一段。\n上行\n下行\n末段。')
    expect(source.blocks.map((b) => b.paragraph)).toEqual([0, 1, 1, 3])
  })

  it('leaves out tracked deletions, moved-away text, hidden text and field codes, and keeps insertions', async () => {
    const body =
      p(
        `${run('保留')}<w:del><w:r><w:delText>删除</w:delText></w:r></w:del><w:ins>${run('新增')}</w:ins><w:moveFrom>${run('移走')}</w:moveFrom>` +
          `<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>${run('链接')}</w:hyperlink>`,
      ) +
      p(run('前半'), '<w:rPr><w:del/></w:rPr>') +
      p('后半')
    const source = await read({ body })
    expect(source.text).toBe('保留新增链接\n前半后半')
    expect(source.notes.map((n) => n.code)).toContain('docx.deletions')
  })

  it('reads a text box once, after its paragraph, whichever alternate it stands in', async () => {
    const box = (text: string) => `<w:txbxContent>${p(text)}</w:txbxContent>`
    const body =
      p(
        `${run('锚定段')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>${box('框中字')}</wps:txbx></w:drawing></mc:Choice>` +
          `<mc:Fallback><w:pict><v:textbox>${box('框中字')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`,
      ) + p('下一段')
    expect(await lines({ body })).toEqual(['锚定段', '框中字', '下一段'])
  })

  it('knows headings by style, by inherited style and by outline level, and drops the table of contents', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="my"><w:name w:val="自定标题"/><w:basedOn w:val="2"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    const source = await read({
      styles,
      body:
        p('一、目标 3', '<w:pStyle w:val="t1"/>') +
        p('一、目标', '<w:pStyle w:val="2"/>') +
        p('二、措施', '<w:pStyle w:val="my"/>') +
        p('三、保障', '<w:outlineLvl w:val="0"/>') +
        p('正文', '<w:outlineLvl w:val="9"/>'),
    })
    expect(source.blocks.map((b) => [b.kind, b.level])).toEqual([
      ['heading', 2],
      ['heading', 2],
      ['heading', 1],
      ['paragraph', undefined],
    ])
    expect(source.notes.map((n) => n.code)).toContain('docx.contents')
  })
})

describe('Word automatic numbering', () => {
  const numbering =
    list(0, [
      ['chineseCounting', '%1、', 'nothing'],
      ['chineseCounting', '（%2）', 'nothing'],
      ['decimal', '%3.'],
      ['decimal', '（%4）'],
      ['decimalEnclosedCircleChinese', '%5'],
    ]) +
    list(1, [
      ['decimal', '%1'],
      ['decimal', '%1.%2'],
    ]) +
    list(2, [['ideographDigital', '第%1条']]) +
    list(3, [['bullet', '●']]) +
    [0, 1, 2, 3].map((n) => `<w:num w:numId="${n + 1}"><w:abstractNumId w:val="${n}"/></w:num>`).join('') +
    '<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'

  it('prints Chinese and decimal levels, restarting below each higher level', async () => {
    const body = [
      [1, 0, '总体要求'],
      [1, 0, '重点任务'],
      [1, 1, '开办'],
      [1, 2, '压减环节'],
      [1, 2, '压减时间'],
      [1, 3, '分项'],
      [1, 4, '小项'],
      [1, 1, '办理'],
      [1, 2, '再起'],
      [1, 0, '保障'],
    ]
      .map(([id, level, text]) => p(String(text), numbered(Number(id), Number(level))))
      .join('')
    expect(await lines({ body, numbering })).toEqual([
      '一、总体要求',
      '二、重点任务',
      '（一）开办',
      '1. 压减环节',
      '2. 压减时间',
      '（1）分项',
      '①小项',
      '（二）办理',
      '1. 再起',
      '三、保障',
    ])
  })

  it('prints levels of levels, digit-wise numbers, and nothing for bullets', async () => {
    const body =
      p('甲', numbered(2)) +
      p('乙', numbered(2, 1)) +
      p('丙', numbered(2, 1)) +
      Array.from({ length: 10 }, (_, i) => p(`条${i + 1}`, numbered(3))).join('') +
      p('点', numbered(4)) +
      p('无', numbered(0))
    const read = await lines({ body, numbering })
    expect(read.slice(0, 3)).toEqual(['1 甲', '1.1 乙', '1.2 丙'])
    expect(read[12]).toBe('第一〇条条10')
    expect(read.slice(13)).toEqual(['点', '无'])
  })

  it('continues one definition across instances and restarts where an instance says so', async () => {
    const body = p('甲', numbered(1)) + p('乙', numbered(1)) + p('丙', numbered(9)) + p('丁', numbered(9))
    expect(await lines({ body, numbering })).toEqual(['一、甲', '二、乙', '一、丙', '二、丁'])
  })

  it('takes numbering from the style, and counts a paragraph even when it is empty', async () => {
    const styles = `<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`
    expect(
      await lines({
        numbering,
        styles,
        body: p('甲', '<w:pStyle w:val="h"/>') + p('', '<w:pStyle w:val="h"/>') + p('乙', '<w:pStyle w:val="h"/>'),
      }),
    ).toEqual(['一、甲', '三、乙'])
  })
})

describe('Word documents of pictures alone', () => {
  it('are refused as scans, and not as empty ones', async () => {
    const body = p('<w:r><w:drawing/></w:r>')
    const result = await readDocument(wordPackage({ body, extra: { 'word/media/image1.jpeg': new Uint8Array([0xff, 0xd8, 0xff]) } }))
    expect(result.ok ? 'read' : result.refusal.code).toBe('document.scanned')
    const blank = await readDocument(wordPackage({ body: p('') }))
    expect(blank.ok ? 'read' : blank.refusal.code).toBe('document.empty')
  })
})

describe('Word forms', () => {
  it('leave out prompts that nobody has filled in', async () => {
    const field = (prompt: boolean, text: string) =>
      `<w:sdt><w:sdtPr>${prompt ? '<w:showingPlcHdr/>' : ''}</w:sdtPr><w:sdtContent>${run(text)}</w:sdtContent></w:sdt>`
    expect(
      await lines({ body: p(`${run('联系人：')}${field(true, '单击此处输入')}`) + p(`${run('电话：')}${field(false, '123')}`) }),
    ).toEqual(['联系人：', '电话：123'])
  })

  it('stand on the level that the definition gives to their style', async () => {
    const level = (i: number, format: string, text: string, style: string) =>
      `<w:lvl w:ilvl="${i}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:pStyle w:val="${style}"/><w:suff w:val="nothing"/><w:lvlText w:val="${text}"/></w:lvl>`
    const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'chineseCounting', '第%1章 ', 'a')}${level(1, 'chineseCounting', '第%2条 ', 'b')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
    const style = (id: string) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`
    const body = p('总则', '<w:pStyle w:val="a"/>') + p('甲', '<w:pStyle w:val="b"/>') + p('乙', '<w:pStyle w:val="b"/>')
    expect(await lines({ body, numbering, styles: style('a') + style('b') })).toEqual(['第一章 总则', '第一条 甲', '第二条 乙'])
  })
})

describe('Word tables', () => {
  it('gives one line a row with cells at their columns, and automatic numbers in cells', async () => {
    const numbering = `${list(0, [['decimal', '%1', 'nothing']])}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`
    const source = await read({
      numbering,
      body:
        p('前') +
        table(
          row(cell('序号'), cell('任务'), cell(p('牵头') + p('单位'))),
          row(cell(p('', numbered(1))), cell('甲'), cell(p('市财政局') + p('市税务局'))),
          row(cell(p('', numbered(1))), cell('乙'), cell('')),
        ) +
        p('后'),
    })
    expect(source.text).toBe('前\n序号\t任务\t牵头单位\n1\t甲\t市财政局 市税务局\n2\t乙\t\n后')
    expect(source.blocks.map((b) => [b.kind, b.row, b.column])).toEqual([
      ['paragraph', undefined, undefined],
      ['cell', 0, 0],
      ['cell', 0, 1],
      ['cell', 0, 2],
      ['cell', 1, 0],
      ['cell', 1, 1],
      ['cell', 1, 2],
      ['cell', 2, 0],
      ['cell', 2, 1],
      ['paragraph', undefined, undefined],
    ])
  })

  it('keeps columns right under merged cells and repeats no text', async () => {
    const merge = (start: boolean) => (start ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>')
    const source = await read({
      body: table(
        row(cell('类别', merge(true)), cell('单位', '<w:gridSpan w:val="2"/>')),
        row(cell('', merge(false)), cell('牵头'), cell('配合')),
        row(cell('开办', merge(true)), cell('甲'), cell('乙')),
        row(cell('', merge(false)), cell('丙'), cell('丁')),
      ),
    })
    expect(source.text).toBe('类别\t单位\n\t牵头\t配合\n开办\t甲\t乙\n\t丙\t丁')
    expect(source.blocks.find((b) => source.text.slice(b.start, b.end) === '类别')).toMatchObject({ row: 0, column: 0, rowSpan: 2 })
    expect(source.blocks.find((b) => source.text.slice(b.start, b.end) === '单位')).toMatchObject({ row: 0, column: 1, columnSpan: 2 })
    expect(source.blocks.find((b) => source.text.slice(b.start, b.end) === '丁')).toMatchObject({ row: 3, column: 2 })
  })

  it('reads a table of one cell as a frame, and a table inside a cell as part of that cell', async () => {
    expect(await lines({ body: table(row(cell(p('框内一') + p('框内二')))) })).toEqual(['框内一', '框内二'])
    expect(await lines({ body: table(row(cell('外'), cell(table(row(cell('内1'), cell('内2'))) + p('')))) })).toEqual(['外\t内1 内2'])
  })

  it('leaves out rows deleted under tracked changes', async () => {
    const gone = `<w:tr><w:trPr><w:del/></w:trPr>${cell('删')}${cell('除')}</w:tr>`
    expect(await lines({ body: table(row(cell('甲'), cell('乙')), gone, row(cell('丙'), cell('丁'))) })).toEqual(['甲\t乙', '丙\t丁'])
  })
})
