import { changesOf } from '@yingshang/ledger'
import type { Calendar } from '@yingshang/time'
import type { EntryBulkResult, FactRequest } from '../contract/ledger-shapes.ts'
import type { InTenant } from '../database/store.ts'
import { Refused } from '../http/problem.ts'
import type { Scope } from '../organisation/scope.ts'
import { addFacts, type Deed, dayOf, judged, settledByHand } from './act.ts'
import { demandFact, factOf } from './facts.ts'
import { mentioned, named } from './history.ts'
import { namesOf } from './list.ts'
import { type LedgerRules, loadEntries, rulesOf, type StoredEntry } from './stored.ts'

/**
 * The same fact for many entries: each is judged for itself, those that refuse are left as they are and say why, the others are written
 * together. A preview judges the same way and writes nothing.
 */
export async function editMany(
  tx: InTenant,
  deed: Deed,
  scope: Scope,
  calendar: Calendar,
  ids: readonly string[],
  request: FactRequest,
  dryRun: boolean,
): Promise<EntryBulkResult> {
  const { tenantId } = deed
  const seen = await loadEntries(tx, tenantId, [...new Set(ids)])
  // Row-level security locks for nobody what they may not change: those are judged as they were seen, and refused.
  const locked = new Map(
    (dryRun
      ? seen
      : await loadEntries(
          tx,
          tenantId,
          seen.map((e) => e.id),
          true,
        )
    ).map((e) => [e.id, e]),
  )
  const entries = seen.map((e) => locked.get(e.id) ?? e)
  const rules = new Map<string, LedgerRules | Refused>()
  for (const id of new Set(entries.map((e) => e.ledgerId))) rules.set(id, await rulesOrRefusal(tx, tenantId, id, calendar))
  const results = entries.map((entry) => ({ entry, ...judgedFor(entry, deed, scope, request, rules.get(entry.ledgerId)!) }))
  const good = results.filter((r) => r.refusals.length === 0)
  if (!dryRun)
    for (const [ledger, held] of rules) {
      if (held instanceof Refused) continue
      const own = good.filter((r) => r.entry.ledgerId === ledger)
      const additions = own.map((r) => ({ entry: r.entry, facts: [r.fact!] }))
      await addFacts(tx, deed, held, additions)
      await settledByHand(tx, tenantId, additions)
    }
  const all = good.flatMap((r) => r.changes)
  const names = await namesOf(tx, tenantId, mentioned(all, 'body'), mentioned(all, 'user'))
  const missing = new Set(ids)
  for (const entry of entries) missing.delete(entry.id)
  return {
    dryRun,
    done: good.length,
    refused: results.length - good.length + missing.size,
    items: [
      ...results.map(({ entry, refusals, changes }) => ({
        id: entry.id,
        number: entry.state.content.number,
        title: entry.state.content.title,
        ok: refusals.length === 0,
        changes: named(changes, names),
        refusals: refusals.map(({ code, zh, en }) => ({ code, zh, en })),
      })),
      ...[...missing].map((id) => ({
        id,
        number: '',
        title: '',
        ok: false,
        changes: [],
        refusals: [{ code: 'entry.not-found', zh: '没有这一事项', en: 'No such entry' }],
      })),
    ],
  }
}

async function rulesOrRefusal(tx: InTenant, tenantId: string, ledgerId: string, calendar: Calendar): Promise<LedgerRules | Refused> {
  try {
    return await rulesOf(tx, tenantId, ledgerId, calendar, { writing: true })
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

function judgedFor(entry: StoredEntry, deed: Deed, scope: Scope, request: FactRequest, rules: LedgerRules | Refused) {
  const refused = (refusals: readonly { readonly code: string; readonly zh: string; readonly en: string }[]) => ({
    refusals,
    changes: [],
    fact: null,
  })
  const said = ({ problem }: Refused) => [{ code: problem.code, zh: problem.detail, en: problem.detailEn }]
  if (rules instanceof Refused) return refused(said(rules))
  const fact = factOf(request, entry.state, dayOf(deed.at))
  try {
    demandFact(scope, entry.state, fact)
  } catch (error) {
    if (error instanceof Refused) return refused(said(error))
    throw error
  }
  const result = judged(entry.state, [fact], deed)
  if (!result.ok) return refused(result.refusals)
  return { refusals: [], changes: changesOf(entry.state, result.state), fact }
}
