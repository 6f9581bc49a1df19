import { readFile, rm } from 'node:fs/promises'
import { type ComplaintFacts, complaintOption, figuresBy, figuresOf, likeness, pairsOf } from '@yingshang/campaign'
import { calendarFor } from '@yingshang/procedure'
import { dateInChina } from '@yingshang/time'
import type { COMPLAINT_ENDPOINTS, ComplaintStatistics } from '../contract/complaints.ts'
import { record } from '../events/record.ts'
import { emptyForm } from '../forms/files.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { keyset } from '../http/keyset.ts'
import { refuse } from '../http/problem.ts'
import { openMatter } from '../matters/act.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { ALIKE, assess } from './import.ts'
import { complaintsIn, countIn, type FoundComplaint } from './rows.ts'
import { COMPLAINTS_FORM, complaintsFile, readComplaints } from './sheet.ts'

type Names = Exclude<keyof typeof COMPLAINT_ENDPOINTS, 'submitComplaint' | 'uploadComplaintFile' | 'followComplaint' | 'actOnComplaint'>

const optionTitle = (field: string, value: string | null) =>
  value === null ? { zh: '未归因', en: 'not named' } : complaintOption(field, value)

/** The list, the figures, what looks alike, import and export: for the office, and for each body its own. */
export function complaintHandlers(services: Services): Pick<Handlers, Names> {
  const { store, now, law, config, sealer } = services
  return {
    async listComplaints({ caller, query: { after, limit, ...filter } }) {
      return store.inTenant(caller.tenant.id, async (tx) => {
        const found = await complaintsIn(tx, caller, now(), filter, { after: keyset(after), limit: limit + 1 })
        const items = found.slice(0, limit).map((f) => f.row)
        return { items, next: found.length > limit ? items.at(-1)!.id : null, total: await countIn(tx, caller, now(), filter) }
      })
    },

    async getComplaintStatistics({ caller, query }) {
      const found = await store.inTenant(caller.tenant.id, (tx) => complaintsIn(tx, caller, now(), query))
      const cases = found.map((f) => f.facts)
      const calendar = calendarFor(law.setting, dateInChina(now().toISOString()))
      const groups = (key: (c: ComplaintFacts) => string | null, title: (k: string | null) => { zh: string; en: string }) =>
        figuresBy(cases, key, calendar).map(({ key: k, figures }) => ({ key: k, title: title(k), figures }))
      const names = new Map(cases.map((c) => [c.body, c.bodyName]))
      const statistics: ComplaintStatistics = {
        all: figuresOf(cases, calendar),
        byBody: groups(
          (c) => c.body,
          (k) => ({ zh: names.get(k) ?? '未派单', en: names.get(k) ?? 'not dispatched' }),
        ),
        byKind: groups(
          (c) => c.kind,
          (k) => optionTitle('kind', k),
        ),
        byChannel: groups(
          (c) => c.channel,
          (k) => optionTitle('channel', k),
        ),
        byCause: groups(
          (c) => c.cause,
          (k) => optionTitle('cause', k),
        ),
        byMonth: groups(
          (c) => c.receivedOn.slice(0, 7),
          (k) => ({ zh: k ?? '', en: k ?? '' }),
        ).toSorted((a, b) => String(a.key).localeCompare(String(b.key))),
      }
      return statistics
    },

    async listSimilarComplaints({ caller, params }) {
      const found = await store.inTenant(caller.tenant.id, (tx) => complaintsIn(tx, caller, now(), {}))
      const one = found.find((f) => f.row.id === params.id)
      if (!one) throw refuse('complaint.not-found')
      const pairs = (f: FoundComplaint) => pairsOf(`${f.row.subject}${f.content}`)
      const own = pairs(one)
      const items = found
        .filter((f) => f !== one)
        .flatMap((f) => {
          const alike = likeness(own, pairs(f))
          const samePhone = one.phone !== null && one.phone === f.phone
          const sameEnterprise = one.enterprise !== null && one.enterprise === f.enterprise
          if (alike < ALIKE && !((samePhone || sameEnterprise) && alike >= ALIKE / 2)) return []
          const why =
            samePhone || sameEnterprise
              ? { zh: '同一诉求人，内容相近', en: 'the same enterprise, much alike' }
              : { zh: '内容相近', en: 'much alike' }
          return [{ complaint: f.row, likeness: alike, why }]
        })
        .toSorted((a, b) => b.likeness - a.likeness)
        .slice(0, 20)
      return { items }
    },

    getComplaintForm: async () => emptyForm(COMPLAINTS_FORM, now()),

    async exportComplaints({ caller, query, requestId }) {
      const tenantId = caller.tenant.id
      const found = await store.inTenant(tenantId, async (tx) => {
        const rows = await complaintsIn(tx, caller, now(), query)
        await record(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'complaint.exported',
          detail: { rows: rows.length, filter: query },
          requestId,
        })
        return rows
      })
      return complaintsFile(found, now())
    },

    async importComplaints({ caller, query, request, requestId }) {
      const tenantId = caller.tenant.id
      const dryRun = query.dryRun === 'true'
      const received = await receive(request, services.uploads, config.uploadLimitMb)
      try {
        const table = await readComplaints(await readFile(received.path))
        const look = () => store.inTenant(tenantId, async (tx) => assess(table, law, await complaintsIn(tx, caller, now(), {}), now()))
        if (dryRun) return { ...(await look()).answer, dryRun: true, imported: 0 }
        return await once(services, caller, 'importComplaints', idempotencyKey(request), hashOf(query, received.sha256), async (keep) => {
          const answer = await store.inTenant(tenantId, async (tx) => {
            const { ready, answer: assessed } = assess(table, law, await complaintsIn(tx, caller, now(), {}), now())
            if (assessed.errors.length > 0)
              throw refuse('complaint.refused', undefined, {
                errors: assessed.errors.map((e) => ({
                  path: e.cell ?? '',
                  zh: e.zh,
                  en: e.en,
                })),
              })
            for (const { values } of ready)
              await openMatter(tx, law, services, 'complaint', {
                tenantId,
                court: config.bodyName,
                userId: caller.user.id,
                actor: { id: caller.user.id, roles: ['receiver'] },
                action: 'submit',
                values,
              })
            await record(tx, {
              tenantId,
              userId: caller.user.id,
              at: now(),
              kind: 'complaint.imported',
              detail: { file: received.name, sha256: received.sha256, imported: ready.length, known: assessed.known },
              requestId,
            })
            const reply = { ...assessed, dryRun: false, imported: ready.length }
            await keep(tx, 200, reply)
            return new Status(200, reply)
          })
          sealer.nudge()
          return answer
        })
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}
