import { z } from 'zod'
import { CASE_EVALUATION_ENDPOINTS, CaseEvaluationSummary } from './case-evaluations.ts'
import { ImportFinding } from './forms.ts'
import { Refusal, Words } from './matter-shapes.ts'
import { Id, Instant, PageQuery, PlainDate, pageOf } from './values.ts'

/** Registers: who stands in them, what was decided, with whom they are tied. Points of evaluations are basis points (8744 is 87.44). */

const Subject = z.enum(['institution', 'person'])
const Option = z.strictObject({ id: z.string(), title: Words })
const short = z.string().trim().min(1).max(200)
const note = z.string().trim().max(2000)
const reason = z.string().trim().min(2).max(2000)

export const RegisterKindView = z
  .record(z.string(), z.unknown())
  .describe('A kind of register as it stands: grounds, grades, scheme … (docs/registers.md)')
  .meta({ id: 'RegisterKindView' })

export const RegisterEntry = z
  .strictObject({
    id: Id,
    kind: z.string(),
    code: z.string(),
    name: z.string(),
    subject: Subject,
    grade: Option,
    areas: z.array(Option).describe('Empty: no area is excluded'),
    state: z.enum(['available', 'barred', 'removed']),
    reasons: z.array(Refusal).describe('Why it cannot be chosen for any case'),
    openCases: z.int(),
    workload: z.int().nullable().describe('Most open cases; null: no limit'),
    mean: z.strictObject({ total: z.int(), count: z.int() }).nullable().describe('Mean of published evaluations in the window of the rule'),
    weight: z.int().describe('In a weighted draw'),
    version: z.int(),
  })
  .meta({ id: 'RegisterEntry' })
export type RegisterEntry = z.output<typeof RegisterEntry>

export const RegisterDecisionView = z
  .strictObject({
    id: Id,
    type: z.string(),
    on: PlainDate,
    reason: z.string(),
    detail: z.array(Words).describe('What it says besides'),
    by: z.string().nullable(),
    at: Instant,
    annulled: z.boolean(),
    sealed: z.int().nullable().describe('Place in the journal; null until it is sealed'),
  })
  .meta({ id: 'RegisterDecisionView' })

export const RegisterTie = z
  .strictObject({
    id: Id,
    ground: Option,
    party: z.strictObject({ name: z.string(), code: z.string().nullable() }),
    until: PlainDate.nullable(),
    how: z.enum(['declared', 'found']),
    note: z.string(),
    at: Instant,
  })
  .meta({ id: 'RegisterTie' })

export const RegisterEntryDetail = RegisterEntry.extend({
  suspendedUntil: z.string().nullable().describe('Last day; empty: without an end; null: not suspended'),
  contact: z.string().nullable().describe('For those who keep the register, and for the entry itself'),
  account: z.strictObject({ id: Id, login: z.string() }).nullable(),
  mine: z.boolean().describe('The caller speaks for this entry'),
  weightParts: z.record(z.string(), z.int()),
  decisions: z.array(RegisterDecisionView),
  ties: z.array(RegisterTie).nullable().describe('For those who keep the register, and for the entry itself'),
  appointments: z.array(
    z.strictObject({
      id: Id,
      caseTitle: z.string(),
      matter: Id.nullable(),
      method: z.enum(['random', 'competitive', 'recommended']),
      choice: Id,
      from: PlainDate,
      until: PlainDate.nullable(),
      endedWhy: z.string().nullable(),
    }),
  ),
  evaluations: z.array(CaseEvaluationSummary),
  proposal: z
    .strictObject({ from: Option, to: Option, direction: z.enum(['up', 'down']), why: Words })
    .nullable()
    .describe('The change of grade that the rule proposes today; people decide'),
}).meta({ id: 'RegisterEntryDetail' })
export type RegisterEntryDetail = z.output<typeof RegisterEntryDetail>

export const RegisterListQuery = PageQuery.extend({
  q: z.string().trim().max(100).optional().describe('Part of the name or the number'),
  subject: Subject.optional(),
  grade: z.string().max(50).optional(),
  area: z.string().max(50).optional(),
  state: z.enum(['available', 'barred', 'removed']).optional(),
})
export const RegisterEntryPage = pageOf(RegisterEntry)
  .extend({ total: z.int().describe('Entries that meet the filter') })
  .meta({ id: 'RegisterEntryPage' })
export type RegisterEntryPage = z.output<typeof RegisterEntryPage>

export const NewRegisterEntry = z
  .strictObject({
    code: z.string().trim().min(1).max(50).describe('Registry or licence number; it is published with draws, so no identity number'),
    name: z.string().trim().min(1).max(120),
    subject: Subject,
    grade: z.string().max(50),
    areas: z.array(z.string().max(50)).max(50).default([]),
    contact: note.default(''),
    on: PlainDate,
    reason,
  })
  .meta({ id: 'NewRegisterEntry' })

export const RegisterEntryChange = z
  .strictObject({
    contact: note.optional(),
    account: z.string().max(64).nullable().optional().describe('Login of the account that speaks for the entry; null takes it back'),
  })
  .meta({ id: 'RegisterEntryChange' })

const taken = { version: z.int().describe('`version` that the caller saw'), on: PlainDate, reason }
export const RegisterDecisionRequest = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('amend'),
      name: z.string().trim().min(1).max(120),
      areas: z.array(z.string().max(50)).max(50),
      ...taken,
    }),
    z.strictObject({ type: z.literal('grade'), grade: z.string().max(50), ...taken }),
    z.strictObject({ type: z.literal('suspend'), until: PlainDate.nullable(), ...taken }),
    z.strictObject({ type: z.literal('resume'), ...taken }),
    z.strictObject({ type: z.literal('sanction'), sanction: z.string().max(50), ...taken }),
    z.strictObject({ type: z.literal('remove'), ...taken }),
    z.strictObject({ type: z.literal('reinstate'), grade: z.string().max(50), ...taken }),
    z.strictObject({ type: z.literal('annul'), decision: Id, ...taken }),
  ])
  .meta({ id: 'RegisterDecisionRequest' })

export const NewTie = z
  .strictObject({
    ground: z.string().max(50),
    party: z.strictObject({ name: short, code: short.nullable().default(null) }),
    until: PlainDate.nullable().default(null),
    note: note.default(''),
  })
  .meta({ id: 'NewTie' })

const Flag = z.enum(['true', 'false'])
export const RegisterImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int(),
    ready: z.int().describe('New entries without an error'),
    unchanged: z.int().describe('Rows that the register has already'),
    entered: z.int(),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'RegisterImport' })
export type RegisterImport = z.output<typeof RegisterImport>

const byId = z.strictObject({ id: Id })
const byKind = z.strictObject({ kind: z.string().max(50) })
const tag = '名册 Registers'
const entry = { permission: 'register.manage', tag } as const
const known = ['register.not-found'] as const
const found = ['register.entry-not-found'] as const

/** Addresses of registers and evaluations; part of the one table of endpoints. */
export const REGISTER_ENDPOINTS = {
  listRegisters: {
    method: 'GET',
    path: '/api/registers',
    permission: 'register.read',
    tag,
    zh: '名册种类',
    en: 'Kinds of registers',
    reply: z.strictObject({ items: z.array(RegisterKindView), methods: z.array(z.record(z.string(), z.unknown())) }),
  },
  listRegisterEntries: {
    method: 'GET',
    path: '/api/registers/:kind/entries',
    permission: 'register.read',
    tag,
    zh: '名册成员',
    en: 'Entries in order of entering, as they stand today',
    params: byKind,
    query: RegisterListQuery,
    reply: RegisterEntryPage,
    problems: known,
  },
  addRegisterEntry: {
    ...entry,
    method: 'POST',
    path: '/api/registers/:kind/entries',
    zh: '编入名册',
    en: 'Enter somebody into the register',
    params: byKind,
    body: NewRegisterEntry,
    idempotent: true,
    reply: RegisterEntryDetail,
    status: 201,
    problems: ['register.not-found', 'register.refused', 'register.code-taken'],
  },
  exportRegister: {
    ...entry,
    method: 'GET',
    path: '/api/registers/:kind/export',
    zh: '导出名册',
    en: 'The register as a workbook that can be imported; recorded',
    params: byKind,
    download: true,
    problems: known,
  },
  getRegisterForm: {
    ...entry,
    method: 'GET',
    path: '/api/registers/:kind/form',
    zh: '名册导入表样',
    en: 'Empty workbook with the columns of the export',
    params: byKind,
    download: true,
    problems: known,
  },
  importRegister: {
    ...entry,
    method: 'POST',
    path: '/api/registers/:kind/import',
    zh: '导入名册',
    en: 'Enter many from a workbook, all or none',
    params: byKind,
    query: z.strictObject({ dryRun: Flag.default('true').describe('True: nothing is written') }),
    upload: z.strictObject({}),
    idempotent: true,
    reply: RegisterImport,
    problems: ['register.not-found', 'register.import-refused', 'document.*'],
  },
  getRegisterEntry: {
    method: 'GET',
    path: '/api/register-entries/:id',
    permission: 'register.read',
    tag,
    zh: '名册成员详情',
    en: 'An entry with its decisions, cases and evaluations',
    params: byId,
    reply: RegisterEntryDetail,
    problems: found,
  },
  changeRegisterEntry: {
    ...entry,
    method: 'PATCH',
    path: '/api/register-entries/:id',
    zh: '修改联系方式和账号',
    en: 'Contact, and the account that speaks for the entry',
    params: byId,
    body: RegisterEntryChange,
    reply: RegisterEntryDetail,
    problems: ['register.entry-not-found', 'user.not-found'],
  },
  decideOnEntry: {
    ...entry,
    method: 'POST',
    path: '/api/register-entries/:id/decisions',
    zh: '作出名册决定',
    en: 'Take a decision: amend, grade, suspend, resume, sanction, remove, reinstate, annul',
    params: byId,
    body: RegisterDecisionRequest,
    idempotent: true,
    reply: RegisterEntryDetail,
    problems: ['register.entry-not-found', 'register.refused', 'register.changed'],
  },
  addTie: {
    method: 'POST',
    path: '/api/register-entries/:id/ties',
    permission: 'register.read',
    tag,
    zh: '登记利害关系',
    en: 'Declare a tie (the entry itself) or record one that was found (who keeps the register)',
    params: byId,
    body: NewTie,
    idempotent: true,
    reply: RegisterEntryDetail,
    status: 201,
    problems: ['register.entry-not-found', 'register.refused', 'permission.denied'],
  },
  endTie: {
    method: 'POST',
    path: '/api/register-entries/:id/ties/:tie/end',
    permission: 'register.read',
    tag,
    zh: '利害关系终止',
    en: 'Say when a tie ended',
    params: z.strictObject({ id: Id, tie: Id }),
    body: z.strictObject({ until: PlainDate }),
    reply: RegisterEntryDetail,
    problems: ['register.entry-not-found', 'permission.denied'],
  },
  endAppointment: {
    ...entry,
    method: 'POST',
    path: '/api/register-entries/:id/appointments/:appointment/end',
    zh: '在办案件结束',
    en: 'Say when an appointment ended: it no longer counts as an open case',
    params: z.strictObject({ id: Id, appointment: Id }),
    body: z.strictObject({ until: PlainDate, why: reason }),
    reply: RegisterEntryDetail,
    problems: ['register.entry-not-found', 'register.refused'],
  },
  ...CASE_EVALUATION_ENDPOINTS,
} as const
