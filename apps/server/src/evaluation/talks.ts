import type { Scheme } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { Talk, TalkPromise } from '../contract/talks.ts'
import type { InTenant } from '../database/store.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Scope } from '../organisation/scope.ts'

/** Talks as stored and as they are shown. */

/** Calls the bodies in for which a rule asks, with the publication of a result. */
export async function callIn(
  tx: InTenant,
  tenantId: string,
  result: string,
  at: Date,
  bodies: readonly { readonly body: string; readonly talks: readonly string[] }[],
): Promise<void> {
  const rows = bodies
    .filter((b) => b.talks.length > 0)
    .map((b) => ({
      tenant_id: tenantId,
      id: newId(),
      result_id: result,
      body_id: b.body,
      rules: b.talks,
      called_at: at,
      status: 'due' as const,
    }))
  if (rows.length > 0) await tx.insertInto('talk').values(rows).execute()
}

interface Row {
  readonly id: string
  readonly body_id: string
  readonly body: string
  readonly result_id: string
  readonly result: string
  readonly scheme: Scheme
  readonly rules: string[]
  readonly called_at: Date
  readonly status: Talk['status']
  readonly held_on: string | null
  readonly held_by: string | null
  readonly attended: string | null
  readonly points: string | null
  readonly reason: string | null
  readonly recorded_by: string | null
  readonly recorder: string | null
  readonly promises: readonly PromiseRow[]
}
interface PromiseRow {
  readonly number: number
  readonly words: string
  readonly due_on: string
  readonly said_words: string | null
  readonly said_by: string | null
  readonly sayer: string | null
  readonly said_at: string | null
  readonly kept: boolean | null
  readonly settled_on: string | null
  readonly settled_words: string | null
  readonly settled_by: string | null
  readonly settler: string | null
}

interface Wanted {
  readonly status?: Talk['status'] | undefined
  readonly talk?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** A page of the talks that the caller may see, newest first, with their promises. */
export async function talksOf(
  tx: InTenant,
  tenantId: string,
  scope: Scope,
  today: string,
  { status, talk, after, limit }: Wanted,
): Promise<{ items: Talk[]; next: string | null }> {
  const before = keyset(after)
  const state = sql<
    Talk['status']
  >`case when t.status = 'due' and exists (select 1 from score_result n where n.tenant_id = t.tenant_id and n.replaces = t.result_id)
    then 'lapsed' else t.status end`
  const { rows } = await sql<Row>`
    select * from (select t.id, t.body_id, b.name as body, t.result_id, r.title as result, r.scheme, t.rules, t.called_at, ${state} as status, t.held_on, t.held_by,
        t.attended, t.points, t.reason, t.recorded_by, u.display_name as recorder,
        (select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('sayer', s.display_name, 'settler', e.display_name) order by p.number), '[]')
          from talk_promise p left join app_user s on s.tenant_id = p.tenant_id and s.id = p.said_by
            left join app_user e on e.tenant_id = p.tenant_id and e.id = p.settled_by
          where p.tenant_id = t.tenant_id and p.talk_id = t.id) as promises
      from talk t join body b on b.tenant_id = t.tenant_id and b.id = t.body_id
        join score_result r on r.tenant_id = t.tenant_id and r.id = t.result_id
        left join app_user u on u.tenant_id = t.tenant_id and u.id = t.recorded_by
      where t.tenant_id = ${tenantId} ${talk === undefined ? sql`` : sql`and t.id = ${talk}`} ${before === null ? sql`` : sql`and t.id < ${before}::uuid`}
    ) found ${status === undefined ? sql`` : sql`where status = ${status}`} order by id desc limit ${limit + 1}`.execute(tx)
  const page = rows.slice(0, limit)
  return { items: page.map((row) => shown(row, scope, today)), next: rows.length > limit ? page.at(-1)!.id : null }
}

export async function talkOf(tx: InTenant, tenantId: string, scope: Scope, today: string, id: string): Promise<Talk> {
  const { items } = await talksOf(tx, tenantId, scope, today, { talk: id, limit: 1 })
  if (!items[0]) throw refuse('talk.not-found')
  return items[0]
}

const person = (id: string | null, displayName: string | null) => ({ id, displayName: displayName ?? '' })

function shown(row: Row, scope: Scope, today: string): Talk {
  const titles = new Map(row.scheme.talks.map((t) => [t.id, t.title]))
  return {
    id: row.id,
    body: { id: row.body_id, name: row.body },
    result: { id: row.result_id, title: row.result },
    reasons: row.rules.map((id) => ({ ...(titles.get(id) ?? { zh: id, en: id }) })),
    status: row.status,
    calledAt: row.called_at.toISOString(),
    held: row.held_on === null ? null : { on: row.held_on, by: row.held_by ?? '', attended: row.attended ?? '', points: row.points ?? '' },
    reason: row.reason,
    recordedBy: row.recorded_by === null ? null : person(row.recorded_by, row.recorder),
    promises: row.promises.map((p): TalkPromise => {
      const open = p.kept === null
      return {
        number: p.number,
        words: p.words,
        dueOn: p.due_on,
        said:
          p.said_at === null ? null : { by: person(p.said_by, p.sayer), at: new Date(p.said_at).toISOString(), words: p.said_words ?? '' },
        settled: open ? null : { kept: p.kept, on: p.settled_on!, words: p.settled_words ?? '', by: person(p.settled_by, p.settler) },
        late: open ? p.due_on < today : !p.kept || p.settled_on! > p.due_on,
        mayReport: open && scope.bodies.includes(row.body_id),
        maySettle: open && scope.runs && p.said_by !== scope.user,
      }
    }),
    mayRecord: scope.runs && row.status === 'due',
  }
}
