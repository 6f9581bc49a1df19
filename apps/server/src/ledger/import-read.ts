import { readTable, readWorkbook, type TableRow, tableHeader, type WorkbookColumn } from '@yingshang/document'
import type { z } from 'zod'
import type { LedgerImportFinding } from '../contract/ledger-whole-shapes.ts'
import { refuse, refuseDocument } from '../http/problem.ts'
import { ENTRY_COLUMNS, MILESTONE_COLUMNS, SHEETS, STEP_COLUMNS } from './sheet.ts'

/** Reads the workbook of a ledger: three sheets by name, every fault at its cell. */

export type Finding = z.output<typeof LedgerImportFinding>

export interface SheetRows {
  readonly name: string
  readonly rows: readonly TableRow[]
  /** Whether the sheet has a column: what it has not, it does not change. */
  readonly has: (key: string) => boolean
  /** A finding at a cell of a row. */
  at(row: TableRow, key: string, code: string, zh: string, en: string): Finding
}

export interface LedgerFileRows {
  readonly entries: SheetRows
  readonly milestones: SheetRows
  readonly steps: SheetRows
  readonly faults: readonly Finding[]
}

export async function readLedgerFile(bytes: Uint8Array): Promise<LedgerFileRows> {
  const workbook = await readWorkbook(bytes, { limits: { maxRows: 60_000, maxCells: 1_000_000 } })
  if (!workbook.ok) throw refuseDocument(workbook.refusal)
  const shown = workbook.sheets.filter((s) => !s.hidden)
  const faults: Finding[] = []
  const sheet = (name: string, columns: readonly WorkbookColumn[], needed: boolean): SheetRows => {
    const found = shown.find((s) => s.name.trim() === name) ?? (needed ? shown.find((s) => tableHeader(s, columns)) : undefined)
    const read = found === undefined ? { rows: [], faults: [] } : readTable(found, columns)
    if (found === undefined && needed)
      faults.push({
        sheet: name,
        row: null,
        cell: null,
        column: null,
        code: 'sheet.missing',
        zh: `没有“${name}”工作表`,
        en: `There is no sheet ${name}`,
      })
    faults.push(
      ...read.faults.map((f) => ({
        sheet: f.sheet,
        row: f.row ?? null,
        cell: f.ref ?? null,
        column: f.column ?? null,
        code: f.code,
        zh: f.zh,
        en: f.en,
      })),
    )
    const letters: Readonly<Record<string, string>> = found === undefined ? {} : (tableHeader(found, columns)?.letters ?? {})
    return { name, rows: read.rows, has: (key) => letters[key] !== undefined, at: findingAt(name, columns, letters) }
  }
  return {
    entries: sheet(SHEETS.entries, ENTRY_COLUMNS, true),
    milestones: sheet(SHEETS.milestones, MILESTONE_COLUMNS, false),
    steps: sheet(SHEETS.steps, STEP_COLUMNS, false),
    faults,
  }
}

function findingAt(name: string, columns: readonly WorkbookColumn[], letters: Readonly<Record<string, string>>): SheetRows['at'] {
  return ({ row }, key, code, zh, en) => {
    const letter = letters[key]
    const cell = letter === undefined ? null : `${letter}${row}`
    return {
      sheet: name,
      row,
      cell,
      column: columns.find((c) => c.key === key)?.title ?? null,
      code,
      zh: `${name} ${cell ?? `第${row}行`}：${zh}`,
      en: `${name} ${cell ?? `row ${row}`}: ${en}`,
    }
  }
}

/** What a cell says, blanks and line ends evened out; null when it is empty. */
export function said(row: TableRow, key: string): string | null {
  const value = row.values[key]
  if (value === null || value === undefined) return null
  const text = String(value).replace(/\r\n?/g, '\n').trim()
  return text === '' ? null : text
}

/** The findings as a problem. */
export const refusedImport = (findings: readonly Finding[]) =>
  refuse(
    'ledger.import-refused',
    { zh: `表格有 ${findings.length} 处错误，没有写入任何内容。`, en: `The workbook has ${findings.length} errors; nothing was written.` },
    {
      errors: findings.slice(0, 500).map((f) => ({ path: f.cell === null ? f.sheet : `${f.sheet}!${f.cell}`, zh: f.zh, en: f.en })),
      figures: { findings: findings.length },
    },
  )
