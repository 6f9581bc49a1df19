/** Forms of the petition. */
import { conditions as c, type Field } from '@yingshang/procedure'
import { APPOINTMENT_FIELDS } from './appointment.ts'
import { choice, field, text } from './wording.ts'

export const PETITION_FIELDS: readonly Field[] = [
  ...APPOINTMENT_FIELDS,
  choice('petitioner', text('申请人', 'petitioner'), [
    ['debtor', '债务人', 'the debtor'],
    ['creditor', '债权人', 'a creditor'],
    ['enforcement', '执行移送（执转破）', 'transfer from enforcement'],
    ['liquidator', '依法负有清算责任的人', 'the person responsible for liquidation'],
  ]),
  choice('remedy', text('申请事项', 'applied for'), [
    ['liquidation', '破产清算', 'liquidation'],
    ['reorganisation', '重整', 'reorganisation'],
    ['settlement', '和解', 'settlement'],
  ]),
  field('debtorName', 'text', '债务人名称', 'name of the debtor', { sensitivity: 'public', sample: '青禾机械有限公司' }),
  field('debtorCode', 'creditCode', '债务人统一社会信用代码', 'credit code of the debtor', {
    sensitivity: 'public',
    sample: '91350100M000100Y43',
  }),
  field('petitionerName', 'text', '申请人名称或者姓名', 'name of the petitioner', {
    sensitivity: 'personal',
    sample: '澄江市建材经营部',
  }),
  field('grounds', 'longText', '申请的事实和理由', 'facts and reasons', {
    help: text(
      '不能清偿到期债务，并且资产不足以清偿全部债务或者明显缺乏清偿能力',
      'debts due are not paid, and assets do not suffice or ability to pay is plainly lacking',
    ),
  }),
  field('receivedOn', 'date', '法院收到申请日期', 'received by the court on', { notAfter: c.today(), sensitivity: 'public' }),
  field('consent', 'yesNo', '被执行人或者任一申请执行人已书面同意移送', 'written consent to the transfer', {
    when: c.equals(c.field('petitioner'), 'enforcement'),
    help: text('执转破须有书面同意', 'a transfer needs written consent'),
    rules: [
      {
        holds: c.equals(c.field('consent'), true),
        message: text('没有书面同意的，不得移送破产审查', 'without consent there is no transfer'),
      },
    ],
  }),
  field('papers', 'attachments', '申请材料', 'papers', { required: false }),
  field('missing', 'longText', '需要补充、补正的材料', 'what is missing'),
  field('servedOn', 'date', '送达日期', 'served on', { notAfter: c.today(), sensitivity: 'public' }),
  field('objection', 'longText', '异议理由', 'grounds of the objection'),
  field('approval', 'text', '上一级人民法院批准文号', 'number of the higher court’s approval', {
    sensitivity: 'public',
    sample: '（2022）澄04破审延1号',
  }),
  field('ruledOn', 'date', '裁定日期', 'ruled on', { notAfter: c.today(), sensitivity: 'public' }),
  field('administrator', 'party', '指定的管理人', 'administrator named', {
    help: text('受理的同时指定管理人（第十三条）', 'named together with acceptance'),
    sensitivity: 'public',
    sample: '澄江清算事务所',
  }),
  field('caseNumber', 'caseNumber', '破产案件案号', 'number of the case', { sensitivity: 'public', sample: '（2022）鲁04破1号' }),
  field('reasons', 'longText', '裁定理由', 'reasons of the ruling', { minLength: 10 }),
  field('note', 'longText', '说明', 'note', { required: false, keep: false }),
]
