import type { BodyScore, Scheme } from '@yingshang/ledger'
import { addWorkingDays } from '@yingshang/time'
import { sql } from 'kysely'
import type { Caller } from '../accounts/sessions.ts'
import type { EvaluationFact, EvaluationResult, RankedBody } from '../contract/evaluation.ts'
import type { InTenant } from '../database/store.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { atWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import { peopleOf } from '../reporting/people.ts'
import type { Services } from '../services.ts'
import type { BodyFact } from './facts.ts'
import { type Names, plainFact, rankedBody } from './score.ts'
import { callIn } from './talks.ts'

/** Published results: frozen with the facts that they stand on. A correction is another publication beside the first. */

export interface StoredResult {
  readonly result: EvaluationResult
  readonly scheme: Scheme
  readonly ranking: readonly RankedBody[]
  readonly unranked: number
}

/** Most results of a list; an office publishes a few a year. */
const MOST = 200

export async function storedResults(tx: InTenant, tenantId: string, id?: string): Promise<StoredResult[]> {
  let query = tx
    .selectFrom('score_result as r')
    .leftJoin('app_user as u', (on) => on.onRef('u.tenant_id', '=', 'r.tenant_id').onRef('u.id', '=', 'r.published_by'))
    .leftJoin('score_result as n', (on) => on.onRef('n.tenant_id', '=', 'r.tenant_id').onRef('n.replaces', '=', 'r.id'))
    .selectAll('r')
    .select(['u.display_name as publisher', 'n.id as newer'])
    .select(
      sql<number>`(select count(*)::int from score_objection o where o.tenant_id = r.tenant_id and o.result_id = r.id and o.answered_by is null)`.as(
        'open',
      ),
    )
    .where('r.tenant_id', '=', tenantId)
    .orderBy('r.id', 'desc')
    .limit(MOST)
  if (id !== undefined) query = query.where('r.id', '=', id)
  return (await query.execute()).map((r) => ({
    result: {
      id: r.id,
      title: r.title,
      from: r.from_day,
      until: r.until_day,
      bodies: r.ranking.length,
      publishedAt: r.published_at.toISOString(),
      publishedBy: { id: r.published_by, displayName: r.publisher ?? '' },
      objectionsUntil: r.objections_until,
      replaces: r.replaces,
      replacedBy: r.newer,
      openObjections: r.open,
    },
    scheme: r.scheme,
    ranking: r.ranking,
    unranked: r.unranked,
  }))
}

export async function storedResult(tx: InTenant, tenantId: string, id: string): Promise<StoredResult> {
  const [found] = await storedResults(tx, tenantId, id)
  if (!found) throw refuse('result.not-found')
  return found
}

/** What a result says of one body; undefined when it is not part of it, or not for the caller to see. */
export async function storedBody(
  tx: InTenant,
  tenantId: string,
  resultId: string,
  bodyId: string,
): Promise<{ readonly score: BodyScore; readonly facts: readonly EvaluationFact[] } | undefined> {
  return tx
    .selectFrom('score_result_body')
    .select(['score', 'facts'])
    .where('tenant_id', '=', tenantId)
    .where('result_id', '=', resultId)
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
}

export interface Publication {
  readonly title: string
  readonly from: string
  readonly until: string
  readonly scheme: Scheme
  readonly scores: readonly BodyScore[]
  readonly facts: readonly BodyFact[]
  readonly names: Names
  readonly unranked: number
  readonly replaces: string | null
  readonly objectionDays: number
  /** Facts that upheld objections struck out. */
  readonly struck: readonly string[]
}

/** Writes a result with the points of every body, puts it into the journal, and tells the bodies: their place, and why they are called in for a talk. */
export async function publish(tx: InTenant, services: Services, caller: Caller, p: Publication): Promise<EvaluationResult> {
  const tenantId = caller.tenant.id
  const work = atWork(services)
  const at = services.now()
  const id = newId()
  const objectionsUntil = addWorkingDays(work.calendar(), work.day(), p.objectionDays)
  const ranking = p.scores.map((s) => rankedBody(s, p.names))
  await tx
    .insertInto('score_result')
    .values({
      tenant_id: tenantId,
      id,
      title: p.title,
      from_day: p.from,
      until_day: p.until,
      scheme: JSON.stringify(p.scheme),
      ranking: JSON.stringify(ranking),
      unranked: p.unranked,
      replaces: p.replaces,
      objections_until: objectionsUntil,
      published_by: caller.user.id,
      published_at: at,
    })
    .execute()
  const own = Map.groupBy(p.facts, (f) => f.body)
  for (const score of p.scores)
    await tx
      .insertInto('score_result_body')
      .values({
        tenant_id: tenantId,
        result_id: id,
        body_id: score.body,
        score: JSON.stringify(score),
        facts: JSON.stringify((own.get(score.body) ?? []).map(plainFact)),
      })
      .execute()
  await callIn(tx, tenantId, id, at, p.scores)
  await journal(tx, tenantId, [
    {
      kind: 'evaluation.result',
      subjectId: id,
      userId: caller.user.id,
      at,
      body: {
        title: p.title,
        from: p.from,
        until: p.until,
        replaces: p.replaces,
        struck: p.struck,
        scheme: p.scheme,
        scores: p.scores,
        facts: p.facts.map((f) => ({ ...plainFact(f), body: f.body })),
      },
    },
  ])
  const people = await peopleOf(
    tx,
    tenantId,
    ranking.map((r) => r.body.id),
    work.day(),
  )
  const rules = new Map(p.scheme.talks.map((t) => [t.id, t.title]))
  await tell(
    tx,
    tenantId,
    at,
    ranking.flatMap(({ body, rank, total, talks }) => {
      const users = people.get(body.id) ?? []
      const link = `/evaluation?result=${id}&body=${body.id}`
      const why = (language: 'zh' | 'en') => talks.map((t) => rules.get(t)?.[language] ?? t).join(language === 'zh' ? '、' : ', ')
      return [
        {
          users,
          event: 'evaluation' as const,
          link,
          zh: `${p.title}已公布：${body.name}${total / 100}分，第${rank}名；有异议的请在${objectionsUntil}前提出`,
          en: `${p.title} is published: ${body.name} ${total / 100} points, place ${rank}; objections until ${objectionsUntil}`,
        },
        ...(talks.length === 0
          ? []
          : [
              {
                users,
                event: 'evaluation' as const,
                link,
                zh: `${p.title}：${body.name}列入约谈，原因：${why('zh')}`,
                en: `${p.title}: ${body.name} is called in for a talk: ${why('en')}`,
              },
            ]),
      ]
    }),
  )
  return (await storedResult(tx, tenantId, id)).result
}
