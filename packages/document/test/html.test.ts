import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../src/index.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
async function read(bytes: Uint8Array | string) {
  const result = await readDocument(typeof bytes === 'string' ? utf8(bytes) : bytes)
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.en}`)
  return result.source
}
const lines = async (html: string) => (await read(html)).text.split('\n')

const BODY = [
  '各区（市）人民政府，市政府各部门：',
  '为持续优化营商环境，结合我市实际，制定本方案，请认真组织实施。',
  '一、工作目标',
  '到2024年底前，企业开办时间压缩至1个工作日以内；网上办理率达到95%以上。',
  '二、重点任务',
  '（一）推进登记便利化。全面推行“一网通办”，压减材料，精简环节。（牵头单位：市市场监管局）',
  '（二）加强权益保护。依法平等保护各类企业，及时化解纠纷，降低维权成本。（牵头单位：市司法局）',
  '青山市人民政府',
  '2024年3月5日',
]
const paragraphs = BODY.map((t) => `<p style="text-indent:2em">${t}</p>`).join('\n')

/** A page as a government site serves it: menus, a path, tools, an article, a column of other news, an imprint. */
const site = (
  article: string,
) => `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>青山市优化营商环境实施方案_政务公开_青山市人民政府</title>
<style>.a{color:red}</style><script>var menu = "一、脚本里的文字，不是正文。"</script></head><body>
<div class="top"><ul class="menu">${['首页', '新闻中心', '政务公开', '政务服务', '互动交流', '走进青山'].map((t) => `<li><a href="#">${t}</a></li>`).join('')}</ul>
<form action="/s"><input value="请输入关键词，例如营商环境"><button>搜索</button></form></div>
<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 正文</div>
<div class="main"><div class="left">
<h1>青山市优化营商环境实施方案</h1>
<table class="info"><tr><td>索引号：</td><td>QS-2024-001</td><td>发文字号：</td><td>青政发〔2024〕3号</td></tr></table>
<div class="tools">字号：<a>大</a> <a>中</a> <a>小</a> <a>打印</a></div>
${article}
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div>上一篇：<a href="#">青山市召开优化营商环境推进会议，部署下一步工作</a></div>
</div>
<div class="sidebar"><h3>相关阅读</h3><ul>${Array.from({ length: 12 }, (_, i) => `<li><a href="#">关于做好第${i + 1}项改革工作的通知，现公开征求意见</a></li>`).join('')}</ul></div></div>
<div class="bottom"><p>版权所有：青山市人民政府　主办单位：青山市人民政府办公室，承办单位：青山市大数据中心</p><p>备案号：青ICP备12345678号　网站标识码：1234567890</p></div>
<div style="display:none">隐藏的文字，不应读入。</div></body></html>`

describe('saved pages', () => {
  it.each([
    ['div around paragraphs', `<div class="TRS_Editor">${paragraphs}</div>`],
    ['article element', `<article><section>${paragraphs}</section></article>`],
    ['one block with line breaks', `<div id="zoom">${BODY.map((t) => `&nbsp;&nbsp;&nbsp;&nbsp;${t}`).join('<br>\n')}</div>`],
    ['layout table', `<table width="100%"><tr><td><div>${paragraphs}</div></td></tr></table>`],
    [
      'spans of a word processor',
      `<div>${BODY.map((t) => `<p class="MsoNormal"><span lang="EN-US"><o:p></o:p></span><span style="font-family:仿宋">${t.slice(0, 4)}</span><b><span>${t.slice(4)}</span></b></p>`).join('')}</div>`,
    ],
  ])('give the article with its title and details: %s', async (_, article) => {
    const source = await read(site(article))
    expect(source.text.split('\n')).toEqual(['青山市优化营商环境实施方案', '索引号：\tQS-2024-001\t发文字号：\t青政发〔2024〕3号', ...BODY])
    expect(source.notes.map((n) => n.code)).toContain('html.article')
    expect(source.blocks[0]).toMatchObject({ kind: 'heading', level: 1 })
  })

  it('keep measures that speak of what imprints also speak of', async () => {
    const measures = [
      '（三）推进无障碍环境建设',
      '完善技术支持，由承办单位定期回访；探索“扫一扫”亮证。（牵头单位：市大数据局）',
      '（四）简化ICP备案流程',
      '承办单位：市政务服务局',
      '主办单位收到诉求后及时办理，并在“联系我们”栏目公开电话。',
    ]
    const imprints = '<p>（责任编辑：王五）</p><p>上一篇：<a href="#">部署下一步工作，层层落实</a></p><p>京ICP备12345678号-1</p>'
    const read = await lines(site(`<div class="content">${paragraphs}${measures.map((m) => `<p>${m}</p>`).join('')}${imprints}</div>`))
    expect(read.slice(2)).toEqual([...BODY, ...measures])
  })

  it('keep every word of a plain page', async () => {
    expect(await lines(`<html><body><h2>标题</h2>${paragraphs}<p>联系人：张三</p><div>短句</div></body></html>`)).toEqual([
      '标题',
      ...BODY,
      '联系人：张三',
      '短句',
    ])
  })

  it('of a document cut into many sections keep all of them', async () => {
    const sections = Array.from(
      { length: 6 },
      (_, i) => `<div class="sec"><h3>第${i + 1}章 总则</h3><p>本章规定第${i + 1}类事项，由各部门依照职责办理，不得推诿。</p></div>`,
    ).join('')
    const read = await lines(site(`<div class="content">${sections}</div>`))
    expect(read.filter((l) => /^第.章/.test(l))).toHaveLength(6)
    expect(read.filter((l) => /^本章规定/.test(l))).toHaveLength(6)
  })
})

describe('pages cut short', () => {
  const whole = site(`<div class="TRS_Editor">${paragraphs}</div>`)
  it.each([
    ['inside a paragraph', whole.slice(0, whole.indexOf('依法平等'))],
    ['inside a tag', whole.slice(0, whole.indexOf('text-indent', whole.indexOf('依法平等')))],
    ['between paragraphs', whole.slice(0, whole.lastIndexOf('<p style'))],
  ])('are refused: %s', async (_, html) => {
    const result = await readDocument(utf8(html))
    expect(result.ok ? 'read' : result.refusal.code).toBe('document.truncated')
  })

  it('are not those whose end tags were left out', async () => {
    expect(await lines(`<!DOCTYPE html><html><body><h1>方案</h1><p>推进改革，落实责任。<p>加强监督，定期通报。`)).toEqual([
      '方案',
      '推进改革，落实责任。',
      '加强监督，定期通报。',
    ])
  })
})

describe('encodings of pages', () => {
  const page = (charset: string) =>
    `<html><head><meta charset="${charset}"></head><body><p>推进改革，落实责任；（牵头单位：市财政局）</p></body></html>`
  it.each([
    ['gb2312', 'gb18030', 'gb18030'],
    ['GBK', 'gb18030', 'gb18030'],
    ['utf-8', 'gb18030', 'gb18030'],
    ['gb2312', 'utf-8', 'utf-8'],
    ['big5', 'big5', 'big5'],
    ['utf-8', 'utf-16le', 'utf-16le'],
  ])('declared %s and written in %s are read as %s', async (declared, written, found) => {
    const text =
      written === 'big5' ? page(declared).replace('推进改革，落实责任；（牵头单位：市财政局）', '推進改革，落實責任') : page(declared)
    const bytes = written === 'utf-16le' ? iconv.encode(`\uFEFF${text}`, written) : iconv.encode(text, written)
    const source = await read(new Uint8Array(bytes))
    expect(source.encoding).toBe(found)
    expect(source.text).toMatch(/^推(进|進)改革/)
    expect(source.format).toBe('html')
  })
})

describe('what a page shows', () => {
  it('collapses white space as a browser does and keeps Chinese whole over source lines', async () => {
    expect(await lines('<p>推进\n    改革，  落实 \t责任</p><p>Hello\n  World</p><pre>甲  乙\n  丙</pre>')).toEqual([
      '推进改革， 落实 责任',
      'Hello World',
      '甲  乙',
      '丙',
    ])
  })

  it('prints the numbers of ordered lists and no bullets', async () => {
    expect(
      await lines(
        '<body><ol start="3"><li>甲</li><li>乙<ul><li>点</li></ul></li></ol><ol type="a"><li>丙</ol><ol style="list-style:none"><li>一、丁</ol></body>',
      ),
    ).toEqual(['3. 甲', '4. 乙', '点', 'a. 丙', '一、丁'])
  })

  it('puts cells at their columns under rowspan and colspan', async () => {
    const source = await read(
      '<table><caption>任务分工</caption><thead><tr><th rowspan="2">序号<th rowspan="2">任务<th colspan="2">单位</tr><tr><th>牵头<br>单位<th>配合</tr></thead><tr><td rowspan="2">1<td>甲<td>市财政局<br>市税务局<td></tr><tr><td>乙<td>市司法局<td>市公安局</tr><tr><td rowspan="0">2<td colspan="99">丙</table>',
    )
    expect(source.text).toBe('任务分工\n序号\t任务\t单位\n\t\t牵头单位\t配合\n1\t甲\t市财政局 市税务局\t\n\t乙\t市司法局\t市公安局\n2\t丙')
    const at = (text: string) => source.blocks.find((b) => source.text.slice(b.start, b.end) === text)
    expect(at('单位')).toMatchObject({ row: 0, column: 2, columnSpan: 2 })
    expect(at('市公安局')).toMatchObject({ row: 3, column: 3 })
    expect(at('1')).toMatchObject({ row: 2, column: 0, rowSpan: 2 })
  })

  it('refuses nesting that no page has, at once', async () => {
    const result = await readDocument(utf8(`<html><body>${'<div>'.repeat(100_000)}字`))
    expect(!result.ok && result.refusal.code).toBe('document.corrupt')
  })

  it('survives tables that span everything', async () => {
    const source = await read(`<table>${'<tr><td colspan="1000" rowspan="65534">甲<td rowspan="60000">乙'.repeat(300)}</table>`)
    expect(source.text.length).toBeLessThan(400_000)
  })
})
