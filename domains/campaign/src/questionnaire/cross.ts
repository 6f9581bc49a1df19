/** One question by the answers to another, with the same care: every number shown is 0 or at least k, and rows and columns add up to what is shown without them. */
import { countsOf, type Group, type QuestionResult, together } from './disclosure.ts'
import { cellsOf, type Question } from './model.ts'
import type { Tally } from './tally.ts'

export interface CrossRow {
  /** Answers to the question that divides; '' for those who did not answer it. */
  readonly ids: readonly string[]
  readonly label: string
  /** How many of them answered the question. */
  readonly answered: number
  /** By column; null where hidden. */
  readonly counts: readonly (number | null)[]
}

export interface CrossTable {
  readonly question: string
  readonly columns: readonly Pick<Group, 'ids' | 'label'>[]
  readonly rows: readonly CrossRow[]
}

/** Whether a question can divide the others: one answer each, and few different ones. */
export const divides = (q: Question): boolean => q.kind === 'single' || q.kind === 'scale'

/** Whether a question is shown by another: words are not counted, and who is asked a question under a condition says how the condition was answered. */
const isDivided = (q: Question): boolean => q.kind !== 'text' && q.shownWhen === null

interface Part {
  readonly ids: readonly string[]
  readonly label: string
  readonly counts: readonly number[]
  readonly answered: number
}

/** Tables of all questions that may be shown by the answers to `by`; those for which nothing would remain are left out. `results` are those of `resultsOf` on the same sheets. */
export function crossTables(
  questions: readonly Question[],
  results: readonly QuestionResult[],
  by: string,
  tallies: ReadonlyMap<string, Tally>,
  k: number,
): readonly CrossTable[] {
  const divider = questions.find((q) => q.id === by)
  const whole = results.find((r) => r.question === by)
  if (!divider || !divides(divider) || !whole || whole.withheld !== null) return []
  const heads = [...whole.groups.map(({ ids, label }) => ({ ids, label })), { ids: [''], label: '未回答' }]
  return questions.flatMap((q): readonly CrossTable[] => {
    const result = results.find((r) => r.question === q.id)!
    if (q.id === by || !isDivided(q) || result.withheld !== null) return []
    const size = cellsOf(q).length
    const parts = heads
      .map(({ ids, label }): Part => {
        const found = ids.flatMap((id) => tallies.get(id)?.questions[q.id] ?? [])
        const lists = found.map((t) => countsOf(q, t))
        return {
          ids,
          label,
          counts: Array.from({ length: size }, (_, i) => lists.reduce((n, l) => n + l[i]!, 0)),
          answered: found.reduce((n, t) => n + t.answered, 0),
        }
      })
      .filter((part) => part.ids[0] !== '' || part.answered > 0)
    // A row of fewer than twice k could show a single column, and would take all others with it.
    const rows = together(
      parts.map((p) => p.answered),
      2 * k,
    ).map((group) => group.map((i) => parts[i]!).reduce(asOne))
    const table = rows.length < 2 ? null : q.kind === 'several' ? severalTable(q, result, rows, k) : oneTable(q, result, rows, k)
    return table ? [table] : []
  })
}

const asOne = (a: Part, b: Part): Part => ({
  ids: [...a.ids, ...b.ids],
  label: `${a.label}、${b.label}`,
  counts: a.counts.map((n, i) => n + b.counts[i]!),
  answered: a.answered + b.answered,
})

/** Columns are put together for all rows until no cell is small: then rows, columns and the table without rows agree, and no difference gives a small number away. */
function oneTable(q: Question, result: QuestionResult, rows: readonly Part[], k: number): CrossTable | null {
  const cells = cellsOf(q)
  const ordered = cells[0]!.values !== null
  let columns = result.groups.map((g) => g.ids.map((id) => cells.findIndex((c) => c.id === id)))
  const count = (row: Part, column: readonly number[]) => column.reduce((n, i) => n + row.counts[i]!, 0)
  const total = (column: readonly number[]) => rows.reduce((n, row) => n + count(row, column), 0)
  const isSmall = (column: readonly number[]) => rows.some((row) => count(row, column) > 0 && count(row, column) < k)
  while (columns.length > 1) {
    const at = columns
      .map((c, i) => ({ c, i }))
      .filter(({ c }) => isSmall(c))
      .toSorted((a, b) => total(a.c) - total(b.c))[0]
    if (!at) break
    const near = columns.map((c, i) => ({ c, i })).filter(({ i }) => i !== at.i && (!ordered || Math.abs(i - at.i) === 1))
    const mate = near.toSorted((a, b) => total(a.c) - total(b.c))[0]!
    const one = [...at.c, ...mate.c].toSorted((a, b) => a - b)
    columns = columns.flatMap((c, i) => (i === Math.min(at.i, mate.i) ? [one] : i === Math.max(at.i, mate.i) ? [] : [c]))
  }
  if (columns.length < 2) return null
  return {
    question: q.id,
    columns: columns.map((c) => ({ ids: c.map((i) => cells[i]!.id), label: c.map((i) => cells[i]!.label).join('、') })),
    rows: rows.map((row) => ({ ids: row.ids, label: row.label, answered: row.answered, counts: columns.map((c) => count(row, c)) })),
  }
}

/** Of several choices every option is a table of its own: chosen or not, by row. What is hidden in a column is two rows at least, with k at least who chose and who did not. */
function severalTable(q: Question, result: QuestionResult, rows: readonly Part[], k: number): CrossTable | null {
  const hidden = result.groups.map((group, i) => {
    if (group.count === null) return new Set(rows)
    const chose = (row: Part) => row.counts[i]!
    const left = (row: Part) => row.answered - chose(row)
    const few = (n: number) => n > 0 && n < k
    const set = new Set(rows.filter((row) => few(chose(row)) || few(left(row))))
    const rest = rows.filter((row) => !set.has(row)).toSorted((a, b) => a.answered - b.answered)
    const of = (n: (row: Part) => number) => [...set].reduce((all, row) => all + n(row), 0)
    while (set.size > 0 && rest.length > 0 && (set.size < 2 || of(chose) < k || of(left) < k)) set.add(rest.shift()!)
    return set
  })
  if (hidden.every((set) => set.size === rows.length)) return null
  return {
    question: q.id,
    columns: result.groups.map(({ ids, label }) => ({ ids, label })),
    rows: rows.map((row) => ({
      ids: row.ids,
      label: row.label,
      answered: row.answered,
      counts: row.counts.map((n, i) => (hidden[i]!.has(row) ? null : n)),
    })),
  }
}
