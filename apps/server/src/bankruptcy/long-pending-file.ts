import { writeWorkbook } from '@yingshang/document'
import { chinaDay, FILE_TYPES } from '../exports/ledger-file.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import type { Ledger } from './long-pending.ts'

/** Where a case stands, in words. */
export const TRACK_WORDS = {
  liquidation: { zh: '破产清算', en: 'Liquidation' },
  reorganisation: { zh: '重整', en: 'Reorganisation' },
  settlement: { zh: '和解', en: 'Settlement' },
  compulsory: { zh: '强制清算', en: 'Compulsory liquidation' },
} as const

/** The ledger as a workbook: the cases, and how many there are by cause. */
export async function longPendingWorkbook(ledger: Ledger, now: Date): Promise<FileAnswer> {
  const titleOf = new Map(ledger.causes.map((c) => [c.id, c.title.zh]))
  const content = await writeWorkbook({
    sheets: [
      {
        name: '长期未结案件',
        title: `长期未结案件台账（截至${ledger.today}）`,
        columns: [
          { key: 'number', title: '案号', type: 'text', width: 24 },
          { key: 'title', title: '案件', type: 'text', width: 36 },
          { key: 'track', title: '程序', type: 'text', width: 12 },
          { key: 'judges', title: '承办人', type: 'text', width: 18 },
          { key: 'acceptedOn', title: '受理日期', type: 'date' },
          { key: 'days', title: '已历日数', type: 'integer' },
          { key: 'stage', title: '所处阶段', type: 'text', width: 16 },
          { key: 'cause', title: '原因', type: 'text', width: 30 },
          { key: 'overdue', title: '逾期的期限', type: 'text', width: 50 },
        ],
        rows: ledger.items.map((i) => ({
          number: i.matter.number,
          title: i.matter.title,
          track: TRACK_WORDS[i.track].zh,
          judges: i.judges.map((j) => j.displayName).join('、'),
          acceptedOn: i.acceptedOn,
          days: i.days,
          stage: i.stage.zh,
          cause: titleOf.get(i.cause) ?? '',
          overdue: i.overdue.map((o) => `${o.title.zh}（${o.due}届满，逾期${o.days}日）`).join('；'),
        })),
      },
      {
        name: '原因',
        columns: [
          { key: 'title', title: '原因', type: 'text', width: 40 },
          { key: 'count', title: '件数', type: 'integer' },
        ],
        rows: ledger.causes.map((c) => ({ title: c.title.zh, count: c.count })),
      },
    ],
    createdAt: now.toISOString(),
  })
  return { name: `长期未结案件-${chinaDay(now).replaceAll('-', '')}.xlsx`, type: FILE_TYPES.xlsx, content, bytes: content.length }
}
