import { createHash } from 'node:crypto'
import { CLAIM_CLASSES, CLAIM_STATUSES, type ClaimClass, type ClaimStatus, type RegisteredClaim } from '@yingshang/bankruptcy'

/**
 * A claim as one row of the workbook holds it, and the stamp by which an import sees whether the row was changed in the sheet, and whether somebody changed the claim
 * in the case since the export.
 */
export interface ClaimContent {
  readonly creditor: string
  readonly class: ClaimClass
  readonly principal: number
  readonly interest: number
  readonly other: number
  readonly basis: string
  readonly status: ClaimStatus
  readonly confirmed: number
  readonly provisional: number
  readonly reason: string
}

export const CONTENT_KEYS = [
  'creditor',
  'class',
  'principal',
  'interest',
  'other',
  'basis',
  'status',
  'confirmed',
  'provisional',
  'reason',
] as const satisfies readonly (keyof ClaimContent)[]

/** What was filed; a change of these is an amendment. The others are the outcome of the review. */
export const FILED_KEYS = [
  'creditor',
  'class',
  'principal',
  'interest',
  'other',
  'basis',
] as const satisfies readonly (keyof ClaimContent)[]

/** Line ends and blanks around a text do not survive a workbook, so they do not count. */
export const plainWords = (text: string): string => text.replace(/\r\n?/g, '\n').trim()

/** The content of a claim of the case; the grounds stand in the actions and not in the table. */
export const contentOf = (claim: RegisteredClaim, basis: string): ClaimContent => ({
  creditor: plainWords(claim.creditor),
  class: claim.class,
  principal: claim.principal,
  interest: claim.interest,
  other: claim.other,
  basis: plainWords(basis),
  status: claim.status,
  confirmed: claim.confirmed,
  provisional: claim.status === 'provisional' ? (claim.provisional ?? 0) : 0,
  reason: plainWords(claim.reason ?? ''),
})

/** Sixteen hexadecimal digits: enough to notice a change, short enough for a cell. */
export const stampOf = (content: ClaimContent): string =>
  createHash('sha256')
    .update(JSON.stringify(CONTENT_KEYS.map((key) => content[key])))
    .digest('hex')
    .slice(0, 16)

/** A value of a row as people read it; amounts in yuan. */
export function said(key: keyof ClaimContent, content: ClaimContent): string {
  const value = content[key]
  if (typeof value === 'number') return (value / 100).toFixed(2)
  if (key === 'class') return CLAIM_CLASSES.find((c) => c.id === value)!.zh
  if (key === 'status') return CLAIM_STATUSES.find((s) => s.id === value)!.zh
  return value
}
