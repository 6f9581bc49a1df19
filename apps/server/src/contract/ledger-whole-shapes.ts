import { z } from 'zod'
import { ImportFinding } from './forms.ts'
import { BasisPoints, Named, Words, words } from './ledger-parts.ts'
import { EntryFilter, EntryStatus, EntrySummary, LedgerFieldChange, LedgerSummary } from './ledger-shapes.ts'
import { Id, PlainDate, pageOf } from './values.ts'

/** What the interface says about whole ledgers: adoption, amendments, views in time, workbooks. */

export const UnitToConfirm = z
  .strictObject({
    text: z.string(),
    entries: z.int(),
    suggestions: z.array(z.strictObject({ rule: z.string(), bodies: z.array(Named) })),
  })
  .describe('A name that nobody has confirmed; confirm it by PUT /api/organisation/units, then match again')

export const AdoptionRequest = z
  .strictObject({
    planId: Id,
    title: words(200).optional().describe('The title of the plan when left out'),
    year: z.int().min(1990).max(2100).optional(),
    leaveOut: z.array(z.string().max(100)).max(2000).default([]).describe('Ids of measures that are not taken into the ledger'),
    guesses: z.boolean().default(true).describe('Names that clearly stand for one body are matched without being confirmed'),
  })
  .meta({ id: 'AdoptionRequest' })
export type AdoptionRequest = z.output<typeof AdoptionRequest>
export const AdoptionPreview = z
  .strictObject({
    title: z.string(),
    year: z.int().nullable(),
    planVersion: z.int(),
    adopted: Id.nullable().describe('The ledger that has the plan already'),
    entries: z.int(),
    milestones: z.int(),
    targets: z.int(),
    domains: z.array(z.strictObject({ domain: z.string(), entries: z.int() })),
    matched: z.array(z.strictObject({ text: z.string(), rule: z.string(), bodies: z.array(Named), entries: z.int() })),
    toConfirm: z.array(UnitToConfirm),
    unled: z.int().describe('Entries that nobody would lead'),
  })
  .meta({ id: 'AdoptionPreview' })
export type AdoptionPreview = z.output<typeof AdoptionPreview>

const AmendedField = z.strictObject({
  field: z.string(),
  id: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  kind: z.enum(['same', 'stricter', 'weaker', 'dropped', 'added', 'reworded']),
})
export const AmendmentPreview = z
  .strictObject({
    planId: Id,
    planVersion: z.int(),
    title: z.string(),
    basis: z.string().describe('Send it back with what is to be applied'),
    amended: z.array(
      z.strictObject({
        entry: z.strictObject({ id: Id, number: z.string(), title: z.string(), status: EntryStatus }),
        measure: z.string(),
        fields: z.array(AmendedField),
        drift: z.array(
          z.strictObject({
            aspect: z.string(),
            kind: z.string(),
            lower: z.string().nullable(),
            upper: z.string().nullable(),
            reason: Words,
          }),
        ),
        reopens: z.boolean().describe('The entry is closed out and its commitments change: applying opens it again'),
      }),
    ),
    unchanged: z.int(),
    added: z.array(
      z.strictObject({ measure: z.string(), number: z.string(), title: z.string(), domain: z.string(), lead: z.array(z.string()) }),
    ),
    dropped: z.array(z.strictObject({ id: Id, number: z.string(), title: z.string(), status: EntryStatus })),
    unmatched: z.array(z.strictObject({ id: Id, number: z.string(), title: z.string(), status: EntryStatus })),
  })
  .meta({ id: 'AmendmentPreview' })
export type AmendmentPreview = z.output<typeof AmendmentPreview>
export const AmendmentRequest = z
  .strictObject({
    planId: Id,
    basis: z.string().max(200).describe('From the preview'),
    amend: z.array(Id).max(5000).describe('Entries to amend'),
    add: z.array(z.string().max(100)).max(5000).describe('Measures to take in'),
    withdraw: z.array(Id).max(5000).describe('Entries to take out'),
  })
  .meta({ id: 'AmendmentRequest' })
export const AmendmentResult = z
  .strictObject({ amended: z.int(), added: z.int(), withdrawn: z.int(), reopened: z.int(), ledger: LedgerSummary })
  .meta({ id: 'AmendmentResult' })

export const LedgerCalendarDay = z.strictObject({
  on: PlainDate,
  items: z.array(
    z.strictObject({
      entry: Id,
      number: z.string(),
      title: z.string(),
      what: z.enum(['milestone', 'step', 'entry']),
      text: z.string(),
      done: z.boolean(),
      status: EntryStatus,
    }),
  ),
})
export const LedgerCalendar = z
  .strictObject({
    today: PlainDate,
    from: PlainDate,
    until: PlainDate,
    days: z.array(LedgerCalendarDay),
    more: z.int().describe('Items that are not shown'),
  })
  .meta({ id: 'LedgerCalendar' })
export const GanttRow = z.strictObject({
  entry: Id,
  number: z.string(),
  title: z.string(),
  domain: z.string(),
  lead: z.string().nullable(),
  status: EntryStatus,
  progress: BasisPoints.nullable(),
  startsOn: PlainDate.nullable(),
  endsOn: PlainDate.nullable(),
  milestones: z.array(z.strictObject({ id: z.string(), on: PlainDate, text: z.string(), done: z.boolean() })),
  steps: z.array(
    z.strictObject({
      id: Id,
      title: z.string(),
      body: z.string(),
      startsOn: PlainDate.nullable(),
      dueOn: PlainDate.nullable(),
      doneOn: PlainDate.nullable(),
    }),
  ),
})
export const LedgerGantt = pageOf(GanttRow).extend({ today: PlainDate, total: z.int() }).meta({ id: 'LedgerGantt' })
export const BoardColumn = z.strictObject({
  status: EntryStatus,
  title: Words,
  count: z.int(),
  filter: EntryFilter,
  items: z.array(EntrySummary).describe('The first of them'),
})
export const LedgerBoard = z.strictObject({ today: PlainDate, columns: z.array(BoardColumn) }).meta({ id: 'LedgerBoard' })

export const LedgerImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    changes: z
      .array(z.strictObject({ row: z.int(), sheet: z.string(), id: Id.nullable(), title: z.string(), changes: z.array(LedgerFieldChange) }))
      .describe('At most 500'),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
  })
  .meta({ id: 'LedgerImport' })
export type LedgerImport = z.output<typeof LedgerImport>
