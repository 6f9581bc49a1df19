import { z } from 'zod'
import { Id, PlainDate } from './values.ts'

/** Evaluations of the work of an entry in one case. Points are basis points (8744 is 87.44). */

const short = z.string().trim().min(1).max(200)
const note = z.string().trim().max(2000)
const reason = z.string().trim().min(2).max(2000)

export const CaseEvaluationSummary = z
  .strictObject({
    id: Id,
    entry: Id,
    caseTitle: z.string(),
    matter: Id.nullable(),
    status: z.enum(['open', 'published', 'appealed', 'upheld', 'annulled']),
    total: z.int().nullable(),
    publishedOn: PlainDate.nullable(),
  })
  .meta({ id: 'CaseEvaluationSummary' })
export type CaseEvaluationSummary = z.output<typeof CaseEvaluationSummary>

export const CaseEvaluationDetail = CaseEvaluationSummary.extend({
  entryName: z.string(),
  kind: z.string(),
  version: z.int(),
  scheme: z.record(z.string(), z.unknown()).describe('The scheme it is scored by'),
  roles: z.array(z.string()).describe('In which the caller may score'),
  scores: z.array(
    z.strictObject({
      item: z.string(),
      role: z.string(),
      by: z.string(),
      mine: z.boolean(),
      score: z.int(),
      reason: z.string(),
      evidence: z.array(z.strictObject({ id: Id, name: z.string() })),
    }),
  ),
  result: z.strictObject({
    total: z.int().nullable(),
    covered: z.int(),
    items: z.array(z.strictObject({ item: z.string(), weight: z.int(), scores: z.int(), mean: z.int().nullable() })),
    missing: z.array(z.string()),
  }),
  appealUntil: PlainDate.nullable(),
  may: z.array(z.enum(['score', 'publish', 'appeal', 'decide'])),
  appeals: z.array(
    z.strictObject({
      on: PlainDate,
      grounds: z.string(),
      evidence: z.array(z.strictObject({ id: Id, name: z.string() })),
      decideBy: PlainDate,
      decided: z.strictObject({ outcome: z.enum(['upheld', 'annulled', 'reopened']), reason: z.string(), on: PlainDate }).nullable(),
    }),
  ),
}).meta({ id: 'CaseEvaluationDetail' })
export type CaseEvaluationDetail = z.output<typeof CaseEvaluationDetail>

const evidence = z.array(Id).max(20).default([]).describe('Uploads of the caller (POST /api/attachments)')
export const NewCaseScore = z
  .strictObject({ item: z.string().max(50), role: z.string().max(50), score: z.int(), reason: note.default(''), evidence })
  .meta({ id: 'NewCaseScore' })
export const NewCaseEvaluation = z.strictObject({ matter: Id.nullable().default(null), caseTitle: short }).meta({ id: 'NewCaseEvaluation' })
export const NewCaseAppeal = z.strictObject({ version: z.int(), grounds: reason, evidence }).meta({ id: 'NewCaseAppeal' })
export const CaseAppealDecision = z
  .strictObject({
    version: z.int(),
    outcome: z.enum(['upheld', 'annulled', 'reopened']),
    reason,
    drop: z.array(z.string().max(50)).max(50).default([]).describe('With `reopened`: items whose scores fall away and are given anew'),
  })
  .meta({ id: 'CaseAppealDecision' })

const byId = z.strictObject({ id: Id })
const tag = '名册 Registers'
const keeps = { permission: 'register.manage', tag } as const

/** Addresses of evaluations; part of those of registers. */
export const CASE_EVALUATION_ENDPOINTS = {
  openCaseEvaluation: {
    ...keeps,
    method: 'POST',
    path: '/api/register-entries/:id/evaluations',
    zh: '开始个案履职评价',
    en: 'Open the evaluation of one case',
    params: byId,
    body: NewCaseEvaluation,
    idempotent: true,
    reply: CaseEvaluationDetail,
    status: 201,
    problems: ['register.entry-not-found', 'matter.not-found'],
  },
  getCaseEvaluation: {
    method: 'GET',
    path: '/api/evaluations/:id',
    permission: 'register.read',
    tag,
    zh: '个案履职评价',
    en: 'An evaluation; before its publication for those who score it and who keep the register',
    params: byId,
    reply: CaseEvaluationDetail,
    problems: ['evaluation.not-found'],
  },
  scoreCaseEvaluation: {
    method: 'POST',
    path: '/api/evaluations/:id/scores',
    permission: 'register.read',
    tag,
    zh: '评分',
    en: 'Score one item in one role',
    params: byId,
    body: NewCaseScore,
    idempotent: true,
    reply: CaseEvaluationDetail,
    problems: ['evaluation.not-found', 'evaluation.refused', 'attachment.refused'],
  },
  publishCaseEvaluation: {
    ...keeps,
    method: 'POST',
    path: '/api/evaluations/:id/publish',
    zh: '公布评价结果',
    en: 'Publish the result; the time for an appeal begins',
    params: byId,
    body: z.strictObject({ version: z.int() }),
    reply: CaseEvaluationDetail,
    problems: ['evaluation.not-found', 'evaluation.refused', 'evaluation.changed'],
  },
  appealCaseEvaluation: {
    method: 'POST',
    path: '/api/evaluations/:id/appeals',
    permission: 'register.read',
    tag,
    zh: '对评价提出异议',
    en: 'Appeal, for the account that speaks for the entry',
    params: byId,
    body: NewCaseAppeal,
    idempotent: true,
    reply: CaseEvaluationDetail,
    problems: ['evaluation.not-found', 'evaluation.refused', 'evaluation.changed', 'attachment.refused'],
  },
  decideCaseAppeal: {
    ...keeps,
    method: 'POST',
    path: '/api/evaluations/:id/appeals/decision',
    zh: '异议处理决定',
    en: 'Decide the open appeal: upheld 维持, annulled 撤销, reopened 重新评价',
    params: byId,
    body: CaseAppealDecision,
    reply: CaseEvaluationDetail,
    problems: ['evaluation.not-found', 'evaluation.refused', 'evaluation.changed'],
  },
  downloadCaseEvidence: {
    method: 'GET',
    path: '/api/evaluations/:id/evidence/:attachment',
    permission: 'register.read',
    tag,
    zh: '下载评价证据',
    en: 'Evidence of a score or an appeal',
    params: z.strictObject({ id: Id, attachment: Id }),
    download: true,
    problems: ['evaluation.not-found', 'attachment.not-found'],
  },
} as const
