import {
  type CompetitionResult,
  judgeBallot,
  judgeCompetition,
  judgeRecommendation,
  judgeReview,
  type ReviewBallot,
} from '@yingshang/register'
import type { Caller } from '../accounts/sessions.ts'
import type { EventKind } from '../contract/events.ts'
import type { InTenant } from '../database/store.ts'
import type { ChoiceBody, Response } from '../database/tables-registers.ts'
import { record as recordEvent } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as journal } from '../journal/record.ts'
import { visibleMatter } from '../matters/access.ts'
import type { Services } from '../services.ts'
import { demandAnswer } from './answers.ts'
import { appoint } from './appointments.ts'
import { type ChoiceRow, choiceDetail, choiceOf, choiceSummary, standingChoice } from './choice-view.ts'
import { accountOf } from './entries.ts'
import { kindOf, refusedFor } from './kinds.ts'
import { entryOf, rosterOf, standingOf, todayOf } from './roster.ts'

type Names =
  | 'openChoice'
  | 'listChoices'
  | 'getChoice'
  | 'castReview'
  | 'recuseMember'
  | 'closeReview'
  | 'examineRecommendation'
  | 'answerChoice'
  | 'appointChoice'

const no = (code: string, zh: string, en: string) => refusedFor('choice.refused', [{ code: `choice.${code}`, zh, en }])

/** Competition before a committee, recommendation by main creditors. */
export function choiceHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now, sealer } = services

  const ballotsOf = async (tx: InTenant, row: ChoiceRow): Promise<readonly ReviewBallot[]> =>
    (
      await tx
        .selectFrom('register_choice_ballot')
        .select('body')
        .where('tenant_id', '=', row.tenant_id)
        .where('choice_id', '=', row.id)
        .orderBy('at')
        .execute()
    ).map((b) => b.body)

  type Change = { status?: ChoiceRow['status']; body?: ChoiceBody; result?: ChoiceRow['result']; responses?: readonly Response[] }

  /** Runs a step on the locked choice: written, journalled, recorded. */
  async function stepped(
    caller: Caller,
    requestId: string,
    id: string,
    event: EventKind,
    work: (tx: InTenant, row: ChoiceRow) => Promise<{ change: Change; body: object }>,
  ) {
    const tenantId = caller.tenant.id
    const answer = await store.inTenant(tenantId, async (tx) => {
      const row = await choiceOf(tx, tenantId, id, true)
      const { change, body } = await work(tx, row)
      const { status, ...lists } = change
      await tx
        .updateTable('register_choice')
        .set({
          ...(status === undefined ? {} : { status }),
          ...Object.fromEntries(Object.entries(lists).map(([name, value]) => [name, JSON.stringify(value)])),
          version: row.version + 1,
        })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', row.id)
        .execute()
      const at = now()
      await journal(tx, tenantId, [
        { kind: 'register.choice', subjectId: id, userId: caller.user.id, at, body: { v: 1, choice: id, ...body } },
      ])
      await recordEvent(tx, {
        tenantId,
        userId: caller.user.id,
        at,
        kind: event,
        subject: { type: 'choice', id },
        detail: { title: row.title },
        requestId,
      })
      return choiceDetail(tx, services, caller, { ...row, ...change, version: row.version + 1 } as ChoiceRow)
    })
    sealer.nudge()
    return answer
  }

  /** The rule, competitors and members of a competition that is open. */
  function openCompetition(row: ChoiceRow) {
    const rule = kindOf(row.kind).competition
    if (row.body.method !== 'competitive' || rule === null) throw no('no-review', '这不是竞争选任', 'it is no competition')
    if (row.status !== 'open') throw no('closed', '评审已经结束', 'the review is closed')
    return { rule, ...row.body }
  }

  const demandVersion = (row: ChoiceRow, version: number) => {
    if (row.version !== version) throw no('changed', '选任已有新的进展，请刷新后重试', 'the choice has moved on; reload it')
  }

  return {
    async openChoice({ caller, body, request, requestId }) {
      const tenantId = caller.tenant.id
      const kind = kindOf(body.kind)
      return once(services, caller, 'openChoice', idempotencyKey(request), hashOf(body), async (keep) => {
        const reply = await store.inTenant(tenantId, async (tx) => {
          const today = todayOf(services)
          if (body.matter !== null) await visibleMatter(tx, caller, body.matter, today)
          const ids = body.method === 'competitive' ? body.competitors : [body.entry]
          const roster = await rosterOf(tx, tenantId, kind.id, ids)
          if (new Set(ids).size !== roster.length) throw refuse('register.entry-not-found')
          for (const { row } of roster) {
            const reasons = standingOf(kind, row.decisions, today).reasons
            if (reasons.length > 0)
              throw refusedFor(
                'choice.refused',
                reasons.map((r) => ({ ...r, zh: `${row.name}：${r.zh}`, en: `${row.name}: ${r.en}` })),
              )
          }
          const names = Object.fromEntries(roster.map(({ row }) => [row.id, row.name]))
          let made: ChoiceBody
          if (body.method === 'competitive') {
            if (kind.competition === null) throw no('no-rule', '这个名册没有竞争选任', 'the register knows no competition')
            const members = []
            for (const m of body.members) members.push({ id: await accountOf(tx, caller, m.login), name: m.login, recused: m.recused })
            const users = members.length
              ? await tx
                  .selectFrom('app_user')
                  .select(['id', 'display_name'])
                  .where('tenant_id', '=', tenantId)
                  .where(
                    'id',
                    'in',
                    members.map((m) => m.id),
                  )
                  .execute()
              : []
            const named = members.map((m) => ({ ...m, name: users.find((u) => u.id === m.id)?.display_name ?? m.name }))
            const reasons = judgeReview(kind.competition, body.competitors, named)
            if (reasons.length > 0) throw refusedFor('choice.refused', reasons)
            made = { method: 'competitive', competitors: body.competitors, members: named, names }
          } else {
            if (kind.recommendation === null) throw no('no-rule', '这个名册没有推荐选任', 'the register knows no recommendation')
            const reasons = judgeRecommendation(kind.recommendation, body.recommenders, body.whole)
            if (reasons.length > 0) throw refusedFor('choice.refused', reasons)
            made = { method: 'recommended', entry: body.entry, recommenders: body.recommenders, whole: body.whole, names }
          }
          const row = await tx
            .insertInto('register_choice')
            .values({
              tenant_id: tenantId,
              id: newId(),
              kind: kind.id,
              method: body.method,
              matter_id: body.matter,
              title: body.title,
              status: 'open',
              body: JSON.stringify(made),
              result: null,
              responses: '[]',
              version: 1,
              created_by: caller.user.id,
              created_at: now(),
            })
            .returningAll()
            .executeTakeFirstOrThrow()
          await journal(tx, tenantId, [
            {
              kind: 'register.choice',
              subjectId: row.id,
              userId: caller.user.id,
              at: now(),
              body: { v: 1, choice: row.id, step: 'open', ...made },
            },
          ])
          await recordEvent(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'choice.opened',
            subject: { type: 'choice', id: row.id },
            detail: { title: row.title, method: row.method },
            requestId,
          })
          const answer = await choiceDetail(tx, services, caller, row)
          await keep(tx, 201, answer)
          return answer
        })
        sealer.nudge()
        return new Status(201, reply)
      })
    },

    async listChoices({ caller, query }) {
      const after = keyset(query.after)
      const rows = await store.inTenant(caller.tenant.id, (tx) =>
        tx
          .selectFrom('register_choice')
          .selectAll()
          .where('tenant_id', '=', caller.tenant.id)
          .$if(after !== null, (q) => q.where('id', '<', after!))
          .$if(query.matter !== undefined, (q) => q.where('matter_id', '=', query.matter!))
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute(),
      )
      const items = rows.slice(0, query.limit).map((row) => choiceSummary(row, caller))
      return { items, next: rows.length > query.limit ? items.at(-1)!.id : null }
    },

    async getChoice({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) =>
        choiceDetail(tx, services, caller, await choiceOf(tx, caller.tenant.id, params.id)),
      )
    },

    async castReview({ caller, params, body, requestId }) {
      return stepped(caller, requestId, params.id, 'choice.voted', async (tx, row) => {
        const { competitors, members } = openCompetition(row)
        const ballot: ReviewBallot = { member: caller.user.id, choice: body.choice, scores: body.scores }
        const reasons = judgeBallot(competitors, members, await ballotsOf(tx, row), ballot)
        if (reasons.length > 0) throw refusedFor('choice.refused', reasons)
        await tx
          .insertInto('register_choice_ballot')
          .values({ tenant_id: row.tenant_id, choice_id: row.id, member: caller.user.id, body: JSON.stringify(ballot), at: now() })
          .execute()
        return { change: {}, body: { step: 'ballot', ballot } }
      })
    },

    async recuseMember({ caller, params, body, requestId }) {
      return stepped(caller, requestId, params.id, 'choice.recused', async (tx, row) => {
        const { method: _, rule: __, ...review } = openCompetition(row)
        if (!review.members.some((m) => m.id === caller.user.id))
          throw no('not-member', '不是本次评审委员', 'not a member of this committee')
        if ((await ballotsOf(tx, row)).some((b) => b.member === caller.user.id))
          throw no('voted', '已提交评审意见，不能再回避', 'the ballot was handed in already')
        const members = review.members.map((m) => (m.id === caller.user.id ? { ...m, recused: body.reason } : m))
        return {
          change: { body: { method: 'competitive', ...review, members } },
          body: { step: 'recuse', member: caller.user.id, reason: body.reason },
        }
      })
    },

    async closeReview({ caller, params, body, requestId }) {
      return stepped(caller, requestId, params.id, 'choice.closed', async (tx, row) => {
        demandVersion(row, body.version)
        const { rule, competitors, members } = openCompetition(row)
        const result: CompetitionResult = judgeCompetition(rule, competitors, members, await ballotsOf(tx, row))
        return { change: { status: result.chosen === null ? 'failed' : 'chosen', result }, body: { step: 'close', result } }
      })
    },

    async examineRecommendation({ caller, params, body, requestId }) {
      return stepped(caller, requestId, params.id, 'choice.closed', async (_tx, row) => {
        demandVersion(row, body.version)
        if (row.body.method !== 'recommended' || row.status !== 'open')
          throw no('no-recommendation', '没有待审查的推荐', 'there is no recommendation to examine')
        return {
          change: body.accepts ? { status: 'chosen', result: { chosen: row.body.entry } } : { status: 'failed' },
          body: { step: 'examine', accepts: body.accepts, reason: body.reason },
        }
      })
    },

    async answerChoice({ caller, params, body, requestId }) {
      return stepped(caller, requestId, params.id, 'choice.answered', async (tx, row) => {
        const entry = standingChoice(row)
        if (row.status !== 'chosen' || entry === null || row.responses.some((r) => r.entry === entry && r.accepts))
          throw no('not-chosen', '没有需要答复的选任', 'no answer is due')
        const own = (await entryOf(tx, row.tenant_id, entry)).account_id === caller.user.id
        if (!own && !caller.permissions.includes('draw.conduct')) throw refuse('permission.denied')
        demandAnswer('choice.refused', body)
        const response: Response = { ...body, label: row.body.names[entry] ?? entry, entry, by: caller.user.id, at: now().toISOString() }
        const responses = [...row.responses, response]
        const left = standingChoice({ ...row, responses })
        return {
          change: { responses, ...(left === null ? { status: 'failed' as const } : {}) },
          body: { step: 'answer', own, entry, ...body },
        }
      })
    },

    async appointChoice({ caller, params, body, requestId }) {
      return stepped(caller, requestId, params.id, 'choice.appointed', async (tx, row) => {
        const entry = standingChoice(row)
        const response = row.responses.find((r) => r.entry === entry && r.accepts)
        if (row.status !== 'chosen' || entry === null || response === undefined)
          throw no('not-accepted', '选定的成员尚未接受', 'the chosen has not accepted')
        await appoint(tx, services, caller, {
          choice: row.id,
          method: row.method,
          kind: row.kind,
          matter: row.matter_id,
          title: row.title,
          chosen: [{ entry, response }],
          reason: body.reason,
          expectedSeq: body.expectedSeq,
          more: row.body.method === 'competitive' ? { competitors: row.body.competitors.length } : {},
        })
        return { change: { status: 'appointed' }, body: { step: 'appoint', entry, matter: row.matter_id, reason: body.reason } }
      })
    },
  }
}
