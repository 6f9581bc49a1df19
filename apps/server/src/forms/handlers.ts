import { readFile, rm } from 'node:fs/promises'
import { readWorkbook, writeMarked } from '@yingshang/document'
import { dateInChina } from '@yingshang/time'
import { sql } from 'kysely'
import { z } from 'zod'
import { type FORM_ENDPOINTS, Marks } from '../contract/forms.ts'
import type { MATTER_FORM_ENDPOINTS, MatterImport } from '../contract/matter-forms.ts'
import { record } from '../events/record.ts'
import { FILE_TYPES } from '../exports/ledger-file.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse, refuseDocument, refuseInvalid } from '../http/problem.ts'
import { actOn } from '../matters/act.ts'
import { openAs } from '../matters/opening.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { emptyForm, filledForm, readFormFile } from './files.ts'
import { matterFormOf, openingRole } from './matter-form.ts'
import { type Assessment, assess, MOST_ROWS } from './matter-import.ts'
import { matterRows } from './matter-rows.ts'
import { refusedForm } from './refused.ts'

type Names = keyof typeof FORM_ENDPOINTS | keyof typeof MATTER_FORM_ENDPOINTS

const MOST_SHOWN = 500
const LONGEST_MARKS = 400_000
/** Of a workbook that is written once more; five seconds' work. */
const MARKED_LIMITS = { maxRows: 30_000, maxCells: 200_000 }

/** Matters by workbook, and the workbook with its errors marked. */
export function formHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now, law, config, sealer, uploads } = services
  const today = () => dateInChina(now().toISOString())
  const formOf = (procedure: string) => matterFormOf(law.setting, procedure, today())
  let last: Promise<unknown> = Promise.resolve()
  /** One workbook at a time is held in memory to be marked, however many are sent. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  return {
    getMatterForm: async ({ params }) => emptyForm(formOf(params.procedure).form, now()),

    async exportMatterForm({ caller, params, query, requestId }) {
      const form = formOf(params.procedure)
      const tenantId = caller.tenant.id
      const rows = await store.inTenant(tenantId, async (tx) => {
        const found = await matterRows(tx, law, form, caller, today(), query)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'matter.exported',
          detail: { procedure: params.procedure, rows: found.length, filter: query },
          requestId,
        })
        return found
      })
      return filledForm(form.form, form.form.title.zh, { rows: { matters: rows } }, now())
    },

    async importMatterForm({ caller, params, query, request, requestId }) {
      const form = formOf(params.procedure)
      const as = openingRole(form.definition, caller)
      if (as === null) throw refuse('permission.denied')
      const tenantId = caller.tenant.id
      const received = await receive(request, uploads, config.uploadLimitMb)
      try {
        const limits = { maxRows: MOST_ROWS * 5, maxCells: 200_000 }
        const table = (await readFormFile(await readFile(received.path), form.form, limits)).sheets.matters!
        const asked = { caller, as, today: today() }
        const answered = (assessment: Assessment, dryRun: boolean): MatterImport => ({
          dryRun,
          rows: table.count,
          ready: assessment.opens.length,
          unchanged: assessment.unchanged,
          amends: assessment.amends.length,
          opened: dryRun ? 0 : assessment.opens.length,
          changes: assessment.changes.slice(0, MOST_SHOWN),
          errors: assessment.errors.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, MOST_SHOWN),
          errorCount: assessment.errors.length,
        })
        if (query.dryRun === 'true')
          return await store.inTenant(tenantId, async (tx) =>
            answered(await assess(tx, services, form, table, { ...asked, lock: false }), true),
          )
        return await once(
          services,
          caller,
          'importMatterForm',
          idempotencyKey(request),
          hashOf(params, query, received.sha256),
          async (keep) => {
            const answer = await store.inTenant(tenantId, async (tx) => {
              // One import after the other: what the first has opened the second finds.
              await sql`select pg_advisory_xact_lock(hashtextextended(${`form ${tenantId} ${params.procedure}`}, 0))`.execute(tx)
              const assessment = await assess(tx, services, form, table, { ...asked, lock: true })
              if (assessment.errors.length > 0) throw refusedForm(answered(assessment, false))
              for (const { values } of assessment.opens)
                await openAs(tx, services, caller, { procedure: params.procedure, action: form.opening.id, as, values }, requestId)
              for (const { matter, deed } of assessment.amends) await actOn(tx, law, services, matter, deed)
              const { opens, amends, unchanged } = assessment
              await record(tx, {
                tenantId,
                userId: caller.user.id,
                at: now(),
                kind: 'matter.imported',
                detail: {
                  procedure: params.procedure,
                  file: received.name,
                  sha256: received.sha256,
                  opened: opens.length,
                  amended: amends.length,
                  unchanged,
                },
                requestId,
              })
              const reply = answered(assessment, false)
              await keep(tx, 200, reply)
              return reply
            })
            sealer.nudge()
            return new Status(200, answer)
          },
        )
      } finally {
        await rm(received.path, { force: true })
      }
    },

    async markWorkbook({ request }) {
      const received = await receive(request, uploads, config.uploadLimitMb, MARKED)
      try {
        const marks = marksOf(received.fields.marks)
        const content = await inTurn(async () => {
          const workbook = await readWorkbook(await readFile(received.path), { limits: MARKED_LIMITS })
          if (!workbook.ok) throw refuseDocument(workbook.refusal)
          return writeMarked(workbook.sheets, marks)
        })
        return { name: received.name.replace(/(\.xlsx)?$/i, '（标注错误）.xlsx'), type: FILE_TYPES.xlsx, content, bytes: content.length }
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}

const MARKED = { schema: z.strictObject({ marks: z.string() }), longest: LONGEST_MARKS }

function marksOf(text: string): z.output<typeof Marks> {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw refuse('request.malformed')
  }
  const marks = Marks.safeParse(given)
  if (!marks.success) throw refuseInvalid(marks.error)
  return marks.data
}
