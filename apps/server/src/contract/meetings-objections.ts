import { z } from 'zod'
import { Id, Instant, PlainDate } from './values.ts'

/** Objections to a resolution (企业破产法 第六十四条第二款; 破产法司法解释三 第十二条). */

export const ObjectionGround = z
  .enum(['calling', 'voting', 'content', 'powers'])
  .describe('calling 会议的召开违反法定程序, voting 表决违反法定程序, content 决议内容违法, powers 超出债权人会议的职权范围')

export const MeetingObjection = z
  .strictObject({
    id: Id,
    item: Id,
    voter: z.string(),
    grounds: ObjectionGround,
    body: z.string(),
    at: Instant,
    inTime: z.boolean(),
    dueOn: PlainDate.nullable().describe('Fifteenth day after the result was received'),
    raisedAt: Instant.nullable().describe(
      'When it went into the case, where the judge rules on it; null while the result was not told, or when the case did not take it',
    ),
    refused: z.string().nullable().describe('Why the case did not take it'),
  })
  .meta({ id: 'MeetingObjection' })
export const NewMeetingObjection = z
  .strictObject({ item: Id, grounds: ObjectionGround, body: z.string().trim().min(4).max(10_000) })
  .meta({ id: 'NewMeetingObjection' })

/** What the court has to rule on, or ruled, about a resolution that was disputed; as the case has it. */
export const MeetingChallenge = z
  .strictObject({
    item: Id,
    status: z.enum(['disputed', 'revoked', 'revokedInPart', 'dismissed']),
    reasons: z.string().nullable(),
    ruledOn: PlainDate.nullable(),
  })
  .meta({ id: 'MeetingChallenge' })
