/**
 * Distributions of the case: each with its claims one by one, deposits and what becomes of them, supplementary distribution.
 * 企业破产法 第五十六条、第一百一十三条至第一百一十九条、第一百二十三条 (FACTS A2-4, A5-4, A5-7, A5-8, A5-12).
 */
import { type ActionDefinition, conditions as c, effects as e, type Field, type NamedCondition } from '@yingshang/procedure'
import { choice, field, law, text } from './wording.ts'

const money = (id: string, zh: string, en: string, more: Partial<Field> = {}) =>
  field(id, 'money', zh, en, { min: 0, keep: false, sample: 1_000_000, ...more })
const claimRow = (property: string) => c.first(c.entry('claims', c.field('claim'), property), c.value(0))
const claimKnown = c.named('claim-known')

export const DISTRIBUTION_FIELDS: readonly Field[] = [
  money('distributed', '本次分配总额', 'distributed this time', { help: text('含提存额', 'deposits included') }),
  field('finalRound', 'yesNo', '是否最后分配', 'final distribution', { keep: false, sensitivity: 'public' }),
  money('expensesPaid', '其中：破产费用', 'of it expenses', { required: false }),
  money('commonBenefitPaid', '其中：共益债务', 'of it debts of common benefit', { required: false }),
  money('paidNow', '本次受偿', 'paid this time'),
  money('depositedNow', '本次提存', 'set aside this time', { sample: 0 }),
  money('fromCollateralNow', '其中：就担保物受偿', 'of it from collateral', { sample: 0 }),
  choice(
    'depositReason',
    text('提存原因', 'why it is set aside'),
    [
      ['dispute', '诉讼或者仲裁未决', 'in dispute'],
      ['condition', '附条件', 'conditional'],
      ['unclaimed', '未受领', 'not fetched'],
    ],
    { required: false, keep: false },
  ),
  money('delivered', '交付债权人', 'handed to the creditor'),
  money('freed', '转为分配给其他债权人', 'freed for the others', { sample: 0 }),
  choice(
    'releaseGround',
    text('处理原因', 'ground'),
    [
      ['fetched', '债权人受领', 'the creditor fetched it'],
      ['condition', '所附条件成就或者解除条件未成就', 'the condition was met'],
      ['settled', '争议已经生效裁判确定', 'the dispute was decided'],
      ['conditionFailed', '至最后分配公告日条件未成就（第一百一十七条）', 'the condition was not met by the final announcement'],
      ['waived', '最后分配公告之日起满二个月未领取（第一百一十八条）', 'not fetched two months after the final announcement'],
      ['expired', '程序终结之日起满二年仍不能受领（第一百一十九条）', 'not receivable two years after termination'],
    ],
    { keep: false, sensitivity: 'public' },
  ),
]

/** Grounds on which the claim takes no further part. */
const FORFEITED = ['conditionFailed', 'waived', 'expired']

export const DISTRIBUTION_CONDITIONS: readonly NamedCondition[] = [
  {
    id: 'freed-enough',
    title: text('不超过可再分配的提存款', 'not more than was freed'),
    when: c.atMost(c.field('distributed'), c.fact('freedTotal')),
    refusal: text('可再分配的提存款为{freedTotal}分；请先在“处理提存款”中转出', 'not more than the deposits that were freed'),
    source: [law('A5-7', '第一百一十八条')],
  },
  {
    id: 'within-distribution',
    title: text('不超过本次分配总额', 'not more than was distributed'),
    when: c.atMost(c.sum(c.fact('allocated'), c.field('paidNow'), c.field('depositedNow')), c.fact('paidOut')),
    refusal: text('各笔受偿和提存合计超过已登记的分配总额', 'the claims would get more than was distributed'),
    source: [law('A5-4', '第一百一十六条')],
  },
  {
    id: 'within-claim',
    title: text('不超过债权额', 'not more than the claim'),
    when: c.atMost(
      c.sum(claimRow('paid'), claimRow('deposited'), c.field('paidNow'), c.field('depositedNow')),
      c.sum(claimRow('principal'), claimRow('interest'), claimRow('other')),
    ),
    refusal: text('累计受偿和提存超过该债权的申报额', 'the claim would get more than was filed'),
    source: [law('A5-4', '第一百一十三条')],
  },
  {
    id: 'deposit-covers',
    title: text('不超过该债权的提存额', 'not more than is set aside for the claim'),
    when: c.and(
      c.atMost(c.sum(c.field('delivered'), c.field('freed')), claimRow('deposited')),
      c.moreThan(c.sum(c.field('delivered'), c.field('freed')), 0),
    ),
    refusal: text('交付和转出合计应大于零，且不超过该债权现有的提存额', 'more than nothing, and not more than is set aside for the claim'),
    source: [law('A5-8', '第一百一十七条至第一百一十九条')],
  },
  {
    id: 'release-due',
    title: text('处理原因已具备', 'the ground has come'),
    when: c.or(
      c.oneOf(c.field('releaseGround'), 'fetched', 'condition', 'settled'),
      c.and(c.equals(c.field('releaseGround'), 'conditionFailed'), c.flag('finalDistribution')),
      c.and(c.equals(c.field('releaseGround'), 'waived'), c.clock('deposit', 'over')),
      c.and(c.equals(c.field('releaseGround'), 'expired'), c.clock('disputed-deposit', 'over')),
    ),
    refusal: text(
      '条件未成就须至最后分配公告日；未领取须自最后分配公告之日起满二个月；不能受领须自程序终结之日起满二年',
      'a failed condition waits for the final announcement, an unclaimed share for two months after it, a disputed one for two years after termination',
    ),
    source: [law('A5-7', '第一百一十七条、第一百一十八条'), law('A5-8', '第一百一十九条')],
  },
  {
    id: 'fetched-frees-nothing',
    title: text('受领、条件成就的全部交付', 'what the creditor is due is handed over'),
    when: c.or(c.not(c.oneOf(c.field('releaseGround'), 'fetched', 'condition')), c.equals(c.field('freed'), 0)),
    refusal: text('债权人受领或者条件成就的，提存款交付该债权人，不转给其他债权人', 'on this ground nothing goes to the others'),
    source: [law('A5-7', '第一百一十七条、第一百一十八条')],
  },
  {
    id: 'forfeit-keeps-nothing',
    title: text('丧失受领的不再交付', 'who lost the share is handed nothing'),
    when: c.or(c.not(c.oneOf(c.field('releaseGround'), ...FORFEITED)), c.equals(c.field('delivered'), 0)),
    refusal: text('条件未成就、逾期未领取或者不能受领的，不再向该债权人交付', 'nothing is handed over on this ground'),
    source: [law('A5-7', '第一百一十八条')],
  },
]

/** A distribution of its own in the register; what the claims get is entered claim by claim. */
const round = (kind: string, final: ReturnType<typeof c.field> | boolean) => [
  e.add('rounds', 1),
  e.enter('distributions', c.actionId(), {
    round: c.sum(c.fact('rounds'), 1),
    kind,
    amount: c.field('distributed'),
    on: c.onDay(),
    final,
    expenses: c.field('expensesPaid'),
    commonBenefit: c.field('commonBenefitPaid'),
  }),
  // Expenses and debts of common benefit are not claims of the table: they are allocated with the distribution itself.
  e.add('allocated', c.sum(c.first(c.field('expensesPaid'), c.value(0)), c.first(c.field('commonBenefitPaid'), c.value(0)))),
]

export const DISTRIBUTION_ACTIONS: readonly ActionDefinition[] = [
  {
    id: 'rule-distribution',
    label: text('裁定财产分配方案', 'rule on the distribution plan'),
    by: ['judge'],
    when: c.and(c.stage('main', 'realising', 'distributing'), c.named('distribution-refused')),
    form: ['ruledOn', 'reasons'],
    effects: [e.raise('distributionPlan'), e.issue('plan-ruling', 'creditor')],
    source: [law('A3-11', '第六十五条第二款')],
  },
  {
    id: 'approve-distribution',
    label: text('裁定认可财产分配方案', 'approve the distribution plan'),
    by: ['judge'],
    when: c.and(c.stage('main', 'realising'), c.named('distribution-plan'), c.named('claims-confirmed')),
    form: ['ruledOn'],
    on: c.field('ruledOn'),
    effects: [e.move('main', 'distributing'), e.issue('distribution-ruling', 'creditor', 'administrator')],
    source: [law('A5-4', '第一百一十五条')],
  },
  {
    id: 'distribute',
    label: text('执行分配', 'distribute'),
    by: ['administrator'],
    when: c.and(c.stage('main', 'distributing'), c.not(c.flag('finalDistribution')), c.named('enough-money')),
    form: ['distributed', 'finalRound', 'expensesPaid', 'commonBenefitPaid', 'doneOn', 'papers'],
    on: c.field('doneOn'),
    effects: [
      e.add('paidOut', c.field('distributed')),
      ...round('distribution', c.field('finalRound')),
      e.only(c.equals(c.field('finalRound'), true), e.raise('finalDistribution')),
      e.only(c.equals(c.field('finalRound'), true), e.signal('announce-final')),
      e.issue('distribution-announcement', 'creditor'),
    ],
    source: [law('A5-4', '第一百一十三条、第一百一十六条')],
  },
  {
    id: 'pay-claim',
    label: text('登记债权受偿', 'record what a claim got'),
    by: ['administrator'],
    when: c.and(c.atLeast(c.fact('rounds'), 1), claimKnown, c.named('within-claim'), c.named('within-distribution')),
    form: ['claim', 'paidNow', 'depositedNow', 'fromCollateralNow', 'depositReason'],
    afterEnd: true,
    effects: [
      e.add('allocated', c.sum(c.field('paidNow'), c.field('depositedNow'))),
      e.enter('claims', c.field('claim'), {
        paid: c.sum(claimRow('paid'), c.field('paidNow')),
        deposited: c.sum(claimRow('deposited'), c.field('depositedNow')),
        fromCollateral: c.sum(claimRow('fromCollateral'), c.field('fromCollateralNow')),
        depositReason: c.first(c.field('depositReason'), c.entry('claims', c.field('claim'), 'depositReason'), c.value('')),
      }),
      e.enter('payments', c.actionId(), {
        round: c.fact('rounds'),
        claim: c.field('claim'),
        paid: c.field('paidNow'),
        deposited: c.field('depositedNow'),
        fromCollateral: c.field('fromCollateralNow'),
      }),
    ],
    source: [law('A5-4', '第一百一十三条、第一百一十六条'), law('A2-4', '第五十六条')],
  },
  {
    id: 'release-deposit',
    label: text('处理提存款', 'hand over or free a deposit'),
    by: ['administrator'],
    when: c.and(
      c.atLeast(c.fact('rounds'), 1),
      claimKnown,
      c.named('deposit-covers'),
      c.named('release-due'),
      c.named('fetched-frees-nothing'),
      c.named('forfeit-keeps-nothing'),
    ),
    form: ['claim', 'releaseGround', 'delivered', 'freed', 'doneOn', 'note', 'papers'],
    on: c.field('doneOn'),
    afterEnd: true,
    effects: [
      e.add('freedTotal', c.field('freed')),
      e.add('allocated', c.difference(0, c.field('freed'))),
      e.enter('claims', c.field('claim'), {
        paid: c.sum(claimRow('paid'), c.field('delivered')),
        deposited: c.difference(claimRow('deposited'), c.sum(c.field('delivered'), c.field('freed'))),
      }),
      e.only(c.oneOf(c.field('releaseGround'), ...FORFEITED), e.enter('claims', c.field('claim'), { waived: true })),
      e.only(
        c.moreThan(c.field('freed'), 0),
        e.oblige('redistribute', text('分配转出的提存款', 'distribute the deposits that were freed'), ['administrator']),
      ),
      e.notify(['creditor', 'judge'], text('提存款已作处理', 'a deposit was handed over or freed')),
    ],
    source: [law('A5-7', '第一百一十七条、第一百一十八条'), law('A5-8', '第一百一十九条')],
  },
  {
    id: 'end-deposit',
    label: text('提存领取期届满', 'time to fetch deposits is over'),
    by: ['clock'],
    afterEnd: true,
    effects: [e.oblige('redistribute', text('分配无人领取的提存款', 'distribute deposits not fetched'), ['administrator'])],
    source: [law('A5-7', '第一百一十八条')],
  },
  {
    id: 'end-disputed-deposit',
    label: text('争议债权提存期届满', 'deposits of disputed claims may be freed'),
    by: ['clock'],
    afterEnd: true,
    effects: [
      e.notify(
        ['administrator', 'judge'],
        text(
          '终结满二年，仍不能受领的提存款应当分配给其他债权人',
          'two years after termination: what cannot be received goes to the others',
        ),
      ),
    ],
    source: [law('A5-8', '第一百一十九条')],
  },
  {
    id: 'redistribute',
    label: text('分配提存款', 'distribute deposits'),
    by: ['administrator'],
    when: c.and(c.flag('finalDistribution'), c.named('freed-enough')),
    form: ['distributed', 'doneOn', 'papers'],
    on: c.field('doneOn'),
    afterEnd: true,
    effects: [
      // Counted as paid out when it was deposited.
      e.add('freedTotal', c.difference(0, c.field('distributed'))),
      e.add('rounds', 1),
      e.enter('distributions', c.actionId(), {
        round: c.sum(c.fact('rounds'), 1),
        kind: 'redistribution',
        amount: c.field('distributed'),
        on: c.onDay(),
        final: true,
      }),
      e.discharge('redistribute'),
    ],
    source: [law('A5-7', '第一百一十八条')],
  },
  {
    id: 'supplement-distribution',
    label: text('追加分配', 'supplementary distribution'),
    by: ['administrator', 'judge'],
    when: c.and(c.stage('main', 'terminated', 'deregistered'), c.clock('supplementary', 'in-time')),
    form: ['distributed', 'expensesPaid', 'commonBenefitPaid', 'doneOn', 'reasons'],
    on: c.field('doneOn'),
    afterEnd: true,
    effects: [e.add('paidOut', c.field('distributed')), ...round('supplementary', true)],
    source: [law('A5-12', '第一百二十三条')],
  },
  {
    id: 'end-supplementary',
    label: text('追加分配期届满', 'time for supplementary distribution is over'),
    by: ['clock'],
    effects: [e.notify(['administrator'], text('追加分配期届满', 'the time for supplementary distribution is over'))],
    afterEnd: true,
    source: [law('A5-12', '第一百二十三条')],
  },
]
