import type { LetterDetail, LetterEntry, LetterSummary } from '../contract/supervision.ts'
import type { InTenant } from '../database/store.ts'
import { namesOf } from '../ledger/list.ts'
import type { Scope } from '../organisation/scope.ts'
import { bodiesOf, type LetterRow, mayDo, numberOf, rowById } from './letters.ts'

/** Letters as their pages show them, each to whoever may see it. */

const person = (names: { user(id: string): string }, id: string | null) => ({ id, displayName: id === null ? '' : names.user(id) })
type Sent = Awaited<ReturnType<typeof bodiesOf>>

function summaryOf(letter: LetterRow, bodies: Sent, names: { user(id: string): string }, entries = letter.entries.length): LetterSummary {
  return {
    id: letter.id,
    kind: letter.kind,
    title: letter.title,
    documentNumber: numberOf(letter),
    status: letter.status,
    entries,
    bodies: bodies.length,
    received: bodies.filter((b) => b.received_at !== null).length,
    answered: bodies.filter((b) => b.answered_at !== null).length,
    answerBy: letter.answer_by,
    draftedBy: person(names, letter.drafted_by),
    draftedAt: letter.drafted_at.toISOString(),
    sentAt: letter.sent_at?.toISOString() ?? null,
  }
}

/** Letters that the caller may see, newest first. */
export async function lettersOf(
  tx: InTenant,
  tenantId: string,
  asked: { status?: LetterRow['status'] | undefined; kind?: LetterRow['kind'] | undefined },
): Promise<LetterSummary[]> {
  let select = tx.selectFrom('letter').selectAll().where('tenant_id', '=', tenantId).orderBy('id', 'desc').limit(500)
  if (asked.status !== undefined) select = select.where('status', '=', asked.status)
  if (asked.kind !== undefined) select = select.where('kind', '=', asked.kind)
  const letters = await select.execute()
  if (letters.length === 0) return []
  const names = await namesOf(
    tx,
    tenantId,
    [],
    letters.map((l) => l.drafted_by),
  )
  const out: LetterSummary[] = []
  for (const letter of letters) out.push(summaryOf(letter, await bodiesOf(tx, tenantId, letter.id), names))
  return out
}

/** The entries that a scope sees of a letter: of an inquiry, those of its own bodies. */
function seenEntries(letter: LetterRow, scope: Scope, bodies: readonly string[]): readonly LetterEntry[] {
  if (scope.all || letter.kind !== 'inquiry') return letter.entries
  return letter.entries.filter((e) => e.bodies.some((b) => bodies.includes(b)))
}

export async function letterOf(tx: InTenant, tenantId: string, scope: Scope, id: string): Promise<LetterDetail> {
  const letter = await rowById(tx, tenantId, id)
  const bodies = await bodiesOf(tx, tenantId, id)
  const names = await namesOf(
    tx,
    tenantId,
    [],
    [letter.drafted_by, letter.approved_by, ...bodies.flatMap((b) => [b.received_by, b.answered_by])].filter((u) => u !== null),
  )
  const mine = bodies.filter((b) => scope.bodies.includes(b.body_id))
  const entries = seenEntries(
    letter,
    scope,
    bodies.map((b) => b.body_id),
  )
  return {
    summary: summaryOf(letter, bodies, names, entries.length),
    series: letter.series,
    opening: letter.opening,
    closing: letter.closing,
    entries: [...entries],
    bodies: bodies.map((b) => ({
      body: { id: b.body_id, name: b.name },
      received: b.received_at === null ? null : { at: b.received_at.toISOString(), by: person(names, b.received_by) },
      answered:
        b.answered_at === null ? null : { at: b.answered_at.toISOString(), by: person(names, b.answered_by), words: b.answer ?? '' },
    })),
    approved: letter.approved_at === null ? null : { at: letter.approved_at.toISOString(), by: person(names, letter.approved_by) },
    returnedReason: letter.returned_reason,
    version: letter.version,
    may: mayDo(letter, scope),
    receives: letter.status === 'sent' ? mine.filter((b) => b.received_at === null).map((b) => b.body_id) : [],
    answers: letter.answer_by === null ? [] : mine.filter((b) => b.received_at !== null && b.answered_at === null).map((b) => b.body_id),
  }
}
