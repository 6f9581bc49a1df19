/** What the addresses of evaluation and of challenges and briefs may hold after the question mark; anything else is dropped. */

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const id = (value: unknown) => (typeof value === 'string' && ID.test(value) ? value : undefined)

export interface EvaluationSearch {
  readonly view?: 'score' | 'scheme' | 'talks' | undefined
  readonly result?: string | undefined
  readonly body?: string | undefined
  readonly talk?: string | undefined
}

export function evaluationSearch(raw: Record<string, unknown>): EvaluationSearch {
  const view = raw.view === 'score' || raw.view === 'scheme' || raw.view === 'talks' ? raw.view : undefined
  const found = { view, result: id(raw.result), body: id(raw.body), talk: id(raw.talk) }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as EvaluationSearch
}

export function campaignSearch(raw: Record<string, unknown>): { readonly year?: number } {
  const year = Number(raw.year)
  return Number.isInteger(year) && year >= 2000 && year <= 2100 ? { year } : {}
}
