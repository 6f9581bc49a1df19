import type { Comparator, MeasureAnchor } from '@yingshang/plan'
import type { Instant, PlainDate } from '@yingshang/time'

/**
 * The shape of a ledger entry (台账事项) and of the facts it is folded from. An entry is a measure of an adopted plan; everything that
 * happens to it is a fact that is only ever added, and where the entry stands follows from the facts. Bodies, users and attachments are
 * known by their ids alone. Dates are plain dates in China time, shares are basis points (10,000 is the whole).
 */

/** A day by which something must be done. */
export interface EntryMilestone {
  /** Stable within the entry: `m1`, `m2` … */
  readonly id: string
  /** Null when the plan gives no day (relative to an event that has not happened). */
  readonly due: PlainDate | null
  /** What is due, in the words of the plan. */
  readonly text: string
}

/** A number that the entry commits to. */
export interface EntryTarget {
  /** Stable within the entry: `t1`, `t2` … */
  readonly id: string
  readonly subject: string
  readonly comparator: Comparator
  readonly value: number
  /** Upper end when the comparator is `range`. */
  readonly valueMax?: number
  readonly unit: string
  readonly better: 'up' | 'down' | null
  /** 全年 and the like, as printed. */
  readonly period?: string
  /** Id of the indicator that reads it; absent when readings are entered by hand. */
  readonly indicator?: string
  /** The body whose value of the indicator counts; absent: the value of the whole. */
  readonly indicatorBody?: string
}

/** What an entry is about. Comes from the plan, changes by amendment alone. */
export interface EntryContent {
  readonly number: string
  readonly title: string
  readonly text: string
  /** 领域: the first-level heading (一级指标) under which the measure stands; '' when the plan has none. */
  readonly domain: string
  /** Headings above, outermost first. */
  readonly path: readonly string[]
  /** How the measure is found again in another reading of the plan; null for an entry that no plan holds. */
  readonly anchor: MeasureAnchor | null
  /** Day from which work should have begun; null when not said. */
  readonly startsOn: PlainDate | null
  /** Last day for the entry as a whole; null when only its milestones have days. */
  readonly dueOn: PlainDate | null
  /** Positive whole number; weights are normalised wherever they are used. */
  readonly weight: number
  readonly milestones: readonly EntryMilestone[]
  readonly targets: readonly EntryTarget[]
}

/** Fields of the content that an amendment may change. */
export type ContentChanges = Partial<Omit<EntryContent, 'anchor'>> & { readonly anchor?: MeasureAnchor | null }

/** Whose it is. `lead` null: nobody leads yet. */
export interface Assignment {
  readonly lead: string | null
  /** Without the lead; each body once, in the order of the plan. */
  readonly responsible: readonly string[]
}

/** A body's own step (分解措施) of an entry. */
export interface StepContent {
  /** The body that breaks down. */
  readonly body: string
  /** 举措 */
  readonly title: string
  /** 责任科室, by name. */
  readonly department: string | null
  /** Id of the department where the organisation has it. */
  readonly departmentId: string | null
  /** 分管领导 */
  readonly leader: string | null
  /** 责任人: id of the user who does it. */
  readonly owner: string | null
  readonly startsOn: PlainDate | null
  /** 节点 */
  readonly dueOn: PlainDate | null
  /** 预期成果 */
  readonly outcome: string | null
}

/** What one reporting cycle heard from one body. Progress is asked only where nothing measures it. */
export interface ReportContent {
  readonly body: string
  /** Id of the rule and key of the cycle, `weekly/2026-W12`; null for a report outside any cycle. */
  readonly cycle: string | null
  /** What was done. */
  readonly done: string
  /** What comes next. */
  readonly next: string | null
  /** Whole percent, 0 to 100; null when the system measures it or nobody can say. */
  readonly progress: number | null
  /** What stands in the way; null when nothing does. */
  readonly blocked: string | null
}

/** What happened to an entry, by kind. */
export type FactBody =
  | { readonly kind: 'adopted'; readonly content: EntryContent; readonly assignment: Assignment }
  | { readonly kind: 'assigned'; readonly assignment: Assignment; readonly reason: string | null }
  | { readonly kind: 'entrusted'; readonly owner: string | null }
  | { readonly kind: 'weighted'; readonly weight: number }
  | { readonly kind: 'step-added'; readonly step: string; readonly content: StepContent }
  | { readonly kind: 'step-changed'; readonly step: string; readonly changes: Partial<Omit<StepContent, 'body'>> }
  | { readonly kind: 'step-done'; readonly step: string; readonly on: PlainDate; readonly note: string | null }
  | { readonly kind: 'step-reopened'; readonly step: string; readonly reason: string }
  | { readonly kind: 'step-removed'; readonly step: string; readonly reason: string | null }
  | ({ readonly kind: 'reported' } & ReportContent)
  | {
      readonly kind: 'evidence-added'
      readonly attachment: string
      readonly name: string
      /** What it proves: a milestone, target or step of the entry; null for the entry as a whole. */
      readonly about: string | null
      readonly note: string | null
    }
  | { readonly kind: 'evidence-withdrawn'; readonly attachment: string; readonly reason: string }
  | { readonly kind: 'milestone-done'; readonly milestone: string; readonly on: PlainDate; readonly note: string | null }
  | { readonly kind: 'milestone-reopened'; readonly milestone: string; readonly reason: string }
  | {
      readonly kind: 'target-reading'
      readonly target: string
      /** Null: the indicator took back what it said, and says nothing now. */
      readonly value: number | null
      /** Day that the value speaks of. Of two readings the later day holds, of one day the later fact. */
      readonly asOf: PlainDate
      /** Where the value comes from, in words. */
      readonly source: string
      /** Id of the indicator; null when entered by hand. */
      readonly indicator: string | null
      /** The body that answers for the value; null for the system. */
      readonly body: string | null
    }
  | {
      readonly kind: 'target-bound'
      readonly target: string
      /** The indicator that reads the target from now on; null: readings are entered by hand again. */
      readonly indicator: string | null
      /** Its name when it was bound. */
      readonly name: string | null
      /** The body whose value counts; null: the value of the whole. */
      readonly body: string | null
    }
  | { readonly kind: 'submitted'; readonly body: string | null; readonly summary: string }
  | { readonly kind: 'returned'; readonly reason: string }
  | { readonly kind: 'accepted'; readonly opinion: string | null }
  | { readonly kind: 'reopened'; readonly reason: string }
  | { readonly kind: 'deferred'; readonly until: PlainDate; readonly decision: string; readonly reason: string }
  | { readonly kind: 'resumed'; readonly reason: string }
  | {
      readonly kind: 'amended'
      readonly changes: ContentChanges
      readonly assignment?: Assignment
      /** What made it necessary: a newer version of the plan, or a decision. */
      readonly basis: string
    }
  | { readonly kind: 'withdrawn'; readonly basis: string }
  | { readonly kind: 'noted'; readonly words: string }

export type FactKind = FactBody['kind']

/** What decided a fact, when it was not the person who entered it: an item of the minutes of a meeting. */
export interface DecidedBy {
  readonly kind: 'meeting'
  /** Id of the meeting. */
  readonly id: string
  /** Of the minutes, as people cite them. */
  readonly title: string
  /** Number of the decision in the minutes. */
  readonly item: number
}

/** A fact that may name what decided it. */
export type DecidedFact = FactBody & { readonly decidedBy?: DecidedBy }

/** A fact with who and when. `by` null: the system itself. */
export type EntryFact = DecidedFact & {
  /** 1, 2 … within the entry, without gaps. */
  readonly seq: number
  readonly at: Instant
  readonly by: string | null
}

/** - `open`: to be worked on; `submitted`: waits for review; `closed`: 已销号; `withdrawn`: taken out of the ledger. */
export type Phase = 'open' | 'submitted' | 'closed' | 'withdrawn'

export interface Step extends StepContent {
  readonly id: string
  readonly doneOn: PlainDate | null
}

export interface MilestoneState extends EntryMilestone {
  readonly doneOn: PlainDate | null
}

export interface TargetReading {
  readonly value: number
  readonly asOf: PlainDate
  readonly source: string
  readonly indicator: string | null
  readonly body: string | null
}

export interface TargetState extends EntryTarget {
  /** The reading that holds; null when there is none. */
  readonly reading: TargetReading | null
}

export interface Evidence {
  readonly attachment: string
  readonly name: string
  readonly about: string | null
  readonly note: string | null
  readonly by: string | null
  readonly on: PlainDate
}

/** What a body last said, and since when it says that it is blocked. */
export interface Heard {
  readonly body: string
  readonly on: PlainDate
  readonly progress: number | null
  readonly blocked: string | null
  readonly blockedSince: PlainDate | null
  readonly cycle: string | null
  readonly done: string
}

export interface EntryState {
  /** Seq of the last fact. */
  readonly seq: number
  readonly content: EntryContent
  readonly assignment: Assignment
  /** The user who answers for it; null when nobody does. */
  readonly owner: string | null
  readonly milestones: readonly MilestoneState[]
  readonly targets: readonly TargetState[]
  readonly steps: readonly Step[]
  readonly evidence: readonly Evidence[]
  /** One for each body that ever reported, by body. */
  readonly heard: readonly Heard[]
  readonly phase: Phase
  readonly adoptedOn: PlainDate
  /** Day of the first fact that is progress. */
  readonly startedOn: PlainDate | null
  /** Day of the last fact that is progress. */
  readonly progressOn: PlainDate | null
  readonly submittedBy: string | null
  readonly submittedOn: PlainDate | null
  readonly closedBy: string | null
  readonly closedOn: PlainDate | null
  /** Last day of a deferral by decision; null when there is none. */
  readonly deferredUntil: PlainDate | null
  /** How often it was closed and opened again, and how often review sent it back. */
  readonly reopenings: number
  readonly returns: number
}

/** What decides the state of any day: stored beside the entry, so that lists need no fold. */
export interface Standing {
  readonly phase: Phase
  /** First day of work; null when nothing was done yet. */
  readonly startsOn: PlainDate | null
  readonly deferredUntil: PlainDate | null
  /** First day on which the entry is at risk, as far as the facts say; null when nothing points to it. */
  readonly atRiskFrom: PlainDate | null
  /** The day after the first day that was missed or may be missed; null without a day. */
  readonly overdueFrom: PlainDate | null
}

/** Where an entry stands on a day. */
export type EntryStatus = 'not-started' | 'on-track' | 'at-risk' | 'overdue' | 'awaiting-review' | 'closed-out' | 'deferred' | 'withdrawn'
