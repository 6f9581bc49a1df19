import { complaintOption } from '@yingshang/campaign'
import { definitionInForce, type Values } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { Logger } from 'pino'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { Refused } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { proposeMeasure } from '../ledger/propose.ts'
import type { Services } from '../services.ts'
import { openMatter } from './act.ts'
import { tellHolders } from './holders.ts'
import { loadMatter } from './store.ts'

/**
 * What actions announced to the world outside of their matter. A row is marked in the transaction that does its work, so that it happens once; what is refused is
 * settled with its reasons and handed to people; what fails stays open and is tried again at the next look.
 */

const ATTEMPTS = 20
/** Rows that one look takes at most; the rest follows at the next. */
const MOST = 1_000
const NOTICES = 100

/** Roles that come along when one matter opens another. */
const CARRIED = ['judge', 'clerk', 'debtor', 'creditor']

interface Row {
  readonly id: string
  readonly topic: string
  readonly body: unknown
  readonly attempts: number
}
interface NoticeBody {
  readonly matter: string
  readonly to: readonly string[]
  readonly text: { readonly zh: string; readonly en: string }
}
interface CallBody {
  readonly matter: string
  readonly connector: string
  readonly operation: string
  readonly with: Values
}

/** Delivers what the outbox holds, oldest first. */
export async function deliver(services: Services, log: Logger): Promise<void> {
  const { store, tenantId, now } = services
  let after = '00000000-0000-0000-0000-000000000000'
  let sealing = false
  for (let i = 0; i < MOST; i++) {
    let row: Row | undefined
    try {
      const done = await store.inTenant(tenantId, async (tx) => {
        row = await tx
          .selectFrom('outbox')
          .select(['id', 'topic', 'body', 'attempts'])
          .where('tenant_id', '=', tenantId)
          .where('id', '>', after)
          .where('topic', 'in', ['notice', 'call'])
          .where('done_at', 'is', null)
          .where('attempts', '<', ATTEMPTS)
          .orderBy('id')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .executeTakeFirst()
        if (!row) return null
        if (row.topic === 'notice') return notify(services, tx, row)
        const settled = await call(services, tx, row)
        if (settled) await settle(tx, tenantId, row, { done_at: now(), last_error: null })
        return settled
      })
      if (done === null) break
      if (done && row?.topic === 'call') sealing = true
    } catch (error) {
      if (!row) throw error
      const failed = row
      if (error instanceof Refused) await store.inTenant(tenantId, (tx) => handOver(services, tx, failed, error))
      else {
        log.error({ err: error, outbox: failed.id }, 'what an action announced could not be delivered')
        await store.inTenant(tenantId, (tx) => settle(tx, tenantId, failed, { last_error: String(error).slice(0, 1_000) }))
      }
    }
    if (row) after = row.id
    if (i === MOST - 1) log.warn('the outbox is long; the rest follows at the next look')
  }
  if (sealing) services.sealer.nudge()
}

function settle(tx: InTenant, tenantId: string, row: Row, set: { done_at?: Date; last_error: string | null }): Promise<unknown> {
  return tx
    .updateTable('outbox')
    .set({ ...set, attempts: row.attempts + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.id)
    .where('done_at', 'is', null)
    .execute()
}

/** Tells whoever holds these roles on a matter: by name, for a body, as the office of the campaign. */
const tell = (
  { tenantId, now }: Services,
  tx: InTenant,
  matterId: string,
  roles: readonly string[],
  zh: string,
  en: string,
  link?: string,
): Promise<void> => tellHolders(tx, tenantId, now(), { matterId, roles, zh, en, ...(link === undefined ? {} : { link }) })

/** Notices are many and cheap: a whole row of them in one transaction. */
async function notify(services: Services, tx: InTenant, first: Row): Promise<boolean> {
  const { tenantId, now } = services
  const rows = await tx
    .selectFrom('outbox')
    .select(['id', 'body'])
    .where('tenant_id', '=', tenantId)
    .where('topic', '=', 'notice')
    .where('id', '>=', first.id)
    .where('done_at', 'is', null)
    .where('attempts', '<', ATTEMPTS)
    .orderBy('id')
    .limit(NOTICES)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const row of rows) {
    const { matter, to, text } = row.body as unknown as NoticeBody
    await tell(services, tx, matter, to, text.zh, text.en)
  }
  await tx
    .updateTable('outbox')
    .set((of) => ({ done_at: now(), last_error: null, attempts: of('attempts', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  return true
}

/** A call of a connector. The one that this server has itself opens another matter; others stay open until there is one for them. */
async function call(services: Services, tx: InTenant, row: Row): Promise<boolean> {
  const body = row.body as CallBody
  if (body.connector === 'matters' && body.operation === 'open') {
    await openFrom(services, tx, body)
    return true
  }
  if (body.connector === 'ledger' && body.operation === 'propose-measure') {
    await proposeFrom(services, tx, body)
    return true
  }
  // Not an attempt: nothing was tried.
  await tx
    .updateTable('outbox')
    .set({ last_error: `no connector ${body.connector}/${body.operation}` })
    .where('tenant_id', '=', services.tenantId)
    .where('id', '=', row.id)
    .execute()
  return false
}

/** Opens the named procedure as the system, with the people of the matter that asked for it. */
async function openFrom(services: Services, tx: InTenant, body: CallBody): Promise<void> {
  const { tenantId, law, now, config } = services
  const today = dateInChina(now().toISOString())
  const { procedure, ...values } = body.with
  const definition = typeof procedure === 'string' ? definitionInForce(law.setting, procedure, today) : undefined
  const opening = definition?.actions.find((action) => action.opens && action.by.includes('clock'))
  if (!definition || !opening) throw new Error(`no procedure ${String(procedure)} that the system may open`)
  const { matter } = await openMatter(tx, law, services, definition.id, {
    tenantId,
    court: config.bodyName,
    userId: null,
    actor: { id: 'system', roles: ['clock'] },
    action: opening.id,
    values,
  })
  const roles = definition.roles.map((role) => role.id).filter((role) => CARRIED.includes(role))
  const parties = await tx
    .selectFrom('matter_party')
    .select(['user_id', 'role', 'until_day', 'on_behalf_of'])
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', body.matter)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
    .where('role', 'in', roles)
    .orderBy('id')
    .execute()
  if (parties.length > 0)
    await tx
      .insertInto('matter_party')
      .values(
        parties.map((party) => ({ tenant_id: tenantId, id: newId(), matter_id: matter.id, ...party, from_day: today, ended_at: null })),
      )
      .execute()
  await record(tx, {
    tenantId,
    userId: null,
    at: now(),
    kind: 'matter.opened',
    subject: { type: 'matter', id: matter.id },
    detail: { procedure: definition.id, title: matter.title, from: body.matter },
  })
  await tell(services, tx, matter.id, ['judge', 'clerk'], `${matter.title}已立案`, `${matter.titleEn} was opened`)
}

/** A root cause becomes an entry of the ledger; the office is told where it stands. */
async function proposeFrom(services: Services, tx: InTenant, body: CallBody): Promise<void> {
  const matter = await loadMatter(tx, services.tenantId, body.matter)
  const cause = complaintOption('cause', String(body.with.cause ?? '')).zh
  const entry = await proposeMeasure(tx, services, { title: String(body.with.title), cause, from: matter?.title ?? '' })
  await tell(
    services,
    tx,
    body.matter,
    ['supervisor'],
    `“${String(body.with.title)}”已列入台账，请落实责任单位和时限`,
    `“${String(body.with.title)}” stands in the ledger; give it its bodies and dates`,
    `/ledger/entries/${entry}`,
  )
}

/** What the engine refused will be refused again: the court is told why and does it by hand. */
async function handOver(services: Services, tx: InTenant, row: Row, refusal: Refused): Promise<void> {
  const { tenantId, now } = services
  const { matter: id } = row.body as CallBody
  const matter = await loadMatter(tx, tenantId, id)
  const { code, detail, detailEn } = refusal.problem
  await tell(
    services,
    tx,
    id,
    ['judge', 'clerk', 'supervisor'],
    `${matter?.title ?? ''}：${(row.body as CallBody).connector === 'ledger' ? '未能列入台账' : '未能自动立案，请人工立案'}。原因：${detail}`,
    `${matter?.titleEn ?? ''}: ${(row.body as CallBody).connector === 'ledger' ? 'the ledger did not take the measure' : 'the next matter could not be opened by itself, open it by hand'}. ${detailEn}`,
  )
  await settle(tx, tenantId, row, { done_at: now(), last_error: `${code}: ${detailEn}`.slice(0, 1_000) })
}
