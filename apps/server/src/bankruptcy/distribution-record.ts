import { fen, filedAmount, type PlannedDistribution } from '@yingshang/bankruptcy'
import type { z } from 'zod'
import type { DistributionLedger, RecordDistribution } from '../contract/bankruptcy.ts'
import { refuse } from '../http/problem.ts'
import type { Deed } from '../matters/act.ts'
import { rowsOf } from '../matters/store.ts'
import { type ClaimsCase, classTitle } from './claims-view.ts'

/** What was distributed in a case so far, and a further distribution as actions of the case: one for the whole, one for each claim. */

const KINDS = {
  distribution: { zh: '分配', en: 'Distribution' },
  redistribution: { zh: '提存款再分配', en: 'Distribution of freed deposits' },
  supplementary: { zh: '追加分配', en: 'Supplementary distribution' },
} as const
type Kind = keyof typeof KINDS

const words = (value: unknown): string => (typeof value === 'string' ? value : '')
const kindOf = (value: unknown): Kind => (value === 'redistribution' || value === 'supplementary' ? value : 'distribution')

/** Every distribution with its sums, and every claim that got something; both from the registers of the case. */
export function distributionLedger({ matter, held, claims }: ClaimsCase): DistributionLedger {
  const { state } = matter
  const fact = (id: string) => fen(state.facts[id]?.value)
  const payments = rowsOf(state, 'payments').map(([, row]) => row)
  const rows = new Map(rowsOf(state, 'claims'))
  return {
    matter: { id: matter.id, title: matter.title, titleEn: matter.titleEn, number: matter.number },
    seq: state.seq,
    mayRecord: held.roles.includes('administrator'),
    realised: fact('realised'),
    paidOut: fact('paidOut'),
    unlisted: Math.max(0, fact('paidOut') - fact('allocated') - fact('freedTotal')),
    freed: fact('freedTotal'),
    rounds: rowsOf(state, 'distributions')
      .map(([id, row]) => {
        const own = payments.filter((p) => p.round === row.round)
        const kind = kindOf(row.kind)
        return {
          id,
          round: typeof row.round === 'number' ? row.round : null,
          kind,
          kindTitle: { ...KINDS[kind] },
          on: words(row.on),
          final: row.final === true,
          amount: fen(row.amount),
          expenses: fen(row.expenses),
          commonBenefit: fen(row.commonBenefit),
          paid: own.reduce((s, p) => s + fen(p.paid), 0),
          deposited: own.reduce((s, p) => s + fen(p.deposited), 0),
          claims: new Set(own.map((p) => p.claim)).size,
        }
      })
      .sort((a, b) => (a.round ?? 0) - (b.round ?? 0)),
    claims: claims.flatMap((c) => {
      if (!c.received) return []
      const amount = c.status === 'confirmed' || c.status === 'partly' ? c.confirmed : (c.provisional ?? filedAmount(c))
      const reason = rows.get(c.id)?.depositReason
      return [
        {
          claim: c.id,
          creditor: c.creditor,
          classTitle: classTitle(c.class),
          amount,
          paid: c.received.paid,
          deposited: c.received.deposited,
          fromCollateral: c.received.fromCollateral,
          remaining: Math.max(0, amount - c.received.paid - c.received.deposited),
          waived: c.received.waived,
          depositReason: reason === 'dispute' || reason === 'condition' || reason === 'unclaimed' ? reason : null,
        },
      ]
    }),
  }
}

const ACTIONS = { distribution: 'distribute', redistribution: 'redistribute', supplementary: 'supplement-distribution' } as const

/** The actions of a calculated distribution: the whole first, then what each claim gets. Refuses a distribution of nothing, and expenses out of freed deposits. */
export function distributionDeeds(
  plan: PlannedDistribution,
  body: z.output<typeof RecordDistribution>,
  who: Pick<Deed, 'tenantId' | 'court' | 'userId' | 'actor'>,
): readonly Deed[] {
  const given = (rank: string) => plan.ranks.find((r) => r.rank === rank)?.given ?? 0
  const distributed = plan.total - plan.surplus
  const [expenses, common] = [given('expenses'), given('commonBenefit')]
  const against = (path: string, zh: string, en: string) => refuse('distribution.refused', { zh, en }, { errors: [{ path, zh, en }] })
  if (distributed === 0) throw against('estate', '没有可以分配的金额。', 'There is nothing to distribute.')
  if (body.kind === 'redistribution' && expenses + common > 0)
    throw against('expenses', '转出的提存款只分配给债权人，不列支费用。', 'Freed deposits go to creditors and not to expenses.')
  if (body.kind === 'supplementary' && !body.reasons)
    throw against('reasons', '追加分配应当写明理由。', 'A supplementary distribution needs its reasons.')
  const reasons = new Map(body.request.deposits.map((d) => [d.claim, d.reason]))
  return [
    {
      ...who,
      action: ACTIONS[body.kind],
      values: {
        distributed,
        doneOn: body.doneOn,
        ...(body.kind === 'distribution' ? { finalRound: body.final } : {}),
        ...(body.kind === 'redistribution' ? {} : { expensesPaid: expenses, commonBenefitPaid: common }),
        ...(body.kind === 'supplementary' ? { reasons: body.reasons! } : {}),
      },
    },
    ...plan.claims
      .filter((c) => c.paid + c.deposited > 0)
      .map((c): Deed => {
        const reason = reasons.get(c.claim)
        return {
          ...who,
          action: 'pay-claim',
          values: {
            claim: c.claim,
            paidNow: c.paid,
            depositedNow: c.deposited,
            fromCollateralNow: c.fromCollateral,
            ...(reason === undefined ? {} : { depositReason: reason }),
          },
        }
      }),
  ]
}
