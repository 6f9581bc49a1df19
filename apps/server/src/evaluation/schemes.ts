import { DEFAULT_SCHEME } from '@yingshang/campaign'
import type { Scheme } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { BodyOf } from '../contract/endpoints.ts'
import type { SCORE_ENDPOINTS, SchemeVersion } from '../contract/evaluation.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { atWork } from '../ledger/work.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { schemeOf, shapeOf } from './score.ts'

/** Versions of the scheme: drafted by one person, published by another, in force from a day on. */

/** The scheme in force on a day: of those published the one with the latest day of effect; without any, the product's own. */
export async function schemeOn(tx: InTenant, tenantId: string, day: string): Promise<Scheme> {
  const row = await tx
    .selectFrom('score_scheme')
    .select('scheme')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'published')
    .where('effective_from', '<=', day)
    .orderBy('effective_from', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.scheme ?? DEFAULT_SCHEME
}

async function versions(tx: InTenant, tenantId: string, day: string): Promise<SchemeVersion[]> {
  const rows = await tx
    .selectFrom('score_scheme as s')
    .leftJoin('app_user as d', (on) => on.onRef('d.tenant_id', '=', 's.tenant_id').onRef('d.id', '=', 's.drafted_by'))
    .leftJoin('app_user as p', (on) => on.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.id', '=', 's.published_by'))
    .selectAll('s')
    .select(['d.display_name as drafter', 'p.display_name as publisher'])
    .where('s.tenant_id', '=', tenantId)
    .orderBy('s.number', 'desc')
    .execute()
  const current = rows
    .filter((r) => r.status === 'published' && r.effective_from <= day)
    .toSorted((a, b) => (a.effective_from === b.effective_from ? b.number - a.number : a.effective_from < b.effective_from ? 1 : -1))[0]
  return [
    ...rows.map(
      (r): SchemeVersion => ({
        id: r.id,
        number: r.number,
        status: r.status,
        effectiveFrom: r.effective_from,
        inForce: r === current,
        scheme: shapeOf(r.scheme),
        note: r.note,
        draftedBy: { id: r.drafted_by, displayName: r.drafter ?? '' },
        publishedBy: r.published_by === null ? null : { id: r.published_by, displayName: r.publisher ?? '' },
        publishedAt: r.published_at?.toISOString() ?? null,
      }),
    ),
    {
      id: null,
      number: 0,
      status: 'published',
      effectiveFrom: DEFAULT_SCHEME.effectiveFrom,
      inForce: current === undefined,
      scheme: shapeOf(DEFAULT_SCHEME),
      note: '',
      draftedBy: null,
      publishedBy: null,
      publishedAt: null,
    },
  ]
}

type Names = 'listEvaluationSchemes' | 'draftEvaluationScheme' | 'decideEvaluationScheme'

export function schemeHandlers(services: Services): Pick<Handlers, Names & keyof typeof SCORE_ENDPOINTS> {
  const { now, sealer } = services
  const { day } = atWork(services)
  const one = async (tx: InTenant, tenantId: string, id: string) => {
    const found = (await versions(tx, tenantId, day())).find((v) => v.id === id)
    if (!found) throw refuse('scheme.not-found')
    return found
  }

  async function decide(
    tx: InTenant,
    caller: Caller,
    id: string,
    decision: NonNullable<BodyOf<'decideEvaluationScheme'>>['decision'],
    requestId: string,
  ) {
    const tenantId = caller.tenant.id
    const row = await tx.selectFrom('score_scheme').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst()
    if (!row) throw refuse('scheme.not-found')
    if (row.status !== 'draft') throw refuse('scheme.not-draft')
    if (decision === 'publish' && row.drafted_by === caller.user.id) throw refuse('scheme.same-person')
    const at = now()
    const { numUpdatedRows } = await tx
      .updateTable('score_scheme')
      .set(decision === 'publish' ? { status: 'published', published_by: caller.user.id, published_at: at } : { status: 'dropped' })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('status', '=', 'draft')
      .executeTakeFirst()
    if (Number(numUpdatedRows) !== 1) throw refuse('scheme.not-draft')
    if (decision === 'publish')
      await journal(tx, tenantId, [
        {
          kind: 'evaluation.scheme',
          subjectId: id,
          userId: caller.user.id,
          at,
          body: { number: row.number, effectiveFrom: row.effective_from, scheme: row.scheme },
        },
      ])
    await record(tx, {
      tenantId,
      userId: caller.user.id,
      at,
      kind: decision === 'publish' ? 'score.scheme-published' : 'score.scheme-dropped',
      subject: { type: 'score-scheme', id },
      detail: { number: row.number },
      requestId,
    })
    return one(tx, tenantId, id)
  }

  return {
    listEvaluationSchemes: ({ caller }) =>
      inScope(services, caller, async (tx) => ({ items: await versions(tx, caller.tenant.id, day()) })),

    draftEvaluationScheme: ({ caller, body, requestId }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        // Two drafts at once must not take the same number.
        await sql`select pg_advisory_xact_lock(hashtext(${`score_scheme ${tenantId}`}))`.execute(tx)
        const { last } = await tx
          .selectFrom('score_scheme')
          .select((e) => e.fn.coalesce(e.fn.max('number'), sql<number>`0`).as('last'))
          .where('tenant_id', '=', tenantId)
          .executeTakeFirstOrThrow()
        const number = last + 1
        const scheme = schemeOf({ ...body.scheme, version: String(number), effectiveFrom: body.effectiveFrom })
        const id = newId()
        const at = now()
        await tx
          .insertInto('score_scheme')
          .values({
            tenant_id: tenantId,
            id,
            number,
            status: 'draft',
            effective_from: body.effectiveFrom,
            scheme: JSON.stringify(scheme),
            note: body.note,
            drafted_by: caller.user.id,
            drafted_at: at,
            published_by: null,
            published_at: null,
          })
          .execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at,
          kind: 'score.scheme-drafted',
          subject: { type: 'score-scheme', id },
          detail: { number },
          requestId,
        })
        return new Status(201, await one(tx, tenantId, id))
      }),

    decideEvaluationScheme: async ({ caller, params, body, requestId }) => {
      const answer = await inScope(services, caller, (tx) => decide(tx, caller, params.id, body.decision, requestId))
      sealer.nudge()
      return answer
    },
  }
}
