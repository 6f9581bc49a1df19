/** Numbers that a measure commits to, and the conditions that only limit its scope. */
import type { Condition, Target } from './model.ts'
import type { Squeezed } from './squeeze.ts'

export interface Surroundings {
  readonly masked: readonly { readonly start: number; readonly end: number }[]
  readonly clauses: readonly { readonly start: number; readonly end: number }[]
  readonly skip: (at: number) => boolean
  readonly title: { readonly start: number; readonly end: number }
}

export function conditionsAndTargets(
  _sq: Squeezed,
  _start: number,
  _end: number,
  _around: Surroundings,
): { targets: Target[]; conditions: Condition[] } {
  return { targets: [], conditions: [] }
}
