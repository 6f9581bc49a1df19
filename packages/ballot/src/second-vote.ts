/**
 * Votes that refer to earlier votes: the second vote of a class that refused (第八十七条第一款), and pre-votes that carry into the reorganisation vote.
 */
import type { Ballot, Majority, Resolution, VotingRecord } from './model.ts'
import type { ClassResult, ResolutionResult } from './tally.ts'

export type SecondVoteCode = 'second.unknown' | 'second.none' | 'second.passed' | 'second.twice' | 'second.classes' | 'second.majority'

export interface SecondVoteRefusal {
  readonly code: SecondVoteCode
  readonly zh: string
  readonly en: string
}

/**
 * Why a resolution cannot be put to a second vote; empty when it can, or when it is none. Only what failed may be voted on again, only once, by the same majority, and in a
 * count by class only by classes that refused (第八十七条第一款); a distribution plan by everybody (第六十五条第二款). `first` is null while there is no result.
 */
export function secondVoteRefusals(
  second: Resolution,
  resolutions: readonly Resolution[],
  majorities: readonly Majority[],
  first: ResolutionResult | null,
): readonly SecondVoteRefusal[] {
  if (second.revoteOf === undefined) return []
  const found: SecondVoteRefusal[] = []
  const refuse = (code: SecondVoteCode, zh: string, en: string) => found.push({ code, zh, en })
  const original = resolutions.find((r) => r.id === second.revoteOf)
  if (original === undefined || first === null || first.resolution !== original.id) {
    refuse('second.unknown', '没有首次表决的结果，不能再次表决。', 'There is no result of a first vote.')
    return found
  }
  const majority = majorities.find((m) => m.id === original.majority)
  if (majority === undefined || majority.secondVote === 'none')
    refuse('second.none', '该类事项未通过的，法律没有规定再次表决。', 'The law knows no second vote on this.')
  if (second.majority !== original.majority)
    refuse('second.majority', '再次表决须适用与首次表决相同的通过标准。', 'A second vote needs the same majority as the first.')
  if (original.revoteOf !== undefined || resolutions.some((r) => r.id !== second.id && r.revoteOf === original.id))
    refuse('second.twice', '只能再次表决一次。', 'There is one second vote only.')
  if (first.passed) refuse('second.passed', '首次表决已经通过。', 'The first vote has passed.')
  else if (majority?.secondVote === 'classes') {
    const refused = first.classes.filter((c) => !c.passed).map((c) => c.class)
    const named = second.classes ?? []
    if (named.length === 0 || named.some((c) => !refused.includes(c)))
      refuse('second.classes', '再次表决只能由未通过的表决组进行。', 'Only classes that refused vote once more.')
  }
  return found
}

/**
 * Result after the second vote. Classes that passed keep their first result; the second vote counts only for what was refused the first time. A refusing class that did
 * not vote once more stays refused. Works for a count of all together as for one by class.
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
 * Why a pre-vote does not carry into the reorganisation vote; null when it does. It carries when it is in favour and the plan did not change for the worse for that voter: not
 * less money, not later. Others vote again. The rule is the meeting's own (预重整 rules differ by court), hence its words travel with each ballot that is dropped.
 */
export function preVoteRefusal(
  ballot: Pick<Ballot, 'choice' | 'byClaim'>,
  before: Treatment | undefined,
  after: Treatment | undefined,
): { readonly zh: string; readonly en: string } | null {
  if (ballot.choice !== 'for' || Object.values(ballot.byClaim ?? {}).some((c) => c !== 'for'))
    return { zh: '预表决不是同意，需重新表决。', en: 'Only votes in favour carry over.' }
  if (!before || !after) return { zh: '缺少方案对该表决人的清偿安排，不能比较。', en: 'The treatment of this voter is unknown.' }
  if (after.paid < before.paid)
    return {
      zh: `清偿额由 ${before.paid} 分降为 ${after.paid} 分，预表决不延续。`,
      en: `Payment fell from ${before.paid} to ${after.paid} fen.`,
    }
  if (after.lastPaymentOn > before.lastPaymentOn)
    return {
      zh: `清偿期限由 ${before.lastPaymentOn} 延至 ${after.lastPaymentOn}，预表决不延续。`,
      en: `Last payment moved from ${before.lastPaymentOn} to ${after.lastPaymentOn}.`,
    }
  return null
}

/** Sorts pre-votes into those that carry and those that do not (`preVoteRefusal`). Of several by one voter on one resolution the last is looked at. */
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
    const refusal = known.has(ballot.voter)
      ? preVoteRefusal(ballot, was.get(ballot.voter), is.get(ballot.voter))
      : { zh: '预表决人不在表决名单中。', en: 'The voter is not on the list.' }
    if (refusal === null) carried.push({ ...ballot, channel: 'preVote' })
    else dropped.push({ ballot, ...refusal })
  }
  return { carried, dropped }
}
