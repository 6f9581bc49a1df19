import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeBallot, judgeCompetition, judgeRecommendation, judgeReview, type Member, type ReviewBallot } from '../src/index.ts'
import { JUDGES } from './fair.ts'

const rule = JUDGES.competition!
const three = ['a', 'b', 'c']
const members = (n: number, recused = 0): Member[] =>
  Array.from({ length: n }, (_, i) => ({ id: `m${i}`, name: `委员${i}`, recused: i < recused ? '近亲属' : null }))
const ballot = (i: number, choice: string | null, scores: Partial<Record<string, number>> = {}): ReviewBallot => ({
  member: `m${i}`,
  choice,
  scores: { a: 80, b: 70, c: 60, ...scores } as Record<string, number>,
})
const votes = (n: number, ...choices: (string | null)[]) =>
  judgeCompetition(
    rule,
    three,
    members(n),
    choices.map((c, i) => ballot(i, c)),
  )

describe('a competition', () => {
  it('needs three competitors and seven members', () => {
    expect(judgeReview(rule, three, members(7))).toEqual([])
    expect(judgeReview(rule, ['a', 'b'], members(6)).map((r) => r.code)).toEqual(['review.too-few', 'review.few-members'])
    expect(judgeReview(rule, ['a', 'b', 'b'], members(7)).map((r) => r.code)).toEqual(['review.twice'])
  })

  it('is won with half of all members, exactly half included', () => {
    expect(votes(8, 'a', 'a', 'a', 'a').chosen).toBe('a')
    expect(votes(8, 'a', 'a', 'a').chosen).toBeNull()
    expect(votes(7, 'a', 'a', 'a').chosen).toBeNull()
    expect(votes(7, 'a', 'a', 'a', 'a')).toMatchObject({ chosen: 'a', needed: 4 })
  })

  it('two with half each: nobody is chosen', () => {
    const even = votes(8, 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b')
    expect([even.chosen, even.notes.map((n) => n.code)]).toEqual([null, ['review.even']])
  })

  it('recused members count among all and do not vote', () => {
    const list = members(7, 3)
    const given = [3, 4, 5].map((i) => ballot(i, 'a'))
    expect(judgeCompetition(rule, three, list, given).chosen).toBeNull()
    expect(judgeBallot(three, list, [], ballot(0, 'a')).map((r) => r.code)).toEqual(['review.recused'])
    expect(judgeBallot(three, list, given, ballot(3, 'a')).map((r) => r.code)).toEqual(['review.voted'])
    expect(judgeBallot(three, list, [], ballot(9, 'a')).map((r) => r.code)).toEqual(['review.not-member'])
    expect(judgeBallot(three, list, [], ballot(4, 'x', { a: 101 })).map((r) => r.code)).toEqual(['review.unknown', 'review.scores'])
    expect(judgeBallot(three, list, [], ballot(4, null))).toEqual([])
  })

  it('names substitutes by votes, then by score; who stand alike leave the place empty', () => {
    expect(votes(7, 'a', 'a', 'a', 'a', 'c').substitutes).toEqual(['c', 'b'])
    expect(votes(7, 'a', 'a', 'a', 'a').substitutes).toEqual(['b', 'c'])
    const alike = judgeCompetition(
      rule,
      three,
      members(7),
      [0, 1, 2, 3].map((i) => ballot(i, 'a', { b: 70, c: 70 })),
    )
    expect([alike.substitutes, alike.notes.map((n) => n.code)]).toEqual([[], ['review.even-substitutes']])
  })

  it('nobody wins without the share of all members, whatever the votes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 15 }), fc.array(fc.constantFrom('a', 'b', 'c', null), { maxLength: 15 }), (n, choices) => {
        const found = votes(n, ...choices.slice(0, n))
        const most = Math.max(...found.tally.map((t) => t.votes))
        if (found.chosen !== null) {
          expect(2 * most).toBeGreaterThanOrEqual(n)
          expect(found.tally.filter((t) => t.votes === most)).toHaveLength(1)
          expect(found.substitutes).not.toContain(found.chosen)
        } else expect(2 * most < n || found.tally.filter((t) => t.votes === most).length > 1).toBe(true)
      }),
    )
  })
})

describe('a recommendation', () => {
  const codes = (whole: number, ...amounts: number[]) =>
    judgeRecommendation(
      JUDGES.recommendation!,
      amounts.map((amount, i) => ({ name: `债权人${i}`, amount })),
      whole,
    ).map((r) => r.code)
  it('needs more than half of the whole amount', () => {
    expect(codes(1000, 500)).toEqual(['recommendation.share'])
    expect(codes(1000, 300, 201)).toEqual([])
    expect(codes(1000)).toEqual(['recommendation.nobody', 'recommendation.share'])
    expect(codes(1000, 1001)).toEqual(['recommendation.more-than-whole'])
    expect(codes(1000, 0)).toEqual(['recommendation.amount', 'recommendation.share'])
  })

  it('at least, where the rule says so', () => {
    const atLeast = { ...JUDGES.recommendation!, more: false }
    expect(judgeRecommendation(atLeast, [{ name: '甲', amount: 500 }], 1000)).toEqual([])
    expect(judgeRecommendation(atLeast, [{ name: '甲', amount: 499 }], 1000)).toHaveLength(1)
  })
})
