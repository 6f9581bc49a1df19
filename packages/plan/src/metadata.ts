/** Title, issuer, document number, date of issue and year of a plan. */

import { isoDate } from './dates.ts'
import type { Attributed, Plan, ReadHints } from './model.ts'
import { numeral } from './numerals.ts'
import type { DocumentPart } from './outline.ts'
import { printed, type Squeezed, spanOf } from './squeeze.ts'

const NUMBER = /[\u4e00-\u9fff]{1,14}(?:字|发|函|办|规|政|法|文|委|院|〔)?〔(20\d{2})〕(?:第)?\d{1,4}号/g
const DATE = /(20\d{2}|二[〇零][〇零一二三四五六七八九]{2})年(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})日/
const LABELLED_DATE =
  /(?:成文日期|发文日期|发布日期|印发日期|发布时间|成文时间|印发时间|公布日期|(?<![\u4e00-\u9fff])(?:日期|时间))：?(20\d{2})(?:年|—|\/|\.)(\d{1,2})(?:月|—|\/|\.)(\d{1,2})日?/
const LABELLED_ISSUER =
  /(?:发文机关|发布机构|发文单位|发布单位|印发单位|制定机关|发文机构)：([\u4e00-\u9fff（）]{3,30}?)(?=成文|发文|发布|主题|标题|文号|索引|有效|日期|$)/
const ISSUER_LINE =
  /^(?:中共)?[\u4e00-\u9fff（）、]{2,40}(?:人民政府|政府|委员会|委|办公室|办公厅|人民法院|法院|人民检察院|检察院|局|厅|部|领导小组|专班|管委会|中心|银行|分行)$/

const none = <T>(rule: string): Attributed<T> => ({ value: null, span: null, confidence: 0, rule })

/** Reads what holds for the plan as a whole. */
export function metadataOf(
  sq: Squeezed,
  parts: readonly DocumentPart[],
  plan: DocumentPart | null,
  hints: ReadHints,
): Pick<Plan, 'title' | 'issuer' | 'documentNumber' | 'issuedOn' | 'planYear'> {
  const title = titleOf(sq, parts, plan, hints)
  const issuedOn = issuedOnOf(sq, hints)
  const documentNumber = documentNumberOf(sq, plan)
  const issuer = issuerOf(sq, title.value, issuedOn, hints)
  return { title, issuer, documentNumber, issuedOn, planYear: planYearOf(sq, title, issuedOn, documentNumber, hints) }
}

/** End of a title without the date in brackets that follows it. */
function withoutDate(text: string, start: number, end: number): number {
  const date = /（20\d{2}年[^（）]{1,12}[日月][^（）]{0,8}）$/.exec(text.slice(start, end))
  return date && date.index > 3 ? start + date.index : end
}

function titleOf(sq: Squeezed, parts: readonly DocumentPart[], plan: DocumentPart | null, hints: ReadHints): Attributed<string> {
  if (hints.title !== undefined) return { value: hints.title, span: null, confidence: 1, rule: 'title.hint' }
  const own = plan?.title ? { start: plan.title.start, end: withoutDate(sq.text, plan.title.start, plan.title.end) } : null
  const words = own ? sq.text.slice(own.start, own.end) : ''
  if (own && !/通知$/.test(words))
    return { value: printed(sq, own.start, own.end), span: spanOf(sq, own.start, own.end), confidence: 0.97, rule: 'title.line' }
  // 关于印发《…》的通知, 现将《…》印发给你们
  const head = sq.text.slice(0, 3000)
  const quoted =
    /(?:现将|关于印发|印发|制定)《?([^《》。；]{4,60}(?:方案|计划|要点|清单|措施|意见|办法|规划|细则|分工)(?:（[^（）]{1,12}）)?)》?(?:的通知|印发|下发|予以)/.exec(
      head,
    )
  if (quoted) {
    const at = quoted.index + quoted[0].indexOf(quoted[1] as string)
    return {
      value: printed(sq, at, at + (quoted[1] as string).length),
      span: spanOf(sq, at, at + (quoted[1] as string).length),
      confidence: 0.85,
      rule: 'title.notice',
    }
  }
  if (own) return { value: printed(sq, own.start, own.end), span: spanOf(sq, own.start, own.end), confidence: 0.8, rule: 'title.notice' }
  for (const part of parts) {
    if (part.title && part.kind !== 'roster')
      return {
        value: printed(sq, part.title.start, part.title.end),
        span: spanOf(sq, part.title.start, part.title.end),
        confidence: 0.7,
        rule: 'title.part',
      }
  }
  // a text without line breaks begins with its title
  const run =
    /^[^。；：，]{6,70}?(?:方案|计划|要点|清单|若干措施|意见|办法|规划|细则)(?=为|根据|按照|字号|发布|各|一、|第一|一.{0,2}总|\d|（|围绕|深入|近年)/.exec(
      sq.text.slice(0, 120),
    )
  if (run) return { value: printed(sq, 0, run[0].length), span: spanOf(sq, 0, run[0].length), confidence: 0.7, rule: 'title.run' }
  const first = sq.lines[0]
  if (first && first.end - first.start <= 60 && !/[。；]/.test(sq.text.slice(first.start, first.end)))
    return {
      value: printed(sq, first.start, first.end),
      span: spanOf(sq, first.start, first.end),
      confidence: 0.5,
      rule: 'title.firstLine',
    }
  return none('title.none')
}

function issuedOnOf(sq: Squeezed, hints: ReadHints): Attributed<string> {
  if (hints.issuedOn !== undefined) return { value: hints.issuedOn, span: null, confidence: 1, rule: 'issued.hint' }
  const make = (at: number, m: RegExpExecArray, confidence: number, rule: string): Attributed<string> | null => {
    const iso = isoDate(numeral(m[1] as string) ?? 0, numeral(m[2] as string) ?? 0, numeral(m[3] as string) ?? 0)
    return iso === null ? null : { value: iso, span: spanOf(sq, at, at + m[0].length), confidence, rule }
  }
  // the line of the signature, else the line of printing
  let printing: Attributed<string> | null = null
  for (const line of sq.lines) {
    const length = line.end - line.start
    if (length > 60 || length < 8) continue
    const words = sq.text.slice(line.start, line.end)
    const m = DATE.exec(words)
    if (!m) continue
    const rest = words.slice(0, m.index) + words.slice(m.index + m[0].length)
    if (rest === '' || rest === '（）') {
      const found = make(line.start + m.index, m, 0.97, 'issued.signature')
      if (found) return found
    }
    if (printing === null && /印发$|^印发|印$/.test(rest) && rest.length < 40)
      printing = make(line.start + m.index, m, 0.95, 'issued.printing')
    if (printing === null && m.index + m[0].length === words.length && ISSUER_LINE.test(words.slice(0, m.index)))
      printing = make(line.start + m.index, m, 0.9, 'issued.signature')
  }
  if (printing) return printing
  const head = sq.text.slice(0, 4000)
  const labelled = LABELLED_DATE.exec(head)
  if (labelled) {
    const found = make(labelled.index, labelled, 0.85, 'issued.label')
    if (found) return found
  }
  const tail = sq.text.slice(-400)
  const last = /(20\d{2})年(\d{1,2})月(\d{1,2})日(?:印发|$)/.exec(tail)
  if (last) {
    const found = make(sq.text.length - tail.length + last.index, last, 0.8, 'issued.tail')
    if (found) return found
  }
  // a text without lines: unit and date run together before the plan
  const run = /(?:人民政府|委员会|办公室|办公厅|法院|检察院|局|委)(20\d{2})年(\d{1,2})月(\d{1,2})日(?!前|起|以|之|后|至)/.exec(head)
  if (run) {
    const found = make(run.index + run[0].search(/20\d{2}年/), run, 0.7, 'issued.run')
    if (found) {
      const at = run.index + run[0].search(/20\d{2}年/)
      return { ...found, span: spanOf(sq, at, run.index + run[0].length) }
    }
  }
  return none('issued.none')
}

function documentNumberOf(sq: Squeezed, plan: DocumentPart | null): Attributed<string> {
  // its own number stands on a line of its own near the head; numbers in the text are of other documents
  const limit = Math.min(sq.text.length, Math.max(600, plan?.title?.end ?? 0))
  for (const line of sq.lines) {
    if (line.start > limit) break
    if (line.end - line.start > 80) continue
    const words = sq.text.slice(line.start, line.end)
    NUMBER.lastIndex = 0
    const m = NUMBER.exec(words)
    if (!m) continue
    const before = words.slice(0, m.index)
    if (before !== '' && !/(?:文号|发文字号|字号|编号)：?$/.test(before)) continue
    if (/^[）》]/.test(words.slice(m.index + m[0].length))) continue
    return {
      value: printed(sq, line.start + m.index, line.start + m.index + m[0].length),
      span: spanOf(sq, line.start + m.index, line.start + m.index + m[0].length),
      confidence: 0.95,
      rule: 'number.line',
    }
  }
  return none('number.none')
}

function issuerOf(sq: Squeezed, title: string | null, issuedOn: Attributed<string>, hints: ReadHints): Attributed<string> {
  if (hints.issuer !== undefined) return { value: hints.issuer, span: null, confidence: 1, rule: 'issuer.hint' }
  const at = (start: number, end: number, confidence: number, rule: string): Attributed<string> => ({
    value: printed(sq, start, end),
    span: spanOf(sq, start, end),
    confidence,
    rule,
  })
  // the line above the date of the signature
  if (issuedOn.span && issuedOn.rule === 'issued.signature') {
    const lines = sq.lines
    for (let l = 0; l < lines.length; l++) {
      const line = lines[l]
      if (!line || (sq.at[line.start] as number) > issuedOn.span.start || (sq.at[line.end - 1] as number) < issuedOn.span.start) continue
      const same = sq.text.slice(line.start, line.end).replace(DATE, '')
      if (same.length >= 4 && ISSUER_LINE.test(same)) return at(line.start, line.start + same.length, 0.95, 'issuer.signature')
      const previous = lines[l - 1]
      if (previous) {
        const words = sq.text.slice(previous.start, previous.end)
        if (words.length <= 40 && ISSUER_LINE.test(words)) return at(previous.start, previous.end, 0.95, 'issuer.signature')
      }
      break
    }
  }
  const head = sq.text.slice(0, 4000)
  const labelled = LABELLED_ISSUER.exec(head)
  if (labelled) {
    const start = labelled.index + labelled[0].indexOf(labelled[1] as string)
    return at(start, start + (labelled[1] as string).length, 0.85, 'issuer.label')
  }
  for (const line of sq.lines.slice(0, 6)) {
    const words = sq.text.slice(line.start, Math.min(line.end, line.start + 50)).replace(/文件$/, '')
    if (ISSUER_LINE.test(words) && line.end - line.start <= 40) return at(line.start, line.start + words.length, 0.85, 'issuer.head')
  }
  // the title begins with the name of a body that issues in its own name
  if (title !== null) {
    const own =
      /^[\u4e00-\u9fff]{2,20}?(?:人民法院|人民检察院|中级法院|公安局|司法局|市场监管局|税务局|管委会|管理委员会|委员会|人民政府|办公室|中心支行|局)(?=关于|优化|20|营商|深化|推进|进一步|贯彻|落实|持续|全面|打造|创建|服务|“)/.exec(
        title.replace(/\s/g, ''),
      )
    if (own) {
      const i = sq.text.indexOf(own[0])
      if (i >= 0) return at(i, i + own[0].length, 0.75, 'issuer.title')
    }
  }
  return none('issuer.none')
}

function planYearOf(
  sq: Squeezed,
  title: Attributed<string>,
  issuedOn: Attributed<string>,
  documentNumber: Attributed<string>,
  hints: ReadHints,
): Attributed<number> {
  if (hints.planYear !== undefined) return { value: hints.planYear, span: null, confidence: 1, rule: 'year.hint' }
  if (title.value !== null) {
    const words = title.value.normalize('NFKC')
    const range = /(20\d{2})年?[—–\-~至到]+(20\d{2})/.exec(words)
    const single = /(20\d{2})年/.exec(words)
    if (range) {
      const issued = issuedOn.value === null ? null : Number(issuedOn.value.slice(0, 4))
      const first = Number(range[1])
      return {
        value: issued !== null && issued >= first && issued <= Number(range[2]) ? issued : first,
        span: title.span,
        confidence: 0.8,
        rule: 'year.title.range',
      }
    }
    if (single) return { value: Number(single[1]), span: title.span, confidence: 0.97, rule: 'year.title' }
  }
  if (issuedOn.value !== null)
    return { value: Number(issuedOn.value.slice(0, 4)), span: issuedOn.span, confidence: 0.85, rule: 'year.issued' }
  if (documentNumber.value !== null) {
    const m = /(20\d{2})/.exec(documentNumber.value)
    if (m) return { value: Number(m[1]), span: documentNumber.span, confidence: 0.75, rule: 'year.documentNumber' }
  }
  // the year that the text itself names most before a deadline
  const counts = new Map<string, number>()
  const named = /(20\d{2})年(?:\d{1,2}月(?:底|末|\d{1,2}日前|前)|(?:年?[底末]|前))/g
  for (let m = named.exec(sq.text); m; m = named.exec(sq.text)) counts.set(m[1] as string, (counts.get(m[1] as string) ?? 0) + 1)
  let best: string | null = null
  for (const [year, n] of counts) if (best === null || n > (counts.get(best) ?? 0)) best = year
  if (best !== null) return { value: Number(best), span: null, confidence: 0.5, rule: 'year.deadlines' }
  // else the year that it names most, outside titles and numbers of documents
  const most = new Map<string, number>()
  for (const m of sq.text.replace(/《[^《》]*》|〔[^〔〕]{1,12}〕/g, '').matchAll(/(?<![到至])(20\d{2})年/g))
    most.set(m[1] as string, (most.get(m[1] as string) ?? 0) + 1)
  for (const [year, n] of most) {
    const than = best === null ? 0 : (most.get(best) ?? 0)
    if (n > than || (n === than && best !== null && year > best)) best = year
  }
  if (best !== null) return { value: Number(best), span: null, confidence: 0.3, rule: 'year.named' }
  return none('year.none')
}
