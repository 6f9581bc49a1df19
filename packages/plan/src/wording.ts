/**
 * The words by which administrative Chinese commits itself more or less. Data about the language, nothing about any plan.
 */

/** Words that take back part of a commitment. */
export const HEDGES = [
  '探索',
  '鼓励',
  '引导',
  '争取',
  '力争',
  '努力',
  '尽量',
  '尽可能',
  '逐步',
  '稳步',
  '适时',
  '允许',
  '建议',
  '试点',
  '先行先试',
  '研究',
  '酌情',
  '视情',
  '有条件',
  '原则上',
] as const

/** Verbs by force: 3 has a result that can be checked, 2 works towards one, 1 only looks into it. */
export const FORCE: readonly (readonly [level: number, verbs: readonly string[]])[] = [
  [
    3,
    [
      '实现',
      '完成',
      '建成',
      '确保',
      '建立',
      '制定',
      '出台',
      '印发',
      '全面推行',
      '全面实行',
      '实行',
      '落实',
      '公布',
      '取消',
      '应当',
      '必须',
    ],
  ],
  [2, ['推进', '推动', '推广', '推行', '完善', '健全', '优化', '加强', '强化', '深化', '提升', '加快', '开展', '构建', '组织']],
  [1, ['探索', '鼓励', '研究', '引导', '争取', '力争', '支持', '允许']],
]

/** How many hedges a clause has. */
export function hedges(core: string): number {
  return HEDGES.reduce((n, w) => n + (core.includes(w) ? 1 : 0), 0)
}

/** The force of the leading verb of a clause; 2 when none is known. */
export function force(core: string): number {
  let at = 8
  let level = 2
  for (const [l, verbs] of FORCE)
    for (const v of verbs) {
      const i = core.indexOf(v)
      if (i >= 0 && i < at) {
        at = i
        level = l
      }
    }
  return level
}
