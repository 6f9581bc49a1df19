import { shareOf } from '@yingshang/indicator'
import type { EntryState } from './model.ts'

/** How far an entry has come: measured where something measures it, reported where nothing does, unknown where nobody said. */

export interface Progress {
  /** Basis points; null without data. Missing is not zero. */
  readonly value: number | null
  /** `measured`: from steps, targets and milestones; `reported`: the bodies’ own word; null without data. */
  readonly basis: 'measured' | 'reported' | null
  /** Of the parts that could say something (steps, targets, milestones; else bodies), how many do. */
  readonly known: number
  readonly of: number
}

/**
 * Progress of an entry. Steps, targets and milestones are each one third of what they measure together, and one of them that has no data
 * leaves its share to the others. Milestones alone say nothing between two of them: then the reports of the bodies stand in, if there are
 * any. A closed entry is whole.
 */
export function progressOf(state: Pick<EntryState, 'phase' | 'steps' | 'targets' | 'milestones' | 'heard' | 'assignment'>): Progress {
  const steps = state.steps.map((s) => (s.doneOn === null ? 0 : 10_000))
  const targets = state.targets.map((t) => shareOf(t, t.reading?.value ?? null))
  const milestones = state.milestones.map((m) => (m.doneOn === null ? 0 : 10_000))
  const parts = [...steps, ...targets, ...milestones]
  const known = parts.filter((p) => p !== null).length
  const told = state.heard.flatMap((h) => (h.progress === null ? [] : h.progress * 100))
  const measured = steps.length > 0 || targets.some((t) => t !== null) || (milestones.length > 0 && told.length === 0)
  if (state.phase === 'closed') return { value: 10_000, basis: 'measured', known: Math.max(1, known), of: Math.max(1, parts.length) }
  if (measured) return { value: mean([mean(steps), mean(targets), mean(milestones)]), basis: 'measured', known, of: parts.length }
  const bodies = state.assignment.responsible.length + (state.assignment.lead === null ? 0 : 1)
  if (told.length > 0) return { value: mean(told), basis: 'reported', known: told.length, of: Math.max(told.length, bodies) }
  return { value: null, basis: null, known: 0, of: Math.max(parts.length, 1) }
}

/** Rounded mean of what is known; null when nothing is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((v) => v !== null)
  return known.length === 0 ? null : Math.round(known.reduce((sum, v) => sum + v, 0) / known.length)
}
