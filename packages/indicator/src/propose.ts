import { dice, foldText } from '@yingshang/plan'
import type { IndicatorDefinition } from './model.ts'
import { bind } from './target.ts'

/** Which indicator a target probably means: of those that it could be bound to, by the likeness of their names. A person decides. */

/** A target as far as it says what it is about. */
export type Proposable = Parameters<typeof bind>[0] & { readonly subject: string }

export interface Likeness {
  /** 0 to 1; 1 when the names say the same. */
  readonly score: number
  /** The names say the same, or one holds the other. */
  readonly sure: boolean
}

/** Below this, names have nothing to do with each other. */
const LEAST = 0.25

/** How well an indicator fits a target; null when it cannot be bound or the names are unlike. */
export function likeness(target: Proposable, definition: IndicatorDefinition): Likeness | null {
  if (!bind(target, definition).ok) return null
  const [subject, name] = [foldText(target.subject), foldText(definition.title.zh)]
  if (subject === '' || name === '') return null
  if (subject === name) return { score: 1, sure: true }
  const held = Math.min(subject.length, name.length) >= 3 && (subject.includes(name) || name.includes(subject))
  const score = Math.max(dice(subject, name), held ? 0.8 : 0)
  return score < LEAST ? null : { score, sure: held }
}

/** The indicators that fit a target, the likeliest first; equals in the order given. */
export function proposals<D extends IndicatorDefinition>(
  target: Proposable,
  definitions: readonly D[],
): readonly (Likeness & { readonly definition: D })[] {
  return definitions
    .flatMap((definition) => {
      const like = likeness(target, definition)
      return like === null ? [] : [{ ...like, definition }]
    })
    .sort((a, b) => b.score - a.score)
}
