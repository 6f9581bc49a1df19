import { z } from 'zod'
import { Id, Instant, PageQuery, pageOf } from './values.ts'

/** What the server tells somebody: events of their matters, clocks about to end, what could not be done by itself. */

export const Notice = z
  .strictObject({
    id: Id,
    text: z.strictObject({ zh: z.string(), en: z.string() }),
    matter: z.strictObject({ id: Id, title: z.string(), number: z.string().nullable() }).nullable(),
    at: Instant,
    readAt: Instant.nullable(),
  })
  .describe('A notice to the caller')
  .meta({ id: 'Notice' })
export type Notice = z.output<typeof Notice>

export const NoticePage = z
  .strictObject({ ...pageOf(Notice).shape, unread: z.int().describe('How many are unread, on all pages') })
  .describe('Notices, newest first')
  .meta({ id: 'NoticePage' })

const tag = '案件 Matters'

/** Addresses of notices; part of the one table of endpoints. */
export const NOTICE_ENDPOINTS = {
  listNotices: {
    method: 'GET',
    path: '/api/notices',
    permission: 'matter.read',
    tag,
    zh: '我的消息',
    en: 'My notices',
    query: z.strictObject({
      ...PageQuery.shape,
      unread: z.enum(['true', 'false']).optional().describe('Only unread ones, or only read ones'),
    }),
    reply: NoticePage,
  },
  readNotices: {
    method: 'POST',
    path: '/api/notices/read',
    permission: 'matter.read',
    tag,
    zh: '标为已读',
    en: 'Mark notices as read',
    body: z.strictObject({ ids: z.array(Id).max(200).describe('Empty: all') }),
    status: 204,
  },
} as const
