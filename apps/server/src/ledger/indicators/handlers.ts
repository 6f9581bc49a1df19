import { readFile, rm } from 'node:fs/promises'
import { daysOf, periodOf } from '@yingshang/indicator'
import { unitMatcher } from '@yingshang/ledger'
import { addDays } from '@yingshang/time'
import type { INDICATOR_ENDPOINTS } from '../../contract/ledger-indicators.ts'
import type { InTenant } from '../../database/store.ts'
import { record } from '../../events/record.ts'
import { emptyForm, filledForm, readFormFile } from '../../forms/files.ts'
import { type Handlers, Status } from '../../http/endpoint.ts'
import { hashOf, idempotencyKey, type Keep, once } from '../../http/idempotency.ts'
import { refuse } from '../../http/problem.ts'
import { rosterOf } from '../../organisation/plan-units.ts'
import { enterScope, enterSystem, inScope, type Scope } from '../../organisation/scope.ts'
import { receive } from '../../plans/receive.ts'
import type { Services } from '../../services.ts'
import { refusedImport } from '../import-read.ts'
import { namesOf } from '../list.ts'
import { atWork } from '../work.ts'
import { bindTargets, candidatesOf, proposalsFor, targetsOf } from './bindings.ts'
import { allIndicators, changeIndicator, createIndicator, loadIndicator } from './definitions.ts'
import { indicatorDetail, listIndicators, readingsPage, verdictsOf } from './detail.ts'
import { ends, enter, mayEnter, readingRefusals, refusedReading } from './readings.ts'
import { assessReadings, importAnswer, READINGS_FORM, rowOf } from './sheet.ts'

/** Indicators: kept by the office, read by bodies, bound to targets. */
export function indicatorHandlers(services: Services): Pick<Handlers, keyof typeof INDICATOR_ENDPOINTS> {
  const { config, uploads, now, sealer } = services
  const work = atWork(services)
  const detail = async (tx: InTenant, tenantId: string, scope: Scope, id: string) =>
    indicatorDetail(tx, tenantId, work.day(), scope, await loadIndicator(tx, tenantId, id))

  return {
    listIndicators: ({ caller, query }) =>
      inScope(services, caller, (tx) => listIndicators(tx, caller.tenant.id, work.day(), { ...query, retired: query.retired === 'true' })),

    createIndicator: ({ caller, body, request, requestId }) =>
      once(services, caller, 'createIndicator', idempotencyKey(request), hashOf(body), async (keep) => {
        const answer = await inScope(services, caller, async (tx, scope) => {
          const id = await createIndicator(tx, work.deed(caller), body, work.day())
          await record(tx, work.recorded(caller, requestId, 'indicator.changed', id, { after: body }))
          const made = await detail(tx, caller.tenant.id, scope, id)
          await keep(tx, 201, made)
          return made
        })
        return new Status(201, answer)
      }),

    getIndicator: ({ caller, params }) => inScope(services, caller, (tx, scope) => detail(tx, caller.tenant.id, scope, params.id)),

    changeIndicator: ({ caller, params, body, requestId }) =>
      inScope(services, caller, async (tx, scope) => {
        const had = await loadIndicator(tx, caller.tenant.id, params.id, true)
        const bound = (await targetsOf(tx, caller.tenant.id, params.id)).length > 0
        await changeIndicator(tx, work.deed(caller), had, body, work.day(), bound)
        await record(
          tx,
          work.recorded(caller, requestId, 'indicator.changed', params.id, { before: { ...had.last, retired: had.retired }, after: body }),
        )
        return detail(tx, caller.tenant.id, scope, params.id)
      }),

    listReadings: ({ caller, params, query }) =>
      inScope(services, caller, async (tx) =>
        readingsPage(tx, caller.tenant.id, await loadIndicator(tx, caller.tenant.id, params.id), query),
      ),

    enterReading: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'enterReading', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const tenantId = caller.tenant.id
        const answer = await inScope(services, caller, async (tx, scope) => {
          const indicator = await loadIndicator(tx, tenantId, params.id)
          const standing = (await ends(tx, tenantId, [params.id], { bodies: [body.body] })).find((r) => r.period === body.period) ?? null
          const asked = { ...body, indicator, file: null }
          const refusals = readingRefusals(asked, standing, scope, work.day())
          if (refusals.some((r) => r.code === 'reading.denied')) throw refuse('permission.denied', refusals[0]!)
          if ((standing?.id ?? null) !== body.replaces) throw refuse('indicator.moved-on')
          if (refusals.length > 0) throw refusedReading(refusals)
          const targets = await enter(tx, work.deed(caller), work.calendar(), [asked])
          await record(tx, work.recorded(caller, requestId, 'indicator.read', params.id, { body: body.body, period: body.period, targets }))
          await enterScope(tx, caller.user.id, work.day())
          const after = await detail(tx, tenantId, scope, params.id)
          await keep(tx, 201, after)
          return after
        })
        sealer.nudge()
        return new Status(201, answer)
      }),

    listIndicatorCandidates: ({ caller, params }) =>
      inScope(services, caller, async (tx) => ({
        items: await candidatesOf(tx, caller.tenant.id, await loadIndicator(tx, caller.tenant.id, params.id)),
      })),

    bindTargets: ({ caller, params, body, request, requestId }) =>
      once(services, caller, 'bindTargets', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await inScope(services, caller, async (tx, scope) => {
          const indicator = await loadIndicator(tx, caller.tenant.id, params.id, true)
          const done = await bindTargets(tx, work.deed(caller), work.calendar(), indicator, body)
          await record(tx, work.recorded(caller, requestId, 'indicator.bound', params.id, done))
          const after = await detail(tx, caller.tenant.id, scope, params.id)
          await keep(tx, 200, after)
          return after
        })
        sealer.nudge()
        return new Status(200, answer)
      }),

    listTargetProposals: ({ caller, params }) =>
      inScope(services, caller, async (tx) => ({ items: await proposalsFor(tx, caller.tenant.id, params.id, params.target) })),

    getReadingForm: () => emptyForm(READINGS_FORM, now()),

    exportReadings: ({ caller, query, requestId }) =>
      inScope(services, caller, async (tx, scope) => {
        const tenantId = caller.tenant.id
        const kept =
          query.indicator === undefined ? await allIndicators(tx, tenantId) : [await loadIndicator(tx, tenantId, query.indicator)]
        const readings = await ends(
          tx,
          tenantId,
          kept.map((k) => k.id),
        )
        const bound = await verdictsOf(
          tx,
          tenantId,
          kept.map((k) => k.id),
        )
        const rows = []
        const names = await namesOf(
          tx,
          tenantId,
          [...readings, ...bound.map((b) => ({ body_id: b.body }))].flatMap((r) => r.body_id ?? []),
          [],
        )
        for (const indicator of kept) {
          const own = readings.filter((r) => r.indicator_id === indicator.id)
          rows.push(...own.filter((r) => r.value !== null).map((r) => rowOf(indicator, names, r)))
          const kind = indicator.last.period
          const period = periodOf(kind, addDays(daysOf(periodOf(kind, work.day())).from, -1))
          // Bodies that never entered a value wait as well where a target reads theirs.
          const read = bound.filter((b) => b.indicator === indicator.id && mayEnter(scope, indicator, b.body)).map((b) => b.body)
          const known = [...new Set([...own.map((r) => r.body_id), ...read])]
          const bodies = known.length === 0 ? [null] : known
          for (const body of bodies)
            if (!own.some((r) => r.body_id === body && r.period === period)) rows.push(rowOf(indicator, names, { body_id: body, period }))
        }
        await record(tx, work.recorded(caller, requestId, 'indicator.exported', query.indicator ?? '', { rows: rows.length }))
        return filledForm(READINGS_FORM, '指标读数', { rows: { readings: rows } }, now())
      }),

    importReadings: async ({ caller, query, request, requestId }) => {
      const tenantId = caller.tenant.id
      const received = await receive(request, uploads, config.uploadLimitMb)
      try {
        const { sheets } = await readFormFile(await readFile(received.path), READINGS_FORM, { maxRows: 20_000, maxCells: 400_000 })
        const dryRun = query.dryRun === 'true'
        const judge = (keep: Keep) =>
          inScope(services, caller, async (tx, scope) => {
            const indicators = await allIndicators(tx, tenantId)
            const assessed = assessReadings(sheets.readings!, {
              indicators,
              readings: await ends(
                tx,
                tenantId,
                indicators.map((i) => i.id),
              ),
              match: unitMatcher(await rosterOf(tx, tenantId, work.day())),
              scope,
              today: work.day(),
              file: received.name,
            })
            if (!dryRun && assessed.errors.length > 0) throw refusedImport(assessed.errors)
            const names = await namesOf(
              tx,
              tenantId,
              assessed.asked.flatMap((a) => a.body ?? []),
              [],
            )
            // A dry run does all of it, and undoes it.
            const targets = assessed.errors.length > 0 ? 0 : await enter(tx, work.deed(caller), work.calendar(), assessed.asked)
            const answer = importAnswer(assessed, names, dryRun, targets)
            if (dryRun) throw new Undone(answer)
            await enterSystem(tx)
            await record(
              tx,
              work.recorded(caller, requestId, 'indicator.imported', '', {
                file: received.name,
                sha256: received.sha256,
                created: answer.created,
                corrected: answer.corrected,
                targets,
              }),
            )
            await keep(tx, 200, answer)
            return answer
          })
        if (dryRun) return await judge(async () => undefined).catch(undone)
        return await once(services, caller, 'importReadings', idempotencyKey(request), hashOf(query, received.sha256), async (keep) => {
          const answer = await judge(keep)
          sealer.nudge()
          return new Status(200, answer)
        })
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}

/** What a dry run would have answered; thrown, so that its transaction leaves nothing. */
class Undone extends Error {
  readonly answer: ReturnType<typeof importAnswer>
  constructor(answer: ReturnType<typeof importAnswer>) {
    super('a dry run')
    this.answer = answer
  }
}

function undone(thrown: unknown): ReturnType<typeof importAnswer> {
  if (thrown instanceof Undone) return thrown.answer
  throw thrown
}
