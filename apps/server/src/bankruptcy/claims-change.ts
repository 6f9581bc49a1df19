import { type ClaimClass, checkReview, filedAmount, type RegisteredClaim } from '@yingshang/bankruptcy'
import type { Values } from '@yingshang/procedure'
import type { ClaimChange } from '../contract/bankruptcy.ts'
import { type ClaimContent, CONTENT_KEYS, FILED_KEYS, said, stampOf } from './claims-stamp.ts'

/**
 * A row of a workbook that names a claim of the case, against the claim as it stands: what was changed in the sheet becomes an amendment, a review, or both, so that
 * the claim reads afterwards as the sheet does. A row that somebody changed in the case since the export is refused, with both values.
 */

export interface SheetClaim {
  readonly row: number
  readonly creditor: string
  readonly class: ClaimClass
  readonly principal: number
  readonly interest: number
  readonly other: number
  readonly basis: string
  /** Null when the sheet says nothing of the review. */
  readonly review: Pick<ClaimContent, 'status' | 'confirmed' | 'provisional' | 'reason'> | null
  readonly amendReason: string
  /** Null when the cell is empty. */
  readonly filedOn: string | null
  /** Null when the cell is empty. */
  readonly late: boolean | null
  readonly stamp: string
}

export interface Fault {
  readonly key: string
  readonly code: string
  readonly zh: string
  readonly en: string
}

export interface Change {
  readonly actions: readonly { readonly action: 'amend-claim' | 'review-claim'; readonly values: Values }[]
  readonly faults: readonly Fault[]
  /** With the key of the column. */
  readonly changes: readonly (Omit<ClaimChange, 'column'> & { readonly key: string })[]
}

const NOTHING: Change = { actions: [], faults: [], changes: [] }

/** Compares a row with its claim, whose content is `now`. Nothing in it when the sheet changed nothing. */
export function changeOf(sheet: SheetClaim, had: RegisteredClaim, now: ClaimContent): Change {
  const fixed = (['filedOn', 'late'] as const).filter((key) => sheet[key] !== null && sheet[key] !== had[key])
  if (fixed.length > 0)
    return {
      ...NOTHING,
      faults: fixed.map((key) => ({
        key,
        code: 'claim.filed-on',
        zh: '由系统登记，不能改动',
        en: 'kept by the system; leave it as it is',
      })),
    }
  const { status, confirmed, provisional, reason } = sheet.review ?? now
  const stated: ClaimContent = {
    creditor: sheet.creditor,
    class: sheet.class,
    principal: sheet.principal,
    interest: sheet.interest,
    other: sheet.other,
    basis: sheet.basis,
    status,
    confirmed,
    provisional,
    reason,
  }
  const differing = CONTENT_KEYS.filter((key) => stated[key] !== now[key])
  if (differing.length === 0) return NOTHING
  if (sheet.stamp === '')
    return {
      ...NOTHING,
      faults: [
        {
          key: differing[0]!,
          code: 'claim.no-stamp',
          zh: `与已登记的内容不同（现为“${said(differing[0]!, now)}”），但没有“导出版本”。请从本案导出后在原表上改动`,
          en: `differs from what is registered (${said(differing[0]!, now)}) and has no stamp: export the table and change it there`,
        },
      ],
    }
  // Somebody changed the claim in the case, and the sheet still holds what was exported.
  if (sheet.stamp === stampOf(stated)) return NOTHING
  if (sheet.stamp !== stampOf(now))
    return {
      ...NOTHING,
      faults: differing.map((key) => ({
        key,
        code: 'claim.changed-meanwhile',
        zh: `导出后本案中已有改动：表中为“${said(key, stated)}”，现为“${said(key, now)}”。请重新导出后再改`,
        en: `changed in the case since the export: the sheet has “${said(key, stated)}”, the case “${said(key, now)}”. Export again`,
      })),
    }

  const amended = FILED_KEYS.some((key) => stated[key] !== now[key])
  const reviewed = sheet.review !== null && (amended ? status !== 'pending' : differing.some((key) => !FILED_KEYS.includes(key as never)))
  const faults = [
    ...(amended && sheet.amendReason === ''
      ? [{ key: 'amendReason', code: 'claim.reason-missing', zh: '变更已申报的内容，应当写明变更理由', en: 'an amendment needs a reason' }]
      : []),
    // A sheet that says nothing of the review leaves an amended claim to be reviewed again.
    ...faultsOf(sheet.review === null ? { ...stated, status: 'pending', confirmed: 0, reason: '' } : stated, now, amended),
  ]
  return {
    faults,
    actions: [
      ...(amended
        ? [
            {
              action: 'amend-claim' as const,
              values: {
                claim: had.id,
                creditorName: stated.creditor,
                claimClass: stated.class,
                principal: stated.principal,
                interest: stated.interest,
                otherAmount: stated.other,
                ...(stated.basis === now.basis ? {} : { basis: stated.basis }),
                amendReason: sheet.amendReason,
              },
            },
          ]
        : []),
      ...(reviewed && status !== 'pending'
        ? [
            {
              action: 'review-claim' as const,
              values: {
                claim: had.id,
                outcome: status,
                ...(status === 'confirmed' || status === 'partly' ? { confirmed } : {}),
                ...(status === 'confirmed' ? {} : { reviewReason: reason }),
              },
            },
          ]
        : []),
    ],
    changes: differing.map((key) => ({ row: sheet.row, creditor: now.creditor, before: said(key, now), after: said(key, stated), key })),
  }
}

/** What is wrong with the outcome that the sheet states. */
function faultsOf(stated: ClaimContent, now: ClaimContent, amended: boolean): Fault[] {
  const faults: Fault[] = []
  const fault = (key: keyof ClaimContent, code: string, zh: string, en: string) => faults.push({ key, code, zh, en })
  const filed = filedAmount(stated)
  if (stated.class === 'employee')
    for (const key of ['interest', 'other'] as const)
      if (stated[key] !== 0) fault(key, 'claim.employee', '职工债权只填本金', 'an employee claim has principal only')
  if (stated.provisional !== now.provisional)
    fault('provisional', 'claim.court', '临时债权额由人民法院确定，不能导入', 'the court fixes this amount')
  if (stated.status === 'pending') {
    if (!amended && now.status !== 'pending')
      fault('status', 'claim.unreview', '已有审查结论，不能改回待审查', 'a claim that was reviewed cannot go back')
    if (stated.confirmed !== 0)
      fault('confirmed', 'claim.outcome', '填写确认金额的，应当同时填写审查结论', 'an amount confirmed needs an outcome')
  }
  if (stated.status === 'confirmed' && stated.confirmed < filed)
    fault(
      'confirmed',
      'claim.outcome',
      `予以确认的，确认金额应当等于申报金额 ${(filed / 100).toFixed(2)} 元；少于申报金额的，审查结论为部分确认`,
      `confirmed in full is ${(filed / 100).toFixed(2)}; less is confirmed in part`,
    )
  if ((stated.status === 'rejected' || stated.status === 'provisional') && stated.confirmed !== 0)
    fault('confirmed', 'claim.outcome', '不予确认、暂缓确定的，确认金额应当为零', 'nothing is confirmed with this outcome')
  if ((stated.status === 'confirmed' || stated.status === 'pending') && stated.reason !== '')
    fault('reason', 'claim.outcome', '只有部分确认、不予确认、暂缓确定的填写审查理由', 'reasons go with another outcome')
  for (const refusal of checkReview({ ...stated, id: '', filedOn: null, late: false }))
    if (refusal.code === 'claim.reason-missing') fault('reason', refusal.code, refusal.zh, refusal.en)
    else if (refusal.code === 'claim.above-filed')
      fault(
        'confirmed',
        refusal.code,
        `确认金额高于申报金额 ${(filed / 100).toFixed(2)} 元`,
        `more is confirmed than was filed, ${(filed / 100).toFixed(2)}`,
      )
  return faults
}
