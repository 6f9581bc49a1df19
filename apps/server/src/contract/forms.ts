import { z } from 'zod'

/** What the forms of tables (表样) have in common: findings at cells, and the workbook that shows them. */

export const ImportFinding = z
  .strictObject({
    sheet: z.string().nullable().describe('Name of the sheet'),
    row: z.int().nullable().describe('As the sheet numbers it'),
    cell: z.string().nullable().describe('`C12`; null when no one cell is to blame'),
    column: z.string().nullable(),
    code: z.string(),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'ImportFinding' })
export type ImportFinding = z.output<typeof ImportFinding>

export const ImportQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).default('true').describe('True: nothing is written') })

export const MARKS_MOST = 1000
export const Mark = z.strictObject({
  sheet: z.string().max(100).nullable(),
  row: z.int().min(1).max(1_048_576).nullable(),
  cell: z.string().max(12).nullable(),
  text: z.string().max(500),
})
export const Marks = z.array(Mark).min(1).max(MARKS_MOST)

export const FORM_ENDPOINTS = {
  markWorkbook: {
    method: 'POST',
    path: '/api/forms/marked',
    permission: 'matter.read',
    tag: '表样 Forms',
    zh: '标注错误的工作簿',
    en: 'The workbook that was sent, with the cells of the findings coloured and a last column 错误; nothing is kept',
    upload: z.strictObject({ marks: z.string().max(400_000).describe('JSON: a list of { sheet, row, cell, text }, at most 1,000') }),
    download: true,
    rate: { max: 120, seconds: 3600 },
    problems: ['document.*', 'request.invalid'],
  },
} as const
