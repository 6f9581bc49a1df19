import { sql } from 'kysely'
import type { Logger } from 'pino'
import { NOTICE_EVENTS, type NoticeEvent } from '../contract/channels.ts'
import type { InTenant } from '../database/store.ts'
import { type ChannelServices, type OpenChannel, openChannel, sendBy } from './channel.ts'
import { fanOut } from './fan-out.ts'
import { sendLetters } from './letters.ts'
import type { Letter, Outcome } from './outcome.ts'
import { waitMinutes } from './when.ts'

/**
 * Sends what is due. A copy is claimed in a transaction of its own before it is sent, and what became of it is written after: a copy whose server ended in between
 * is of unknown outcome and waits for a person. So nothing is sent twice by itself, and nothing is lost: the notice in the product is there anyway.
 */

const ATTEMPTS = 12
/** Longer than any try takes. */
const CLAIM_MINUTES = 10
const MOST = 200
/** Robots take 20 messages a minute. */
const ROBOT_A_MINUTE = 18
const LINES = 50

/** Makes copies of new notices and sends what is due. */
export async function channelTick(services: ChannelServices, log: Logger): Promise<void> {
  await sendLetters(services, log)
  while ((await fanOut(services)) > 0);
  await giveUpLostClaims(services)
  const down = new Set<string>()
  for (let i = 0; i < MOST; i++) {
    const claimed = await claim(services, [...down])
    if (claimed === null) return
    const { letter, channel, channelId, attempts } = claimed
    const outcome: Outcome =
      channel.mail !== null && letter.to === null
        ? { ok: false, kind: 'never', error: 'no address' }
        : await sendBy(services, channel, letter, services.now()).catch(
            (error: unknown): Outcome => ({ ok: false, kind: 'unknown', error: String(error).slice(0, 300) }),
          )
    if (!outcome.ok) {
      log.warn({ delivery: letter.id, kind: outcome.kind, error: outcome.error }, 'a notice was not delivered')
      // The others would fail as well: they wait for the next look.
      if (outcome.kind === 'again') down.add(channelId)
    }
    await settle(services, letter.id, attempts, outcome)
  }
}

interface Claimed {
  readonly letter: Letter
  readonly channel: OpenChannel
  readonly channelId: string
  readonly attempts: number
}

/** Takes one copy that is due: it is this server's to send from now on. */
async function claim(services: ChannelServices, down: readonly string[]): Promise<Claimed | null> {
  const { store, tenantId, now } = services
  const at = now()
  return store.inTenant(tenantId, async (tx) => {
    const minuteAgo = new Date(at.getTime() - 60_000)
    const row = await tx
      .selectFrom('delivery as d')
      .innerJoin('channel as c', (join) => join.onRef('c.tenant_id', '=', 'd.tenant_id').onRef('c.id', '=', 'd.channel_id'))
      .select(['d.id', 'd.channel_id', 'd.user_id', 'd.attempts', 'c.kind', 'c.settings', 'c.secret'])
      .where('d.tenant_id', '=', tenantId)
      .where('d.state', '=', 'waiting')
      .where('d.due_at', '<=', at)
      .where('c.enabled', '=', true)
      .where(sql<boolean>`not d.channel_id = any(${[...down]}::uuid[])`)
      .where(
        sql<boolean>`(c.kind = 'mail' or (select count(*) from delivery s where s.tenant_id = ${tenantId} and s.channel_id = d.channel_id and s.done_at > ${minuteAgo} and s.state = 'sent') < ${ROBOT_A_MINUTE})`,
      )
      .orderBy('d.due_at')
      .orderBy('d.id')
      .limit(1)
      .forUpdate('d')
      .skipLocked()
      .executeTakeFirst()
    if (!row) return null
    const attempts = row.attempts + 1
    await tx
      .updateTable('delivery')
      .set({ state: 'sending', claimed_at: at, attempts })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .execute()
    const letter = await letterOf(tx, services, row.id, row.user_id, row.kind === 'mail')
    await tx
      .updateTable('delivery')
      .set({ subject: letter.subject, body: letter.lines.join('\n') })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .execute()
    return { letter, channel: openChannel(services, row), channelId: row.channel_id, attempts }
  })
}

/** What a copy says: one notice as it is, several as a list. A group is told how many of what, never the words, which may name people. */
async function letterOf(tx: InTenant, services: ChannelServices, id: string, userId: string | null, personal: boolean): Promise<Letter> {
  const { tenantId, config } = services
  const notices = await tx
    .selectFrom('delivery_notice as d')
    .innerJoin('notice as n', (join) => join.onRef('n.tenant_id', '=', 'd.tenant_id').onRef('n.id', '=', 'd.notice_id'))
    .select(['n.id', 'n.zh', 'n.event', 'n.link', 'n.matter_id'])
    .where('d.tenant_id', '=', tenantId)
    .where('d.delivery_id', '=', id)
    .orderBy('n.id')
    .execute()
  const to = userId === null ? null : await addressOf(tx, tenantId, userId)
  const base = config.publicUrl[0] ?? null
  const only = notices.length === 1 ? notices[0]! : null
  const page = only ? (only.link ?? (only.matter_id === null ? '/notices' : `/matters/${only.matter_id}`)) : '/notices'
  const link = base === null ? null : `${base}${personal ? page : '/notices'}`
  if (!personal) {
    const counts = new Map<string, number>()
    // Many people got the same one: a group hears of it once.
    for (const n of new Map(notices.map((one) => [`${one.event} ${one.zh}`, one])).values())
      counts.set(n.event, (counts.get(n.event) ?? 0) + 1)
    return { id, to, subject: `${config.bodyName}：有新通知`, lines: [...counts].map(([event, n]) => `${eventZh(event)} ${n} 条`), link }
  }
  if (only) return { id, to, subject: only.zh.slice(0, 80), lines: [only.zh, '', closing(base)], link }
  const shown = notices.slice(0, LINES).map((n, i) => `${i + 1}. ${n.zh}`)
  if (notices.length > LINES) shown.push(`……另有 ${notices.length - LINES} 条，请登录查看。`)
  return { id, to, subject: `${config.bodyName}：${notices.length} 条新通知`, lines: [...shown, '', closing(base)], link }
}

/** Where somebody wants notices: the address that they named for that, else the one of their account. */
export async function addressOf(tx: InTenant, tenantId: string, userId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('app_user as u')
    .leftJoin('notice_preference as p', (join) => join.onRef('p.tenant_id', '=', 'u.tenant_id').onRef('p.user_id', '=', 'u.id'))
    .select((of) => of.fn.coalesce('p.email', 'u.email').as('email'))
    .where('u.tenant_id', '=', tenantId)
    .where('u.id', '=', userId)
    .executeTakeFirst()
  return row?.email ?? null
}

const closing = (base: string | null) => (base === null ? '请登录营商查看。' : '请登录营商查看：')
const eventZh = (event: string) => NOTICE_EVENTS[event as NoticeEvent]?.zh ?? event

async function settle({ store, tenantId, now }: ChannelServices, id: string, attempts: number, outcome: Outcome): Promise<void> {
  const at = now()
  const set = outcome.ok
    ? { state: 'sent', done_at: at, last_error: null }
    : outcome.kind === 'again' && attempts < ATTEMPTS
      ? { state: 'waiting', due_at: new Date(at.getTime() + waitMinutes(attempts) * 60_000), last_error: outcome.error }
      : { state: outcome.kind === 'unknown' ? 'unknown' : 'failed', last_error: outcome.error }
  await store.inTenant(tenantId, (tx) =>
    tx.updateTable('delivery').set(set).where('tenant_id', '=', tenantId).where('id', '=', id).where('state', '=', 'sending').execute(),
  )
}

/** Copies whose server ended while it sent them: whether they arrived is not known. */
async function giveUpLostClaims({ store, tenantId, now }: ChannelServices): Promise<void> {
  const before = new Date(now().getTime() - CLAIM_MINUTES * 60_000)
  await store.inTenant(tenantId, (tx) =>
    tx
      .updateTable('delivery')
      .set({ state: 'unknown', last_error: 'the server ended while it sent this' })
      .where('tenant_id', '=', tenantId)
      .where('state', '=', 'sending')
      .where('claimed_at', '<', before)
      .execute(),
  )
}

const EVERY_MS = 2_000

/** Runs until stopped; `stop` waits for the try that is under way. */
export function startChannels(services: ChannelServices, log: Logger): { stop(): Promise<void> } {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  const again = () => {
    if (stopped) return
    timer = setTimeout(() => {
      running = channelTick(services, log)
        .catch((error: unknown) => log.error({ err: error }, 'notices could not be sent'))
        .finally(again)
    }, EVERY_MS)
    timer.unref()
  }
  again()
  return {
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
