import { z } from 'zod'
import { EntryFilter, EntryStatus } from './ledger-shapes.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** Reporting by rounds: what is asked of whom and when, reports prefilled from the ledger, who is silent; filing of implementing plans; the agenda. */

const Words = z.strictObject({ zh: z.string(), en: z.string() })
const Named = z.strictObject({ id: Id, name: z.string() })
const text = (most: number) => z.string().trim().max(most)
export const CycleKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}\/[0-9A-Z-]{4,8}$/)
  .describe('Rule and period: weekly/2026-W12')

export const CycleRuleShape = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    title: z.strictObject({ zh: z.string().trim().min(1).max(20), en: z.string().trim().min(1).max(40) }),
    every: z.enum(['week', 'month', 'quarter', 'half-year', 'year']),
    due: z
      .union([
        z.strictObject({ weekday: z.int().min(1).max(7) }),
        z.strictObject({ day: z.int().min(1).max(31), months: z.int().min(0).max(3) }),
      ])
      .describe('Of a week: the weekday, 1 Monday to 7 Sunday; else the day of the month, so many months after the period'),
    rest: z.enum(['before', 'after', 'stay']).describe('When the due day is a rest day'),
    opensBefore: z.int().min(0).max(60),
    closesAfter: z.int().min(0).max(60),
    remind: z.array(z.int().min(-30).max(30)).max(10).describe('Days before the due day; negative after it'),
    who: z.enum(['lead', 'all']),
    active: z.boolean(),
  })
  .refine((r) => (r.every === 'week') === 'weekday' in r.due, {
    path: ['due'],
    message: '截止日与周期不符 The due day does not fit the period',
  })
  .meta({ id: 'CycleRule' })
export type CycleRuleShape = z.output<typeof CycleRuleShape>

export const ReportChange = z.strictObject({ kind: z.string(), on: PlainDate, text: Words })
/** What a body says on one entry. */
export const ReportLine = z.strictObject({
  entry: Id,
  words: text(3000),
  next: text(3000),
  blocked: text(2000).describe('What stands in the way; empty when nothing does'),
  progress: z.int().min(0).max(100).nullable().describe('Whole percent; asked only where nothing measures it'),
  changes: z.array(ReportChange).optional().describe('What the ledger knew when it was handed in'),
})
export type ReportLine = z.output<typeof ReportLine>

const Phase = z.enum(['waiting', 'open', 'late', 'closed'])
export const ReportStatus = z.enum(['awaited', 'draft', 'handed-in', 'returned'])
export const ReportRound = z
  .strictObject({
    ledger: Named,
    cycle: CycleKey,
    title: Words,
    from: PlainDate,
    until: PlainDate,
    opensOn: PlainDate,
    dueOn: PlainDate,
    closesOn: PlainDate,
    phase: Phase,
    asked: z.int().describe('Bodies'),
    inTime: z.int(),
    late: z.int(),
    silent: z.int(),
    returned: z.int(),
  })
  .meta({ id: 'ReportRound' })
export type ReportRound = z.output<typeof ReportRound>

export const RoundRow = z.strictObject({
  body: Named,
  status: ReportStatus,
  firstOn: PlainDate.nullable(),
  handedInAt: Instant.nullable(),
  late: z.boolean(),
  urged: z.int(),
  urgedAt: Instant.nullable(),
  people: z.int().describe('Liaison officers who are told'),
})
export type RoundRow = z.output<typeof RoundRow>

export const ReportEntry = z.strictObject({
  entry: z.strictObject({ id: Id, number: z.string(), title: z.string(), status: EntryStatus, nextDue: PlainDate.nullable() }),
  changes: z.array(ReportChange).describe('Since the last report, from the ledger'),
  milestones: z.array(z.strictObject({ text: z.string(), due: PlainDate.nullable(), doneOn: PlainDate.nullable() })),
  measured: z.int().nullable().describe('Progress in basis points as the system measures it; null: the body may say'),
  asksProgress: z.boolean(),
  line: ReportLine,
})
export const BodyReport = z
  .strictObject({
    round: ReportRound,
    body: Named,
    status: ReportStatus,
    version: z.int(),
    since: Instant.nullable().describe('Of the last report; changes after it are shown'),
    entries: z.array(ReportEntry),
    handedIn: z.strictObject({ at: Instant, by: Person, late: z.boolean() }).nullable(),
    returned: z.strictObject({ at: Instant, by: Person, reason: z.string() }).nullable(),
    may: z.strictObject({ write: z.boolean(), handIn: z.boolean(), return: z.boolean() }),
  })
  .meta({ id: 'BodyReport' })
export type BodyReport = z.output<typeof BodyReport>

export const FilingRow = z
  .strictObject({
    matter: Id,
    body: z.string(),
    subject: z.string(),
    stage: z.string(),
    stageTitle: Words,
    askedOn: PlainDate,
    due: PlainDate.nullable(),
    late: z.boolean(),
    filedOn: PlainDate.nullable(),
    ownPlan: z.string().nullable(),
    number: z.string().nullable(),
  })
  .meta({ id: 'FilingRow' })
export type FilingRow = z.output<typeof FilingRow>

const Outcome = z.strictObject({ body: Named, ok: z.boolean(), zh: z.string(), en: z.string() })
export const Outcomes = z
  .strictObject({ done: z.int(), items: z.array(Outcome.extend({ matter: Id.nullable() })) })
  .meta({ id: 'BodyOutcomes' })
export type Outcomes = z.output<typeof Outcomes>

export const LISTS = ['overdue', 'at-risk', 'blocked', 'findings', 'complaints'] as const
export const ListRow = z.strictObject({
  id: Id,
  page: z.enum(['entry', 'matter']),
  number: z.string(),
  title: z.string(),
  domain: z.string(),
  body: z.string(),
  due: PlainDate.nullable(),
  note: z.string(),
})
export type ListRow = z.output<typeof ListRow>
export const TwoLists = z
  .strictObject({
    today: PlainDate,
    until: PlainDate,
    problems: z.array(
      z.strictObject({ kind: z.enum(LISTS), title: Words, count: z.int(), filter: EntryFilter.nullable(), rows: z.array(ListRow) }),
    ),
    tasks: z.strictObject({ count: z.int(), filter: EntryFilter, rows: z.array(ListRow.extend({ owner: z.string() })) }),
    report: z.array(z.string()).describe('Paragraphs'),
  })
  .meta({ id: 'TwoLists' })
export type TwoLists = z.output<typeof TwoLists>

const tag = '报送 Reporting'
const read = 'report.read'
const ledgerId = z.strictObject({ id: Id })
const one = z.strictObject({ ledger: Id, cycle: CycleKey, body: Id })

export const REPORTING_ENDPOINTS = {
  getLedgerCycles: {
    method: 'GET',
    path: '/api/ledgers/:id/cycles',
    permission: read,
    tag,
    zh: '报送周期',
    en: 'Rules of the rounds of a ledger; the usual ones, inactive, while none are set',
    params: ledgerId,
    reply: z.strictObject({ items: z.array(CycleRuleShape) }),
    problems: ['ledger.not-found'],
  },
  setLedgerCycles: {
    method: 'PUT',
    path: '/api/ledgers/:id/cycles',
    permission: 'ledger.manage',
    tag,
    zh: '设定报送周期',
    en: 'Set the rules; rounds that are open at once ask from now on',
    params: ledgerId,
    body: z.strictObject({ items: z.array(CycleRuleShape).min(1).max(10) }),
    reply: z.strictObject({ items: z.array(CycleRuleShape) }),
    problems: ['ledger.not-found', 'ledger.archived'],
  },
  listRounds: {
    method: 'GET',
    path: '/api/reporting/rounds',
    permission: read,
    tag,
    zh: '各期报送',
    en: 'Rounds of which the caller may see reports, newest first, with how many bodies handed in',
    query: PageQuery.extend({ ledger: Id.optional() }),
    reply: pageOf(ReportRound).extend({ today: PlainDate }),
  },
  getRound: {
    method: 'GET',
    path: '/api/reporting/round',
    permission: read,
    tag,
    zh: '一期报送的各单位情况',
    en: 'Who handed in, who is late, who is silent',
    query: one.omit({ body: true }),
    reply: z.strictObject({ round: ReportRound, rows: z.array(RoundRow) }),
    problems: ['round.not-found'],
  },
  urgeBodies: {
    method: 'POST',
    path: '/api/reporting/urge',
    permission: 'ledger.manage',
    tag,
    zh: '一键催报',
    en: 'Urge bodies that have not handed in, with a result for each; without `bodies`: all that are silent',
    body: z.strictObject({ ledger: Id, cycle: CycleKey, bodies: z.array(Id).min(1).max(1000).optional() }),
    reply: Outcomes,
    idempotent: true,
    problems: ['round.not-found'],
  },
  getReport: {
    method: 'GET',
    path: '/api/reporting/report',
    permission: read,
    tag,
    zh: '单位报送',
    en: 'The report of a body in a round, prefilled from what changed in the ledger since its last one',
    query: one,
    reply: BodyReport,
    problems: ['report.not-found'],
  },
  saveReport: {
    method: 'PUT',
    path: '/api/reporting/report',
    permission: 'report.write',
    tag,
    zh: '保存报送草稿',
    en: 'Keep the words as a draft, or hand the report in: then the ledger hears it',
    body: one.extend({
      version: z.int(),
      lines: z.array(ReportLine.omit({ changes: true })).max(2000),
      handIn: z.boolean(),
    }),
    reply: BodyReport,
    problems: [
      'report.not-found',
      'report.closed',
      'report.waiting',
      'report.changed',
      'report.handed-in',
      'report.measured',
      'entry.refused',
    ],
  },
  returnReport: {
    method: 'POST',
    path: '/api/reporting/return',
    permission: 'ledger.manage',
    tag,
    zh: '退回报送',
    en: 'Return a report to be corrected, with the reason',
    body: one.extend({ reason: z.string().trim().min(1).max(1000) }),
    reply: BodyReport,
    problems: ['report.not-found', 'report.not-handed-in'],
  },
  getMeetingAgenda: {
    method: 'GET',
    path: '/api/reporting/agenda',
    permission: read,
    tag,
    zh: '工作例会议程',
    en: 'The agenda of the weekly meeting as Word, from the ledger',
    query: z.strictObject({ ledger: Id, cycle: CycleKey.optional(), on: PlainDate.optional(), place: text(100).optional() }),
    download: true,
    problems: ['ledger.not-found'],
  },
  startFilings: {
    method: 'POST',
    path: '/api/reporting/filings',
    permission: 'ledger.manage',
    tag,
    zh: '要求各单位报备实施方案',
    en: 'Ask bodies to file their implementing plans, a matter each, with a result for each body',
    body: z.strictObject({
      subject: z.string().trim().min(1).max(200),
      planId: Id.optional(),
      issuedOn: PlainDate,
      bodies: z.array(Id).min(1).max(500),
    }),
    reply: Outcomes,
    idempotent: true,
  },
  listFilings: {
    method: 'GET',
    path: '/api/reporting/filings',
    permission: read,
    tag,
    zh: '实施方案备案情况',
    en: 'Who has filed: the filings that the caller may see',
    query: z.strictObject({ plan: Id.optional(), subject: z.string().max(200).optional() }),
    reply: z.strictObject({ items: z.array(FilingRow).describe('At most 1,000, newest first') }),
  },
  getTwoLists: {
    method: 'GET',
    path: '/api/reporting/lists',
    permission: read,
    tag,
    zh: '两清单一报告',
    en: 'The list of problems, the list of tasks, and the report, from the ledger of today',
    query: z.strictObject({ ledger: Id.optional(), days: z.coerce.number().int().min(1).max(120).default(14) }),
    reply: TwoLists,
  },
  exportTwoLists: {
    method: 'GET',
    path: '/api/reporting/lists/export',
    permission: read,
    tag,
    zh: '导出两清单一报告',
    en: 'The same as an official document or a workbook',
    query: z.strictObject({
      ledger: Id.optional(),
      days: z.coerce.number().int().min(1).max(120).default(14),
      to: z.enum(['docx', 'xlsx']).default('docx'),
    }),
    download: true,
  },
} as const
