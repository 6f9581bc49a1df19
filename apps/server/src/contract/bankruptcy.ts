import { z } from 'zod'
import { ImportFinding } from './forms.ts'
import { LONG_PENDING_ENDPOINTS } from './long-pending.ts'
import { Words } from './matter-shapes.ts'
import { Id, PlainDate } from './values.ts'

export * from './long-pending.ts'

/** Claims and distribution. Amounts are integer fen. */

const Fen = z.int().min(0).describe('Fen')
const ClaimClassId = z.enum(['secured', 'employee', 'socialInsurance', 'tax', 'ordinary', 'subordinate'])
const ClaimStatusId = z.enum(['pending', 'confirmed', 'partly', 'rejected', 'provisional', 'withdrawn'])

const sums = {
  count: z.int(),
  filed: Fen,
  confirmed: Fen,
  rejected: Fen.describe('What was filed and not confirmed, of claims whose review is done'),
  provisional: Fen.describe('What the court fixed for voting'),
}

export const ClaimRow = z
  .strictObject({
    id: Id.describe('The action that filed it'),
    creditor: z.string(),
    class: ClaimClassId,
    classTitle: Words,
    principal: Fen,
    interest: Fen,
    other: Fen,
    filed: Fen.describe('Sum of the three'),
    filedOn: PlainDate.nullable(),
    late: z.boolean().describe('Filed after the period'),
    status: ClaimStatusId,
    statusTitle: Words,
    confirmed: Fen,
    provisional: Fen,
    votingAmount: Fen.describe('With how much the claim votes; 0 is no vote'),
    reason: z.string().describe('Of the review; empty when confirmed in full'),
    disputed: z.boolean(),
    paid: Fen.describe('In distributions so far'),
    deposited: Fen.describe('Set aside for it'),
  })
  .meta({ id: 'ClaimRow' })
export type ClaimRow = z.output<typeof ClaimRow>

export const ClaimsView = z
  .strictObject({
    matter: z.strictObject({ id: Id, title: z.string(), titleEn: z.string(), number: z.string().nullable() }),
    seq: z.int().describe('Send as `expectedSeq` with an import'),
    whole: z.boolean().describe('False: the caller sees only claims of their own, and totals of these'),
    mayImport: z.boolean().describe('The caller is the administrator of the case'),
    rows: z.array(ClaimRow).describe('In order of filing; withdrawn claims are not in the table'),
    totals: z.array(z.strictObject({ class: ClaimClassId, classTitle: Words, ...sums })).describe('By class; sums of the rows'),
    all: z.strictObject(sums),
  })
  .meta({ id: 'ClaimsView' })
export type ClaimsView = z.output<typeof ClaimsView>

export const ClaimsExportQuery = z.strictObject({ to: z.enum(['xlsx', 'docx']).default('xlsx') })

const Flag = z.enum(['true', 'false'])
export const ClaimsImportQuery = z.strictObject({
  dryRun: Flag.default('true').describe('True: nothing is written'),
  expectedSeq: z.coerce.number().int().min(0).optional().describe('`seq` that the caller saw; needed when it is not a dry run'),
  confirmDuplicates: Flag.default('false').describe('True: claims that look filed already are filed all the same'),
})

export const ClaimChange = z
  .strictObject({ row: z.int(), creditor: z.string(), column: z.string(), before: z.string(), after: z.string() })
  .describe('A cell that was changed in the workbook; amounts in yuan')
  .meta({ id: 'ClaimChange' })
export type ClaimChange = z.output<typeof ClaimChange>

export const ClaimsImport = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int().describe('Rows with content'),
    ready: z.int().describe('New claims without an error'),
    unchanged: z.int().describe('Rows of claims that the workbook does not change'),
    amends: z.int().describe('Claims whose filing is amended, or would be in a dry run'),
    reviews: z.int().describe('Outcomes of a review that are entered, or would be'),
    changes: z.array(ClaimChange).describe('At most 500'),
    changeCount: z.int(),
    filed: z.int().describe('Claims filed; 0 in a dry run'),
    sum: Fen.describe('Of the new claims'),
    errors: z.array(ImportFinding).describe('At most 500; nothing is written while there is one'),
    errorCount: z.int(),
    warnings: z.array(ImportFinding).describe('Claims that look filed already'),
    seq: z.int().describe('Of the matter, after it'),
  })
  .meta({ id: 'ClaimsImport' })
export type ClaimsImport = z.output<typeof ClaimsImport>

const title = z.string().trim().min(1).max(200)
const Item = z.strictObject({ title, amount: Fen })
export const DistributionRequest = z
  .strictObject({
    estate: Fen.describe('Money free of security rights'),
    expenses: z.array(Item).max(200).default([]),
    commonBenefit: z.array(Item).max(200).default([]),
    collaterals: z
      .array(
        z.strictObject({
          title,
          proceeds: Fen.describe('After the costs of keeping and selling'),
          claims: z.array(z.strictObject({ claim: z.string().max(100), order: z.int().min(1).max(1000) })).max(500),
        }),
      )
      .max(200)
      .default([]),
    deposits: z
      .array(z.strictObject({ claim: z.string().max(100), reason: z.enum(['dispute', 'condition', 'unclaimed']) }))
      .max(5000)
      .default([]),
  })
  .meta({ id: 'DistributionRequest' })
export type DistributionRequest = z.output<typeof DistributionRequest>

const RankId = z.enum(['secured', 'expenses', 'commonBenefit', 'employee', 'insuranceAndTax', 'ordinary', 'subordinate'])
const Fraction = z.strictObject({ numerator: z.int(), denominator: z.int() }).describe('In lowest terms')
export const DistributionView = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        id: z.string().describe('Claim, or item of the request'),
        creditor: z.string(),
        rank: RankId,
        rankTitle: Words,
        due: Fen,
        paid: Fen,
        deposited: Fen,
        remaining: Fen,
        rate: Fraction,
        collateral: z.string().nullable().describe('What paid it, or what secures the claim of a shortfall'),
        shortfall: z.boolean().describe('The part of a secured claim that its collateral did not cover'),
      }),
    ),
    ranks: z.array(
      z.strictObject({ rank: RankId, title: Words, source: z.string(), due: Fen, paid: Fen, deposited: Fen, given: Fen, rate: Fraction }),
    ),
    claims: z
      .array(
        z.strictObject({
          claim: z.string(),
          creditor: z.string(),
          classTitle: Words,
          amount: Fen.describe('With which it takes part'),
          before: Fen.describe('Had from earlier distributions, deposits included'),
          paid: Fen,
          deposited: Fen,
          total: Fen.describe('Before and now'),
          remaining: Fen,
        }),
      )
      .describe('Each claim that takes part over all distributions'),
    collaterals: z
      .array(
        z.strictObject({
          title: z.string(),
          proceeds: Fen,
          parts: z.array(z.strictObject({ claim: z.string(), creditor: z.string(), amount: Fen })),
          surplus: Fen.describe('Joins the estate'),
        }),
      )
      .describe('Where the proceeds of each thing go'),
    total: Fen.describe('To be distributed; equals what the lines get and `surplus`'),
    surplus: Fen,
    leftOut: z.array(z.strictObject({ claim: z.string(), creditor: z.string(), filed: Fen })).describe('Not confirmed: take no part'),
  })
  .meta({ id: 'DistributionView' })
export type DistributionView = z.output<typeof DistributionView>

export const DistributionKind = z.enum(['distribution', 'redistribution', 'supplementary'])

export const RecordDistribution = z
  .strictObject({
    kind: DistributionKind.describe('`redistribution`: of deposits that were freed; `supplementary`: after termination'),
    final: z.boolean().default(false).describe('The final distribution; only for `distribution`'),
    doneOn: PlainDate,
    reasons: z.string().trim().max(2000).optional().describe('Needed for `supplementary`'),
    expectedSeq: z.int().min(0).describe('`seq` that the caller saw'),
    request: DistributionRequest,
  })
  .meta({ id: 'RecordDistribution' })

export const DistributionLedger = z
  .strictObject({
    matter: z.strictObject({ id: Id, title: z.string(), titleEn: z.string(), number: z.string().nullable() }),
    seq: z.int(),
    mayRecord: z.boolean().describe('The caller is the administrator of the case'),
    realised: Fen,
    paidOut: Fen.describe('Distributed so far'),
    unlisted: Fen.describe('Distributed without saying which claims got it: later distributions cannot deduct it'),
    freed: Fen.describe('Deposits that were freed and wait to be distributed'),
    rounds: z
      .array(
        z.strictObject({
          id: z.string(),
          round: z.int().nullable(),
          kind: DistributionKind,
          kindTitle: Words,
          on: PlainDate,
          final: z.boolean(),
          amount: Fen,
          expenses: Fen,
          commonBenefit: Fen,
          paid: Fen.describe('To claims'),
          deposited: Fen,
          claims: z.int(),
        }),
      )
      .describe('In order'),
    claims: z
      .array(
        z.strictObject({
          claim: z.string(),
          creditor: z.string(),
          classTitle: Words,
          amount: Fen,
          paid: Fen,
          deposited: Fen,
          fromCollateral: Fen,
          remaining: Fen,
          waived: z.boolean(),
          depositReason: z.enum(['dispute', 'condition', 'unclaimed']).nullable(),
        }),
      )
      .describe('Claims that got something, or had something set aside'),
  })
  .meta({ id: 'DistributionLedger' })
export type DistributionLedger = z.output<typeof DistributionLedger>

export const DistributionRecorded = z
  .strictObject({ seq: z.int(), amount: Fen, claims: z.int(), ledger: DistributionLedger })
  .meta({ id: 'DistributionRecorded' })
export type DistributionRecorded = z.output<typeof DistributionRecorded>

const byId = z.strictObject({ id: Id })
const tag = '破产 Bankruptcy'

/** Addresses of the bankruptcy domain; part of the one table of endpoints. */
export const BANKRUPTCY_ENDPOINTS = {
  getClaims: {
    method: 'GET',
    path: '/api/matters/:id/claims',
    permission: 'matter.read',
    tag,
    zh: '债权表',
    en: 'The claims table; a creditor sees only claims of their own',
    params: byId,
    reply: ClaimsView,
    problems: ['matter.not-found', 'claims.none'],
  },
  exportClaims: {
    method: 'GET',
    path: '/api/matters/:id/claims/export',
    permission: 'matter.read',
    tag,
    zh: '导出债权表',
    en: 'Exactly the rows that the caller sees, as a file; recorded. The workbook can be imported',
    params: byId,
    query: ClaimsExportQuery,
    download: true,
    problems: ['matter.not-found', 'claims.none'],
  },
  getClaimsForm: {
    method: 'GET',
    path: '/api/matters/:id/claims/form',
    permission: 'matter.read',
    tag,
    zh: '债权导入表样',
    en: 'Empty workbook with the columns of the export',
    params: byId,
    download: true,
    problems: ['matter.not-found', 'claims.none'],
  },
  importClaims: {
    method: 'POST',
    path: '/api/matters/:id/claims/import',
    permission: 'matter.act',
    tag,
    zh: '批量申报、变更、审查债权',
    en: 'File, amend and review claims from a workbook, all or none, each an action of the journal. For the administrator of the case',
    params: byId,
    query: ClaimsImportQuery,
    upload: z.strictObject({}),
    idempotent: true,
    reply: ClaimsImport,
    problems: ['matter.not-found', 'claims.none', 'matter.changed', 'claims.refused', 'claims.duplicates', 'document.*'],
  },
  previewDistribution: {
    method: 'POST',
    path: '/api/matters/:id/distribution/preview',
    permission: 'matter.read',
    tag,
    zh: '分配测算',
    en: 'Who would get what; nothing is written',
    params: byId,
    body: DistributionRequest,
    reply: DistributionView,
    problems: ['matter.not-found', 'claims.none', 'distribution.refused'],
  },
  getDistributions: {
    method: 'GET',
    path: '/api/matters/:id/distribution',
    permission: 'matter.read',
    tag,
    zh: '各次分配',
    en: 'What was distributed so far: every distribution, what each claim had, deposits',
    params: byId,
    reply: DistributionLedger,
    problems: ['matter.not-found', 'claims.none'],
  },
  recordDistribution: {
    method: 'POST',
    path: '/api/matters/:id/distribution',
    permission: 'matter.act',
    tag,
    zh: '登记分配',
    en: 'Record a distribution with what each claim gets, all or nothing, each an action of the journal. For the administrator of the case',
    params: byId,
    body: RecordDistribution,
    idempotent: true,
    reply: DistributionRecorded,
    status: 201,
    problems: ['matter.not-found', 'claims.none', 'matter.changed', 'distribution.refused', 'action.refused'],
  },
  exportDistribution: {
    method: 'POST',
    path: '/api/matters/:id/distribution/export',
    permission: 'matter.read',
    tag,
    zh: '导出分配表',
    en: 'The result as a workbook or as an official table of distribution; recorded',
    params: byId,
    query: ClaimsExportQuery,
    body: DistributionRequest,
    download: true,
    problems: ['matter.not-found', 'claims.none', 'distribution.refused'],
  },
  ...LONG_PENDING_ENDPOINTS,
} as const
