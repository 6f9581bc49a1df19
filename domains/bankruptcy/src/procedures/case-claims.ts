/** Claims: filing, review, table, verification, confirmation. 企业破产法 第六章 (FACTS A2). */
import { type ActionDefinition, conditions as c, effects as e } from '@yingshang/procedure'
import { law, text } from './wording.ts'

const open = c.stage('main', 'accepted', 'declared', 'realising', 'distributing')
const beforeFinal = c.and(open, c.not(c.flag('finalDistribution')))
const pending = { status: 'pending', confirmed: 0, provisional: 0 } as const
const claimKnown = c.named('claim-known')

const filing = {
  creditor: c.field('creditorName'),
  class: c.field('claimClass'),
  principal: c.field('principal'),
  interest: c.field('interest'),
  other: c.field('otherAmount'),
  filedOn: c.onDay(),
  by: c.actor(),
  ...pending,
}

export const CLAIM_ACTIONS: readonly ActionDefinition[] = [
  {
    id: 'announce',
    label: text('发布受理公告并通知债权人', 'announce and notify creditors'),
    by: ['clerk', 'judge'],
    when: c.and(c.stage('main', 'accepted', 'declared'), c.stage('claims', 'announcing')),
    form: ['announcedOn', 'filingDays'],
    on: c.field('announcedOn'),
    effects: [
      e.move('claims', 'filing'),
      e.signal('announce', { on: c.onDay(), length: { unit: 'days', n: c.field('filingDays') } }),
      e.issue('acceptance-announcement', 'creditor'),
      e.notify(['creditor'], text('请在债权申报期限内申报债权', 'please file your claims in time')),
    ],
    source: [law('A1-11', '第十四条'), law('A2-1', '第四十五条')],
  },
  {
    id: 'end-filing',
    label: text('债权申报期限届满', 'time for filing is over'),
    by: ['clock'],
    when: c.stage('claims', 'filing'),
    effects: [
      e.move('claims', 'reviewing'),
      e.oblige('claims-table', text('编制债权表', 'draw up the claims table'), ['administrator']),
      e.notify(['administrator', 'judge'], text('债权申报期限届满', 'the time for filing is over')),
    ],
    source: [law('A2-1', '第四十五条')],
  },
  {
    id: 'file-claim',
    label: text('申报债权', 'file a claim'),
    by: ['creditor', 'administrator'],
    when: c.and(beforeFinal, c.not(c.oneOf(c.field('claimClass'), 'employee'))),
    form: ['creditorName', 'claimClass', 'principal', 'interest', 'otherAmount', 'basis', 'papers'],
    effects: [
      e.only(c.stage('claims', 'announcing', 'filing'), e.enter('claims', c.actionId(), { ...filing, late: false })),
      e.only(c.not(c.stage('claims', 'announcing', 'filing')), e.enter('claims', c.actionId(), { ...filing, late: true })),
      e.issue('claim-receipt', 'creditor'),
      e.notify(['administrator'], text('收到债权申报', 'a claim was filed')),
    ],
    source: [law('A2-4', '第四十八条、第五十六条')],
  },
  {
    id: 'list-employee-claim',
    label: text('列明职工债权', 'list an employee claim'),
    by: ['administrator'],
    when: beforeFinal,
    form: ['creditorName', 'principal', 'basis'],
    effects: [e.enter('claims', c.actionId(), { ...filing, class: 'employee', interest: 0, other: 0, late: false })],
    source: [law('A2-3', '第四十八条第二款')],
  },
  {
    id: 'review-claim',
    label: text('审查债权', 'review a claim'),
    by: ['administrator'],
    when: c.and(
      c.or(
        beforeFinal,
        // A dispute may be decided while the share is set aside, even after the end.
        c.and(c.atLeast(c.fact('rounds'), 1), c.equals(c.entry('claims', c.field('claim'), 'status'), 'provisional')),
      ),
      claimKnown,
    ),
    afterEnd: true,
    form: ['claim', 'outcome', 'confirmed', 'reviewReason'],
    effects: [
      e.enter('claims', c.field('claim'), {
        status: c.field('outcome'),
        confirmed: c.first(c.field('confirmed'), c.value(0)),
        reason: c.first(c.field('reviewReason'), c.value('')),
      }),
    ],
    source: [law('A2-5', '第五十七条')],
  },
  {
    id: 'amend-claim',
    label: text('变更债权申报', 'amend a claim'),
    by: ['creditor', 'administrator'],
    when: c.and(beforeFinal, claimKnown, c.named('own-claim'), c.named('claim-amendable')),
    form: ['claim', 'creditorName', 'claimClass', 'principal', 'interest', 'otherAmount', 'basis?', 'amendReason', 'papers'],
    effects: [
      // What was reviewed is no longer what is filed: the review starts anew.
      e.enter('claims', c.field('claim'), {
        creditor: c.field('creditorName'),
        class: c.field('claimClass'),
        principal: c.field('principal'),
        interest: c.field('interest'),
        other: c.field('otherAmount'),
        ...pending,
        reason: '',
      }),
      e.notify(['administrator'], text('债权申报有变更，请重新审查', 'a claim was amended: review it again')),
    ],
    source: [law('A2-5', '第四十八条、第五十七条')],
  },
  {
    id: 'withdraw-claim',
    label: text('撤回申报', 'withdraw a claim'),
    by: ['creditor', 'administrator'],
    when: c.and(beforeFinal, claimKnown, c.named('own-claim')),
    form: ['claim', 'note'],
    effects: [e.enter('claims', c.field('claim'), { status: 'withdrawn', confirmed: 0 })],
  },
  {
    id: 'fix-provisional',
    label: text('临时确定债权额', 'fix an amount for voting'),
    by: ['judge'],
    when: c.and(open, claimKnown),
    form: ['claim', 'provisionalAmount'],
    effects: [e.enter('claims', c.field('claim'), { status: 'provisional', provisional: c.field('provisionalAmount') })],
    source: [law('A3-5', '第五十九条第二款')],
  },
  {
    id: 'verify-claims',
    label: text('会议核查债权结束', 'verification in the meeting is over'),
    by: ['administrator', 'clerk'],
    when: c.and(c.stage('claims', 'reviewing'), c.named('meeting-held')),
    form: ['doneOn'],
    on: c.field('doneOn'),
    effects: [e.move('claims', 'verified'), e.discharge('claims-table'), e.issue('claims-table', 'creditor', 'judge')],
    source: [law('A2-6', '第五十八条')],
  },
  {
    id: 'object-to-claim',
    label: text('对债权表提出异议', 'object to the claims table'),
    by: ['creditor', 'debtor'],
    when: c.and(c.stage('claims', 'verified'), claimKnown),
    form: ['claim', 'reasons'],
    effects: [
      e.enter('claims', c.field('claim'), { disputed: true }),
      e.notify(['administrator'], text('债权表记载有异议', 'an entry of the claims table is disputed')),
    ],
    source: [{ rule: 'A2-7', provision: '破产法司法解释三 第八条' }],
  },
  {
    id: 'end-claim-suit',
    label: text('异议起诉期届满', 'time for suits is over'),
    by: ['clock'],
    when: c.stage('claims', 'verified'),
    effects: [
      e.notify(['judge', 'administrator'], text('债权异议起诉期届满，可以裁定确认无异议债权', 'undisputed claims can be confirmed')),
    ],
    source: [{ rule: 'A2-7', provision: '破产法司法解释三 第八条' }],
  },
  {
    id: 'confirm-claims',
    label: text('裁定确认无异议债权', 'confirm undisputed claims'),
    by: ['judge'],
    when: c.stage('claims', 'verified'),
    form: ['ruledOn'],
    on: c.field('ruledOn'),
    effects: [e.move('claims', 'confirmed'), e.issue('claims-ruling', 'creditor', 'administrator')],
    source: [law('A2-6', '第五十八条第二款')],
  },
]
