/**
 * The claims table as the case keeps it: rows of the register `claims` (see `procedures/case-claims.ts`) read as claims, their names in words, and when two
 * claims look like one filed twice. Withdrawn claims are claims too; the table leaves them out.
 */
import type { Values } from '@yingshang/procedure'
import { CLAIM_CLASSES, type Claim, type ClaimClass, type ClaimStatus } from './claims.ts'

export const CLAIM_STATUSES = [
  { id: 'pending', zh: '待审查', en: 'Pending' },
  { id: 'confirmed', zh: '予以确认', en: 'Confirmed' },
  { id: 'partly', zh: '部分确认', en: 'Confirmed in part' },
  { id: 'rejected', zh: '不予确认', en: 'Not confirmed' },
  { id: 'provisional', zh: '暂缓确定', en: 'Not determined yet' },
  { id: 'withdrawn', zh: '已撤回', en: 'Withdrawn' },
] as const satisfies readonly { readonly id: ClaimStatus; readonly zh: string; readonly en: string }[]

/** A claim with what the case knows beside its amounts. */
export interface RegisteredClaim extends Claim {
  /** Somebody objected to its entry in the table (破产法司法解释三 第八条). */
  readonly disputed: boolean
  /** Who filed it: the creditor's account, or the administrator's. */
  readonly by: string
}

/** A money property of a row; nothing is 0. */
export const fen = (value: unknown): number => (typeof value === 'number' ? value : 0)
const words = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads one row of the register. */
export function claimOf(id: string, row: Values): RegisteredClaim {
  const status = CLAIM_STATUSES.find((s) => s.id === row.status)?.id ?? 'pending'
  return {
    id,
    creditor: words(row.creditor),
    class: CLAIM_CLASSES.find((c) => c.id === row.class)?.id ?? 'ordinary',
    principal: fen(row.principal),
    interest: fen(row.interest),
    other: fen(row.other),
    status,
    confirmed: status === 'confirmed' || status === 'partly' ? fen(row.confirmed) : 0,
    ...(fen(row.provisional) > 0 ? { provisional: fen(row.provisional) } : {}),
    filedOn: typeof row.filedOn === 'string' ? row.filedOn : null,
    late: row.late === true,
    ...(words(row.reason) === '' ? {} : { reason: words(row.reason) }),
    ...(typeof row.paid === 'number'
      ? {
          received: {
            paid: row.paid,
            deposited: fen(row.deposited),
            fromCollateral: fen(row.fromCollateral),
            waived: row.waived === true,
          },
        }
      : {}),
    disputed: row.disputed === true,
    by: words(row.by),
  }
}

/** Rows of the register in the order in which they were filed: ids are made in order of time. */
export function claimsOf(rows: Iterable<readonly [string, Values]>): readonly RegisteredClaim[] {
  return [...rows].map(([id, row]) => claimOf(id, row)).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** What was filed, in fen. */
export const filedAmount = (claim: Pick<Claim, 'principal' | 'interest' | 'other'>): number =>
  claim.principal + claim.interest + claim.other

/** Equal for two claims that may be one filed twice: same creditor (however it is spaced or wide), class and amount. */
export const claimLikeness = (claim: {
  readonly creditor: string
  readonly class: ClaimClass
  readonly principal: number
  readonly interest: number
  readonly other: number
}): string => `${claim.creditor.normalize('NFKC').replace(/\s+/g, '').toLowerCase()}|${claim.class}|${filedAmount(claim)}`
