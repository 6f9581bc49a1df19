import { actsFor, type MeetingState } from '@yingshang/meeting'
import type { Caller } from '../accounts/sessions.ts'
import type { MyMeeting } from '../contract/meetings.ts'
import { enter } from './access.ts'
import { type Hall, headKey, type Taken } from './hall.ts'
import type { Rooms } from './rooms.ts'
import { databaseNow } from './store.ts'
import { claimsOn } from './voters.ts'

/** What a voter who comes, or comes back, finds: the own sessions, for whom they act, what is voted already. */

export async function mineOf(rooms: Rooms, caller: Caller, id: string): Promise<MyMeeting> {
  const { store, now } = rooms.services
  const tenantId = caller.tenant.id
  const userId = caller.user.id
  const hall = await rooms.desk.refresh(id)
  return store.inTenant(tenantId, async (tx) => {
    const { meeting } = await enter(tx, caller, id, now())
    const [own, labelled, sessions] = await Promise.all([
      tx
        .selectFrom('meeting_voter')
        .select('label')
        .where('tenant_id', '=', tenantId)
        .where('meeting_id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst(),
      tx
        .selectFrom('meeting_label')
        .select('label')
        .where('tenant_id', '=', tenantId)
        .where('meeting_id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst(),
      tx
        .selectFrom('meeting_attendance')
        .select(['id', 'algorithm', 'public_key', 'signed_in_at'])
        .where('tenant_id', '=', tenantId)
        .where('meeting_id', '=', id)
        .where('user_id', '=', userId)
        .orderBy('signed_in_at', 'desc')
        .limit(20)
        .execute(),
    ])
    const label = own?.label ?? labelled?.label ?? null
    const acted = label === null ? [] : [...actsFor(hall.state, label)]
    const voters =
      acted.length === 0
        ? []
        : await tx
            .selectFrom('meeting_voter')
            .selectAll()
            .where('tenant_id', '=', tenantId)
            .where('meeting_id', '=', id)
            .where('label', 'in', acted)
            .orderBy('place')
            .execute()
    return {
      version: meeting.version,
      person: label,
      sessions: sessions.map((s) => ({
        id: s.id,
        algorithm: s.algorithm ?? '',
        key: s.public_key?.toString('base64') ?? '',
        at: s.signed_in_at.toISOString(),
      })),
      voters: voters.map((v) => ({
        id: v.id,
        label: v.label,
        name: v.name,
        capacity:
          v.label === label ? ('self' as const) : v.joint.some((j) => j.userId === userId) ? ('joint' as const) : ('proxy' as const),
        claims: v.claims.map((c) => ({ ...c })) as MyMeeting['voters'][number]['claims'],
        amount: v.claims.reduce((sum, c) => sum + c.amount, 0),
        items: itemsFor(hall, label!, v.label),
        votes: votesOf(hall, label!, v.label),
      })),
      subjects: Object.fromEntries([...hall.state.resolutions].map(([item, r]) => [item, r.subject])),
      serverTime: (await databaseNow(tx)).toISOString(),
    }
  })
}

/** Items on which a person may vote for a voter, with how much, and how a power of attorney binds. */
function itemsFor(hall: Hall, person: string, voter: string): MyMeeting['voters'][number]['items'] {
  return [...hall.state.resolutions.keys()]
    .filter((item) => actsFor(hall.state, person, item).has(voter))
    .map((item) => {
      const claims = claimsOn(hall, voter, item)
      return {
        item,
        amount: claims.reduce((sum, c) => sum + c.amount, 0),
        claims: claims.map((c) => c.id),
        bound: boundBy(hall.state, person, voter, item),
      }
    })
}

function boundBy(state: MeetingState, person: string, voter: string, item: string) {
  if (person === voter) return null
  return state.proxies.find((p) => p.to === person && p.from === voter)?.instructions?.[item] ?? null
}

/** The ballots that are in, on the items on which the person may vote for the voter. */
function votesOf(hall: Hall, person: string, voter: string): MyMeeting['voters'][number]['votes'] {
  return [...hall.state.resolutions.keys()].flatMap((item) => {
    const head = actsFor(hall.state, person, item).has(voter) ? hall.heads.get(headKey(item, voter)) : undefined
    return head ? [voteView(item, head)] : []
  })
}

/** A ballot that is in, for those who may see it. */
export const voteView = (item: string, head: Taken): MyMeeting['voters'][number]['votes'][number] => ({
  item,
  sequence: head.sequence,
  statement: head.statement,
  choice: head.choice,
  ...(head.byClaim === undefined ? {} : { byClaim: { ...head.byClaim } }),
  channel: head.channel,
  castBy: head.castBy,
  record: head.record,
  at: head.at,
})
