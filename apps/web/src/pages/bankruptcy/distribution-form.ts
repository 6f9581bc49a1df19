import type { ClaimRow, DistributionLedger } from '@yingshang/server/contract'
import { fenOf } from '../forms/money.ts'
import type { DistributionInput } from './queries.ts'

/** What is typed on the page of the distribution, and what is sent of it. Amounts are typed in yuan. */

export interface ItemDraft {
  readonly key: number
  readonly title: string
  readonly amount: string
}
export interface CollateralDraft {
  readonly key: number
  readonly title: string
  readonly proceeds: string
  readonly claims: readonly string[]
  /** By claim; 1 where nothing is said. */
  readonly orders: Readonly<Record<string, number>>
}
export type DepositReason = 'dispute' | 'condition' | 'unclaimed'
export interface DepositDraft {
  readonly key: number
  readonly claim: string | null
  readonly reason: DepositReason
}
export interface Draft {
  readonly estate: string
  readonly expenses: readonly ItemDraft[]
  readonly commonBenefit: readonly ItemDraft[]
  readonly collaterals: readonly CollateralDraft[]
  readonly deposits: readonly DepositDraft[]
}

const taking = (claim: ClaimRow) => claim.status === 'confirmed' || claim.status === 'partly'

/** Today in China, as a date field holds it. */
export const todayInChina = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** An empty form; when there are confirmed secured claims whose collateral was not distributed yet, one collateral that holds them all. */
export function firstDraft(claims: readonly ClaimRow[], ledger: DistributionLedger, collateral: string): Draft {
  const done = new Set(ledger.claims.filter((c) => c.fromCollateral > 0).map((c) => c.claim))
  const secured = claims.filter((c) => c.class === 'secured' && taking(c) && !done.has(c.id)).map((c) => c.id)
  return {
    estate: '',
    expenses: [],
    commonBenefit: [],
    collaterals: secured.length === 0 ? [] : [{ key: 1, title: collateral, proceeds: '', claims: secured, orders: {} }],
    deposits: [],
  }
}

/** A key that no row of a list has. */
export const nextKey = (list: readonly { readonly key: number }[]): number => Math.max(0, ...list.map((x) => x.key)) + 1

export type FieldFault = 'distribution.needAmount' | 'distribution.needTitle' | 'distribution.needClaim'

/** The request, or what is missing by the path of the field in the request. */
export function requestOf(
  draft: Draft,
):
  | { readonly ok: true; readonly input: DistributionInput }
  | { readonly ok: false; readonly faults: Readonly<Record<string, FieldFault>> } {
  const faults: Record<string, FieldFault> = {}
  const amount = (text: string, path: string): number => {
    const fen = fenOf(text)
    if (fen === null || fen < 0) faults[path] = 'distribution.needAmount'
    return fen ?? 0
  }
  const title = (text: string, path: string): string => {
    if (text.trim() === '') faults[path] = 'distribution.needTitle'
    return text.trim()
  }
  const items = (list: readonly ItemDraft[], name: string) =>
    list.map((item, i) => ({ title: title(item.title, `${name}.${i}.title`), amount: amount(item.amount, `${name}.${i}.amount`) }))
  const input: DistributionInput = {
    estate: amount(draft.estate, 'estate'),
    expenses: items(draft.expenses, 'expenses'),
    commonBenefit: items(draft.commonBenefit, 'commonBenefit'),
    collaterals: draft.collaterals.map((c, i) => ({
      title: title(c.title, `collaterals.${i}.title`),
      proceeds: amount(c.proceeds, `collaterals.${i}.proceeds`),
      claims: c.claims.map((claim) => ({ claim, order: c.orders[claim] ?? 1 })),
    })),
    deposits: draft.deposits.map((d, i) => {
      if (d.claim === null) faults[`deposits.${i}.claim`] = 'distribution.needClaim'
      return { claim: d.claim ?? '', reason: d.reason }
    }),
  }
  return Object.keys(faults).length === 0 ? { ok: true, input } : { ok: false, faults }
}
