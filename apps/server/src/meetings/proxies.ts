import { createHash } from 'node:crypto'
import { KINDS } from '@yingshang/meeting'
import type { z } from 'zod'
import type { MeetingProxy } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { enter } from './access.ts'
import { recordList } from './eligibility.ts'
import { claimAttachment } from './papers.ts'
import { accountOf } from './prepare.ts'
import type { Rooms } from './rooms.ts'
import { labelFor, type MeetingRow, type ProxyRow, proxiesOf, refuseStep, usersById } from './store.ts'
import { identityDigest } from './voter-accounts.ts'
import { voterOf } from './voters.ts'

/** Powers of attorney: given by the voter itself, or entered by the clerk from a letter; recorded in the journal, so that a verifier knows who could vote for whom. */

async function viewsOf(tx: InTenant, tenantId: string, rows: readonly ProxyRow[]): Promise<z.output<typeof MeetingProxy>[]> {
  const people = await usersById(
    tx,
    tenantId,
    rows.map((r) => r.agent_id),
  )
  const names = new Map(
    rows.length === 0
      ? []
      : (
          await tx
            .selectFrom('meeting_voter')
            .select(['id', 'name'])
            .where('tenant_id', '=', tenantId)
            .where('meeting_id', '=', rows[0]!.meeting_id)
            .where('id', 'in', [...new Set(rows.map((r) => r.voter_id))])
            .execute()
        ).map((v) => [v.id, v.name]),
  )
  return rows.map((r) => ({
    id: r.id,
    voter: { id: r.voter_id, name: names.get(r.voter_id) ?? '' },
    agent: { name: r.agent_name, login: people.get(r.agent_id)?.login ?? '' },
    items: r.items,
    instructions: { ...r.instructions },
    validFrom: r.valid_from.toISOString(),
    validUntil: r.valid_until.toISOString(),
    revokedAt: r.revoked_at?.toISOString() ?? null,
  }))
}

/** A power of attorney as an event of the meeting. */
async function authorityOf(tx: InTenant, meeting: MeetingRow, row: ProxyRow, label: string) {
  return {
    from: label,
    to: await labelFor(tx, meeting, row.agent_id),
    validFrom: row.valid_from.toISOString(),
    validUntil: row.valid_until.toISOString(),
    ...(row.items === null ? {} : { resolutions: row.items }),
    ...(Object.keys(row.instructions).length === 0 ? {} : { instructions: row.instructions }),
  }
}

const shown = (tx: InTenant, tenantId: string, meetingId: string, id: string) =>
  tx
    .selectFrom('meeting_proxy')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('meeting_id', '=', meetingId)
    .where('id', '=', id)
    .executeTakeFirst()

type Names = 'listMeetingProxies' | 'addMeetingProxy' | 'revokeMeetingProxy'

export function proxyHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { store, now, digestKey } = rooms.services

  function demandRunning(meeting: MeetingRow): void {
    if (meeting.status !== 'called' && meeting.status !== 'open')
      throw refuseStep(
        '会议通知发出后、会议结束前可以登记或者撤销授权',
        'Powers of attorney are taken from the notice to the end of the meeting',
      )
  }

  return {
    async listMeetingProxies({ caller, params }) {
      const tenantId = caller.tenant.id
      return store.inTenant(tenantId, async (tx) => {
        const { standing } = await enter(tx, caller, params.id, now())
        const all = await proxiesOf(tx, tenantId, params.id)
        if (standing.prepares || standing.directs) return { items: await viewsOf(tx, tenantId, all) }
        const own = await tx
          .selectFrom('meeting_voter')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('user_id', '=', caller.user.id)
          .execute()
        const mine = all.filter((p) => p.agent_id === caller.user.id || own.some((v) => v.id === p.voter_id))
        return { items: await viewsOf(tx, tenantId, mine) }
      })
    },

    async addMeetingProxy({ caller, params, body }) {
      const tenantId = caller.tenant.id
      const id = newId()
      await rooms.change(caller, params.id, async (tx, room, standing) => {
        const { meeting } = room
        const voter = await voterOf(tx, meeting, body.voter)
        if (!standing.prepares && voter.user_id !== caller.user.id)
          throw refuse('permission.denied', {
            zh: '授权委托由债权人本人或者法院、管理人登记',
            en: 'For the voter itself, the court or the administrator',
          })
        demandRunning(meeting)
        const agentId = await accountOf(tx, tenantId, body.agentLogin)
        if (agentId === voter.user_id) throw refuseStep('不能委托本人', 'Nobody is the own agent')
        const known = new Set(room.hall.state.resolutions.keys())
        for (const item of [...(body.items ?? []), ...Object.keys(body.instructions)])
          if (!known.has(item)) throw refuseStep('授权范围中的事项不在议程上', 'An item of the authority is not on the agenda')
        const from = body.validFrom === undefined ? room.at : new Date(body.validFrom)
        const until = body.validUntil === undefined ? new Date(room.at.getTime() + 365 * 86_400_000) : new Date(body.validUntil)
        const letter =
          body.attachment === null
            ? createHash('sha256')
                .update(JSON.stringify([params.id, body]))
                .digest('hex')
            : await claimAttachment(tx, caller, meeting, body.attachment)
        const agent = (await usersById(tx, tenantId, [agentId])).get(agentId)!
        // A new letter to the same agent takes the place of the old one.
        await tx
          .updateTable('meeting_proxy')
          .set({ revoked_at: room.at })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('voter_id', '=', voter.id)
          .where('agent_id', '=', agentId)
          .where('revoked_at', 'is', null)
          .execute()
        await tx
          .insertInto('meeting_proxy')
          .values({
            tenant_id: tenantId,
            meeting_id: params.id,
            id,
            voter_id: voter.id,
            agent_id: agentId,
            agent_name: agent.name,
            agent_identity: identityDigest(digestKey, body.agentIdentity),
            items: body.items,
            instructions: JSON.stringify(body.instructions),
            valid_from: from,
            valid_until: until,
            attachment_id: body.attachment,
            revoked_at: null,
            made_by: caller.user.id,
            made_at: room.at,
          })
          .execute()
        if (meeting.open_items.length === 0) await recordList(tx, room, caller.user.id)
        const row = (await shown(tx, tenantId, params.id, id))!
        await room.record(KINDS.proxy, { proxy: await authorityOf(tx, meeting, row, voter.label), revoked: false, letter }, caller.user.id)
        await room.set()
      })
      return store.inTenant(
        tenantId,
        async (tx) => new Status(201, (await viewsOf(tx, tenantId, [(await shown(tx, tenantId, params.id, id))!]))[0]!),
      )
    },

    async revokeMeetingProxy({ caller, params }) {
      const tenantId = caller.tenant.id
      await rooms.change(caller, params.id, async (tx, room, standing) => {
        const row = await shown(tx, tenantId, params.id, params.proxy)
        if (!row) throw refuseStep('没有这份授权委托', 'No such power of attorney')
        const voter = await voterOf(tx, room.meeting, row.voter_id)
        if (!standing.prepares && voter.user_id !== caller.user.id) throw refuse('permission.denied')
        if (row.revoked_at !== null) return
        demandRunning(room.meeting)
        await tx
          .updateTable('meeting_proxy')
          .set({ revoked_at: room.at })
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', params.id)
          .where('id', '=', params.proxy)
          .execute()
        const proxy = await authorityOf(tx, room.meeting, row, voter.label)
        const letter = createHash('sha256').update(`revoked ${params.proxy}`).digest('hex')
        await room.record(KINDS.proxy, { proxy, revoked: true, letter }, caller.user.id)
        await room.set()
      })
      return store.inTenant(
        tenantId,
        async (tx) => (await viewsOf(tx, tenantId, [(await shown(tx, tenantId, params.id, params.proxy))!]))[0]!,
      )
    },
  }
}
