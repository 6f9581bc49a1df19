import type { BodyScore, Scheme } from '@yingshang/ledger'
import type { ColumnType, JSONColumnType } from 'kysely'
import type { EvaluationFact, RankedBody } from '../contract/evaluation.ts'

/** Tables of evaluation. See `migrations/0100-evaluation.sql` and `0101-talks.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>
/** Absent until something happens. */
type Absent<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface EvaluationTables {
  score_scheme: {
    tenant_id: string
    id: string
    number: number
    status: 'draft' | 'published' | 'dropped'
    effective_from: string
    scheme: Json<Scheme>
    note: string
    drafted_by: string
    drafted_at: Date
    published_by: string | null
    published_at: Date | null
  }
  score_result: {
    tenant_id: string
    id: string
    title: string
    from_day: string
    until_day: string
    scheme: Json<Scheme>
    ranking: Json<readonly RankedBody[]>
    unranked: number
    replaces: string | null
    objections_until: string
    published_by: string
    published_at: Date
  }
  score_result_body: {
    tenant_id: string
    result_id: string
    body_id: string
    score: Json<BodyScore>
    facts: Json<readonly EvaluationFact[]>
  }
  score_objection: {
    tenant_id: string
    id: string
    result_id: string
    body_id: string
    fact: string | null
    words: string
    raised_by: string
    raised_at: Date
    upheld: boolean | null
    answer: string | null
    answered_by: string | null
    answered_at: Date | null
  }
  talk: {
    tenant_id: string
    id: string
    result_id: string
    body_id: string
    rules: ColumnType<string[], readonly string[], never>
    called_at: Date
    status: 'due' | 'held' | 'not-held'
    held_on: Absent<string>
    held_by: Absent<string>
    attended: Absent<string>
    points: Absent<string>
    reason: Absent<string>
    recorded_by: Absent<string>
    recorded_at: Absent<Date>
  }
  talk_promise: {
    tenant_id: string
    talk_id: string
    number: number
    body_id: string
    words: string
    due_on: string
    said_words: Absent<string>
    said_by: Absent<string>
    said_at: Absent<Date>
    kept: Absent<boolean>
    settled_on: Absent<string>
    settled_words: Absent<string>
    settled_by: Absent<string>
  }
}
