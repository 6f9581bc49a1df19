/** Worked examples of the administrator's office and of meetings. Dates were counted by hand from the articles and the calendar of 2022. */
import type { Example, ExampleAction } from '@yingshang/procedure'
import { text } from './wording.ts'

const opened: ExampleAction = {
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
    appointmentMethod: 'random',
    registerEntry: 'R-17',
    drawId: 'D-2022-3',
  },
}
const announced: ExampleAction = {
  action: 'announce',
  as: 'clerk',
  at: '2022-06-10',
  values: { announcedOn: '2022-06-10', filingDays: 30 },
}
const digest = 'ab'.repeat(32)
/** Thirty days from 10 June end on Sunday 10 July and roll to the 11th; the first meeting is due fifteen days later, on the 26th. */
const met: readonly ExampleAction[] = [
  announced,
  {
    action: 'call-first-meeting',
    as: 'judge',
    at: '2022-07-01',
    values: { meetingOn: '2022-07-20', noticeOn: '2022-07-01', meetingManner: 'online', meetingId: 'M-1' },
  },
  { action: 'end-filing', as: 'clock', at: '2022-07-12', cause: { clock: 'claims-period', due: '2022-07-11' } },
  {
    action: 'hold-meeting',
    as: 'clerk',
    at: '2022-07-20',
    values: { doneOn: '2022-07-20', meetingManner: 'online', meetingId: 'M-1', resultDigest: digest },
  },
]
const resolution = (resolutionId: string, matter: string, passed: boolean, more: ExampleAction['values'] = {}): ExampleAction => ({
  action: 'record-resolution',
  as: 'clerk',
  at: '2022-07-21',
  values: { resolution: matter, passed, votes: '出席5户，同意2户', doneOn: '2022-07-20', meetingId: 'M-1', resolutionId, ...more },
})

export const OFFICE_EXAMPLES: readonly Example[] = [
  {
    title: text(
      '指定管理人：名册、摇号有据，接受指定，声明利害关系后由法院更换',
      'the administrator: drawn from the register, accepts, declares an interest and is replaced',
    ),
    actions: [
      opened,
      { action: 'accept-appointment', as: 'administrator', at: '2022-06-02', values: { doneOn: '2022-06-02' }, refused: ['form.required'] },
      { action: 'accept-appointment', as: 'administrator', at: '2022-06-02', values: { doneOn: '2022-06-02', hasInterest: false } },
      {
        action: 'declare-interests',
        as: 'administrator',
        at: '2022-06-02',
        values: { hasInterest: true, interestKinds: ['adviser'], interestDetails: '受理前一年担任债务人常年法律顾问' },
      },
      {
        action: 'replace-administrator',
        as: 'judge',
        at: '2022-06-06',
        values: {
          administrator: '白石律师事务所',
          replacementGround: 'interest',
          reasons: '与本案有利害关系',
          appointmentMethod: 'random',
          registerEntry: 'R-4',
          drawId: 'D-2022-4',
        },
      },
    ],
    // The new administrator has neither accepted nor declared anything yet.
    expect: { flags: [], facts: { administrator: '白石律师事务所', appointment: 'a4' } },
  },
  {
    title: text('竞争方式：少于三家的不予办理；摇号记录只用于随机方式', 'competition needs three; a draw belongs to a choice at random'),
    actions: [
      {
        ...opened,
        values: { ...opened.values, appointmentMethod: 'competitive', competitors: 2 },
        refused: ['form.hidden', 'form.min'],
      },
    ],
    expect: {},
  },
  {
    title: text(
      '更换管理人：会议决议后申请，两日内说明，自说明起十日内决定',
      'replacement: resolution, two days to explain, ten to decide',
    ),
    actions: [
      opened,
      ...met,
      {
        action: 'apply-replacement',
        as: 'creditor',
        at: '2022-07-21',
        values: { reasons: '不能公正执行职务' },
        refused: ['replacement-resolved'],
      },
      resolution('r1', 'replacement', true),
      { action: 'apply-replacement', as: 'creditor', at: '2022-07-22', values: { reasons: '不能公正执行职务' } },
      { action: 'ask-explanation', as: 'clerk', at: '2022-07-25', values: { doneOn: '2022-07-25' } },
      { action: 'explain', as: 'administrator', at: '2022-07-26', values: { reasons: '已按规定履行职责' } },
    ],
    // 26 July + 10 days = 5 August, a Friday.
    expect: {
      flags: ['replacementAsked', 'replacementResolved'],
      clocks: { explanation: 'ended', 'replacement-decision': '2022-08-05' },
    },
  },
  {
    title: text(
      '第一次会议由法院召集；网络表决结果三日内告知',
      'the first meeting is called by the court; the result of an online vote is told within three days',
    ),
    actions: [
      opened,
      {
        action: 'call-first-meeting',
        as: 'judge',
        at: '2022-06-05',
        values: { meetingOn: '2022-07-20', noticeOn: '2022-06-05' },
        refused: ['stage'],
      },
      ...met,
      {
        action: 'hold-meeting',
        as: 'clerk',
        at: '2022-07-21',
        values: { doneOn: '2022-07-21', meetingId: 'M-1' },
        refused: ['meeting-new'],
      },
    ],
    // 20 July + 3 days = 23 July, a Saturday, rolls to Monday 25.
    expect: { clocks: { 'first-meeting': 'ended', 'result-notice': '2022-07-25' }, facts: { meetings: 1 } },
  },
  {
    title: text(
      '撤销决议：十五日自决议或者收到结果通知起算；撤销后方案不再有效',
      'a resolution is revoked: fifteen days from it or from the notice; the plan is no longer in force',
    ),
    actions: [
      opened,
      ...met,
      resolution('r1', 'realisation', true),
      { ...resolution('r1', 'realisation', true), refused: ['resolution-new'] },
      {
        action: 'object-to-resolution',
        as: 'creditor',
        at: '2022-08-05',
        values: { resolutionId: 'r1', objectionGround: 'voting', reasons: '计票遗漏', noticeReceivedOn: '2022-07-20' },
        refused: ['objection-in-time'],
      },
      // 20 July + 15 days = 4 August; this creditor was told on the 22nd and has until the 6th.
      {
        action: 'object-to-resolution',
        as: 'creditor',
        at: '2022-08-05',
        values: { resolutionId: 'r1', objectionGround: 'voting', reasons: '计票遗漏', noticeReceivedOn: '2022-07-22' },
      },
      // Another creditor joins: one task, one clock, one ruling.
      {
        action: 'object-to-resolution',
        as: 'creditor',
        at: '2022-08-06',
        values: { resolutionId: 'r1', objectionGround: 'content', reasons: '内容违法', noticeReceivedOn: '2022-07-22' },
      },
      {
        action: 'rule-objection',
        as: 'judge',
        at: '2022-08-15',
        values: { resolutionId: 'r1', objectionOutcome: 'revoked', ruledOn: '2022-08-15', reasons: '表决程序违法' },
      },
    ],
    expect: { flags: [], facts: { realisationRefused: 0, disputed: 0 } },
  },
  {
    title: text(
      '裁定管理方案后的复议：任何债权人，十五日',
      'reconsideration of a ruling on the plan of managing the assets: any creditor, fifteen days',
    ),
    actions: [
      opened,
      ...met,
      {
        action: 'rule-management',
        as: 'judge',
        at: '2022-07-22',
        values: { ruledOn: '2022-07-22', reasons: '尚未表决' },
        refused: ['management-refused'],
      },
      resolution('r1', 'management', false),
      { action: 'rule-management', as: 'judge', at: '2022-07-25', values: { ruledOn: '2022-07-25', reasons: '会议表决未通过' } },
      {
        action: 'announce-ruling',
        as: 'clerk',
        at: '2022-07-26',
        values: { planKind: 'distribution', doneOn: '2022-07-26' },
        refused: ['plan-ruled'],
      },
      { action: 'announce-ruling', as: 'clerk', at: '2022-07-26', values: { planKind: 'management', doneOn: '2022-07-26' } },
      {
        action: 'apply-reconsideration',
        as: 'creditor',
        at: '2022-08-10',
        values: { planKind: 'management', reasons: '管理方案损害利益' },
      },
      {
        action: 'decide-reconsideration',
        as: 'judge',
        at: '2022-08-20',
        values: { planKind: 'management', reconsidered: 'upheld', reasons: '裁定并无不当' },
      },
    ],
    expect: { flags: ['managementPlan'], facts: { managementRefused: 1 } },
  },
  {
    title: text('预重整表决意见：不利修改的须重新表决', 'votes given before the proceedings do not carry over a change for the worse'),
    actions: [
      { ...opened, values: { ...opened.values, kind: 'reorganisation' } },
      { action: 'order-reorganisation', as: 'judge', at: '2022-06-10', values: { ruledOn: '2022-06-10', reasons: '具有重整价值和可能' } },
      { action: 'submit-plan', as: 'administrator', at: '2022-07-01', values: { planMonths: 24 } },
      {
        action: 'carry-pre-votes',
        as: 'administrator',
        at: '2022-07-02',
        values: {
          preVoteClass: 'ordinary',
          preVoteOn: '2022-05-20',
          preVoters: 12,
          preVoteAmount: 30_000_000,
          preVoteInformed: true,
          preVoteSame: false,
          preVoteChanges: '清偿比例由两成降至一成',
          preVoteWorse: true,
        },
        refused: ['pre-votes-unharmed'],
      },
      {
        action: 'carry-pre-votes',
        as: 'administrator',
        at: '2022-07-02',
        values: {
          preVoteClass: 'secured',
          preVoteOn: '2022-05-20',
          preVoters: 2,
          preVoteAmount: 100_000_000,
          preVoteInformed: true,
          preVoteSame: true,
        },
      },
    ],
    expect: { stages: { reorganisation: 'voting' } },
  },
]
