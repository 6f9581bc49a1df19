import { amend, type Calendar, type PlainDate } from '@yingshang/time'
import type { Selectable } from 'kysely'
import type { CalendarData, CalendarDay } from '../contract/calendars.ts'
import type { CalendarTables } from '../database/tables-calendars.ts'
import { refuse } from '../http/problem.ts'
import type { Law } from '../matters/setting.ts'

/** Versions of the calendar as values: which one is in force, which was published last, and what a draft makes of it. */

export type VersionRow = Selectable<CalendarTables['calendar_version']>

/** The calendar that was published last: what a draft builds on. The product's own stands first. */
export const latestOf = (law: Law): Calendar => law.setting.calendars.at(-1)!

/** The number of a version of the house; 0 for the product's. */
export const numberOf = (calendar: Calendar): number => Number(/\+(\d+)$/.exec(calendar.version)?.[1] ?? 0)

/** How version `number` of the house is called: the product's version and its own number. */
export const versionName = (law: Law, number: number): string => `${law.setting.calendars[0]!.version}+${number}`

export function dataOf(calendar: Calendar): CalendarData {
  return {
    id: calendar.id,
    version: calendar.version,
    number: numberOf(calendar),
    effectiveFrom: calendar.effectiveFrom,
    years: [...calendar.years],
    off: [...calendar.off],
    makeUp: [...calendar.makeUp],
    sources: calendar.source.map((s) => ({ rule: s.rule, provision: s.provision, verified: s.verified !== false })),
  }
}

/** The calendar that a draft makes of the last one; refuses with all reasons. */
export function amended(
  law: Law,
  draft: {
    readonly number: number
    readonly years: readonly number[]
    readonly days: readonly CalendarDay[]
    readonly sourceTitle: string
  },
  effectiveFrom: PlainDate,
): Calendar {
  const base = latestOf(law)
  const of = (kind: CalendarDay['kind']) => draft.days.filter((d) => d.kind === kind).map((d) => d.date)
  if (draft.days.length === 0 && draft.years.length === 0)
    throw refuse('calendar.refused', { zh: '草案没有改动任何日子，也没有新增年份。', en: 'The draft changes no day and adds no year.' })
  const made = amend(base, {
    version: versionName(law, draft.number),
    effectiveFrom,
    source: [...base.source, { rule: 'H-9', provision: draft.sourceTitle }],
    years: draft.years,
    off: of('off'),
    makeUp: of('makeUp'),
    plain: of('plain'),
  })
  if (!made.ok)
    throw refuse('calendar.refused', {
      zh: made.refusals.map((r) => r.zh).join('；'),
      en: made.refusals.map((r) => r.en).join('; '),
    })
  return made.value
}
