import type { Measure, Plan } from './model.ts'
import { dice, foldText } from './similarity.ts'

/**
 * How something that a person said about a measure finds the measure again after the plan was read a second time, by a better reader or
 * from a corrected copy: by id when the words still agree, else by number and headings, else by title and text.
 */

/** What is remembered of a measure. Plain data, to be stored beside what refers to it. */
export interface MeasureAnchor {
  readonly id: string
  readonly number: string
  readonly path: readonly string[]
  readonly title: string | null
  /** The opening of the folded text, at most `ANCHOR_TEXT` characters. */
  readonly text: string
}

/** How the anchor was found again. */
export type AnchorMatch = 'exact' | 'id' | 'place' | 'words'

const ANCHOR_TEXT = 400
/** Below this likeness the words are of another measure, whatever the number says. */
const SAME_WORDS = 0.55

/** The anchor of a measure. */
export function anchorOf(measure: Measure): MeasureAnchor {
  return {
    id: measure.id,
    number: measure.number,
    path: measure.path,
    title: measure.title,
    text: foldText(measure.text).slice(0, ANCHOR_TEXT),
  }
}

interface Remembered {
  readonly measure: Measure
  readonly title: string
  readonly text: string
  readonly place: string
}

const placeOf = (path: readonly string[], number: string) => [...path.map(foldText), foldText(number)].join('/')

/** An index of a plan that answers where an anchor is now. */
export interface AnchorIndex {
  find(anchor: MeasureAnchor): { readonly measure: Measure; readonly by: AnchorMatch } | null
}

/**
 * Builds the index. `find` gives null when no measure, or more than one equally good measure, has the words: a correction then shows up
 * as unmatched and a person decides; it never lands on a neighbour whose number moved.
 */
export function anchorIndex(plan: Plan): AnchorIndex {
  const remembered: Remembered[] = plan.measures.map((measure) => ({
    measure,
    title: foldText(measure.title ?? ''),
    text: foldText(measure.text).slice(0, ANCHOR_TEXT),
    place: placeOf(measure.path, measure.number),
  }))
  const byText = new Map<string, Remembered[]>()
  for (const m of remembered) byText.set(m.text, [...(byText.get(m.text) ?? []), m])
  const ids = new Map(remembered.map((m) => [m.measure.id, m]))
  const likeness = (anchor: MeasureAnchor, title: string, m: Remembered): number => {
    const text = dice(anchor.text, m.text)
    if (!title || !m.title) return text
    return Math.max(text, 0.5 * text + 0.5 * dice(title, m.title))
  }
  return {
    find(anchor) {
      const title = foldText(anchor.title ?? '')
      const place = placeOf(anchor.path, anchor.number)
      const byId = ids.get(anchor.id)
      if (byId && byId.text === anchor.text) return { measure: byId.measure, by: 'exact' }
      const sameWords = byText.get(anchor.text) ?? []
      const only = sameWords.length === 1 && anchor.text !== '' ? sameWords[0]! : null
      if (only) return { measure: only.measure, by: only.place === place ? 'place' : 'words' }
      let best: Remembered | null = null
      let bestScore = 0
      let second = 0
      for (const m of remembered) {
        const words = likeness(anchor, title, m)
        if (words < SAME_WORDS) continue
        // Where words are equally good, the place decides; identical sentences in two places are told apart only by it.
        const score = words + (m === byId ? 0.06 : 0) + (m.place === place ? 0.06 : 0)
        if (score > bestScore) {
          second = bestScore
          best = m
          bestScore = score
        } else if (score > second) second = score
      }
      if (!best || bestScore - second < 0.02) return null
      return { measure: best.measure, by: best === byId ? 'id' : best.place === place ? 'place' : 'words' }
    },
  }
}
