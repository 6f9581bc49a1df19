import type { ScoreFactKind } from '@yingshang/campaign'
import type { State } from '@yingshang/procedure'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import { complaintsIn } from '../complaints/rows.ts'
import type { EvaluationFact } from '../contract/evaluation.ts'
import type { InTenant } from '../database/store.ts'
import { rowsOf } from '../matters/store.ts'

/** What counts for a body in a period: facts of the ledger, of reports, complaints, findings, briefs, challenges, bulletins and talks, each with the page that shows it. */

export interface BodyFact extends Omit<EvaluationFact, 'level'> {
  readonly body: string
  readonly kind: ScoreFactKind
  readonly level?: string
}

export interface FactSource {
  readonly source: string
  readonly facts: readonly BodyFact[]
  /** False where this installation keeps no such records, so that nothing can be said. */
  readonly known: boolean
}

interface Asked {
  readonly tenantId: string
  readonly from: string
  readonly until: string
  readonly today: string
}

/** Every source with its facts. The caller must see the whole campaign: what row-level security hides would be missing. */
export async function factsOf(tx: InTenant, caller: Caller, now: Date, asked: Asked): Promise<readonly FactSource[]> {
  const reports = await tableExists(tx, 'cycle_report')
  const letters = await tableExists(tx, 'letter_body')
  return [
    { source: 'entries', known: true, facts: await entryFacts(tx, asked) },
    { source: 'reports', known: reports, facts: reports ? await reportFacts(tx, asked) : [] },
    { source: 'complaints', known: true, facts: await complaintFacts(tx, caller, now, asked) },
    { source: 'findings', known: true, facts: await findingFacts(tx, asked) },
    { source: 'briefs', known: true, facts: await briefFacts(tx, asked) },
    { source: 'challenges', known: true, facts: await challengeFacts(tx, asked) },
    { source: 'bulletins', known: letters, facts: letters ? await bulletinFacts(tx, asked) : [] },
    { source: 'talks', known: true, facts: await talkFacts(tx, asked) },
  ]
}

async function tableExists(tx: InTenant, name: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(tx)
  return rows[0]!.there
}

/**
 * Entries count for the body that leads them: closed out within the period, by the day on which close-out was asked for; or overdue on the
 * last day of the period (today, when that is yet to come). The day by which an entry was due is its own, else that of its last milestone,
 * put off by a deferral that was decided. An entry without any day is in time.
 */
async function entryFacts(tx: InTenant, { tenantId, from, until, today }: Asked): Promise<BodyFact[]> {
  const day = until < today ? until : today
  const { rows } = await sql<{ id: string; body: string; title: string; kind: ScoreFactKind; on: string }>`
    with e as (
      select e.*, coalesce((e.state ->> 'submittedOn')::date, e.closed_on) as asked_on,
        greatest(coalesce(e.ends_on, (select max(m.due) from entry_milestone m where m.tenant_id = e.tenant_id and m.entry_id = e.id)), e.deferred_until) as due
      from ledger_entry e join ledger l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
      where e.tenant_id = ${tenantId} and not l.archived and e.lead_body_id is not null and e.phase <> 'withdrawn'
    ), judged as (
      select e.id, e.lead_body_id as body, e.number || ' ' || e.title as title, case
        when phase = 'closed' and closed_on between ${from}::date and ${until}::date then case when asked_on > due then 'entry.late' else 'entry.in-time' end
        when phase = 'closed' and closed_on > ${until}::date and due < ${day}::date and asked_on > ${day}::date then 'entry.overdue'
        when phase = 'open' and entry_status(phase, starts_on, deferred_until, at_risk_from, overdue_from, ${day}::date) = 'overdue' then 'entry.overdue'
      end as kind, case when phase = 'closed' and closed_on <= ${until}::date then closed_on when phase = 'closed' then due + 1 else overdue_from end as "on"
      from e
    ) select id, body, title, kind, "on"::text from judged where kind is not null order by id`.execute(tx)
  return rows.map((r) => ({ ...r, id: `entry:${r.id}`, link: `/ledger/entries/${r.id}` }))
}

/** Reports whose day lies in the period: handed in by that day, after it, or not at all when the day has passed. */
async function reportFacts(tx: InTenant, { tenantId, from, until, today }: Asked): Promise<BodyFact[]> {
  const { rows } = await sql<{
    ledger: string
    cycle: string
    body: string
    ledgerTitle: string
    round: string | null
    on: string
    kind: ScoreFactKind
  }>`
    select r.ledger_id as ledger, r.cycle, r.body_id as body, l.title as "ledgerTitle",
      (select c.rule #>> '{title,zh}' from ledger_cycle c where c.tenant_id = r.tenant_id and c.ledger_id = r.ledger_id and c.rule_id = r.rule_id) as round,
      r.due_on::text as "on", case when r.first_on is null then 'report.missed' when r.first_on > r.due_on then 'report.late' else 'report.in-time' end as kind
    from cycle_report r join ledger l on l.tenant_id = r.tenant_id and l.id = r.ledger_id
    where r.tenant_id = ${tenantId} and r.due_on between ${from}::date and ${until}::date and (r.first_on is not null or r.due_on < ${today}::date)
    order by r.due_on, r.ledger_id, r.cycle, r.body_id`.execute(tx)
  return rows.map(({ ledger, cycle, ledgerTitle, round, ...r }) => ({
    ...r,
    id: `report:${ledger}/${cycle}/${r.body}`,
    title: `${ledgerTitle} ${round ?? ''} ${cycle.split('/')[1] ?? cycle}`.replace(/\s+/g, ' '),
    link: `/reporting/report?${new URLSearchParams({ ledger, cycle, body: r.body }).toString()}`,
  }))
}

/** Complaints received in the period that a body answered, and those that it answered late or let lie. */
async function complaintFacts(tx: InTenant, caller: Caller, now: Date, { from, until }: Asked): Promise<BodyFact[]> {
  const found = await complaintsIn(tx, caller, now, { from, until })
  return found.flatMap(({ row, facts }): BodyFact[] => {
    const body = facts.body
    if (body === null) return []
    const one = (kind: ScoreFactKind): BodyFact => ({
      id: `${kind}:${row.id}`,
      kind,
      body,
      on: row.receivedOn,
      title: row.subject,
      link: `/matters/${row.id}`,
    })
    return [
      ...(facts.repliedOn === null ? [] : [one(facts.solved === true ? 'complaint.solved' : 'complaint.unsolved')]),
      ...(facts.late ? [one('complaint.late')] : []),
    ]
  })
}

const value = (name: string) => sql<string | null>`m.state #>> ${sql.lit(`{facts,${name},value}`)}::text[]`
const opened = sql<string>`(m.opened_at at time zone 'Asia/Shanghai')::date`
const taken = (action: string) =>
  sql`exists (select 1 from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = ${sql.lit(action)})`

/** Findings of the period: put right in time and checked, or noted as late. Those that did not hold, that wait for a check or still have time, say nothing. */
async function findingFacts(tx: InTenant, { tenantId, from, until }: Asked): Promise<BodyFact[]> {
  const { rows } = await sql<{ id: string; body: string | null; title: string; on: string; late: boolean }>`
    select m.id, ${value('bodyId')} as body, m.title, ${opened}::text as "on", ${taken('note-late')} as late
    from matter m where m.tenant_id = ${tenantId} and m.procedure_id = 'finding' and ${opened} between ${from}::date and ${until}::date
      and not m.stages @> array['main/void'] and (${taken('note-late')} or m.stages @> array['main/checked']) order by m.id`.execute(tx)
  return rows.flatMap(({ late, body, ...r }) =>
    body === null ? [] : [{ ...r, body, id: `finding:${r.id}`, kind: late ? 'finding.late' : 'finding.in-time', link: `/matters/${r.id}` }],
  )
}

/** Adoptions of published briefs on a day of the period, at the level that the office confirmed. What was only claimed counts for nothing. */
async function briefFacts(tx: InTenant, { tenantId, from, until }: Asked): Promise<BodyFact[]> {
  const { rows } = await sql<{ id: string; body: string | null; title: string; state: State }>`
    select m.id, ${value('bodyId')} as body, m.title, m.state from matter m
    where m.tenant_id = ${tenantId} and m.procedure_id = 'brief' and m.stages @> array['main/published'] order by m.id`.execute(tx)
  return rows.flatMap(({ id, body, title, state }) =>
    rowsOf(state, 'adoptions').flatMap(([key, { level, on, medium, state: standing }]): BodyFact[] => {
      if (standing !== 'confirmed' || body === null || typeof on !== 'string' || typeof level !== 'string' || on < from || on > until)
        return []
      return [
        {
          id: `brief:${id}/${key}`,
          kind: 'brief.adopted',
          body,
          on,
          level,
          title: `${title}（${String(medium ?? '')}）`,
          link: `/matters/${id}`,
        },
      ]
    }),
  )
}

/** Challenges that were accepted on a day of the period, for the body that was chosen. */
async function challengeFacts(tx: InTenant, { tenantId, from, until }: Asked): Promise<BodyFact[]> {
  const { rows } = await sql<{ id: string; body: string | null; title: string; on: string | null }>`
    select * from (
      select m.id, ${value('chosenBody')} as body, m.title,
        (select max(a.body ->> 'on') from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'accept') as "on"
      from matter m where m.tenant_id = ${tenantId} and m.procedure_id = 'challenge' and m.stages && array['main/accepted', 'main/replicated']
    ) c where "on" between ${from} and ${until} order by id`.execute(tx)
  return rows.flatMap(({ body, on, ...r }) =>
    body === null || on === null ? [] : [{ ...r, body, on, id: `challenge:${r.id}`, kind: 'challenge.accepted', link: `/matters/${r.id}` }],
  )
}

/** Bulletins on single cases (个案通报) that were sent in the period. */
async function bulletinFacts(tx: InTenant, { tenantId, from, until }: Asked): Promise<BodyFact[]> {
  const { rows } = await sql<{ id: string; body: string; title: string; on: string }>`
    select l.id, b.body_id as body, l.title, (l.sent_at at time zone 'Asia/Shanghai')::date::text as "on"
    from letter l join letter_body b on b.tenant_id = l.tenant_id and b.letter_id = l.id
    where l.tenant_id = ${tenantId} and l.kind = 'case' and l.status = 'sent' and (l.sent_at at time zone 'Asia/Shanghai')::date between ${from}::date and ${until}::date
    order by l.id, b.body_id`.execute(tx)
  return rows.map((r) => ({ ...r, id: `bulletin:${r.id}/${r.body}`, kind: 'bulletin.criticised', link: `/supervision/letters/${r.id}` }))
}

/** Talks held in the period; promises that fell due in it and were kept by then, or were not when the day had passed. */
async function talkFacts(tx: InTenant, { tenantId, from, until, today }: Asked): Promise<BodyFact[]> {
  const { rows } = await sql<{ id: string; talk: string; body: string; kind: ScoreFactKind; on: string; title: string }>`
    select t.id::text as id, t.id as talk, t.body_id as body, 'talk.held' as kind, t.held_on::text as "on", r.title
    from talk t join score_result r on r.tenant_id = t.tenant_id and r.id = t.result_id
    where t.tenant_id = ${tenantId} and t.held_on between ${from}::date and ${until}::date
    union all select p.talk_id || '/' || p.number, p.talk_id, p.body_id,
      case when p.kept and p.settled_on <= p.due_on then 'talk.promise-kept' else 'talk.promise-broken' end, p.due_on::text, p.words
    from talk_promise p where p.tenant_id = ${tenantId} and p.due_on between ${from}::date and ${until}::date
      and (p.kept and p.settled_on <= p.due_on or p.due_on < ${today}::date or not p.kept)
    order by 1`.execute(tx)
  return rows.map(({ talk, ...r }) => ({ ...r, id: `talk:${r.id}`, link: `/evaluation?view=talks&talk=${talk}` }))
}
