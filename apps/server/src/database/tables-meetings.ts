import type { Choice, MeetingRules, VotingClaim } from '@yingshang/ballot'
import type { Person, Right } from '@yingshang/meeting'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/** Tables of meetings. See `migrations/0040-meetings.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>
type OptionalJson<T> = ColumnType<T | null, string | null, string | null>
type Count = ColumnType<string, number, number>

/** Who asked for a meeting. */
export interface Proposal {
  readonly by: 'court' | 'administrator' | 'committee' | 'creditors'
  /** Claims of the creditors who asked, with their sum and the sum of all, in fen. */
  readonly claims?: readonly string[]
  readonly amount?: number
  readonly total?: number
}

/** Consent of all known creditors to a shorter notice. */
export interface Consent {
  readonly days: number
  readonly note: string
}

/** What an item of the agenda is voted on. */
export interface ItemResolution {
  /** Matter of the vote, as the case knows it: `realisation`, `distribution` … */
  readonly subject: string
  readonly majority: string
  readonly classes?: readonly string[]
  /** The item of an earlier meeting, or of this one, of which this is the second vote. */
  readonly secondOf?: { readonly meeting: string; readonly item: string }
}

export interface JointHolder {
  readonly userId: string
  readonly name: string
}

/** A line of a recorded list with the salts that open its digests (hexadecimal). */
export interface ListLine {
  readonly right: Right
  readonly rightSalt: string
  readonly person: Person
  readonly personSalt: string
}

export interface MeetingTables {
  meeting: {
    tenant_id: string
    id: string
    matter_id: string
    number: number
    kind: string
    title: string
    status: string
    mode: string
    place: string
    starts_at: Date
    ends_at: Date
    notice_on: string | null
    proposal: Json<Proposal>
    consent: OptionalJson<Consent>
    rules: Json<MeetingRules>
    chair_name: string
    chair_id: string | null
    recorder_id: string | null
    tally_shown: boolean
    current_item: string | null
    open_items: string[]
    vote_seq: Count
    last_record: string
    notice_version: number
    list_version: number
    list_stale: boolean
    version: number
    called_at: Date | null
    opened_at: Date | null
    closed_at: Date | null
    in_case: boolean
    result_sent_on: string | null
    created_by: string | null
    created_at: Date
  }
  meeting_item: {
    tenant_id: string
    meeting_id: string
    id: string
    place: number
    title: string
    body: string
    resolution: OptionalJson<ItemResolution>
    status: string
    opened_at: Date | null
    closes_at: Date | null
    closed_at: Date | null
    reason: string | null
    result: OptionalJson<Record<string, unknown>>
  }
  meeting_paper: {
    tenant_id: string
    meeting_id: string
    id: string
    item_id: string | null
    title: string
    attachment_id: string
    added_by: string
    added_at: Date
  }
  meeting_voter: {
    tenant_id: string
    meeting_id: string
    id: string
    place: number
    label: string
    name: string
    user_id: string | null
    identity: Buffer | null
    claims: Json<readonly VotingClaim[]>
    joint: Json<readonly JointHolder[]>
    revision: number
    result_received_on: string | null
  }
  meeting_list: { tenant_id: string; meeting_id: string; version: number; lines: Json<readonly ListLine[]> }
  meeting_label: { tenant_id: string; meeting_id: string; user_id: string; label: string }
  meeting_proxy: {
    tenant_id: string
    meeting_id: string
    id: string
    voter_id: string
    agent_id: string
    agent_name: string
    agent_identity: Buffer | null
    items: string[] | null
    instructions: Json<Readonly<Record<string, Choice>>>
    valid_from: Date
    valid_until: Date
    attachment_id: string | null
    revoked_at: Date | null
    made_by: string
    made_at: Date
  }
  meeting_code: {
    tenant_id: string
    meeting_id: string
    id: string
    user_id: string
    asked_at: Date | null
    made_at: Date | null
    code: Buffer | null
    expires_at: Date | null
    used_at: Date | null
    letter_id: Generated<string | null>
  }
  meeting_attempt: {
    tenant_id: string
    meeting_id: string
    user_id: string
    challenge: string | null
    challenge_until: Date | null
    failures: number
    last_at: Date
    locked_until: Date | null
  }
  meeting_attendance: {
    tenant_id: string
    meeting_id: string
    id: string
    user_id: string | null
    label: string
    algorithm: string | null
    public_key: Buffer | null
    signed_in_at: Date
  }
  meeting_vote: {
    tenant_id: string
    meeting_id: string
    seq: Count
    id: string
    item_id: string
    voter_id: string
    channel: string
    sequence: number
    statement: string
  }
  meeting_paper_vote: {
    tenant_id: string
    meeting_id: string
    item_id: string
    voter_id: string
    entered_by: string
    entered_at: Date
    entry: Json<Record<string, unknown>>
    vote_id: string | null
  }
  meeting_question: {
    tenant_id: string
    meeting_id: string
    id: string
    item_id: string | null
    user_id: string
    asker: string
    body: string
    asked_at: Date
    status: string
    answer: string | null
    answered_by: string | null
    answered_at: Date | null
  }
  meeting_announcement: {
    tenant_id: string
    meeting_id: string
    version: number
    body: string
    at: Date
    user_id: string | null
  }
  meeting_minutes: {
    tenant_id: string
    meeting_id: string
    version: number
    made_at: Date
    made_by: string
    remarks: string
    sha256: string
    bytes: Buffer
    chair_approved_at: Date | null
    recorder_approved_at: Date | null
  }
  meeting_objection: {
    tenant_id: string
    meeting_id: string
    id: string
    item_id: string
    voter_id: string
    user_id: string
    grounds: string
    body: string
    at: Date
    in_time: boolean
    raised_at: Generated<Date | null>
    refused: Generated<string | null>
  }
}
