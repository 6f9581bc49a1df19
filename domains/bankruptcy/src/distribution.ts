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
  /** One thing may secure several claims: `order` 1 is paid first, equal orders in proportion to what is still owed. */
  readonly claims: readonly { readonly id: string; readonly order: number }[]
}

/** A claim that collateral secures; several things may, and then it takes from them in the order in which they are listed. */
export interface Secured {
  readonly id: string
  readonly creditor: string
  readonly amount: number
  /** Paid in earlier distributions, from collateral or as an ordinary claim. */
  readonly paidBefore?: number
  /** The part of `paidBefore` that came from collateral. */
  readonly fromCollateralBefore?: number
  /** As for `Payable`: the parts from collateral and the part of the shortfall are set aside. */
  readonly deposit?: Payable['deposit']
}

export interface DistributionLine {
  readonly id: string
  readonly creditor: string
  readonly rank: Rank | 'secured'
  /** What is owed when the turn comes to this line, in fen: for a second collateral, what the first left. */
  readonly due: number
  readonly paid: number
  readonly deposited: number
  readonly remaining: number
  /** The collateral that paid it; for the shortfall of a secured claim, all that secures it here. */
  readonly from?: readonly string[]
}

export interface Distribution {
  readonly lines: readonly DistributionLine[]
  /** Per rank: owed (a claim with several collaterals once), given (paid and deposited). */
  readonly ranks: readonly { readonly rank: Rank | 'secured'; readonly due: number; readonly given: number }[]
  /** Money that no claim asks for any more. */
  readonly surplus: number
  /** Everything that was to be distributed: free estate and collateral. Equals the sum of the lines' paid and deposited plus `surplus`. */
  readonly total: number
}

export interface DistributionRefusal {
  readonly code: 'distribution.amount' | 'distribution.duplicate' | 'distribution.claim-unknown'
  readonly zh: string
  readonly en: string
}

const whole = (n: number) => Number.isSafeInteger(n) && n >= 0

/**
 * Computes a distribution of `estate` fen of unencumbered money and the given collateral. Refuses amounts that are not whole fen, ids that occur twice (among the claims, or
 * within one collateral) and collateral of claims that are not there.
 */
export function distribute(
  estate: number,
  payables: readonly Payable[],
  collaterals: readonly Collateral[] = [],
  secured: readonly Secured[] = [],
): { readonly ok: true; readonly distribution: Distribution } | { readonly ok: false; readonly refusals: readonly DistributionRefusal[] } {
  const refusals = faultsOf(estate, payables, collaterals, secured)
  if (refusals.length > 0) return { ok: false, refusals }
  const lines: DistributionLine[] = []
  const { left, shortfalls } = fromCollaterals(collaterals, secured, lines)
  let free = estate + left
  const everything: { payable: Payable; from?: readonly string[] }[] = [...payables.map((payable) => ({ payable })), ...shortfalls]
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
      lines.push(lineOf(payable, rank, owed(payable), part, from))
    }
  }
  const ranks = (['secured', ...RANKS.map((r) => r.id)] as const)
    .map((rank) => {
      const own = lines.filter((l) => l.rank === rank)
      // The first line of a claim has all that it is owed; those of further collateral repeat what was left.
      const first = own.filter((l, i) => own.findIndex((x) => x.id === l.id) === i)
      return { rank, due: first.reduce((s, l) => s + l.due, 0), given: own.reduce((s, l) => s + l.paid + l.deposited, 0) }
    })
    .filter((r) => r.due > 0 || r.given > 0)
  const total = estate + collaterals.reduce((s, c) => s + c.proceeds, 0)
  return { ok: true, distribution: { lines, ranks, surplus: free, total } }
}

function faultsOf(
  estate: number,
  payables: readonly Payable[],
  collaterals: readonly Collateral[],
  secured: readonly Secured[],
): DistributionRefusal[] {
  const refusals: DistributionRefusal[] = []
  const amounts: [string, number][] = [
    ['可供分配财产', estate],
    ...[...payables, ...secured].flatMap((p): [string, number][] => [
      [p.id, p.amount],
      [p.id, p.paidBefore ?? 0],
    ]),
    ...secured.map((p): [string, number] => [p.id, p.fromCollateralBefore ?? 0]),
    ...collaterals.map((c): [string, number] => [c.id, c.proceeds]),
  ]
  for (const [id, amount] of amounts)
    if (!whole(amount))
      refusals.push({
        code: 'distribution.amount',
        zh: `“${id}”的金额不是非负整数分：${amount}。`,
        en: `The amount of “${id}” is not a whole number of fen from 0: ${amount}.`,
      })
  const unique = (ids: readonly string[]) => {
    const seen = new Set<string>()
    for (const id of ids) {
      if (seen.has(id)) refusals.push({ code: 'distribution.duplicate', zh: `债权编号“${id}”重复。`, en: `Claim “${id}” occurs twice.` })
      seen.add(id)
    }
    return seen
  }
  unique([...payables, ...secured].map((p) => p.id))
  const known = new Set(secured.map((p) => p.id))
  for (const collateral of collaterals)
    for (const id of unique(collateral.claims.map((c) => c.id)))
      if (!known.has(id))
        refusals.push({
          code: 'distribution.claim-unknown',
          zh: `担保物“${collateral.title}”所担保的债权“${id}”不在列。`,
          en: `The claim “${id}” that “${collateral.title}” secures is not there.`,
        })
  return refusals
}

const lineOf = (
  claim: { readonly id: string; readonly creditor: string; readonly deposit?: Payable['deposit'] | undefined },
  rank: DistributionLine['rank'],
  due: number,
  part: number,
  from?: readonly string[],
): DistributionLine => ({
  id: claim.id,
  creditor: claim.creditor,
  rank,
  due,
  paid: claim.deposit ? 0 : part,
  deposited: claim.deposit ? part : 0,
  remaining: due - part,
  ...(from === undefined ? {} : { from }),
})

/**
 * Pays secured claims: collateral by collateral in the order of the list, within each by the order of the rights, equal orders in proportion to what is still owed. What a
 * collateral has over joins the free estate; what a claim has over is an ordinary claim, in proportion to which counts what its collateral never covered.
 */
function fromCollaterals(collaterals: readonly Collateral[], secured: readonly Secured[], lines: DistributionLine[]) {
  const byId = new Map(secured.map((s) => [s.id, s]))
  const owed = new Map(secured.map((s) => [s.id, Math.max(0, s.amount - (s.paidBefore ?? 0))]))
  const covered = new Map(secured.map((s) => [s.id, s.fromCollateralBefore ?? 0]))
  let left = 0
  for (const collateral of collaterals) {
    let money = collateral.proceeds
    const orders = [...new Set(collateral.claims.map((c) => c.order))].sort((a, b) => a - b)
    for (const order of orders) {
      const claims = collateral.claims.filter((c) => c.order === order).map((c) => byId.get(c.id)!)
      const given = proRata(
        money,
        claims.map(({ id }) => ({ id, weight: owed.get(id)!, cap: owed.get(id)! })),
      )
      for (const claim of claims) {
        const due = owed.get(claim.id)!
        const part = given.get(claim.id) ?? 0
        money -= part
        owed.set(claim.id, due - part)
        covered.set(claim.id, covered.get(claim.id)! + part)
        lines.push(lineOf(claim, 'secured', due, part, [collateral.id]))
      }
    }
    left += money
  }
  const shortfalls = secured.flatMap((claim) => {
    if (owed.get(claim.id)! === 0) return []
    const ordinaryBefore = Math.max(0, (claim.paidBefore ?? 0) - (claim.fromCollateralBefore ?? 0))
    const payable: Payable = {
      id: `${claim.id}${SHORTFALL}`,
      creditor: claim.creditor,
      rank: 'ordinary',
      amount: owed.get(claim.id)! + ordinaryBefore,
      paidBefore: ordinaryBefore,
      ...(claim.deposit ? { deposit: claim.deposit } : {}),
    }
    return [{ payable, from: collaterals.filter((c) => c.claims.some((k) => k.id === claim.id)).map((c) => c.id) }]
  })
  return { left, shortfalls }
}

/** Ends the id of the ordinary part of a secured claim. */
export const SHORTFALL = '#shortfall'
