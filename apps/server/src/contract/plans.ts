import { z } from 'zod'
import { Measure, Milestone, Plan, Source, Target } from './reading.ts'
import { Id, Instant, Month, PageQuery, Person, PlainDate, pageOf, Span } from './values.ts'

/** The library of plans: documents, what was read from them, corrections, counts, exports. */

export const PlanSummary = z
  .strictObject({
    id: Id,
    title: z.string().describe('Title of the plan, or the name of the file when the text has none'),
    issuer: z.string().nullable(),
    documentNumber: z.string().nullable(),
    issuedOn: PlainDate.nullable(),
    planYear: z.int().nullable(),
    file: z.strictObject({
      name: z.string(),
      bytes: z.int(),
      format: z.enum(['txt', 'html', 'docx', 'pdf']),
      sha256: z.string().describe('Hex digest of the bytes'),
    }),
    counts: z.strictObject({
      measures: z.int(),
      governance: z.int(),
      milestones: z.int(),
      targets: z.int(),
      agencies: z.int(),
      corrections: z.int().describe('Corrections in force'),
    }),
    sample: z.boolean().describe('Came with the product'),
    version: z.int().describe('Grows with every correction, undo and second reading'),
    uploadedBy: Person,
    uploadedAt: Instant,
    readAt: Instant.describe('Of the newest reading'),
  })
  .meta({ id: 'PlanSummary' })
export type PlanSummary = z.output<typeof PlanSummary>

export const UploadedPlan = PlanSummary.extend({
  duplicateOf: Id.nullable().describe(
    'Set (with status 200) when the same bytes were stored before: the plan that holds them. Nothing new was stored',
  ),
}).meta({ id: 'UploadedPlan' })
export type UploadedPlan = z.output<typeof UploadedPlan>

/** The fields beside `file` in the multipart upload. */
export const UploadFields = z
  .strictObject({
    issuedOn: PlainDate.optional().describe('Date of issue, when the text does not say'),
    planYear: z.coerce.number().int().min(1949).max(2200).optional().describe('Year of the plan, when the text does not say'),
  })
  .meta({ id: 'UploadFields' })

export const PlanListQuery = PageQuery.extend({
  q: z.string().trim().max(200).optional().describe('Part of the title, issuer, document number or file name'),
})
export const PlanPage = pageOf(PlanSummary)
  .extend({ total: z.int().describe('All plans that meet `q`') })
  .meta({ id: 'PlanPage' })
export type PlanPage = z.output<typeof PlanPage>

const MarkedSpan = Span.optional().describe('Place in the source, when the person marked one; else the words are looked up in the measure')
const words = z.string().trim().min(1).max(200)

export const EnteredUnit = z
  .strictObject({
    name: words,
    unit: words.optional().describe('Normalised name; `name` when left out'),
    openEnded: z.boolean().optional(),
    span: MarkedSpan,
  })
  .meta({ id: 'EnteredUnit' })
export const EnteredPerson = z.strictObject({ name: words, unit: words.nullable(), span: MarkedSpan }).meta({ id: 'EnteredPerson' })
export const EnteredMilestone = z
  .strictObject({
    due: PlainDate.nullable(),
    text: z.string().trim().max(200).describe('Words of the date, e.g. 6月底前'),
    clause: z
      .strictObject({ text: z.string().trim().min(1).max(4000), span: MarkedSpan })
      .optional()
      .describe('What is due; the text of the measure when left out'),
    span: MarkedSpan,
  })
  .meta({ id: 'EnteredMilestone' })
export const EnteredRecurring = z
  .strictObject({
    every: z.enum(['day', 'week', 'month', 'quarter', 'halfYear', 'year']),
    day: z.int().min(1).max(366).nullable(),
    text: z.string().trim().max(200),
    span: MarkedSpan,
  })
  .meta({ id: 'EnteredRecurring' })
export const EnteredTarget = z
  .strictObject({
    subject: words,
    comparator: z.enum(['>=', '<=', '>', '<', '=', 'range']),
    value: z.number(),
    valueMax: z.number().optional().describe('With `range`, and only then'),
    unit: z.string().trim().max(50),
    text: z.string().trim().max(200).describe('Words of the number, e.g. 不少于90%'),
    better: z.enum(['up', 'down']).nullable().optional().describe('From the comparator when left out'),
    period: z.string().trim().max(50).optional(),
    span: MarkedSpan,
  })
  .refine(
    (t) => (t.comparator === 'range') === (t.valueMax !== undefined),
    '区间须有上限，且只有区间有上限 A range, and only a range, has an upper end',
  )
  .refine((t) => t.valueMax === undefined || t.valueMax >= t.value, '上限不得小于下限 The upper end is below the lower')
  .meta({ id: 'EnteredTarget' })
export const EnteredCondition = z
  .strictObject({ text: z.string().trim().min(1).max(4000), span: MarkedSpan })
  .meta({ id: 'EnteredCondition' })

/** The fields of a measure, and of the plan as a whole (`plan.…`), that a person may correct. */
export const CORRECTABLE = [
  'title',
  'number',
  'path',
  'kind',
  'lead',
  'responsible',
  'persons',
  'milestones',
  'recurring',
  'targets',
  'conditions',
  'struck',
] as const
export const CORRECTABLE_OF_PLAN = ['plan.title', 'plan.issuer', 'plan.documentNumber', 'plan.issuedOn', 'plan.planYear'] as const
export const CorrectableField = z
  .enum([...CORRECTABLE, ...CORRECTABLE_OF_PLAN])
  .describe('The field that is corrected; `plan.…` are fields of the plan as a whole')
  .meta({ id: 'CorrectableField' })
export type CorrectableField = z.output<typeof CorrectableField>

const version = z
  .int()
  .min(1)
  .describe(
    '`summary.version` that the person saw. When the same field was corrected, undone or read again since, the answer is 409 version.conflict',
  )
const measure = { measureId: z.string().min(1).max(500), version }
const whole = { version }
const short = z.string().trim().min(1).max(500).nullable()
export const CorrectionRequest = z
  .discriminatedUnion('field', [
    z.strictObject({ ...measure, field: z.literal('title'), value: z.string().trim().max(500).nullable() }),
    z.strictObject({ ...measure, field: z.literal('number'), value: z.string().trim().max(50) }),
    z.strictObject({ ...measure, field: z.literal('path'), value: z.array(words).max(20) }),
    z.strictObject({ ...measure, field: z.literal('kind'), value: z.enum(['measure', 'governance']) }),
    z.strictObject({ ...measure, field: z.literal('lead'), value: z.array(EnteredUnit).max(100) }),
    z.strictObject({ ...measure, field: z.literal('responsible'), value: z.array(EnteredUnit).max(200) }),
    z.strictObject({ ...measure, field: z.literal('persons'), value: z.array(EnteredPerson).max(100) }),
    z.strictObject({ ...measure, field: z.literal('milestones'), value: z.array(EnteredMilestone).max(100) }),
    z.strictObject({ ...measure, field: z.literal('recurring'), value: z.array(EnteredRecurring).max(100) }),
    z.strictObject({ ...measure, field: z.literal('targets'), value: z.array(EnteredTarget).max(200) }),
    z.strictObject({ ...measure, field: z.literal('conditions'), value: z.array(EnteredCondition).max(100) }),
    z.strictObject({
      ...measure,
      field: z.literal('struck'),
      value: z.boolean().describe('True takes the measure out of the plan: it was none'),
    }),
    z.strictObject({ ...whole, field: z.literal('plan.title'), value: short }),
    z.strictObject({ ...whole, field: z.literal('plan.issuer'), value: short }),
    z.strictObject({ ...whole, field: z.literal('plan.documentNumber'), value: short }),
    z.strictObject({ ...whole, field: z.literal('plan.issuedOn'), value: PlainDate.nullable() }),
    z.strictObject({ ...whole, field: z.literal('plan.planYear'), value: z.int().min(1949).max(2200).nullable() }),
  ])
  .describe(
    'Sets one field. Lists replace the whole list. The reading stays as it is; the correction is kept beside it and survives a second reading',
  )
  .meta({ id: 'CorrectionRequest' })
export type CorrectionRequest = z.output<typeof CorrectionRequest>
/** As a caller sends it. */
export type CorrectionInput = z.input<typeof CorrectionRequest>

export const Correction = z
  .strictObject({
    id: Id,
    measureId: z.string().nullable().describe('The measure that it applies to now; null for a field of the plan'),
    field: CorrectableField,
    value: z.unknown().describe('As it was entered'),
    before: z.unknown().describe('What the reading says, in the shape of the measure; null when not applied'),
    applied: z.boolean().describe('False when a second reading has no measure that it fits; it is kept and shown so that a person decides'),
    version: z.int().describe('Version of the plan after it was made'),
    by: Person,
    at: Instant,
  })
  .meta({ id: 'Correction' })
export type Correction = z.output<typeof Correction>

export const CorrectionAnswer = z
  .strictObject({
    correction: Correction,
    measure: Measure.nullable().describe('The measure after the change; null for a field of the plan and for a measure that was struck'),
    version: z.int().describe('Version of the plan now; send it with the next correction'),
  })
  .meta({ id: 'CorrectionAnswer' })
export type CorrectionAnswer = z.output<typeof CorrectionAnswer>

export const PlanDetail = z
  .strictObject({
    summary: PlanSummary,
    source: Source,
    plan: Plan,
    corrections: z.array(Correction).describe('In force (the last of each field; and those that fit no measure any more), oldest first'),
    domains: z.record(z.string(), z.string()).describe('Measure id → its domain: the outermost heading that divides the plan'),
  })
  .meta({ id: 'PlanDetail' })
export type PlanDetail = z.output<typeof PlanDetail>

export const MeasureFilterQuery = z
  .strictObject({
    kind: z.enum(['measure', 'governance', 'all']).optional().describe('Measures when not said'),
    owner: z.string().max(200).optional().describe('A unit by its normalised or printed name, or a person'),
    role: z.enum(['lead', 'responsible', 'person']).optional().describe('Narrows `owner` to one role'),
    month: z
      .union([Month, z.literal('none')])
      .optional()
      .describe('Month of a milestone; `none`: measures without a dated milestone'),
    domain: z.string().max(500).optional().describe('As in `domains`'),
    q: z.string().max(200).optional().describe('Words that must all stand in the measure'),
  })
  .meta({ id: 'MeasureFilter' })
export type MeasureFilterQuery = z.output<typeof MeasureFilterQuery>

export const MeasureList = z
  .strictObject({
    items: z.array(Measure),
    total: z.int().describe('Equals the number of items'),
    of: z.int().describe('Measures of the plan before the filter (same kind)'),
    version: z.int(),
  })
  .meta({ id: 'MeasureList' })
export type MeasureList = z.output<typeof MeasureList>

const ids = z.array(z.string()).describe('Measure ids in the order of the plan')
const bar = { key: z.string().describe('Value for the filter'), count: z.int().describe('Equals the number of measures'), measures: ids }

export const Overview = z
  .strictObject({
    counts: z.strictObject({
      measures: z.int(),
      governance: z.int(),
      milestones: z.int(),
      recurring: z.int(),
      targets: z.int(),
      agencies: z.int(),
      persons: z.int(),
      unowned: z.int().describe('Measures that name nobody'),
      undated: z.int().describe('Measures without a dated milestone'),
      unmeasurable: z.int().describe('Measures without milestone, recurring duty or target'),
    }),
    lists: z.strictObject({ measures: ids, governance: ids, unowned: ids, undated: ids, unmeasurable: ids }),
    deadlinesByMonth: z
      .array(z.strictObject({ ...bar, milestones: z.array(z.strictObject({ measure: z.string(), milestone: Milestone })) }))
      .describe('In order of time; key is a month'),
    loadByAgency: z.array(z.strictObject({ ...bar, lead: ids, responsible: ids })).describe('Most loaded first; key is an owner'),
    targetsByDomain: z
      .array(z.strictObject({ ...bar, targets: z.array(z.strictObject({ measure: z.string(), target: Target })), withTargets: ids }))
      .describe('In the order of the plan; key is a domain'),
  })
  .describe('Counts with the measures behind them; the filter with the same key gives exactly those')
  .meta({ id: 'Overview' })
export type Overview = z.output<typeof Overview>

export const ExportFormat = z.enum(['xlsx', 'docx']).describe('xlsx: workbook; docx: official document in the layout of GB/T 9704')
export const PlanExportQuery = MeasureFilterQuery.extend({ to: ExportFormat })

export type PlanContent = z.output<typeof Plan>
export type MeasureContent = z.output<typeof Measure>
