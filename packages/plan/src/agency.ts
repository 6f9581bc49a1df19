import type { Measure, Span } from './model.ts'

/**
 * What the comparison of plans needs to know about units: the part of a name that is the same at every level of government, and where in
 * a measure the units stand.
 */

/** A word that says at which level a unit stands, before its function. 市场 and 区块 are not levels. */
const LEVEL =
  /^(?:全|本)?(?:国家|自治区|直辖市|省级|省|地区|州|盟|市级|市(?!场)|区级|区(?!块|域)|县级|县|旗|镇|乡|街道|最高|高级|中级|基层)/u
const PLACE = /^\p{Script=Han}{2,6}?(?:省|自治区|市|州|盟|县|区|旗)(?=\p{Script=Han}{2,})/u

/** The function of a unit without its level: 发展改革委 becomes 发展改革 for 省发展改革委 and 市发展改革委 alike. */
export function unitCore(unit: string): string {
  const bare = unit.replace(/[（(〈<［[].*$/u, '')
  const core = LEVEL.test(bare) ? bare.replace(LEVEL, '') : bare.replace(PLACE, '')
  const end = core.replace(/[厅局委办部院]$/u, '')
  return end.length >= 2 ? end : core.length >= 1 ? core : bare
}

/** Spans of the units and persons of a measure, in order, overlaps not merged. */
export function findMarkedUnits(measure: Measure): Span[] {
  const inside = (s: Span) => s.start >= measure.span.start && s.end <= measure.span.end && s.end - s.start < 40
  return [...measure.lead, ...measure.responsible, ...measure.persons]
    .map((m) => m.span)
    .filter(inside)
    .sort((a, b) => a.start - b.start)
}

/** Whether the name stands for many units without naming one: 有关部门, 各级各单位. */
export function isCollective(unit: string): boolean {
  return /有关|相关|各(?!族)|其他/u.test(unit)
}
