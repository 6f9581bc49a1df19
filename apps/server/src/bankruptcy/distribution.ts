import { fraction, type PlannedDistribution, planDistribution, RANKS, type RegisteredClaim, SHORTFALL } from '@yingshang/bankruptcy'
import type { DistributionRequest, DistributionView } from '../contract/bankruptcy.ts'
import { refuse } from '../http/problem.ts'
import { classTitle } from './claims-view.ts'

/** A distribution calculated from the claims table, in words for a page. */

const SECURED = {
  id: 'secured',
  zh: '有财产担保债权（就担保物受偿）',
  en: 'Secured claims, from their collateral',
  source: '企业破产法 第一百零九条',
}
const rankWords = (rank: DistributionView['lines'][number]['rank']) => [SECURED, ...RANKS].find((r) => r.id === rank)!

/** Calculates; every reason against is told, with its place in the request. */
export function planned(claims: readonly RegisteredClaim[], request: DistributionRequest): PlannedDistribution {
  const result = planDistribution(claims, request)
  if (!result.ok)
    throw refuse(
      'distribution.refused',
      { zh: result.refusals.map((r) => r.zh).join(' '), en: result.refusals.map((r) => r.en).join(' ') },
      { errors: result.refusals.map(({ path, zh, en }) => ({ path, zh, en })) },
    )
  return result.plan
}

export const distributionView = (claims: readonly RegisteredClaim[], request: DistributionRequest): DistributionView =>
  viewOf(planned(claims, request), request)

function viewOf(plan: PlannedDistribution, request: DistributionRequest): DistributionView {
  return {
    lines: plan.lines.map((l) => ({
      id: l.id,
      creditor: l.creditor,
      rank: l.rank,
      rankTitle: { zh: rankWords(l.rank).zh, en: rankWords(l.rank).en },
      due: l.due,
      paid: l.paid,
      deposited: l.deposited,
      remaining: l.remaining,
      rate: fraction(l.paid + l.deposited, l.due),
      collateral: l.from === undefined || l.from.length === 0 ? null : l.from.map((id) => plan.titles[id] ?? '').join('、'),
      shortfall: l.id.endsWith(SHORTFALL),
    })),
    ranks: plan.ranks.map((r) => {
      const own = plan.lines.filter((l) => l.rank === r.rank)
      const { zh, en, source } = rankWords(r.rank)
      return {
        rank: r.rank,
        title: { zh, en },
        source,
        due: r.due,
        paid: own.reduce((s, l) => s + l.paid, 0),
        deposited: own.reduce((s, l) => s + l.deposited, 0),
        given: r.given,
        rate: { ...r.rate },
      }
    }),
    claims: plan.claims.map(({ fromCollateral: _, class: of, ...c }) => ({
      ...c,
      classTitle: classTitle(of),
      total: c.before + c.paid + c.deposited,
    })),
    collaterals: request.collaterals.map(({ title, proceeds }, i) => {
      const parts = plan.lines
        .filter((l) => l.rank === 'secured' && l.from?.[0] === `collateral/${i + 1}`)
        .map((l) => ({ claim: l.id, creditor: l.creditor, amount: l.paid + l.deposited }))
      return { title, proceeds, parts, surplus: proceeds - parts.reduce((s, p) => s + p.amount, 0) }
    }),
    total: plan.total,
    surplus: plan.surplus,
    leftOut: plan.leftOut.map((l) => ({ ...l })),
  }
}
