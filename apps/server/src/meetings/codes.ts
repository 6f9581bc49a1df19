import { createHmac, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { dropLetters, letterChannel, queueLetter } from '../channels/letters.ts'
import type { MeetingCodeWishes } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { demandPreparing, enter } from './access.ts'
import type { Rooms } from './rooms.ts'
import { loadMeeting, type MeetingRow, refuseStep, userByLogin } from './store.ts'

/**
 * One-time codes: asked for by voters, made by the clerk, handed over or mailed to the address of the account. Only keyed digests are kept; a mail waits sealed in the outbox
 * and leaves it when it is sent. Whoever has a code on its way gets no second one, so that two clicks send one mail.
 */

/** A mail of so many seconds ago is on its way, whatever is known of it. */
const ON_ITS_WAY_SECONDS = 60
/** Longer than any try to send takes: afterwards the server that took the letter is gone. */
const SENDING_MINUTES = 10

/** What is kept of a code. */
export const codeDigest = (digestKey: string, meetingId: string, userId: string, code: string): Buffer =>
  createHmac('sha256', digestKey).update(`meeting code ${meetingId} ${userId} ${code}`).digest()

/** Refuses while nobody can sign in. */
export function demandRunning(meeting: MeetingRow): void {
  if (meeting.status !== 'called' && meeting.status !== 'open')
    throw refuseStep('会议尚未通知或者已经结束', 'The meeting is not called, or over')
}

interface User {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly email: string | null
}

interface Made extends User {
  readonly code: string
}

type MailState = MeetingCodeWishes['mails'][number]['state']

/** The newest mail of each account. */
async function mailsOf(tx: InTenant, tenantId: string, meetingId: string, at: Date) {
  const rows = await tx
    .selectFrom('meeting_code as c')
    .innerJoin('outbox as o', (join) => join.onRef('o.tenant_id', '=', 'c.tenant_id').onRef('o.id', '=', 'c.letter_id'))
    .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'c.tenant_id').onRef('u.id', '=', 'c.user_id'))
    .distinctOn('c.user_id')
    .select(['c.user_id', 'u.login', 'u.display_name', 'c.made_at', 'o.outcome', 'o.done_at', 'o.last_error'])
    .select(
      sql<boolean>`exists (select 1 from meeting_attendance a where a.tenant_id = ${tenantId} and a.meeting_id = ${meetingId} and a.user_id = c.user_id)`.as(
        'came',
      ),
    )
    .where('c.tenant_id', '=', tenantId)
    .where('c.meeting_id', '=', meetingId)
    .orderBy('c.user_id')
    .orderBy('c.id', 'desc')
    .execute()
  const stateOf = ({ outcome, done_at: taken }: (typeof rows)[number]): MailState =>
    outcome ?? (taken === null ? 'waiting' : taken.getTime() > at.getTime() - SENDING_MINUTES * 60_000 ? 'sending' : 'unknown')
  return rows.map((row) => ({ ...row, state: stateOf(row) }))
}

export function codeHandlers(rooms: Rooms): Pick<Handlers, 'listCodeWishes' | 'makeCodes'> {
  const { services } = rooms
  const { store, now, digestKey, tenantId, config } = services

  async function usersNamed(tx: InTenant, logins: readonly string[]): Promise<User[]> {
    const users = new Map<string, User>()
    for (const login of logins) {
      const user = await userByLogin(tx, tenantId, login)
      if (!user) throw refuse('user.not-found', { zh: `没有账号 ${login}`, en: `No account ${login}` })
      const { email } = await tx
        .selectFrom('app_user')
        .select('email')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', user.id)
        .executeTakeFirstOrThrow()
      users.set(user.id, { id: user.id, login, name: user.display_name, email })
    }
    return [...users.values()]
  }

  /** Accounts of voters, of those who hold claims together and of agents that have no good code and did not sign in. */
  async function usersWithoutCode(tx: InTenant, id: string, at: Date): Promise<User[]> {
    const { rows } = await sql<User>`
      select u.id, u.login, u.display_name as name, u.email from app_user u
      where u.tenant_id = ${tenantId}
        and (exists (select 1 from meeting_voter v where v.tenant_id = ${tenantId} and v.meeting_id = ${id}
            and (v.user_id = u.id or v.joint @> jsonb_build_array(jsonb_build_object('userId', u.id::text))))
          or exists (select 1 from meeting_proxy p where p.tenant_id = ${tenantId} and p.meeting_id = ${id} and p.agent_id = u.id and p.revoked_at is null))
        and not exists (select 1 from meeting_code c where c.tenant_id = ${tenantId} and c.meeting_id = ${id} and c.user_id = u.id
          and c.used_at is null and c.code is not null and c.expires_at > ${at})
        and not exists (select 1 from meeting_attendance a where a.tenant_id = ${tenantId} and a.meeting_id = ${id} and a.user_id = u.id)
      order by u.login_key limit 5000`.execute(tx)
    return rows
  }

  /** Whom a mail can go to now, and why not to the others. */
  async function mailable(tx: InTenant, meetingId: string, users: readonly User[], at: Date) {
    if (!(await letterChannel(tx, tenantId)))
      throw refuseStep('没有启用的邮件通道，不能用邮件发送验证码', 'No mail channel is on: codes cannot be mailed')
    const underWay = new Set(
      (await mailsOf(tx, tenantId, meetingId, at))
        .filter((m) => m.state === 'waiting' || m.state === 'sending' || m.made_at!.getTime() > at.getTime() - ON_ITS_WAY_SECONDS * 1000)
        .filter((m) => m.state !== 'failed' && m.state !== 'dropped')
        .map((m) => m.user_id),
    )
    const why = (user: User) => (user.email === null ? 'no-address' : underWay.has(user.id) ? 'on-its-way' : null)
    return {
      users: users.filter((user) => why(user) === null),
      passedOver: users.flatMap((user) => {
        const reason = why(user)
        return reason === null ? [] : [{ login: user.login, name: user.name, why: reason } as const]
      }),
    }
  }

  /** A new code takes the place of those that were not used, with the mails that were to bring them, and answers the wish for one. */
  async function replaceOld(tx: InTenant, meetingId: string, users: readonly User[], at: Date): Promise<void> {
    if (users.length === 0) return
    const old = await tx
      .updateTable('meeting_code')
      .set({ used_at: at, made_at: sql`coalesce(made_at, ${at}::timestamptz)` })
      .where('tenant_id', '=', tenantId)
      .where('meeting_id', '=', meetingId)
      .where('used_at', 'is', null)
      .where(
        'user_id',
        'in',
        users.map((m) => m.id),
      )
      .returning('letter_id')
      .execute()
    await dropLetters(
      tx,
      services,
      old.flatMap((o) => o.letter_id ?? []),
    )
  }

  const letterTo = (meeting: MeetingRow, { name, email, code }: Made, expires: Date) => {
    const until = new Date(expires.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    const link = config.publicUrl[0] === undefined ? [] : ['', `${config.publicUrl[0]}/meetings/${meeting.id}/attend`]
    return {
      to: email!,
      // Not the code: subjects are shown on locked screens and kept in the logs of mail servers.
      subject: `${config.bodyName}：债权人会议签到验证码`,
      text: [
        `${name}：`,
        '',
        `您参加“${meeting.title}”的签到验证码是 ${code}，${until}（北京时间）前有效，只能使用一次。签到时还须核对姓名或名称和证件号码后六位。请勿转告他人。`,
        '',
        `Your code to sign in to the meeting of creditors is ${code}, good once until ${until} (Beijing). Do not pass it on.`,
        ...link,
      ].join('\n'),
      expiresAt: expires,
    }
  }

  async function make(tx: InTenant, meeting: MeetingRow, users: readonly User[], hours: number, mailed: boolean) {
    const at = now()
    const expires = new Date(at.getTime() + hours * 3_600_000)
    const made: Made[] = users.map((user) => ({ ...user, code: String(randomInt(0, 100_000_000)).padStart(8, '0') }))
    await replaceOld(tx, meeting.id, made, at)
    const letters = new Map<string, string>()
    if (mailed) for (const one of made) letters.set(one.id, await queueLetter(tx, services, letterTo(meeting, one, expires)))
    for (let from = 0; from < made.length; from += 500)
      await tx
        .insertInto('meeting_code')
        .values(
          made.slice(from, from + 500).map((m) => ({
            tenant_id: tenantId,
            meeting_id: meeting.id,
            id: newId(),
            user_id: m.id,
            asked_at: null,
            made_at: at,
            code: codeDigest(digestKey, meeting.id, m.id, m.code),
            expires_at: expires,
            used_at: null,
            letter_id: letters.get(m.id) ?? null,
          })),
        )
        .execute()
    return made.map(({ login, name, code }) => ({ login, name, code, expiresAt: expires.toISOString() }))
  }

  return {
    async listCodeWishes({ caller, params }) {
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        const rows = await tx
          .selectFrom('meeting_code as c')
          .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'c.tenant_id').onRef('u.id', '=', 'c.user_id'))
          .select(['u.login', 'u.display_name', 'c.asked_at'])
          .where('c.tenant_id', '=', tenantId)
          .where('c.meeting_id', '=', params.id)
          .where('c.made_at', 'is', null)
          .where('c.asked_at', 'is not', null)
          .orderBy('c.id')
          .limit(2_000)
          .execute()
        return {
          items: rows.map((r) => ({ login: r.login, name: r.display_name, askedAt: r.asked_at!.toISOString() })),
          mail: (await letterChannel(tx, tenantId)) !== undefined,
          mails: (await mailsOf(tx, tenantId, params.id, now())).map((m) => ({
            login: m.login,
            name: m.display_name,
            state: m.state,
            at: m.made_at!.toISOString(),
            error: m.last_error,
            signedIn: m.came,
          })),
        }
      })
    },

    async makeCodes({ caller, params, body, requestId }) {
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        // One at a time: of two that ask for all at once the second finds nobody left.
        const meeting = await loadMeeting(tx, tenantId, params.id, true)
        demandRunning(meeting)
        const at = now()
        const mail = body.by === 'mail'
        const asked = body.logins === null ? await usersWithoutCode(tx, params.id, at) : await usersNamed(tx, body.logins)
        const { users, passedOver } = mail ? await mailable(tx, params.id, asked, at) : { users: asked, passedOver: [] }
        const made = await make(tx, meeting, users, body.hours, mail)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at,
          kind: mail ? 'meeting.codes-mailed' : 'meeting.codes-made',
          subject: { type: 'meeting', id: params.id },
          detail: { for: made.map((m) => m.login).slice(0, 500), count: made.length },
          requestId,
        })
        return {
          items: mail ? [] : made,
          mailed: mail ? made.map(({ login, name }) => ({ login, name })) : [],
          passedOver,
        }
      })
    },
  }
}
