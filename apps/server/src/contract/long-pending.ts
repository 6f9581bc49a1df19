import { z } from 'zod'
import { Words } from './matter-shapes.ts'
import { Id, PageQuery, PlainDate } from './values.ts'

/** The ledger of bankruptcy cases that are open for over a year. */

const TrackId = z.enum(['liquidation', 'reorganisation', 'settlement', 'compulsory'])
export const LongPendingFilter = z.strictObject({
  cause: z.string().max(200).optional().describe('Id among `causes`'),
  track: TrackId.optional(),
  judge: Id.optional(),
  years: z.coerce.number().int().min(1).max(20).optional().describe('Open for more than so many years; 1 when absent'),
})
export const LongPendingQuery = LongPendingFilter.extend(PageQuery.shape)

export const LongPending = z
  .strictObject({
    today: PlainDate,
    since: PlainDate.describe('Cases accepted before this day'),
    total: z.int().describe('Cases with this filter, on all pages'),
    causes: z
      .array(z.strictObject({ kind: z.enum(['clock', 'stage']), id: z.string(), title: Words, count: z.int() }))
      .describe('With the filter, but for that of the cause itself; without one the counts add up to `total`'),
    ages: z
      .array(z.strictObject({ from: z.int(), to: z.int().nullable(), count: z.int() }))
      .describe('By years since acceptance; the counts add up to `total`'),
    judges: z.array(z.strictObject({ id: Id, displayName: z.string() })).describe('Who has such cases'),
    next: z.string().nullable().describe('Send as `after` to get the next page'),
    items: z.array(
      z.strictObject({
        matter: z.strictObject({ id: Id, title: z.string(), titleEn: z.string(), number: z.string().nullable() }),
        procedure: Words,
        track: TrackId,
        acceptedOn: PlainDate,
        days: z.int(),
        judges: z.array(z.strictObject({ id: Id, displayName: z.string() })),
        stage: Words.describe('Where it stands'),
        overdue: z.array(z.strictObject({ clock: z.string(), title: Words, due: PlainDate, days: z.int() })).describe('Longest first'),
        cause: z.string().describe('Id among `causes`'),
      }),
    ),
  })
  .meta({ id: 'LongPending' })
export type LongPending = z.output<typeof LongPending>

const tag = '破产 Bankruptcy'

/** Addresses of the ledger; part of those of the domain. */
export const LONG_PENDING_ENDPOINTS = {
  listLongPending: {
    method: 'GET',
    path: '/api/bankruptcy/long-pending',
    permission: 'matter.read',
    tag,
    zh: '长期未结案件',
    en: 'Cases open for over a year, by cause; longest first',
    query: LongPendingQuery,
    reply: LongPending,
  },
  exportLongPending: {
    method: 'GET',
    path: '/api/bankruptcy/long-pending/export',
    permission: 'matter.read',
    tag,
    zh: '导出长期未结台账',
    en: 'All rows with the filter as a workbook; recorded',
    query: LongPendingFilter,
    download: true,
  },
} as const
