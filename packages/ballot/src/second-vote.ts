/**
 * Votes that refer to earlier votes: the second vote of a class that refused (第八十七条第一款), and pre-votes that carry into the reorganisation vote.
 */
import type { Ballot, VotingRecord } from './model.ts'
import type { ClassResult, ResolutionResult } from './tally.ts'

/**
 * Result of a reorganisation plan after the classes that refused voted once more. Classes that passed keep their first result; the second vote counts only
 * for classes that refused the first time.
 */
export function afterSecondVote(first: ResolutionResult, second: ResolutionResult): ResolutionResult {
  const classes: ClassResult[] = first.classes.map((c) => (c.passed ? c : (second.classes.find((s) => s.class === c.class) ?? c)))
  return { ...first, classes, passed: classes.length > 0 && classes.every((c) => c.passed) }
}

/** What a voter gets under the plan, in fen, and when the last of it is paid. */
export interface Treatment {
  readonly voter: string
  readonly paid: number
  readonly lastPaymentOn: string
}

export interface CarriedPreVotes {
  readonly carried: readonly Ballot[]
  readonly dropped: readonly { readonly ballot: Ballot; readonly zh: string; readonly en: string }[]
}

/**
 * Pre-votes in favour carry into the reorganisation vote where the plan did not change for the worse for that voter: not less money, not later. Other pre-votes
 * are not carried: their voters vote again. The rule is the meeting's own (预重整 rules differ by court), hence its words travel with each dropped ballot.
 */
export function carryPreVotes(
  preVotes: readonly Ballot[],
  before: readonly Treatment[],
  after: readonly Treatment[],
  record: Pick<VotingRecord, 'voters'>,
): CarriedPreVotes {
  const was = new Map(before.map((t) => [t.voter, t]))
  const is = new Map(after.map((t) => [t.voter, t]))
  const known = new Set(record.voters.map((v) => v.id))
  const last = new Map(preVotes.map((b) => [`${b.resolution}\u0000${b.voter}`, b]))
  const carried: Ballot[] = []
  const dropped: CarriedPreVotes['dropped'][number][] = []
  for (const ballot of last.values()) {
    const old = was.get(ballot.voter)
    const now = is.get(ballot.voter)
    if (!known.has(ballot.voter)) dropped.push({ ballot, zh: '预表决人不在表决名单中。', en: 'The voter is not on the list.' })
    else if (ballot.choice !== 'for' || Object.values(ballot.byClaim ?? {}).some((c) => c !== 'for'))
      dropped.push({ ballot, zh: '预表决不是同意，需重新表决。', en: 'Only votes in favour carry over.' })
    else if (!old || !now)
      dropped.push({ ballot, zh: '缺少方案对该表决人的清偿安排，不能比较。', en: 'The treatment of this voter is unknown.' })
    else if (now.paid < old.paid)
      dropped.push({
        ballot,
        zh: `清偿额由 ${old.paid} 分降为 ${now.paid} 分，预表决不延续。`,
        en: `Payment fell from ${old.paid} to ${now.paid} fen.`,
      })
    else if (now.lastPaymentOn > old.lastPaymentOn)
      dropped.push({
        ballot,
        zh: `清偿期限由 ${old.lastPaymentOn} 延至 ${now.lastPaymentOn}，预表决不延续。`,
        en: `Last payment moved from ${old.lastPaymentOn} to ${now.lastPaymentOn}.`,
      })
    else carried.push({ ...ballot, channel: 'preVote' })
  }
  return { carried, dropped }
}
