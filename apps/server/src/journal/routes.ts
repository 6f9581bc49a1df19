import type { FastifyInstance } from 'fastify'
import { refuse } from '../http/problem.ts'
import type { Sealer } from './sealer.ts'

/** The log as C2SP tlog-tiles under /log/: public, since it holds nothing about anybody. */

const PATH = /^(checkpoint|handover\/\d{1,16}|tile\/(?:entries|\d{1,2})\/(?:x\d{3}\/)*\d{3}(?:\.p\/\d{1,3})?)$/

export function serveLog(app: FastifyInstance, sealer: Sealer): void {
  app.get('/log/key', { config: { permission: 'public' } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(`${sealer.verifierKey}\n`),
  )
  app.get('/log/trust', { config: { permission: 'public' } }, async (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await sealer.trust()),
  )
  // A witness hands in the checkpoint with its cosignature; only keys that the operator named count.
  app.post(
    '/log/cosignatures',
    { config: { permission: 'public', rateLimit: { max: 30, timeWindow: 60_000 } }, bodyLimit: 20_000 },
    async (request, reply) => {
      if (typeof request.body !== 'string')
        throw refuse('request.media-type', {
          zh: '请以 text/plain 提交带见证签名的检查点',
          en: 'Send the cosigned checkpoint as text/plain',
        })
      const added = await sealer.cosign(request.body)
      if (!added.ok) throw refuse('log.cosignature', { zh: added.refusal.zh, en: added.refusal.en })
      return reply.type('text/plain; charset=utf-8').send(added.value)
    },
  )
  app.get<{ Params: { '*': string } }>('/log/*', { config: { permission: 'public' } }, async (request, reply) => {
    const path = request.params['*']
    if (!PATH.test(path)) throw refuse('request.not-found')
    const bytes = await sealer.read(path)
    if (bytes === null) throw refuse('request.not-found')
    // Full tiles never change.
    const forever = path !== 'checkpoint' && !path.includes('.p/') && path.startsWith('tile/')
    return reply
      .type(path.startsWith('tile/') === false ? 'text/plain; charset=utf-8' : 'application/octet-stream')
      .header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(Buffer.from(bytes))
  })
}
