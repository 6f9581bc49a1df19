import { z } from 'zod'
import { ImportFinding } from './forms.ts'
import { Id, PageQuery, PlainDate, pageOf } from './values.ts'

/** What enterprises bring before the office: the public form, following it by a code, the list, figures, import from the hotline. */

const text = (most: number, least = 1) => z.string().trim().min(least).max(most)
const optional = (most: number) => z.string().trim().max(most).optional()
const words = z.strictObject({ zh: z.string(), en: z.string() })

export const COMPLAINT_KINDS = ['complaint', 'barrier', 'clue', 'request', 'suggestion'] as const
const Kind = z.enum(COMPLAINT_KINDS).describe('complaint 投诉, barrier 隐性壁垒, clue 问题线索, request 求助, suggestion 意见建议')

export const ComplaintFile = z.strictObject({
  id: Id,
  name: z.string().max(255),
  type: z.string().max(100),
  size: z.int().min(0),
  sha256: z.string().length(64),
})
export type ComplaintFile = z.output<typeof ComplaintFile>

export const PublicComplaint = z
  .strictObject({
    kind: Kind,
    subject: text(100, 2),
    content: text(5000, 10),
    wish: optional(2000),
    place: optional(200),
    enterpriseName: optional(200),
    enterpriseCode: optional(18),
    contactName: optional(100),
    contactPhone: optional(20),
    files: z.array(ComplaintFile).max(5).optional().describe('As answered by the upload'),
  })
  .describe('What somebody without an account brings; the name and the telephone may be left out')
  .meta({ id: 'PublicComplaint' })
export type PublicComplaint = z.output<typeof PublicComplaint>

const Code = z.string().trim().min(10).max(40).describe('The code given when it was brought; case and dashes do not matter')

export const ComplaintProgress = z
  .strictObject({
    subject: z.string(),
    kind: Kind,
    submittedOn: PlainDate,
    stage: z.string(),
    stageTitle: words,
    handler: z.string().nullable().describe('The body that deals with it'),
    due: PlainDate.nullable().describe('When it is to be answered'),
    question: z.string().nullable().describe('What is asked of the enterprise'),
    reply: z.string().nullable(),
    solved: z.boolean().nullable(),
    satisfaction: z.string().nullable(),
    steps: z.array(z.strictObject({ action: z.string(), on: PlainDate, title: words })).describe('What was done, oldest first'),
    can: z.array(z.enum(['rate', 'supply', 'withdraw'])).describe('What the enterprise may do now'),
  })
  .meta({ id: 'ComplaintProgress' })
export type ComplaintProgress = z.output<typeof ComplaintProgress>

export const ComplaintRow = z
  .strictObject({
    id: Id,
    subject: z.string(),
    kind: z.string(),
    channel: z.string(),
    stage: z.string(),
    stageTitle: words,
    handler: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    receivedOn: PlainDate,
    due: PlainDate.nullable(),
    late: z.boolean(),
    solved: z.boolean().nullable(),
    satisfaction: z.string().nullable(),
    reopenings: z.int(),
    cause: z.string().nullable(),
  })
  .meta({ id: 'ComplaintRow' })
export type ComplaintRow = z.output<typeof ComplaintRow>

/** The same filters make the list and the figures: a number opens the rows behind it. */
export const ComplaintFilter = z.strictObject({
  from: PlainDate.optional().describe('Received on or after'),
  until: PlainDate.optional().describe('Received on or before'),
  body: Id.optional(),
  kind: Kind.optional(),
  channel: z.string().max(40).optional(),
  cause: z.string().max(40).optional(),
  state: z.enum(['open', 'replied', 'solved', 'unsolved', 'late', 'reopened', 'dissatisfied', 'waiting']).optional(),
  q: z.string().trim().max(100).optional(),
})
export type ComplaintFilter = z.output<typeof ComplaintFilter>

export const ComplaintFigures = z.strictObject({
  received: z.int(),
  open: z.int(),
  replied: z.int(),
  solved: z.int().describe('Of those answered'),
  rated: z.int(),
  satisfied: z.int().describe('Of those rated'),
  reopened: z.int(),
  late: z.int(),
  median: z.int().nullable().describe('Working days from dispatch to answer'),
  ninetieth: z.int().nullable(),
})

const Group = z.strictObject({ key: z.string().nullable(), title: words, figures: ComplaintFigures })
export const ComplaintStatistics = z
  .strictObject({
    all: ComplaintFigures,
    byBody: z.array(Group),
    byKind: z.array(Group),
    byChannel: z.array(Group),
    byCause: z.array(Group),
    byMonth: z.array(Group),
  })
  .meta({ id: 'ComplaintStatistics' })
export type ComplaintStatistics = z.output<typeof ComplaintStatistics>

export const ComplaintImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int(),
    ready: z.int().describe('New ones without an error'),
    known: z.int().describe('Rows whose number was imported before; skipped'),
    imported: z.int(),
    errors: z.array(ImportFinding),
    warnings: z.array(ImportFinding).describe('Rows that look like an open complaint'),
  })
  .meta({ id: 'ComplaintImport' })
export type ComplaintImport = z.output<typeof ComplaintImport>

const tag = '企业诉求 Complaints'
const byId = z.strictObject({ id: Id })

/** Addresses of complaints; part of the one table of endpoints. */
export const COMPLAINT_ENDPOINTS = {
  submitComplaint: {
    method: 'POST',
    path: '/api/public/complaints',
    permission: 'public',
    tag,
    zh: '提交诉求（无需登录）',
    en: 'Bring a complaint or request without an account. The code in the answer is shown once',
    body: PublicComplaint,
    reply: z.strictObject({ code: z.string(), acceptBy: PlainDate.describe('By when it is taken up or refused with reasons') }),
    status: 201,
    rate: { max: 20, seconds: 3600 },
    problems: ['action.refused', 'attachment.refused'],
  },
  uploadComplaintFile: {
    method: 'POST',
    path: '/api/public/complaints/files',
    permission: 'public',
    tag,
    zh: '上传诉求附件（无需登录）',
    en: 'Upload one file to go with a complaint; forgotten after a day if no complaint names it',
    upload: z.strictObject({}),
    reply: ComplaintFile,
    status: 201,
    rate: { max: 40, seconds: 3600 },
    problems: ['attachment.refused'],
  },
  followComplaint: {
    method: 'POST',
    path: '/api/public/complaints/progress',
    permission: 'public',
    tag,
    zh: '凭查询码查看进度（无需登录）',
    en: 'Where a complaint stands, by its code',
    body: z.strictObject({ code: Code }),
    reply: ComplaintProgress,
    rate: { max: 120, seconds: 3600 },
    problems: ['complaint.unknown-code'],
  },
  actOnComplaint: {
    method: 'POST',
    path: '/api/public/complaints/act',
    permission: 'public',
    tag,
    zh: '凭查询码评价、补充、撤回（无需登录）',
    en: 'Rate, supply or withdraw, by the code',
    body: z.discriminatedUnion('action', [
      z.strictObject({ code: Code, action: z.literal('rate'), satisfaction: z.enum(['1', '2', '3', '4', '5']), note: optional(2000) }),
      z.strictObject({ code: Code, action: z.literal('supply'), supply: text(5000), files: z.array(ComplaintFile).max(5).optional() }),
      z.strictObject({ code: Code, action: z.literal('withdraw'), note: optional(2000) }),
    ]),
    reply: ComplaintProgress,
    rate: { max: 30, seconds: 3600 },
    problems: ['complaint.unknown-code', 'action.refused'],
  },
  listComplaints: {
    method: 'GET',
    path: '/api/complaints',
    permission: 'complaint.read',
    tag,
    zh: '诉求列表',
    en: 'Complaints that the caller may see, newest first',
    query: z.strictObject({ ...PageQuery.shape, ...ComplaintFilter.shape }),
    reply: z.strictObject({ ...pageOf(ComplaintRow).shape, total: z.int() }),
  },
  getComplaintStatistics: {
    method: 'GET',
    path: '/api/complaints/statistics',
    permission: 'complaint.read',
    tag,
    zh: '诉求统计',
    en: 'Figures of the complaints that the caller may see: whole, by body, kind, channel, cause and month',
    query: ComplaintFilter,
    reply: ComplaintStatistics,
  },
  listSimilarComplaints: {
    method: 'GET',
    path: '/api/complaints/:id/similar',
    permission: 'complaint.read',
    tag,
    zh: '相似诉求',
    en: 'Open or recent complaints that look like this one',
    params: byId,
    reply: z.strictObject({
      items: z.array(z.strictObject({ complaint: ComplaintRow, likeness: z.int().describe('Per mille'), why: words })),
    }),
    problems: ['complaint.not-found'],
  },
  getComplaintForm: {
    method: 'GET',
    path: '/api/complaints/form',
    permission: 'complaint.import',
    tag,
    zh: '诉求导入表样',
    en: 'The empty form of the import',
    download: true,
  },
  exportComplaints: {
    method: 'GET',
    path: '/api/complaints/export',
    permission: 'complaint.import',
    tag,
    zh: '导出诉求',
    en: 'The list as a workbook, in the form of the import',
    query: ComplaintFilter,
    download: true,
  },
  importComplaints: {
    method: 'POST',
    path: '/api/complaints/import',
    permission: 'complaint.import',
    tag,
    zh: '导入热线诉求',
    en: 'Open a complaint for each row of a workbook, all or none; rows whose number is known are skipped',
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).default('true') }),
    upload: z.strictObject({}),
    idempotent: true,
    reply: ComplaintImport,
    problems: ['complaint.refused', 'document.*'],
  },
} as const
