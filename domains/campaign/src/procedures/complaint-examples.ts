import { type Example, type ExampleAction, text } from '@yingshang/procedure'

const submitted: ExampleAction = {
  action: 'submit',
  as: 'enterprise',
  at: '2026-03-02',
  values: {
    kind: 'complaint',
    channel: 'online',
    subject: '收件窗口重复要材料',
    content: '同一份材料在两个窗口各交了一遍，希望合并。',
    contactPhone: '13800000000',
  },
}
const dispatched = (at: string): ExampleAction => ({
  action: 'dispatch',
  as: 'receiver',
  at,
  values: { handlerBody: 'body-1', handlerName: '澄江市市场监督管理局', workingDays: 5 },
})
const inHand: readonly ExampleAction[] = [submitted, dispatched('2026-03-02'), { action: 'sign', as: 'handler', at: '2026-03-03' }]
const answered = (at: string): ExampleAction => ({
  action: 'reply',
  as: 'handler',
  at,
  values: { solved: true, reply: '已合并为一个窗口。' },
})

export const COMPLAINT_EXAMPLES: readonly Example[] = [
  {
    title: text('派单、签收、答复、评价满意即办结', 'dispatched, signed for, answered, rated and closed'),
    actions: [...inHand, answered('2026-03-06'), { action: 'rate', as: 'enterprise', at: '2026-03-09', values: { satisfaction: '5' } }],
    // Monday 2 March + 5 working days = Monday 9 March.
    expect: { stages: { main: 'closed' }, ended: true, clocks: { sign: 'ended', reply: 'ended', revisit: 'ended' } },
  },
  {
    title: text('派单次日起算五个工作日', 'five working days from the day after dispatch'),
    actions: inHand,
    expect: {
      stages: { main: 'handling' },
      clocks: { reply: '2026-03-09' },
      possible: { handler: ['ask', 'invite', 'name-cause', 'reply'] },
    },
  },
  {
    title: text('不满意的重新办理，期限重新起算', 'a dissatisfied enterprise reopens it and the time runs anew'),
    actions: [
      ...inHand,
      answered('2026-03-06'),
      { action: 'revisit', as: 'receiver', at: '2026-03-10', values: { reached: 'yes', callSatisfaction: '2' } },
    ],
    expect: { stages: { main: 'handling' }, flags: ['reopened'], facts: { reopenings: 1 }, clocks: { reply: '2026-03-17' } },
  },
  {
    // Three working days (4, 5 and 6 March) are taken out.
    title: text('等待补充的时间不计入', 'waiting for the enterprise does not count'),
    actions: [
      ...inHand,
      { action: 'ask', as: 'handler', at: '2026-03-04', values: { question: '请补充收据' } },
      { action: 'reply', as: 'handler', at: '2026-03-05', values: { solved: true, reply: '先答复一部分' }, refused: ['not-waiting'] },
      { action: 'supply', as: 'enterprise', at: '2026-03-09', values: { supply: '见收据' } },
    ],
    expect: { stages: { main: 'handling' }, flags: [], clocks: { reply: '2026-03-12' } },
  },
  {
    title: text('协办意见未齐不得答复', 'no answer before the joint bodies have spoken'),
    actions: [
      ...inHand,
      { action: 'invite', as: 'handler', at: '2026-03-03', values: { jointBody: 'body-2', jointName: '澄江市税务局' } },
      { action: 'reply', as: 'handler', at: '2026-03-05', values: { solved: true, reply: '先答复一部分' }, refused: ['joint-done'] },
      { action: 'join', as: 'joint', at: '2026-03-05', values: { jointBody: 'body-2', opinion: '同意合并' } },
      answered('2026-03-06'),
    ],
    expect: { stages: { main: 'replied' }, facts: { jointOpen: 0 } },
  },
  {
    title: text(
      '改派的由新单位重新签收，期限重新起算，原协办不再反馈',
      'transferred: the new body signs for it, the time runs anew, the joint body is out',
    ),
    actions: [
      ...inHand,
      { action: 'invite', as: 'handler', at: '2026-03-03', values: { jointBody: 'body-2', jointName: '澄江市税务局' } },
      {
        action: 'transfer',
        as: 'supervisor',
        at: '2026-03-04',
        values: { handlerBody: 'body-3', handlerName: '澄江市数据局', workingDays: 3, reason: '属于数据共享问题' },
      },
    ],
    // Wednesday 4 March + 3 working days = Monday 9 March.
    expect: {
      stages: { main: 'dispatched' },
      facts: { times: 2, jointOpen: 0 },
      clocks: { sign: '2026-03-05', reply: '2026-03-09' },
      possible: { handler: ['return', 'sign'] },
    },
  },
  {
    title: text('退回两次后不得再退', 'returned twice, then no more'),
    actions: [
      submitted,
      dispatched('2026-03-02'),
      { action: 'return', as: 'handler', at: '2026-03-02', values: { reason: '不属于本单位职责' } },
      dispatched('2026-03-03'),
      { action: 'return', as: 'handler', at: '2026-03-03', values: { reason: '不属于本单位职责' } },
      dispatched('2026-03-04'),
      { action: 'return', as: 'handler', at: '2026-03-04', values: { reason: '不属于本单位职责' }, refused: ['may-return'] },
    ],
    expect: { stages: { main: 'dispatched' }, facts: { returns: 2, times: 3 } },
  },
  {
    title: text('十个工作日未评价的办结', 'closed when nobody rates in ten working days'),
    actions: [
      ...inHand,
      answered('2026-03-06'),
      { action: 'revisit', as: 'receiver', at: '2026-03-10', values: { reached: 'no' } },
      { action: 'name-cause', as: 'handler', at: '2026-03-10', values: { cause: 'process' } },
    ],
    // Reached nobody: the call is made, the rating is still awaited.
    expect: { stages: { main: 'replied' }, facts: { cause: 'process' } },
  },
]
