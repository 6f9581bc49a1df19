import { z } from 'zod'
import { ImportFinding, ImportQuery } from './forms.ts'
import { CycleKey } from './reporting.ts'
import { Id } from './values.ts'

/** The reports of a round as a workbook, both ways: a row for each entry that a body reports on. */

const tag = '报送 Reporting'
const round = z.strictObject({ ledger: Id, cycle: CycleKey })

export const ReportImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int(),
    changed: z.int().describe('Rows that say something else than the draft'),
    unchanged: z.int(),
    bodies: z.array(z.string()).describe('Whose drafts change'),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'ReportImport' })
export type ReportImport = z.output<typeof ReportImport>

export const REPORT_FORM_ENDPOINTS = {
  getReportForm: {
    method: 'GET',
    path: '/api/reporting/round/form',
    permission: 'report.read',
    tag,
    zh: '报送表样',
    en: 'The empty form of reports',
    download: true,
  },
  exportReports: {
    method: 'GET',
    path: '/api/reporting/round/export',
    permission: 'report.read',
    tag,
    zh: '导出本期报送',
    en: 'The reports of a round that the caller may see, in the form that an import reads; recorded',
    query: round.extend({ body: Id.optional().describe('The report of this body alone') }),
    download: true,
    problems: ['round.not-found'],
  },
  importReports: {
    method: 'POST',
    path: '/api/reporting/round/import',
    permission: 'report.write',
    tag,
    zh: '导入报送内容',
    en: 'Fill the drafts of reports from a workbook, all or none; handing them in stays an act of its own',
    query: ImportQuery.extend(round.shape),
    upload: z.strictObject({}),
    idempotent: true,
    reply: ReportImport,
    problems: ['round.not-found', 'form.refused', 'document.*'],
  },
} as const
