import type { FastifyInstance } from 'fastify'
import { Id } from '../contract/values.ts'
import { refuse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { enter } from './access.ts'
import { roomsOf } from './rooms.ts'

/** `GET /api/meetings/:id/live`: server-sent events; each event `state` is a `MeetingLiveState`. */
export function serveLiveMeetings(app: FastifyInstance, services: Services): void {
  const rooms = roomsOf(services)
  const { store, now } = services
  app.get<{ Params: { id: string } }>(
    '/api/meetings/:id/live',
    { config: { permission: 'meeting.read' }, exposeHeadRoute: false },
    async (request, reply) => {
      const { id } = request.params
      if (!Id.safeParse(id).success) throw refuse('meeting.not-found')
      const caller = request.caller!
      await store.inTenant(caller.tenant.id, (tx) => enter(tx, caller, id, now()))
      const seen = request.headers['last-event-id']
      reply.hijack()
      await rooms.live.add(id, caller, reply.raw, typeof seen === 'string' ? seen : undefined)
    },
  )
  app.addHook('preClose', async () => rooms.live.stop())
}
