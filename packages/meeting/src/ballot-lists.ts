/**
 * The ballots of a record, resolution by resolution: what the closing sealed and how the numbers of each voter run. Needs no contents, so the public's record has it too.
 */
import { type Entry, fromHex, type Verifying } from '@yingshang/journal'
import { ballotList } from './digests.ts'
import type { BallotList, BallotSummary, EntryLine } from './model.ts'
import type { ListedBallot } from './report.ts'

export class BallotLists {
  /** Ballots taken in. */
  count = 0
  readonly #onBallot: ((ballot: ListedBallot) => void) | undefined
  /** By resolution, in the order of the log. */
  readonly #lists = new Map<string, { readonly index: number; readonly entry: Entry }[]>()
  /** By resolution: the last sequence of each voter. */
  readonly #sequences = new Map<string, Map<string, number>>()

  constructor(onBallot: ((ballot: ListedBallot) => void) | undefined) {
    this.#onBallot = onBallot
  }

  add(ballot: BallotSummary, { index, kind, digest }: EntryLine): void {
    this.count++
    const list = this.#lists.get(ballot.resolution) ?? []
    this.#lists.set(ballot.resolution, list)
    list.push({ index, entry: { kind, digest: fromHex(digest)! } })
    const sequences = this.#sequences.get(ballot.resolution) ?? new Map<string, number>()
    this.#sequences.set(ballot.resolution, sequences.set(ballot.voter, ballot.sequence))
    this.#onBallot?.({ ...ballot, index, kind, digest })
  }

  /** The voter's last sequence on a resolution, 0 before the first. */
  last({ resolution, voter }: BallotSummary): number {
    return this.#sequences.get(resolution)?.get(voter) ?? 0
  }

  /** Voters with a ballot on a resolution, or on any. */
  voters(resolution?: string): number {
    if (resolution !== undefined) return this.#sequences.get(resolution)?.size ?? 0
    return new Set([...this.#sequences.values()].flatMap((s) => [...s.keys()])).size
  }

  /** The list of these resolutions as `meeting.closed` names it. */
  list(verifying: Verifying, resolutions: readonly string[]): BallotList {
    const entries = [...new Set(resolutions)].flatMap((id) => this.#lists.get(id) ?? []).sort((a, b) => a.index - b.index)
    return ballotList(
      verifying,
      entries.map((e) => e.entry),
    )
  }
}
