import { readFile, rm } from 'node:fs/promises'
import type { REPORT_FORM_ENDPOINTS, ReportImport } from '../contract/report-forms.ts'
import type { BodyReport } from '../contract/reporting.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { emptyForm, filledForm, readFormFile } from '../forms/files.ts'
import { refusedForm } from '../forms/refused.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { atWork } from '../ledger/work.ts'
import { inScope, type Scope } from '../organisation/scope.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { reportOf, saveReport } from './report.ts'
import { assessReports, REPORT_FORM, reportRows } from './report-form.ts'
import { roundRows, roundsOf } from './rounds.ts'

const MOST_SHOWN = 500

/** The reports of a round out and in as a workbook. */
export function reportFormHandlers(services: Services): Pick<Handlers, keyof typeof REPORT_FORM_ENDPOINTS> {
  const { now, config, uploads } = services
  const work = atWork(services)

  /** The round, and the reports of it that the person may see. */
  async function reportsOf(
    tx: InTenant,
    tenantId: string,
    scope: Scope,
    key: { readonly ledger: string; readonly cycle: string; readonly body?: string | undefined },
  ) {
    const [round] = await roundsOf(tx, tenantId, work.day(), key)
    if (!round) throw refuse('round.not-found')
    const reports: BodyReport[] = []
    for (const { body } of await roundRows(tx, tenantId, work.day(), key))
      if (key.body === undefined || key.body === body.id)
        // By full names: short ones may be those of two bodies.
        reports.push({ ...(await reportOf(tx, tenantId, scope, work, { ledger: key.ledger, cycle: key.cycle, body: body.id })), body })
    return { round, reports }
  }

  return {
    getReportForm: () => emptyForm(REPORT_FORM, now()),

    async exportReports({ caller, query, requestId }) {
      const { title, rows } = await inScope(services, caller, async (tx, scope) => {
        const { round, reports } = await reportsOf(tx, caller.tenant.id, scope, query)
        const found = reports.flatMap(reportRows)
        await record(
          tx,
          work.recorded(caller, requestId, 'report.round-exported', query.ledger, {
            cycle: query.cycle,
            bodies: reports.length,
            rows: found.length,
          }),
        )
        return { title: `${round.ledger.name}${round.title.zh}报送`, rows: found }
      })
      return filledForm(REPORT_FORM, title, { rows: { reports: rows } }, now())
    },

    async importReports({ caller, query, request, requestId }) {
      const tenantId = caller.tenant.id
      const received = await receive(request, uploads, config.uploadLimitMb)
      try {
        const limits = { maxRows: 30_000, maxCells: 400_000 }
        const table = (await readFormFile(await readFile(received.path), REPORT_FORM, limits)).sheets.reports!
        const dryRun = query.dryRun === 'true'
        const answered = ({ drafts, changed, unchanged, errors }: ReturnType<typeof assessReports>): ReportImport => ({
          dryRun,
          rows: table.count,
          changed,
          unchanged,
          bodies: drafts.map((d) => d.report.body.name),
          errors: errors.slice(0, MOST_SHOWN),
          errorCount: errors.length,
        })
        const assessed = async (tx: InTenant, scope: Scope) => assessReports(table, (await reportsOf(tx, tenantId, scope, query)).reports)
        if (dryRun) return await inScope(services, caller, async (tx, scope) => answered(await assessed(tx, scope)))
        return await once(services, caller, 'importReports', idempotencyKey(request), hashOf(query, received.sha256), async (keep) => {
          const reply = await inScope(services, caller, async (tx, scope) => {
            const found = await assessed(tx, scope)
            const answer = answered(found)
            if (answer.errorCount > 0) throw refusedForm(answer)
            for (const { report, lines } of found.drafts)
              await saveReport(tx, work.deed(caller), scope, work, {
                ledger: query.ledger,
                cycle: query.cycle,
                body: report.body.id,
                version: report.version,
                lines,
                handIn: false,
              })
            await record(
              tx,
              work.recorded(caller, requestId, 'report.imported', query.ledger, {
                cycle: query.cycle,
                file: received.name,
                sha256: received.sha256,
                changed: found.changed,
              }),
            )
            await keep(tx, 200, answer)
            return answer
          })
          return new Status(200, reply)
        })
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}
