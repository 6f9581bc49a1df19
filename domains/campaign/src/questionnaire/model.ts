/** A questionnaire (问卷) as data: what is asked, of whom and for how long. What people answer is a sheet; what all of them answered is a tally. */
import type { PlainDate } from '@yingshang/time'

/** Shown only when an earlier question of one answer was answered so. */
export interface ShownWhen {
  readonly question: string
  /** Ids of options; of a scale its points, '1' to '5'. */
  readonly answers: readonly string[]
}

interface Asked {
  /** Unique in the questionnaire; stays when the question is moved. */
  readonly id: string
  readonly title: string
  /** Said below the title; may be empty. */
  readonly note: string
  readonly required: boolean
  readonly shownWhen: ShownWhen | null
}

export interface Option {
  readonly id: string
  readonly text: string
}

export type Question = Asked &
  (
    | { readonly kind: 'single'; readonly options: readonly Option[] }
    | { readonly kind: 'several'; readonly options: readonly Option[]; readonly most: number }
    | { readonly kind: 'scale'; readonly scale: 'satisfaction' | 'points' }
    /** Whole numbers. */
    | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly unit: string }
    | { readonly kind: 'text' }
  )
export const QUESTION_KINDS = ['single', 'several', 'scale', 'number', 'text'] as const

export interface Questionnaire {
  readonly title: string
  /** Why it is asked and what becomes of the answers: those who answer read it first. */
  readonly purpose: string
  readonly opensOn: PlainDate
  /** The last day on which answers are taken. */
  readonly closesOn: PlainDate
  /** Groups of fewer are not shown in results. */
  readonly hideBelow: number
  readonly questions: readonly Question[]
}

/** An option's id, ids of several, a number (of a scale its points), words. */
export type Answer = string | number | readonly string[]
export type Answers = Readonly<Record<string, Answer>>

/** Something that is wrong, with the place where it is. */
export interface Fault {
  readonly code: string
  /** `questions.2.options.0`, `answers.q1`. */
  readonly path: string
  readonly zh: string
  readonly en: string
}

/** Words of the five points, from the worst. */
export const SATISFACTION = ['很不满意', '不满意', '一般', '满意', '很满意'] as const
const POINTS = ['1分', '2分', '3分', '4分', '5分'] as const

/** An answer that is counted: an option, a point, a band of numbers. */
export interface Cell {
  readonly id: string
  readonly label: string
  /** The numbers that it stands for; null of options. */
  readonly values: { readonly low: number; readonly high: number } | null
}

const MOST_BANDS = 10

/** What the answers of a question are counted by, in order; none of words. Numbers are counted in at most ten equal bands of what is allowed. */
export function cellsOf(question: Question): readonly Cell[] {
  switch (question.kind) {
    case 'single':
    case 'several':
      return question.options.map(({ id, text }) => ({ id, label: text, values: null }))
    case 'scale':
      return (question.scale === 'satisfaction' ? SATISFACTION : POINTS).map((label, i) => ({
        id: String(i + 1),
        label,
        values: { low: i + 1, high: i + 1 },
      }))
    case 'number': {
      const { min, max } = question
      const width = Math.max(1, Math.ceil((max - min + 1) / MOST_BANDS))
      return Array.from({ length: Math.ceil((max - min + 1) / width) }, (_, i) => {
        const low = min + i * width
        const high = Math.min(max, low + width - 1)
        return { id: `${low}-${high}`, label: low === high ? String(low) : `${low}–${high}`, values: { low, high } }
      })
    }
    case 'text':
      return []
  }
}
