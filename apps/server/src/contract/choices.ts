import { z } from 'zod'
import { Appointing, DrawAnswer, Interests } from './draws.ts'
import { Refusal, Words } from './matter-shapes.ts'
import { Id, Instant, PageQuery, pageOf } from './values.ts'

/** Choosing from a register without a draw: competition before a committee, recommendation by main creditors. Amounts are integer fen. */

const short = z.string().trim().min(1).max(200)
const reason = z.string().trim().min(2).max(2000)
const Fen = z.int().min(0)

const common = { kind: z.string().max(50), matter: Id.nullable().default(null), title: short }
export const NewChoice = z
  .discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('competitive'),
      ...common,
      competitors: z.array(Id).max(50),
      members: z
        .array(z.strictObject({ login: z.string().max(64), recused: z.string().trim().max(500).nullable().default(null) }))
        .max(100),
    }),
    z.strictObject({
      method: z.literal('recommended'),
      ...common,
      entry: Id,
      recommenders: z.array(z.strictObject({ name: short, amount: Fen })).max(500),
      whole: Fen.describe('All claims of the case'),
    }),
  ])
  .meta({ id: 'NewChoice' })

export const ChoiceSummary = z
  .strictObject({
    id: Id,
    method: z.enum(['competitive', 'recommended']),
    register: Words,
    title: z.string(),
    matter: Id.nullable(),
    status: z.enum(['open', 'chosen', 'failed', 'appointed']),
    chosen: z.string().nullable().describe('Name'),
    createdAt: Instant,
  })
  .meta({ id: 'ChoiceSummary' })
export type ChoiceSummary = z.output<typeof ChoiceSummary>

export const ChoiceDetail = ChoiceSummary.extend({
  version: z.int(),
  rule: Words.describe('What is needed'),
  competitors: z.array(z.strictObject({ entry: Id, name: z.string(), conflicts: z.array(Words) })),
  members: z.array(z.strictObject({ name: z.string(), recused: z.string().nullable(), voted: z.boolean(), mine: z.boolean() })),
  recommenders: z.array(z.strictObject({ name: z.string(), amount: Fen })),
  whole: Fen.nullable(),
  ballots: z
    .array(z.strictObject({ member: z.string(), choice: z.string().nullable(), scores: z.record(z.string(), z.int()) }))
    .nullable()
    .describe('Entry → score; null while the review is open'),
  result: z
    .strictObject({
      needed: z.int(),
      members: z.int(),
      chosen: z.string().nullable(),
      substitutes: z.array(z.string()),
      tally: z.array(z.strictObject({ entry: Id, name: z.string(), votes: z.int(), sum: z.int(), scored: z.int() })),
      notes: z.array(Refusal),
    })
    .nullable(),
  standing: z.strictObject({ entry: Id, name: z.string() }).nullable().describe('Who is chosen now, after those who declined'),
  responses: z.array(
    z.strictObject({
      label: z.string(),
      accepts: z.boolean(),
      reason: z.string(),
      at: Instant,
      entry: Id,
      interests: Interests.nullable(),
    }),
  ),
  may: z.array(z.enum(['vote', 'recuse', 'close', 'examine', 'respond', 'appoint'])),
}).meta({ id: 'ChoiceDetail' })
export type ChoiceDetail = z.output<typeof ChoiceDetail>

const byId = z.strictObject({ id: Id })
const tag = '选任 Choices'
const step = { tag, params: byId, reply: ChoiceDetail, problems: ['choice.not-found', 'choice.refused'] } as const

export const CHOICE_ENDPOINTS = {
  openChoice: {
    method: 'POST',
    path: '/api/choices',
    permission: 'draw.conduct',
    tag,
    zh: '发起竞争或者推荐选任',
    en: 'Open a competition, or put a recommendation before the court',
    body: NewChoice,
    idempotent: true,
    reply: ChoiceDetail,
    status: 201,
    problems: ['register.not-found', 'register.entry-not-found', 'matter.not-found', 'user.not-found', 'choice.refused'],
  },
  listChoices: {
    method: 'GET',
    path: '/api/choices',
    permission: 'register.read',
    tag,
    zh: '竞争和推荐选任',
    en: 'Competitions and recommendations, newest first',
    query: PageQuery.extend({ matter: Id.optional() }),
    reply: pageOf(ChoiceSummary).meta({ id: 'ChoicePage' }),
  },
  getChoice: {
    method: 'GET',
    path: '/api/choices/:id',
    permission: 'register.read',
    tag,
    zh: '一次竞争或者推荐选任',
    en: 'A competition or recommendation',
    params: byId,
    reply: ChoiceDetail,
    problems: ['choice.not-found'],
  },
  castReview: {
    ...step,
    method: 'POST',
    path: '/api/choices/:id/ballots',
    permission: 'register.read',
    zh: '提交评审意见',
    en: 'A member of the committee scores every competitor and names their choice; once',
    body: z.strictObject({ choice: Id.nullable(), scores: z.record(Id, z.int()) }),
  },
  recuseMember: {
    ...step,
    method: 'POST',
    path: '/api/choices/:id/recusals',
    permission: 'register.read',
    zh: '评审委员回避',
    en: 'A member withdraws; counts among all members all the same',
    body: z.strictObject({ reason }),
  },
  closeReview: {
    ...step,
    method: 'POST',
    path: '/api/choices/:id/close',
    permission: 'draw.conduct',
    zh: '结束评审',
    en: 'Close the review: the result follows from the ballots',
    body: z.strictObject({ version: z.int() }),
  },
  examineRecommendation: {
    ...step,
    method: 'POST',
    path: '/api/choices/:id/examination',
    permission: 'draw.conduct',
    zh: '审查推荐',
    en: 'The court takes or refuses the recommendation',
    body: z.strictObject({ version: z.int(), accepts: z.boolean(), reason }),
  },
  answerChoice: {
    ...step,
    method: 'POST',
    path: '/api/choices/:id/responses',
    permission: 'register.read',
    zh: '答复选任',
    en: 'The chosen accepts with a declaration of interests, or declines; then the first substitute is chosen',
    body: DrawAnswer.omit({ label: true }),
    problems: ['choice.not-found', 'choice.refused', 'permission.denied'],
  },
  appointChoice: {
    ...step,
    method: 'POST',
    path: '/api/choices/:id/appointment',
    permission: 'draw.conduct',
    zh: '指定',
    en: 'The accepted becomes the appointment of the case',
    body: Appointing,
    problems: ['choice.not-found', 'choice.refused', 'action.refused', 'matter.changed'],
  },
} as const
