import type { EventKind } from '../contract/events.ts'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'

/** The record of who did what. Written in the transaction of the deed: what is not recorded did not happen. */

export interface Deed {
  readonly tenantId: string
  /** Null when the system itself acted, or nobody is signed in. */
  readonly userId: string | null
  readonly at: Date
  readonly kind: EventKind
  readonly subject?: { readonly type: string; readonly id: string }
  /** Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly requestId?: string
}

export async function record(tx: InTenant, deed: Deed): Promise<void> {
  await tx
    .insertInto('event')
    .values({
      tenant_id: deed.tenantId,
      id: newId(),
      at: deed.at,
      user_id: deed.userId,
      kind: deed.kind,
      subject_type: deed.subject?.type ?? null,
      subject_id: deed.subject?.id ?? null,
      detail: JSON.stringify(deed.detail ?? {}),
      request_id: deed.requestId ?? null,
    })
    .execute()
}
