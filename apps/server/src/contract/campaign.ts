import { z } from 'zod'
import { Id, PlainDate } from './values.ts'

/** Challenges (揭榜挂帅) and briefs (信息简报) at a glance. */

const Words = z.strictObject({ zh: z.string(), en: z.string() })
const Levels = z.strictObject({ county: z.int(), city: z.int(), province: z.int(), nation: z.int() })

export const ChallengeRow = z
  .strictObject({
    id: Id,
    batch: z.string(),
    subject: z.string(),
    stage: z.string(),
    stageTitle: Words,
    claims: z.array(z.string()).describe('Names of the bodies that claimed it'),
    mine: z
      .enum(['open', 'claimed', 'chosen', 'passed-over'])
      .nullable()
      .describe('How the caller’s own body stands to it; null: it has no part'),
    chosen: z.string().nullable(),
    due: PlainDate.nullable().describe('Of the clock that runs'),
    late: z.boolean(),
    replications: z.int(),
  })
  .meta({ id: 'ChallengeRow' })
export type ChallengeRow = z.output<typeof ChallengeRow>

export const BriefRow = z
  .strictObject({
    id: Id,
    form: z.string(),
    subject: z.string(),
    body: z.strictObject({ id: z.string(), name: z.string() }),
    stage: z.string(),
    stageTitle: Words,
    submittedOn: PlainDate,
    mine: z.boolean().describe('Handed in by a body that the caller acts for'),
    adoptions: Levels.describe('Confirmed'),
    waiting: z.int().describe('Adoptions that wait to be confirmed'),
    copies: z.int(),
  })
  .meta({ id: 'BriefRow' })
export type BriefRow = z.output<typeof BriefRow>

export const ClaimedAdoption = z
  .strictObject({
    matter: Id,
    seq: z.int().describe('Of the matter: `expectedSeq` of the decision'),
    adoption: z.string().describe('Field `adoption` of confirm-adoption and refuse-adoption'),
    subject: z.string(),
    body: z.string(),
    level: z.string(),
    medium: z.string(),
    on: PlainDate,
    own: z.boolean().describe('Recorded by the caller, who may not confirm it'),
  })
  .meta({ id: 'ClaimedAdoption' })
export type ClaimedAdoption = z.output<typeof ClaimedAdoption>

export const CampaignOverview = z
  .strictObject({
    unconfirmed: z.array(ClaimedAdoption).describe('Adoptions that the caller may confirm or refuse; empty for others than the office'),
    batches: z.array(z.strictObject({ batch: z.string(), items: z.array(ChallengeRow) })),
    briefs: z.array(BriefRow),
    byBody: z.array(
      z.strictObject({
        body: z.strictObject({ id: z.string(), name: z.string() }),
        submitted: z.int(),
        published: z.int(),
        adoptions: Levels,
      }),
    ),
  })
  .meta({ id: 'CampaignOverview' })
export type CampaignOverview = z.output<typeof CampaignOverview>

/** Addresses of the overview; part of the one table of endpoints. */
export const CAMPAIGN_ENDPOINTS = {
  getCampaignOverview: {
    method: 'GET',
    path: '/api/campaign/overview',
    permission: 'evaluation.read',
    tag: '揭榜与简报 Challenges and briefs',
    zh: '揭榜与简报概览',
    en: 'Challenges by batch with claims, briefs with adoptions by level, that the caller may see: opened in a year, newest first',
    query: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional().describe('Of opening, in China time') }),
    reply: CampaignOverview,
  },
} as const
