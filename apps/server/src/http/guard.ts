import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Caller, csrfFits, findCaller } from '../accounts/sessions.ts'
import type { Permission } from '../contract/session.ts'
import type { Services } from '../services.ts'
import { refuse } from './problem.ts'

/**
 * Deny by default. Every route declares who may call it, or the server does not start; every request is checked before its body is read.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `public`: anybody; `session`: anybody signed in; else what the roles must allow. */
    permission?: Permission | 'public' | 'session' | 'metrics'
    endpoint?: string
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

export const COOKIE = { plain: 'yingshang', secure: '__Host-yingshang' } as const

/** Whether cookies go over HTTPS only, and the cookie's name, which then binds it to this host. */
export const cookieOf = (config: Services['config']) => {
  const secure = config.publicUrl[0]?.startsWith('https:') === true
  return { name: secure ? COOKIE.secure : COOKIE.plain, secure }
}

/** Refuses a route without a declared permission, at registration. Must be called before any route is. */
export function demandPermissions(app: FastifyInstance, publicPrefixes: readonly string[]): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.permission !== undefined) return
    if (publicPrefixes.some((prefix) => route.url === prefix || route.url.startsWith(`${prefix}/`))) {
      route.config = { ...route.config, permission: 'public' }
      return
    }
    throw new Error(`route ${route.method} ${route.url} declares no permission`)
  })
}

export function guard(app: FastifyInstance, services: Services): void {
  const { config, store, now } = services
  const rules = { idleMinutes: config.sessionIdleMinutes, hours: config.sessionHours }
  const cookie = cookieOf(config).name
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request) => {
    const permission = request.routeOptions.config.permission
    checkHost(request, config)
    if (request.is404) return
    if (UNSAFE.has(request.method)) checkOrigin(request, config)
    const token = request.cookies[cookie]
    if (permission !== 'public' || token !== undefined) request.caller = await findCaller(store, token, rules, now())
    if (permission === 'public') return
    const { caller } = request
    if (permission === 'metrics' && caller === null && isFromHere(request)) return
    if (caller === null) throw refuse('session.required')
    // A token of the page itself: another site can make the browser send the cookie, but cannot read this.
    if (UNSAFE.has(request.method) && !csrfFits(caller.session.csrfToken, request.headers['x-csrf-token'])) throw refuse('session.csrf')
    if (permission === 'session') return
    if (caller.mustChangePassword) throw refuse('session.password-change-required')
    const needed = permission === 'metrics' ? 'metrics.read' : permission
    if (needed === undefined || !caller.permissions.includes(needed)) throw refuse('permission.denied')
  })
}

/** A page of another name that points at this machine must not reach a server that only this machine shall reach. */
function checkHost(request: FastifyRequest, config: Services['config']): void {
  if (config.publicUrl.length > 0 || config.trustProxy.length > 0 || !LOOPBACK.has(config.host)) return
  if (!LOOPBACK.has(hostnameOf(request.headers.host ?? ''))) throw refuse('session.origin')
}

function checkOrigin(request: FastifyRequest, config: Services['config']): void {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (origin === undefined) {
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refuse('session.origin')
    return
  }
  const same =
    config.publicUrl.length > 0
      ? config.publicUrl.includes(origin)
      : URL.canParse(origin) && new URL(origin).host === (request.headers.host ?? '').toLowerCase()
  if (!same) throw refuse('session.origin')
}

const hostnameOf = (host: string) => host.toLowerCase().replace(/:\d+$/, '')

const HERE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** From this machine itself. Behind a proxy every request seems to be, so one that was passed on does not count. */
const isFromHere = (request: FastifyRequest) =>
  HERE.has(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined
