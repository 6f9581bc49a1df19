import { type Answers, faultsOfDraft, leastGroup } from '@yingshang/campaign/questionnaire'
import { sql } from 'kysely'
import type { QuestionnaireDetail, QuestionnaireDraft, QuestionnaireSummary } from '../contract/questionnaires.ts'
import type { InTenant } from '../database/store.ts'
import type { QuestionnaireTables } from '../database/tables-questionnaires.ts'
import { refuse } from '../http/problem.ts'
import { findingsOf } from '../supervision/inspections.ts'

/** Questionnaires as they are stored, and as the office sees them. */

export interface StoredQuestionnaire extends Omit<QuestionnaireTables['questionnaire'], 'questions'> {
  readonly questions: QuestionnaireDraft['questions']
  readonly creator: string
  readonly sheets: number
  readonly used: number
}

/** Where a questionnaire stands on a day. Past its closing day it is closed, also before the clock has said so. */
export function stateOf(row: Pick<StoredQuestionnaire, 'status' | 'opens_on' | 'closes_on'>, day: string): QuestionnaireSummary['state'] {
  if (row.status === 'draft') return 'draft'
  if (row.status === 'closed' || day > row.closes_on) return 'closed'
  return day < row.opens_on ? 'waiting' : 'open'
}

const select = (tenantId: string, where: ReturnType<typeof sql>, rest: ReturnType<typeof sql>) => sql<StoredQuestionnaire>`
  select q.*, u.display_name as creator,
    (select count(*)::int from questionnaire_answer a where a.tenant_id = q.tenant_id and a.questionnaire_id = q.id) as sheets,
    (select count(*)::int from questionnaire_pass p where p.tenant_id = q.tenant_id and p.questionnaire_id = q.id and p.used) as used
  from questionnaire q join app_user u on u.tenant_id = q.tenant_id and u.id = q.created_by
  where q.tenant_id = ${tenantId} and ${where} ${rest}`

/** Newest first; one more than asked for says that there are more. */
export const questionnairesOf = async (tx: InTenant, tenantId: string, after: string | null, limit: number) =>
  (await select(tenantId, after === null ? sql`true` : sql`q.id < ${after}`, sql`order by q.id desc limit ${limit}`).execute(tx)).rows

/** One questionnaire; with `lock` nobody changes, closes or answers it until the end of the transaction. */
export async function questionnaireOf(tx: InTenant, tenantId: string, id: string, lock?: 'update'): Promise<StoredQuestionnaire> {
  const { rows } = await select(tenantId, sql`q.id = ${id}`, lock ? sql`for update of q` : sql``).execute(tx)
  if (!rows[0]) throw refuse('questionnaire.not-found')
  return rows[0]
}

export function summaryOf(row: StoredQuestionnaire, day: string): QuestionnaireSummary {
  const used = row.status === 'closed' ? row.tickets_used : row.used
  return {
    id: row.id,
    title: row.title,
    way: row.way,
    state: stateOf(row, day),
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    sheets: row.sheets,
    tickets: row.way === 'open' ? null : { issued: row.tickets_issued, used },
    createdBy: { id: row.created_by, displayName: row.creator },
    createdAt: row.created_at.toISOString(),
  }
}

export const draftOf = (row: StoredQuestionnaire): QuestionnaireDraft => ({
  title: row.title,
  purpose: row.purpose,
  way: row.way,
  opensOn: row.opens_on,
  closesOn: row.closes_on,
  hideBelow: row.hide_below,
  questions: row.questions,
})

/** The columns of a draft. */
export const columnsOf = ({ title, purpose, way, opensOn, closesOn, hideBelow, questions }: QuestionnaireDraft) => ({
  title,
  purpose,
  way,
  opens_on: opensOn,
  closes_on: closesOn,
  hide_below: hideBelow,
  questions: JSON.stringify(questions),
})

export const pathOf = (slug: string): string => `/q/${slug}`

export async function detailOf(tx: InTenant, tenantId: string, id: string, day: string): Promise<QuestionnaireDetail> {
  const row = await questionnaireOf(tx, tenantId, id)
  const least = leastGroup(day)
  const questionnaire = draftOf(row)
  return {
    summary: summaryOf(row, day),
    questionnaire,
    version: row.version,
    faults: row.status === 'draft' ? faultsOfDraft(questionnaire, day, least).map((f) => ({ ...f })) : [],
    least,
    path: pathOf(row.slug),
    findings: await findingsOf(tx, tenantId, id),
  }
}

/** A questionnaire that has ended, with its sheets in the order of their random ids. */
export async function endedOf(
  tx: InTenant,
  tenantId: string,
  id: string,
  day: string,
): Promise<{ row: StoredQuestionnaire; sheets: Answers[] }> {
  const row = await questionnaireOf(tx, tenantId, id)
  if (stateOf(row, day) !== 'closed') throw refuse('questionnaire.running')
  const found = await tx
    .selectFrom('questionnaire_answer')
    .select('answers')
    .where('tenant_id', '=', tenantId)
    .where('questionnaire_id', '=', id)
    .orderBy('id')
    .execute()
  return { row, sheets: found.map((r) => r.answers) }
}
