/**
 * The bankruptcy case (破): from acceptance to deregistration, as liquidation, reorganisation or settlement. The kind is a field of its own because all three share
 * the case type 破. 企业破产法 (2006-08-27, in force 2007-06-01).
 */
import { conditions as c, type Definition, define, effects as e } from '@yingshang/procedure'
import { APPOINTMENT_FORM, APPOINTMENT_PROPERTIES } from './appointment.ts'
import { ADMINISTRATOR_ACTIONS, ADMINISTRATOR_FIELDS, APPOINTED } from './case-administrator.ts'
import { CLAIM_ACTIONS } from './case-claims.ts'
import { CASE_CLOCKS } from './case-clocks.ts'
import { CASE_CONDITIONS } from './case-conditions.ts'
import { DISTRIBUTION_ACTIONS, DISTRIBUTION_FIELDS } from './case-distribution.ts'
import { DISTRIBUTION_EXAMPLES } from './case-distribution-examples.ts'
import { CASE_DOCUMENTS } from './case-documents.ts'
import { CASE_EXAMPLES } from './case-examples.ts'
import { CASE_FIELDS } from './case-fields.ts'
import { LIQUIDATION_ACTIONS } from './case-liquidation.ts'
import { MEETING_ACTIONS, MEETING_FIELDS } from './case-meetings.ts'
import { OFFICE_EXAMPLES } from './case-office-examples.ts'
import { PRE_VOTE_ACTIONS, PRE_VOTE_FIELDS } from './case-pre-votes.ts'
import { RESCUE_ACTIONS } from './case-rescue.ts'
import { law, stage, text, unverified } from './wording.ts'

export const BANKRUPTCY_CASE: Definition = define({
  id: 'bankruptcy-case',
  version: '2007-1',
  effectiveFrom: '2007-06-01',
  title: text('破产案件', 'Bankruptcy case'),
  sources: [law('A', '全文'), { rule: 'A2-7', provision: '破产法司法解释三' }, unverified('A7', '法发〔2020〕14号')],
  roles: [
    { id: 'judge', title: text('审判人员', 'judge') },
    { id: 'clerk', title: text('书记员', 'clerk') },
    { id: 'administrator', title: text('管理人', 'administrator') },
    { id: 'debtor', title: text('债务人', 'debtor') },
    { id: 'creditor', title: text('债权人', 'creditor') },
    { id: 'clock', title: text('系统', 'system'), system: true },
  ],
  tracks: [
    {
      id: 'main',
      title: text('破产程序', 'proceedings'),
      initial: 'accepted',
      stages: [
        stage('accepted', '已受理', 'accepted'),
        stage('declared', '已宣告破产', 'declared bankrupt'),
        stage('realising', '变价', 'realisation'),
        stage('distributing', '分配', 'distribution'),
        stage('terminated', '已终结', 'terminated'),
        stage('deregistered', '已注销', 'deregistered', true),
        stage('rescued', '重整或者和解成功', 'rescued', true),
        stage('endedOtherwise', '以其他方式结案', 'ended otherwise', true),
      ],
    },
    {
      id: 'claims',
      title: text('债权', 'claims'),
      initial: 'announcing',
      stages: [
        stage('announcing', '待公告', 'to be announced'),
        stage('filing', '申报', 'filing'),
        stage('reviewing', '审查', 'review'),
        stage('verified', '已核查', 'verified'),
        stage('confirmed', '已裁定确认', 'confirmed', true),
        stage('dropped', '不再确认', 'no longer to be confirmed', true),
      ],
    },
    {
      id: 'reorganisation',
      title: text('重整', 'reorganisation'),
      stages: [
        stage('drafting', '制定草案', 'drafting'),
        stage('voting', '表决', 'voting'),
        stage('refused', '有表决组未通过', 'a class refused'),
        stage('deciding', '审查批准', 'approval'),
        stage('performing', '执行', 'performance'),
        stage('performed', '执行完毕', 'performed', true),
        stage('failed', '终止', 'failed', true),
      ],
    },
    {
      id: 'settlement',
      title: text('和解', 'settlement'),
      stages: [
        stage('voting', '表决', 'voting'),
        stage('refused', '未通过', 'refused'),
        stage('deciding', '审查认可', 'approval'),
        stage('performing', '执行', 'performance'),
        stage('performed', '执行完毕', 'performed', true),
        stage('failed', '终止', 'failed', true),
      ],
    },
  ],
  flags: [
    { id: 'fast', title: text('快速审理', 'fast track') },
    { id: 'appointmentAccepted', title: text('管理人已接受指定', 'appointment accepted') },
    { id: 'interestsDeclared', title: text('管理人已声明利害关系情况', 'interests declared') },
    { id: 'interestFound', title: text('管理人有利害关系', 'the administrator has an interest') },
    { id: 'resignationAsked', title: text('管理人申请辞职', 'the administrator asks to resign') },
    { id: 'replacementResolved', title: text('会议决议更换管理人', 'the meeting resolved on a replacement') },
    { id: 'replacementAsked', title: text('申请更换管理人待决', 'replacement asked for') },
    { id: 'managementPlan', title: text('管理方案已通过', 'plan of managing the assets adopted') },
    { id: 'reconsidering', title: text('复议审查中', 'reconsideration pending') },
    { id: 'realisationPlan', title: text('变价方案已通过', 'realisation plan adopted') },
    { id: 'distributionPlan', title: text('分配方案已通过', 'distribution plan adopted') },
    { id: 'finalDistribution', title: text('已作最后分配', 'final distribution done') },
    { id: 'planPassed', title: text('重整计划各组通过', 'every class passed the plan') },
    { id: 'planMissed', title: text('逾期未提交重整计划', 'plan not submitted in time') },
  ],
  facts: [
    { id: 'nextMeetingOn', title: text('下次会议', 'next meeting'), sensitivity: 'public' },
    { id: 'meetings', title: text('已开会议次数', 'meetings held'), initial: 0, sensitivity: 'public' },
    { id: 'realised', title: text('变价所得合计', 'proceeds'), initial: 0 },
    { id: 'paidOut', title: text('已分配合计', 'paid out'), initial: 0 },
    { id: 'rounds', title: text('分配次数', 'distributions'), initial: 0 },
    { id: 'allocated', title: text('已落实到各笔的分配额', 'allocated to claims and expenses'), initial: 0 },
    { id: 'freedTotal', title: text('可再分配的提存款', 'deposits that were freed'), initial: 0 },
    { id: 'appointment', title: text('现任管理人的指定', 'the appointment in force') },
    { id: 'managementRefused', title: text('管理方案未通过次数', 'plan of managing the assets refused'), initial: 0 },
    { id: 'realisationRefused', title: text('变价方案未通过次数', 'realisation plan refused'), initial: 0 },
    { id: 'distributionRefused', title: text('分配方案未通过次数', 'distribution plan refused'), initial: 0 },
    { id: 'disputed', title: text('待裁定撤销申请的决议数', 'resolutions that wait for a ruling'), initial: 0 },
    { id: 'trackReason', title: text('繁简分流理由', 'why this track') },
    { id: 'cramDown', title: text('强制批准审查结论', 'result of the cram-down test') },
  ],
  conditions: CASE_CONDITIONS,
  fields: [...CASE_FIELDS, ...DISTRIBUTION_FIELDS, ...ADMINISTRATOR_FIELDS, ...MEETING_FIELDS, ...PRE_VOTE_FIELDS],
  clocks: CASE_CLOCKS,
  actions: [
    {
      id: 'open',
      label: text('立案', 'open the case'),
      by: ['clerk', 'judge', 'clock'],
      opens: true,
      form: ['kind', 'debtorName', 'debtorCode', 'caseNumber', 'acceptedOn', 'administrator', ...APPOINTMENT_FORM],
      on: c.field('acceptedOn'),
      effects: [
        ...APPOINTED,
        e.oblige('takeover', text('接管债务人财产、印章和账簿', 'take over assets, seals and books'), ['administrator']),
      ],
      source: [law('A1-10', '第十三条')],
    },
    ...ADMINISTRATOR_ACTIONS,
    ...CLAIM_ACTIONS,
    ...MEETING_ACTIONS,
    ...LIQUIDATION_ACTIONS,
    ...DISTRIBUTION_ACTIONS,
    ...RESCUE_ACTIONS,
    ...PRE_VOTE_ACTIONS,
  ],
  registers: [
    {
      id: 'claims',
      title: text('债权表', 'claims table'),
      properties: [
        { id: 'creditor', title: text('债权人', 'creditor') },
        { id: 'class', title: text('债权性质', 'class') },
        { id: 'principal', title: text('本金', 'principal') },
        { id: 'interest', title: text('利息', 'interest') },
        { id: 'other', title: text('其他', 'other') },
        { id: 'filedOn', title: text('申报日期', 'filed on') },
        { id: 'late', title: text('逾期申报', 'late') },
        { id: 'status', title: text('审查结论', 'status') },
        { id: 'confirmed', title: text('确认金额', 'confirmed') },
        { id: 'provisional', title: text('临时债权额', 'provisional') },
        { id: 'reason', title: text('审查理由', 'reason') },
        { id: 'disputed', title: text('有异议', 'disputed') },
        { id: 'by', title: text('申报人', 'filed by') },
        { id: 'paid', title: text('累计受偿', 'paid') },
        { id: 'deposited', title: text('提存', 'set aside') },
        { id: 'fromCollateral', title: text('就担保物受偿', 'from collateral') },
        { id: 'depositReason', title: text('提存原因', 'why set aside') },
        { id: 'waived', title: text('丧失受领', 'share forfeited') },
      ],
    },
    {
      id: 'assets',
      title: text('财产变价', 'sales'),
      properties: [
        { id: 'asset', title: text('财产', 'asset') },
        { id: 'manner', title: text('方式', 'manner') },
        { id: 'proceeds', title: text('所得', 'proceeds') },
        { id: 'on', title: text('日期', 'on') },
      ],
    },
    {
      id: 'distributions',
      title: text('分配', 'distributions'),
      properties: [
        { id: 'round', title: text('次序', 'number') },
        { id: 'kind', title: text('种类', 'kind') },
        { id: 'amount', title: text('金额', 'amount') },
        { id: 'on', title: text('日期', 'on') },
        { id: 'final', title: text('最后分配', 'final') },
        { id: 'expenses', title: text('破产费用', 'expenses') },
        { id: 'commonBenefit', title: text('共益债务', 'debts of common benefit') },
      ],
    },
    {
      id: 'payments',
      title: text('债权受偿记录', 'what claims got'),
      properties: [
        { id: 'round', title: text('第几次分配', 'distribution') },
        { id: 'claim', title: text('债权编号', 'claim') },
        { id: 'paid', title: text('受偿', 'paid') },
        { id: 'deposited', title: text('提存', 'set aside') },
        { id: 'fromCollateral', title: text('就担保物受偿', 'from collateral') },
      ],
    },
    {
      id: 'appointments',
      title: text('管理人', 'administrators'),
      properties: [
        { id: 'administrator', title: text('管理人', 'administrator') },
        { id: 'on', title: text('日期', 'on') },
        ...APPOINTMENT_PROPERTIES,
        { id: 'status', title: text('状态', 'status') },
        { id: 'interest', title: text('有利害关系', 'has an interest') },
        { id: 'until', title: text('更换日期', 'replaced on') },
        { id: 'reason', title: text('更换理由', 'why replaced') },
      ],
    },
    {
      id: 'meetings',
      title: text('债权人会议', 'meetings of creditors'),
      properties: [
        { id: 'on', title: text('日期', 'on') },
        { id: 'manner', title: text('召开方式', 'how it was held') },
        { id: 'digest', title: text('结果摘要值', 'digest of the result') },
      ],
    },
    {
      id: 'resolutions',
      title: text('会议决议', 'resolutions'),
      properties: [
        { id: 'matter', title: text('事项', 'matter') },
        { id: 'passed', title: text('是否通过', 'passed') },
        { id: 'on', title: text('日期', 'on') },
        { id: 'meeting', title: text('会议编号', 'meeting') },
        { id: 'digest', title: text('结果摘要值', 'digest of the result') },
        { id: 'status', title: text('状态', 'status') },
        { id: 'settled', title: text('撤销期限届满', 'time to object is over') },
        { id: 'reason', title: text('裁定理由', 'reasons of the ruling') },
        { id: 'ruled', title: text('裁定日期', 'ruled on') },
      ],
    },
    {
      id: 'preVotes',
      title: text('预重整表决意见', 'votes given before the proceedings'),
      properties: [
        { id: 'on', title: text('预表决日期', 'on') },
        { id: 'voters', title: text('同意人数', 'in favour') },
        { id: 'amount', title: text('同意债权额', 'their claims') },
        { id: 'same', title: text('草案与协议一致', 'the draft is the agreement') },
        { id: 'digest', title: text('结果摘要值', 'digest of the result') },
      ],
    },
  ],
  documents: CASE_DOCUMENTS,
  titles: { matter: text('{debtorName}破产案', 'Bankruptcy of {debtorName}') },
  examples: [...CASE_EXAMPLES, ...DISTRIBUTION_EXAMPLES, ...OFFICE_EXAMPLES],
})
