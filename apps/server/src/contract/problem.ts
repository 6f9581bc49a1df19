import { z } from 'zod'
import { ACCOUNT_PROBLEMS } from './account-problems.ts'
import { CHANNEL_PROBLEMS } from './channels-problems.ts'
import { COMPLAINT_PROBLEMS } from './complaints-problems.ts'
import { EVALUATION_PROBLEMS } from './evaluation-problems.ts'
import { FORM_PROBLEMS } from './forms-problems.ts'
import { LEDGER_PROBLEMS } from './ledger-problems.ts'
import { MATTER_CARE_PROBLEMS } from './matter-care-problems.ts'
import { MEETING_PROBLEMS } from './meetings-problems.ts'
import { ORGANISATION_PROBLEMS } from './organisation-problems.ts'
import { QUESTIONNAIRE_PROBLEMS } from './questionnaires-problems.ts'
import { REGISTER_PROBLEMS } from './registers-problems.ts'
import { REPORTING_PROBLEMS } from './reporting-problems.ts'
import { SUPERVISION_PROBLEMS } from './supervision-problems.ts'
import { TALK_PROBLEMS } from './talks-problems.ts'
import { Id, Instant } from './values.ts'
import { WEEKLY_MEETING_PROBLEMS } from './weekly-meetings-problems.ts'

/**
 * Every error of the interface is `application/problem+json` (RFC 9457) with a stable `code`; texts are Chinese first.
 * Codes are part of the interface: they are added, never renamed.
 */

/** Code → HTTP status, Chinese and English title. Refusals of documents keep the code of the reader (`document.*`) and come as 422. */
export const PROBLEMS = {
  'request.invalid': { status: 400, zh: '请求内容有误', en: 'The request is not valid' },
  'request.malformed': { status: 400, zh: '请求格式无法识别', en: 'The request could not be understood' },
  'request.media-type': { status: 415, zh: '不支持的内容类型', en: 'Unsupported media type' },
  'request.too-large': { status: 413, zh: '提交的内容过大', en: 'The request is too large' },
  'request.too-many': { status: 429, zh: '请求过于频繁，请稍后再试', en: 'Too many requests, try again later' },
  'request.not-found': { status: 404, zh: '没有这个地址', en: 'No such address' },
  'request.idempotency-mismatch': {
    status: 422,
    zh: '同一个幂等键用于了不同的请求',
    en: 'The idempotency key was used for a different request',
  },
  'request.in-progress': { status: 409, zh: '同一请求正在处理', en: 'The same request is being handled' },
  'session.required': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'session.wrong': { status: 401, zh: '账号或密码不正确', en: 'Wrong account or password' },
  'session.locked': { status: 429, zh: '尝试次数过多，已暂时锁定', en: 'Too many attempts, locked for a while' },
  'session.csrf': { status: 403, zh: '页面已过期，请刷新后重试', en: 'The page is out of date, reload it' },
  'session.origin': { status: 403, zh: '请求来源不被信任', en: 'The origin of the request is not trusted' },
  'session.password-change-required': { status: 403, zh: '请先修改初始密码', en: 'Change the first password before going on' },
  'permission.denied': { status: 403, zh: '没有权限', en: 'Not permitted' },
  'password.too-weak': { status: 422, zh: '密码强度不够', en: 'The password is too weak' },
  'password.wrong': { status: 422, zh: '当前密码不正确', en: 'The current password is wrong' },
  'user.login-taken': { status: 409, zh: '账号已存在', en: 'The account name is taken' },
  'user.not-found': { status: 404, zh: '没有这个用户', en: 'No such user' },
  'user.last-administrator': { status: 409, zh: '至少保留一名可用的管理员', en: 'At least one active administrator must remain' },
  'plan.not-found': { status: 404, zh: '没有这份方案', en: 'No such plan' },
  'plan.no-measures': { status: 422, zh: '没有在文档中读到任务', en: 'No measures were found in the document' },
  'plan.in-use': { status: 409, zh: '方案已用于对齐，请先删除对齐', en: 'The plan is part of an alignment; delete that first' },
  'measure.not-found': { status: 404, zh: '没有这项任务', en: 'No such measure' },
  'correction.not-found': { status: 404, zh: '没有这处更正', en: 'No such correction' },
  'correction.invalid': { status: 422, zh: '更正内容有误', en: 'The correction is not valid' },
  'version.conflict': { status: 409, zh: '内容已被他人修改', en: 'Somebody else changed this in the meantime' },
  'alignment.not-found': { status: 404, zh: '没有这次对齐', en: 'No such alignment' },
  'alignment.same-plan': { status: 422, zh: '不能与自身对齐', en: 'A plan cannot be aligned with itself' },
  'procedure.not-found': { status: 404, zh: '没有这个程序', en: 'No such procedure' },
  'matter.not-found': { status: 404, zh: '没有这个案件', en: 'No such matter' },
  'matter.changed': { status: 409, zh: '案件已有新的进展', en: 'The matter has moved on' },
  'action.refused': { status: 422, zh: '不能办理', en: 'The action is refused' },
  'party.invalid': { status: 422, zh: '指派有误', en: 'The assignment is not valid' },
  'log.cosignature': { status: 422, zh: '见证签名未被接受', en: 'The cosignature is refused' },
  'receipt.not-sealed': { status: 409, zh: '尚未写入日志，请稍候再试', en: 'Not sealed yet, try again in a moment' },
  'attachment.refused': { status: 422, zh: '材料未被接收', en: 'The attachment is refused' },
  'attachment.not-found': { status: 404, zh: '没有这份材料', en: 'No such attachment' },
  'document.not-found': { status: 404, zh: '没有这份文书', en: 'No such document' },
  'claims.none': { status: 422, zh: '本程序没有债权表', en: 'This procedure has no claims table' },
  'claims.refused': { status: 422, zh: '表格有误，没有申报任何债权', en: 'The workbook has errors; nothing was filed' },
  'claims.duplicates': { status: 409, zh: '有债权可能已经申报', en: 'Some claims look filed already' },
  'distribution.refused': { status: 422, zh: '不能测算分配', en: 'The distribution cannot be computed' },
  'decision.refused': { status: 422, zh: '决策表不能采用', en: 'The decision table cannot be taken' },
  'decision.same-person': { status: 403, zh: '起草或者保存过草案的人不能发布它', en: 'Whoever wrote or saved a draft may not publish it' },
  'decision.not-found': { status: 404, zh: '没有这张决策表', en: 'No such decision table' },
  ...CHANNEL_PROBLEMS,
  ...COMPLAINT_PROBLEMS,
  ...EVALUATION_PROBLEMS,
  ...MEETING_PROBLEMS,
  ...FORM_PROBLEMS,
  ...LEDGER_PROBLEMS,
  ...REGISTER_PROBLEMS,
  ...REPORTING_PROBLEMS,
  ...WEEKLY_MEETING_PROBLEMS,
  ...TALK_PROBLEMS,
  ...SUPERVISION_PROBLEMS,
  ...QUESTIONNAIRE_PROBLEMS,
  ...MATTER_CARE_PROBLEMS,
  ...ACCOUNT_PROBLEMS,
  ...ORGANISATION_PROBLEMS,
  'server.error': { status: 500, zh: '服务器内部错误', en: 'The server failed' },
  'server.unavailable': { status: 503, zh: '服务暂不可用', en: 'The service is not available' },
} as const satisfies Record<string, { status: number; zh: string; en: string }>

export type ProblemCode = keyof typeof PROBLEMS

export const FieldError = z
  .strictObject({
    path: z.string().describe('Field, e.g. `value.0.name`; empty for the request as a whole'),
    zh: z.string(),
    en: z.string(),
  })
  .describe('What is wrong with one field')
  .meta({ id: 'FieldError' })

export const Change = z
  .strictObject({
    version: z.int().describe('Version of the plan or alignment after this change'),
    what: z.enum(['corrected', 'undone', 'reread', 'decided']),
    measureId: z.string().nullable(),
    field: z.string().nullable(),
    value: z.unknown().describe('The value now in force, where one was set'),
    by: z.strictObject({ id: Id.nullable(), displayName: z.string() }),
    at: Instant,
  })
  .describe('What somebody else changed since the version that the request names')
  .meta({ id: 'Change' })

export type Change = z.output<typeof Change>

export const Problem = z
  .strictObject({
    type: z.string().describe('`https://yingshang.invalid/problems/<code>`: a name, not an address to open'),
    title: z.string().describe('Chinese title of the code'),
    status: z.int(),
    code: z.string().describe('Stable code, e.g. `plan.not-found`; codes of refused documents begin with `document.`'),
    detail: z.string().describe('What happened, in Chinese'),
    detailEn: z.string().describe('What happened, in English'),
    errors: z.array(FieldError).describe('Field by field; empty when no field is to blame'),
    requestId: z.string().describe('Names this request in the logs'),
    retryAfterSeconds: z.int().optional().describe('With 429: when to try again'),
    figures: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('Numbers behind a refusal: size, limit, format found …'),
    version: z.int().optional().describe('With version.conflict: the version now'),
    changes: z.array(Change).optional().describe('With version.conflict: what changed, oldest first'),
  })
  .describe('application/problem+json')
  .meta({ id: 'Problem' })
export type Problem = z.output<typeof Problem>
