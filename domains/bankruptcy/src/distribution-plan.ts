/**
 * From the claims table to a distribution: which claim stands in which rank, which is paid from which collateral, which share is set aside.
 * 企业破产法 第一百零九条、第一百一十条、第一百一十三条、第一百一十七条至第一百一十九条 (FACTS A5-4, A5-5, A5-7, A5-8).
 */
import type { Claim, ClaimClass } from './claims.ts'
import { filedAmount } from './claims-register.ts'
import {
  type Collateral,
  type Distribution,
  type DistributionRefusal,
  distribute,
  type Payable,
  type Rank,
  type Secured,
  SHORTFALL,
} from './distribution.ts'

export interface PlanItem {
  readonly title: string
  /** Fen. */
  readonly amount: number
}

/** What a person sets for one calculation. Amounts in fen. */
export interface PlanInput {
  /** Money that is free of security rights. */
  readonly estate: number
  readonly expenses: readonly PlanItem[]
  readonly commonBenefit: readonly PlanItem[]
  /**
   * `proceeds` after the costs of keeping and selling; `order` 1 is paid first, equal orders in proportion. A claim that several things secure stands under each of them and
   * takes from them in the order of this list: whoever calculates decides it.
   */
  readonly collaterals: readonly {
    readonly title: string
    readonly proceeds: number
    readonly claims: readonly { readonly claim: string; readonly order: number }[]
  }[]
  /** Claims whose share is not handed out. A claim that is not confirmed takes part only here, with the reason `dispute`. */
  readonly deposits: readonly { readonly claim: string; readonly reason: 'dispute' | 'condition' | 'unclaimed' }[]
}

export interface PlanRefusal {
  readonly code:
    | DistributionRefusal['code']
    | 'distribution.claim-unknown'
    | 'distribution.claim-not-confirmed'
    | 'distribution.claim-not-secured'
    | 'distribution.collateral-missing'
    | 'distribution.too-large'
  /** Where in the input: `collaterals.0.claims.1`; empty when it is about the whole. */
  readonly path: string
  readonly zh: string
  readonly en: string
}

/** A share in lowest terms; money is never divided as a floating number. */
export interface Fraction {
  readonly numerator: number
  readonly denominator: number
}

export interface RankResult {
  readonly rank: Rank | 'secured'
  readonly due: number
  readonly given: number
  /** given / due. */
  readonly rate: Fraction
}

/** One claim over all distributions. Amounts in fen; what is set aside counts as had. */
export interface ClaimShare {
  readonly claim: string
  readonly creditor: string
  readonly class: ClaimClass
  readonly amount: number
  readonly before: number
  readonly paid: number
  readonly deposited: number
  /** The part of `paid` and `deposited` that comes from collateral. */
  readonly fromCollateral: number
  readonly remaining: number
}

export interface PlannedDistribution extends Omit<Distribution, 'ranks'> {
  readonly ranks: readonly RankResult[]
  /** What each claim that takes part had, gets now and is still owed; in the order of the table. */
  readonly claims: readonly ClaimShare[]
  /** Claims of the table that take no part, because they are not confirmed. */
  readonly leftOut: readonly { readonly claim: string; readonly creditor: string; readonly filed: number }[]
  /** Titles of the collateral by the id that the lines name. */
  readonly titles: Readonly<Record<string, string>>
}

const RANK_OF: Readonly<Record<Exclude<ClaimClass, 'secured'>, Rank>> = {
  employee: 'employee',
  socialInsurance: 'insuranceAndTax',
  tax: 'insuranceAndTax',
  ordinary: 'ordinary',
  subordinate: 'subordinate',
}

/** The rank in which a class is paid; secured claims stand outside the order, what their collateral does not cover is ordinary. */
export const rankOf = (of: ClaimClass): Rank => (of === 'secured' ? 'ordinary' : RANK_OF[of])

/** Lowest terms of `given` of `due`; nothing due is paid in full. */
export function fraction(given: number, due: number): Fraction {
  if (due === 0) return { numerator: 1, denominator: 1 }
  let [a, b] = [given, due]
  while (b !== 0) [a, b] = [b, a % b]
  return { numerator: given / a, denominator: due / a }
}

/** Amount with which a claim takes part: what was confirmed, or, for one in dispute whose share is set aside, what the court fixed or else what was filed. */
function amountOf(claim: Claim, deposit: string | undefined): number | null {
  if (claim.status === 'confirmed' || claim.status === 'partly') return claim.confirmed
  return deposit === 'dispute' && claim.status !== 'withdrawn' ? (claim.provisional ?? filedAmount(claim)) : null
}

/**
 * Computes who gets what. Refuses with every reason at once: claims that the table does not have, that are not confirmed or not secured, secured claims for
 * which no collateral is named (name it with proceeds of 0 when it is worth nothing), a claim named twice, amounts that are not whole fen.
 */
export function planDistribution(
  claims: readonly Claim[],
  input: PlanInput,
): { readonly ok: true; readonly plan: PlannedDistribution } | { readonly ok: false; readonly refusals: readonly PlanRefusal[] } {
  const refusals: PlanRefusal[] = []
  const known = new Map(claims.map((c) => [c.id, c]))
  const named = (id: string, path: string): Claim | null => {
    const claim = known.get(id)
    if (claim) return claim
    refusals.push({
      code: 'distribution.claim-unknown',
      path,
      zh: `债权表中没有编号为“${id}”的债权。`,
      en: `The claims table has no claim “${id}”.`,
    })
    return null
  }
  const twice = (claim: Claim, path: string) =>
    refusals.push({
      code: 'distribution.duplicate',
      path,
      zh: `“${claim.creditor}”的债权重复列入。`,
      en: `The claim of “${claim.creditor}” is named twice.`,
    })

  const deposits = new Map<string, PlanInput['deposits'][number]['reason']>()
  input.deposits.forEach(({ claim: id, reason }, i) => {
    const claim = named(id, `deposits.${i}.claim`)
    if (!claim) return
    if (deposits.has(id)) twice(claim, `deposits.${i}.claim`)
    if (amountOf(claim, reason) === null)
      refusals.push({
        code: 'distribution.claim-not-confirmed',
        path: `deposits.${i}.reason`,
        zh: `“${claim.creditor}”的债权未经确认，只能以争议未决为由提存。`,
        en: `The claim of “${claim.creditor}” is not confirmed; its share can be set aside only as disputed.`,
      })
    deposits.set(id, reason)
  })

  const secured = new Map<string, Secured>()
  const collaterals = input.collaterals.map((collateral, i): Collateral => {
    const here = new Set<string>()
    return {
      id: `collateral/${i + 1}`,
      title: collateral.title,
      proceeds: collateral.proceeds,
      claims: collateral.claims.flatMap(({ claim: id, order }, j) => {
        const path = `collaterals.${i}.claims.${j}.claim`
        const claim = named(id, path)
        if (!claim) return []
        if (here.has(id)) twice(claim, path)
        here.add(id)
        if (claim.class !== 'secured')
          refusals.push({
            code: 'distribution.claim-not-secured',
            path,
            zh: `“${claim.creditor}”的债权不是有财产担保债权，不能就担保物受偿。`,
            en: `The claim of “${claim.creditor}” is not secured.`,
          })
        const deposit = deposits.get(id)
        const amount = amountOf(claim, deposit)
        if (amount === null)
          refusals.push({
            code: 'distribution.claim-not-confirmed',
            path,
            zh: `“${claim.creditor}”的债权未经确认；有争议的，请同时列入提存。`,
            en: `The claim of “${claim.creditor}” is not confirmed; when it is in dispute, set its share aside as well.`,
          })
        secured.set(id, securedOf(claim, amount ?? 0, deposit))
        return [{ id, order }]
      }),
    }
  })

  const items = (rank: Rank, list: readonly PlanItem[]) =>
    list.map(({ title, amount }, i): Payable => ({ id: `${rank}/${i + 1}`, creditor: title, rank, amount }))
  const payables: Payable[] = [...items('expenses', input.expenses), ...items('commonBenefit', input.commonBenefit)]
  const leftOut: { claim: string; creditor: string; filed: number }[] = []
  const taking: { claim: Claim; amount: number }[] = []
  for (const claim of claims) {
    // Who waived a deposited share takes no further part (第一百一十八条、第一百一十九条).
    if (claim.status === 'withdrawn' || claim.received?.waived) continue
    const deposit = deposits.get(claim.id)
    const amount = amountOf(claim, deposit)
    if (amount === null) {
      leftOut.push({ claim: claim.id, creditor: claim.creditor, filed: filedAmount(claim) })
      continue
    }
    taking.push({ claim, amount })
    if (claim.class !== 'secured')
      payables.push({
        id: claim.id,
        creditor: claim.creditor,
        rank: rankOf(claim.class),
        amount,
        paidBefore: hadBefore(claim),
        ...(deposit === undefined ? {} : { deposit }),
      })
    else if (secured.has(claim.id)) continue
    else if ((claim.received?.fromCollateral ?? 0) > 0) secured.set(claim.id, securedOf(claim, amount, deposit))
    else
      refusals.push({
        code: 'distribution.collateral-missing',
        path: 'collaterals',
        zh: `有财产担保债权“${claim.creditor}”未列入任何担保物；担保物没有价值的，请列入并将变价所得填为 0。`,
        en: `The secured claim of “${claim.creditor}” stands under no collateral; name it, with proceeds of 0 when it brought nothing.`,
      })
  }
  const sum = [...payables, ...secured.values()].reduce((s, p) => s + BigInt(Math.trunc(p.amount) || 0), 0n)
  const money = collaterals.reduce((s, c) => s + BigInt(Math.trunc(c.proceeds) || 0), BigInt(Math.trunc(input.estate) || 0))
  if (sum > BigInt(Number.MAX_SAFE_INTEGER) || money > BigInt(Number.MAX_SAFE_INTEGER))
    refusals.push({
      code: 'distribution.too-large',
      path: '',
      zh: '金额合计超出可以精确计算的范围。',
      en: 'The sums leave the range of exact whole numbers.',
    })
  if (refusals.length > 0) return { ok: false, refusals }
  const result = distribute(input.estate, payables, collaterals, [...secured.values()])
  if (!result.ok) return { ok: false, refusals: result.refusals.map((r) => ({ ...r, path: '' })) }
  const { distribution } = result
  return {
    ok: true,
    plan: {
      ...distribution,
      ranks: distribution.ranks.map((r) => ({ ...r, rate: fraction(r.given, r.due) })),
      claims: taking.map((t) => shareOf(t, distribution)),
      leftOut,
      titles: Object.fromEntries(collaterals.map((c) => [c.id, c.title])),
    },
  }
}

/** What earlier distributions gave a claim, or set aside for it. A claim that was filed late had nothing and does not catch up (第五十六条). */
const hadBefore = (claim: Claim): number => (claim.received?.paid ?? 0) + (claim.received?.deposited ?? 0)

const securedOf = (claim: Claim, amount: number, deposit: Secured['deposit']): Secured => ({
  id: claim.id,
  creditor: claim.creditor,
  amount,
  paidBefore: hadBefore(claim),
  fromCollateralBefore: claim.received?.fromCollateral ?? 0,
  ...(deposit === undefined ? {} : { deposit }),
})

function shareOf({ claim, amount }: { readonly claim: Claim; readonly amount: number }, { lines }: Distribution): ClaimShare {
  const own = lines.filter((l) => l.id === claim.id || l.id === `${claim.id}${SHORTFALL}`)
  const paid = own.reduce((s, l) => s + l.paid, 0)
  const deposited = own.reduce((s, l) => s + l.deposited, 0)
  const before = hadBefore(claim)
  return {
    claim: claim.id,
    creditor: claim.creditor,
    class: claim.class,
    amount,
    before,
    paid,
    deposited,
    fromCollateral: own.filter((l) => l.rank === 'secured').reduce((s, l) => s + l.paid + l.deposited, 0),
    remaining: Math.max(0, amount - before - paid - deposited),
  }
}
