import { z } from 'zod'
import { ComplaintFile } from './complaints.ts'
import { FindingRow } from './supervision.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** Questionnaires: drafted, published by link or by tickets, answered without an account, counted with care. */

const text = (most: number) => z.string().max(most)
// The one word of this shape that every object of the language knows already.
const shortId = z.string().regex(/^(?!constructor$)[a-z0-9-]{1,20}$/)
/** More questions than a questionnaire may have when it is published. */
const MOST_ANSWERS = 100
const Option = z.strictObject({ id: shortId, text: text(200) })
const asked = {
  id: shortId.describe('Stays when the question is moved'),
  title: text(400),
  note: text(1000),
  required: z.boolean(),
  shownWhen: z
    .strictObject({ question: shortId, answers: z.array(shortId).max(30).describe('Options, or points of a scale') })
    .nullable()
    .describe('Asked only when an earlier question was answered so'),
}
const options = z.array(Option).max(60)

/** Loose enough to keep what is half written; `faults` says what stands in the way of publishing. */
export const Question = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...asked, kind: z.literal('single'), options }),
    z.strictObject({ ...asked, kind: z.literal('several'), options, most: z.int() }),
    z.strictObject({ ...asked, kind: z.literal('scale'), scale: z.enum(['satisfaction', 'points']) }),
    z.strictObject({ ...asked, kind: z.literal('number'), min: z.int(), max: z.int(), unit: text(30) }),
    z.strictObject({ ...asked, kind: z.literal('text') }),
  ])
  .meta({ id: 'Question' })
export type Question = z.output<typeof Question>

const Way = z
  .enum(['open', 'tickets'])
  .describe('open: a link for everybody, one answer for each browser; tickets: one answer for each ticket')
export const QuestionnaireDraft = z
  .strictObject({
    title: text(200),
    purpose: text(4000),
    way: Way,
    opensOn: PlainDate,
    closesOn: PlainDate,
    hideBelow: z.int().min(1).max(1000).describe('Groups of fewer are not shown in results'),
    questions: z.array(Question).max(100),
  })
  .meta({ id: 'QuestionnaireDraft' })
export type QuestionnaireDraft = z.output<typeof QuestionnaireDraft>

export const QuestionnaireSummary = z.strictObject({
  id: Id,
  title: z.string(),
  way: Way,
  state: z.enum(['draft', 'waiting', 'open', 'closed']).describe('waiting: published, its first day is to come'),
  opensOn: PlainDate,
  closesOn: PlainDate,
  sheets: z.int().describe('Answers that came in'),
  tickets: z.strictObject({ issued: z.int(), used: z.int() }).nullable().describe('Null when it is open to all'),
  createdBy: Person,
  createdAt: Instant,
})
export type QuestionnaireSummary = z.output<typeof QuestionnaireSummary>

const Fault = z.strictObject({ code: z.string(), path: z.string(), zh: z.string(), en: z.string() })
export const QuestionnaireDetail = z
  .strictObject({
    summary: QuestionnaireSummary,
    questionnaire: QuestionnaireDraft,
    version: z.int(),
    faults: z.array(Fault).describe('What stands in the way of publishing; of a draft alone'),
    least: z.int().describe('The least that `hideBelow` may be'),
    path: z.string().describe('Of the page on which it is answered'),
    findings: z.array(FindingRow),
  })
  .meta({ id: 'QuestionnaireDetail' })
export type QuestionnaireDetail = z.output<typeof QuestionnaireDetail>

const Group = z.strictObject({
  ids: z.array(z.string()).describe('Options, points or bands that are shown as one'),
  label: z.string(),
  count: z.int().nullable().describe('Null where hidden'),
})
export const QuestionnaireResults = z
  .strictObject({
    sheets: z.int(),
    hideBelow: z.int(),
    questions: z.array(
      z.strictObject({
        question: z.string(),
        withheld: z.enum(['few', 'condition']).nullable(),
        answered: z.int().nullable(),
        groups: z.array(Group),
        meanTenths: z.int().nullable(),
        median: z.number().nullable(),
      }),
    ),
    by: z.string().nullable(),
    tables: z
      .array(
        z.strictObject({
          question: z.string(),
          columns: z.array(Group.omit({ count: true })),
          rows: z.array(
            z.strictObject({ ids: z.array(z.string()), label: z.string(), answered: z.int(), counts: z.array(z.int().nullable()) }),
          ),
        }),
      )
      .describe('Questions by the answers to `by`; those of which too little would remain are left out'),
  })
  .meta({ id: 'QuestionnaireResults' })
export type QuestionnaireResults = z.output<typeof QuestionnaireResults>

const Slug = z.string().regex(/^[2-9a-hj-np-z]{8}$/, '问卷地址有误 Not the address of a questionnaire')
const Ticket = z.string().min(12).max(40).describe('As printed; case, spaces and hyphens do not matter')
const Answer = z.union([z.string().max(2000), z.number(), z.array(z.string().max(40)).max(60)])

export const PublicQuestionnaire = z
  .strictObject({
    body: z.string().describe('Who asks'),
    title: z.string(),
    purpose: z.string(),
    way: Way,
    state: z.enum(['waiting', 'open', 'closed']),
    opensOn: PlainDate,
    closesOn: PlainDate,
    hideBelow: z.int(),
    answered: z.boolean().describe('This browser has answered'),
    questions: z.array(Question).describe('None when it is not open'),
  })
  .meta({ id: 'PublicQuestionnaire' })
export type PublicQuestionnaire = z.output<typeof PublicQuestionnaire>

const tag = '问卷 Questionnaires'
const [read, manage, answers] = ['questionnaire.read', 'questionnaire.manage', 'questionnaire.answers'] as const
const path = '/api/supervision/questionnaires'
const open = '/api/public/questionnaires/:slug'
const id = z.strictObject({ id: Id })
const slug = z.strictObject({ slug: Slug })
const By = z.strictObject({ by: shortId.optional().describe('A question of one choice or a scale that divides the others') })

export const QUESTIONNAIRE_ENDPOINTS = {
  listQuestionnaires: {
    method: 'GET',
    path,
    permission: read,
    tag,
    zh: '问卷列表',
    en: 'Questionnaires, newest first',
    query: PageQuery,
    reply: pageOf(QuestionnaireSummary),
  },
  draftQuestionnaire: {
    method: 'POST',
    path,
    permission: manage,
    tag,
    zh: '新建问卷',
    en: 'Begin a questionnaire',
    body: QuestionnaireDraft,
    reply: QuestionnaireDetail,
    status: 201,
    idempotent: true,
  },
  getQuestionnaire: {
    method: 'GET',
    path: `${path}/:id`,
    permission: read,
    tag,
    zh: '问卷',
    en: 'A questionnaire with what stands in the way of publishing it, and the findings that were opened from it',
    params: id,
    reply: QuestionnaireDetail,
    problems: ['questionnaire.not-found'],
  },
  changeQuestionnaire: {
    method: 'PUT',
    path: `${path}/:id`,
    permission: manage,
    tag,
    zh: '修改问卷草稿',
    en: 'Change a draft; what is published stays',
    params: id,
    body: z.strictObject({ version: z.int(), draft: QuestionnaireDraft }),
    reply: QuestionnaireDetail,
    problems: ['questionnaire.not-found', 'questionnaire.fixed', 'version.conflict'],
  },
  publishQuestionnaire: {
    method: 'POST',
    path: `${path}/:id/publish`,
    permission: manage,
    tag,
    zh: '发布问卷',
    en: 'Publish a draft without faults; recorded in the journal with its questions',
    params: id,
    body: z.strictObject({ version: z.int() }),
    reply: QuestionnaireDetail,
    problems: ['questionnaire.not-found', 'questionnaire.fixed', 'questionnaire.faulty', 'version.conflict'],
  },
  closeQuestionnaire: {
    method: 'POST',
    path: `${path}/:id/close`,
    permission: manage,
    tag,
    zh: '结束问卷',
    en: 'Take no more answers, for good, and delete the tickets; the clock does it after the closing day. The second time changes nothing',
    params: id,
    reply: QuestionnaireDetail,
    problems: ['questionnaire.not-found', 'questionnaire.not-open'],
  },
  duplicateQuestionnaire: {
    method: 'POST',
    path: `${path}/:id/duplicate`,
    permission: manage,
    tag,
    zh: '复制问卷',
    en: 'A new draft with the same questions, as long as the old one from today',
    params: id,
    reply: QuestionnaireDetail,
    status: 201,
    idempotent: true,
    problems: ['questionnaire.not-found'],
  },
  issueTickets: {
    method: 'POST',
    path: `${path}/:id/tickets`,
    permission: manage,
    tag,
    zh: '制作答题码',
    en: 'Make tickets that answer once each. They are given this once; the server keeps digests of them',
    params: id,
    body: z.strictObject({ count: z.int().min(1).max(2000) }),
    reply: z.strictObject({ tickets: z.array(z.string()), path: z.string().describe('Append `#` and the ticket') }),
    status: 201,
    problems: ['questionnaire.not-found', 'questionnaire.not-open', 'questionnaire.open-to-all'],
  },
  exportTickets: {
    method: 'POST',
    path: `${path}/:id/tickets/workbook`,
    permission: manage,
    tag,
    zh: '答题码工作簿',
    en: 'Tickets that were just made, as a workbook with their addresses; nothing is kept of it',
    params: id,
    body: z.strictObject({ tickets: z.array(Ticket).min(1).max(2000), base: z.url({ protocol: /^https?$/ }).max(300) }),
    download: true,
    problems: ['questionnaire.not-found'],
  },
  getQuestionnaireResults: {
    method: 'GET',
    path: `${path}/:id/results`,
    permission: read,
    tag,
    zh: '问卷结果',
    en: 'What all sheets say, small groups hidden; after the end',
    params: id,
    query: By,
    reply: QuestionnaireResults,
    problems: ['questionnaire.not-found', 'questionnaire.running'],
  },
  exportQuestionnaireResults: {
    method: 'GET',
    path: `${path}/:id/results/export`,
    permission: read,
    tag,
    zh: '导出问卷结果',
    en: 'The results as a workbook, hidden where the page hides them',
    params: id,
    query: By,
    download: true,
    problems: ['questionnaire.not-found', 'questionnaire.running'],
  },
  listQuestionnaireTexts: {
    method: 'GET',
    path: `${path}/:id/texts`,
    permission: answers,
    tag,
    zh: '文字回答',
    en: 'Answers in words, in the order of their words: nothing says which came from one sheet',
    params: id,
    reply: z.strictObject({ items: z.array(z.strictObject({ question: z.string(), texts: z.array(z.string()) })) }),
    problems: ['questionnaire.not-found', 'questionnaire.running'],
  },
  exportQuestionnaireAnswers: {
    method: 'GET',
    path: `${path}/:id/answers/export`,
    permission: answers,
    tag,
    zh: '导出原始答卷',
    en: 'Every sheet in an order without meaning, without its day; words apart from the sheets. Small groups are not hidden in it; who took it is recorded',
    params: id,
    download: true,
    problems: ['questionnaire.not-found', 'questionnaire.running'],
  },
  addQuestionnaireFinding: {
    method: 'POST',
    path: `${path}/:id/findings`,
    permission: manage,
    tag,
    zh: '由问卷形成问题',
    en: 'Hand a finding of the results over to a body: a matter with its clock',
    params: id,
    body: z.strictObject({
      subject: z.string().trim().min(2).max(100),
      content: z.string().trim().min(1).max(5000),
      bodyId: Id,
      workingDays: z.int().min(1).max(90),
      photos: z.array(ComplaintFile).max(20).default([]),
    }),
    reply: z.strictObject({ matter: Id, detail: QuestionnaireDetail }),
    status: 201,
    idempotent: true,
    problems: ['questionnaire.not-found', 'questionnaire.running', 'action.refused', 'party.invalid', 'attachment.refused'],
  },
  getPublicQuestionnaire: {
    method: 'GET',
    path: open,
    permission: 'public',
    tag,
    zh: '打开问卷（无需登录）',
    en: 'A questionnaire as those see it who answer; one that is open to all gives the browser a signed pass for one answer',
    params: slug,
    reply: PublicQuestionnaire,
    problems: ['questionnaire.not-found'],
  },
  checkTicket: {
    method: 'POST',
    path: `${open}/ticket`,
    permission: 'public',
    tag,
    zh: '核对答题码（无需登录）',
    en: 'Whether a ticket is still good',
    params: slug,
    body: z.strictObject({ ticket: Ticket }),
    reply: z.strictObject({ used: z.boolean() }),
    rate: { max: 120, seconds: 3600 },
    problems: ['questionnaire.not-found', 'questionnaire.ticket'],
  },
  answerQuestionnaire: {
    method: 'POST',
    path: `${open}/answers`,
    permission: 'public',
    tag,
    zh: '提交答卷（无需登录）',
    en: 'Hand a sheet in, once; kept with its day, and with nothing of who sent it',
    params: slug,
    body: z.strictObject({
      // Each answer to no question is refused by itself: a body full of them would be answered with a body many times as large.
      answers: z
        .record(shortId, Answer)
        .refine((given) => Object.keys(given).length <= MOST_ANSWERS, `最多${MOST_ANSWERS}个回答 At most ${MOST_ANSWERS} answers`),
      ticket: Ticket.optional(),
    }),
    status: 204,
    rate: { max: 120, seconds: 3600 },
    problems: [
      'questionnaire.not-found',
      'questionnaire.not-open',
      'questionnaire.answered',
      'questionnaire.ticket',
      'questionnaire.no-cookie',
      'questionnaire.wrong-answers',
    ],
  },
} as const
