/**
 * The bankruptcy case (破): from acceptance to deregistration, as liquidation, reorganisation or settlement. The kind is a field of its own because all three share
 * the case type 破. 企业破产法 (2006-08-27, in force 2007-06-01).
 */
import { conditions as c, type Definition, define, effects as e } from '@yingshang/procedure'
import { CLAIM_ACTIONS } from './case-claims.ts'
import { CASE_CLOCKS } from './case-clocks.ts'
import { CASE_DOCUMENTS } from './case-documents.ts'
import { CASE_EXAMPLES } from './case-examples.ts'
import { CASE_FIELDS } from './case-fields.ts'
import { LIQUIDATION_ACTIONS } from './case-liquidation.ts'
import { CRAM_DOWN_INPUTS, RESCUE_ACTIONS } from './case-rescue.ts'
import { law, stage, text, unverified } from './wording.ts'

const simple = c.decision(
  'simple-case',
  {
    债权债务关系明确: c.field('clearDebts'),
    财产状况清楚: c.field('clearAssets'),
    存在未结复杂诉讼: c.field('hardLitigation'),
    财产难以变现: c.field('hardAssets'),
    上市公司或者金融机构: c.field('listedOrFinancial'),
    关联企业合并破产: c.field('affiliated'),
    跨境破产: c.field('crossBorder'),
  },
  '程序',
)

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
    { id: 'realisationRefused', title: text('变价方案未通过次数', 'realisation plan refused'), initial: 0 },
    { id: 'distributionRefused', title: text('分配方案未通过次数', 'distribution plan refused'), initial: 0 },
    { id: 'trackReason', title: text('繁简分流理由', 'why this track') },
    { id: 'cramDown', title: text('强制批准审查结论', 'result of the cram-down test') },
  ],
  conditions: [
    {
      id: 'simple',
      title: text('符合快速审理条件', 'fit for the fast track'),
      when: c.equals(simple, '快速审理'),
      refusal: text('按繁简分流决策表，本案不适用快速审理', 'by the decision table the case does not take the fast track'),
      source: [unverified('A7-1', '法发〔2020〕14号 第14条')],
    },
    {
      id: 'no-rescue-running',
      title: text('没有正在进行的重整或者和解', 'no reorganisation or settlement running'),
      when: c.not(
        c.or(
          c.stage('reorganisation', 'drafting', 'voting', 'refused', 'deciding', 'performing'),
          c.stage('settlement', 'voting', 'refused', 'deciding', 'performing'),
        ),
      ),
      refusal: text('重整或者和解程序正在进行', 'a reorganisation or settlement is running'),
      source: [law('A4', '第八章、第九章')],
    },
    {
      id: 'claim-known',
      title: text('债权表中有该债权', 'the claim is on the table'),
      when: c.known(c.entry('claims', c.field('claim'))),
      refusal: text('债权表中没有这一编号', 'there is no such claim'),
    },
    {
      id: 'own-claim',
      title: text('本人申报的债权', 'own claim'),
      when: c.or(c.role('administrator'), c.equals(c.entry('claims', c.field('claim'), 'by'), c.actor())),
      refusal: text('只能撤回本人申报的债权', 'only one’s own claim can be withdrawn'),
    },
    {
      id: 'notice-in-time',
      title: text('会议召开十五日前已通知已知债权人', 'creditors were told fifteen days before'),
      when: c.or(
        c.atLeast(c.daysFrom(c.field('noticeOn'), c.field('meetingOn')), 15),
        // With the consent of all known creditors the fast track may do with three days.
        c.and(c.flag('fast'), c.atLeast(c.daysFrom(c.field('noticeOn'), c.field('meetingOn')), 3)),
      ),
      refusal: text(
        '召开债权人会议，应当提前十五日通知已知的债权人（快速审理经全体已知债权人同意的，至少提前三日）',
        'known creditors are told fifteen days before a meeting (three on the fast track with the consent of all)',
      ),
      source: [law('A3-3', '第六十三条'), unverified('A7-3', '法发〔2020〕14号 第17条')],
    },
    {
      id: 'meeting-called',
      title: text('已通知会议', 'a meeting is called'),
      when: c.done('call-meeting'),
      refusal: text('尚未决定召开债权人会议', 'no meeting was called'),
      source: [law('A3-3', '第六十三条')],
    },
    {
      id: 'meeting-held',
      title: text('会议已召开', 'a meeting was held'),
      when: c.done('hold-meeting'),
      refusal: text('债权人会议尚未召开', 'no meeting was held yet'),
      source: [law('A3-1', '第六十二条')],
    },
    {
      id: 'realisation-plan',
      title: text('变价方案已通过或者经裁定', 'realisation plan in force'),
      when: c.flag('realisationPlan'),
      refusal: text('财产变价方案未经债权人会议通过，也未经法院裁定', 'no realisation plan is in force'),
      source: [law('A3-11', '第一百一十一条、第六十五条')],
    },
    {
      id: 'realisation-refused',
      title: text('变价方案未获通过', 'realisation plan refused'),
      when: c.and(c.atLeast(c.fact('realisationRefused'), 1), c.not(c.flag('realisationPlan'))),
      refusal: text('变价方案经债权人会议表决未通过的，法院才可裁定', 'the court rules only after the meeting refused the plan'),
      source: [law('A3-11', '第六十五条第一款')],
    },
    {
      id: 'distribution-refused',
      title: text('分配方案两次未获通过', 'distribution plan refused twice'),
      when: c.and(c.atLeast(c.fact('distributionRefused'), 2), c.not(c.flag('distributionPlan'))),
      refusal: text(
        '分配方案经债权人会议二次表决仍未通过的，法院才可裁定（现未通过{distributionRefused}次）',
        'the court rules only after the meeting refused twice',
      ),
      source: [law('A3-11', '第六十五条第二款')],
    },
    {
      id: 'distribution-plan',
      title: text('分配方案已通过或者经裁定', 'distribution plan in force'),
      when: c.flag('distributionPlan'),
      refusal: text('财产分配方案未经债权人会议通过，也未经法院裁定', 'no distribution plan is in force'),
      source: [law('A5-4', '第一百一十五条')],
    },
    {
      id: 'claims-confirmed',
      title: text('债权已经裁定确认', 'claims are confirmed'),
      when: c.stage('claims', 'confirmed'),
      refusal: text('无异议债权尚未裁定确认', 'claims are not confirmed yet'),
      source: [law('A2-6', '第五十八条')],
    },
    {
      id: 'enough-money',
      title: text('分配额不超过变价所得', 'not more than there is'),
      when: c.atMost(c.sum(c.fact('paidOut'), c.field('distributed')), c.fact('realised')),
      refusal: text('分配额连同已分配的{paidOut}分，超过变价所得{realised}分', 'more would be paid than was realised'),
      source: [law('A5-4', '第一百一十三条')],
    },
    {
      id: 'termination-fits',
      title: text('终结原因与程序阶段相符', 'the reason fits the stage'),
      when: c.or(
        c.and(c.equals(c.field('ending'), 'distributed'), c.flag('finalDistribution')),
        c.oneOf(c.field('ending'), 'noAssets'),
        c.and(c.equals(c.field('ending'), 'nothingToDistribute'), c.stage('main', 'declared', 'realising')),
        c.and(c.oneOf(c.field('ending'), 'agreement', 'paid'), c.stage('main', 'accepted')),
      ),
      refusal: text(
        '终结原因与程序进展不符：最后分配完结的须已作最后分配；无财产可供分配的须已宣告破产；协议或者清偿的须在宣告破产前',
        'the reason for termination does not fit the stage of the proceedings',
      ),
      source: [law('A5-9', '第四十三条、第一百零五条、第一百零八条、第一百二十条')],
    },
    {
      id: 'cram-down-met',
      title: text('具备强制批准条件', 'conditions of cram-down are met'),
      when: c.equals(c.decision('cram-down', CRAM_DOWN_INPUTS, '结论'), '可以批准'),
      refusal: text('按强制批准审查表，不具备批准条件', 'by the decision table the conditions of cram-down are not met'),
      source: [law('A4-7', '第八十七条第二款')],
    },
    {
      id: 'reorganisation-hopeless',
      title: text('有终止重整的法定事由', 'a statutory ground to end the reorganisation'),
      when: c.or(c.flag('planMissed'), c.stage('reorganisation', 'drafting', 'refused', 'deciding')),
      refusal: text('草案表决期间不得终止重整', 'not while the plan is being voted on'),
      source: [law('A4-8', '第七十八条、第七十九条、第八十八条')],
    },
  ],
  fields: CASE_FIELDS,
  clocks: CASE_CLOCKS,
  actions: [
    {
      id: 'open',
      label: text('立案', 'open the case'),
      by: ['clerk', 'judge', 'clock'],
      opens: true,
      form: ['kind', 'debtorName', 'debtorCode', 'caseNumber', 'acceptedOn', 'administrator'],
      on: c.field('acceptedOn'),
      effects: [
        e.enter('appointments', c.actionId(), { administrator: c.field('administrator'), on: c.onDay(), reason: '' }),
        e.oblige('takeover', text('接管债务人财产、印章和账簿', 'take over assets, seals and books'), ['administrator']),
      ],
      source: [law('A1-10', '第十三条')],
    },
    ...CLAIM_ACTIONS,
    ...LIQUIDATION_ACTIONS,
    ...RESCUE_ACTIONS,
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
        { id: 'amount', title: text('金额', 'amount') },
        { id: 'on', title: text('日期', 'on') },
        { id: 'final', title: text('最后分配', 'final') },
      ],
    },
    {
      id: 'appointments',
      title: text('管理人', 'administrators'),
      properties: [
        { id: 'administrator', title: text('管理人', 'administrator') },
        { id: 'on', title: text('日期', 'on') },
        { id: 'reason', title: text('原因', 'reason') },
      ],
    },
  ],
  documents: CASE_DOCUMENTS,
  titles: { matter: text('{debtorName}破产案', 'Bankruptcy of {debtorName}') },
  examples: CASE_EXAMPLES,
})
