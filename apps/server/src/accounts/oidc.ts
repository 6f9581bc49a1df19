import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as oidc from 'openid-client'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { StartFailure } from '../failure.ts'
import { cookieOf } from '../http/guard.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { doors } from './enter.ts'
import type { Caller } from './sessions.ts'
import { loginKey } from './users.ts'

/**
 * Sign-in by OpenID Connect: authorization code with PKCE, state and nonce. An account of the provider is bound to a user by issuer and
 * subject, at the first sign-in through the claim that the settings name, or by its owner. Only users that exist get in; nobody is made.
 */

const FLOW_MINUTES = 10
const FLOW_COOKIE = 'yingshang-flow'
const CALLBACK = '/api/session/oidc/callback'
/** What the sign-in page says about a sign-in that failed: its address carries one of these. */
export type OidcTrouble = 'failed' | 'unknown' | 'taken' | 'disabled' | 'unreachable'

class Trouble extends Error {
  readonly trouble: OidcTrouble
  constructor(trouble: OidcTrouble) {
    super(trouble)
    this.trouble = trouble
  }
}

export interface IdentityProvider {
  readonly name: string
  readonly issuer: string
  /** Where the browser goes to sign in, or to bind an account of a user. */
  begin(request: FastifyRequest, reply: FastifyReply, returnTo: string, userId: string | null): Promise<string>
  /** Where the browser goes after signing out; null when the provider has no such place or cannot be reached. */
  signOutUrl(caller: Caller, request: FastifyRequest): Promise<string | null>
  register(app: FastifyInstance): void
}

/** The identity provider of the settings; null when there is none. */
export function identityProvider(services: Services): IdentityProvider | null {
  const { config, store, tenantId, now, log } = services
  const { oidcIssuer } = config
  if (oidcIssuer === null) return null
  const secret = readSecret(config.oidcClientSecretFile)
  const door = doors(services)
  const { secure } = cookieOf(config)
  const flowCookie = { path: '/api/session/oidc', httpOnly: true, sameSite: 'lax', secure } as const

  let known: Promise<oidc.Configuration> | null = null
  /** What the provider says about itself; asked for again after a failure. */
  const provider = (): Promise<oidc.Configuration> => {
    known ??= oidc
      .discovery(oidcIssuer, config.oidcClientId, undefined, secret === null ? oidc.None() : oidc.ClientSecretPost(secret), {
        timeout: 10,
        ...(oidcIssuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
      })
      .catch((error: unknown) => {
        known = null
        log.warn({ err: error }, 'the identity provider does not answer')
        throw new Trouble('unreachable')
      })
    return known
  }

  const base = (request: FastifyRequest) => config.publicUrl[0] ?? `${request.protocol}://${request.headers.host}`

  async function begin(request: FastifyRequest, reply: FastifyReply, returnTo: string, userId: string | null): Promise<string> {
    const settings = await provider()
    const browser = randomBytes(32).toString('base64url')
    const flow = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() }
    const redirectUri = base(request) + CALLBACK
    await store.inTenant(tenantId, async (tx) => {
      await tx.deleteFrom('sign_in_flow').where('tenant_id', '=', tenantId).where('expires_at', '<', now()).execute()
      await tx
        .insertInto('sign_in_flow')
        .values({
          tenant_id: tenantId,
          id: newId(),
          browser_hash: digest(browser),
          ...flow,
          redirect_uri: redirectUri,
          return_to: localPath(returnTo),
          user_id: userId,
          expires_at: new Date(now().getTime() + FLOW_MINUTES * 60_000),
        })
        .execute()
    })
    reply.setCookie(FLOW_COOKIE, browser, { ...flowCookie, maxAge: FLOW_MINUTES * 60 })
    return oidc.buildAuthorizationUrl(settings, {
      redirect_uri: redirectUri,
      scope: config.oidcScope,
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      state: flow.state,
      nonce: flow.nonce,
    }).href
  }

  /** The flow that this browser began; it is used up by being looked at. */
  async function flowOf(request: FastifyRequest) {
    const browser = request.cookies[FLOW_COOKIE]
    if (browser === undefined) throw new Trouble('failed')
    const flow = await store.inTenant(tenantId, (tx) =>
      tx
        .deleteFrom('sign_in_flow')
        .where('tenant_id', '=', tenantId)
        .where('browser_hash', '=', digest(browser))
        .returningAll()
        .executeTakeFirst(),
    )
    if (!flow || flow.expires_at <= now()) throw new Trouble('failed')
    return flow
  }

  async function callback(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const flow = await flowOf(request)
    const settings = await provider()
    const current = new URL(flow.redirect_uri)
    current.search = new URL(request.url, current).search
    const tokens = await oidc.authorizationCodeGrant(settings, current, {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    const info = settings.serverMetadata().userinfo_endpoint ? await oidc.fetchUserInfo(settings, tokens.access_token, claims.sub) : {}
    const person = { ...info, ...claims } as Record<string, unknown>
    const identity = { issuer: claims.iss, subject: claims.sub, label: labelOf(person) }
    if (flow.user_id !== null) {
      const owner = flow.user_id
      await store.inTenant(tenantId, (tx) => bind(tx, owner, identity, request.id))
      return `${flow.return_to}${flow.return_to.includes('?') ? '&' : '?'}linked=1`
    }
    const userId = await store.inTenant(tenantId, (tx) => userOf(tx, identity, person, request.id))
    await door.open(reply, userId, request.caller, request.id, 'oidc', tokens.id_token ?? null)
    return flow.return_to
  }

  interface Identity {
    readonly issuer: string
    readonly subject: string
    readonly label: string | null
  }

  /** The user that an account of the provider belongs to: bound before, or bound now through the claim. */
  async function userOf(tx: InTenant, identity: Identity, person: Record<string, unknown>, requestId: string): Promise<string> {
    const { issuer, subject } = identity
    const bound = await tx
      .updateTable('user_identity')
      .set({ last_used_at: now(), label: identity.label })
      .where('tenant_id', '=', tenantId)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .returning('user_id')
      .executeTakeFirst()
    const user = await byColumn(tx, bound ? { id: bound.user_id } : claimed(person))
    if (!user) throw new Trouble('unknown')
    if (user.disabled) throw new Trouble('disabled')
    if (!bound) await bind(tx, user.id, identity, requestId)
    return user.id
  }

  type Wanted = { readonly id: string } | { readonly loginKey: string } | { readonly emailKey: string } | null

  /** What the claim of the settings says about whom it is. */
  function claimed(person: Record<string, unknown>): Wanted {
    const name = config.oidcLoginClaim
    const value = person[name]
    if (name === 'none' || typeof value !== 'string' || value.trim() === '') return null
    // An address that nobody checked is whatever somebody typed.
    if (name === 'email') return person.email_verified === true ? { emailKey: value.toLowerCase() } : null
    return { loginKey: loginKey(value) }
  }

  async function byColumn(tx: InTenant, wanted: Wanted) {
    if (wanted === null) return undefined
    const select = tx.selectFrom('app_user').select(['id', 'disabled']).where('tenant_id', '=', tenantId)
    if ('id' in wanted) return select.where('id', '=', wanted.id).executeTakeFirst()
    if ('emailKey' in wanted) return select.where('email_key', '=', wanted.emailKey).executeTakeFirst()
    return select.where('login_key', '=', wanted.loginKey).executeTakeFirst()
  }

  /** Binds an account of the provider to a user; refused when either is bound to another. */
  async function bind(tx: InTenant, userId: string, { issuer, subject, label }: Identity, requestId: string): Promise<void> {
    const there = await tx
      .selectFrom('user_identity')
      .select(['user_id', 'subject'])
      .where('tenant_id', '=', tenantId)
      .where('issuer', '=', issuer)
      .where((where) => where.or([where('subject', '=', subject), where('user_id', '=', userId)]))
      .execute()
    if (there.some((row) => row.user_id === userId && row.subject === subject)) return
    if (there.length > 0) throw new Trouble('taken')
    await tx
      .insertInto('user_identity')
      .values({ tenant_id: tenantId, issuer, subject, user_id: userId, label, linked_at: now(), last_used_at: now() })
      .execute()
    await record(tx, {
      tenantId,
      userId,
      at: now(),
      kind: 'account.linked',
      subject: { type: 'user', id: userId },
      detail: { issuer, label },
      requestId,
    })
  }

  return {
    name: config.oidcName,
    issuer: oidcIssuer.href,
    begin: (request, reply, returnTo, userId) =>
      begin(request, reply, returnTo, userId).catch((error: unknown) => {
        if (error instanceof Trouble) throw refuse('server.unavailable')
        throw error
      }),

    async signOutUrl(caller, request) {
      if (caller.session.method !== 'oidc') return null
      const settings = await provider().catch(() => null)
      if (!settings?.serverMetadata().end_session_endpoint) return null
      return oidc.buildEndSessionUrl(settings, {
        post_logout_redirect_uri: `${base(request)}/`,
        ...(caller.session.idToken ? { id_token_hint: caller.session.idToken } : {}),
      }).href
    },

    register(app) {
      const rateLimit = { max: 60, timeWindow: 60_000 }
      app.get<{ Querystring: { returnTo?: string } }>(
        '/api/session/oidc',
        { config: { permission: 'public', rateLimit } },
        async (request, reply) => {
          try {
            return reply.redirect(await begin(request, reply, String(request.query.returnTo ?? '/'), null))
          } catch (error) {
            if (!(error instanceof Trouble)) throw error
            return reply.redirect(`/?signIn=${error.trouble}`)
          }
        },
      )
      app.get(CALLBACK, { config: { permission: 'public', rateLimit } }, async (request, reply) => {
        reply.clearCookie(FLOW_COOKIE, flowCookie)
        reply.header('cache-control', 'no-store')
        try {
          return reply.redirect(await callback(request, reply))
        } catch (error) {
          const trouble = error instanceof Trouble ? error.trouble : 'failed'
          if (!(error instanceof Trouble)) log.warn({ err: error }, 'a sign-in through the identity provider failed')
          services.metrics.signIns.inc({ result: 'refused' })
          await store.inTenant(tenantId, (tx) =>
            record(tx, {
              tenantId,
              userId: null,
              at: now(),
              kind: 'session.refused',
              detail: { method: 'oidc', trouble },
              requestId: request.id,
            }),
          )
          return reply.redirect(`/?signIn=${trouble}`)
        }
      })
    },
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** A path of our own pages; anything else is the start page. */
function localPath(text: string): string {
  if (!/^\/(?![/\\])/.test(text) || text.length > 500 || /[\p{Cc}\\]/u.test(text)) return '/'
  return text
}

function labelOf(person: Record<string, unknown>): string | null {
  for (const claim of ['preferred_username', 'name', 'email', 'sub'])
    if (typeof person[claim] === 'string') return person[claim].slice(0, 200)
  return null
}

function readSecret(file: string): string | null {
  if (file === '') return null
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartFailure(
      'oidc.secret',
      `无法读取 OIDC_CLIENT_SECRET_FILE：${(error as Error).message}`,
      `OIDC_CLIENT_SECRET_FILE cannot be read: ${(error as Error).message}`,
      { cause: error },
    )
  }
}
