/**
 * How the journal answers: a value, or a refusal. A refusal has a stable code, says what is wrong in Chinese and in English, and names
 * the place when there is one (a file of the log, an entry, a line). Nothing here throws for bad input.
 */

/** Where something is wrong. `index` is an entry, `path` a file of the log, `line` a line of a text (from 1), `at` a JSON pointer. */
export interface Place {
  readonly path?: string
  readonly index?: number
  /** The wrong entry lies in `[from, to)` when it cannot be named more closely. */
  readonly from?: number
  readonly to?: number
  readonly line?: number
  readonly at?: string
}

export interface Refusal<Code extends string = string> {
  readonly code: Code
  readonly zh: string
  readonly en: string
  readonly place?: Place
}

export type Result<T, Code extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal<Code> }

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function refuse<Code extends string>(
  code: Code,
  zh: string,
  en: string,
  place?: Place,
): { readonly ok: false; readonly refusal: Refusal<Code> } {
  return { ok: false, refusal: place === undefined ? { code, zh, en } : { code, zh, en, place } }
}
