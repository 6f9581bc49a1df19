import { anchorIndex, type MeasureAnchor } from './anchor.ts'
import type {
  Attributed,
  Condition,
  Finding,
  Measure,
  Milestone,
  PersonMention,
  Plan,
  Recurring,
  Span,
  Target,
  UnitMention,
} from './model.ts'
import { fold, foldText, unfold } from './similarity.ts'

/**
 * What people say the plan means, kept beside the reading and never over it. A correction is a record that is only ever added; the plan
 * that is shown is the reading with the corrections applied. Taking one back is a record too. Because a correction holds an anchor and
 * not an index, it survives a second reading.
 */

/** What a person enters for a field. Spans are optional: where one is missing the words are looked up in the measure. */
export interface CorrectedValues {
  readonly title: string | null
  readonly number: string
  readonly path: readonly string[]
  readonly kind: Measure['kind']
  readonly lead: readonly EnteredUnit[]
  readonly responsible: readonly EnteredUnit[]
  readonly persons: readonly Entered<PersonMention, 'name' | 'unit'>[]
  readonly milestones: readonly EnteredMilestone[]
  readonly recurring: readonly Entered<Recurring, 'every' | 'day' | 'text'>[]
  readonly targets: readonly EnteredTarget[]
  readonly conditions: readonly Entered<Condition, 'text'>[]
  /** True takes the measure out of the plan: it was none. */
  readonly struck: boolean
}

/** The named fields of a finding, its span when known. */
export type Entered<T extends Finding, K extends keyof T> = Pick<T, K> & { readonly span?: Span }
export interface EnteredUnit {
  readonly name: string
  /** `name` when not given. */
  readonly unit?: string
  readonly openEnded?: boolean
  readonly span?: Span
}
export interface EnteredMilestone {
  readonly due: string | null
  readonly text: string
  /** The clause that is due; the measure's text when not given. */
  readonly clause?: { readonly text: string; readonly span?: Span }
  readonly yearFrom?: Milestone['yearFrom']
  readonly relative?: NonNullable<Milestone['relative']>
  readonly span?: Span
}
export type EnteredTarget = Entered<Target, 'subject' | 'comparator' | 'value' | 'unit' | 'text'> & {
  readonly valueMax?: number
  readonly better?: Target['better']
  readonly period?: string
}

/** Fields of a measure that can be corrected. */
export type MeasureField = keyof CorrectedValues
/** Fields of the plan as a whole that can be corrected. */
export type PlanField = 'title' | 'issuer' | 'documentNumber' | 'issuedOn' | 'planYear'

/** Who said it, when, and under which id. */
export interface Recorded {
  /** Unique among all corrections of the plan. */
  readonly id: string
  /** Who. */
  readonly by: string
  /** When, an instant in ISO form with Z. Of two corrections of one field the later holds; at the same instant the greater id. */
  readonly at: string
  readonly note?: string
}

/** A correction of one field of one measure. */
export type MeasureCorrection = {
  [F in MeasureField]: Recorded & { readonly measure: MeasureAnchor; readonly field: F; readonly value: CorrectedValues[F] }
}[MeasureField]

/** A correction of a field of the plan. */
export type PlanCorrection = Recorded & { readonly measure: null } & (
    | { readonly field: Exclude<PlanField, 'planYear'>; readonly value: string | null }
    | { readonly field: 'planYear'; readonly value: number | null }
  )

/** Takes a correction back. An undo can be undone, which brings the correction again. */
export interface Undo extends Recorded {
  readonly undoes: string
}

export type Correction = MeasureCorrection | PlanCorrection | Undo

/** A correction that now shapes the plan, with what the reader had read. */
export interface AppliedCorrection {
  readonly correction: string
  /** Null for a field of the plan. */
  readonly measure: string | null
  readonly field: MeasureField | PlanField
  /** The field as it was read. */
  readonly read: unknown
}

export interface CorrectedPlan {
  readonly plan: Plan
  readonly applied: readonly AppliedCorrection[]
  /** Corrections whose measure was not found again: to be shown to a person, never dropped. */
  readonly unmatched: readonly Correction[]
}

/** The rule name on what a person entered. */
export const HUMAN = 'human'

/**
 * The plan with corrections applied. Neither argument is changed; the order of the list does not matter. Without effective corrections
 * the very same plan comes back.
 */
export function applyCorrections(plan: Plan, corrections: readonly Correction[]): CorrectedPlan {
  const unmatched: Correction[] = []
  const applied: AppliedCorrection[] = []
  const perMeasure = new Map<string, Map<MeasureField, MeasureCorrection>>()
  const perPlan = new Map<PlanField, PlanCorrection>()
  const effective = standing<MeasureCorrection | PlanCorrection>(corrections)
  const index = effective.some((c) => c.measure !== null) ? anchorIndex(plan) : null
  for (const c of effective) {
    if (c.measure === null) {
      perPlan.set(c.field, c)
      continue
    }
    const found = index!.find(c.measure)
    if (!found) {
      unmatched.push(c)
      continue
    }
    const fields = perMeasure.get(found.measure.id) ?? new Map<MeasureField, MeasureCorrection>()
    fields.set(c.field, c)
    perMeasure.set(found.measure.id, fields)
  }
  if (perMeasure.size === 0 && perPlan.size === 0) return { plan, applied, unmatched }

  let next: Plan = plan
  for (const field of PLAN_FIELDS) {
    const c = perPlan.get(field)
    if (!c) continue
    applied.push({ correction: c.id, measure: null, field, read: plan[field].value })
    next = { ...next, [field]: entered(c.value, plan[field].span) }
  }
  const measures = plan.measures.flatMap((measure) => {
    const fields = perMeasure.get(measure.id)
    if (!fields) return [measure]
    let corrected: Measure = measure
    let struck = false
    for (const field of MEASURE_FIELDS) {
      const c = fields.get(field)
      if (!c) continue
      applied.push({ correction: c.id, measure: measure.id, field, read: c.field === 'struck' ? false : measure[c.field] })
      if (c.field === 'struck') struck = c.value
      else corrected = { ...corrected, ...correctedField(c, measure, plan) }
    }
    return struck ? [] : [corrected]
  })
  return { plan: { ...next, measures }, applied, unmatched }
}

const PLAN_FIELDS: readonly PlanField[] = ['title', 'issuer', 'documentNumber', 'issuedOn', 'planYear']
const MEASURE_FIELDS: readonly MeasureField[] = [
  'kind',
  'number',
  'path',
  'title',
  'lead',
  'responsible',
  'persons',
  'milestones',
  'recurring',
  'targets',
  'conditions',
  'struck',
]

/** Records that nobody took back, oldest first (by instant, then id), without the undos themselves. */
export function standing<R extends Recorded>(records: readonly (R | Undo)[]): R[] {
  const order = [...records].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id))
  const undone = new Set<string>()
  // Later records first, so that an undo that was undone no longer undoes.
  for (const r of [...order].reverse()) if ('undoes' in r && !undone.has(r.id)) undone.add(r.undoes)
  return order.filter((r): r is R => !('undoes' in r) && !undone.has(r.id))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const entered = <T>(value: T, span: Span | null): Attributed<T> => ({ value, span, confidence: 1, rule: HUMAN })

function correctedField(c: Exclude<MeasureCorrection, { field: 'struck' }>, measure: Measure, plan: Plan): Partial<Measure> {
  const place = (words: string, span?: Span): Finding => ({
    span: span ?? locate(words, measure, plan) ?? measure.span,
    confidence: 1,
    rule: HUMAN,
  })
  const unit = ({ span, ...u }: EnteredUnit): UnitMention => ({ ...u, unit: u.unit ?? u.name, ...place(u.name, span) })
  switch (c.field) {
    case 'title':
      return { title: c.value, titleSpan: c.value === null ? null : (locate(c.value, measure, plan) ?? measure.titleSpan) }
    case 'number':
      return { number: c.value }
    case 'path':
      return { path: c.value }
    case 'kind':
      return { kind: c.value }
    case 'lead':
      return { lead: c.value.map(unit) }
    case 'responsible':
      return { responsible: c.value.map(unit) }
    case 'persons':
      return { persons: c.value.map(({ span, ...p }) => ({ ...p, ...place(p.name, span) })) }
    case 'recurring':
      return { recurring: c.value.map(({ span, ...r }) => ({ ...r, ...place(r.text, span) })) }
    case 'conditions':
      return { conditions: c.value.map(({ span, ...k }) => ({ ...k, ...place(k.text, span) })) }
    case 'targets':
      return {
        targets: c.value.map(({ span, ...t }) => ({
          ...t,
          better: t.better === undefined ? betterOf(t.comparator) : t.better,
          ...place(t.text, span),
        })),
      }
    case 'milestones':
      return {
        milestones: c.value.map(({ span, clause, ...m }) => ({
          ...m,
          yearFrom: m.yearFrom ?? 'clause',
          clause: clause
            ? { text: clause.text, span: clause.span ?? locate(clause.text, measure, plan) ?? measure.span }
            : { text: measure.text, span: measure.span },
          ...place(m.text, span),
        })),
      }
  }
}

/** Which way is better when a person says only the comparison. */
function betterOf(comparator: Target['comparator']): Target['better'] {
  if (comparator === '>=' || comparator === '>') return 'up'
  if (comparator === '<=' || comparator === '<') return 'down'
  return null
}

/** Where the words stand in the measure, width and white space ignored; null when they are nowhere. */
function locate(words: string, measure: Measure, plan: Plan): Span | null {
  const wanted = foldText(words)
  if (!wanted) return null
  const folded = fold(plan.source.text, measure.span)
  const at = folded.text.indexOf(wanted)
  return at < 0 ? null : unfold(folded, at, at + wanted.length)
}
