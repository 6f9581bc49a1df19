import { compareScores } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { FactChange, SCORE_ENDPOINTS } from '../contract/evaluation.ts'
import type { TALK_ENDPOINTS } from '../contract/talks.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { atWork } from '../ledger/work.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { type BodyFact, factsOf } from './facts.ts'
import { objectionHandlers, objectionsTo } from './objections.ts'
import { publish, storedBody, storedResult, storedResults } from './results.ts'
import { schemeHandlers, schemeOn } from './schemes.ts'
import { bodyPoints, rankedBody, schemeOf, scored, shapeOf } from './score.ts'
import { talkHandlers } from './talk-handlers.ts'

/** Names of all bodies, and those that stood on some day of a period. */
async function bodiesIn(tx: InTenant, tenantId: string, from: string, until: string) {
  const { rows } = await sql<{ id: string; name: string; stood: boolean }>`
    select id, name, valid_from <= ${until}::date and (valid_until is null or valid_until >= ${from}::date) as stood
    from body where tenant_id = ${tenantId} order by name`.execute(tx)
  return { names: new Map(rows.map((r) => [r.id, r.name])), stood: rows.filter((r) => r.stood).map(({ id, name }) => ({ id, name })) }
}

/** The facts as they would be if: some otherwise, some as if they had not happened. */
function supposing(facts: readonly BodyFact[], changes: readonly FactChange[]): readonly BodyFact[] {
  const changed = new Map(changes.map((c) => [`${c.body} ${c.fact}`, c]))
  return facts.flatMap((f) => {
    const change = changed.get(`${f.body} ${f.id}`)
    if (!change) return [f]
    if (change.kind === null) return []
    const { level: _, ...rest } = f
    return [{ ...rest, kind: change.kind as BodyFact['kind'], ...(change.level === undefined ? {} : { level: change.level }) }]
  })
}

/** Evaluation: a period scored, tried with another scheme, published, objected to, corrected. */
export function evaluationHandlers(services: Services): Pick<Handlers, keyof typeof SCORE_ENDPOINTS | keyof typeof TALK_ENDPOINTS> {
  const { now, sealer } = services
  const { day } = atWork(services)

  async function collect(tx: InTenant, caller: Caller, { from, until }: { readonly from: string; readonly until: string }) {
    const tenantId = caller.tenant.id
    const sources = await factsOf(tx, caller, now(), { tenantId, from, until, today: day() })
    const bodies = await bodiesIn(tx, tenantId, from, until)
    const facts = sources.flatMap((s) => s.facts).filter((f) => bodies.names.has(f.body))
    const seen = new Set(facts.map((f) => f.body))
    return { sources, facts, names: bodies.names, unranked: bodies.stood.filter((b) => !seen.has(b.id)) }
  }

  return {
    ...schemeHandlers(services),
    ...objectionHandlers(services),
    ...talkHandlers(services),

    scoreBodies: ({ caller, body }) =>
      inScope(services, caller, async (tx) => {
        const { sources, facts, names, unranked } = await collect(tx, caller, body.period)
        const usual = await schemeOn(tx, caller.tenant.id, body.period.until)
        const scheme = body.scheme ? schemeOf(body.scheme) : usual
        const without = new Set(body.without)
        const supposed = supposing(facts, body.facts ?? []).filter((f) => !without.has(f.body))
        const scores = scored(scheme, supposed)
        const tried = body.scheme !== undefined || without.size > 0 || (body.facts ?? []).length > 0
        const one = scores.find((s) => s.body === body.body)
        return {
          ...body.period,
          scheme: shapeOf(scheme),
          ranking: scores.map((s) => rankedBody(s, names)),
          unranked,
          sources: sources.map((s) => ({ source: s.source, facts: s.facts.length, known: s.known })),
          changes: tried ? compareScores(scored(usual, facts), scores) : null,
          body: one ? bodyPoints(one, supposed, names) : null,
        }
      }),

    publishScores: ({ caller, body, request, requestId }) =>
      once(services, caller, 'publishScores', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await inScope(services, caller, async (tx) => {
          const { facts, names, unranked } = await collect(tx, caller, body.period)
          const scheme = await schemeOn(tx, caller.tenant.id, body.period.until)
          const scores = scored(scheme, facts)
          if (scores.length === 0) throw refuse('result.no-facts')
          const result = await publish(tx, services, caller, {
            ...body.period,
            title: body.title,
            objectionDays: body.objectionDays,
            scheme,
            scores,
            facts,
            names,
            unranked: unranked.length,
            replaces: null,
            struck: [],
          })
          await record(tx, {
            tenantId: caller.tenant.id,
            userId: caller.user.id,
            at: now(),
            kind: 'score.published',
            subject: { type: 'score-result', id: result.id },
            detail: { title: body.title, ...body.period, bodies: scores.length },
            requestId,
          })
          await keep(tx, 201, result)
          return result
        })
        sealer.nudge()
        return new Status(201, answer)
      }),

    listEvaluationResults: ({ caller }) =>
      inScope(services, caller, async (tx) => ({ items: (await storedResults(tx, caller.tenant.id)).map((r) => r.result) })),

    getEvaluationResult: ({ caller, params }) =>
      inScope(services, caller, async (tx, scope) => {
        const { result, scheme, ranking, unranked } = await storedResult(tx, caller.tenant.id, params.id)
        const ids = ranking.map((r) => r.body.id)
        const open = day() <= result.objectionsUntil && result.replacedBy === null && caller.permissions.includes('evaluation.object')
        return {
          result,
          scheme: shapeOf(scheme),
          ranking,
          unranked,
          own: scope.all ? ids : ids.filter((id) => scope.reads.includes(id)),
          mayObject: open ? ids.filter((id) => scope.runs || scope.bodies.includes(id)) : [],
          objections: await objectionsTo(tx, caller.tenant.id, params.id),
        }
      }),

    getEvaluationPoints: ({ caller, params }) =>
      inScope(services, caller, async (tx) => {
        const { ranking } = await storedResult(tx, caller.tenant.id, params.id)
        const found = await storedBody(tx, caller.tenant.id, params.id, params.body)
        if (!found) throw refuse('result.not-found')
        return bodyPoints(found.score, found.facts, new Map(ranking.map((r) => [r.body.id, r.body.name])))
      }),

    correctEvaluation: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'correctEvaluation', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await inScope(services, caller, async (tx) => {
          const tenantId = caller.tenant.id
          const old = await storedResult(tx, tenantId, params.id)
          if (old.result.replacedBy !== null) throw refuse('result.replaced')
          const objections = await objectionsTo(tx, tenantId, params.id)
          if (objections.some((o) => o.upheld === null)) throw refuse('result.open-objections')
          // Of a body, so that striking a fact out for one leaves it with another.
          const struck = new Set(objections.flatMap((o) => (o.upheld === true && o.fact !== null ? [`${o.body.id} ${o.fact.id}`] : [])))
          if (struck.size === 0) throw refuse('result.nothing-upheld')
          const rows = await tx
            .selectFrom('score_result_body')
            .select(['body_id', 'facts'])
            .where('tenant_id', '=', tenantId)
            .where('result_id', '=', params.id)
            .execute()
          const facts = rows.flatMap((r) =>
            r.facts.filter((f) => !struck.has(`${r.body_id} ${f.id}`)).map((f) => ({ ...f, body: r.body_id }) as BodyFact),
          )
          const scores = scored(old.scheme, facts)
          if (scores.length === 0) throw refuse('result.no-facts')
          const result = await publish(tx, services, caller, {
            title: old.result.title.endsWith('（更正）') ? old.result.title : `${old.result.title}（更正）`,
            from: old.result.from,
            until: old.result.until,
            scheme: old.scheme,
            scores,
            facts,
            names: new Map(old.ranking.map((r) => [r.body.id, r.body.name])),
            unranked: old.unranked + old.ranking.length - scores.length,
            replaces: params.id,
            objectionDays: body.objectionDays,
            struck: [...struck],
          })
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'score.corrected',
            subject: { type: 'score-result', id: result.id },
            detail: { replaces: params.id, struck: struck.size },
            requestId,
          })
          await keep(tx, 201, result)
          return result
        })
        sealer.nudge()
        return new Status(201, answer)
      }),
  }
}
