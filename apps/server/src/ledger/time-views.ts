import { addDays, daysBetween } from '@yingshang/time'
import { sql } from 'kysely'
import type { EntryFilter, EntryStatus } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { meets, statusOn } from './filter.ts'
import { type Asking, listEntries, namesOf } from './list.ts'

/** Entries in time: what is due on which day, and spans for a Gantt chart. */

const MOST_DAYS = 400
const MOST_ITEMS = 2000

interface DueRow {
  readonly on: string
  readonly entry: string
  readonly number: string
  readonly title: string
  readonly what: 'milestone' | 'step' | 'entry'
  readonly text: string
  readonly done: boolean
  readonly status: EntryStatus
}

/** What is due from one day to another, day by day. */
export async function calendarOf(tx: InTenant, asking: Asking, filter: EntryFilter, from: string, until: string) {
  if (until < from || daysBetween(from, until) > MOST_DAYS)
    throw refuse('request.invalid', { zh: `时间范围应在 ${MOST_DAYS} 天以内`, en: `At most ${MOST_DAYS} days at once` })
  const status = statusOn(asking.day)
  const chosen = sql`${meets(filter, asking)} and e.phase <> 'withdrawn'`
  const { rows } = await sql<DueRow & { total: string }>`
    with due as (
      select m.due as "on", e.id as entry, e.number, e.title, 'milestone' as what, m.text, m.done_on is not null as done, ${status} as status, e.position
      from entry_milestone m join ledger_entry e on e.tenant_id = m.tenant_id and e.id = m.entry_id
      where m.tenant_id = ${asking.tenantId} and m.due between ${from} and ${until} and ${chosen}
      union all
      select s.due_on, e.id, e.number, e.title, 'step', s.title, s.done_on is not null, ${status}, e.position
      from entry_step s join ledger_entry e on e.tenant_id = s.tenant_id and e.id = s.entry_id
      where s.tenant_id = ${asking.tenantId} and s.due_on between ${from} and ${until} and ${chosen}
      union all
      select e.ends_on, e.id, e.number, e.title, 'entry', e.title, e.phase = 'closed', ${status}, e.position
      from ledger_entry e where e.ends_on between ${from} and ${until} and ${chosen}
    )
    select "on", entry, number, title, what, text, done, status, count(*) over () as total from due order by "on", position, entry, what limit ${MOST_ITEMS}`.execute(
    tx,
  )
  const days = new Map<string, DueRow[]>()
  for (const { total: _, ...row } of rows) days.set(row.on, [...(days.get(row.on) ?? []), row])
  return {
    today: asking.day,
    from,
    until,
    days: [...days].map(([on, items]) => ({ on, items: items.map(({ on: __, ...item }) => item) })),
    more: Math.max(0, Number(rows[0]?.total ?? 0) - MOST_ITEMS),
  }
}

/** A page of entries as spans. An entry begins on its planned day, else when work began, else when it was adopted. */
export async function ganttOf(tx: InTenant, asking: Asking, filter: EntryFilter, limit: number, after: string | undefined) {
  const page = await listEntries(tx, asking, filter, { sort: 'plan', limit, after })
  const ids = page.rows.map((r) => r.id)
  const none = ids.length === 0
  const states = none
    ? []
    : await tx.selectFrom('ledger_entry').select(['id', 'state']).where('tenant_id', '=', asking.tenantId).where('id', 'in', ids).execute()
  const byId = new Map(states.map((s) => [s.id, s.state]))
  const names = await namesOf(
    tx,
    asking.tenantId,
    states.flatMap((s) => [...(s.state.assignment.lead === null ? [] : [s.state.assignment.lead]), ...s.state.steps.map((x) => x.body)]),
    [],
  )
  return {
    today: asking.day,
    total: page.total,
    next: page.next,
    items: page.rows.map((row) => {
      const s = byId.get(row.id)!
      const starts = [s.content.startsOn ?? s.startedOn ?? s.adoptedOn, ...s.steps.flatMap((x) => x.startsOn ?? [])]
      const ends = [s.content.dueOn, ...s.milestones.map((m) => m.due), ...s.steps.map((x) => x.dueOn), s.deferredUntil].filter(
        (d) => d !== null,
      )
      const startsOn = starts.sort()[0]!
      const last = ends.sort().at(-1)
      return {
        entry: row.id,
        number: row.number,
        title: row.title,
        domain: row.domain,
        lead: row.lead_body_id === null ? null : names.body(row.lead_body_id),
        status: row.status,
        progress: row.progress,
        startsOn,
        // A span is at least a day long.
        endsOn: last === undefined ? null : last < startsOn ? addDays(startsOn, 1) : last,
        milestones: s.milestones.flatMap((m) => (m.due === null ? [] : [{ id: m.id, on: m.due, text: m.text, done: m.doneOn !== null }])),
        steps: s.steps.map((x) => ({
          id: x.id,
          title: x.title,
          body: names.body(x.body),
          startsOn: x.startsOn,
          dueOn: x.dueOn,
          doneOn: x.doneOn,
        })),
      }
    }),
  }
}
