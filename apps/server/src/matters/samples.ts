import { dateInChina } from '@yingshang/time'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../accounts/sessions.ts'
import { userHandlers } from '../accounts/users.ts'
import { permissionsOf } from '../authorise.ts'
import type { Role } from '../contract/session.ts'
import { Status } from '../http/endpoint.ts'
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
  const day = new Date(`${dateInChina(now.toISOString())}T02:00:00Z`)
  day.setUTCDate(day.getUTCDate() - ago)
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1)
  return day
}

/** Loads the sample cases into an empty body. Gives how many; 0 when there are matters already. */
export async function loadSampleCases(services: Services, administrator: Administrator): Promise<number> {
  const { store, tenantId } = services
  const used = await store.inTenant(tenantId, (tx) =>
    tx.selectFrom('matter').select('id').where('tenant_id', '=', tenantId).limit(1).execute(),
  )
  if (used.length > 0) return 0
  const real = services.now()
  let present = moment(real, 400)
  // Two things at one moment follow each other by a second; nothing lies after today.
  const at = (ago: number) => {
    present = new Date(Math.max(moment(real, ago).getTime(), present.getTime() + 1_000))
    if (present > real) present = real
  }
  const moved: Services = { ...services, now: () => present }
  const matters = matterHandlers(moved)
  const users = userHandlers(moved)
  const caller = (id: string, login: string, displayName: string, roles: readonly Role[]): Caller => ({
    tenant: { id: tenantId, name: services.config.bodyName },
    user: { id, login, displayName, roles },
    permissions: permissionsOf(roles),
    mustChangePassword: false,
    session: { id: '', csrfToken: '', expiresAt: present },
  })
  const root = caller(administrator.id, administrator.login, '管理员', ['administrator'])
  const call = {
    requestId: 'samples',
    address: '',
    request: { headers: {} } as FastifyRequest,
    reply: undefined as never,
    query: undefined,
  }

  const person = async (login: string, displayName: string, roles: readonly Role[]): Promise<Caller> => {
    const made = value(
      await users.createUser({ ...call, params: undefined, caller: root, body: { login, displayName, roles: [...roles] } } as never),
    ) as { id: string }
    return caller(made.id, login, displayName, roles)
  }
  const cast = new Map<Who, Caller>()
  for (const [who, { login, name, roles }] of Object.entries(PEOPLE)) cast.set(who as Who, await person(login, name, roles))
  const debtors: Caller[] = []
  for (const sample of SAMPLE_CASES) debtors.push(await person(sample.debtor.login, `${sample.debtor.name}（示例）`, ['party']))

  for (const [index, sample] of SAMPLE_CASES.entries()) {
    present = moment(real, sample.petition.ago + 1)
    cast.set('debtor', debtors[index]!)
    await work(sample)
  }
  for (const one of [...cast.values(), ...debtors.slice(0, -1)])
    await users.changeUser({ ...call, caller: root, params: { id: one.user.id }, body: { disabled: true } } as never)
  return SAMPLE_CASES.length

  async function work(sample: SampleCase): Promise<void> {
    const { petition } = sample
    at(petition.ago)
    const opener = cast.get(petition.by)!
    const opened = value(
      await matters.openMatter({
        ...call,
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
    const id = typeof opened.matter === 'string' ? opened.matter : opened.matter.summary.id
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
    await take(id, opened.seq, petition.steps, { accept: { caseNumber: `（${year}）云99破${sample.number}号` } })

    const found = await store.inTenant(tenantId, (tx) =>
      tx
        .selectFrom('matter')
        .select(['id', 'seq'])
        .where('tenant_id', '=', tenantId)
        .where('procedure_id', '=', 'bankruptcy-case')
        .where('number', '=', `（${year}）云99破${sample.number}号`)
        .executeTakeFirstOrThrow(),
    )
    await assign(found.id, PEOPLE.receiver.login, 'administrator')
    for (const who of ['bank', 'supplier', 'tax'] as const)
      if (sample.steps.some((s) => s.who === who) && who !== petition.by) await assign(found.id, PEOPLE[who].login, 'creditor')
    await take(found.id, found.seq, sample.steps, {})
  }

  function assign(id: string, login: string, role: string): Promise<unknown> {
    return matters.addParty({
      ...call,
      caller: root,
      params: { id },
      body: { login, role, from: dateInChina(present.toISOString()) },
    } as never)
  }

  /** Takes the steps in order of time; on each new day, what has run out by then acts first. */
  async function take(id: string, from: number, steps: readonly Step[], more: Readonly<Record<string, object>>): Promise<void> {
    let seq = from
    const claims = new Map<string, string>()
    let day = ''
    for (const step of steps) {
      at(step.ago)
      const today = dateInChina(present.toISOString())
      if (today !== day) {
        await clockTick(moved, services.log)
        seq = await seqOf(id)
        day = today
      }
      const days = Object.entries(step.days ?? {}).map(([field, ago]) => [field, dateInChina(moment(real, ago).toISOString())])
      const taken = value(
        await matters.takeAction({
          ...call,
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

const value = <T>(answer: T | Status<T>): T => (answer instanceof Status ? answer.value : answer)
