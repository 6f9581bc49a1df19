/**
 * The tally: live, one ballot at a time, and from the whole record. Both use the same fold, and a property test holds them equal.
 * Denominators: heads among voters present, amounts among all claims of the base, absent ones included (企业破产法 第六十四条、第八十四条、第九十七条).
 */
import { type Electorate, electorate, refusals, votingClaims } from './admit.ts'
import type { Ballot, BallotRefusal, Choice, Majority, Resolution, Voter, VotingRecord } from './model.ts'
import { type ThresholdTest, test } from './threshold.ts'

export interface Count {
  readonly heads: number
  readonly amount: number
}

/** Result within one class, or of all together (`class: null`). */
export interface ClassResult {
  readonly class: string | null
  readonly entitled: Count
  readonly present: number
  readonly for: Count
  readonly against: Count
  readonly abstain: Count
  /** Present heads that count for no side: split votes under `splitHead: 'none'`, present without a vote. */
  readonly undecidedHeads: number
  readonly headsTest: ThresholdTest
  readonly amountTest: ThresholdTest
  readonly passed: boolean
}

export interface ResolutionResult {
  readonly resolution: string
  readonly majority: string
  readonly classes: readonly ClassResult[]
  readonly passed: boolean
}

export interface RefusedBallot {
  readonly ballot: string
  readonly refusals: readonly BallotRefusal[]
}

/** State of a running tally. Opaque; grow it with {@link cast} and {@link signIn}, read it with {@link results}. */
export interface Tally {
  readonly who: Electorate
  /** Ballot that counts, by resolution and voter. */
  readonly counted: Map<string, Map<string, Ballot>>
  readonly signedIn: Set<string>
  readonly refused: RefusedBallot[]
}

/** A tally with nobody present and nothing cast. */
export function open(record: Pick<VotingRecord, 'rules' | 'majorities' | 'voters' | 'resolutions' | 'proxies'>): Tally {
  return { who: electorate(record), counted: new Map(), signedIn: new Set(), refused: [] }
}

/** Notes a voter as present. Voters that are not on the list are passed over. */
export function signIn(tally: Tally, voter: string): void {
  if (tally.who.voters.has(voter)) tally.signedIn.add(voter)
}

/** Counts a ballot, replacing the voter's earlier one, or refuses it with all reasons; a refused ballot changes no count. */
export function cast(tally: Tally, ballot: Ballot): readonly BallotRefusal[] {
  const votes = tally.counted.get(ballot.resolution) ?? new Map<string, Ballot>()
  const found = refusals(tally.who, ballot, votes.get(ballot.voter))
  if (found.length > 0) {
    tally.refused.push({ ballot: ballot.id, refusals: found })
    return found
  }
  votes.set(ballot.voter, ballot)
  tally.counted.set(ballot.resolution, votes)
  return []
}

/** Results of every resolution as they stand. */
export function results(tally: Tally): readonly ResolutionResult[] {
  return [...tally.who.resolutions.values()].map(({ resolution, majority }) => {
    const groups = majority.counting === 'together' ? [null] : (resolution.classes ?? [])
    const classes = groups.map((group) => classResult(tally, resolution, majority, group))
    return { resolution: resolution.id, majority: majority.id, classes, passed: classes.length > 0 && classes.every((c) => c.passed) }
  })
}

/** The tally of a published record: sign-ins, then ballots in the order received. */
export function tally(record: VotingRecord): { readonly results: readonly ResolutionResult[]; readonly refused: readonly RefusedBallot[] } {
  const state = open(record)
  for (const { voter } of record.signedIn) signIn(state, voter)
  for (const ballot of record.ballots) cast(state, ballot)
  return { results: results(state), refused: state.refused }
}

const CHOICES: readonly Choice[] = ['for', 'against', 'abstain']

function classResult(tally: Tally, resolution: Resolution, majority: Majority, group: string | null): ClassResult {
  const votes = tally.counted.get(resolution.id)
  const amounts: Record<Choice, number> = { for: 0, against: 0, abstain: 0 }
  const heads: Record<Choice, number> = { for: 0, against: 0, abstain: 0 }
  let entitledHeads = 0
  let entitledAmount = 0
  let base = 0
  let present = 0
  for (const voter of tally.who.voters.values()) {
    const claims = votingClaims(voter, resolution, majority).filter((c) => group === null || c.class === group)
    // The base of a joint count is all unsecured claims, also of voters who stay away (第六十四条).
    base += majority.counting === 'together' ? unsecured(voter) : claims.reduce((s, c) => s + c.amount, 0)
    if (claims.length === 0) continue
    entitledHeads++
    entitledAmount += claims.reduce((s, c) => s + c.amount, 0)
    const ballot = votes?.get(voter.id)
    if (ballot !== undefined || (tally.who.rules.present === 'signIn' && tally.signedIn.has(voter.id))) present++
    if (ballot === undefined) continue
    const own: Record<Choice, number> = { for: 0, against: 0, abstain: 0 }
    for (const claim of claims) own[ballot.byClaim?.[claim.id] ?? ballot.choice] += claim.amount
    for (const choice of CHOICES) amounts[choice] += countsTowards(majority, claims, ballot, choice)
    const sides = CHOICES.filter((c) => own[c] > 0)
    if (sides.length === 1) heads[sides[0]!]++
    else if (tally.who.rules.splitHead === 'largerAmount') {
      const largest = Math.max(own.for, own.against, own.abstain)
      const winners = CHOICES.filter((c) => own[c] === largest)
      if (winners.length === 1) heads[winners[0]!]++
    }
  }
  const headsTest = test(majority.heads, heads.for, present)
  const amountTest = test(majority.amount, amounts.for, base)
  return {
    class: group,
    entitled: { heads: entitledHeads, amount: entitledAmount },
    present,
    for: { heads: heads.for, amount: amounts.for },
    against: { heads: heads.against, amount: amounts.against },
    abstain: { heads: heads.abstain, amount: amounts.abstain },
    undecidedHeads: present - heads.for - heads.against - heads.abstain,
    headsTest,
    amountTest,
    passed: headsTest.passed && amountTest.passed,
  }
}

const unsecured = (voter: Voter) => voter.claims.reduce((s, c) => s + (c.keepsPriority || c.unaffected ? 0 : c.amount), 0)

/** Amount of a voter's claims on one side; in a joint count a secured claim that keeps its priority adds a head but no unsecured amount. */
function countsTowards(
  majority: Majority,
  claims: readonly { id: string; amount: number; keepsPriority?: boolean }[],
  ballot: Ballot,
  choice: Choice,
): number {
  return claims.reduce(
    (s, c) =>
      (ballot.byClaim?.[c.id] ?? ballot.choice) === choice && !(majority.counting === 'together' && c.keepsPriority) ? s + c.amount : s,
    0,
  )
}
