import { z } from 'zod'
import { ExportFormat, PlanSummary } from './plans.ts'
import { Measure } from './reading.ts'
import { Id, Instant, PageQuery, Person, pageOf, Span } from './values.ts'

/** Two plans side by side: pairs of measures, how the commitment drifted, what nobody took up, and what officers decided about it. */

export const AlignmentRequest = z
  .strictObject({
    lowerId: Id.describe('The plan that answers: the lower level, or the later year'),
    upperId: Id.describe('The plan that asked: the level above, or the earlier year'),
  })
  .describe('The same two plans again give the alignment that exists already (200)')
  .meta({ id: 'AlignmentRequest' })
export type AlignmentRequest = z.output<typeof AlignmentRequest>

export const DRIFT_KINDS = ['same', 'stricter', 'weaker', 'dropped', 'added'] as const
export const DriftKind = z
  .enum(DRIFT_KINDS)
  .describe('same 一致, stricter 加码, weaker 弱化, dropped 缺失, added 新增')
  .meta({ id: 'DriftKind' })
export type DriftKind = z.output<typeof DriftKind>

export const DRIFT_ASPECTS = ['deadline', 'target', 'mechanism'] as const
export const DriftAspect = z.enum(DRIFT_ASPECTS).describe('deadline 时限, target 目标值, mechanism 机制').meta({ id: 'DriftAspect' })
export type DriftAspect = z.output<typeof DriftAspect>

const Quotation = z
  .strictObject({ text: z.string().describe('As printed'), span: Span.describe('In the source of that plan') })
  .meta({ id: 'Quotation' })

export const Drift = z
  .strictObject({
    aspect: DriftAspect,
    kind: DriftKind,
    subject: z.string().describe('What is compared, e.g. the subject of a target'),
    lower: Quotation.nullable(),
    upper: Quotation.nullable(),
    zh: z.string().describe('One line for people, e.g. 由 2 个工作日放宽到 3 个工作日'),
    en: z.string(),
  })
  .describe('How one commitment changed from the upper to the lower plan, with both quotations')
  .meta({ id: 'Drift' })
export type Drift = z.output<typeof Drift>

export const Decision = z.enum(['confirmed', 'rejected', 'added', 'cleared']).meta({ id: 'Decision' })
export type Decision = z.output<typeof Decision>

export const Pair = z
  .strictObject({
    lower: z.string().describe('Measure id'),
    upper: z.string().describe('Measure id'),
    score: z.number().min(0).max(1).describe('0 for a pair that only a person saw'),
    reasons: z
      .array(
        z.strictObject({ kind: z.string().describe('title, text, numbers, units …'), score: z.number(), zh: z.string(), en: z.string() }),
      )
      .describe('Why they belong together'),
    status: z
      .enum(['proposed', 'confirmed', 'rejected', 'added'])
      .describe(
        'proposed: found by the comparison, not looked at; rejected pairs stay in the list and count nowhere; added: a person paired them',
      ),
    decidedBy: Person.nullable(),
    decidedAt: Instant.nullable(),
    drift: z.array(Drift),
    kinds: z.array(DriftKind).describe('Kinds that occur in `drift`, each once; filter by these'),
  })
  .meta({ id: 'Pair' })
export type Pair = z.output<typeof Pair>

const Counts = z.strictObject({
  pairs: z.int().describe('Pairs that count: all but rejected'),
  confirmed: z.int(),
  same: z.int().describe('Pairs whose drift holds this kind; likewise below'),
  stricter: z.int(),
  weaker: z.int(),
  dropped: z.int(),
  added: z.int(),
  unmatchedLower: z.int(),
  unmatchedUpper: z.int(),
})

export const AlignmentSummary = z
  .strictObject({
    id: Id,
    lower: PlanSummary.pick({ id: true, title: true, issuer: true, planYear: true }),
    upper: PlanSummary.pick({ id: true, title: true, issuer: true, planYear: true }),
    counts: Counts,
    stale: z.boolean().describe('A plan was corrected or read again since; the next look computes anew'),
    version: z.int().describe('Grows with every decision'),
    createdBy: Person,
    createdAt: Instant,
  })
  .meta({ id: 'AlignmentSummary' })
export type AlignmentSummary = z.output<typeof AlignmentSummary>

export const AlignmentListQuery = PageQuery.extend({ planId: Id.optional().describe('Only alignments of this plan') })
export const AlignmentPage = pageOf(AlignmentSummary).meta({ id: 'AlignmentPage' })
export type AlignmentPage = z.output<typeof AlignmentPage>

export const Coverage = z
  .strictObject({
    total: z.int().describe('Measures of the upper plan'),
    covered: z.array(z.string()).describe('Upper measures that somebody below took up'),
    uncovered: z.array(z.string()).describe('Upper measures that nobody below took up'),
    byBody: z
      .array(
        z.strictObject({
          body: z.string().describe('Unit that leads upper measures (or is responsible, where none leads)'),
          total: z.int(),
          covered: z.array(z.string()),
          uncovered: z.array(z.string()),
        }),
      )
      .describe('Most uncovered first'),
  })
  .describe('What the level above asked and whether it was taken up. Rejected pairs do not cover')
  .meta({ id: 'Coverage' })
export type Coverage = z.output<typeof Coverage>

export const AlignmentDetail = z
  .strictObject({
    summary: AlignmentSummary,
    lower: z.array(Measure).describe('Measures of the lower plan in order, corrections applied'),
    upper: z.array(Measure),
    pairs: z.array(Pair).describe('In the order of the lower plan, best first; rejected ones included'),
    unmatchedLower: z.array(z.string()).describe('Lower measures in no counting pair: added by the lower plan'),
    unmatchedUpper: z.array(z.string()).describe('Upper measures in no counting pair: dropped by the lower plan'),
    coverage: Coverage,
  })
  .meta({ id: 'AlignmentDetail' })
export type AlignmentDetail = z.output<typeof AlignmentDetail>

export const DecisionRequest = z
  .strictObject({
    lower: z.string().min(1).max(500),
    upper: z.string().min(1).max(500),
    decision: Decision.describe('added: pairs two measures that the comparison did not; cleared: takes the decision back'),
    version: z.int().min(1).describe('`summary.version` that the person saw; 409 version.conflict when this pair was decided since'),
  })
  .meta({ id: 'DecisionRequest' })
export type DecisionRequest = z.output<typeof DecisionRequest>

export const AlignmentExportQuery = z.strictObject({
  to: ExportFormat,
  kind: z
    .enum([...DRIFT_KINDS, 'unmatchedLower', 'unmatchedUpper'])
    .optional()
    .describe('Only this part; everything when left out'),
})
