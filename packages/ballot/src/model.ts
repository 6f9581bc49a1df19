/**
 * Voting by creditors: who may vote on what with how much, ballots, majorities. Plain data; amounts are integer fen, instants are ISO strings with Z.
 */

/** A fraction of a base that must be reached (`over: false`) or passed (`over: true`). */
export interface Threshold {
  readonly part: number
  readonly of: number
  /** true: more than the fraction (过半数). false: the fraction itself is enough (以上). */
  readonly over: boolean
}

/** A class that is counted otherwise than its majority says. */
export interface ClassRule {
  readonly class: string
  /** Null: heads are not counted. */
  readonly heads: Threshold | null
  readonly amount: Threshold
  /** `all`: of the whole class, absent ones included. `present`: of those who take part. */
  readonly amountAmong: 'all' | 'present'
  readonly source: string
  /** False: a dated setting, not the statute's own words. */
  readonly verified: boolean
}

/**
 * A statutory majority. Heads are counted among voters present; amounts among all claims of the base, absent ones included.
 */
export interface Majority {
  readonly id: string
  readonly version: string
  readonly effectiveFrom: string
  readonly zh: string
  readonly en: string
  readonly source: string
  readonly heads: Threshold
  readonly amount: Threshold
  /** `together`: one count over all voters; the base of amounts is all unsecured claims. `byClass`: every class must pass on its own. */
  readonly counting: 'together' | 'byClass'
  /** Secured creditors who keep their priority have no vote on it (第五十九条第三款). */
  readonly securedExcluded: boolean
  /** Who may vote once more after a refusal: the classes that refused, everybody, nobody. */
  readonly secondVote: 'classes' | 'everybody' | 'none'
  readonly classRules?: readonly ClassRule[]
}

/** The class of shareholders, whose stake is no claim: they vote only where a resolution names their class (第八十五条第二款). */
export const INVESTOR = 'investor'

/** A creditor (or shareholder) with one head, however many claims. */
export interface Voter {
  readonly id: string
  readonly claims: readonly VotingClaim[]
  /** Set when several persons hold the claims together: they have one head and one vote. */
  readonly jointHolders?: readonly string[]
}

export interface VotingClaim {
  readonly id: string
  /** Class of the vote, e.g. `secured`, `employee`, `tax`, `ordinary`, `small`, `investor`. */
  readonly class: string
  /** Amount with which it votes: confirmed, or fixed by the court for the time being. */
  readonly amount: number
  readonly provisional?: boolean
  /** Secured and not given up: outside the base of unsecured claims. */
  readonly keepsPriority?: boolean
  /** Not touched by the plan: no vote on it (破产法司法解释三 第十一条). */
  readonly unaffected?: boolean
}

export interface Resolution {
  readonly id: string
  readonly title: string
  readonly majority: string
  /** For `byClass`: the classes that vote. */
  readonly classes?: readonly string[]
  /** Instants between which ballots count, the end excluded. Missing: the caller hands over only ballots that were in time (by the order of a journal, say). */
  readonly window?: { readonly opensAt: string; readonly closesAt: string }
  /** The resolution whose refusal gave rise to this second vote. */
  readonly revoteOf?: string
}

export type Choice = 'for' | 'against' | 'abstain'

export interface Ballot {
  readonly id: string
  readonly resolution: string
  readonly voter: string
  /** Who acted: the voter, a joint holder, or a proxy. */
  readonly castBy: string
  readonly at: string
  readonly channel: 'online' | 'paper' | 'preVote'
  readonly choice: Choice
  /** Split vote: the choice per claim; claims that are not named follow `choice`. */
  readonly byClaim?: Readonly<Record<string, Choice>>
  /** Paper: the two persons who entered it from the sheet, independently. */
  readonly enteredBy?: readonly [string, string]
}

export interface Proxy {
  readonly from: string
  readonly to: string
  readonly validFrom: string
  readonly validUntil: string
  /** Only these resolutions; missing means all. */
  readonly resolutions?: readonly string[]
  /** Bound to a choice per resolution; missing means free. */
  readonly instructions?: Readonly<Record<string, Choice>>
}

/** The voting rules that the meeting adopted; the statute leaves them open, so they are stored with the meeting. */
export interface MeetingRules {
  /** What counts as present: signing in, or casting a vote (an abstention counts). */
  readonly present: 'signIn' | 'vote'
  /** A voter whose claims vote differently: for which side the head counts. */
  readonly splitHead: 'none' | 'largerAmount'
  readonly changeUntilClose: boolean
}

/** The published record of a vote; everything that a tally needs. */
export interface VotingRecord {
  readonly rules: MeetingRules
  readonly majorities: readonly Majority[]
  readonly voters: readonly Voter[]
  readonly resolutions: readonly Resolution[]
  readonly signedIn: readonly { readonly voter: string; readonly at: string }[]
  readonly proxies: readonly Proxy[]
  /** In the order in which they were received. */
  readonly ballots: readonly Ballot[]
}

export type BallotRefusalCode =
  | 'ballot.unknown-resolution'
  | 'ballot.unknown-voter'
  | 'ballot.not-open'
  | 'ballot.closed'
  | 'ballot.no-vote'
  | 'ballot.not-authorised'
  | 'ballot.instruction'
  | 'ballot.already-cast'
  | 'ballot.paper-two-persons'
  | 'ballot.unknown-claim'

export interface BallotRefusal {
  readonly code: BallotRefusalCode
  readonly zh: string
  readonly en: string
}
