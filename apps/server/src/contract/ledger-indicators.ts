import { z } from 'zod'
import { ImportFinding, ImportQuery } from './forms.ts'
import { Named, words } from './ledger-parts.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** Addresses of indicators: what is measured, the readings by body and period, and the targets of ledgers that they read. Part of the one table of endpoints. */

const tag = '指标 Indicators'
const read = 'ledger.read'
const manage = 'ledger.manage'
const [indicators, readings] = ['/api/indicators', '/api/indicator-readings']

export const INDICATOR_PERIODS = ['month', 'quarter', 'year'] as const
const Period = z.string().max(20).describe('`2026-03`, `2026-Q1` or `2026`, as the indicator is read')

const definition = {
  name: words(200),
  unit: z.string().trim().max(20).describe('As targets of plans say it: %, 工作日, 家 …; empty for a bare number'),
  direction: z.enum(['up', 'down']).describe('Which way is better'),
  formula: words(2000).describe('How it is calculated'),
  source: words(500).describe('Where the numbers come from'),
  period: z.enum(INDICATOR_PERIODS),
  decimals: z.int().min(0).max(6),
  lateAfter: z.int().min(0).max(366).describe('Days after the end of a period by which every body’s value should be there'),
}

export const IndicatorReading = z
  .strictObject({
    id: Id,
    body: Named.nullable().describe('Null: the value of the whole'),
    period: Period,
    asOf: PlainDate,
    value: z.number().nullable().describe('Null: what stood here was taken back'),
    origin: z.string(),
    reason: z.string().nullable(),
    version: z.int().describe('Version of the definition that it was entered under'),
    file: z.string().nullable().describe('The workbook it came with; null when it was typed'),
    by: Person,
    at: Instant,
    replaces: Id.nullable(),
    replaced: z.boolean().describe('Another reading stands in its place'),
  })
  .meta({ id: 'IndicatorReading' })
export type IndicatorReading = z.output<typeof IndicatorReading>

export const IndicatorSummary = z
  .strictObject({
    id: Id,
    ...definition,
    keeper: Named.nullable().describe('The body that enters the value of the whole, and of any body'),
    version: z.int(),
    effectiveFrom: PlainDate,
    retired: z.boolean(),
    targets: z.strictObject({ met: z.int(), unmet: z.int(), 'no-data': z.int() }).describe('Targets bound to it that the caller may see'),
    latest: IndicatorReading.nullable().describe('Of the whole; of a body where there is none of the whole'),
    coverage: z
      .strictObject({ period: Period, known: z.int(), of: z.int(), lateDays: z.int() })
      .nullable()
      .describe(
        'Of the last period that is over: how many of the bodies that are read have a value; null before the indicator took effect',
      ),
  })
  .meta({ id: 'IndicatorSummary' })
export type IndicatorSummary = z.output<typeof IndicatorSummary>

export const IndicatorTarget = z
  .strictObject({
    entry: z.strictObject({ id: Id, number: z.string(), title: z.string(), lead: Named.nullable() }),
    ledger: Named,
    target: z.string(),
    subject: z.string(),
    words: z.string().describe('≥85%'),
    comparator: z.enum(['>=', '<=', '>', '<', '=', 'range']),
    value: z.number(),
    valueMax: z.number().nullable(),
    unit: z.string(),
    body: Named.nullable(),
    reading: z.number().nullable(),
    asOf: PlainDate.nullable(),
    verdict: z.enum(['met', 'unmet', 'no-data']),
  })
  .meta({ id: 'IndicatorTarget' })
export type IndicatorTarget = z.output<typeof IndicatorTarget>

export const IndicatorDetail = z
  .strictObject({
    indicator: IndicatorSummary,
    versions: z.array(z.strictObject({ version: z.int(), ...definition, effectiveFrom: PlainDate, by: Person, at: Instant })),
    series: z
      .array(z.strictObject({ body: Named.nullable(), points: z.array(IndicatorReading) }))
      .describe('Readings that hold: the whole first, then the bodies; oldest period first'),
    targets: z.array(IndicatorTarget),
    mayEnter: z
      .strictObject({ all: z.boolean(), bodies: z.array(Named) })
      .describe('For whom the caller enters readings: the whole and any body, or these'),
    today: PlainDate,
  })
  .meta({ id: 'IndicatorDetail' })
export type IndicatorDetail = z.output<typeof IndicatorDetail>

export const NewIndicator = z
  .strictObject({ ...definition, keeper: Id.nullable().default(null), effectiveFrom: PlainDate.optional().describe('Today when left out') })
  .meta({ id: 'NewIndicator' })
export type NewIndicator = z.output<typeof NewIndicator>

export const NewReading = z
  .strictObject({
    body: Id.nullable().default(null),
    period: Period,
    asOf: PlainDate.optional().describe('The last day of the period when left out, or today while it runs'),
    value: z.number().nullable().describe('Null takes back what was entered'),
    origin: words(500).describe('Where this number comes from'),
    replaces: Id.nullable().default(null).describe('The reading that is corrected; refused when another stands in its place by now'),
    reason: words(500).nullable().default(null).describe('Needed for a correction'),
  })
  .meta({ id: 'NewReading' })
export type NewReading = z.output<typeof NewReading>

const Bound = z.strictObject({ entry: Id, target: z.string().max(20) })
export const BindRequest = z
  .strictObject({
    bind: z
      .array(
        Bound.extend({
          body: Id.nullable().default(null).describe('The body whose value counts; null: the value of the whole'),
          takeOver: z
            .boolean()
            .default(false)
            .describe('The value that was typed for the target becomes a reading, where there is none of its period'),
        }),
      )
      .max(200)
      .default([]),
    unbind: z.array(Bound).max(200).default([]),
  })
  .refine((r) => r.bind.length + r.unbind.length > 0, '没有要绑定的目标 Nothing to bind')
  .meta({ id: 'IndicatorBindRequest' })
export type BindRequest = z.output<typeof BindRequest>

export const IndicatorCandidate = IndicatorTarget.extend({
  score: z.number().describe('Likeness of the names, 0 to 1'),
  sure: z.boolean().describe('The names say the same, or one holds the other'),
}).meta({ id: 'IndicatorCandidate' })
export type IndicatorCandidate = z.output<typeof IndicatorCandidate>

export const ReadingImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int(),
    created: z.int(),
    corrected: z.int(),
    unchanged: z.int(),
    changes: z
      .array(
        z.strictObject({
          row: z.int(),
          indicator: Named,
          body: Named.nullable(),
          period: Period,
          before: z.number().nullable(),
          after: z.number().nullable(),
        }),
      )
      .describe('At most 500'),
    targets: z.int().describe('Targets that take another value'),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'ReadingImport' })
export type ReadingImport = z.output<typeof ReadingImport>

const id = z.strictObject({ id: Id })

export const INDICATOR_ENDPOINTS = {
  listIndicators: {
    method: 'GET',
    path: indicators,
    permission: read,
    tag,
    zh: '指标',
    en: 'Indicators by name, with their last reading and how many targets they read',
    query: PageQuery.extend({
      q: z.string().max(200).optional().describe('Words in the name'),
      retired: z.enum(['true', 'false']).default('false'),
    }),
    reply: pageOf(IndicatorSummary).extend({ today: PlainDate }),
  },
  createIndicator: {
    method: 'POST',
    path: indicators,
    permission: manage,
    tag,
    zh: '新增指标',
    en: 'Keep a new indicator',
    body: NewIndicator,
    reply: IndicatorDetail,
    status: 201,
    idempotent: true,
    problems: ['indicator.name-taken', 'indicator.refused'],
  },
  getIndicator: {
    method: 'GET',
    path: `${indicators}/:id`,
    permission: read,
    tag,
    zh: '指标详情',
    en: 'An indicator with the readings that hold and the targets that it reads',
    params: id,
    reply: IndicatorDetail,
    problems: ['indicator.not-found'],
  },
  changeIndicator: {
    method: 'PUT',
    path: `${indicators}/:id`,
    permission: manage,
    tag,
    zh: '修改指标',
    en: 'A new version of the definition, or another keeper, or out of use; the unit stays while targets are bound',
    params: id,
    body: NewIndicator.extend({ retired: z.boolean().default(false), version: z.int().describe('The version that was seen') }),
    reply: IndicatorDetail,
    problems: ['indicator.not-found', 'indicator.name-taken', 'indicator.refused', 'version.conflict'],
  },
  listReadings: {
    method: 'GET',
    path: `${indicators}/:id/readings`,
    permission: read,
    tag,
    zh: '指标读数记录',
    en: 'Everything that was entered, newest first, with who and when; corrected readings too',
    params: id,
    query: PageQuery.extend({ body: z.union([Id, z.literal('whole')]).optional(), period: Period.optional() }),
    reply: pageOf(IndicatorReading),
    problems: ['indicator.not-found'],
  },
  enterReading: {
    method: 'POST',
    path: `${indicators}/:id/readings`,
    permission: read,
    tag,
    zh: '填报指标读数',
    en: 'Enter a reading, correct one or take it back; every target bound to it follows. Who may is said by `mayEnter`',
    params: id,
    body: NewReading,
    reply: IndicatorDetail,
    status: 201,
    idempotent: true,
    problems: ['indicator.not-found', 'indicator.refused', 'indicator.moved-on'],
  },
  listIndicatorCandidates: {
    method: 'GET',
    path: `${indicators}/:id/candidates`,
    permission: manage,
    tag,
    zh: '可绑定的目标值',
    en: 'Targets of open ledgers that the indicator could read, by the likeness of their names; at most 100',
    params: id,
    reply: z.strictObject({ items: z.array(IndicatorCandidate) }),
    problems: ['indicator.not-found'],
  },
  bindTargets: {
    method: 'POST',
    path: `${indicators}/:id/targets`,
    permission: manage,
    tag,
    zh: '绑定目标值',
    en: 'Bind targets to the indicator, or free them; all or nothing',
    params: id,
    body: BindRequest,
    reply: IndicatorDetail,
    idempotent: true,
    problems: ['indicator.not-found', 'indicator.refused', 'entry.not-found', 'entry.refused', 'ledger.archived'],
  },
  listTargetProposals: {
    method: 'GET',
    path: '/api/ledger-entries/:id/targets/:target/proposals',
    permission: manage,
    tag,
    zh: '目标值可用的指标',
    en: 'Indicators that the target could be bound to, the likeliest first',
    params: z.strictObject({ id: Id, target: z.string().max(20) }),
    reply: z.strictObject({
      items: z.array(z.strictObject({ id: Id, name: z.string(), unit: z.string(), score: z.number(), sure: z.boolean() })),
    }),
    problems: ['entry.not-found'],
  },
  getReadingForm: {
    method: 'GET',
    path: `${readings}/form`,
    permission: read,
    tag,
    zh: '指标读数表样',
    en: 'The empty form of the import',
    download: true,
  },
  exportReadings: {
    method: 'GET',
    path: `${readings}/export`,
    permission: read,
    tag,
    zh: '导出指标读数',
    en: 'The readings that hold, as the workbook that an import reads; recorded',
    query: z.strictObject({ indicator: Id.optional() }),
    download: true,
    problems: ['indicator.not-found'],
  },
  importReadings: {
    method: 'POST',
    path: `${readings}/import`,
    permission: read,
    tag,
    zh: '导入指标读数',
    en: 'Readings from the workbook: new ones, and corrections with a reason; all of it or nothing, first as a dry run',
    query: ImportQuery,
    upload: z.strictObject({}),
    reply: ReadingImport,
    idempotent: true,
    problems: ['ledger.import-refused', 'document.*'],
  },
} as const
