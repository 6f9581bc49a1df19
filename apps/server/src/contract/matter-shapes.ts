import { z } from 'zod'
import { Id, Instant, PageQuery, Person, PlainDate, pageOf } from './values.ts'

/**
 * What a matter looks like from outside, and what is sent to it. The shapes are the same for every procedure; forms come from the definition, which the pages get as it is.
 */

export const Words = z.strictObject({ zh: z.string(), en: z.string() }).describe('Chinese and English').meta({ id: 'Words' })

const Values = z.record(z.string().max(100), z.unknown()).describe('Fields of the form by id; money is integer fen, dates are YYYY-MM-DD')

export const Refusal = z
  .object({ code: z.string(), zh: z.string(), en: z.string(), rule: z.string().optional(), path: z.string().optional() })
  .describe('A reason against; reasons accumulate')
  .meta({ id: 'Refusal' })

export const ProcedureSummary = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    effectiveFrom: PlainDate,
    title: Words,
    opensBy: z.array(
      z.strictObject({ action: z.string(), label: Words, roles: z.array(z.strictObject({ id: z.string(), title: Words })) }),
    ),
    table: z
      .strictObject({ mayImport: z.boolean() })
      .nullable()
      .describe('Its matters go out and come in as a workbook; whether the caller may import'),
  })
  .meta({ id: 'ProcedureSummary' })
export type ProcedureSummary = z.output<typeof ProcedureSummary>

export const ProcedureList = z.strictObject({ items: z.array(ProcedureSummary) }).meta({ id: 'ProcedureList' })
export const ProcedureDefinition = z
  .record(z.string(), z.unknown())
  .describe('The definition as it stands: a value of plain data (docs/procedures.md)')
  .meta({ id: 'ProcedureDefinition' })

export const ProcedureQuery = z.strictObject({
  version: z.string().max(100).optional().describe('The version that a matter is on; the one in force today when left out'),
})

export const Stage = z
  .strictObject({ track: z.string(), trackTitle: Words, stage: z.string(), title: Words, since: PlainDate, terminal: z.boolean() })
  .meta({ id: 'Stage' })

export const MatterSummary = z
  .strictObject({
    id: Id,
    procedure: z.strictObject({ id: z.string(), version: z.string(), title: Words }),
    title: z.string().describe('Chinese title by the definition'),
    titleEn: z.string(),
    number: z.string().nullable().describe('Case number'),
    seq: z.int().describe('Actions so far; send as `expectedSeq` with the next one'),
    stages: z.array(Stage),
    flags: z.array(z.strictObject({ flag: z.string(), title: Words, since: PlainDate })),
    ended: z.boolean(),
    nextDue: PlainDate.nullable().describe('The earliest end of a running clock'),
    openTasks: z.int(),
    openedAt: Instant,
    updatedAt: Instant,
    myRoles: z.array(z.string()).describe('Roles of the caller on this matter'),
    following: z.boolean(),
  })
  .meta({ id: 'MatterSummary' })
export type MatterSummary = z.output<typeof MatterSummary>

export const MatterSort = z
  .enum(['due', 'updated', 'number'])
  .describe('due: earliest end first; updated: last action first; number: by case number')

export const MatterListQuery = PageQuery.extend({
  procedure: z.string().max(100).optional(),
  stage: z.string().max(200).optional().describe('`track/stage`'),
  flag: z.string().max(100).optional(),
  q: z.string().max(100).optional().describe('Part of the title or the number'),
  mine: z.enum(['true']).optional().describe('Only matters on which the caller has a role'),
  following: z.enum(['true']).optional(),
  ended: z.enum(['true', 'false']).optional(),
  dueBefore: PlainDate.optional().describe('A clock ends before this day'),
  sort: MatterSort.optional().describe('Newest first when left out'),
})
export const MatterPage = pageOf(MatterSummary)
  .extend({ total: z.int().describe('How many there are in all with this filter') })
  .meta({ id: 'MatterPage' })
export type MatterPage = z.output<typeof MatterPage>

export const ClockView = z
  .strictObject({
    clock: z.string(),
    key: z.string().nullable(),
    title: Words,
    status: z.enum(['waiting', 'unset', 'running', 'paused', 'ended', 'cancelled']),
    due: PlainDate.nullable(),
    left: z.int().nullable().describe('Days left; negative when over'),
    over: z.boolean(),
    late: z.boolean(),
    explanation: z.strictObject({ zh: z.array(z.string()), en: z.array(z.string()) }).describe('How the date came about, step by step'),
    sources: z.array(z.strictObject({ rule: z.string(), provision: z.string(), verified: z.boolean() })),
    onDue: z.string().nullable(),
  })
  .meta({ id: 'ClockView' })
export type ClockView = z.output<typeof ClockView>

export const PossibleAction = z
  .strictObject({
    action: z.string(),
    label: Words,
    allowed: z.boolean(),
    reasons: z.array(Refusal).describe('All reasons against; empty when allowed'),
    fields: z.array(z.record(z.string(), z.unknown())).describe('Field definitions of the form'),
    prefill: z
      .array(z.strictObject({ path: z.string(), value: z.unknown(), origin: Words.nullable() }))
      .describe('First values with where they come from'),
    corrects: z.array(z.string()).describe('Kinds of actions that this one corrects; empty for any other action'),
    sources: z.array(z.strictObject({ rule: z.string(), provision: z.string(), verified: z.boolean() })),
    draft: Values.nullable().describe('What the caller typed earlier and did not send'),
  })
  .meta({ id: 'PossibleAction' })
export type PossibleAction = z.output<typeof PossibleAction>

export const Task = z
  .strictObject({
    id: Id,
    matter: z.strictObject({ id: Id, title: z.string(), number: z.string().nullable() }),
    obligation: z.string(),
    title: Words,
    roles: z.array(z.string()),
    due: PlainDate.nullable(),
    since: PlainDate,
    done: z.boolean(),
  })
  .meta({ id: 'Task' })
export type Task = z.output<typeof Task>

export const MatterParty = z
  .strictObject({
    id: Id,
    user: Person,
    role: z.string(),
    roleTitle: Words,
    from: PlainDate,
    until: PlainDate.nullable(),
    /** Set when the role is exercised for somebody else. */
    onBehalfOf: Person.nullable(),
  })
  .meta({ id: 'MatterParty' })
export type MatterParty = z.output<typeof MatterParty>

export const MatterDocument = z
  .strictObject({
    id: Id,
    document: z.string(),
    title: Words,
    number: z.string(),
    seq: z.int(),
    madeAt: Instant,
    sha256: z.string(),
    bytes: z.int(),
  })
  .meta({ id: 'MatterDocument' })
export type MatterDocument = z.output<typeof MatterDocument>

export const MatterDetail = z
  .strictObject({
    summary: MatterSummary,
    tracks: z.array(
      z.strictObject({
        track: z.string(),
        title: Words,
        current: z.string().nullable(),
        stages: z.array(z.strictObject({ stage: z.string(), title: Words, terminal: z.boolean() })),
      }),
    ),
    facts: z.array(
      z.strictObject({ fact: z.string(), label: Words, type: z.string(), value: z.unknown(), on: PlainDate, sensitivity: z.string() }),
    ),
    registers: z.array(
      z.strictObject({
        register: z.string(),
        title: Words,
        properties: z.array(z.strictObject({ id: z.string(), title: Words })),
        rows: z.array(z.strictObject({ key: z.string(), row: Values })),
        more: z.int().describe('Rows that are not shown'),
      }),
    ),
    clocks: z.array(ClockView),
    possible: z.array(PossibleAction),
    tasks: z.array(Task),
    parties: z.array(MatterParty),
    documents: z.array(MatterDocument),
  })
  .meta({ id: 'MatterDetail' })
export type MatterDetail = z.output<typeof MatterDetail>

export const OpenMatter = z
  .strictObject({
    procedure: z.string().max(100),
    action: z.string().max(100),
    as: z.string().max(100).describe('Role in which the caller opens the matter'),
    values: Values,
  })
  .meta({ id: 'OpenMatter' })

export const TakeAction = z
  .strictObject({
    action: z.string().max(100),
    values: Values.default({}),
    expectedSeq: z.int().min(0).describe('`seq` that the caller saw; another one is answered with 409 and what happened since'),
    corrects: Id.optional().describe('For corrections: the action to be corrected'),
  })
  .meta({ id: 'TakeAction' })

export const ActionTaken = z.strictObject({ id: Id, seq: z.int(), matter: MatterDetail }).meta({ id: 'ActionTaken' })
export type ActionTaken = z.output<typeof ActionTaken>

export const ActionNoted = z
  .strictObject({
    id: Id,
    seq: z.int().describe('Send it as `expectedSeq` with the next action'),
    matter: Id,
    receipt: z.string().describe('Address of the receipt, once the action is sealed'),
  })
  .describe('The short answer to `Prefer: return=minimal`')
  .meta({ id: 'ActionNoted' })
export type ActionNoted = z.output<typeof ActionNoted>

export const TimelineItem = z
  .strictObject({
    id: Id,
    seq: z.int(),
    action: z.string(),
    label: Words,
    by: Person,
    roles: z.array(z.string()),
    at: Instant,
    on: PlainDate,
    values: z.array(z.strictObject({ field: z.string(), label: Words, type: z.string(), value: z.unknown() })),
    changes: z
      .array(z.strictObject({ kind: z.string(), what: Words, before: z.unknown(), after: z.unknown() }))
      .describe('Before and after'),
    corrects: Id.nullable(),
    sealed: z.int().nullable().describe('Index in the journal; null for the moment between commit and sealing'),
    digest: z.string(),
  })
  .meta({ id: 'TimelineItem' })
export type TimelineItem = z.output<typeof TimelineItem>

export const TimelineQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional().describe('Only actions before this seq'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const Timeline = z
  .strictObject({ items: z.array(TimelineItem).describe('Newest first'), next: z.int().nullable() })
  .meta({ id: 'Timeline' })
export type Timeline = z.output<typeof Timeline>

export const DraftValues = z.strictObject({ values: Values }).meta({ id: 'DraftValues' })

export const PartyRequest = z
  .strictObject({
    login: z.string().min(1).max(64).describe('Account name'),
    role: z.string().max(100),
    from: PlainDate.optional(),
    until: PlainDate.nullable().optional(),
    onBehalfOf: Id.optional().describe('Delegation: the user whose role this is'),
  })
  .meta({ id: 'PartyRequest' })

export const Following = z.strictObject({ following: z.boolean() }).meta({ id: 'Following' })

export const Attachment = z
  .strictObject({ id: Id, name: z.string(), type: z.string(), size: z.int(), sha256: z.string() })
  .meta({ id: 'Attachment' })

export const TaskList = z.strictObject({ items: z.array(Task) }).meta({ id: 'TaskList' })
export const DueQuery = z.strictObject({ days: z.coerce.number().int().min(0).max(400).default(14) })
export const DueList = z
  .strictObject({
    today: PlainDate,
    items: z.array(
      z.strictObject({
        matter: z.strictObject({ id: Id, title: z.string(), number: z.string().nullable() }),
        clock: z.string(),
        key: z.string().nullable(),
        title: Words,
        due: PlainDate,
        left: z.int(),
        over: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'DueList' })
export type DueList = z.output<typeof DueList>
