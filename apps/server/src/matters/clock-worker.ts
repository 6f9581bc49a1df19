import { definitionOf, owed } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import { Logger as QueueLogger, type Runner, run } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { recountClocks } from '../calendars/recount.ts'
import { Refused } from '../http/problem.ts'
import { roomsOf } from '../meetings/rooms.ts'
import { settleAll } from '../meetings/windows.ts'
import { delegationTick } from '../organisation/delegation-notices.ts'
import { questionnaireTick } from '../questionnaires/closing.ts'
import { reportingTick } from '../reporting/handlers.ts'
import type { Services } from '../services.ts'
import { supervisionTick } from '../supervision/handlers.ts'
import { act } from './act.ts'
import { rolesOfClocks, tellHolders } from './holders.ts'
import { deliver } from './outbox.ts'
import { adoptPublished } from './setting.ts'
import { loadMatter } from './store.ts'

/**
 * Clocks that run out act by themselves, people are warned before, and what was announced in the outbox is delivered. The queue only says when to look; what is
 * done is decided on the locked matter, where the engine takes each consequence once, so that a job that runs twice, or late after a stop, does no harm.
 */

export interface ClockWorker {
  /** Does now all that is due; for tests and after a move of the clock. */
  tick(): Promise<void>
  stop(): Promise<void>
}

/** Everything that is due now: consequences of clocks, warnings, deliveries. */
export async function clockTick(services: Services, log: Logger): Promise<void> {
  // Another server on this database may have published a table or a calendar; a calendar may come into force today.
  await adoptPublished(services.law, services.store, services.tenantId)
  await recountClocks(services, log)
  await fireClocks(services, log)
  await warn(services)
  await delegationTick(services)
  await reportingTick(services)
  await supervisionTick(services)
  await questionnaireTick(services)
  await deliver(services, log)
  await settleAll(roomsOf(services))
}

export async function startClockWorker(services: Services, queueUrl: string, log: Logger): Promise<ClockWorker> {
  const tick = () => clockTick(services, log)
  // Connections keep a listener to their end: one that the database cuts while it closes must not bring the process down.
  const pool = new pg.Pool({ connectionString: queueUrl, max: 3, application_name: 'yingshang jobs' })
  const broken = (error: Error) => log.debug({ err: error }, 'a connection of the queue broke')
  pool.on('error', broken)
  pool.on('connect', (client) => client.on('error', broken))
  const runner: Runner = await run({
    pgPool: pool,
    schema: 'yingshang_jobs',
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 5_000,
    logger: new QueueLogger(() => (level, message) => log[level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug'](message)),
    taskList: { tick },
    // Every minute; a start after downtime looks at once.
    crontab: '* * * * * tick ?id=tick&max=3',
  })
  const first = runner.addJob('tick', {}, { jobKey: 'tick-at-start' })
  // A failing database shows in the log of the requests; the queue repeats by itself.
  runner.promise.catch((error: unknown) => log.error({ err: error }, 'the queue stopped'))
  await first
  return {
    tick,
    async stop() {
      await runner.stop()
      const open = pool.totalCount
      const gone = new Promise<void>((resolve) => {
        let left = open
        if (left === 0) resolve()
        pool.on('remove', () => --left <= 0 && resolve())
      })
      await pool.end()
      // Sockets close a moment after the pool has ended; the database should not be stopped under them.
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 500).unref())])
    },
  }
}

/** Takes the consequences of every clock that has run out. Each in its own transaction: one matter that fails does not hold up the others. */
async function fireClocks({ store, tenantId, law, now, config, sealer }: Services, log: Logger): Promise<void> {
  const at = now()
  const due = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('matter_clock')
      .select('matter_id')
      .distinct()
      .where('tenant_id', '=', tenantId)
      .where('status', '=', 'running')
      .where('fired', '=', false)
      .where('on_due', 'is not', null)
      .where('due_at', '<=', at)
      .orderBy('matter_id')
      .limit(1_000)
      .execute(),
  )
  for (const { matter_id: matterId } of due) {
    // One consequence may start or end another clock: look again after each.
    for (let i = 0; i < 50; i++) {
      try {
        const more = await store.inTenant(tenantId, async (tx) => {
          const matter = await loadMatter(tx, tenantId, matterId, true)
          if (!matter) return false
          const [next] = owed(law.setting, matter.state, now().toISOString())
          if (!next) return false
          await act(tx, law, { now }, matterId, null, {
            tenantId,
            court: config.bodyName,
            userId: null,
            actor: { id: 'system', roles: ['clock'] },
            action: next.action,
            cause: next.cause,
          })
          return true
        })
        if (!more) break
      } catch (error) {
        // A refusal here is a definition at odds with itself: seen in the log, tried again at the next tick.
        log.error(
          { err: error, matter: matterId, code: error instanceof Refused ? error.problem.code : undefined },
          'a clock could not act',
        )
        break
      }
    }
  }
  if (due.length > 0) sealer.nudge()
}

/** Tells the holders of roles that a clock is about to end: once for each day of warning. */
async function warn({ store, tenantId, law, now }: Services): Promise<void> {
  const at = now()
  const today = dateInChina(at.toISOString())
  await store.inTenant(tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('matter_clock')
      .select(['matter_id', 'clock', 'key', 'due', 'warn', 'warned_until'])
      .where('tenant_id', '=', tenantId)
      .where('status', '=', 'running')
      .where('due', '>=', today)
      .where(
        sql<boolean>`exists (select 1 from unnest(warn) as day where day <= ${today} and (warned_until is null or day > warned_until))`,
      )
      .orderBy('due')
      .limit(5_000)
      .execute()
    for (const row of rows) {
      const day = (row.warn as unknown as string[]).filter((d) => d <= today).at(-1)
      if (!day || (row.warned_until !== null && row.warned_until >= day)) continue
      // Two servers look at the same clock: who marks the day of warning tells of it.
      const { numUpdatedRows: marked } = await tx
        .updateTable('matter_clock')
        .set({ warned_until: day })
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', row.matter_id)
        .where('clock', '=', row.clock)
        .where('key', '=', row.key)
        .where((where) => where.or([where('warned_until', 'is', null), where('warned_until', '<', day)]))
        .executeTakeFirst()
      const matter = marked === 0n ? null : await loadMatter(tx, tenantId, row.matter_id)
      if (!matter) continue
      const { definition, clocks } = definitionOf(law.setting, matter.state.procedure.id, matter.state.procedure.version)
      const title = clocks.get(row.clock)?.title ?? { zh: row.clock, en: row.clock }
      await tellHolders(tx, tenantId, at, {
        matterId: row.matter_id,
        roles: rolesOfClocks(definition, [row.clock]),
        event: 'matter.due',
        zh: `${matter.title}：“${title.zh}”将于 ${row.due} 届满`,
        en: `${matter.titleEn}: ${title.en} ends on ${row.due}`,
      })
    }
  })
}
