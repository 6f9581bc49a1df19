import type { Commitment, EntropyValue, Round } from '@yingshang/draw'
import type { CompetitionResult, Decision, Member, Recommender, ReviewBallot, Score } from '@yingshang/register'
import type { ColumnType, JSONColumnType } from 'kysely'

/** Registers, draws and the other ways of choosing. See `migrations/0030-registers.sql` and `0031-draws.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null, string | null>

/** A decision with who took it. */
export type StoredDecision = Decision & { readonly by: string | null; readonly at: string; readonly record: string }

/** What somebody who was chosen answered. */
export interface Response {
  readonly label: string
  readonly entry: string
  readonly accepts: boolean
  /** What the entry declares of its interests in the case; null where it declined. */
  readonly interests: { readonly has: boolean; readonly text: string } | null
  readonly reason: string
  readonly by: string
  readonly at: string
}

export interface Appeal {
  readonly on: string
  readonly by: string
  readonly grounds: string
  readonly evidence: readonly string[]
  readonly decideBy: string
  readonly decided: {
    readonly outcome: 'upheld' | 'annulled' | 'reopened'
    readonly reason: string
    readonly on: string
    readonly by: string
  } | null
}

export type ChoiceBody =
  | {
      readonly method: 'competitive'
      readonly competitors: readonly string[]
      readonly members: readonly Member[]
      readonly names: Readonly<Record<string, string>>
    }
  | {
      readonly method: 'recommended'
      readonly entry: string
      readonly recommenders: readonly Recommender[]
      readonly whole: number
      readonly names: Readonly<Record<string, string>>
    }

export interface RegisterTables {
  register_entry: {
    tenant_id: string
    id: string
    kind: string
    code: string
    name: string
    subject: 'institution' | 'person'
    grade: string
    areas: string[]
    decisions: Json<readonly StoredDecision[]>
    contact: string
    account_id: string | null
    version: number
    updated_at: Date
  }
  register_tie: {
    tenant_id: string
    id: string
    entry_id: string
    ground: string
    party_name: string
    party_code: string | null
    until_day: string | null
    how: 'declared' | 'found'
    note: string
    user_id: string
    at: Date
  }
  register_appointment: {
    tenant_id: string
    id: string
    entry_id: string
    matter_id: string | null
    case_title: string
    method: 'random' | 'competitive' | 'recommended'
    choice_id: string
    from_day: string
    until_day: string | null
    ended_why: string | null
  }
  register_evaluation: {
    tenant_id: string
    id: string
    entry_id: string
    matter_id: string | null
    case_title: string
    scheme_id: string
    scheme_version: string
    status: 'open' | 'published' | 'appealed' | 'upheld' | 'annulled'
    scores: Json<readonly Score[]>
    total: number | null
    published_on: string | null
    appeals: Json<readonly Appeal[]>
    version: number
    opened_by: string
    opened_at: Date
  }
  draw: {
    tenant_id: string
    id: string
    kind: string
    matter_id: string | null
    title: string
    status: 'awaiting-entropy' | 'awaiting-reveal' | 'drawn' | 'accepted' | 'appointed' | 'exhausted' | 'replaced'
    commitment: Json<Commitment>
    digest: string
    entries: Json<Readonly<Record<string, string>>>
    outcomes: Json<readonly (EntropyValue | null)[]>
    rounds: Json<readonly Round[]>
    responses: Json<readonly Response[]>
    receipt: string | null
    version: number
    created_by: string
    created_at: Date
  }
  draw_reading: {
    tenant_id: string
    id: string
    draw_id: string
    source: number
    user_id: string
    value: Json<EntropyValue>
    reference: string
    at: Date
  }
  register_choice: {
    tenant_id: string
    id: string
    kind: string
    method: 'competitive' | 'recommended'
    matter_id: string | null
    title: string
    status: 'open' | 'chosen' | 'failed' | 'appointed'
    body: Json<ChoiceBody>
    result: OptionalJson<CompetitionResult | { readonly chosen: string }>
    responses: Json<readonly Response[]>
    version: number
    created_by: string
    created_at: Date
  }
  register_choice_ballot: { tenant_id: string; choice_id: string; member: string; body: Json<ReviewBallot>; at: Date }
}
