/** What evaluations do to grades, and the periods of an appeal against them. */
import { type Calendar, type Counted, count, days, frozen, type PlainDate, type Text } from '@yingshang/time'
import type { AppealRule, GradeRule, RegisterKind } from './model.ts'
import { firstBefore, titleOf } from './standing.ts'

/** A published evaluation that stands (no appeal is open against it, or it was decided). */
export interface GradedScore {
  readonly evaluation: string
  readonly on: PlainDate
  /** Basis points. */
  readonly total: number
}

/** Mean of the evaluations in the window that ends on a day, rounded down; null when there is none. */
export function meanOf(
  rule: GradeRule,
  scores: readonly GradedScore[],
  day: PlainDate,
): { readonly mean: number; readonly count: number; readonly worst: GradedScore } | null {
  const since = firstBefore(day, rule.window)
  const own = scores.filter((s) => s.on > since && s.on <= day)
  if (own.length === 0) return null
  return {
    mean: Math.floor(own.reduce((sum, s) => sum + s.total, 0) / own.length),
    count: own.length,
    worst: own.reduce((a, b) => (b.total < a.total ? b : a)),
  }
}

export interface GradeProposal {
  readonly from: string
  readonly to: string
  readonly direction: 'up' | 'down'
  readonly why: Text
}

const shown = (points: number) => (points / 100).toFixed(2)

/** The change of grade that the rule proposes on a day; null when none. The best grade goes no higher, the last no lower. */
export function proposeGrade(kind: RegisterKind, grade: string, scores: readonly GradedScore[], day: PlainDate): GradeProposal | null {
  const rule = kind.grading
  const found = meanOf(rule, scores, day)
  const at = kind.grades.findIndex((g) => g.id === grade)
  if (found === null || at < 0) return null
  const step = (direction: 'up' | 'down', why: Text): GradeProposal | null => {
    const next = kind.grades[at + (direction === 'up' ? -1 : 1)]
    return next === undefined ? null : frozen({ from: grade, to: next.id, direction, why })
  }
  if (found.worst.total < rule.failing)
    return step('down', {
      zh: `${found.worst.on}公布的个案评价 ${shown(found.worst.total)} 分，低于 ${shown(rule.failing)} 分`,
      en: `the evaluation of ${found.worst.on} gave ${shown(found.worst.total)}, below ${shown(rule.failing)}`,
    })
  if (found.count < rule.least) return null
  const words = {
    zh: `${found.count} 件个案评价平均 ${shown(found.mean)} 分`,
    en: `the mean of ${found.count} evaluations is ${shown(found.mean)}`,
  }
  if (found.mean >= rule.up)
    return step('up', { zh: `${words.zh}，不低于 ${shown(rule.up)} 分`, en: `${words.en}, not below ${shown(rule.up)}` })
  if (found.mean < rule.down)
    return step('down', { zh: `${words.zh}，低于 ${shown(rule.down)} 分`, en: `${words.en}, below ${shown(rule.down)}` })
  return null
}

/** Until when an evaluation can be appealed against, counted from its publication; the last day rolls over rest days. */
export const appealUntil = (rule: AppealRule, published: PlainDate, calendar: Calendar): Counted =>
  count(published, days(rule.fileDays), calendar)

/** Until when an appeal must be decided, counted from its receipt. */
export const decideUntil = (rule: AppealRule, received: PlainDate, calendar: Calendar): Counted =>
  count(received, days(rule.decideDays), calendar)

/** Title of a grade of a kind. */
export const gradeTitle = (kind: RegisterKind, grade: string): Text => titleOf(kind.grades, grade)
