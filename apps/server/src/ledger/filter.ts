import { STATUSES } from '@yingshang/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { EntryFilter, EntryStatus } from '../contract/ledger-shapes.ts'
import { Id } from '../contract/values.ts'
import { refuse } from '../http/problem.ts'
import type { Scope } from '../organisation/scope.ts'
import type { Asking } from './list.ts'
import { searchWords } from './stored.ts'

/** A filter as SQL over `ledger_entry e`. Lists, figures, exports and bulk changes all use this one, so that a number and its rows cannot disagree. */

export const HEADING_SEPARATOR = '␟'

/** The state of a day of the entry `e`. */
export const statusOn = (day: string): RawBuilder<EntryStatus> =>
  sql`entry_status(e.phase, e.starts_on, e.deferred_until, e.at_risk_from, e.overdue_from, ${day}::date)`

const invalid = (zh: string, en: string, path: string) => refuse('request.invalid', { zh, en }, { errors: [{ path, zh, en }] })

export function idsIn(text: string, path: string): string[] {
  const ids = text.split(',').filter(Boolean)
  if (ids.length === 0 || ids.some((id) => !Id.safeParse(id).success)) throw invalid(`${path} 不是编号`, `\`${path}\` is not an id`, path)
  return ids
}

export function statusesIn(text: string): EntryStatus[] {
  const wanted = text.split(',').filter(Boolean)
  if (wanted.length === 0 || wanted.some((s) => !(STATUSES as readonly string[]).includes(s)))
    throw invalid('status 不是办理状态', '`status` is not a state', 'status')
  return wanted as EntryStatus[]
}

/**
 * Where the entries of somebody's posts are, by index: the rule of row-level security once more, as a list of ids. Policies alone look at every
 * entry of the tenant. Nothing for those who read everything.
 */
function within(scope: Scope, tenantId: string): RawBuilder<unknown> {
  const places = [sql`select b.entry_id from entry_body b where b.tenant_id = ${tenantId} and b.body_id = any(${scope.reads}::uuid[])`]
  if (scope.readsDomains.length > 0)
    places.push(sql`select d.id from ledger_entry d where d.tenant_id = ${tenantId} and d.domain = any(${scope.readsDomains}::text[])`)
  if (scope.departments.length > 0)
    places.push(
      sql`select s.entry_id from entry_step s where s.tenant_id = ${tenantId} and s.department_id = any(${scope.departments}::uuid[])`,
    )
  if (scope.user !== null) {
    places.push(sql`select s.entry_id from entry_step s where s.tenant_id = ${tenantId} and s.owner_id = ${scope.user}`)
    places.push(sql`select o.id from ledger_entry o where o.tenant_id = ${tenantId} and o.owner_id = ${scope.user}`)
  }
  return sql`e.id in (${sql.join(places, sql` union all `)})`
}

/** The condition of a filter; the tenant is part of it. */
export function meets(filter: EntryFilter, { tenantId, userId, day, scope }: Asking): RawBuilder<boolean> {
  const all: RawBuilder<unknown>[] = [sql`e.tenant_id = ${tenantId}`]
  if (scope !== undefined && !scope.all) all.push(within(scope, tenantId))
  if (filter.ledger !== undefined) all.push(sql`e.ledger_id = ${filter.ledger}`)
  if (filter.lead !== undefined) all.push(filter.lead === 'none' ? sql`e.lead_body_id is null` : sql`e.lead_body_id = ${filter.lead}`)
  if (filter.body !== undefined) {
    const ids = idsIn(filter.body, 'body')
    const leads = sql`e.lead_body_id = any(${ids}::uuid[])`
    const answers = sql`e.responsible && ${ids}::uuid[]`
    all.push(filter.role === 'lead' ? leads : filter.role === 'responsible' ? answers : sql`(${leads} or ${answers})`)
  }
  if (filter.domain !== undefined) all.push(sql`e.domain = ${filter.domain}`)
  if (filter.under !== undefined && filter.under !== '') {
    const path = filter.under.split(HEADING_SEPARATOR)
    all.push(sql`e.path[1:${sql.lit(path.length)}] = ${path}::text[]`)
  }
  if (filter.status !== undefined) all.push(sql`${statusOn(day)} = any(${statusesIn(filter.status)}::text[])`)
  if (filter.dueFrom !== undefined) all.push(sql`e.next_due >= ${filter.dueFrom}`)
  if (filter.dueUntil !== undefined) all.push(sql`e.next_due <= ${filter.dueUntil}`)
  for (const word of searchWords(filter.q ?? '')
    .split(' ')
    .filter(Boolean))
    all.push(sql`strpos(e.words, ${word}) > 0`)
  if (filter.owner === 'none') all.push(sql`e.owner_id is null`)
  else if (filter.owner !== undefined) all.push(sql`e.owners @> ${[filter.owner === 'me' ? userId : filter.owner]}::uuid[]`)
  if (filter.silentSince !== undefined)
    all.push(sql`e.phase = 'open' and (e.heard_on is null or e.heard_on < ${filter.silentSince}) and e.adopted_on <= ${filter.silentSince}`)
  if (filter.blocked !== undefined) all.push(sql`e.blocked = ${filter.blocked === 'true'}`)
  if (filter.unmeasured !== undefined) all.push(filter.unmeasured === 'true' ? sql`e.progress is null` : sql`e.progress is not null`)
  if (filter.target !== undefined) {
    const column = { met: 'targets_met', unmet: 'targets_unmet', 'no-data': 'targets_unread' } as const
    all.push(sql`${sql.ref(`e.${column[filter.target]}`)} > 0`)
  }
  return sql<boolean>`(${sql.join(all, sql` and `)})`
}

/** A filter with one condition more, without what it says already. */
export const narrowed = (filter: EntryFilter, more: EntryFilter): EntryFilter =>
  Object.fromEntries(Object.entries({ ...filter, ...more }).filter(([, value]) => value !== undefined)) as EntryFilter
