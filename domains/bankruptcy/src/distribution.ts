/**
 * Distribution of the estate: expenses and debts of common benefit first, then the order of article 113, secured creditors from their collateral with the
 * shortfall as an ordinary claim. 企业破产法 第四十三条、第一百零九条、第一百一十条、第一百一十三条 (FACTS A5-2, A5-4, A5-5); deposits and waived shares 第一百一十七至一百一十九条 (A5-7, A5-8).
 */
import { proRata } from './pro-rata.ts'

/** Ranks in the order of payment. */
export const RANKS = [
  { id: 'expenses', zh: '破产费用', en: 'Bankruptcy expenses', source: '企业破产法 第四十三条' },
  { id: 'commonBenefit', zh: '共益债务', en: 'Debts of common benefit', source: '企业破产法 第四十三条' },
  { id: 'employee', zh: '职工债权', en: 'Employee claims', source: '企业破产法 第一百一十三条第一款第一项' },
  { id: 'insuranceAndTax', zh: '社会保险费用和税款', en: 'Social insurance and taxes', source: '企业破产法 第一百一十三条第一款第二项' },
  { id: 'ordinary', zh: '普通破产债权', en: 'Ordinary claims', source: '企业破产法 第一百一十三条第一款第三项' },
  // What is left after article 113 may go to punitive debts (fines, punitive damages). The minutes were not checked against their own text: a setting of the court.
  { id: 'subordinate', zh: '劣后债权', en: 'Subordinate claims', source: '法〔2018〕53号 第28条（未核对原文）' },
] as const

export type Rank = (typeof RANKS)[number]['id']

/** A claim as it takes part in one distribution. Amounts in fen. */
export interface Payable {
  readonly id: string
  readonly creditor: string
  readonly rank: Rank
  /** Confirmed amount. */
  readonly amount: number
  /** Paid in earlier distributions; a late creditor has 0 and does not catch up (第五十六条). */
  readonly paidBefore?: number
  /** The share is set aside and not handed out: claim in dispute, condition not met, creditor not reached. */
  readonly deposit?: 'dispute' | 'condition' | 'unclaimed'
}

/** Property that secures claims. `proceeds` is what its sale brought after the costs of keeping and selling it. */
export interface Collateral {
  readonly id: string
  readonly title: string
  readonly proceeds: number
  readonly claims: readonly {
    readonly id: string
    readonly creditor: string
    readonly amount: number
    readonly order: number
    readonly paidBefore?: number
    /** As for `Payable`: the part from the collateral and the part of the shortfall are set aside. */
    readonly deposit?: Payable['deposit']
  }[]
}

export interface DistributionLine {
  readonly id: string
  readonly creditor: string
  readonly rank: Rank | 'secured'
  /** What is owed before this distribution, in fen. */
  readonly due: number
  readonly paid: number
  readonly deposited: number
  readonly remaining: number
  /** For the shortfall of a secured claim: the collateral it comes from. */
  readonly from?: string
}

export interface Distribution {
  readonly lines: readonly DistributionLine[]
  /** Per rank: owed, given (paid and deposited). Sums of the lines. */
  readonly ranks: readonly { readonly rank: Rank | 'secured'; readonly due: number; readonly given: number }[]
  /** Money that no claim asks for any more. */
  readonly surplus: number
  /** Everything that was to be distributed: free estate and collateral. Equals the sum of the lines' paid and deposited plus `surplus`. */
  readonly total: number
}

export interface DistributionRefusal {
  readonly code: 'distribution.amount' | 'distribution.duplicate'
  readonly zh: string
  readonly en: string
}

const whole = (n: number) => Number.isSafeInteger(n) && n >= 0

/** Computes a distribution of `estate` fen of unencumbered money and the given collateral. Refuses amounts that are not whole fen and ids that occur twice. */
export function distribute(
  estate: number,
  payables: readonly Payable[],
  collaterals: readonly Collateral[] = [],
): { readonly ok: true; readonly distribution: Distribution } | { readonly ok: false; readonly refusals: readonly DistributionRefusal[] } {
  const refusals: DistributionRefusal[] = []
  const amounts: [string, number][] = [
    ['可供分配财产', estate],
    ...payables.flatMap((p): [string, number][] => [
      [p.id, p.amount],
      [p.id, p.paidBefore ?? 0],
    ]),
    ...collaterals.flatMap((c): [string, number][] => [
      [c.id, c.proceeds],
      ...c.claims.flatMap((k): [string, number][] => [
        [k.id, k.amount],
        [k.id, k.paidBefore ?? 0],
      ]),
    ]),
  ]
  for (const [id, amount] of amounts)
    if (!whole(amount))
      refusals.push({
        code: 'distribution.amount',
        zh: `“${id}”的金额不是非负整数分：${amount}。`,
        en: `The amount of “${id}” is not a whole number of fen from 0: ${amount}.`,
      })
  const seen = new Set<string>()
  for (const id of [...payables.map((p) => p.id), ...collaterals.flatMap((c) => c.claims.map((k) => k.id))]) {
    if (seen.has(id)) refusals.push({ code: 'distribution.duplicate', zh: `债权编号“${id}”重复。`, en: `Claim “${id}” occurs twice.` })
    seen.add(id)
  }
  if (refusals.length > 0) return { ok: false, refusals }

  const lines: DistributionLine[] = []
  let free = estate
  const shortfalls: { payable: Payable; from: string }[] = []
  for (const collateral of collaterals) {
    const { left, shortfall } = fromCollateral(collateral, lines)
    free += left
    shortfalls.push(...shortfall)
  }
  const everything: { payable: Payable; from?: string }[] = [...payables.map((payable) => ({ payable })), ...shortfalls]
  for (const { id: rank } of RANKS) {
    const members = everything.filter((e) => e.payable.rank === rank)
    const owed = (p: Payable) => Math.max(0, p.amount - (p.paidBefore ?? 0))
    const given = proRata(
      free,
      members.map(({ payable }) => ({ id: payable.id, weight: payable.amount, cap: owed(payable) })),
    )
    for (const { payable, from } of members) {
      const part = given.get(payable.id) ?? 0
      free -= part
      lines.push({
        id: payable.id,
        creditor: payable.creditor,
        rank,
        due: owed(payable),
        paid: payable.deposit ? 0 : part,
        deposited: payable.deposit ? part : 0,
        remaining: owed(payable) - part,
        ...(from === undefined ? {} : { from }),
      })
    }
  }
  const ranks = (['secured', ...RANKS.map((r) => r.id)] as const)
    .map((rank) => {
      const own = lines.filter((l) => l.rank === rank)
      return { rank, due: own.reduce((s, l) => s + l.due, 0), given: own.reduce((s, l) => s + l.paid + l.deposited, 0) }
    })
    .filter((r) => r.due > 0 || r.given > 0)
  const total = estate + collaterals.reduce((s, c) => s + c.proceeds, 0)
  return { ok: true, distribution: { lines, ranks, surplus: free, total } }
}

/** Pays secured claims from their collateral by the order of their rights, equal orders in proportion. What is left joins the free estate. */
function fromCollateral(collateral: Collateral, lines: DistributionLine[]) {
  let left = collateral.proceeds
  const shortfall: { payable: Payable; from: string }[] = []
  const orders = [...new Set(collateral.claims.map((c) => c.order))].sort((a, b) => a - b)
  for (const order of orders) {
    const claims = collateral.claims.filter((c) => c.order === order)
    const owed = (c: (typeof claims)[number]) => Math.max(0, c.amount - (c.paidBefore ?? 0))
    const given = proRata(
      left,
      claims.map((c) => ({ id: c.id, weight: c.amount, cap: owed(c) })),
    )
    for (const claim of claims) {
      const paid = given.get(claim.id) ?? 0
      left -= paid
      lines.push({
        id: claim.id,
        creditor: claim.creditor,
        rank: 'secured',
        due: owed(claim),
        paid: claim.deposit ? 0 : paid,
        deposited: claim.deposit ? paid : 0,
        remaining: owed(claim) - paid,
        from: collateral.id,
      })
      if (owed(claim) > paid)
        shortfall.push({
          payable: {
            id: `${claim.id}#shortfall`,
            creditor: claim.creditor,
            rank: 'ordinary',
            amount: owed(claim) - paid,
            ...(claim.deposit ? { deposit: claim.deposit } : {}),
          },
          from: collateral.id,
        })
    }
  }
  return { left, shortfall }
}

/**
 * The further distribution of deposited money that fell free (第一百一十八条: not fetched within two months from the announcement of the final distribution;
 * 第一百一十九条: a disputed claim that could not be received two years after termination): the deposit goes to the other claims in the same order; `waived` claims take no part.
 */
export function redistribute(payables: readonly Payable[], before: Distribution, waived: readonly string[]) {
  const gone = new Set(waived)
  const freed = before.lines.filter((l) => gone.has(l.id)).reduce((sum, l) => sum + l.deposited, 0)
  const given = new Map(before.lines.map((l) => [l.id, l.paid + l.deposited]))
  const rest = payables.filter((p) => !gone.has(p.id)).map((p) => ({ ...p, paidBefore: (p.paidBefore ?? 0) + (given.get(p.id) ?? 0) }))
  const shortfalls = before.lines
    .filter((l) => l.id.endsWith('#shortfall') && !gone.has(l.id))
    .map((l): Payable => ({ id: l.id, creditor: l.creditor, rank: 'ordinary', amount: l.due, paidBefore: l.paid + l.deposited }))
  return distribute(freed, [...rest, ...shortfalls])
}
