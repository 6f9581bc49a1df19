import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterSecondVote,
  type Ballot,
  type Choice,
  carryPreVotes,
  cast,
  MAJORITIES,
  open,
  type Resolution,
  results,
  signIn,
  tally,
  testThreshold,
  type Voter,
  type VotingRecord,
} from '../src/index.ts'

const OPEN = '2022-07-01T01:00:00Z'
const DURING = '2022-07-01T02:00:00Z'
const CLOSE = '2022-07-01T03:00:00Z'

const creditor = (id: string, amount: number, more: Partial<Voter['claims'][number]> = {}): Voter => ({
  id,
  claims: [{ id: `${id}-1`, class: 'ordinary', amount, ...more }],
})
const on = (majority: string, classes?: string[]): Resolution => ({
  id: 'r',
  title: '表决事项',
  majority,
  window: { opensAt: OPEN, closesAt: CLOSE },
  ...(classes ? { classes } : {}),
})
let number = 0
const vote = (voter: string, choice: Choice, more: Partial<Ballot> = {}): Ballot => ({
  id: `b${number++}`,
  resolution: 'r',
  voter,
  castBy: voter,
  at: DURING,
  channel: 'online',
  choice,
  ...more,
})

function meeting(majority: string, voters: Voter[], ballots: Ballot[], more: Partial<VotingRecord> = {}, classes?: string[]): VotingRecord {
  return {
    rules: { present: 'vote', splitHead: 'none', changeUntilClose: true },
    majorities: MAJORITIES,
    voters,
    resolutions: [on(majority, classes)],
    signedIn: [],
    proxies: [],
    ballots,
    ...more,
  }
}
const outcome = (record: VotingRecord) => tally(record).results[0]!
const refusalCodes = (record: VotingRecord) => tally(record).refused.flatMap((r) => r.refusals.map((x) => x.code))

describe('ordinary resolution (第六十四条)', () => {
  const ten = Array.from({ length: 10 }, (_, i) => creditor(`c${i}`, 100))

  it('counts heads among those present and amounts among all unsecured claims', () => {
    // 6 of 10 present, 4 in favour with 400 of 1000: heads pass, amount does not.
    const record = meeting('ordinary', ten, [
      ...[0, 1, 2, 3].map((i) => vote(`c${i}`, 'for')),
      vote('c4', 'against'),
      vote('c5', 'against'),
    ])
    const [all] = outcome(record).classes
    expect([all!.headsTest!.passed, all!.amountTest.passed, outcome(record).passed]).toEqual([true, false, false])
  })

  it('fails on heads when exactly half of those present agree, whatever the amount', () => {
    const record = meeting(
      'ordinary',
      [creditor('大', 700), creditor('乙', 100), creditor('丙', 100), creditor('丁', 100)],
      [vote('大', 'for'), vote('乙', 'for'), vote('丙', 'against'), vote('丁', 'against')],
    )
    expect(outcome(record).classes[0]!.headsTest).toMatchObject({ reached: 2, base: 4, passed: false })
    expect(outcome(record).classes[0]!.amountTest.passed).toBe(true)
  })

  it('passes with exactly half of the amount', () => {
    const record = meeting('ordinary', [creditor('甲', 500), creditor('乙', 500)], [vote('甲', 'for')])
    expect(outcome(record).passed).toBe(true)
  })

  it('counts an abstention as present', () => {
    const record = meeting(
      'ordinary',
      [creditor('甲', 500), creditor('乙', 300), creditor('丙', 200)],
      [vote('甲', 'for'), vote('乙', 'abstain')],
    )
    expect(outcome(record).classes[0]).toMatchObject({ present: 2, passed: false })
  })

  it('counts those who signed in and said nothing, when the rules say that signing in is being present', () => {
    const record = meeting('ordinary', [creditor('甲', 500), creditor('乙', 500)], [vote('甲', 'for')], {
      rules: { present: 'signIn', splitHead: 'none', changeUntilClose: true },
      signedIn: [{ voter: '乙', at: OPEN }],
    })
    expect(outcome(record).classes[0]).toMatchObject({ present: 2, undecidedHeads: 1, passed: false })
  })

  it('lets a secured creditor vote with a head but leaves its amount out of the unsecured base', () => {
    const record = meeting(
      'ordinary',
      [creditor('银行', 9_000, { class: 'secured', keepsPriority: true }), creditor('甲', 500), creditor('乙', 500)],
      [vote('银行', 'for'), vote('甲', 'for')],
    )
    expect(outcome(record).classes[0]).toMatchObject({ for: { heads: 2, amount: 500 }, amountTest: { base: 1000, passed: true } })
  })
})

describe('settlement (第九十七条)', () => {
  it('needs two thirds of the unsecured amount, exactly two thirds being enough', () => {
    const at = (yes: number) =>
      outcome(meeting('settlement', [creditor('甲', yes), creditor('乙', 3_000_000 - yes)], [vote('甲', 'for')])).passed
    expect([at(1_999_999), at(2_000_000), at(2_000_001)]).toEqual([false, true, true])
  })

  it('gives no vote to a secured creditor who keeps the priority', () => {
    const record = meeting(
      'settlement',
      [creditor('银行', 900, { keepsPriority: true }), creditor('甲', 100)],
      [vote('银行', 'against'), vote('甲', 'for')],
    )
    expect(refusalCodes(record)).toEqual(['ballot.no-vote'])
    expect(outcome(record).passed).toBe(true)
  })
})

describe('reorganisation plan (第八十四条、第八十六条)', () => {
  const voters = [
    creditor('银行', 300, { class: 'secured' }),
    creditor('甲', 100),
    creditor('乙', 100),
    creditor('丙', 100),
    creditor('社保', 50, { class: 'tax', unaffected: true }),
  ]
  const classes = ['secured', 'ordinary']

  it('needs every class', () => {
    const record = meeting('reorganisationPlan', voters, [vote('银行', 'for'), vote('甲', 'for'), vote('乙', 'against')], {}, classes)
    expect(outcome(record).classes.map((c) => [c.class, c.passed])).toEqual([
      ['secured', true],
      ['ordinary', false],
    ])
    expect(outcome(record).passed).toBe(false)
  })

  it('keeps the classes that passed when the others vote once more', () => {
    const first = outcome(
      meeting('reorganisationPlan', voters, [vote('银行', 'for'), vote('甲', 'for'), vote('乙', 'against')], {}, classes),
    )
    const second = outcome(
      meeting('reorganisationPlan', voters, [vote('银行', 'against'), vote('甲', 'for'), vote('乙', 'for')], {}, classes),
    )
    expect(afterSecondVote(first, second).passed).toBe(true)
  })

  it('gives no vote to those whom the plan does not touch', () => {
    expect(refusalCodes(meeting('reorganisationPlan', voters, [vote('社保', 'against')], {}, [...classes, 'tax']))).toEqual([
      'ballot.no-vote',
    ])
  })
})

describe('who may cast', () => {
  const voters = [creditor('甲', 100), creditor('乙', 100)]
  const proxy = { from: '甲', to: '律师', validFrom: OPEN, validUntil: CLOSE }

  it('takes votes from the opening until just before the closing', () => {
    expect(
      refusalCodes(
        meeting('ordinary', voters, [
          vote('甲', 'for', { at: '2022-07-01T00:59:59Z' }),
          vote('甲', 'for', { at: OPEN }),
          vote('乙', 'for', { at: CLOSE }),
        ]),
      ),
    ).toEqual(['ballot.not-open', 'ballot.closed'])
  })

  it('lets the last vote before closing count', () => {
    expect(outcome(meeting('ordinary', voters, [vote('甲', 'against'), vote('甲', 'for')])).classes[0]).toMatchObject({
      for: { heads: 1 },
      against: { heads: 0 },
    })
  })

  it('counts a repeated vote once', () => {
    expect(outcome(meeting('ordinary', voters, [vote('甲', 'for'), vote('甲', 'for')])).classes[0]).toMatchObject({
      present: 1,
      for: { heads: 1, amount: 100 },
    })
  })

  it('refuses a change where the rules allow none', () => {
    const record = meeting('ordinary', voters, [vote('甲', 'against'), vote('甲', 'for')], {
      rules: { present: 'vote', splitHead: 'none', changeUntilClose: false },
    })
    expect(refusalCodes(record)).toEqual(['ballot.already-cast'])
  })

  it('takes a proxy within its limits only', () => {
    const by = (choice: Choice, more: object) =>
      refusalCodes(meeting('ordinary', voters, [vote('甲', choice, { castBy: '律师' })], { proxies: [{ ...proxy, ...more }] }))
    expect(by('for', {})).toEqual([])
    expect(by('for', { resolutions: ['another'] })).toEqual(['ballot.not-authorised'])
    expect(by('for', { validUntil: OPEN })).toEqual(['ballot.not-authorised'])
    expect(by('against', { instructions: { r: 'for' } })).toEqual(['ballot.instruction'])
    expect(by('for', { instructions: { r: 'for' } })).toEqual([])
  })

  it('takes a paper vote only from two persons', () => {
    const paper = (enteredBy?: [string, string]) =>
      refusalCodes(meeting('ordinary', voters, [vote('甲', 'for', { channel: 'paper', ...(enteredBy ? { enteredBy } : {}) })]))
    expect([paper(), paper(['书记员', '书记员']), paper(['书记员', '管理人'])]).toEqual([
      ['ballot.paper-two-persons'],
      ['ballot.paper-two-persons'],
      [],
    ])
  })

  it('gives joint holders one head and one vote', () => {
    const joint: Voter = { id: '联名', claims: [{ id: 'j', class: 'ordinary', amount: 100 }], jointHolders: ['夫', '妻'] }
    expect(
      outcome(meeting('ordinary', [joint], [vote('联名', 'for', { castBy: '夫' }), vote('联名', 'for', { castBy: '妻' })])).classes[0],
    ).toMatchObject({ present: 1, for: { heads: 1, amount: 100 } })
  })

  it('splits the amounts of a voter with several claims and counts the head as the rules say', () => {
    const two: Voter = {
      id: '基金',
      claims: [
        { id: 'x', class: 'ordinary', amount: 60 },
        { id: 'y', class: 'ordinary', amount: 40 },
      ],
    }
    const ballots = [vote('基金', 'for', { byClaim: { y: 'against' } })]
    expect(outcome(meeting('ordinary', [two], ballots)).classes[0]).toMatchObject({
      for: { heads: 0, amount: 60 },
      against: { heads: 0, amount: 40 },
      undecidedHeads: 1,
    })
    expect(
      outcome(meeting('ordinary', [two], ballots, { rules: { present: 'vote', splitHead: 'largerAmount', changeUntilClose: true } }))
        .classes[0],
    ).toMatchObject({ for: { heads: 1, amount: 60 } })
  })

  it('gives no vote to a claim that is not determined', () => {
    expect(refusalCodes(meeting('ordinary', [creditor('甲', 0)], [vote('甲', 'for')]))).toEqual(['ballot.no-vote'])
  })
})

describe('pre-votes', () => {
  const record = { voters: [creditor('甲', 100), creditor('乙', 100), creditor('丙', 100), creditor('丁', 100)] }
  const treatment = (voter: string, paid: number, lastPaymentOn: string) => ({ voter, paid, lastPaymentOn })

  it('carry where the plan did not change for the worse', () => {
    const before = ['甲', '乙', '丙', '丁'].map((v) => treatment(v, 50, '2023-12-31'))
    const after = [
      treatment('甲', 50, '2023-12-31'),
      treatment('乙', 49, '2023-12-31'),
      treatment('丙', 60, '2024-01-01'),
      treatment('丁', 60, '2023-06-30'),
    ]
    const votes = [vote('甲', 'for'), vote('乙', 'for'), vote('丙', 'for'), vote('丁', 'against')]
    const result = carryPreVotes(votes, before, after, record)
    expect(result.carried.map((b) => b.voter)).toEqual(['甲'])
    expect(result.dropped.map((d) => d.ballot.voter)).toEqual(['乙', '丙', '丁'])
  })
})

describe('algebra', () => {
  const anyVoter = fc.record({
    claims: fc.array(
      fc.record({
        class: fc.constantFrom('secured', 'ordinary'),
        amount: fc.integer({ min: 0, max: 10 ** 12 }),
        keepsPriority: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  })
  const anyVote = fc.record({
    voter: fc.nat(7),
    choice: fc.constantFrom<Choice>('for', 'against', 'abstain'),
    late: fc.boolean(),
    resolution: fc.constantFrom('r', 's'),
  })
  const anyRecord = fc
    .tuple(
      fc.array(anyVoter, { minLength: 1, maxLength: 8 }),
      fc.array(anyVote, { maxLength: 30 }),
      fc.constantFrom(...MAJORITIES.map((m) => m.id)),
      fc.constantFrom('vote' as const, 'signIn' as const),
    )
    .map(([voters, votes, majority, present]) => {
      const record = meeting(
        majority,
        voters.map((v, i): Voter => ({ id: `v${i}`, claims: v.claims.map((c, j) => ({ ...c, id: `v${i}-${j}` })) })),
        votes.map((v) => vote(`v${v.voter}`, v.choice, { at: v.late ? CLOSE : DURING, resolution: v.resolution })),
        {
          rules: { present, splitHead: 'none', changeUntilClose: true },
          signedIn: voters.filter((_, i) => i % 2 === 0).map((_, i) => ({ voter: `v${i * 2}`, at: OPEN })),
        },
        ['secured', 'ordinary'],
      )
      return { ...record, resolutions: [...record.resolutions, { ...record.resolutions[0]!, id: 's', majority: 'ordinary' }] }
    })

  it('live tally = tally from the record, at every step', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const live = open(record)
        for (const s of record.signedIn) signIn(live, s.voter)
        for (let i = 0; i < record.ballots.length; i++) {
          cast(live, record.ballots[i]!)
          expect(results(live)).toEqual(tally({ ...record, ballots: record.ballots.slice(0, i + 1) }).results)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('amounts and heads never exceed what there is', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        for (const r of tally(record).results)
          for (const c of r.classes) {
            expect(c.for.heads + c.against.heads + c.abstain.heads + c.undecidedHeads).toBe(c.present)
            expect(c.present).toBeLessThanOrEqual(c.entitled.heads)
            expect(c.for.amount + c.against.amount + c.abstain.amount).toBeLessThanOrEqual(c.amountTest.base)
          }
      }),
    )
  })

  it('a late ballot changes no count', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(tally(record).results).toEqual(tally({ ...record, ballots: record.ballots.filter((b) => b.at < CLOSE) }).results)
      }),
    )
  })

  it('thresholds agree with exact fractions and never with a rounded one', () => {
    const anyPart = fc.bigInt({ min: 0n, max: 2n ** 53n - 1n })
    fc.assert(
      fc.property(anyPart, anyPart, (a, b) => {
        const [reached, base] = [Number(a), Number(b)]
        expect(testThreshold({ part: 2, of: 3, over: false }, reached, base).passed).toBe(b > 0n && a * 3n >= b * 2n)
        expect(testThreshold({ part: 1, of: 2, over: true }, reached, base).passed).toBe(b > 0n && a * 2n > b)
      }),
    )
  })
})
