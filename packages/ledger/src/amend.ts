import {
  type Alignment,
  amountWords,
  anchorIndex,
  type Drift,
  type DriftKind,
  dice,
  foldText,
  type PairDrift,
  type Plan,
} from '@yingshang/plan'
import { type Adoptable, adoptable } from './content.ts'
import type { ContentChanges, EntryContent, EntryMilestone, EntryState, EntryTarget } from './model.ts'

/**
 * What a newer version of the plan changes on the entries of a ledger. Compared are three things: the version that was adopted, the newer
 * one, and the entry as it is now. Only what the plan itself changed is proposed, so a date that was settled by decision since stays; what
 * was done and read stays with the milestone and the target that it belongs to.
 */

/** `reworded`: other words for the same commitment. */
export type AmendmentKind = DriftKind | 'reworded'

export interface AmendedField {
  readonly field: 'number' | 'title' | 'text' | 'domain' | 'path' | 'milestone' | 'target' | 'lead' | 'responsible'
  /** Id of the milestone or target. */
  readonly id: string | null
  readonly before: string | null
  readonly after: string | null
  readonly kind: AmendmentKind
}

/** A proposal for one entry, to be seen before it is applied. */
export interface Amendment {
  readonly entry: string
  /** Id of the measure in the newer plan. */
  readonly measure: string
  readonly fields: readonly AmendedField[]
  /** What an `amended` fact would carry. */
  readonly changes: ContentChanges
  /** Names of units that the newer plan gives, when it changed them; to be matched to bodies. */
  readonly units: { readonly lead: readonly string[]; readonly responsible: readonly string[] } | null
  /** Drift of the newer measure against the adopted one, with quotations. */
  readonly drift: readonly Drift[]
}

export interface AmendmentPreview {
  readonly amended: readonly Amendment[]
  /** Entries for which nothing changes. */
  readonly unchanged: readonly string[]
  /** Measures that no entry answers yet. */
  readonly added: readonly Adoptable[]
  /** Entries whose measure is gone. */
  readonly dropped: readonly string[]
  /** Entries whose measure was not found again in the adopted version: a person decides. */
  readonly unmatched: readonly string[]
}

/** What the comparison needs of an entry. */
export interface Amendable {
  readonly id: string
  readonly content: EntryContent
  readonly milestones: EntryState['milestones']
}

/**
 * Compares every entry with the newer plan. `alignment` and `drift` are of the newer plan (lower) against the adopted one (upper). A
 * measure whose words did not change is found by them; otherwise its best partner on both sides is taken.
 */
export function amendments(
  entries: readonly Amendable[],
  adopted: Plan,
  newer: Plan,
  alignment: Alignment,
  drift: readonly PairDrift[],
): AmendmentPreview {
  const [before, after] = [adoptable(adopted), adoptable(newer)]
  const old = new Map(before.map((a) => [a.measure, a]))
  const fresh = new Map(after.map((a) => [a.measure, a]))
  const partner = partners(before, newer, alignment, fresh)
  const drifts = new Map(drift.map((d) => [`${d.lower}\u0000${d.upper}`, d.drift]))
  const index = anchorIndex(adopted)
  const out = { amended: [] as Amendment[], unchanged: [] as string[], dropped: [] as string[], unmatched: [] as string[] }
  const answered = new Set<string>()
  for (const entry of entries) {
    const base = entry.content.anchor === null ? undefined : old.get(index.find(entry.content.anchor)?.measure.id ?? '')
    if (entry.content.anchor === null) out.unchanged.push(entry.id)
    else if (!base) out.unmatched.push(entry.id)
    else {
      const now = partner.get(base.measure)
      if (now === undefined) out.dropped.push(entry.id)
      else {
        answered.add(now.measure)
        const amendment = amend(entry, base, now, drifts.get(`${now.measure}\u0000${base.measure}`) ?? [])
        if (amendment) out.amended.push(amendment)
        else out.unchanged.push(entry.id)
      }
    }
  }
  return { ...out, added: after.filter((a) => !answered.has(a.measure)) }
}

/** Two versions of a plan share more words than the plans of two levels: below this likeness one measure went and another came. */
const SAME_TASK = 0.4

/** The newer measure of each adopted one, each newer one given once. */
function partners(
  before: readonly Adoptable[],
  newer: Plan,
  alignment: Alignment,
  fresh: ReadonlyMap<string, Adoptable>,
): ReadonlyMap<string, Adoptable> {
  const out = new Map<string, Adoptable>()
  const taken = new Set<string>()
  const give = (from: string, to: string | undefined) => {
    const found = to === undefined ? undefined : fresh.get(to)
    if (!found || out.has(from) || taken.has(found.measure)) return
    out.set(from, found)
    taken.add(found.measure)
  }
  const index = anchorIndex(newer)
  const same = before.map((a) => ({ a, found: a.content.anchor === null ? null : index.find(a.content.anchor) }))
  for (const { a, found } of same) if (found?.by === 'exact') give(a.measure, found.measure.id)
  for (const pair of alignment.pairs) if (pair.origin !== 'machine') give(pair.upper, pair.lower)
  for (const pair of alignment.pairs)
    if (pair.rank.lower === 1 && pair.rank.upper === 1 && pair.score >= SAME_TASK) give(pair.upper, pair.lower)
  for (const { a, found } of same) give(a.measure, found?.measure.id)
  return out
}

/**
 * The amendment of one entry from its measure as adopted (`base`) to the same measure now; null when the plan changed nothing in it.
 */
export function amend(entry: Amendable, base: Adoptable, now: Adoptable, drift: readonly Drift[]): Amendment | null {
  const fields: AmendedField[] = []
  const changes: { -readonly [K in keyof ContentChanges]: ContentChanges[K] } = {}
  for (const field of ['number', 'title', 'text', 'domain'] as const) {
    const [was, is] = [base.content[field], now.content[field]]
    if (was === is || entry.content[field] === is) continue
    changes[field] = is
    if (field === 'text' && foldText(was) === foldText(is)) continue
    fields.push({ field, id: null, before: entry.content[field], after: is, kind: 'reworded' })
  }
  if (base.content.path.join('\n') !== now.content.path.join('\n')) {
    changes.path = now.content.path
    fields.push({ field: 'path', id: null, before: base.content.path.join(' / '), after: now.content.path.join(' / '), kind: 'reworded' })
  }
  if (!sameMilestones(base.content.milestones, now.content.milestones)) {
    const merged = mergedMilestones(entry, base.content.milestones, now.content.milestones)
    if (merged.fields.length > 0) {
      changes.milestones = merged.list
      fields.push(...merged.fields)
    }
  }
  if (!sameTargets(base.content.targets, now.content.targets)) {
    const merged = mergedTargets(entry.content.targets, now.content.targets)
    if (merged.fields.length > 0) {
      changes.targets = merged.list
      fields.push(...merged.fields)
    }
  }
  let units: Amendment['units'] = null
  for (const role of ['lead', 'responsible'] as const) {
    const [was, is] = [base[role].join('、'), now[role].join('、')]
    if (was === is) continue
    units = { lead: now.lead, responsible: now.responsible }
    const kind = was === '' ? 'added' : is === '' ? 'dropped' : 'reworded'
    fields.push({ field: role, id: null, before: was || null, after: is || null, kind })
  }
  if (fields.length === 0 && Object.keys(changes).length === 0) return null
  // The measure is found by its new words from now on.
  return { entry: entry.id, measure: now.measure, fields, changes: { ...changes, anchor: now.content.anchor }, units, drift }
}

const milestoneKey = (m: EntryMilestone) => `${m.due} ${foldText(m.text)}`
const sameMilestones = (a: readonly EntryMilestone[], b: readonly EntryMilestone[]) =>
  a.map(milestoneKey).sort().join('\n') === b.map(milestoneKey).sort().join('\n')
const targetKey = (t: EntryTarget) => `${foldText(t.subject)} ${amountWords(t)} ${t.period ?? ''}`
const sameTargets = (a: readonly EntryTarget[], b: readonly EntryTarget[]) =>
  a.map(targetKey).sort().join('\n') === b.map(targetKey).sort().join('\n')

/** Pairs of the likeliest, each used once; a pair below 0.4 is none. */
function paired<T>(had: readonly T[], now: readonly T[], likeness: (a: T, b: T) => number): ReadonlyMap<T, T> {
  const all = had.flatMap((a, i) => now.map((b, k) => ({ a, b, i, k, like: likeness(a, b) }))).filter((p) => p.like >= 0.4)
  all.sort((x, y) => y.like - x.like || x.i - y.i || x.k - y.k)
  const used = new Set<T>()
  const out = new Map<T, T>()
  for (const { a, b } of all) {
    if (used.has(a) || used.has(b)) continue
    used.add(a).add(b)
    out.set(b, a)
  }
  return out
}

function ids(prefix: 'm' | 't', had: readonly { readonly id: string }[]): () => string {
  let last = Math.max(0, ...had.map((x) => Number(x.id.slice(1)) || 0))
  return () => `${prefix}${++last}`
}

const milestoneWords = (m: EntryMilestone) => `${m.due ?? '未定日期'} ${m.text}`

function mergedMilestones(entry: Amendable, base: readonly EntryMilestone[], now: readonly EntryMilestone[]) {
  const had = entry.milestones.map(({ doneOn: _, ...m }) => m)
  const doneOn = new Map(entry.milestones.map((m) => [m.id, m.doneOn]))
  const dues = new Map(base.map((m) => [foldText(m.text), m.due]))
  const pairs = paired(had, now, (a, b) => 0.75 * dice(foldText(a.text), foldText(b.text)) + (a.due === b.due && a.due !== null ? 0.25 : 0))
  const fresh = ids('m', had)
  const fields: AmendedField[] = []
  const list: EntryMilestone[] = now.map((m) => {
    const old = pairs.get(m)
    if (!old) {
      const added = { ...m, id: fresh() }
      fields.push({ field: 'milestone', id: added.id, before: null, after: milestoneWords(m), kind: 'added' })
      return added
    }
    // A day that the plan left as it was, and a decision moved since, stays moved.
    const due = dues.get(foldText(m.text)) === m.due ? old.due : m.due
    const next = { ...m, id: old.id, due }
    if (milestoneKey(old) !== milestoneKey(next))
      fields.push({
        field: 'milestone',
        id: old.id,
        before: milestoneWords(old),
        after: milestoneWords(next),
        kind: old.due === due || old.due === null || due === null ? 'reworded' : due < old.due ? 'stricter' : 'weaker',
      })
    return next
  })
  const kept = new Set(list.map((m) => m.id))
  for (const old of had) {
    if (kept.has(old.id)) continue
    // What was done was done; it leaves the plan, not the record.
    if (doneOn.get(old.id) != null) list.push(old)
    else fields.push({ field: 'milestone', id: old.id, before: milestoneWords(old), after: null, kind: 'dropped' })
  }
  return { list, fields }
}

const targetLabel = (t: EntryTarget) => `${t.subject} ${amountWords(t)}`.trim()

function mergedTargets(had: readonly EntryTarget[], now: readonly EntryTarget[]) {
  const pairs = paired(had, now, (a, b) => 0.7 * dice(foldText(a.subject), foldText(b.subject)) + (a.unit === b.unit ? 0.3 : 0))
  const fresh = ids('t', had)
  const fields: AmendedField[] = []
  const list: EntryTarget[] = now.map((t) => {
    const old = pairs.get(t)
    if (!old) {
      const added = { ...t, id: fresh() }
      fields.push({ field: 'target', id: added.id, before: null, after: targetLabel(t), kind: 'added' })
      return added
    }
    if (targetKey(old) !== targetKey(t))
      fields.push({ field: 'target', id: old.id, before: targetLabel(old), after: targetLabel(t), kind: targetKind(old, t) })
    return { ...t, id: old.id, ...bindingOf(old, t) }
  })
  const kept = new Set(list.map((t) => t.id))
  for (const old of had)
    if (!kept.has(old.id)) fields.push({ field: 'target', id: old.id, before: targetLabel(old), after: null, kind: 'dropped' })
  return { list, fields }
}

/** What read the target reads it on, unless it is counted in another unit now. */
const bindingOf = ({ indicator, indicatorBody, unit }: EntryTarget, now: EntryTarget): Partial<EntryTarget> =>
  indicator === undefined || unit !== now.unit ? {} : { indicator, ...(indicatorBody === undefined ? {} : { indicatorBody }) }

function targetKind(old: EntryTarget, now: EntryTarget): AmendmentKind {
  if (old.value === now.value || old.comparator !== now.comparator || old.unit !== now.unit) return 'reworded'
  const up = /^>/.test(now.comparator) || now.better === 'up'
  const down = /^</.test(now.comparator) || now.better === 'down'
  if (!up && !down) return 'reworded'
  return now.value > old.value === up ? 'stricter' : 'weaker'
}
