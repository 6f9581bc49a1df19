import { FILING } from '@yingshang/campaign'
import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { FilingRow, Outcomes } from '../contract/reporting.ts'
import type { InTenant } from '../database/store.ts'
import { Refused } from '../http/problem.ts'
import { openMatter } from '../matters/act.ts'
import { seenBy } from '../matters/roles.ts'
import type { Services } from '../services.ts'

/** Filing of implementing plans (备案): one matter for each body, started together; who has filed. */

export interface Asked {
  readonly subject: string
  readonly planId?: string | undefined
  readonly issuedOn: string
  readonly bodies: readonly string[]
}

const fact = (name: string) => sql<string | null>`m.state #>> ${sql.lit(`{facts,${name},value}`)}::text[]`

/** Starts a filing for each body, each in a transaction of its own: a body that cannot be asked does not hold up the others. */
export async function startFilings(services: Services, caller: Caller, asked: Asked): Promise<Outcomes> {
  const { store, law, config } = services
  const tenantId = caller.tenant.id
  const items: Outcomes['items'] = []
  for (const id of new Set(asked.bodies)) {
    const item = await store
      .inTenant(tenantId, async (tx): Promise<Outcomes['items'][number]> => {
        const found = await tx.selectFrom('body').select(['name']).where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()
        const body = { id, name: found?.name ?? '' }
        const { rows } = await sql<{ id: string }>`
          select m.id from matter m where m.tenant_id = ${tenantId} and m.procedure_id = 'plan-filing' and ${fact('bodyId')} = ${id}
            and ${fact('subject')} = ${asked.subject} and not m.stages @> array['main/dropped'] limit 1`.execute(tx)
        if (rows[0]) return { body, ok: false, zh: '已要求报备', en: 'Asked already', matter: rows[0].id }
        const { matter } = await openMatter(tx, law, services, 'plan-filing', {
          tenantId,
          court: config.bodyName,
          userId: caller.user.id,
          actor: { id: caller.user.id, roles: ['office'] },
          action: 'ask',
          values: {
            subject: asked.subject,
            ...(asked.planId === undefined ? {} : { planId: asked.planId }),
            bodyId: id,
            bodyName: body.name,
            issuedOn: asked.issuedOn,
          },
        })
        return { body, ok: true, zh: '已要求报备', en: 'Asked', matter: matter.id }
      })
      .catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error
        const { detail, detailEn, title } = error.problem
        return { body: { id, name: '' }, ok: false, zh: detail ?? title, en: detailEn ?? title, matter: null }
      })
    items.push(item)
  }
  return { done: items.filter((i) => i.ok).length, items }
}

/** The filings that somebody may see, newest first. */
export async function filingsOf(
  tx: InTenant,
  caller: Caller,
  now: Date,
  { plan, subject }: { readonly plan?: string | undefined; readonly subject?: string | undefined },
): Promise<FilingRow[]> {
  const { rows } = await sql<{
    id: string
    stages: string[]
    asked: string
    due: string | null
    filed: string | null
    late: boolean
    subject: string | null
    body: string | null
    own_plan: string | null
    number: string | null
  }>`
    select m.id, m.stages, coalesce(${fact('issuedOn')}, ((m.opened_at at time zone 'Asia/Shanghai')::date)::text) as asked, ${fact('subject')} as subject,
      ${fact('bodyName')} as body, ${fact('ownPlan')} as own_plan, ${fact('number')} as number,
      (select c.due::text from matter_clock c where c.tenant_id = m.tenant_id and c.matter_id = m.id and c.clock = 'file' order by c.due desc limit 1) as due,
      (select max(a.body ->> 'on') from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'file') as filed,
      exists (select 1 from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'note-late') as late
    from matter m where m.tenant_id = ${caller.tenant.id} and m.procedure_id = 'plan-filing' and ${seenBy(caller, dateInChina(now.toISOString()), 'm')}
      ${plan === undefined ? sql`` : sql`and ${fact('planId')} = ${plan}`} ${subject === undefined || subject === '' ? sql`` : sql`and ${fact('subject')} = ${subject}`}
    order by m.id desc limit 1000`.execute(tx)
  return rows.map((r) => {
    const stage = r.stages.find((s) => s.startsWith('main/'))?.slice(5) ?? 'asked'
    return {
      matter: r.id,
      body: r.body ?? '',
      subject: r.subject ?? '',
      stage,
      stageTitle: { ...(FILING.tracks[0]!.stages.find((s) => s.id === stage)?.title ?? { zh: stage, en: stage }) },
      askedOn: r.asked,
      due: r.due,
      late: r.late,
      filedOn: r.filed,
      ownPlan: r.own_plan,
      number: r.number,
    }
  })
}
