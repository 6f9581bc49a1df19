import { z } from 'zod'
import { Measure, Milestone, Plan, Source, Target } from './reading.ts'
import { Id, Instant, Month, PageQuery, Person, PlainDate, pageOf } from './values.ts'

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

/** A unit as somebody types it. `unit` and `span` are found by the server when left out (the span falls back to the whole measure). */
const span = z
  .strictObject({ start: z.int().min(0), end: z.int().min(0) })
  .optional()
  .describe('Place in the source, when the person marked one')
const name = z.string().trim().min(1).max(200)

export const CorrectedUnit = z.strictObject({ name, unit: name.optional(), span }).meta({ id: 'CorrectedUnit' })
export const CorrectedPerson = z.strictObject({ name, unit: name.nullable().default(null), span }).meta({ id: 'CorrectedPerson' })
export const CorrectedMilestone = z
  .strictObject({
    due: PlainDate.nullable(),
    text: z.string().trim().max(200).default('').describe('Words of the date; made from `due` when empty'),
    clause: z.string().trim().max(4000).default('').describe('What is due; the text of the measure when empty'),
    span,
  })
  .meta({ id: 'CorrectedMilestone' })
export const CorrectedTarget = z
  .strictObject({
    subject: name,
    comparator: z.enum(['>=', '<=', '>', '<', '=', 'range']),
    value: z.number(),
    valueMax: z.number().optional().describe('Only with `range`'),
    unit: z.string().trim().max(50).default(''),
    better: z.enum(['up', 'down']).nullable().default(null),
    text: z.string().trim().max(200).default('').describe('Words of the number; made from the figures when empty'),
    span,
  })
  .meta({ id: 'CorrectedTarget' })

/** The fields of a measure that a person may correct, each with the shape of its value. Lists replace the whole list. */
export const CORRECTABLE = ['title', 'kind', 'lead', 'responsible', 'persons', 'milestones', 'targets'] as const
export const CorrectableField = z.enum(CORRECTABLE).describe('The field of a measure that is corrected').meta({ id: 'CorrectableField' })
export type CorrectableField = z.output<typeof CorrectableField>

const at = {
  measureId: z.string().min(1).max(500),
  version: z
    .int()
    .min(1)
    .describe(
      '`summary.version` that the person saw. When the same field was corrected, undone or read again since, the answer is 409 version.conflict',
    ),
}
export const CorrectionRequest = z
  .discriminatedUnion('field', [
    z.strictObject({ ...at, field: z.literal('title'), value: z.string().trim().max(500).nullable() }),
    z.strictObject({ ...at, field: z.literal('kind'), value: z.enum(['measure', 'governance']) }),
    z.strictObject({ ...at, field: z.literal('lead'), value: z.array(CorrectedUnit).max(100) }),
    z.strictObject({ ...at, field: z.literal('responsible'), value: z.array(CorrectedUnit).max(200) }),
    z.strictObject({ ...at, field: z.literal('persons'), value: z.array(CorrectedPerson).max(100) }),
    z.strictObject({ ...at, field: z.literal('milestones'), value: z.array(CorrectedMilestone).max(100) }),
    z.strictObject({ ...at, field: z.literal('targets'), value: z.array(CorrectedTarget).max(200) }),
  ])
  .describe('Sets one field of one measure. The reading stays as it is; the correction is kept beside it and survives a second reading')
  .meta({ id: 'CorrectionRequest' })
export type CorrectionRequest = z.output<typeof CorrectionRequest>
export type CorrectionInput = z.input<typeof CorrectionRequest>

export const Correction = z
  .strictObject({
    id: Id,
    measureId: z.string().describe('The measure that it applies to now'),
    field: CorrectableField,
    value: z.unknown().describe('The field as it reads now, in the shape of the measure'),
    before: z.unknown().describe('What the reading says, in the shape of the measure'),
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
    measure: Measure.nullable().describe('The measure after the change'),
    version: z.int().describe('Version of the plan now; send it with the next correction'),
  })
  .meta({ id: 'CorrectionAnswer' })
export type CorrectionAnswer = z.output<typeof CorrectionAnswer>

export const PlanDetail = z
  .strictObject({
    summary: PlanSummary,
    source: Source,
    plan: Plan,
    corrections: z.array(Correction).describe('In force, oldest first'),
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
