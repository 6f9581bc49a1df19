import { readFile, rm } from 'node:fs/promises'
import { dateInChina } from '@yingshang/time'
import type { Caller } from '../accounts/sessions.ts'
import type { BANKRUPTCY_ENDPOINTS, ClaimsImport } from '../contract/bankruptcy.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import { emptyForm } from '../forms/files.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { actMany, judgeCourse } from '../matters/act.ts'
import { actorOf } from '../matters/roles.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { type Assessment, assess, deedsOf, inOrder, MOST_FINDINGS, readClaims, refusedImport, ruled } from './claims-import.ts'
import { CLAIMS_FORM, claimsDocument, claimsWorkbook } from './claims-sheet.ts'
import { contentOf, stampOf } from './claims-stamp.ts'
import { claimsCase, claimsIn, claimsView } from './claims-view.ts'
import { distributionView, planned } from './distribution.ts'
import { distributionDocument, distributionWorkbook } from './distribution-files.ts'
import { distributionDeeds, distributionLedger } from './distribution-record.ts'
import { longPending, pageOf } from './long-pending.ts'
import { longPendingWorkbook } from './long-pending-file.ts'

/** Claims tables, distributions and the ledger of long-pending cases. */
export function bankruptcyHandlers(services: Services): Pick<Handlers, keyof typeof BANKRUPTCY_ENDPOINTS> {
  const { store, now, law, sealer, config } = services
  const caseOf = (tx: InTenant, caller: Caller, id: string) => claimsCase(tx, law, caller, id, now())

  /** A distribution shows every creditor: for those who see the whole table. */
  async function wholeCase(tx: InTenant, caller: Caller, id: string) {
    const found = await caseOf(tx, caller, id)
    if (!found.whole)
      throw refuse('permission.denied', { zh: '分配测算由法院和管理人使用', en: 'For the court and the administrator of the case' })
    return found
  }

  /** A case whose administrator the caller is. */
  async function administered(tx: InTenant, caller: Caller, id: string) {
    const found = await caseOf(tx, caller, id)
    if (!found.held.roles.includes('administrator'))
      throw refuse('permission.denied', { zh: '由本案管理人办理', en: 'For the administrator of the case' })
    return found
  }

  function answered(assessment: Assessment, more: Pick<ClaimsImport, 'dryRun' | 'filed' | 'seq'>, errors: ClaimsImport['errors']) {
    const bad = new Set(errors.map((e) => e.row))
    const good = assessment.steps.filter((s) => !bad.has(s.row))
    const ready = good.filter((s) => s.action === 'file-claim' || s.action === 'list-employee-claim')
    const counted = (action: string) => good.filter((s) => s.action === action).length
    const changes = assessment.changes.filter((c) => !bad.has(c.row))
    return {
      rows: assessment.rows,
      ready: ready.length,
      unchanged: assessment.unchanged,
      amends: counted('amend-claim'),
      reviews: counted('review-claim'),
      changes: changes.slice(0, MOST_FINDINGS),
      changeCount: changes.length,
      sum: ready.reduce((s, c) => s + c.filed, 0),
      errors: inOrder(errors),
      errorCount: errors.length,
      warnings: inOrder(assessment.warnings),
      ...more,
    } satisfies ClaimsImport
  }

  return {
    async getClaims({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) => claimsView(await caseOf(tx, caller, params.id)))
    },

    async exportClaims({ caller, params, query, requestId }) {
      const tenantId = caller.tenant.id
      const { view, basis, stamps } = await store.inTenant(tenantId, async (tx) => {
        const found = await caseOf(tx, caller, params.id)
        const view = claimsView(found)
        const basis = await groundsOf(tx, tenantId, params.id)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'claims.exported',
          subject: { type: 'matter', id: params.id },
          detail: { to: query.to, rows: view.rows.length, whole: view.whole },
          requestId,
        })
        return { view, basis, stamps: new Map(found.claims.map((c) => [c.id, stampOf(contentOf(c, basis.get(c.id) ?? ''))])) }
      })
      return query.to === 'docx' ? claimsDocument(view, now()) : claimsWorkbook(view, basis, stamps, now())
    },

    async getClaimsForm({ caller, params }) {
      await store.inTenant(caller.tenant.id, (tx) => caseOf(tx, caller, params.id))
      return emptyForm(CLAIMS_FORM, now())
    },

    async importClaims({ caller, params, query, request, requestId }) {
      const tenantId = caller.tenant.id
      const administrator = (tx: InTenant) => administered(tx, caller, params.id)
      await store.inTenant(tenantId, administrator)
      const dryRun = query.dryRun === 'true'
      const { expectedSeq } = query
      if (!dryRun && expectedSeq === undefined)
        throw refuse('request.invalid', { zh: '请注明所见的步骤数 expectedSeq', en: 'Say which `expectedSeq` you saw' })
      const received = await receive(request, services.uploads, config.uploadLimitMb)
      try {
        const file = await readClaims(await readFile(received.path))
        const today = dateInChina(now().toISOString())
        const whoIs = (found: Awaited<ReturnType<typeof administrator>>) => ({
          tenantId,
          court: config.bodyName,
          userId: caller.user.id,
          actor: actorOf(caller.user.id, found.held),
        })
        if (dryRun || expectedSeq === undefined)
          return await store.inTenant(tenantId, async (tx) => {
            const found = await administrator(tx)
            const { state } = found.matter
            const assessment = assess(file, state, await groundsOf(tx, tenantId, params.id), today)
            const course = judgeCourse(law, state, deedsOf(assessment, whoIs(found)), now())
            const errors = [...assessment.errors, ...ruled(file, assessment, course)]
            return answered(assessment, { dryRun: true, filed: 0, seq: state.seq }, errors)
          })
        const confirmed = query.confirmDuplicates === 'true'
        return await once(
          services,
          caller,
          'importClaims',
          idempotencyKey(request),
          hashOf(params, query, received.sha256),
          async (keep) => {
            const answer = await store.inTenant(tenantId, async (tx) => {
              const found = await administrator(tx)
              const basis = await groundsOf(tx, tenantId, params.id)
              let assessment: Assessment | undefined
              const { actions, matter } = await actMany(tx, law, services, tenantId, params.id, expectedSeq, {
                deeds: (state) => {
                  assessment = assess(file, state, basis, today)
                  const deeds = deedsOf(assessment, whoIs(found))
                  if (assessment.errors.length > 0)
                    throw refusedImport('claims.refused', [
                      ...assessment.errors,
                      ...ruled(file, assessment, judgeCourse(law, state, deeds, now())),
                    ])
                  if (assessment.warnings.length > 0 && !confirmed) throw refusedImport('claims.duplicates', assessment.warnings)
                  return deeds
                },
                onRefused: (course) => refusedImport('claims.refused', ruled(file, assessment!, course)),
              })
              const filed = actions.filter((a) => a.action === 'file-claim' || a.action === 'list-employee-claim').length
              const reply = answered(assessment!, { dryRun: false, filed, seq: matter.state.seq }, [])
              await record(tx, {
                tenantId,
                userId: caller.user.id,
                at: now(),
                kind: 'claims.imported',
                subject: { type: 'matter', id: params.id },
                detail: {
                  file: received.name,
                  sha256: received.sha256,
                  filed: reply.filed,
                  amended: reply.amends,
                  reviewed: reply.reviews,
                  unchanged: reply.unchanged,
                },
                requestId,
              })
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

    async previewDistribution({ caller, params, body }) {
      return store.inTenant(caller.tenant.id, async (tx) => distributionView((await wholeCase(tx, caller, params.id)).claims, body))
    },

    async getDistributions({ caller, params }) {
      return store.inTenant(caller.tenant.id, async (tx) => distributionLedger(await wholeCase(tx, caller, params.id)))
    },

    async recordDistribution({ caller, params, body, request, requestId }) {
      const tenantId = caller.tenant.id
      return once(services, caller, 'recordDistribution', idempotencyKey(request), hashOf(params, body), async (keep) => {
        const answer = await store.inTenant(tenantId, async (tx) => {
          const found = await administered(tx, caller, params.id)
          let claims = 0
          let amount = 0
          const { matter } = await actMany(tx, law, services, tenantId, params.id, body.expectedSeq, {
            deeds: (state) => {
              const plan = planned(claimsIn(state), body.request)
              const deeds = distributionDeeds(plan, body, {
                tenantId,
                court: config.bodyName,
                userId: caller.user.id,
                actor: actorOf(caller.user.id, found.held),
              })
              claims = deeds.length - 1
              amount = plan.total - plan.surplus
              return deeds
            },
          })
          await record(tx, {
            tenantId,
            userId: caller.user.id,
            at: now(),
            kind: 'distribution.recorded',
            subject: { type: 'matter', id: params.id },
            detail: { kind: body.kind, final: body.final, amount, claims },
            requestId,
          })
          const reply = {
            seq: matter.state.seq,
            amount,
            claims,
            ledger: distributionLedger({ ...found, matter, claims: claimsIn(matter.state) }),
          }
          await keep(tx, 201, reply)
          return reply
        })
        sealer.nudge()
        return new Status(201, answer)
      })
    },

    async exportDistribution({ caller, params, query, body, requestId }) {
      const tenantId = caller.tenant.id
      const { view, matter } = await store.inTenant(tenantId, async (tx) => {
        const { matter, claims } = await wholeCase(tx, caller, params.id)
        const view = distributionView(claims, body)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'distribution.exported',
          subject: { type: 'matter', id: params.id },
          detail: { to: query.to, lines: view.lines.length, total: view.total, surplus: view.surplus },
          requestId,
        })
        return { view, matter }
      })
      return query.to === 'docx'
        ? distributionDocument(matter.title, matter.number, view, now())
        : distributionWorkbook(matter.title, view, now())
    },

    async listLongPending({ caller, query: { after, limit, ...filter } }) {
      const today = dateInChina(now().toISOString())
      return store.inTenant(caller.tenant.id, async (tx) => pageOf(await longPending(tx, law, caller, today, filter), after, limit))
    },

    async exportLongPending({ caller, query, requestId }) {
      const tenantId = caller.tenant.id
      const ledger = await store.inTenant(tenantId, async (tx) => {
        const ledger = await longPending(tx, law, caller, dateInChina(now().toISOString()), query)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'long-pending.exported',
          detail: { ...query, rows: ledger.items.length },
          requestId,
        })
        return ledger
      })
      return longPendingWorkbook(ledger, now())
    },
  }
}

/** The grounds of each claim by its id: they stand in the action that filed it, or in the last that amended them, and not in the table. */
async function groundsOf(tx: InTenant, tenantId: string, matterId: string): Promise<ReadonlyMap<string, string>> {
  const actions = await tx
    .selectFrom('matter_action')
    .select(['id', 'action', 'body'])
    .where('tenant_id', '=', tenantId)
    .where('matter_id', '=', matterId)
    .where('action', 'in', ['file-claim', 'list-employee-claim', 'amend-claim'])
    .orderBy('seq')
    .execute()
  const grounds = new Map<string, string>()
  for (const { id, action, body } of actions) {
    const { values = {} } = body as { values?: Record<string, unknown> }
    const claim = action === 'amend-claim' ? values.claim : id
    if (typeof claim === 'string' && typeof values.basis === 'string') grounds.set(claim, values.basis)
  }
  return grounds
}
