import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { InTenant } from '../database/store.ts'
import type { MeetingTables } from '../database/tables-meetings.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record, type WrittenRecord } from '../journal/record.ts'

/** Rows of a meeting, and how it is changed: with its row locked, so that everything that happens in it has one order, which the database gives and no clock. */

export type MeetingRow = Selectable<MeetingTables['meeting']>
export type ItemRow = Selectable<MeetingTables['meeting_item']>
export type VoterRow = Selectable<MeetingTables['meeting_voter']>
export type ProxyRow = Selectable<MeetingTables['meeting_proxy']>

export const NO_RECORD = '00000000-0000-0000-0000-000000000000'

/** A meeting; with `lock` nothing else can happen in it until the transaction ends. */
export async function loadMeeting(tx: InTenant, tenantId: string, id: string, lock = false): Promise<MeetingRow> {
  let query = tx.selectFrom('meeting').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw refuse('meeting.not-found')
  return row
}

/** The database's clock, against which minutes of voting are counted and shown. */
export async function databaseNow(tx: InTenant): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx)
  return rows[0]!.now
}

export const itemsOf = (tx: InTenant, tenantId: string, meetingId: string): Promise<ItemRow[]> =>
  tx.selectFrom('meeting_item').selectAll().where('tenant_id', '=', tenantId).where('meeting_id', '=', meetingId).orderBy('place').execute()

export const votersOf = (tx: InTenant, tenantId: string, meetingId: string): Promise<VoterRow[]> =>
  tx
    .selectFrom('meeting_voter')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('meeting_id', '=', meetingId)
    .orderBy('place')
    .execute()

export const proxiesOf = (tx: InTenant, tenantId: string, meetingId: string): Promise<ProxyRow[]> =>
  tx.selectFrom('meeting_proxy').selectAll().where('tenant_id', '=', tenantId).where('meeting_id', '=', meetingId).orderBy('id').execute()

/** Refuses when the meeting is not where the page saw it. */
export function demandVersion(meeting: MeetingRow, version: number): void {
  if (meeting.version !== version)
    throw refuse(
      'meeting.changed',
      {
        zh: '会议已有新的进展，请核对后再提交。您填写的内容已保留。',
        en: 'The meeting has moved on. Look again; what you typed is kept.',
      },
      { version: meeting.version },
    )
}

/** Refuses what the meeting’s standing or the law does not allow. */
export const refuseStep = (zh: string, en: string) => refuse('meeting.refused', { zh, en })

/** What changes of a meeting's own row. */
export type MeetingSet = Partial<Omit<MeetingRow, 'proposal' | 'consent' | 'rules' | 'vote_seq'>> & {
  readonly proposal?: string
  readonly consent?: string | null
  readonly rules?: string
  readonly vote_seq?: number
}

/** Writes a change of a locked meeting; its version grows by one. Gives the row as it stands then. */
export function changeMeeting(tx: InTenant, meeting: MeetingRow, set: MeetingSet = {}): Promise<MeetingRow> {
  return tx
    .updateTable('meeting')
    .set({ ...set, version: meeting.version + 1 })
    .where('tenant_id', '=', meeting.tenant_id)
    .where('id', '=', meeting.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * An id that sorts after another one. Normally a fresh one does; where another server's clock is ahead the next number is taken, so that records of a meeting sort,
 * and are sealed, in the order in which its row was locked.
 */
export function idAfter(last: string): string {
  const fresh = newId()
  if (fresh > last) return fresh
  const hex = (BigInt(`0x${last.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export interface MeetingRecord {
  readonly kind: string
  /** Null for the system. */
  readonly userId: string | null
  readonly body: object
}

/** Appends records of a locked meeting to the journal, with ids in the meeting's order. The caller nudges the sealer after the commit. */
export async function recordIn(
  tx: InTenant,
  meeting: Pick<MeetingRow, 'tenant_id' | 'id'> & { last_record: string },
  at: Date,
  records: readonly MeetingRecord[],
): Promise<readonly WrittenRecord[]> {
  let last = meeting.last_record
  const written = await record(
    tx,
    meeting.tenant_id,
    records.map((one) => {
      last = idAfter(last)
      return { id: last, kind: one.kind, subjectId: meeting.id, userId: one.userId, at, body: one.body }
    }),
  )
  await tx
    .updateTable('meeting')
    .set({ last_record: last })
    .where('tenant_id', '=', meeting.tenant_id)
    .where('id', '=', meeting.id)
    .execute()
  meeting.last_record = last
  return written
}

/** A label that no other person of the meeting has: `V-` for voters, `P-` for other persons. 50 random bits, in letters that are not mistaken for each other. */
export function newLabel(of: 'V' | 'P'): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return `${of}-${[...randomBytes(10)].map((b) => letters[b & 31]).join('')}`
}

/** Account by its name, as it is compared; null when there is none or it is disabled. */
export async function userByLogin(tx: InTenant, tenantId: string, login: string): Promise<{ id: string; display_name: string } | null> {
  const key = login.normalize('NFKC').trim().toLowerCase()
  const row = await tx
    .selectFrom('app_user')
    .select(['id', 'display_name'])
    .where('tenant_id', '=', tenantId)
    .where('login_key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

/** Accounts by id, for showing. */
export async function usersById(tx: InTenant, tenantId: string, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map<string, { login: string; name: string }>()
  const rows = await tx
    .selectFrom('app_user')
    .select(['id', 'login', 'display_name'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', wanted)
    .execute()
  return new Map(rows.map((r) => [r.id, { login: r.login, name: r.display_name }]))
}

/** Label of a person who is no voter, made when it is first needed. */
export async function labelFor(tx: InTenant, meeting: Pick<MeetingRow, 'tenant_id' | 'id'>, userId: string): Promise<string> {
  const own = await tx
    .selectFrom('meeting_voter')
    .select('label')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (own) return own.label
  await tx
    .insertInto('meeting_label')
    .values({ tenant_id: meeting.tenant_id, meeting_id: meeting.id, user_id: userId, label: newLabel('P') })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'meeting_id', 'user_id']).doNothing())
    .execute()
  const { label } = await tx
    .selectFrom('meeting_label')
    .select('label')
    .where('tenant_id', '=', meeting.tenant_id)
    .where('meeting_id', '=', meeting.id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return label
}
