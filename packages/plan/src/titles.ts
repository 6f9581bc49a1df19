/** Lines that are not numbered: titles of documents, annexes, dates of signature, tables of contents, headings without a number, and tails. */
import { markerAt } from './numbering.ts'
import { sectionKind } from './sections.ts'
import { GAP, type Line, type Squeezed } from './squeeze.ts'

export const TITLE_END =
  /(?:方案|计划|要点|清单|措施|意见|分工|分工表|分解表|任务表|一览表|责任表|台账|细则|办法|规划|纲要|规定|若干政策|安排|通知|通报|函|批复|公告|请示|报告|任务书|路线图|行动|政策|条例|名单|名册|目录|解读|问答|承诺书|倡议书|实施细则)(?:（[^（）]{1,20}）)?$/
export const NOTICE_TITLE = /(?:通知|通报|函|批复|公告|公文)(?:（[^（）]{1,20}）)?$/
export const ROSTER_TITLE =
  /(?:名单|名册|专班|领导小组|组成人员|成员|通讯录|联系方式|联络员|登记表|统计表|申请表|报名表|回执|模板|样表|评分表|示意图|流程图)(?:（[^（）]{1,20}）)?$/
export const EXPLAIN_TITLE = /(?:解读|问答|一图读懂|新闻发布|答记者问|起草说明|编制说明)(?:（[^（）]{1,20}）)?$/
export const ANNEX_ALONE = /^附(?:件|表|录)?(?:[一二三四五六七八九十]{1,2}|\d{1,2})?(?:—\d{1,2})?[：:]?$/
export const ANNEX_TITLED = /^附(?:件|表|录)?(?:[一二三四五六七八九十]{1,2}|\d{1,2})?(?:：|\.|、)(?=.)/
export const DATE_LINE =
  /^(?:20\d{2}|二[〇零][〇零一二三四五六七八九]{2})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日(?:印发|印)?$/
export const TAIL =
  /^(?:抄送|主送|主题词|分送|责任编辑|信息来源|来源|文章来源|相关(?:链接|解读|稿件|附件|文件)|附件下载|上一篇|下一篇|上一条|下一条|版权所有|网站标识码|联系人|联系电话|咨询电话|打印本页|政策解读链接)(?:：|$)|ICP备|^主办单位：.{2,40}(?:版权|承办|技术|维护|备案|网站|邮编)|^（?(?:此件|本文|该件)[^）]{0,20}(?:公开|发布)[^）]{0,10}）?$|办公(?:室|厅)20\d{2}年\d{1,2}月\d{1,2}日印发$|^（?联系(?:人|电话)：/

/** Of those, what stands below a document only. */
export const LAST =
  /^(?:责任编辑|相关(?:链接|解读|稿件|附件)|附件下载|上一篇|下一篇|上一条|下一条|版权所有|网站标识码|政策解读链接)(?:：|$)|ICP备/
/** The name of a file to fetch. */
export const FILE = /\.(?:docx?|xlsx?|pdf|wps|et|rar|zip|pptx?)$/i

/** Line at which the text begins whose table of contents begins at line `l`; `l` when its first entry never comes again. */
export function contentsEnd(sq: Squeezed, l: number): number {
  const { lines, text } = sq
  const entry = lines[l + 1]
  if (!entry || entry.end - entry.start > 60) return l
  const first = text.slice(entry.start, entry.end).replace(/[.·…—]*\d{0,3}$/, '')
  for (let k = l + 2; k < Math.min(lines.length, l + 200); k++) {
    const line = lines[k] as Line
    if (line.end - line.start < 80 && text.slice(line.start, line.end).startsWith(first)) return k
  }
  return l
}

export function hasContentAfter(sq: Squeezed, l: number): boolean {
  const next = sq.lines[l + 1]
  if (!next) return false
  const words = sq.text.slice(next.start, Math.min(next.end, next.start + 40))
  if (ANNEX_TITLED.test(words) || DATE_LINE.test(words) || TAIL.test(words)) return false
  if (/^\d{1,2}[.、]/.test(words) && !sq.text.slice(next.start, next.end).includes('。')) return false
  const after = sq.lines[l + 2]
  return !(after && DATE_LINE.test(sq.text.slice(after.start, Math.min(after.end, after.start + 40))))
}

/** A title of one to four lines that begins at line `l`, or null. */
export function titleLines(sq: Squeezed, l: number): { from: number; to: number } | null {
  const { text, lines } = sq
  const previous = lines[l - 1]
  if (previous && !startsFresh(sq, l)) return null
  let length = 0
  for (let k = l; k < Math.min(lines.length, l + 4); k++) {
    const line = lines[k] as Line
    const words = text.slice(line.start, Math.min(line.end, line.start + 80))
    length += line.end - line.start
    if (length > 90) return null
    if (k > l && (markerAt(text, line.start) !== null || ANNEX_ALONE.test(words) || DATE_LINE.test(words))) return null
    const last = words[words.length - 1] as string
    const joined = text.slice((lines[l] as Line).start, line.end)
    if (/[。；：，！？、]/.test(words.replace(/[《“（][^》”）]*[》”）]/g, '')) && !(k === l && /^[^，。]{2,30}：$/.test(words))) return null
    if (/^(?:附件|抄送)/.test(joined)) return null
    if (TITLE_END.test(joined)) {
      if (joined.length < 5) return null
      // A sentence that is broken off just there goes on in the next line.
      const next = lines[k + 1]
      const open = /(?:行动|政策|安排|措施|意见)$/.test(joined) || (/关于(?:印发|转发|下发)/.test(joined) && !NOTICE_TITLE.test(joined))
      if (next && markerAt(text, next.start) === null && (open || !next.blankBefore) && (open || next.mark === 0)) {
        const nextWords = text.slice(next.start, Math.min(next.end, next.start + 60))
        if (TITLE_END.test(nextWords) && nextWords !== '目录' && nextWords.length < 45 && !/[。；，]/.test(nextWords) && k + 1 < l + 4)
          continue
        if (/^[的和及等并与、，。；：）》”]/.test(nextWords)) return null
        if (/^(?:（|《)/.test(nextWords) && /^（[^（）]{1,30}）$/.test(nextWords)) return { from: l, to: k + 1 }
      }
      return { from: l, to: k }
    }
    if (last === '。') return null
  }
  return null
}

/** Whether a line begins a paragraph of its own: what stands before is closed. */
export function startsFresh(sq: Squeezed, l: number): boolean {
  const previous = sq.lines[l - 1]
  const line = sq.lines[l] as Line
  if (!previous) return true
  if (line.mark > 0) return true
  const last = sq.text[previous.end - 1] as string
  if ('。；！？：）'.includes(last)) return true
  const words = sq.text.slice(Math.max(previous.start, previous.end - 80), previous.end)
  if (DATE_LINE.test(words) || ANNEX_ALONE.test(words) || TITLE_END.test(words)) return true
  if (/(?:政府|委员会|办公室|办公厅|法院|检察院|局|委|厅|文件|号|小组|印发|发布)$/.test(words) && words.length < 45) return true
  if (/^(?:发布|成文|印发|索引|信息|来源|时间|日期|浏览|文号|字号|主题|有效|首页|当前位置)/.test(words)) return true
  return line.blankBefore && ((sq.gap[line.start] as number) & GAP.furniture) === 0 && previous.end - previous.start < 30
}

/** A heading without a number: a short line of its own, between closed paragraphs, that names a kind of section, or a markdown heading. */
export function isBareHeading(sq: Squeezed, l: number): boolean {
  const line = sq.lines[l] as Line
  const length = line.end - line.start
  if (length > 30 || length < 2) return false
  const words = sq.text.slice(line.start, line.end)
  if (/[。，；、！？]/.test(words)) return false
  if (line.mark > 0) return true
  if (/^〔(?![^〔〕]*(?:单位|部门|时限|期限|责任|目标|措施|任务|要求|打印|关闭))[^〔〕：]{2,16}〕$/.test(words)) return true
  if (!startsFresh(sq, l)) return false
  const kind = sectionKind(words)
  if (kind !== 'open' && length <= 12) return true
  // numbers begin anew below a short line of its own
  const next = sq.lines[l + 1]
  if (!next || length > 18 || /[：0-9]/.test(words)) return false
  const marker = markerAt(sq.text, next.start)
  return marker !== null && marker.value === 1 && (marker.kind === 'digit' || marker.kind === 'zhBracket' || marker.kind === 'zh')
}
