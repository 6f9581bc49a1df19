import { votingClaims } from '@yingshang/ballot'
import type { z } from 'zod'
import type { MeetingVoter } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { demandPreparing, enter } from './access.ts'
import { takeFromClaims } from './eligibility.ts'
import type { Hall } from './hall.ts'
import { accountOf } from './prepare.ts'
import { presentVoters } from './presence.ts'
import type { Rooms } from './rooms.ts'
import { demandVersion, type MeetingRow, refuseStep, usersById, type VoterRow, votersOf } from './store.ts'
import { accountFor, writeAccount } from './voter-accounts.ts'

/** The list of voters: showing it, correcting it by recorded decisions, accounts and identities. */

type View = z.output<typeof MeetingVoter>

async function viewsOf(tx: InTenant, tenantId: string, rows: readonly VoterRow[], hall: Hall): Promise<View[]> {
  const people = await usersById(tx, tenantId, [...rows.map((r) => r.user_id), ...rows.flatMap((r) => r.joint.map((j) => j.userId))])
  const present = presentVoters(hall.state)
  return rows.map((row) => ({
    id: row.id,
    place: row.place,
    name: row.name,
    login: row.user_id === null ? null : (people.get(row.user_id)?.login ?? null),
    identityKnown: row.identity !== null,
    claims: row.claims.map((c) => ({ ...c })) as View['claims'],
    amount: row.claims.reduce((sum, c) => sum + c.amount, 0),
    joint: row.joint.map((j) => ({ name: j.name, login: people.get(j.userId)?.login ?? '' })),
    revision: row.revision,
    signedIn: present.has(row.label),
    voted: [...hall.state.resolutions.values()].filter((r) => r.chains.has(row.label)).length,
  }))
}

/** A voter of the meeting; refuses one that is not on the list. */
export async function voterOf(tx: InTenant, meeting: MeetingRow, id: string): Promise<VoterRow> {
  const row = await tx
    .selectFrom('meeting_voter')
    .selectAll()
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw refuse('meeting.voter-not-found')
  return row
}

function demandBeforeOpening(meeting: MeetingRow): void {
  if (meeting.status !== 'draft' && meeting.status !== 'called')
    throw refuseStep('会议已经开始，表决名单不能再更正', 'The meeting has begun; the list stands')
}

type Names = 'refreshVoters' | 'listVoters' | 'correctVoter' | 'linkVoter'

export function voterHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { store, now, digestKey } = rooms.services
  const one = async (tenantId: string, meetingId: string, voterId: string): Promise<View> => {
    const hall = await rooms.desk.hall(meetingId)
    return store.inTenant(tenantId, async (tx) => {
      const rows = (await votersOf(tx, tenantId, meetingId)).filter((v) => v.id === voterId)
      return (await viewsOf(tx, tenantId, rows, hall))[0]!
    })
  }

  return {
    async refreshVoters({ caller, params, body, requestId }) {
      return rooms.change(caller, params.id, async (tx, room, standing) => {
        demandPreparing(standing)
        demandVersion(room.meeting, body.version)
        demandBeforeOpening(room.meeting)
        const count = await takeFromClaims(tx, room.meeting)
        await room.set({ list_stale: true })
        await record(tx, {
          tenantId: room.meeting.tenant_id,
          userId: caller.user.id,
          at: room.at,
          kind: 'meeting.list-refreshed',
          subject: { type: 'meeting', id: params.id },
          detail: { reason: body.reason, voters: count },
          requestId,
        })
      })
    },

    async listVoters({ caller, params, query }) {
      const tenantId = caller.tenant.id
      const after = keyset(query.after)
      const hall = await rooms.desk.hall(params.id)
      return store.inTenant(tenantId, async (tx) => {
        const { meeting, standing } = await enter(tx, caller, params.id, now())
        const present = presentVoters(hall.state)
        const agents = await tx
          .selectFrom('meeting_proxy')
          .select('voter_id')
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', meeting.id)
          .where('agent_id', '=', caller.user.id)
          .where('revoked_at', 'is', null)
          .execute()
        const acted = new Set(agents.map((a) => a.voter_id))
        const key = query.q?.toLowerCase()
        const rows = (await votersOf(tx, tenantId, meeting.id)).filter(
          (v) =>
            (standing.prepares ||
              standing.directs ||
              v.user_id === caller.user.id ||
              v.joint.some((j) => j.userId === caller.user.id) ||
              acted.has(v.id)) &&
            (key === undefined || v.name.toLowerCase().includes(key)) &&
            (query.missing === undefined ||
              (query.missing === 'account'
                ? v.user_id === null
                : query.missing === 'identity'
                  ? v.identity === null
                  : !present.has(v.label))),
        )
        const from = after === null ? 0 : rows.findIndex((v) => v.id === after) + 1
        const page = rows.slice(from, from + query.limit)
        return {
          items: await viewsOf(tx, tenantId, page, hall),
          next: from + query.limit < rows.length ? page.at(-1)!.id : null,
          total: rows.length,
          amount: rows.reduce((sum, v) => sum + v.claims.reduce((s, c) => s + c.amount, 0), 0),
        }
      })
    },

    async correctVoter({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      await rooms.change(caller, params.id, async (tx, room, standing) => {
        demandPreparing(standing)
        demandBeforeOpening(room.meeting)
        const before = await voterOf(tx, room.meeting, params.voter)
        if (before.revision !== body.revision)
          throw refuse(
            'meeting.changed',
            { zh: '该债权人的表决权刚被更正，请核对', en: 'This voter was corrected in the meantime' },
            { version: before.revision },
          )
        if (body.claims !== undefined && new Set(body.claims.map((c) => c.id)).size !== body.claims.length)
          throw refuseStep('债权编号重复', 'A claim is named twice')
        const joint: { userId: string; name: string }[] = []
        for (const login of body.joint ?? []) {
          const userId = await accountOf(tx, tenantId, login)
          if (userId === before.user_id) throw refuseStep('共同债权人与表决账号相同', 'A joint holder is the account of the voter itself')
          joint.push({ userId, name: (await usersById(tx, tenantId, [userId])).get(userId)!.name })
        }
        await tx
          .updateTable('meeting_voter')
          .set({
            revision: before.revision + 1,
            ...(body.name === undefined ? {} : { name: body.name }),
            ...(body.claims === undefined ? {} : { claims: JSON.stringify(body.claims) }),
            ...(body.joint === undefined ? {} : { joint: JSON.stringify(joint) }),
          })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('id', '=', params.voter)
          .execute()
        await room.set({ list_stale: true })
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: room.at,
          kind: 'meeting.voter-corrected',
          subject: { type: 'meeting', id: params.id },
          detail: {
            voter: params.voter,
            reason: body.reason,
            before: { name: before.name, claims: before.claims, joint: before.joint.map((j) => j.name) },
            after: {
              name: body.name ?? before.name,
              claims: body.claims ?? before.claims,
              joint: (body.joint ? joint : before.joint).map((j) => j.name),
            },
          },
          requestId,
        })
      })
      return one(tenantId, params.id, params.voter)
    },

    async linkVoter({ caller, params, body }) {
      const tenantId = caller.tenant.id
      await rooms.change(caller, params.id, async (tx, room, standing) => {
        demandPreparing(standing)
        const { meeting } = room
        if (meeting.status === 'closed' || meeting.status === 'cancelled') throw refuseStep('会议已经结束', 'The meeting is over')
        const voter = await voterOf(tx, meeting, params.voter)
        await writeAccount(tx, digestKey, voter, body, await accountFor(tx, meeting, room.hall, voter, body.login))
      })
      return one(tenantId, params.id, params.voter)
    },
  }
}

/** With which claims a voter votes on an item, as packages/ballot has it. */
export function claimsOn(hall: Hall, label: string, item: string): readonly { readonly id: string; readonly amount: number }[] {
  const right = hall.state.rights.get(label)
  const resolution = hall.state.resolutions.get(item)
  if (!right || !resolution) return []
  return votingClaims(
    { id: label, claims: right.claims },
    {
      id: item,
      title: '',
      majority: resolution.majority.id,
      ...(resolution.text.classes === undefined ? {} : { classes: resolution.text.classes }),
    },
    resolution.majority,
  )
}
