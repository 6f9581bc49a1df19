import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { fromBase64 } from '@yingshang/journal'
import { KINDS, signInMessage } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'
import { sql } from 'kysely'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { demandPreparing, enter } from './access.ts'
import { recordList } from './eligibility.ts'
import { mineOf } from './mine.ts'
import type { Rooms } from './rooms.ts'
import { labelFor, type MeetingRow, refuseStep, userByLogin } from './store.ts'
import { identityDigest } from './voters.ts'

/**
 * Signing in to a meeting: the account, then name and last characters of the number, then a one-time code that came another way. The browser's new key is bound to the person;
 * it signs a challenge, so that nobody binds a key that is not theirs.
 */

const FAILURES = 5
const LOCK_MINUTES = 15
const CHALLENGE_MINUTES = 15
/** Codes that one account can ask the clerk for in an hour. */
const WISHES_AN_HOUR = 5

const nameKey = (name: string) => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
const verifies = sessionVerifier()

interface Person {
  readonly label: string
}

/** Who of the meeting the account is, if name and identity fit: a voter, an agent. Joint holders are known by the account and the name alone when no number was registered for them. */
async function personOf(
  tx: InTenant,
  meeting: MeetingRow,
  userId: string,
  claimed: { readonly name: string; readonly identity: Buffer },
): Promise<Person | null> {
  const { tenant_id: tenantId, id: meetingId } = meeting
  const voters = await tx
    .selectFrom('meeting_voter')
    .select(['label', 'name', 'identity', 'user_id', 'joint'])
    .where('tenant_id', '=', tenantId)
    .where('meeting_id', '=', meetingId)
    .where((where) => where.or([where('user_id', '=', userId), sql<boolean>`joint @> ${JSON.stringify([{ userId }])}::jsonb`]))
    .execute()
  const fits = (name: string, identity: Buffer | null) =>
    identity !== null && nameKey(name) === nameKey(claimed.name) && timingSafeEqual(identity, claimed.identity)
  for (const voter of voters) if (voter.user_id === userId && fits(voter.name, voter.identity)) return { label: voter.label }
  const agencies = await tx
    .selectFrom('meeting_proxy')
    .select(['agent_name', 'agent_identity'])
    .where('tenant_id', '=', tenantId)
    .where('meeting_id', '=', meetingId)
    .where('agent_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute()
  const isAgent = agencies.some((a) => fits(a.agent_name, a.agent_identity))
  const isJoint = voters.some((v) => v.joint.some((j) => j.userId === userId && fits(j.name, v.identity)))
  return isAgent || isJoint ? { label: await labelFor(tx, meeting, userId) } : null
}

type Names = 'checkIdentity' | 'signInToMeeting' | 'listCodeWishes' | 'makeCodes'

export function signInHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services, desk, live } = rooms
  const { store, now, digestKey } = services
  const codeDigest = (meetingId: string, userId: string, code: string) =>
    createHmac('sha256', digestKey).update(`meeting code ${meetingId} ${userId} ${code}`).digest()

  function demandRunning(meeting: MeetingRow): void {
    if (meeting.status !== 'called' && meeting.status !== 'open')
      throw refuseStep('会议尚未通知或者已经结束', 'The meeting is not called, or over')
  }

  /** Counts an attempt before it is judged, so that many at once do not get past the limit. Refuses while locked. */
  async function attempt(tx: InTenant, meetingId: string, userId: string): Promise<void> {
    const at = now()
    const tenantId = services.tenantId
    const row = await tx
      .insertInto('meeting_attempt')
      .values({
        tenant_id: tenantId,
        meeting_id: meetingId,
        user_id: userId,
        challenge: null,
        challenge_until: null,
        failures: 1,
        last_at: at,
        locked_until: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'meeting_id', 'user_id']).doUpdateSet((given) => ({
          failures: sql`case when meeting_attempt.last_at < ${new Date(at.getTime() - LOCK_MINUTES * 60_000)} then 1 else meeting_attempt.failures + 1 end`,
          last_at: given.ref('excluded.last_at'),
        })),
      )
      .returning(['failures', 'last_at'])
      .executeTakeFirstOrThrow()
    if (row.failures > FAILURES) throw refuse('meeting.locked', undefined, { retryAfterSeconds: LOCK_MINUTES * 60 })
  }

  /** A right identity takes back its own count alone: it must not open the way to guess codes without end. */
  async function forgive(
    tx: InTenant,
    meetingId: string,
    userId: string,
    all: boolean,
    set: { challenge: string | null; challenge_until: Date | null },
  ) {
    await tx
      .updateTable('meeting_attempt')
      .set({ failures: all ? 0 : sql`greatest(failures - 1, 0)`, ...set })
      .where('tenant_id', '=', services.tenantId)
      .where('meeting_id', '=', meetingId)
      .where('user_id', '=', userId)
      .execute()
  }

  const openCodes = (tx: InTenant, meetingId: string, userId: string) =>
    tx
      .selectFrom('meeting_code')
      .select(['id', 'code', 'asked_at', 'made_at', 'expires_at'])
      .where('tenant_id', '=', services.tenantId)
      .where('meeting_id', '=', meetingId)
      .where('user_id', '=', userId)
      .where('used_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(20)
      .execute()

  return {
    async checkIdentity({ caller, params, body }) {
      const tenantId = caller.tenant.id
      const userId = caller.user.id
      // Counted even when what follows refuses, hence in a transaction of its own.
      await store.inTenant(tenantId, async (tx) => {
        demandRunning((await enter(tx, caller, params.id, now())).meeting)
        await attempt(tx, params.id, userId)
      })
      return store.inTenant(tenantId, async (tx) => {
        const { meeting } = await enter(tx, caller, params.id, now())
        const person = await personOf(tx, meeting, userId, { name: body.name, identity: identityDigest(digestKey, body.identity) })
        if (!person) throw refuse('meeting.identity')
        const at = now()
        const challenge = randomBytes(24).toString('hex')
        const until = new Date(at.getTime() + CHALLENGE_MINUTES * 60_000)
        await forgive(tx, params.id, userId, false, { challenge, challenge_until: until })
        const codes = await openCodes(tx, params.id, userId)
        const codeReady = codes.some((c) => c.code !== null && c.expires_at !== null && c.expires_at > at)
        let codeAsked = codes.some((c) => c.made_at === null)
        if (body.wantCode && !codeReady && !codeAsked) {
          const lately = codes.filter((c) => c.asked_at !== null && c.asked_at.getTime() > at.getTime() - 3_600_000)
          if (lately.length >= WISHES_AN_HOUR) throw refuse('meeting.locked', undefined, { retryAfterSeconds: 3_600 })
          await tx
            .insertInto('meeting_code')
            .values({
              tenant_id: tenantId,
              meeting_id: params.id,
              id: newId(),
              user_id: userId,
              asked_at: at,
              made_at: null,
              code: null,
              expires_at: null,
              used_at: null,
            })
            .execute()
          codeAsked = true
        }
        return { challenge, challengeUntil: until.toISOString(), person: person.label, codeReady, codeAsked }
      })
    },

    async listCodeWishes({ caller, params }) {
      const tenantId = caller.tenant.id
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
        return { items: rows.map((r) => ({ login: r.login, name: r.display_name, askedAt: r.asked_at!.toISOString() })) }
      })
    },

    async makeCodes({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { meeting, standing } = await enter(tx, caller, params.id, now())
        demandPreparing(standing)
        demandRunning(meeting)
        const at = now()
        const users = body.logins === null ? await usersWithoutCode(tx, meeting, at) : await usersNamed(tx, meeting, body.logins)
        const expires = new Date(at.getTime() + body.hours * 3_600_000)
        const made = users.map((user) => ({ ...user, code: String(randomInt(0, 100_000_000)).padStart(8, '0') }))
        // A new code takes the place of those that were not used, and answers the wish for one.
        if (made.length > 0)
          await tx
            .updateTable('meeting_code')
            .set({ used_at: at, made_at: sql`coalesce(made_at, ${at}::timestamptz)` })
            .where('tenant_id', '=', tenantId)
            .where('meeting_id', '=', params.id)
            .where('used_at', 'is', null)
            .where(
              'user_id',
              'in',
              made.map((m) => m.id),
            )
            .execute()
        for (let from = 0; from < made.length; from += 500)
          await tx
            .insertInto('meeting_code')
            .values(
              made.slice(from, from + 500).map((m) => ({
                tenant_id: tenantId,
                meeting_id: params.id,
                id: newId(),
                user_id: m.id,
                asked_at: null,
                made_at: at,
                code: codeDigest(params.id, m.id, m.code),
                expires_at: expires,
                used_at: null,
              })),
            )
            .execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at,
          kind: 'meeting.codes-made',
          subject: { type: 'meeting', id: params.id },
          detail: { for: made.map((m) => m.login).slice(0, 500), count: made.length },
          requestId,
        })
        return { items: made.map((m) => ({ login: m.login, name: m.name, code: m.code, expiresAt: expires.toISOString() })) }
      })
    },

    async signInToMeeting({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      const userId = caller.user.id
      await store.inTenant(tenantId, async (tx) => {
        demandRunning((await enter(tx, caller, params.id, now())).meeting)
        await attempt(tx, params.id, userId)
      })
      const key = fromBase64(body.statement.key.key)
      const signature = fromBase64(body.signature)
      if (key === null || signature === null || !verifies(body.statement.key, signInMessage(body.statement), signature))
        throw refuse('meeting.identity', {
          zh: '设备密钥的签名不正确，请重新签到',
          en: 'The signature of the device is wrong; sign in again',
        })
      const session = newId()
      await desk.change(params.id, async (tx, room) => {
        const { meeting } = room
        demandRunning(meeting)
        const person = await personOf(tx, meeting, userId, { name: body.name, identity: identityDigest(digestKey, body.identity) })
        if (!person || person.label !== body.statement.person || body.statement.meeting !== params.id) throw refuse('meeting.identity')
        const attempted = await tx
          .selectFrom('meeting_attempt')
          .select(['challenge', 'challenge_until'])
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('user_id', '=', userId)
          .executeTakeFirst()
        if (
          !attempted?.challenge ||
          attempted.challenge !== body.statement.challenge ||
          (attempted.challenge_until ?? new Date(0)) < room.at
        )
          throw refuse('meeting.identity', { zh: '签到已超时，请从身份核对重新开始', en: 'Too late; begin again with the identity' })
        const digest = codeDigest(params.id, userId, body.code)
        const code = (await openCodes(tx, params.id, userId)).find(
          (c) => c.code !== null && c.expires_at !== null && c.expires_at > room.at && timingSafeEqual(c.code, digest),
        )
        if (!code) throw refuse('meeting.identity', { zh: '验证码不正确或者已经过期', en: 'The code is wrong or has expired' })
        await tx
          .updateTable('meeting_code')
          .set({ used_at: room.at })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('id', '=', code.id)
          .execute()
        if (room.meeting.list_stale && room.meeting.open_items.length === 0) await recordList(tx, room, null)
        await tx
          .insertInto('meeting_attendance')
          .values({
            tenant_id: tenantId,
            meeting_id: params.id,
            id: session,
            user_id: userId,
            label: person.label,
            algorithm: body.statement.key.algorithm,
            public_key: Buffer.from(key),
            signed_in_at: room.at,
          })
          .execute()
        await room.record(
          KINDS.signIn,
          { session, statement: body.statement, signature: body.signature, identity: { method: 'account', code: 'desk' } },
          userId,
        )
        await forgive(tx, params.id, userId, true, { challenge: null, challenge_until: null })
        await record(tx, {
          tenantId,
          userId,
          at: room.at,
          kind: 'meeting.signed-in',
          subject: { type: 'meeting', id: params.id },
          detail: {},
          requestId,
        })
      })
      // The sign-in stands in the log before the first vote that names it can.
      await rooms.sealed()
      live.votesCame(params.id)
      const mine = await mineOf(rooms, caller, params.id)
      return new Status(201, { session, mine })
    },
  }

  async function usersNamed(tx: InTenant, meeting: MeetingRow, logins: readonly string[]) {
    const users: { id: string; login: string; name: string }[] = []
    for (const login of logins) {
      const user = await userByLogin(tx, meeting.tenant_id, login)
      if (!user) throw refuse('user.not-found', { zh: `没有账号 ${login}`, en: `No account ${login}` })
      users.push({ id: user.id, login, name: user.display_name })
    }
    return users
  }

  /** Accounts of voters and agents that have no good code and did not sign in. */
  async function usersWithoutCode(tx: InTenant, { tenant_id: tenantId, id }: MeetingRow, at: Date) {
    const { rows } = await sql<{ id: string; login: string; name: string }>`
      select u.id, u.login, u.display_name as name from app_user u
      where u.tenant_id = ${tenantId}
        and (exists (select 1 from meeting_voter v where v.tenant_id = ${tenantId} and v.meeting_id = ${id} and v.user_id = u.id)
          or exists (select 1 from meeting_proxy p where p.tenant_id = ${tenantId} and p.meeting_id = ${id} and p.agent_id = u.id and p.revoked_at is null))
        and not exists (select 1 from meeting_code c where c.tenant_id = ${tenantId} and c.meeting_id = ${id} and c.user_id = u.id
          and c.used_at is null and c.code is not null and c.expires_at > ${at})
        and not exists (select 1 from meeting_attendance a where a.tenant_id = ${tenantId} and a.meeting_id = ${id} and a.user_id = u.id)
      order by u.login_key limit 5000`.execute(tx)
    return rows
  }
}
