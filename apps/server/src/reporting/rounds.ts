import { type Cycle, type CycleRule, cyclePhase, cyclesBetween, USUAL_CYCLES } from '@yingshang/ledger'
import { addDays, type Calendar } from '@yingshang/time'
import { sql } from 'kysely'
import type { CycleRuleShape, ReportRound, RoundRow } from '../contract/reporting.ts'
import type { InTenant } from '../database/store.ts'
import { tell } from '../notices/tell.ts'
import { peopleOf } from './people.ts'

/** Rounds of reporting: opened when their day comes, with a report awaited of every body that must; people are told when one opens, before, at and after it is due. */

/** A rule as the pages know it, as the core reads it. */
export function ruleOf({ active: _, ...shape }: CycleRuleShape): CycleRule {
  return { ...shape, version: '1', effectiveFrom: '2022-01-01', source: [{ rule: 'G4', provision: '本单位设定', verified: false }] }
}

const shapeOf = (rule: CycleRule, active: boolean): CycleRuleShape => ({
  id: rule.id,
  title: { ...rule.title },
  every: rule.every,
  due: { ...rule.due },
  rest: rule.rest,
  opensBefore: rule.opensBefore,
  closesAfter: rule.closesAfter,
  remind: [...rule.remind],
  who: rule.who,
  active,
})

/** The rules of a ledger; where none were set, the usual ones, not in force. */
export async function cyclesOfLedger(tx: InTenant, tenantId: string, ledgerId: string): Promise<CycleRuleShape[]> {
  const rows = await tx
    .selectFrom('ledger_cycle')
    .select(['rule', 'active'])
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', ledgerId)
    .orderBy('changed_at')
    .orderBy('rule_id')
    .execute()
  const set = rows.map((r) => shapeOf(r.rule, r.active))
  const ids = new Set(set.map((r) => r.id))
  return [...set, ...USUAL_CYCLES.filter((r) => !ids.has(r.id)).map((r) => shapeOf(r, false))]
}

/** Opens the rounds whose day has come, for ledgers that are not archived; gives how many reports were asked for. Asking twice asks once. */
export async function openRounds(
  tx: InTenant,
  tenantId: string,
  calendar: Calendar,
  day: string,
  at: Date,
  ledgerId?: string,
): Promise<number> {
  let select = tx
    .selectFrom('ledger_cycle as c')
    .innerJoin('ledger as l', (join) => join.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.id', '=', 'c.ledger_id'))
    .select(['c.ledger_id', 'c.rule', 'c.since', 'l.title'])
    .where('c.tenant_id', '=', tenantId)
    .where('c.active', '=', true)
    .where('l.archived', '=', false)
  if (ledgerId !== undefined) select = select.where('c.ledger_id', '=', ledgerId)
  let asked = 0
  for (const { ledger_id, rule, since, title } of await select.execute()) {
    const { cycles } = cyclesBetween(rule, since, addDays(day, rule.opensBefore), calendar)
    for (const cycle of cycles.filter((c) => c.opensOn <= day && day <= c.dueOn)) {
      const bodies = await askFor(tx, tenantId, ledger_id, rule, cycle, at)
      asked += bodies.length
      const people = await peopleOf(tx, tenantId, bodies, day)
      await tell(
        tx,
        tenantId,
        at,
        bodies.map((body) => ({
          users: people.get(body) ?? [],
          event: 'report' as const,
          zh: `${rule.title.zh}（${title}）开始报送，请于${cycle.dueOn}前报送`,
          en: `${rule.title.en} report (${title}) is open; due ${cycle.dueOn}`,
          link: reportLink(ledger_id, cycle.key, body),
        })),
      )
    }
  }
  return asked
}

export const reportLink = (ledger: string, cycle: string, body: string) =>
  `/reporting/report?${new URLSearchParams({ ledger, cycle, body }).toString()}`

/** Awaits a report of every body that must report and is not yet asked. The condition is packages/ledger reportersOf, as SQL. */
async function askFor(tx: InTenant, tenantId: string, ledgerId: string, rule: CycleRule, cycle: Cycle, at: Date): Promise<string[]> {
  const { rows } = await sql<{ body_id: string }>`
    insert into cycle_report (tenant_id, ledger_id, cycle, body_id, rule_id, from_day, until_day, opens_on, due_on, closes_on, status, lines, urged, version, updated_at)
    select distinct e.tenant_id, e.ledger_id, ${cycle.key}, b.id, ${rule.id}, ${cycle.from}::date, ${cycle.until}::date, ${cycle.opensOn}::date,
      ${cycle.dueOn}::date, ${cycle.closesOn}::date, 'awaited', '[]'::jsonb, 0, 0, ${at}::timestamptz
    from ledger_entry e cross join lateral unnest(${reporting(rule)}) as b(id)
    where e.tenant_id = ${tenantId} and e.ledger_id = ${ledgerId} and ${expected(cycle.dueOn)}
    on conflict do nothing returning body_id`.execute(tx)
  return rows.map((r) => r.body_id)
}

/** Bodies that report on the entry `e`. */
export const reporting = (rule: Pick<CycleRule, 'who'>) =>
  sql<string[]>`case when ${rule.who} = 'lead' and e.lead_body_id is not null then array[e.lead_body_id]
    else array_remove(array_prepend(e.lead_body_id, e.responsible), null) end`
/** Whether the entry `e` is reported on in a round that is due on a day. */
export const expected = (dueOn: string) =>
  sql<boolean>`e.phase = 'open' and e.adopted_on <= ${dueOn}::date and (e.deferred_until is null or e.deferred_until < ${dueOn}::date)`

/** Reminds bodies that have not handed in: on each day of the rule once, also when the server was down on that day. Gives how many were reminded. */
export async function remindRounds(tx: InTenant, tenantId: string, day: string, at: Date): Promise<number> {
  const rows = await tx
    .selectFrom('cycle_report as r')
    .innerJoin('ledger_cycle as c', (join) =>
      join.onRef('c.tenant_id', '=', 'r.tenant_id').onRef('c.ledger_id', '=', 'r.ledger_id').onRef('c.rule_id', '=', 'r.rule_id'),
    )
    .innerJoin('ledger as l', (join) => join.onRef('l.tenant_id', '=', 'r.tenant_id').onRef('l.id', '=', 'r.ledger_id'))
    .select([
      'r.ledger_id',
      'r.cycle',
      'r.body_id',
      'r.due_on',
      'r.closes_on',
      'r.opens_on',
      'r.reminded_on',
      'c.rule',
      'l.title',
      'l.created_by',
    ])
    .where('r.tenant_id', '=', tenantId)
    .where('r.status', '<>', 'handed-in')
    .where('r.closes_on', '>=', addDays(day, -30))
    .where('c.active', '=', true)
    .where('l.archived', '=', false)
    .limit(20_000)
    .execute()
  const due = rows.flatMap((row) => {
    const days = row.rule.remind.map((n) => addDays(row.due_on, -n)).filter((d) => d <= day && d >= row.opens_on)
    const last = days.toSorted().at(-1)
    return last === undefined || (row.reminded_on !== null && row.reminded_on >= last) ? [] : [{ ...row, last }]
  })
  if (due.length === 0) return 0
  const people = await peopleOf(tx, tenantId, [...new Set(due.map((r) => r.body_id))], day)
  await tell(
    tx,
    tenantId,
    at,
    due.map((row) => {
      const late = day > row.due_on
      return {
        users: people.get(row.body_id) ?? [],
        event: late ? ('report.late' as const) : ('report' as const),
        zh: late
          ? `${row.rule.title.zh}（${row.title}）已于${row.due_on}截止，贵单位尚未报送`
          : `${row.rule.title.zh}（${row.title}）将于${row.due_on}截止，请及时报送`,
        en: late
          ? `${row.rule.title.en} report (${row.title}) was due ${row.due_on} and is missing`
          : `${row.rule.title.en} report (${row.title}) is due ${row.due_on}`,
        link: reportLink(row.ledger_id, row.cycle, row.body_id),
      }
    }),
  )
  await tellOffice(tx, tenantId, at, day, due)
  for (const row of due)
    await tx
      .updateTable('cycle_report')
      .set({ reminded_on: row.last })
      .where('tenant_id', '=', tenantId)
      .where('ledger_id', '=', row.ledger_id)
      .where('cycle', '=', row.cycle)
      .where('body_id', '=', row.body_id)
      .execute()
  return due.length
}

interface Missing {
  readonly ledger_id: string
  readonly cycle: string
  readonly due_on: string
  readonly title: string
  readonly created_by: string | null
}

/** Once a round is past its day, whoever adopted the ledger hears how many bodies are silent. */
async function tellOffice(tx: InTenant, tenantId: string, at: Date, day: string, due: readonly Missing[]): Promise<void> {
  const rounds = Map.groupBy(
    due.filter((r) => day > r.due_on && r.created_by !== null),
    (r) => `${r.ledger_id} ${r.cycle}`,
  )
  await tell(
    tx,
    tenantId,
    at,
    [...rounds.values()].map((rows) => ({
      users: [rows[0]!.created_by!],
      event: 'report.late' as const,
      zh: `${rows[0]!.title}：本期有${rows.length}家单位未按时报送`,
      en: `${rows[0]!.title}: ${rows.length} bodies have not reported`,
      link: `/reporting/round?${new URLSearchParams({ ledger: rows[0]!.ledger_id, cycle: rows[0]!.cycle }).toString()}`,
    })),
  )
}

interface RoundsWanted {
  readonly ledger?: string | undefined
  readonly cycle?: string | undefined
  /** Rounds after this one in the order of the list. */
  readonly after?: { readonly dueOn: string; readonly ledger: string; readonly cycle: string } | undefined
  readonly limit?: number
}

/** Rounds of which the caller sees reports, the last due first. */
export async function roundsOf(
  tx: InTenant,
  tenantId: string,
  day: string,
  { ledger, cycle, after, limit = 1 }: RoundsWanted,
): Promise<ReportRound[]> {
  const { rows } = await sql<{
    ledger_id: string
    ledger: string
    cycle: string
    title: { zh: string; en: string } | null
    from_day: string
    until_day: string
    opens_on: string
    due_on: string
    closes_on: string
    asked: number
    in_time: number
    late: number
    returned: number
  }>`
    select r.ledger_id, l.title as ledger, r.cycle, c.rule -> 'title' as title, min(r.from_day) as from_day, min(r.until_day) as until_day,
      min(r.opens_on) as opens_on, min(r.due_on) as due_on, min(r.closes_on) as closes_on, count(*)::int as asked,
      (count(*) filter (where r.first_on <= r.due_on))::int as in_time, (count(*) filter (where r.first_on > r.due_on))::int as late,
      (count(*) filter (where r.status = 'returned'))::int as returned
    from cycle_report r join ledger l on l.tenant_id = r.tenant_id and l.id = r.ledger_id
      left join ledger_cycle c on c.tenant_id = r.tenant_id and c.ledger_id = r.ledger_id and c.rule_id = r.rule_id
    where r.tenant_id = ${tenantId} ${ledger === undefined ? sql`` : sql`and r.ledger_id = ${ledger}`} ${cycle === undefined ? sql`` : sql`and r.cycle = ${cycle}`}
    group by 1, 2, 3, 4
    ${
      after === undefined
        ? sql``
        : sql`having min(r.due_on) < ${after.dueOn}::date or min(r.due_on) = ${after.dueOn}::date and (r.ledger_id, r.cycle) > (${after.ledger}::uuid, ${after.cycle})`
    }
    order by min(r.due_on) desc, 1, 3 limit ${limit}`.execute(tx)
  return rows.map((r) => ({
    ledger: { id: r.ledger_id, name: r.ledger },
    cycle: r.cycle,
    title: r.title ?? { zh: r.cycle, en: r.cycle },
    from: r.from_day,
    until: r.until_day,
    opensOn: r.opens_on,
    dueOn: r.due_on,
    closesOn: r.closes_on,
    phase: cyclePhase(
      {
        rule: '',
        key: r.cycle,
        from: r.from_day,
        until: r.until_day,
        opensOn: r.opens_on,
        dueOn: r.due_on,
        closesOn: r.closes_on,
        remindOn: [],
      },
      day,
    ),
    asked: r.asked,
    inTime: r.in_time,
    late: r.late,
    silent: r.asked - r.in_time - r.late,
    returned: r.returned,
  }))
}

/** The bodies of a round that the caller may see, in their order: who handed in, when, how often they were urged, how many people are told. */
export async function roundRows(
  tx: InTenant,
  tenantId: string,
  day: string,
  { ledger, cycle }: { readonly ledger: string; readonly cycle: string },
): Promise<RoundRow[]> {
  const rows = await tx
    .selectFrom('cycle_report as r')
    .innerJoin('body as b', (join) => join.onRef('b.tenant_id', '=', 'r.tenant_id').onRef('b.id', '=', 'r.body_id'))
    .select(['r.body_id', 'b.name', 'r.status', 'r.first_on', 'r.due_on', 'r.handed_in_at', 'r.urged', 'r.urged_at'])
    .where('r.tenant_id', '=', tenantId)
    .where('r.ledger_id', '=', ledger)
    .where('r.cycle', '=', cycle)
    .orderBy('b.position')
    .orderBy('b.name')
    .execute()
  const people = await peopleOf(
    tx,
    tenantId,
    rows.map((r) => r.body_id),
    day,
  )
  return rows.map((r) => ({
    body: { id: r.body_id, name: r.name },
    status: r.status,
    firstOn: r.first_on,
    handedInAt: r.handed_in_at?.toISOString() ?? null,
    late: r.first_on !== null && r.first_on > r.due_on,
    urged: r.urged,
    urgedAt: r.urged_at?.toISOString() ?? null,
    people: people.get(r.body_id)?.length ?? 0,
  }))
}
