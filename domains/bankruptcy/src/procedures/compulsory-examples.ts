import type { Example, ExampleAction } from '@yingshang/procedure'
import { text } from './wording.ts'

const accepted: readonly ExampleAction[] = [
  {
    action: 'apply',
    as: 'applicant',
    at: '2024-08-01',
    values: { companyName: '青禾贸易有限公司', companyCode: '91350100M000100Y43', grounds: '解散后逾期不成立清算组。' },
  },
  { action: 'notify-company', as: 'clerk', at: '2024-08-05', values: { doneOn: '2024-08-05' } },
  { action: 'end-objection', as: 'clock', at: '2024-08-13', cause: { clock: 'objection-period', due: '2024-08-12' } },
  { action: 'accept', as: 'judge', at: '2024-08-20', values: { ruledOn: '2024-08-20', reasons: '符合法定条件' } },
  { action: 'set-up-group', as: 'judge', at: '2024-08-26', values: { members: '澄江清算事务所', doneOn: '2024-08-26' } },
]

export const COMPULSORY_EXAMPLES: readonly Example[] = [
  {
    title: text('十日通知、六十日公告、三十日和四十五日申报', 'notice in 10 days, announcement in 60, filing in 30 or 45'),
    actions: [
      ...accepted,
      { action: 'notify-creditors', as: 'group', at: '2024-09-02', values: { doneOn: '2024-09-02' } },
      { action: 'announce', as: 'group', at: '2024-09-09', values: { doneOn: '2024-09-09' } },
    ],
    // 2 September + 30 days = 2 October, in the National Day holiday (1 to 7 October), rolls to Tuesday 8. 9 September + 45 days = 24 October.
    expect: {
      stages: { main: 'claims' },
      clocks: {
        notice: 'ended',
        announcement: 'ended',
        'filing-by-notice': '2024-10-08',
        'filing-by-announcement': '2024-10-24',
        'group-period': 'ended',
      },
    },
  },
  {
    title: text('资不抵债的转入破产', 'an insolvent company turns into bankruptcy'),
    actions: [
      ...accepted,
      { action: 'report-insolvency', as: 'group', at: '2024-09-20', values: { reasons: '财产不足清偿债务' } },
      { action: 'turn-to-bankruptcy', as: 'judge', at: '2024-10-10', values: { ruledOn: '2024-10-10' } },
    ],
    expect: { stages: { main: 'bankrupt' }, ended: true },
  },
  {
    title: text('债务未清偿的不得终结', 'no termination before the debts are paid'),
    actions: [
      ...accepted,
      { action: 'notify-creditors', as: 'group', at: '2024-09-02', values: { doneOn: '2024-09-02' } },
      { action: 'announce', as: 'group', at: '2024-09-09', values: { doneOn: '2024-09-09' } },
      { action: 'end-filing', as: 'clock', at: '2024-10-25', cause: { clock: 'filing-by-announcement', due: '2024-10-24' } },
      { action: 'confirm-plan', as: 'judge', at: '2024-11-01', values: { ruledOn: '2024-11-01' } },
      { action: 'terminate', as: 'judge', at: '2024-12-02', values: { ruledOn: '2024-12-02', debtsPaid: false }, refused: ['debts-paid'] },
      { action: 'terminate', as: 'judge', at: '2024-12-02', values: { ruledOn: '2024-12-02', debtsPaid: true } },
      { action: 'deregister', as: 'group', at: '2024-12-10', values: { doneOn: '2024-12-10' } },
    ],
    expect: { stages: { main: 'deregistered' }, ended: true },
  },
]
