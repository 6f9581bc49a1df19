/**
 * Registers as data. A kind says who may stand in a register, what keeps somebody out of a case, how work is evaluated and what follows
 * from it. The rules of this room know no particular law: a domain hands them a kind.
 *
 * Words: register 名册, entry 名册成员, standing 在册状态, ground 回避事由, tie 利害关系, scheme 评价办法, appeal 异议.
 */
import type { Months, PlainDate, Source, Text, Years } from '@yingshang/time'

export type SubjectType = 'institution' | 'person'

/** A choice with its label; lists of grades begin with the best. */
export interface Option {
  readonly id: string
  readonly label: Text
}

/** Why somebody may not serve in a case although they stand in the register. */
export interface Ground extends Option {
  readonly source: Source
  /** How long before the day on which the case turns a tie still counts after it ended; null: only while it lasts. */
  readonly lookback: Months | Years | null
  /** Only an appraisal by the court finds it; nobody declares it of themselves. */
  readonly foundOnly?: true
}

/** A measure against an entry. `bars`: for how long from its day it keeps the entry out of new cases; null: it is on record and bars nothing. */
export interface SanctionType extends Option {
  readonly source: Source
  readonly bars: Months | Years | null
}

/** Most open cases of a kind of subject, in a grade (null: every grade that has no line of its own). */
export interface WorkloadLimit {
  readonly subject: SubjectType
  readonly grade: string | null
  readonly most: number
}

/** Weights of a weighted draw, whole numbers. */
export interface WeightRule {
  readonly base: number
  /** Added by grade. */
  readonly grades: Readonly<Record<string, number>>
  /** Taken off for each open case. */
  readonly perOpenCase: number
  /** By the mean of published evaluations in the window: the first band whose `from` (basis points) is reached counts. */
  readonly scores: readonly { readonly from: number; readonly add: number }[]
  /** No weight is smaller. */
  readonly least: number
  readonly source: Source
}

export interface SchemeItem extends Option {
  /** Basis points; the items of a scheme add up to 10 000. */
  readonly weight: number
  /** The best score; scores are whole numbers from 0. */
  readonly most: number
  /** Roles that score this item; several scores count by their mean. */
  readonly scorers: readonly string[]
  /** Evidence is needed: always, or for a score below so much. */
  readonly evidence: 'always' | { readonly below: number } | null
}

/** How a finished case is evaluated. What nobody scored is missing and not zero; below `coverage` (basis points) there is no result. */
export interface Scheme {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly title: Text
  readonly roles: readonly Option[]
  readonly items: readonly SchemeItem[]
  readonly coverage: number
  readonly source: Source
}

/** What evaluations do to a grade: proposed by the rule, decided by people. All figures in basis points. */
export interface GradeRule {
  readonly window: Months | Years
  /** Fewer published evaluations in the window change nothing. */
  readonly least: number
  /** Mean at or above: one grade up. */
  readonly up: number
  /** Mean below: one grade down. */
  readonly down: number
  /** A single evaluation below: one grade down, however few there are. */
  readonly failing: number
  readonly source: Source
}

/** Choice among competitors by a committee. */
export interface CompetitionRule {
  readonly competitors: number
  readonly members: number
  /** The chosen one needs at least numerator / denominator of all members, absent and recused ones included. */
  readonly numerator: number
  readonly denominator: number
  readonly substitutes: number
  readonly source: Source
}

/** Recommendation by those who recommend with a share of the whole amount; `more`: more than the share, else at least. */
export interface RecommendationRule {
  readonly numerator: number
  readonly denominator: number
  readonly more: boolean
  readonly source: Source
}

export interface AppealRule {
  /** Natural days from the day after publication, and from the day after receipt. */
  readonly fileDays: number
  readonly decideDays: number
  readonly source: Source
}

export interface RegisterKind {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly title: Text
  /** What an entry is called, 管理人 for instance. */
  readonly member: Text
  readonly subjects: readonly SubjectType[]
  readonly areas: readonly Option[]
  /** Best first. */
  readonly grades: readonly Option[]
  readonly grounds: readonly Ground[]
  readonly sanctions: readonly SanctionType[]
  /** After a removal nobody is listed again for so long; null: at any time. */
  readonly removalBar: { readonly length: Months | Years; readonly source: Source } | null
  /** Bounds of a suspension; null: any length. */
  readonly suspension: { readonly least: Months | Years; readonly most: Months | Years; readonly source: Source } | null
  readonly workload: readonly WorkloadLimit[]
  readonly weights: WeightRule
  readonly scheme: Scheme
  readonly grading: GradeRule
  readonly appeal: AppealRule
  readonly competition: CompetitionRule | null
  readonly recommendation: RecommendationRule | null
  readonly sources: readonly Source[]
}

interface Taken {
  readonly id: string
  /** The day on which it takes effect; not before that of an earlier decision. */
  readonly on: PlainDate
  readonly reason: string
}

/** What was decided on an entry. The first is `enter`. */
export type Decision = Taken &
  (
    | {
        readonly type: 'enter'
        readonly name: string
        /** Registry or identity number: what is drawn is told apart by it. */
        readonly code: string
        readonly subject: SubjectType
        readonly areas: readonly string[]
        readonly grade: string
      }
    | { readonly type: 'amend'; readonly name: string; readonly areas: readonly string[] }
    | { readonly type: 'grade'; readonly grade: string }
    /** `until`: the last day; null until it is ended. */
    | { readonly type: 'suspend'; readonly until: PlainDate | null }
    | { readonly type: 'resume' }
    | { readonly type: 'sanction'; readonly sanction: string }
    | { readonly type: 'remove' }
    | { readonly type: 'reinstate'; readonly grade: string }
    /** Takes an earlier decision back from this day on, after an appeal for instance. */
    | { readonly type: 'annul'; readonly decision: string }
  )

export type DecisionType = Decision['type']
