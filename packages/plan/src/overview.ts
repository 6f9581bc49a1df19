import type { Measure, Milestone, Plan, Target, UnitMention } from './model.ts'
import { foldText } from './similarity.ts'

/**
 * What a plan holds, counted: deadlines by month, load by agency, targets by domain. Every number stands beside the ids of the measures
 * that make it up, and `filterMeasures` with the same key gives exactly those measures, so that a chart can never disagree with its list.
 */

/** Which measures to show. Every condition given must hold. */
export interface MeasureFilter {
  /** Which paragraphs; measures when not said. */
  readonly kind?: Measure['kind'] | 'all'
  /** A unit by its normalised or printed name, or a person by name. */
  readonly owner?: string
  /** Narrows `owner` to one role. */
  readonly role?: 'lead' | 'responsible' | 'person'
  /** `YYYY-MM` of a milestone; `none` for measures without a dated milestone. */
  readonly month?: string
  /** As given by `domainsOf`. */
  readonly domain?: string
  /** Words that must all stand in the measure (number, title, text, owners), white space between them, width and case ignored. */
  readonly q?: string
}

/** Measures in the order of the plan that meet the filter. */
export function filterMeasures(plan: Plan, filter: MeasureFilter = {}): readonly Measure[] {
  const { kind = 'measure', owner, role, month, domain, q } = filter
  const domains = domain === undefined ? null : domainsOf(plan)
  const known = owner !== undefined && plan.measures.some((m) => [...m.lead, ...m.responsible].some((u) => u.unit === owner))
  const words = (q ?? '').split(/\s+/).map(foldText).filter(Boolean)
  return plan.measures.filter(
    (m) =>
      (kind === 'all' || m.kind === kind) &&
      (owner === undefined || owns(m, owner, known, role)) &&
      (month === undefined || (month === 'none' ? monthsOf(m).size === 0 : monthsOf(m).has(month))) &&
      (domains === null || domains.get(m.id) === domain) &&
      (words.length === 0 || holds(m, words)),
  )
}

/** By the normalised name when the plan has it (so that the list equals the bar of that name), else by the printed one. */
function owns(m: Measure, owner: string, known: boolean, role: MeasureFilter['role']): boolean {
  const unit = (u: UnitMention) => (known ? u.unit : u.name) === owner
  return (
    ((role === undefined || role === 'lead') && m.lead.some(unit)) ||
    ((role === undefined || role === 'responsible') && m.responsible.some(unit)) ||
    ((role === undefined || role === 'person') && m.persons.some((p) => p.name === owner))
  )
}

function holds(m: Measure, words: readonly string[]): boolean {
  const owners = [...m.lead, ...m.responsible].flatMap((u) => [u.name, u.unit])
  const all = foldText([m.number, m.title ?? '', m.text, ...owners, ...m.persons.map((p) => p.name)].join('\n'))
  return words.every((w) => all.includes(w))
}

const monthsOf = (m: Measure): ReadonlySet<string> => new Set(m.milestones.flatMap((s) => (s.due ? [s.due.slice(0, 7)] : [])))

/**
 * The domain of each measure, by measure id: its outermost heading that really divides the plan. A heading that holds nearly all
 * measures and has headings below it (主要任务, the title of an annex) divides nothing and is passed over. Measures without headings are in ''.
 */
export function domainsOf(plan: Plan): ReadonlyMap<string, string> {
  const passed = new Set<string>()
  const key = (path: readonly string[], depth: number) => path.slice(0, depth + 1).join('\u0000')
  const measures = plan.measures.filter((m) => m.kind === 'measure')
  const below = new Map<string, { all: number; deeper: number }>()
  for (const m of measures)
    m.path.forEach((_, depth) => {
      const k = key(m.path, depth)
      const n = below.get(k) ?? { all: 0, deeper: 0 }
      n.all++
      if (m.path.length > depth + 1) n.deeper++
      below.set(k, n)
    })
  for (const [k, n] of below) if (n.all >= 0.8 * measures.length && n.deeper >= 0.8 * n.all) passed.add(k)
  const result = new Map<string, string>()
  for (const m of plan.measures) {
    const depth = m.path.findIndex((_, d) => !passed.has(key(m.path, d)))
    result.set(m.id, (depth >= 0 ? m.path[depth] : m.path.at(-1)) ?? '')
  }
  return result
}

/** One bar of a chart: its key (a filter value), the measures behind it in the order of the plan, and their number. */
export interface Bar {
  readonly key: string
  /** Equals `measures.length`. */
  readonly count: number
  /** Ids. */
  readonly measures: readonly string[]
}

export interface MonthBar extends Bar {
  /** Every milestone of the month. */
  readonly milestones: readonly { readonly measure: string; readonly milestone: Milestone }[]
}

export interface AgencyBar extends Bar {
  /** Ids of the measures that the agency leads, and for which it is responsible. A measure can be in both. */
  readonly lead: readonly string[]
  readonly responsible: readonly string[]
}

export interface DomainBar extends Bar {
  /** Every target of the domain. `withTargets` are the ids of the measures that have one. */
  readonly targets: readonly { readonly measure: string; readonly target: Target }[]
  readonly withTargets: readonly string[]
}

export interface Overview {
  readonly counts: {
    readonly measures: number
    readonly governance: number
    readonly milestones: number
    readonly recurring: number
    readonly targets: number
    /** Distinct agencies and persons. */
    readonly agencies: number
    readonly persons: number
    /** Measures that name no lead, no responsible unit and no person. */
    readonly unowned: number
    /** Measures without a dated milestone, and measures without either milestone, duty that comes again or target. */
    readonly undated: number
    readonly unmeasurable: number
  }
  /** The lists behind the counts that have no bar. */
  readonly lists: {
    readonly measures: readonly string[]
    readonly governance: readonly string[]
    readonly unowned: readonly string[]
    readonly undated: readonly string[]
    readonly unmeasurable: readonly string[]
  }
  /** In order of time. */
  readonly deadlinesByMonth: readonly MonthBar[]
  /** Most loaded first. Keys are normalised names. */
  readonly loadByAgency: readonly AgencyBar[]
  /** In the order of the plan. */
  readonly targetsByDomain: readonly DomainBar[]
}

/** Counts a plan. Governance paragraphs are counted only as such; all bars are about measures. */
export function summarise(plan: Plan): Overview {
  const measures = plan.measures.filter((m) => m.kind === 'measure')
  const governance = plan.measures.filter((m) => m.kind === 'governance')
  const domains = domainsOf(plan)

  const months = new Map<string, { measures: Set<string>; milestones: { measure: string; milestone: Milestone }[] }>()
  const agencies = new Map<string, { measures: Set<string>; lead: Set<string>; responsible: Set<string> }>()
  const byDomain = new Map<string, { measures: Set<string>; targets: { measure: string; target: Target }[]; withTargets: Set<string> }>()
  const persons = new Set<string>()
  for (const m of measures) {
    for (const milestone of m.milestones) {
      if (!milestone.due) continue
      const bar = entry(months, milestone.due.slice(0, 7), () => ({ measures: new Set<string>(), milestones: [] }))
      bar.measures.add(m.id)
      bar.milestones.push({ measure: m.id, milestone })
    }
    for (const role of ['lead', 'responsible'] as const)
      for (const u of m[role]) {
        const bar = entry(agencies, u.unit, () => ({
          measures: new Set<string>(),
          lead: new Set<string>(),
          responsible: new Set<string>(),
        }))
        bar.measures.add(m.id)
        bar[role].add(m.id)
      }
    for (const p of m.persons) persons.add(`${p.name}\u0000${p.unit ?? ''}`)
    const bar = entry(byDomain, domains.get(m.id) ?? '', () => ({
      measures: new Set<string>(),
      targets: [],
      withTargets: new Set<string>(),
    }))
    bar.measures.add(m.id)
    for (const target of m.targets) {
      bar.targets.push({ measure: m.id, target })
      bar.withTargets.add(m.id)
    }
  }

  const ids = (list: readonly Measure[]) => list.map((m) => m.id)
  const unowned = ids(measures.filter((m) => m.lead.length + m.responsible.length + m.persons.length === 0))
  const undated = ids(measures.filter((m) => monthsOf(m).size === 0))
  const unmeasurable = ids(measures.filter((m) => m.milestones.length + m.recurring.length + m.targets.length === 0))
  const bar = (key: string, set: ReadonlySet<string>): Bar => ({ key, count: set.size, measures: [...set] })
  return {
    counts: {
      measures: measures.length,
      governance: governance.length,
      milestones: measures.reduce((n, m) => n + m.milestones.length, 0),
      recurring: measures.reduce((n, m) => n + m.recurring.length, 0),
      targets: measures.reduce((n, m) => n + m.targets.length, 0),
      agencies: agencies.size,
      persons: persons.size,
      unowned: unowned.length,
      undated: undated.length,
      unmeasurable: unmeasurable.length,
    },
    lists: { measures: ids(measures), governance: ids(governance), unowned, undated, unmeasurable },
    deadlinesByMonth: [...months]
      .map(([key, b]) => ({ ...bar(key, b.measures), milestones: b.milestones }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    loadByAgency: [...agencies]
      .map(([key, b]) => ({ ...bar(key, b.measures), lead: [...b.lead], responsible: [...b.responsible] }))
      .sort((a, b) => b.count - a.count || b.lead.length - a.lead.length || (a.key < b.key ? -1 : 1)),
    targetsByDomain: [...byDomain].map(([key, b]) => ({ ...bar(key, b.measures), targets: b.targets, withTargets: [...b.withTargets] })),
  }
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key)
  if (found) return found
  const made = make()
  map.set(key, made)
  return made
}
