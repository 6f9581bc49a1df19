import { calendarFor } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { enterSystem } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { addEntries } from './adopt.ts'
import { rulesOf } from './stored.ts'

/**
 * A root cause of complaints becomes a measure: an entry at the end of the newest ledger, without bodies and dates until the office gives them. Gives the id of the
 * entry; refuses where there is no ledger to take it.
 */
export async function proposeMeasure(
  tx: InTenant,
  { tenantId, law, now }: Pick<Services, 'tenantId' | 'law' | 'now'>,
  asked: { readonly title: string; readonly cause: string; readonly from: string },
): Promise<string> {
  await enterSystem(tx)
  const at = now()
  const ledger = await tx
    .selectFrom('ledger')
    .select(['id', 'last_position'])
    .where('tenant_id', '=', tenantId)
    .where('archived', '=', false)
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!ledger) throw refuse('ledger.not-found', { zh: '还没有台账，请先把方案列入台账', en: 'There is no ledger yet; adopt a plan first' })
  const position = ledger.last_position + 1
  const id = newId()
  const rules = await rulesOf(tx, tenantId, ledger.id, calendarFor(law.setting, dateInChina(at.toISOString())), { writing: true })
  await addEntries(tx, { tenantId, userId: null, at }, ledger.id, rules, [
    {
      id,
      position,
      content: {
        number: `诉${position}`,
        title: asked.title,
        text: `由企业诉求“${asked.from}”转化，根源：${asked.cause}。`,
        domain: '企业诉求转化',
        path: ['企业诉求转化'],
        anchor: null,
        startsOn: null,
        dueOn: null,
        weight: 1,
        milestones: [],
        targets: [],
      },
      units: { lead: [], responsible: [] },
      assignment: { lead: null, responsible: [] },
      matched: false,
    },
  ])
  await tx.updateTable('ledger').set({ last_position: position }).where('tenant_id', '=', tenantId).where('id', '=', ledger.id).execute()
  return id
}
