/**
 * The grammar of paragraph numbers in Chinese documents: 第一章, 一、, （一）, 1., 1.1, （1）, 1）, ①, 第一条, 一是, 任务一：.
 * One function says what marker, if any, stands at a place of the squeezed text.
 */
import { numeral } from './numerals.ts'

export type MarkerKind =
  | 'chapter'
  | 'article'
  | 'zh'
  | 'zhBracket'
  | 'digit'
  | 'decimal'
  | 'digitBracket'
  | 'digitClose'
  | 'circle'
  | 'point'
  | 'task'

export interface Marker {
  readonly kind: MarkerKind
  /** Value for sequences; for 1.2.3 the last part. */
  readonly value: number
  /** For 1.2.3: number of parts. */
  readonly depth: number
  readonly start: number
  /** End of the number without its closing dot or 、. */
  readonly numberEnd: number
  /** Where the words begin. */
  readonly end: number
}

const ZH = '[一二三四五六七八九十百]'
const CHAPTER = new RegExp(`第(?:${ZH}{1,4}|\\d{1,2})(?:章|部分|篇|编|节)[、：]?`, 'y')
const ARTICLE = new RegExp(`第(?:${ZH}{1,5}|\\d{1,3})条[、：]?`, 'y')
const ZH_DOT = new RegExp(`(${ZH}{1,4}|—)(?:、|\\.)`, 'y')
const ZH_BRACKET = new RegExp(`（(${ZH}{1,4}|—|ー)）[、.]?`, 'y')
const DIGIT = /(\d{1,3})(?:、|\.(?!\d)|\.(?=20\d\d年|\d{1,2}月|1\d{2,4}(?:热线|平台|便民|政务)))/y
const DECIMAL = /(\d{1,2}(?:\.\d{1,2}){1,3})[.、]?(?=[^\d.%年月日万亿千百个小倍元亩公米吨家项件户名人分秒版以至—~版])/y
const DIGIT_BRACKET = /（(\d{1,3})）[、.]?/y
const DIGIT_CLOSE = /(\d{1,3})）[、.]?/y
const CIRCLE = /[①-⑳㉑-㉟⑴-⒇⒈-⒛❶-❿➀-➉]/y
const POINT = /([一二三四五六七八九十]{1,2})是/y
const TASK = /(?:任务|举措|措施|行动|项目|专题)(?:([一二三四五六七八九十]{1,3})|(\d{1,2}))[：、.]/y

function circled(c: number): number {
  if (c >= 0x2460 && c <= 0x2473) return c - 0x2460 + 1
  if (c >= 0x3251 && c <= 0x325f) return c - 0x3251 + 21
  if (c >= 0x2474 && c <= 0x2487) return c - 0x2474 + 1
  if (c >= 0x2488 && c <= 0x249b) return c - 0x2488 + 1
  if (c >= 0x2776 && c <= 0x277f) return c - 0x2776 + 1
  return c - 0x2780 + 1
}

function run(rule: RegExp, text: string, at: number): RegExpExecArray | null {
  rule.lastIndex = at
  return rule.exec(text)
}

const zhValue = (t: string) => (t === '—' || t === 'ー' ? 1 : (numeral(t) ?? 0))

/** The marker that begins at `at`, or null. Constant work. */
export function markerAt(text: string, at: number): Marker | null {
  const c = text.charCodeAt(at)
  const make = (kind: MarkerKind, value: number, numberEnd: number, end: number, depth = 1): Marker => ({
    kind,
    value,
    depth,
    start: at,
    numberEnd,
    end,
  })
  if (c >= 48 && c <= 57) {
    const close = run(DIGIT_CLOSE, text, at)
    if (close) return make('digitClose', Number(close[1]), at + (close[1] as string).length + 1, DIGIT_CLOSE.lastIndex)
    const decimal = run(DECIMAL, text, at)
    if (decimal) {
      const parts = (decimal[1] as string).split('.')
      return make('decimal', Number(parts[parts.length - 1]), at + (decimal[1] as string).length, DECIMAL.lastIndex, parts.length)
    }
    const digit = run(DIGIT, text, at)
    if (digit) return make('digit', Number(digit[1]), at + (digit[1] as string).length, DIGIT.lastIndex)
    return null
  }
  if (c === 0xff08) {
    const zh = run(ZH_BRACKET, text, at)
    if (zh) return make('zhBracket', zhValue(zh[1] as string), at + (zh[1] as string).length + 2, ZH_BRACKET.lastIndex)
    const digit = run(DIGIT_BRACKET, text, at)
    if (digit) return make('digitBracket', Number(digit[1]), at + (digit[1] as string).length + 2, DIGIT_BRACKET.lastIndex)
    return null
  }
  if (c === 0x7b2c) {
    const chapter = run(CHAPTER, text, at)
    if (chapter)
      return make(
        'chapter',
        numeral(chapter[0].replace(/[第章部分篇编节、：]/g, '')) ?? 0,
        at + chapter[0].replace(/[、：]$/, '').length,
        CHAPTER.lastIndex,
        chapter[0].includes('节') ? 2 : 1,
      )
    const article = run(ARTICLE, text, at)
    if (article)
      return make(
        'article',
        numeral(article[0].replace(/[第条、：]/g, '')) ?? 0,
        at + article[0].replace(/[、：]$/, '').length,
        ARTICLE.lastIndex,
      )
    return null
  }
  const circle = run(CIRCLE, text, at)
  if (circle) return make('circle', circled(c), at + 1, text[at + 1] === '、' || text[at + 1] === '.' ? at + 2 : at + 1)
  const zh = run(ZH_DOT, text, at)
  if (zh) return make('zh', zhValue(zh[1] as string), at + (zh[1] as string).length, ZH_DOT.lastIndex)
  const point = run(POINT, text, at)
  if (point) return make('point', numeral(point[1] as string) ?? 0, POINT.lastIndex, POINT.lastIndex)
  const task = run(TASK, text, at)
  if (task) return make('task', numeral(task[1] ?? task[2] ?? '') ?? 0, TASK.lastIndex - 1, TASK.lastIndex)
  return null
}
