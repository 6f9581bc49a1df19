import { readFile, rm } from 'node:fs/promises'
import type { RegisterImport } from '../contract/registers.ts'
import { record as recordEvent } from '../events/record.ts'
import { emptyForm } from '../forms/files.ts'
import { type Handlers, Status } from '../http/endpoint.ts'
import { hashOf, idempotencyKey, once } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { receive } from '../plans/receive.ts'
import type { Services } from '../services.ts'
import { entryView } from './entry-view.ts'
import { kindOf } from './kinds.ts'
import { enter, rosterOf, todayOf } from './roster.ts'
import { MOST_FINDINGS, type RosterReading, readRoster } from './roster-import.ts'
import { rosterForm, rosterWorkbook } from './roster-sheet.ts'

/** A register as a workbook, out and in. */
export function rosterFileHandlers(services: Services): Pick<Handlers, 'exportRegister' | 'getRegisterForm' | 'importRegister'> {
  const { store, now, config, sealer } = services
  const present = (tenantId: string, kind: string) => store.inTenant(tenantId, (tx) => rosterOf(tx, tenantId, kind))
  const answered = (reading: RosterReading, dryRun: boolean, entered: number): RegisterImport => ({
    dryRun,
    rows: reading.rows,
    ready: reading.entries.length,
    unchanged: reading.unchanged,
    entered,
    errors: reading.errors.slice(0, MOST_FINDINGS),
    errorCount: reading.errors.length,
  })

  return {
    async exportRegister({ caller, params, requestId }) {
      const kind = kindOf(params.kind)
      const tenantId = caller.tenant.id
      const today = todayOf(services)
      const entries = await store.inTenant(tenantId, async (tx) => {
        const all = await rosterOf(tx, tenantId, kind.id)
        await recordEvent(tx, {
          tenantId,
          userId: caller.user.id,
          at: now(),
          kind: 'register.exported',
          subject: { type: 'register', id: kind.id },
          detail: { rows: all.length },
          requestId,
        })
        return all.map((one) => ({
          view: entryView(kind, one, today),
          on: one.row.decisions[0]!.on,
          reason: one.row.decisions[0]!.reason,
          contact: one.row.contact,
        }))
      })
      return rosterWorkbook(kind, entries, now())
    },

    async getRegisterForm({ params }) {
      return emptyForm(rosterForm(kindOf(params.kind)), now())
    },

    async importRegister({ caller, params, query, request, requestId }) {
      const kind = kindOf(params.kind)
      const tenantId = caller.tenant.id
      const today = todayOf(services)
      const received = await receive(request, services.uploads, config.uploadLimitMb)
      try {
        const bytes = await readFile(received.path)
        const read = async () =>
          readRoster(
            kind,
            bytes,
            (await present(tenantId, kind.id)).map((one) => one.row),
            today,
          )
        if (query.dryRun === 'true') return answered(await read(), true, 0)
        return await once(
          services,
          caller,
          'importRegister',
          idempotencyKey(request),
          hashOf(params, query, received.sha256),
          async (keep) => {
            const reading = await read()
            if (reading.errors.length > 0) {
              const first = reading.errors.slice(0, 50)
              throw refuse(
                'register.import-refused',
                { zh: first.map((e) => e.zh).join('；'), en: first.map((e) => e.en).join('; ') },
                { errors: first.map((e) => ({ path: e.cell ?? '', zh: e.zh, en: e.en })) },
              )
            }
            const reply = await store.inTenant(tenantId, async (tx) => {
              for (const { draft, contact } of reading.entries) await enter(tx, services, caller, kind, draft, contact)
              await recordEvent(tx, {
                tenantId,
                userId: caller.user.id,
                at: now(),
                kind: 'register.imported',
                subject: { type: 'register', id: kind.id },
                detail: { file: received.name, sha256: received.sha256, entered: reading.entries.length },
                requestId,
              })
              const made = answered(reading, false, reading.entries.length)
              await keep(tx, 200, made)
              return made
            })
            sealer.nudge()
            return new Status(200, reply)
          },
        )
      } finally {
        await rm(received.path, { force: true })
      }
    },
  }
}
