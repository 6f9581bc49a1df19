/**
 * The shape of a plan after reading. Pure data: everything that was read keeps the span of the source text that it came from,
 * so that a page can always show the sentence (ARCHITECTURE, decision 1). Dates are plain dates `YYYY-MM-DD` in China time.
 */

/** Half-open range `[start, end)` of UTF-16 offsets into `Plan.source.text`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** How sure the reader is, and which rule of the reader found the field. Confidence is from 0 to 1. */
export interface Finding {
  readonly span: Span
  readonly confidence: number
  /** Stable id of the reader's rule, e.g. `unit.bracket.lead`. */
  readonly rule: string
}

/** A unit as printed (`name`) with its normalised name from the register of units (`unit`). */
export interface UnitMention extends Finding {
  /** The printed form without white space. The text in `span` equals it up to white space. */
  readonly name: string
  /** The normalised name, e.g. 市发展改革委 for 市发改委. Equals `name` when the register knows nothing better. */
  readonly unit: string
  /** For lists that end in 等 / 等部门: true on the last unit. */
  readonly openEnded?: boolean
}

/** A named person who answers for a measure. */
export interface PersonMention extends Finding {
  readonly name: string
  readonly unit: string | null
}

/** A clause that is due on a date. */
export interface Milestone extends Finding {
  /** Last day of the period, `YYYY-MM-DD`; null when it is relative to a date that the plan does not give. */
  readonly due: string | null
  /** The words of the date as printed (equal to the text in `span` up to white space). */
  readonly text: string
  /** The clause that is due, as printed. */
  readonly clause: { readonly text: string; readonly span: Span }
  /** Where the year came from. */
  readonly yearFrom: 'clause' | 'heading' | 'plan' | 'issue' | 'context'
  /** Set when the date counts from another day, e.g. 印发后3个月内. */
  readonly relative?: { readonly from: 'issue' | 'event'; readonly amount: number; readonly unit: 'day' | 'workingDay' | 'month' | 'year' }
}

/** A duty that comes again. */
export interface Recurring extends Finding {
  readonly every: 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year'
  /** Day within the period: 10 for 每月10日前, 5 for 每周五; null when not said. */
  readonly day: number | null
  readonly text: string
}

export type Comparator = '>=' | '<=' | '>' | '<' | '=' | 'range'

/** A number that a measure commits to. */
export interface Target extends Finding {
  /** The noun phrase that carries the number. */
  readonly subject: string
  readonly comparator: Comparator
  readonly value: number
  /** Upper end when the comparator is `range`. */
  readonly valueMax?: number
  /** Measure word or unit (%, ‰, 工作日, 小时, 月, 百分点, 家, 万元 …); see the labelling conventions. Empty for a bare number. */
  readonly unit: string
  /** The words of the number with its comparator, as printed (equal to the text in `span` up to white space). */
  readonly text: string
  /** Which way is better, when the language says so. */
  readonly better: 'up' | 'down' | null
  /** e.g. 全年: a period of the target, which is not a deadline. */
  readonly period?: string
}

/** Something that limits whom or what a measure applies to (not a target). */
export interface Condition extends Finding {
  readonly text: string
}

export type PartLabel = '目标任务' | '重点难点' | '措施步骤' | '创新目标' | '具体措施' | (string & {})

/** A labelled part of a measure, 目标任务： and the like. */
export interface Part {
  readonly label: PartLabel
  readonly text: string
  readonly span: Span
}

export interface Measure {
  /** Stable within one reading and, for an unchanged text, across readings: path of numbers, e.g. `二/（一）/1`. Unique in the plan. */
  readonly id: string
  readonly kind: 'measure' | 'governance'
  /** Headings above, outermost first, as printed without white space. */
  readonly path: readonly string[]
  /** Number as printed without its closing dot or 、; '' when there is none. */
  readonly number: string
  readonly title: string | null
  readonly titleSpan: Span | null
  readonly text: string
  readonly span: Span
  readonly parts: readonly Part[]
  readonly lead: readonly UnitMention[]
  readonly responsible: readonly UnitMention[]
  /**
   * Units that are not named by the measure itself but once for many: by a heading above it (领域牵头单位：A) or by a sentence of the
   * plan (以下任务均需A、B落实，不再列出). Their spans lie outside the measure. Absent when there are none.
   */
  readonly inherited?: readonly (UnitMention & { readonly role: 'lead' | 'responsible' })[]
  readonly persons: readonly PersonMention[]
  readonly milestones: readonly Milestone[]
  readonly recurring: readonly Recurring[]
  readonly targets: readonly Target[]
  readonly conditions: readonly Condition[]
  readonly confidence: number
  readonly rule: string
}

/** A heading of the plan, with what stands below it. */
export interface Heading {
  readonly level: number
  readonly number: string
  readonly title: string
  readonly span: Span
  readonly children: readonly Heading[]
}

export interface Plan {
  readonly title: Attributed<string>
  readonly issuer: Attributed<string>
  readonly documentNumber: Attributed<string>
  /** `YYYY-MM-DD` */
  readonly issuedOn: Attributed<string>
  readonly planYear: Attributed<number>
  readonly headings: readonly Heading[]
  /** Measures and governance paragraphs in the order of the text. */
  readonly measures: readonly Measure[]
  readonly source: { readonly text: string }
}

/** A field of the plan as a whole; null value when the text does not say. */
export interface Attributed<T> {
  readonly value: T | null
  readonly span: Span | null
  readonly confidence: number
  readonly rule: string
}

/** What the caller knows already and the text need not say. */
export interface ReadHints {
  readonly issuedOn?: string
  readonly planYear?: number
  readonly title?: string
  readonly issuer?: string
  /** Further units for the register: canonical name and its other names. */
  readonly units?: readonly { readonly unit: string; readonly aliases: readonly string[] }[]
}
