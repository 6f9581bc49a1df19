import type { FastifyInstance } from 'fastify'
import { refuse } from '../http/problem.ts'
import type { Sealer } from './sealer.ts'

/** The log as C2SP tlog-tiles under /log/: public, since it holds nothing about anybody. */

const PATH = /^(checkpoint|tile\/(?:entries|\d{1,2})\/(?:x\d{3}\/)*\d{3}(?:\.p\/\d{1,3})?)$/

export function serveLog(app: FastifyInstance, sealer: Sealer): void {
  app.get('/log/key', { config: { permission: 'public' } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(`${sealer.verifierKey}\n`),
  )
  app.get<{ Params: { '*': string } }>('/log/*', { config: { permission: 'public' } }, async (request, reply) => {
    const path = request.params['*']
    if (!PATH.test(path)) throw refuse('request.not-found')
    const bytes = await sealer.read(path)
    if (bytes === null) throw refuse('request.not-found')
    // Full tiles never change.
    const forever = path !== 'checkpoint' && !path.includes('.p/')
    return reply
      .type(path === 'checkpoint' ? 'text/plain; charset=utf-8' : 'application/octet-stream')
      .header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(Buffer.from(bytes))
  })
}
