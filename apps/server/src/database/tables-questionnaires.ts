import type { Answers, Question } from '@yingshang/campaign/questionnaire'
import type { JSONColumnType } from 'kysely'

/** Tables of questionnaires. See `migrations/0072-questionnaires.sql`. */

type Json<T> = JSONColumnType<T & object, string, string>

export interface QuestionnaireTables {
  questionnaire: {
    tenant_id: string
    id: string
    slug: string
    way: 'open' | 'tickets'
    title: string
    purpose: string
    opens_on: string
    closes_on: string
    hide_below: number
    questions: Json<readonly Question[]>
    status: 'draft' | 'published' | 'closed'
    version: number
    tickets_issued: number
    tickets_used: number
    created_by: string
    created_at: Date
    published_by: string | null
    published_at: Date | null
    closed_by: string | null
    closed_at: Date | null
  }
  questionnaire_pass: { tenant_id: string; questionnaire_id: string; digest: Buffer; used: boolean }
  questionnaire_answer: { tenant_id: string; questionnaire_id: string; id: string; day: string; answers: Json<Answers> }
}
