import { definitionOf } from '@yingshang/procedure'
import { addYears, daysBetween } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { LongPending } from '../contract/bankruptcy.ts'
import type { InTenant } from '../database/store.ts'
import { seesAll } from '../matters/roles.ts'
import type { Law } from '../matters/setting.ts'

/**
 * Cases open for over a year, each with one cause, so that the counts add up to the rows: the clock that has been overdue longest, or, when none is, the stage
 * where the case stands. A case whose proceedings were terminated, or whose plan or settlement was approved and is being performed, is not pending any more.
 */

const PROCEDURES = ['bankruptcy-case', 'compulsory-liquidation']
/** The court's work is done, though the matter has not ended. */
const DONE = ['main/terminated', 'reorganisation/performing', 'settlement/performing']
/** Stages in which a case is not accepted yet. */
const BEFORE = ['main/submitted', 'main/objection', 'main/deciding']
/** When a rescue runs, it is where the case stands. */
const TRACKS = ['reorganisation', 'settlement', 'main']

export async function longPending(tx: InTenant, law: Law, caller: Caller, today: string): Promise<LongPending> {
  const tenantId = caller.tenant.id
  const since = addYears(today, -1)
  // A bankruptcy case knows its day of acceptance; of a compulsory liquidation it is the day of the ruling.
  const accepted = sql<
    string | null
  >`coalesce(m.state #>> '{facts,acceptedOn,value}', (select min(a.body ->> 'on') from matter_action a where a.tenant_id = m.tenant_id and a.matter_id = m.id and a.action = 'accept'))`
  let query = tx
    .selectFrom('matter as m')
    .select(['m.id', 'm.title', 'm.title_en', 'm.number', 'm.procedure_id', 'm.procedure_version', 'm.stages', accepted.as('accepted')])
    .where('m.tenant_id', '=', tenantId)
    .where('m.procedure_id', 'in', PROCEDURES)
    .where('m.ended', '=', false)
    .where(sql<boolean>`not (m.stages && ${[...DONE, ...BEFORE]}::text[])`)
    .where(accepted, '<', since)
  if (!seesAll(caller))
    query = query.where(
      sql<boolean>`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = m.id and p.user_id = ${caller.user.id} and p.ended_at is null and p.from_day <= ${today} and (p.until_day is null or p.until_day >= ${today}))`,
    )
  const rows = await query.orderBy(accepted).orderBy('m.id').execute()
  const clocks =
    rows.length === 0
      ? []
      : await tx
          .selectFrom('matter_clock')
          .select(['matter_id', 'clock', 'due'])
          .where('tenant_id', '=', tenantId)
          .where(sql<boolean>`matter_id = any(${rows.map((r) => r.id)}::uuid[])`)
          .where('status', '=', 'running')
          .where('due', '<', today)
          .orderBy('due')
          .execute()
  const overdueOf = new Map<string, typeof clocks>()
  for (const c of clocks) overdueOf.set(c.matter_id, [...(overdueOf.get(c.matter_id) ?? []), c])
  const causes = new Map<string, LongPending['causes'][number]>()
  const items = rows.map((r): LongPending['items'][number] => {
    const compiled = definitionOf(law.setting, r.procedure_id, r.procedure_version)
    const overdue = (overdueOf.get(r.id) ?? []).flatMap((c) => {
      const clock = compiled.clocks.get(c.clock)
      // A clock that no act ends just runs out: that is no delay of anybody's.
      return clock?.ends?.length ? [{ clock: c.clock, title: { ...clock.title }, due: c.due!, days: daysBetween(c.due!, today) }] : []
    })
    const at = TRACKS.flatMap((track) => r.stages.filter((s) => s.startsWith(`${track}/`) && !compiled.stages.get(s)?.terminal))[0]
    const stage = (at === undefined ? undefined : compiled.stages.get(at)?.title) ?? { zh: '未定', en: 'unknown' }
    const first = overdue[0]
    const cause: Omit<LongPending['causes'][number], 'count'> = first
      ? {
          kind: 'clock',
          id: `clock:${r.procedure_id}/${first.clock}`,
          title: { zh: `${first.title.zh}逾期`, en: `${first.title.en} overdue` },
        }
      : { kind: 'stage', id: `stage:${r.procedure_id}/${at ?? ''}`, title: { zh: `处于${stage.zh}阶段`, en: `in the stage: ${stage.en}` } }
    causes.set(cause.id, { ...cause, count: (causes.get(cause.id)?.count ?? 0) + 1 })
    return {
      matter: { id: r.id, title: r.title, titleEn: r.title_en, number: r.number },
      procedure: { ...compiled.definition.title },
      acceptedOn: r.accepted!,
      days: daysBetween(r.accepted!, today),
      stage: { ...stage },
      overdue,
      cause: cause.id,
    }
  })
  return {
    today,
    since,
    total: items.length,
    causes: [...causes.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)),
    items,
  }
}
