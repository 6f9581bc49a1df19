import type { ComplaintFilter } from '@yingshang/server/contract'
import { KINDS, STATES } from '../pages/complaints/kinds.ts'

/** What the address of the page of complaints may hold after the question mark; anything else is dropped. */
export interface ComplaintSearch extends ComplaintFilter {
  readonly view?: 'figures' | 'list' | undefined
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const day = (value: unknown) => (typeof value === 'string' && DAY.test(value) ? value : undefined)

export function complaintSearch(raw: Record<string, unknown>): ComplaintSearch {
  const found: ComplaintSearch = {
    view: raw.view === 'figures' ? 'figures' : undefined,
    from: day(raw.from),
    until: day(raw.until),
    body: text(raw.body),
    kind: KINDS.find((one) => one === raw.kind),
    state: STATES.find((one) => one === raw.state),
    channel: text(raw.channel),
    cause: text(raw.cause),
    q: text(raw.q),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as ComplaintSearch
}
