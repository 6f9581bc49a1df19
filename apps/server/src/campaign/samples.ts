import { addDays, dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { Role } from '../contract/session.ts'
import { Refused } from '../http/problem.ts'
import { clockTick } from '../matters/clock-worker.ts'
import { matterHandlers } from '../matters/handlers.ts'
import { answerOf, SAMPLE_CALL, sampleCaller, tenInChina } from '../seed-acting.ts'
import type { Services } from '../services.ts'
import { SAMPLE_MATTERS, type SampleMatter, type SampleStep } from './sample-matters.ts'

/**
 * Complaints, challenges, briefs and findings of the sample city, worked through the same handlers that the interface calls, on a clock that moves from the past to the
 * first start. A seeding that was cut off goes on where it stopped: a matter is found by its subject, and what was done on it is not done again.
 */

/** Never after the first start itself. */
const moment = (since: Date, ago: number) => new Date(Math.min(since.getTime(), tenInChina(since, ago).getTime()))

interface SampleBodies {
  /** By short name. */
  readonly ids: ReadonlyMap<string, { readonly id: string; readonly name: string }>
  readonly liaisons: ReadonlyMap<string, Caller>
}

/** Gives whether everything is there; false when it was stopped. What a person changed so that a matter cannot go on is left as it is, and logged. */
export async function loadSampleMatters(
  services: Services,
  administrator: { readonly id: string; readonly login: string },
  since: Date,
  stopped: () => boolean,
): Promise<boolean> {
  const { store, tenantId, log } = services
  let present = since
  const moved: Services = { ...services, now: () => present }
  const matters = matterHandlers(moved)
  const office = sampleCaller(services, administrator.id, administrator.login, '管理员', ['administrator'])
  const bodies = await bodiesOf()
  if (bodies.ids.size === 0) return true

  for (const sample of SAMPLE_MATTERS) {
    if (stopped()) return false
    try {
      await work(sample)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      log.error({ err: error, sample: subjectOf(sample) }, 'a sample matter could not go on')
    }
  }
  present = since
  await clockTick(moved, log)
  return true

  async function bodiesOf(): Promise<SampleBodies> {
    const { rows } = await store.inTenant(tenantId, (tx) =>
      sql<{
        short: string
        id: string
        name: string
        user: string | null
        login: string | null
        display: string | null
        roles: Role[] | null
      }>`
        select b.short_name as short, b.id, b.name, u.id as user, u.login, u.display_name as display, u.roles
          from body b left join membership m on m.tenant_id = b.tenant_id and m.body_id = b.id and m.post = 'liaison'
          left join app_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
         where b.tenant_id = ${tenantId} and b.short_name is not null order by m.id desc`.execute(tx),
    )
    return {
      ids: new Map(rows.map((r) => [r.short, { id: r.id, name: r.name }])),
      liaisons: new Map(
        rows.flatMap((r) => (r.user === null ? [] : [[r.short, sampleCaller(services, r.user, r.login!, r.display!, r.roles!)]])),
      ),
    }
  }

  async function work(sample: SampleMatter): Promise<void> {
    const [first, ...rest] = sample.steps
    const known = await found(sample)
    let id = known?.id
    if (id === undefined) {
      present = moment(since, first.ago)
      const opened = answerOf(
        await matters.openMatter({
          ...SAMPLE_CALL,
          params: undefined,
          caller: whoOf(first),
          body: { procedure: sample.procedure, action: first.action, as: sample.as, values: valuesOf(first) },
        } as never),
      )
      id = typeof opened.matter === 'string' ? opened.matter : opened.matter.summary.id
    }
    for (const step of rest.slice((known?.done ?? 1) - 1)) {
      if (stopped()) return
      // A second later than what was done at the same time of day.
      present = new Date(Math.max(moment(since, step.ago).getTime(), (await lastOf(id)).getTime() + 1_000))
      // What has run out by then acts first.
      await clockTick(moved, log)
      const { seq } = await store.inTenant(tenantId, (tx) =>
        tx.selectFrom('matter').select('seq').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirstOrThrow(),
      )
      await matters.takeAction({
        ...SAMPLE_CALL,
        caller: whoOf(step),
        params: { id },
        body: { action: step.action, expectedSeq: seq, values: valuesOf(step) },
      } as never)
    }
  }

  function whoOf({ who }: SampleStep): Caller {
    const person = who === 'office' ? office : bodies.liaisons.get(who)
    if (!person) throw new Error(`${who} has no liaison officer`)
    return person
  }

  /** Values with the bodies and days that they name. A field `xBody` or `xId` of a body has its name in `xName`. */
  function valuesOf(step: SampleStep): Record<string, unknown> {
    const named = Object.entries(step.bodies ?? {}).flatMap(([field, short]) => {
      const body = bodies.ids.get(short)
      if (!body) throw new Error(`there is no body ${short}`)
      return [
        [field, body.id],
        [field.replace(/(Body|Id)$/, 'Name'), body.name],
      ]
    })
    const days = Object.entries(step.days ?? {}).map(([field, ahead]) => [field, addDays(dateInChina(since.toISOString()), ahead)])
    return { ...step.values, ...Object.fromEntries(named), ...Object.fromEntries(days) }
  }

  /** The matter of a sample that an earlier attempt opened, and how many deeds of people it has. */
  async function found(sample: SampleMatter): Promise<{ id: string; done: number } | undefined> {
    const { rows } = await store.inTenant(tenantId, (tx) =>
      sql<{ id: string; done: number }>`
        select m.id, count(a.user_id)::int as done from matter m join matter_action a on a.tenant_id = m.tenant_id and a.matter_id = m.id
         where m.tenant_id = ${tenantId} and m.procedure_id = ${sample.procedure}
           and exists (select from matter_action f where f.tenant_id = m.tenant_id and f.matter_id = m.id and f.seq = 1
             and f.body #>> '{values,subject}' = ${subjectOf(sample)})
         group by m.id order by m.id limit 1`.execute(tx),
    )
    return rows[0]
  }

  async function lastOf(id: string): Promise<Date> {
    const row = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('matter_action')
        .select('at')
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', id)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow(),
    )
    return row.at
  }
}

const subjectOf = ({ steps }: SampleMatter) => String(steps[0].values?.subject)
