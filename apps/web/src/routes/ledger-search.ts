import { STATUSES } from '@yingshang/ledger/words'
import type { EntryFilter } from '@yingshang/server/contract'

/** What the addresses of the pages of the ledger may hold after the question mark; anything else is dropped. */

type Raw = Record<string, unknown>

export const LEDGER_VIEWS = ['table', 'board', 'gantt', 'calendar', 'tree', 'body', 'domain'] as const
export type LedgerView = (typeof LEDGER_VIEWS)[number]
export const LEDGER_SORTS = ['plan', 'due', 'updated', 'progress'] as const
export type LedgerSort = (typeof LEDGER_SORTS)[number]

/** The filter of the interface, and how it is shown. */
export interface LedgerSearch extends EntryFilter {
  readonly view?: Exclude<LedgerView, 'table'>
  readonly sort?: Exclude<LedgerSort, 'plan'>
  /** The month of the calendar, YYYY-MM. */
  readonly month?: string
}

const text = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, most) : typeof value === 'number' ? String(value) : undefined
const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined => allowed.find((v) => v === String(value))
const ID = /^[0-9a-f-]{36}$/
const id = (value: unknown): string | undefined => (typeof value === 'string' && ID.test(value) ? value : undefined)
const date = (value: unknown): string | undefined => /^\d{4}-\d{2}-\d{2}$/.exec(text(value, 10) ?? '')?.[0]
/** A list separated by commas, without what is not allowed in it. */
const list = (value: unknown, allowed: (part: string) => boolean): string | undefined =>
  text(value, 2000)?.split(',').filter(allowed).join(',') || undefined

export const ledgerSearch = (raw: Raw): LedgerSearch => {
  const found: LedgerSearch = {
    view: oneOf(raw.view, ['board', 'gantt', 'calendar', 'tree', 'body', 'domain']),
    sort: oneOf(raw.sort, ['due', 'updated', 'progress']),
    month: /^\d{4}-(0[1-9]|1[0-2])$/.exec(text(raw.month, 7) ?? '')?.[0],
    ledger: id(raw.ledger),
    body: list(raw.body, (part) => ID.test(part)),
    lead: raw.lead === 'none' ? 'none' : id(raw.lead),
    role: oneOf(raw.role, ['lead', 'responsible']),
    domain: text(raw.domain, 200),
    under: text(raw.under, 1000),
    status: list(raw.status, (part) => STATUSES.some((s) => s === part)),
    dueFrom: date(raw.dueFrom),
    dueUntil: date(raw.dueUntil),
    q: text(raw.q, 200),
    owner: oneOf(raw.owner, ['me', 'none']) ?? id(raw.owner),
    silentSince: date(raw.silentSince),
    blocked: oneOf(raw.blocked, ['true', 'false']),
    unmeasured: oneOf(raw.unmeasured, ['true', 'false']),
    target: oneOf(raw.target, ['met', 'unmet', 'no-data']),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as LedgerSearch
}

/** What is asked of the server, without how it is shown. */
export function filterOf({ view: _, sort: __, month: ___, ...filter }: LedgerSearch): EntryFilter {
  return filter
}

/** The conditions that a person set, beside the ledger they look at. */
export const conditionsOf = (search: LedgerSearch): EntryFilter => {
  const { ledger: _, ...filter } = filterOf(search)
  return filter
}

/** The day in China, some days from now. */
export const chinaDay = (ahead = 0): string => new Date(Date.now() + (8 * 60 + ahead * 24 * 60) * 60_000).toISOString().slice(0, 10)
