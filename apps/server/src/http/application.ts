import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { identityProvider } from '../accounts/oidc.ts'
import type { Problem } from '../contract/problem.ts'
import { serveLog } from '../journal/routes.ts'
import { serveLiveMeetings } from '../meetings/live-route.ts'
import type { Services } from '../services.ts'
import { registerEndpoints } from './endpoint.ts'
import { demandPermissions, guard } from './guard.ts'
import { handlers } from './handlers.ts'
import { registerHealth } from './health.ts'
import { openApi } from './openapi.ts'
import { servePages } from './pages.ts'
import { Refused, refuse } from './problem.ts'

/** Puts the HTTP application together: checks, endpoints, documentation, pages. It does not listen yet. */

export interface ApplicationOptions {
  readonly version: string
  readonly checkReplies: boolean
  /** False leaves the pages out, for tests of the interface. */
  readonly pages: boolean
  /** Further routes, registered under the same rules. */
  readonly more?: (app: FastifyInstance) => void
}

const JSON_LIMIT = 1_000_000
/** Deeper than any form; what goes deeper is meant to exhaust whoever walks through it. */
const JSON_DEPTH = 64

export async function buildApplication(services: Services, options: ApplicationOptions): Promise<FastifyInstance> {
  const { config, log } = services
  const app = Fastify({
    loggerInstance: log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    bodyLimit: JSON_LIMIT,
    requestTimeout: 10 * 60_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // Addresses that the router itself refuses are answered in the same form as everything else.
    frameworkErrors: (error, request, reply) => send(request as FastifyRequest, reply as FastifyReply, fromFramework(error)),
  }) as unknown as FastifyInstance
  demandPermissions(app, ['/api/docs'])
  handleErrors(app)
  observe(app, services)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The page library writes its styles into the page as it runs.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: config.publicUrl[0]?.startsWith('https:') === true ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  await app.register(cookie)
  await app.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      refuse('request.too-many', undefined, { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  })
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: config.uploadLimitMb * 1024 * 1024, files: 2, fields: 10, fieldSize: 10_000, parts: 12, headerPairs: 100 },
  })
  guard(app, services)
  app.addHook('preValidation', async (request) => {
    for (const part of [request.params, request.query, request.body]) checkValue(part)
  })
  await app.register(swagger, { mode: 'static', specification: { document: openApi(options.version) as never } })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, uiConfig: { docExpansion: 'list', deepLinking: true } })
  app.get('/api/openapi.json', { config: { permission: 'public' } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  )
  registerHealth(app, services)
  const provider = identityProvider(services)
  registerEndpoints(app, handlers(services, provider), { checkReplies: options.checkReplies })
  provider?.register(app)
  serveLog(app, services.sealer)
  serveLiveMeetings(app, services)
  options.more?.(app)
  if (options.pages) await servePages(app)
  await app.ready()
  return app
}

/**
 * Refuses what could not be kept: text with a NUL or half a surrogate pair, which neither the database nor the journal holds, and nesting without end. Walks level
 * by level, since the depth is somebody else's choice.
 */
function checkValue(value: unknown): void {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > JSON_DEPTH)
      throw refuse('request.malformed', {
        zh: `请求内容嵌套超过 ${JSON_DEPTH} 层`,
        en: `The request is nested deeper than ${JSON_DEPTH} levels`,
      })
    const next: unknown[] = []
    for (const one of level) {
      if (typeof one === 'string' && (one.includes('\0') || !one.isWellFormed()))
        throw refuse('request.malformed', {
          zh: '请求中含有不能保存的字符（空字符或者不完整的字符）',
          en: 'The request holds characters that cannot be kept: NUL, or half a character',
        })
      if (one !== null && typeof one === 'object' && !Buffer.isBuffer(one))
        for (const [key, held] of Object.entries(one)) next.push(key, held)
    }
    level = next
  }
}

function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Refused, request, reply) => {
    const refused = error instanceof Refused ? error : fromFramework(error)
    if (refused.status >= 500) request.log.error({ err: error }, 'request failed')
    send(request, reply, refused)
  })
  app.setNotFoundHandler((request, reply) => send(request, reply, refuse('request.not-found')))
}

/** What the framework and its plugins throw, in our words. Anything unknown is our own fault. */
function fromFramework(error: FastifyError): Refused {
  const status = error.statusCode ?? 500
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413) return refuse('request.too-large')
  if (status === 415) return refuse('request.media-type')
  if (status === 429) return refuse('request.too-many')
  if (status === 404) return refuse('request.not-found')
  if (status >= 400 && status < 500) return refuse('request.malformed')
  if (['57P01', '57P03', '08006', '08001', 'ECONNREFUSED', 'ECONNRESET'].includes(error.code)) return refuse('server.unavailable')
  return refuse('server.error')
}

function send(request: FastifyRequest, reply: FastifyReply, refused: Refused): void {
  const problem: Problem = { ...refused.problem, requestId: request.id }
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  reply.removeHeader('content-disposition')
  reply
    .code(refused.status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify as never)
    .send(problem)
}

/** One line and one observation for each request, when it is answered: no query, no body, no address, no name. */
function observe(app: FastifyInstance, { metrics }: Services): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const seconds = reply.elapsedTime / 1000
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds)
    const line = {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      user: request.caller?.user.id,
    }
    if (route === '/health' || route === '/ready') request.log.debug(line, 'request')
    else request.log.info(line, 'request')
  })
}
