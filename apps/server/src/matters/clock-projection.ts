import type { State } from '@yingshang/procedure'
import type { InTenant } from '../database/store.ts'
import { clocksOf } from './clock-rows.ts'
import type { Law } from './setting.ts'
import { writeClocks } from './store.ts'

/** A clock whose row says something else than before. */
export interface MovedClock {
  readonly clock: string
  readonly key: string | null
  readonly before: string | null
  readonly after: string | null
}

/**
 * Writes the clocks of a matter anew when no action moved them but what they are counted by did: the definition or the calendar. Rows of clocks that the
 * definition does not have any more go. Gives the clocks whose end is another day now. The matter must be locked.
 */
export async function projectClocks(tx: InTenant, law: Law, tenantId: string, state: State, at: string): Promise<readonly MovedClock[]> {
  const matterId = state.matter
  const before = await tx
    .selectFrom('matter_clock')
    .select(['clock', 'key', 'due'])
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', matterId)
    .execute()
  const clocks = clocksOf(law, state, at)
  await writeClocks(tx, tenantId, matterId, clocks)
  const present = new Map(clocks.filter((c) => c.status !== 'waiting').map((c) => [`${c.clock} ${c.key ?? ''}`, c]))
  for (const row of before)
    if (!present.has(`${row.clock} ${row.key}`))
      await tx
        .deleteFrom('matter_clock')
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', matterId)
        .where('clock', '=', row.clock)
        .where('key', '=', row.key)
        .execute()
  const dues = clocks.filter((c) => c.status === 'running' && c.due !== null).map((c) => c.due!)
  await tx
    .updateTable('matter')
    .set({ next_due: dues.toSorted()[0] ?? null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', matterId)
    .execute()
  return before.flatMap((row): MovedClock[] => {
    const now = present.get(`${row.clock} ${row.key}`)
    return now && now.due !== row.due ? [{ clock: row.clock, key: row.key === '' ? null : row.key, before: row.due, after: now.due }] : []
  })
}
