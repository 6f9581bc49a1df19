import { z } from 'zod'
import { Id, Instant, Person, PlainDate } from './values.ts'

/** Evaluation of bodies: versions of the scheme, a period scored from facts, what-if, publication, objections. Points are hundredths (8750 is 87.5). */

const Words = z.strictObject({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(120) })
const Key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)
const Kind = z
  .string()
  .regex(/^[a-z]+\.[a-z-]{1,40}$/)
  .describe('Kind of facts: entry.in-time, brief.adopted …')
const Points = z.int().min(-100_000).max(100_000).describe('Hundredths of a point')
const SourceShape = z.strictObject({ rule: z.string().max(40), provision: z.string().max(200), verified: z.boolean().optional() })

const itemOf = <T extends z.ZodRawShape>(more: T) =>
  z.strictObject({ id: Key, title: Words, group: Key.optional(), cap: z.int().min(0).max(100_000).optional(), ...more })
const Item = z.discriminatedUnion('kind', [
  itemOf({ kind: z.literal('each'), of: Kind, points: Points }),
  itemOf({ kind: z.literal('by-level'), of: Kind, points: z.record(Key, Points) }),
  itemOf({ kind: z.literal('share'), of: z.array(Kind).min(1).max(10), part: z.array(Kind).min(1).max(10), points: Points }),
  itemOf({ kind: z.literal('by-rank'), of: Kind, better: z.enum(['up', 'down']), points: z.array(Points).min(1).max(200) }),
])
const Talk = z.discriminatedUnion('kind', [
  z.strictObject({ id: Key, title: Words, kind: z.literal('below'), points: Points }),
  z.strictObject({ id: Key, title: Words, kind: z.literal('last'), places: z.int().min(1).max(100) }),
  z.strictObject({ id: Key, title: Words, kind: z.literal('count'), of: Kind, atLeast: z.int().min(1).max(1000) }),
])
export const SchemeShape = z
  .strictObject({
    id: Key,
    version: z.string().max(20),
    effectiveFrom: PlainDate,
    source: z.array(SourceShape).max(10),
    title: Words,
    base: Points,
    floor: Points,
    ceiling: Points,
    missing: z
      .enum(['nothing', 'average'])
      .optional()
      .describe('What a share without facts has: nothing, or the average of the other shares'),
    groups: z
      .array(z.strictObject({ id: Key, title: Words, cap: z.int().min(0).max(100_000) }))
      .max(20)
      .optional(),
    items: z.array(Item).min(1).max(40),
    talks: z.array(Talk).max(20),
  })
  .describe('A scheme of evaluation as packages/ledger reads it')
  .meta({ id: 'EvaluationScheme' })
export type SchemeShape = z.output<typeof SchemeShape>

export const SchemeVersion = z
  .strictObject({
    id: Id.nullable().describe('Null: the scheme that the product brings'),
    number: z.int(),
    status: z.enum(['draft', 'published', 'dropped']),
    effectiveFrom: PlainDate,
    inForce: z.boolean().describe('Today'),
    scheme: SchemeShape,
    note: z.string(),
    draftedBy: Person.nullable(),
    publishedBy: Person.nullable(),
    publishedAt: Instant.nullable(),
  })
  .meta({ id: 'EvaluationSchemeVersion' })
export type SchemeVersion = z.output<typeof SchemeVersion>

const Named = z.strictObject({ id: Id, name: z.string() })
export const RankedBody = z
  .strictObject({
    body: Named,
    total: z.int(),
    rank: z.int().describe('1, 2, 2, 4: equal totals share the better place'),
    measured: z.int().describe('Of `of` shares so many have facts'),
    of: z.int(),
    talks: z.array(z.string()).describe('Rules that call for a talk'),
    items: z.array(z.strictObject({ item: Key, points: z.int(), assumed: z.boolean() })),
  })
  .meta({ id: 'EvaluationRankedBody' })
export type RankedBody = z.output<typeof RankedBody>

export const EvaluationFact = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    on: PlainDate,
    level: z.string().optional(),
    title: z.string(),
    link: z.string().describe('Page of the fact'),
  })
  .meta({ id: 'EvaluationFact' })
export type EvaluationFact = z.output<typeof EvaluationFact>

export const BodyPoints = z
  .strictObject({
    body: Named,
    total: z.int(),
    rank: z.int(),
    items: z.array(
      z.strictObject({
        item: Key,
        points: z.int().describe('After caps'),
        raw: z.int(),
        assumed: z.boolean().describe('No facts: the average of the other shares'),
        lines: z.array(z.strictObject({ fact: EvaluationFact, points: z.int() })),
      }),
    ),
    talks: z.array(z.string()),
  })
  .meta({ id: 'EvaluationBodyPoints' })
export type BodyPoints = z.output<typeof BodyPoints>

const Period = { from: PlainDate, until: PlainDate }
export const Scoring = z
  .strictObject({
    ...Period,
    scheme: SchemeShape,
    ranking: z.array(RankedBody),
    unranked: z.array(Named).describe('Bodies without any fact: not ranked'),
    sources: z
      .array(z.strictObject({ source: z.string(), facts: z.int(), known: z.boolean() }))
      .describe('Where facts come from; not known: this installation keeps no such records'),
    changes: z
      .array(z.strictObject({ body: Id, points: z.int(), places: z.int() }))
      .nullable()
      .describe('Against the scheme in force and the facts as they are, when anything else was tried'),
    body: BodyPoints.nullable().describe('Of the body that was asked for'),
  })
  .meta({ id: 'EvaluationScoring' })
export type Scoring = z.output<typeof Scoring>

export const EvaluationResult = z
  .strictObject({
    id: Id,
    title: z.string(),
    ...Period,
    bodies: z.int(),
    publishedAt: Instant,
    publishedBy: Person,
    objectionsUntil: PlainDate,
    replaces: Id.nullable(),
    replacedBy: Id.nullable(),
    openObjections: z.int(),
  })
  .meta({ id: 'EvaluationResult' })
export type EvaluationResult = z.output<typeof EvaluationResult>

export const Objection = z
  .strictObject({
    id: Id,
    body: Named,
    fact: EvaluationFact.nullable(),
    words: z.string(),
    raisedBy: Person,
    raisedAt: Instant,
    upheld: z.boolean().nullable(),
    answer: z.string().nullable(),
    answeredBy: Person.nullable(),
    answeredAt: Instant.nullable(),
  })
  .meta({ id: 'EvaluationObjection' })
export type Objection = z.output<typeof Objection>

export const ResultDetail = z
  .strictObject({
    result: EvaluationResult,
    scheme: SchemeShape,
    ranking: z.array(RankedBody),
    unranked: z.int(),
    own: z.array(Id).describe('Bodies whose points the caller may open'),
    mayObject: z.array(Id).describe('Bodies for which the caller may object now'),
    objections: z.array(Objection),
  })
  .meta({ id: 'EvaluationResultDetail' })
export type ResultDetail = z.output<typeof ResultDetail>

/** A fact as it would be if. */
export const FactChange = z
  .strictObject({
    body: Id,
    fact: z.string().max(200),
    kind: Kind.nullable().describe('Null: as if it had not happened'),
    level: Key.optional(),
  })
  .meta({ id: 'EvaluationFactChange' })
export type FactChange = z.output<typeof FactChange>

const tag = '考核评价 Evaluation'
const byId = z.strictObject({ id: Id })
const period = z
  .strictObject(Period)
  .refine((p) => p.from <= p.until, { path: ['until'], message: '起止日期颠倒 The period ends before it begins' })

/** Addresses of evaluation; part of the one table of endpoints. */
export const SCORE_ENDPOINTS = {
  listEvaluationSchemes: {
    method: 'GET',
    path: '/api/evaluation/schemes',
    permission: 'evaluation.read',
    tag,
    zh: '考核办法各版本',
    en: 'Versions of the scheme, newest first, the one of the product last',
    reply: z.strictObject({ items: z.array(SchemeVersion) }),
  },
  draftEvaluationScheme: {
    method: 'POST',
    path: '/api/evaluation/schemes',
    permission: 'evaluation.manage',
    tag,
    zh: '起草考核办法',
    en: 'Draft a version of the scheme',
    body: z.strictObject({ effectiveFrom: PlainDate, scheme: SchemeShape, note: z.string().trim().max(500).default('') }),
    reply: SchemeVersion,
    status: 201,
    problems: ['scheme.invalid'],
  },
  decideEvaluationScheme: {
    method: 'POST',
    path: '/api/evaluation/schemes/:id/decision',
    permission: 'evaluation.manage',
    tag,
    zh: '发布或者放弃考核办法',
    en: 'Publish a draft (another person than the drafter), or drop it',
    params: byId,
    body: z.strictObject({ decision: z.enum(['publish', 'drop']) }),
    reply: SchemeVersion,
    problems: ['scheme.not-found', 'scheme.not-draft', 'scheme.same-person'],
  },
  scoreBodies: {
    method: 'POST',
    path: '/api/evaluation/score',
    permission: 'evaluation.manage',
    tag,
    zh: '试算',
    en: 'Score a period by the scheme in force on its last day; beside it by another one, without some bodies, with some facts changed; nothing is kept',
    body: z.strictObject({
      period,
      scheme: SchemeShape.optional(),
      without: z.array(Id).max(500).optional().describe('What if these bodies were left out'),
      facts: z.array(FactChange).max(200).optional().describe('What if these facts were otherwise'),
      body: Id.optional().describe('Whose points are wanted one by one'),
    }),
    reply: Scoring,
    problems: ['scheme.invalid'],
  },
  publishScores: {
    method: 'POST',
    path: '/api/evaluation/results',
    permission: 'evaluation.manage',
    tag,
    zh: '公布考核结果',
    en: 'Score a period and publish it: frozen, in the journal, with the bodies told',
    body: z.strictObject({
      period,
      title: z.string().trim().min(2).max(100),
      objectionDays: z.int().min(1).max(60).describe('Working days for objections'),
    }),
    idempotent: true,
    reply: EvaluationResult,
    status: 201,
    problems: ['result.no-facts'],
  },
  listEvaluationResults: {
    method: 'GET',
    path: '/api/evaluation/results',
    permission: 'evaluation.read',
    tag,
    zh: '考核结果',
    en: 'Published results, newest first (at most 200)',
    reply: z.strictObject({ items: z.array(EvaluationResult) }),
  },
  getEvaluationResult: {
    method: 'GET',
    path: '/api/evaluation/results/:id',
    permission: 'evaluation.read',
    tag,
    zh: '一次考核结果',
    en: 'The ranking of a result, and the objections that the caller may see',
    params: byId,
    reply: ResultDetail,
    problems: ['result.not-found'],
  },
  getEvaluationPoints: {
    method: 'GET',
    path: '/api/evaluation/results/:id/bodies/:body',
    permission: 'evaluation.read',
    tag,
    zh: '一个单位的得分',
    en: 'The points of a body, each with its fact',
    params: z.strictObject({ id: Id, body: Id }),
    reply: BodyPoints,
    problems: ['result.not-found'],
  },
  objectToEvaluation: {
    method: 'POST',
    path: '/api/evaluation/results/:id/objections',
    permission: 'evaluation.object',
    tag,
    zh: '提出异议',
    en: 'Object to a result in the name of a body, in time',
    params: byId,
    body: z.strictObject({ body: Id, fact: z.string().max(200).nullable(), words: z.string().trim().min(2).max(2000) }),
    idempotent: true,
    reply: Objection,
    status: 201,
    problems: ['result.not-found', 'result.replaced', 'objection.too-late', 'objection.unknown-fact'],
  },
  answerEvaluationObjection: {
    method: 'POST',
    path: '/api/evaluation/objections/:id/answer',
    permission: 'evaluation.manage',
    tag,
    zh: '答复异议',
    en: 'Answer an objection: by neither who raised it nor who published the result',
    params: byId,
    body: z.strictObject({ upheld: z.boolean(), answer: z.string().trim().min(2).max(2000) }),
    reply: Objection,
    problems: ['objection.not-found', 'objection.answered', 'objection.same-person'],
  },
  correctEvaluation: {
    method: 'POST',
    path: '/api/evaluation/results/:id/correction',
    permission: 'evaluation.manage',
    tag,
    zh: '公布更正后的结果',
    en: 'Publish the result anew from the same facts, without those that upheld objections struck out',
    params: byId,
    body: z.strictObject({ objectionDays: z.int().min(1).max(60) }),
    idempotent: true,
    reply: EvaluationResult,
    status: 201,
    problems: ['result.not-found', 'result.replaced', 'result.nothing-upheld', 'result.open-objections'],
  },
} as const
