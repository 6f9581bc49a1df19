/**
 * Numbers with a unit as they stand in a text: 60%, 2.3万家, 1个工作日, 2/3, 三分之二, 百分之八十, 4—8户, 6千时户, 85折, 翻一番.
 * Says what the number is, not what it means; targets.ts decides that.
 */
import { NUMERAL, numeral, scale, times } from './numerals.ts'
import { firsts, nextMatch } from './scan.ts'

export type UnitClass = 'ratio' | 'time' | 'money' | 'size' | 'count' | 'times'

export interface Quantity {
  readonly start: number
  readonly end: number
  readonly value: number
  readonly valueMax?: number
  readonly unit: string
  readonly unitClass: UnitClass
  /** Written in Chinese numerals. */
  readonly chinese: boolean
}

/** Measure words and units, with what they measure and the name they get in a result. */
const TIME = [
  '个工作日',
  '工作日',
  '个自然日',
  '自然日',
  '个小时',
  '小时',
  '分钟',
  '秒钟',
  '秒',
  '个月',
  '月',
  '天',
  '日',
  '周',
  '个星期',
  '年',
  '个季度',
]
const MONEY = ['元/平方米', '元/吨', '元/度', '元/千瓦时', '元/人', '元', '美元']
const SIZE = [
  '平方公里',
  '平方千米',
  '平方米',
  '立方米',
  '公里',
  '千米',
  '米',
  '公顷',
  '亩',
  '公斤',
  '千克',
  '吨',
  '升',
  '千瓦时',
  '千瓦',
  '兆瓦',
  '千伏安',
  '千伏',
  '时户',
  '标箱',
]
const COUNT =
  '个 家 项 类 件 名 人 人次 户 户次 所 枚 种 次 场 场次 批 批次 条 处 座 套 例 宗 起 辆 辆次 台 台套 只 期 篇 份 部 支 款 间 张 门 堂 课时 学时 幅 块 片 对 组 轮 趟 班次 本 册 栋 孔 盏 架 艘 列 床 株 环节 个环节 分 位 项次 件次 家次 人份 度'.split(
    ' ',
  )
const UNITS = new Map<string, { readonly unit: string; readonly unitClass: UnitClass }>()
for (const u of TIME) UNITS.set(u, { unit: u.replace(/^个/, ''), unitClass: 'time' })
for (const u of MONEY) UNITS.set(u, { unit: u, unitClass: 'money' })
for (const u of SIZE) UNITS.set(u, { unit: u, unitClass: 'size' })
for (const u of COUNT) UNITS.set(u, { unit: u.replace(/^个(?=.)/, ''), unitClass: 'count' })
UNITS.set('个百分点', { unit: '百分点', unitClass: 'ratio' })
UNITS.set('百分点', { unit: '百分点', unitClass: 'ratio' })
UNITS.set('%', { unit: '%', unitClass: 'ratio' })
UNITS.set('‰', { unit: '‰', unitClass: 'ratio' })
UNITS.set('折', { unit: '折', unitClass: 'ratio' })
UNITS.set('倍', { unit: '倍', unitClass: 'times' })
const LONGEST = 5

const Z = `[${NUMERAL}]`
const D = '\\d{1,3}(?:，\\d{3})+(?!\\d)|\\d+(?:\\.\\d+)?'
const TOKEN = new RegExp(
  [
    `(百|千|万)分之(${Z}{1,6}|\\d+(?:\\.\\d+)?)`, // 1 2
    '([一二三四五六七八九十]{1,3})分之([一二三四五六七八九十]{1,3})', // 3 4
    '(\\d{1,2})/(\\d{1,3})(?![\\d/])', // 5 6
    `(${D})(万亿|亿|万|千|百)?(?:余|多)?(?:([%‰])?[—~至到]+(${D})(万亿|亿|万|千|百)?)?`, // 7 8 9 10 11
    '(翻一番|翻番|翻两番|倍增|增长一倍|提高一倍|减半|压减一半|减少一半|缩短一半|压缩一半)', // 12
    `([一二两三四五六七八九十百]{1,5})(?=个?(?:工作日|小时|月(?:[内之以])|天(?:[内之以办])|日[内之以]|年[内之以]|周[内之以]|次|家|项|场|名|人|户|个|件|成以上|分钟))`, // 13
  ]
    .map((r) => `(?:${r})`)
    .join('|'),
  'y',
)
const FIRST = firsts('0123456789百千万一二两三四五六七八九十翻倍增提减压缩')

/** All quantities of `text[start, end)`, in order. Linear. */
export function quantitiesIn(text: string, start: number, end: number): Quantity[] {
  const item = text.slice(start, end)
  const out: Quantity[] = []
  let next = 0
  for (let m = nextMatch(TOKEN, FIRST, item, 0); m; m = nextMatch(TOKEN, FIRST, item, next)) {
    next = Math.max(m.index + m[0].length, m.index + 1)
    if (m[0] === '') continue
    const at = m.index
    const before = item[at - 1] ?? ''
    if (/[0-9A-Za-z.．·/×+#№]/.test(before) && m[12] === undefined) continue
    const to = at + m[0].length
    if (m[1] !== undefined) {
      const value = numeral(m[2] as string)
      if (value === null) continue
      const unit = m[1] === '百' ? '%' : m[1] === '千' ? '‰' : '‱'
      out.push({ start: start + at, end: start + to, value, unit, unitClass: 'ratio', chinese: true })
      continue
    }
    if (m[3] !== undefined || m[5] !== undefined) {
      const bottom = numeral((m[3] ?? m[6]) as string)
      const top = numeral((m[4] ?? m[5]) as string)
      if (!bottom || top === null || top >= bottom) continue
      if (
        m[5] !== undefined &&
        !/^(?:以上|以下|左右|的)/.test(item.slice(to, to + 2)) &&
        !/(?:达|到|过|于|至少|占)$/.test(item.slice(Math.max(0, at - 2), at))
      )
        continue
      out.push({
        start: start + at,
        end: start + to,
        value: Math.round((top / bottom) * 1e4) / 1e4,
        unit: '比例',
        unitClass: 'ratio',
        chinese: m[3] !== undefined,
      })
      continue
    }
    if (m[12] !== undefined) {
      const value = m[12] === '翻两番' ? 4 : /半/.test(m[12]) ? 0.5 : 2
      out.push({ start: start + at, end: start + to, value, unit: '倍', unitClass: 'times', chinese: true })
      continue
    }
    if (m[13] !== undefined) {
      const value = numeral(m[13])
      const unit = unitAt(item, to)
      if (value === null || !unit) continue
      out.push({ start: start + at, end: start + to + unit.length, value, unit: unit.unit, unitClass: unit.unitClass, chinese: true })
      continue
    }
    const first = Number((m[7] as string).replace(/，/g, ''))
    const second = m[10] === undefined ? null : Number(m[10].replace(/，/g, ''))
    let unitFrom = to
    // 20%—30%: the unit of the first is repeated; otherwise the unit follows
    const unit = unitAt(item, unitFrom)
    if (!unit) {
      if (m[9] !== undefined && second !== null) continue
      if (first === 0 && second === null && /^(?:成本|费用|收费|材料|环节|跑动)/.test(item.slice(to, to + 2)) && m[7] === '0') {
        const noun = item.slice(to, to + 2)
        out.push({ start: start + at, end: start + to + noun.length, value: 0, unit: '', unitClass: 'count', chinese: false })
      } else if (second !== null) {
        // 1—3 without unit: maybe only the first half counts
        next = at + (m[7] as string).length
      }
      continue
    }
    unitFrom += unit.length
    const factor2 = scale(m[11] ?? '')
    const factor1 = m[8] !== undefined ? scale(m[8]) : second !== null ? factor2 : 1
    const value = times(first, factor1)
    const base = { start: start + at, end: start + unitFrom, value, unit: unit.unit, unitClass: unit.unitClass, chinese: false }
    out.push(second === null ? base : { ...base, valueMax: times(second, factor2) })
    next = unitFrom
  }
  return out
}

function unitAt(item: string, at: number): { unit: string; unitClass: UnitClass; length: number } | null {
  for (let n = Math.min(LONGEST, item.length - at); n > 0; n--) {
    const found = UNITS.get(item.slice(at, at + n))
    if (!found) continue
    const next = item[at + n] ?? ''
    const words = item.slice(at, at + n)
    if (words === '成' || words === '部' ? /[门委分属]/.test(next) : false) continue
    if (words === '分' && /[钟之类级别档层为布析支]/.test(next)) continue
    if (words === '人' && /[民工大员力才]/.test(next) && next !== '才' && next !== '员') continue
    if (words === '月' && !/[内之]/.test(next)) continue
    if (words === '日' && /[常报志期]/.test(next)) continue
    if (words === '年' && !/[内以之及]/.test(next)) continue
    if (words === '度' || words === '位' ? /[过假置]/.test(next) : false) continue
    if (words === '件' && next === '事') continue
    if (words === '个' && /[性人体别]/.test(next) && !/[人体]/.test(next)) continue
    if (words === '条' && next === '件') continue
    if (words === '组' && next === '织') continue
    if (words === '起' && /[步草诉源]/.test(next)) continue
    if (words === '期' && next === '间') continue
    return { ...found, length: n }
  }
  return null
}
