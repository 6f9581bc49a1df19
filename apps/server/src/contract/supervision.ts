import { z } from 'zod'
import { ComplaintFile } from './complaints.ts'
import { EntryFilter, EntryStatus } from './ledger-shapes.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** Letters and bulletins that are made from the ledger, and batches of inspections with their findings. */

const Words = z.strictObject({ zh: z.string(), en: z.string() })
const Named = z.strictObject({ id: Id, name: z.string() })
const text = (most: number, least = 1) => z.string().trim().min(least).max(most)

export const LETTER_KINDS = ['inquiry', 'case', 'regular'] as const
const LetterKind = z.enum(LETTER_KINDS).describe('inquiry 函询提醒, case 个案通报, regular 定期通报')
export const LETTER_STATUSES = ['draft', 'submitted', 'approved', 'sent', 'dropped'] as const

/** An entry as the letter speaks of it: as it stood when the letter was drafted. */
export const LetterEntry = z.strictObject({
  id: Id,
  number: z.string(),
  title: z.string(),
  domain: z.string(),
  lead: Named.nullable(),
  bodies: z.array(Id),
  status: EntryStatus,
  due: PlainDate.nullable(),
  note: z.string(),
})
export type LetterEntry = z.output<typeof LetterEntry>

const LetterBody = z.strictObject({
  body: Named,
  received: z.strictObject({ at: Instant, by: Person }).nullable(),
  answered: z.strictObject({ at: Instant, by: Person, words: z.string() }).nullable(),
})
export const LetterSummary = z.strictObject({
  id: Id,
  kind: LetterKind,
  title: z.string(),
  documentNumber: z.string().nullable(),
  status: z.enum(LETTER_STATUSES),
  entries: z.int(),
  bodies: z.int(),
  received: z.int(),
  answered: z.int(),
  answerBy: PlainDate.nullable(),
  draftedBy: Person,
  draftedAt: Instant,
  sentAt: Instant.nullable(),
})
export type LetterSummary = z.output<typeof LetterSummary>
export const LetterDetail = z
  .strictObject({
    summary: LetterSummary,
    series: z.string(),
    opening: z.string(),
    closing: z.string(),
    entries: z.array(LetterEntry),
    bodies: z.array(LetterBody),
    approved: z.strictObject({ at: Instant, by: Person }).nullable(),
    returnedReason: z.string().nullable(),
    version: z.int(),
    may: z.array(z.enum(['change', 'submit', 'approve', 'return', 'send', 'drop'])),
    receives: z.array(Id).describe('Bodies for which the caller may sign'),
    answers: z.array(Id).describe('Bodies for which the caller may answer'),
  })
  .meta({ id: 'LetterDetail' })
export type LetterDetail = z.output<typeof LetterDetail>

const Letter = {
  title: text(100, 2),
  series: text(20).regex(/^[\p{Script=Han}]{2,12}$/u, '发文代字用汉字 Chinese characters only'),
  opening: text(3000),
  closing: text(3000),
  answerBy: PlainDate.nullable(),
}
export const NewLetter = z
  .strictObject({
    kind: LetterKind,
    filter: EntryFilter,
    title: Letter.title.optional(),
    series: Letter.series.optional(),
    opening: Letter.opening.optional(),
    closing: Letter.closing.optional(),
    answerBy: Letter.answerBy.optional(),
    bodies: z.array(Id).min(1).max(300).optional().describe('Where it goes; else to those who lead the entries'),
  })
  .meta({ id: 'NewLetter' })
export type NewLetter = z.output<typeof NewLetter>

export const InspectionSummary = z.strictObject({
  id: Id,
  title: z.string(),
  origin: z.enum(['open', 'secret']).describe('open 明察, secret 暗访'),
  from: PlainDate,
  until: PlainDate,
  inspectors: z.array(z.string()),
  note: z.string(),
  closedOn: PlainDate.nullable(),
  findings: z.int(),
  open: z.int(),
  late: z.int(),
  checked: z.int(),
})
export type InspectionSummary = z.output<typeof InspectionSummary>
export const FindingRow = z.strictObject({
  matter: Id,
  subject: z.string(),
  body: z.string(),
  stage: z.string(),
  stageTitle: Words,
  foundOn: PlainDate,
  due: PlainDate.nullable(),
  late: z.boolean(),
})
export type FindingRow = z.output<typeof FindingRow>
export const InspectionDetail = z
  .strictObject({ inspection: InspectionSummary, findings: z.array(FindingRow) })
  .meta({ id: 'InspectionDetail' })
export type InspectionDetail = z.output<typeof InspectionDetail>

const tag = '督查 Supervision'
const [read, manage, write] = ['report.read', 'ledger.manage', 'report.write'] as const
const id = z.strictObject({ id: Id })
const letters = '/api/supervision/letters'
const inspections = '/api/supervision/inspections'

export const SUPERVISION_ENDPOINTS = {
  listLetters: {
    method: 'GET',
    path: letters,
    permission: read,
    tag,
    zh: '函询与通报',
    en: 'Letters that the caller may see, newest first; bodies see those that were sent to them',
    query: PageQuery.extend({ status: z.enum(LETTER_STATUSES).optional(), kind: LetterKind.optional() }),
    reply: pageOf(LetterSummary),
  },
  draftLetter: {
    method: 'POST',
    path: letters,
    permission: manage,
    tag,
    zh: '起草函或通报',
    en: 'Draft a letter on the entries that meet a filter',
    body: NewLetter,
    reply: LetterDetail,
    status: 201,
    idempotent: true,
    problems: ['letter.empty'],
  },
  getLetter: {
    method: 'GET',
    path: `${letters}/:id`,
    permission: read,
    tag,
    zh: '函或通报',
    en: 'A letter; of an inquiry a body sees its own entries alone',
    params: id,
    reply: LetterDetail,
    problems: ['letter.not-found'],
  },
  changeLetter: {
    method: 'PUT',
    path: `${letters}/:id`,
    permission: manage,
    tag,
    zh: '修改文稿',
    en: 'Change a draft; whoever drafted it alone',
    params: id,
    body: z.strictObject({
      version: z.int(),
      ...Letter,
      bodies: z.array(Id).min(1).max(300),
      without: z.array(Id).max(500).default([]).describe('Entries that are left out'),
    }),
    reply: LetterDetail,
    problems: ['letter.not-found', 'letter.changed', 'letter.refused', 'letter.empty'],
  },
  actOnLetter: {
    method: 'POST',
    path: `${letters}/:id/acts`,
    permission: manage,
    tag,
    zh: '送审、审批、退回、发出、作废',
    en: 'Submit, approve (never one’s own), return, send, drop',
    params: id,
    body: z.strictObject({
      version: z.int(),
      act: z.enum(['submit', 'approve', 'return', 'send', 'drop']),
      reason: text(1000).optional(),
    }),
    reply: LetterDetail,
    problems: ['letter.not-found', 'letter.changed', 'letter.refused', 'letter.same-person'],
  },
  receiveLetter: {
    method: 'POST',
    path: `${letters}/:id/receipt`,
    permission: write,
    tag,
    zh: '签收',
    en: 'Sign for a letter in the name of a body; the second time changes nothing',
    params: id,
    body: z.strictObject({ body: Id }),
    reply: LetterDetail,
    problems: ['letter.not-found'],
  },
  answerLetter: {
    method: 'POST',
    path: `${letters}/:id/answer`,
    permission: write,
    tag,
    zh: '答复',
    en: 'Answer a letter in the name of a body, once, after it was signed for',
    params: id,
    body: z.strictObject({ body: Id, words: text(5000) }),
    reply: LetterDetail,
    problems: ['letter.not-found', 'letter.refused'],
  },
  downloadLetter: {
    method: 'GET',
    path: `${letters}/:id/paper`,
    permission: read,
    tag,
    zh: '下载公文',
    en: 'The letter as Word in the layout of official documents; with `body`: the copy for that body',
    params: id,
    query: z.strictObject({ body: Id.optional() }),
    download: true,
    problems: ['letter.not-found'],
  },
  listInspections: {
    method: 'GET',
    path: inspections,
    permission: manage,
    tag,
    zh: '督查批次',
    en: 'Batches of inspections with figures of their findings, newest first',
    query: PageQuery,
    reply: pageOf(InspectionSummary),
  },
  openInspection: {
    method: 'POST',
    path: inspections,
    permission: manage,
    tag,
    zh: '新建督查批次',
    en: 'Open a batch of inspections',
    body: z
      .strictObject({
        title: text(100, 2),
        origin: z.enum(['open', 'secret']),
        from: PlainDate,
        until: PlainDate,
        inspectors: z.array(text(40)).min(1).max(30),
        note: z.string().trim().max(2000).default(''),
      })
      .refine((i) => i.until >= i.from, { path: ['until'], message: '结束日期早于开始日期 The end is before the start' }),
    reply: InspectionDetail,
    status: 201,
    idempotent: true,
  },
  getInspection: {
    method: 'GET',
    path: `${inspections}/:id`,
    permission: manage,
    tag,
    zh: '督查批次详情',
    en: 'A batch with its findings',
    params: id,
    reply: InspectionDetail,
    problems: ['inspection.not-found'],
  },
  closeInspection: {
    method: 'POST',
    path: `${inspections}/:id/close`,
    permission: manage,
    tag,
    zh: '结束督查批次',
    en: 'Close a batch; its findings go on',
    params: id,
    reply: InspectionDetail,
    problems: ['inspection.not-found'],
  },
  addFinding: {
    method: 'POST',
    path: `${inspections}/:id/findings`,
    permission: manage,
    tag,
    zh: '交办督查问题',
    en: 'Hand a finding over to a body: a matter with its clock',
    params: id,
    body: z.strictObject({
      subject: text(100, 2),
      content: text(5000),
      bodyId: Id,
      workingDays: z.int().min(1).max(90),
      photos: z.array(ComplaintFile).max(20).default([]).describe('As answered by the upload of attachments'),
    }),
    reply: z.strictObject({ matter: Id, detail: InspectionDetail }),
    status: 201,
    idempotent: true,
    problems: ['inspection.not-found', 'inspection.closed', 'action.refused', 'party.invalid', 'attachment.refused'],
  },
} as const
