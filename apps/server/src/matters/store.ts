import { createHash, randomBytes } from 'node:crypto'
import { contentDigest } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type Action, type Done, definitionOf, entries, hasEnded, type State, titleOf } from '@yingshang/procedure'
import { type Selectable, sql } from 'kysely'
import { toJsonb } from '../database/jsonb.ts'
import type { Tables } from '../database/schema.ts'
import { insertLater } from '../database/statements.ts'
import { type InTenant, later, run } from '../database/store.ts'
import { newId } from '../ids.ts'
import { clocksOf } from './clock-rows.ts'
import type { Law } from './setting.ts'

/** A matter in the database: the action is appended, and everything that follows from it is written in the same transaction. */

export interface StoredMatter {
  readonly id: string
  readonly state: State
  readonly title: string
  readonly titleEn: string
  readonly number: string | null
  readonly openedAt: Date
  readonly updatedAt: Date
}

const LOAD = 'select id, state, title, title_en, number, opened_at, updated_at from matter where tenant_id = $1 and id = $2'

/** Loads a matter; with `lock` nobody else can change it until the transaction ends. */
export async function loadMatter(tx: InTenant, tenantId: string, id: string, lock = false): Promise<StoredMatter | null> {
  const [row] = await run<
    Pick<Selectable<Tables['matter']>, 'id' | 'state' | 'title' | 'title_en' | 'number' | 'opened_at' | 'updated_at'>
  >(tx, lock ? `${LOAD} for update` : LOAD, [tenantId, id])
  return row
    ? {
        id: row.id,
        state: row.state as unknown as State,
        title: row.title,
        titleEn: row.title_en,
        number: row.number,
        openedAt: row.opened_at,
        updatedAt: row.updated_at,
      }
    : null
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The kind of entry that an action is in the journal. */
export const ACTION_KIND = 'matter.action'

/** The next numbers of a series of this tenant, without gaps, the first of `count`: the row is locked until the transaction ends. */
export async function nextNumber(tx: InTenant, tenantId: string, series: string, count = 1): Promise<number> {
  const row = await tx
    .insertInto('number_series')
    .values({ tenant_id: tenantId, series, last: count })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'series']).doUpdateSet({ last: sql`number_series.last + ${count}` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  return row.last - count + 1
}

/** How a matter shows in lists. */
function listed(law: Law, state: State, at: string) {
  const compiled = definitionOf(law.setting, state.procedure.id, state.procedure.version)
  const title = titleOf(law.setting, state)
  const number = state.facts.caseNumber?.value
  const clocks = clocksOf(law, state, at)
  const dues = clocks.filter((c) => c.status === 'running' && c.due !== null).map((c) => c.due!)
  return {
    clocks,
    row: {
      title: title.zh,
      title_en: title.en,
      number: typeof number === 'string' ? number : null,
      seq: state.seq,
      state: toJsonb(state),
      stages: Object.entries(state.stages).map(([track, { stage }]) => `${track}/${stage}`),
      flags: Object.keys(state.flags),
      ended: hasEnded(compiled, state),
      next_due: dues.toSorted()[0] ?? null,
    },
  }
}

/** An action with what followed from it. */
export interface WrittenAction {
  readonly action: Action
  readonly effects: readonly Done[]
}

const CHANGE = `update matter set title = $3, title_en = $4, number = $5, seq = $6, state = $7, stages = $8, flags = $9, ended = $10, next_due = $11,
  procedure_version = $12, updated_at = $13 where tenant_id = $1 and id = $2 and seq = $14`

/**
 * Writes a new or changed matter with the actions that changed it, in their order; `before` is what the matter was before the first (locked in this transaction;
 * null for a new one), `state` the one after the last. Gives the matter as it will stand. The statements travel with the next one that is waited for, or with the
 * commit; two first actions of the same number cannot both commit, since the number is part of the key of an action.
 */
export function writeActions(
  tx: InTenant,
  law: Law,
  tenantId: string,
  userId: string | null,
  steps: readonly WrittenAction[],
  before: Pick<StoredMatter, 'state' | 'openedAt'> | null,
  state: State,
  now: Date,
): StoredMatter {
  // Clocks that no action touched stand as they are written.
  const clocksMoved = before === null || state.clocks !== before.state.clocks || state.keyedClocks !== before.state.keyedClocks
  const { row, clocks } = listed(law, state, steps.at(-1)!.action.at)
  const openedAt = before?.openedAt ?? now
  const { id: procedureId, version } = state.procedure
  if (before === null)
    insertLater(tx, 'matter', [
      {
        tenant_id: tenantId,
        id: state.matter,
        procedure_id: procedureId,
        procedure_version: version,
        ...row,
        opened_at: now,
        updated_at: now,
      },
    ])
  else
    later(tx, {
      sql: CHANGE,
      parameters: [
        ...[
          tenantId,
          state.matter,
          row.title,
          row.title_en,
          row.number,
          row.seq,
          row.state,
          row.stages,
          row.flags,
          row.ended,
          row.next_due,
        ],
        ...[version, now, before.state.seq],
      ],
    })
  const rows = steps.map(({ action, effects }) => {
    const salt = randomBytes(32)
    // What the database gives back is what is digested: jsonb has no half surrogates.
    const body = toJsonb(action)
    const digest = contentDigest(nodeCrypto, ACTION_KIND, salt, JSON.parse(body))
    if (!digest.ok) throw new Error(digest.refusal.en)
    return { action, effects, salt, body, digest: Buffer.from(digest.value) }
  })
  insertLater(
    tx,
    'matter_action',
    rows.map(({ action, effects, salt, body, digest }) => ({
      tenant_id: tenantId,
      matter_id: state.matter,
      seq: action.seq,
      id: action.id,
      action: action.action,
      user_id: userId,
      at: new Date(action.at),
      body,
      effects: toJsonb(effects),
      salt,
      digest,
    })),
  )
  insertLater(
    tx,
    'journal_queue',
    rows.map(({ action, digest }) => ({ tenant_id: tenantId, record_id: action.id, kind: ACTION_KIND, digest, queued_at: now })),
  )
  if (clocksMoved) writeClocks(tx, tenantId, state.matter, clocks)
  for (const { action, effects } of steps) writeTasks(tx, tenantId, state, action, effects, now)
  writeOutbox(
    tx,
    tenantId,
    state.matter,
    steps.flatMap(({ effects }) => effects),
    now,
  )
  return { id: state.matter, state, title: row.title, titleEn: row.title_en, number: row.number, openedAt, updatedAt: now }
}

/** Writes where the clocks of a matter stand, with the next statement that is waited for; those that have not started have no row. */
export function writeClocks(tx: InTenant, tenantId: string, matterId: string, clocks: ReturnType<typeof clocksOf>): void {
  insertLater(
    tx,
    'matter_clock',
    clocks
      .filter((c) => c.status !== 'waiting')
      .map((c) => ({
        tenant_id: tenantId,
        matter_id: matterId,
        clock: c.clock,
        key: c.key ?? '',
        status: c.status,
        due: c.due,
        due_at: c.dueAt === null ? null : new Date(c.dueAt),
        on_due: c.onDue,
        warn: [...c.warn],
        warned_until: null,
        fired: c.fired,
      })),
    `on conflict (tenant_id, matter_id, clock, key) do update set status = excluded.status, due = excluded.due, due_at = excluded.due_at, on_due = excluded.on_due,
      warn = excluded.warn, fired = excluded.fired`,
  )
}

const DISCHARGE = 'update matter_task set done_at = $4 where tenant_id = $1 and matter_id = $2 and obligation = $3 and done_at is null'

function writeTasks(tx: InTenant, tenantId: string, state: State, action: Action, effects: readonly Done[], now: Date): void {
  for (const effect of effects) {
    if (effect.kind === 'discharged') later(tx, { sql: DISCHARGE, parameters: [tenantId, state.matter, effect.obligation, now] })
    if (effect.kind === 'obligation')
      insertLater(tx, 'matter_task', [
        {
          tenant_id: tenantId,
          id: newId(),
          matter_id: state.matter,
          obligation: effect.obligation,
          title_zh: effect.title.zh,
          title_en: effect.title.en,
          roles: [...effect.who],
          due: effect.due,
          since: action.on,
          done_at: null,
        },
      ])
  }
}

function writeOutbox(tx: InTenant, tenantId: string, matterId: string, effects: readonly Done[], now: Date): void {
  const rows = effects.flatMap((effect): { topic: string; body: object }[] =>
    effect.kind === 'notice'
      ? [{ topic: 'notice', body: { matter: matterId, to: effect.to, text: effect.text } }]
      : effect.kind === 'call'
        ? [{ topic: 'call', body: { matter: matterId, connector: effect.connector, operation: effect.operation, with: effect.with } }]
        : [],
  )
  insertLater(
    tx,
    'outbox',
    rows.map(({ topic, body }) => ({
      tenant_id: tenantId,
      id: newId(),
      topic,
      body: toJsonb(body),
      created_at: now,
      done_at: null,
      attempts: 0,
      last_error: null,
    })),
  )
}

/** All actions of a matter in order, as the engine folds them. */
export async function actionsOf(tx: InTenant, tenantId: string, matterId: string): Promise<readonly Action[]> {
  const rows = await tx
    .selectFrom('matter_action')
    .select('body')
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', matterId)
    .orderBy('seq')
    .execute()
  return rows.map((r) => r.body as unknown as Action)
}

/** Rows of a register in the order of their keys. */
export const rowsOf = (state: State, register: string) => (state.registers[register] ? [...entries(state.registers[register])] : [])
