/**
 * Consents given before the proceedings (预重整) that count as votes on the draft: the creditor was informed, and the draft is the agreement or changes it in nothing that
 * harms that creditor or touches their weighty interests. The minutes that say so were not checked against their own text: a setting of the court.
 */
import { type ActionDefinition, conditions as c, effects as e, type Field, type NamedCondition } from '@yingshang/procedure'
import { choice, field, text, unverified } from './wording.ts'

const source = [unverified('A3-9', '法〔2019〕254号 第115条')]

export const PRE_VOTE_FIELDS: readonly Field[] = [
  choice(
    'preVoteClass',
    text('表决组', 'class'),
    [
      ['secured', '担保债权组', 'secured creditors'],
      ['employee', '职工债权组', 'employees'],
      ['tax', '税款债权组', 'taxes'],
      ['ordinary', '普通债权组', 'ordinary creditors'],
      ['investor', '出资人组', 'investors'],
    ],
    { keep: false, sensitivity: 'public' },
  ),
  field('preVoteOn', 'date', '预表决日期', 'day of the earlier vote', {
    keep: false,
    sensitivity: 'public',
    notAfter: c.fact('acceptedOn'),
  }),
  field('preVoters', 'integer', '同意的债权人数', 'creditors in favour', { keep: false, min: 0, sample: 3 }),
  field('preVoteAmount', 'money', '同意的债权额', 'their claims', { keep: false, min: 0, sample: 1_000_000 }),
  field('preVoteInformed', 'yesNo', '表决前已作充分、准确的信息披露', 'fully and truly informed before the vote', { keep: false }),
  field('preVoteSame', 'yesNo', '重整计划草案与预重整协议内容一致', 'the draft is the agreement', { keep: false }),
  field('preVoteChanges', 'longText', '修改的内容', 'what was changed', { keep: false, when: c.equals(c.field('preVoteSame'), false) }),
  field('preVoteWorse', 'yesNo', '修改对该组债权人有不利影响或者涉及其重大利益', 'the change harms them or touches weighty interests', {
    keep: false,
    when: c.equals(c.field('preVoteSame'), false),
  }),
]

export const PRE_VOTE_CONDITIONS: readonly NamedCondition[] = [
  {
    id: 'pre-votes-informed',
    title: text('预表决前已披露信息', 'informed before the earlier vote'),
    when: c.equals(c.field('preVoteInformed'), true),
    refusal: text(
      '未作充分、准确信息披露的预表决意见，不能作为对草案的表决意见',
      'a vote of creditors who were not informed does not carry',
    ),
    source,
  },
  {
    id: 'pre-votes-unharmed',
    title: text('草案未作不利修改', 'the draft is not worse'),
    when: c.or(c.equals(c.field('preVoteSame'), true), c.equals(c.field('preVoteWorse'), false)),
    refusal: text(
      '草案的修改对该组债权人有不利影响或者涉及其重大利益，受影响的债权人应当重新表决',
      'the change harms these creditors or touches their weighty interests: they vote again',
    ),
    source,
  },
]

export const PRE_VOTE_ACTIONS: readonly ActionDefinition[] = [
  {
    id: 'carry-pre-votes',
    label: text('登记预重整表决意见', 'carry votes given before the proceedings'),
    by: ['administrator'],
    when: c.and(c.stage('reorganisation', 'voting'), c.named('pre-votes-informed'), c.named('pre-votes-unharmed')),
    form: [
      'preVoteClass',
      'preVoteOn',
      'preVoters',
      'preVoteAmount',
      'preVoteInformed',
      'preVoteSame',
      'preVoteChanges',
      'preVoteWorse',
      'meetingId',
      'resultDigest',
      'papers',
    ],
    effects: [
      e.enter('preVotes', c.field('preVoteClass'), {
        on: c.field('preVoteOn'),
        voters: c.field('preVoters'),
        amount: c.field('preVoteAmount'),
        same: c.field('preVoteSame'),
        digest: c.field('resultDigest'),
      }),
      e.notify(
        ['judge', 'creditor'],
        text('预重整阶段的同意意见已登记为对草案的表决意见', 'earlier consents were entered as votes on the draft'),
      ),
    ],
    source,
  },
]
