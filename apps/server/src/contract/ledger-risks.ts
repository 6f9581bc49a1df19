import { z } from 'zod'
import { words } from './ledger-parts.ts'
import { EntryStatus } from './ledger-shapes.ts'
import { Id, Instant, Person, PlainDate } from './values.ts'

/** The rules of risk of one ledger: what makes an entry look at risk, seen and changed by the office. Part of the one table of endpoints. */

const Length = z
  .strictObject({ n: z.int().min(0).max(1000), unit: z.enum(['days', 'workingDays', 'months']) })
  .describe('Days, working days or months')

export const RiskSetting = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('near-due'), within: Length, quietFor: Length.optional() })
      .describe('A due day is this near, and nothing moved for so long'),
    z.strictObject({ kind: z.literal('blocked') }).describe('A body reports that something stands in the way'),
    z.strictObject({ kind: z.literal('late-start'), grace: Length }).describe('The planned first day is so long past and nothing was done'),
    z.strictObject({ kind: z.literal('silent'), longerThan: Length }).describe('Nothing was heard for longer than this'),
    z.strictObject({ kind: z.literal('step-overdue') }).describe('A step of a body has run out'),
    z
      .strictObject({ kind: z.literal('behind'), by: z.int().min(0).max(10_000) })
      .describe('Progress is behind the time by more than these basis points'),
    z
      .strictObject({ kind: z.literal('target-unmet'), within: Length })
      .describe('The last reading misses a target, so long before the end'),
  ])
  .meta({ id: 'RiskSetting' })
export type RiskSetting = z.output<typeof RiskSetting>

const RiskSettings = z
  .array(RiskSetting)
  .max(7)
  .refine((all) => new Set(all.map((r) => r.kind)).size === all.length, '同类规则只能有一条 Each kind once')
  .describe('Each kind at most once; one that is left out is off')

export const LedgerRisks = z
  .strictObject({
    version: z.int().describe('0: what the ledger began with'),
    effectiveFrom: PlainDate,
    rules: z.array(RiskSetting),
    history: z
      .array(
        z.strictObject({
          version: z.int(),
          effectiveFrom: PlainDate,
          rules: z.array(RiskSetting),
          reason: z.string(),
          changed: z.int().describe('Entries whose state of the day changed by it'),
          by: Person,
          at: Instant,
        }),
      )
      .describe('Newest first'),
  })
  .meta({ id: 'LedgerRisks' })
export type LedgerRisks = z.output<typeof LedgerRisks>

export const RiskPreview = z
  .strictObject({
    entries: z.int().describe('Open entries that were judged'),
    changed: z.int(),
    moves: z.array(z.strictObject({ from: EntryStatus, to: EntryStatus, count: z.int() })).describe('States of today, before and after'),
    items: z
      .array(z.strictObject({ id: Id, number: z.string(), title: z.string(), from: EntryStatus, to: EntryStatus }))
      .describe('The first 500 in the order of the plan'),
    basis: z.string().describe('Send it back with what is to be applied'),
  })
  .meta({ id: 'RiskPreview' })
export type RiskPreview = z.output<typeof RiskPreview>

const id = z.strictObject({ id: Id })
const tag = '台账 Ledger'
const path = '/api/ledgers/:id/risks'

export const LEDGER_RISK_ENDPOINTS = {
  getLedgerRisks: {
    method: 'GET',
    path,
    permission: 'ledger.read',
    tag,
    zh: '台账风险规则',
    en: 'The rules of risk of a ledger, and who set which before',
    params: id,
    reply: LedgerRisks,
    problems: ['ledger.not-found'],
  },
  previewLedgerRisks: {
    method: 'POST',
    path: `${path}/preview`,
    permission: 'ledger.manage',
    tag,
    zh: '风险规则修改预览',
    en: 'Which entries would change their state; nothing is written',
    params: id,
    body: z.strictObject({ rules: RiskSettings }),
    reply: RiskPreview,
    problems: ['ledger.not-found', 'ledger.archived'],
  },
  changeLedgerRisks: {
    method: 'PUT',
    path,
    permission: 'ledger.manage',
    tag,
    zh: '修改风险规则',
    en: 'Sets the rules from today on; refused when the ledger moved on since the preview',
    params: id,
    body: z.strictObject({ rules: RiskSettings, reason: words(500), basis: z.string().max(200).describe('From the preview') }),
    reply: LedgerRisks,
    problems: ['ledger.not-found', 'ledger.archived', 'ledger.preview-outdated'],
  },
} as const
