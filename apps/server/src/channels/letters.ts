import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { type ChannelServices, type OpenChannel, openChannel } from './channel.ts'
import { sendMail } from './mail.ts'
import type { Outcome } from './outcome.ts'

/**
 * Single letters that the server writes to one address: a code to sign in with. They wait in the outbox (topic `mail`), sealed, and leave by the first mail channel that is
 * on. Taken before it is sent, a letter goes at most once; what it said is not kept.
 */

export interface LetterText {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** After this it is of no use. */
  readonly expiresAt: Date
}

interface LetterBody {
  readonly sealed: string
  readonly expiresAt: string
}

const MOST = 100

/** Puts a letter into the outbox; gives its id. Nobody who reads the database can read it. */
export async function queueLetter(
  tx: InTenant,
  { tenantId, secrets, now }: Pick<Services, 'tenantId' | 'secrets' | 'now'>,
  { expiresAt, ...letter }: LetterText,
): Promise<string> {
  const id = newId()
  const body: LetterBody = { sealed: secrets.seal(JSON.stringify(letter)).toString('base64'), expiresAt: expiresAt.toISOString() }
  await tx
    .insertInto('outbox')
    .values({
      tenant_id: tenantId,
      id,
      topic: 'mail',
      body: JSON.stringify(body),
      created_at: now(),
      done_at: null,
      attempts: 0,
      last_error: null,
    })
    .execute()
  return id
}

/** Takes letters back: those that wait, and those under way if they have to be sent again. What arrived stays said to be sent. */
export async function dropLetters(
  tx: InTenant,
  { tenantId, now }: Pick<Services, 'tenantId' | 'now'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0)
    await tx
      .updateTable('outbox')
      .set({ done_at: now(), body: '{}', outcome: 'dropped' })
      .where('tenant_id', '=', tenantId)
      .where('topic', '=', 'mail')
      .where('outcome', 'is', null)
      .where('id', 'in', [...ids])
      .execute()
}

/** The mail channel by which letters leave; null when none is on. */
export const letterChannel = (tx: InTenant, tenantId: string) =>
  tx
    .selectFrom('channel')
    .select(['kind', 'settings', 'secret'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'mail')
    .where('enabled', '=', true)
    .orderBy('name')
    .limit(1)
    .executeTakeFirst()

export async function sendLetters(services: ChannelServices, log: Logger): Promise<void> {
  const { store, tenantId, now } = services
  const mail = await store.inTenant(tenantId, async (tx) => {
    // What nobody needs any more is not kept, whether or not there is a way to send it.
    await tx
      .updateTable('outbox')
      .set({ done_at: now(), body: '{}', outcome: 'late' })
      .where('tenant_id', '=', tenantId)
      .where('topic', '=', 'mail')
      .where('done_at', 'is', null)
      .where(sql<boolean>`(body->>'expiresAt')::timestamptz <= ${now()}`)
      .execute()
    return letterChannel(tx, tenantId)
  })
  if (!mail) return
  const channel = openChannel(services, mail)
  for (let i = 0; i < MOST; i++) {
    const row = await take(services)
    if (row === null) return
    const outcome = await send(services, channel, row).catch(
      (error: unknown): Outcome => ({ ok: false, kind: 'unknown', error: String(error).slice(0, 300) }),
    )
    if (!outcome.ok) log.warn({ outbox: row.id, kind: outcome.kind, error: outcome.error }, 'a letter was not delivered')
    const again = !outcome.ok && outcome.kind === 'again'
    await store.inTenant(tenantId, async (tx) => {
      const own = tx.updateTable('outbox').where('tenant_id', '=', tenantId).where('id', '=', row.id)
      if (outcome.ok) await own.set({ outcome: 'sent', last_error: null }).execute()
      else if (again)
        await own
          .set({ done_at: null, body: JSON.stringify(row.body), last_error: outcome.error })
          .where('outcome', 'is', null)
          .execute()
      else await own.set({ outcome: outcome.kind === 'unknown' ? 'unknown' : 'failed', last_error: outcome.error }).execute()
    })
    // The server is down: the others wait with it.
    if (again) return
  }
}

interface Taken {
  readonly id: string
  readonly body: LetterBody
}

/** Takes the oldest letter out: it is this server's to send from now on. */
async function take({ store, tenantId, now }: ChannelServices): Promise<Taken | null> {
  return store.inTenant(tenantId, async (tx) => {
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
    return { id: found.id, body: found.body as unknown as LetterBody }
  })
}

async function send({ secrets }: ChannelServices, channel: OpenChannel, { id, body }: Taken): Promise<Outcome> {
  if (channel.mail === null || channel.secret === null)
    return { ok: false, kind: 'again', error: 'the secret of the channel was kept under another key; set it again' }
  const text = secrets.open(Buffer.from(body.sealed, 'base64'))
  if (text === null) return { ok: false, kind: 'never', error: 'the letter was sealed under another key' }
  const letter = JSON.parse(text) as Omit<LetterText, 'expiresAt'>
  return sendMail(channel.mail, channel.secret.password ?? '', {
    id,
    to: letter.to,
    subject: letter.subject,
    lines: letter.text.split('\n'),
    link: null,
  })
}
