/** What must be so before an action of the case, with the sentence that refuses and the article. */
import { conditions as c, type NamedCondition } from '@yingshang/procedure'
import { DISTRIBUTION_CONDITIONS } from './case-distribution.ts'
import { PRE_VOTE_CONDITIONS } from './case-pre-votes.ts'
import { CRAM_DOWN_INPUTS } from './case-rescue.ts'
import { law, text, unverified } from './wording.ts'

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

/** Plans on which the court rules in place of the meeting, with the action that does. */
const PLAN_RULINGS = [
  ['management', 'rule-management'],
  ['realisation', 'rule-realisation'],
  ['distribution', 'rule-distribution'],
] as const

export const CASE_CONDITIONS: readonly NamedCondition[] = [
  ...PRE_VOTE_CONDITIONS,
  ...DISTRIBUTION_CONDITIONS,
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
    refusal: text('只能变更、撤回本人申报的债权', 'only one’s own claim can be amended or withdrawn'),
  },
  {
    id: 'claim-amendable',
    title: text('债权未撤回、未经裁定确认', 'neither withdrawn nor confirmed by ruling'),
    when: c.and(
      c.not(c.equals(c.entry('claims', c.field('claim'), 'status'), 'withdrawn')),
      c.or(
        c.not(c.stage('claims', 'confirmed')),
        c.equals(c.entry('claims', c.field('claim'), 'status'), 'pending'),
        c.equals(c.entry('claims', c.field('claim'), 'disputed'), true),
      ),
    ),
    refusal: text('债权已撤回或者已经法院裁定确认，不能变更', 'the claim was withdrawn, or confirmed by ruling'),
    source: [law('A2-6', '第五十八条')],
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
    when: c.or(c.done('call-meeting'), c.done('call-first-meeting')),
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
    id: 'meeting-new',
    title: text('该会议尚未登记', 'the meeting is not recorded yet'),
    when: c.not(c.known(c.entry('meetings', c.field('meetingId')))),
    refusal: text('该编号的会议已经登记', 'the meeting with this id is recorded already'),
  },
  {
    id: 'resolution-new',
    title: text('该决议尚未登记', 'the resolution is not recorded yet'),
    when: c.not(c.known(c.entry('resolutions', c.field('resolutionId')))),
    refusal: text('该编号的决议已经登记', 'the resolution with this id is recorded already'),
  },
  {
    id: 'resolution-known',
    title: text('有该决议', 'there is such a resolution'),
    when: c.known(c.entry('resolutions', c.field('resolutionId'))),
    refusal: text('没有这一编号的决议', 'there is no such resolution'),
  },
  {
    id: 'resolution-disputed',
    title: text('有债权人申请撤销', 'somebody asked to revoke it'),
    when: c.equals(c.entry('resolutions', c.field('resolutionId'), 'status'), 'disputed'),
    refusal: text('没有待裁定的撤销申请', 'nobody asked to revoke it'),
    source: [law('A3-13', '第六十四条第二款')],
  },
  {
    id: 'objection-in-time',
    title: text('在十五日内', 'within fifteen days'),
    // Of a vote that was not cast on site the days run from the receipt of the result, which is each creditor's own.
    when: c.or(
      c.clockOf('resolution-objection', c.field('resolutionId'), 'in-time'),
      c.atMost(c.daysFrom(c.field('noticeReceivedOn'), c.today()), 15),
    ),
    refusal: text(
      '申请撤销决议应当自决议作出之日（非现场表决的，自收到结果通知之日）起十五日内提出',
      'within fifteen days of the resolution, or of the notice of the result when the vote was not on site',
    ),
    source: [law('A3-13', '第六十四条第二款'), { rule: 'A3-15', provision: '破产法司法解释三 第十二条' }],
  },
  {
    id: 'replacement-resolved',
    title: text('债权人会议已决议申请更换', 'the meeting resolved to ask for it'),
    when: c.flag('replacementResolved'),
    refusal: text('债权人会议没有通过更换管理人的决议', 'the creditors’ meeting has not resolved to ask for it'),
    source: [law('A6', '第二十二条第二款'), { rule: 'A6-14', provision: '指定管理人规定 第三十一条' }],
  },
  {
    id: 'management-refused',
    title: text('管理方案未获通过', 'plan of managing the assets refused'),
    when: c.and(c.atLeast(c.fact('managementRefused'), 1), c.not(c.flag('managementPlan'))),
    refusal: text('财产管理方案经债权人会议表决未通过的，法院才可裁定', 'the court rules only after the meeting refused the plan'),
    source: [law('A3-11', '第六十五条第一款')],
  },
  {
    id: 'plan-ruled',
    title: text('该方案经法院裁定', 'the court ruled on this plan'),
    when: c.or(...PLAN_RULINGS.map(([plan, ruling]) => c.and(c.equals(c.field('planKind'), plan), c.done(ruling)))),
    refusal: text('法院没有就该方案作出裁定', 'the court has not ruled on this plan'),
    source: [law('A3-11', '第六十五条')],
  },
  {
    id: 'reconsideration-supported',
    title: text('符合申请复议的条件', 'those may ask for reconsideration'),
    when: c.or(
      c.not(c.equals(c.field('planKind'), 'distribution')),
      c.atLeastShare(c.field('supporting'), c.field('unsecuredTotal'), 1, 2),
    ),
    refusal: text(
      '对分配方案裁定申请复议的，债权额应当占无财产担保债权总额二分之一以上',
      'for the distribution plan: creditors with half of the unsecured claims or more',
    ),
    source: [law('A3-12', '第六十六条')],
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
]
