import { sql } from 'kysely'
import type { MEETING_ENDPOINTS } from '../contract/meetings.ts'
import type { Handlers } from '../http/endpoint.ts'
import { keyset } from '../http/keyset.ts'
import { seesAll } from '../matters/roles.ts'
import type { Services } from '../services.ts'
import { afterwardsHandlers } from './afterwards.ts'
import { codeHandlers } from './codes.ts'
import { directHandlers } from './direct.ts'
import { minutesHandlers } from './minutes.ts'
import { objectionHandlers } from './objections.ts'
import { paperHandlers } from './papers.ts'
import { prepareHandlers } from './prepare.ts'
import { proxyHandlers } from './proxies.ts'
import { publicHandlers } from './public.ts'
import { questionHandlers } from './questions.ts'
import { roomsOf } from './rooms.ts'
import { signInHandlers } from './sign-in.ts'
import { voterTableHandlers } from './voter-table.ts'
import { voterHandlers } from './voters.ts'
import { voteHandlers } from './votes.ts'

/** Meetings of creditors. */
export function meetingHandlers(services: Services): Pick<Handlers, keyof typeof MEETING_ENDPOINTS> {
  const rooms = roomsOf(services)
  const { store } = services
  return {
    ...prepareHandlers(rooms),
    ...paperHandlers(rooms),
    ...voterHandlers(rooms),
    ...voterTableHandlers(rooms),
    ...proxyHandlers(rooms),
    ...codeHandlers(rooms),
    ...signInHandlers(rooms),
    ...voteHandlers(rooms),
    ...directHandlers(rooms),
    ...questionHandlers(rooms),
    ...minutesHandlers(rooms),
    ...afterwardsHandlers(rooms),
    ...objectionHandlers(rooms),
    ...publicHandlers(rooms),

    async getMeeting({ caller, params }) {
      await rooms.desk.refresh(params.id)
      return rooms.show(caller, params.id)
    },

    async listMeetings({ caller, query }) {
      const tenantId = caller.tenant.id
      const userId = caller.user.id
      const after = keyset(query.after)
      return store.inTenant(tenantId, async (tx) => {
        let rows = tx
          .selectFrom('meeting as m')
          .innerJoin('matter as c', (join) => join.onRef('c.tenant_id', '=', 'm.tenant_id').onRef('c.id', '=', 'm.matter_id'))
          .select([
            'm.id',
            'm.number',
            'm.title',
            'm.kind',
            'm.status',
            'm.mode',
            'm.starts_at',
            'm.matter_id',
            'c.title as case',
            'c.number as case_number',
          ])
          .where('m.tenant_id', '=', tenantId)
        if (!seesAll(caller)) {
          const role = (roles: readonly string[]) =>
            sql<boolean>`exists (select 1 from matter_party p where p.tenant_id = ${tenantId} and p.matter_id = m.matter_id and p.user_id = ${userId}
              and p.ended_at is null and (${roles.length === 0} or p.role = any(${[...roles]}::text[])))`
          rows = rows.where((where) =>
            where.or([
              role(['administrator', 'group']),
              where('m.chair_id', '=', userId),
              where('m.recorder_id', '=', userId),
              where.and([
                where('m.status', '<>', 'draft'),
                where.or([
                  role([]),
                  sql<boolean>`exists (select 1 from meeting_voter v where v.tenant_id = ${tenantId} and v.meeting_id = m.id
                    and (v.user_id = ${userId} or v.joint @> ${JSON.stringify([{ userId }])}::jsonb))`,
                  sql<boolean>`exists (select 1 from meeting_proxy x where x.tenant_id = ${tenantId} and x.meeting_id = m.id and x.agent_id = ${userId} and x.revoked_at is null)`,
                ]),
              ]),
            ]),
          )
        }
        if (query.matter) rows = rows.where('m.matter_id', '=', query.matter)
        if (query.status) rows = rows.where('m.status', '=', query.status)
        if (after !== null) rows = rows.where('m.id', '<', after)
        const found = await rows
          .orderBy('m.id', 'desc')
          .limit(query.limit + 1)
          .execute()
        const shown = found.slice(0, query.limit)
        return {
          items: shown.map((r) => ({
            id: r.id,
            number: r.number,
            title: r.title,
            kind: r.kind as 'first' | 'later',
            status: r.status as 'draft',
            mode: r.mode as 'online' | 'hybrid',
            startsAt: r.starts_at.toISOString(),
            matter: { id: r.matter_id, title: r.case, number: r.case_number },
          })),
          next: found.length > query.limit ? shown.at(-1)!.id : null,
        }
      })
    },
  }
}
