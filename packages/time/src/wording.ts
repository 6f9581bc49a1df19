/**
 * What every part of the core says to people: a sentence in two languages, a reason for refusing, and where a rule comes from.
 * They stand here because the room of time is above all others.
 */

/** One sentence or label, Chinese first. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/** Where a rule comes from: the id under which the project keeps the rule, and the provision it restates. */
export interface Source {
  /** Id of the rule in the project's sheet of legal rules, `A1-4` for instance. */
  readonly rule: string
  /** The provision, `企业破产法 第十条` for instance. */
  readonly provision: string
  /** False when the provision has not been read in its own text; such a figure is a setting with a date, never settled law. */
  readonly verified?: boolean
}

/** A typed reason for not doing something. Reasons accumulate; they are values and are never thrown. */
export interface Refusal extends Text {
  /** Stable code, `clock.not-due` for instance; pages and tests use it, people do not see it. */
  readonly code: string
  /** The figures that decided, by name, so that a page can show them and a test can check them. */
  readonly numbers?: Readonly<Record<string, string | number | boolean | null>>
  /** Id of the rule (`Source.rule`) that stands behind the reason. */
  readonly rule?: string
}

/** A result that is either a value or the reasons why there is none. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** Freezes a value of plain data through and through and gives it back. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}
