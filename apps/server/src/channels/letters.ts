import type { Logger } from 'pino'
import { type ChannelServices, openChannel } from './channel.ts'
import { sendMail } from './mail.ts'

/**
 * Single letters that the server writes to one address: a code to sign in with. They wait in the outbox (topic `mail`) and leave by the first mail channel that is on.
 * Taken before it is sent, a letter goes at most once; what it said is not kept.
 */

interface LetterBody {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** After this it is of no use. */
  readonly expiresAt?: string
}

const MOST = 100

export async function sendLetters(services: ChannelServices, log: Logger): Promise<void> {
  const { store, tenantId, now } = services
  const mail = await store.inTenant(tenantId, (tx) =>
    tx
      .selectFrom('channel')
      .select(['kind', 'settings', 'secret'])
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', 'mail')
      .where('enabled', '=', true)
      .orderBy('name')
      .limit(1)
      .executeTakeFirst(),
  )
  if (!mail) return
  const channel = openChannel(services, mail)
  if (channel.mail === null || channel.secret === null) return
  for (let i = 0; i < MOST; i++) {
    const row = await store.inTenant(tenantId, async (tx) => {
      const found = await tx
        .selectFrom('outbox')
        .select(['id', 'body', 'attempts'])
        .where('tenant_id', '=', tenantId)
        .where('topic', '=', 'mail')
        .where('done_at', 'is', null)
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (!found) return null
      await tx
        .updateTable('outbox')
        .set({ done_at: now(), attempts: found.attempts + 1, body: '{}' })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', found.id)
        .execute()
      return found
    })
    if (row === null) return
    const body = row.body as unknown as LetterBody
    if (body.expiresAt !== undefined && Date.parse(body.expiresAt) <= now().getTime()) continue
    const outcome = await sendMail(channel.mail, channel.secret.password ?? '', {
      id: row.id,
      to: body.to,
      subject: body.subject,
      lines: body.text.split('\n'),
      link: null,
    })
    if (outcome.ok) continue
    log.warn({ outbox: row.id, kind: outcome.kind, error: outcome.error }, 'a letter was not delivered')
    const again = outcome.kind === 'again'
    await store.inTenant(tenantId, (tx) =>
      tx
        .updateTable('outbox')
        .set({ last_error: outcome.error, ...(again ? { done_at: null, body: JSON.stringify(body) } : {}) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', row.id)
        .execute(),
    )
    // The server is down: the others wait with it.
    if (again) return
  }
}
