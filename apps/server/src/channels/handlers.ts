import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { CHANNEL_ENDPOINTS, Channel, ChannelChange, NoticePreference, NoticeRule } from '../contract/channels.ts'
import type { InTenant } from '../database/store.ts'
import type { ChannelTables } from '../database/tables-channels.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { type ChannelSecret, openChannel, sendBy } from './channel.ts'
import { type AllowedHost, isAllowed, isClosedLiteral } from './reach.ts'
import { addressOf } from './sender.ts'

/** Channels, rules, what became of copies, and how somebody wants to be told. */

const NONE: NoticePreference = { email: null, quiet: null, digest: null, muted: [] }

/** What a channel must have; refuses with the field to blame. A name that points into the network is found out when it is connected to. */
function checked(
  body: ChannelChange,
  kept: ChannelSecret,
  hosts: readonly AllowedHost[],
  day: string,
): { settings: object; secret: ChannelSecret } {
  const wrong = (path: string, zh: string, en: string) => refuse('channel.invalid', { zh, en }, { errors: [{ path, zh, en }] })
  if (body.kind === 'mail') {
    if (!body.mail) throw wrong('mail', '请填写邮件服务器', 'Name the mail server')
    const password = body.password ?? kept.password
    if (body.mail.user !== '' && !password) throw wrong('password', '请填写邮箱账号的密码', 'The account needs its password')
    return { settings: body.mail, secret: password ? { password } : {} }
  }
  const url = body.url ?? kept.url
  if (!url) throw wrong('url', '请填写地址', 'Name the address')
  const parsed = new URL(url)
  const { protocol, host } = parsed
  const allowed = isAllowed(parsed, hosts, day)
  if (protocol !== 'https:' && !(protocol === 'http:' && allowed))
    throw wrong('url', '地址须以 https:// 开头', 'The address must begin with https://')
  if (!allowed && isClosedLiteral(parsed))
    throw wrong(
      'url',
      '不能发往本机或者内部网络；确需发往内部系统的，请运维人员在 WEBHOOK_HOSTS 中列明',
      'Not to this machine or the network behind it; the operator may name the host in WEBHOOK_HOSTS',
    )
  const signingKey = body.signingKey ?? kept.signingKey
  return { settings: { host }, secret: { url, ...(signingKey ? { signingKey } : {}) } }
}

async function channelsIn(tx: InTenant, tenantId: string, only?: string): Promise<Channel[]> {
  let query = tx
    .selectFrom('channel as c')
    .select(['c.id', 'c.kind', 'c.name', 'c.enabled', 'c.settings', 'c.changed_at'])
    .select([
      sql<boolean>`c.secret is not null`.as('has_secret'),
      sql<number>`(select count(*)::int from delivery d where d.tenant_id = c.tenant_id and d.channel_id = c.id and d.state = 'waiting')`.as(
        'waiting',
      ),
      sql<number>`(select count(*)::int from delivery d where d.tenant_id = c.tenant_id and d.channel_id = c.id and d.state in ('failed', 'unknown'))`.as(
        'failed',
      ),
    ])
    .where('c.tenant_id', '=', tenantId)
  if (only !== undefined) query = query.where('c.id', '=', only)
  const rows = await query.orderBy('c.name').execute()
  return rows.map((r) => ({
    id: r.id,
    kind: r.kind as Channel['kind'],
    name: r.name,
    enabled: r.enabled,
    mail: r.kind === 'mail' ? (r.settings as unknown as Channel['mail']) : null,
    host: r.kind === 'mail' ? null : String((r.settings as { host?: string }).host ?? ''),
    hasSecret: r.has_secret,
    waiting: r.waiting,
    failed: r.failed,
    changedAt: r.changed_at.toISOString(),
  }))
}

const isTaken = (error: unknown) => (error as { code?: string }).code === '23505'

export function channelHandlers(services: Services): Pick<Handlers, keyof typeof CHANNEL_ENDPOINTS> {
  const { store, now, secrets, config } = services
  const today = () => dateInChina(now().toISOString())

  async function found(tx: InTenant, tenantId: string, id: string) {
    const row = await tx.selectFrom('channel').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()
    if (!row) throw refuse('channel.not-found')
    return row
  }

  return {
    async listChannels({ caller }) {
      return { items: await store.inTenant(caller.tenant.id, (tx) => channelsIn(tx, caller.tenant.id)) }
    },

    async addChannel({ caller, body, requestId }) {
      const tenantId = caller.tenant.id
      const { settings, secret } = checked(body, {}, config.webhookHosts, today())
      const id = newId()
      try {
        return await store.inTenant(tenantId, async (tx) => {
          await tx
            .insertInto('channel')
            .values({
              tenant_id: tenantId,
              id,
              kind: body.kind,
              name: body.name,
              enabled: body.enabled,
              settings: JSON.stringify(settings),
              secret: secrets.seal(JSON.stringify(secret)),
              changed_by: caller.user.id,
              changed_at: now(),
            })
            .execute()
          await recordChange(tx, caller, 'channel.added', id, body.name, requestId)
          return new Status(201, (await channelsIn(tx, tenantId, id))[0]!)
        })
      } catch (error) {
        throw isTaken(error) ? refuse('channel.name-taken') : error
      }
    },

    async changeChannel({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      try {
        return await store.inTenant(tenantId, async (tx) => {
          const row = await found(tx, tenantId, params.id)
          if (row.kind !== body.kind)
            throw refuse('channel.invalid', { zh: '渠道的类型不能更改，请另建一个', en: 'The kind of a channel stays; make another one' })
          const { settings, secret } = checked(body, openChannel(services, row).secret ?? {}, config.webhookHosts, today())
          await tx
            .updateTable('channel')
            .set({
              name: body.name,
              enabled: body.enabled,
              settings: JSON.stringify(settings),
              secret: secrets.seal(JSON.stringify(secret)),
              changed_by: caller.user.id,
              changed_at: now(),
            })
            .where('tenant_id', '=', tenantId)
            .where('id', '=', params.id)
            .execute()
          await recordChange(tx, caller, 'channel.changed', params.id, body.name, requestId)
          return (await channelsIn(tx, tenantId, params.id))[0]!
        })
      } catch (error) {
        throw isTaken(error) ? refuse('channel.name-taken') : error
      }
    },

    async testChannel({ caller, params }) {
      const tenantId = caller.tenant.id
      const { channel, to } = await store.inTenant(tenantId, async (tx) => ({
        channel: openChannel(services, await found(tx, tenantId, params.id)),
        to: await addressOf(tx, tenantId, caller.user.id),
      }))
      if (channel.mail !== null && to === null)
        throw refuse('channel.invalid', {
          zh: '试发到您自己的邮箱：请先在“我的账号”填写邮箱地址',
          en: 'The test goes to your own address: fill it in on your account page first',
        })
      const at = now()
      const outcome = await sendBy(
        services,
        channel,
        {
          id: newId(),
          to: channel.mail === null ? null : to,
          subject: '营商通知渠道试发',
          lines: ['收到这条消息，说明通知渠道可用。'],
          link: null,
        },
        at,
      )
      return outcome.ok ? { ok: true, error: null } : { ok: false, error: outcome.error }
    },

    async getNoticeRules({ caller }) {
      return { items: await store.inTenant(caller.tenant.id, (tx) => rulesIn(tx, caller.tenant.id)) }
    },

    async setNoticeRules({ caller, body, requestId }) {
      const tenantId = caller.tenant.id
      const keys = new Set(body.items.map((r) => `${r.channelId} ${r.role} ${r.event}`))
      if (keys.size < body.items.length)
        throw refuse('channel.invalid', { zh: '同一渠道、身份和事件只能有一条规则', en: 'One rule for each channel, role and event' })
      return store.inTenant(tenantId, async (tx) => {
        const known = new Set((await channelsIn(tx, tenantId)).map((c) => c.id))
        if (body.items.some((r) => !known.has(r.channelId))) throw refuse('channel.not-found')
        await tx.deleteFrom('notice_rule').where('tenant_id', '=', tenantId).execute()
        if (body.items.length > 0)
          await tx
            .insertInto('notice_rule')
            .values(
              body.items.map((r) => ({
                tenant_id: tenantId,
                id: newId(),
                channel_id: r.channelId,
                role: r.role,
                event: r.event,
                mode: r.mode,
              })),
            )
            .execute()
        await recordChange(tx, caller, 'channel.rules', null, `${body.items.length}`, requestId)
        return { items: await rulesIn(tx, tenantId) }
      })
    },

    async listDeliveries({ caller, query }) {
      const tenantId = caller.tenant.id
      const after = keyset(query.after)
      return store.inTenant(tenantId, async (tx) => {
        let rows = tx
          .selectFrom('delivery as d')
          .innerJoin('channel as c', (join) => join.onRef('c.tenant_id', '=', 'd.tenant_id').onRef('c.id', '=', 'd.channel_id'))
          .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'd.tenant_id').onRef('u.id', '=', 'd.user_id'))
          .select([
            'd.id',
            'd.channel_id',
            'c.name',
            'c.kind',
            'u.display_name',
            'd.subject',
            'd.state',
            'd.due_at',
            'd.attempts',
            'd.last_error',
            'd.done_at',
          ])
          .select(
            sql<number>`(select count(*)::int from delivery_notice n where n.tenant_id = d.tenant_id and n.delivery_id = d.id)`.as(
              'notices',
            ),
          )
          .where('d.tenant_id', '=', tenantId)
        if (query.state) rows = rows.where('d.state', '=', query.state)
        if (query.channel) rows = rows.where('d.channel_id', '=', query.channel)
        if (after !== null) rows = rows.where('d.id', '<', after)
        const found = await rows
          .orderBy('d.id', 'desc')
          .limit(query.limit + 1)
          .execute()
        const shown = found.slice(0, query.limit)
        return {
          items: shown.map((r) => ({
            id: r.id,
            channel: { id: r.channel_id, name: r.name, kind: r.kind as Channel['kind'] },
            receiver: r.display_name,
            notices: r.notices,
            subject: r.subject ?? '',
            state: r.state as 'waiting',
            dueAt: r.due_at.toISOString(),
            attempts: r.attempts,
            lastError: r.last_error,
            doneAt: r.done_at?.toISOString() ?? null,
          })),
          next: found.length > query.limit ? shown.at(-1)!.id : null,
        }
      })
    },

    async decideDelivery({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      const at = now()
      const set = {
        again: { state: 'waiting', due_at: at, attempts: 0 },
        arrived: { state: 'sent', done_at: at },
        drop: { state: 'dropped', done_at: at },
      }[body.decision]
      await store.inTenant(tenantId, async (tx) => {
        const changed = await tx
          .updateTable('delivery')
          .set(set)
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .where('state', 'in', ['failed', 'unknown'])
          .returning('id')
          .executeTakeFirst()
        if (!changed) throw refuse('delivery.not-open')
        await recordChange(tx, caller, 'channel.decided', params.id, body.decision, requestId)
      })
    },

    async getNoticePreference({ caller }) {
      return store.inTenant(caller.tenant.id, (tx) => preferenceOf(tx, caller.tenant.id, caller.user.id))
    },

    async setNoticePreference({ caller, body }) {
      const tenantId = caller.tenant.id
      const row = {
        email: body.email,
        quiet_from: body.quiet?.from ?? null,
        quiet_until: body.quiet?.until ?? null,
        digest: body.digest,
        muted: [...new Set(body.muted)],
        changed_at: now(),
      }
      return store.inTenant(tenantId, async (tx) => {
        await tx
          .insertInto('notice_preference')
          .values({ tenant_id: tenantId, user_id: caller.user.id, ...row })
          .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet(row))
          .execute()
        return preferenceOf(tx, tenantId, caller.user.id)
      })
    },
  }

  async function recordChange(
    tx: InTenant,
    caller: { readonly tenant: { readonly id: string }; readonly user: { readonly id: string } },
    kind: 'channel.added' | 'channel.changed' | 'channel.rules' | 'channel.decided',
    id: string | null,
    what: string,
    requestId: string,
  ): Promise<void> {
    await record(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind,
      ...(id === null ? {} : { subject: { type: 'channel', id } }),
      detail: { what },
      requestId,
    })
  }
}

async function rulesIn(tx: InTenant, tenantId: string): Promise<NoticeRule[]> {
  const rows = await tx
    .selectFrom('notice_rule')
    .select(['channel_id', 'role', 'event', 'mode'])
    .where('tenant_id', '=', tenantId)
    .orderBy('channel_id')
    .orderBy('role')
    .orderBy('event')
    .execute()
  return rows.map((r) => ({
    channelId: r.channel_id,
    role: r.role as NoticeRule['role'],
    event: r.event as NoticeRule['event'],
    mode: r.mode as NoticeRule['mode'],
  }))
}

/** How somebody wants to be told; what nobody said is as the office has it. */
export async function preferenceOf(tx: InTenant, tenantId: string, userId: string): Promise<NoticePreference> {
  const row: ChannelTables['notice_preference'] | undefined = await tx
    .selectFrom('notice_preference')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) return NONE
  return {
    email: row.email,
    quiet:
      row.quiet_from === null || row.quiet_until === null ? null : { from: row.quiet_from.slice(0, 5), until: row.quiet_until.slice(0, 5) },
    digest: row.digest as NoticePreference['digest'],
    muted: row.muted as NoticePreference['muted'],
  }
}
