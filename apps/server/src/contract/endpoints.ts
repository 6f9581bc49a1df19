import { z } from 'zod'
import { ACCOUNT_ENDPOINTS } from './account.ts'
import {
  AlignmentDetail,
  AlignmentExportQuery,
  AlignmentListQuery,
  AlignmentPage,
  AlignmentRequest,
  AlignmentSummary,
  Coverage,
  DecisionRequest,
} from './alignments.ts'
import { BANKRUPTCY_ENDPOINTS } from './bankruptcy.ts'
import { CALENDAR_ENDPOINTS } from './calendars.ts'
import { CAMPAIGN_ENDPOINTS } from './campaign.ts'
import { CHANNEL_ENDPOINTS } from './channels.ts'
import { CHOICE_ENDPOINTS } from './choices.ts'
import { COMMAND_ENDPOINTS } from './command.ts'
import { COMPLAINT_ENDPOINTS } from './complaints.ts'
import { DECISION_ENDPOINTS } from './decisions.ts'
import { DRAW_ENDPOINTS } from './draws.ts'
import { SCORE_ENDPOINTS } from './evaluation.ts'
import { EventListQuery, EventPage } from './events.ts'
import { FORM_ENDPOINTS } from './forms.ts'
import { LEDGER_ENDPOINTS } from './ledger.ts'
import { INDICATOR_ENDPOINTS } from './ledger-indicators.ts'
import { LEDGER_RISK_ENDPOINTS } from './ledger-risks.ts'
import { MATTER_BULK_ENDPOINTS } from './matter-bulk.ts'
import { MATTER_FORM_ENDPOINTS } from './matter-forms.ts'
import { MATTER_MIGRATION_ENDPOINTS } from './matter-migration.ts'
import { MATTER_QUERY_ENDPOINTS } from './matter-queries.ts'
import { MATTER_ENDPOINTS } from './matters.ts'
import { MEETING_ENDPOINTS } from './meetings.ts'
import { NOTICE_ENDPOINTS } from './notices.ts'
import { ORGANISATION_ENDPOINTS } from './organisation.ts'
import {
  CorrectionAnswer,
  CorrectionRequest,
  MeasureFilterQuery,
  MeasureList,
  Overview,
  PlanDetail,
  PlanExportQuery,
  PlanListQuery,
  PlanPage,
  UploadedPlan,
  UploadFields,
} from './plans.ts'
import { QUESTIONNAIRE_ENDPOINTS } from './questionnaires.ts'
import { REGISTER_ENDPOINTS } from './registers.ts'
import { REPORT_FORM_ENDPOINTS } from './report-forms.ts'
import { REPORTING_ENDPOINTS } from './reporting.ts'
import { NewUser, PasswordChange, type Permission, Session, SignIn, User, UserChange, UserWithPassword } from './session.ts'
import { SUPERVISION_ENDPOINTS } from './supervision.ts'
import { TALK_ENDPOINTS } from './talks.ts'
import { Id } from './values.ts'
import { WEEKLY_MEETING_ENDPOINTS } from './weekly-meetings.ts'

/**
 * The whole interface in one table: address, who may call it, what goes in and what comes out. The server registers its routes from it,
 * the OpenAPI document is generated from it, and the pages take their types from it.
 */

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `:name` parameters. */
  readonly path: string
  /** `public`: anybody; `session`: anybody signed in, even before the first password is changed; else a permission. */
  readonly permission: Permission | 'public' | 'session'
  readonly tag: string
  readonly zh: string
  readonly en: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** JSON body. */
  readonly body?: z.ZodType
  /** Fields beside the file `file` of a multipart body. */
  readonly upload?: z.ZodObject
  /** Creates something: honours the header `Idempotency-Key`. */
  readonly idempotent?: true
  /** JSON answer; none with `download` or 204. */
  readonly reply?: z.ZodType
  /** The shorter answer to a request with the header `Prefer: return=minimal` (RFC 7240). */
  readonly minimal?: z.ZodType
  /** Answers with a file. */
  readonly download?: true
  /** Status of the normal answer; 200 when not said. */
  readonly status?: 200 | 201 | 204
  /** How often one address may call it; the general limit when not said. */
  readonly rate?: { readonly max: number; readonly seconds: number }
  /** Codes that can come beside the general ones. */
  readonly problems?: readonly string[]
}

const id = z.strictObject({ id: Id })

export const ENDPOINTS = {
  getSession: {
    method: 'GET',
    path: '/api/session',
    permission: 'session',
    tag: '登录 Session',
    zh: '当前登录',
    en: 'Who is signed in',
    reply: Session,
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    permission: 'public',
    tag: '登录 Session',
    zh: '登录',
    en: 'Sign in; sets the session cookie. Needs no CSRF token',
    body: SignIn,
    reply: Session,
    problems: ['session.wrong', 'session.locked'],
  },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    permission: 'session',
    tag: '登录 Session',
    zh: '退出',
    en: 'Sign out',
    status: 204,
  },
  changePassword: {
    method: 'POST',
    path: '/api/session/password',
    permission: 'session',
    tag: '登录 Session',
    zh: '修改密码',
    en: 'Change the own password; ends all other sessions, and the answer holds a new CSRF token',
    body: PasswordChange,
    reply: Session,
    problems: ['password.wrong', 'password.too-weak'],
  },
  listUsers: {
    method: 'GET',
    path: '/api/users',
    permission: 'user.manage',
    tag: '用户 Users',
    zh: '用户列表',
    en: 'All users, by account name',
    reply: z.strictObject({ items: z.array(User) }),
  },
  createUser: {
    method: 'POST',
    path: '/api/users',
    permission: 'user.manage',
    tag: '用户 Users',
    zh: '新建用户',
    en: 'Create a user with a one-time password',
    body: NewUser,
    reply: UserWithPassword,
    status: 201,
    problems: ['user.login-taken'],
  },
  changeUser: {
    method: 'PATCH',
    path: '/api/users/:id',
    permission: 'user.manage',
    tag: '用户 Users',
    zh: '修改用户',
    en: 'Change, disable or reset a user',
    params: id,
    body: UserChange,
    reply: UserWithPassword,
    problems: ['user.not-found', 'user.last-administrator'],
  },
  uploadPlan: {
    method: 'POST',
    path: '/api/plans',
    permission: 'plan.write',
    tag: '方案 Plans',
    zh: '上传方案',
    en: 'Upload a document and read it. 201 when stored; 200 with `duplicateOf` when the same bytes are stored already; 422 with the reader’s code when refused (nothing is stored)',
    upload: UploadFields,
    idempotent: true,
    reply: UploadedPlan,
    status: 201,
    problems: ['document.*', 'plan.no-measures', 'request.too-large', 'request.idempotency-mismatch', 'request.in-progress'],
  },
  listPlans: {
    method: 'GET',
    path: '/api/plans',
    permission: 'plan.read',
    tag: '方案 Plans',
    zh: '方案列表',
    en: 'Plans, newest first',
    query: PlanListQuery,
    reply: PlanPage,
  },
  getPlan: {
    method: 'GET',
    path: '/api/plans/:id',
    permission: 'plan.read',
    tag: '方案 Plans',
    zh: '方案',
    en: 'A plan with its source text and corrections',
    params: id,
    reply: PlanDetail,
    problems: ['plan.not-found'],
  },
  downloadOriginal: {
    method: 'GET',
    path: '/api/plans/:id/original',
    permission: 'plan.export',
    tag: '方案 Plans',
    zh: '下载原件',
    en: 'The bytes as they were uploaded',
    params: id,
    download: true,
    problems: ['plan.not-found'],
  },
  listMeasures: {
    method: 'GET',
    path: '/api/plans/:id/measures',
    permission: 'plan.read',
    tag: '方案 Plans',
    zh: '任务列表',
    en: 'Measures that meet the filter, in the order of the plan',
    params: id,
    query: MeasureFilterQuery,
    reply: MeasureList,
    problems: ['plan.not-found'],
  },
  deletePlan: {
    method: 'DELETE',
    path: '/api/plans/:id',
    permission: 'plan.delete',
    tag: '方案 Plans',
    zh: '删除方案',
    en: 'Delete a plan with its readings and corrections',
    params: id,
    status: 204,
    problems: ['plan.not-found', 'plan.in-use'],
  },
  rereadPlan: {
    method: 'POST',
    path: '/api/plans/:id/reread',
    permission: 'plan.write',
    tag: '方案 Plans',
    zh: '重新读取',
    en: 'Read the stored original again with the present reader; corrections survive',
    params: id,
    reply: PlanDetail,
    problems: ['plan.not-found', 'document.*'],
  },
  correct: {
    method: 'PUT',
    path: '/api/plans/:id/corrections',
    permission: 'plan.write',
    tag: '方案 Plans',
    zh: '更正',
    en: 'Correct one field of one measure',
    params: id,
    body: CorrectionRequest,
    reply: CorrectionAnswer,
    problems: ['plan.not-found', 'measure.not-found', 'correction.invalid', 'version.conflict'],
  },
  undoCorrection: {
    method: 'DELETE',
    path: '/api/plans/:id/corrections/:correctionId',
    permission: 'plan.write',
    tag: '方案 Plans',
    zh: '撤销更正',
    en: 'Take a correction back: the one before it, or the reading, is in force again. Twice is the same as once',
    params: z.strictObject({ id: Id, correctionId: Id }),
    reply: CorrectionAnswer,
    problems: ['plan.not-found', 'correction.not-found'],
  },
  getOverview: {
    method: 'GET',
    path: '/api/plans/:id/overview',
    permission: 'plan.read',
    tag: '方案 Plans',
    zh: '总览',
    en: 'Counts by month, agency and domain with the measures behind them',
    params: id,
    reply: Overview,
    problems: ['plan.not-found'],
  },
  getPlanCoverage: {
    method: 'GET',
    path: '/api/plans/:id/coverage',
    permission: 'alignment.read',
    tag: '对齐 Alignments',
    zh: '下级承接情况',
    en: 'What this plan asked, and how far each plan that was aligned to it took it up',
    params: id,
    reply: Coverage,
    problems: ['plan.not-found'],
  },
  exportPlan: {
    method: 'GET',
    path: '/api/plans/:id/export',
    permission: 'plan.export',
    tag: '方案 Plans',
    zh: '导出台账',
    en: 'Exactly the measures that meet the filter, as a file; recorded',
    params: id,
    query: PlanExportQuery,
    download: true,
    problems: ['plan.not-found'],
  },
  createAlignment: {
    method: 'POST',
    path: '/api/alignments',
    permission: 'alignment.write',
    tag: '对齐 Alignments',
    zh: '建立对齐',
    en: 'Compare two plans. 201 when new, 200 when these two were compared before',
    body: AlignmentRequest,
    idempotent: true,
    reply: AlignmentSummary,
    status: 201,
    problems: ['plan.not-found', 'alignment.same-plan'],
  },
  listAlignments: {
    method: 'GET',
    path: '/api/alignments',
    permission: 'alignment.read',
    tag: '对齐 Alignments',
    zh: '对齐列表',
    en: 'Alignments, newest first',
    query: AlignmentListQuery,
    reply: AlignmentPage,
  },
  getAlignment: {
    method: 'GET',
    path: '/api/alignments/:id',
    permission: 'alignment.read',
    tag: '对齐 Alignments',
    zh: '对齐',
    en: 'Pairs, drift, what is unmatched, coverage',
    params: id,
    reply: AlignmentDetail,
    problems: ['alignment.not-found'],
  },
  deleteAlignment: {
    method: 'DELETE',
    path: '/api/alignments/:id',
    permission: 'alignment.write',
    tag: '对齐 Alignments',
    zh: '删除对齐',
    en: 'Delete an alignment with its decisions',
    params: id,
    status: 204,
    problems: ['alignment.not-found'],
  },
  decide: {
    method: 'PUT',
    path: '/api/alignments/:id/decisions',
    permission: 'alignment.write',
    tag: '对齐 Alignments',
    zh: '认定配对',
    en: 'Confirm, reject or add a pair, or take that back',
    params: id,
    body: DecisionRequest,
    reply: AlignmentDetail,
    problems: ['alignment.not-found', 'measure.not-found', 'version.conflict'],
  },
  getCoverage: {
    method: 'GET',
    path: '/api/alignments/:id/coverage',
    permission: 'alignment.read',
    tag: '对齐 Alignments',
    zh: '承接情况',
    en: 'What the level above asked and whether it was taken up, by body',
    params: id,
    reply: Coverage,
    problems: ['alignment.not-found'],
  },
  exportAlignment: {
    method: 'GET',
    path: '/api/alignments/:id/export',
    permission: 'plan.export',
    tag: '对齐 Alignments',
    zh: '导出对齐',
    en: 'The comparison, or one kind of drift, as a file; recorded',
    params: id,
    query: AlignmentExportQuery,
    download: true,
    problems: ['alignment.not-found'],
  },
  listEvents: {
    method: 'GET',
    path: '/api/events',
    permission: 'event.read',
    tag: '记录 Events',
    zh: '操作记录',
    en: 'Who did what and when, newest first',
    query: EventListQuery,
    reply: EventPage,
  },
  ...MATTER_ENDPOINTS,
  ...MEETING_ENDPOINTS,
  ...MATTER_MIGRATION_ENDPOINTS,
  ...MATTER_QUERY_ENDPOINTS,
  ...MATTER_BULK_ENDPOINTS,
  ...FORM_ENDPOINTS,
  ...MATTER_FORM_ENDPOINTS,
  ...CALENDAR_ENDPOINTS,
  ...NOTICE_ENDPOINTS,
  ...ACCOUNT_ENDPOINTS,
  ...ORGANISATION_ENDPOINTS,
  ...CHANNEL_ENDPOINTS,
  ...COMPLAINT_ENDPOINTS,
  ...CAMPAIGN_ENDPOINTS,
  ...SCORE_ENDPOINTS,
  ...DECISION_ENDPOINTS,
  ...BANKRUPTCY_ENDPOINTS,
  ...LEDGER_ENDPOINTS,
  ...INDICATOR_ENDPOINTS,
  ...LEDGER_RISK_ENDPOINTS,
  ...COMMAND_ENDPOINTS,
  ...REGISTER_ENDPOINTS,
  ...REPORTING_ENDPOINTS,
  ...REPORT_FORM_ENDPOINTS,
  ...WEEKLY_MEETING_ENDPOINTS,
  ...TALK_ENDPOINTS,
  ...SUPERVISION_ENDPOINTS,
  ...QUESTIONNAIRE_ENDPOINTS,
  ...DRAW_ENDPOINTS,
  ...CHOICE_ENDPOINTS,
} as const satisfies Record<string, Endpoint>

export type EndpointName = keyof typeof ENDPOINTS
type Of<N extends EndpointName> = (typeof ENDPOINTS)[N]
/** What a caller sends (before defaults). */
export type BodyOf<N extends EndpointName> = Of<N> extends { body: infer B extends z.ZodType } ? z.input<B> : undefined
export type QueryOf<N extends EndpointName> = Of<N> extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined
export type ParamsOf<N extends EndpointName> = Of<N> extends { params: infer P extends z.ZodType } ? z.output<P> : undefined
/** What comes back. */
export type ReplyOf<N extends EndpointName> = Of<N> extends { reply: infer R extends z.ZodType } ? z.output<R> : undefined
