/**
 * Finding patterns without trying every alternative at every character: a table says at which characters a pattern can begin, and the
 * pattern (sticky) is tried there only.
 */

/** Table of the characters at which a pattern can begin. */
export function firsts(chars: string): Uint8Array {
  const table = new Uint8Array(65_536)
  for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = 1
  return table
}

/** First match of a sticky pattern in `text` from `from` on, at a character of the table. Leaves `lastIndex` at its end. */
export function nextMatch(pattern: RegExp, table: Uint8Array, text: string, from: number): RegExpExecArray | null {
  const { length } = text
  for (let i = from; i < length; i++) {
    if (table[text.charCodeAt(i)] === 0) continue
    pattern.lastIndex = i
    const match = pattern.exec(text)
    if (match) return match
  }
  return null
}

/** Ranges between an opening and the next closing character, outermost not considered; used for 《》 and “”. */
export function pairsOf(text: string, start: number, end: number, open: number, close: number): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = []
  let from = -1
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c === open) from = i
    else if (c === close && from >= 0) {
      out.push({ start: from, end: i })
      from = -1
    }
  }
  return out
}

/** A test whether an offset lies inside a title in 《》 of the text. */
export function titlesIn(text: string): (at: number) => boolean {
  const ranges = pairsOf(text, 0, text.length, 0x300a, 0x300b)
  return (at) => {
    let a = 0
    let b = ranges.length
    while (a < b) {
      const m = (a + b) >> 1
      if ((ranges[m] as { end: number }).end < at) a = m + 1
      else b = m
    }
    const r = ranges[a]
    return r !== undefined && r.start <= at && at < r.end
  }
}
