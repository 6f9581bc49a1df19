/**
 * JSON as PostgreSQL takes it: jsonb holds neither U+0000 nor half of a surrogate pair. Each is replaced by U+FFFD, which has the same
 * length, so that offsets into a text stay right.
 */

/** A text that PostgreSQL takes, of the same length. */
export const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** Where JSON.stringify leaves what jsonb does not hold: an escaped NUL, an escaped half of a pair. An escaped backslash before it is caught too, and does no harm. */
const DOUBTFUL = /\\u(?:0000|[dD][89a-fA-F])/

export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value)
  return DOUBTFUL.test(text) ? JSON.stringify(value, (_key, inner) => (typeof inner === 'string' ? storable(inner) : inner)) : text
}
