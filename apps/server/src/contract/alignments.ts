import { z } from 'zod'
import { ExportFormat, PlanSummary } from './plans.ts'
import { Comparator, Measure } from './reading.ts'
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

export const DRIFT_ASPECTS = ['deadline', 'target', 'mechanism', 'condition', 'accountability'] as const
export const DriftAspect = z
  .enum(DRIFT_ASPECTS)
  .describe('deadline 时限, target 目标值, mechanism 机制, condition 适用范围, accountability 责任主体')
  .meta({ id: 'DriftAspect' })
export type DriftAspect = z.output<typeof DriftAspect>

export const Quotation = z
  .strictObject({ text: z.string().describe('As printed'), span: Span.describe('In the source of that plan') })
  .meta({ id: 'Quotation' })

export const DriftValue = z
  .union([
    z.strictObject({ due: z.string() }),
    z.strictObject({ value: z.number(), valueMax: z.number().optional(), unit: z.string(), comparator: Comparator }),
  ])
  .meta({ id: 'DriftValue' })

export const Drift = z
  .strictObject({
    aspect: DriftAspect,
    kind: DriftKind,
    lower: Quotation.nullable(),
    upper: Quotation.nullable(),
    from: DriftValue.optional().describe('Value of the upper plan, for deadlines and targets'),
    to: DriftValue.optional().describe('Value of the lower plan'),
    better: z.enum(['up', 'down']).nullable().optional().describe('For targets: which way is better'),
    rule: z.string().describe('Stable code of the rule that judged'),
    reason: z.strictObject({ zh: z.string(), en: z.string() }).describe('Why, in one sentence for officers'),
    confidence: z.number().min(0).max(1),
  })
  .describe('How one commitment changed from the upper to the lower plan, with both quotations')
  .meta({ id: 'Drift' })
export type Drift = z.output<typeof Drift>

export const Decision = z.enum(['confirmed', 'rejected', 'added', 'corrected', 'cleared']).meta({ id: 'Decision' })
export type Decision = z.output<typeof Decision>

const share = z.number().min(0).max(1)
export const Reasons = z
  .strictObject({
    title: share.nullable(),
    text: share,
    cover: share.describe('How much of the shorter text stands in the other'),
    numbers: share.nullable(),
    units: share.nullable(),
    headings: share.nullable(),
  })
  .describe('Why two measures are thought to be partners, each from 0 to 1; null where one side has nothing to compare')
  .meta({ id: 'Reasons' })

export const Pair = z
  .strictObject({
    lower: z.string().describe('Measure id'),
    upper: z.string().describe('Measure id'),
    score: share,
    reasons: Reasons,
    match: z.enum(['topic', 'partial']).describe('topic: the same undertaking; partial: some of it'),
    rank: z.strictObject({ lower: z.int(), upper: z.int() }).describe('1 when it is the best partner of that measure'),
    status: z
      .enum(['proposed', 'confirmed', 'rejected', 'added', 'corrected'])
      .describe(
        'proposed: found by the comparison, not looked at; rejected pairs stay in the list and count nowhere; added, corrected: a person paired them',
      ),
    decidedBy: Person.nullable(),
    decidedAt: Instant.nullable(),
    drift: z.array(Drift).describe('Empty for rejected pairs'),
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

export const TakeUp = z
  .enum(['taken', 'partial', 'diminished', 'untaken'])
  .describe('taken 已承接, partial 部分承接, diminished 承接但有弱化, untaken 未承接')
  .meta({ id: 'TakeUp' })

const ids = z.array(z.string()).describe('Measure ids')
export const CoverageGroup = z
  .strictObject({ key: z.string(), measures: ids, taken: ids, partial: ids, diminished: ids, untaken: ids })
  .describe('The four lists are disjoint and together are `measures`')
  .meta({ id: 'CoverageGroup' })

export const Coverage = z
  .strictObject({
    measures: z.array(
      z.strictObject({
        measure: z.string().describe('Id of the superior’s measure'),
        bodies: z.array(z.strictObject({ body: z.string(), takeUp: TakeUp, by: ids })),
        takeUp: TakeUp.describe('The best that any body did'),
      }),
    ),
    untaken: ids.describe('Measures of the superior that nobody below has taken up'),
    byBody: z.array(CoverageGroup).describe('What each body below did'),
    byAgency: z.array(CoverageGroup).describe('By the superior’s own lead and responsible agencies'),
    own: z.array(z.strictObject({ body: z.string(), measures: ids })).describe('Measures below that answer nothing above'),
  })
  .describe('What the level above asked and whether it was taken up. Rejected pairs do not count')
  .meta({ id: 'Coverage' })
export type Coverage = z.output<typeof Coverage>

const PlanSide = z.strictObject({
  text: z.string().describe('The source text that the spans index'),
  measures: z.array(Measure).describe('Measures and governance paragraphs in the order of the plan'),
})

export const AlignmentDetail = z
  .strictObject({
    summary: AlignmentSummary,
    lower: PlanSide.describe('The plan that answers, corrections applied'),
    upper: PlanSide.describe('The plan that asked'),
    pairs: z.array(Pair).describe('In the order of the lower plan, best partner first; rejected ones included'),
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
    decision: Decision.describe(
      'added: pairs two measures that the comparison did not; corrected: the lower measure answers `upper` and not `insteadOf`; cleared: takes the last decision about the pair back',
    ),
    insteadOf: z.string().min(1).max(500).optional().describe('With `corrected`, and only then: the wrong upper measure'),
    version: z.int().min(1).describe('`summary.version` that the person saw; 409 version.conflict when this pair was decided since'),
  })
  .refine((d) => (d.decision === 'corrected') === (d.insteadOf !== undefined), 'insteadOf 只用于 corrected insteadOf goes with corrected')
  .meta({ id: 'DecisionRequest' })
export type DecisionRequest = z.output<typeof DecisionRequest>

export const AlignmentExportQuery = z.strictObject({
  to: ExportFormat,
  kind: z
    .enum([...DRIFT_KINDS, 'unmatchedLower', 'unmatchedUpper'])
    .optional()
    .describe('Only this part; everything when left out'),
})
