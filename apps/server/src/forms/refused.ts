import type { ImportFinding } from '../contract/forms.ts'
import { type Refused, refuse } from '../http/problem.ts'

/** The findings of an import as a problem: the cell is the field. */
export const refusedForm = ({ errors, errorCount }: { readonly errors: readonly ImportFinding[]; readonly errorCount: number }): Refused =>
  refuse(
    'form.refused',
    { zh: `表格有 ${errorCount} 处错误，没有写入任何内容。`, en: `The workbook has ${errorCount} errors; nothing was written.` },
    { errors: errors.map((e) => ({ path: e.cell ?? '', zh: e.zh, en: e.en })), figures: { findings: errorCount } },
  )
