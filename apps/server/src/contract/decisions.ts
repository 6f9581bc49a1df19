import { z } from 'zod'
import { Instant, Person, PlainDate } from './values.ts'

/** Decision tables: looked at, tried, drafted by one person and published by another. */

const Words = z.strictObject({ zh: z.string(), en: z.string() })
const tag = '决策表 Decision tables'
const name = z.strictObject({ id: z.string().max(100) })

export const DecisionFindingView = z
  .strictObject({ severity: z.enum(['error', 'warning']), code: z.string(), where: z.string(), zh: z.string(), en: z.string() })
  .meta({ id: 'DecisionFindingView' })

export const DecisionTableSummary = z
  .strictObject({
    id: z.string(),
    version: z.string().describe('The version in force today'),
    effectiveFrom: PlainDate,
    title: Words,
    verified: z.boolean().describe('False: the source could not be read in its own text; the table is a setting of the court'),
    hasDraft: z.boolean(),
  })
  .meta({ id: 'DecisionTableSummary' })
export type DecisionTableSummary = z.output<typeof DecisionTableSummary>
export const DecisionTableList = z.strictObject({ items: z.array(DecisionTableSummary) }).meta({ id: 'DecisionTableList' })

export const DecisionTableView = z
  .strictObject({
    summary: DecisionTableSummary,
    question: z.string().nullable(),
    hitPolicy: z.string(),
    inputs: z.array(z.strictObject({ name: z.string(), type: z.string().nullable() })).describe('Input data of the model'),
    columns: z.array(z.strictObject({ label: z.string(), text: z.string() })),
    outputs: z.array(z.string()),
    rules: z.array(
      z.strictObject({ row: z.int(), tests: z.array(z.string()), results: z.array(z.string()), annotations: z.array(z.string()) }),
    ),
    findings: z.array(DecisionFindingView),
  })
  .meta({ id: 'DecisionTableView' })
export type DecisionTableView = z.output<typeof DecisionTableView>

export const DecisionTrial = z
  .strictObject({
    inputs: z.record(z.string().max(100), z.unknown()),
    draft: z.boolean().optional().describe('Try the draft instead of the version in force'),
  })
  .meta({ id: 'DecisionTrial' })
export const DecisionTrialResult = z
  .strictObject({
    value: z.unknown(),
    fired: z.array(z.strictObject({ row: z.int(), output: z.unknown(), annotations: z.array(z.string()) })),
    inputs: z.array(z.strictObject({ label: z.string(), value: z.unknown() })),
    problems: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'DecisionTrialResult' })
export type DecisionTrialResult = z.output<typeof DecisionTrialResult>

export const DecisionVersion = z
  .strictObject({
    number: z.int().describe('0 is the version that came with the product'),
    status: z.enum(['draft', 'published', 'product']),
    note: z.string(),
    draftedBy: Person.nullable(),
    draftedAt: Instant.nullable(),
    revision: z.int().describe('Saves so far; send the one that was seen with the next save and with the publication'),
    savedBy: Person.nullable().describe('Who saved last'),
    savedAt: Instant.nullable(),
    savers: z.array(Person).describe('Everybody who saved; none of them may publish'),
    publishedBy: Person.nullable(),
    publishedAt: Instant.nullable(),
    effectiveFrom: PlainDate.nullable(),
    findings: z.array(DecisionFindingView),
  })
  .meta({ id: 'DecisionVersion' })
export const DecisionVersions = z
  .strictObject({ items: z.array(DecisionVersion).describe('Newest first') })
  .meta({ id: 'DecisionVersions' })
export type DecisionVersions = z.output<typeof DecisionVersions>

export const DecisionDraft = z
  .strictObject({
    dmn: z.string().min(1).max(900_000).describe('The DMN file'),
    note: z.string().trim().min(1).max(2_000).describe('Why it is changed'),
    revision: z
      .int()
      .min(0)
      .default(0)
      .describe('The revision of the draft that was seen; 0 when there was none. Another one now is a version.conflict'),
  })
  .meta({ id: 'DecisionDraft' })
export const DecisionPublication = z
  .strictObject({
    effectiveFrom: PlainDate.describe('Not before tomorrow: what was decided stays decided'),
    revision: z.int().min(1).optional().describe('The revision that was looked at; another one now is a version.conflict'),
  })
  .meta({ id: 'DecisionPublication' })

const version = z.strictObject({ id: z.string().max(100), number: z.coerce.number().int().min(0) })

export const DECISION_ENDPOINTS = {
  listDecisionTables: {
    method: 'GET',
    path: '/api/decision-tables',
    permission: 'matter.read',
    tag,
    zh: '决策表',
    en: 'Decision tables',
    reply: DecisionTableList,
  },
  getDecisionTable: {
    method: 'GET',
    path: '/api/decision-tables/:id',
    permission: 'matter.read',
    tag,
    zh: '决策表内容',
    en: 'The version in force',
    params: name,
    reply: DecisionTableView,
    problems: ['decision.not-found'],
  },
  tryDecisionTable: {
    method: 'POST',
    path: '/api/decision-tables/:id/trials',
    permission: 'matter.read',
    tag,
    zh: '试算',
    en: 'Try values',
    params: name,
    body: DecisionTrial,
    reply: DecisionTrialResult,
    problems: ['decision.not-found'],
  },
  listDecisionVersions: {
    method: 'GET',
    path: '/api/decision-tables/:id/versions',
    permission: 'matter.read',
    tag,
    zh: '决策表版本',
    en: 'Versions of a table',
    params: name,
    reply: DecisionVersions,
    problems: ['decision.not-found'],
  },
  downloadDecisionVersion: {
    method: 'GET',
    path: '/api/decision-tables/:id/versions/:number',
    permission: 'matter.read',
    tag,
    zh: '下载 DMN',
    en: 'The DMN file of a version',
    params: version,
    download: true,
    problems: ['decision.not-found'],
  },
  saveDecisionDraft: {
    method: 'PUT',
    path: '/api/decision-tables/:id/draft',
    permission: 'decision.draft',
    tag,
    zh: '保存草案',
    en: 'Write the draft',
    params: name,
    body: DecisionDraft,
    reply: DecisionVersions,
    problems: ['decision.not-found', 'decision.refused', 'version.conflict'],
  },
  dropDecisionDraft: {
    method: 'DELETE',
    path: '/api/decision-tables/:id/draft',
    permission: 'decision.draft',
    tag,
    zh: '放弃草案',
    en: 'Drop the draft',
    params: name,
    reply: DecisionVersions,
    problems: ['decision.not-found'],
  },
  publishDecisionDraft: {
    method: 'POST',
    path: '/api/decision-tables/:id/draft/publication',
    permission: 'decision.publish',
    tag,
    zh: '发布',
    en: 'Publish the draft for a day; by somebody who did not save it',
    params: name,
    body: DecisionPublication,
    reply: DecisionVersions,
    problems: ['decision.not-found', 'decision.refused', 'decision.same-person', 'version.conflict'],
  },
} as const
