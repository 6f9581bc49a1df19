import { z } from 'zod'
import { ActionTaken, Refusal, Words } from './matter-shapes.ts'
import { Id, PlainDate } from './values.ts'

/** Moving a matter to another version of its procedure: shown beforehand, chosen with a reason, recorded as an action. */

const Renamed = z.strictObject({ from: Words, to: Words })

export const MigrationChoice = z
  .strictObject({
    to: z.string().describe('The version'),
    effectiveFrom: PlainDate,
    sources: z.array(z.strictObject({ rule: z.string(), provision: z.string(), verified: z.boolean() })),
    stages: z.array(z.strictObject({ track: Words, from: Words, to: Words })).describe('Where the matter stands under another name'),
    flags: z.array(Renamed),
    facts: z.array(Renamed),
    clocks: z
      .array(z.strictObject({ clock: Words, before: z.string(), after: z.string() }))
      .describe('A day, a status, or — when the version has no such clock'),
    actionsGained: z.array(Words),
    actionsLost: z.array(Words),
    notCarried: z
      .array(z.strictObject({ kind: z.enum(['fact', 'register', 'clock', 'obligation']), title: Words }))
      .describe('What the matter has and the version does not know: it stays in the record and shows no more'),
    refusals: z.array(Refusal).describe('What stands against the move; empty when it is possible'),
  })
  .meta({ id: 'MigrationChoice' })
export type MigrationChoice = z.output<typeof MigrationChoice>

export const MigrationChoices = z
  .strictObject({
    seq: z.int().describe('Send as `expectedSeq`'),
    version: z.string(),
    items: z.array(MigrationChoice).describe('Newer versions in force today, oldest first'),
  })
  .meta({ id: 'MigrationChoices' })
export type MigrationChoices = z.output<typeof MigrationChoices>

export const MigrationRequest = z
  .strictObject({
    to: z.string().max(100),
    reason: z.string().trim().min(1).max(2_000).describe('Why; part of the record'),
    expectedSeq: z.int().min(0),
  })
  .meta({ id: 'MigrationRequest' })

const byId = z.strictObject({ id: Id })
const tag = '案件 Matters'

export const MATTER_MIGRATION_ENDPOINTS = {
  previewMigration: {
    method: 'GET',
    path: '/api/matters/:id/migration',
    permission: 'matter.all',
    tag,
    zh: '预览转入新版本程序',
    en: 'What moving to a newer version of the procedure would change',
    params: byId,
    reply: MigrationChoices,
    problems: ['matter.not-found'],
  },
  migrateMatter: {
    method: 'POST',
    path: '/api/matters/:id/migration',
    permission: 'matter.all',
    tag,
    zh: '转入新版本程序',
    en: 'Move a matter to a newer version of its procedure',
    params: byId,
    body: MigrationRequest,
    idempotent: true,
    reply: ActionTaken,
    status: 201,
    problems: ['matter.not-found', 'matter.changed', 'procedure.not-found', 'action.refused'],
  },
} as const
