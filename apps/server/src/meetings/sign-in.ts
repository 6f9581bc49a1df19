import { randomBytes, timingSafeEqual } from 'node:crypto'
import { fromBase64 } from '@yingshang/journal'
import { KINDS, signInMessage } from '@yingshang/meeting'
import { sessionVerifier } from '@yingshang/meeting/node'
import { sql } from 'kysely'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { enter } from './access.ts'
import { codeDigest, demandRunning } from './codes.ts'
import { recordList } from './eligibility.ts'
import { mineOf } from './mine.ts'
import type { Rooms } from './rooms.ts'
import { labelFor, type MeetingRow } from './store.ts'
import { identityDigest } from './voter-accounts.ts'

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

type Names = 'checkIdentity' | 'signInToMeeting'

export function signInHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { services, desk, live } = rooms
  const { store, now, digestKey } = services
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
      .select(['id', 'code', 'asked_at', 'made_at', 'expires_at', 'letter_id'])
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
        const digest = codeDigest(digestKey, params.id, userId, body.code)
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
          {
            session,
            statement: body.statement,
            signature: body.signature,
            identity: { method: 'account', code: code.letter_id === null ? 'desk' : 'mail' },
          },
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
}
