import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLAIM_CLASSES,
  type Claim,
  type ClaimClass,
  claimLikeness,
  claimOf,
  claimsOf,
  claimsTable,
  distribute,
  filedAmount,
  fraction,
  type PlanInput,
  planDistribution,
  RANKS,
  rankOf,
} from '../src/index.ts'

const yuan = (n: number) => n * 100
const claim = (id: string, of: ClaimClass, amount: number, more: Partial<Claim> = {}): Claim => ({
  id,
  creditor: id,
  class: of,
  principal: yuan(amount),
  interest: 0,
  other: 0,
  status: 'confirmed',
  confirmed: yuan(amount),
  filedOn: '2022-06-20',
  late: false,
  ...more,
})
const input = (more: Partial<PlanInput> = {}): PlanInput => ({
  estate: 0,
  expenses: [],
  commonBenefit: [],
  collaterals: [],
  deposits: [],
  ...more,
})
function planned(claims: readonly Claim[], given: PlanInput) {
  const result = planDistribution(claims, given)
  if (!result.ok) throw new Error(result.refusals.map((r) => r.en).join(' '))
  return result.plan
}
const refused = (claims: readonly Claim[], given: PlanInput) => {
  const result = planDistribution(claims, given)
  return result.ok ? [] : result.refusals.map((r) => `${r.code} ${r.path}`)
}

describe('from the claims table to a distribution', () => {
  it('pays expenses, common benefit, employees, insurance and tax, ordinary and, last, subordinate claims', () => {
    const plan = planned(
      [
        claim('罚款', 'subordinate', 100),
        claim('货款', 'ordinary', 100),
        claim('税', 'tax', 30),
        claim('社保', 'socialInsurance', 10),
        claim('工资', 'employee', 20),
      ],
      input({
        estate: yuan(200),
        expenses: [{ title: '评估费', amount: yuan(5) }],
        commonBenefit: [{ title: '继续履行合同', amount: yuan(15) }],
      }),
    )
    expect(plan.ranks.map((r) => [r.rank, r.due / 100, r.given / 100])).toEqual([
      ['expenses', 5, 5],
      ['commonBenefit', 15, 15],
      ['employee', 20, 20],
      ['insuranceAndTax', 40, 40],
      ['ordinary', 100, 100],
      ['subordinate', 100, 20],
    ])
    expect(plan.ranks.at(-1)!.rate).toEqual({ numerator: 1, denominator: 5 })
  })

  it('leaves subordinate claims nothing while ordinary claims are not paid in full', () => {
    const plan = planned([claim('罚款', 'subordinate', 1), claim('货款', 'ordinary', 100)], input({ estate: yuan(99) }))
    expect(plan.ranks.map((r) => [r.rank, r.given])).toEqual([
      ['ordinary', yuan(99)],
      ['subordinate', 0],
    ])
  })

  it('pays a secured claim from its collateral and the shortfall beside the ordinary claims', () => {
    const plan = planned(
      [claim('银行', 'secured', 100), claim('货款', 'ordinary', 80)],
      input({ estate: yuan(10), collaterals: [{ title: '厂房', proceeds: yuan(80), claims: [{ claim: '银行', order: 1 }] }] }),
    )
    expect(plan.lines.map((l) => [l.id, l.rank, l.paid / 100])).toEqual([
      ['银行', 'secured', 80],
      ['货款', 'ordinary', 8],
      ['银行#shortfall', 'ordinary', 2],
    ])
    expect(plan.titles).toEqual({ 'collateral/1': '厂房' })
  })

  it('takes what was confirmed, leaves out what was not, and sets the share of a disputed claim aside', () => {
    const claims = [
      claim('甲', 'ordinary', 100, { status: 'partly', confirmed: yuan(60), reason: '证据不足' }),
      claim('乙', 'ordinary', 40, { status: 'pending', confirmed: 0 }),
      claim('丙', 'ordinary', 40, { status: 'provisional', confirmed: 0, provisional: yuan(20), reason: '诉讼未决' }),
      claim('丁', 'ordinary', 40, { status: 'withdrawn', confirmed: 0 }),
    ]
    const plan = planned(claims, input({ estate: yuan(40), deposits: [{ claim: '丙', reason: 'dispute' }] }))
    expect(plan.lines.map((l) => [l.id, l.due / 100, l.paid / 100, l.deposited / 100])).toEqual([
      ['甲', 60, 30, 0],
      ['丙', 20, 0, 10],
    ])
    expect(plan.leftOut).toEqual([{ claim: '乙', creditor: '乙', filed: yuan(40) }])
  })

  it('sets the whole share of a secured claim aside, from the collateral and of the shortfall', () => {
    const plan = planned(
      [claim('银行', 'secured', 100)],
      input({
        estate: yuan(5),
        collaterals: [{ title: '设备', proceeds: yuan(80), claims: [{ claim: '银行', order: 1 }] }],
        deposits: [{ claim: '银行', reason: 'unclaimed' }],
      }),
    )
    expect(plan.lines.map((l) => [l.paid, l.deposited / 100])).toEqual([
      [0, 80],
      [0, 5],
    ])
  })

  it('pays a claim from several things, and asks for no other', () => {
    const plan = planned(
      [claim('银行', 'secured', 100)],
      input({
        collaterals: [
          { title: '厂房', proceeds: yuan(70), claims: [{ claim: '银行', order: 1 }] },
          { title: '设备', proceeds: yuan(50), claims: [{ claim: '银行', order: 1 }] },
        ],
      }),
    )
    expect(plan.lines.map((l) => [l.from, l.paid / 100])).toEqual([
      [['collateral/1'], 70],
      [['collateral/2'], 30],
    ])
    expect([plan.surplus, plan.claims[0]!.fromCollateral, plan.claims[0]!.remaining]).toEqual([yuan(20), yuan(100), 0])
  })

  it('names every reason against at its place', () => {
    const claims = [claim('银行', 'secured', 100), claim('抵押', 'secured', 50), claim('货款', 'ordinary', 80, { status: 'pending' })]
    expect(
      refused(
        claims,
        input({
          collaterals: [
            {
              title: '厂房',
              proceeds: 1,
              claims: [
                { claim: '银行', order: 1 },
                { claim: '银行', order: 2 },
                { claim: '货款', order: 2 },
                { claim: '没有', order: 1 },
              ],
            },
          ],
          deposits: [{ claim: '货款', reason: 'unclaimed' }],
        }),
      ),
    ).toEqual([
      'distribution.claim-not-confirmed deposits.0.reason',
      'distribution.duplicate collaterals.0.claims.1.claim',
      'distribution.claim-not-secured collaterals.0.claims.2.claim',
      'distribution.claim-not-confirmed collaterals.0.claims.2.claim',
      'distribution.claim-unknown collaterals.0.claims.3.claim',
      'distribution.collateral-missing collaterals',
    ])
    expect(refused([], input({ estate: 0.5 }))).toEqual(['distribution.amount '])
    expect(refused([claim('巨', 'ordinary', 8e13), claim('额', 'ordinary', 8e13)], input())).toEqual(['distribution.too-large '])
  })

  it('gives away exactly what there is, never above what a claim is confirmed for, whatever the table', () => {
    const amount = fc.integer({ min: 0, max: 10 ** 12 })
    const anyClaims = fc
      .array(
        fc.record({
          class: fc.constantFrom(...CLAIM_CLASSES.map((c) => c.id)),
          amount,
          status: fc.constantFrom('confirmed' as const, 'pending' as const, 'rejected' as const, 'withdrawn' as const),
          deposit: fc.boolean(),
          order: fc.integer({ min: 1, max: 3 }),
        }),
        { maxLength: 15 },
      )
      .map((list) => list.map((c, i) => ({ ...c, id: `c${i}` })))
    fc.assert(
      fc.property(amount, amount, amount, anyClaims, (estate, proceeds, expense, list) => {
        const claims = list.map((c) =>
          claim(c.id, c.class, 0, { principal: c.amount, status: c.status, confirmed: c.status === 'confirmed' ? c.amount : 0 }),
        )
        const plan = planned(
          claims,
          input({
            estate,
            expenses: [{ title: '费用', amount: expense }],
            collaterals: [
              {
                title: '厂房',
                proceeds,
                claims: list.filter((c) => c.class === 'secured' && c.status === 'confirmed').map((c) => ({ claim: c.id, order: c.order })),
              },
            ],
            deposits: list.filter((c) => c.deposit && c.status === 'confirmed').map((c) => ({ claim: c.id, reason: 'condition' as const })),
          }),
        )
        const given = plan.lines.reduce((s, l) => s + l.paid + l.deposited, 0)
        expect(given + plan.surplus).toBe(estate + proceeds)
        for (const c of claims) {
          const own = plan.lines.filter((l) => l.id === c.id || l.id === `${c.id}#shortfall`).reduce((s, l) => s + l.paid + l.deposited, 0)
          expect(own).toBeLessThanOrEqual(c.confirmed)
        }
        for (const r of plan.ranks) expect(BigInt(r.rate.numerator) * BigInt(r.due)).toBe(BigInt(r.given) * BigInt(r.rate.denominator))
        const taken = claims.filter((c) => c.status === 'confirmed').length
        const out = plan.leftOut.length
        expect(taken + out).toBe(claims.filter((c) => c.status !== 'withdrawn').length)
      }),
    )
  })

  it('has a rank for every class, and pays no class in a rank that the order does not have', () => {
    for (const { id } of CLAIM_CLASSES) expect(RANKS.map((r) => r.id)).toContain(rankOf(id))
  })

  it('writes rates in lowest terms', () => {
    expect([fraction(50, 100), fraction(0, 7), fraction(0, 0), fraction(7, 7)]).toEqual([
      { numerator: 1, denominator: 2 },
      { numerator: 0, denominator: 1 },
      { numerator: 1, denominator: 1 },
      { numerator: 1, denominator: 1 },
    ])
  })

  it('keeps a deposit of collateral out of the creditor’s hands in the distribution itself', () => {
    const result = distribute(
      0,
      [],
      [{ id: 'p', title: 'p', proceeds: 10, claims: [{ id: 's', order: 1 }] }],
      [{ id: 's', creditor: 's', amount: 4, deposit: 'dispute' }],
    )
    expect(result.ok && [result.distribution.lines[0]!.paid, result.distribution.lines[0]!.deposited, result.distribution.surplus]).toEqual(
      [0, 4, 6],
    )
  })
})

describe('later distributions', () => {
  const house = (proceeds: number, ...claims: string[]) => ({
    title: '厂房',
    proceeds: yuan(proceeds),
    claims: claims.map((id) => ({ claim: id, order: 1 })),
  })
  /** The claims as they stand after a distribution. */
  const after = (claims: readonly Claim[], plan: ReturnType<typeof planned>): Claim[] =>
    claims.map((c) => {
      const share = plan.claims.find((s) => s.claim === c.id)
      const had = c.received ?? { paid: 0, deposited: 0, fromCollateral: 0, waived: false }
      return share
        ? {
            ...c,
            received: {
              paid: had.paid + share.paid,
              deposited: had.deposited + share.deposited,
              fromCollateral: had.fromCollateral + share.fromCollateral,
              waived: had.waived,
            },
          }
        : c
    })

  it('deduct what each claim had; a late claim does not catch up', () => {
    const early = [claim('甲', 'ordinary', 100), claim('乙', 'ordinary', 300)]
    const first = planned(early, input({ estate: yuan(40) }))
    expect(first.claims.map((c) => [c.claim, c.before / 100, c.paid / 100, c.remaining / 100])).toEqual([
      ['甲', 0, 10, 90],
      ['乙', 0, 30, 270],
    ])
    const second = planned([...after(early, first), claim('迟', 'ordinary', 100, { late: true })], input({ estate: yuan(50) }))
    expect(second.claims.map((c) => [c.claim, c.before / 100, c.paid / 100, c.remaining / 100])).toEqual([
      ['甲', 10, 10, 80],
      ['乙', 30, 30, 240],
      ['迟', 0, 10, 90],
    ])
  })

  it('do not ask for the collateral again that was distributed before', () => {
    const claims = [claim('银行', 'secured', 100), claim('货款', 'ordinary', 60)]
    const first = planned(claims, input({ estate: yuan(10), collaterals: [house(60, '银行')] }))
    const second = planned(after(claims, first), input({ estate: yuan(20) }))
    expect(second.claims.map((c) => [c.claim, c.before / 100, c.paid / 100])).toEqual([
      ['银行', 64, 8],
      ['货款', 6, 12],
    ])
    expect(second.lines.map((l) => l.rank)).toEqual(['ordinary', 'ordinary'])
  })

  it('give a waived deposit to the others, and nothing more to who waived it', () => {
    const claims = [claim('甲', 'ordinary', 100), claim('乙', 'ordinary', 100)]
    const first = planned(claims, input({ estate: yuan(100), deposits: [{ claim: '乙', reason: 'unclaimed' }] }))
    const [a, b] = after(claims, first)
    const waived: Claim = { ...b!, received: { ...b!.received!, deposited: 0, waived: true } }
    const second = planned([a!, waived], input({ estate: yuan(50) }))
    expect(second.claims.map((c) => [c.claim, c.before / 100, c.paid / 100, c.remaining])).toEqual([['甲', 50, 50, 0]])
  })

  it('together pay what one distribution of the same money would have paid, but for single fen', () => {
    const amount = fc.integer({ min: 1, max: 10 ** 10 })
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 4 }),
        (amounts, pots) => {
          const claims = amounts.map((a, i) => claim(`c${i}`, 'ordinary', 0, { principal: a, confirmed: a }))
          const once = planned(claims, input({ estate: pots.reduce((s, p) => s + p, 0) }))
          let present: readonly Claim[] = claims
          let surplus = 0
          for (const pot of pots) {
            const plan = planned(present, input({ estate: pot }))
            surplus += plan.surplus
            present = after(present, plan)
          }
          const total = present.reduce((s, c) => s + (c.received?.paid ?? 0), 0)
          expect(total + surplus).toBe(pots.reduce((s, p) => s + p, 0))
          present.forEach((c, i) => {
            expect(c.received!.paid).toBeLessThanOrEqual(c.confirmed)
            expect(Math.abs(c.received!.paid - once.claims[i]!.paid)).toBeLessThanOrEqual(pots.length)
          })
        },
      ),
    )
  })
})

describe('rows of the register', () => {
  const row = { creditor: '甲', class: 'tax', principal: 3, interest: 2, other: 1, filedOn: '2022-06-20', by: 'u', status: 'pending' }

  it('are read as claims in the order of filing', () => {
    expect(
      claimsOf([
        ['b', row],
        ['a', { ...row, status: 'partly', confirmed: 4, reason: '凭证不足', provisional: 0, late: true, disputed: true }],
      ]),
    ).toMatchObject([
      { id: 'a', status: 'partly', confirmed: 4, reason: '凭证不足', late: true, disputed: true },
      { id: 'b', status: 'pending', confirmed: 0, late: false, disputed: false },
    ])
    expect(filedAmount(claimOf('a', row))).toBe(6)
  })

  it('count nothing as confirmed that was rejected after it was confirmed', () => {
    expect(claimOf('a', { ...row, status: 'rejected', confirmed: 6 }).confirmed).toBe(0)
    expect(claimsTable([claimOf('a', { ...row, status: 'withdrawn' })]).all.count).toBe(0)
  })

  it('are alike for the same creditor, class and amount however they are written', () => {
    const base = { creditor: '澄江 建材ＡＢ', class: 'ordinary' as const, principal: 5, interest: 1, other: 0 }
    expect(claimLikeness(base)).toBe(claimLikeness({ ...base, creditor: '澄江建材ab', principal: 6, interest: 0 }))
    expect(claimLikeness(base)).not.toBe(claimLikeness({ ...base, class: 'tax' }))
    expect(claimLikeness(base)).not.toBe(claimLikeness({ ...base, principal: 6 }))
  })
})
