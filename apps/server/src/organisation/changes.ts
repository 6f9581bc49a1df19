import type { FastifyRequest } from 'fastify'
import type { Caller } from '../accounts/sessions.ts'
import type { EndpointName } from '../contract/endpoints.ts'
import type { EventKind } from '../contract/events.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { record as seal } from '../journal/record.ts'
import type { Services } from '../services.ts'
import { inScope, type Scope } from './scope.ts'

/** What every change of the organisation has in common: it is recorded with before and after, and a name that is taken has words of its own. */

export interface Who {
  readonly tenantId: string
  /** Null: the server itself. */
  readonly userId: string | null
  readonly at: Date
  readonly requestId?: string
}

const whoOf = (caller: Caller, at: Date, requestId: string): Who => ({
  tenantId: caller.tenant.id,
  userId: caller.user.id,
  at,
  requestId,
})

export type SubjectType = 'area' | 'body' | 'department' | 'membership' | 'task-force' | 'body-group' | 'unit' | 'delegation'

export interface OrganisationDeed {
  readonly kind: EventKind
  readonly type: SubjectType
  readonly id: string
  /** What people call it. */
  readonly name: string
  readonly before?: object | null
  readonly after?: object | null
}

export async function changed(tx: InTenant, who: Who, deed: OrganisationDeed): Promise<void> {
  await record(tx, {
    tenantId: who.tenantId,
    userId: who.userId,
    at: who.at,
    kind: deed.kind,
    subject: { type: deed.type, id: deed.id },
    detail: { name: deed.name, before: deed.before ?? null, after: deed.after ?? null },
    ...(who.requestId === undefined ? {} : { requestId: who.requestId }),
  })
}

/** Who held which authority when is sealed into the journal, beside the record. */
export async function sealed(
  tx: InTenant,
  who: Who,
  kind: 'organisation.post' | 'organisation.delegation',
  subjectId: string,
  body: object,
) {
  await seal(tx, who.tenantId, [{ kind, subjectId, userId: who.userId, at: who.at, body }])
}

/** The fields of a change that were given, as columns. */
export const given = <T extends Record<string, unknown>>(columns: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as never

/** Runs what may meet a unique name, a missing neighbour or a rule of the schema, in the words of the interface. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '23505') throw refuse('organisation.name-taken')
    if (code === '23503') throw refuse('organisation.not-found')
    if (code === '23514')
      throw refuse('organisation.refused', {
        zh: '日期或者所属关系不合规则：结束不能早于开始，科室和单位须相符',
        en: 'Days or relations do not fit: an end before the beginning, a department without its body',
      })
    throw error
  }
}

/** What a request brings that changes something. */
interface Asked {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly requestId: string
}

/** Makes something in the caller's scope, once per idempotency key, in the words of the interface. Answers 201. */
export function making<T>(
  services: Services,
  endpoint: EndpointName,
  { caller, request, requestId }: Asked,
  asked: readonly unknown[],
  work: (tx: InTenant, who: Who, scope: Scope) => Promise<T>,
): Promise<Status<T>> {
  return once(services, caller, endpoint, idempotencyKey(request), hashOf(...asked), (keep) =>
    inWords(() =>
      inScope(services, caller, async (tx, scope) => {
        const answer = await work(tx, whoOf(caller, services.now(), requestId), scope)
        await keep(tx, 201, answer)
        return new Status(201, answer)
      }),
    ),
  )
}

/** Changes something in the caller's scope, in the words of the interface. */
export function changing<T>(
  services: Services,
  { caller, requestId }: Omit<Asked, 'request'>,
  work: (tx: InTenant, who: Who, scope: Scope) => Promise<T>,
): Promise<T> {
  return inWords(() => inScope(services, caller, (tx, scope) => work(tx, whoOf(caller, services.now(), requestId), scope)))
}
