import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import { tell } from '../notices/tell.ts'
import type { Services } from '../services.ts'
import { listMemberships, postWords } from './directory.ts'
import { inSystem } from './scope.ts'

/** Whoever receives a delegation, whoever gave it, and whoever made it for them are told: when it is made, when it begins, when it is over or taken back. */

const LINK = '/organisation/command'

interface Row {
  readonly id: string
  readonly from_user: string
  readonly to_user: string
  readonly made_by: string
  readonly membership_id: string | null
  readonly from_day: string
  readonly until_day: string
  readonly reason: string
  readonly from_name: string
  readonly to_name: string
}

const rowsOf = (tx: InTenant, tenantId: string) =>
  tx
    .selectFrom('delegation as d')
    .innerJoin('app_user as f', (join) => join.onRef('f.tenant_id', '=', 'd.tenant_id').onRef('f.id', '=', 'd.from_user'))
    .innerJoin('app_user as t', (join) => join.onRef('t.tenant_id', '=', 'd.tenant_id').onRef('t.id', '=', 'd.to_user'))
    .select(['d.id', 'd.from_user', 'd.to_user', 'd.made_by', 'd.membership_id', 'd.from_day', 'd.until_day', 'd.reason'])
    .select(['f.display_name as from_name', 't.display_name as to_name'])
    .where('d.tenant_id', '=', tenantId)

type Turn = 'made' | 'begun' | 'over' | 'revoked'

async function say(tx: InTenant, tenantId: string, at: Date, turn: Turn, row: Row): Promise<void> {
  const [post] =
    row.membership_id === null
      ? []
      : await listMemberships(tx, tenantId, dateInChina(at.toISOString()), (where) => where('m.id', '=', row.membership_id!))
  const what = post ? { zh: `“${postWords(post)}”的职责`, en: `the post ${postWords(post)}` } : { zh: '全部职责', en: 'all posts' }
  const { from_name: from, to_name: to, from_day, until_day, reason } = row
  const time = from_day === until_day ? from_day : `${from_day} 至 ${until_day}`
  const words: Readonly<Record<Turn, { readonly received: [string, string]; readonly given: [string, string] }>> = {
    made: {
      received: [
        `${from}委托您代行${what.zh}，${time}，事由：${reason}`,
        `${from} delegates ${what.en} to you, ${from_day} to ${until_day}: ${reason}`,
      ],
      given: [`已委托${to}代行${from}${what.zh}，${time}`, `${to} acts for ${from} (${what.en}), ${from_day} to ${until_day}`],
    },
    begun: {
      received: [`今天起您代行${from}${what.zh}，至 ${until_day} 止`, `From today until ${until_day} you act for ${from} (${what.en})`],
      given: [
        `今天起由${to}代行${from}${what.zh}，至 ${until_day} 止`,
        `From today until ${until_day} ${to} acts for ${from} (${what.en})`,
      ],
    },
    over: {
      received: [`您代行${from}${what.zh}已于 ${until_day} 结束`, `You acted for ${from} (${what.en}) until ${until_day}; it is over`],
      given: [`${to}代行${from}${what.zh}已于 ${until_day} 结束`, `${to} acted for ${from} (${what.en}) until ${until_day}; it is over`],
    },
    revoked: {
      received: [`${from}${what.zh}的委托已经收回，您不再代行`, `The delegation of ${from} (${what.en}) was taken back`],
      given: [`对${to}的委托（${from}${what.zh}）已经收回`, `The delegation to ${to} (${from}, ${what.en}) was taken back`],
    },
  }
  const { received, given } = words[turn]
  const telling = (users: readonly string[], [zh, en]: [string, string]) => ({ users, event: 'delegation' as const, zh, en, link: LINK })
  const givers = [row.from_user, row.made_by].filter((user) => user !== row.to_user)
  await tell(tx, tenantId, at, [telling([row.to_user], received), telling(givers, given)])
}

/** Says that a delegation was made; that it begins today, in the same breath. */
export async function tellMade(tx: InTenant, tenantId: string, at: Date, id: string): Promise<void> {
  const row = await rowsOf(tx, tenantId).where('d.id', '=', id).executeTakeFirstOrThrow()
  await say(tx, tenantId, at, 'made', row)
  if (row.from_day > dateInChina(at.toISOString())) return
  await tx.updateTable('delegation').set({ begin_told: at }).where('tenant_id', '=', tenantId).where('id', '=', id).execute()
}

/** Says that a delegation was taken back: it needs no word when its last day has passed. */
export async function tellRevoked(tx: InTenant, tenantId: string, at: Date, id: string): Promise<void> {
  const row = await rowsOf(tx, tenantId).where('d.id', '=', id).where('d.end_told', 'is', null).executeTakeFirst()
  if (!row) return
  await say(tx, tenantId, at, 'revoked', row)
  await tx.updateTable('delegation').set({ begin_told: at, end_told: at }).where('tenant_id', '=', tenantId).where('id', '=', id).execute()
}

/** Says what began and what is over since the last look, each once, also after a stop of the server. */
export async function delegationTick(services: Pick<Services, 'store' | 'tenantId' | 'now'>): Promise<void> {
  const { tenantId, now } = services
  const at = now()
  const today = dateInChina(at.toISOString())
  await inSystem(services, async (tx) => {
    const begun = await rowsOf(tx, tenantId)
      .where('d.begin_told', 'is', null)
      .where('d.end_told', 'is', null)
      .where('d.from_day', '<=', today)
      .forUpdate('d')
      .skipLocked()
      .execute()
    for (const row of begun) {
      if (row.until_day >= today) await say(tx, tenantId, at, 'begun', row)
      await tx.updateTable('delegation').set({ begin_told: at }).where('tenant_id', '=', tenantId).where('id', '=', row.id).execute()
    }
    const over = await rowsOf(tx, tenantId)
      .where('d.end_told', 'is', null)
      .where('d.until_day', '<', today)
      .forUpdate('d')
      .skipLocked()
      .execute()
    for (const row of over) {
      await say(tx, tenantId, at, 'over', row)
      await tx.updateTable('delegation').set({ end_told: at }).where('tenant_id', '=', tenantId).where('id', '=', row.id).execute()
    }
  })
}
