/** Worked examples of the petition: the dates were counted by hand from the articles and the calendar of 2022. */
import type { Example, Values } from '@yingshang/procedure'
import { text } from './wording.ts'

const common: Values = {
  debtorName: '青禾机械有限公司',
  debtorCode: '91350100M000100Y43',
  petitionerName: '澄江市建材经营部',
  grounds: '不能清偿到期债务，并且资产不足以清偿全部债务。',
  remedy: 'liquidation',
}
const ruling: Values = {
  administrator: '澄江清算事务所',
  caseNumber: '（2022）鲁04破1号',
  reasons: '债务人不能清偿到期债务，且明显缺乏清偿能力。',
}

export const PETITION_EXAMPLES: readonly Example[] = [
  {
    title: text(
      '债权人申请：异议期逢周末顺延，十日裁定期自异议期满起算',
      'a creditor’s petition: the objection period rolls over a weekend; ten days run from its end',
    ),
    actions: [
      { action: 'file', as: 'creditor', at: '2022-05-05', values: { ...common, petitioner: 'creditor', receivedOn: '2022-05-05' } },
      // Served on Saturday 7 May, a working day made up; seven days end on Saturday 14 May and roll to Monday.
      { action: 'notify-debtor', as: 'clerk', at: '2022-05-07', values: { servedOn: '2022-05-07' } },
      { action: 'accept', as: 'judge', at: '2022-05-12', values: { ...ruling, ruledOn: '2022-05-12' }, refused: ['heard', 'stage'] },
      { action: 'end-objection', as: 'clock', at: '2022-05-17', cause: { clock: 'objection-period', due: '2022-05-16' } },
    ],
    expect: {
      stages: { review: 'deciding' },
      clocks: { 'notify-debtor-period': 'ended', 'ruling-after-objection': '2022-05-26', ruling: 'waiting' },
      possible: { judge: ['accept', 'ask-supplement', 'correct-dates', 'extend-ruling', 'refuse'] },
    },
  },
  {
    title: text('债务人申请：补充材料的期间不计入十五日', 'the debtor’s petition: time for supplements does not count'),
    actions: [
      { action: 'file', as: 'debtor', at: '2022-05-05', values: { ...common, petitioner: 'debtor', receivedOn: '2022-05-05' } },
      { action: 'ask-supplement', as: 'clerk', at: '2022-05-09', values: { missing: '职工安置预案' } },
      { action: 'supplement', as: 'debtor', at: '2022-05-16' },
    ],
    // 15 days from 5 May end on 20 May; 9 to 15 May (7 days) do not count.
    expect: { stages: { review: 'deciding' }, clocks: { ruling: '2022-05-27', 'supplement-notice': 'ended' } },
  },
  {
    title: text('裁定受理的同时指定管理人，五日内送达', 'acceptance names the administrator and is served within five days'),
    actions: [
      { action: 'file', as: 'debtor', at: '2022-05-05', values: { ...common, petitioner: 'debtor', receivedOn: '2022-05-05' } },
      { action: 'examine', as: 'judge', at: '2022-05-06' },
      { action: 'extend-ruling', as: 'judge', at: '2022-05-18', values: { approval: '（2022）澄04破审延1号' } },
      { action: 'accept', as: 'judge', at: '2022-06-01', values: { ...ruling, ruledOn: '2022-06-01' } },
      { action: 'serve-acceptance', as: 'clerk', at: '2022-06-06', values: { servedOn: '2022-06-06' } },
    ],
    expect: { stages: { review: 'opened' }, ended: true, clocks: { ruling: 'ended', 'serve-acceptance-period': 'ended' } },
  },
  {
    title: text('不予受理：十日上诉期自送达起算，逢周末顺延', 'refused: ten days for the appeal run from service'),
    actions: [
      { action: 'file', as: 'debtor', at: '2022-05-05', values: { ...common, petitioner: 'debtor', receivedOn: '2022-05-05' } },
      { action: 'examine', as: 'judge', at: '2022-05-06' },
      {
        action: 'refuse',
        as: 'judge',
        at: '2022-05-18',
        values: { ruledOn: '2022-05-18', reasons: '现有证据不能证明债务人不能清偿到期债务。' },
      },
      { action: 'serve-refusal', as: 'clerk', at: '2022-05-19', values: { servedOn: '2022-05-19' } },
    ],
    // 29 May is a Sunday.
    expect: { stages: { review: 'refused' }, clocks: { 'appeal-period': '2022-05-30' }, possible: { debtor: ['appeal'] } },
  },
  {
    title: text('和解只能由债务人申请', 'only the debtor may apply for settlement'),
    actions: [
      {
        action: 'file',
        as: 'creditor',
        at: '2022-05-05',
        values: { ...common, petitioner: 'creditor', remedy: 'settlement', receivedOn: '2022-05-05' },
        refused: ['settlement-by-debtor'],
      },
    ],
    expect: {},
  },
]
