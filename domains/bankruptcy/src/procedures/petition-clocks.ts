/** Statutory clocks of the petition. 企业破产法 第十条至第十二条 (FACTS A1). */
import type { ProcedureClock } from '@yingshang/procedure'
import { days } from '@yingshang/time'
import { law, text } from './wording.ts'

/** What the two clocks for the ruling have in common; they differ in start, length and source. */
const ruling = {
  extensions: [
    {
      on: 'extend-ruling',
      title: text('经上一级法院批准延长', 'extended with approval of the higher court'),
      length: days(15),
      source: [law('A1-5', '第十条第三款')],
    },
  ],
  pauses: [
    {
      from: 'ask-supplement',
      to: 'supplement',
      title: text('补充材料期间不计入', 'time for supplements does not count'),
      source: [{ rule: 'A1-12', provision: '破产法司法解释一 第七条' }],
    },
  ],
  ends: ['accept', 'refuse'],
  cancels: ['withdraw'],
  onDue: 'note-lapse',
  warn: [3],
  alarm: 'plain',
} satisfies Partial<ProcedureClock>

export const PETITION_CLOCKS: readonly ProcedureClock[] = [
  {
    id: 'supplement-notice',
    title: text('告知补充材料', 'notice to supplement'),
    starts: 'file',
    length: days(5),
    ends: ['ask-supplement', 'notify-debtor', 'examine', 'accept', 'refuse'],
    cancels: ['withdraw'],
    onDue: 'note-lapse',
    warn: [2],
    alarm: 'plain',
    source: [{ rule: 'A1-12', provision: '破产法司法解释一 第七条' }],
  },
  {
    id: 'notify-debtor-period',
    title: text('通知债务人', 'notice to the debtor'),
    starts: 'file-by-others',
    length: days(5),
    ends: ['notify-debtor'],
    cancels: ['withdraw'],
    onDue: 'note-lapse',
    warn: [2],
    alarm: 'plain',
    source: [law('A1-1', '第十条第一款')],
  },
  {
    id: 'objection-period',
    title: text('债务人异议期', 'time for the debtor’s objection'),
    starts: 'notify-debtor',
    length: days(7),
    ends: ['object'],
    cancels: ['withdraw'],
    onDue: 'end-objection',
    warn: [2],
    source: [law('A1-2', '第十条第一款')],
  },
  {
    id: 'ruling-after-objection',
    title: text('对债权人申请的裁定', 'ruling on a creditor’s petition'),
    starts: { after: 'objection-period' },
    length: days(10),
    ...ruling,
    source: [law('A1-3', '第十条第一款')],
  },
  {
    id: 'ruling',
    title: text('对其他申请的裁定', 'ruling on any other petition'),
    starts: 'file-by-debtor',
    length: days(15),
    ...ruling,
    source: [law('A1-4', '第十条第二款')],
  },
  {
    id: 'serve-acceptance-period',
    title: text('送达受理裁定', 'service of the acceptance'),
    starts: 'accept',
    length: days(5),
    ends: ['serve-acceptance'],
    onDue: 'note-lapse',
    warn: [2],
    alarm: 'plain',
    source: [law('A1-6', '第十一条')],
  },
  {
    id: 'serve-refusal-period',
    title: text('送达不予受理裁定', 'service of the refusal'),
    starts: 'refuse',
    length: days(5),
    ends: ['serve-refusal'],
    onDue: 'note-lapse',
    warn: [2],
    alarm: 'plain',
    source: [law('A1-8', '第十二条第一款')],
  },
  {
    id: 'appeal-period',
    title: text('上诉期', 'time for appeal'),
    starts: 'serve-refusal',
    length: days(10),
    ends: ['appeal'],
    onDue: 'end-appeal',
    warn: [2],
    source: [law('A1-8', '第十二条第一款')],
  },
]
