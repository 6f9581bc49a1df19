/**
 * Whether a ballot counts: the window, the right to vote, proxies and their limits, the two persons of a paper vote. All reasons are given, not only the first.
 */
import {
  type Ballot,
  type BallotRefusal,
  type Choice,
  INVESTOR,
  type Majority,
  type Resolution,
  type Voter,
  type VotingClaim,
  type VotingRecord,
} from './model.ts'

/** Whether one instant is before another. Texts are not compared as texts: `…:00.500Z` would stand before `…:00Z`. */
const before = (a: string, b: string) => Date.parse(a) < Date.parse(b)

/** What a ballot says for one claim. */
export function choiceFor(ballot: Pick<Ballot, 'choice' | 'byClaim'>, claim: string): Choice {
  return ballot.byClaim !== undefined && Object.hasOwn(ballot.byClaim, claim) ? ballot.byClaim[claim]! : ballot.choice
}

/** Claims with which a voter votes on a resolution; empty when the voter has no vote on it. */
export function votingClaims(voter: Voter, resolution: Resolution, majority: Majority): readonly VotingClaim[] {
  return voter.claims.filter((claim) => {
    if (claim.amount <= 0 || claim.unaffected) return false
    if (majority.securedExcluded && claim.keepsPriority) return false
    return majority.counting === 'together' ? claim.class !== INVESTOR : (resolution.classes ?? []).includes(claim.class)
  })
}

/** Lookups over a record, made once. */
export interface Electorate {
  readonly rules: VotingRecord['rules']
  readonly resolutions: ReadonlyMap<string, { readonly resolution: Resolution; readonly majority: Majority }>
  readonly voters: ReadonlyMap<string, Voter>
  /** By the voter who gave the authority. Grown by {@link grant}. */
  readonly proxies: Map<string, VotingRecord['proxies']>
}

/** Indexes a record. A resolution that names a majority nobody defined is left out and so refuses every ballot. */
export function electorate(record: Pick<VotingRecord, 'rules' | 'majorities' | 'voters' | 'resolutions' | 'proxies'>): Electorate {
  const resolutions = new Map<string, { resolution: Resolution; majority: Majority }>()
  for (const resolution of record.resolutions) {
    const majority = record.majorities.find((m) => m.id === resolution.majority)
    if (majority) resolutions.set(resolution.id, { resolution, majority })
  }
  return {
    rules: record.rules,
    resolutions,
    voters: new Map(record.voters.map((v) => [v.id, v])),
    proxies: Map.groupBy(record.proxies, (p) => p.from),
  }
}

/** Reasons why a ballot does not count; empty when it does. `previous` is the ballot that counts so far for the same voter and resolution. */
export function refusals(who: Electorate, ballot: Ballot, previous: Ballot | undefined): readonly BallotRefusal[] {
  const found: BallotRefusal[] = []
  const refuse = (code: BallotRefusal['code'], zh: string, en: string) => found.push({ code, zh, en })
  const entry = who.resolutions.get(ballot.resolution)
  const voter = who.voters.get(ballot.voter)
  if (!entry)
    refuse('ballot.unknown-resolution', `没有编号为“${ballot.resolution}”的决议事项。`, `There is no resolution “${ballot.resolution}”.`)
  if (!voter) refuse('ballot.unknown-voter', '表决人不在有表决权的名单中。', 'The voter is not on the list.')
  if (!entry || !voter) return found
  const { resolution, majority } = entry
  // Pre-votes were cast before the meeting; whether they carry over is judged when they are carried (see `carryPreVotes`).
  if (ballot.channel !== 'preVote' && resolution.window !== undefined) {
    const { opensAt, closesAt } = resolution.window
    if (before(ballot.at, opensAt)) refuse('ballot.not-open', `表决于 ${opensAt} 开始。`, `Voting opens at ${opensAt}.`)
    if (!before(ballot.at, closesAt)) refuse('ballot.closed', `表决已于 ${closesAt} 截止。`, `Voting closed at ${closesAt}.`)
  }
  const claims = votingClaims(voter, resolution, majority)
  if (claims.length === 0)
    refuse(
      'ballot.no-vote',
      '对该事项没有表决权（债权未确定且未经法院临时确定债权额、保留优先受偿权或者权益未受影响）。',
      'The voter has no vote on this resolution.',
    )
  for (const id of Object.keys(ballot.byClaim ?? {}))
    if (!claims.some((c) => c.id === id))
      refuse('ballot.unknown-claim', `债权“${id}”不在该表决人对此事项的表决债权中。`, `Claim “${id}” is not one the voter votes with.`)
  if (ballot.castBy !== ballot.voter && !voter.jointHolders?.includes(ballot.castBy)) {
    const proxies = (who.proxies.get(ballot.voter) ?? []).filter(
      (p) =>
        p.to === ballot.castBy &&
        !before(ballot.at, p.validFrom) &&
        before(ballot.at, p.validUntil) &&
        (p.resolutions === undefined || p.resolutions.includes(ballot.resolution)),
    )
    if (proxies.length === 0)
      refuse('ballot.not-authorised', '代理人没有就该事项的有效授权。', 'The proxy holds no valid authority for this resolution.')
    else {
      const bound = proxies.map((p) => p.instructions?.[ballot.resolution])
      const choices = [ballot.choice, ...Object.values(ballot.byClaim ?? {})]
      if (!bound.some((b) => b === undefined || choices.every((c) => c === b)))
        refuse('ballot.instruction', '代理人的表决与授权委托书的指示不符。', 'The vote differs from the instruction in the proxy.')
    }
  }
  if (ballot.channel === 'paper' && (ballot.enteredBy === undefined || ballot.enteredBy[0] === ballot.enteredBy[1]))
    refuse('ballot.paper-two-persons', '纸质表决票须由两人分别录入。', 'A paper vote is entered by two different persons.')
  if (previous !== undefined && previous.channel !== 'preVote' && !who.rules.changeUntilClose)
    refuse('ballot.already-cast', '已经表决；会议规则不允许更改。', 'A vote was cast already and the meeting’s rules allow no change.')
  return found
}
