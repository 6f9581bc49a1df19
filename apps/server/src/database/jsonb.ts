/**
 * JSON as PostgreSQL takes it: jsonb holds neither U+0000 nor half of a surrogate pair. Each is replaced by U+FFFD, which has the same
 * length, so that offsets into a text stay right.
 */

/** A text that PostgreSQL takes, of the same length. */
export const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

export const toJsonb = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => (typeof inner === 'string' ? storable(inner) : inner))
