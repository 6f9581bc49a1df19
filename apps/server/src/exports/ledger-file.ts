import { type OfficialBlock, type WorkbookSheet, writeOfficialDocument, writeWorkbook } from '@yingshang/document'
import type { LedgerTable } from '@yingshang/plan'

/** Tables as files: a workbook with one sheet each, or an official document across the page in the layout of GB/T 9704. */

export interface LedgerFile {
  /** Title of the file, without extension. */
  readonly title: string
  /** What the reader must know to read it: source, filter, figures. */
  readonly remarks: readonly string[]
  readonly tables: readonly LedgerTable[]
  /** Keys of columns that a printed page has no room for. */
  readonly notPrinted?: readonly string[]
}

/** A file that was made, ready to be sent. */
export interface WrittenFile {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
  readonly bytes: number
}

export const FILE_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** The day in China at an instant. */
export const chinaDay = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Makes the file; its name carries the day. */
export async function ledgerFile(file: LedgerFile, to: 'xlsx' | 'docx', now: Date): Promise<WrittenFile> {
  const content = to === 'xlsx' ? await workbook(file, now) : await document(file, now)
  const name = `${file.title.replace(/[\s\p{Cc}\\/:*?"<>|]+/gu, '').slice(0, 80)}-${chinaDay(now).replaceAll('-', '')}.${to}`
  return { name, type: FILE_TYPES[to], content, bytes: content.length }
}

function workbook(file: LedgerFile, now: Date): Promise<Uint8Array> {
  const sheets: WorkbookSheet[] = file.tables.map((table) => ({
    name: table.zh,
    title: `${file.title} ${table.zh}`,
    columns: table.columns.map((column) => ({
      key: column.key,
      title: column.zh,
      type: column.kind,
      width: Math.min(80, 2 * column.width + 2),
    })),
    rows: table.rows.map((row) => Object.fromEntries(table.columns.map((column, i) => [column.key, row[i] ?? null]))),
  }))
  const remarks: WorkbookSheet = {
    name: '说明',
    columns: [{ key: 'remark', title: '说明', type: 'text', width: 100 }],
    rows: file.remarks.map((remark) => ({ remark })),
  }
  return writeWorkbook({ sheets: [...sheets, remarks], createdAt: now.toISOString() })
}

function document(file: LedgerFile, now: Date): Promise<Uint8Array> {
  const body = file.tables.flatMap((table): OfficialBlock[] => {
    const shown = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !file.notPrinted?.includes(column.key))
    return [
      {
        kind: 'table',
        caption: `${table.zh}（共 ${table.rows.length} 项）`,
        columns: shown.map(({ column }) => ({
          title: column.zh,
          weight: column.width,
          align: column.kind === 'number' ? 'center' : 'left',
        })),
        rows: table.rows.map((row) => shown.map(({ i }) => String(row[i] ?? ''))),
      },
    ]
  })
  return writeOfficialDocument({
    title: file.title,
    body: [...file.remarks.map((text): OfficialBlock => ({ kind: 'paragraph', text })), ...body],
    landscape: true,
    createdAt: now.toISOString(),
  })
}
