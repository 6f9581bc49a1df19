/**
 * Finds the article in a saved web page: walks from the body towards the element that holds nearly all sentences, and on the way keeps only
 * what belongs to the article (its title, its document number and date, stray paragraphs) and drops menus, side lists and imprints.
 */
import { type HtmlElement, type HtmlPage, textBelow } from './html-tree.ts'

interface Weight {
  /** Characters that are not white space. */
  text: number
  /** Of these, inside links. */
  linked: number
  /** Characters in blocks that read like sentences. */
  sentences: number
}

/** Words of imprints and page tools. Plans use most of them too ("加强技术支持", "无障碍环境建设"), so they alone decide only about blocks beside the article. */
const IMPRINT =
  /版权所有|ICP\s*备|网安备|公网安备|网站标识码|技术支持|主办单位|承办单位|网站地图|联系我们|扫一扫|分享到|关闭窗口|上一篇|下一篇|相关阅读|相关链接|相关稿件|责任编辑|热点推荐|无障碍|Copyright|All Rights Reserved/i
/** What only an imprint says: a filing number, a mark of copyright. */
const FILING =
  /ICP备(案号)?[:：]?\d|公网安备(案号)?[:：]?\d|网站标识码[:：]?[a-z]{0,2}\d|版权所有([:：©]|\(c\)|$)|Copyright([:：©\d]|\(c\))|AllRightsReserved/i
/** A line that begins as the tools under an article do: the word and then a colon, a bar, or nothing. */
const TOOL =
  /^[[（(【|·]*(技术支持|网站地图|联系我们|相关阅读|相关链接|相关稿件|责任编辑|热点推荐|无障碍(浏览|阅读|模式|版)?|扫一扫.{0,12}|分享到|关闭窗口|上一篇|下一篇)([:：|】）)\]]|$)/
const DETAILS = /(发文字号|文\s*号|索\s*引\s*号|成文日期|印发日期|发布日期|发布时间|发文日期|发文机关|发布机构|公开日期)\s*[:：]?/
const FURNITURE_NAME =
  /(^|[-_ ])(nav|navbar|navigation|menu|footer|foot|sidebar|aside|breadcrumbs?|crumbs?|share|bdshare\w*|related|recommend\w*|comments?|toolbar|copyright|banner|pagination|pager|friendlinks?|hotlist|qrcode|login|search\w*|topbar|skip)([-_ ]|$)/i

const inlineTags = new Set(
  'a span b strong i em u s font sub sup small big mark code abbr label time ins del ruby rb bdi bdo cite q kbd var o:p wbr br img'.split(
    ' ',
  ),
)

/** Whether an element flows inside a line. */
export const isInline = (tag: string) => inlineTags.has(tag) || tag.includes(':')

const solid = (text: string) => text.replace(/[\s\u3000\u00A0]+/g, '').length

/** Weighs every element once, children before parents. */
function weigh(body: HtmlElement): Map<HtmlElement, Weight> {
  const order: HtmlElement[] = []
  const work = [body]
  for (let element = work.pop(); element !== undefined; element = work.pop()) {
    order.push(element)
    for (const c of element.children) if (typeof c !== 'string') work.push(c)
  }
  const weights = new Map<HtmlElement, Weight>()
  for (let i = order.length - 1; i >= 0; i--) {
    const element = order[i]!
    const weight: Weight = { text: 0, linked: 0, sentences: 0 }
    let own = 0
    let line = ''
    for (const c of element.children) {
      if (typeof c === 'string') {
        own += solid(c)
        line += c
        continue
      }
      const inner = weights.get(c)!
      weight.text += inner.text
      weight.linked += inner.linked
      if (!isInline(c.tag)) weight.sentences += inner.sentences
      else if (inner.linked < inner.text || inner.text === 0) line += inner.text > 0 ? textBelow(c) : ''
    }
    weight.text += own
    if (element.tag === 'a') weight.linked = weight.text
    if (!isInline(element.tag) && /[，。；、：,;]/.test(line)) weight.sentences += solid(line)
    weights.set(element, weight)
  }
  return weights
}

const squeeze = (text: string) => text.replace(/[\s\u3000\u00A0]+/g, '')

/** Whether a block among the paragraphs of the article is an imprint or a tool of the page. A sentence that merely speaks of one is not. */
function isImprint(text: string): boolean {
  const words = squeeze(text)
  return FILING.test(words) || TOOL.test(words)
}

/** Marks what to keep. Gives the page's content as a list of elements in order; the whole body when it is not a page of a site. */
export function findArticle(page: HtmlPage): { readonly parts: readonly HtmlElement[]; readonly dropped: boolean } {
  const weights = weigh(page.body)
  const all = weights.get(page.body)!
  const site = page.furniture > 0 || page.links >= 8 || hasFurniture(page.body)
  if (!site || all.sentences === 0) return { parts: [page.body], dropped: false }
  const title = squeeze(page.title)

  const isTitle = (element: HtmlElement, weight: Weight): boolean => {
    if (weight.text === 0 || weight.text > 200) return false
    if (containsTag(element, 'h1')) return true
    const text = squeeze(textBelow(element))
    return text.length >= 6 && weight.linked < weight.text / 2 && title.includes(text)
  }
  const belongs = (element: HtmlElement, before: boolean): boolean => {
    const weight = weights.get(element)!
    if (weight.text === 0) return false
    const named = FURNITURE_NAME.test(`${element.attrs.get('class') ?? ''} ${element.attrs.get('id') ?? ''}`)
    if (before && isTitle(element, weight)) return true
    if (before && weight.text < 800 && DETAILS.test(textBelow(element)) && weight.linked * 2 < weight.text) return true
    if (named || element.tag === 'header' || element.tag === 'form') return false
    if (weight.linked * 3 > weight.text) return false
    if (weight.text < 600) {
      const words = textBelow(element)
      if (isImprint(words) || (!/^(p|h[1-6])$/.test(element.tag) && IMPRINT.test(words) && !words.includes('。'))) return false
    }
    return weight.sentences >= 20 || /^(p|h[1-6]|table|blockquote|pre|ol)$/.test(element.tag)
  }

  let main = page.body
  const above: HtmlElement[] = []
  const below: HtmlElement[] = []
  let dropped = page.furniture > 0
  for (;;) {
    const inner = main.children.filter((c): c is HtmlElement => typeof c !== 'string')
    const heaviest = inner.reduce<HtmlElement | undefined>(
      (best, c) => (best === undefined || weights.get(c)!.sentences > weights.get(best)!.sentences ? c : best),
      undefined,
    )
    if (
      heaviest === undefined ||
      isInline(heaviest.tag) ||
      (/^(table|tbody|tr|p|pre|ul|ol|dl|li)$/.test(heaviest.tag) && !layout(heaviest))
    )
      break
    if (weights.get(heaviest)!.sentences < all.sentences * 0.6) break
    const at = inner.indexOf(heaviest)
    const kept = inner.slice(0, at).filter((c) => belongs(c, true))
    const after = inner.slice(at + 1).filter((c) => belongs(c, false))
    if (kept.length + after.length + 1 < inner.filter((c) => weights.get(c)!.text > 0).length) dropped = true
    above.push(...kept)
    below.unshift(...after)
    main = heaviest
  }
  // Inside the main element menus and imprints may still stand between its children.
  const inner = main.children.filter((c): c is HtmlElement => typeof c !== 'string')
  const unwanted = new Set(
    inner.filter((c) => {
      const weight = weights.get(c)!
      const named = FURNITURE_NAME.test(`${c.attrs.get('class') ?? ''} ${c.attrs.get('id') ?? ''}`)
      const foreign =
        (named && weight.sentences * 2 < all.sentences) ||
        (weight.text > 0 && weight.linked * 3 > weight.text * 2 && !isInline(c.tag)) ||
        (weight.text < 600 && isImprint(textBelow(c)) && weight.sentences * 2 < all.sentences)
      return foreign && !isTitle(c, weight)
    }),
  )
  if (unwanted.size > 0) dropped = true
  const article: HtmlElement = { ...main, children: main.children.filter((c) => typeof c === 'string' || !unwanted.has(c)) }
  return { parts: [...above, article, ...below], dropped }
}

/** A table that lays out a page instead of holding data: few cells, or tables inside. */
export function layout(element: HtmlElement): boolean {
  if (element.tag === 'tbody' || element.tag === 'tr') return layout(element.parent ?? element)
  if (element.tag !== 'table') return false
  let cells = 0
  let rows = 0
  let nested = false
  const work: HtmlElement[] = [element]
  for (let e = work.pop(); e !== undefined; e = work.pop())
    for (const c of e.children) {
      if (typeof c === 'string') continue
      if (c.tag === 'table') nested = true
      else {
        if (c.tag === 'td' || c.tag === 'th') cells++
        if (c.tag === 'tr') rows++
        work.push(c)
      }
    }
  return cells <= 1 || (nested && cells <= rows * 3)
}

function hasFurniture(body: HtmlElement): boolean {
  const work = [body]
  for (let e = work.pop(); e !== undefined; e = work.pop()) {
    if (FURNITURE_NAME.test(`${e.attrs.get('class') ?? ''} ${e.attrs.get('id') ?? ''}`)) return true
    for (const c of e.children) if (typeof c !== 'string') work.push(c)
  }
  return false
}

function containsTag(element: HtmlElement, tag: string): boolean {
  return element.tag === tag || element.children.some((c) => typeof c !== 'string' && containsTag(c, tag))
}
