/**
 * Deadlines and recurring duties: 6月底前, 12月31日前, 上半年, 一季度末, 年底前, 年内, 到2025年, 印发后3个月内, 每月10日前.
 * The year comes from the words, else from an earlier date of the item, the headings, the plan, the date of issue.
 */
import { NUMERAL, numeral } from './numerals.ts'
import { firsts, nextMatch } from './scan.ts'

export interface YearSource {
  /** Year named by a heading above the item. */
  readonly heading: number | null
  readonly plan: number | null
  /** `YYYY-MM-DD` */
  readonly issuedOn: string | null
}

export interface DateFound {
  readonly start: number
  readonly end: number
  readonly due: string | null
  readonly yearFrom: 'clause' | 'heading' | 'plan' | 'issue' | 'context'
  readonly relative?: { readonly from: 'issue' | 'event'; readonly amount: number; readonly unit: 'day' | 'workingDay' | 'month' | 'year' }
  readonly rule: string
  readonly confidence: number
}

export interface RecurringFound {
  readonly start: number
  readonly end: number
  readonly every: 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year'
  readonly day: number | null
  readonly rule: string
  readonly confidence: number
}

export interface DatesFound {
  readonly dates: readonly DateFound[]
  readonly recurring: readonly RecurringFound[]
  /** All ranges that hold words of time and must not be read as numbers. */
  readonly masked: readonly { readonly start: number; readonly end: number }[]
}

const Z = `[${NUMERAL}]`
const YEAR = `(?:(20\\d{2}|二[〇零][〇零一二三四五六七八九]{2})年度?|(今|明|本|后|当|去|上)年度?)`
const MONTH = '(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?'
const DAY = '(?:(3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|(月?[底末])|([上中下])旬)'
const BEFORE = '((?:之|以)?前)?'
const MONTH_DATE = `${YEAR}?(?<![\\d.])${MONTH}${DAY}?${BEFORE}`
const QUARTER = `${YEAR}?(?:第)?([一二三四1-4])季度([底末内])?${BEFORE}`
const HALF = `${YEAR}?([上下])半年([底末内])?${BEFORE}`
const YEAR_END = `(?:${YEAR}年?|年)([底末内中])${BEFORE}`
const YEAR_ONLY = `(?:(到|至|在))?${YEAR}(?!年?[底末初中]|\\d{1,2}月|[一二三四五六七八九十]{1,2}月|第?[一二三四1-4]季|[上下]半年)${BEFORE}`
const NUMERIC = `(20\\d{2})[./—](1[0-2]|0?[1-9])(?:[./—](3[01]|[12]\\d|0?[1-9]))?(?![\\d.%年月])${BEFORE}`
const PLAN_END = `[“"]?十([三四五六七])五[”"]?(?:规划|时期)?(?:期?末)${BEFORE}`
const RELATIVE = `(?:(印发|发布|公布|下发|出台|施行|实施|颁布|通知|公告|部署|批准|签订|成立|启动|受理)(?:之日)?(?:起|后|以后|之后)?的?|自(?:本)?(?:方案|计划|通知|意见|措施|办法)(?:印发|发布|实施|施行|下发)?(?:之日)?起)(\\d{1,3}|${Z}{1,3})个?(工作日|月|日|天|年|周)(?:之|以)?内`
const EVERY = `每(?:个)?(半年|季度|季|双周|两周|周|星期|月|年度?|日|天)(?:(?:度)?(?:末|底)|([一二三四五六日天])(?![个级次])|(?:首月|首个月|末月|的)?(\\d{1,2})[日号]|(\\d{1,2})月(?:(\\d{1,2})日|底)?|初|的?第?[一1]个?(?:工作日|周))?${BEFORE}`

const FIRST = firsts('每印发公下出施实颁通部批签成启受自“"十一二三四五六七八九上今明本后当去年第到至在0123456789')
const ALL = new RegExp(
  [EVERY, RELATIVE, PLAN_END, HALF, QUARTER, YEAR_END, MONTH_DATE, YEAR_ONLY, NUMERIC].map((r) => `(?:${r})`).join('|'),
  'y',
)

// positions of the capture groups of each alternative
const G = { every: 1, relative: 7, planEnd: 10, half: 12, quarter: 17, yearEnd: 22, month: 26, yearOnly: 33, numeric: 37 } as const

function lastDay(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const two = (n: number) => (n < 10 ? `0${n}` : String(n))
export function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > lastDay(year, month)) return null
  return `${year}-${two(month)}-${two(day)}`
}

/** Date `amount` units after an ISO date; working days are left to those who hold a calendar (null). */
function after(iso: string, amount: number, unit: 'day' | 'workingDay' | 'month' | 'year'): string | null {
  const [y, m, d] = iso.split('-').map(Number) as [number, number, number]
  if (unit === 'workingDay') return null
  if (unit === 'day') {
    let year = y
    let month = m
    let day = d + amount
    while (day > lastDay(year, month)) {
      day -= lastDay(year, month)
      month++
      if (month > 12) {
        month = 1
        year++
      }
    }
    return isoDate(year, month, day)
  }
  const months = (unit === 'year' ? amount * 12 : amount) + (m - 1)
  const year = y + Math.floor(months / 12)
  const month = (months % 12) + 1
  return isoDate(year, month, Math.min(d, lastDay(year, month)))
}

const CLAUSE_START = '，。；：、（！？“'
const RANGE_MARK = '—~至到-'

/**
 * Finds the dates of `text[start, end)`. `labels` are ranges after 完成时限： where a bare date is a deadline.
 * `skip` says whether an offset lies in a title in 《》 or another place whose dates are not of this plan.
 */
export function datesIn(
  text: string,
  start: number,
  end: number,
  years: YearSource,
  labels: readonly { readonly start: number; readonly end: number }[],
  skip: (at: number) => boolean,
): DatesFound {
  const dates: DateFound[] = []
  const recurring: RecurringFound[] = []
  const masked: { start: number; end: number }[] = []
  const item = text.slice(start, end)
  let context: number | null = null
  let label = 0
  let lastEnd = -1
  let lastWasDate = false
  let next = 0

  const baseYear = (): { year: number | null; from: DateFound['yearFrom'] } => {
    if (years.heading !== null) return { year: years.heading, from: 'heading' }
    if (years.plan !== null) return { year: years.plan, from: 'plan' }
    if (years.issuedOn !== null) return { year: Number(years.issuedOn.slice(0, 4)), from: 'issue' }
    return { year: null, from: 'plan' }
  }
  /** Year of a date whose words may name it. */
  const yearOf = (full: string | undefined, word: string | undefined): { year: number | null; from: DateFound['yearFrom'] } => {
    if (full !== undefined) {
      const year = numeral(full)
      return { year, from: 'clause' }
    }
    const base = baseYear()
    const own = years.plan ?? base.year
    if (word !== undefined) {
      if (own === null) return { year: null, from: 'plan' }
      const shift = word === '明' ? 1 : word === '后' ? 2 : word === '去' || word === '上' ? -1 : 0
      return { year: own + shift, from: base.from }
    }
    if (context !== null && base.from !== 'heading') return { year: context, from: 'context' }
    return base
  }

  for (let m = nextMatch(ALL, FIRST, item, 0); m; m = nextMatch(ALL, FIRST, item, next)) {
    next = Math.max(m.index + m[0].length, m.index + 1)
    const at = start + m.index
    const to = at + m[0].length
    if (m[0].length === 0) continue
    masked.push({ start: at, end: to })
    const previousEnd = lastEnd
    const previousWasDate = lastWasDate
    lastEnd = to
    lastWasDate = true
    if (skip(at)) continue
    while (label < labels.length && (labels[label] as { end: number }).end <= at) label++
    const labelled = label < labels.length && (labels[label] as { start: number }).start <= at
    const before = text.slice(Math.max(start, at - 14), at)
    const tail = text.slice(to, Math.min(end, to + 8))

    if (m[G.every] !== undefined) {
      const word = m[G.every] as string
      const every = /半年/.test(word)
        ? 'halfYear'
        : /季/.test(word)
          ? 'quarter'
          : /周|星期/.test(word)
            ? 'week'
            : /月/.test(word)
              ? 'month'
              : /年/.test(word)
                ? 'year'
                : 'day'
      if (/^(?:个|人|平均|万|吨|户|度电)/.test(tail) && every === 'day') continue
      const weekday = m[G.every + 1]
      const day =
        weekday !== undefined
          ? '一二三四五六日'.indexOf(weekday === '天' ? '日' : weekday) + 1
          : m[G.every + 2] !== undefined
            ? Number(m[G.every + 2])
            : null
      recurring.push({ start: at, end: to, every, day, rule: `recurring.${every}`, confidence: 0.9 })
      lastWasDate = false
      continue
    }
    const push = (due: string | null, from: DateFound['yearFrom'], rule: string, confidence: number, relative?: DateFound['relative']) =>
      dates.push(
        relative
          ? { start: at, end: to, due, yearFrom: from, relative, rule, confidence }
          : { start: at, end: to, due, yearFrom: from, rule, confidence },
      )

    if (m[G.relative + 1] !== undefined) {
      const amount = numeral(m[G.relative + 1] as string)
      const word = m[G.relative + 2] as string
      const event = m[G.relative]
      const issue =
        event === undefined ||
        /印发|发布|公布|下发|出台|施行|颁布/.test(event) ||
        (event === '实施' && /方案|计划|通知|意见|办法$/.test(before))
      if (amount === null) continue
      const unit = word === '工作日' ? 'workingDay' : word === '月' ? 'month' : word === '年' ? 'year' : 'day'
      const size = word === '周' ? amount * 7 : amount
      if (!issue) {
        // a time limit that runs from an event of each case is a target, not a milestone
        masked.pop()
        continue
      }
      push(years.issuedOn ? after(years.issuedOn, size, unit) : null, 'issue', 'date.relative.issue', 0.85, {
        from: 'issue',
        amount: size,
        unit,
      })
      continue
    }
    if (m[G.planEnd] !== undefined) {
      const n = numeral(m[G.planEnd] as string)
      if (n !== null) push(`${2000 + n * 5 + 5}-12-31`, 'clause', 'date.planPeriod', 0.85)
      continue
    }

    if (m[G.numeric] !== undefined) {
      // 2024.09, 2024—06—30: only where a date is expected
      if (!labelled && m[G.numeric + 3] === undefined) continue
      if (/^[—~至到]/.test(tail)) continue
      const year = Number(m[G.numeric])
      const month = Number(m[G.numeric + 1])
      const day = m[G.numeric + 2] === undefined ? lastDay(year, month) : Number(m[G.numeric + 2])
      const due = isoDate(year, month, day)
      if (due !== null) push(due, 'clause', 'date.numeric', 0.85)
      context = year
      continue
    }

    const isRangeEnd = previousWasDate && previousEnd >= at - 2 && previousEnd >= 0 && /[—~至到]/.test(text.slice(previousEnd, at))
    const opensRange = /^(?:[—~至到](?=\d|次?年|今|明|今后)|起|开始|以来|以后|之后|后|至今|以上|期间|的数据)/.test(tail)
    const never =
      /(?:去|上|往|历|近|前|过去|当|比|较|截至|截止|截止到|自|从|始于|同比|比上|较上|低于|高于)(?:20\d\d)?$/.test(before) ||
      /(?:有效期|执行期|延长|期限|实施期|有效期限|适用期)[^，。；]{0,6}$/.test(before) ||
      /每年[^，。；]{0,4}$/.test(before) ||
      /^(?:召开的|印发的|发布的|出台的|以来|以后|之后|起施行|版|以前年度)/.test(tail)
    if (!labelled && (never || opensRange)) continue
    if (labelled && opensRange && /^[—~至到]/.test(tail)) {
      const said = m[G.month] ?? m[G.yearOnly + 1]
      if (said !== undefined) context = numeral(said)
      continue
    }
    if (isRangeEnd && !labelled) continue
    const clauseStart =
      m.index === 0 ||
      CLAUSE_START.includes(before[before.length - 1] ?? '，') ||
      /(?:力争|确保|争取|计划|拟|于|在|并|到|至|原则上|务必|力求|预计|须|应|需|要)$/.test(before)
    const rangeBefore = RANGE_MARK.includes(before[before.length - 1] ?? '　') && before.length > 0 && !/[到至]$/.test(before)
    if (rangeBefore && !labelled) continue

    if (m[G.half + 2] !== undefined) {
      const { year, from } = yearOf(m[G.half], m[G.half + 1])
      const first = m[G.half + 2] === '上'
      if (/^(?:去|上)$/.test(m[G.half + 1] ?? '')) continue
      if (!(m[G.half + 4] || m[G.half + 3] || labelled || clauseStart || /^(?:完成|印发|出台|开展|启动|建成)/.test(tail))) continue
      if (/^的/.test(tail)) continue
      push(year === null ? null : first ? `${year}-06-30` : `${year}-12-31`, from, 'date.halfYear', 0.85)
      if (year !== null && m[G.half] !== undefined) context = year
      continue
    }
    if (m[G.quarter + 2] !== undefined) {
      const { year, from } = yearOf(m[G.quarter], m[G.quarter + 1])
      const q = numeral(m[G.quarter + 2] as string) as number
      if (!(m[G.quarter + 4] || m[G.quarter + 3] || labelled || clauseStart || /^(?:完成|印发|出台|开展|启动|建成)/.test(tail))) continue
      const month = q * 3
      push(year === null ? null : isoDate(year, month, lastDay(year, month)), from, 'date.quarter', 0.85)
      if (year !== null && m[G.quarter] !== undefined) context = year
      continue
    }
    if (m[G.yearEnd + 2] !== undefined) {
      const part = m[G.yearEnd + 2] as string
      const full = m[G.yearEnd]
      const word = m[G.yearEnd + 1]
      if (word === '去' || word === '上') continue
      if (part === '内' && full === undefined && word === undefined && /[\d两几半多一二三四五六七八九十届同度]$/.test(before)) continue
      if (part === '中' && !labelled && !m[G.yearEnd + 3]) continue
      if (part === '中' && /^(?:期|心|央)/.test(tail)) continue
      if (full === undefined && word === undefined && /[\d届学财半多周]$/.test(before)) continue
      if (
        !m[G.yearEnd + 3] &&
        part !== '内' &&
        !labelled &&
        !clauseStart &&
        full === undefined &&
        !/^(?:完成|力争|实现|达到|建成|基本|全面|形成|印发|出台|要|，|）)/.test(tail)
      )
        continue
      if (!m[G.yearEnd + 3] && /^(?:数|余额|考核|总结|述职|结余|存量|绩效|评估|评价|表彰|决算|时)/.test(tail)) continue
      const base = yearOf(full, word)
      const year = base.year
      push(
        year === null ? null : part === '中' ? `${year}-06-30` : `${year}-12-31`,
        base.from,
        part === '内' ? 'date.withinYear' : 'date.yearEnd',
        0.92,
      )
      if (year !== null && full !== undefined) context = year
      continue
    }
    if (m[G.month + 2] !== undefined) {
      const { year, from } = yearOf(m[G.month], m[G.month + 1])
      if (/^(?:去|上)$/.test(m[G.month + 1] ?? '')) continue
      const month = numeral(m[G.month + 2] as string) ?? 0
      const dayWord = m[G.month + 3]
      const endWord = m[G.month + 4]
      const third = m[G.month + 5]
      const isBefore = m[G.month + 6] !== undefined
      if (/^(?:\.|·|十)/.test(tail) && dayWord === undefined && !endWord) continue
      if (/[十个第]$/.test(before) && m[G.month] === undefined) continue
      let due: string | null = null
      let rule = 'date.month'
      let confidence = 0.97
      let usedYear = year
      if (year !== null && from === 'issue' && years.issuedOn !== null && Number(years.issuedOn.slice(5, 7)) >= 10 && month < 7)
        usedYear = year + 1
      if (dayWord !== undefined) {
        if (!isBefore && !labelled && !/^(?:完成|办结|结束|截止|上线|到位|之?内)/.test(tail)) {
          if (m[G.month] !== undefined && usedYear !== null && /^(?:起|）)/.test(tail)) continue
          continue
        }
        due = usedYear === null ? null : isoDate(usedYear, month, numeral(dayWord) ?? 0)
        rule = 'date.day'
        if (usedYear !== null && due === null) continue
      } else if (endWord !== undefined) {
        due = usedYear === null ? null : isoDate(usedYear, month, lastDay(usedYear, month))
        rule = 'date.monthEnd'
        if (!isBefore) confidence = 0.9
      } else if (third !== undefined) {
        if (!isBefore && !labelled && !clauseStart) continue
        due = usedYear === null ? null : isoDate(usedYear, month, third === '上' ? 10 : third === '中' ? 20 : lastDay(usedYear, month))
        rule = 'date.tenDays'
      } else if (isBefore) {
        // 6月前: nothing of June is left to work in
        if (usedYear !== null) {
          const y = month === 1 ? usedYear - 1 : usedYear
          const mm = month === 1 ? 12 : month - 1
          due = isoDate(y, mm, lastDay(y, mm))
        }
        rule = 'date.beforeMonth'
        confidence = 0.7
      } else if (labelled || /^(?:完成|印发|出台|启动|建成|上线|办结)/.test(tail) || (clauseStart && /^，/.test(tail))) {
        due = usedYear === null ? null : isoDate(usedYear, month, lastDay(usedYear, month))
        rule = 'date.bareMonth'
        confidence = 0.75
      } else continue
      push(due, from, rule, confidence)
      if (usedYear !== null && m[G.month] !== undefined) context = usedYear
      continue
    }
    if (m[G.yearOnly + 1] !== undefined || m[G.yearOnly + 2] !== undefined) {
      const toWord = m[G.yearOnly]
      const isBefore = m[G.yearOnly + 3] !== undefined
      const word = m[G.yearOnly + 2]
      const { year, from } = yearOf(m[G.yearOnly + 1], word)
      if (year === null || word === '去' || word === '上' || word === '当') continue
      if (isBefore && word === undefined) push(`${year - 1}-12-31`, from, 'date.beforeYear', 0.75)
      else if (labelled) push(`${year}-12-31`, from, 'date.year', 0.8)
      else if ((toWord === '到' || toWord === '至') && word === undefined && !/(?:扩大|扩展|提高|延续|推迟|增加|延长)$/.test(before))
        push(`${year}-12-31`, from, 'date.untilYear', 0.85)
      if (word === undefined && (labelled || toWord || isBefore)) context = year
    }
  }
  return { dates, recurring, masked }
}
