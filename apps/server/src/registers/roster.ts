import {
  type Decision,
  type GradedScore,
  judgeDecision,
  type RegisterKind,
  type Rostered,
  type Standing,
  standingOn,
  type Tie,
} from '@yingshang/register'
import { dateInChina } from '@yingshang/time'
import type { Selectable } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { Tables } from '../database/schema.ts'
import type { InTenant } from '../database/store.ts'
import type { StoredDecision } from '../database/tables-registers.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import type { Services } from '../services.ts'
import { refusedFor } from './kinds.ts'

/** The register in the database: entries with everything that bears on a choice, and decisions, which go into the journal. */

export type EntryRow = Selectable<Tables['register_entry']>

export interface Listed {
  readonly row: EntryRow
  readonly rostered: Rostered
}

/** Statuses of evaluations that count: an appealed one waits for its decision. */
const COUNTING = ['published', 'upheld'] as const

/** Entries of a kind in order of entering, with open cases, scores and ties. `ids`: only these. */
export async function rosterOf(tx: InTenant, tenantId: string, kind: string | null, ids?: readonly string[]): Promise<readonly Listed[]> {
  if (ids?.length === 0) return []
  const rows = await tx
    .selectFrom('register_entry')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(kind !== null, (q) => q.where('kind', '=', kind!))
    .$if(ids !== undefined, (q) => q.where('id', 'in', ids!))
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const own = rows.map((r) => r.id)
  const open = await tx
    .selectFrom('register_appointment as a')
    .leftJoin('matter as m', (join) => join.onRef('m.tenant_id', '=', 'a.tenant_id').onRef('m.id', '=', 'a.matter_id'))
    .select(['a.entry_id', 'm.ended', 'm.procedure_id'])
    .where('a.tenant_id', '=', tenantId)
    .where('a.entry_id', 'in', own)
    .where('a.until_day', 'is', null)
    .execute()
  const scores = await tx
    .selectFrom('register_evaluation')
    .select(['id', 'entry_id', 'total', 'published_on'])
    .where('tenant_id', '=', tenantId)
    .where('entry_id', 'in', own)
    .where('status', 'in', COUNTING)
    .execute()
  const ties = await tx.selectFrom('register_tie').selectAll().where('tenant_id', '=', tenantId).where('entry_id', 'in', own).execute()
  return rows.map((row) => ({
    row,
    rostered: {
      id: row.id,
      decisions: row.decisions,
      // A petition ends when it is accepted, and the case goes on.
      openCases: open.filter((o) => o.entry_id === row.id && (o.ended !== true || o.procedure_id === 'bankruptcy-petition')).length,
      scores: scores
        .filter((s) => s.entry_id === row.id && s.total !== null && s.published_on !== null)
        .map((s): GradedScore => ({ evaluation: s.id, on: s.published_on!, total: s.total! })),
      ties: ties
        .filter((t) => t.entry_id === row.id)
        .map(
          (t): Tie => ({
            ground: t.ground,
            party: { name: t.party_name, code: t.party_code },
            until: t.until_day,
            how: t.how,
            note: t.note,
          }),
        ),
    },
  }))
}

/** One entry; refuses with `register.entry-not-found`. With `lock` nobody else decides on it until the transaction ends. */
export async function entryOf(tx: InTenant, tenantId: string, id: string, lock = false): Promise<EntryRow> {
  const row = await tx
    .selectFrom('register_entry')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .$if(lock, (q) => q.forUpdate())
    .executeTakeFirst()
  if (!row) throw refuse('register.entry-not-found')
  return row
}

/** How an entry stands on a day; entries are never without a standing from their first day on. */
export function standingOf(kind: RegisterKind, decisions: readonly Decision[], day: string): Standing {
  const first = decisions[0]!.on
  return standingOn(kind, decisions, day < first ? first : day)!
}

/** A decision before it has an id. */
export type Draft = Decision extends infer D ? (D extends Decision ? Omit<D, 'id'> : never) : never

/** The journalled form of a decision. */
const bodyOf = (kind: RegisterKind, entry: string, decision: Decision) => ({
  v: 1,
  register: kind.id,
  registerVersion: kind.version,
  entry,
  decision,
})

/** Judges a decision and journals it; gives the stored form. Refuses with the reasons of the core. */
async function taken(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  kind: RegisterKind,
  entry: string,
  before: readonly Decision[],
  draft: Draft,
): Promise<StoredDecision> {
  const decision = { ...draft, id: newId() } as Decision
  const reasons = judgeDecision(kind, before, decision)
  if (reasons.length > 0) throw refusedFor('register.refused', reasons)
  const at = services.now()
  const [written] = await journal(tx, caller.tenant.id, [
    { kind: 'register.decision', subjectId: entry, userId: caller.user.id, at, body: bodyOf(kind, entry, decision) },
  ])
  return { ...decision, by: caller.user.id, at: at.toISOString(), record: written!.id }
}

/** Enters somebody. Refuses when the number stands in the register already. */
export async function enter(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  kind: RegisterKind,
  draft: Extract<Draft, { type: 'enter' }>,
  contact: string,
): Promise<EntryRow> {
  const id = newId()
  const decision = await taken(tx, services, caller, kind, id, [], draft)
  const row = {
    tenant_id: caller.tenant.id,
    id,
    kind: kind.id,
    code: draft.code,
    name: draft.name,
    subject: draft.subject,
    grade: draft.grade,
    areas: [...draft.areas],
    decisions: JSON.stringify([decision]),
    contact,
    account_id: null,
    version: 1,
    updated_at: services.now(),
  }
  const made = await tx
    .insertInto('register_entry')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'code']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!made) throw refuse('register.code-taken', { zh: `编号 ${draft.code} 已在名册中`, en: `${draft.code} is in the register already` })
  return made
}

/** Takes a decision on a locked entry. */
export async function decide(
  tx: InTenant,
  services: Pick<Services, 'now'>,
  caller: Caller,
  kind: RegisterKind,
  row: EntryRow,
  draft: Draft,
): Promise<EntryRow> {
  const decision = await taken(tx, services, caller, kind, row.id, row.decisions, draft)
  const decisions = [...row.decisions, decision]
  const last = standingOf(kind, decisions, decision.on)
  const changed = {
    name: last.name,
    grade: last.grade,
    areas: [...last.areas],
    version: row.version + 1,
    updated_at: services.now(),
  }
  await tx
    .updateTable('register_entry')
    .set({ ...changed, decisions: JSON.stringify(decisions) })
    .where('tenant_id', '=', caller.tenant.id)
    .where('id', '=', row.id)
    .execute()
  return { ...row, ...changed, decisions }
}

/** Today in China. */
export const todayOf = (services: Pick<Services, 'now'>): string => dateInChina(services.now().toISOString())
