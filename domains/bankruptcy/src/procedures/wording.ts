/** Short forms with which the definitions of this domain are written. */
import type { Field, Stage } from '@yingshang/procedure'
import type { Source, Text } from '@yingshang/time'

export const text = (zh: string, en: string): Text => ({ zh, en })

/** A provision of the Enterprise Bankruptcy Law (企业破产法, in force 2007-06-01), with the rule id of the sheet of facts. */
export const law = (rule: string, article: string): Source => ({ rule, provision: `企业破产法 ${article}` })

/** A provision that nobody has read in its own text yet: a setting of the court with a date. */
export const unverified = (rule: string, provision: string): Source => ({ rule, provision, verified: false })

export const stage = (id: string, zh: string, en: string, terminal = false): Stage => ({
  id,
  title: text(zh, en),
  ...(terminal ? { terminal } : {}),
})

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

export const field = (id: string, type: Field['type'], zh: string, en: string, more: Partial<Field> = {}): Field => ({
  id,
  type,
  label: text(zh, en),
  required: true,
  sensitivity: 'internal',
  ...more,
})
