/**
 * Meetings of creditors in the case: calling, holding, resolutions by reference, objections, the court's rulings in place of a resolution.
 * 企业破产法 第六十一条至第六十六条; 破产法司法解释三 第十一条、第十二条 (FACTS A3). The meeting itself, with its votes, is a record of its own; the case keeps its id and its digest.
 */
import { type ActionDefinition, conditions as c, effects as e, type Field } from '@yingshang/procedure'
import type { Source } from '@yingshang/time'
import { RESOLUTIONS } from './case-fields.ts'
import { choice, field, law, text } from './wording.ts'

const open = c.stage('main', 'accepted', 'declared', 'realising', 'distributing')
const third = (rule: string, article: string): Source => ({ rule, provision: `破产法司法解释三 ${article}` })
const reference = (id: string, zh: string, en: string, more: Partial<Field> = {}) =>
  field(id, 'text', zh, en, { required: false, keep: false, maxLength: 100, ...more })

/** A meeting or a resolution that has no record of its own is known by the action that entered it. */
const meetingKey = c.first(c.field('meetingId'), c.actionId())
const resolutionKey = c.first(c.field('resolutionId'), c.actionId())

const PLANS = [
  ['management', '财产管理方案', 'plan of managing the assets'],
  ['realisation', '财产变价方案', 'realisation plan'],
  ['distribution', '财产分配方案', 'distribution plan'],
] as const

export const MEETING_FIELDS: readonly Field[] = [
  reference('meetingId', '会议编号', 'id of the meeting', {
    help: text('会议记录的编号；没有的留空', 'of the record of the meeting, if there is one'),
  }),
  reference('resolutionId', '决议事项编号', 'id of the resolution'),
  reference('resultDigest', '结果摘要值', 'digest of the result', {
    sensitivity: 'public',
    pattern: { matches: '[0-9a-f]{64}', message: text('应为 64 位十六进制的 SHA-256 摘要', '64 hexadecimal digits of SHA-256') },
    sample: '0'.repeat(64),
    help: text('会议结果的 SHA-256，可据以核对会议记录', 'SHA-256 of the result, to check the record of the meeting against'),
  }),
  choice(
    'meetingManner',
    text('召开方式', 'how it is held'),
    [
      ['onSite', '现场', 'on site'],
      ['online', '网络', 'online'],
      ['written', '书面、通讯', 'in writing'],
      ['mixed', '现场与网络结合', 'on site and online'],
    ],
    { required: false, keep: false, sensitivity: 'public' },
  ),
  choice(
    'proposedBy',
    text('提议人', 'proposed by'),
    [
      ['court', '人民法院认为必要', 'the court'],
      ['administrator', '管理人', 'the administrator'],
      ['committee', '债权人委员会', 'the creditors’ committee'],
      ['quarter', '占债权总额四分之一以上的债权人', 'creditors with a quarter of all claims or more'],
    ],
    { required: false, keep: false, sensitivity: 'public' },
  ),
  choice('resolution', text('决议事项', 'resolution'), RESOLUTIONS, { keep: false }),
  field('passed', 'yesNo', '是否通过', 'passed', { keep: false, sensitivity: 'public' }),
  field('votes', 'longText', '表决情况', 'votes', {
    keep: false,
    help: text('出席人数、同意人数、同意债权额及占比', 'voters present and in favour, amounts and shares'),
  }),
  field('resultNoticeOn', 'date', '表决结果通知送达日期', 'result told to the creditors on', {
    required: false,
    keep: false,
    sensitivity: 'public',
    notAfter: c.today(),
    help: text('非现场表决的，撤销权期限自收到通知之日起算', 'for votes that are not cast on site the time to object runs from the notice'),
  }),
  field('noticeReceivedOn', 'date', '本人收到结果通知日期', 'notice of the result received on', {
    required: false,
    keep: false,
    notAfter: c.today(),
  }),
  choice(
    'objectionGround',
    text('撤销理由', 'ground'),
    [
      ['calling', '会议的召开违反法定程序', 'the meeting was held against the law'],
      ['voting', '表决违反法定程序', 'the vote was taken against the law'],
      ['content', '决议内容违法', 'what was resolved is unlawful'],
      ['powers', '决议超出债权人会议的职权范围', 'beyond the powers of the meeting'],
    ],
    { keep: false },
  ),
  choice(
    'objectionOutcome',
    text('裁定结果', 'ruling'),
    [
      ['revoked', '撤销决议，责令依法重新作出决议', 'revoked; the meeting resolves again'],
      ['revokedInPart', '撤销部分决议事项', 'revoked in part'],
      ['dismissed', '驳回申请', 'dismissed'],
    ],
    { keep: false, sensitivity: 'public' },
  ),
  choice('planKind', text('方案', 'plan'), PLANS, { keep: false, sensitivity: 'public' }),
  ...(
    [
      ['supporting', '申请复议的债权额', 'claims of those who apply'],
      ['unsecuredTotal', '无财产担保债权总额', 'all unsecured claims'],
    ] as const
  ).map(([id, zh, en]) =>
    field(id, 'money', zh, en, {
      min: id === 'unsecuredTotal' ? 1 : 0,
      keep: false,
      sample: 1_000_000,
      when: c.equals(c.field('planKind'), 'distribution'),
    }),
  ),
  choice(
    'reconsidered',
    text('复议结果', 'result'),
    [
      ['upheld', '驳回复议申请，维持裁定', 'upheld'],
      ['revoked', '撤销裁定', 'revoked'],
    ],
    { keep: false, sensitivity: 'public' },
  ),
]

const is = (field: string, value: string) => c.equals(c.field(field), value)
const called = [
  e.set('nextMeetingOn', c.field('meetingOn')),
  e.issue('meeting-notice', 'creditor'),
  e.notify(['creditor'], text('债权人会议定于{nextMeetingOn}召开', 'a meeting of creditors is called')),
]
/** What a resolution on this matter leaves behind when it is passed, and when it is not. */
const decided = (matter: string, flag: string, refused: string) => [
  e.only(c.and(is('resolution', matter), c.equals(c.field('passed'), true)), e.raise(flag)),
  e.only(c.and(is('resolution', matter), c.equals(c.field('passed'), false)), e.add(refused, 1)),
]
const ruleOnObjection = (by: { readonly clock?: string } = {}) =>
  e.oblige('resolution-objection', text('裁定是否撤销债权人会议决议', 'rule on the objection to a resolution'), ['judge'], by)
const resolved = (matter: string) => c.equals(c.entry('resolutions', c.field('resolutionId'), 'matter'), matter)

export const MEETING_ACTIONS: readonly ActionDefinition[] = [
  {
    id: 'call-first-meeting',
    label: text('召集第一次债权人会议', 'call the first meeting'),
    by: ['judge'],
    when: c.and(open, c.stage('claims', 'filing', 'reviewing'), c.not(c.named('meeting-held')), c.named('notice-in-time')),
    form: ['meetingOn', 'noticeOn', 'meetingManner', 'meetingId'],
    effects: called,
    source: [law('A3-1', '第六十二条第一款'), law('A3-3', '第六十三条')],
  },
  {
    id: 'call-meeting',
    label: text('决定召开债权人会议', 'call a meeting of creditors'),
    by: ['judge', 'administrator'],
    when: c.and(open, c.named('notice-in-time')),
    form: ['meetingOn', 'noticeOn', 'proposedBy', 'meetingManner', 'meetingId'],
    effects: called,
    source: [law('A3-2', '第六十二条'), law('A3-3', '第六十三条')],
  },
  {
    id: 'hold-meeting',
    label: text('登记债权人会议', 'record a meeting'),
    by: ['clerk', 'judge', 'administrator', 'clock'],
    when: c.and(open, c.named('meeting-called'), c.named('meeting-new')),
    form: ['doneOn', 'meetingManner', 'meetingId', 'resultDigest', 'note', 'papers'],
    on: c.field('doneOn'),
    effects: [
      e.add('meetings', 1),
      e.enter('meetings', meetingKey, { on: c.onDay(), manner: c.field('meetingManner'), digest: c.field('resultDigest') }),
      e.only(c.oneOf(c.field('meetingManner'), 'online', 'written', 'mixed'), e.signal('remote-vote')),
      e.issue('meeting-minutes', 'creditor'),
    ],
    source: [law('A3-1', '第六十二条')],
  },
  {
    id: 'record-resolution',
    label: text('登记会议决议', 'record a resolution'),
    by: ['clerk', 'judge', 'administrator', 'clock'],
    when: c.and(open, c.named('meeting-held'), c.named('resolution-new')),
    form: ['resolution', 'passed', 'votes', 'doneOn?', 'meetingId', 'resolutionId', 'resultDigest', 'resultNoticeOn'],
    on: c.field('doneOn'),
    effects: [
      ...decided('management', 'managementPlan', 'managementRefused'),
      ...decided('realisation', 'realisationPlan', 'realisationRefused'),
      ...decided('distribution', 'distributionPlan', 'distributionRefused'),
      e.only(
        c.and(is('resolution', 'replacement'), c.equals(c.field('passed'), true)),
        e.oblige('replacement', text('审查更换管理人申请', 'decide on replacing the administrator'), ['judge']),
      ),
      e.only(c.and(is('resolution', 'replacement'), c.equals(c.field('passed'), true)), e.raise('replacementResolved')),
      e.enter('resolutions', resolutionKey, {
        matter: c.field('resolution'),
        passed: c.field('passed'),
        on: c.onDay(),
        meeting: c.field('meetingId'),
        digest: c.field('resultDigest'),
        status: 'made',
      }),
      e.signal('resolution-made', { on: c.first(c.field('resultNoticeOn'), c.onDay()) }),
    ],
    source: [law('A3-7', '第六十一条、第六十四条'), third('A3-15', '第十二条')],
  },
  {
    id: 'notify-result',
    label: text('告知表决结果', 'tell the voters the result'),
    by: ['administrator'],
    when: c.and(open, c.named('meeting-held')),
    form: ['doneOn', 'meetingId', 'papers'],
    on: c.field('doneOn'),
    effects: [e.notify(['creditor'], text('债权人会议的表决结果已经公布', 'the result of the vote is known'))],
    source: [third('A3-14', '第十一条第二款')],
  },
  {
    id: 'object-to-resolution',
    label: text('申请撤销会议决议', 'ask to revoke a resolution'),
    by: ['creditor'],
    when: c.and(open, c.named('resolution-known'), c.named('objection-in-time')),
    form: ['resolutionId!', 'objectionGround', 'reasons', 'noticeReceivedOn', 'papers'],
    effects: [
      e.enter('resolutions', c.field('resolutionId'), { status: 'disputed' }),
      // Of several creditors who dispute the same resolution the first one calls on the judge; one ruling answers all.
      e.only(c.not(c.named('resolution-disputed')), e.add('disputed', 1)),
      e.only(c.not(c.named('resolution-disputed')), e.signal('resolution-disputed')),
      e.only(c.not(c.named('resolution-disputed')), ruleOnObjection({ clock: 'objection-ruling' })),
      e.notify(['judge', 'administrator'], text('债权人申请撤销会议决议', 'a creditor asks to revoke a resolution')),
    ],
    source: [law('A3-13', '第六十四条第二款'), third('A3-16', '第十二条')],
  },
  {
    id: 'rule-objection',
    label: text('裁定撤销决议的申请', 'rule on the objection'),
    by: ['judge'],
    when: c.and(open, c.done('object-to-resolution'), c.named('resolution-known'), c.named('resolution-disputed')),
    form: ['resolutionId!', 'objectionOutcome', 'ruledOn', 'reasons'],
    effects: [
      e.discharge('resolution-objection'),
      e.add('disputed', -1),
      e.only(c.moreThan(c.fact('disputed'), 1), ruleOnObjection()),
      e.enter('resolutions', c.field('resolutionId'), {
        status: c.field('objectionOutcome'),
        reason: c.field('reasons'),
        ruled: c.field('ruledOn'),
      }),
      ...(
        [
          ['management', 'managementPlan'],
          ['realisation', 'realisationPlan'],
          ['distribution', 'distributionPlan'],
          ['replacement', 'replacementResolved'],
        ] as const
      ).map(([matter, flag]) => e.only(c.and(is('objectionOutcome', 'revoked'), resolved(matter)), e.lower(flag))),
      e.notify(['creditor', 'administrator'], text('人民法院已就撤销决议的申请作出裁定', 'the court ruled on the objection')),
    ],
    source: [law('A3-13', '第六十四条第二款'), third('A3-16', '第十二条')],
  },
  {
    id: 'end-resolution-objection',
    label: text('申请撤销决议的期限届满', 'time to object is over'),
    by: ['clock'],
    effects: [e.enter('resolutions', c.key(), { settled: true })],
    afterEnd: true,
    source: [law('A3-13', '第六十四条第二款')],
  },
  {
    id: 'rule-management',
    label: text('裁定财产管理方案', 'rule on the plan of managing the assets'),
    by: ['judge'],
    when: c.and(open, c.named('management-refused')),
    form: ['ruledOn', 'reasons'],
    effects: [e.raise('managementPlan'), e.issue('plan-ruling', 'creditor')],
    source: [law('A3-11', '第六十五条第一款')],
  },
  {
    id: 'announce-ruling',
    label: text('宣布或者通知方案裁定', 'announce the ruling on a plan'),
    by: ['clerk', 'judge'],
    when: c.and(open, c.or(...PLANS.map(([plan]) => c.done(`rule-${plan}`))), c.named('plan-ruled')),
    form: ['planKind', 'doneOn'],
    on: c.field('doneOn'),
    effects: [
      e.notify(
        ['creditor'],
        text(
          '人民法院已裁定方案；不服的，可以在十五日内申请复议',
          'the court ruled on a plan; reconsideration may be asked for within fifteen days',
        ),
      ),
    ],
    source: [law('A3-11', '第六十五条第三款'), law('A3-12', '第六十六条')],
  },
  {
    id: 'apply-reconsideration',
    label: text('对方案裁定申请复议', 'ask for reconsideration of the ruling'),
    by: ['creditor'],
    when: c.and(open, c.clockOf('ruling-reconsideration', c.field('planKind'), 'in-time'), c.named('reconsideration-supported')),
    form: ['planKind', 'supporting', 'unsecuredTotal', 'reasons', 'papers'],
    effects: [
      // The ruling is carried out all the same.
      e.raise('reconsidering'),
      e.oblige('reconsideration', text('审查复议申请', 'decide on the reconsideration'), ['judge']),
      e.notify(['judge'], text('债权人对方案裁定申请复议', 'a creditor asks for reconsideration')),
    ],
    source: [law('A3-12', '第六十六条')],
  },
  {
    id: 'decide-reconsideration',
    label: text('作出复议决定', 'decide on the reconsideration'),
    by: ['judge'],
    when: c.and(open, c.flag('reconsidering')),
    form: ['planKind', 'reconsidered', 'reasons'],
    effects: [
      e.lower('reconsidering'),
      e.discharge('reconsideration'),
      ...PLANS.map(([plan]) => e.only(c.and(is('reconsidered', 'revoked'), is('planKind', plan)), e.lower(`${plan}Plan`))),
      e.notify(['creditor', 'administrator'], text('复议申请已有结果', 'the reconsideration is decided')),
    ],
    source: [law('A3-12', '第六十六条')],
  },
  {
    id: 'end-reconsideration',
    label: text('复议期限届满', 'time for reconsideration is over'),
    by: ['clock'],
    effects: [e.notify(['judge', 'administrator'], text('对方案裁定的复议期限届满', 'the time for reconsideration is over'))],
    afterEnd: true,
    source: [law('A3-12', '第六十六条')],
  },
]
