import type { Logger } from 'pino'
import { loadSampleMatters } from './campaign/samples.ts'
import { loadSampleLedger } from './ledger/samples.ts'
import { loadSampleCases } from './matters/samples.ts'
import { loadSampleMeeting } from './meetings/sample.ts'
import { loadSampleOrganisation } from './organisation/samples.ts'
import { loadSamples } from './plans/samples.ts'
import { loadSampleQuestionnaire } from './questionnaires/sample.ts'
import { loadSampleRegister } from './registers/samples.ts'
import type { Services } from './services.ts'

/**
 * Samples of a first start. Whether they were asked for stands in the database, so that a first start that is cut off, even by a power cut, goes on at the next one:
 * what is there is found again, the rest is added.
 */

const NAME = 'samples'

export interface Seeding {
  /** Ends when everything is there, or the seeding was stopped, or failed (which is logged). */
  readonly done: Promise<void>
  /** Stops after the step that is being taken; the next start goes on. */
  stop(): Promise<void>
}

/** When the samples were first begun, if they are still to be loaded. The first start decides, by its setting, whether there are any. */
async function begun({ store, tenantId, config, now }: Services): Promise<Date | null> {
  return store.inTenant(tenantId, async (tx) => {
    const at = now()
    await tx
      .insertInto('sample_seed')
      .values({ tenant_id: tenantId, name: NAME, started_at: at, finished_at: config.samples ? null : at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const row = await tx
      .selectFrom('sample_seed')
      .select(['started_at', 'finished_at'])
      .where('tenant_id', '=', tenantId)
      .where('name', '=', NAME)
      .executeTakeFirstOrThrow()
    return row.finished_at === null ? row.started_at : null
  })
}

/** The first administrator, in whose name the samples are set up. */
async function administratorOf({ store, tenantId, config }: Services): Promise<{ id: string; login: string } | undefined> {
  const rows = await store.inTenant(tenantId, (tx) =>
    tx.selectFrom('app_user').select(['id', 'login', 'roles']).where('tenant_id', '=', tenantId).orderBy('created_at').execute(),
  )
  return rows.find((r) => r.login === config.adminLogin) ?? rows.find((r) => r.roles.includes('administrator'))
}

/** Loads the sample plans, and begins with the sample cases in the background. Null when there is nothing to load. */
export async function seed(services: Services, say: (message: string) => void, log: Logger): Promise<Seeding | null> {
  const since = await begun(services)
  if (since === null) return null
  say('正在装入示例方案，示例案件随后在后台装入… Loading the sample plans; the sample cases follow in the background…')
  await loadSamples(services).catch((error: unknown) => log.error({ err: error }, 'the samples could not be loaded'))
  let stopped = false
  const work = async () => {
    const administrator = await administratorOf(services)
    await loadSampleOrganisation(services)
    await loadSampleQuestionnaire(services)
    if (administrator) await loadSampleLedger(services, administrator, since)
    const whole = administrator ? await loadSampleCases(services, administrator, since, () => stopped) : true
    if (!whole || !(await loadSampleRegister(services, since, () => stopped))) return
    if (administrator && !(await loadSampleMeeting(services, administrator, since, () => stopped))) return
    // The last, for its clock runs up to today: a case that is half way must not be overtaken by its clocks.
    if (administrator && !(await loadSampleMatters(services, administrator, since, () => stopped))) return
    await services.store.inTenant(services.tenantId, (tx) =>
      tx
        .updateTable('sample_seed')
        .set({ finished_at: services.now() })
        .where('tenant_id', '=', services.tenantId)
        .where('name', '=', NAME)
        .execute(),
    )
    services.sealer.nudge()
  }
  let begin: () => void = () => undefined
  const answering = new Promise<void>((resolve) => {
    begin = resolve
  })
  // One turn of the loop later: the start goes on meanwhile.
  setImmediate(begin)
  const done = answering.then(work).catch((error: unknown) => log.error({ err: error }, 'the sample cases could not be loaded'))
  return {
    done,
    async stop() {
      stopped = true
      await done
    },
  }
}
