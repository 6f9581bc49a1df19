import { addDays } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { LetterDetail, SUPERVISION_ENDPOINTS } from '../contract/supervision.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { atWork } from '../ledger/work.ts'
import { tell } from '../notices/tell.ts'
import { inScope, inSystem, type Scope } from '../organisation/scope.ts'
import { peopleOf } from '../reporting/people.ts'
import type { Services } from '../services.ts'
import { openFinding } from './findings.ts'
import { inspectionOf, inspectionPage } from './inspections.ts'
import { letterOf, lettersOf } from './letter-view.ts'
import { act, answer, change, draft, KIND_WORDS, receive } from './letters.ts'
import { letterPaper } from './paper.ts'

/** What the clock does for supervision: reminds bodies of letters whose answer is due, the day before and once after. */
export async function supervisionTick(services: Services): Promise<void> {
  const day = atWork(services).day()
  const { tenantId, now } = services
  await inSystem(services, async (tx) => {
    const rows = await tx
      .selectFrom('letter_body as b')
      .innerJoin('letter as l', (join) => join.onRef('l.tenant_id', '=', 'b.tenant_id').onRef('l.id', '=', 'b.letter_id'))
      .select(['b.letter_id', 'b.body_id', 'b.reminded_on', 'l.title', 'l.kind', 'l.answer_by'])
      .where('b.tenant_id', '=', tenantId)
      .where('b.sent', '=', true)
      .where('b.answered_at', 'is', null)
      .where('l.answer_by', '<=', addDays(day, 1))
      .limit(5_000)
      .execute()
    const due = rows.filter((r) => r.reminded_on === null || (day > r.answer_by! && r.reminded_on <= r.answer_by!))
    if (due.length === 0) return
    const people = await peopleOf(tx, tenantId, [...new Set(due.map((r) => r.body_id))], day)
    await tell(
      tx,
      tenantId,
      now(),
      due.map((r) => ({
        users: people.get(r.body_id) ?? [],
        event: 'letter' as const,
        zh: `${KIND_WORDS[r.kind]}“${r.title}”${day > r.answer_by! ? '已逾答复期限' : `须于${r.answer_by}前答复`}`,
        en: `${r.title}: the answer ${day > r.answer_by! ? 'is overdue' : `is due ${r.answer_by}`}`,
        link: `/supervision/letters/${r.letter_id}`,
      })),
    )
    for (const r of due)
      await tx
        .updateTable('letter_body')
        .set({ reminded_on: day })
        .where('tenant_id', '=', tenantId)
        .where('letter_id', '=', r.letter_id)
        .where('body_id', '=', r.body_id)
        .execute()
  })
}

/** Letters and bulletins, inspections and their findings. */
export function supervisionHandlers(services: Services): Pick<Handlers, keyof typeof SUPERVISION_ENDPOINTS> {
  const { now, sealer, config } = services
  const work = atWork(services)

  /** One deed on a letter, recorded, and the letter after it. */
  const onLetter = async (
    caller: Caller,
    requestId: string,
    id: string,
    what: string,
    deed: (tx: InTenant, scope: Scope) => Promise<void>,
  ): Promise<LetterDetail> => {
    const detail = await inScope(services, caller, async (tx, scope) => {
      await deed(tx, scope)
      await record(tx, {
        tenantId: caller.tenant.id,
        userId: caller.user.id,
        at: now(),
        kind: 'letter.changed',
        subject: { type: 'letter', id },
        detail: { what },
        requestId,
      })
      return letterOf(tx, caller.tenant.id, scope, id)
    })
    sealer.nudge()
    return detail
  }

  return {
    listLetters: ({ caller, query }) => inScope(services, caller, (tx, scope) => lettersOf(tx, caller.tenant.id, scope, query)),

    draftLetter: ({ caller, body, request }) =>
      once(services, caller, 'draftLetter', idempotencyKey(request), hashOf(body), async (keep) => {
        const detail = await inScope(services, caller, async (tx, scope) => {
          const made = await letterOf(tx, caller.tenant.id, scope, await draft(tx, caller, work, body))
          await keep(tx, 201, made)
          return made
        })
        sealer.nudge()
        return new Status(201, detail)
      }),

    getLetter: ({ caller, params }) => inScope(services, caller, (tx, scope) => letterOf(tx, caller.tenant.id, scope, params.id)),

    changeLetter: ({ caller, params, body, requestId }) =>
      onLetter(caller, requestId, params.id, 'change', (tx) => change(tx, work.deed(caller), params.id, body)),

    actOnLetter: ({ caller, params, body, requestId }) =>
      onLetter(caller, requestId, params.id, body.act, (tx, scope) => act(tx, work.deed(caller), scope, work, params.id, body)),

    receiveLetter: ({ caller, params, body, requestId }) =>
      onLetter(caller, requestId, params.id, 'receive', async (tx, scope) => {
        await letterOf(tx, caller.tenant.id, scope, params.id)
        await receive(tx, work.deed(caller), scope, params.id, body.body)
      }),

    answerLetter: ({ caller, params, body, requestId }) =>
      onLetter(caller, requestId, params.id, 'answer', (tx, scope) =>
        answer(tx, work.deed(caller), scope, params.id, body.body, body.words),
      ),

    downloadLetter: async ({ caller, params, query }) => {
      const { detail, body } = await inScope(services, caller, async (tx, scope) => {
        const found = await letterOf(tx, caller.tenant.id, scope, params.id)
        // A body has its own copy.
        const own = scope.all ? query.body : (query.body ?? found.bodies[0]?.body.id)
        if (own !== undefined && !found.bodies.some((b) => b.body.id === own)) throw refuse('letter.not-found')
        return { detail: found, body: own }
      })
      return letterPaper(detail, config.bodyName, work.day(), now(), body)
    },

    listInspections: ({ caller, query }) => inScope(services, caller, (tx) => inspectionPage(tx, caller.tenant.id, query)),

    openInspection: ({ caller, body, request, requestId }) =>
      once(services, caller, 'openInspection', idempotencyKey(request), hashOf(body), async (keep) => {
        const answered = await inScope(services, caller, async (tx) => {
          const id = newId()
          const tenantId = caller.tenant.id
          await tx
            .insertInto('inspection')
            .values({
              tenant_id: tenantId,
              id,
              title: body.title,
              origin: body.origin,
              from_day: body.from,
              until_day: body.until,
              inspectors: body.inspectors,
              note: body.note,
              created_by: caller.user.id,
              created_at: now(),
            })
            .execute()
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'inspection.changed',
            subject: { type: 'inspection', id },
            detail: { what: 'opened', title: body.title },
            requestId,
          })
          const detail = await inspectionOf(tx, tenantId, id)
          await keep(tx, 201, detail)
          return detail
        })
        return new Status(201, answered)
      }),

    getInspection: ({ caller, params }) => inScope(services, caller, (tx) => inspectionOf(tx, caller.tenant.id, params.id)),

    closeInspection: ({ caller, params, requestId }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const { inspection } = await inspectionOf(tx, tenantId, params.id)
        if (inspection.closedOn === null) {
          await tx
            .updateTable('inspection')
            .set({ closed_on: work.day() })
            .where('tenant_id', '=', tenantId)
            .where('id', '=', params.id)
            .execute()
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'inspection.changed',
            subject: { type: 'inspection', id: params.id },
            detail: { what: 'closed' },
            requestId,
          })
        }
        return inspectionOf(tx, tenantId, params.id)
      }),

    addFinding: ({ caller, params, body, request }) =>
      once(services, caller, 'addFinding', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const tenantId = caller.tenant.id
        const answered = await inScope(services, caller, async (tx) => {
          const { inspection } = await inspectionOf(tx, tenantId, params.id)
          if (inspection.closedOn !== null) throw refuse('inspection.closed')
          const matter = await openFinding(tx, services, caller, { origin: inspection.origin, from: inspection.id, ...body })
          const made = { matter, detail: await inspectionOf(tx, tenantId, params.id) }
          await keep(tx, 201, made)
          return made
        })
        sealer.nudge()
        return new Status(201, answered)
      }),
  }
}
