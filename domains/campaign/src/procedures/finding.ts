/** A finding of an inspection, a visit or a questionnaire (督查发现问题): handed to a body, put right by a day, checked by somebody else. */
import { conditions as c, choice, type Definition, define, effects as e, field, stage, text } from '@yingshang/procedure'
import { workingDays } from '@yingshang/time'
import { FINDING_EXAMPLES } from './campaign-examples.ts'
import { practice } from './practice.ts'

const rule = (what: string) => practice('G5', what)

export const FINDING: Definition = define({
  id: 'finding',
  version: '2026-1',
  effectiveFrom: '2021-01-01',
  title: text('督查问题整改', 'Finding of an inspection'),
  sources: [rule('明察暗访、问卷发现问题的整改')],
  roles: [
    { id: 'inspector', title: text('督查人员', 'inspector') },
    { id: 'body', title: text('整改单位', 'body') },
    { id: 'checker', title: text('核验人', 'checker') },
    { id: 'clock', title: text('系统', 'system'), system: true },
  ],
  tracks: [
    {
      id: 'main',
      title: text('整改', 'rectification'),
      initial: 'open',
      stages: [
        stage('open', '待整改', 'open'),
        stage('done', '已整改，待核验', 'said to be done'),
        stage('checked', '已销号', 'closed out', true),
        stage('disputed', '有异议', 'disputed'),
        stage('void', '不成立', 'not upheld', true),
      ],
    },
  ],
  flags: [{ id: 'late', title: text('逾期未整改', 'not put right in time') }],
  facts: [{ id: 'foundBy', title: text('发现人', 'found by'), sensitivity: 'personal' }],
  conditions: [
    {
      id: 'other-than-finder',
      title: text('复核人不是发现人', 'not the one who found it'),
      when: c.not(c.equals(c.fact('foundBy'), c.actor())),
      refusal: text('作出原认定的人员不得复核', 'whoever made the finding stays out of its review'),
      source: [{ rule: 'E4', provision: '政府督查工作条例 第十七条' }],
    },
  ],
  fields: [
    choice(
      'origin',
      text('来源', 'origin'),
      [
        ['open', '明察', 'announced inspection'],
        ['secret', '暗访', 'unannounced visit'],
        ['survey', '问卷', 'questionnaire'],
        ['data', '后台抓取', 'system data'],
      ],
      { sensitivity: 'public' },
    ),
    field('inspection', 'text', '督查批次代号', 'id of the inspection', { required: false }),
    field('subject', 'text', '问题', 'finding', { sensitivity: 'public', maxLength: 100, sample: '窗口未公示收费清单' }),
    field('content', 'longText', '情况', 'what was seen', {}),
    field('photos', 'attachments', '照片和材料', 'photos and papers', { required: false, keep: false }),
    field('bodyId', 'text', '整改单位', 'body', { names: { what: 'body', into: 'bodyName' }, sample: 'body-1' }),
    field('bodyName', 'text', '整改单位名称', 'body', { sensitivity: 'public', sample: '栖川区政务服务中心' }),
    field('workingDays', 'integer', '整改期限（工作日）', 'time in working days', { min: 1, max: 90, sensitivity: 'public', sample: 10 }),
    field('measures', 'longText', '整改情况', 'what was done', {}),
    field('reason', 'longText', '理由', 'reason', { keep: false }),
    field('passed', 'yesNo', '核验是否通过', 'passed', { keep: false }),
    field('upheld', 'yesNo', '是否维持', 'upheld', { keep: false }),
  ],
  clocks: [
    {
      id: 'rectify',
      title: text('整改期限', 'time to put it right'),
      starts: 'find',
      length: { min: workingDays(1), max: workingDays(90) },
      sets: 'find',
      ends: ['rectify'],
      cancels: ['void'],
      onDue: 'note-late',
      warn: [3, 1],
      source: [rule('按交办时确定的工作日整改')],
    },
  ],
  actions: [
    {
      id: 'find',
      label: text('交办问题', 'hand over a finding'),
      by: ['inspector'],
      opens: true,
      form: ['origin', 'inspection', 'subject', 'content', 'photos', 'bodyId', 'bodyName', 'workingDays'],
      effects: [
        e.set('foundBy', c.actor()),
        e.signal('find', { length: { unit: 'workingDays', n: c.field('workingDays') } }),
        e.oblige('rectify', text('整改', 'put it right'), ['body'], { clock: 'rectify' }),
        e.notify(['body'], text('督查交办问题：{subject}', 'a finding: {subject}')),
      ],
      source: [rule('交办')],
    },
    {
      id: 'note-late',
      label: text('记录逾期未整改', 'note that it was not put right'),
      by: ['clock'],
      when: c.stage('main', 'open', 'disputed'),
      effects: [e.raise('late'), e.notify(['body', 'inspector'], text('逾期未整改：{subject}', 'not put right in time: {subject}'))],
    },
    {
      id: 'rectify',
      label: text('报告整改', 'report what was done'),
      by: ['body'],
      when: c.stage('main', 'open'),
      form: ['measures', 'photos!'],
      effects: [
        e.move('main', 'done'),
        e.lower('late'),
        e.discharge('rectify'),
        e.oblige('check', text('核验', 'check'), ['checker', 'inspector']),
      ],
      source: [rule('整改应当附佐证')],
    },
    {
      id: 'check',
      label: text('核验', 'check'),
      by: ['checker', 'inspector'],
      when: c.stage('main', 'done'),
      form: ['passed', 'reason'],
      effects: [
        e.discharge('check'),
        e.only(c.equals(c.field('passed'), true), e.move('main', 'checked')),
        e.only(c.equals(c.field('passed'), false), e.move('main', 'open')),
        e.only(c.equals(c.field('passed'), false), e.oblige('rectify', text('继续整改', 'put it right'), ['body'])),
      ],
      source: [rule('核验销号')],
    },
    {
      id: 'dispute',
      label: text('提出异议', 'dispute it'),
      by: ['body'],
      when: c.and(c.stage('main', 'open'), c.not(c.done('dispute'))),
      form: ['reason'],
      effects: [e.move('main', 'disputed'), e.oblige('review', text('复核', 'review'), ['checker'])],
      source: [{ rule: 'E4', provision: '政府督查工作条例 第十七条' }],
    },
    {
      id: 'review',
      label: text('复核', 'review'),
      by: ['checker'],
      when: c.and(c.stage('main', 'disputed'), c.named('other-than-finder')),
      form: ['upheld', 'reason'],
      effects: [
        e.discharge('review'),
        e.only(c.equals(c.field('upheld'), true), e.move('main', 'open')),
        e.only(c.equals(c.field('upheld'), false), e.move('main', 'void')),
        e.only(c.equals(c.field('upheld'), false), e.discharge('rectify')),
        e.only(c.equals(c.field('upheld'), false), e.signal('void')),
      ],
      source: [{ rule: 'E4', provision: '政府督查工作条例 第十七条' }],
    },
  ],
  titles: { matter: text('{bodyName}：{subject}', '{bodyName}: {subject}') },
  examples: FINDING_EXAMPLES,
})
