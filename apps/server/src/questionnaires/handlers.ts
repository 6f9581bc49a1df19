import { crossTables, faultsOfDraft, leastGroup, resultsOf, talliesBy, tallyOf } from '@yingshang/campaign/questionnaire'
import { addDays, dayNumber } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { QUESTIONNAIRE_ENDPOINTS, QuestionnaireDetail, QuestionnaireDraft } from '../contract/questionnaires.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { record as seal } from '../journal/record.ts'
import { atWork } from '../ledger/work.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { openFinding } from '../supervision/findings.ts'
import { closeNow } from './closing.ts'
import { answersFile, resultsFile, textsOf, ticketsFile } from './files.ts'
import { digestOfTicket, newSlug, newTicket } from './passes.ts'
import { columnsOf, detailOf, draftOf, endedOf, pathOf, questionnaireOf, questionnairesOf, stateOf, summaryOf } from './rows.ts'

type Names = Exclude<keyof typeof QUESTIONNAIRE_ENDPOINTS, 'getPublicQuestionnaire' | 'checkTicket' | 'answerQuestionnaire'>

const LAST_DAY = '9999-12-31'

/** What the office does with questionnaires. */
export function questionnaireHandlers(services: Services): Pick<Handlers, Names> {
  const { now, sealer, config, digestKey } = services
  const today = atWork(services).day

  const note = (tx: InTenant, caller: Caller, requestId: string, id: string, detail: { what: string; [more: string]: unknown }) =>
    record(tx, {
      tenantId: caller.tenant.id,
      userId: caller.user.id,
      at: now(),
      kind: detail.what.startsWith('export') ? 'questionnaire.exported' : 'questionnaire.changed',
      subject: { type: 'questionnaire', id },
      detail,
      requestId,
    })

  const create = async (
    tx: InTenant,
    caller: Caller,
    requestId: string,
    draft: QuestionnaireDraft,
    what: string,
  ): Promise<QuestionnaireDetail> => {
    const id = newId()
    await tx
      .insertInto('questionnaire')
      .values({
        tenant_id: caller.tenant.id,
        id,
        slug: newSlug(),
        ...columnsOf(draft),
        status: 'draft',
        version: 0,
        tickets_issued: 0,
        tickets_used: 0,
        created_by: caller.user.id,
        created_at: now(),
        published_by: null,
        published_at: null,
        closed_by: null,
        closed_at: null,
      })
      .execute()
    await note(tx, caller, requestId, id, { what, title: draft.title })
    return detailOf(tx, caller.tenant.id, id, today())
  }

  /** A draft, locked, as the caller saw it. */
  const draftSeen = async (tx: InTenant, tenantId: string, id: string, version: number) => {
    const row = await questionnaireOf(tx, tenantId, id, 'update')
    if (row.status !== 'draft') throw refuse('questionnaire.fixed')
    if (row.version !== version) throw refuse('version.conflict', undefined, { version: row.version })
    return row
  }

  /** What all sheets of a questionnaire that has ended say, divided by a question if one is named. */
  const counted = async (tx: InTenant, tenantId: string, id: string, by: string | undefined) => {
    const { row, sheets } = await endedOf(tx, tenantId, id, today())
    const results = resultsOf(row.questions, tallyOf(row.questions, sheets), row.hide_below)
    const tables = by === undefined ? [] : crossTables(row.questions, results, by, talliesBy(row.questions, by, sheets), row.hide_below)
    return { row, results, tables, by: by ?? null }
  }

  return {
    listQuestionnaires: ({ caller, query }) =>
      inScope(services, caller, async (tx) => {
        const found = await questionnairesOf(tx, caller.tenant.id, keyset(query.after), query.limit + 1)
        const items = found.slice(0, query.limit).map((row) => summaryOf(row, today()))
        return { items, next: found.length > query.limit ? items.at(-1)!.id : null }
      }),

    draftQuestionnaire: ({ caller, body, request, requestId }) =>
      once(services, caller, 'draftQuestionnaire', idempotencyKey(request), hashOf(body), async (keep) => {
        const made = await inScope(services, caller, async (tx) => {
          const detail = await create(tx, caller, requestId, body, 'drafted')
          await keep(tx, 201, detail)
          return detail
        })
        return new Status(201, made)
      }),

    getQuestionnaire: ({ caller, params }) => inScope(services, caller, (tx) => detailOf(tx, caller.tenant.id, params.id, today())),

    changeQuestionnaire: ({ caller, params, body: { version, draft }, requestId }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        await draftSeen(tx, tenantId, params.id, version)
        await tx
          .updateTable('questionnaire')
          .set({ ...columnsOf(draft), version: version + 1 })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .execute()
        await note(tx, caller, requestId, params.id, { what: 'changed', title: draft.title })
        return detailOf(tx, tenantId, params.id, today())
      }),

    async publishQuestionnaire({ caller, params, body: { version }, requestId }) {
      const detail = await inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const draft = draftOf(await draftSeen(tx, tenantId, params.id, version))
        const faults = faultsOfDraft(draft, today(), leastGroup(today()))
        if (faults.length > 0)
          throw refuse('questionnaire.faulty', undefined, { errors: faults.map(({ path, zh, en }) => ({ path, zh, en })) })
        await tx
          .updateTable('questionnaire')
          .set({ status: 'published', published_by: caller.user.id, published_at: now(), version: version + 1 })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .execute()
        await note(tx, caller, requestId, params.id, { what: 'published', title: draft.title })
        await seal(tx, tenantId, [
          {
            kind: 'supervision.questionnaire',
            subjectId: params.id,
            userId: caller.user.id,
            at: now(),
            body: { act: 'published', questionnaire: draft },
          },
        ])
        return detailOf(tx, tenantId, params.id, today())
      })
      sealer.nudge()
      return detail
    },

    async closeQuestionnaire({ caller, params, requestId }) {
      const detail = await inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const row = await questionnaireOf(tx, tenantId, params.id)
        if (row.status === 'draft') throw refuse('questionnaire.not-open')
        if (await closeNow(tx, tenantId, params.id, caller.user.id, now()))
          await note(tx, caller, requestId, params.id, { what: 'closed', title: row.title })
        return detailOf(tx, tenantId, params.id, today())
      })
      sealer.nudge()
      return detail
    },

    duplicateQuestionnaire: ({ caller, params, request, requestId }) =>
      once(services, caller, 'duplicateQuestionnaire', idempotencyKey(request), hashOf(params), async (keep) => {
        const made = await inScope(services, caller, async (tx) => {
          const draft = draftOf(await questionnaireOf(tx, caller.tenant.id, params.id))
          // A draft may hold any two days; the copy ends at the latest with the last day that can be written.
          const days = Math.min(dayNumber(draft.closesOn) - dayNumber(draft.opensOn), dayNumber(LAST_DAY) - dayNumber(today()))
          const again = { ...draft, opensOn: today(), closesOn: addDays(today(), Math.max(0, days)) }
          const detail = await create(tx, caller, requestId, again, 'duplicated')
          await keep(tx, 201, detail)
          return detail
        })
        return new Status(201, made)
      }),

    issueTickets: ({ caller, params, body: { count }, requestId }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const row = await questionnaireOf(tx, tenantId, params.id, 'update')
        if (row.way === 'open') throw refuse('questionnaire.open-to-all')
        if (row.status !== 'published' || stateOf(row, today()) === 'closed') throw refuse('questionnaire.not-open')
        const tickets = Array.from({ length: count }, newTicket)
        const rows = tickets.map((ticket) => ({
          tenant_id: tenantId,
          questionnaire_id: row.id,
          digest: digestOfTicket(digestKey, row.id, ticket)!,
          used: false,
        }))
        await tx.insertInto('questionnaire_pass').values(rows).execute()
        await tx
          .updateTable('questionnaire')
          .set({ tickets_issued: row.tickets_issued + count })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', row.id)
          .execute()
        await note(tx, caller, requestId, row.id, { what: 'tickets', count })
        return { tickets, path: pathOf(row.slug) }
      }),

    async exportTickets({ caller, params, body: { tickets, base } }) {
      const row = await inScope(services, caller, (tx) => questionnaireOf(tx, caller.tenant.id, params.id))
      const address = `${config.publicUrl[0] ?? new URL(base).origin}${pathOf(row.slug)}`
      return ticketsFile(row.title, address, tickets, now())
    },

    getQuestionnaireResults: ({ caller, params, query }) =>
      inScope(services, caller, async (tx) => {
        const { row, results, tables, by } = await counted(tx, caller.tenant.id, params.id, query.by)
        return { sheets: row.sheets, hideBelow: row.hide_below, questions: results, by, tables }
      }),

    exportQuestionnaireResults: ({ caller, params, query, requestId }) =>
      inScope(services, caller, async (tx) => {
        const { row, results, tables, by } = await counted(tx, caller.tenant.id, params.id, query.by)
        await note(tx, caller, requestId, row.id, { what: 'export results', by })
        return resultsFile(row, results, tables, by, now())
      }),

    listQuestionnaireTexts: ({ caller, params }) =>
      inScope(services, caller, async (tx) => {
        const { row, sheets } = await endedOf(tx, caller.tenant.id, params.id, today())
        return { items: textsOf(row, sheets) }
      }),

    exportQuestionnaireAnswers: ({ caller, params, requestId }) =>
      inScope(services, caller, async (tx) => {
        const { row, sheets } = await endedOf(tx, caller.tenant.id, params.id, today())
        await note(tx, caller, requestId, row.id, { what: 'export answers', sheets: sheets.length })
        return answersFile(row, sheets, now())
      }),

    addQuestionnaireFinding: ({ caller, params, body, request }) =>
      once(services, caller, 'addQuestionnaireFinding', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const tenantId = caller.tenant.id
        const made = await inScope(services, caller, async (tx) => {
          const row = await questionnaireOf(tx, tenantId, params.id)
          if (stateOf(row, today()) !== 'closed') throw refuse('questionnaire.running')
          const matter = await openFinding(tx, services, caller, { origin: 'survey', from: row.id, ...body })
          const answer = { matter, detail: await detailOf(tx, tenantId, params.id, today()) }
          await keep(tx, 201, answer)
          return answer
        })
        sealer.nudge()
        return new Status(201, made)
      }),
  }
}
