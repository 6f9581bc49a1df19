/** From how many answers on a group is shown. No law fixes the figure: it is a dated setting of the house; a questionnaire may ask for more, never for less. */
import type { PlainDate, Source } from '@yingshang/time'
import { practice } from '../procedures/practice.ts'

interface DisclosureSetting {
  readonly effectiveFrom: PlainDate
  readonly least: number
  readonly source: Source
}

export const DISCLOSURE: readonly DisclosureSetting[] = [
  { effectiveFrom: '2021-01-01', least: 5, source: practice('G5', '匿名问卷少于五份答卷的分组不公布') },
]
/** Nobody needs a larger one; with more, few questionnaires would show anything. */
export const LARGEST_LEAST = 50

/** The setting of a day; before the first one, the first one. */
export function leastGroup(on: PlainDate, settings: readonly DisclosureSetting[] = DISCLOSURE): number {
  return (settings.findLast((s) => s.effectiveFrom <= on) ?? settings[0]!).least
}
