/** What all sheets together say. Tallies add up: that of two heaps of sheets is the sum of theirs, so sheets can be counted in any order and in parts. */
import type { Answer, Answers, Question } from './model.ts'

export interface QuestionTally {
  readonly answered: number
  /** By option, by point, by number; empty of words. */
  readonly counts: Readonly<Record<string, number>>
}

export interface Tally {
  readonly sheets: number
  readonly questions: Readonly<Record<string, QuestionTally>>
}

const keysOf = (answer: Answer): readonly string[] => (Array.isArray(answer) ? answer : [String(answer as string | number)])

/** Counts sheets that `judgeSheet` let through. */
export function tallyOf(questions: readonly Question[], sheets: readonly Answers[]): Tally {
  const counted = questions.map((q) => {
    const counts: Record<string, number> = {}
    let answered = 0
    for (const sheet of sheets) {
      const answer = sheet[q.id]
      if (answer === undefined) continue
      answered++
      if (q.kind !== 'text') for (const key of keysOf(answer)) counts[key] = (counts[key] ?? 0) + 1
    }
    return [q.id, { answered, counts }] as const
  })
  return { sheets: sheets.length, questions: Object.fromEntries(counted) }
}

/** The tally of both heaps. */
export function addTallies(a: Tally, b: Tally): Tally {
  const ids = new Set([...Object.keys(a.questions), ...Object.keys(b.questions)])
  return {
    sheets: a.sheets + b.sheets,
    questions: Object.fromEntries(
      [...ids].map((id) => {
        const parts = [a.questions[id], b.questions[id]].filter((p) => p !== undefined)
        const counts: Record<string, number> = {}
        for (const part of parts) for (const [key, n] of Object.entries(part.counts)) counts[key] = (counts[key] ?? 0) + n
        return [id, { answered: parts.reduce((sum, p) => sum + p.answered, 0), counts }]
      }),
    ),
  }
}

/** Tallies by the answer to one question of one choice or a scale; under '' those who did not answer it. */
export function talliesBy(questions: readonly Question[], by: string, sheets: readonly Answers[]): ReadonlyMap<string, Tally> {
  const heaps = new Map<string, Answers[]>()
  for (const sheet of sheets) {
    const key = sheet[by] === undefined ? '' : String(sheet[by])
    const heap = heaps.get(key)
    if (heap) heap.push(sheet)
    else heaps.set(key, [sheet])
  }
  return new Map([...heaps].map(([key, heap]) => [key, tallyOf(questions, heap)]))
}

/** The sum of all numbers answered. */
export const sumOf = ({ counts }: QuestionTally): number => Object.entries(counts).reduce((sum, [value, n]) => sum + Number(value) * n, 0)

/** The mean in tenths, a half rounded up; null of nothing. */
export const meanTenths = (tally: QuestionTally): number | null =>
  tally.answered === 0 ? null : Math.floor((20 * sumOf(tally) + tally.answered) / (2 * tally.answered))

/** The number in the middle; of an even count the mean of the two in the middle. Null of nothing. */
export function medianOf({ answered, counts }: QuestionTally): number | null {
  if (answered === 0) return null
  const values = Object.entries(counts)
    .map(([value, n]) => ({ value: Number(value), n }))
    .toSorted((a, b) => a.value - b.value)
  const nth = (place: number): number => {
    let seen = 0
    for (const { value, n } of values) {
      seen += n
      if (seen >= place) return value
    }
    return values.at(-1)!.value
  }
  return (nth(Math.ceil(answered / 2)) + nth(Math.floor(answered / 2) + 1)) / 2
}
