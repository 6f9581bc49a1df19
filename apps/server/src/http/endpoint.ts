import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller } from '../accounts/sessions.ts'
import { ENDPOINTS, type Endpoint, type EndpointName } from '../contract/endpoints.ts'
import { refuseInvalid } from './problem.ts'

/** Makes routes of the table of endpoints: validates what comes in, hands it to the handler, sends what comes out. */

type Of<N extends EndpointName> = (typeof ENDPOINTS)[N]
type Parsed<N extends EndpointName, K extends string> =
  Of<N> extends { readonly [P in K]: infer S extends z.ZodType } ? z.output<S> : undefined

/** Arrays and objects of an answer may be read-only; the schemas say nothing about that. */
export type ReadonlyDeep<T> = T extends readonly (infer U)[]
  ? readonly ReadonlyDeep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T

export interface Call<N extends EndpointName> {
  readonly params: Parsed<N, 'params'>
  readonly query: Parsed<N, 'query'>
  readonly body: Parsed<N, 'body'>
  readonly caller: Of<N>['permission'] extends 'public' ? Caller | null : Caller
  readonly requestId: string
  readonly address: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** An answer with another status than the endpoint's own. */
export class Status<T> {
  readonly status: number
  readonly value: T
  constructor(status: number, value: T) {
    this.status = status
    this.value = value
  }
}

/** Whether the sender is content with the short answer of the endpoint. */
export const prefersMinimal = (request: FastifyRequest): boolean =>
  [request.headers.prefer ?? []].flat().some((header) => header.split(/[,;]/).some((one) => /^\s*return\s*=\s*"?minimal"?\s*$/i.test(one)))

/** A file to be saved by the browser. */
export interface FileAnswer {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array | Readable
  readonly bytes?: number
}

type Reply<N extends EndpointName> =
  | (Of<N> extends { reply: infer R extends z.ZodType } ? ReadonlyDeep<z.output<R>> : never)
  | (Of<N> extends { minimal: infer M extends z.ZodType } ? ReadonlyDeep<z.output<M>> : never)
type Answer<N extends EndpointName> =
  Of<N> extends { download: true }
    ? FileAnswer
    : Of<N> extends { status: 204 }
      ? // biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing
        void
      : Reply<N> | Status<Reply<N>>

export type Handler<N extends EndpointName> = (call: Call<N>) => Promise<Answer<N>>
export type Handlers = { readonly [N in EndpointName]: Handler<N> }

export interface EndpointOptions {
  /** Checks every answer against its schema: for tests. */
  readonly checkReplies: boolean
}

/** Where somebody who is nobody yet may knock. */
const DOORS: ReadonlySet<EndpointName> = new Set(['signIn', 'requestMailCode', 'signInByMailCode'])

export function registerEndpoints(app: FastifyInstance, handlers: Handlers, options: EndpointOptions): void {
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) register(app, name, handlers[name] as never, options)
}

function register(app: FastifyInstance, name: EndpointName, handler: (call: unknown) => Promise<unknown>, options: EndpointOptions): void {
  const endpoint: Endpoint = ENDPOINTS[name]
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    // A file is made and recorded by the request; a HEAD would do it for nothing.
    exposeHeadRoute: false,
    config: {
      permission: endpoint.permission,
      endpoint: name,
      ...(endpoint.rate
        ? { rateLimit: { max: endpoint.rate.max, timeWindow: endpoint.rate.seconds * 1000 } }
        : DOORS.has(name)
          ? { rateLimit: { max: 60, timeWindow: 60_000 } }
          : {}),
    },
    handler: async (request, reply) => {
      const answer = await handler({
        params: parse(endpoint.params, request.params),
        query: parse(endpoint.query, request.query),
        body: parse(endpoint.body, request.body),
        caller: request.caller,
        requestId: request.id,
        address: request.ip,
        request,
        reply,
      })
      reply.header('cache-control', 'no-store')
      if (endpoint.download) return sendFile(reply, answer as FileAnswer)
      if (endpoint.status === 204) return reply.code(204).send()
      const value = answer instanceof Status ? answer.value : answer
      if (endpoint.minimal && prefersMinimal(request)) reply.header('preference-applied', 'return=minimal')
      if (options.checkReplies)
        (endpoint.minimal ? endpoint.reply?.or(endpoint.minimal) : endpoint.reply)?.parse(JSON.parse(JSON.stringify(value)))
      return reply
        .code(answer instanceof Status ? answer.status : (endpoint.status ?? 200))
        .type('application/json; charset=utf-8')
        .send(value)
    },
  })
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined
  const result = schema.safeParse(value ?? {})
  if (!result.success) throw refuseInvalid(result.error)
  return result.data
}

function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  const plain = file.name.replace(/[^\x20-\x7e]|["\\/%]/g, '_')
  reply.header(
    'content-disposition',
    `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, encodeOther)}`,
  )
  reply.header('x-content-type-options', 'nosniff')
  if (file.bytes !== undefined) reply.header('content-length', file.bytes)
  return reply.type(file.type).send(file.content instanceof Uint8Array ? Buffer.from(file.content) : file.content)
}

const encodeOther = (c: string) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
