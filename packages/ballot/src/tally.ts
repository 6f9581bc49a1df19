/**
 * The tally: live, one ballot at a time, and from the whole record. Both use the same fold, and a property test holds them equal.
 * Denominators: heads among voters present, amounts among all claims of the base, absent ones included (企业破产法 第六十四条、第八十四条、第九十七条).
 */
import { choiceFor, type Electorate, electorate, refusals, votingClaims } from './admit.ts'
import {
  type Proxy as Authority,
  type Ballot,
  type BallotRefusal,
  type Choice,
  type ClassRule,
  INVESTOR,
  type Majority,
  type Resolution,
  type Voter,
  type VotingClaim,
  type VotingRecord,
} from './model.ts'
import { type ThresholdTest, test } from './threshold.ts'

export interface Count {
  readonly heads: number
  readonly amount: number
}

/** Result within one class, or of all together (`class: null`). */
export interface ClassResult {
  readonly class: string | null
  readonly entitled: Count
  /** Heads present by the meeting's rules: the base of heads. */
  readonly present: number
  /** Both ways of being present, for showing side by side: the law does not say what 出席 means online. */
  readonly signedIn: number
  readonly voted: number
  readonly for: Count
  readonly against: Count
  readonly abstain: Count
  /** Present heads that count for no side: split votes under `splitHead: 'none'`, present without a vote. */
  readonly undecidedHeads: number
  /** Null where heads are not counted. */
  readonly headsTest: ThresholdTest | null
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

/** Adds the authority of a proxy to a running tally. */
export function grant(tally: Tally, authority: Authority): void {
  tally.who.proxies.set(authority.from, [...(tally.who.proxies.get(authority.from) ?? []), authority])
}

/** Takes every authority of this proxy for this voter back; ballots that were cast stand. */
export function revoke(tally: Tally, { from, to }: Pick<Authority, 'from' | 'to'>): void {
  tally.who.proxies.set(
    from,
    (tally.who.proxies.get(from) ?? []).filter((one) => one.to !== to),
  )
}

/** Why a ballot would not count now; empty when it would. Nothing is changed. */
export function castRefusals(tally: Tally, ballot: Ballot): readonly BallotRefusal[] {
  return refusals(tally.who, ballot, tally.counted.get(ballot.resolution)?.get(ballot.voter))
}

/** Counts a ballot, replacing the voter's earlier one, or refuses it with all reasons; a refused ballot changes no count. */
export function cast(tally: Tally, ballot: Ballot): readonly BallotRefusal[] {
  const found = castRefusals(tally, ballot)
  if (found.length > 0) {
    tally.refused.push({ ballot: ballot.id, refusals: found })
    return found
  }
  const votes = tally.counted.get(ballot.resolution) ?? new Map<string, Ballot>()
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
  const rule: Pick<ClassRule, 'heads' | 'amount' | 'amountAmong'> = majority.classRules?.find((r) => r.class === group) ?? {
    heads: majority.heads,
    amount: majority.amount,
    amountAmong: 'all',
  }
  const amounts: Record<Choice, number> = { for: 0, against: 0, abstain: 0 }
  const heads: Record<Choice, number> = { for: 0, against: 0, abstain: 0 }
  let entitledHeads = 0
  let entitledAmount = 0
  let base = 0
  let present = 0
  let signedIn = 0
  let voted = 0
  for (const voter of tally.who.voters.values()) {
    const claims = votingClaims(voter, resolution, majority).filter((c) => group === null || c.class === group)
    const amount = total(claims)
    const ballot = votes?.get(voter.id)
    const signed = tally.signedIn.has(voter.id)
    const here = ballot !== undefined || (tally.who.rules.present === 'signIn' && signed)
    // The base of a joint count is all unsecured claims, also of voters who stay away (第六十四条).
    if (rule.amountAmong === 'all') base += majority.counting === 'together' ? unsecured(voter) : amount
    else if (here) base += amount
    if (claims.length === 0) continue
    entitledHeads++
    entitledAmount += amount
    if (signed) signedIn++
    if (here) present++
    if (ballot === undefined) continue
    voted++
    const own: Record<Choice, number> = { for: 0, against: 0, abstain: 0 }
    for (const claim of claims) {
      const choice = choiceFor(ballot, claim.id)
      own[choice] += claim.amount
      // In a joint count a secured claim that keeps its priority adds a head but no unsecured amount.
      if (majority.counting === 'byClass' || !claim.keepsPriority) amounts[choice] += claim.amount
    }
    const side = headSide(own, tally.who.rules.splitHead)
    if (side !== null) heads[side]++
  }
  const headsTest = rule.heads === null ? null : test(rule.heads, heads.for, present)
  const amountTest = test(rule.amount, amounts.for, base)
  return {
    class: group,
    entitled: { heads: entitledHeads, amount: entitledAmount },
    present,
    signedIn,
    voted,
    for: { heads: heads.for, amount: amounts.for },
    against: { heads: heads.against, amount: amounts.against },
    abstain: { heads: heads.abstain, amount: amounts.abstain },
    undecidedHeads: present - heads.for - heads.against - heads.abstain,
    headsTest,
    amountTest,
    passed: (headsTest?.passed ?? true) && amountTest.passed,
  }
}

/** The side for which the one head of a voter counts; null when a split vote counts for none. */
function headSide(own: Readonly<Record<Choice, number>>, split: 'none' | 'largerAmount'): Choice | null {
  const sides = CHOICES.filter((c) => own[c] > 0)
  if (sides.length === 1) return sides[0]!
  if (split === 'none') return null
  const largest = Math.max(own.for, own.against, own.abstain)
  const winners = CHOICES.filter((c) => own[c] === largest)
  return winners.length === 1 ? winners[0]! : null
}

const total = (claims: readonly VotingClaim[]) => claims.reduce((sum, c) => sum + c.amount, 0)

const unsecured = (voter: Voter) =>
  total(voter.claims.filter((c) => !c.keepsPriority && !c.unaffected && c.amount > 0 && c.class !== INVESTOR))
