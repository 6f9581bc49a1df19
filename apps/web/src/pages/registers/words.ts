import type { Locale } from '../../messages/index.tsx'

/** Points of an evaluation as people read them: 8744 is 87.44. */
export const points = (basis: number): string => (basis / 100).toFixed(2)

/** The words of a language. */
export const said = (words: { readonly zh: string; readonly en: string }, locale: Locale): string => words[locale]

/** Today in China, as a plain day. */
export const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** What an `input` of type datetime-local holds (China time) as an instant to the second. */
export const momentOf = (local: string): string => new Date(`${local}:00+08:00`).toISOString().replace(/\.\d+Z$/, 'Z')

/** An instant as such an input shows it, in China time, to the minute. */
export const localOf = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
