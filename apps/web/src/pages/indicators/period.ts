import { daysOf, periodOf, periodWords } from '@yingshang/indicator/periods'
import { addDays } from '@yingshang/time'
import type { Locale } from '../../messages/index.tsx'

/** Periods as the pages choose and write them. */

type Kind = Parameters<typeof periodOf>[0]

/** The period that runs and those before it, the latest first. */
export function periodsBack(kind: Kind, today: string, n: number): string[] {
  const all: string[] = []
  for (let day = today; all.length < n; day = addDays(daysOf(all.at(-1)!).from, -1)) all.push(periodOf(kind, day))
  return all
}

/** 2026年第1季度, or 2026-Q1 in English. */
export const periodText = (period: string, locale: Locale): string => (locale === 'zh' ? periodWords(period) : period)
