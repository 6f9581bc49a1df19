import { z } from 'zod'
import { Words } from './matter-shapes.ts'
import { Id, Instant, PageQuery, PlainDate, pageOf } from './values.ts'

/** Draws from a register that anyone can check. The file of a draw is the format of docs/draw.md. */

const short = z.string().trim().min(1).max(150)
const reason = z.string().trim().min(2).max(500)
/** To the second, as the file of a draw writes it. */
const Moment = z.iso.datetime({ precision: 0 }).describe('An instant to the second, 2026-03-05T08:00:00Z')

export const DrawNeed = z
  .strictObject({
    kind: z.string().max(50).describe('Kind of register'),
    matter: Id.nullable().default(null).describe('The case that it is for'),
    subject: z.enum(['institution', 'person']).nullable().default(null),
    area: z.string().max(50).nullable().default(null),
    grades: z.array(z.string().max(50)).max(20).default([]).describe('Empty: all'),
    turnsOn: PlainDate.describe('The day from which ties are looked back'),
    parties: z
      .array(z.strictObject({ name: short, code: short.nullable().default(null) }))
      .max(500)
      .default([]),
    barred: z
      .array(z.strictObject({ entry: Id, reason }))
      .max(200)
      .default([])
      .describe('Left out by hand, with a reason that is published'),
  })
  .meta({ id: 'DrawNeed' })

const source = { name: short, at: Moment }
export const DrawSource = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('lottery'),
      ...source,
      groups: z
        .array(
          z.strictObject({
            count: z.int().min(1).max(100),
            min: z.int().min(0),
            max: z.int().min(0).max(10_000_000),
            ordered: z.boolean(),
          }),
        )
        .min(1)
        .max(10),
    }),
    z.strictObject({ kind: z.literal('figure'), ...source, decimals: z.int().min(0).max(12) }),
    z.strictObject({ kind: z.literal('drand'), at: Moment.describe('The first round from then on is named') }),
    z.strictObject({ kind: z.literal('contribution'), ...source, hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  ])
  .describe('Public entropy that is not known yet')
  .meta({ id: 'DrawSource' })

export const NewDraw = DrawNeed.extend({
  title: short,
  count: z.int().min(1).max(20).default(1),
  weighted: z.boolean().default(false),
  rounds: z.int().min(1).max(100).default(20).describe('Rounds that can be revealed: the first, and one for each substitute'),
  entropy: z.array(DrawSource).min(1).max(10),
  revealBy: Moment,
  supersedes: z.strictObject({ draw: Id, reason }).nullable().default(null),
}).meta({ id: 'NewDraw' })

export const PoolView = z
  .strictObject({
    candidates: z.array(z.strictObject({ entry: Id, label: z.string(), weight: z.int(), grade: Words })),
    excluded: z.array(z.strictObject({ entry: Id, label: z.string(), reasons: z.array(Words) })),
  })
  .describe('Every entry of the register is in exactly one of the lists')
  .meta({ id: 'PoolView' })
export type PoolView = z.output<typeof PoolView>

const Status = z.enum(['awaiting-entropy', 'awaiting-reveal', 'drawn', 'accepted', 'appointed', 'exhausted', 'replaced'])

export const DrawSummary = z
  .strictObject({
    id: Id,
    title: z.string(),
    register: Words,
    status: Status,
    publishedAt: Instant,
    candidates: z.int(),
    excluded: z.int(),
    selected: z.array(z.string()),
    digest: z.string(),
    matter: Id.nullable().describe('Only for those who may see the case'),
  })
  .meta({ id: 'DrawSummary' })
export type DrawSummary = z.output<typeof DrawSummary>

const Answer = z.strictObject({ label: z.string(), accepts: z.boolean(), reason: z.string(), at: Instant })

export const PublicDraw = DrawSummary.extend({
  record: z.string().describe('The file of the draw, canonical JSON, word for word'),
  published: z.int().nullable().describe('Place of the commitment in the journal'),
  readings: z
    .array(z.strictObject({ source: z.int(), reference: z.string(), at: Instant, agreed: z.boolean() }))
    .describe('Who entered outcomes says where they were published; the names are not shown'),
  responses: z.array(Answer),
}).meta({ id: 'PublicDraw' })
export type PublicDraw = z.output<typeof PublicDraw>

/** 有无利害关系 (指定管理人规定 第二十三条至第二十五条): said in so many words, since silence is no declaration. */
export const Interests = z
  .strictObject({
    has: z.boolean().describe('有利害关系'),
    text: z.string().trim().max(4000).default('').describe('What they are; needed when there are any, empty otherwise'),
  })
  .refine((of) => of.has === (of.text !== ''), {
    path: ['text'],
    error: '声明有利害关系的，须写明具体情况；声明没有的，不填写 (say what they are when there are any, and nothing when there are none)',
  })
  .meta({ id: 'Interests' })
export type Interests = z.output<typeof Interests>

export const DrawDetail = PublicDraw.extend({
  version: z.int(),
  responses: z.array(Answer.extend({ entry: Id, interests: Interests.nullable() })),
  entries: z.record(z.string(), Id).describe('Label → entry'),
  sources: z.array(
    z.strictObject({
      state: z.enum(['waiting', 'open', 'one-reading', 'readings-differ', 'known']),
      at: Instant,
      mine: z.boolean().describe('The caller entered an outcome already'),
    }),
  ),
  may: z.array(z.enum(['enter', 'fetch', 'reveal', 'respond', 'substitute', 'appoint'])),
  roundsLeft: z.int(),
}).meta({ id: 'DrawDetail' })
export type DrawDetail = z.output<typeof DrawDetail>

const Outcome = z
  .union([
    z.strictObject({ numbers: z.array(z.array(z.int().min(0)).max(1000)).max(20) }),
    z.strictObject({ figure: z.string().max(60) }),
    z.strictObject({ signature: z.string().max(200) }),
    z.strictObject({ nonce: z.string().regex(/^[0-9a-f]{64}$/), text: z.string().min(1).max(2000) }),
  ])
  .describe('In the one spelling that the source allows')

export const DrawAnswer = z
  .strictObject({
    label: z.string().max(300),
    accepts: z.boolean(),
    interests: Interests.nullable().default(null).describe('Needed when accepting'),
    reason: z.string().trim().max(2000).default('').describe('Needed when declining'),
  })
  .meta({ id: 'DrawAnswer' })

export const Appointing = z
  .strictObject({
    reason: reason,
    expectedSeq: z.int().min(0).nullable().default(null).describe('Where the caller saw the case; null: wherever it is'),
  })
  .meta({ id: 'Appointing' })

const byId = z.strictObject({ id: Id })
const tag = '摇号 Draws'
const conduct = { permission: 'draw.conduct', tag, params: byId, reply: DrawDetail, problems: ['draw.not-found', 'draw.refused'] } as const

/** Addresses of draws; those under /api/public need no sign-in. */
export const DRAW_ENDPOINTS = {
  previewDraw: {
    method: 'POST',
    path: '/api/draws/preview',
    permission: 'draw.conduct',
    tag,
    zh: '试算候选名单',
    en: 'Who would be on the list and who not, with reasons; nothing is written',
    body: DrawNeed,
    reply: PoolView,
    problems: ['register.not-found', 'matter.not-found'],
  },
  publishDraw: {
    method: 'POST',
    path: '/api/draws',
    permission: 'draw.conduct',
    tag,
    zh: '公布承诺书',
    en: 'Publish the commitment: list, exclusions, method, future entropy, end of the chain',
    body: NewDraw,
    idempotent: true,
    reply: DrawDetail,
    status: 201,
    problems: ['register.not-found', 'matter.not-found', 'draw.not-found', 'draw.refused'],
  },
  listDraws: {
    method: 'GET',
    path: '/api/draws',
    permission: 'register.read',
    tag,
    zh: '摇号列表',
    en: 'Draws, newest first',
    query: PageQuery.extend({ matter: Id.optional(), status: Status.optional() }),
    reply: pageOf(DrawSummary).meta({ id: 'DrawPage' }),
  },
  getDraw: {
    method: 'GET',
    path: '/api/draws/:id',
    permission: 'register.read',
    tag,
    zh: '摇号',
    en: 'A draw with what the caller may do next',
    params: byId,
    reply: DrawDetail,
    problems: ['draw.not-found'],
  },
  enterEntropy: {
    ...conduct,
    method: 'POST',
    path: '/api/draws/:id/entropy',
    zh: '登记公开随机数',
    en: 'Enter the outcome of a source with the reference of its announcement; two persons who agree make it the outcome',
    body: z.strictObject({ source: z.int().min(0), value: Outcome, reference: short }),
  },
  fetchEntropy: {
    ...conduct,
    method: 'POST',
    path: '/api/draws/:id/entropy/fetch',
    zh: '取回 drand 随机数',
    en: 'Fetch the round of a drand source and check its signature',
    body: z.strictObject({ source: z.int().min(0) }),
    problems: ['draw.not-found', 'draw.refused', 'draw.source-unreachable'],
  },
  revealDraw: {
    ...conduct,
    method: 'POST',
    path: '/api/draws/:id/reveal',
    zh: '揭示并得出结果',
    en: 'Reveal the link: the result follows',
    body: z.strictObject({}),
    problems: ['draw.not-found', 'draw.refused', 'draw.secret-lost'],
  },
  answerDraw: {
    ...conduct,
    permission: 'register.read',
    method: 'POST',
    path: '/api/draws/:id/responses',
    zh: '答复选任',
    en: 'Accept with a declaration of interests, or decline; for the entry itself or, on its written answer, for who conducts the draw',
    body: DrawAnswer,
    problems: ['draw.not-found', 'draw.refused', 'permission.denied'],
  },
  substituteDraw: {
    ...conduct,
    method: 'POST',
    path: '/api/draws/:id/substitute',
    zh: '递补',
    en: 'Reveal the next link for the place of one who declined, must withdraw, or was replaced',
    body: z.strictObject({ label: z.string().max(300), reason }),
    problems: ['draw.not-found', 'draw.refused', 'draw.secret-lost'],
  },
  appointDraw: {
    ...conduct,
    method: 'POST',
    path: '/api/draws/:id/appointment',
    zh: '指定',
    en: 'The accepted become the appointment of the case; the action of the case is taken where its procedure has one',
    body: Appointing,
    problems: ['draw.not-found', 'draw.refused', 'action.refused', 'matter.changed'],
  },
  listPublicDraws: {
    method: 'GET',
    path: '/api/public/draws',
    permission: 'public',
    tag,
    zh: '公开的摇号',
    en: 'Published draws, newest first',
    query: PageQuery,
    reply: pageOf(DrawSummary).meta({ id: 'PublicDrawPage' }),
  },
  getPublicDraw: {
    method: 'GET',
    path: '/api/public/draws/:id',
    permission: 'public',
    tag,
    zh: '公开的一次摇号',
    en: 'A published draw with its file',
    params: byId,
    reply: PublicDraw,
    problems: ['draw.not-found'],
  },
  downloadDrawRecord: {
    method: 'GET',
    path: '/api/public/draws/:id/record',
    permission: 'public',
    tag,
    zh: '下载摇号记录',
    en: 'The file of a draw, for `yingshang draw verify`',
    params: byId,
    download: true,
    problems: ['draw.not-found'],
  },
  openContribution: {
    method: 'POST',
    path: '/api/public/draws/:id/contributions',
    permission: 'public',
    tag,
    zh: '公开事先提交的内容',
    en: 'A party opens what it bound itself to by its hash; proves itself, so nobody needs to sign in',
    params: byId,
    body: z.strictObject({ nonce: z.string().regex(/^[0-9a-f]{64}$/), text: z.string().min(1).max(2000) }),
    reply: PublicDraw,
    problems: ['draw.not-found', 'draw.refused'],
  },
} as const
