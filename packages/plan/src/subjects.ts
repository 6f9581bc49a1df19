/** The noun phrase that carries a number, from the words around it. */
import type { Quantity } from './quantities.ts'

export interface Context {
  readonly text: string
  /** Start of the item. */
  readonly start: number
  /** Start of the clause of the number. */
  readonly clauseFrom: number
  readonly quantity: Quantity
  /** The comparator that stands right before the number, matched on the clause before it. */
  readonly pre: RegExpExecArray | null
  /** Words after the number and its suffix. */
  readonly after: string
  readonly suffixEnd: number
  readonly title: { readonly start: number; readonly end: number }
  readonly previous: { readonly quantity: Quantity; readonly end: number; readonly subject: string } | null
  readonly masked: readonly { readonly start: number; readonly end: number }[]
}

const FILLER =
  /^(?:[，、；：。]|[一二三四五六七八九十]{1,2}是|并|且|也|还|再|同时|其中|此外|另外|以及|力争|确保|争取|努力|力求|保证|务必|基本|全部|全面|逐步|进一步|切实|大力|积极|稳步|持续|不断|加快|继续|原则上|实现|推动|推进|促进|使得?|将|把|对于?|针对|让|全年|年内|年底前?|今年|本年|首批|首期|累计|预计|计划|拟|明确|落实|采取|通过|组织|完成|保持|要求|做到|到期|按规定|按照?|在全[省市区县]|在全国|为)+/
const TRAILING_VERB =
  /(?:给予|予以|实行|执行|提供|按照?|享受|减按|采取|落实|实施|为|是|约|近|共|各|分别|分别为|仅需?|只需|需|可|至|到|在|于|的|按规定|再|不得|应当?|原则上|平均|均|达|不|要|由[^，]{0,8}组织开展)+$/
const SOLE_VERB =
  /^(?:引进|新增|培育|建设|选树|认定|打造|创建|推出|培养|新建|建成|支持|发展|扶持|招引|打造出|举办|组织|开展|推广|出台|制定|选取|遴选|推送|发布|吸引|集聚|储备|新引进|推荐|完成)$/
const LEADING_VERB =
  /^(?:设立|扩大|打造|制定|出台|实施|推行|深化|优化|开展|完善|建立|健全|加强|强化|提升|规范|简化|推广|探索|试行|全面推行)+/
const AFTER_STOP = /等(?![级候待于])|要(?:实现|全部|在)|[，。；：！？、（）]|在(?:全|我|本|各)|实现|进行|落地|先行|予以|并(?!联)|开展|给予/
const DURATION_START = /(?:自|从|在|于)?[^，。；]{0,14}?(?:之日)?(?:起|后|之后|以后)$/

function strip(words: string): string {
  let w = words
    .replace(/（[^（）]{0,60}）/g, '')
    .replace(/^在[^，。；]{2,24}基础上/, '')
    .replace(/^(?:[①-⑳]|\d{1,3}[.、]|[（“”])+/, '')
    .replace(/^\d[\d.]*[%‰]?(?:的|给予|予以)?(?=.{2})/, '')
    .replace(/(?:由|从)(?:原来的?|法定的?|现行的?|每[^，。]{1,4})?\d[^，。；由从]{0,16}$/, '')
  for (let i = 0; i < 3; i++) {
    const next = w.replace(FILLER, '')
    if (next === w) break
    w = next
  }
  return w
}

/** Words of the clause before the number without dates. */
function clauseBefore(c: Context): string {
  let from = c.clauseFrom
  for (const m of c.masked)
    if (m.end <= c.quantity.start && m.end > from && m.start <= from + 1 && !/^[率比额]/.test(c.text.slice(m.end, m.end + 1))) from = m.end
  const stop = c.pre ? c.quantity.start - c.pre[0].length : c.quantity.start
  return c.text.slice(from, Math.max(from, stop))
}

function nounAfter(c: Context): string {
  const words = c.after.replace(/^（[^（）]{0,20}）/, '').replace(/^的/, '')
  const stop = AFTER_STOP.exec(words)
  if (!stop) return words.slice(0, 30)
  // 4—8户企业开展结对指导: two characters are not a subject yet
  if (stop.index <= 2 && /^(?:开展|进行|实现|落地)/.test(stop[0]))
    return (/^[^，。；：！？、]*/.exec(words) as RegExpExecArray)[0].slice(0, 24)
  return words.slice(0, stop.index).slice(0, 30)
}

export function subjectOf(c: Context): string {
  const { quantity: q } = c
  const joined = c.previous !== null && c.previous.end <= q.start && /^[、和及]?$/.test(c.text.slice(c.previous.end, q.start))
  let before = strip(clauseBefore(c))
  // several numbers in one clause: the words after the last one
  if (!joined && c.previous !== null && c.previous.end > c.clauseFrom && c.previous.end < q.start) {
    const own = strip(c.text.slice(c.previous.end, c.pre ? q.start - c.pre[0].length : q.start).replace(/^[、和及]/, ''))
    if (own.length >= 2) before = own
  }
  let after = nounAfter(c)
  if (q.unitClass === 'count' || q.unitClass === 'times') {
    if (q.unit === '环节')
      return tidy(
        joined && c.previous
          ? `${stem(c.previous.subject)}环节`
          : before === ''
            ? '环节'
            : /环节$/.test(before)
              ? completed(c, before)
              : `${before}环节`,
      )
    if (q.unit === '') {
      const noun = c.text.slice(q.start + 1, q.end)
      return tidy(joined && c.previous ? `${stem(c.previous.subject)}${noun}` : `${before}${noun}`)
    }
    // 7类、17项某某清单: the noun comes after the second number
    if (after === '' && c.after.startsWith('、')) {
      const later = /^、\d[\d.]*[\u4e00-\u9fff]{1,2}?(?=[\u4e00-\u9fff]{3})([^，。；、（）]{2,24})/.exec(c.after)
      if (later) after = (later[1] as string).replace(/^[个家项类件名所种次场户]/, '')
    }
    const merged = c.pre !== null && /(?:合并|整合|归并|压[缩减]|精简|缩短|减少?|降)/.test(c.pre[0])
    if (/(?:合并|整合|归并)为$/.test(before)) return tidy(before.replace(/(?:合并|整合|归并)为$/, ''))
    if (after.length >= 2 && !merged) {
      if (/[^目]的$/.test(before) && before.length <= 30) return tidy(before.slice(-20) + after)
      const head = before.replace(TRAILING_VERB, '')
      if (after.length <= 4 && head.length >= 2 && !SOLE_VERB.test(head)) return tidy(head.slice(-22) + after)
      return tidy(after)
    }
  } else if (q.unitClass === 'time') {
    const limit = /内$|以内|之内/.test(c.text.slice(q.end, c.suffixEnd))
    if (limit || (c.pre === null && after !== '')) {
      let head = before
      const start = DURATION_START.exec(head)
      if (start) {
        const cut = /(?:自|从|在|于)(?!然|主|贸|线)[^自从在于]*$/.exec(head)
        head = cut && cut.index >= 2 ? head.slice(0, cut.index) : head.replace(/(?:之日)?(?:起|后)$/, '')
      }
      if (head.length > 26) head = afterLastOf(head)
      if (joined && c.previous && (head === '' || /[、和及]$/.test(head))) return tidy(stem(c.previous.subject) + after)
      if (head.length < 2) head = afterLastOf(strip(previousClause(c)).replace(LEADING_VERB, ''))
      const verb = after.replace(/^(?:由|将)/, '')
      if (verb === '') return tidy(completed(c, head.replace(TRAILING_VERB, '')))
      return tidy(head.replace(TRAILING_VERB, '') + (verb.length <= 14 ? verb : verb.slice(0, 14)))
    }
  } else if (after !== '' && /^(?:（[^（）]{0,20}）)?(?:的)?[\u4e00-\u9fffA-Za-z]/.test(c.after)) {
    const head = before
      .replace(TRAILING_VERB, '')
      .replace(/^.{0,12}(?:或者|或)(?=.{3})/, '')
      .replace(/^(?:给予|予以)(?=.{2})/, '')
    if (head.length < 2) return tidy(after)
    if (after.length <= 12) return tidy(head.slice(-28) + after)
    return tidy(head)
  }
  const head = before.replace(/(?:为|是|约|近|共|的|按规定|保持|维持|稳定)+$/, '')
  if (head.length < 2 || SOLE_VERB.test(head)) {
    const title = c.text.slice(c.title.start, c.title.end)
    const at = head.length >= 2 ? title.indexOf(head) : -1
    if (at >= 0 && title.length - at - head.length >= 3) return tidy(title.slice(at))
    if (joined && c.previous) return c.previous.subject
    if (after.length >= 2) return tidy(head + after)
    const clause = previousClause(c)
    // 网办率2021年达到90%；2022年，达到95%
    if (c.previous && TIME_ONLY.test(clause)) return tidy(c.previous.subject)
    const before2 = strip(clause).replace(LEADING_VERB, '')
    if (before2.length >= 2) return tidy(afterLastOf(before2) + (head.length >= 2 ? head : ''))
    return tidy(title.length >= 2 ? title : head)
  }
  return tidy(completed(c, head))
}

const MEASURED = /(?:[年月日]均)?[\u4e00-\u9fff]{2,4}(?:时间|时限|期限|时长|周期|率|比例|占比|次数|数量|成本|费用|环节|规模)$/
const BARE_MEASURE =
  /^(?:办理|审批|办结|平均|总|全部|整体)?(?:环节|时限|时间|时长|周期|次数|费用|成本|数量|规模|覆盖率|达标率|办理率|参与率|知晓率|满意率|满意度|合格率)$/

/** 其他区域…4小时 speaks of what the number before it measured; 办理环节…3个 speaks of the words before the comma. */
function completed(c: Context, head: string): string {
  if (BARE_MEASURE.test(head)) {
    const before = afterLastOf(strip(previousClause(c)).replace(LEADING_VERB, ''))
    if (before.length >= 3 && before.length <= 24 && !/[前底末]$/.test(before)) return before + head
  }
  if (
    c.previous !== null &&
    head.length <= 8 &&
    c.previous.quantity.unit === c.quantity.unit &&
    c.quantity.start - c.previous.end < 16 &&
    !MEASURED.test(head)
  ) {
    const measure = MEASURED.exec(c.previous.subject)
    if (measure && /(?:区域|地区|企业|用户|项目|案件|事项|城市|农村|人员)$/.test(head)) return head + measure[0]
  }
  return head
}

const TIME_ONLY = /^(?:到|至|力争)?(?:20\d\d年|今年|明年)?(?:[年\d一二三四五六七八九十上下第]{0,3}(?:月|季度|半年)?)?[底末]?前?$/

function stem(subject: string): string {
  return subject.replace(/环节$|成本$|材料$/, '')
}

function afterLastOf(words: string): string {
  const at = words.lastIndexOf('的')
  return at >= 0 && words.length - at - 1 >= 3 ? words.slice(at + 1) : words.slice(-24)
}

function previousClause(c: Context): string {
  let e = c.clauseFrom
  while (e > c.start && '，。；：、'.includes(c.text[e - 1] as string)) e--
  let s = e
  while (s > c.start && e - s < 60 && !'，。；：）'.includes(c.text[s - 1] as string)) s--
  return c.text.slice(s, e)
}

function tidy(words: string): string {
  return words
    .replace(/^[、，）”]+|[、，（]+$/g, '')
    .replace(/^“(?=[^”]*$)/, '')
    .replace(/^(?:的|了|地)/, '')
    .slice(-48)
}
