/**
 * What enterprises brought, what bodies took on and what the office found in the sample city: written for the product, every name and number invented. Days are days before
 * the first start. Who acts is the office, or the liaison officer of a body by its short name.
 */

export interface SampleStep {
  readonly ago: number
  readonly who: 'office' | (string & {})
  readonly action: string
  readonly values?: Readonly<Record<string, unknown>>
  /** Fields that name a body, by its short name; the field of its name is filled with it. */
  readonly bodies?: Readonly<Record<string, string>>
  /** Fields that hold a day, as days after (negative: before) the first start. */
  readonly days?: Readonly<Record<string, number>>
}

export interface SampleMatter {
  readonly procedure: 'complaint' | 'challenge' | 'brief' | 'finding'
  /** The role in which it is opened. */
  readonly as: string
  readonly steps: readonly [SampleStep, ...SampleStep[]]
}

const MARKET = '市市场监管局'
const LAND = '市自然资源局'
const POWER = '市发展改革委'
const DATA = '市大数据局'
const TAX = '市税务局'
const COURT = '市法院'

const complaint = (
  ago: number,
  kind: string,
  channel: string,
  subject: string,
  content: string,
  enterpriseName: string,
  ...steps: readonly SampleStep[]
): SampleMatter => ({
  procedure: 'complaint',
  as: 'receiver',
  steps: [
    {
      ago,
      who: 'office',
      action: 'submit',
      values: { kind, channel, subject, content, enterpriseName, contactName: '示例联系人', contactPhone: '13800000000' },
    },
    ...steps,
  ],
})
const dispatch = (ago: number, body: string, workingDays = 5): SampleStep => ({
  ago,
  who: 'office',
  action: 'dispatch',
  values: { workingDays },
  bodies: { handlerBody: body },
})
const sign = (ago: number, who: string): SampleStep => ({ ago, who, action: 'sign' })
const reply = (ago: number, who: string, words: string, solved = true): SampleStep => ({
  ago,
  who,
  action: 'reply',
  values: { solved, reply: words },
})
const called = (ago: number, callSatisfaction: string): SampleStep => ({
  ago,
  who: 'office',
  action: 'revisit',
  values: { reached: 'yes', callSatisfaction },
})
const cause = (ago: number, who: string, named: string, causeNote: string): SampleStep => ({
  ago,
  who,
  action: 'name-cause',
  values: { cause: named, causeNote },
})

export const SAMPLE_MATTERS: readonly SampleMatter[] = [
  complaint(
    62,
    'complaint',
    'hotline',
    '变更地址要交两套同样的材料',
    '在登记窗口交过一次，到税务窗口又要原样再交一次，希望共享。',
    '栖川万禾食品厂（示例）',
    dispatch(62, MARKET),
    sign(61, MARKET),
    cause(58, MARKET, 'data', '登记信息没有推送到税务窗口'),
    reply(58, MARKET, '两个窗口已经共享登记材料，今后只交一次。'),
    called(56, '5'),
  ),
  complaint(
    48,
    'barrier',
    'online',
    '招标文件要求本地三年业绩',
    '某园区物业招标要求投标人在本市有三年以上业绩，外地企业无法参加。',
    '云岭清和物业公司（示例）',
    dispatch(47, POWER, 10),
    sign(46, POWER),
    reply(41, POWER, '已约谈招标人，招标文件删除了本地业绩要求，重新公告。'),
    cause(41, POWER, 'rule', '园区自订的采购办法与公平竞争要求不符'),
    called(38, '4'),
  ),
  complaint(
    33,
    'request',
    'window',
    '抵押登记多跑一趟',
    '网上已经提交抵押登记，窗口仍要求到现场再签一次字。',
    '青禾纸业公司（示例）',
    dispatch(33, LAND),
    sign(32, LAND),
    reply(29, LAND, '正在与银行核对电子签章。', false),
    called(27, '2'),
    reply(22, LAND, '电子签章已经互认，抵押登记不再要求到场。'),
    called(20, '4'),
  ),
  complaint(
    16,
    'complaint',
    'hotline',
    '外线施工许可拖了一个月',
    '工厂增容，占路许可两个区互相推，一个月没有结果。',
    '北桥铸造厂（示例）',
    dispatch(16, POWER, 7),
    sign(15, POWER),
  ),
  complaint(
    9,
    'suggestion',
    'online',
    '希望延长税务自助厅开放时间',
    '小店白天走不开，自助厅晚上能不能多开两个小时？',
    '明泰日用杂货店（示例）',
    dispatch(8, TAX),
    sign(7, TAX),
    reply(5, TAX, '两处自助厅自下周起延长到晚上九点。'),
  ),
  complaint(
    4,
    'clue',
    'visit',
    '检查没有出示计划',
    '走访时企业反映，上周有人上门检查，没有出示检查计划和通知。',
    '宏远钢材经营部（示例）',
    dispatch(3, MARKET),
  ),
  complaint(1, 'request', 'online', '电子营业执照不被认可', '开户时银行网点不认电子营业执照，仍要纸质复印件。', '顺达物流站（示例）'),
  {
    procedure: 'challenge',
    as: 'office',
    steps: [
      {
        ago: 120,
        who: 'office',
        action: 'draft',
        values: {
          batch: '第一批',
          subject: '企业迁移一次办',
          problem: '跨区迁移要在迁出地、迁入地各跑两次。',
          wanted: '一次申请，两地并联办理，五个工作日内办结。',
          domain: '开办企业领域',
        },
      },
      { ago: 119, who: 'office', action: 'publish', days: { claimUntil: -100 } },
      {
        ago: 110,
        who: MARKET,
        action: 'claim',
        values: { proposal: '登记、税务、社保并联迁移，档案网上移交。' },
        bodies: { claimBody: MARKET },
      },
      { ago: 106, who: TAX, action: 'claim', values: { proposal: '由税务先行清算，其他部门跟随。' }, bodies: { claimBody: TAX } },
      {
        ago: 98,
        who: 'office',
        action: 'choose',
        values: { reason: '覆盖的环节最多，已有数据通道' },
        bodies: { chosenBody: MARKET },
        days: { deliverUntil: 30 },
      },
    ],
  },
  {
    procedure: 'challenge',
    as: 'office',
    steps: [
      {
        ago: 12,
        who: 'office',
        action: 'draft',
        values: {
          batch: '第二批',
          subject: '管理人查询财产一网通',
          problem: '管理人查一户企业的财产要跑八家单位。',
          wanted: '一个入口查到不动产、车辆、社保和税款，全程留痕。',
          domain: '办理破产领域',
        },
      },
      { ago: 11, who: 'office', action: 'publish', days: { claimUntil: 12 } },
      {
        ago: 5,
        who: DATA,
        action: 'claim',
        values: { proposal: '在数据共享平台上开管理人专区，授权书电子化。' },
        bodies: { claimBody: DATA },
      },
    ],
  },
  {
    procedure: 'brief',
    as: 'author',
    steps: [
      {
        ago: 80,
        who: MARKET,
        action: 'submit',
        values: {
          form: 'practice',
          subject: '一张表单办完六件事',
          article: '四个系统贯通以后，企业只填一张表单，公章、税务、社保、公积金同步办理，平均用时不到半天。',
        },
        bodies: { bodyId: MARKET },
      },
      {
        ago: 79,
        who: 'office',
        action: 'edit',
        values: {
          subject: '栖川：一张表单办完六件事',
          article: '四个系统贯通以后，企业只填一张表单，公章、税务、社保、公积金同步办理，平均用时不到半天。',
        },
      },
      { ago: 79, who: 'office', action: 'present' },
    ],
  },
  {
    procedure: 'brief',
    as: 'author',
    steps: [
      {
        ago: 6,
        who: COURT,
        action: 'submit',
        values: {
          form: 'case',
          subject: '九个月审结一件老破产案',
          article: '专业团队组建以后，一件拖了三年的案件九个月审结，职工债权全部清偿，厂房整体转让给新企业。',
        },
        bodies: { bodyId: COURT },
      },
    ],
  },
  {
    procedure: 'finding',
    as: 'inspector',
    steps: [
      {
        ago: 24,
        who: 'office',
        action: 'find',
        values: {
          origin: 'secret',
          subject: '窗口没有公示收费清单',
          content: '暗访登记大厅三个窗口，两个没有公示收费清单。',
          workingDays: 10,
        },
        bodies: { bodyId: LAND },
      },
    ],
  },
  {
    procedure: 'finding',
    as: 'inspector',
    steps: [
      {
        ago: 2,
        who: 'office',
        action: 'find',
        values: {
          origin: 'open',
          subject: '自助机缺纸没有人管',
          content: '明察政务大厅，两台自助机缺纸，咨询台说由厂家负责。',
          workingDays: 5,
        },
        bodies: { bodyId: '市政府办公室' },
      },
    ],
  },
]
