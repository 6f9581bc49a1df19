import {
  checkKind,
  type Decision,
  evaluate,
  judgeCompetition,
  judgeDecision,
  type Need,
  poolFor,
  type Rostered,
  type Tie,
} from '@yingshang/register'
import { describe, expect, it } from 'vitest'
import { ADMINISTRATORS, APPRAISERS, CASE_EVALUATION, CHOOSING_METHODS } from '../src/index.ts'

/** Worked examples: an invented debtor whose petition was accepted on 2022-05-07. */
const ACCEPTED = '2022-05-07'
const NEED: Need = {
  on: ACCEPTED,
  turnsOn: ACCEPTED,
  subject: 'institution',
  area: null,
  grades: [],
  parties: [
    { name: '栖川永泰建材有限公司', code: null },
    { name: '栖川农村商业银行', code: null },
  ],
  barred: [],
}
const enter = (on = '2020-06-01', more: object = {}): Decision => ({
  id: 'd1',
  type: 'enter',
  on,
  reason: '编入名册',
  name: '栖川明诚清算事务所',
  code: '31990100MD0000001X',
  subject: 'institution',
  areas: [],
  grade: 'second',
  ...more,
})
const firm = (decisions: readonly Decision[] = [enter()], ties: readonly Tie[] = [], openCases = 0): Rostered => ({
  id: 'e1',
  decisions,
  openCases,
  scores: [],
  ties,
})
const tie = (ground: string, party: string, until: string | null): Tie => ({
  ground,
  party: { name: party, code: null },
  until,
  how: 'declared',
  note: '',
})
const reasons = (entry: Rostered, need: Partial<Need> = {}) =>
  poolFor(ADMINISTRATORS, [entry], { ...NEED, ...need }).excluded.flatMap((e) => e.reasons.map((r) => r.code))

describe('register of administrators', () => {
  it('is sound, and says of every figure whether it is law or a setting of the court', () => {
    expect(checkKind(ADMINISTRATORS)).toEqual([])
    expect(checkKind(APPRAISERS)).toEqual([])
    const { weights, grading, appeal, recommendation, competition, removalBar, suspension } = ADMINISTRATORS
    for (const own of [weights, grading, appeal, recommendation!, CASE_EVALUATION]) expect(own.source.verified).toBe(false)
    for (const law of [competition!, removalBar!, suspension!, ...ADMINISTRATORS.grounds]) expect(law.source.verified).toBeUndefined()
    expect(CHOOSING_METHODS.map((m) => m.id)).toEqual(['random', 'competitive', 'recommended'])
  })

  it.each<[string, Tie, readonly string[]]>([
    // 第二十三条第二项: three years before acceptance.
    [
      'adviser to the debtor until three years before acceptance',
      tie('regular-service', '栖川永泰建材有限公司', '2019-05-07'),
      ['register.conflict'],
    ],
    ['adviser to the debtor until a day earlier', tie('regular-service', '栖川永泰建材有限公司', '2019-05-06'), []],
    // 第二十三条第一项: only while it is unsettled.
    ['an unsettled claim against a creditor', tie('unsettled-claim', '栖川农村商业银行', null), ['register.conflict']],
    ['a claim that was settled', tie('unsettled-claim', '栖川农村商业银行', '2022-05-06'), []],
    // 第二十四条: staff.
    ['a partner who was a director of the debtor', tie('officer', '栖川永泰建材有限公司', '2021-12-31'), ['register.conflict']],
    ['a tie to a company outside the case', tie('controlling', '南桥运输队', null), []],
  ])('%s', (_what, one, expected) => {
    expect(reasons(firm([enter()], [one]))).toEqual(expected)
  })

  it('a professional sanction bars for three years (第九条)', () => {
    const sanction: Decision = { id: 'd2', type: 'sanction', sanction: 'professional', on: '2021-03-01', reason: '重大过失' }
    expect(reasons(firm([enter(), sanction]))).toEqual(['register.sanctioned'])
    expect(reasons(firm([enter(), sanction]), { on: '2024-03-01' })).toEqual(['register.sanctioned'])
    expect(reasons(firm([enter(), sanction]), { on: '2024-03-02' })).toEqual([])
  })

  it('a suspension lasts one to three years (第三十九条), and nobody struck off comes back within three years', () => {
    const suspend = (until: string): Decision => ({ id: 'd2', type: 'suspend', until, on: '2022-01-01', reason: '拒绝履职' })
    const codes = (next: Decision, before: readonly Decision[] = [enter()]) =>
      judgeDecision(ADMINISTRATORS, before, next).map((r) => r.code)
    expect(codes(suspend('2022-12-31'))).toEqual([])
    expect(codes(suspend('2025-01-01'))).toEqual([])
    expect(codes(suspend('2022-12-30'))).toEqual(['register.suspension-length'])
    expect(codes(suspend('2025-01-02'))).toEqual(['register.suspension-length'])
    const removed: Decision = { id: 'd2', type: 'remove', on: '2022-01-01', reason: '除名' }
    const back = (on: string): Decision => ({ id: 'd3', type: 'reinstate', grade: 'third', on, reason: '重新编入' })
    expect(codes(back('2025-01-01'), [enter(), removed])).toEqual(['register.too-soon'])
    expect(codes(back('2025-01-02'), [enter(), removed])).toEqual([])
  })

  it('a competition needs three firms and half of all members of the committee (第二十一条)', () => {
    const members = Array.from({ length: 8 }, (_, i) => ({ id: `m${i}`, name: `委员${i}`, recused: null }))
    const ballots = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ member: `m${i}`, choice: '甲所', scores: { 甲所: 90, 乙所: 80, 丙所: 70 } }))
    const rule = ADMINISTRATORS.competition!
    expect(judgeCompetition(rule, ['甲所', '乙所', '丙所'], members, ballots(4))).toMatchObject({
      chosen: '甲所',
      substitutes: ['乙所', '丙所'],
    })
    expect(judgeCompetition(rule, ['甲所', '乙所', '丙所'], members, ballots(3)).chosen).toBeNull()
  })

  it('evaluates a case: 财产 88, 债权 90, 接管 95, 期限 70, 报告 92; costs were not scored', () => {
    const score = (item: string, points: number) => ({ item, role: 'judge', by: 'u', score: points, reason: '见卷', evidence: [] })
    const found = evaluate(CASE_EVALUATION, [
      score('estate', 88),
      score('claims', 90),
      score('taking-over', 95),
      score('time', 70),
      score('reports', 92),
    ])
    // (25·88 + 20·90 + 20·95 + 15·70 + 10·92) / 90 = 87.4444…
    expect(found).toMatchObject({ total: 8744, covered: 9000, missing: ['cost'] })
  })
})
