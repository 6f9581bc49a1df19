/**
 * What the address of a page may hold after the question mark. Anything else, or of another kind, is dropped, so that an old or mistyped
 * link still opens the page.
 */

export interface PlanSearch {
  readonly owner?: string
  readonly role?: 'lead' | 'responsible' | 'person'
  readonly month?: string
  readonly domain?: string
  readonly q?: string
  readonly kind?: 'measure' | 'governance' | 'all'
  /** The measure that is chosen. */
  readonly m?: string
}

type Raw = Record<string, unknown>

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined => allowed.find((v) => v === value)
const given = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T

export const planSearch = (raw: Raw): PlanSearch =>
  given({
    owner: text(raw.owner),
    role: oneOf(raw.role, ['lead', 'responsible', 'person']),
    month: /^(\d{4}-\d{2}|none)$/.exec(text(raw.month) ?? '')?.[0],
    domain: text(raw.domain),
    q: text(raw.q),
    kind: oneOf(raw.kind, ['measure', 'governance', 'all']),
    m: text(raw.m),
  }) as PlanSearch

export type PairFilter = 'weaker' | 'dropped' | 'stricter' | 'added' | 'same'
export const DRIFT_KINDS: readonly PairFilter[] = ['weaker', 'dropped', 'stricter', 'added', 'same']

export interface AlignmentSearch {
  readonly view?: 'pairs' | 'uncovered' | 'unanswered'
  readonly drift?: PairFilter
  readonly status?: 'proposed' | 'confirmed' | 'rejected' | 'added'
}

export const alignmentSearch = (raw: Raw): AlignmentSearch =>
  given({
    view: oneOf(raw.view, ['pairs', 'uncovered', 'unanswered']),
    drift: oneOf(raw.drift, DRIFT_KINDS),
    status: oneOf(raw.status, ['proposed', 'confirmed', 'rejected', 'added']),
  }) as AlignmentSearch

export interface AlignmentsSearch {
  readonly lower?: string
  readonly upper?: string
}

export const alignmentsSearch = (raw: Raw): AlignmentsSearch =>
  given({ lower: text(raw.lower), upper: text(raw.upper) }) as AlignmentsSearch

export interface OverviewSearch {
  readonly plan?: string
}

export const overviewSearch = (raw: Raw): OverviewSearch => given({ plan: text(raw.plan) }) as OverviewSearch
