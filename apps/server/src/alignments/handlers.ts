import { anchorOf, type Below, coverage, type Measure } from '@yingshang/plan'
import type { Change } from '../contract/problem.ts'
import { toJsonb } from '../database/jsonb.ts'
import { record } from '../events/record.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { loadPlan } from '../plans/library.ts'
import type { Services } from '../services.ts'
import {
  createAlignment,
  type Detail,
  decisionRows,
  type LoadedAlignment,
  listAlignments,
  loadAlignment,
  pairFinder,
  pairsOf,
  standingRows,
  summaryOf,
} from './compare.ts'
import { exportAlignment } from './export.ts'

type Names =
  | 'createAlignment'
  | 'listAlignments'
  | 'getAlignment'
  | 'deleteAlignment'
  | 'decide'
  | 'getCoverage'
  | 'getPlanCoverage'
  | 'exportAlignment'

/** Two plans side by side. */
export function alignmentHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now } = services

  async function detail(tenantId: string, id: string): Promise<Detail> {
    const loaded = await loadAlignment(services, tenantId, id)
    const summary = await store.inTenant(tenantId, (tx) => summaryOf(tx, tenantId, id))
    const { decided } = loaded.comparison
    return {
      summary,
      lower: { text: loaded.lower.source.text, measures: loaded.lower.plan.measures },
      upper: { text: loaded.upper.source.text, measures: loaded.upper.plan.measures },
      pairs: pairsOf(loaded),
      unmatchedLower: decided.unmatched.lower,
      unmatchedUpper: decided.unmatched.upper,
      coverage: coverage(loaded.upper.plan, [belowOf(loaded)]),
    }
  }

  return {
    async createAlignment({ caller, body, request, requestId }) {
      const tenantId = caller.tenant.id
      return once(services, caller, 'createAlignment', idempotencyKey(request), hashOf(body), async (keep) => {
        const { id, isNew } = await createAlignment(services, tenantId, body.lowerId, body.upperId, caller.user.id, requestId, keep)
        return new Status(isNew ? 201 : 200, await store.inTenant(tenantId, (tx) => summaryOf(tx, tenantId, id)))
      })
    },

    async listAlignments({ caller, query }) {
      const tenantId = caller.tenant.id
      const { items, more } = await store.inTenant(tenantId, (tx) =>
        listAlignments(tx, tenantId, { after: keyset(query.after), limit: query.limit, planId: query.planId }),
      )
      return { items, next: more ? items.at(-1)!.id : null }
    },

    async getAlignment({ caller, params }) {
      return detail(caller.tenant.id, params.id)
    },

    async deleteAlignment({ caller, params, requestId }) {
      const tenantId = caller.tenant.id
      await store.inTenant(tenantId, async (tx) => {
        const summary = await summaryOf(tx, tenantId, params.id)
        await tx.deleteFrom('alignment').where('tenant_id', '=', tenantId).where('id', '=', params.id).execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'alignment.deleted',
          subject: { type: 'alignment', id: params.id },
          detail: { lower: summary.lower.title, upper: summary.upper.title },
          requestId,
        })
      })
    },

    async decide({ caller, params, body, requestId }) {
      const tenantId = caller.tenant.id
      await store.inTenant(tenantId, async (tx) => {
        const row = await tx
          .selectFrom('alignment')
          .select(['id', 'lower_id', 'upper_id', 'version'])
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .forUpdate()
          .executeTakeFirst()
        if (!row) throw refuse('alignment.not-found')
        const lower = (await loadPlan(tx, tenantId, row.lower_id)).plan
        const upper = (await loadPlan(tx, tenantId, row.upper_id)).plan
        const measure = (plan: typeof lower, id: string): Measure => {
          const found = plan.measures.find((m) => m.id === id)
          if (!found) throw refuse('measure.not-found')
          return found
        }
        const [a, b] = [measure(lower, body.lower), measure(upper, body.upper)]
        const wrong = body.insteadOf === undefined ? null : measure(upper, body.insteadOf)
        if (body.version > row.version)
          throw refuse('request.invalid', { zh: 'version 大于当前版本', en: '`version` is above the present one' })

        const rows = await decisionRows(tx, tenantId, params.id)
        const find = pairFinder(lower, upper)
        const speaksOf = (decision: (typeof rows)[number]) => {
          const pair = find(decision)
          return pair !== null && pair.lower === body.lower && (pair.upper === body.upper || pair.insteadOf === body.upper)
        }
        const changes: Change[] = rows
          .filter((r) => r.version > body.version && speaksOf(r.undoes === null ? r : rows.find((x) => x.id === r.undoes)!))
          .map((r) => ({
            version: r.version,
            what: r.undoes === null ? 'decided' : 'undone',
            measureId: body.lower,
            field: null,
            value: { lower: body.lower, upper: body.upper, verdict: r.verdict },
            by: r.by,
            at: r.at.toISOString(),
          }))
        if (changes.length > 0) throw refuse('version.conflict', undefined, { version: row.version, changes })

        const last = standingRows(rows).filter(speaksOf).at(-1)
        if (body.decision === 'cleared' && !last) return
        const version = row.version + 1
        const made = { tenant_id: tenantId, id: newId(), alignment_id: params.id, version, made_by: caller.user.id, made_at: now() }
        if (body.decision === 'cleared')
          await tx
            .insertInto('alignment_decision')
            .values({ ...made, verdict: null, lower_anchor: null, upper_anchor: null, instead_of: null, undoes: last!.id })
            .execute()
        else
          await tx
            .insertInto('alignment_decision')
            .values({
              ...made,
              verdict: body.decision,
              lower_anchor: toJsonb(anchorOf(a)),
              upper_anchor: toJsonb(anchorOf(b)),
              instead_of: wrong === null ? null : toJsonb(anchorOf(wrong)),
              undoes: null,
            })
            .execute()
        await tx.updateTable('alignment').set({ version }).where('tenant_id', '=', tenantId).where('id', '=', params.id).execute()
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'alignment.decided',
          subject: { type: 'alignment', id: params.id },
          detail: { lower: body.lower, upper: body.upper, decision: body.decision, before: last?.verdict ?? null },
          requestId,
        })
      })
      return detail(tenantId, params.id)
    },

    async getCoverage({ caller, params }) {
      const loaded = await loadAlignment(services, caller.tenant.id, params.id)
      return coverage(loaded.upper.plan, [belowOf(loaded)])
    },

    async getPlanCoverage({ caller, params }) {
      const tenantId = caller.tenant.id
      const { upper, ids } = await store.inTenant(tenantId, async (tx) => ({
        upper: await loadPlan(tx, tenantId, params.id),
        ids: await tx
          .selectFrom('alignment')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('upper_id', '=', params.id)
          .orderBy('id')
          .execute(),
      }))
      const below: Below[] = []
      for (const { id } of ids) below.push(belowOf(await loadAlignment(services, tenantId, id)))
      return coverage(upper.plan, below)
    },

    async exportAlignment({ caller, params, query, requestId }) {
      const tenantId = caller.tenant.id
      const loaded = await loadAlignment(services, tenantId, params.id)
      const file = await exportAlignment(services.engine, loaded, query.kind, query.to, now())
      await store.inTenant(tenantId, (tx) =>
        record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'alignment.exported',
          subject: { type: 'alignment', id: params.id },
          detail: { to: query.to, kind: query.kind ?? null, lower: loaded.lower.summary.title, upper: loaded.upper.summary.title },
          requestId,
        }),
      )
      return file
    },
  }
}

/** The lower plan as the body that answers; a plan without an issuer stands for itself. */
function belowOf({ lower, comparison }: LoadedAlignment): Below {
  return {
    body: lower.plan.issuer.value ?? lower.summary.title,
    plan: lower.plan,
    alignment: comparison.decided,
    drift: comparison.drift,
  }
}
