import { readFile, rm } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { domainsOf, filterMeasures, type MeasureFilter, type Plan, summarise } from '@yingshang/plan'
import type { MeasureFilterQuery, PlanDetail } from '../contract/plans.ts'
import { record } from '../events/record.ts'
import { type Handlers, type ReadonlyDeep, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { Refused, refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { addPlan } from './add.ts'
import { correctionsInForce } from './corrections.ts'
import { exportPlan } from './export.ts'
import { contentOf, type LoadedPlan, listSummaries, loadPlan, storeReading, summaryById, writeListed } from './library.ts'
import { createReader } from './reading.ts'
import { receive } from './receive.ts'

const MEDIA = {
  txt: 'text/plain',
  html: 'text/html',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const

type Names =
  | 'uploadPlan'
  | 'listPlans'
  | 'getPlan'
  | 'downloadOriginal'
  | 'listMeasures'
  | 'deletePlan'
  | 'rereadPlan'
  | 'getOverview'
  | 'exportPlan'

/** The library of plans. */
export function planHandlers(services: Services): Pick<Handlers, Names> {
  const { store, config, now, metrics } = services
  const reader = createReader(services)
  const load = (tenantId: string, id: string) => store.inTenant(tenantId, (tx) => loadPlan(tx, tenantId, id))

  return {
    async uploadPlan({ caller, request, requestId }) {
      const key = idempotencyKey(request)
      const received = await receive(request, services.uploads, config.uploadLimitMb)
      try {
        return await once(services, caller, 'uploadPlan', key, hashOf(received.sha256, received.fields), async (keep) => {
          const content = await readFile(received.path)
          const arrival = {
            name: received.name,
            content,
            sha256: received.sha256,
            hints: received.fields,
            sample: false,
            userId: caller.user.id,
            requestId,
          }
          const { plan, isNew } = await addPlan(services, reader, caller.tenant.id, arrival, keep)
          return new Status(isNew ? 201 : 200, plan)
        })
      } catch (error) {
        if (error instanceof Refused && /^(document|plan)\./.test(error.problem.code)) {
          metrics.documents.inc({ result: error.problem.code })
          await store.inTenant(caller.tenant.id, (tx) =>
            record(tx, {
              tenantId: caller.tenant.id,
              userId: caller.user.id,
              at: now(),
              kind: 'plan.refused',
              detail: { code: error.problem.code, fileName: received.name, bytes: received.bytes },
              requestId,
            }),
          )
        }
        throw error
      } finally {
        await rm(received.path, { force: true })
      }
    },

    async listPlans({ caller, query }) {
      const { items, more, total } = await store.inTenant(caller.tenant.id, (tx) =>
        listSummaries(tx, caller.tenant.id, { after: keyset(query.after), limit: query.limit, q: query.q }),
      )
      return { items, next: more ? items.at(-1)!.id : null, total }
    },

    async getPlan({ caller, params }) {
      return detailOf(await load(caller.tenant.id, params.id))
    },

    async downloadOriginal({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      const summary = await store.inTenant(tenantId, async (tx) => {
        const found = await summaryById(tx, tenantId, params.id)
        if (!found) throw refuse('plan.not-found')
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'plan.downloaded',
          subject: { type: 'plan', id: found.id },
          detail: { title: found.title },
          requestId,
        })
        return found
      })
      const { name, format, bytes } = summary.file
      return { name, type: MEDIA[format], bytes, content: contentOf(store, tenantId, summary.id) }
    },

    async listMeasures({ caller, params, query }) {
      const { plan, summary } = await load(caller.tenant.id, params.id)
      const items = filterMeasures(plan, filterOf(query))
      const of = filterMeasures(plan, query.kind === undefined ? {} : { kind: query.kind }).length
      return { items, total: items.length, of, version: summary.version }
    },

    async deletePlan({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      await store.inTenant(tenantId, async (tx) => {
        const summary = await summaryById(tx, tenantId, params.id)
        if (!summary) throw refuse('plan.not-found')
        const used = await tx
          .selectFrom('alignment')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where((where) => where.or([where('lower_id', '=', params.id), where('upper_id', '=', params.id)]))
          .limit(1)
          .execute()
        if (used.length > 0) throw refuse('plan.in-use')
        await tx.deleteFrom('plan_document').where('tenant_id', '=', tenantId).where('id', '=', params.id).execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'plan.deleted',
          subject: { type: 'plan', id: params.id },
          detail: { title: summary.title, fileName: summary.file.name, sha256: summary.file.sha256 },
          requestId,
        })
      })
    },

    async rereadPlan({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      const { summary, hints } = await load(tenantId, params.id)
      const content = await buffer(contentOf(store, tenantId, summary.id))
      const reading = await reader.read(content, summary.file.name, hints)
      return store.inTenant(tenantId, async (tx) => {
        const before = await loadPlan(tx, tenantId, params.id, true)
        const version = before.summary.version + 1
        await storeReading(tx, tenantId, params.id, newId(), version, reading, caller.user.id, now())
        const after = await loadPlan(tx, tenantId, params.id)
        await writeListed(tx, tenantId, after, version, now())
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'plan.reread',
          subject: { type: 'plan', id: params.id },
          detail: {
            title: after.plan.title.value,
            measuresBefore: before.read.measures.length,
            measuresAfter: after.read.measures.length,
            correctionsLost: after.unmatched.length,
          },
          requestId,
        })
        return detailOf(await loadPlan(tx, tenantId, params.id))
      })
    },

    async getOverview({ caller, params }) {
      return summarise((await load(caller.tenant.id, params.id)).plan)
    },

    async exportPlan({ caller, params, query, requestId }) {
      const tenantId = caller.tenant.id
      const loaded = await load(tenantId, params.id)
      const { to, ...filter } = query
      const measures = filterMeasures(loaded.plan, filterOf(filter))
      const file = await exportPlan(services.engine, loaded, measures, filterOf(filter), to, now())
      await store.inTenant(tenantId, (tx) =>
        record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'plan.exported',
          subject: { type: 'plan', id: params.id },
          detail: { title: loaded.summary.title, to, filter, measures: measures.length },
          requestId,
        }),
      )
      return file
    },
  }
}

/** The filter of a query as the core takes it. */
export function filterOf({ kind, owner, role, month, domain, q }: MeasureFilterQuery): MeasureFilter {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(owner === undefined ? {} : { owner }),
    ...(role === undefined ? {} : { role }),
    ...(month === undefined ? {} : { month }),
    ...(domain === undefined ? {} : { domain }),
    ...(q === undefined ? {} : { q }),
  }
}

function detailOf(loaded: LoadedPlan): ReadonlyDeep<PlanDetail> {
  return {
    summary: loaded.summary,
    source: loaded.source,
    plan: withoutSource(loaded.plan),
    corrections: correctionsInForce(loaded),
    domains: Object.fromEntries(domainsOf(loaded.plan)),
  }
}

function withoutSource({ source: _, ...plan }: Plan): Omit<Plan, 'source'> {
  return plan
}
