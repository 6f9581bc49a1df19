/**
 * The petition for bankruptcy (破申): filing, supplement, the debtor's objection, acceptance or refusal, appeal. 企业破产法 第七条至第十三条 (FACTS A1-1 to A1-14).
 * Its number is another than the case's; acceptance opens the case.
 */
import { conditions as c, type Definition, define } from '@yingshang/procedure'
import { APPOINTMENT_PROPERTIES } from './appointment.ts'
import { BY_OTHERS, PETITION_ACTIONS } from './petition-actions.ts'
import { PETITION_CLOCKS } from './petition-clocks.ts'
import { PETITION_EXAMPLES } from './petition-examples.ts'
import { PETITION_FIELDS } from './petition-fields.ts'
import { law, stage, text } from './wording.ts'

export const PETITION: Definition = define({
  id: 'bankruptcy-petition',
  version: '2007-1',
  effectiveFrom: '2007-06-01',
  title: text('破产申请审查', 'Review of a bankruptcy petition'),
  sources: [law('A1', '第二章'), { rule: 'A7-6', provision: '民诉解释 第五百一十一条、第五百一十二条' }],
  roles: [
    { id: 'debtor', title: text('债务人', 'debtor') },
    { id: 'creditor', title: text('申请债权人', 'petitioning creditor') },
    { id: 'liquidator', title: text('清算责任人', 'person responsible for liquidation') },
    { id: 'administrator', title: text('管理人', 'administrator') },
    { id: 'clerk', title: text('书记员', 'clerk') },
    { id: 'judge', title: text('审判人员', 'judge') },
    { id: 'clock', title: text('系统', 'system'), system: true },
  ],
  tracks: [
    {
      id: 'review',
      title: text('申请审查', 'review'),
      initial: 'submitted',
      stages: [
        stage('submitted', '已提交', 'submitted'),
        stage('supplementing', '待补充材料', 'to be supplemented'),
        stage('objection', '债务人异议期', 'time for objection'),
        stage('deciding', '审查中', 'under review'),
        stage('accepted', '已裁定受理', 'accepted'),
        stage('opened', '已送达并立案', 'served, case opened', true),
        stage('refused', '已裁定不予受理', 'refused'),
        stage('appealed', '上诉中', 'under appeal'),
        stage('closed', '已终结', 'closed', true),
        stage('withdrawn', '已撤回', 'withdrawn', true),
      ],
    },
  ],
  flags: [{ id: 'objected', title: text('债务人有异议', 'the debtor objects') }],
  conditions: [
    {
      id: 'settlement-by-debtor',
      title: text('和解只能由债务人申请', 'only the debtor may apply for settlement'),
      when: c.or(c.not(c.equals(c.field('remedy'), 'settlement')), c.equals(c.field('petitioner'), 'debtor')),
      refusal: text('和解申请只能由债务人提出', 'only the debtor may apply for settlement'),
      source: [law('A4-11', '第九十五条')],
    },
    {
      id: 'heard',
      title: text('债务人已有异议机会', 'the debtor could object'),
      when: c.or(
        c.not(BY_OTHERS),
        c.clock('objection-period', 'ended'),
        c.clock('objection-period', 'over'),
        c.stage('review', 'deciding'),
      ),
      refusal: text(
        '债权人申请的，须待债务人异议期（自收到通知之日起七日）届满或者债务人提出异议',
        'a creditor’s petition waits for the debtor’s objection or the end of seven days',
      ),
      source: [law('A1-2', '第十条第一款')],
    },
  ],
  fields: PETITION_FIELDS,
  clocks: PETITION_CLOCKS,
  actions: PETITION_ACTIONS,
  registers: [
    {
      id: 'appointments',
      title: text('管理人指定', 'appointments of administrators'),
      properties: [
        { id: 'administrator', title: text('管理人', 'administrator') },
        { id: 'on', title: text('指定日期', 'named on') },
        { id: 'debtor', title: text('债务人', 'debtor') },
        ...APPOINTMENT_PROPERTIES,
      ],
    },
  ],
  documents: [
    { id: 'petition-receipt', title: text('破产申请材料收据', 'receipt of the petition'), template: 'petition-receipt' },
    { id: 'supplement-notice', title: text('补充、补正材料通知书', 'notice to supplement'), template: 'supplement-notice' },
    { id: 'notice-to-debtor', title: text('破产申请通知书', 'notice to the debtor'), template: 'notice-to-debtor' },
    { id: 'acceptance-ruling', title: text('民事裁定书（受理破产申请）', 'ruling of acceptance'), template: 'acceptance-ruling' },
    {
      id: 'administrator-decision',
      title: text('指定管理人决定书', 'decision naming the administrator'),
      template: 'administrator-decision',
    },
    { id: 'refusal-ruling', title: text('民事裁定书（不予受理）', 'ruling of refusal'), template: 'refusal-ruling' },
  ],
  titles: { matter: text('{debtorName}破产申请审查', 'Petition concerning {debtorName}') },
  examples: PETITION_EXAMPLES,
})
