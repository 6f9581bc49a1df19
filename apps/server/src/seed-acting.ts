import { dateInChina } from '@yingshang/time'
import type { FastifyRequest } from 'fastify'
import type { Caller } from './accounts/sessions.ts'
import { permissionsOf } from './authorise.ts'
import type { Role } from './contract/session.ts'
import { Status } from './http/endpoint.ts'
import type { Services } from './services.ts'

/** How samples act: through the handlers that the interface calls, in the name of their people, on days before the first start. */

/** What a handler is given beside caller, parameters and body. */
export const SAMPLE_CALL = {
  requestId: 'samples',
  address: '',
  request: { headers: {} } as FastifyRequest,
  reply: undefined as never,
  query: {},
}

/** A person of the samples as handlers see one who is signed in. */
export const sampleCaller = (
  { tenantId, config, now }: Pick<Services, 'tenantId' | 'config' | 'now'>,
  id: string,
  login: string,
  displayName: string,
  roles: readonly Role[],
): Caller => ({
  tenant: { id: tenantId, name: config.bodyName },
  user: { id, login, displayName, roles },
  permissions: permissionsOf(roles),
  mustChangePassword: false,
  session: { id: '', csrfToken: '', expiresAt: now() },
})

/** What a handler answered, whatever its status. */
export const answerOf = <T>(answer: T | Status<T>): T => (answer instanceof Status ? answer.value : answer)

/** Ten in the morning in China, so many days before. */
export const tenInChina = (since: Date, ago: number): Date =>
  new Date(Date.parse(`${dateInChina(since.toISOString())}T02:00:00Z`) - ago * 86_400_000)
