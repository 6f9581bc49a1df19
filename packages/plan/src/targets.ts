/**
 * Numbers that a measure commits to (subject, comparator, value, unit) and numbers that only say whom or what it covers.
 * A number is a condition when it stands before 的 and a noun (400万元以下的工程项目), a base when the text moves away from it
 * (由45个工作日压缩为20个), and a target otherwise.
 */
import type { Comparator, Condition, Target } from './model.ts'
import { type Quantity, quantitiesIn } from './quantities.ts'
import { firsts, pairsOf } from './scan.ts'
import { inPrint, printed, type Squeezed, spanOf } from './squeeze.ts'
import { subjectOf } from './subjects.ts'

export interface Surroundings {
  readonly masked: readonly { readonly start: number; readonly end: number }[]
  readonly clauses: readonly { readonly start: number; readonly end: number }[]
  readonly skip: (at: number) => boolean
  readonly title: { readonly start: number; readonly end: number }
  /** Cells of a row: no phrase reaches from one into another. */
  readonly cells: readonly { readonly start: number; readonly end: number }[]
}

const AT_LEAST = '不少于|不低于|不小于|不得少于|不得低于|至少|最少|不少于每[年月季周]'
const AT_MOST =
  '不超过|不超|不高于|不多于|不大于|不得超过|不得高于|最多不?超?过?|最高不?超?过?|最长不?超?过?|最快|控制在|压(?:缩|减|降)(?:至|到|为|在)|缩(?:短|减|小)(?:至|到|为|在)|减(?:少|至|为)(?:至|到|为)?|精简(?:至|到|为)|(?:下)?降(?:低)?(?:至|到|为)|调整为|限时'
const UP_TO =
  '达到了?|达|提(?:高|升|速)(?:至|到|为)|增(?:加|长|至|加至|长至)(?:至|到)?|扩(?:大|展|充|面)(?:至|到|为)|上升(?:至|到)?|实现|稳定在|保持在|维持在|完成率?为?'
const ABOVE = '突破|超过|超|高于|大于|多于|>|≥'
const BELOW = '低于|少于|小于|短于|<|≤'
const PRE = new RegExp(`(?:(${AT_LEAST})|(${AT_MOST})|(${UP_TO})|(${ABOVE})|(${BELOW}))(?:约|近|每[^，。]{1,4})?$`)
/** 压减…时限至5个工作日: the verb and its 至 apart. */
const SPLIT =
  /(?:(?!)(.)|(?<=(?:压缩|压减|缩短|缩减|减少|降低|精简|控制|压降)[^，。；]{1,30})(至|到|为|在)|(?<=(?:提高|提升|增加|扩大|扩展|扩充)[^，。；]{1,30})(至|到|为)|(?!)(.)|(?!)(.))$/
const SUFFIX = /^(?:（[含不]含?）)?(及以上|及以下|以上|以内|之内|以下|左右|不等|内)?(?:（含）)?/
const CHANGE =
  '(?:压缩|压减|压降|缩短|缩减|减少|减|下降|降低|降|精简|提高|提升|增加|增长|扩大|扩展|调整|合并|改|延长|上升|升)(?:至|到|为|成)'
const FROM_AFTER = new RegExp(`^[^，。；]{0,16}?${CHANGE}`)
const BURDEN = /(?:失业|不良|上诉|改判|发回|差错|出错|投诉|逾期|空置|违约|负债|信访|发案|退件|驳回|[费税利])率$|占用率$|容忍度/
const LOWER_BETTER = /(?:时限|时间|时长|期限|周期|环节|材料|成本|费用|次数|失业率|不良率|费率|跑动|投诉|停电|天数|工作日)/

const NOTHING: { targets: Target[]; conditions: Condition[] } = { targets: [], conditions: [] }
const CLAUSE_END = firsts('。；，！？：')

/** Reads targets and conditions of the item `[start, end)`. */
export function conditionsAndTargets(
  sq: Squeezed,
  start: number,
  end: number,
  around: Surroundings,
): { targets: Target[]; conditions: Condition[] } {
  const { text } = sq
  const quantities = quantitiesIn(text, start, end)
  if (quantities.length === 0) return NOTHING
  const targets: Target[] = []
  const conditions: Condition[] = []
  const seen = new Map<string, Target[]>()
  const asPrinted = inPrint(sq, start, end)
  const masks = merge(around.masked, around.clauses)
  const walls = [
    around.title.end,
    ...around.clauses.flatMap((r) => [r.start, r.end]),
    ...around.cells.flatMap((r) => [r.start, r.end]),
  ].sort((a, b) => a - b)
  let wall = 0
  let mask = 0
  let previous: { quantity: Quantity; end: number; subject: string } | null = null
  const quotes = pairsOf(text, start, end, 0x201c, 0x201d)
  let quote = 0
  for (const q of quantities) {
    while (mask < masks.length && (masks[mask] as { end: number }).end <= q.start) mask++
    const m = masks[mask]
    if (m && m.start < q.end && m.end > q.start) continue
    if (around.skip(q.start)) continue
    while (quote < quotes.length && (quotes[quote] as { end: number }).end <= q.start) quote++
    const inQuote = quotes[quote]
    if (inQuote && inQuote.start < q.start && inQuote.end - inQuote.start <= 16) continue
    while (wall < walls.length && (walls[wall] as number) <= q.start) wall++
    const from = clauseStart(text, q.start, Math.max(start, wall > 0 ? (walls[wall - 1] as number) : start))
    const until = Math.min(end, walls[wall] ?? end)
    const before = text.slice(from, q.start)
    const suffix = SUFFIX.exec(text.slice(q.end, q.end + 14)) as RegExpExecArray
    const word = suffix[1] ?? ''
    const to = q.end + suffix[0].length
    const after = text.slice(to, Math.max(to, Math.min(until, to + 40)))
    const verdict = judge(q, before, word, suffix[0], after)
    if (verdict === 'none') continue
    if (verdict === 'condition') {
      const stop = to + (/^的[^，。；、]{0,16}/.exec(after)?.[0].length ?? 0)
      const a = conditionStart(text, from, q.start)
      conditions.push({ text: printed(sq, a, stop), span: spanOf(sq, a, stop), confidence: 0.75, rule: 'condition.number' })
      continue
    }
    const pre = PRE.exec(before) ?? SPLIT.exec(before)
    const comparator = comparatorOf(q, pre, word, before)
    const subject = subjectOf({
      text,
      start,
      clauseFrom: from,
      quantity: q,
      pre,
      after,
      suffixEnd: to,
      title: around.title,
      previous,
      masked: around.masked,
    })
    previous = { quantity: q, end: to, subject }
    const key = `${q.value}|${q.valueMax ?? ''}|${q.unit}`
    const twins = seen.get(key) ?? []
    const shown = asPrinted(subject)
    if (twins.some((t) => t.subject === shown || (shown.length > 3 && (t.subject.includes(shown) || shown.includes(t.subject))))) continue
    const textFrom = pre ? q.start - pre[0].length : q.start
    const better = betterOf(q, subject, comparator)
    const period = /(全年|每年|年度|当年|年均|月均|每月|每季度)/.exec(before)?.[1]
    const base: Target = {
      subject: shown,
      comparator,
      value: q.value,
      unit: asPrinted(unitOf(q, before)),
      text: printed(sq, textFrom, to),
      better,
      span: spanOf(sq, textFrom, to),
      confidence: pre || word !== '' ? 0.9 : q.unitClass === 'ratio' ? 0.85 : 0.75,
      rule: pre ? 'target.comparator' : word !== '' ? 'target.suffix' : 'target.bare',
      ...(q.valueMax === undefined ? {} : { valueMax: q.valueMax }),
      ...(period === undefined ? {} : { period }),
    }
    if (twins.length < 24) twins.push(base)
    seen.set(key, twins)
    targets.push(base)
  }
  return { targets, conditions }
}

/** Ratios are better high, but for those of faults and burdens; times, steps and costs are better low. */
function betterOf(q: Quantity, subject: string, comparator: Comparator): 'up' | 'down' | null {
  if (q.unitClass === 'ratio') {
    if (BURDEN.test(subject)) return 'down'
    return /折/.test(q.unit) ? null : 'up'
  }
  if (LOWER_BETTER.test(subject) || (q.unitClass === 'time' && comparator === '<='))
    return /(?:减少|压减|缩短|节约|节省)$/.test(subject) ? 'up' : 'down'
  if (comparator === '>=' || comparator === '>') return 'up'
  return comparator === '<=' || comparator === '<' ? (q.unitClass === 'money' ? null : 'down') : null
}

/** 每平方米…降至1800元 is measured in 元/平方米. */
function unitOf(q: Quantity, before: string): string {
  if (q.unit !== '元') return q.unit
  const per = /每(平方米|吨|度|千瓦时|立方米|亩)/.exec(before)
  return per ? `元/${per[1] as string}` : q.unit
}

function merge(
  a: readonly { start: number; end: number }[],
  b: readonly { start: number; end: number }[],
): { start: number; end: number }[] {
  return [...a, ...b].sort((x, y) => x.start - y.start || x.end - y.end)
}

function clauseStart(text: string, at: number, start: number): number {
  let i = at
  let depth = 0
  while (i > start && at - i < 90) {
    const c = text.charCodeAt(i - 1)
    if (c === 0xff09) depth++
    else if (c === 0xff08) {
      if (depth === 0) break
      depth--
    } else if (depth === 0 && CLAUSE_END[c] === 1) break
    i--
  }
  return i
}

function conditionStart(text: string, from: number, at: number): number {
  const words = text.slice(from, at)
  const cut = Math.max(words.lastIndexOf('、'), words.lastIndexOf('对') - 1, words.lastIndexOf('或者') + 1)
  return cut >= 0 && at - (from + cut + 1) >= 2 ? from + cut + 1 : from
}

/** Whether a number commits, limits, or only tells. */
function judge(q: Quantity, before: string, word: string, suffix: string, after: string): 'target' | 'condition' | 'none' {
  const last = before[before.length - 1] ?? ''
  if (/(?:第|每|每隔|近|过去|连续|历经|未满|已满|年满|满|跑|仅跑|时隔|约定|上述|这|那|前述|该|达不到|未达到|不足|凡)$/.test(before))
    return q.unitClass === 'time' || q.unitClass === 'count' ? 'none' : 'condition'
  if (/(?:排名|排|位列|位居|居|列)?前$/.test(before)) return 'condition'
  if (q.chinese && q.unitClass !== 'ratio' && q.unitClass !== 'times') {
    // Chinese numerals count only with a comparator or as a time limit: 一件事, 两个健康 are not numbers
    const limit = q.unitClass === 'time' && /内$|以内|之内/.test(word)
    if (!PRE.test(before) && !limit) return 'none'
    if (/(?:实现|达|完成率?为?|增加|减少?|增长|超)$/.test(before) && !limit && word === '') return 'none'
    if (/(?:最多|最快)(?:跑)?$/.test(before)) return 'none'
  }
  if (q.unitClass === 'times' && /^(?:计划|行动|工程)/.test(after)) return 'none'
  // a base from which the text moves away
  if (
    /(?:由|从)(?:原来的?|原先的?|原有的?|现行的?|现有的?|目前的?|法定的?|每[^，。]{1,4}|平均)?[^，。；由从]{0,10}$/.test(before) &&
    FROM_AFTER.test(after)
  )
    return 'none'
  if (/(?:原来|原有|现有|原|现行|已有|目前|去年|上年|截至目前|已|已建成|已完成|已有|法定时限|法定)$/.test(before)) return 'none'
  if (/^[^，。；]{0,14}的?基础上/.test(after)) return 'none'
  if (
    /^[^，。；]{0,6}(?:指标|章|条例|法则|版本)/.test(after) &&
    /^(?:个|项|类|条)$/.test(q.unit) &&
    /^(?:[一二三]级|核心|主要|重点|具体|评价|考核)?指标/.test(after)
  )
    return 'none'
  if (/(?:法|条例|规定|办法)第?$/.test(before)) return 'none'
  // service hours and scenery: 24小时自助, 15分钟服务圈
  if (
    q.unitClass === 'time' &&
    word === '' &&
    /^(?:自助|在线|服务|不打烊|值守|热线|全天候|开放|营业|便民|生活圈|政务|办事|就业|受理|响应圈|个人|专员|不间断|应急|工作制|办税|圈)/.test(
      after,
    )
  )
    return 'none'
  if (q.unit === '年' && word !== '内' && word !== '以内' && word !== '之内' && !PRE.test(before)) return 'none'
  if (q.unit === '年' && /^(?:行动|计划|规划|来|多来|间|期)/.test(after)) return 'none'
  if (q.unit === '周' && /^(?:岁|年)/.test(after)) return 'none'
  if (q.value === 1 && /^(?:张|枚|门|扇|套)$/.test(q.unit) && /^(?:网|表|图|证|清单|单|照|章管|卡)/.test(after)) return 'none'
  // 6个月内审结的比例达到85%: the time only says which share is meant
  if (
    q.unitClass === 'time' &&
    (word === '内' || word === '以内' || word === '之内' || word === '') &&
    /^[^，。；、]{0,12}?(?:率|比例|占比|比重)[^，。；]{0,10}\d/.test(after)
  )
    return 'condition'
  // scope
  if (/含/.test(suffix) && !PRE.test(before)) return 'condition'
  const pre = PRE.exec(before)
  const committed = pre !== null && !/^(?:实现|完成)/.test(pre[0])
  if (word === '以下' || word === '及以下') {
    if (committed && pre?.[2] !== undefined) return 'target'
    return /^的/.test(after) || q.unitClass === 'money' || q.unitClass === 'size' || !/率|比|时间|时限|期限|成本|费用|在$/.test(before)
      ? 'condition'
      : 'target'
  }
  if (
    /^的(?!比例|占比|比重|标准|折扣|优惠|幅度|速度|增速|份额|奖励|补助|补贴|资助|支持|扶持|贴息|资金|目标|额度|水平|价格)/.test(after) &&
    !/^的?$/.test(after)
  ) {
    if (
      (word === '以上' || word === '及以上' || word === '以内') &&
      !(committed && pre?.[3] !== undefined && /率|比例|占比|比重$/.test(before.slice(0, pre.index)))
    )
      return 'condition'
    if (
      word === '' &&
      (q.unitClass === 'size' || q.unitClass === 'money') &&
      !/(?:给予|奖励|补助|补贴|最高|一次性)[^，]{0,6}$/.test(before)
    )
      return 'condition'
    if (
      word === '' &&
      pre &&
      (pre[1] || pre[2] || pre[4] || pre[5]) &&
      /^的[^，。；]{1,20}/.test(after) &&
      /^(?:对|凡|符合|针对|在)/.test(before)
    )
      return 'condition'
  }
  if (q.unitClass === 'time' && (word === '以上' || word === '及以上') && q.unit !== '%')
    return before.length > 2 && !committed && !/(?:缩短|压缩|压减|缩减|减少|提前|延长)$/.test(before) ? 'condition' : 'target'
  if (
    q.unitClass === 'size' &&
    (pre?.[2] !== undefined || word === '及以上' || word === '以上') &&
    !/(?:减少|新增|建成|完成|改造|铺设)/.test(before) &&
    /的|工程|项目|企业|用户/.test(after)
  )
    return 'condition'
  if ((q.unit === '千伏' || q.unit === '千瓦' || q.unit === '千伏安') && !/(?:新增|装机|减少|建成|达到)[^，]{0,4}$/.test(before))
    return 'condition'
  if ((q.unit === '米' || q.unit === '平方米') && word === '' && pre?.[2] !== undefined) return 'condition'
  if (last === '、' && q.unitClass === 'size') return 'condition'
  return 'target'
}

function comparatorOf(q: Quantity, pre: RegExpExecArray | null, word: string, before: string): Comparator {
  if (q.valueMax !== undefined) return 'range'
  if (word === '以内' || word === '之内' || word === '内' || word === '以下' || word === '及以下') return '<='
  if (word === '以上' || word === '及以上') return '>='
  if (pre) {
    if (pre[1] !== undefined) return '>='
    if (pre[2] !== undefined) return '<='
    if (pre[4] !== undefined) return pre[4] === '≥' ? '>=' : '>'
    if (pre[5] !== undefined) return pre[5] === '≤' ? '<=' : '<'
    if (pre[3] !== undefined && !/^实现|^完成/.test(pre[3])) return '>='
  }
  if (/(?:最高|最多|最长|上限)[^，。；]{0,6}$/.test(before)) return '<='
  if (q.unitClass === 'ratio' && q.unit === '%' && /(?:率|比例|占比|比重|增速|增长|增幅|覆盖面)$/.test(before)) return '>='
  if (q.unitClass === 'times') return '>='
  return '='
}
