/**
 * Three invented cases as they would have been worked on: who did what, how many days before today, with what form. Names, numbers and amounts belong to nobody;
 * the division 99 of the credit codes does not exist. What remains to be done is left to whoever tries the product.
 */
import type { Values } from '@yingshang/procedure'

/** Who acts: a person of the sample, by their key. */
export type Who = 'judge' | 'clerk' | 'receiver' | 'debtor' | 'bank' | 'supplier' | 'tax'

export interface Step {
  /** Days before today; moved to the next weekday. */
  readonly ago: number
  readonly who: Who
  readonly action: string
  readonly values?: Values
  /** Fields that hold the day of the step, or a day so many days before today. */
  readonly days?: Readonly<Record<string, number>>
  /** Reviews the claim that this step number filed. */
  readonly claimOf?: string
  /** Name under which the claim is found again. */
  readonly as?: string
}

export interface SampleCase {
  readonly debtor: { readonly login: string; readonly name: string; readonly code: string }
  readonly petition: {
    readonly ago: number
    readonly by: 'debtor' | 'bank' | 'supplier'
    readonly values: Values
    readonly steps: readonly Step[]
  }
  readonly number: number
  /** Steps of the case that the acceptance of the petition opened. */
  readonly steps: readonly Step[]
}

export const PEOPLE: Readonly<
  Record<
    Exclude<Who, 'debtor'>,
    { readonly login: string; readonly name: string; readonly roles: readonly ('judge' | 'clerk' | 'party')[] }
  >
> = {
  judge: { login: '示例-法官', name: '沈怀远（示例）', roles: ['judge'] },
  clerk: { login: '示例-书记员', name: '陆知秋（示例）', roles: ['clerk'] },
  receiver: { login: '示例-管理人', name: '栖川明诚清算事务所（示例）', roles: ['party'] },
  bank: { login: '示例-银行', name: '栖川农村商业银行（示例）', roles: ['party'] },
  supplier: { login: '示例-供应商', name: '栖川市鼎盛物资经营部（示例）', roles: ['party'] },
  tax: { login: '示例-税务', name: '栖川市青禾区税务局（示例）', roles: ['party'] },
}

const yuan = (n: number) => n * 100

const claim = (
  ago: number,
  who: Who,
  as: string,
  creditorName: string,
  claimClass: string,
  principal: number,
  interest: number,
  basis: string,
): Step => ({
  ago,
  who,
  as,
  action: 'file-claim',
  values: { creditorName, claimClass, principal: yuan(principal), interest: yuan(interest), otherAmount: 0, basis },
})
const employees = (ago: number, as: string, creditorName: string, principal: number): Step => ({
  ago,
  who: 'receiver',
  as,
  action: 'list-employee-claim',
  values: { creditorName, principal: yuan(principal), basis: '工资、经济补偿金和应当划入个人账户的保险费用，经调查列出清单并公示。' },
})
const confirmed = (ago: number, claimOf: string, amount: number): Step => ({
  ago,
  who: 'receiver',
  action: 'review-claim',
  claimOf,
  values: { outcome: 'confirmed', confirmed: yuan(amount) },
})
const partly = (ago: number, claimOf: string, amount: number, reviewReason: string): Step => ({
  ago,
  who: 'receiver',
  action: 'review-claim',
  claimOf,
  values: { outcome: 'partly', confirmed: yuan(amount), reviewReason },
})
const meeting = (call: number, hold: number, note: string): readonly Step[] => [
  { ago: call, who: 'judge', action: 'call-meeting', days: { meetingOn: hold, noticeOn: call } },
  { ago: hold, who: 'clerk', action: 'hold-meeting', values: { note }, days: { doneOn: hold } },
]
const resolution = (ago: number, what: string, passed: boolean, votes: string): Step => ({
  ago,
  who: 'clerk',
  action: 'record-resolution',
  values: { resolution: what, passed, votes },
})

const acceptance = (ago: number, reasons: string): Step => ({
  ago,
  who: 'judge',
  action: 'accept',
  values: { administrator: '栖川明诚清算事务所', reasons },
  days: { ruledOn: ago },
})
const service = (ago: number): Step => ({ ago, who: 'clerk', action: 'serve-acceptance', days: { servedOn: ago } })

/** Sold and about to be distributed: the administrator's next step is the distribution. */
const LIQUIDATION: SampleCase = {
  debtor: { login: '示例-永泰建材', name: '栖川永泰建材有限公司', code: '91990100MA0Q1N009X' },
  number: 12,
  petition: {
    ago: 236,
    by: 'supplier',
    values: {
      petitioner: 'creditor',
      remedy: 'liquidation',
      petitionerName: '栖川市鼎盛物资经营部',
      grounds: '欠付水泥货款，经生效判决确认并强制执行，未发现可供执行的财产，明显缺乏清偿能力。',
    },
    steps: [
      { ago: 232, who: 'clerk', action: 'notify-debtor', days: { servedOn: 232 } },
      acceptance(220, '债务人不能清偿到期债务并且明显缺乏清偿能力，在异议期内没有提出异议，申请人的申请符合受理条件。'),
      service(217),
    ],
  },
  steps: [
    { ago: 204, who: 'clerk', action: 'announce', values: { filingDays: 45 }, days: { announcedOn: 204 } },
    claim(196, 'bank', 'a', '栖川农村商业银行', 'secured', 8_600_000, 412_300, '流动资金借款，以厂房和土地使用权抵押并已登记。'),
    claim(190, 'supplier', 'b', '栖川市鼎盛物资经营部', 'ordinary', 1_268_400, 96_200, '水泥购销合同货款，经民事判决确认。'),
    claim(183, 'tax', 'c', '栖川市青禾区税务局', 'tax', 356_780, 0, '欠缴的增值税和城镇土地使用税。'),
    employees(180, 'd', '职工三十二人', 742_500),
    claim(176, 'receiver', 'e', '南桥运输队', 'ordinary', 318_000, 0, '运输费用，由管理人代为登记，附对账单。'),
    confirmed(170, 'a', 9_012_300),
    partly(170, 'b', 1_268_400, '判决没有支持申报的逾期利息。'),
    confirmed(169, 'c', 356_780),
    confirmed(169, 'd', 742_500),
    confirmed(168, 'e', 318_000),
    ...meeting(166, 147, '到会债权人四户，核查债权表，表决财产变价方案。'),
    { ago: 147, who: 'receiver', action: 'verify-claims', days: { doneOn: 147 } },
    resolution(147, 'realisation', true, '出席四户，同意四户，所代表的无财产担保债权额过半数。'),
    { ago: 126, who: 'judge', action: 'confirm-claims', days: { ruledOn: 126 } },
    {
      ago: 119,
      who: 'judge',
      action: 'declare',
      values: { reasons: '债务人资产不足以清偿全部债务，没有重整、和解的可能。' },
      days: { ruledOn: 119 },
    },
    { ago: 117, who: 'clerk', action: 'serve-declaration', days: { doneOn: 117 } },
    { ago: 110, who: 'receiver', action: 'start-realisation' },
    {
      ago: 66,
      who: 'receiver',
      action: 'realise',
      values: { asset: '厂房和土地使用权', manner: 'auction', proceeds: yuan(9_850_000) },
      days: { doneOn: 66 },
    },
    {
      ago: 52,
      who: 'receiver',
      action: 'realise',
      values: { asset: '生产线设备一套', manner: 'auction', proceeds: yuan(1_176_000) },
      days: { doneOn: 52 },
    },
    ...meeting(44, 24, '表决财产分配方案。'),
    resolution(24, 'distribution', true, '出席四户，同意三户，所代表的债权额占无财产担保债权总额的百分之七十一。'),
    { ago: 10, who: 'judge', action: 'approve-distribution', days: { ruledOn: 10 } },
  ],
}

/** A class has refused twice: the judge decides whether the plan is approved against it. */
const REORGANISATION: SampleCase = {
  debtor: { login: '示例-锦程纺织', name: '栖川锦程纺织股份有限公司', code: '91990100MA0Q2P00XT' },
  number: 19,
  petition: {
    ago: 182,
    by: 'debtor',
    values: {
      petitioner: 'debtor',
      remedy: 'reorganisation',
      petitionerName: '栖川锦程纺织股份有限公司',
      grounds: '受原料涨价影响资金链断裂，不能清偿到期债务，但订单稳定、设备先进，具有重整价值。',
    },
    steps: [
      { ago: 180, who: 'judge', action: 'examine' },
      acceptance(173, '债务人不能清偿到期债务并且明显缺乏清偿能力，具有重整的价值和可能。'),
      service(171),
    ],
  },
  steps: [
    {
      ago: 170,
      who: 'judge',
      action: 'order-reorganisation',
      values: { reasons: '主营业务仍在经营，已有意向投资人，具有重整的价值和可能。' },
      days: { ruledOn: 170 },
    },
    { ago: 158, who: 'clerk', action: 'announce', values: { filingDays: 40 }, days: { announcedOn: 158 } },
    claim(150, 'bank', 'a', '栖川农村商业银行', 'secured', 24_000_000, 1_085_000, '设备抵押贷款，已登记。'),
    claim(146, 'tax', 'b', '栖川市青禾区税务局', 'tax', 1_420_600, 0, '欠缴的增值税。'),
    claim(141, 'supplier', 'c', '栖川市鼎盛物资经营部', 'ordinary', 3_370_000, 0, '棉纱包装材料货款。'),
    claim(138, 'receiver', 'd', '云岭长丰棉业合作社', 'ordinary', 11_860_000, 402_000, '籽棉采购款，由管理人代为登记。'),
    employees(135, 'e', '职工一百八十七人', 4_915_300),
    confirmed(130, 'a', 25_085_000),
    confirmed(130, 'b', 1_420_600),
    confirmed(129, 'c', 3_370_000),
    partly(129, 'd', 11_860_000, '合同没有约定逾期利息，且自受理之日起停止计息。'),
    confirmed(128, 'e', 4_915_300),
    ...meeting(127, 108, '第一次债权人会议：核查债权，通报重整进展。'),
    { ago: 108, who: 'receiver', action: 'verify-claims', days: { doneOn: 108 } },
    { ago: 86, who: 'judge', action: 'confirm-claims', days: { ruledOn: 86 } },
    { ago: 43, who: 'receiver', action: 'submit-plan', values: { planMonths: 36 } },
    ...meeting(40, 22, '分担保债权、职工债权、税款债权、普通债权四组表决重整计划草案。'),
    {
      ago: 22,
      who: 'clerk',
      action: 'record-plan-vote',
      values: {
        agreedByAll: false,
        votes: '担保债权组、职工债权组、税款债权组通过；普通债权组出席九户，同意四户，未过半数，未通过。',
      },
      days: { doneOn: 22 },
    },
    {
      ago: 8,
      who: 'clerk',
      action: 'record-second-vote',
      values: { agreedByAll: false, votes: '普通债权组协商后再次表决，出席九户，同意四户，仍未通过。' },
      days: { doneOn: 8 },
    },
    {
      ago: 3,
      who: 'receiver',
      action: 'apply-cram-down',
      values: { reasons: '普通债权组按草案的清偿率为百分之二十八，高于清算状态下的百分之十一，其他各组均已通过。' },
    },
  ],
}

/** A small case on the fast track: claims are verified, the court may confirm them. */
const SIMPLE: SampleCase = {
  debtor: { login: '示例-小榄餐饮', name: '栖川小榄餐饮管理有限公司', code: '91990100MA0Q3R0007' },
  number: 31,
  petition: {
    ago: 82,
    by: 'bank',
    values: {
      petitioner: 'enforcement',
      remedy: 'liquidation',
      petitionerName: '栖川农村商业银行',
      grounds: '执行中查明被执行人资产不足以清偿全部债务，经申请执行人书面同意移送破产审查。',
      consent: true,
    },
    steps: [
      { ago: 80, who: 'clerk', action: 'notify-debtor', days: { servedOn: 80 } },
      acceptance(69, '被执行人资产不足以清偿全部债务，移送材料齐备，符合受理条件。'),
      service(67),
    ],
  },
  steps: [
    {
      ago: 66,
      who: 'judge',
      action: 'take-fast-track',
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
    { ago: 63, who: 'clerk', action: 'announce', values: { filingDays: 30 }, days: { announcedOn: 63 } },
    claim(55, 'bank', 'a', '栖川农村商业银行', 'ordinary', 486_000, 21_700, '经营性贷款，经生效判决确认。'),
    claim(50, 'tax', 'b', '栖川市青禾区税务局', 'tax', 18_640, 0, '欠缴的增值税。'),
    employees(48, 'c', '职工六人', 57_200),
    confirmed(44, 'a', 507_700),
    confirmed(44, 'b', 18_640),
    confirmed(43, 'c', 57_200),
    ...meeting(42, 25, '核查债权，一并表决财产变价方案。'),
    { ago: 25, who: 'receiver', action: 'verify-claims', days: { doneOn: 25 } },
    resolution(25, 'realisation', true, '出席二户，全部同意。'),
  ],
}

export const SAMPLE_CASES: readonly SampleCase[] = [LIQUIDATION, REORGANISATION, SIMPLE]
