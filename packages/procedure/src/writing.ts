/** Short forms with which definitions are written. */
import type { Source, Text } from '@yingshang/time'
import type { Field, Stage } from './model.ts'

export const text = (zh: string, en: string): Text => ({ zh, en })

/** A provision that nobody has read in its own text yet, or a rule of the house: a setting with a date, never settled law. */
export const unverified = (rule: string, provision: string): Source => ({ rule, provision, verified: false })

export const stage = (id: string, zh: string, en: string, terminal = false): Stage => ({
  id,
  title: text(zh, en),
  ...(terminal ? { terminal } : {}),
})

/** A required, internal field; `more` says what is different. */
export const field = (id: string, type: Field['type'], zh: string, en: string, more: Partial<Field> = {}): Field => ({
  id,
  type,
  label: text(zh, en),
  required: true,
  sensitivity: 'internal',
  ...more,
})

/** A choice among `[value, zh, en]`. */
export const choice = (
  id: string,
  label: Text,
  options: readonly (readonly [string, string, string])[],
  more: Partial<Field> = {},
): Field => ({
  id,
  type: 'choice',
  label,
  required: true,
  sensitivity: 'internal',
  options: options.map(([value, zh, en]) => ({ value, label: text(zh, en) })),
  ...more,
})
