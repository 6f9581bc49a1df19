import {
  changesOf,
  type EntryFact,
  type EntryState,
  FACT_WORDS,
  type FactBody,
  type FactKind,
  type FieldBeforeAfter,
  next,
} from '@yingshang/ledger'
import type { FieldChange } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { type Names, namesOf } from './list.ts'

/** The history of an entry: its facts with what each changed, derived by folding them again. */

interface StoredFact {
  readonly id: string
  readonly fact: EntryFact
}

async function factsOf(tx: InTenant, tenantId: string, entryId: string): Promise<StoredFact[]> {
  const rows = await tx
    .selectFrom('entry_event')
    .select(['id', 'seq', 'at', 'user_id', 'body'])
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', entryId)
    .orderBy('seq')
    .execute()
  return rows.map((r) => ({ id: r.id, fact: { ...r.body, seq: r.seq, at: r.at.toISOString(), by: r.user_id } as EntryFact }))
}

/** Changes with ids of bodies and users as names. */
export function named(changes: readonly FieldBeforeAfter[], names: Names): FieldChange[] {
  return changes.map(({ field, label, before, after, of }) => {
    const word = (value: string | null) =>
      value === null || of === undefined ? value : of === 'body' ? names.body(value) : names.user(value)
    return { field, label: { ...label }, before: word(before), after: word(after) }
  })
}

/** Ids that changes mention, to be looked up. */
export const mentioned = (changes: readonly FieldBeforeAfter[], of: 'body' | 'user'): string[] =>
  changes.filter((c) => c.of === of).flatMap((c) => [c.before, c.after].filter((v) => v !== null))

/** A page of the history, newest first; `after` is the seq of the last item seen. */
export async function historyOf(tx: InTenant, tenantId: string, entryId: string, after: string | undefined, limit: number) {
  if (after !== undefined && after !== '' && !/^\d{1,9}$/.test(after))
    throw refuse('request.invalid', { zh: 'after 不是本接口给出的值', en: '`after` is not a value that this interface gave' })
  const facts = await factsOf(tx, tenantId, entryId)
  let state: EntryState | null = null
  const items = facts.map(({ id, fact }) => {
    const step = next(state, fact)
    if (!step.ok) throw new Error(`fact ${fact.seq} of entry ${entryId} does not follow on those before it`)
    const changes = changesOf(state, step.value)
    state = step.value
    return { id, fact, changes }
  })
  const before = after ? Number(after) : Number.POSITIVE_INFINITY
  const page = items.reverse().filter((i) => i.fact.seq < before)
  const shown = page.slice(0, limit)
  const names = await namesOf(
    tx,
    tenantId,
    shown.flatMap((i) => mentioned(i.changes, 'body')),
    [...shown.flatMap((i) => mentioned(i.changes, 'user')), ...shown.flatMap((i) => i.fact.by ?? [])],
  )
  return {
    items: shown.map(({ id, fact, changes }) => ({
      seq: fact.seq,
      id,
      kind: fact.kind,
      title: { ...FACT_WORDS[fact.kind as FactKind] },
      at: fact.at,
      by: { id: fact.by, displayName: fact.by === null ? '系统 System' : names.user(fact.by) },
      words: wordsOf(fact),
      decidedBy: fact.decidedBy ? { meeting: fact.decidedBy.id, title: fact.decidedBy.title, item: fact.decidedBy.item } : null,
      changes: named(changes, names),
    })),
    next: page.length > limit ? String(shown.at(-1)!.fact.seq) : null,
  }
}

/** What was said with a fact. */
export function wordsOf(fact: FactBody): string | null {
  switch (fact.kind) {
    case 'reported':
      return [fact.done, fact.blocked === null ? null : `困难：${fact.blocked}`, fact.next === null ? null : `下步：${fact.next}`]
        .filter(Boolean)
        .join('；')
    case 'submitted':
      return fact.summary
    case 'accepted':
      return fact.opinion
    case 'deferred':
      return `${fact.decision}：${fact.reason}`
    case 'amended':
    case 'withdrawn':
      return fact.basis
    case 'noted':
      return fact.words
    case 'target-reading':
      return fact.source
    case 'step-done':
    case 'milestone-done':
    case 'evidence-added':
      return fact.note
    default:
      return 'reason' in fact ? fact.reason : null
  }
}
