import { rm } from 'node:fs/promises'
import type { LEDGER_ENDPOINTS } from '../contract/ledger.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { receiptOf } from '../journal/record.ts'
import { inScope } from '../organisation/scope.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { addFacts, JOURNAL_KIND, settledByHand } from './act.ts'
import { editMany } from './bulk.ts'
import { detailOf } from './detail.ts'
import { addAttachment, evidenceFile, fileAnswer, storeFile } from './evidence.ts'
import { demandFact, factOf } from './facts.ts'
import { allFigures, boardOf, groupedFigures, treeOf } from './figures.ts'
import { historyOf } from './history.ts'
import { idsOf, listEntries, summariesOf } from './list.ts'
import { loadEntry, rulesOf } from './stored.ts'
import { calendarOf, ganttOf } from './time-views.ts'
import { atWork, known } from './work.ts'

/** Entries of ledgers: lists, figures, views in time, and what people add to them. */

type Names = Extract<
  keyof typeof LEDGER_ENDPOINTS,
  | 'listEntries'
  | 'summariseEntries'
  | 'getLedgerBoard'
  | 'getLedgerTree'
  | 'getLedgerCalendar'
  | 'getLedgerGantt'
  | 'editEntries'
  | 'getEntry'
  | 'actOnEntry'
  | 'addEntryEvidence'
  | 'downloadEntryEvidence'
  | 'getEntryHistory'
  | 'getEntryReceipt'
>

/** Entries that one bulk change may touch. */
const MOST_AT_ONCE = 2000

export function entryHandlers(services: Services): Pick<Handlers, Names> {
  const { config, uploads, sealer } = services
  const work = atWork(services)

  return {
    listEntries: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        const { sort, limit, after, ...filter } = query
        const page = await listEntries(tx, work.asking(caller, scope), filter, { sort, limit, after })
        return { items: await summariesOf(tx, caller.tenant.id, page.rows), next: page.next, total: page.total, today: work.day() }
      }),

    summariseEntries: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => {
        const { group, ...filter } = query
        const asking = work.asking(caller, scope)
        // They travel together.
        const [all, groups] = await Promise.all([allFigures(tx, asking, filter), groupedFigures(tx, asking, filter, group)])
        return { today: asking.day, all, groups }
      }),

    getLedgerBoard: ({ caller, query: { limit, ...filter } }) =>
      inScope(services, caller, (tx, scope) => boardOf(tx, work.asking(caller, scope), filter, limit)),

    getLedgerTree: ({ caller, query }) =>
      inScope(services, caller, async (tx, scope) => ({ today: work.day(), nodes: await treeOf(tx, work.asking(caller, scope), query) })),

    getLedgerCalendar: ({ caller, query: { from, until, ...filter } }) =>
      inScope(services, caller, (tx, scope) => calendarOf(tx, work.asking(caller, scope), filter, from, until)),

    getLedgerGantt: ({ caller, query: { limit, after, ...filter } }) =>
      inScope(services, caller, (tx, scope) => ganttOf(tx, work.asking(caller, scope), filter, limit, after)),

    editEntries: ({ caller, body, request, requestId }) =>
      once(services, caller, 'editEntries', body.dryRun ? null : idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await known(() =>
          inScope(services, caller, async (tx, scope) => {
            const ids = body.entries ?? (await idsOf(tx, work.asking(caller, scope), body.filter!, MOST_AT_ONCE))
            if (body.expected !== undefined && body.expected !== ids.length) throw refuse('ledger.preview-outdated')
            const result = await editMany(tx, work.deed(caller), scope, work.calendar(), ids, body.fact, body.dryRun)
            if (!body.dryRun)
              await record(tx, {
                tenantId: caller.tenant.id,
                userId: caller.user.id,
                at: services.now(),
                kind: 'ledger.edited',
                detail: { fact: body.fact.kind, done: result.done, refused: result.refused },
                requestId,
              })
            await keep(tx, 200, result)
            return result
          }),
        )
        sealer.nudge()
        return new Status(200, answer)
      }),

    getEntry: ({ caller, params }) =>
      inScope(services, caller, async (tx, scope) =>
        detailOf(tx, work.asking(caller, scope), scope, work.calendar(), await loadEntry(tx, caller.tenant.id, params.id)),
      ),

    actOnEntry: ({ caller, params, body, request }) =>
      once(services, caller, 'actOnEntry', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const tenantId = caller.tenant.id
        const answer = await known(() =>
          inScope(services, caller, async (tx, scope) => {
            const entry = await loadEntry(tx, tenantId, params.id, true)
            if (body.expectedSeq !== undefined && body.expectedSeq !== entry.state.seq)
              throw refuse('entry.changed', undefined, { figures: { seq: entry.state.seq, expectedSeq: body.expectedSeq } })
            const rules = await rulesOf(tx, tenantId, entry.ledgerId, work.calendar(), { writing: true })
            const fact = factOf(body.fact, entry.state, work.day())
            demandFact(scope, entry.state, fact)
            const [added] = await addFacts(tx, work.deed(caller), rules, [{ entry, facts: [fact] }])
            await settledByHand(tx, tenantId, [{ entry, facts: [fact] }])
            const detail = await detailOf(tx, work.asking(caller, scope), scope, work.calendar(), added!.entry)
            await keep(tx, 201, detail)
            return detail
          }),
        )
        sealer.nudge()
        return new Status(201, answer)
      }),

    addEntryEvidence: async ({ caller, params, query, request }) => {
      const tenantId = caller.tenant.id
      const key = idempotencyKey(request)
      const about = query.about ?? null
      const fact = (attachment: string, name: string) =>
        ({ kind: 'evidence-added', attachment, name, about, note: query.note?.trim() || null }) as const
      // Whoever may not add evidence uploads nothing.
      await inScope(services, caller, async (tx, scope) =>
        demandFact(scope, (await loadEntry(tx, tenantId, params.id)).state, fact('', '')),
      )
      const received = await receive(request, uploads, config.uploadLimitMb)
      try {
        return await once(
          services,
          caller,
          'addEntryEvidence',
          key,
          hashOf(params, query, received.sha256, received.name),
          async (keep) => {
            const { type } = await storeFile(services, tenantId, received)
            const answer = await inScope(services, caller, async (tx, scope) => {
              const entry = await loadEntry(tx, tenantId, params.id, true)
              const rules = await rulesOf(tx, tenantId, entry.ledgerId, work.calendar(), { writing: true })
              const file = await addAttachment(tx, work.deed(caller), received, type)
              const said = fact(file.id, file.name)
              demandFact(scope, entry.state, said)
              const [added] = await addFacts(tx, work.deed(caller), rules, [{ entry, facts: [said] }])
              const detail = await detailOf(tx, work.asking(caller, scope), scope, work.calendar(), added!.entry)
              await keep(tx, 201, detail)
              return detail
            })
            sealer.nudge()
            return new Status(201, answer)
          },
        )
      } finally {
        await rm(received.path, { force: true })
      }
    },

    downloadEntryEvidence: async ({ caller, params, requestId }) => {
      const tenantId = caller.tenant.id
      const file = await inScope(services, caller, async (tx) => {
        await loadEntry(tx, tenantId, params.id)
        const found = await evidenceFile(tx, tenantId, params.id, params.attachment)
        await record(
          tx,
          work.recorded(caller, requestId, 'evidence.downloaded', params.id, { attachment: params.attachment, name: found.name }),
        )
        return found
      })
      return fileAnswer(services, tenantId, file)
    },

    getEntryHistory: ({ caller, params, query }) =>
      inScope(services, caller, async (tx) => {
        await loadEntry(tx, caller.tenant.id, params.id)
        return historyOf(tx, caller.tenant.id, params.id, query.after, query.limit)
      }),

    getEntryReceipt: async ({ caller, params }) => {
      const tenantId = caller.tenant.id
      const row = await inScope(services, caller, async (tx) => {
        await loadEntry(tx, tenantId, params.id)
        return tx
          .selectFrom('journal_record as r')
          .leftJoin('journal_entry as j', (join) => join.onRef('j.tenant_id', '=', 'r.tenant_id').onRef('j.record_id', '=', 'r.id'))
          .select(['r.kind', 'r.salt', 'r.body', 'j.index'])
          .where('r.tenant_id', '=', tenantId)
          .where('r.id', '=', params.record)
          .where('r.subject_id', '=', params.id)
          .where('r.kind', '=', JOURNAL_KIND)
          .executeTakeFirst()
      })
      if (!row) throw refuse('entry.not-found')
      const receipt = await receiptOf(sealer, row)
      if (receipt === null) throw refuse('receipt.not-sealed')
      return { name: `${params.record}.tlog-proof`, type: 'text/plain; charset=utf-8', content: Buffer.from(receipt) }
    },
  }
}
