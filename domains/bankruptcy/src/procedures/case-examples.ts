/** Worked examples of the case. Dates were counted by hand from the articles and the calendar of 2022 and 2023; comments say how. */
import type { Example, ExampleAction, Values } from '@yingshang/procedure'
import { text } from './wording.ts'

const opened = (kind: string): ExampleAction => ({
  action: 'open',
  as: 'clerk',
  at: '2022-06-01',
  values: {
    kind,
    debtorName: '青禾机械有限公司',
    debtorCode: '91350100M000100Y43',
    caseNumber: '（2022）鲁04破1号',
    acceptedOn: '2022-06-01',
    administrator: '澄江清算事务所',
  },
})
const claim = (creditorName: string, claimClass: string, principal: number): Values => ({
  creditorName,
  claimClass,
  principal,
  interest: 0,
  otherAmount: 0,
  basis: '买卖合同货款未付',
})

/** To the end of the filing period: announced on 10 June with 60 days. */
const filed: readonly ExampleAction[] = [
  { action: 'announce', as: 'clerk', at: '2022-06-10', values: { announcedOn: '2022-06-10', filingDays: 60 } },
  { action: 'file-claim', as: 'creditor', actor: 'bank', at: '2022-06-20', values: claim('澄江农商银行', 'secured', 100_000_000) },
  { action: 'file-claim', as: 'creditor', actor: 'shop', at: '2022-06-21', values: claim('澄江市建材经营部', 'ordinary', 30_000_000) },
  { action: 'review-claim', as: 'administrator', at: '2022-07-01', values: { claim: 'a2', outcome: 'confirmed', confirmed: 100_000_000 } },
  {
    action: 'review-claim',
    as: 'administrator',
    at: '2022-07-01',
    values: { claim: 'a3', outcome: 'partly', confirmed: 20_000_000, reviewReason: '对账单只证明二十万元' },
  },
  { action: 'end-filing', as: 'clock', at: '2022-08-10', cause: { clock: 'claims-period', due: '2022-08-09' } },
]

const meeting: readonly ExampleAction[] = [
  // Told on 11 August: the 25th is only fourteen days later.
  {
    action: 'call-meeting',
    as: 'judge',
    at: '2022-08-11',
    values: { meetingOn: '2022-08-25', noticeOn: '2022-08-11' },
    refused: ['notice-in-time'],
  },
  { action: 'call-meeting', as: 'judge', at: '2022-08-11', values: { meetingOn: '2022-08-29', noticeOn: '2022-08-11' } },
  { action: 'hold-meeting', as: 'clerk', at: '2022-08-29', values: { doneOn: '2022-08-29' } },
  { action: 'verify-claims', as: 'administrator', at: '2022-08-29', values: { doneOn: '2022-08-29' } },
]

export const CASE_EXAMPLES: readonly Example[] = [
  {
    title: text('变更申报：只能变更本人的债权，变更后重新审查', 'amending a claim: one’s own, and it is reviewed again'),
    actions: [
      opened('liquidation'),
      ...filed,
      {
        action: 'amend-claim',
        as: 'creditor',
        actor: 'bank',
        at: '2022-08-11',
        values: { ...claim('澄江市建材经营部', 'ordinary', 20_000_000), claim: 'a3', amendReason: '核对账目后减少' },
        refused: ['own-claim'],
      },
      {
        action: 'amend-claim',
        as: 'creditor',
        actor: 'shop',
        at: '2022-08-11',
        values: { ...claim('澄江市建材经营部', 'ordinary', 20_000_000), claim: 'a3', amendReason: '核对账目后减少' },
      },
    ],
    expect: { stages: { claims: 'reviewing' } },
  },
  {
    title: text('公告与申报：二十五日公告，申报期自公告起算，会议在期满后十五日内', 'announcement and filing'),
    actions: [opened('liquidation'), ...filed],
    expect: {
      stages: { main: 'accepted', claims: 'reviewing' },
      // 10 June + 60 days = 9 August; 9 August + 15 days = 24 August.
      clocks: { announcement: 'ended', 'claims-period': 'over', 'first-meeting': '2022-08-24' },
      facts: { meetings: 0 },
    },
  },
  {
    title: text('清算：从核查债权到注销', 'liquidation: from verification to deregistration'),
    actions: [
      opened('liquidation'),
      ...filed,
      ...meeting,
      {
        action: 'record-resolution',
        as: 'clerk',
        at: '2022-08-29',
        values: { resolution: 'realisation', passed: true, votes: '出席2户，同意2户' },
      },
      { action: 'confirm-claims', as: 'judge', at: '2022-09-20', values: { ruledOn: '2022-09-20' } },
      {
        action: 'declare',
        as: 'judge',
        at: '2022-09-21',
        values: { ruledOn: '2022-09-21', reasons: '不能清偿到期债务，无重整、和解可能' },
      },
      { action: 'serve-declaration', as: 'clerk', at: '2022-09-23', values: { doneOn: '2022-09-23' } },
      { action: 'start-realisation', as: 'administrator', at: '2022-09-26' },
      {
        action: 'realise',
        as: 'administrator',
        at: '2022-11-10',
        values: { asset: '一号厂房', manner: 'auction', proceeds: 80_000_000, doneOn: '2022-11-10' },
      },
      {
        action: 'record-resolution',
        as: 'clerk',
        at: '2022-11-20',
        values: { resolution: 'distribution', passed: false, votes: '出席2户，同意1户' },
      },
      {
        action: 'rule-distribution',
        as: 'judge',
        at: '2022-11-21',
        values: { ruledOn: '2022-11-21', reasons: '一次未通过' },
        refused: ['distribution-refused'],
      },
      {
        action: 'record-resolution',
        as: 'clerk',
        at: '2022-12-01',
        values: { resolution: 'distribution', passed: false, votes: '出席2户，同意1户' },
      },
      { action: 'rule-distribution', as: 'judge', at: '2022-12-05', values: { ruledOn: '2022-12-05', reasons: '二次表决仍未通过' } },
      { action: 'approve-distribution', as: 'judge', at: '2022-12-06', values: { ruledOn: '2022-12-06' } },
      {
        action: 'distribute',
        as: 'administrator',
        at: '2022-12-20',
        values: { distributed: 90_000_000, finalRound: true, doneOn: '2022-12-20' },
        refused: ['enough-money'],
      },
      {
        action: 'distribute',
        as: 'administrator',
        at: '2022-12-20',
        values: { distributed: 80_000_000, finalRound: true, doneOn: '2022-12-20' },
      },
      { action: 'request-termination', as: 'administrator', at: '2022-12-21', values: { ending: 'distributed' } },
      { action: 'terminate', as: 'judge', at: '2022-12-28', values: { ruledOn: '2022-12-28' } },
      { action: 'deregister', as: 'administrator', at: '2023-01-05', values: { doneOn: '2023-01-05' } },
    ],
    expect: {
      stages: { main: 'deregistered', claims: 'confirmed' },
      ended: true,
      facts: { realised: 80_000_000, paidOut: 80_000_000 },
      // Final distribution on 20 December + 2 months = 20 February 2023. Termination on 28 December 2022 + 24 months = 28 December 2024, a Saturday, rolls to Monday 30.
      clocks: { deposit: '2023-02-20', supplementary: '2024-12-30', 'termination-ruling': 'ended', deregistration: 'ended' },
      possible: { administrator: ['pay-claim', 'redistribute', 'release-deposit', 'review-claim', 'supplement-distribution'] },
    },
  },
  {
    title: text(
      '重整：六个月提交草案，延期三个月；各组通过，批准后执行完毕',
      'reorganisation: six months and three more, passed, approved, performed',
    ),
    actions: [
      opened('reorganisation'),
      { action: 'order-reorganisation', as: 'judge', at: '2022-06-10', values: { ruledOn: '2022-06-10', reasons: '具有重整价值和可能' } },
      {
        action: 'declare',
        as: 'judge',
        at: '2022-06-11',
        values: { ruledOn: '2022-06-11', reasons: '资不抵债' },
        refused: ['no-rescue-running'],
      },
      { action: 'extend-draft', as: 'judge', at: '2022-12-01', values: { reasons: '战略投资人尽职调查未完成' } },
      { action: 'submit-plan', as: 'administrator', at: '2023-03-01', values: { planMonths: 24 } },
      {
        action: 'record-plan-vote',
        as: 'clerk',
        at: '2023-03-28',
        values: { doneOn: '2023-03-28', agreedByAll: true, votes: '四个表决组均通过' },
      },
      { action: 'apply-approval', as: 'administrator', at: '2023-04-03' },
      { action: 'approve-plan', as: 'judge', at: '2023-04-20', values: { ruledOn: '2023-04-20', planMonths: 24 } },
    ],
    expect: {
      stages: { main: 'accepted', reorganisation: 'performing' },
      // Approved on 20 April 2023 + 24 months.
      clocks: { 'plan-draft': 'ended', 'plan-vote': 'ended', 'plan-approval': 'ended', 'plan-performance': '2025-04-20' },
      facts: { kind: 'reorganisation' },
      possible: {
        judge: ['announce', 'call-meeting', 'correct-dates', 'fail-performance', 'finish-plan', 'fix-provisional', 'replace-administrator'],
      },
    },
  },
  {
    title: text(
      '重整：草案期限自重整裁定起算，不自受理起算',
      'the time for the draft runs from the order of reorganisation, not from acceptance',
    ),
    actions: [
      opened('reorganisation'),
      { action: 'order-reorganisation', as: 'judge', at: '2022-06-10', values: { ruledOn: '2022-06-10', reasons: '具有重整价值和可能' } },
    ],
    // 10 June + 6 months = 10 December 2022, a Saturday, rolls to Monday 12.
    expect: { clocks: { 'plan-draft': '2022-12-12' }, stages: { reorganisation: 'drafting' } },
  },
  {
    title: text('重整：未按期提交草案的，终止重整并宣告破产', 'reorganisation: no draft in time'),
    actions: [
      opened('reorganisation'),
      { action: 'order-reorganisation', as: 'judge', at: '2022-06-10', values: { ruledOn: '2022-06-10', reasons: '具有重整价值和可能' } },
      { action: 'note-plan-missed', as: 'clock', at: '2022-12-13', cause: { clock: 'plan-draft', due: '2022-12-12' } },
      {
        action: 'fail-reorganisation',
        as: 'judge',
        at: '2022-12-20',
        values: { ruledOn: '2022-12-20', reasons: '债务人、管理人未按期提出重整计划草案' },
      },
    ],
    expect: {
      stages: { main: 'declared', reorganisation: 'failed' },
      flags: ['planMissed'],
      clocks: { 'declaration-service': '2022-12-26' },
    },
  },
  {
    title: text('重整：未通过组再次表决仍未通过，具备六项条件的强制批准', 'reorganisation: second vote and cram-down'),
    actions: [
      opened('reorganisation'),
      { action: 'order-reorganisation', as: 'judge', at: '2022-06-10', values: { ruledOn: '2022-06-10', reasons: '具有重整价值和可能' } },
      { action: 'submit-plan', as: 'administrator', at: '2022-11-01', values: { planMonths: 12 } },
      {
        action: 'record-plan-vote',
        as: 'clerk',
        at: '2022-11-20',
        values: { doneOn: '2022-11-20', agreedByAll: false, votes: '普通债权组未通过' },
      },
      { action: 'apply-cram-down', as: 'debtor', at: '2022-11-21', values: { reasons: '方案公平可行' }, refused: ['done'] },
      {
        action: 'record-second-vote',
        as: 'clerk',
        at: '2022-12-05',
        values: { doneOn: '2022-12-05', agreedByAll: false, votes: '普通债权组仍未通过' },
      },
      { action: 'apply-cram-down', as: 'debtor', at: '2022-12-06', values: { reasons: '方案公平可行' } },
      {
        action: 'approve-by-force',
        as: 'judge',
        at: '2022-12-20',
        values: {
          ruledOn: '2022-12-20',
          planMonths: 12,
          securedPaid: true,
          securedPassed: true,
          employeesPaid: true,
          employeesPassed: true,
          ordinaryNotWorse: false,
          ordinaryPassed: false,
          equityFair: true,
          investorsPassed: true,
          equalAndInOrder: true,
          feasible: true,
        },
        refused: ['cram-down-met'],
      },
      {
        action: 'approve-by-force',
        as: 'judge',
        at: '2022-12-20',
        values: {
          ruledOn: '2022-12-20',
          planMonths: 12,
          securedPaid: true,
          securedPassed: true,
          employeesPaid: true,
          employeesPassed: true,
          ordinaryNotWorse: true,
          ordinaryPassed: false,
          equityFair: true,
          investorsPassed: true,
          equalAndInOrder: true,
          feasible: true,
        },
      },
    ],
    // Applied on 6 December + 30 days would be 5 January 2023; decided before.
    expect: { stages: { reorganisation: 'performing' }, facts: { cramDown: '可以批准' }, clocks: { 'plan-approval': 'ended' } },
  },
  {
    title: text('快速审理：按决策表认定，六个月自受理起算；可以转回', 'fast track by the table; six months from acceptance; and back'),
    actions: [
      opened('liquidation'),
      {
        action: 'take-fast-track',
        as: 'judge',
        at: '2022-06-03',
        values: {
          clearDebts: true,
          clearAssets: true,
          hardLitigation: true,
          hardAssets: false,
          listedOrFinancial: false,
          affiliated: false,
          crossBorder: false,
        },
        refused: ['simple'],
      },
      {
        action: 'take-fast-track',
        as: 'judge',
        at: '2022-06-06',
        values: {
          clearDebts: true,
          clearAssets: true,
          hardLitigation: false,
          hardAssets: false,
          listedOrFinancial: false,
          affiliated: false,
          crossBorder: false,
        },
      },
    ],
    // 1 June + 6 months = 1 December 2022. 6 June + 15 days = 21 June.
    expect: { flags: ['fast'], clocks: { 'fast-closing': '2022-12-01', 'fast-announcement': '2022-06-21' } },
  },
  {
    title: text('和解：表决未通过的，终止和解并宣告破产', 'settlement refused'),
    actions: [
      opened('settlement'),
      { action: 'order-settlement', as: 'judge', at: '2022-06-10', values: { ruledOn: '2022-06-10' } },
      {
        action: 'record-settlement-vote',
        as: 'clerk',
        at: '2022-08-29',
        values: { doneOn: '2022-08-29', passed: false, votes: '同意债权额不足三分之二' },
      },
      { action: 'fail-settlement', as: 'judge', at: '2022-09-05', values: { ruledOn: '2022-09-05', reasons: '和解协议草案未获通过' } },
    ],
    expect: { stages: { main: 'declared', settlement: 'failed' } },
  },
  {
    title: text('财产不足以清偿破产费用：十五日内裁定终结', 'assets do not cover the expenses'),
    actions: [
      opened('liquidation'),
      {
        action: 'request-termination',
        as: 'administrator',
        at: '2022-07-01',
        values: { ending: 'distributed' },
        refused: ['termination-fits'],
      },
      { action: 'request-termination', as: 'administrator', at: '2022-07-01', values: { ending: 'noAssets' } },
    ],
    // 1 July + 15 days = 16 July, a Saturday, rolls to Monday 18.
    expect: { clocks: { 'termination-ruling': '2022-07-18' }, possible: { clerk: ['announce', 'correct-dates'] } },
  },
]
