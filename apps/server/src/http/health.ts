import type { FastifyInstance } from 'fastify'
import type { Services } from '../services.ts'

/** For whoever watches the server: does it live, can it work, what has it done. */
export function registerHealth(app: FastifyInstance, { store, metrics }: Services): void {
  app.get('/health', { config: { permission: 'public' } }, async () => ({ status: 'ok' }))
  app.get('/ready', { config: { permission: 'public' } }, async (_request, reply) => {
    const database = await store.answers()
    return reply.code(database ? 200 : 503).send({ status: database ? 'ready' : 'unready', database })
  })
  app.get('/metrics', { config: { permission: 'metrics' } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
