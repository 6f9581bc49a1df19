/**
 * Makes the sample plans in samples/plans from the readable texts in samples/sources, each in a format that plans really arrive in:
 * the province's as Word, the city's as a saved web page, the court's as a GB18030 text, last year's as Word with a table of tasks.
 * The same sources give the same bytes. Run: `node scripts/make-samples.ts [--check]`; --check writes nothing and fails on a difference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  AlignmentType,
  Document,
  HeadingLevel,
  type IParagraphOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import iconv from 'iconv-lite'

const samples = fileURLToPath(new URL('../samples/', import.meta.url))
const sourceLines = (name: string) =>
  readFileSync(join(samples, 'sources', `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

const DOMAIN = /^（[一二三四五六七八九十]+）[^。]*。?$/
const CHAPTER = /^[一二三四五六七八九十]+、/

/** One line of a plan as a paragraph of Word: titles centred, chapters and domains as headings, the rest indented by two characters. */
function paragraph(line: string, centred: boolean): Paragraph {
  const font = (name: string, size: number) => new TextRun({ text: line, font: { ascii: name, eastAsia: name, hAnsi: name }, size })
  const options: IParagraphOptions = centred
    ? { alignment: AlignmentType.CENTER, children: [font('宋体', 36)] }
    : CHAPTER.test(line)
      ? { heading: HeadingLevel.HEADING_1, children: [font('黑体', 32)] }
      : DOMAIN.test(line)
        ? { heading: HeadingLevel.HEADING_2, children: [font('楷体', 32)] }
        : { indent: { firstLine: 640 }, children: [font('仿宋', 32)] }
  return new Paragraph(options)
}

/** Word stamps the time of writing into a file; this puts a fixed one in its place so that the bytes depend on the text alone. */
async function word(children: (Paragraph | Table)[], title: string): Promise<Uint8Array> {
  const packed = await Packer.toBuffer(new Document({ title, creator: 'Yingshang samples', sections: [{ children }] }))
  const parts: Zippable = {}
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(packed)))) {
    const fixed =
      name === 'docProps/core.xml'
        ? strToU8(strFromU8(bytes).replace(/(<dcterms:\w+ xsi:type="dcterms:W3CDTF">)[^<]*/g, '$12026-01-01T00:00:00Z'))
        : bytes
    parts[name] = [fixed, { mtime: '2026-01-01T00:00:00' }]
  }
  return zipSync(parts, { level: 9 })
}

/** The lines before the first chapter are the notice and the title page; short lines there stand in the middle. */
function wordOfLines(lines: readonly string[], title: string): Promise<Uint8Array> {
  const body = lines.findIndex((line) => CHAPTER.test(line))
  return word(
    lines.map((line, i) => paragraph(line, i < body && !/[。：；]$/.test(line))),
    title,
  )
}

const cell = (text: string, columnSpan = 1) => new TableCell({ columnSpan, children: [new Paragraph(text)] })

/** Last year's list as a table: number, task, deadline, lead agency, responsible agencies; a domain is a row over all columns. */
function wordOfTable(lines: readonly string[], title: string): Promise<Uint8Array> {
  const start = lines.findIndex((line) => CHAPTER.test(line))
  const rows = [new TableRow({ tableHeader: true, children: ['序号', '重点任务', '完成时限', '牵头单位', '责任单位'].map((h) => cell(h)) })]
  for (const line of lines.slice(start)) {
    const item = /^(\d+)\.(.*)（牵头单位：([^；）]*)(?:；责任单位：([^）]*))?）$/.exec(line)
    if (item === null) {
      rows.push(new TableRow({ children: [cell(line, 5)] }))
      continue
    }
    const [, number, text, lead, responsible] = item
    const due = /。([^，。]{1,6}底前)，/.exec(text!)
    const task = due === null ? text! : text!.replace(`${due[1]}，`, '')
    rows.push(new TableRow({ children: [number!, task, due?.[1] ?? '全年', lead!, responsible ?? ''].map((t) => cell(t)) }))
  }
  const table = new Table({ rows, width: { size: 100, type: WidthType.PERCENTAGE } })
  return word([...lines.slice(0, start).map((line) => paragraph(line, !/[。：；]$/.test(line))), table], title)
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** A page as a browser saves it from a government site: navigation, tools and footer around the article. */
function page(lines: readonly string[], title: string): string {
  const article = lines.map((line) =>
    CHAPTER.test(line) || DOMAIN.test(line)
      ? `        <p style="text-indent:2em"><strong>${escaped(line)}</strong></p>`
      : `        <p style="text-indent:2em">${escaped(line)}</p>`,
  )
  return `<!DOCTYPE html>
<!-- saved from url=(0039)https://www.qichuan.example/zwgk/7.html -->
<html lang="zh-CN">
<head>
  <meta charset="utf-8">
  <title>${escaped(title)}_栖川市人民政府</title>
  <style>body { font-family: sans-serif } .nav a { margin-right: 1em }</style>
  <script>var pageId = 7; function fontSize(n) { document.getElementById('zoom').style.fontSize = n + 'px' }</script>
</head>
<body>
  <div class="header"><a href="/">栖川市人民政府</a> <form action="/search"><input name="q" value=""><button>搜索</button></form></div>
  <ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul>
  <div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 市政府文件</div>
  <div class="main">
    <div class="tools">发布时间：2026-03-26 09:12 浏览次数：318 字号：<a href="javascript:fontSize(18)">大</a> <a href="javascript:fontSize(16)">中</a> <a href="javascript:fontSize(14)">小</a></div>
    <div id="zoom" class="article">
${article.join('\n')}
    </div>
    <div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a> <a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
    <div class="related"><h3>相关链接</h3><ul><li><a href="/zwgk/6.html">关于公布2026年民生实事的通告</a></li><li><a href="/zwgk/5.html">关于调整公共交通线路的公告</a></li></ul></div>
  </div>
  <div class="footer"><p>主办：栖川市人民政府办公室</p><p>网站标识码：0000000000</p></div>
</body>
</html>
`
}

const made: Record<string, Uint8Array> = {
  'province-2026.docx': await wordOfLines(sourceLines('province-2026'), '云岭省优化营商环境2026年行动计划'),
  'city-2026.html': strToU8(page(sourceLines('city-2026'), '栖川市优化营商环境2026年工作方案')),
  'court-2026.txt': iconv.encode(`${sourceLines('court-2026').join('\r\n')}\r\n`, 'gb18030'),
  'city-2025.docx': await wordOfTable(sourceLines('city-2025'), '栖川市优化营商环境2025年重点任务清单'),
}

const check = process.argv.includes('--check')
for (const [name, bytes] of Object.entries(made)) {
  const path = join(samples, 'plans', name)
  const same = existsSync(path) && Buffer.compare(readFileSync(path), bytes) === 0
  if (!same && check) process.exitCode = 1
  if (!same && !check) writeFileSync(path, bytes)
  console.log(`${same ? 'same   ' : check ? 'differs' : 'written'} ${name} ${bytes.length} bytes`)
}
