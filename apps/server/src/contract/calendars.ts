import { z } from 'zod'
import { Attachment, Words } from './matter-shapes.ts'
import { Id, Instant, Person, PlainDate } from './values.ts'

/** The working-day calendar: the product's own, and the versions that the court publishes after it, each by two people with its source. */

export const CalendarDay = z
  .strictObject({ date: PlainDate, kind: z.enum(['off', 'makeUp', 'plain']) })
  .describe('off 放假, makeUp 调休上班, plain as its weekday says')
  .meta({ id: 'CalendarDay' })
export type CalendarDay = z.output<typeof CalendarDay>

export const CalendarData = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    number: z.int().describe('0 came with the product'),
    effectiveFrom: PlainDate,
    years: z.array(z.int()).describe('Years whose notice is part of it'),
    off: z.array(PlainDate),
    makeUp: z.array(PlainDate),
    sources: z.array(z.strictObject({ rule: z.string(), provision: z.string(), verified: z.boolean() })),
  })
  .meta({ id: 'CalendarData' })
export type CalendarData = z.output<typeof CalendarData>

export const CalendarSource = z
  .strictObject({
    title: z.string().trim().min(1).max(300).describe('The notice with its number'),
    text: z.string().trim().min(1).max(20_000).describe('What the notice says about these days, word for word'),
  })
  .meta({ id: 'CalendarSource' })

export const CalendarVersion = z
  .strictObject({
    number: z.int(),
    status: z.enum(['draft', 'published', 'product']),
    years: z.array(z.int()).describe('Years that it is the first to cover'),
    days: z.array(CalendarDay).describe('Days that it changes'),
    source: CalendarSource.nullable(),
    attachment: Attachment.nullable().describe('The notice as a file'),
    note: z.string(),
    revision: z.int().describe('Saves so far'),
    draftedBy: Person.nullable(),
    draftedAt: Instant.nullable(),
    savedBy: Person.nullable(),
    savedAt: Instant.nullable(),
    savers: z.array(Person).describe('Everybody who saved the draft; none of them may publish it'),
    publishedBy: Person.nullable(),
    publishedAt: Instant.nullable(),
    effectiveFrom: PlainDate.nullable(),
    recount: z
      .strictObject({ at: Instant, matters: z.int(), clocks: z.int() })
      .nullable()
      .describe('When the running clocks were counted anew with it, and how many ends moved; null before that'),
  })
  .meta({ id: 'CalendarVersion' })
export type CalendarVersion = z.output<typeof CalendarVersion>

export const CalendarState = z
  .strictObject({
    today: PlainDate,
    current: CalendarData.describe('In force today'),
    latest: CalendarData.describe('The last that was published; a draft builds on it'),
    draft: CalendarVersion.nullable(),
  })
  .meta({ id: 'CalendarState' })
export type CalendarState = z.output<typeof CalendarState>

export const CalendarVersions = z
  .strictObject({ items: z.array(CalendarVersion).describe('Newest first') })
  .meta({ id: 'CalendarVersions' })
export type CalendarVersions = z.output<typeof CalendarVersions>

export const CalendarDraft = z
  .strictObject({
    revision: z.int().min(0).describe('The revision of the draft that was seen; 0 when there was none'),
    years: z.array(z.int().min(1992).max(9999)).max(20).describe('Years newly covered'),
    days: z.array(CalendarDay).max(1_000),
    source: CalendarSource,
    attachment: Id.nullable().default(null).describe('An upload'),
    note: z.string().trim().max(2_000).default(''),
  })
  .meta({ id: 'CalendarDraft' })

export const CalendarPublication = z
  .strictObject({
    effectiveFrom: PlainDate.describe('Today or later, and not before the version that it follows'),
    revision: z.int().min(1).describe('The revision that was looked at'),
  })
  .meta({ id: 'CalendarPublication' })

const MovedEnd = z.strictObject({
  clock: z.string(),
  key: z.string().nullable(),
  title: Words,
  before: PlainDate.nullable(),
  after: PlainDate.nullable(),
})
export const CalendarImpact = z
  .strictObject({
    matters: z.int().describe('Matters with running clocks that were looked at'),
    items: z
      .array(
        z.strictObject({
          matter: z.strictObject({ id: Id, title: z.string(), titleEn: z.string(), number: z.string().nullable() }),
          clocks: z.array(MovedEnd),
        }),
      )
      .describe('Matters whose ends would move, by id'),
    more: z.int().describe('Matters whose ends would move and that are not shown'),
  })
  .meta({ id: 'CalendarImpact' })
export type CalendarImpact = z.output<typeof CalendarImpact>

export const ClockMoves = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          id: Id,
          at: Instant,
          calendar: z.strictObject({ id: z.string(), version: z.string() }),
          clocks: z.array(MovedEnd),
          sealed: z.int().nullable(),
        }),
      )
      .describe('Newest first'),
  })
  .meta({ id: 'ClockMoves' })
export type ClockMoves = z.output<typeof ClockMoves>

const tag = '工作日历 Calendar'

export const CALENDAR_ENDPOINTS = {
  getCalendar: {
    method: 'GET',
    path: '/api/calendar',
    permission: 'matter.read',
    tag,
    zh: '工作日历',
    en: 'The calendar in force, the last published, and the draft',
    reply: CalendarState,
  },
  listCalendarVersions: {
    method: 'GET',
    path: '/api/calendar/versions',
    permission: 'matter.read',
    tag,
    zh: '工作日历版本',
    en: 'Versions of the calendar',
    reply: CalendarVersions,
  },
  downloadCalendarSource: {
    method: 'GET',
    path: '/api/calendar/versions/:number/source',
    permission: 'matter.read',
    tag,
    zh: '下载放假通知',
    en: 'The notice behind a version, as it was handed in',
    params: z.strictObject({ number: z.coerce.number().int().min(1) }),
    download: true,
    problems: ['calendar.not-found', 'attachment.not-found'],
  },
  saveCalendarDraft: {
    method: 'PUT',
    path: '/api/calendar/draft',
    permission: 'calendar.draft',
    tag,
    zh: '保存日历草案',
    en: 'Write the draft',
    body: CalendarDraft,
    reply: CalendarState,
    problems: ['calendar.refused', 'version.conflict', 'attachment.refused'],
  },
  dropCalendarDraft: {
    method: 'DELETE',
    path: '/api/calendar/draft',
    permission: 'calendar.draft',
    tag,
    zh: '放弃日历草案',
    en: 'Drop the draft',
    reply: CalendarState,
    problems: ['calendar.not-found'],
  },
  getCalendarImpact: {
    method: 'GET',
    path: '/api/calendar/draft/impact',
    permission: 'matter.all',
    tag,
    zh: '日历草案对期限的影响',
    en: 'Which running clocks would end on another day with the draft',
    reply: CalendarImpact,
    problems: ['calendar.not-found', 'calendar.refused'],
  },
  publishCalendarDraft: {
    method: 'POST',
    path: '/api/calendar/draft/publication',
    permission: 'calendar.publish',
    tag,
    zh: '发布日历',
    en: 'Publish the draft; by somebody who did not save it. When it is in force at once, the running clocks are counted anew at once',
    body: CalendarPublication,
    reply: CalendarState,
    problems: ['calendar.not-found', 'calendar.refused', 'calendar.same-person', 'version.conflict'],
  },
  listClockMoves: {
    method: 'GET',
    path: '/api/matters/:id/clock-moves',
    permission: 'matter.read',
    tag,
    zh: '日历变更引起的期限变动',
    en: 'Ends of clocks that moved because the calendar changed',
    params: z.strictObject({ id: Id }),
    reply: ClockMoves,
    problems: ['matter.not-found'],
  },
} as const
