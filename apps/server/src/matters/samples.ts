import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import { userHandlers } from '../accounts/users.ts'
import type { Role } from '../contract/session.ts'
import { Refused } from '../http/problem.ts'
import { answerOf, SAMPLE_CALL, sampleCaller, tenInChina } from '../seed-acting.ts'
import type { Services } from '../services.ts'
import { clockTick } from './clock-worker.ts'
import { matterHandlers } from './handlers.ts'
import { PEOPLE, SAMPLE_CASES, type SampleCase, type Step, type Who } from './sample-cases.ts'

/**
 * The sample cases, worked through the same handlers that the interface calls, on a clock that moves from the past to today: every action is judged, every clock
 * runs out by itself, every document is made, everything enters the journal. The people of the samples are disabled accounts.
 */

interface Administrator {
  readonly id: string
  readonly login: string
}

/** Ten in the morning in China, so many days before today, on a weekday (the next one when it is not). Order is kept. */
function moment(now: Date, ago: number): Date {
  const day = tenInChina(now, ago)
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1)
  return day
}

/**
 * Loads the sample cases. `since` is when that was first begun: a second attempt finds by its people what the first one did, and goes on after it; nothing is done
 * twice. `stopped` is asked between steps. Gives whether everything is there; what a person changed so that the course of a case cannot go on is left as it is.
 */
export async function loadSampleCases(
  services: Services,
  administrator: Administrator,
  since: Date = services.now(),
  stopped: () => boolean = () => false,
): Promise<boolean> {
  const { store, tenantId } = services
  const real = since
  let present = moment(real, 400)
  // Two things at one moment follow each other by a second; nothing lies after today.
  const at = (ago: number) => {
    present = new Date(Math.max(moment(real, ago).getTime(), present.getTime() + 1_000))
    if (present > real) present = real
  }
  const moved: Services = { ...services, now: () => present }
  const matters = matterHandlers(moved)
  const users = userHandlers(moved)
  const root = sampleCaller(services, administrator.id, administrator.login, '管理员', ['administrator'])

  const person = async (login: string, displayName: string, roles: readonly Role[]): Promise<Caller> => {
    const known = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('app_user')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('login_key', '=', login.normalize('NFKC').toLowerCase())
        .executeTakeFirst(),
    )
    const { id } =
      known ??
      (answerOf(
        await users.createUser({
          ...SAMPLE_CALL,
          params: undefined,
          caller: root,
          body: { login, displayName, roles: [...roles] },
        } as never),
      ) as { id: string })
    return sampleCaller(services, id, login, displayName, roles)
  }
  const cast = new Map<Who, Caller>()
  for (const [who, { login, name, roles }] of Object.entries(PEOPLE)) cast.set(who as Who, await person(login, name, roles))
  const debtors: Caller[] = []
  for (const sample of SAMPLE_CASES) debtors.push(await person(sample.debtor.login, `${sample.debtor.name}（示例）`, ['party']))

  const people = new Set([...cast.values(), ...debtors].map((one) => one.user.id))
  for (const [index, sample] of SAMPLE_CASES.entries()) {
    present = moment(real, sample.petition.ago + 1)
    cast.set('debtor', debtors[index]!)
    try {
      await work(sample)
    } catch (error) {
      if (error instanceof Stopped) return false
      if (!(error instanceof Refused)) throw error
      services.log.error({ err: error, sample: sample.number }, 'a sample case could not go on')
    }
  }
  for (const one of [...cast.values(), ...debtors.slice(0, -1)])
    await users.changeUser({ ...SAMPLE_CALL, caller: root, params: { id: one.user.id }, body: { disabled: true } } as never)
  return true

  /** The petition of a sample that an earlier attempt opened: by whom, against whom. */
  function petitionOf(sample: SampleCase, opener: Caller): Promise<{ id: string } | undefined> {
    return store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('matter as m')
        .innerJoin('matter_action as a', (join) => join.onRef('a.tenant_id', '=', 'm.tenant_id').onRef('a.matter_id', '=', 'm.id'))
        .select('m.id')
        .where('m.tenant_id', '=', tenantId)
        .where('m.procedure_id', '=', 'bankruptcy-petition')
        .where('a.seq', '=', 1)
        .where('a.user_id', '=', opener.user.id)
        .where(sql<boolean>`m.state #>> '{facts,debtorCode,value}' = ${sample.debtor.code}`)
        .executeTakeFirst(),
    )
  }

  /** What the people of the samples have done on a matter, in order. */
  function doneOn(id: string): Promise<readonly { id: string; action: string; at: Date }[]> {
    return store.inTenant(tenantId, async (tx) => {
      const rows = await tx
        .selectFrom('matter_action')
        .select(['id', 'action', 'at', 'user_id'])
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', id)
        .orderBy('seq')
        .execute()
      return rows.filter((r) => r.user_id !== null && people.has(r.user_id))
    })
  }

  async function work(sample: SampleCase): Promise<void> {
    const { petition } = sample
    at(petition.ago)
    const opener = cast.get(petition.by)!
    const known = await petitionOf(sample, opener)
    const id = known?.id ?? (await open(sample, opener))
    const staff: [string, string][] = [
      ['judge', PEOPLE.judge.login],
      ['clerk', PEOPLE.clerk.login],
      // Whoever looks at the product first can go on with the cases.
      ['judge', administrator.login],
      ['clerk', administrator.login],
      ...(petition.by === 'debtor' ? [] : ([['debtor', sample.debtor.login]] as [string, string][])),
    ]
    for (const [role, login] of staff) await assign(id, login, role)
    const year = dateInChina(moment(real, petition.steps.find((s) => s.action === 'accept')!.ago).toISOString()).slice(0, 4)
    await take(id, (await doneOn(id)).slice(1), petition.steps, { accept: { caseNumber: `（${year}）云99破${sample.number}号` } })

    const number = `（${year}）云99破${sample.number}号`
    // The acceptance announced the case; cut off in between, nobody has opened it yet.
    if (!(await caseOf(number))) await clockTick(moved, services.log)
    const found = (await caseOf(number))!
    await assign(found.id, PEOPLE.receiver.login, 'administrator')
    for (const who of ['bank', 'supplier', 'tax'] as const)
      if (sample.steps.some((s) => s.who === who) && who !== petition.by) await assign(found.id, PEOPLE[who].login, 'creditor')
    await take(found.id, await doneOn(found.id), sample.steps, {})
  }

  function caseOf(number: string): Promise<{ id: string } | undefined> {
    return store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('matter')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('procedure_id', '=', 'bankruptcy-case')
        .where('number', '=', number)
        .executeTakeFirst(),
    )
  }

  async function open(sample: SampleCase, opener: Caller): Promise<string> {
    const { petition } = sample
    const opened = answerOf(
      await matters.openMatter({
        ...SAMPLE_CALL,
        params: undefined,
        caller: opener,
        body: {
          procedure: 'bankruptcy-petition',
          action: 'file',
          as: petition.by === 'debtor' ? 'debtor' : 'creditor',
          values: {
            debtorName: sample.debtor.name,
            debtorCode: sample.debtor.code,
            receivedOn: dateInChina(present.toISOString()),
            ...petition.values,
          },
        },
      } as never),
    )
    return typeof opened.matter === 'string' ? opened.matter : opened.matter.summary.id
  }

  async function assign(id: string, login: string, role: string): Promise<void> {
    const held = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('matter_party as p')
        .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'p.tenant_id').onRef('u.id', '=', 'p.user_id'))
        .select('p.id')
        .where('p.tenant_id', '=', tenantId)
        .where('p.matter_id', '=', id)
        .where('p.role', '=', role)
        .where('u.login', '=', login)
        .executeTakeFirst(),
    )
    if (held) return
    await matters.addParty({
      ...SAMPLE_CALL,
      caller: root,
      params: { id },
      body: { login, role, from: dateInChina(present.toISOString()) },
    } as never)
  }

  /** Takes the steps that are not done yet, in order of time; on each new day, what has run out by then acts first. */
  async function take(
    id: string,
    done: readonly { readonly id: string; readonly at: Date }[],
    steps: readonly Step[],
    more: Readonly<Record<string, object>>,
  ): Promise<void> {
    let seq = 0
    const claims = new Map<string, string>()
    for (const [index, step] of steps.slice(0, done.length).entries()) if (step.as !== undefined) claims.set(step.as, done[index]!.id)
    const last = done.at(-1)?.at
    if (last && last > present) present = last
    const rest = steps.slice(done.length)
    // Nothing is left here: the clocks must not run ahead of a case that an earlier attempt left half way.
    if (rest.length === 0) return
    let day = ''
    for (const step of rest) {
      if (stopped()) throw new Stopped('the server stops')
      at(step.ago)
      const today = dateInChina(present.toISOString())
      if (today !== day) {
        await clockTick(moved, services.log)
        seq = await seqOf(id)
        day = today
      }
      const days = Object.entries(step.days ?? {}).map(([field, ago]) => [field, dateInChina(moment(real, ago).toISOString())])
      const taken = answerOf(
        await matters.takeAction({
          ...SAMPLE_CALL,
          caller: cast.get(step.who)!,
          params: { id },
          body: {
            action: step.action,
            expectedSeq: seq,
            values: {
              ...step.values,
              ...Object.fromEntries(days),
              ...more[step.action],
              ...(step.claimOf === undefined ? {} : { claim: claims.get(step.claimOf) }),
            },
          },
        } as never),
      )
      seq = taken.seq
      if (step.as !== undefined) claims.set(step.as, taken.id)
    }
    await clockTick(moved, services.log)
  }

  async function seqOf(id: string): Promise<number> {
    const row = await store.inTenant(tenantId, (tx) =>
      tx.selectFrom('matter').select('seq').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirstOrThrow(),
    )
    return row.seq
  }
}

/** The server stops: the rest is for its next start. */
class Stopped extends Error {}
