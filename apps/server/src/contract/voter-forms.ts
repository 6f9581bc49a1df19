import { z } from 'zod'
import { ImportFinding, ImportQuery } from './forms.ts'
import { base, changing, known } from './meetings-base.ts'

/** Accounts and identities of the voters of a meeting as a workbook, both ways. */

export const VoterImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int(),
    changed: z.int().describe('Voters whose account or identity is entered'),
    unchanged: z.int(),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'VoterImport' })
export type VoterImport = z.output<typeof VoterImport>

export const VOTER_FORM_ENDPOINTS = {
  exportVoters: {
    method: 'GET',
    path: '/api/meetings/:id/voters/table',
    permission: 'meeting.prepare',
    ...base,
    zh: '导出表决名单',
    en: 'The list of voters in the form that an import reads; identities are never in it; recorded',
    download: true,
    problems: known,
  },
  importVoters: {
    method: 'POST',
    path: '/api/meetings/:id/voters/table',
    permission: 'meeting.prepare',
    ...base,
    zh: '批量登记账号和身份',
    en: 'Enter accounts and identities of voters from a workbook, all or none; an empty cell changes nothing',
    query: ImportQuery,
    upload: z.strictObject({}),
    idempotent: true,
    reply: VoterImport,
    problems: [...changing, 'form.refused', 'document.*'],
  },
} as const
