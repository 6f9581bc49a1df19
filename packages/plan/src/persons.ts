/** Named people in clauses such as （责任人：市法院立案庭王某、执行局李某某）. */
import type { Squeezed } from './squeeze.ts'
import { endsLikeUnit } from './units.ts'

const SURNAMES = new Set(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺水云昌凤酆俱袁柳利师仝储由车付肖闫代樊战笪谯亓撒逯尉阚揣俎斗邝麻皮占修初矫綦生信尚寇'.split(
    '',
  ),
)
const COMPOUND = new Set([
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '夏侯',
  '皇甫',
  '尉迟',
  '公孙',
  '令狐',
  '慕容',
  '司徒',
  '东方',
  '端木',
  '申屠',
  '澹台',
  '呼延',
  '长孙',
  '宇文',
  '轩辕',
  '南宫',
  '独孤',
])
const POSITION =
  /(?:党组书记|党委书记|常委|书记|主任|主席|院长|检察长|局长|厅长|市长|省长|区长|县长|镇长|乡长|州长|部长|司长|处长|科长|庭长|队长|所长|站长|组长|会长|行长|关长|校长|总经理|董事长|秘书长|委员|成员|总工程师|总经济师|总会计师|总规划师|总审计师|总农艺师|执法员|书记员|助理|检委会专职委员|主任科员|主管|负责人|总监|经理|专员|调研员|巡视员|法官|检察官|同志|干部|科员|主官|政委|参谋长|政治处主任)$/

/** Whether words end in an office that a person holds: 县委常委, 副局长. */
export const isPosition = (words: string): boolean => POSITION.test(words)

/** Whether 2 to 4 characters are a personal name by their surname. */
export function isPersonName(name: string): boolean {
  if (!/^[\u4e00-\u9fff·]+$/.test(name)) return false
  if (name.includes('·')) return name.length <= 12
  if (name.length < 2 || name.length > 4) return false
  if (name.length === 4) return COMPOUND.has(name.slice(0, 2))
  if (endsLikeUnit(name) || POSITION.test(name)) return false
  return SURNAMES.has(name[0] as string) || (name.length >= 3 && COMPOUND.has(name.slice(0, 2)))
}

export interface PersonRange {
  readonly start: number
  readonly end: number
  readonly unit: { readonly start: number; readonly end: number } | null
}

/**
 * The person named by one piece of a list (市法院民三庭张某, 张某某, 李某（副局长）, 副局长李某), or null.
 * The name is the shortest tail of two or three characters that begins with a surname after a unit, a position or nothing.
 */
export function personIn(sq: Squeezed, start: number, end: number): PersonRange | null {
  let b = end
  const { text } = sq
  const bracket = /(?:（[^（）]{1,30}）|\d{6,}|[—\d]{7,})+$/.exec(text.slice(start, b))
  if (bracket) b = start + bracket.index
  let a = start
  while (a < b && '、，：；。和及'.includes(text[a] as string)) a++
  while (b > a && '、，：；。等'.includes(text[b - 1] as string)) b--
  const words = text.slice(a, b)
  if (words.length < 2 || words.length > 40) return null
  if (isPersonName(words)) return { start: a, end: b, unit: null }
  const dot = /[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,6}$/.exec(words)
  if (dot && words.length === dot[0].length) return { start: a, end: b, unit: null }
  // a position after the name: 张某某副局长
  const after = POSITION.exec(words)
  if (after && after.index >= 2) {
    const head = words.slice(0, after.index).replace(/(?:副|常务副|党委|党组|代)$/, '')
    if (isPersonName(head)) return { start: a, end: a + head.length, unit: null }
  }
  for (const size of [3, 2, 4]) {
    const cut = words.length - size
    if (cut < 2) continue
    const name = words.slice(cut)
    const before = words.slice(0, cut)
    if (!isPersonName(name)) continue
    if (endsLikeUnit(before)) return { start: a + cut, end: b, unit: { start: a, end: a + cut } }
    const position = POSITION.exec(before)
    if (position) {
      const unit = before.slice(0, position.index).replace(/(?:副|常务副|党组|党委)$/, '')
      return { start: a + cut, end: b, unit: unit.length >= 2 && endsLikeUnit(unit) ? { start: a, end: a + unit.length } : null }
    }
  }
  return null
}
