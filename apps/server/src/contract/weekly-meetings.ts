import { z } from 'zod'
import { CycleKey, ListRow, TwoLists } from './reporting.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** The weekly meeting (工作例会): its agenda from the ledger, what was decided item by item, the minutes whose adoption makes decisions facts. */

const Words = z.strictObject({ zh: z.string(), en: z.string() })
const Named = z.strictObject({ id: Id, name: z.string() })
const text = (most: number) => z.string().trim().max(most)

export const WEEKLY_DECISION_KINDS = ['defer', 'urge', 'report', 'close-out', 'task', 'other'] as const
export const WEEKLY_MEETING_STATUSES = ['draft', 'adopted', 'dropped'] as const
const DecisionKindShape = z
  .enum(WEEKLY_DECISION_KINDS)
  .describe('defer 同意缓办, urge 督促推进, report 要求专题报告, close-out 同意销号, task 交办任务, other 其他')

export const WeeklyMeeting = z
  .strictObject({
    id: Id,
    ledger: Named,
    cycle: CycleKey.nullable(),
    on: PlainDate,
    place: z.string(),
    chair: z.string(),
    chairId: Id.nullable(),
    present: z.string(),
    status: z.enum(WEEKLY_MEETING_STATUSES),
    title: z.string().describe('Of its minutes, as facts cite them'),
    decisions: z.int(),
    adopted: z.strictObject({ by: Person, at: Instant }).nullable(),
    version: z.int(),
  })
  .meta({ id: 'WeeklyMeeting' })
export type WeeklyMeeting = z.output<typeof WeeklyMeeting>

/** What a decision is made of, as it is entered. */
export const NewDecision = z.strictObject({
  kind: DecisionKindShape,
  entry: Id.nullable(),
  body: Id.nullable().describe('Null with an entry: the body that leads it'),
  due: PlainDate.nullable(),
  words: text(500),
})
export type NewDecision = z.output<typeof NewDecision>

export const WeeklyDecision = z
  .strictObject({
    meeting: Id,
    on: PlainDate.describe('Day of the meeting'),
    number: z.int(),
    kind: DecisionKindShape,
    entry: z.strictObject({ id: Id, number: z.string(), title: z.string() }).nullable(),
    body: Named.nullable(),
    due: PlainDate.nullable(),
    words: z.string(),
    sentence: z.string().describe('As the minutes say it'),
    fate: z
      .strictObject({ state: z.enum(['done', 'open', 'late']), words: Words })
      .nullable()
      .describe('What became of it; null while the minutes are not adopted'),
    refusals: z.array(Words).describe('Of a draft: why it could not become a fact today'),
    settleable: z.boolean().describe('The caller may say what became of it'),
  })
  .meta({ id: 'WeeklyDecision' })
export type WeeklyDecision = z.output<typeof WeeklyDecision>

/** What the ledger showed to a meeting; kept with adopted minutes. */
export const MeetingShown = z.strictObject({
  lists: TwoLists,
  review: z.array(ListRow).describe('Entries that wait for close-out'),
  silent: z
    .strictObject({ asked: z.int(), names: z.array(z.string()) })
    .nullable()
    .describe('Of the round; null without one'),
})
export type MeetingShown = z.output<typeof MeetingShown>

export const WeeklyMeetingDetail = z
  .strictObject({
    meeting: WeeklyMeeting,
    shown: MeetingShown.nullable().describe('Null for those who see their own decisions alone'),
    previous: z.array(WeeklyDecision).describe('Decisions of the meeting before, and older ones that are not done'),
    decisions: z.array(WeeklyDecision),
    may: z.array(z.enum(['change', 'adopt', 'drop'])),
  })
  .meta({ id: 'WeeklyMeetingDetail' })
export type WeeklyMeetingDetail = z.output<typeof WeeklyMeetingDetail>

const tag = '工作例会 Weekly meeting'
const meetings = '/api/reporting/meetings'
const id = z.strictObject({ id: Id })
const Head = { on: PlainDate, place: text(100), chair: text(100), chairId: Id.nullable(), present: text(2000) }

/** Addresses of the weekly meeting; part of the one table of endpoints. */
export const WEEKLY_MEETING_ENDPOINTS = {
  listWeeklyMeetings: {
    method: 'GET',
    path: meetings,
    permission: 'report.read',
    tag,
    zh: '历次例会',
    en: 'Meetings that the caller may see, newest first',
    query: PageQuery.extend({ ledger: Id.optional() }),
    reply: pageOf(WeeklyMeeting),
  },
  openWeeklyMeeting: {
    method: 'POST',
    path: meetings,
    permission: 'ledger.manage',
    tag,
    zh: '筹备例会',
    en: 'Prepare a meeting on a ledger; a draft of the same ledger and day is given back',
    body: z.strictObject({ ledger: Id, cycle: CycleKey.optional(), on: PlainDate.optional() }),
    reply: WeeklyMeetingDetail,
    status: 201,
    idempotent: true,
    problems: ['ledger.not-found', 'ledger.archived'],
  },
  getWeeklyMeeting: {
    method: 'GET',
    path: `${meetings}/:id`,
    permission: 'report.read',
    tag,
    zh: '例会',
    en: 'A meeting: the agenda of the ledger, earlier decisions with what became of them, what was decided',
    params: id,
    reply: WeeklyMeetingDetail,
    problems: ['weekly-meeting.not-found'],
  },
  saveWeeklyMeeting: {
    method: 'PUT',
    path: `${meetings}/:id`,
    permission: 'ledger.manage',
    tag,
    zh: '保存例会',
    en: 'Keep the draft with its decisions; whoever saves may not adopt it, unless in the chair',
    params: id,
    body: z.strictObject({ version: z.int(), ...Head, decisions: z.array(NewDecision).max(100) }),
    reply: WeeklyMeetingDetail,
    problems: ['weekly-meeting.not-found', 'weekly-meeting.changed', 'weekly-meeting.not-draft', 'weekly-meeting.invalid', 'entry.refused'],
  },
  adoptWeeklyMeeting: {
    method: 'POST',
    path: `${meetings}/:id/adopt`,
    permission: 'ledger.decide',
    tag,
    zh: '通过纪要',
    en: 'Adopt the minutes: every decision on an entry becomes a fact of it, all or none; by a second person or the chair',
    params: id,
    body: z.strictObject({ version: z.int() }),
    reply: WeeklyMeetingDetail,
    idempotent: true,
    problems: [
      'weekly-meeting.not-found',
      'weekly-meeting.changed',
      'weekly-meeting.not-draft',
      'weekly-meeting.same-person',
      'weekly-meeting.refused',
      'ledger.archived',
    ],
  },
  dropWeeklyMeeting: {
    method: 'POST',
    path: `${meetings}/:id/drop`,
    permission: 'ledger.manage',
    tag,
    zh: '放弃例会草稿',
    en: 'Drop a draft',
    params: id,
    body: z.strictObject({ version: z.int() }),
    reply: WeeklyMeetingDetail,
    problems: ['weekly-meeting.not-found', 'weekly-meeting.changed', 'weekly-meeting.not-draft'],
  },
  settleWeeklyDecision: {
    method: 'POST',
    path: `${meetings}/:id/decisions/:number/settle`,
    permission: 'ledger.manage',
    tag,
    zh: '登记议定事项办结',
    en: 'Say that a decision is settled, where the ledger does not tell',
    params: z.strictObject({ id: Id, number: z.coerce.number().int().min(1).max(100) }),
    body: z.strictObject({ on: PlainDate, words: z.string().trim().min(1).max(500) }),
    reply: WeeklyMeetingDetail,
    problems: ['weekly-meeting.not-found', 'weekly-meeting.settled'],
  },
  downloadWeeklyMinutes: {
    method: 'GET',
    path: `${meetings}/:id/minutes`,
    permission: 'report.read',
    tag,
    zh: '例会纪要',
    en: 'The minutes as Word: of an adopted meeting as the ledger stood then, of a draft as it stands now',
    params: id,
    download: true,
    problems: ['weekly-meeting.not-found'],
  },
} as const
