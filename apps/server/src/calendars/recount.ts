import { clockDue, definitionOf } from '@yingshang/procedure'
import { type Calendar, dateInChina, inForce } from '@yingshang/time'
import type { Logger } from 'pino'
import type { CalendarImpact } from '../contract/calendars.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { record as intoJournal } from '../journal/record.ts'
import { type MovedClock, projectClocks } from '../matters/clock-projection.ts'
import { clocksOf } from '../matters/clock-rows.ts'
import { rolesOfClocks, tellHolders } from '../matters/holders.ts'
import type { Law } from '../matters/setting.ts'
import { loadMatter } from '../matters/store.ts'
import type { Services } from '../services.ts'
import { numberOf } from './versions.ts'

/** The kind of entry in the journal for ends that moved because the calendar changed. */
export const MOVED_KIND = 'matter.clocks-recounted'

export interface RecordedMoves {
  readonly calendar: { readonly id: string; readonly version: string }
  readonly clocks: readonly MovedClock[]
}

/** Matters with clocks that run, from an id on. */
const running = (tx: InTenant, tenantId: string, after: string | null, limit: number) => {
  let rows = tx.selectFrom('matter_clock').select('matter_id').distinct().where('tenant_id', '=', tenantId).where('status', '=', 'running')
  if (after !== null) rows = rows.where('matter_id', '>', after)
  return rows.orderBy('matter_id').limit(limit).execute()
}

const PAGE = 500

/**
 * Counts the running clocks anew when a version of the calendar that the house published has come into force: each matter in a transaction of its own, each end
 * that moved into the journal, the events and the notices of those who work on the matter. Done once for each version; after a stop in between it goes on with
 * what still stands on the old calendar. Gives how many ends moved; null when there was nothing to do.
 */
export async function recountClocks(services: Services, log: Pick<Logger, 'error'>): Promise<{ matters: number; clocks: number } | null> {
  const { store, tenantId, law, now, sealer } = services
  const at = now()
  const calendar = inForce(law.setting.calendars, dateInChina(at.toISOString()))
  const number = calendar ? numberOf(calendar) : 0
  if (!calendar || number === 0) return null
  const done = await store.inTenant(tenantId, (tx) =>
    tx.selectFrom('calendar_recount').select('number').where('tenant_id', '=', tenantId).where('number', '=', number).executeTakeFirst(),
  )
  if (done) return null
  let after: string | null = null
  let failed = false
  for (;;) {
    const page: readonly { matter_id: string }[] = await store.inTenant(tenantId, (tx) => running(tx, tenantId, after, PAGE))
    for (const { matter_id: id } of page)
      try {
        await store.inTenant(tenantId, (tx) => recountOne(services, tx, id, calendar))
      } catch (error) {
        failed = true
        log.error({ err: error, matter: id }, 'the clocks of a matter could not be counted anew')
      }
    if (page.length < PAGE) break
    after = page.at(-1)!.matter_id
  }
  sealer.nudge()
  // What failed is tried again at the next look.
  if (failed) return null
  return store.inTenant(tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('journal_record')
      .select(['subject_id', 'body'])
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', MOVED_KIND)
      .execute()
    const moves = rows
      .map((r) => ({ matter: r.subject_id, ...(r.body as unknown as RecordedMoves) }))
      .filter((m) => m.calendar.version === calendar.version)
    const counts = { matters: new Set(moves.map((m) => m.matter)).size, clocks: moves.reduce((n, m) => n + m.clocks.length, 0) }
    await tx
      .insertInto('calendar_recount')
      .values({ tenant_id: tenantId, number, at: now(), ...counts })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return counts
  })
}

async function recountOne({ tenantId, law, now }: Services, tx: InTenant, id: string, calendar: Calendar): Promise<void> {
  const matter = await loadMatter(tx, tenantId, id, true)
  if (!matter) return
  const at = now()
  const moved = await projectClocks(tx, law, tenantId, matter.state, at.toISOString())
  if (moved.length === 0) return
  const body: RecordedMoves = { calendar: { id: calendar.id, version: calendar.version }, clocks: moved }
  await intoJournal(tx, tenantId, [{ kind: MOVED_KIND, subjectId: id, userId: null, at, body }])
  await record(tx, {
    tenantId,
    userId: null,
    at,
    kind: 'matter.clocks-moved',
    subject: { type: 'matter', id },
    detail: { calendar: calendar.version, clocks: moved },
  })
  const compiled = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
  const told = (language: 'zh' | 'en') =>
    moved.map((m) => {
      const title = compiled.clocks.get(m.clock)?.title ?? { zh: m.clock, en: m.clock }
      return language === 'zh' ? `“${title.zh}”由 ${m.before} 改为 ${m.after}` : `${title.en}: ${m.before} → ${m.after}`
    })
  await tellHolders(tx, tenantId, at, {
    matterId: id,
    roles: rolesOfClocks(
      compiled.definition,
      moved.map((m) => m.clock),
    ),
    zh: `${matter.title}：工作日历变更，届满日${told('zh').join('；')}`,
    en: `${matter.titleEn}: the calendar changed; ${told('en').join('; ')}`,
  })
}

/** Most matters that a preview names. */
const SHOWN = 100

/** Which running clocks would end on another day with a calendar, without writing anything. */
export async function impactOf(tx: InTenant, law: Law, tenantId: string, calendar: Calendar, at: string): Promise<CalendarImpact> {
  const items: CalendarImpact['items'][number][] = []
  let looked = 0
  let more = 0
  for (let after: string | null = null; ; ) {
    const page: readonly { matter_id: string }[] = await running(tx, tenantId, after, PAGE)
    for (const { matter_id: id } of page) {
      const matter = await loadMatter(tx, tenantId, id)
      if (!matter) continue
      looked++
      const compiled = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
      const clocks = clocksOf(law, matter.state, at)
        .filter((c) => c.status === 'running')
        .map((c) => ({
          clock: c.clock,
          key: c.key,
          title: { ...compiled.clocks.get(c.clock)!.title },
          before: c.due,
          after: clockDue(compiled, matter.state, calendar, c.clock, c.key ?? undefined).due,
        }))
        .filter((c) => c.before !== c.after)
      if (clocks.length === 0) continue
      if (items.length < SHOWN) items.push({ matter: { id, title: matter.title, titleEn: matter.titleEn, number: matter.number }, clocks })
      else more++
    }
    if (page.length < PAGE) return { matters: looked, items, more }
    after = page.at(-1)!.matter_id
  }
}
