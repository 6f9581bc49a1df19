import type { Action, Values } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { openMatter } from './act.ts'
import type { StoredMatter } from './store.ts'

export interface Opening {
  readonly procedure: string
  readonly action: string
  /** The role in which it is opened; the caller has it on the matter from then on. */
  readonly as: string
  readonly values: Values
}

/** Opens a matter for a person who may; they become a party to it. */
export async function openAs(
  tx: InTenant,
  services: Services,
  caller: Caller,
  { procedure, action, as, values }: Opening,
  requestId: string,
): Promise<{ action: Action; matter: StoredMatter }> {
  const { law, config, now } = services
  const tenantId = caller.tenant.id
  const opened = await openMatter(tx, law, services, procedure, {
    tenantId,
    court: config.bodyName,
    userId: caller.user.id,
    actor: { id: caller.user.id, roles: [as] },
    action,
    values,
  })
  await tx
    .insertInto('matter_party')
    .values({
      tenant_id: tenantId,
      id: newId(),
      matter_id: opened.matter.id,
      user_id: caller.user.id,
      role: as,
      from_day: dateInChina(now().toISOString()),
      until_day: null,
      on_behalf_of: null,
      ended_at: null,
    })
    .execute()
  await record(tx, {
    tenantId,
    userId: caller.user.id,
    at: now(),
    kind: 'matter.opened',
    subject: { type: 'matter', id: opened.matter.id },
    detail: { procedure, title: opened.matter.title },
    requestId,
  })
  return opened
}
