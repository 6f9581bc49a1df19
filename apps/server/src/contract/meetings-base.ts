import { z } from 'zod'
import { Id } from './values.ts'

/** What the endpoints of meetings share. */

export const byId = z.strictObject({ id: Id })
export const base = { tag: '债权人会议 Meetings', params: byId } as const
export const known = ['meeting.not-found'] as const
export const changing = [...known, 'meeting.changed', 'meeting.refused'] as const
