import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLAIM_CLASSES,
  type Claim,
  type Collateral,
  checkReview,
  claimsTable,
  distribute,
  interestUntilAcceptance,
  type Payable,
  proRata,
  RANKS,
  type Secured,
  votingAmount,
} from '../src/index.ts'

const yuan = (n: number) => n * 100
const claim = (id: string, rank: Payable['rank'], amount: number, more: Partial<Payable> = {}): Payable => ({
  id,
  creditor: id,
  rank,
  amount: yuan(amount),
  ...more,
})
function ruled(estate: number, payables: readonly Payable[], collaterals: readonly Collateral[] = [], secured: readonly Secured[] = []) {
  const result = distribute(estate, payables, collaterals, secured)
  if (!result.ok) throw new Error(result.refusals[0]!.en)
  return result.distribution
}
const paid = (d: ReturnType<typeof ruled>, id: string) => d.lines.find((l) => l.id === id)!.paid

const fen = fc.integer({ min: 0, max: 10 ** 13 })
const anyPayable = fc.record({
  rank: fc.constantFrom(...RANKS.map((r) => r.id)),
  amount: fen,
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  deposit: fc.constantFrom(undefined, 'dispute' as const),
})
const anyPayables = fc.array(anyPayable, { maxLength: 12 }).map((list) =>
  list.map(
    ({ rank, amount, part, deposit }, i): Payable => ({
      id: `c${i}`,
      creditor: `c${i}`,
      rank,
      amount,
      paidBefore: Math.floor(amount * part),
      ...(deposit ? { deposit } : {}),
    }),
  ),
)
/** Several things, several claims; any claim may stand under any thing, in any order. */
const anySecurity = fc
  .record({
    claims: fc.array(fc.record({ amount: fen, part: fc.double({ min: 0, max: 1, noNaN: true }), deposit: fc.boolean() }), { maxLength: 5 }),
    things: fc.array(fc.record({ proceeds: fen, orders: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ claims, things }) => ({
    secured: claims.map(({ amount, part, deposit }, i): Secured => {
      const paidBefore = Math.floor(amount * part)
      return {
        id: `s${i}`,
        creditor: `s${i}`,
        amount,
        paidBefore,
        fromCollateralBefore: Math.floor(paidBefore / 2),
        ...(deposit ? { deposit: 'condition' as const } : {}),
      }
    }),
    collaterals: things.map(
      ({ proceeds, orders }, i): Collateral => ({
        id: `p${i}`,
        title: `p${i}`,
        proceeds,
        // Order 0: this thing does not secure this claim.
        claims: claims.flatMap((_, j) => (orders[j]! > 0 ? [{ id: `s${j}`, order: orders[j]! }] : [])),
      }),
    ),
  }))
const bank = (amount: number, more: Partial<Secured> = {}): Secured => ({ id: '银行', creditor: '银行', amount: yuan(amount), ...more })
const thing = (id: string, proceeds: number, claims: Collateral['claims']): Collateral => ({
  id,
  title: id,
  proceeds: yuan(proceeds),
  claims,
})

describe('order of payment', () => {
  it('pays rank by rank; the rank that the money does not reach in full shares it in proportion', () => {
    const d = ruled(yuan(100), [
      claim('费用', 'expenses', 10),
      claim('工资', 'employee', 40),
      claim('税', 'insuranceAndTax', 60),
      claim('社保', 'insuranceAndTax', 40),
      claim('货款', 'ordinary', 500),
    ])
    expect(['费用', '工资', '税', '社保', '货款'].map((id) => paid(d, id))).toEqual([yuan(10), yuan(40), yuan(30), yuan(20), 0])
  })

  it('pays expenses before debts of common benefit when there is not enough for both', () => {
    const d = ruled(yuan(15), [claim('共益', 'commonBenefit', 10), claim('费用', 'expenses', 10)])
    expect([paid(d, '费用'), paid(d, '共益')]).toEqual([yuan(10), yuan(5)])
  })

  it('pays a mortgage from the house and turns the shortfall into an ordinary claim', () => {
    const house = thing('厂房', 80, [{ id: '银行', order: 1 }])
    const d = ruled(yuan(10), [claim('货款', 'ordinary', 80)], [house], [bank(100)])
    expect(paid(d, '银行')).toBe(yuan(80))
    expect([paid(d, '银行#shortfall'), paid(d, '货款')]).toEqual([yuan(2), yuan(8)])
  })

  it('gives the surplus of the collateral to the estate', () => {
    const house = thing('厂房', 80, [{ id: '银行', order: 1 }])
    expect(paid(ruled(0, [claim('工资', 'employee', 40)], [house], [bank(50)]), '工资')).toBe(yuan(30))
  })

  it('lets a late creditor take part without catching up', () => {
    const d = ruled(yuan(20), [claim('早', 'ordinary', 100, { paidBefore: yuan(50) }), claim('迟', 'ordinary', 100)])
    expect([paid(d, '早'), paid(d, '迟')]).toEqual([yuan(10), yuan(10)])
  })

  it('deposits the share of a disputed claim', () => {
    const d = ruled(yuan(100), [claim('甲', 'ordinary', 100), claim('乙', 'ordinary', 100, { deposit: 'dispute' })])
    expect(d.lines.map((l) => [l.id, l.paid, l.deposited])).toEqual([
      ['甲', yuan(50), 0],
      ['乙', 0, yuan(50)],
    ])
  })

  it('pays one claim from several things in the order of the list, and what they leave uncovered once as an ordinary claim', () => {
    const d = ruled(
      yuan(20),
      [claim('货款', 'ordinary', 80)],
      [thing('厂房', 50, [{ id: '银行', order: 1 }]), thing('设备', 30, [{ id: '银行', order: 1 }])],
      [bank(100)],
    )
    expect(d.lines.map((l) => [l.id, l.from, l.due / 100, l.paid / 100])).toEqual([
      ['银行', ['厂房'], 100, 50],
      ['银行', ['设备'], 50, 30],
      ['货款', undefined, 80, 16],
      ['银行#shortfall', ['厂房', '设备'], 20, 4],
    ])
    expect(d.ranks[0]).toEqual({ rank: 'secured', due: yuan(100), given: yuan(80) })
  })

  it('pays several claims on one thing by the order of their rights, equal orders in proportion', () => {
    const second = { id: '乙行', creditor: '乙行', amount: yuan(60) }
    const third = { id: '丙行', creditor: '丙行', amount: yuan(30) }
    const d = ruled(
      0,
      [],
      [
        thing('厂房', 130, [
          { id: '银行', order: 1 },
          { id: '乙行', order: 2 },
          { id: '丙行', order: 2 },
        ]),
      ],
      [bank(100), second, third],
    )
    expect([paid(d, '银行'), paid(d, '乙行'), paid(d, '丙行')]).toEqual([yuan(100), yuan(20), yuan(10)])
  })

  it('gives the second mortgagee what the first, paid from another thing before, no longer needs; the surplus goes to the estate', () => {
    const second = { id: '乙行', creditor: '乙行', amount: yuan(40) }
    const d = ruled(
      0,
      [claim('工资', 'employee', 100)],
      [
        thing('土地', 70, [{ id: '银行', order: 1 }]),
        thing('厂房', 80, [
          { id: '银行', order: 1 },
          { id: '乙行', order: 2 },
        ]),
      ],
      [bank(100), second],
    )
    expect([paid(d, '乙行'), paid(d, '工资')]).toEqual([yuan(40), yuan(10)])
  })

  it('counts what the bank had as an ordinary creditor before it shares the rest with the others', () => {
    // Of 100 the house paid 60 before; of the 40 left, 10 were paid as to every ordinary creditor, a quarter.
    const d = ruled(
      yuan(30),
      [claim('货款', 'ordinary', 80, { paidBefore: yuan(20) })],
      [],
      [bank(100, { paidBefore: yuan(70), fromCollateralBefore: yuan(60) })],
    )
    expect(d.lines.map((l) => [l.id, l.due / 100, l.paid / 100])).toEqual([
      ['货款', 60, 20],
      ['银行#shortfall', 30, 10],
    ])
  })

  it('loses and creates not one fen', () => {
    fc.assert(
      fc.property(fen, anyPayables, anySecurity, (estate, payables, { collaterals, secured }) => {
        const d = ruled(estate, payables, collaterals, secured)
        const given = d.lines.reduce((s, l) => s + l.paid + l.deposited, 0)
        expect(given + d.surplus).toBe(d.total)
        for (const l of d.lines) {
          expect(l.paid + l.deposited + l.remaining).toBe(l.due)
          expect(l.remaining).toBeGreaterThanOrEqual(0)
        }
        // A claim gets from everything together what it is owed at most, from a thing no more than it brought, and nothing while a better right is owed.
        for (const c of secured) {
          const own = d.lines.filter((l) => l.id === c.id || l.id === `${c.id}#shortfall`)
          expect(own.reduce((s, l) => s + l.paid + l.deposited, c.paidBefore!)).toBeLessThanOrEqual(c.amount)
          expect(own.filter((l) => l.id !== c.id).length).toBeLessThanOrEqual(1)
        }
        for (const p of collaterals) {
          const own = d.lines.filter((l) => l.rank === 'secured' && l.from![0] === p.id)
          expect(own.reduce((s, l) => s + l.paid + l.deposited, 0)).toBeLessThanOrEqual(p.proceeds)
          const orderOf = new Map(p.claims.map((c) => [c.id, c.order]))
          for (const l of own)
            if (l.paid + l.deposited > 0)
              for (const better of own) if (orderOf.get(better.id)! < orderOf.get(l.id)!) expect(better.remaining).toBe(0)
        }
        for (const r of d.ranks) expect(r.given).toBeLessThanOrEqual(r.due)
        // Nobody is paid while a rank before is still owed.
        const order = RANKS.map((r) => d.ranks.find((x) => x.rank === r.id)).filter((r) => r !== undefined)
        for (let i = 1; i < order.length; i++) if (order[i]!.given > 0) expect(order[i - 1]!.given).toBe(order[i - 1]!.due)
      }),
    )
  })

  it('does not depend on the order in which claims are listed, but for single fen', () => {
    fc.assert(
      fc.property(fen, anyPayables, (estate, payables) => {
        const a = ruled(estate, payables)
        const b = ruled(estate, [...payables].reverse())
        for (const l of a.lines)
          expect(
            Math.abs(l.paid + l.deposited - b.lines.find((x) => x.id === l.id)!.paid - b.lines.find((x) => x.id === l.id)!.deposited),
          ).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('refuses parts of a fen, negative amounts and ids that occur twice', () => {
    const result = distribute(0.5, [claim('甲', 'ordinary', 1), claim('甲', 'ordinary', -1)])
    expect(!result.ok && result.refusals.map((r) => r.code).sort()).toEqual([
      'distribution.amount',
      'distribution.amount',
      'distribution.duplicate',
    ])
    const lost = distribute(0, [], [thing('厂房', 1, [{ id: '银行', order: 1 }])], [])
    expect(!lost.ok && lost.refusals.map((r) => r.code)).toEqual(['distribution.claim-unknown'])
  })
})

describe('pro rata', () => {
  it('gives the odd fen to the largest remainder, then to the first', () => {
    expect([
      ...proRata(100, [
        { id: 'a', weight: 1, cap: 100 },
        { id: 'b', weight: 1, cap: 100 },
        { id: 'c', weight: 1, cap: 100 },
      ]).values(),
    ]).toEqual([34, 33, 33])
  })

  it('passes on what a cap leaves over', () => {
    expect([
      ...proRata(100, [
        { id: 'a', weight: 50, cap: 10 },
        { id: 'b', weight: 50, cap: 200 },
      ]).values(),
    ]).toEqual([10, 90])
  })
})

const filed = (more: Partial<Claim>): Claim => ({
  id: '1',
  creditor: '甲',
  class: 'ordinary',
  principal: 1000,
  interest: 100,
  other: 0,
  status: 'pending',
  confirmed: 0,
  filedOn: '2022-06-01',
  late: false,
  ...more,
})

describe('the claims table', () => {
  it('has totals that equal its rows', () => {
    const statuses = ['pending', 'confirmed', 'partly', 'rejected', 'provisional', 'withdrawn'] as const
    const any = fc.record({
      class: fc.constantFrom(...CLAIM_CLASSES.map((c) => c.id)),
      principal: fen,
      interest: fen,
      status: fc.constantFrom(...statuses),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (list) => {
        const claims = list.map((c, i) =>
          filed({
            ...c,
            id: `${i}`,
            confirmed: c.status === 'confirmed' ? c.principal + c.interest : c.status === 'partly' ? Math.floor(c.principal / 2) : 0,
          }),
        )
        const table = claimsTable(claims)
        for (const key of ['count', 'filed', 'confirmed', 'rejected', 'provisional'] as const)
          expect(table.totals.reduce((s, t) => s + t[key], 0)).toBe(table.all[key])
        expect(table.all.count).toBe(table.rows.length)
        expect(table.rows.some((r) => r.status === 'withdrawn')).toBe(false)
      }),
    )
  })

  it('lets a claim vote with what is confirmed or what the court fixed for the time being', () => {
    expect([
      votingAmount(filed({ status: 'confirmed', confirmed: 900 })),
      votingAmount(filed({ status: 'provisional', provisional: 500 })),
      votingAmount(filed({})),
    ]).toEqual([900, 500, 0])
  })

  it('asks for the reason when less is confirmed than was filed', () => {
    expect(checkReview(filed({ status: 'partly', confirmed: 900 })).map((r) => r.code)).toEqual(['claim.reason-missing'])
    expect(checkReview(filed({ status: 'confirmed', confirmed: 1200 })).map((r) => r.code)).toEqual(['claim.above-filed'])
    expect(checkReview(filed({ status: 'partly', confirmed: 900, reason: '利息计算至受理日' }))).toEqual([])
  })

  it('stops interest on the day of acceptance', () => {
    expect(interestUntilAcceptance(yuan(10_000), 36_500, '2022-01-01', '2022-01-11')).toBe(yuan(10))
    expect(interestUntilAcceptance(yuan(10_000), 36_500, '2022-02-01', '2022-01-11')).toBe(0)
  })
})
