import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Ballot,
  type Choice,
  cast,
  castRefusals,
  grant,
  INVESTOR,
  MAJORITIES,
  open,
  type Resolution,
  type ResolutionResult,
  results,
  revoke,
  secondVoteRefusals,
  securedClaims,
  tally,
  type Voter,
  type VotingRecord,
  withSmallClass,
} from '../src/index.ts'

const AT = '2022-07-01T02:00:00Z'
const member = (id: string, group: string, amount: number): Voter => ({ id, claims: [{ id: `${id}-1`, class: group, amount }] })
let number = 0
const vote = (voter: string, choice: Choice, more: Partial<Ballot> = {}): Ballot => ({
  id: `b${number++}`,
  resolution: 'r',
  voter,
  castBy: voter,
  at: AT,
  channel: 'online',
  choice,
  ...more,
})
const record = (majority: string, voters: readonly Voter[], ballots: readonly Ballot[], more: Partial<Resolution> = {}): VotingRecord => ({
  rules: { present: 'vote', splitHead: 'none', changeUntilClose: true },
  majorities: MAJORITIES,
  voters,
  resolutions: [{ id: 'r', title: '重整计划草案', majority, ...more }],
  signedIn: [],
  proxies: [],
  ballots,
})
const outcome = (...of: Parameters<typeof record>): ResolutionResult => tally(record(...of)).results[0]!
const codes = (of: VotingRecord) => tally(of).refused.flatMap((r) => r.refusals.map((x) => x.code))

describe('classes of a reorganisation plan', () => {
  it('needs exactly two thirds of the class, absent members included, and more than half of the heads present', () => {
    const group = [member('甲', 'ordinary', 200), member('乙', 'ordinary', 50), member('丙', 'ordinary', 50)]
    const at = (votes: Ballot[]) => outcome('reorganisationPlan', group, votes, { classes: ['ordinary'] }).classes[0]!
    expect(at([vote('甲', 'for')])).toMatchObject({ amountTest: { reached: 200, base: 300, passed: true }, passed: true })
    expect(at([vote('甲', 'for'), vote('乙', 'against')])).toMatchObject({
      headsTest: { reached: 1, base: 2, passed: false },
      passed: false,
    })
    expect(at([vote('乙', 'for'), vote('丙', 'for')])).toMatchObject({ amountTest: { passed: false }, passed: false })
  })

  it('counts employees, tax, small claims and ordinary claims each in a class of its own', () => {
    const voters = [member('工', 'employee', 10), member('税', 'tax', 20), member('小', 'small', 1), member('普', 'ordinary', 100)]
    const votes = [vote('工', 'for'), vote('税', 'for'), vote('小', 'against'), vote('普', 'for')]
    const { classes, passed } = outcome('reorganisationPlan', voters, votes, { classes: ['employee', 'tax', 'small', 'ordinary'] })
    expect(classes.map((c) => c.passed)).toEqual([true, true, false, true])
    expect(passed).toBe(false)
  })

  it('counts shareholders by their stake among those who take part, without heads', () => {
    const voters = [member('大股东', INVESTOR, 600), member('小股东', INVESTOR, 300), member('不来', INVESTOR, 10_000)]
    const at = (votes: Ballot[]) => outcome('reorganisationPlan', voters, votes, { classes: [INVESTOR] }).classes[0]!
    expect(at([vote('大股东', 'for'), vote('小股东', 'against')])).toMatchObject({
      headsTest: null,
      amountTest: { reached: 600, base: 900, passed: true },
    })
    expect(at([vote('小股东', 'for'), vote('大股东', 'against')]).passed).toBe(false)
    expect(at([]).passed).toBe(false)
  })

  it('gives shareholders neither head nor amount in an ordinary resolution', () => {
    const of = record(
      'ordinary',
      [member('股东', INVESTOR, 900), member('甲', 'ordinary', 100)],
      [vote('股东', 'against'), vote('甲', 'for')],
    )
    expect(codes(of)).toEqual(['ballot.no-vote'])
    expect(tally(of).results[0]).toMatchObject({ passed: true, classes: [{ present: 1, amountTest: { base: 100 } }] })
  })

  it('a creditor secured in part votes in two classes, with one head in each', () => {
    const bank: Voter = { id: '银行', claims: securedClaims('贷款', 1_000, 700) }
    const { classes } = outcome('reorganisationPlan', [bank], [vote('银行', 'for', { byClaim: { '贷款-rest': 'against' } })], {
      classes: ['secured', 'ordinary'],
    })
    expect(classes.map((c) => [c.for, c.against])).toEqual([
      [
        { heads: 1, amount: 700 },
        { heads: 0, amount: 0 },
      ],
      [
        { heads: 0, amount: 0 },
        { heads: 1, amount: 300 },
      ],
    ])
  })
})

describe('claims', () => {
  it('are secured up to the value of the collateral', () => {
    expect(securedClaims('x', 500, 700).map((c) => [c.class, c.amount])).toEqual([['secured', 500]])
    expect(securedClaims('x', 500, 0).map((c) => [c.class, c.amount])).toEqual([['ordinary', 500]])
    expect(securedClaims('x', 500, 200, true)).toEqual([{ id: 'x', class: 'ordinary', amount: 500 }])
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (amount, collateral) => {
        expect(securedClaims('x', amount, collateral).reduce((s, c) => s + c.amount, 0)).toBe(amount)
      }),
    )
  })

  it('are small by the sum of the voter, at the limit included', () => {
    const two: Voter = {
      id: '两笔',
      claims: [
        { id: '1', class: 'ordinary', amount: 60 },
        { id: '2', class: 'ordinary', amount: 41 },
      ],
    }
    const classes = withSmallClass([member('恰好', 'ordinary', 100), two, member('担保', 'secured', 5)], 100).map((v) => v.claims[0]!.class)
    expect(classes).toEqual(['small', 'ordinary', 'secured'])
  })
})

describe('being present', () => {
  it('is shown both ways, whichever counts', () => {
    const of = { ...record('ordinary', [member('甲', 'ordinary', 1), member('乙', 'ordinary', 1)], [vote('甲', 'for')]) }
    const [all] = tally({ ...of, signedIn: [{ voter: '乙', at: AT }] }).results[0]!.classes
    expect(all).toMatchObject({ present: 1, signedIn: 1, voted: 1 })
  })

  it('compares instants and not their spelling', () => {
    const window = { opensAt: '2022-07-01T01:00:00Z', closesAt: '2022-07-01T02:00:00Z' }
    const at = (instant: string) =>
      codes(record('ordinary', [member('甲', 'ordinary', 1)], [vote('甲', 'for', { at: instant })], { window }))
    expect(at('2022-07-01T01:59:59.999Z')).toEqual([])
    expect(at('2022-07-01T02:00:00.500Z')).toEqual(['ballot.closed'])
    expect(at('2022-07-01T01:00:00.000Z')).toEqual([])
  })
})

describe('authority in a running tally', () => {
  it('counts from when it was handed in, until it is revoked; what was cast stands', () => {
    const live = open(record('ordinary', [member('甲', 'ordinary', 1)], []))
    const byProxy = () => vote('甲', 'for', { castBy: '律师' })
    expect(castRefusals(live, byProxy()).map((r) => r.code)).toEqual(['ballot.not-authorised'])
    grant(live, { from: '甲', to: '律师', validFrom: '2022-06-01T00:00:00Z', validUntil: '2022-08-01T00:00:00Z' })
    expect(cast(live, byProxy())).toEqual([])
    revoke(live, { from: '甲', to: '律师' })
    expect(cast(live, byProxy()).map((r) => r.code)).toEqual(['ballot.not-authorised'])
    expect(results(live)[0]!.classes[0]!.for.heads).toBe(1)
  })
})

describe('second vote', () => {
  const voters = [member('银行', 'secured', 300), member('甲', 'ordinary', 100)]
  const first: Resolution = { id: 'r', title: '重整计划草案', majority: 'reorganisationPlan', classes: ['secured', 'ordinary'] }
  const refused = outcome('reorganisationPlan', voters, [vote('银行', 'for'), vote('甲', 'against')], { classes: ['secured', 'ordinary'] })
  const again: Resolution = { ...first, id: 's', revoteOf: 'r', classes: ['ordinary'] }
  const found = (second: Resolution, others: readonly Resolution[] = [], result: ResolutionResult | null = refused, original = first) =>
    secondVoteRefusals(second, [original, second, ...others], MAJORITIES, result).map((r) => r.code)

  it('is for classes that refused, once, by the same majority', () => {
    expect(found(again)).toEqual([])
    expect(found({ ...again, classes: ['secured', 'ordinary'] })).toEqual(['second.classes'])
    expect(found({ ...again, majority: 'ordinary' })).toEqual(['second.majority'])
    expect(found(again, [{ ...again, id: 't' }])).toEqual(['second.twice'])
    expect(found(again, [], null)).toEqual(['second.unknown'])
    expect(found(again, [], { ...refused, passed: true })).toEqual(['second.passed'])
  })

  it('is known to the law for a distribution plan, not for a settlement', () => {
    const of = (majority: string) => {
      const original = { ...first, majority }
      const result = outcome(majority, [member('甲', 'ordinary', 1)], [vote('甲', 'against')])
      return found({ ...original, id: 's', revoteOf: 'r' }, [], result, original)
    }
    expect(of('distributionPlan')).toEqual([])
    expect(of('settlement')).toEqual(['second.none'])
    expect(of('ordinary')).toEqual(['second.none'])
  })
})
