/**
 * What of one clause is not in another, by the longest common subsequence of their characters.
 */

export interface Difference {
  /** Words only in the first, where nothing stands in the second. */
  readonly dropped: readonly string[]
  /** Words only in the second, where nothing stands in the first. */
  readonly added: readonly string[]
  /** Words that stand in each other's place. */
  readonly replaced: readonly { readonly from: string; readonly to: string }[]
}

/** Compares two clauses. Quadratic in their length; clauses longer than 240 characters are compared by their openings. */
export function difference(first: string, second: string): Difference {
  const a = first.slice(0, 240)
  const b = second.slice(0, 240)
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i] === b[j] ? table[(i + 1) * width + j + 1]! + 1 : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!)
  const dropped: string[] = []
  const added: string[] = []
  const replaced: { from: string; to: string }[] = []
  let from = ''
  let to = ''
  const flush = () => {
    if (from && to) replaced.push({ from, to })
    else if (from) dropped.push(from)
    else if (to) added.push(to)
    from = ''
    to = ''
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush()
      i++
      j++
    } else if (j >= b.length || (i < a.length && table[(i + 1) * width + j]! >= table[i * width + j + 1]!)) from += a[i++]
    else to += b[j++]
  }
  flush()
  return { dropped, added, replaced }
}
