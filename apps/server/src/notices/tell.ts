import type { NoticeEvent } from '../contract/channels.ts'
import type { InTenant } from '../database/store.ts'
import { newId } from '../ids.ts'

/** Tells people something: a notice in the product, which the rules of the channels may copy to mail and robots. */
export interface Telling {
  readonly users: readonly string[]
  readonly event: NoticeEvent
  readonly zh: string
  readonly en: string
  readonly matterId?: string
  /** Page that it leads to, beginning with `/`; of the matter when absent. */
  readonly link?: string
}

/** Rows of one insert. */
const CHUNK = 2_000

/** Writes the notices in the transaction of what they tell about; each user once for each telling. */
export async function tell(tx: InTenant, tenantId: string, at: Date, tellings: readonly Telling[]): Promise<void> {
  const rows = tellings.flatMap(({ users, event, zh, en, matterId, link }) =>
    [...new Set(users)].map((user_id) => ({
      tenant_id: tenantId,
      id: newId(),
      user_id,
      matter_id: matterId ?? null,
      zh,
      en,
      at,
      read_at: null,
      event,
      link: link ?? null,
      fanned_at: null,
    })),
  )
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx
      .insertInto('notice')
      .values(rows.slice(from, from + CHUNK))
      .execute()
}
