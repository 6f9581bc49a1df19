import { z } from 'zod'
import { EntryFilter, EntrySummary, RollUpGroup } from './ledger-shapes.ts'
import { Id, PlainDate } from './values.ts'

/** Addresses of the commander's page, and of the sentence behind an entry; part of the one table of endpoints. */

const TrendPoint = z
  .strictObject({
    on: PlainDate,
    due: z.int().describe('Milestones due by that day, by the dates that hold today'),
    done: z.int().describe('Of these, done by that day'),
    closed: z.int().describe('Entries that were closed out by that day and still are'),
  })
  .meta({ id: 'CommandTrendPoint' })
export type TrendPoint = z.output<typeof TrendPoint>

const Troubled = z.strictObject({
  entry: EntrySummary,
  reasons: z.array(z.strictObject({ zh: z.string(), en: z.string(), from: PlainDate })).describe('Why; at most three'),
})
const Rows = z.strictObject({ count: z.int(), filter: EntryFilter.describe('Gives exactly the rows that were counted') })

export const CommandDomain = RollUpGroup.extend({
  commanders: z.array(z.string()).describe('总指挥 and 副总指挥 of today'),
  red: Rows.extend({
    overdue: z.int(),
    items: z.array(Troubled).describe('Overdue and at risk, the longest overdue first; the first few'),
  }),
  due: Rows.extend({ items: z.array(EntrySummary).describe('Nearest first; the first few') }),
  silent: Rows.extend({
    bodies: z
      .array(
        z.strictObject({
          body: z.strictObject({ id: Id, name: z.string() }).nullable().describe('Null: nobody leads'),
          entries: z.int(),
          heardOn: PlainDate.nullable().describe('When something was last heard of one of them; null: never'),
          filter: EntryFilter,
        }),
      )
      .describe('By lead body, most entries first; the first few'),
  }),
  trend: z.array(TrendPoint).describe('Twelve weeks up to today'),
}).meta({ id: 'CommandDomain' })
export type CommandDomain = z.output<typeof CommandDomain>

export const CommandView = z
  .strictObject({
    today: PlainDate,
    dueUntil: PlainDate,
    silentSince: PlainDate,
    all: RollUpGroup,
    domains: z.array(CommandDomain).describe('In the order of the plan; those that the caller may read'),
    trend: z.array(TrendPoint),
  })
  .meta({ id: 'CommandView' })
export type CommandView = z.output<typeof CommandView>

export const EntrySource = z
  .strictObject({
    plan: z.strictObject({ id: Id, title: z.string(), documentNumber: z.string().nullable(), inLibrary: z.boolean() }).nullable(),
    measure: z.string().nullable().describe('Id of the measure in the plan as adopted; null when the entry stands in no plan'),
    before: z.string().describe('What stands before it in the document'),
    text: z.string().describe('The exact words of the document'),
    after: z.string(),
  })
  .meta({ id: 'EntrySource' })
export type EntrySource = z.output<typeof EntrySource>

export const COMMAND_ENDPOINTS = {
  getCommandView: {
    method: 'GET',
    path: '/api/command-view',
    permission: 'ledger.read',
    tag: '台账 Ledger',
    zh: '指挥',
    en: 'By domain: what is overdue or at risk and why, what falls due, who is silent, the trend',
    query: z.strictObject({
      ledger: Id.optional(),
      days: z.coerce.number().int().min(1).max(60).default(14).describe('How far ahead is looked for what falls due'),
      silentDays: z.coerce.number().int().min(1).max(90).default(14).describe('After how many days without a word somebody is silent'),
    }),
    reply: CommandView,
  },
  getEntrySource: {
    method: 'GET',
    path: '/api/ledger-entries/:id/source',
    permission: 'ledger.read',
    tag: '台账 Ledger',
    zh: '事项在方案中的原文',
    en: 'The words of the plan that the entry was made of, with what stands around them',
    params: z.strictObject({ id: Id }),
    reply: EntrySource,
    problems: ['entry.not-found'],
  },
} as const
