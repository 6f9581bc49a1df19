import { createHash } from 'node:crypto'
import { type EntryStatus, type RiskRules, risksFrom, STATUSES, settingsOf, standingOf, stateOn } from '@yingshang/ledger'
import { sql } from 'kysely'
import type { LEDGER_RISK_ENDPOINTS, LedgerRisks, RiskPreview, RiskSetting } from '../contract/ledger-risks.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { Handlers } from '../http/endpoint.ts'
import { refuse } from '../http/problem.ts'
import { record as seal } from '../journal/record.ts'
import { inScope } from '../organisation/scope.ts'
import type { Services } from '../services.ts'
import { namesOf } from './list.ts'
import { entriesOfLedger, rulesOf, type StoredEntry } from './stored.ts'
import { type AtWork, atWork } from './work.ts'

/** The rules of risk of one ledger: seen by everybody, changed by the office after a preview of what changes its state. */

const MOST_SHOWN = 500

interface Judged {
  readonly entry: StoredEntry
  readonly atRiskFrom: { readonly before: string | null; readonly after: string | null }
  readonly from: EntryStatus
  readonly to: EntryStatus
}

/** Every entry of a ledger under the rules that hold and under others. */
async function judgedBoth(tx: InTenant, tenantId: string, ledgerId: string, work: AtWork, settings: readonly RiskSetting[], lock: boolean) {
  const had = await rulesOf(tx, tenantId, ledgerId, work.calendar(), { writing: true })
  const source = [{ rule: 'G3', provision: '台账管理单位设定', verified: true }]
  const risks: RiskRules = risksFrom(settings as Parameters<typeof risksFrom>[0], had.risks, work.day(), source)
  const entries = await entriesOfLedger(tx, tenantId, ledgerId, lock)
  const judged = entries.map((entry): Judged => {
    const before = standingOf(entry.state, had.risks, had.calendar).standing
    const after = standingOf(entry.state, risks, had.calendar).standing
    return {
      entry,
      atRiskFrom: { before: before.atRiskFrom, after: after.atRiskFrom },
      from: stateOn(before, work.day()),
      to: stateOn(after, work.day()),
    }
  })
  const seen = entries.map((e) => `${e.id} ${e.state.seq}`)
  const basis = createHash('sha256')
    .update(JSON.stringify([had.risks, settings, work.day(), seen]))
    .digest('base64url')
  return { risks, judged, basis }
}

function previewOf(judged: readonly Judged[], basis: string): RiskPreview {
  const changed = judged.filter((j) => j.from !== j.to)
  const count = (from: EntryStatus, to: EntryStatus) => changed.filter((j) => j.from === from && j.to === to).length
  return {
    entries: judged.filter((j) => j.entry.state.phase === 'open').length,
    changed: changed.length,
    moves: STATUSES.flatMap((from) => STATUSES.map((to) => ({ from, to, count: count(from, to) }))).filter((m) => m.count > 0),
    items: changed.slice(0, MOST_SHOWN).map(({ entry, from, to }) => ({
      id: entry.id,
      number: entry.state.content.number,
      title: entry.state.content.title,
      from,
      to,
    })),
    basis,
  }
}

/** The rules that hold, and those before them. */
async function risksOf(tx: InTenant, tenantId: string, ledgerId: string, work: AtWork): Promise<LedgerRisks> {
  const { risks } = await rulesOf(tx, tenantId, ledgerId, work.calendar(), { writing: false })
  const history = await tx
    .selectFrom('ledger_risks')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('ledger_id', '=', ledgerId)
    .orderBy('version', 'desc')
    .execute()
  const names = await namesOf(
    tx,
    tenantId,
    [],
    history.flatMap((h) => h.recorded_by ?? []),
  )
  return {
    version: history[0]?.version ?? 0,
    effectiveFrom: risks.effectiveFrom,
    rules: settingsOf(risks) as RiskSetting[],
    history: history.map((h) => ({
      version: h.version,
      effectiveFrom: h.effective_from,
      rules: settingsOf(h.rules) as RiskSetting[],
      reason: h.reason,
      changed: h.changed,
      by: { id: h.recorded_by, displayName: h.recorded_by === null ? '系统 System' : names.user(h.recorded_by) },
      at: h.recorded_at.toISOString(),
    })),
  }
}

export function riskHandlers(services: Services): Pick<Handlers, keyof typeof LEDGER_RISK_ENDPOINTS> {
  const work = atWork(services)
  return {
    getLedgerRisks: ({ caller, params }) => inScope(services, caller, (tx) => risksOf(tx, caller.tenant.id, params.id, work)),

    previewLedgerRisks: ({ caller, params, body }) =>
      inScope(services, caller, async (tx) => {
        const { judged, basis } = await judgedBoth(tx, caller.tenant.id, params.id, work, body.rules, false)
        return previewOf(judged, basis)
      }),

    changeLedgerRisks: async ({ caller, params, body, requestId }) => {
      const answer = await inScope(services, caller, async (tx) => {
        const tenantId = caller.tenant.id
        const deed = work.deed(caller)
        await tx.selectFrom('ledger').select('id').where('tenant_id', '=', tenantId).where('id', '=', params.id).forUpdate().execute()
        const { risks, judged, basis } = await judgedBoth(tx, tenantId, params.id, work, body.rules, true)
        if (basis !== body.basis) throw refuse('ledger.preview-outdated')
        const { version } = await risksOf(tx, tenantId, params.id, work)
        const changed = judged.filter((j) => j.from !== j.to).length
        await tx
          .updateTable('ledger')
          .set({ risks: JSON.stringify(risks) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', params.id)
          .execute()
        const moved = judged.filter((j) => j.atRiskFrom.before !== j.atRiskFrom.after)
        await sql`
          update ledger_entry e set at_risk_from = x.at_risk_from::date
          from unnest(${moved.map((j) => j.entry.id)}::uuid[], ${moved.map((j) => j.atRiskFrom.after)}::text[]) as x(id, at_risk_from)
          where e.tenant_id = ${tenantId} and e.id = x.id`.execute(tx)
        await tx
          .insertInto('ledger_risks')
          .values({
            tenant_id: tenantId,
            ledger_id: params.id,
            version: version + 1,
            rules: JSON.stringify(risks),
            reason: body.reason,
            changed,
            effective_from: work.day(),
            recorded_by: caller.user.id,
            recorded_at: deed.at,
          })
          .execute()
        await seal(tx, tenantId, [
          {
            kind: 'ledger.risks',
            subjectId: params.id,
            userId: caller.user.id,
            at: deed.at,
            body: { ledger: params.id, version: version + 1, risks, reason: body.reason },
          },
        ])
        await record(
          tx,
          work.recorded(caller, requestId, 'ledger.risks-changed', params.id, { version: version + 1, reason: body.reason, changed }),
        )
        return risksOf(tx, tenantId, params.id, work)
      })
      services.sealer.nudge()
      return answer
    },
  }
}
