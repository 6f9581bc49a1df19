/**
 * Pairs: every inspected subject gets `each` different inspectors, no inspector more than `most` subjects, and nobody whom an exclusion
 * keeps apart. Subjects are served in their drawn order; each ranks the inspectors by its own lots (HKDF with info = "pair" 0x0A inspected 0x0A
 * inspector) and takes the first that is free. When none is free, earlier subjects move to their next choice (an augmenting path), so pairs
 * are found whenever there are any; if there are none, the subjects and inspectors that make it impossible are named.
 */
import { compareBytes, utf8 } from '@yingshang/journal'
import { compareLabels, type Lots } from './order.ts'

export interface Exclusion {
  readonly inspector: string
  readonly inspected: string
  readonly reason: string
}

export interface PairRules {
  readonly inspectors: readonly string[]
  /** Inspectors for every subject. */
  readonly each: number
  /** Subjects for an inspector at most. */
  readonly most: number
  readonly exclusions: readonly Exclusion[]
}

export interface Assignment {
  readonly inspected: string
  /** In the order of the subject's own ranking. */
  readonly inspectors: readonly string[]
}

/** Why no pairs exist: these subjects may only be given to these inspectors, and that is not enough. */
export interface Impossible {
  readonly inspected: readonly string[]
  readonly inspectors: readonly string[]
  /** Places that these subjects need, and places that these inspectors can offer them. */
  readonly needed: number
  readonly offered: number
}

export function ranking(lots: Lots, inspected: string, inspectors: readonly string[]): string[] {
  return inspectors
    .map((inspector) => ({ inspector, lot: lots(utf8(`pair\n${inspected}\n${inspector}`)) }))
    .sort((a, b) => compareBytes(a.lot, b.lot) || compareLabels(a.inspector, b.inspector))
    .map(({ inspector }) => inspector)
}

/** Key of a pair; labels hold no newline. */
const pairKey = (inspector: string, inspected: string) => `${inspector}\n${inspected}`

export function isApart(rules: PairRules): (inspector: string, inspected: string) => boolean {
  const apart = new Set(rules.exclusions.map((e) => pairKey(e.inspector, e.inspected)))
  return (inspector, inspected) => apart.has(pairKey(inspector, inspected))
}

/**
 * Assign inspectors to subjects. `rank` gives the inspectors in the order in which a subject wants them. Deterministic; O(subjects × each ×
 * pairs) at worst.
 */
export function assign(
  inspected: readonly string[],
  rules: PairRules,
  rank: (inspected: string) => readonly string[],
): { readonly assignments: readonly Assignment[] } | { readonly impossible: Impossible } {
  const apart = isApart(rules)
  const wishes = new Map(inspected.map((subject) => [subject, rank(subject).filter((inspector) => !apart(inspector, subject))]))
  const of = new Map<string, Set<string>>(inspected.map((subject) => [subject, new Set()]))
  const load = new Map<string, string[]>(rules.inspectors.map((inspector) => [inspector, []]))

  /** Find an inspector for the subject, moving others if need be. `seen`: inspectors asked already. */
  const place = (start: string, seen: Set<string>): boolean => {
    // Breadth first without recursion: thousands of subjects must not exhaust the stack.
    const cameFrom = new Map<string, { subject: string }>()
    const queue: string[] = [start]
    const reached = new Set(queue)
    for (let at = 0; at < queue.length; at++) {
      const subject = queue[at]!
      for (const inspector of wishes.get(subject)!) {
        if (seen.has(inspector) || of.get(subject)!.has(inspector)) continue
        seen.add(inspector)
        cameFrom.set(inspector, { subject })
        const busy = load.get(inspector)!
        if (busy.length < rules.most) {
          move(inspector, cameFrom, start)
          return true
        }
        for (const other of busy)
          if (!reached.has(other)) {
            reached.add(other)
            leaves.set(other, inspector)
            queue.push(other)
          }
      }
    }
    return false
  }
  /** On the way found: the inspector that a reached subject would leave. */
  const leaves = new Map<string, string>()
  const move = (last: string, cameFrom: ReadonlyMap<string, { subject: string }>, start: string) => {
    let inspector = last
    for (;;) {
      const { subject } = cameFrom.get(inspector)!
      of.get(subject)!.add(inspector)
      load.get(inspector)!.push(subject)
      if (subject === start) return
      const left = leaves.get(subject)!
      of.get(subject)!.delete(left)
      load.set(
        left,
        load.get(left)!.filter((one) => one !== subject),
      )
      inspector = left
    }
  }

  for (const subject of inspected)
    for (let i = 0; i < rules.each; i++) {
      leaves.clear()
      const seen = new Set<string>()
      if (!place(subject, seen)) return { impossible: witness(inspected, rules, wishes, seen, subject, leaves) }
    }
  return {
    assignments: inspected.map((subject) => ({
      inspected: subject,
      inspectors: wishes.get(subject)!.filter((inspector) => of.get(subject)!.has(inspector)),
    })),
  }
}

/**
 * The subjects of a failed search: each inspector outside the `seen` ones already serves every one of them that it may. So beyond those, they
 * need more of the seen inspectors than these can give.
 */
function witness(
  inspected: readonly string[],
  rules: PairRules,
  wishes: ReadonlyMap<string, readonly string[]>,
  seen: ReadonlySet<string>,
  start: string,
  leaves: ReadonlyMap<string, string>,
): Impossible {
  const group = inspected.filter((subject) => subject === start || leaves.has(subject))
  const able = rules.inspectors.filter((inspector) => group.some((subject) => wishes.get(subject)!.includes(inspector)))
  // An inspector that was not asked is free for others; to this group it can give at most one place for each subject it may see.
  const offered = able.reduce((sum, inspector) => {
    const may = group.filter((subject) => wishes.get(subject)!.includes(inspector)).length
    return sum + (seen.has(inspector) ? Math.min(rules.most, may) : may)
  }, 0)
  return { inspected: group, inspectors: able, needed: group.length * rules.each, offered }
}
