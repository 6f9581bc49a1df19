import type { PlainDate, Source, Text } from '@yingshang/time'

/**
 * Indicators (指标): numbers that facts give, by body and period. A definition is data with version and source. Numbers are exact: values
 * are whole numbers of the definition's smallest step (`decimals`), so that the order of facts cannot change a sum.
 */

/** A condition on a fact: its kind, and fields that must have a value. */
export interface FactFilter {
  readonly kind: string
  readonly where?: Readonly<Record<string, string | number | boolean>>
}

/** How facts become a reading. */
export type Fold =
  | { readonly kind: 'count'; readonly of: FactFilter }
  | { readonly kind: 'sum'; readonly of: FactFilter; readonly field: string }
  | { readonly kind: 'mean'; readonly of: FactFilter; readonly field: string }
  /** Percent of the facts of `whole` that meet `part` as well. */
  | { readonly kind: 'share'; readonly whole: FactFilter; readonly part: FactFilter }
  /** The last value that was entered or delivered: for readings by hand. */
  | { readonly kind: 'latest'; readonly of: FactFilter; readonly field: string }

export type PeriodKind = 'month' | 'quarter' | 'year'

export interface IndicatorDefinition {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: PlainDate
  readonly title: Text
  readonly source: readonly Source[]
  /** As in targets of plans: %, 工作日, 家 … */
  readonly unit: string
  /** Which way is better. */
  readonly direction: 'up' | 'down'
  readonly period: PeriodKind
  /** Digits after the point of values and readings, 0 to 6. */
  readonly decimals: number
  /** Days after the end of a period by which every body's data should be there. */
  readonly lateAfter: number
  readonly fold: Fold
}

/** Something that happened, as an indicator sees it. */
export interface IndicatorFact {
  readonly id: string
  readonly kind: string
  readonly on: PlainDate
  readonly body: string
  readonly fields: Readonly<Record<string, string | number | boolean | null>>
}

/** `2026-03`, `2026-Q1`, `2026` */
export type PeriodKey = string

/** What facts gave so far for one body and period. Plain data; values in smallest steps. */
export interface Tally {
  readonly count: number
  readonly sum: number
  /** Facts of the whole, for shares; equals `count` otherwise. */
  readonly whole: number
  /** For `latest`: the entries, last first; empty otherwise. */
  readonly entries: readonly { readonly on: PlainDate; readonly id: string; readonly value: number }[]
}

/** - `final`: the period is over and every body has data; `running`: it is not over; `partial`: over, some bodies are missing but not late yet;
 *  - `late`: some data are late; `missing`: nothing at all and late. */
export type ReadingStatus = 'final' | 'running' | 'partial' | 'late' | 'missing'

export interface Reading {
  readonly indicator: string
  readonly version: string
  readonly period: PeriodKey
  /** Null for the whole of the bodies asked about. */
  readonly body: string | null
  /** Null when there are no data: missing is not zero. */
  readonly value: number | null
  readonly unit: string
  readonly status: ReadingStatus
  /** How many of the bodies have data. */
  readonly coverage: { readonly known: number; readonly of: number }
  /** Days since the data should have been there; 0 when in time. */
  readonly lateDays: number
  /** Number of facts behind the value. */
  readonly facts: number
}
