/**
 * The administrator's office: acceptance, interests, resignation, replacement, handing over.
 * 企业破产法 第二十二条至第二十四条、第二十九条; 指定管理人规定 第二十三条至第二十五条、第三十一条至第三十七条 (FACTS A6-9 to A6-17).
 */
import { type ActionDefinition, conditions as c, effects as e, type Field } from '@yingshang/procedure'
import type { Source } from '@yingshang/time'
import { APPOINTMENT_FIELDS, APPOINTMENT_FORM, APPOINTMENT_ROW } from './appointment.ts'
import { choice, field, law, text } from './wording.ts'

const open = c.stage('main', 'accepted', 'declared', 'realising', 'distributing')
const current = c.fact('appointment')
const rule = (id: string, article: string): Source => ({ rule: id, provision: `指定管理人规定 ${article}` })

/** A new row of the register of appointments, which from now on is the one in office. */
export const APPOINTED = [
  e.set('appointment', c.actionId()),
  e.enter('appointments', c.actionId(), {
    administrator: c.field('administrator'),
    on: c.onDay(),
    ...APPOINTMENT_ROW,
    status: 'named',
  }),
]

export const ADMINISTRATOR_FIELDS: readonly Field[] = [
  ...APPOINTMENT_FIELDS,
  field('hasInterest', 'yesNo', '与本案有利害关系', 'has an interest in the case', {
    keep: false,
    help: text(
      '包括未了结的债权债务、受理前三年内的固定中介服务、控股或者控制关系、财务或者法律顾问、任职以及近亲属关系',
      'unsettled claims; within three years before acceptance: regular services, control, adviser, officer; near kin',
    ),
  }),
  field('interestKinds', 'choices', '利害关系的情形', 'kinds of interest', {
    keep: false,
    when: c.equals(c.field('hasInterest'), true),
    options: (
      [
        ['claim', '与债务人、债权人有未了结的债权债务关系', 'unsettled claims or debts'],
        ['service', '受理前三年内提供相对固定的中介服务', 'regular professional services within three years'],
        ['control', '现在是或者受理前三年内曾经是控股股东、实际控制人', 'controlling holder now or within three years'],
        ['adviser', '现在担任或者受理前三年内曾经担任财务顾问、法律顾问', 'financial or legal adviser now or within three years'],
        ['officer', '派出人员现任或者曾任董事、监事、高级管理人员', 'staff that are or were officers'],
        ['kin', '派出人员与控股股东、董事、监事、高级管理人员有近亲属关系', 'staff that are near kin of holders or officers'],
        ['other', '其他可能影响忠实履行职责的情形', 'other'],
      ] as const
    ).map(([value, zh, en]) => ({ value, label: text(zh, en) })),
  }),
  field('interestDetails', 'longText', '利害关系说明', 'details of the interest', {
    keep: false,
    sensitivity: 'personal',
    when: c.equals(c.field('hasInterest'), true),
  }),
  choice(
    'replacementGround',
    text('更换原因', 'why replaced'),
    [
      ['meeting', '债权人会议申请', 'application of the creditors’ meeting'],
      ['court', '人民法院依职权', 'by the court of its own motion'],
      ['resigned', '准许辞职', 'resignation permitted'],
      ['interest', '有利害关系', 'an interest in the case'],
    ],
    { required: false, keep: false, sensitivity: 'public' },
  ),
  field('resignationPermitted', 'yesNo', '是否准许辞职', 'resignation permitted', { keep: false, sensitivity: 'public' }),
]

const interested = c.equals(c.field('hasInterest'), true)
/** A declaration of interests, with the acceptance or later: where there are some the judge decides on another administrator. */
const DECLARED = [
  e.raise('interestsDeclared'),
  e.enter('appointments', current, { interest: c.field('hasInterest') }),
  e.only(interested, e.raise('interestFound')),
  e.only(
    interested,
    e.oblige('replacement', text('审查管理人利害关系，决定是否更换', 'decide whether the interest demands another administrator'), [
      'judge',
    ]),
  ),
  e.only(
    interested,
    e.notify(['judge', 'clerk'], text('管理人声明与本案有利害关系', 'the administrator declares an interest in the case')),
  ),
]

export const ADMINISTRATOR_ACTIONS: readonly ActionDefinition[] = [
  {
    id: 'accept-appointment',
    label: text('接受指定', 'accept the appointment'),
    by: ['administrator'],
    when: c.and(open, c.not(c.flag('appointmentAccepted'))),
    // Whoever accepts says whether there are interests: silence is no declaration.
    form: ['doneOn', 'hasInterest', 'interestKinds', 'interestDetails', 'note', 'papers'],
    on: c.field('doneOn'),
    effects: [
      e.raise('appointmentAccepted'),
      e.enter('appointments', current, { status: 'accepted' }),
      ...DECLARED,
      e.notify(['judge', 'clerk'], text('管理人已接受指定', 'the administrator accepted the appointment')),
    ],
    source: [rule('A6-17', '第三十九条')],
  },
  {
    id: 'declare-interests',
    label: text('补充声明利害关系', 'declare interests that came to light'),
    by: ['administrator'],
    when: open,
    form: ['hasInterest', 'interestKinds', 'interestDetails', 'papers'],
    effects: DECLARED,
    source: [rule('A6-11', '第二十三条、第二十四条'), rule('A6-12', '第二十五条')],
  },
  {
    id: 'request-resignation',
    label: text('申请辞去职务', 'ask to resign'),
    by: ['administrator'],
    when: c.and(open, c.not(c.flag('resignationAsked'))),
    form: ['reasons', 'papers'],
    effects: [
      e.raise('resignationAsked'),
      e.oblige('resignation', text('决定是否准许管理人辞职', 'decide on the resignation'), ['judge']),
      e.notify(['judge', 'clerk'], text('管理人申请辞去职务', 'the administrator asks to resign')),
    ],
    source: [law('A6', '第二十九条')],
  },
  {
    id: 'decide-resignation',
    label: text('决定是否准许辞职', 'decide on the resignation'),
    by: ['judge'],
    when: c.and(open, c.flag('resignationAsked')),
    form: ['resignationPermitted', 'reasons'],
    effects: [
      e.lower('resignationAsked'),
      e.discharge('resignation'),
      // The office goes on until the new administrator is named.
      e.only(
        c.equals(c.field('resignationPermitted'), true),
        e.oblige('replacement', text('另行指定管理人', 'name another administrator'), ['judge']),
      ),
      e.notify(['administrator'], text('人民法院已就辞职申请作出决定', 'the court decided on the resignation')),
    ],
    source: [law('A6', '第二十九条')],
  },
  {
    id: 'apply-replacement',
    label: text('提交更换管理人申请', 'apply for another administrator'),
    by: ['creditor', 'clerk'],
    when: c.and(open, c.named('replacement-resolved'), c.not(c.flag('replacementAsked'))),
    form: ['reasons', 'meetingId?', 'resolutionId?', 'papers'],
    effects: [
      e.raise('replacementAsked'),
      e.oblige('replacement', text('审查更换管理人申请', 'decide on replacing the administrator'), ['judge']),
      e.notify(['judge', 'clerk'], text('债权人会议申请更换管理人', 'the creditors’ meeting asks for another administrator')),
    ],
    source: [law('A6', '第二十二条第二款'), rule('A6-14', '第三十一条')],
  },
  {
    id: 'ask-explanation',
    label: text('通知管理人作出说明', 'ask the administrator to explain'),
    by: ['judge', 'clerk'],
    when: c.and(open, c.flag('replacementAsked')),
    form: ['doneOn'],
    on: c.field('doneOn'),
    effects: [
      e.oblige('explanation', text('就更换申请作出书面说明', 'explain in writing'), ['administrator'], { clock: 'explanation' }),
      e.notify(['administrator'], text('请在两日内就更换管理人申请作出书面说明', 'explain in writing within two days')),
    ],
    source: [rule('A6-14', '第三十一条')],
  },
  {
    id: 'explain',
    label: text('作出书面说明', 'explain in writing'),
    by: ['administrator'],
    when: c.and(open, c.flag('replacementAsked'), c.done('ask-explanation')),
    form: ['reasons', 'papers'],
    effects: [e.discharge('explanation'), e.notify(['judge'], text('管理人已作出书面说明', 'the administrator explained'))],
    source: [rule('A6-14', '第三十一条')],
  },
  {
    id: 'refuse-replacement',
    label: text('驳回更换申请', 'refuse the replacement'),
    by: ['judge'],
    when: c.and(open, c.flag('replacementAsked')),
    form: ['reasons'],
    effects: [
      e.lower('replacementAsked'),
      e.discharge('replacement'),
      e.discharge('explanation'),
      e.notify(['creditor', 'administrator'], text('更换管理人的申请已被驳回', 'the application was refused')),
    ],
    source: [rule('A6-15', '第三十二条')],
  },
  {
    id: 'replace-administrator',
    label: text('更换管理人', 'replace the administrator'),
    by: ['judge'],
    when: open,
    form: ['administrator', 'replacementGround', 'reasons', ...APPOINTMENT_FORM],
    effects: [
      e.discharge('replacement'),
      e.discharge('explanation'),
      e.enter('appointments', current, { status: 'replaced', reason: c.field('reasons'), until: c.onDay() }),
      ...APPOINTED,
      e.lower('appointmentAccepted'),
      e.lower('interestsDeclared'),
      e.lower('interestFound'),
      e.lower('resignationAsked'),
      e.lower('replacementAsked'),
      e.oblige('handover', text('原管理人移交财产、印章、账簿和事务', 'the former administrator hands over'), ['administrator']),
      e.issue('administrator-decision', 'administrator', 'creditor'),
    ],
    source: [law('A6', '第二十二条'), rule('A6-15', '第三十二条至第三十四条')],
  },
  {
    id: 'record-handover',
    label: text('登记移交完毕', 'record the handing over'),
    by: ['administrator', 'clerk', 'judge'],
    when: c.and(open, c.done('replace-administrator')),
    form: ['doneOn', 'note', 'papers'],
    on: c.field('doneOn'),
    effects: [e.discharge('handover')],
    source: [rule('A6-16', '第三十七条')],
  },
]
