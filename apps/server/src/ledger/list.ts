import { type RawBuilder, sql } from 'kysely'
import type { EntryFilter, EntryStatus, EntrySummary } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import type { Scope } from '../organisation/scope.ts'
import { meets, statusOn } from './filter.ts'
import { LAST_DAY } from './stored.ts'

/** Lists of entries: filtered, sorted, page by page by key. */

export interface Asking {
  readonly tenantId: string
  readonly userId: string | null
  readonly day: string
  /** The scope that the transaction entered: says where to look, while row-level security says what may be seen. */
  readonly scope?: Scope
}

export interface SummaryRow {
  readonly id: string
  readonly ledger_id: string
  readonly number: string
  readonly title: string
  readonly domain: string
  readonly path: string[]
  readonly lead_body_id: string | null
  readonly responsible: string[]
  readonly owner_id: string | null
  readonly next_due: string | null
  readonly at_risk_from: string | null
  readonly overdue_from: string | null
  readonly deferred_until: string | null
  readonly progress: number | null
  readonly progress_basis: string | null
  readonly blocked: boolean
  readonly heard_on: string | null
  readonly evidence: number
  readonly milestones: number
  readonly milestones_done: number
  readonly steps: number
  readonly steps_done: number
  readonly weight: number
  readonly seq: number
  readonly updated_at: Date
  readonly status: EntryStatus
}

/** The columns of a summary; uuid arrays come as text arrays. */
export const summaryColumns = (day: string): RawBuilder<unknown> => sql`
  e.id, e.ledger_id, e.number, e.title, e.domain, e.path, e.lead_body_id, e.responsible::text[] as responsible, e.owner_id, e.next_due, e.at_risk_from,
  e.overdue_from, e.deferred_until, e.progress, e.progress_basis, e.blocked, e.heard_on, e.evidence, e.milestones, e.milestones_done, e.steps,
  e.steps_done, e.weight, e.seq, e.updated_at, ${statusOn(day)} as status`

/** Names of bodies and users, looked up once for what a page shows. */
export interface Names {
  body(id: string): string
  user(id: string): string
}

export async function namesOf(tx: InTenant, tenantId: string, bodies: Iterable<string>, users: Iterable<string>): Promise<Names> {
  const [b, u] = [[...new Set(bodies)], [...new Set(users)]]
  const [bodyRows, userRows] = await Promise.all([
    b.length === 0
      ? []
      : tx
          .selectFrom('body')
          .select(['id', 'name', 'short_name'])
          .where('tenant_id', '=', tenantId)
          .where(sql<boolean>`id = any(${b}::uuid[])`)
          .execute(),
    u.length === 0
      ? []
      : tx
          .selectFrom('app_user')
          .select(['id', 'display_name'])
          .where('tenant_id', '=', tenantId)
          .where(sql<boolean>`id = any(${u}::uuid[])`)
          .execute(),
  ])
  const bodyNames = new Map(bodyRows.map((r) => [r.id, r.short_name ?? r.name]))
  const userNames = new Map(userRows.map((r) => [r.id, r.display_name]))
  return { body: (id) => bodyNames.get(id) ?? '', user: (id) => userNames.get(id) ?? '' }
}

export async function summariesOf(tx: InTenant, tenantId: string, rows: readonly SummaryRow[]): Promise<EntrySummary[]> {
  const names = await namesOf(
    tx,
    tenantId,
    rows.flatMap((r) => [...(r.lead_body_id === null ? [] : [r.lead_body_id]), ...r.responsible]),
    rows.flatMap((r) => r.owner_id ?? []),
  )
  return rows.map((r) => ({
    id: r.id,
    ledgerId: r.ledger_id,
    number: r.number,
    title: r.title,
    domain: r.domain,
    path: r.path,
    status: r.status,
    lead: r.lead_body_id === null ? null : { id: r.lead_body_id, name: names.body(r.lead_body_id) },
    responsible: r.responsible.map((id) => ({ id, name: names.body(id) })),
    owner: r.owner_id === null ? null : { id: r.owner_id, name: names.user(r.owner_id) },
    nextDue: r.next_due,
    atRiskFrom: r.at_risk_from,
    overdueFrom: r.overdue_from,
    deferredUntil: r.deferred_until,
    progress: r.progress,
    progressBasis: r.progress_basis as EntrySummary['progressBasis'],
    blocked: r.blocked,
    heardOn: r.heard_on,
    evidence: r.evidence,
    milestones: { done: r.milestones_done, of: r.milestones },
    steps: { done: r.steps_done, of: r.steps },
    weight: r.weight,
    seq: r.seq,
    updatedAt: r.updated_at.toISOString(),
  }))
}

export type Sort = 'plan' | 'due' | 'updated' | 'progress'

/** How each sort orders, and the type of its key. The id makes keys unique. */
const SORTS: Readonly<Record<Sort, { readonly keys: readonly (readonly [column: string, type: string])[]; readonly down: boolean }>> = {
  plan: {
    keys: [
      ['e.ledger_id', 'uuid'],
      ['e.position', 'integer'],
      ['e.id', 'uuid'],
    ],
    down: false,
  },
  due: {
    keys: [
      ['e.due_key', 'date'],
      ['e.id', 'uuid'],
    ],
    down: false,
  },
  updated: {
    keys: [
      ['e.updated_at', 'timestamptz'],
      ['e.id', 'uuid'],
    ],
    down: true,
  },
  progress: {
    keys: [
      ['coalesce(e.progress, -1)', 'integer'],
      ['e.id', 'uuid'],
    ],
    down: false,
  },
}

function keyOf(after: string, sort: Sort): string[] {
  const parts = after.split('|')
  if (parts.length !== SORTS[sort].keys.length || !parts.every((p) => /^[\w:.+\- ]{1,40}$/.test(p)))
    throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  return parts
}

/** A page of the entries that meet a filter, and how many there are in all. */
export async function listEntries(
  tx: InTenant,
  asking: Asking,
  filter: EntryFilter,
  {
    sort,
    limit,
    after,
    total = true,
  }: { readonly sort: Sort; readonly limit: number; readonly after?: string | undefined; readonly total?: boolean },
): Promise<{ rows: SummaryRow[]; next: string | null; total: number }> {
  const { keys, down } = SORTS[sort]
  const where = meets(filter, asking)
  const columns = sql.join(keys.map(([column]) => sql.raw(column)))
  const beyond =
    after === undefined || after === ''
      ? sql`true`
      : sql`(${columns}) ${sql.raw(down ? '<' : '>')} (${sql.join(keyOf(after, sort).map((value, i) => sql`${value}::${sql.raw(keys[i]![1])}`))})`
  const order = sql.raw(keys.map(([column]) => `${column}${down ? ' desc' : ''}`).join(', '))
  const found = sql<SummaryRow>`select ${summaryColumns(asking.day)}, e.position, e.due_key from ledger_entry e where ${where} and ${beyond} order by ${order} limit ${limit + 1}`
  // Both travel at once.
  const [{ rows }, counted] = await Promise.all([
    found.execute(tx),
    total ? sql<{ n: string }>`select count(*) as n from ledger_entry e where ${where}`.execute(tx) : null,
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1) as (SummaryRow & { position: number; due_key: string }) | undefined
  const next = rows.length > limit && last ? keyValues(last, sort).join('|') : null
  return { rows: page, next, total: counted === null ? page.length : Number(counted.rows[0]!.n) }
}

function keyValues(row: SummaryRow & { position: number; due_key: string }, sort: Sort): string[] {
  switch (sort) {
    case 'plan':
      return [row.ledger_id, String(row.position), row.id]
    case 'due':
      return [row.due_key ?? LAST_DAY, row.id]
    case 'updated':
      return [row.updated_at.toISOString(), row.id]
    case 'progress':
      return [String(row.progress ?? -1), row.id]
  }
}

/** Ids of the entries that meet a filter, at most so many; refuses when there are more. */
export async function idsOf(tx: InTenant, asking: Asking, filter: EntryFilter, most: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select e.id from ledger_entry e where ${meets(filter, asking)} order by e.ledger_id, e.position, e.id limit ${most + 1}`.execute(tx)
  if (rows.length > most)
    throw refuse('request.invalid', { zh: `一次最多办理 ${most} 项，请缩小范围`, en: `At most ${most} entries at once; narrow the filter` })
  return rows.map((r) => r.id)
}
