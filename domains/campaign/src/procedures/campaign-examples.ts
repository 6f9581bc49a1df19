import { type Example, type ExampleAction, text } from '@yingshang/procedure'

const file = { id: 'a1', name: '佐证.pdf', type: 'application/pdf', size: 1, sha256: '0'.repeat(64) }

const published: readonly ExampleAction[] = [
  {
    action: 'draft',
    at: '2026-03-02',
    values: { batch: '2026年第一批', subject: '一张清单办变更', problem: '变更要跑四个窗口', wanted: '一张清单、一次收件' },
  },
  { action: 'publish', at: '2026-03-03', values: { claimUntil: '2026-03-20' } },
]
const claimed: ExampleAction = {
  action: 'claim',
  as: 'claimant',
  at: '2026-03-10',
  values: { claimBody: 'body-1', claimName: '澄江市数据局', proposal: '并联收件' },
}
const over: ExampleAction = { action: 'end-claims', as: 'clock', at: '2026-03-21', cause: { clock: 'claims', due: '2026-03-20' } }

export const CHALLENGE_EXAMPLES: readonly Example[] = [
  {
    title: text('发榜、揭榜、选定、交榜、验收、推广', 'from publication to replication'),
    actions: [
      ...published,
      claimed,
      over,
      {
        action: 'choose',
        as: 'reviewer',
        at: '2026-03-25',
        values: { chosenBody: 'body-1', chosenName: '澄江市数据局', reason: '方案可行', deliverUntil: '2026-06-30' },
      },
      { action: 'deliver', as: 'holder', at: '2026-06-20', values: { result: '已上线', papers: [file] } },
      { action: 'accept', as: 'reviewer', at: '2026-06-25', values: { passed: true, opinion: '通过' } },
      { action: 'replicate', as: 'office', at: '2026-08-03', values: { adopterName: '栖川区' } },
    ],
    expect: { stages: { main: 'replicated' }, ended: true, clocks: { delivery: 'ended' } },
  },
  {
    title: text('没有被选定的揭榜单位不能交榜', 'who claimed it and was not chosen delivers nothing'),
    actions: [
      ...published,
      claimed,
      { ...claimed, values: { claimBody: 'body-2', claimName: '澄江市税务局', proposal: '串联收件' } },
      over,
      {
        action: 'choose',
        as: 'reviewer',
        at: '2026-03-25',
        values: { chosenBody: 'body-1', chosenName: '澄江市数据局', reason: '方案可行', deliverUntil: '2026-06-30' },
      },
      { action: 'deliver', as: 'claimant', at: '2026-06-20', values: { result: '已上线', papers: [file] }, refused: ['role.not-allowed'] },
    ],
    expect: { stages: { main: 'working' }, clocks: { delivery: '2026-06-30' } },
  },
  {
    title: text('无人揭榜', 'nobody claims it'),
    actions: [...published, over],
    expect: { stages: { main: 'unclaimed' }, ended: true },
  },
  {
    title: text('不能选定没有揭榜的单位', 'only a claimant may be chosen'),
    actions: [
      ...published,
      claimed,
      {
        action: 'choose',
        as: 'office',
        at: '2026-03-12',
        values: { chosenBody: 'body-9', chosenName: '别的单位', reason: '熟悉', deliverUntil: '2026-06-30' },
        refused: ['has-claimed'],
      },
    ],
    expect: { stages: { main: 'open' }, clocks: { claims: '2026-03-20' } },
  },
]

const brief: ExampleAction = {
  action: 'submit',
  as: 'author',
  at: '2026-04-01',
  values: {
    form: 'brief',
    subject: '一次收件跑遍三个窗口',
    bodyId: 'body-1',
    bodyName: '澄江市数据局',
    article: '窗口之间共用一份材料，企业只交一次，少跑两趟。',
  },
}
const edited: readonly ExampleAction[] = [
  brief,
  {
    action: 'edit',
    as: 'editor',
    actor: 'p1',
    at: '2026-04-02',
    values: { subject: '一次收件办三件事', article: '窗口之间共用一份材料，企业只交一次，少跑两趟。' },
  },
  { action: 'present', as: 'editor', actor: 'p1', at: '2026-04-02' },
]

export const BRIEF_EXAMPLES: readonly Example[] = [
  {
    title: text('编辑、审签、采用', 'edited, approved, adopted'),
    actions: [
      ...edited,
      { action: 'approve', as: 'approver', actor: 'p2', at: '2026-04-03' },
      {
        action: 'adopt',
        as: 'author',
        actor: 'p3',
        at: '2026-05-06',
        values: { level: 'nation', medium: '《改革动态》第8期', adoptedOn: '2026-05-05', papers: [file] },
      },
      // Claimed as of the nation, confirmed as of the province; not twice.
      { action: 'confirm-adoption', as: 'editor', actor: 'p1', at: '2026-05-07', values: { adoption: 'a4', level: 'province' } },
      {
        action: 'confirm-adoption',
        as: 'editor',
        actor: 'p1',
        at: '2026-05-08',
        values: { adoption: 'a4', level: 'nation' },
        refused: ['some-unconfirmed', 'adoption-waits'],
      },
    ],
    expect: { stages: { main: 'published' }, ended: true },
  },
  {
    title: text('登记采用的人不能核实', 'whoever recorded an adoption does not confirm it'),
    actions: [
      ...edited,
      { action: 'approve', as: 'approver', actor: 'p2', at: '2026-04-03' },
      {
        action: 'adopt',
        as: 'editor',
        actor: 'p1',
        at: '2026-05-06',
        values: { level: 'city', medium: '《改革动态》第8期', adoptedOn: '2026-05-05', papers: [file] },
      },
      {
        action: 'confirm-adoption',
        as: 'editor',
        actor: 'p1',
        at: '2026-05-07',
        values: { adoption: 'a4', level: 'city' },
        refused: ['other-than-claimant'],
      },
    ],
    expect: { stages: { main: 'published' }, ended: true },
  },
  {
    title: text('编审分离', 'nobody approves what they edited'),
    actions: [...edited, { action: 'approve', as: 'approver', actor: 'p1', at: '2026-04-03', refused: ['other-person'] }],
    expect: { stages: { main: 'approval' } },
  },
]

const asked: ExampleAction = {
  action: 'ask',
  as: 'office',
  at: '2026-03-02',
  values: { subject: '澄江市营商环境提升方案', bodyId: 'body-1', bodyName: '栖川区', issuedOn: '2026-03-02' },
}

export const FILING_EXAMPLES: readonly Example[] = [
  {
    title: text('一个月内报备，退回后再报，取得备案号', 'filed within a month, returned, filed again, received'),
    actions: [
      asked,
      { action: 'file', as: 'body', at: '2026-03-20', values: { ownPlan: '栖川区实施方案', papers: [file] } },
      { action: 'send-back', as: 'office', at: '2026-03-24', values: { reason: '缺少时间节点' } },
      { action: 'file', as: 'body', at: '2026-03-30', values: { ownPlan: '栖川区实施方案', papers: [file] } },
      { action: 'receive', as: 'office', at: '2026-04-01', values: { number: '澄备〔2026〕3号' } },
    ],
    expect: { stages: { main: 'received' }, ended: true, clocks: { file: 'ended', examine: 'ended' } },
  },
  {
    title: text('逾期未报备', 'not filed in time'),
    actions: [asked, { action: 'note-late', as: 'clock', at: '2026-04-03', cause: { clock: 'file', due: '2026-04-02' } }],
    expect: { stages: { main: 'asked' }, flags: ['late'], clocks: { file: '2026-04-02' } },
  },
]

const found: ExampleAction = {
  action: 'find',
  as: 'inspector',
  actor: 'p1',
  at: '2026-03-02',
  values: {
    origin: 'secret',
    subject: '窗口未公示收费清单',
    content: '大厅公示栏没有收费清单。',
    bodyId: 'body-1',
    bodyName: '栖川区政务服务中心',
    workingDays: 10,
  },
}

export const FINDING_EXAMPLES: readonly Example[] = [
  {
    title: text('十个工作日内整改，核验销号', 'put right in ten working days and closed out'),
    actions: [
      found,
      { action: 'rectify', as: 'body', at: '2026-03-10', values: { measures: '已在大厅和网上公示', photos: [file] } },
      { action: 'check', as: 'checker', at: '2026-03-11', values: { passed: true, reason: '现场核实' } },
    ],
    expect: { stages: { main: 'checked' }, ended: true },
  },
  {
    title: text('作出认定的人员不得复核', 'whoever made the finding stays out of its review'),
    actions: [
      found,
      { action: 'dispute', as: 'body', at: '2026-03-04', values: { reason: '当日在更换公示栏' } },
      {
        action: 'review',
        as: 'checker',
        actor: 'p1',
        at: '2026-03-05',
        values: { upheld: true, reason: '维持' },
        refused: ['other-than-finder'],
      },
      { action: 'review', as: 'checker', actor: 'p2', at: '2026-03-05', values: { upheld: false, reason: '属实' } },
    ],
    expect: { stages: { main: 'void' }, ended: true, clocks: { rectify: 'cancelled' } },
  },
  {
    title: text('期限', 'time'),
    actions: [found],
    expect: { clocks: { rectify: '2026-03-16' }, possible: { body: ['rectify', 'dispute'] } },
  },
]
