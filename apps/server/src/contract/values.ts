import { z } from 'zod'

/** The small values that every part of the interface speaks in. */

export const Id = z.uuid().describe('UUIDv7 made by the server; sorts by time of creation').meta({ id: 'Id' })

export const Instant = z.iso.datetime().describe('An instant in UTC, ISO 8601 with Z').meta({ id: 'Instant' })

export const PlainDate = z.iso.date().describe('A day in China time, YYYY-MM-DD; not an instant').meta({ id: 'PlainDate' })

export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('A month, YYYY-MM')
  .meta({ id: 'Month' })

export const Span = z
  .strictObject({
    start: z.int().min(0).describe('First UTF-16 offset into the source text'),
    end: z.int().min(0).describe('Offset after the last one'),
  })
  .describe('Half-open range [start, end) of UTF-16 offsets into the source text')
  .meta({ id: 'Span' })

/** A keyset page: the items, and the key to send as `after` for the next page (null at the end). */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('Send as `after` to get the next page; null when there is none'),
  })
}

export const PageQuery = z.strictObject({
  after: z.string().max(200).optional().describe('`next` of the previous page'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items per page'),
})

/** Who did something. */
export const Person = z
  .strictObject({
    id: Id.nullable().describe('Null when the system itself acted'),
    displayName: z.string(),
  })
  .describe('A user, as shown beside what they did')
  .meta({ id: 'Person' })

export const Nothing = z.strictObject({}).describe('No content')
