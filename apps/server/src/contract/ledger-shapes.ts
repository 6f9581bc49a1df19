import { STATUSES } from '@yingshang/ledger/words'
import { z } from 'zod'
import { BasisPoints, Named, Words, words } from './ledger-parts.ts'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/** What the interface says about ledgers and their entries. Progress and shares are basis points (10,000 is the whole). */

export const EntryStatus = z
  .enum(STATUSES)
  .describe(
    'overdue 逾期, at-risk 有风险, not-started 未启动, on-track 正常推进, awaiting-review 已完成待审核, closed-out 已销号, deferred 经批准缓办, withdrawn 已退出台账',
  )
  .meta({ id: 'EntryStatus' })
export type EntryStatus = z.output<typeof EntryStatus>

/** Which entries. Every condition that is given must hold; lists are separated by commas. */
export const EntryFilter = z
  .strictObject({
    ledger: Id.optional(),
    body: z.string().max(2000).optional().describe('Ids of bodies that lead or are responsible, separated by commas'),
    role: z.enum(['lead', 'responsible']).optional().describe('Narrows `body`'),
    lead: z
      .union([Id, z.literal('none')])
      .optional()
      .describe('The body that leads; `none`: nobody does'),
    domain: z.string().max(200).optional(),
    under: z.string().max(1000).optional().describe('Headings, outermost first, separated by ␟ (U+241F): entries below them'),
    status: z.string().max(200).optional().describe('States of today, separated by commas'),
    dueFrom: PlainDate.optional().describe('Next day that must be met lies on or after'),
    dueUntil: PlainDate.optional().describe('… on or before'),
    q: z.string().max(200).optional().describe('Words that must all stand in number, title, text or headings'),
    owner: z.union([Id, z.enum(['me', 'none'])]).optional(),
    silentSince: PlainDate.optional().describe('Open entries of which nothing was heard since this day'),
    blocked: z.enum(['true', 'false']).optional().describe('A body says that something stands in the way'),
    unmeasured: z.enum(['true', 'false']).optional().describe('Progress is unknown'),
    target: z.enum(['met', 'unmet', 'no-data']).optional().describe('Has a target that is so'),
  })
  .meta({ id: 'EntryFilter' })
export type EntryFilter = z.output<typeof EntryFilter>

export const EntryListQuery = EntryFilter.extend({
  ...PageQuery.shape,
  sort: z.enum(['plan', 'due', 'updated', 'progress']).default('plan').describe('plan: order of the plan; due: next day first'),
})

export const RollUpFigures = z
  .strictObject({
    count: z.int().describe('Entries, those withdrawn not counted'),
    byStatus: z.record(EntryStatus, z.int()),
    progress: BasisPoints.nullable().describe('By normalised weights over the entries with data; null without any'),
    coverage: z.strictObject({ known: z.int(), of: z.int() }).describe('“9 项中 7 项有数据”'),
    closedShare: BasisPoints.nullable(),
  })
  .meta({ id: 'RollUpFigures' })
export type RollUpFigures = z.output<typeof RollUpFigures>

export const RollUpGroup = RollUpFigures.extend({
  key: z.string(),
  title: z.string(),
  filter: EntryFilter.describe('Gives exactly the entries that were counted'),
}).meta({ id: 'RollUpGroup' })
export type RollUpGroup = z.output<typeof RollUpGroup>

export const TreeNode = RollUpGroup.extend({ depth: z.int() })
  .describe('A heading; nodes stand in the order of the plan')
  .meta({ id: 'LedgerTreeNode' })

export const LedgerSummary = z
  .strictObject({
    id: Id,
    title: z.string(),
    year: z.int().nullable(),
    plan: z
      .strictObject({ id: Id, title: z.string(), documentNumber: z.string().nullable(), version: z.int(), adopted: z.int() })
      .nullable()
      .describe('The plan as adopted now: its id, its version then, and how many versions were adopted one after another'),
    archived: z.boolean(),
    entries: z.int(),
    unassigned: z.int().describe('Entries that nobody leads'),
    unitsToConfirm: z.int().describe('Names of units that stand for nobody yet'),
    createdBy: Person,
    createdAt: Instant,
  })
  .meta({ id: 'LedgerSummary' })
export type LedgerSummary = z.output<typeof LedgerSummary>

export const EntrySummary = z
  .strictObject({
    id: Id,
    ledgerId: Id,
    number: z.string(),
    title: z.string(),
    domain: z.string(),
    path: z.array(z.string()),
    status: EntryStatus,
    lead: Named.nullable(),
    responsible: z.array(Named),
    owner: Named.nullable(),
    nextDue: PlainDate.nullable(),
    atRiskFrom: PlainDate.nullable(),
    overdueFrom: PlainDate.nullable(),
    deferredUntil: PlainDate.nullable(),
    progress: BasisPoints.nullable(),
    progressBasis: z.enum(['measured', 'reported']).nullable(),
    blocked: z.boolean(),
    heardOn: PlainDate.nullable().describe('Day of the last report'),
    evidence: z.int(),
    milestones: z.strictObject({ done: z.int(), of: z.int() }),
    steps: z.strictObject({ done: z.int(), of: z.int() }),
    weight: z.int(),
    seq: z.int(),
    updatedAt: Instant,
  })
  .meta({ id: 'EntrySummary' })
export type EntrySummary = z.output<typeof EntrySummary>
export const EntryPage = pageOf(EntrySummary).extend({ total: z.int(), today: PlainDate }).meta({ id: 'EntryPage' })

const Comparator = z.enum(['>=', '<=', '>', '<', '=', 'range'])
export const EntryMilestone = z.strictObject({
  id: z.string(),
  due: PlainDate.nullable(),
  text: z.string(),
  doneOn: PlainDate.nullable(),
})
export const EntryTarget = z.strictObject({
  id: z.string(),
  subject: z.string(),
  comparator: Comparator,
  value: z.number(),
  valueMax: z.number().optional(),
  unit: z.string(),
  better: z.enum(['up', 'down']).nullable(),
  period: z.string().optional(),
  indicator: z.string().optional().describe('Id of the indicator that reads it; absent: readings are entered by hand'),
  indicatorBody: z.string().optional().describe('The body whose value of the indicator counts; absent: the value of the whole'),
  words: z.string().describe('≥85%'),
  reading: z
    .strictObject({
      value: z.number(),
      asOf: PlainDate,
      source: z.string(),
      indicator: z.string().nullable(),
      body: Named.nullable(),
    })
    .nullable(),
  verdict: z.enum(['met', 'unmet', 'no-data']),
})
export const EntryStep = z
  .strictObject({
    id: Id,
    body: Named,
    title: z.string(),
    department: z.string().nullable(),
    departmentId: Id.nullable(),
    leader: z.string().nullable(),
    owner: Named.nullable(),
    startsOn: PlainDate.nullable(),
    dueOn: PlainDate.nullable(),
    outcome: z.string().nullable(),
    doneOn: PlainDate.nullable(),
  })
  .meta({ id: 'EntryStep' })
export const EntryReport = z
  .strictObject({
    id: Id,
    body: Named,
    cycle: z.string().nullable(),
    done: z.string(),
    next: z.string().nullable(),
    progress: z.int().nullable().describe('Whole percent'),
    blocked: z.string().nullable(),
    on: PlainDate,
    by: Person,
    at: Instant,
  })
  .meta({ id: 'EntryReport' })
export const EntryEvidence = z.strictObject({
  attachment: Id,
  name: z.string(),
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
  about: z.string().nullable(),
  note: z.string().nullable(),
  by: Person,
  on: PlainDate,
})

export const EntryDetail = z
  .strictObject({
    summary: EntrySummary,
    ledger: Named,
    text: z.string(),
    startsOn: PlainDate.nullable(),
    dueOn: PlainDate.nullable(),
    units: z.strictObject({ lead: z.array(z.string()), responsible: z.array(z.string()) }).describe('Names as the plan prints them'),
    milestones: z.array(EntryMilestone),
    targets: z.array(EntryTarget),
    steps: z.array(EntryStep),
    evidence: z.array(EntryEvidence),
    reports: z.array(EntryReport).describe('Newest first, at most 20'),
    reasons: z.array(z.strictObject({ code: z.string(), from: PlainDate, ...Words.shape })).describe('Why it is at risk or overdue today'),
    progress: z.strictObject({ known: z.int(), of: z.int() }),
    submitted: z.strictObject({ by: Person, on: PlainDate, summary: z.string() }).nullable(),
    closed: z.strictObject({ by: Person, on: PlainDate }).nullable(),
    reopenings: z.int(),
    returns: z.int(),
    may: z.array(z.string()).describe('Kinds of facts that the caller may add now'),
    today: PlainDate,
  })
  .meta({ id: 'EntryDetail' })
export type EntryDetail = z.output<typeof EntryDetail>

const Reason = words(1000)
const Step = {
  body: Id,
  title: words(500),
  department: words(100).nullable().default(null),
  departmentId: Id.nullable().default(null),
  leader: words(100).nullable().default(null),
  owner: Id.nullable().default(null),
  startsOn: PlainDate.nullable().default(null),
  dueOn: PlainDate.nullable().default(null),
  outcome: words(500).nullable().default(null),
}
const { body: _, ...changeable } = Step
const kind = <K extends string>(name: K) => z.literal(name)

/** What may be said about an entry. Evidence comes by upload. */
export const FactRequest = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: kind('assigned'),
      lead: Id.nullable(),
      responsible: z.array(Id).max(300),
      reason: Reason.nullable().default(null),
    }),
    z.strictObject({ kind: kind('entrusted'), owner: Id.nullable() }),
    z.strictObject({ kind: kind('weighted'), weight: z.int().min(1).max(1_000_000) }),
    z.strictObject({ kind: kind('step-added'), ...Step }),
    z.strictObject({ kind: kind('step-changed'), step: Id, changes: z.strictObject(changeable).partial() }),
    z.strictObject({ kind: kind('step-done'), step: Id, on: PlainDate.optional(), note: words().nullable().default(null) }),
    z.strictObject({ kind: kind('step-reopened'), step: Id, reason: Reason }),
    z.strictObject({ kind: kind('step-removed'), step: Id, reason: Reason.nullable().default(null) }),
    z.strictObject({
      kind: kind('reported'),
      body: Id,
      cycle: z.string().max(100).nullable().default(null),
      done: z.string().trim().max(5000),
      next: z.string().trim().max(5000).nullable().default(null),
      progress: z.int().min(0).max(100).nullable().default(null),
      blocked: z.string().trim().min(1).max(2000).nullable().default(null),
    }),
    z.strictObject({ kind: kind('evidence-withdrawn'), attachment: Id, reason: Reason }),
    z.strictObject({
      kind: kind('milestone-done'),
      milestone: z.string().max(20),
      on: PlainDate.optional(),
      note: words().nullable().default(null),
    }),
    z.strictObject({ kind: kind('milestone-reopened'), milestone: z.string().max(20), reason: Reason }),
    z.strictObject({
      kind: kind('target-reading'),
      target: z.string().max(20),
      value: z.number(),
      asOf: PlainDate.optional(),
      source: words(500),
      body: Id.nullable().default(null),
    }),
    z.strictObject({ kind: kind('submitted'), body: Id.nullable().default(null), summary: words(5000) }),
    z.strictObject({ kind: kind('returned'), reason: Reason }),
    z.strictObject({ kind: kind('accepted'), opinion: words().nullable().default(null) }),
    z.strictObject({ kind: kind('reopened'), reason: Reason }),
    z.strictObject({ kind: kind('deferred'), until: PlainDate, decision: words(300), reason: Reason }),
    z.strictObject({ kind: kind('resumed'), reason: Reason }),
    z.strictObject({
      kind: kind('amended'),
      startsOn: PlainDate.nullable().optional(),
      dueOn: PlainDate.nullable().optional(),
      milestones: z
        .array(z.strictObject({ id: z.string().max(20).optional(), due: PlainDate.nullable(), text: words(1000) }))
        .max(100)
        .optional()
        .describe('All of them; without an id: a new one'),
      basis: words(500).describe('The decision, or the newer plan'),
    }),
    z.strictObject({ kind: kind('withdrawn'), basis: words(500) }),
    z.strictObject({ kind: kind('noted'), words: words() }),
  ])
  .meta({ id: 'FactRequest' })
export type FactRequest = z.output<typeof FactRequest>

export const ActRequest = z
  .strictObject({
    expectedSeq: z.int().optional().describe('Refused when the entry has moved on since; left out: whatever its state'),
    fact: FactRequest,
  })
  .meta({ id: 'ActRequest' })

export const EntryBulkRequest = z
  .strictObject({
    entries: z.array(Id).min(1).max(500).optional(),
    filter: EntryFilter.optional().describe('Instead of `entries`: all that meet it, at most 2,000'),
    expected: z.int().min(0).optional().describe('How many entries the preview found; refused when the filter gives another number by now'),
    fact: FactRequest.describe('The same for each'),
    dryRun: z.boolean().default(true),
  })
  .refine((r) => (r.entries === undefined) !== (r.filter === undefined), '须指明 entries 或 filter 之一 Give either entries or filter')
  .meta({ id: 'EntryBulkRequest' })
export const LedgerFieldChange = z.strictObject({
  field: z.string(),
  label: Words,
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type FieldChange = z.output<typeof LedgerFieldChange>
export const EntryBulkResult = z
  .strictObject({
    dryRun: z.boolean(),
    done: z.int().describe('Entries that were changed, or would be'),
    refused: z.int(),
    items: z.array(
      z.strictObject({
        id: Id,
        number: z.string(),
        title: z.string(),
        ok: z.boolean(),
        changes: z.array(LedgerFieldChange),
        refusals: z.array(z.strictObject({ code: z.string(), ...Words.shape })),
      }),
    ),
  })
  .meta({ id: 'EntryBulkResult' })
export type EntryBulkResult = z.output<typeof EntryBulkResult>

export const HistoryItem = z
  .strictObject({
    seq: z.int(),
    id: Id.describe('Of the journal’s record'),
    kind: z.string(),
    title: Words,
    at: Instant,
    by: Person,
    words: z.string().nullable().describe('Reason, summary, note'),
    decidedBy: z
      .strictObject({ meeting: Id, title: z.string(), item: z.int() })
      .nullable()
      .describe('The minutes that decided it, and the number there'),
    changes: z.array(LedgerFieldChange),
  })
  .meta({ id: 'LedgerHistoryItem' })
export const EntryHistory = pageOf(HistoryItem).meta({ id: 'EntryHistory' })

export const SavedFilter = z
  .strictObject({
    id: Id,
    name: z.string(),
    view: z.enum(['table', 'board', 'gantt', 'calendar', 'tree', 'body', 'domain']),
    filter: EntryFilter,
    sort: z.enum(['plan', 'due', 'updated', 'progress']),
    shared: z.boolean().describe('Everybody of the body sees it'),
    mine: z.boolean(),
  })
  .meta({ id: 'SavedFilter' })
export type SavedFilter = z.output<typeof SavedFilter>
export const NewFilter = SavedFilter.omit({ id: true, mine: true })
  .extend({ name: words(60), shared: z.boolean().default(false), sort: z.enum(['plan', 'due', 'updated', 'progress']).default('plan') })
  .meta({ id: 'NewFilter' })
