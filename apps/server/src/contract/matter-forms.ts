import { z } from 'zod'
import { ImportFinding, ImportQuery } from './forms.ts'
import { MatterListQuery, Words } from './matter-shapes.ts'
import { Id } from './values.ts'

/** Matters of a procedure as a workbook, both ways: the columns are the fields of the action that opens them. */

export const MatterExportQuery = MatterListQuery.omit({ after: true, limit: true, sort: true, procedure: true })

export const MatterImportChange = z
  .strictObject({
    row: z.int(),
    id: Id,
    title: z.string(),
    action: Words.describe('What the change is recorded as'),
    column: z.string(),
    before: z.string(),
    after: z.string(),
  })
  .meta({ id: 'MatterImportChange' })

export const MatterImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int().describe('Rows with content'),
    ready: z.int().describe('New matters without an error'),
    unchanged: z.int().describe('Rows of matters that are there already and that the workbook does not change'),
    amends: z.int().describe('Matters that are changed, or would be in a dry run'),
    opened: z.int().describe('0 in a dry run'),
    changes: z.array(MatterImportChange).describe('At most 500'),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'MatterImport' })
export type MatterImport = z.output<typeof MatterImport>

const tag = '案件 Matters'
const params = z.strictObject({ procedure: z.string().max(100) })

export const MATTER_FORM_ENDPOINTS = {
  getMatterForm: {
    method: 'GET',
    path: '/api/matter-forms/:procedure',
    permission: 'matter.read',
    tag,
    zh: '办件导入表样',
    en: 'The empty form for matters of a procedure',
    params,
    download: true,
    problems: ['procedure.not-found'],
  },
  exportMatterForm: {
    method: 'GET',
    path: '/api/matter-forms/:procedure/export',
    permission: 'matter.read',
    tag,
    zh: '按表样导出办件',
    en: 'The matters of a procedure that meet the filter and that the caller may see, in the form that an import reads; recorded',
    params,
    query: MatterExportQuery,
    download: true,
    problems: ['procedure.not-found', 'form.too-many'],
  },
  importMatterForm: {
    method: 'POST',
    path: '/api/matter-forms/:procedure/import',
    permission: 'matter.act',
    tag,
    zh: '按表样导入办件',
    en: 'Open a matter for each new row of a workbook, all or none; rows of matters that are there open nothing, and change one only by an amending action of its procedure',
    params,
    query: ImportQuery,
    upload: z.strictObject({}),
    idempotent: true,
    reply: MatterImport,
    problems: ['procedure.not-found', 'permission.denied', 'form.refused', 'document.*'],
  },
} as const
