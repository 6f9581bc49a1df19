/**
 * PDF with a text layer: lines are put together from glyph runs, furniture dropped, ruled tables read cell by cell, soft line breaks joined.
 * Pictures are never decoded and scripts never run.
 */
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf'
import { Composer, type GridCell } from './composer.ts'
import { plausibility } from './decode.ts'
import type { ReadLimits } from './limits.ts'
import type { SourceText } from './model.ts'
import { characterMap } from './pdf-character-maps.ts'
import { dropFurniture, type PdfPage } from './pdf-furniture.ts'
import { linesOf, type PdfRun } from './pdf-lines.ts'
import { joinLines, measure } from './pdf-paragraphs.ts'
import { type Operators, rulesOf } from './pdf-rules.ts'
import { type PdfTable, takeTables } from './pdf-tables.ts'
import { repairRadicals } from './radicals.ts'
import { refuse, refuseCorrupt, refuseEmpty, refuseTruncated, refuseUnsupported } from './refusals.ts'
import { latin1 } from './sniff.ts'

type Document = Awaited<ReturnType<typeof getDocumentProxy>>
type Page = Awaited<ReturnType<Document['getPage']>>

/** A pdf ends with `%%EOF`; a linearized one says how long it is. pdf.js would rebuild a cut file in silence, so this is checked first. */
function refuseCut(bytes: Uint8Array): void {
  const declared = /\/Linearized\s+[\d.]+[\s\S]{0,200}?\/L\s+(\d+)/.exec(latin1(bytes, 0, 1024))?.[1]
  if (declared !== undefined && Number(declared) > bytes.length)
    refuseTruncated('pdf', `应有 ${declared} 字节，实有 ${bytes.length} 字节`, `it should have ${declared} bytes and has ${bytes.length}`, {
      size: bytes.length,
      declared: Number(declared),
    })
  let end = bytes.length
  while (end > 0 && (bytes[end - 1]! <= 0x20 || bytes[end - 1] === 0)) end--
  const tail = latin1(bytes, end - 4096, end)
  const mark = tail.lastIndexOf('%%EOF')
  if (mark < 0 || /\d+ \d+ obj\b/.test(tail.slice(mark)))
    refuseTruncated('pdf', '缺少文件结束标记（末尾丢失）', 'its end mark is missing', { size: bytes.length })
}

/** Where pdf.js asks for data that is not in the file: character maps are made here, everything else is refused, and nothing is ever fetched. */
class BuiltInData {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const map = kind === 'cMapUrl' ? characterMap(filename) : undefined
    if (map === undefined) throw new Error(`${filename} is not at hand`)
    return new TextEncoder().encode(map)
  }
}

async function open(bytes: Uint8Array): Promise<Document> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      maxImageSize: 1,
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
      enableXfa: false,
      BinaryDataFactory: BuiltInData,
      cMapUrl: 'built-in/',
      cMapPacked: false,
      useWorkerFetch: false,
    } as Parameters<typeof getDocumentProxy>[1])
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (name === 'PasswordException')
      refuse(
        'document.encrypted',
        'PDF 设有打开密码，无法读取。请用阅读器输入密码打开，打印或另存为不带密码的 PDF 后再上传。',
        'The PDF opens only with a password. Open it in a reader with the password, print or save it as a PDF without one, and upload that.',
        { format: 'pdf' },
      )
    return refuseCorrupt('pdf', '内部结构无法识别', 'its structure cannot be made out', {
      reason: String(error instanceof Error ? error.message : error).slice(0, 120),
    })
  }
}

interface ReadPage {
  readonly page: PdfPage
  readonly tables: readonly PdfTable[]
  /** Text set across the page, such as a watermark. */
  readonly askew: number
  readonly characters: number
}

async function readPage(page: Page, number: number, ops: Operators): Promise<ReadPage> {
  const viewport = page.getViewport({ scale: 1 })
  const content = await page.getTextContent({ includeMarkedContent: false, disableNormalization: true })
  const [va, vb, vc, vd, ve, vf] = viewport.transform as [number, number, number, number, number, number]
  const placed = content.items.flatMap((item) => {
    if (!('str' in item) || item.str === '' || item.str.trim() === '') return []
    const [a, b, c, d, e, f] = item.transform as [number, number, number, number, number, number]
    const m = [va * a + vc * b, vb * a + vd * b, va * c + vc * d, vb * c + vd * d, va * e + vc * f + ve, vb * e + vd * f + vf] as const
    const turn = Math.round((Math.atan2(m[1], m[0]) / Math.PI) * 12) / 12
    return [{ text: item.str, m, turn, width: item.width, size: Math.hypot(m[2], m[3]) || Math.hypot(m[0], m[1]) || 1 }]
  })
  // Most text tells which way is up, whatever the page says of itself.
  const weight = new Map<number, number>()
  for (const p of placed) weight.set(p.turn, (weight.get(p.turn) ?? 0) + p.text.length)
  const up = [...weight].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
  const cos = Math.cos(-up * Math.PI)
  const sin = Math.sin(-up * Math.PI)
  const sideways = Math.abs(Math.abs(up) - 0.5) < 0.1
  const width = sideways ? viewport.height : viewport.width
  const height = sideways ? viewport.width : viewport.height
  const shiftX = up === 0 ? 0 : up > 0 && sideways ? 0 : width
  const shiftY = up === 0 ? 0 : up < 0 && sideways ? 0 : height
  const runs: PdfRun[] = placed
    .filter((p) => p.turn === up)
    .map((p) => ({
      text: p.text,
      x: cos * p.m[4] - sin * p.m[5] + shiftX,
      y: sin * p.m[4] + cos * p.m[5] + shiftY,
      width: p.width,
      size: p.size,
    }))
  const characters = runs.reduce((sum, r) => sum + r.text.length, 0)
  let tables: readonly PdfTable[] = []
  let rest: readonly PdfRun[] = runs
  if (up === 0 && runs.length > 3) {
    const list = await page.getOperatorList()
    const taken = takeTables(runs, rulesOf(list as Parameters<typeof rulesOf>[0], ops, viewport.transform), number)
    tables = taken.tables
    rest = taken.rest
  }
  page.cleanup()
  return { page: { number, width, height, lines: linesOf(rest, number) }, tables, askew: placed.length - runs.length, characters }
}

/** Whether a page draws anything at all. */
async function draws(page: Page): Promise<boolean> {
  return (await page.getOperatorList()).fnArray.length > 4
}

/** Reads a pdf. @throws Refused */
export async function readPdf(bytes: Uint8Array, limits: ReadLimits): Promise<SourceText> {
  refuseCut(bytes)
  const document = await open(bytes)
  try {
    return await readOpened(document, bytes, limits)
  } finally {
    await document.loadingTask.destroy()
  }
}

async function readOpened(document: Document, bytes: Uint8Array, limits: ReadLimits): Promise<SourceText> {
  const count = document.numPages
  if (count > limits.maxPages)
    refuse(
      'document.too-large',
      `共 ${count} 页，超过上限 ${limits.maxPages} 页。请拆分后再上传。`,
      `It has ${count} pages, over the limit of ${limits.maxPages}. Split it and upload again.`,
      {
        pages: count,
        limit: limits.maxPages,
      },
    )
  const { OPS } = await getResolvedPDFJS()
  const read: ReadPage[] = []
  for (let number = 1; number <= count; number++)
    read.push(await readPage(await document.getPage(number), number, OPS as unknown as Operators))

  const bare = read.filter((r) => r.characters < 8).map((r) => r.page.number)
  const total = read.reduce((sum, r) => sum + r.characters, 0)
  if (total === 0 || (bare.length * 2 > count && total < 30 * count && hasPictures(bytes))) {
    if (total === 0 && !hasPictures(bytes) && !(await draws(await document.getPage(1)))) refuseEmpty(bytes.length)
    refuse(
      'document.scanned',
      `PDF 共 ${count} 页，其中 ${bare.length} 页只有图像、没有文字层（扫描件）。请上传 Word 文档（docx），或先用文字识别（OCR）软件转换后再上传。`,
      `Of the ${count} pages of the PDF ${bare.length} hold only pictures and no text (a scan). Upload the Word document (docx), or run text recognition (OCR) on it first.`,
      { pages: count, pagesWithoutText: bare.length },
    )
  }
  const sample = read
    .flatMap((r) => [...r.page.lines.map((l) => l.text), ...r.tables.flatMap((t) => t.rows.flatMap((row) => row.map((c) => c.text)))])
    .join('')
  if (plausibility(repairRadicals(sample).text) < 0.7)
    refuseUnsupported(
      'PDF without character codes',
      '字体缺少文字编码的 PDF（看得见、复制出来是乱码）',
      '请上传 Word 文档（docx），或先用文字识别（OCR）软件转换后再上传。',
      'Its fonts say which shapes to draw but not which characters they are. Upload the Word document (docx), or run text recognition (OCR) on it first.',
    )
  return compose(read, bare)
}

const hasPictures = (bytes: Uint8Array) => {
  for (let at = 0; at < bytes.length; at += 1 << 20) if (/\/Subtype\s*\/Image\b/.test(latin1(bytes, at, at + (1 << 20) + 32))) return true
  return false
}

type Piece = { readonly kind: 'line'; readonly line: PdfPage['lines'][number] } | { readonly kind: 'table'; readonly table: PdfTable }

function compose(read: readonly ReadPage[], bare: readonly number[]): SourceText {
  const { pages, dropped } = dropFurniture(read.map((r) => r.page))
  const m = measure(
    pages.flatMap((p) => p.lines),
    pages[0]?.width ?? 595,
  )
  const pieces: Piece[] = pages.flatMap((page, i) => {
    const tables = [...read[i]!.tables]
    const out: Piece[] = []
    for (const line of page.lines) {
      while (tables.length > 0 && tables[0]!.top < line.y) out.push({ kind: 'table', table: tables.shift()! })
      out.push({ kind: 'line', line })
    }
    return [...out, ...tables.map((table): Piece => ({ kind: 'table', table }))]
  })

  const composer = new Composer()
  let paragraph = 0
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i]!
    if (piece.kind === 'line') {
      const lines: PdfPage['lines'][number][] = []
      for (let next = pieces[i]; next?.kind === 'line'; next = pieces[++i]) lines.push(next.line)
      for (const { segments, heading } of joinLines(lines, m)) {
        const at = paragraph++
        composer.line(
          segments.map(({ page, text }) => ({
            text,
            place: heading ? { kind: 'heading', level: 1, page, paragraph: at } : { kind: 'paragraph', page, paragraph: at },
          })),
        )
      }
    } else {
      const tables: PdfTable[] = [piece.table]
      i++
      for (let next = pieces[i]; next?.kind === 'table' && goesOn(tables.at(-1)!, next.table); next = pieces[++i]) tables.push(next.table)
      const rows: { cells: readonly GridCell[]; page: number }[] = []
      for (const table of tables) {
        const repeatsHead = rows.length > 0 && sameRow(rows[0]!.cells, table.rows[0]!)
        for (const cells of repeatsHead ? table.rows.slice(1) : table.rows) rows.push({ cells, page: table.page })
      }
      const first = paragraph
      paragraph += rows.length
      composer.table(
        rows.map(({ cells }, row) => ({ row, cells })),
        (row) => ({ page: rows[row]!.page, paragraph: first + row }),
      )
    }
  }
  if (composer.empty) refuseEmpty(0)
  if (dropped > 0)
    composer.note('pdf.furniture', `去掉了 ${dropped} 处页眉、页脚和页码。`, `Dropped ${dropped} running heads, feet and page numbers.`)
  if (bare.length > 0)
    composer.note(
      'pdf.pages-without-text',
      `第 ${bare.join('、')} 页没有文字（可能是图片），未读入。`,
      `Pages ${bare.join(', ')} hold no text (perhaps pictures) and were left out.`,
    )
  if (read.some((r) => r.askew > 0))
    composer.note('pdf.askew', '斜排的文字（如水印）未读入。', 'Text set at an angle, such as a watermark, was left out.')
  return composer.finish('pdf', { pages: read.length })
}

/** The same columns on the next page: the table goes on. */
function goesOn(table: PdfTable, next: PdfTable): boolean {
  return (
    next.page === table.page + 1 &&
    next.columns.length === table.columns.length &&
    next.columns.every((x, i) => Math.abs(x - table.columns[i]!) < 6)
  )
}

const sameRow = (a: readonly GridCell[], b: readonly GridCell[]) =>
  a.length === b.length && a.every((c, i) => c.text === b[i]!.text && c.column === b[i]!.column)
