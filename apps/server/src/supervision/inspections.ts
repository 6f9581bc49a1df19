import { FINDING } from '@yingshang/campaign'
import { sql } from 'kysely'
import type { FindingRow, InspectionDetail, InspectionSummary } from '../contract/supervision.ts'
import type { InTenant } from '../database/store.ts'
import { datedKey } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'

/** Batches of inspections (明察暗访). A finding is a matter that names its batch; everything about it is read from there. */

const fact = (name: string) => sql<string | null>`m.state #>> ${sql.lit(`{facts,${name},value}`)}::text[]`
const LATE = sql<boolean>`exists (select 1 from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'note-late')`

interface Row {
  readonly id: string
  readonly title: string
  readonly origin: 'open' | 'secret'
  readonly from_day: string
  readonly until_day: string
  readonly inspectors: string[]
  readonly note: string
  readonly closed_on: string | null
  readonly findings: number
  readonly open: number
  readonly late: number
  readonly checked: number
}

interface Wanted {
  readonly id?: string
  /** The last batch of the page before. */
  readonly after?: { readonly from: string; readonly id: string } | undefined
  readonly limit: number
}

/** Batches with figures of their findings, the last begun first. */
async function inspectionsOf(tx: InTenant, tenantId: string, { id, after, limit }: Wanted): Promise<InspectionSummary[]> {
  const { rows } = await sql<Row>`
    select i.id, i.title, i.origin, i.from_day, i.until_day, i.inspectors, i.note, i.closed_on, count(m.id)::int as findings,
      (count(m.id) filter (where not m.ended))::int as open, (count(m.id) filter (where not m.ended and ${LATE}))::int as late,
      (count(m.id) filter (where m.stages @> array['main/checked']))::int as checked
    from inspection i left join matter m on m.tenant_id = i.tenant_id and m.procedure_id = 'finding' and ${fact('inspection')} = i.id::text
    where i.tenant_id = ${tenantId} ${id === undefined ? sql`` : sql`and i.id = ${id}`}
      ${after === undefined ? sql`` : sql`and (i.from_day, i.id) < (${after.from}::date, ${after.id}::uuid)`}
    group by i.tenant_id, i.id order by i.from_day desc, i.id desc limit ${limit}`.execute(tx)
  return rows.map((r) => ({
    id: r.id,
    title: r.title,
    origin: r.origin,
    from: r.from_day,
    until: r.until_day,
    inspectors: r.inspectors,
    note: r.note,
    closedOn: r.closed_on,
    findings: r.findings,
    open: r.open,
    late: r.late,
    checked: r.checked,
  }))
}

/** A page of the batches. */
export async function inspectionPage(
  tx: InTenant,
  tenantId: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ items: InspectionSummary[]; next: string | null }> {
  const found = await inspectionsOf(tx, tenantId, {
    after: after === undefined || after === '' ? undefined : datedKey(after),
    limit: limit + 1,
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > limit && last ? `${last.from}|${last.id}` : null }
}

export async function inspectionOf(tx: InTenant, tenantId: string, id: string): Promise<InspectionDetail> {
  const [inspection] = await inspectionsOf(tx, tenantId, { id, limit: 1 })
  if (!inspection) throw refuse('inspection.not-found')
  return { inspection, findings: await findingsOf(tx, tenantId, id) }
}

/** Findings that name a batch, or a questionnaire, as where they come from, newest first. */
export async function findingsOf(tx: InTenant, tenantId: string, origin: string): Promise<FindingRow[]> {
  const { rows } = await sql<{
    id: string
    subject: string | null
    body: string | null
    stages: string[]
    found: string
    due: string | null
    late: boolean
  }>`
    select m.id, ${fact('subject')} as subject, ${fact('bodyName')} as body, m.stages, ((m.opened_at at time zone 'Asia/Shanghai')::date)::text as found,
      (select c.due::text from matter_clock c where c.tenant_id = m.tenant_id and c.matter_id = m.id and c.clock = 'rectify' and c.status = 'running') as due,
      ${LATE} as late
    from matter m where m.tenant_id = ${tenantId} and m.procedure_id = 'finding' and ${fact('inspection')} = ${origin} order by m.id desc limit 1000`.execute(
    tx,
  )
  return rows.map((r): FindingRow => {
    const stage = r.stages.find((s) => s.startsWith('main/'))?.slice(5) ?? 'open'
    return {
      matter: r.id,
      subject: r.subject ?? '',
      body: r.body ?? '',
      stage,
      stageTitle: { ...(FINDING.tracks[0]!.stages.find((s) => s.id === stage)?.title ?? { zh: stage, en: stage }) },
      foundOn: r.found,
      due: r.due,
      late: r.late,
    }
  })
}
