import { MAJORITIES, type Resolution, type ResolutionResult, secondVoteRefusals } from '@yingshang/ballot'
import { KINDS, type ResultOf } from '@yingshang/meeting'
import type { InTenant } from '../database/store.ts'
import { type ItemRow, type MeetingRow, refuseStep } from './store.ts'

/**
 * Second votes: what failed at an earlier meeting of the case is put to the vote once more, where the law knows that (企业破产法 第八十七条第一款、第六十五条第二款).
 * The conditions are those of `secondVoteRefusals`; here they are judged over all meetings of the case, before anybody is called.
 */

/** The result of a first vote as it was announced; null when there is none in this case. */
async function announced(
  tx: InTenant,
  meeting: MeetingRow,
  before: { readonly meeting: string; readonly item: string },
): Promise<ResolutionResult | null> {
  const row = await tx
    .selectFrom('journal_record as r')
    .innerJoin('meeting as m', (join) => join.onRef('m.tenant_id', '=', 'r.tenant_id').onRef('m.id', '=', 'r.subject_id'))
    .select('r.body')
    .where('r.tenant_id', '=', meeting.tenant_id)
    .where('r.subject_id', '=', before.meeting)
    .where('r.kind', '=', KINDS.result)
    .where('m.matter_id', '=', meeting.matter_id)
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const results = (row?.body as { results?: readonly ResultOf[] } | undefined)?.results ?? []
  const first = results.find((r) => r.resolution === before.item)
  if (first === undefined) return null
  const { together: _, ...own } = first
  return own
}

/** Every item of the case's other meetings that is voted on; what a cancelled meeting would have voted on does not count. */
async function resolutionsElsewhere(tx: InTenant, meeting: MeetingRow): Promise<readonly Resolution[]> {
  const rows = await tx
    .selectFrom('meeting_item as i')
    .innerJoin('meeting as m', (join) => join.onRef('m.tenant_id', '=', 'i.tenant_id').onRef('m.id', '=', 'i.meeting_id'))
    .select(['i.id', 'i.title', 'i.resolution'])
    .where('i.tenant_id', '=', meeting.tenant_id)
    .where('m.matter_id', '=', meeting.matter_id)
    .where('m.id', '<>', meeting.id)
    .where('m.status', '<>', 'cancelled')
    .where('i.resolution', 'is not', null)
    .execute()
  return rows.map(resolutionOf)
}

const resolutionOf = ({ id, title, resolution }: Pick<ItemRow, 'id' | 'title' | 'resolution'>): Resolution => ({
  id,
  title,
  majority: resolution!.majority,
  ...(resolution!.classes === undefined ? {} : { classes: resolution!.classes }),
  ...(resolution!.secondOf === undefined ? {} : { revoteOf: resolution!.secondOf.item }),
})

/** Results of the first votes of items that are voted on once more, by item. Refuses a second vote that the law does not know. */
export async function firstResults(
  tx: InTenant,
  meeting: MeetingRow,
  items: readonly ItemRow[],
): Promise<ReadonlyMap<string, ResolutionResult>> {
  const found = new Map<string, ResolutionResult>()
  const again = items.filter((item) => item.resolution?.secondOf)
  if (again.length === 0) return found
  const others = [...(await resolutionsElsewhere(tx, meeting)), ...again.map(resolutionOf)]
  for (const item of again) {
    const first = await announced(tx, meeting, item.resolution!.secondOf!)
    const [refusal] = secondVoteRefusals(resolutionOf(item), others, MAJORITIES, first)
    if (refusal) throw refuseStep(`“${item.title}”：${refusal.zh}`, `“${item.title}”: ${refusal.en}`)
    found.set(item.id, first!)
  }
  return found
}
