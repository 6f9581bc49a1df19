import { KINDS } from '@yingshang/meeting'
import { dateInChina } from '@yingshang/time'
import type { MeetingItemResult } from '../contract/meetings.ts'
import type { InTenant } from '../database/store.ts'
import { Refused } from '../http/problem.ts'
import { act } from '../matters/act.ts'
import type { Services } from '../services.ts'
import { itemsOf, loadMeeting, type MeetingRow } from './store.ts'

/** What a meeting leaves in its case: that it was held, what was resolved, by reference to its record. */

const SYSTEM = { id: 'system', roles: ['clock'] }

/** Digest of the announced result as the journal has it: with it the case points at the record of the meeting. */
export async function resultDigest(tx: InTenant, meeting: MeetingRow): Promise<string | null> {
  const row = await tx
    .selectFrom('journal_record')
    .select('digest')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('subject_id', '=', meeting.id)
    .where('kind', '=', KINDS.result)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.digest.toString('hex') ?? null
}

const mannerOf = (meeting: MeetingRow) => (meeting.mode === 'online' ? 'online' : 'mixed')

/** Records in the case that the meeting was held. What the case refuses (it has ended, say) is logged and left to people: the meeting itself stands. */
export async function writeBack(services: Services, id: string): Promise<void> {
  const { store, tenantId, law, config, log, sealer } = services
  try {
    await store.inTenant(tenantId, async (tx) => {
      const meeting = await loadMeeting(tx, tenantId, id, true)
      if (meeting.status !== 'closed' || meeting.in_case) return
      await markInCase(tx, tenantId, id)
      const digest = await resultDigest(tx, meeting)
      await act(tx, law, services, meeting.matter_id, null, {
        tenantId,
        court: config.bodyName,
        userId: null,
        actor: SYSTEM,
        action: 'hold-meeting',
        values: {
          doneOn: dateInChina(meeting.closed_at!.toISOString()),
          meetingManner: mannerOf(meeting),
          meetingId: id,
          ...(digest === null ? {} : { resultDigest: digest }),
        },
      })
    })
    sealer.nudge()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    log.warn({ meeting: id, code: error.problem.code, why: error.problem.detailEn }, 'the case did not take the meeting')
    await store.inTenant(tenantId, (tx) => markInCase(tx, tenantId, id))
  }
}

const markInCase = (tx: InTenant, tenantId: string, id: string) =>
  tx.updateTable('meeting').set({ in_case: true }).where('tenant_id', '=', tenantId).where('id', '=', id).execute()

/** The votes of an item in words, as the minutes and the case have them. */
export function votesInWords(result: MeetingItemResult): string {
  const yuan = (fen: number) => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })
  const words = result.classes
    .map((c) => {
      const group = c.class === null ? '' : `${CLASS_NAMES[c.class] ?? c.class}：`
      return `${group}有表决权${c.entitled.heads}户，出席${c.present}户；同意${c.for.heads}户，债权额${yuan(c.for.amount)}元；反对${c.against.heads}户，债权额${yuan(c.against.amount)}元；弃权${c.abstain.heads}户；计算基数${yuan(c.amountTest.base)}元；${c.passed ? '通过' : '未通过'}`
    })
    .join('。')
  return result.afterSecond ? `首次表决与再次表决合并计算。${words}` : words
}

export const CLASS_NAMES: Readonly<Record<string, string>> = {
  secured: '担保债权组',
  employee: '职工债权组',
  socialInsurance: '社会保险费用',
  tax: '税款债权组',
  ordinary: '普通债权组',
  small: '小额债权组',
  subordinate: '劣后债权',
  investor: '出资人组',
}

/** Records each resolution in the case, when the voters are told the result: the time to object runs from that notice. */
export async function recordResolutions(
  tx: InTenant,
  services: Services,
  meeting: MeetingRow,
  sentOn: string,
  teller: { readonly userId: string; readonly roles: readonly string[] },
  expectedSeq: number,
): Promise<void> {
  const { tenantId, law, config } = services
  const digest = await resultDigest(tx, meeting)
  const deed = { tenantId, court: config.bodyName }
  let expected: number | null = expectedSeq
  for (const item of await itemsOf(tx, tenantId, meeting.id)) {
    if (item.resolution === null || item.result === null) continue
    const result = item.result as unknown as MeetingItemResult
    await act(tx, law, services, meeting.matter_id, expected, {
      ...deed,
      userId: null,
      actor: SYSTEM,
      action: 'record-resolution',
      values: {
        resolution: item.resolution.subject,
        passed: result.passed,
        votes: `${item.title}：${votesInWords(result)}`,
        doneOn: dateInChina(meeting.closed_at!.toISOString()),
        meetingId: meeting.id,
        resolutionId: item.id,
        ...(digest === null ? {} : { resultDigest: digest }),
        resultNoticeOn: sentOn,
      },
    })
    expected = null
  }
  await act(tx, law, services, meeting.matter_id, expected, {
    ...deed,
    userId: teller.userId,
    actor: { id: teller.userId, roles: teller.roles },
    action: 'notify-result',
    values: { doneOn: sentOn, meetingId: meeting.id },
  })
}
