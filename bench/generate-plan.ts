import { Chance } from './chance.ts'

/**
 * Made-up plans for benchmarks, varied as real ones are: three ways of numbering, six of naming the units, dates and numbers in prose,
 * labelled parts, governance at the end, full-width or half-width punctuation, sometimes lines broken in the middle of a word.
 */

export interface PlanSize {
  /** Measures in the plan. */
  readonly measures?: number
  /** Instead of a number of measures: go on until the text has so many bytes of UTF-8. */
  readonly bytes?: number
}

const AREAS = [
  '企业准入',
  '建设许可',
  '用电用水',
  '不动产交易',
  '纳税缴费',
  '口岸通关',
  '融资服务',
  '破产审判',
  '合同执行',
  '劳动用工',
  '政府采购',
  '知识产权',
]
const UNITS = [
  '发展改革委',
  '市场监管局',
  '财政局',
  '税务局',
  '公安局',
  '司法局',
  '自然资源局',
  '住房城乡建设局',
  '大数据局',
  '人力资源社会保障局',
  '商务局',
  '法院',
  '行政审批服务局',
  '交通运输局',
]
const VERBS = ['推行', '完善', '健全', '优化', '规范', '拓展', '建立', '深化', '改进', '简化']
const THINGS = [
  '容缺受理办法',
  '联合验收流程',
  '线上预审服务',
  '帮办代办队伍',
  '信用承诺制度',
  '风险分级名单',
  '数据核验接口',
  '一次告知清单',
  '评议反馈渠道',
  '跨区办理机制',
  '电子材料共享库',
  '首席服务员制度',
]
const RATES = ['网上办理率', '按时办结率', '材料复用率', '群众满意率', '首次解决率', '电子化率']
const TIMES = ['平均办理时间', '审核时限', '答复时限', '整改期限']
const COUNTS = ['服务站点', '示范窗口', '业务骨干', '典型案例', '试点园区']
const WHO = ['中小企业', '个体工商户', '外来投资者', '园区企业', '出口企业', '初创企业']
const SURNAMES = ['陆', '贺', '沈', '方', '唐', '顾', '江', '尹', '乔', '闻', '骆', '穆']
const GIVEN = ['知远', '明湛', '若谷', '致和', '季平', '南亭', '怀瑾', '以宁', '若川', '青梧']
const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

const chinese = (n: number): string =>
  n <= 10 ? DIGITS[n]! : n < 20 ? `十${DIGITS[n - 10]}` : `${DIGITS[Math.floor(n / 10)]}十${n % 10 === 0 ? '' : DIGITS[n % 10]}`

/** The text of a made-up plan. The same seed and size give the same text. */
export function generatePlan(seed: number, size: PlanSize = {}): string {
  const chance = new Chance(seed)
  const level = chance.of(['省', '市', '区', '县'])
  const units = UNITS.map((u) => level + u)
  const year = chance.between(2019, 2027)
  const labelled = chance.sometimes(0.25)
  const numbering = chance.of(['running', 'restarting', 'brackets'] as const)
  const style = chance.between(0, 5)
  const half = chance.sometimes(0.3)
  const lines: string[] = [
    `${chance.of(['青川', '云泽', '北原', '临湖', '东岭'])}${level}优化营商环境${year}年${chance.of(['行动计划', '工作方案', '实施方案', '任务清单'])}`,
    `为进一步${chance.of(VERBS)}服务企业的各项制度,结合本${level}实际,制定本方案。`,
    '一、总体要求',
    `以${chance.of(WHO)}的实际感受为标准,坚持问题导向、协同推进,让制度看得见、办得快、管得住。`,
    '二、重点任务',
  ]
  let bytes = lines.reduce((n, line) => n + Buffer.byteLength(line) + 1, 0)
  const full = (n: number) => (size.bytes === undefined ? n > (size.measures ?? 40) : bytes >= size.bytes)
  const add = (line: string) => {
    lines.push(line)
    bytes += Buffer.byteLength(line) + 1
  }
  let number = 0
  let all = 0
  for (let area = 1; !full(all + 1); area++) {
    add(`（${chinese(Math.min(area, 99))}）${AREAS[(area - 1) % AREAS.length]}领域`)
    if (numbering !== 'running') number = 0
    for (let i = chance.between(4, 14); i > 0 && !full(all + 1); i--) {
      all++
      number++
      const printed = numbering === 'brackets' ? `（${number}）` : `${number}.`
      const title = `${chance.of(VERBS)}${chance.of(THINGS)}`
      if (labelled) {
        add(`${printed}${title} 牵头单位：${chance.of(units)}`)
        add(`（1）目标任务：${sentence(chance)}${sentence(chance)}`)
        add(`（2）重点难点：${chance.of(WHO)}反映的材料重复提交问题仍较集中。`)
        add(
          `（3）措施步骤：一是${clause(chance)}。二是${clause(chance)}。（责任人：${chance.of(units)}${chance.of(SURNAMES)}${chance.of(GIVEN)}）`,
        )
      } else {
        const body = Array.from({ length: chance.between(1, 4) }, () => sentence(chance)).join('')
        add(`${printed}${title}。${body}${owners(chance, units, style)}`)
      }
    }
  }
  add('三、保障措施')
  add('（一）加强组织领导。各牵头单位明确一名负责人，按月调度进展。')
  add('（二）强化跟踪问效。建立任务台账，每季度通报一次，对进展迟缓的单位发函提醒。')
  let text = `${lines.join('\n')}\n`
  if (half) text = text.replace(/（/g, '(').replace(/）/g, ')').replace(/，/g, ',').replace(/：/g, ':')
  // Lines of 36 characters, as text taken out of a page has them.
  if (chance.sometimes(0.2)) text = text.replace(/[^\n]{36}(?=[^\n])/g, (line) => `${line}\n`)
  return text
}

function clause(chance: Chance): string {
  return `${chance.of(VERBS)}${chance.of(WHO)}${chance.of(THINGS)}`
}

function when(chance: Chance): string {
  const month = chance.between(2, 12)
  return chance.of([
    `${month}月底前`,
    `${month}月${chance.between(1, 28)}日前`,
    '年底前',
    '上半年',
    `${chance.of(['一', '二', '三'])}季度末`,
    '印发后3个月内',
    `${month}月底前`,
  ])
}

function sentence(chance: Chance): string {
  switch (chance.between(0, 7)) {
    case 0:
      return `${when(chance)}，${clause(chance)}。`
    case 1:
      return `${when(chance)}，${chance.of(RATES)}达到${chance.between(60, 99)}%以上。`
    case 2:
      return `${chance.of(TIMES)}压缩至${chance.between(1, 20)}个工作日以内，${clause(chance)}。`
    case 3:
      return `${when(chance)}，建成${chance.of(COUNTS)}不少于${chance.between(3, 200)}个；${clause(chance)}。`
    case 4:
      return `每月${chance.between(5, 25)}日前报送进展，${clause(chance)}。`
    case 5:
      return `对${chance.of(WHO)}${clause(chance)}，${chance.of(RATES)}提高到${chance.between(60, 99)}%。`
    case 6:
      return `${clause(chance)}，${clause(chance)}，推动${chance.of(THINGS)}覆盖全部窗口。`
    default:
      return `鼓励有条件的地方${clause(chance)}，及时总结做法并予以推广。`
  }
}

function owners(chance: Chance, units: readonly string[], style: number): string {
  const lead = chance.some(units, 1, 2)
  const others = chance.some(
    units.filter((u) => !lead.includes(u)),
    0,
    5,
  )
  const [a, b] = [lead.join('、'), others.join('、')]
  switch (style) {
    case 0:
      return others.length > 0 ? `（牵头单位：${a}；责任单位：${b}）` : `（牵头单位：${a}）`
    case 1:
      return others.length > 0 ? `（${a}牵头，${b}按职责分工负责）` : `（${a}负责）`
    case 2:
      return `（${[...lead, ...others].join('、')}负责）`
    case 3:
      return others.length > 0 ? `【${a}牵头，${b}配合】` : `【${a}】`
    case 4:
      return `〔责任单位：${[...lead, ...others].join('、')}等〕`
    default:
      return others.length > 0 ? `由${a}牵头，${b}配合。` : `由${a}负责。`
  }
}
