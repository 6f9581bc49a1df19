import { sql } from 'kysely'
import type { LetterDetail, LetterEntry, LetterSummary } from '../contract/supervision.ts'
import type { InTenant } from '../database/store.ts'
import { keyset } from '../http/keyset.ts'
import { namesOf } from '../ledger/list.ts'
import type { Scope } from '../organisation/scope.ts'
import { bodiesOf, type LetterRow, mayDo, numberOf, rowById } from './letters.ts'

/** Letters as their pages show them, each to whoever may see it. */

const person = (names: { user(id: string): string }, id: string | null) => ({ id, displayName: id === null ? '' : names.user(id) })
type Sent = Awaited<ReturnType<typeof bodiesOf>>

function summaryOf(letter: LetterRow, bodies: Sent, names: { user(id: string): string }, entries: number): LetterSummary {
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

interface ListedRow
  extends Pick<
    LetterRow,
    'id' | 'kind' | 'title' | 'status' | 'series' | 'year' | 'number' | 'answer_by' | 'drafted_by' | 'drafted_at' | 'sent_at'
  > {
  readonly drafter: string | null
  readonly entries: number
  readonly bodies: number
  readonly received: number
  readonly answered: number
}

interface Wanted {
  readonly status?: LetterRow['status'] | undefined
  readonly kind?: LetterRow['kind'] | undefined
  /** Id of the last letter of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** A page of the letters that the caller may see, newest first, counted in the one query. Of an inquiry a body counts its own entries alone. */
export async function lettersOf(
  tx: InTenant,
  tenantId: string,
  scope: Scope,
  { status, kind, after, limit }: Wanted,
): Promise<{ items: LetterSummary[]; next: string | null }> {
  const before = keyset(after)
  const own = sql`(select count(*)::int from jsonb_array_elements(l.entries) e where exists
    (select 1 from letter_body b where b.tenant_id = l.tenant_id and b.letter_id = l.id and e -> 'bodies' ? b.body_id::text))`
  const { rows } = await sql<ListedRow>`
    select l.id, l.kind, l.title, l.status, l.series, l.year, l.number, l.answer_by, l.drafted_by, l.drafted_at, l.sent_at, u.display_name as drafter,
      ${scope.all ? sql`jsonb_array_length(l.entries)` : sql`case when l.kind = 'inquiry' then ${own} else jsonb_array_length(l.entries) end`} as entries,
      c.bodies, c.received, c.answered
    from letter l left join app_user u on u.tenant_id = l.tenant_id and u.id = l.drafted_by
      cross join lateral (select count(*)::int as bodies, count(b.received_at)::int as received, count(b.answered_at)::int as answered
        from letter_body b where b.tenant_id = l.tenant_id and b.letter_id = l.id) c
    where l.tenant_id = ${tenantId} ${status === undefined ? sql`` : sql`and l.status = ${status}`} ${kind === undefined ? sql`` : sql`and l.kind = ${kind}`}
      ${before === null ? sql`` : sql`and l.id < ${before}::uuid`}
    order by l.id desc limit ${limit + 1}`.execute(tx)
  const page = rows.slice(0, limit)
  return {
    items: page.map((l) => ({
      id: l.id,
      kind: l.kind,
      title: l.title,
      documentNumber: numberOf(l),
      status: l.status,
      entries: l.entries,
      bodies: l.bodies,
      received: l.received,
      answered: l.answered,
      answerBy: l.answer_by,
      draftedBy: { id: l.drafted_by, displayName: l.drafter ?? '' },
      draftedAt: l.drafted_at.toISOString(),
      sentAt: l.sent_at?.toISOString() ?? null,
    })),
    next: rows.length > limit ? page.at(-1)!.id : null,
  }
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
