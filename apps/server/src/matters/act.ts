import {
  type Action,
  type Actor,
  type Draft,
  definitionInForce,
  initial,
  type Refusal,
  type Submission,
  submit,
  type Values,
} from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { InTenant } from '../database/store.ts'
import { type Refused, refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { makeDocuments, writeDocuments } from './documents.ts'
import type { Law } from './setting.ts'
import { loadMatter, type StoredMatter, writeAction } from './store.ts'

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

/** Performs an action on a stored matter. `expectedSeq` null: whatever the state is (the system's own actions). */
export async function act(
  tx: InTenant,
  law: Law,
  services: Pick<Services, 'now'>,
  matterId: string,
  expectedSeq: number | null,
  deed: Deed,
): Promise<{ action: Action; matter: StoredMatter }> {
  const stored = await loadMatter(tx, deed.tenantId, matterId, true)
  if (!stored) throw refuse('matter.not-found')
  if (expectedSeq !== null && stored.state.seq !== expectedSeq)
    throw refuse(
      'matter.changed',
      {
        zh: `您看到的是第 ${expectedSeq} 步，现已到第 ${stored.state.seq} 步。您填写的内容已保留，请核对后再提交。`,
        en: `You saw step ${expectedSeq}; the matter is at step ${stored.state.seq} now. What you typed is kept.`,
      },
      { version: stored.state.seq },
    )
  // Two servers' clocks may differ by a moment; the order of actions is the database's.
  const now = services.now()
  const last = stored.state.lastAt === null ? 0 : Date.parse(stored.state.lastAt)
  const at = new Date(Math.max(now.getTime(), last))
  return perform(tx, law, stored.state, deed, at)
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
  return perform(tx, law, initial(definition, newId()), deed, now)
}

async function perform(
  tx: InTenant,
  law: Law,
  state: Parameters<typeof submit>[1],
  deed: Deed,
  at: Date,
): Promise<{ action: Action; matter: StoredMatter }> {
  const result: Submission = submit(law.setting, state, {
    id: newId(),
    action: deed.action,
    actor: deed.actor,
    at: at.toISOString(),
    ...(deed.values === undefined ? {} : { values: deed.values }),
    ...(deed.corrects === undefined ? {} : { corrects: deed.corrects }),
    ...(deed.cause === undefined ? {} : { cause: deed.cause }),
  })
  if (!result.ok) throw refused(result.refusals)
  const documents = await makeDocuments(tx, law, deed.tenantId, deed.court, result.action, result.state, result.effects)
  const action =
    documents.length === 0
      ? result.action
      : { ...result.action, documents: documents.map(({ document, number, sha256 }) => ({ document, number, sha256 })) }
  const written = await writeAction(tx, law, deed.tenantId, deed.userId, action, result.state, result.effects, at)
  if (!written) throw refuse('matter.changed')
  await writeDocuments(tx, deed.tenantId, action, documents)
  await claimAttachments(tx, deed, state.matter)
  const matter = await loadMatter(tx, deed.tenantId, state.matter)
  return { action, matter: matter! }
}
