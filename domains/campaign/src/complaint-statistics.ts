/** How complaints were dealt with: rates as whole numbers over whole numbers, times in working days from dispatch to answer. */
import { type Calendar, dayNumber, isWorking, type PlainDate } from '@yingshang/time'

/** What a figure is made of. Days are China days. */
export interface ComplaintFacts {
  readonly body: string | null
  readonly bodyName: string | null
  readonly kind: string
  readonly channel: string
  readonly cause: string | null
  readonly receivedOn: PlainDate
  /** Of the last dispatch. */
  readonly dispatchedOn: PlainDate | null
  /** Of the last answer; null while it is open. */
  readonly repliedOn: PlainDate | null
  readonly ended: boolean
  /** Null until somebody said. */
  readonly solved: boolean | null
  /** 1 to 5. */
  readonly satisfaction: number | null
  readonly reopenings: number
  readonly late: boolean
}

export interface ComplaintFigures {
  readonly received: number
  readonly open: number
  readonly replied: number
  /** Of those answered; a case that nobody answered is neither. */
  readonly solved: number
  /** Of those rated. */
  readonly rated: number
  readonly satisfied: number
  readonly reopened: number
  readonly late: number
  /** Working days from dispatch to answer; null where nothing was answered. */
  readonly median: number | null
  readonly ninetieth: number | null
}

/** The value below or at which a share of the sorted numbers lies (nearest rank); null of nothing. Two medians of an even count: the lower. */
export function nearestRank(sorted: readonly number[], percent: number): number | null {
  if (sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)]!
}

/** Working days after the first day up to the last: the day of dispatch does not count. */
export function workingDaysTaken(from: PlainDate, to: PlainDate, calendar: Calendar): number {
  let taken = 0
  for (let day = dayNumber(from) + 1; day <= dayNumber(to); day++) if (isWorking(calendar, day)) taken++
  return taken
}

export function figuresOf(cases: readonly ComplaintFacts[], calendar: Calendar): ComplaintFigures {
  const answered = cases.filter((c) => c.repliedOn !== null)
  const rated = cases.filter((c) => c.satisfaction !== null)
  const times = answered
    .flatMap((c) => (c.dispatchedOn === null || c.repliedOn === null ? [] : [workingDaysTaken(c.dispatchedOn, c.repliedOn, calendar)]))
    .toSorted((a, b) => a - b)
  return {
    received: cases.length,
    open: cases.filter((c) => !c.ended).length,
    replied: answered.length,
    solved: answered.filter((c) => c.solved === true).length,
    rated: rated.length,
    satisfied: rated.filter((c) => c.satisfaction! >= 3).length,
    reopened: cases.filter((c) => c.reopenings > 0).length,
    late: cases.filter((c) => c.late).length,
    median: nearestRank(times, 50),
    ninetieth: nearestRank(times, 90),
  }
}

/** Figures by something that cases have, most cases first; those without it come under null. */
export function figuresBy<K extends string | null>(
  cases: readonly ComplaintFacts[],
  key: (one: ComplaintFacts) => K,
  calendar: Calendar,
): readonly { readonly key: K; readonly figures: ComplaintFigures }[] {
  const groups = new Map<K, ComplaintFacts[]>()
  for (const one of cases) groups.set(key(one), [...(groups.get(key(one)) ?? []), one])
  return [...groups]
    .map(([of, list]) => ({ key: of, figures: figuresOf(list, calendar) }))
    .toSorted((a, b) => b.figures.received - a.figures.received || String(a.key).localeCompare(String(b.key)))
}

/** The pairs of neighbouring characters of a text, without signs, case or width: what likeness compares. */
export function pairsOf(text: string): ReadonlySet<string> {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2)))
}

/** How alike two texts are by their pairs of characters: per mille of the pairs that they share (Dice). One against many takes its pairs once. */
export function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size + right.size === 0) return 0
  let shared = 0
  for (const pair of left) if (right.has(pair)) shared++
  return Math.round((2000 * shared) / (left.size + right.size))
}
