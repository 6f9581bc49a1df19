import type { FormRows } from '@yingshang/document'
import type { ImportFinding } from '../contract/forms.ts'
import { readFormFile } from '../forms/files.ts'
import { refuse } from '../http/problem.ts'
import { LEDGER_FORM } from './sheet.ts'

/** Reads the workbook of a ledger: its sheets by name, every fault at its cell. */

export type Finding = ImportFinding

export interface LedgerFileRows {
  readonly entries: FormRows
  readonly milestones: FormRows
  readonly targets: FormRows
  readonly steps: FormRows
  readonly faults: readonly Finding[]
}

export async function readLedgerFile(bytes: Uint8Array): Promise<LedgerFileRows> {
  const { sheets, faults } = await readFormFile(bytes, LEDGER_FORM, { maxRows: 60_000, maxCells: 1_000_000 })
  return { entries: sheets.entries!, milestones: sheets.milestones!, targets: sheets.targets!, steps: sheets.steps!, faults }
}

/** The findings as a problem. */
export const refusedImport = (findings: readonly Finding[]) =>
  refuse(
    'ledger.import-refused',
    { zh: `表格有 ${findings.length} 处错误，没有写入任何内容。`, en: `The workbook has ${findings.length} errors; nothing was written.` },
    {
      errors: findings.slice(0, 500).map((f) => ({ path: f.cell === null ? (f.sheet ?? '') : `${f.sheet}!${f.cell}`, zh: f.zh, en: f.en })),
      figures: { findings: findings.length },
    },
  )
