import { type DecidedFact, type EntryFact, type EntryState, next } from '@yingshang/ledger'
import type { Refusal } from '@yingshang/time'
import type { Insertable } from 'kysely'
import { toJsonb } from '../database/jsonb.ts'
import type { Tables } from '../database/schema.ts'
import { insertLater } from '../database/statements.ts'
import { type InTenant, later } from '../database/store.ts'
import { chinaDay } from '../exports/ledger-file.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record } from '../journal/record.ts'
import { type LedgerRules, type StoredEntry, writeEntry } from './stored.ts'

/** Facts of an entry: checked by the core, appended, sealed into the journal, and everything that follows from them written, in one transaction. */

export interface Deed {
  readonly tenantId: string
  /** Null: the server itself. */
  readonly userId: string | null
  readonly at: Date
}

export const JOURNAL_KIND = 'ledger.event'

/** An entry with the facts that are to be added to it. */
export interface Addition {
  readonly entry: StoredEntry
  readonly facts: readonly DecidedFact[]
}

export interface Added {
  readonly entry: StoredEntry
  readonly before: EntryState
}

/** What the facts would make of a state, or every reason why the first refused one may not follow. */
export function judged(
  state: EntryState,
  facts: readonly DecidedFact[],
  deed: Pick<Deed, 'userId' | 'at'>,
):
  | { readonly ok: true; readonly facts: readonly EntryFact[]; readonly state: EntryState }
  | { readonly ok: false; readonly refusals: readonly Refusal[] } {
  const made: EntryFact[] = []
  let now = state
  for (const body of facts) {
    const fact: EntryFact = { ...body, seq: now.seq + 1, at: deed.at.toISOString(), by: deed.userId }
    const step = next(now, fact)
    if (!step.ok) return step
    made.push(fact)
    now = step.value
  }
  return { ok: true, facts: made, state: now }
}

/** Adds facts to entries that are locked. All of them may follow, or nothing is written and the refusals are thrown. */
export async function addFacts(tx: InTenant, deed: Deed, rules: LedgerRules, additions: readonly Addition[]): Promise<Added[]> {
  const results = additions.map(({ entry, facts }) => ({ entry, result: judged(entry.state, facts, deed) }))
  const refusals = results.flatMap(({ result }) => (result.ok ? [] : result.refusals))
  if (refusals.length > 0) throw refusedFact(refusals)
  const added: Added[] = []
  for (const { entry, result } of results) {
    if (!result.ok) continue
    await appendFacts(tx, deed, entry, result.facts)
    writeEntry(tx, deed.tenantId, entry.id, entry.state, result.state, rules, deed.at)
    for (const fact of result.facts) writeBeside(tx, deed, entry.id, fact)
    added.push({ entry: { ...entry, state: result.state }, before: entry.state })
  }
  return added
}

/** Appends facts that were judged, and seals them. */
export async function appendFacts(
  tx: InTenant,
  deed: Deed,
  entry: Pick<StoredEntry, 'id' | 'ledgerId'>,
  facts: readonly EntryFact[],
): Promise<void> {
  const records = await record(
    tx,
    deed.tenantId,
    facts.map((fact) => ({
      kind: JOURNAL_KIND,
      subjectId: entry.id,
      userId: deed.userId,
      at: deed.at,
      body: { ledger: entry.ledgerId, entry: entry.id, ...fact },
    })),
  )
  insertLater(
    tx,
    'entry_event',
    facts.map((fact, i): Insertable<Tables['entry_event']> => {
      const { seq, at: _, by: __, ...body } = fact
      return {
        tenant_id: deed.tenantId,
        entry_id: entry.id,
        seq,
        id: records[i]!.id,
        kind: fact.kind,
        at: deed.at,
        user_id: deed.userId,
        body: toJsonb(body),
      }
    }),
  )
}

/** What a fact leaves beside the state: reports by round, evidence. */
function writeBeside(tx: InTenant, deed: Deed, entryId: string, fact: EntryFact): void {
  const { tenantId } = deed
  const day = dayOf(deed.at)
  if (fact.kind === 'reported')
    insertLater(
      tx,
      'entry_report',
      [
        {
          tenant_id: tenantId,
          id: newId(),
          entry_id: entryId,
          body_id: fact.body,
          cycle: fact.cycle,
          done: fact.done,
          next: fact.next,
          progress: fact.progress,
          blocked: fact.blocked,
          first_on: day,
          reported_on: day,
          reported_by: deed.userId,
          reported_at: deed.at,
          seq: fact.seq,
        },
      ],
      // Said again in the same round: the last words hold, the day of the first decides whether they came in time.
      `on conflict (tenant_id, entry_id, cycle, body_id) where cycle is not null do update set done = excluded.done, next = excluded.next,
       progress = excluded.progress, blocked = excluded.blocked, reported_on = excluded.reported_on, reported_by = excluded.reported_by,
       reported_at = excluded.reported_at, seq = excluded.seq`,
    )
  if (fact.kind === 'evidence-added')
    insertLater(
      tx,
      'entry_evidence',
      [
        {
          tenant_id: tenantId,
          entry_id: entryId,
          attachment_id: fact.attachment,
          name: fact.name,
          about: fact.about,
          note: fact.note,
          added_by: deed.userId,
          added_on: day,
          withdrawn: false,
        },
      ],
      'on conflict (tenant_id, entry_id, attachment_id) do update set withdrawn = false, about = excluded.about, note = excluded.note, added_by = excluded.added_by, added_on = excluded.added_on',
    )
  if (fact.kind === 'evidence-withdrawn')
    later(
      tx,
      tx
        .updateTable('entry_evidence')
        .set({ withdrawn: true })
        .where('tenant_id', '=', tenantId)
        .where('entry_id', '=', entryId)
        .where('attachment_id', '=', fact.attachment),
    )
}

/** Bodies that a person settled no longer follow from the names that the plan prints. */
export async function settledByHand(tx: InTenant, tenantId: string, additions: readonly Addition[]): Promise<void> {
  const ids = additions.filter(({ entry, facts }) => entry.matched && facts.some((f) => f.kind === 'assigned')).map(({ entry }) => entry.id)
  if (ids.length > 0)
    await tx.updateTable('ledger_entry').set({ matched: false }).where('tenant_id', '=', tenantId).where('id', 'in', ids).execute()
}

/** The day in China of an instant. */
export const dayOf = chinaDay

/** The reasons of the core as a problem. */
export const refusedFact = (refusals: readonly Refusal[]) =>
  refuse(
    'entry.refused',
    { zh: refusals.map((r) => r.zh).join('；'), en: refusals.map((r) => r.en).join('; ') },
    { errors: refusals.slice(0, 100).map((r) => ({ path: r.code, zh: r.zh, en: r.en })) },
  )
