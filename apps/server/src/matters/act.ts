import {
  type Action,
  type Actor,
  type Done,
  type Draft,
  definitionInForce,
  initial,
  type Refusal,
  type State,
  type Submission,
  submit,
  type Values,
} from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import { type Refused, refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { bringBodies } from './bodies.ts'
import { makeDocuments, writeDocuments } from './documents.ts'
import type { Law } from './setting.ts'
import { loadMatter, type StoredMatter, writeActions } from './store.ts'

/** Taking an action: judged by the engine on the locked matter, written with all that follows in the same transaction. */

export interface Deed {
  readonly tenantId: string
  readonly court: string
  /** Null for the system. */
  readonly userId: string | null
  readonly actor: Actor
  readonly action: string
  readonly values?: Values
  readonly corrects?: Draft['corrects']
  readonly cause?: Draft['cause']
}

/** The reasons of the engine as a problem: form errors name their field, other reasons stand for the whole. */
export function refused(refusals: readonly (Refusal & { readonly path?: string })[]): Refused {
  return refuse(
    'action.refused',
    { zh: refusals.map((r) => r.zh).join('；'), en: refusals.map((r) => r.en).join('; ') },
    { errors: refusals.map((r) => ({ path: r.path === undefined ? '' : `values.${r.path}`, zh: r.zh, en: r.en, code: r.code })) as never },
  )
}

/** Attachments named in a form must be uploads of the same person, or already part of the matter; they become part of the matter. */
async function claimAttachments(tx: InTenant, deed: Deed, matterId: string): Promise<void> {
  const wanted = new Map<string, string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (value !== null && typeof value === 'object') {
      const { id, sha256 } = value as Record<string, unknown>
      if (typeof id === 'string' && typeof sha256 === 'string') wanted.set(id, sha256)
      else Object.values(value).forEach(walk)
    }
  }
  walk(deed.values)
  for (const [id, sha] of wanted) {
    const row = await tx
      .selectFrom('attachment')
      .select(['sha256', 'matter_id', 'uploaded_by'])
      .where('tenant_id', '=', deed.tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    const fits = row && row.sha256 === sha && (row.matter_id === matterId || (row.matter_id === null && row.uploaded_by === deed.userId))
    if (!fits)
      throw refuse('attachment.refused', {
        zh: '所附材料不存在、内容不符或者不属于本案。请重新上传。',
        en: 'The attachment is unknown, differs, or belongs elsewhere. Upload it again.',
      })
    if (row.matter_id === null)
      await tx.updateTable('attachment').set({ matter_id: matterId }).where('tenant_id', '=', deed.tenantId).where('id', '=', id).execute()
  }
}

/** The matter, locked, if it is still where the caller saw it. `expectedSeq` null: wherever it is (the system's own actions). */
async function locked(tx: InTenant, tenantId: string, matterId: string, expectedSeq: number | null): Promise<StoredMatter> {
  const stored = await loadMatter(tx, tenantId, matterId, true)
  if (!stored) throw refuse('matter.not-found')
  demandSeq(stored, expectedSeq)
  return stored
}

/** Refuses when the matter is not where the caller saw it. */
export function demandSeq(stored: StoredMatter, expectedSeq: number | null): void {
  if (expectedSeq !== null && stored.state.seq !== expectedSeq)
    throw refuse(
      'matter.changed',
      {
        zh: `您看到的是第 ${expectedSeq} 步，现已到第 ${stored.state.seq} 步。您填写的内容已保留，请核对后再提交。`,
        en: `You saw step ${expectedSeq}; the matter is at step ${stored.state.seq} now. What you typed is kept.`,
      },
      { version: stored.state.seq },
    )
}

/** The moment of an action. Two servers' clocks may differ by a moment; the order of actions is the database's. */
export const momentAfter = (state: State, now: Date): Date =>
  new Date(Math.max(now.getTime(), state.lastAt === null ? 0 : Date.parse(state.lastAt)))

/** Performs an action on a stored matter. `expectedSeq` null: whatever the state is (the system's own actions). */
export async function act(
  tx: InTenant,
  law: Law,
  services: Pick<Services, 'now'>,
  matterId: string,
  expectedSeq: number | null,
  deed: Deed,
): Promise<{ action: Action; matter: StoredMatter }> {
  return actOn(tx, law, services, await locked(tx, deed.tenantId, matterId, expectedSeq), deed)
}

/** `act` on a matter that is loaded and locked already. */
export const actOn = (tx: InTenant, law: Law, services: Pick<Services, 'now'>, stored: StoredMatter, deed: Deed) =>
  perform(tx, law, stored, stored.state, deed, momentAfter(stored.state, services.now()))

/** Several actions one after the other, judged on the growing state. */
export interface Course {
  readonly steps: readonly { readonly action: Action; readonly state: State; readonly effects: readonly Done[] }[]
  /** Actions that were refused, by their place in the list; each was passed over. */
  readonly refused: readonly { readonly index: number; readonly refusals: readonly (Refusal & { readonly path?: string })[] }[]
  /** After the last action that was not refused. */
  readonly state: State
}

/** What becomes of actions, without writing anything. */
export function judgeCourse(law: Law, state: State, deeds: readonly Deed[], at: Date): Course {
  const steps: Course['steps'][number][] = []
  const refusals: Course['refused'][number][] = []
  let present = state
  deeds.forEach((deed, index) => {
    const result: Submission = submit(law.setting, present, {
      id: newId(),
      action: deed.action,
      actor: deed.actor,
      at: at.toISOString(),
      ...(deed.values === undefined ? {} : { values: deed.values }),
      ...(deed.corrects === undefined ? {} : { corrects: deed.corrects }),
      ...(deed.cause === undefined ? {} : { cause: deed.cause }),
    })
    if (!result.ok) {
      refusals.push({ index, refusals: result.refusals })
      return
    }
    present = result.state
    steps.push({ action: result.action, state: result.state, effects: result.effects })
  })
  return { steps, refused: refusals, state: present }
}

export interface Plan {
  /** What is to be done, once the matter is locked and known; may refuse by throwing. */
  readonly deeds: (state: State) => readonly Deed[]
  /** What to say when actions are refused; by default the reasons of the first. */
  readonly onRefused?: (course: Course) => Refused
}

/**
 * Performs several actions of one person on one matter in one transaction: all or none. Each is judged on the state that the one before left and goes into the
 * journal by itself; the projection and the clocks are written once, at the end.
 */
export async function actMany(
  tx: InTenant,
  law: Law,
  services: Pick<Services, 'now'>,
  tenantId: string,
  matterId: string,
  expectedSeq: number | null,
  { deeds, onRefused = (course) => refused(course.refused[0]!.refusals) }: Plan,
): Promise<{ actions: readonly Action[]; matter: StoredMatter }> {
  const stored = await locked(tx, tenantId, matterId, expectedSeq)
  const at = momentAfter(stored.state, services.now())
  const list = deeds(stored.state)
  if (list.length === 0) return { actions: [], matter: stored }
  const course = judgeCourse(law, stored.state, list, at)
  if (course.refused.length > 0) throw onRefused(course)
  return write(tx, law, list, stored, course, at)
}

/** Opens a matter by its first action. */
export async function openMatter(
  tx: InTenant,
  law: Law,
  services: Pick<Services, 'now'>,
  procedure: string,
  deed: Deed,
): Promise<{ action: Action; matter: StoredMatter }> {
  const now = services.now()
  const definition = definitionInForce(law.setting, procedure, dateInChina(now.toISOString()))
  if (!definition) throw refuse('procedure.not-found')
  return perform(tx, law, null, initial(definition, newId()), deed, now)
}

async function perform(
  tx: InTenant,
  law: Law,
  stored: StoredMatter | null,
  state: State,
  deed: Deed,
  at: Date,
): Promise<{ action: Action; matter: StoredMatter }> {
  const course = judgeCourse(law, state, [deed], at)
  if (course.refused.length > 0) throw refused(course.refused[0]!.refusals)
  const { actions, matter } = await write(tx, law, [deed], stored, course, at)
  return { action: actions[0]!, matter }
}

/** Writes a course without refusals; `deeds` are those that it was judged for, of one person; `before` is null for a new matter. */
async function write(
  tx: InTenant,
  law: Law,
  deeds: readonly Deed[],
  before: StoredMatter | null,
  course: Course,
  at: Date,
): Promise<{ actions: readonly Action[]; matter: StoredMatter }> {
  const { tenantId, court, userId } = deeds[0]!
  const documents = await makeDocuments(tx, tenantId, court, course.steps)
  const steps = course.steps.map(({ action, effects }, i) => {
    const own = documents[i]!
    return {
      effects,
      documents: own,
      action:
        own.length === 0 ? action : { ...action, documents: own.map(({ document, number, sha256 }) => ({ document, number, sha256 })) },
    }
  })
  const matter = writeActions(tx, law, tenantId, userId, steps, before, course.state, at)
  await bringBodies(
    tx,
    tenantId,
    matter.id,
    userId,
    steps.map(({ action }) => action),
  )
  writeDocuments(tx, tenantId, steps)
  for (const deed of deeds) await claimAttachments(tx, deed, course.state.matter)
  return { actions: steps.map(({ action }) => action), matter }
}
