import { readFile, rm } from 'node:fs/promises'
import { unitMatcher } from '@yingshang/ledger'
import type { LEDGER_ENDPOINTS } from '../contract/ledger.ts'
import type { LedgerImport } from '../contract/ledger-whole-shapes.ts'
import { record } from '../events/record.ts'
import { emptyForm } from '../forms/files.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, type Keep, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { rosterOf } from '../organisation/plan-units.ts'
import { inScope } from '../organisation/scope.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { type Addition, addFacts, settledByHand } from './act.ts'
import { addEntries, adoptPlan, previewAdoption } from './adopt.ts'
import { applyAmendments, compareWithPlan, previewOf } from './amendments.ts'
import { entryHandlers } from './entry-handlers.ts'
import { allFigures } from './figures.ts'
import { mentioned, named } from './history.ts'
import { type Assessment, assess } from './import.ts'
import { readLedgerFile, refusedImport } from './import-read.ts'
import { assignmentOf, ledgerSummaries, ledgerSummary, matchUnits, openUnit, unitCounts, unitsOfLedgers } from './ledgers.ts'
import { idsOf, namesOf } from './list.ts'
import { savedFilterHandlers } from './saved-filters.ts'
import { LEDGER_FORM, ledgerPaper, ledgerWorkbook } from './sheet.ts'
import { entriesOfLedger, loadEntries, rulesOf } from './stored.ts'
import { atWork } from './work.ts'

/** Most entries in one file. */
const MOST_EXPORTED = 20_000

/** Ledgers, their entries, and everything around them. */
export function ledgerHandlers(services: Services): Pick<Handlers, keyof typeof LEDGER_ENDPOINTS> {
  const { config, uploads, now, engine, sealer } = services
  const work = atWork(services)

  return {
    ...entryHandlers(services),
    ...savedFilterHandlers(services),

    listLedgers: ({ caller }) =>
      inScope(services, caller, async (tx) => ({ items: await ledgerSummaries(tx, caller.tenant.id, work.day()) })),

    previewAdoption: ({ caller, body }) => inScope(services, caller, (tx) => previewAdoption(tx, caller.tenant.id, work.day(), body)),

    adoptPlan: ({ caller, body, request, requestId }) =>
      once(services, caller, 'adoptPlan', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await inScope(services, caller, async (tx) => {
          const { id, title, entries } = await adoptPlan(tx, work.deed(caller), work.calendar(), body)
          await record(tx, work.recorded(caller, requestId, 'ledger.adopted', id, { title, planId: body.planId, entries }))
          const summary = await ledgerSummary(tx, caller.tenant.id, work.day(), id)
          await keep(tx, 201, summary)
          return summary
        })
        sealer.nudge()
        return new Status(201, answer)
      }),

    getLedger: ({ caller, params }) =>
      inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        const ledger = await ledgerSummary(tx, tenantId, work.day(), params.id)
        const { key: _, title: __, filter: ___, ...figures } = await allFigures(tx, work.asking(caller, scope), { ledger: params.id })
        const open = await unitsOfLedgers(tx, tenantId, work.day(), params.id)
        return { ledger, figures, today: work.day(), toConfirm: open.map(openUnit) }
      }),

    changeLedger: ({ caller, params, body, requestId }) =>
      inScope(services, caller, async (tx) => {
        const before = await ledgerSummary(tx, caller.tenant.id, work.day(), params.id)
        const set = {
          ...(body.title === undefined ? {} : { title: body.title }),
          ...(body.archived === undefined ? {} : { archived: body.archived }),
        }
        await tx.updateTable('ledger').set(set).where('tenant_id', '=', caller.tenant.id).where('id', '=', params.id).execute()
        await record(
          tx,
          work.recorded(caller, requestId, 'ledger.changed', params.id, {
            before: { title: before.title, archived: before.archived },
            after: set,
          }),
        )
        return ledgerSummary(tx, caller.tenant.id, work.day(), params.id)
      }),

    matchLedgerUnits: ({ caller, params, requestId }) =>
      inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const rules = await rulesOf(tx, tenantId, params.id, work.calendar(), { writing: true })
        const entries = (await entriesOfLedger(tx, tenantId, params.id, true)).filter((e) => e.matched && e.state.phase === 'open')
        const { meant } = await matchUnits(tx, tenantId, work.day(), unitCounts(entries.map((e) => e.units)), true)
        const additions = entries.flatMap((entry): Addition[] => {
          const assignment = assignmentOf(entry.units, meant)
          const had = entry.state.assignment
          if (assignment.lead === had.lead && assignment.responsible.join() === had.responsible.join()) return []
          return [{ entry, facts: [{ kind: 'assigned', assignment, reason: '按已确认的单位名称' }] }]
        })
        await addFacts(tx, work.deed(caller), rules, additions)
        if (additions.length > 0)
          await record(tx, work.recorded(caller, requestId, 'ledger.matched', params.id, { assigned: additions.length }))
        const open = await unitsOfLedgers(tx, tenantId, work.day(), params.id)
        return { assigned: additions.length, toConfirm: open.map(openUnit) }
      }).then((answer) => {
        sealer.nudge()
        return answer
      }),

    previewAmendments: async ({ caller, params, body }) =>
      previewOf(
        await compareWithPlan((w) => inScope(services, caller, w), engine, caller.tenant.id, work.calendar(), params.id, body.planId),
        work.day(),
      ),

    applyAmendments: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'applyAmendments', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const comparison = await compareWithPlan(
          (w) => inScope(services, caller, w),
          engine,
          caller.tenant.id,
          work.calendar(),
          params.id,
          body.planId,
        )
        if (comparison.basis !== body.basis) throw refuse('ledger.preview-outdated')
        const answer = await inScope(services, caller, async (tx) => {
          const done = await applyAmendments(tx, work.deed(caller), comparison, body)
          await record(tx, work.recorded(caller, requestId, 'ledger.amended', params.id, { planId: body.planId, ...done }))
          const reply = { ...done, ledger: await ledgerSummary(tx, caller.tenant.id, work.day(), params.id) }
          await keep(tx, 200, reply)
          return reply
        })
        sealer.nudge()
        return new Status(200, answer)
      }),

    exportLedger: async ({ caller, params, query, requestId }) => {
      const tenantId = caller.tenant.id
      const { to, ...filter } = query
      const { file, progress } = await inScope(services, caller, async (tx, scope) => {
        const { title } = await ledgerSummary(tx, tenantId, work.day(), params.id)
        const ids = await idsOf(tx, work.asking(caller, scope), { ...filter, ledger: params.id }, MOST_EXPORTED)
        const entries = await loadEntries(tx, tenantId, ids)
        const rows =
          ids.length === 0
            ? []
            : await tx
                .selectFrom('ledger_entry')
                .select(['id', 'progress'])
                .where('tenant_id', '=', tenantId)
                .where('id', 'in', ids)
                .execute()
        const names = await namesOf(
          tx,
          tenantId,
          entries.flatMap(({ state: s }) => [
            ...(s.assignment.lead === null ? [] : [s.assignment.lead]),
            ...s.assignment.responsible,
            ...s.steps.map((x) => x.body),
          ]),
          [],
        )
        const rules = await rulesOf(tx, tenantId, params.id, work.calendar(), { writing: false })
        await record(tx, work.recorded(caller, requestId, 'ledger.exported', params.id, { title, to, filter, entries: entries.length }))
        return {
          file: { title, entries, rules, names, day: work.day(), now: now() },
          progress: new Map(rows.map((r) => [r.id, r.progress])),
        }
      })
      return to === 'docx' ? ledgerPaper(file) : ledgerWorkbook(file, progress)
    },

    getLedgerForm: () => emptyForm(LEDGER_FORM, now()),

    importLedger: async ({ caller, params, query, request, requestId }) => {
      const tenantId = caller.tenant.id
      const received = await receive(request, uploads, config.uploadLimitMb)
      try {
        const file = await readLedgerFile(await readFile(received.path))
        const dryRun = query.dryRun === 'true'
        const deed = work.deed(caller)
        const judge = (lock: boolean, keep: Keep) =>
          inScope(services, caller, async (tx) => {
            const rules = await rulesOf(tx, tenantId, params.id, work.calendar(), { writing: true })
            const entries = await entriesOfLedger(tx, tenantId, params.id, lock)
            const match = unitMatcher(await rosterOf(tx, tenantId, work.day()))
            const assessment = assess(file, entries, match, deed, `导入 ${received.name}`)
            const all = assessment.changed.flatMap((c) => c.changes)
            const names = await namesOf(tx, tenantId, mentioned(all, 'body'), mentioned(all, 'user'))
            if (lock && assessment.errors.length > 0) throw refusedImport(assessment.errors)
            if (lock) {
              const ledger = await tx
                .selectFrom('ledger')
                .select('last_position')
                .where('tenant_id', '=', tenantId)
                .where('id', '=', params.id)
                .forUpdate()
                .executeTakeFirstOrThrow()
              await addFacts(tx, deed, rules, assessment.changed)
              await settledByHand(tx, tenantId, assessment.changed)
              await addEntries(
                tx,
                deed,
                params.id,
                rules,
                assessment.created.map((c, i) => ({ ...c, id: newId(), position: ledger.last_position + i + 1, matched: false })),
              )
              await tx
                .updateTable('ledger')
                .set({ last_position: ledger.last_position + assessment.created.length })
                .where('tenant_id', '=', tenantId)
                .where('id', '=', params.id)
                .execute()
              await record(
                tx,
                work.recorded(caller, requestId, 'ledger.imported', params.id, {
                  file: received.name,
                  sha256: received.sha256,
                  created: assessment.created.length,
                  changed: assessment.changed.length,
                }),
              )
            }
            const answer = answered(assessment, dryRun, (c) => named(c, names))
            await keep(tx, 200, answer)
            return answer
          })
        if (dryRun) return await judge(false, async () => undefined)
        return await once(
          services,
          caller,
          'importLedger',
          idempotencyKey(request),
          hashOf(params, query, received.sha256),
          async (keep) => {
            const answer = await judge(true, keep)
            sealer.nudge()
            return new Status(200, answer)
          },
        )
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}

const MOST_SHOWN = 500

function answered(
  assessment: Assessment,
  dryRun: boolean,
  inWords: (changes: Assessment['changed'][number]['changes']) => LedgerImport['changes'][number]['changes'],
): LedgerImport {
  const { rows, changed, created, unchanged, errors } = assessment
  return {
    dryRun,
    rows,
    created: created.length,
    changed: changed.length,
    unchanged,
    changes: [
      ...changed.map((c) => ({
        row: c.row,
        sheet: '台账',
        id: c.entry.id,
        title: c.entry.state.content.title,
        changes: inWords(c.changes),
      })),
      ...created.map((c) => ({ row: c.row, sheet: '台账', id: null, title: c.content.title, changes: [] })),
    ].slice(0, MOST_SHOWN),
    errors: errors.slice(0, MOST_SHOWN),
    errorCount: errors.length,
  }
}
