/** Plain text: kept as it is, blank lines included, but for the kind of line break, unprintable characters and look-alike radicals. */
import type { Block, SourceText } from './model.ts'
import { repairRadicals } from './radicals.ts'
import { refuseEmpty } from './refusals.ts'

const UNPRINTABLE = /[\u0000-\u0008\u000E-\u001F\u007F\uFEFF\uFFFE\uFFFF\u200B\u2060]/g

/** Reads decoded text. `paragraph` of a block is its line in the file, from 0. */
export function readText(decoded: string, encoding: string, size: number): SourceText {
  const lines = decoded.replace(/\r\n|[\r\f\u000B\u2028\u2029\u0085]/g, '\n')
  const printable = lines.replace(UNPRINTABLE, '')
  if (printable.trim() === '') refuseEmpty(size)
  const { text, repaired } = repairRadicals(printable.toWellFormed())
  const blocks: Block[] = []
  let paragraph = 0
  for (let start = 0; start <= text.length; paragraph++) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    if (end > start) blocks.push({ kind: 'paragraph', start, end, paragraph })
    start = end + 1
  }
  const notes: SourceText['notes'][number][] = []
  const dropped = lines.length - printable.length
  if (dropped > 0)
    notes.push({
      code: 'text.controls',
      zh: `去掉了 ${dropped} 个不可见的控制字符。`,
      en: `Dropped ${dropped} unprintable control characters.`,
    })
  if (repaired > 0)
    notes.push({
      code: 'text.radicals',
      zh: `修复了 ${repaired} 个形近的部首字符（如 ⽴→立）。`,
      en: `Repaired ${repaired} look-alike radical characters (such as ⽴→立).`,
    })
  return { format: 'txt', encoding, text, blocks, notes }
}
