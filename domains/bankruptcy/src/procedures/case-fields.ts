/** Forms of the bankruptcy case. */
import { conditions as c, type Field } from '@yingshang/procedure'
import { CLAIM_CLASSES } from '../claims.ts'
import { choice, field, text } from './wording.ts'

const day = (id: string, zh: string, en: string, more: Partial<Field> = {}) =>
  field(id, 'date', zh, en, { notAfter: c.today(), sensitivity: 'public', ...more })
const money = (id: string, zh: string, en: string, more: Partial<Field> = {}) =>
  field(id, 'money', zh, en, { min: 0, sample: 1_000_000, ...more })

export const KINDS = [
  ['liquidation', '破产清算', 'liquidation'],
  ['reorganisation', '重整', 'reorganisation'],
  ['settlement', '和解', 'settlement'],
] as const

/** Matters on which the meeting votes; what the law says of each is in `packages/ballot`. */
export const RESOLUTIONS = [
  ['verification', '核查债权', 'verification of claims'],
  ['management', '财产管理方案', 'plan of managing the assets'],
  ['realisation', '财产变价方案', 'realisation plan'],
  ['distribution', '财产分配方案', 'distribution plan'],
  ['reorganisationPlan', '重整计划草案', 'draft reorganisation plan'],
  ['settlement', '和解协议草案', 'draft settlement'],
  ['replacement', '更换管理人', 'replacement of the administrator'],
  ['other', '其他事项', 'other'],
] as const

export const CASE_FIELDS: readonly Field[] = [
  choice('kind', text('程序', 'proceedings'), KINDS, { sensitivity: 'public' }),
  field('debtorName', 'text', '债务人名称', 'debtor', { sensitivity: 'public', sample: '青禾机械有限公司' }),
  field('debtorCode', 'creditCode', '统一社会信用代码', 'credit code', { sensitivity: 'public', sample: '91350100M000100Y43' }),
  field('caseNumber', 'caseNumber', '案号', 'case number', { sensitivity: 'public', sample: '（2022）鲁04破1号' }),
  field('administrator', 'party', '管理人', 'administrator', { sensitivity: 'public', sample: '澄江清算事务所' }),
  day('acceptedOn', '受理裁定日期', 'accepted on'),
  day('doneOn', '办理日期', 'done on'),
  day('ruledOn', '裁定日期', 'ruled on'),
  day('announcedOn', '公告日期', 'announced on'),
  field('filingDays', 'integer', '债权申报期限（日）', 'days for filing claims', {
    min: 30,
    max: 92,
    help: text('自公告之日起不少于三十日，最长不超过三个月', 'from 30 days to 3 months from publication'),
    sensitivity: 'public',
    sample: 60,
  }),
  field('meetingOn', 'date', '会议日期', 'day of the meeting', { sensitivity: 'public', notBefore: c.today() }),
  field('noticeOn', 'date', '通知债权人日期', 'creditors notified on', { sensitivity: 'public', notAfter: c.today() }),
  field('reasons', 'longText', '理由', 'reasons', { minLength: 4 }),
  field('note', 'longText', '说明', 'note', { required: false, keep: false }),
  field('papers', 'attachments', '材料', 'papers', { required: false, keep: false }),
  // Claims
  field('claim', 'text', '债权编号', 'claim', { sensitivity: 'internal', keep: false }),
  field('creditorName', 'text', '债权人', 'creditor', { sensitivity: 'personal', keep: false, sample: '澄江市建材经营部' }),
  choice(
    'claimClass',
    text('债权性质', 'class of the claim'),
    CLAIM_CLASSES.map((k) => [k.id, k.zh, k.en] as const),
    { keep: false },
  ),
  money('principal', '本金', 'principal', { keep: false }),
  money('interest', '利息（计算至受理日）', 'interest up to acceptance', {
    keep: false,
    help: text('附利息的债权自破产申请受理时起停止计息', 'interest stops at acceptance'),
  }),
  money('otherAmount', '其他', 'other', { keep: false, sample: 0 }),
  field('basis', 'longText', '债权发生的事实和依据', 'facts and basis', { keep: false, sensitivity: 'personal' }),
  field('amendReason', 'longText', '变更理由', 'why amended', { keep: false }),
  choice(
    'outcome',
    text('审查结论', 'outcome of the review'),
    [
      ['confirmed', '予以确认', 'confirmed'],
      ['partly', '部分确认', 'confirmed in part'],
      ['rejected', '不予确认', 'not confirmed'],
      ['provisional', '暂缓确定', 'not determined yet'],
    ],
    { keep: false },
  ),
  money('confirmed', '确认金额', 'amount confirmed', { keep: false, when: c.oneOf(c.field('outcome'), 'confirmed', 'partly') }),
  field('reviewReason', 'longText', '审查理由', 'reasons of the review', {
    keep: false,
    when: c.oneOf(c.field('outcome'), 'partly', 'rejected', 'provisional'),
  }),
  money('provisionalAmount', '临时债权额', 'amount for voting', { keep: false }),
  // Assets and money
  field('asset', 'text', '财产名称', 'asset', { keep: false, sample: '一号厂房' }),
  money('proceeds', '变价所得', 'proceeds', { keep: false }),
  choice(
    'manner',
    text('变价方式', 'manner of sale'),
    [
      ['auction', '拍卖', 'auction'],
      ['other', '债权人会议决议的其他方式', 'otherwise as the meeting resolved'],
    ],
    { keep: false, sensitivity: 'public' },
  ),
  choice(
    'ending',
    text('终结原因', 'why it ends'),
    [
      ['distributed', '最后分配完结', 'final distribution done'],
      ['noAssets', '财产不足以清偿破产费用', 'assets do not cover the expenses'],
      ['nothingToDistribute', '无财产可供分配', 'nothing to distribute'],
      ['agreement', '全体债权人就债权债务处理达成协议', 'agreement with all creditors'],
      ['paid', '债务已全部清偿或者获足额担保', 'all debts paid or secured'],
    ],
    { sensitivity: 'public' },
  ),
  // Fast track, elements of the table
  ...(
    [
      ['clearDebts', '债权债务关系明确', 'debts are clear'],
      ['clearAssets', '财产状况清楚', 'assets are clear'],
      ['hardLitigation', '存在未结复杂诉讼', 'complex litigation pending'],
      ['hardAssets', '财产难以变现', 'assets hard to sell'],
      ['listedOrFinancial', '上市公司或者金融机构', 'listed company or financial institution'],
      ['affiliated', '关联企业合并破产', 'affiliated companies'],
      ['crossBorder', '跨境破产', 'cross-border'],
    ] as const
  ).map(([id, zh, en]) => field(id, 'yesNo', zh, en, { keep: false })),
  // Reorganisation
  field('planMonths', 'integer', '计划执行期限（月）', 'months of performance', { min: 1, max: 120, sensitivity: 'public', sample: 24 }),
  field('agreedByAll', 'yesNo', '各表决组均通过', 'every class passed', { keep: false, sensitivity: 'public' }),
  ...(
    [
      ['securedPaid', '担保债权全额受偿且担保权未受实质损害', 'secured creditors paid in full'],
      ['securedPassed', '担保债权组通过', 'class of secured creditors passed'],
      ['employeesPaid', '职工和税款债权全额受偿', 'employees and taxes paid in full'],
      ['employeesPassed', '职工和税款债权组通过', 'their classes passed'],
      ['ordinaryNotWorse', '普通债权清偿率不低于清算清偿率', 'ordinary creditors not worse than in liquidation'],
      ['ordinaryPassed', '普通债权组通过', 'ordinary class passed'],
      ['equityFair', '出资人权益调整公平公正', 'equity changed fairly'],
      ['investorsPassed', '出资人组通过或者不调整出资人权益', 'investors passed or untouched'],
      ['equalAndInOrder', '同组公平对待且不违反清偿顺序', 'equal within classes, order kept'],
      ['feasible', '经营方案可行', 'business plan feasible'],
    ] as const
  ).map(([id, zh, en]) => field(id, 'yesNo', zh, en, { keep: false })),
]
