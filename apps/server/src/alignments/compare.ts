import { type Alignment as Aligned, anchorIndex, type Decision as DecisionRecord, type MeasureAnchor, type Plan } from '@yingshang/plan'
import type { AlignmentDetail, AlignmentSummary, DriftKind, Pair } from '../contract/alignments.ts'
import { toJsonb } from '../database/jsonb.ts'
import type { InTenant } from '../database/store.ts'
import { record } from '../events/record.ts'
import type { ReadonlyDeep } from '../http/endpoint.ts'
import type { Keep } from '../http/idempotency.ts'
import { refuse } from '../http/problem.ts'
import { newId } from '../ids.ts'
import { type Comparison, METHOD } from '../plans/engine.ts'
import { type LoadedPlan, loadPlan } from '../plans/library.ts'
import type { Services } from '../services.ts'

/**
 * Alignments as stored: two plans, what was decided about pairs, and the comparison that follows from them. The comparison is kept with
 * the versions it was made from and made anew when one of them moved on.
 */

type Work = Pick<Services, 'store' | 'engine' | 'now'>

export interface DecisionRow {
  readonly id: string
  readonly version: number
  readonly verdict: 'confirmed' | 'added' | 'rejected' | 'corrected' | null
  readonly lower: MeasureAnchor | null
  readonly upper: MeasureAnchor | null
  readonly insteadOf: MeasureAnchor | null
  readonly undoes: string | null
  readonly by: { readonly id: string; readonly displayName: string }
  readonly at: Date
}

export interface LoadedAlignment {
  readonly row: {
    readonly id: string
    readonly lower_id: string
    readonly upper_id: string
    readonly version: number
    readonly created_at: Date
  }
  readonly createdBy: { readonly id: string | null; readonly displayName: string }
  readonly lower: LoadedPlan
  readonly upper: LoadedPlan
  readonly decisions: readonly DecisionRow[]
  readonly comparison: Comparison
}

const planBasis = (lower: LoadedPlan, upper: LoadedPlan) => `${METHOD}:${lower.summary.version}:${upper.summary.version}`
const fullBasis = (plans: string, version: number) => `${plans}:${version}`

/** Compares two plans and keeps the result; the one that exists when they were compared before. */
export async function createAlignment(
  work: Work,
  tenantId: string,
  lowerId: string,
  upperId: string,
  userId: string | null,
  requestId?: string,
  keep: Keep = async () => undefined,
): Promise<{ id: string; isNew: boolean }> {
  if (lowerId === upperId) throw refuse('alignment.same-plan')
  const known = (tx: InTenant) =>
    tx
      .selectFrom('alignment')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('lower_id', '=', lowerId)
      .where('upper_id', '=', upperId)
      .executeTakeFirst()
  const { existing, lower, upper } = await work.store.inTenant(tenantId, async (tx) => ({
    existing: await known(tx),
    lower: await loadPlan(tx, tenantId, lowerId),
    upper: await loadPlan(tx, tenantId, upperId),
  }))
  if (existing) return { id: existing.id, isNew: false }
  const comparison = await work.engine.compare({ lower: lower.plan, upper: upper.plan, decisions: [] })
  const id = newId()
  try {
    await work.store.inTenant(tenantId, async (tx) => {
      await tx
        .insertInto('alignment')
        .values({
          tenant_id: tenantId,
          id,
          lower_id: lowerId,
          upper_id: upperId,
          version: 1,
          basis: fullBasis(planBasis(lower, upper), 1),
          computed: toJsonb(comparison),
          counts: JSON.stringify(countsOf(comparison, [])),
          created_by: userId,
          created_at: work.now(),
        })
        .execute()
      await record(tx, {
        tenantId,
        userId,
        at: work.now(),
        kind: 'alignment.created',
        subject: { type: 'alignment', id },
        detail: { lower: lower.summary.title, upper: upper.summary.title, lowerId, upperId },
        ...(requestId === undefined ? {} : { requestId }),
      })
      const summary = await summaryOf(tx, tenantId, id)
      await keep(tx, 201, summary)
    })
    return { id, isNew: true }
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    const found = await work.store.inTenant(tenantId, known)
    if (!found) throw error
    return { id: found.id, isNew: false }
  }
}

/** Loads an alignment whose comparison fits the plans and decisions as they are now. */
export async function loadAlignment(work: Work, tenantId: string, id: string): Promise<LoadedAlignment> {
  const { row, createdBy, stored, basis, lower, upper, decisions } = await work.store.inTenant(tenantId, async (tx) => {
    const found = await tx
      .selectFrom('alignment as a')
      .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'a.tenant_id').onRef('u.id', '=', 'a.created_by'))
      .select(['a.id', 'a.lower_id', 'a.upper_id', 'a.version', 'a.basis', 'a.computed', 'a.created_by', 'a.created_at', 'u.display_name'])
      .where('a.tenant_id', '=', tenantId)
      .where('a.id', '=', id)
      .executeTakeFirst()
    if (!found) throw refuse('alignment.not-found')
    return {
      row: found,
      createdBy: { id: found.created_by, displayName: found.display_name ?? '系统 System' },
      stored: found.computed as unknown as Comparison,
      basis: found.basis,
      lower: await loadPlan(tx, tenantId, found.lower_id),
      upper: await loadPlan(tx, tenantId, found.upper_id),
      decisions: await decisionRows(tx, tenantId, id),
    }
  })
  const plans = planBasis(lower, upper)
  const wanted = fullBasis(plans, row.version)
  let comparison = stored
  if (basis !== wanted) {
    comparison = await work.engine.compare({
      lower: lower.plan,
      upper: upper.plan,
      decisions: recordsOf(decisions),
      // Decisions alone do not change what the comparison of the plans found.
      ...(basis.startsWith(`${plans}:`) ? { machine: stored.machine } : {}),
    })
    await work.store.inTenant(tenantId, (tx) =>
      tx
        .updateTable('alignment')
        .set({ basis: wanted, computed: toJsonb(comparison), counts: JSON.stringify(countsOf(comparison, decisions)) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        // Whoever decided meanwhile makes it anew.
        .where('version', '=', row.version)
        .execute(),
    )
  }
  return { row, createdBy, lower, upper, decisions, comparison }
}

export async function decisionRows(tx: InTenant, tenantId: string, alignmentId: string): Promise<DecisionRow[]> {
  const rows = await tx
    .selectFrom('alignment_decision as d')
    .innerJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'd.tenant_id').onRef('u.id', '=', 'd.made_by'))
    .select([
      'd.id',
      'd.version',
      'd.verdict',
      'd.lower_anchor',
      'd.upper_anchor',
      'd.instead_of',
      'd.undoes',
      'd.made_by',
      'u.display_name',
      'd.made_at',
    ])
    .where('d.tenant_id', '=', tenantId)
    .where('d.alignment_id', '=', alignmentId)
    .orderBy('d.version')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    verdict: row.verdict as DecisionRow['verdict'],
    lower: row.lower_anchor as MeasureAnchor | null,
    upper: row.upper_anchor as MeasureAnchor | null,
    insteadOf: row.instead_of as MeasureAnchor | null,
    undoes: row.undoes,
    by: { id: row.made_by, displayName: row.display_name },
    at: row.made_at,
  }))
}

function recordsOf(rows: readonly DecisionRow[]): DecisionRecord[] {
  return rows.map((row) => {
    const recorded = { id: row.id, by: row.by.id, at: String(row.version).padStart(12, '0') }
    if (row.undoes !== null) return { ...recorded, undoes: row.undoes }
    return {
      ...recorded,
      verdict: row.verdict,
      lower: row.lower,
      upper: row.upper,
      ...(row.insteadOf === null ? {} : { insteadOf: row.insteadOf }),
    } as DecisionRecord
  })
}

/** Decisions that nobody took back, oldest first. */
export function standingRows(rows: readonly DecisionRow[]): DecisionRow[] {
  const undone = new Set(rows.flatMap((row) => row.undoes ?? []))
  return rows.filter((row) => row.undoes === null && !undone.has(row.id))
}

/** Which pair a decision speaks of, by the ids that its measures have now; null where one is gone. */
export function pairFinder(
  lower: Plan,
  upper: Plan,
): (row: DecisionRow) => { lower: string; upper: string; insteadOf: string | null } | null {
  const [l, u] = [anchorIndex(lower), anchorIndex(upper)]
  return (row) => {
    const a = row.lower && l.find(row.lower)?.measure.id
    const b = row.upper && u.find(row.upper)?.measure.id
    if (!a || !b) return null
    return { lower: a, upper: b, insteadOf: (row.insteadOf && u.find(row.insteadOf)?.measure.id) || null }
  }
}

const pairKey = (pair: { readonly lower: string; readonly upper: string }) => `${pair.lower}\u0000${pair.upper}`

/** All pairs for people: those that hold, and those that a person rejected. */
export function pairsOf(loaded: LoadedAlignment): Pair[] {
  const { machine, decided, drift } = loaded.comparison
  const drifts = new Map(drift.map((d) => [pairKey(d), d.drift]))
  const find = pairFinder(loaded.lower.plan, loaded.upper.plan)
  const deciders = new Map<string, DecisionRow>()
  for (const row of standingRows(loaded.decisions)) {
    const pair = find(row)
    if (!pair) continue
    deciders.set(pairKey(pair), row)
    if (pair.insteadOf !== null) deciders.set(pairKey({ lower: pair.lower, upper: pair.insteadOf }), row)
  }
  const holds = new Set(decided.pairs.map(pairKey))
  const show = (pair: Aligned['pairs'][number], status: Pair['status']): Pair => {
    const rows = status === 'rejected' ? [] : [...(drifts.get(pairKey(pair)) ?? [])]
    const decider = deciders.get(pairKey(pair))
    return {
      lower: pair.lower,
      upper: pair.upper,
      score: pair.score,
      reasons: pair.reasons,
      match: pair.match,
      rank: pair.rank,
      status,
      decidedBy: decider?.by ?? null,
      decidedAt: decider?.at.toISOString() ?? null,
      drift: rows as Pair['drift'],
      kinds: [...new Set(rows.map((d) => d.kind))],
    }
  }
  const order = new Map(loaded.lower.plan.measures.map((m, i) => [m.id, i]))
  return [
    ...decided.pairs.map((p) => show(p, p.origin === 'machine' ? 'proposed' : p.origin)),
    ...machine.pairs.filter((p) => !holds.has(pairKey(p)) && deciders.has(pairKey(p))).map((p) => show(p, 'rejected')),
  ].sort((a, b) => order.get(a.lower)! - order.get(b.lower)! || b.score - a.score)
}

/** Counts of what holds. A pair counts for each kind of drift that occurs in it. */
export function countsOf({ decided, drift }: Comparison, _decisions: readonly DecisionRow[]): AlignmentSummary['counts'] {
  const withKind = (kind: DriftKind) => drift.filter((d) => d.drift.some((row) => row.kind === kind)).length
  return {
    pairs: decided.pairs.length,
    confirmed: decided.pairs.filter((p) => p.origin !== 'machine').length,
    same: withKind('same'),
    stricter: withKind('stricter'),
    weaker: withKind('weaker'),
    dropped: withKind('dropped'),
    added: withKind('added'),
    unmatchedLower: decided.unmatched.lower.length,
    unmatchedUpper: decided.unmatched.upper.length,
  }
}

const selectAlignments = (tx: InTenant, tenantId: string) =>
  tx
    .selectFrom('alignment as a')
    .innerJoin('plan_document as l', (join) => join.onRef('l.tenant_id', '=', 'a.tenant_id').onRef('l.id', '=', 'a.lower_id'))
    .innerJoin('plan_document as p', (join) => join.onRef('p.tenant_id', '=', 'a.tenant_id').onRef('p.id', '=', 'a.upper_id'))
    .leftJoin('app_user as u', (join) => join.onRef('u.tenant_id', '=', 'a.tenant_id').onRef('u.id', '=', 'a.created_by'))
    .select(['a.id', 'a.version', 'a.basis', 'a.counts', 'a.created_by', 'a.created_at', 'u.display_name'])
    .select(['l.id as l_id', 'l.title as l_title', 'l.issuer as l_issuer', 'l.plan_year as l_year', 'l.version as l_version'])
    .select(['p.id as u_id', 'p.title as u_title', 'p.issuer as u_issuer', 'p.plan_year as u_year', 'p.version as u_version'])
    .where('a.tenant_id', '=', tenantId)

type SummaryRow = Awaited<ReturnType<ReturnType<typeof selectAlignments>['execute']>>[number]

const summaryFrom = (row: SummaryRow): AlignmentSummary => ({
  id: row.id,
  lower: { id: row.l_id, title: row.l_title, issuer: row.l_issuer, planYear: row.l_year },
  upper: { id: row.u_id, title: row.u_title, issuer: row.u_issuer, planYear: row.u_year },
  counts: row.counts as AlignmentSummary['counts'],
  stale: row.basis !== fullBasis(`${METHOD}:${row.l_version}:${row.u_version}`, row.version),
  version: row.version,
  createdBy: { id: row.created_by, displayName: row.display_name ?? '系统 System' },
  createdAt: row.created_at.toISOString(),
})

export async function summaryOf(tx: InTenant, tenantId: string, id: string): Promise<AlignmentSummary> {
  const row = await selectAlignments(tx, tenantId).where('a.id', '=', id).executeTakeFirst()
  if (!row) throw refuse('alignment.not-found')
  return summaryFrom(row)
}

/** A page of alignments, newest first. */
export async function listAlignments(
  tx: InTenant,
  tenantId: string,
  { after, limit, planId }: { readonly after: string | null; readonly limit: number; readonly planId: string | undefined },
): Promise<{ items: AlignmentSummary[]; more: boolean }> {
  let select = selectAlignments(tx, tenantId)
  if (after !== null) select = select.where('a.id', '<', after)
  if (planId !== undefined) select = select.where((where) => where.or([where('a.lower_id', '=', planId), where('a.upper_id', '=', planId)]))
  const rows = await select
    .orderBy('a.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { items: rows.slice(0, limit).map(summaryFrom), more: rows.length > limit }
}

export type Detail = ReadonlyDeep<AlignmentDetail>
