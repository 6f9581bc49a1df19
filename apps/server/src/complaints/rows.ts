import { COMPLAINT, type ComplaintFacts } from '@yingshang/campaign'
import { dateInChina } from '@yingshang/time'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { ComplaintFilter, ComplaintRow } from '../contract/complaints.ts'
import type { InTenant } from '../database/store.ts'
import { seenBy } from '../matters/roles.ts'

/** Complaints as rows and as facts of figures, from the projections of their matters. */

export interface FoundComplaint {
  readonly row: ComplaintRow
  readonly facts: ComplaintFacts
  /** For likeness; not in lists. */
  readonly content: string
  readonly outsideNumber: string | null
  readonly phone: string | null
  readonly enterprise: string | null
}

const fact = (name: string) => sql<string | null>`m.state #>> ${sql.lit(`{facts,${name},value}`)}::text[]`
const REPLIED = sql`m.stages && array['main/replied', 'main/closed']`
const received = sql<string>`(m.opened_at at time zone 'Asia/Shanghai')::date`
const lastOf = (...actions: string[]) =>
  sql<
    string | null
  >`(select max(a.body ->> 'on') from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action in (${sql.join(actions.map((a) => sql.lit(a)))}))`
/** Who deals with it; nobody while it waits for the office, also after a body returned it. */
const handler = (name: 'handlerBody' | 'handlerName') =>
  sql<string | null>`case when m.stages @> array['main/received'] then null else ${fact(name)} end`

/** What each state of the filter means; a number counted by one of these opens exactly these rows. */
const STATES: Readonly<Record<NonNullable<ComplaintFilter['state']>, RawBuilder<boolean>>> = {
  open: sql<boolean>`not m.ended`,
  waiting: sql<boolean>`m.stages @> array['main/received']`,
  replied: sql<boolean>`(${REPLIED} and ${lastOf('reply')} is not null)`,
  solved: sql<boolean>`(${REPLIED} and ${lastOf('reply')} is not null and ${fact('solved')} = 'true')`,
  unsolved: sql<boolean>`(${REPLIED} and ${lastOf('reply')} is not null and ${fact('solved')} is distinct from 'true')`,
  late: sql<boolean>`exists (select 1 from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'note-late-reply')`,
  reopened: sql<boolean>`coalesce((${fact('reopenings')})::int, 0) > 0`,
  dissatisfied: sql<boolean>`${fact('satisfaction')} in ('1', '2')`,
}

/** The condition of a filter, for complaints that the caller may see. */
function chosen(caller: Caller, today: string, filter: ComplaintFilter): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [
    sql`m.tenant_id = ${caller.tenant.id}`,
    sql`m.procedure_id = 'complaint'`,
    seenBy(caller, today, 'm'),
  ]
  if (filter.from) parts.push(sql`${received} >= ${filter.from}::date`)
  if (filter.until) parts.push(sql`${received} <= ${filter.until}::date`)
  if (filter.body) parts.push(sql`${handler('handlerBody')} = ${filter.body}`)
  if (filter.kind) parts.push(sql`${fact('kind')} = ${filter.kind}`)
  if (filter.channel) parts.push(sql`${fact('channel')} = ${filter.channel}`)
  if (filter.cause) parts.push(sql`${fact('cause')} = ${filter.cause}`)
  if (filter.state) parts.push(STATES[filter.state])
  if (filter.q) parts.push(sql`m.title ilike ${`%${filter.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`}`)
  return sql<boolean>`(${sql.join(parts, sql` and `)})`
}

interface Raw {
  readonly id: string
  readonly title: string
  readonly stages: string[]
  readonly ended: boolean
  readonly received: string
  readonly late: boolean
  readonly dispatched: string | null
  readonly replied: string | null
  readonly due: string | null
  readonly kind: string | null
  readonly channel: string | null
  readonly cause: string | null
  readonly solved: string | null
  readonly satisfaction: string | null
  readonly reopenings: string | null
  readonly handlerBody: string | null
  readonly handlerName: string | null
  readonly content: string | null
  readonly outsideNumber: string | null
  readonly contactPhone: string | null
  readonly enterpriseName: string | null
}

export interface Page {
  readonly after?: string | null
  readonly limit?: number
}

export async function complaintsIn(
  tx: InTenant,
  caller: Caller,
  now: Date,
  filter: ComplaintFilter,
  { after = null, limit = 20_000 }: Page = {},
): Promise<FoundComplaint[]> {
  const today = dateInChina(now.toISOString())
  const { rows } = await sql<Raw>`
    select m.id, m.title, m.stages, m.ended, ${received}::text as received, ${STATES.late} as late, ${lastOf('dispatch', 'transfer')} as dispatched,
      ${lastOf('reply')} as replied,
      (select c.due::text from matter_clock c where c.tenant_id = m.tenant_id and c.matter_id = m.id and c.clock = 'reply' and c.status = 'running') as due,
      ${fact('kind')} as kind, ${fact('channel')} as channel, ${fact('cause')} as cause, ${fact('solved')} as solved,
      ${fact('satisfaction')} as satisfaction, ${fact('reopenings')} as reopenings, ${handler('handlerBody')} as "handlerBody",
      ${handler('handlerName')} as "handlerName", ${fact('content')} as content, ${fact('outsideNumber')} as "outsideNumber",
      ${fact('contactPhone')} as "contactPhone", ${fact('enterpriseName')} as "enterpriseName"
    from matter m where ${chosen(caller, today, filter)} ${after === null ? sql`` : sql`and m.id < ${after}`} order by m.id desc limit ${limit}`.execute(
    tx,
  )
  return rows.map(foundOf)
}

export async function countIn(tx: InTenant, caller: Caller, now: Date, filter: ComplaintFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from matter m where ${chosen(caller, dateInChina(now.toISOString()), filter)}`.execute(tx)
  return rows[0]!.n
}

function foundOf(raw: Raw): FoundComplaint {
  const stage = raw.stages.find((s) => s.startsWith('main/'))?.slice(5) ?? 'received'
  const answered = ['replied', 'closed'].includes(stage) && raw.replied !== null
  const handled = raw.handlerBody !== null && raw.handlerName !== null
  return {
    row: {
      id: raw.id,
      subject: raw.title,
      kind: raw.kind ?? 'complaint',
      channel: raw.channel ?? '',
      stage,
      stageTitle: { ...(COMPLAINT.tracks[0]!.stages.find((s) => s.id === stage)?.title ?? { zh: stage, en: stage }) },
      handler: handled ? { id: raw.handlerBody!, name: raw.handlerName! } : null,
      receivedOn: raw.received,
      due: raw.due,
      late: raw.late,
      solved: answered && raw.solved !== null ? raw.solved === 'true' : null,
      satisfaction: raw.satisfaction,
      reopenings: Number(raw.reopenings ?? 0),
      cause: raw.cause,
    },
    facts: {
      body: raw.handlerBody,
      bodyName: raw.handlerName,
      kind: raw.kind ?? 'complaint',
      channel: raw.channel ?? '',
      cause: raw.cause,
      receivedOn: raw.received,
      dispatchedOn: raw.dispatched,
      repliedOn: answered ? raw.replied : null,
      ended: raw.ended,
      solved: answered && raw.solved !== null ? raw.solved === 'true' : null,
      satisfaction: raw.satisfaction === null ? null : Number(raw.satisfaction),
      reopenings: Number(raw.reopenings ?? 0),
      late: raw.late,
    },
    content: raw.content ?? '',
    outsideNumber: raw.outsideNumber,
    phone: raw.contactPhone,
    enterprise: raw.enterpriseName,
  }
}
