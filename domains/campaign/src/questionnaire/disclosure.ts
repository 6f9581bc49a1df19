/**
 * What of a tally may be shown. A group with fewer than k answers is not shown, and cannot be counted back from what is shown: small answers are put together until
 * what is put together is k or more of at least two answers, and only the sum is shown. So nothing is left out of a total, and every number shown is 0 or at least k.
 */
import { type Cell, cellsOf, type Question } from './model.ts'
import { meanTenths, medianOf, type QuestionTally, type Tally } from './tally.ts'

/** One answer, or several that are shown as one. */
export interface Group {
  /** Ids of cells. */
  readonly ids: readonly string[]
  readonly label: string
  /** Null: hidden (of several choices, where each option stands for itself). */
  readonly count: number | null
}

export interface QuestionResult {
  readonly question: string
  /** `few`: fewer than k answered, or all answers had to be put together. `condition`: showing it would say how many gave a hidden answer before. */
  readonly withheld: 'few' | 'condition' | null
  readonly answered: number | null
  readonly groups: readonly Group[]
  /** In tenths. */
  readonly meanTenths: number | null
  readonly median: number | null
}

/** Counts of the cells of a question, in their order. */
export function countsOf(question: Question, tally: QuestionTally | undefined): readonly number[] {
  const cells = cellsOf(question)
  const counts = cells.map(() => 0)
  for (const [key, n] of Object.entries(tally?.counts ?? {})) {
    const at = cells.findIndex(({ id, values }) =>
      question.kind === 'number' ? Number(key) >= values!.low && Number(key) <= values!.high : id === key,
    )
    if (at >= 0) counts[at] = counts[at]! + n
  }
  return counts
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const small = (count: number, k: number): boolean => count > 0 && count < k

/**
 * Which counts are shown together, as indexes: those below k with more, until they are two or more and k or more. What is added is the smallest, of ordered answers
 * the nearest (so that a scale keeps whole ends together). Nobody is in a zero: zeros alone stay.
 */
export function together(counts: readonly number[], k: number, ordered = false): readonly (readonly number[])[] {
  const all = counts.map((_, i) => i)
  if (!counts.some((c) => small(c, k))) return all.map((i) => [i])
  const merged = all.filter((i) => counts[i]! < k)
  const rest = all.filter((i) => counts[i]! >= k)
  const far = (i: number) => (ordered ? Math.min(...merged.map((j) => Math.abs(i - j))) : 0)
  while (rest.length > 0 && (merged.length < 2 || sum(merged.map((i) => counts[i]!)) < k)) {
    const next = rest.toSorted((a, b) => far(a) - far(b) || counts[a]! - counts[b]!)[0]!
    rest.splice(rest.indexOf(next), 1)
    merged.push(next)
  }
  merged.sort((a, b) => a - b)
  return all.filter((i) => !merged.includes(i) || i === merged[0]).map((i) => (i === merged[0] ? merged : [i]))
}

/** Whether a mean to a tenth leaves k different values open for every answer that was put together. */
function meanIsSafe(
  cells: readonly Cell[],
  groups: readonly (readonly number[])[],
  counts: readonly number[],
  tenths: number,
  k: number,
): boolean {
  const n = sum(counts)
  const merged = groups.find((g) => g.length > 1)
  if (!merged) return true
  const total = sum(merged.map((i) => counts[i]!))
  const shown = cells.map((_, i) => i).filter((i) => !merged.includes(i))
  const worth = (i: number, end: 'low' | 'high') => cells[i]!.values![end]
  const least = sum(shown.map((i) => counts[i]! * worth(i, 'low')))
  const most = sum(shown.map((i) => counts[i]! * worth(i, 'high')))
  return merged.every((i) => {
    const others = merged.filter((j) => j !== i)
    const low = Math.min(...others.map((j) => worth(j, 'low')))
    const high = Math.max(...others.map((j) => worth(j, 'high')))
    // Counts of this answer with which the rounded mean could still be what it is.
    let [first, last] = [-1, -1]
    for (let x = 0; x <= total; x++) {
      const fits =
        20 * (least + x * worth(i, 'low') + (total - x) * low) <= (2 * tenths + 1) * n &&
        20 * (most + x * worth(i, 'high') + (total - x) * high) >= (2 * tenths - 1) * n
      if (fits) [first, last] = [first < 0 ? x : first, x]
    }
    return last - first >= k
  })
}

/** Of several choices each option is a group, and so are those who did not choose it. A single hidden one takes the next smallest with it: each sheet has at least one. */
function hiddenOptions(counts: readonly number[], answered: number, k: number): ReadonlySet<number> {
  const all = counts.map((_, i) => i)
  const hidden = new Set(all.filter((i) => small(counts[i]!, k) || small(answered - counts[i]!, k)))
  if (hidden.size === 1) {
    const next = all.filter((i) => !hidden.has(i)).toSorted((a, b) => counts[a]! - counts[b]!)[0]
    if (next !== undefined) hidden.add(next)
  }
  return hidden
}

const joined = (cells: readonly Cell[], indexes: readonly number[]) => ({
  ids: indexes.map((i) => cells[i]!.id),
  label: indexes.map((i) => cells[i]!.label).join('、'),
})

const nothing = (question: string, withheld: QuestionResult['withheld']): QuestionResult => ({
  question,
  withheld,
  answered: null,
  groups: [],
  meanTenths: null,
  median: null,
})

/** What may be shown of every question. */
export function resultsOf(questions: readonly Question[], tally: Tally, k: number): readonly QuestionResult[] {
  const results: QuestionResult[] = []
  for (const q of questions) results.push(resultOf(q, tally.questions[q.id], k, results))
  return results
}

function resultOf(q: Question, tally: QuestionTally | undefined, k: number, before: readonly QuestionResult[]): QuestionResult {
  const { shownWhen: when } = q
  const parent = when && before.find((r) => r.question === when.question)
  // How many were asked says how many gave the answers of the condition: only what is shown anyway.
  if (when && (!parent || parent.withheld !== null || cuts(parent.groups, when.answers))) return nothing(q.id, 'condition')
  if (!tally || tally.answered < k) return nothing(q.id, 'few')
  const { answered } = tally
  const cells = cellsOf(q)
  const counts = countsOf(q, tally)
  if (q.kind === 'text') return { ...nothing(q.id, null), answered }
  if (q.kind === 'several') {
    const hidden = hiddenOptions(counts, answered, k)
    const groups = cells.map((_, i) => ({ ...joined(cells, [i]), count: hidden.has(i) ? null : counts[i]! }))
    return { ...nothing(q.id, null), answered, groups }
  }
  const counted = q.kind === 'scale' || q.kind === 'number'
  const groups = together(counts, k, counted)
  const mean = counted ? meanTenths(tally) : null
  const safe = mean !== null && meanIsSafe(cells, groups, counts, mean, k)
  return {
    question: q.id,
    withheld: groups.length === 1 ? 'few' : null,
    answered,
    groups: groups.map((g) => ({ ...joined(cells, g), count: sum(g.map((i) => counts[i]!)) })),
    meanTenths: safe ? mean : null,
    median: counted && groups.length === cells.length ? medianOf(tally) : null,
  }
}

/** Whether a choice of answers takes part of a group and leaves another part. */
const cuts = (groups: readonly Group[], answers: readonly string[]): boolean =>
  groups.some((g) => g.ids.some((id) => answers.includes(id)) && !g.ids.every((id) => answers.includes(id)))
