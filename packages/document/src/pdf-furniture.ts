/** Page furniture: running heads, running feet and page numbers. They are dropped; what merely resembles them is kept. */
import type { PdfLine } from './pdf-lines.ts'

export interface PdfPage {
  readonly number: number
  readonly width: number
  readonly height: number
  readonly lines: readonly PdfLine[]
}

const DASHED = /^[—\-–－―_·•~～\s]+\d{1,4}[—\-–－―_·•~～\s]+$/
const WORDED =
  /^(第\s*\d{1,4}\s*页|第\s*[一二三四五六七八九十百]+\s*页|Page\s+\d+|\d{1,4}\s*[/／]\s*\d{1,4})([\s,，/／]*(共\s*\d{1,4}\s*页|of\s+\d+))?$/i
const BARE = /^\d{1,4}$/

/** Lines of each page without furniture, and how many were dropped. */
export function dropFurniture(pages: readonly PdfPage[]): { readonly pages: readonly PdfPage[]; readonly dropped: number } {
  let dropped = 0
  const kept = pages.map((page) => [...page.lines])
  // The outermost line may hide another piece of furniture behind it (a rule of dashes, a second footer line).
  for (let round = 0; round < 3; round++) {
    const unwanted = new Set<PdfLine>([...pageNumbers(pages, kept), ...repeated(pages, kept)])
    if (unwanted.size === 0) break
    dropped += unwanted.size
    kept.forEach((lines, i) => {
      kept[i] = lines.filter((l) => !unwanted.has(l))
    })
  }
  return { pages: pages.map((page, i) => ({ ...page, lines: kept[i]! })), dropped }
}

const inMargin = (page: PdfPage, line: PdfLine) => line.y < page.height * 0.1 || line.y > page.height * 0.86

function pageNumbers(pages: readonly PdfPage[], kept: readonly (readonly PdfLine[])[]): PdfLine[] {
  const found: PdfLine[] = []
  const bare: { line: PdfLine; offset: number; alone: boolean }[] = []
  pages.forEach((page, i) => {
    for (const line of new Set([kept[i]![0], kept[i]!.at(-1)])) {
      if (line === undefined || !inMargin(page, line)) continue
      if (DASHED.test(line.text) || WORDED.test(line.text)) found.push(line)
      else if (BARE.test(line.text)) {
        const neighbour = line === kept[i]![0] ? kept[i]![1] : kept[i]!.at(-2)
        bare.push({
          line,
          offset: Number(line.text) - page.number,
          alone: neighbour === undefined || Math.abs(neighbour.y - line.y) > 1.8 * line.size,
        })
      }
    }
  })
  for (const { line, offset, alone } of bare)
    if (bare.filter((b) => b.offset === offset).length >= 2 || (pages.length === 1 && alone && line.text === '1')) found.push(line)
  return found
}

const shape = (text: string) => text.replace(/\d+/g, '#').replace(/\s+/g, '')

function repeated(pages: readonly PdfPage[], kept: readonly (readonly PdfLine[])[]): PdfLine[] {
  if (pages.length < 2) return []
  const seen = new Map<string, { line: PdfLine; page: PdfPage }[]>()
  pages.forEach((page, i) => {
    const lines = kept[i]!
    for (const line of new Set([...lines.slice(0, 2), ...lines.slice(-2)])) {
      // A bare figure counts pages or it is text; whether it repeats says nothing.
      if (!inMargin(page, line) || BARE.test(line.text)) continue
      const key = `${shape(line.text)}@${Math.round(line.y / 6)}`
      seen.set(key, [...(seen.get(key) ?? []), { line, page }])
    }
  })
  // Odd and even pages may differ, so a third of the pages is enough; on two pages only the very edge counts.
  const enough = pages.length === 2 ? 2 : Math.max(3, Math.ceil(pages.length / 3))
  return [...seen.values()]
    .filter((found) => found.length >= enough)
    .filter((found) => pages.length > 2 || found.every(({ line, page }) => line.y < page.height * 0.07 || line.y > page.height * 0.93))
    .flatMap((found) => found.map((f) => f.line))
}
