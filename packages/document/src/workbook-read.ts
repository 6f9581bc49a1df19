/**
 * Reads workbooks (xlsx) that nobody vouches for: only the parts that hold cells are unpacked, row by row, within limits. Merged ranges,
 * validation rules and names are not expanded, so a range over the whole sheet costs nothing.
 */

import { refuseOle } from './containers.ts'
import { partText } from './docx.ts'
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts'
import { printable } from './official-layout.ts'
import { Refused, refusal, refuse, refuseCorrupt, refuseEmpty, refuseTooLarge, refuseUnsupported } from './refusals.ts'
import { sniff } from './sniff.ts'
import { LAST_COLUMN, LAST_ROW, type ReadCell, type ReadRow, type ReadSheet, type WorkbookResult } from './workbook-model.ts'
import { child, children, parseXml, textOf, type XmlElement } from './xml.ts'
import { openZip, type Zip } from './zip.ts'

export interface WorkbookLimits extends ReadLimits {
  /** Rows that hold anything, over all sheets. Default 200 000. */
  readonly maxRows: number
  /** Cells that hold anything, over all sheets. Default 4 000 000. */
  readonly maxCells: number
}

const DEFAULTS: WorkbookLimits = { ...DEFAULT_LIMITS, maxRows: 200_000, maxCells: 4_000_000 }

/**
 * Reads a workbook: every sheet with its rows and cells, dates as `YYYY-MM-DD` whatever the time zone. Never throws.
 * Refusals: the codes of documents; a workbook of another kind (xls, csv, docx) is `document.unsupported`.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<WorkbookLimits> } = {},
): Promise<WorkbookResult> {
  const limits = { ...DEFAULTS, ...options.limits }
  try {
    return { ok: true, sheets: read(bytes, limits) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    return {
      ok: false,
      refusal: refusal(
        'document.corrupt',
        '工作簿已损坏，无法读取。请用 Excel 或 WPS 打开并另存一份后再上传。',
        'The workbook is damaged and cannot be read. Open it in Excel or WPS, save a new copy and upload that.',
        {
          reason: String(error instanceof Error ? error.message : error).slice(0, 200),
        },
      ),
    }
  }
}

const ADVICE = '请用 Excel 或 WPS 打开，“另存为”Excel 工作簿（*.xlsx）后再上传。'
const ADVICE_EN = 'Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and upload that.'

function read(bytes: Uint8Array, limits: WorkbookLimits): ReadSheet[] {
  if (bytes.length === 0) refuseEmpty(0)
  if (bytes.length > limits.maxBytes) refuseTooLarge(bytes.length, limits.maxBytes)
  const found = sniff(bytes)
  if (found.kind === 'ole') return refuseOle(bytes)
  if (found.kind !== 'zip') {
    const format = found.kind === 'foreign' ? found.format : found.kind
    return refuseUnsupported(
      format,
      `不是 Excel 工作簿的文件（${found.kind === 'foreign' ? found.zh : found.kind === 'text' ? '文本或 csv' : found.kind}）`,
      ADVICE,
      ADVICE_EN,
    )
  }
  const zip = openZip(bytes, limits)
  const book = mainPart(zip, limits)
  if (book === undefined) return refuseUnsupported('zip', '不是 Excel 工作簿的文件', ADVICE, ADVICE_EN)
  const folder = book.slice(0, book.lastIndexOf('/') + 1)
  const part = (name: string) => parseXml(partText(zip, name), name, limits.maxDepth)
  const root = part(book)
  const relations = new Map(
    children(part(`${folder}_rels/${book.slice(folder.length)}.rels`)).map(
      (r) => [r.attrs.Id ?? '', { type: r.attrs.Type ?? '', target: resolve(folder, r.attrs.Target ?? '') }] as const,
    ),
  )
  const ofType = (type: string) => [...relations.values()].find((r) => r.type.endsWith(`/${type}`) && zip.entries.has(r.target))?.target
  const stringsPart = ofType('sharedStrings')
  const stylesPart = ofType('styles')
  const strings = stringsPart === undefined ? [] : sharedStrings(zip, stringsPart, limits)
  const formats = stylesPart === undefined ? [] : cellFormats(part(stylesPart))
  const date1904 = /^(1|true)$/.test(child(root, 'x:workbookPr')?.attrs.date1904 ?? '')
  const used = { rows: 0, cells: 0 }
  return children(child(root, 'x:sheets'), 'x:sheet').flatMap((sheet) => {
    const relation = relations.get(sheet.attrs['r:id'] ?? '')
    if (relation === undefined || !relation.type.endsWith('/worksheet')) return []
    const name = sheet.attrs.name ?? ''
    if (!zip.entries.has(relation.target)) refuseCorrupt('xlsx', `缺少工作表“${name}”`, `its sheet "${name}" is missing`, { sheet: name })
    return [
      {
        name,
        hidden: (sheet.attrs.state ?? 'visible') !== 'visible',
        rows: sheetRows(zip, relation.target, { strings, formats, date1904 }, limits, used),
      },
    ]
  })
}

function mainPart(zip: Zip, limits: WorkbookLimits): string | undefined {
  if (!zip.entries.has('_rels/.rels')) return undefined
  const relations = children(parseXml(partText(zip, '_rels/.rels'), '_rels/.rels', limits.maxDepth))
  const name = relations.find((r) => /\/officeDocument$/.test(r.attrs.Type ?? ''))?.attrs.Target?.replace(/^\//, '')
  return name !== undefined && /^xl\//.test(name) && zip.entries.has(name) ? name : undefined
}

/** A relation's target as a name in the package. */
function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path: string[] = []
  for (const step of (folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.' && step !== '') path.push(step)
  }
  return path.join('/')
}

/** Text of a shared or inline string: rich text joined, phonetic guides left out. */
function stringText(element: XmlElement): string {
  let out = ''
  for (const node of children(element)) {
    if (node.name === 'x:t') out += textOf(node)
    else if (node.name === 'x:r') out += stringText(node)
  }
  // Excel writes characters that XML cannot hold as _x000D_.
  return out.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function sharedStrings(zip: Zip, part: string, limits: WorkbookLimits): string[] {
  const strings: string[] = []
  parseXml(partText(zip, part), part, limits.maxDepth, new Set(['x:sst']), (element) => {
    if (element.name === 'x:si') strings.push(stringText(element))
  })
  return strings
}

type Format = 'date' | 'percent' | undefined

/** What each cell style makes of a number. */
function cellFormats(styles: XmlElement): Format[] {
  const codes = new Map(children(child(styles, 'x:numFmts'), 'x:numFmt').map((f) => [Number(f.attrs.numFmtId), f.attrs.formatCode ?? '']))
  return children(child(styles, 'x:cellXfs'), 'x:xf').map((xf) => {
    const id = Number(xf.attrs.numFmtId ?? 0)
    const code = codes.get(id)
    if (code !== undefined) return formatKind(code)
    if (id === 9 || id === 10) return 'percent'
    // Built-in dates and times, the Chinese ones (27–36, 50–58) included.
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58) ? 'date' : undefined
  })
}

function formatKind(code: string): Format {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/gi, '').split(';')[0]!
  if (/%/.test(bare)) return 'percent'
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare) ? 'date' : undefined
}

interface Meaning {
  readonly strings: readonly string[]
  readonly formats: readonly Format[]
  readonly date1904: boolean
}

function sheetRows(zip: Zip, part: string, meaning: Meaning, limits: WorkbookLimits, used: { rows: number; cells: number }): ReadRow[] {
  const rows: ReadRow[] = []
  let last = 0
  parseXml(partText(zip, part), part, limits.maxDepth, new Set(['x:sheetData']), (element) => {
    if (element.name !== 'x:row') return
    const given = Number(element.attrs.r)
    const number = Number.isSafeInteger(given) && given > 0 ? given : last + 1
    last = number
    const cells: ReadCell[] = []
    let column = 0
    for (const c of children(element, 'x:c')) {
      column = columnOf(c.attrs.r) ?? column + 1
      // What is beyond the last cell of any sheet nobody wrote by hand; whoever writes the sheet again would count up to it.
      if (number > LAST_ROW || column > LAST_COLUMN)
        refuseCorrupt('xlsx', '单元格超出工作表的范围', 'a cell lies outside the sheet', { row: number, column })
      const value = valueOfCell(c, meaning)
      if (value !== undefined) cells.push({ ref: `${letters(column)}${number}`, column, value })
    }
    if (cells.length === 0) return
    used.rows++
    used.cells += cells.length
    if (used.rows > limits.maxRows || used.cells > limits.maxCells)
      refuse(
        'document.too-large',
        `工作簿超过 ${used.rows > limits.maxRows ? `${limits.maxRows} 行` : `${limits.maxCells} 个单元格`}。请拆分后再上传。`,
        `The workbook has more than ${used.rows > limits.maxRows ? `${limits.maxRows} rows` : `${limits.maxCells} cells`}. Split it and upload again.`,
        { limit: used.rows > limits.maxRows ? limits.maxRows : limits.maxCells },
      )
    rows.push({ row: number, cells })
  })
  return rows
}

/** `C12` → 3. */
function columnOf(ref: string | undefined): number | undefined {
  const found = /^([A-Z]{1,3})\d+$/.exec(ref ?? '')?.[1]
  if (found === undefined) return undefined
  let n = 0
  for (const c of found) n = n * 26 + c.charCodeAt(0) - 64
  return n
}

/** 3 → `C`. */
function letters(column: number): string {
  let out = ''
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26)) out = String.fromCharCode(65 + ((n - 1) % 26)) + out
  return out
}

function valueOfCell(cell: XmlElement, meaning: Meaning): ReadCell['value'] | undefined {
  const type = cell.attrs.t ?? 'n'
  // Escapes can say what neither XML nor a database holds: NUL, half a character.
  const text = (t: string): ReadCell['value'] | undefined => {
    const plain = printable(t).replace(/\r\n?/g, '\n')
    return plain === '' ? undefined : { type: 'text', text: plain }
  }
  if (type === 'inlineStr') {
    const inline = child(cell, 'x:is')
    return inline === undefined ? undefined : text(stringText(inline))
  }
  const v = child(cell, 'x:v')
  if (v === undefined) {
    // A formula that was never calculated shows nothing that could be read.
    return child(cell, 'x:f') === undefined ? undefined : { type: 'error', error: '#未计算' }
  }
  const raw = textOf(v)
  if (type === 's') return text(meaning.strings[Number(raw)] ?? '')
  if (type === 'str') return text(raw)
  if (type === 'b') return { type: 'boolean', boolean: raw.trim() === '1' }
  if (type === 'e') return { type: 'error', error: raw.trim() }
  if (type === 'd') {
    const m = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(raw)
    if (m === null || !isInstant(m[1]!, m[2] ?? '00:00:00')) return text(raw)
    return { type: 'date', date: m[1]!, ...(m[2] === undefined || m[2] === '00:00:00' ? {} : { time: m[2] }) }
  }
  const number = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(number)) return undefined
  const format = meaning.formats[Number(cell.attrs.s ?? 0)]
  if (format === 'date') return dateOf(number, meaning.date1904) ?? { type: 'number', number, percent: false }
  return { type: 'number', number, percent: format === 'percent' }
}

/** Whether the calendar has the day and the clock the time. */
function isInstant(date: string, time: string): boolean {
  const at = Date.parse(`${date}T${time}Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${date}T${time}`)
}

/** A serial day to a date. Day 60 of the 1900 system is the 29 February that never was. */
function dateOf(serial: number, date1904: boolean): ReadCell['value'] | undefined {
  const seconds = Math.round(serial * 86_400)
  let day = Math.floor(seconds / 86_400)
  const rest = seconds - day * 86_400
  if (date1904) day += 1462
  if (day < 1 || day > 2_958_465) return undefined
  if (day < 60) day += 1
  const date = new Date((day - 25_569) * 86_400_000).toISOString().slice(0, 10)
  if (rest === 0) return { type: 'date', date }
  const two = (n: number) => String(n).padStart(2, '0')
  return { type: 'date', date, time: `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}` }
}
