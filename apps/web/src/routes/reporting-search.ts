/** What the addresses of reporting and supervision may hold after the question mark; anything else is dropped. */

type Raw = Record<string, unknown>
const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 100) : '')

export interface ReportingSearch {
  readonly view?: 'lists' | 'filings' | 'meetings' | undefined
  readonly ledger?: string | undefined
}

export function reportingSearch(raw: Raw): ReportingSearch {
  const view = raw.view === 'lists' || raw.view === 'filings' || raw.view === 'meetings' ? raw.view : undefined
  const ledger = text(raw.ledger)
  return { ...(view ? { view } : {}), ...(ledger === '' ? {} : { ledger }) }
}

export const roundSearch = (raw: Raw): { ledger: string; cycle: string } => ({ ledger: text(raw.ledger), cycle: text(raw.cycle) })
export const reportSearch = (raw: Raw): { ledger: string; cycle: string; body: string } => ({ ...roundSearch(raw), body: text(raw.body) })
export const supervisionSearch = (raw: Raw): { view?: 'inspections' | 'questionnaires' | undefined } =>
  raw.view === 'inspections' || raw.view === 'questionnaires' ? { view: raw.view } : {}
