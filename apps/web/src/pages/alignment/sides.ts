import type { AlignmentSummary } from '@yingshang/server/contract'
import type { Translate } from '../../messages/index.tsx'

/** How the two sides are called: by level, or by year where the plans are of different years. */
export function sideNames({ lower, upper }: AlignmentSummary, t: Translate): { readonly upper: string; readonly lower: string } {
  if (lower.planYear !== null && upper.planYear !== null && lower.planYear !== upper.planYear)
    return { upper: t('alignment.year', { year: upper.planYear }), lower: t('alignment.year', { year: lower.planYear }) }
  return { upper: t('alignment.upperShort'), lower: t('alignment.lowerShort') }
}
