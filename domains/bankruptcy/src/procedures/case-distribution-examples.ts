/** Worked examples of distributions in the case. Dates were counted by hand from the articles and the calendar of 2022 and 2023. */
import type { Example, ExampleAction, Values } from '@yingshang/procedure'
import { text } from './wording.ts'

const claim = (creditorName: string, principal: number): Values => ({
  creditorName,
  claimClass: 'ordinary',
  principal,
  interest: 0,
  otherAmount: 0,
  basis: '买卖合同货款未付',
})
/** To the distribution: two claims of 1,000 yuan each (actions a2 and a3), 1,000 yuan realised. */
const upToDistribution: readonly ExampleAction[] = [
  {
    action: 'open',
    as: 'clerk',
    at: '2022-06-01',
    values: {
      kind: 'liquidation',
      debtorName: '青禾机械有限公司',
      debtorCode: '91350100M000100Y43',
      caseNumber: '（2022）鲁04破1号',
      acceptedOn: '2022-06-01',
      administrator: '澄江清算事务所',
    },
  },
  { action: 'announce', as: 'clerk', at: '2022-06-10', values: { announcedOn: '2022-06-10', filingDays: 30 } },
  { action: 'file-claim', as: 'creditor', at: '2022-06-20', values: claim('澄江市建材经营部', 100_000) },
  { action: 'file-claim', as: 'creditor', at: '2022-06-21', values: claim('顺通物流', 100_000) },
  { action: 'review-claim', as: 'administrator', at: '2022-07-01', values: { claim: 'a2', outcome: 'confirmed', confirmed: 100_000 } },
  {
    action: 'review-claim',
    as: 'administrator',
    at: '2022-07-01',
    values: { claim: 'a3', outcome: 'provisional', reviewReason: '诉讼未决' },
  },
  { action: 'end-filing', as: 'clock', at: '2022-07-12', cause: { clock: 'claims-period', due: '2022-07-11' } },
  { action: 'call-first-meeting', as: 'judge', at: '2022-07-12', values: { meetingOn: '2022-07-27', noticeOn: '2022-07-12' } },
  { action: 'hold-meeting', as: 'clerk', at: '2022-07-27', values: { doneOn: '2022-07-27' } },
  { action: 'verify-claims', as: 'administrator', at: '2022-07-27', values: { doneOn: '2022-07-27' } },
  { action: 'confirm-claims', as: 'judge', at: '2022-08-20', values: { ruledOn: '2022-08-20' } },
  { action: 'declare', as: 'judge', at: '2022-08-22', values: { ruledOn: '2022-08-22', reasons: '不能清偿到期债务' } },
  {
    action: 'record-resolution',
    as: 'clerk',
    at: '2022-08-25',
    values: { resolution: 'realisation', passed: true, votes: '全体同意' },
  },
  {
    action: 'record-resolution',
    as: 'clerk',
    at: '2022-08-25',
    values: { resolution: 'distribution', passed: true, votes: '全体同意' },
  },
  { action: 'start-realisation', as: 'administrator', at: '2022-08-26' },
  {
    action: 'realise',
    as: 'administrator',
    at: '2022-10-10',
    values: { asset: '设备', manner: 'auction', proceeds: 100_000, doneOn: '2022-10-10' },
  },
  { action: 'approve-distribution', as: 'judge', at: '2022-10-20', values: { ruledOn: '2022-10-20' } },
]
const pay = (at: string, id: string, paidNow: number, depositedNow = 0, more: Partial<ExampleAction> = {}): ExampleAction => ({
  action: 'pay-claim',
  as: 'administrator',
  at,
  values: { claim: id, paidNow, depositedNow, fromCollateralNow: 0, ...(depositedNow > 0 ? { depositReason: 'dispute' } : {}) },
  ...more,
})
const release = (
  at: string,
  releaseGround: string,
  delivered: number,
  freed: number,
  more: Partial<ExampleAction> = {},
): ExampleAction => ({
  action: 'release-deposit',
  as: 'administrator',
  at,
  values: { claim: 'a3', releaseGround, delivered, freed, doneOn: at },
  ...more,
})

export const DISTRIBUTION_EXAMPLES: readonly Example[] = [
  {
    title: text(
      '分次分配：逐笔登记不超过总额和债权额；争议债权提存，终结满二年后转给其他债权人',
      'distributions claim by claim; a disputed share is set aside and goes to the others two years after termination',
    ),
    actions: [
      ...upToDistribution,
      {
        action: 'distribute',
        as: 'administrator',
        at: '2022-11-01',
        values: { distributed: 100_000, finalRound: true, expensesPaid: 20_000, doneOn: '2022-11-01' },
      },
      pay('2022-11-01', 'a2', 90_000, 0, { refused: ['within-distribution'] }),
      pay('2022-11-01', 'a2', 40_000),
      pay('2022-11-01', 'a3', 0, 40_000),
      pay('2022-11-01', 'a2', 1, 0, { refused: ['within-distribution'] }),
      release('2022-11-02', 'settled', 50_000, 0, { refused: ['deposit-covers'] }),
      release('2022-11-02', 'expired', 0, 40_000, { refused: ['release-due'] }),
      { action: 'request-termination', as: 'administrator', at: '2022-11-10', values: { ending: 'distributed' } },
      { action: 'terminate', as: 'judge', at: '2022-11-15', values: { ruledOn: '2022-11-15' } },
      // Two years from 15 November 2022 end on 15 November 2024, a Friday.
      { action: 'end-disputed-deposit', as: 'clock', at: '2024-11-16', cause: { clock: 'disputed-deposit', due: '2024-11-15' } },
      release('2024-11-18', 'expired', 10_000, 30_000, { refused: ['forfeit-keeps-nothing'] }),
      release('2024-11-18', 'expired', 0, 40_000),
      {
        action: 'redistribute',
        as: 'administrator',
        at: '2024-11-20',
        values: { distributed: 40_001, doneOn: '2024-11-20' },
        refused: ['freed-enough'],
      },
      { action: 'redistribute', as: 'administrator', at: '2024-11-20', values: { distributed: 40_000, doneOn: '2024-11-20' } },
      pay('2024-11-20', 'a2', 40_000),
    ],
    expect: {
      facts: { rounds: 2, paidOut: 100_000, allocated: 100_000, freedTotal: 0 },
      clocks: { 'disputed-deposit': 'over' },
    },
  },
  {
    title: text('争议确定后：提存款部分交付，其余转出', 'the dispute is decided: part is handed over, the rest freed'),
    actions: [
      ...upToDistribution,
      {
        action: 'distribute',
        as: 'administrator',
        at: '2022-11-01',
        values: { distributed: 100_000, finalRound: false, doneOn: '2022-11-01' },
      },
      pay('2022-11-01', 'a2', 50_000),
      pay('2022-11-01', 'a3', 0, 50_000),
      release('2022-12-01', 'fetched', 30_000, 20_000, { refused: ['fetched-frees-nothing'] }),
      release('2022-12-01', 'settled', 30_000, 20_000),
    ],
    expect: { facts: { freedTotal: 20_000, allocated: 80_000, paidOut: 100_000 } },
  },
]
