import type { Drift, DriftAspect, DriftKind, DriftValue } from './drift.ts'
import type { Comparator, Measure, Milestone, Recurring, Target, UnitMention } from './model.ts'

/**
 * How fields of a plan are written in a cell: the same words in the command line, the workbook and the document.
 */

const SIGNS: Record<Exclude<Comparator, 'range'>, string> = { '>=': '≥', '<=': '≤', '>': '＞', '<': '＜', '=': '' }

/** ≥85%, ≤3工作日, 2–3次 */
export function amountWords(t: { comparator: Comparator; value: number; valueMax?: number; unit: string }): string {
  const number = t.comparator === 'range' ? `${t.value}–${t.valueMax ?? t.value}` : `${SIGNS[t.comparator]}${t.value}`
  return `${number}${t.unit}`
}

/** 网上立案率 ≥85% */
export const targetWords = (t: Pick<Target, 'subject' | 'comparator' | 'value' | 'valueMax' | 'unit'>): string =>
  `${t.subject} ${amountWords(t)}`.trim()

/** 2026-06-30, or the printed words when the date depends on a day that the plan does not give. */
export const milestoneWords = (m: Pick<Milestone, 'due' | 'text'>): string => m.due ?? m.text

/** Every date of a measure once, in order of time; what has no date comes last. */
export const milestonesWords = (m: { readonly milestones: readonly Pick<Milestone, 'due' | 'text'>[] }): string[] => {
  const dates = new Set(m.milestones.flatMap((s) => s.due ?? []))
  const words = new Set(m.milestones.flatMap((s) => (s.due === null ? s.text : [])))
  return [...[...dates].sort(), ...words]
}

/** The printed words: 每月10日前. */
export const recurringWords = (r: Pick<Recurring, 'text'>): string => r.text

/** The title, or the opening words of a measure that has none. */
export const titleWords = (m: Pick<Measure, 'title' | 'text'>): string => {
  if (m.title !== null) return m.title
  const text = m.text.replace(/\s+/g, '')
  return text.length > 30 ? `${text.slice(0, 30)}…` : text
}

/** 市法院、市司法局等 */
export const unitWords = (units: readonly UnitMention[]): string => units.map((u) => u.name + (u.openEnded ? '等' : '')).join('、')

/** 关某某（市法院） */
export const personWords = (m: Pick<Measure, 'persons'>): string =>
  m.persons.map((p) => (p.unit === null ? p.name : `${p.name}（${p.unit}）`)).join('、')

export const DRIFT_WORDS: Readonly<Record<DriftKind, { readonly zh: string; readonly en: string }>> = {
  same: { zh: '一致', en: 'same' },
  stricter: { zh: '更严', en: 'stricter' },
  weaker: { zh: '更松', en: 'weaker' },
  dropped: { zh: '缺失', en: 'dropped' },
  added: { zh: '新增', en: 'added' },
}

export const ASPECT_WORDS: Readonly<Record<DriftAspect, { readonly zh: string; readonly en: string }>> = {
  deadline: { zh: '时限', en: 'deadline' },
  target: { zh: '目标值', en: 'target' },
  mechanism: { zh: '机制', en: 'mechanism' },
  condition: { zh: '条件', en: 'condition' },
  accountability: { zh: '责任', en: 'accountability' },
}

/** 2026-06-30, or ≥85% */
export const driftValueWords = (v: DriftValue): string => ('due' in v ? v.due : amountWords(v))

/** 2026-09-30 → 2026-08-31; '' when nothing measurable changed. */
export function changeWords(d: Pick<Drift, 'from' | 'to'>): string {
  if (d.from === undefined && d.to === undefined) return ''
  return `${d.from ? driftValueWords(d.from) : '—'} → ${d.to ? driftValueWords(d.to) : '—'}`
}
