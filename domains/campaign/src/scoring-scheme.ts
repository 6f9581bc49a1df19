/**
 * The scheme of evaluation (考核评价办法) that the product brings, as data: a hundred points by four shares, plus and minus with caps, and when
 * somebody is called in for a talk. No law fixes these figures; an office publishes its own version beside it.
 */
import type { Scheme, ScoreFact } from '@yingshang/ledger'
import { practice } from './procedures/practice.ts'

/** Kinds of facts that evaluations know, with their words. The server makes them of the ledger, reports, complaints, briefs and findings. */
export const SCORE_FACTS = {
  'entry.in-time': { zh: '按期销号', en: 'closed out in time' },
  'entry.late': { zh: '逾期后销号', en: 'closed out late' },
  'entry.overdue': { zh: '逾期未销号', en: 'overdue' },
  'report.in-time': { zh: '按时报送', en: 'reported in time' },
  'report.late': { zh: '迟报', en: 'reported late' },
  'report.missed': { zh: '漏报', en: 'not reported' },
  'complaint.solved': { zh: '诉求已解决', en: 'complaint solved' },
  'complaint.unsolved': { zh: '诉求未解决', en: 'complaint not solved' },
  'complaint.late': { zh: '诉求逾期答复', en: 'complaint answered late' },
  'finding.in-time': { zh: '问题按期整改', en: 'finding put right in time' },
  'finding.late': { zh: '问题逾期整改', en: 'finding not put right in time' },
  'brief.adopted': { zh: '信息采用', en: 'brief adopted' },
  'challenge.accepted': { zh: '揭榜成果通过验收', en: 'challenge accepted' },
  'bulletin.criticised': { zh: '个案通报', en: 'named in a bulletin' },
  'talk.held': { zh: '被约谈', en: 'called in for a talk' },
  'talk.promise-kept': { zh: '约谈承诺按期兑现', en: 'promise of a talk kept' },
  'talk.promise-broken': { zh: '约谈承诺逾期未兑现', en: 'promise of a talk not kept in time' },
} as const
export type ScoreFactKind = keyof typeof SCORE_FACTS

/** Levels at which a brief may be adopted; the same as of the procedure of briefs. */
export const ADOPTION_LEVELS = ['county', 'city', 'province', 'nation'] as const

const rule = (what: string) => practice('G6', what)

export const DEFAULT_SCHEME: Scheme = {
  id: 'usual',
  version: '2026-1',
  effectiveFrom: '2021-01-01',
  source: [rule('按任务、报送、诉求、整改计分，加减分封顶，末位约谈')],
  title: { zh: '优化营商环境工作考核评价办法（通用）', en: 'Evaluation of the campaign (usual scheme)' },
  base: 0,
  floor: 0,
  ceiling: 12_000,
  missing: 'average',
  groups: [{ id: 'plus', title: { zh: '加分', en: 'Extra points' }, cap: 1500 }],
  items: [
    {
      id: 'tasks',
      kind: 'share',
      title: { zh: '任务按期销号', en: 'Tasks closed out in time' },
      of: ['entry.in-time', 'entry.late', 'entry.overdue'],
      part: ['entry.in-time'],
      points: 5000,
    },
    {
      id: 'reports',
      kind: 'share',
      title: { zh: '按时报送', en: 'Reports in time' },
      of: ['report.in-time', 'report.late', 'report.missed'],
      part: ['report.in-time'],
      points: 1500,
    },
    {
      id: 'complaints',
      kind: 'share',
      title: { zh: '诉求解决率', en: 'Complaints solved' },
      of: ['complaint.solved', 'complaint.unsolved'],
      part: ['complaint.solved'],
      points: 2000,
    },
    {
      id: 'findings',
      kind: 'share',
      title: { zh: '督查问题按期整改', en: 'Findings put right in time' },
      of: ['finding.in-time', 'finding.late'],
      part: ['finding.in-time'],
      points: 1500,
    },
    {
      id: 'late-complaints',
      kind: 'each',
      title: { zh: '诉求逾期答复', en: 'Complaints answered late' },
      of: 'complaint.late',
      points: -50,
      cap: 500,
    },
    {
      id: 'bulletins',
      kind: 'each',
      title: { zh: '被个案通报', en: 'Named in a bulletin' },
      of: 'bulletin.criticised',
      points: -200,
      cap: 600,
    },
    {
      id: 'briefs',
      kind: 'by-level',
      group: 'plus',
      title: { zh: '信息简报采用', en: 'Briefs adopted' },
      of: 'brief.adopted',
      points: { county: 20, city: 50, province: 100, nation: 300 },
      cap: 1000,
    },
    {
      id: 'challenges',
      kind: 'each',
      group: 'plus',
      title: { zh: '揭榜攻关通过验收', en: 'Challenges accepted' },
      of: 'challenge.accepted',
      points: 300,
      cap: 900,
    },
  ],
  talks: [
    { id: 'low', kind: 'below', title: { zh: '得分低于60分', en: 'Below 60 points' }, points: 6000 },
    { id: 'last', kind: 'last', title: { zh: '排名末三位', en: 'Among the last three' }, places: 3 },
    {
      id: 'named',
      kind: 'count',
      title: { zh: '两次以上被个案通报', en: 'Named in two bulletins' },
      of: 'bulletin.criticised',
      atLeast: 2,
    },
  ],
}

/** A case with its result, worked out by hand; runs as a test. */
export interface ScoringExample {
  readonly title: string
  readonly facts: readonly ScoreFact[]
  /** Total, measured shares and rules of talks by body. */
  readonly gives: Readonly<Record<string, { readonly total: number; readonly measured: number; readonly talks: readonly string[] }>>
}

const facts = (body: string, list: Readonly<Partial<Record<ScoreFactKind, number>>>, levels: readonly string[] = []): ScoreFact[] => [
  ...Object.entries(list).flatMap(([kind, n]) =>
    Array.from({ length: n }, (_, i) => ({ id: `${body}/${kind}/${i}`, body, kind, on: '2026-03-02', title: kind })),
  ),
  ...levels.map((level, i) => ({ id: `${body}/brief/${i}`, body, kind: 'brief.adopted', on: '2026-03-03', level, title: level })),
]

export const SCORING_EXAMPLES: readonly ScoringExample[] = [
  {
    // 50 × 3/4 + 15 × 2/2 + 20 × 1/2 + 15 × 1/1 = 77.5; one late answer −0.5; province and city +1.5.
    title: '四项都有数据，加分减分各算各的',
    facts: facts(
      'a',
      {
        'entry.in-time': 3,
        'entry.overdue': 1,
        'report.in-time': 2,
        'complaint.solved': 1,
        'complaint.unsolved': 1,
        'complaint.late': 1,
        'finding.in-time': 1,
      },
      ['province', 'city'],
    ),
    gives: { a: { total: 7850, measured: 4, talks: [] } },
  },
  {
    // a: tasks 50 of 50, the other three stand at the same average: 100. b: 25 of 50 and reports 15 of 15: 40 of 65, so the whole 61.53…
    title: '没有发生诉求和督查的，不按零分算',
    facts: [...facts('a', { 'entry.in-time': 2 }), ...facts('b', { 'entry.in-time': 1, 'entry.late': 1, 'report.in-time': 3 })],
    gives: { a: { total: 10_000, measured: 1, talks: [] }, b: { total: 6154, measured: 2, talks: [] } },
  },
  {
    // Four bulletins would be −8, the cap is −6: 50 + 50 (average) − 6. Seven of the nation would be 21, the cap of the item is 10.
    title: '加分减分封顶，两次通报约谈',
    facts: facts('a', { 'entry.in-time': 1, 'bulletin.criticised': 4 }, [
      'nation',
      'nation',
      'nation',
      'nation',
      'nation',
      'nation',
      'nation',
    ]),
    gives: { a: { total: 10_400, measured: 1, talks: ['named'] } },
  },
]
