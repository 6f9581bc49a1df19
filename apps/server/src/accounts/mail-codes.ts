import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { queueLetter } from '../channels/letters.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { doors, type Entrant, shownSession } from './enter.ts'

/**
 * Sign-in by a code in a mail. Whether a name has an account, and an address, cannot be told from the answers. A code is good for ten
 * minutes and once; a new one comes at most once a minute and replaces the old one. Failures lock like wrong passwords.
 */

const GOOD_MINUTES = 10
const AGAIN_SECONDS = 60

const digestOf = (digestKey: string, userId: string, code: string) =>
  createHmac('sha256', digestKey)
    .update(`mail-code:${userId}:${code.replace(/\s/g, '')}`)
    .digest()

export function mailCodeHandlers(services: Services): Pick<Handlers, 'requestMailCode' | 'signInByMailCode'> {
  const { config, store, tenantId, now, digestKey } = services
  const door = doors(services)
  const demandOpen = () => {
    if (!config.mailCodes) throw refuse('session.way-closed')
  }

  return {
    async requestMailCode({ body, address, requestId }) {
      demandOpen()
      const begun = await door.begin({ login: body.login, address, requestId }, userByLoginOrMail)
      await door.undone(begun)
      const { user } = begun
      if (!user || user.disabled) return
      await store.inTenant(tenantId, async (tx) => {
        const { email } = await tx
          .selectFrom('app_user')
          .select('email')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', user.id)
          .executeTakeFirstOrThrow()
        if (email === null) return
        const code = String(randomInt(1_000_000)).padStart(6, '0')
        const row = {
          digest: digestOf(digestKey, user.id, code),
          expires_at: new Date(now().getTime() + GOOD_MINUTES * 60_000),
          sent_at: now(),
        }
        const sent = await tx
          .insertInto('mail_code')
          .values({ tenant_id: tenantId, user_id: user.id, ...row })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant_id', 'user_id'])
              .doUpdateSet(row)
              .where('mail_code.sent_at', '<=', new Date(now().getTime() - AGAIN_SECONDS * 1000)),
          )
          .returning('user_id')
          .executeTakeFirst()
        if (!sent) return
        await queueLetter(tx, services, {
          to: email,
          subject: `登录验证码 ${code}`,
          text: `您的登录验证码是 ${code}，${GOOD_MINUTES} 分钟内有效，只能使用一次。如非本人操作，请忽略本邮件。\n\nYour code to sign in is ${code}. It is good for ${GOOD_MINUTES} minutes, once. Ignore this mail if you did not ask for it.`,
          expiresAt: row.expires_at,
        })
        await record(tx, {
          tenantId,
          userId: null,
          at: now(),
          kind: 'session.code-sent',
          subject: { type: 'user', id: user.id },
          requestId,
        })
      })
    },

    async signInByMailCode({ body, caller, address, requestId, reply }) {
      demandOpen()
      const begun = await door.begin({ login: body.login, address, requestId }, userByLoginOrMail)
      const { user } = begun
      const right =
        user !== null &&
        !user.disabled &&
        (await store.inTenant(tenantId, async (tx) => {
          const row = await tx
            .selectFrom('mail_code')
            .select(['digest', 'expires_at'])
            .where('tenant_id', '=', tenantId)
            .where('user_id', '=', user.id)
            .forUpdate()
            .executeTakeFirst()
          if (!row || row.expires_at <= now()) return false
          return timingSafeEqual(row.digest, digestOf(digestKey, user.id, body.mailCode))
        }))
      if (!right || !user) {
        await door.failed(begun, requestId, 'mail-code')
        throw refuse('session.code-wrong')
      }
      await door.second({ ...begun, user }, body.code, requestId, 'mail-code')
      await door.succeeded(begun)
      const token = await door.open(reply, user.id, caller, requestId, 'mail-code', null, async (tx) => {
        // Used up in the transaction that opens the session; of two at once one finds nothing.
        const used = await tx
          .deleteFrom('mail_code')
          .where('tenant_id', '=', tenantId)
          .where('user_id', '=', user.id)
          .returning('user_id')
          .executeTakeFirst()
        if (!used) throw refuse('session.code-wrong')
      })
      return shownSession(await door.callerOf(token))
    },
  }
}

/** By account name, else by mail address. */
async function userByLoginOrMail(tx: InTenant, tenantId: string, key: string): Promise<Entrant | undefined> {
  const rows = await tx
    .selectFrom('app_user')
    .select(['id', 'login', 'password_hash', 'disabled', 'login_key'])
    .where('tenant_id', '=', tenantId)
    .where((where) => where.or([where('login_key', '=', key), where('email_key', '=', key)]))
    .execute()
  return rows.find((row) => row.login_key === key) ?? rows[0]
}
