/** What a verification answers. */
import type { Checkpoint, Place, Refusal, VerifiedCheckpoint } from '@yingshang/journal'
import type { BallotSummary, Disclosure, ResultEvent, ResultOf } from './model.ts'

/** Something that is wrong (or, among the notes, worth knowing), with its place: `line` of the file, `index` of the entry, `from`–`to` of entries, `at` within the body. */
export type Finding = Refusal

/** A ballot in the list of a record. */
export interface ListedBallot extends BallotSummary {
  readonly index: number
  readonly kind: string
  readonly digest: string
}

export interface MeetingReport {
  /** True when nothing is wrong. What could not be checked stands in `notes`. */
  readonly ok: boolean
  readonly disclosure: Disclosure | null
  readonly meeting: string | null
  readonly title: string | null
  /** How far the meeting went. */
  readonly stage: 'none' | 'called' | 'open' | 'closed' | 'announced'
  readonly resolutions: readonly { readonly id: string; readonly title: string; readonly stage: 'planned' | 'open' | 'closed' }[]
  readonly checkpoint: Checkpoint | null
  /** Who signed the checkpoint; null when no trust was given. */
  readonly signed: VerifiedCheckpoint | null
  /** Everything that is wrong, in the order of the file. */
  readonly findings: readonly Finding[]
  readonly notes: readonly Finding[]
  /** Lines read, entries of the log, entries of the meeting, ballots (replaced ones included), voters with a ballot, signatures checked. */
  readonly counts: {
    readonly lines: number
    readonly entries: number
    readonly own: number
    readonly ballots: number
    readonly voters: number
    readonly signatures: number
  }
  /** Counted from the record; null where it does not show what is needed. */
  readonly attendance: ResultEvent['attendance'] | null
  /** Results counted from the record, empty where it does not show the votes. */
  readonly results: readonly ResultOf[]
  /** Results as they were announced. */
  readonly announced: readonly ResultOf[]
}

/** So many findings of one code are listed one by one. */
const LISTED = 50

/** Gathers findings; what is wrong a hundred thousand times is listed fifty times and counted. */
export class Findings {
  readonly list: Finding[] = []
  readonly #counts = new Map<string, number>()

  add(finding: Refusal, place?: Place): void {
    const count = (this.#counts.get(finding.code) ?? 0) + 1
    this.#counts.set(finding.code, count)
    if (count > LISTED) return
    const merged = { ...finding.place, ...place }
    this.list.push(Object.keys(merged).length === 0 ? finding : { ...finding, place: merged })
  }

  get any(): boolean {
    return this.list.length > 0
  }

  /** In the order of the file, with a count of those that were left out. */
  all(): readonly Finding[] {
    const sorted = this.list.toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0))
    for (const [code, count] of this.#counts)
      if (count > LISTED)
        sorted.push({ code: 'more', zh: `另有 ${count - LISTED} 处同类问题（${code}）`, en: `${count - LISTED} more of the kind ${code}` })
    return sorted
  }
}
