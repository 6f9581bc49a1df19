import type { InTenant } from '../database/store.ts'
import { record } from '../journal/record.ts'
import { atWork } from '../ledger/work.ts'
import { inSystem } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { questionnaireOf } from './rows.ts'

/** The end of a questionnaire: by hand, or by the clock after its closing day. */

/**
 * Takes no more answers and deletes what said who has answered, so that from then on not even the order in which rows were written could be laid beside the
 * tickets. How many were given out and used is kept. Nothing happens the second time.
 */
export async function closeNow(tx: InTenant, tenantId: string, id: string, by: string | null, at: Date): Promise<boolean> {
  // Locked first, read afterwards: sheets that are just being handed in are counted too.
  await questionnaireOf(tx, tenantId, id, 'update')
  const row = await questionnaireOf(tx, tenantId, id)
  if (row.status !== 'published') return false
  await tx
    .updateTable('questionnaire')
    .set({ status: 'closed', closed_by: by, closed_at: at, tickets_used: row.way === 'tickets' ? row.used : 0, version: row.version + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('questionnaire_pass').where('tenant_id', '=', tenantId).where('questionnaire_id', '=', id).execute()
  await record(tx, tenantId, [
    {
      kind: 'supervision.questionnaire',
      subjectId: id,
      userId: by,
      at,
      body: { act: 'closed', sheets: row.sheets, ticketsIssued: row.tickets_issued, ticketsUsed: row.way === 'tickets' ? row.used : 0 },
    },
  ])
  return true
}

/** What the clock does: closes what is past its closing day. */
export async function questionnaireTick(services: Services): Promise<void> {
  const { tenantId, now, sealer } = services
  const day = atWork(services).day()
  const closed = await inSystem(services, async (tx) => {
    const due = await tx
      .selectFrom('questionnaire')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('status', '=', 'published')
      .where('closes_on', '<', day)
      .orderBy('id')
      .limit(100)
      .execute()
    for (const { id } of due) await closeNow(tx, tenantId, id, null, now())
    return due.length
  })
  if (closed > 0) sealer.nudge()
}
