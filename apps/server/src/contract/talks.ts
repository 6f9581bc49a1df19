import { z } from 'zod'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** Talks (约谈) that the rules of a published result call for: held or not, what was promised, what became of it. */

const Named = z.strictObject({ id: Id, name: z.string() })
const Words = z.strictObject({ zh: z.string(), en: z.string() })
const text = (most: number) => z.string().trim().min(1).max(most)

export const TALK_STATUSES = ['due', 'lapsed', 'held', 'not-held'] as const

export const TalkPromise = z.strictObject({
  number: z.int(),
  words: z.string(),
  dueOn: PlainDate,
  said: z.strictObject({ by: Person, at: Instant, words: z.string() }).nullable().describe('What the body says of it'),
  settled: z.strictObject({ kept: z.boolean(), on: PlainDate, words: z.string(), by: Person }).nullable(),
  late: z.boolean().describe('Past its day and not kept by then'),
  mayReport: z.boolean(),
  maySettle: z.boolean(),
})
export type TalkPromise = z.output<typeof TalkPromise>

export const Talk = z
  .strictObject({
    id: Id,
    body: Named,
    result: z.strictObject({ id: Id, title: z.string() }),
    reasons: z.array(Words).describe('Rules of the scheme that called for it'),
    status: z.enum(TALK_STATUSES).describe('lapsed: the result was corrected before the talk was held'),
    calledAt: Instant,
    held: z.strictObject({ on: PlainDate, by: z.string().describe('Who held it'), attended: z.string(), points: z.string() }).nullable(),
    reason: z.string().nullable().describe('Why it was not held'),
    recordedBy: Person.nullable(),
    promises: z.array(TalkPromise),
    mayRecord: z.boolean(),
  })
  .meta({ id: 'EvaluationTalk' })
export type Talk = z.output<typeof Talk>

const tag = '考核评价 Evaluation'
const path = '/api/evaluation/talks'
const one = z.strictObject({ id: Id })
const promise = z.strictObject({ id: Id, number: z.coerce.number().int().min(1).max(50) })

/** Addresses of talks; part of the one table of endpoints. */
export const TALK_ENDPOINTS = {
  listTalks: {
    method: 'GET',
    path,
    permission: 'evaluation.read',
    tag,
    zh: '约谈',
    en: 'Talks that the caller may see, newest first: the office all, a body its own',
    query: PageQuery.extend({ status: z.enum(TALK_STATUSES).optional(), talk: Id.optional().describe('That one alone') }),
    reply: pageOf(Talk),
  },
  recordTalk: {
    method: 'POST',
    path: `${path}/:id/record`,
    permission: 'evaluation.manage',
    tag,
    zh: '登记约谈',
    en: 'Record that a talk was held, with its points and promises, or why it was not; once',
    params: one,
    body: z.discriminatedUnion('held', [
      z.strictObject({
        held: z.literal(true),
        on: PlainDate,
        by: text(100),
        attended: text(500),
        points: text(5000),
        promises: z.array(z.strictObject({ words: text(500), dueOn: PlainDate })).max(50),
      }),
      z.strictObject({ held: z.literal(false), reason: text(1000) }),
    ]),
    idempotent: true,
    reply: Talk,
    problems: ['talk.not-found', 'talk.recorded', 'talk.lapsed', 'talk.days'],
  },
  reportPromise: {
    method: 'POST',
    path: `${path}/:id/promises/:number/report`,
    permission: 'evaluation.object',
    tag,
    zh: '反馈承诺兑现情况',
    en: 'A body says what it did about its promise; the last words hold until the office settles it',
    params: promise,
    body: z.strictObject({ words: text(2000) }),
    reply: Talk,
    problems: ['talk.not-found', 'talk.settled'],
  },
  settlePromise: {
    method: 'POST',
    path: `${path}/:id/promises/:number/settle`,
    permission: 'evaluation.manage',
    tag,
    zh: '核实承诺兑现情况',
    en: 'Settle a promise: kept on a day, or not; not by who reported it',
    params: promise,
    body: z.strictObject({ kept: z.boolean(), on: PlainDate, words: z.string().trim().max(1000).default('') }),
    reply: Talk,
    problems: ['talk.not-found', 'talk.settled', 'talk.same-person', 'talk.days'],
  },
} as const
