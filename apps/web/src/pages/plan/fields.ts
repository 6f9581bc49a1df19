import type { CorrectableField, MeasureContent } from '@yingshang/server/contract'
import { day, figure } from '../../components/format.ts'
import type { Locale, MessageKey, Translate } from '../../messages/index.tsx'
import type { HighlightKind } from '../../theme.ts'
import { markKey } from './segments.ts'

/** What the page knows about each field of a measure: its name, how its entries are written, and which entries need a second look. */

/** Fields that are shown as rows, in the order of the card. */
export const ROWS = ['lead', 'responsible', 'persons', 'milestones', 'recurring', 'targets', 'conditions'] as const
export type RowField = (typeof ROWS)[number]

/** Below this the reader itself doubts, and the page asks for a second look. */
export const REVIEW_BELOW = 0.7

const KIND: Record<RowField, HighlightKind> = {
  lead: 'lead',
  responsible: 'responsible',
  persons: 'person',
  milestones: 'milestone',
  recurring: 'recurring',
  targets: 'target',
  conditions: 'condition',
}

/** Fields of a measure that can be corrected; the others are fields of the plan as a whole. */
export type MeasureField = Exclude<CorrectableField, `plan.${string}`>
const isRow = (field: CorrectableField): field is RowField => field in KIND

export const fieldLabel = (field: CorrectableField): MessageKey =>
  isRow(field) ? `field.${KIND[field]}` : (`field.${field as Exclude<CorrectableField, RowField>}` as const)

/** One entry of a field, ready to be shown. */
export interface Entry {
  readonly key: string
  readonly kind: HighlightKind
  readonly label: string
  /** A second line: what is due, the normalised name, … */
  readonly more: string | null
  readonly confidence: number
  /** False when a person added it and it stands nowhere in particular. */
  readonly placed: boolean
  readonly better: 'up' | 'down' | null
}

type Values = MeasureContent[RowField]

function write(field: RowField, index: number, values: Values, t: Translate, locale: Locale): Pick<Entry, 'label' | 'more'> {
  switch (field) {
    case 'lead':
    case 'responsible': {
      const u = (values as MeasureContent['lead'])[index]!
      return { label: `${u.name}${u.openEnded ? t('field.openEnded') : ''}`, more: u.unit === u.name ? null : u.unit }
    }
    case 'persons': {
      const p = (values as MeasureContent['persons'])[index]!
      return { label: p.name, more: p.unit }
    }
    case 'milestones': {
      const m = (values as MeasureContent['milestones'])[index]!
      return {
        label: m.due ? day(m.due, locale) : m.text,
        more: [m.relative && m.due ? m.text : '', m.clause?.text ?? ''].filter(Boolean).join('：'),
      }
    }
    case 'recurring':
      return { label: (values as MeasureContent['recurring'])[index]!.text, more: null }
    case 'targets': {
      const g = (values as MeasureContent['targets'])[index]!
      return { label: `${g.subject} ${figure(g)}`, more: g.period ?? null }
    }
    case 'conditions':
      return { label: (values as MeasureContent['conditions'])[index]!.text, more: null }
  }
}

/** The entries of a field of a measure. */
export function entriesOf(measure: MeasureContent, field: RowField, t: Translate, locale: Locale): Entry[] {
  const values = measure[field]
  return values.map((value, index) => ({
    key: markKey(measure.id, KIND[field], index),
    kind: KIND[field],
    ...write(field, index, values, t, locale),
    confidence: value.confidence,
    placed: !(value.span.start === measure.span.start && value.span.end === measure.span.end),
    better: field === 'targets' ? measure.targets[index]!.better : null,
  }))
}

/** The value of a field in one line: what the reader had read, or what a person entered. */
export function writeValue(field: CorrectableField, value: unknown, t: Translate, locale: Locale): string {
  if (field === 'kind') return t(value === 'governance' ? 'kind.governance' : 'kind.measure')
  if (field === 'struck') return t(value === true ? 'field.struck' : 'kind.measure')
  if (field === 'path') return Array.isArray(value) && value.length > 0 ? value.join(' › ') : t('field.none')
  if (!isRow(field)) return value === null || value === undefined || value === '' ? t('field.none') : String(value)
  const values = (Array.isArray(value) ? value : []) as Values
  if (values.length === 0) return t('field.none')
  return values.map((_, index) => write(field, index, values, t, locale).label).join(locale === 'zh' ? '、' : ', ')
}

/** How many fields of a measure need a second look. */
export function doubts(measure: MeasureContent): number {
  const low = (list: readonly { confidence: number }[]) => list.filter((f) => f.confidence < REVIEW_BELOW).length
  return ROWS.reduce((n, field) => n + low(measure[field]), measure.confidence < REVIEW_BELOW ? 1 : 0)
}
