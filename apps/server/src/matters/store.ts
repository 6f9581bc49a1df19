import { createHash, randomBytes } from 'node:crypto'
import { contentDigest } from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { type Action, type Done, definitionOf, entries, hasEnded, type State, titleOf } from '@yingshang/procedure'
import { sql } from 'kysely'
import { toJsonb } from '../database/jsonb.ts'
import type { InTenant } from '../database/store.ts'
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

/** Loads a matter; with `lock` nobody else can change it until the transaction ends. */
export async function loadMatter(tx: InTenant, tenantId: string, id: string, lock = false): Promise<StoredMatter | null> {
  let query = tx
    .selectFrom('matter')
    .select(['id', 'state', 'title', 'title_en', 'number', 'opened_at', 'updated_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
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

/** Rows of one insert: PostgreSQL takes 65,535 values in a statement. */
const CHUNK = 500

/**
 * Writes a new or changed matter with the actions that changed it, in their order; `before` is the state before the first, `state` the one after the last. Gives the
 * matter as it now stands; null when somebody else was first, and then nothing is written.
 */
export async function writeActions(
  tx: InTenant,
  law: Law,
  tenantId: string,
  userId: string | null,
  steps: readonly WrittenAction[],
  before: State,
  state: State,
  now: Date,
): Promise<StoredMatter | null> {
  const first = steps[0]!.action
  // Clocks that no action touched stand as they are written.
  const clocksMoved = first.seq === 1 || state.clocks !== before.clocks || state.keyedClocks !== before.keyedClocks
  const { row, clocks } = listed(law, state, steps.at(-1)!.action.at)
  let openedAt = now
  if (first.seq === 1) {
    await tx
      .insertInto('matter')
      .values({
        tenant_id: tenantId,
        id: state.matter,
        procedure_id: state.procedure.id,
        procedure_version: state.procedure.version,
        ...row,
        opened_at: now,
        updated_at: now,
      })
      .execute()
  } else {
    const changed = await tx
      .updateTable('matter')
      .set({ ...row, procedure_version: state.procedure.version, updated_at: now })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', state.matter)
      .where('seq', '=', first.seq - 1)
      .returning('opened_at')
      .executeTakeFirst()
    if (!changed) return null
    openedAt = changed.opened_at
  }
  const rows = steps.map(({ action, effects }) => {
    const salt = randomBytes(32)
    // What the database gives back is what is digested: jsonb has no half surrogates.
    const body = toJsonb(action)
    const digest = contentDigest(nodeCrypto, ACTION_KIND, salt, JSON.parse(body))
    if (!digest.ok) throw new Error(digest.refusal.en)
    return { action, effects, salt, body, digest: Buffer.from(digest.value) }
  })
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK)
    // One statement for the actions and their places in the queue: a round trip less for every action.
    await tx
      .with('queued', (with_) =>
        with_
          .insertInto('journal_queue')
          .values(
            part.map(({ action, digest }) => ({ tenant_id: tenantId, record_id: action.id, kind: ACTION_KIND, digest, queued_at: now })),
          )
          .returning('record_id'),
      )
      .insertInto('matter_action')
      .values(
        part.map(({ action, effects, salt, body, digest }) => ({
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
      .execute()
  }
  if (clocksMoved) await writeClocks(tx, tenantId, state.matter, clocks)
  for (const { action, effects } of steps) await writeTasks(tx, tenantId, state, action, effects, now)
  await writeOutbox(
    tx,
    tenantId,
    state.matter,
    steps.flatMap(({ effects }) => effects),
    now,
  )
  return { id: state.matter, state, title: row.title, titleEn: row.title_en, number: row.number, openedAt, updatedAt: now }
}

/** Writes where the clocks of a matter stand; those that have not started have no row. */
export async function writeClocks(tx: InTenant, tenantId: string, matterId: string, clocks: ReturnType<typeof clocksOf>): Promise<void> {
  const rows = clocks.filter((c) => c.status !== 'waiting')
  if (rows.length === 0) return
  await tx
    .insertInto('matter_clock')
    .values(
      rows.map((c) => ({
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
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'matter_id', 'clock', 'key']).doUpdateSet((given) => ({
        status: given.ref('excluded.status'),
        due: given.ref('excluded.due'),
        due_at: given.ref('excluded.due_at'),
        on_due: given.ref('excluded.on_due'),
        warn: given.ref('excluded.warn'),
        fired: given.ref('excluded.fired'),
      })),
    )
    .execute()
}

async function writeTasks(
  tx: InTenant,
  tenantId: string,
  state: State,
  action: Action,
  effects: readonly Done[],
  now: Date,
): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === 'discharged')
      await tx
        .updateTable('matter_task')
        .set({ done_at: now })
        .where('tenant_id', '=', tenantId)
        .where('matter_id', '=', state.matter)
        .where('obligation', '=', effect.obligation)
        .where('done_at', 'is', null)
        .execute()
    if (effect.kind === 'obligation')
      await tx
        .insertInto('matter_task')
        .values({
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
        })
        .execute()
  }
}

async function writeOutbox(tx: InTenant, tenantId: string, matterId: string, effects: readonly Done[], now: Date): Promise<void> {
  const rows = effects.flatMap((effect): { topic: string; body: object }[] =>
    effect.kind === 'notice'
      ? [{ topic: 'notice', body: { matter: matterId, to: effect.to, text: effect.text } }]
      : effect.kind === 'call'
        ? [{ topic: 'call', body: { matter: matterId, connector: effect.connector, operation: effect.operation, with: effect.with } }]
        : [],
  )
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx
      .insertInto('outbox')
      .values(
        rows.slice(from, from + CHUNK).map((r) => ({
          tenant_id: tenantId,
          id: newId(),
          topic: r.topic,
          body: toJsonb(r.body),
          created_at: now,
          done_at: null,
          attempts: 0,
          last_error: null,
        })),
      )
      .execute()
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
