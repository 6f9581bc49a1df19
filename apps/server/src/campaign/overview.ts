import { ADOPTION_LEVELS, BRIEF, CHALLENGE } from '@yingshang/campaign'
import type { State } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { BriefRow, CAMPAIGN_ENDPOINTS, CampaignOverview, ChallengeRow, ClaimedAdoption } from '../contract/campaign.ts'
import type { InTenant } from '../database/store.ts'
import type { Handlers } from '../http/endpoint.ts'
import { seenBy } from '../matters/roles.ts'
import { rowsOf } from '../matters/store.ts'
import type { Services } from '../services.ts'

/** Challenges by batch and briefs by body, from the projections of their matters. */

/** Most matters of each kind that are shown at once. */
const MOST = 2_000

interface Raw {
  readonly id: string
  readonly procedure: string
  readonly title: string
  readonly stages: readonly string[]
  readonly late: boolean
  readonly due: string | null
  readonly opened: string
  readonly seq: number
  readonly state: State
  /** Roles that bodies of the caller have on it. */
  readonly roles: readonly string[]
}

async function mattersOf(
  tx: InTenant,
  caller: Caller,
  today: string,
  procedure: string,
  year: number | undefined,
): Promise<readonly Raw[]> {
  const opened = sql`(m.opened_at at time zone 'Asia/Shanghai')::date`
  const { rows } = await sql<Raw>`
    select m.id, m.title, m.stages, m.flags @> array['late'] as late, m.next_due::text as due, ${opened}::text as opened, m.seq, m.state,
      array(select distinct b.role from matter_body b where b.tenant_id = m.tenant_id and b.matter_id = m.id
        and b.body_id in (select bodies_of(${caller.user.id}, ${today}::date))) as roles
    from matter m where m.tenant_id = ${caller.tenant.id} and m.procedure_id = ${procedure} and ${seenBy(caller, today, 'm')}
      ${year === undefined ? sql`` : sql`and extract(year from ${opened}) = ${year}`} order by m.id desc limit ${MOST}`.execute(tx)
  return rows
}

const stageOf = (raw: Raw, stages: readonly { readonly id: string; readonly title: { readonly zh: string; readonly en: string } }[]) => {
  const stage = raw.stages.find((s) => s.startsWith('main/'))?.slice(5) ?? ''
  return { stage, stageTitle: { ...(stages.find((s) => s.id === stage)?.title ?? { zh: stage, en: stage }) } }
}
const fact = (raw: Raw, name: string): string | null => {
  const value = raw.state.facts[name]?.value
  return typeof value === 'string' ? value : null
}

/** How the caller's own body stands to a challenge. */
function mineOf(raw: Raw, stage: string, acts: boolean): ChallengeRow['mine'] {
  if (raw.roles.includes('holder')) return 'chosen'
  if (raw.roles.includes('claimant')) return stage === 'open' || stage === 'choosing' ? 'claimed' : 'passed-over'
  return stage === 'open' && acts ? 'open' : null
}

const challengeRow = (raw: Raw, acts: boolean): ChallengeRow => ({
  id: raw.id,
  batch: fact(raw, 'batch') ?? '',
  subject: raw.title,
  ...stageOf(raw, CHALLENGE.tracks[0]!.stages),
  claims: rowsOf(raw.state, 'claims').map(([, claim]) => String(claim.name ?? '')),
  mine: mineOf(raw, stageOf(raw, CHALLENGE.tracks[0]!.stages).stage, acts),
  chosen: fact(raw, 'chosenName'),
  due: raw.due,
  late: raw.late,
  replications: rowsOf(raw.state, 'adoptions').length,
})

const none = (): BriefRow['adoptions'] => ({ county: 0, city: 0, province: 0, nation: 0 })

function briefRow(raw: Raw): BriefRow {
  const adoptions = none()
  let waiting = 0
  for (const [, { level, state }] of rowsOf(raw.state, 'adoptions')) {
    const known = ADOPTION_LEVELS.find((l) => l === level)
    if (known && state === 'confirmed') adoptions[known]++
    if (state === 'claimed') waiting++
  }
  return {
    id: raw.id,
    form: fact(raw, 'form') ?? 'brief',
    subject: raw.title,
    body: { id: fact(raw, 'bodyId') ?? '', name: fact(raw, 'bodyName') ?? '' },
    ...stageOf(raw, BRIEF.tracks[0]!.stages),
    submittedOn: raw.opened,
    mine: raw.roles.includes('author'),
    adoptions,
    waiting,
    copies: rowsOf(raw.state, 'copies').length,
  }
}

/** Adoptions of a brief that wait for the office. */
const claimedOf = (raw: Raw, userId: string): ClaimedAdoption[] =>
  rowsOf(raw.state, 'adoptions').flatMap(([adoption, { level, medium, on, by, state }]) =>
    state === 'claimed' && typeof on === 'string'
      ? [
          {
            matter: raw.id,
            seq: raw.seq,
            adoption,
            subject: raw.title,
            body: fact(raw, 'bodyName') ?? '',
            level: String(level ?? ''),
            medium: String(medium ?? ''),
            on,
            own: by === userId,
          },
        ]
      : [],
  )

/** Bodies by the sum of adoptions, most first; then by briefs. */
function countedByBody(briefs: readonly BriefRow[]): CampaignOverview['byBody'] {
  const sum = (levels: BriefRow['adoptions']) => ADOPTION_LEVELS.reduce((n, level) => n + levels[level], 0)
  return [...Map.groupBy(briefs, (b) => b.body.id)]
    .map(([, own]) => {
      const adoptions = none()
      for (const brief of own) for (const level of ADOPTION_LEVELS) adoptions[level] += brief.adoptions[level]
      return { body: own[0]!.body, submitted: own.length, published: own.filter((b) => b.stage === 'published').length, adoptions }
    })
    .toSorted((a, b) => sum(b.adoptions) - sum(a.adoptions) || b.submitted - a.submitted || a.body.name.localeCompare(b.body.name))
}

export function campaignHandlers({ store, now }: Services): Pick<Handlers, keyof typeof CAMPAIGN_ENDPOINTS> {
  return {
    getCampaignOverview: ({ caller, query }) =>
      store.inTenant(caller.tenant.id, async (tx) => {
        const today = dateInChina(now().toISOString())
        const { rows } = await sql<{ acts: boolean }>`select exists (select bodies_of(${caller.user.id}, ${today}::date)) as acts`.execute(
          tx,
        )
        const acts = rows[0]!.acts
        const challenges = (await mattersOf(tx, caller, today, 'challenge', query.year)).map((raw) => challengeRow(raw, acts))
        const found = await mattersOf(tx, caller, today, 'brief', query.year)
        const briefs = found.map(briefRow)
        return {
          unconfirmed: caller.permissions.includes('evaluation.manage') ? found.flatMap((raw) => claimedOf(raw, caller.user.id)) : [],
          batches: [...Map.groupBy(challenges, (c) => c.batch)].map(([batch, items]) => ({ batch, items })),
          briefs,
          byBody: countedByBody(briefs),
        }
      }),
  }
}
