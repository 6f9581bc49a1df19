/** Choosing without a draw: competition before a committee, and recommendation by those whose money is at stake. Exact integer arithmetic. */
import type { Refusal } from '@yingshang/time'
import type { CompetitionRule, RecommendationRule } from './model.ts'

export interface Member {
  readonly id: string
  readonly name: string
  /** Why the member takes no part; null when they do. A recused member still counts among all members. */
  readonly recused: string | null
}

/** What one member handed in: scores of every competitor (whole numbers from 0 to 100), and whom they are for (null: nobody). */
export interface ReviewBallot {
  readonly member: string
  readonly scores: Readonly<Record<string, number>>
  readonly choice: string | null
}

export interface CompetitionTally {
  readonly competitor: string
  readonly votes: number
  /** Sum of the scores and how many members scored; their quotient is the mean. */
  readonly sum: number
  readonly scored: number
}

export interface CompetitionResult {
  /** By votes, then by mean score. */
  readonly tally: readonly CompetitionTally[]
  readonly members: number
  /** Votes that were needed. */
  readonly needed: number
  readonly chosen: string | null
  readonly substitutes: readonly string[]
  /** Why nobody was chosen, or what else should be known. */
  readonly notes: readonly Refusal[]
}

const no = (code: string, zh: string, en: string, numbers: NonNullable<Refusal['numbers']> = {}): Refusal => ({
  code: `review.${code}`,
  zh,
  en,
  numbers,
})

/** Whether a review can begin: enough competitors and members, nobody twice. */
export function judgeReview(rule: CompetitionRule, competitors: readonly string[], members: readonly Member[]): readonly Refusal[] {
  const found: Refusal[] = []
  if (new Set(competitors).size !== competitors.length) found.push(no('twice', '同一申请人列了两次', 'a competitor is named twice'))
  if (competitors.length < rule.competitors)
    found.push(
      no(
        'too-few',
        `参与竞争的不得少于 ${rule.competitors} 家，现有 ${competitors.length} 家`,
        `${rule.competitors} competitors are needed`,
        {
          least: rule.competitors,
          present: competitors.length,
        },
      ),
    )
  if (new Set(members.map((m) => m.id)).size !== members.length) found.push(no('member-twice', '评审委员重复', 'a member is named twice'))
  if (members.length < rule.members)
    found.push(
      no('few-members', `评审委员会不得少于 ${rule.members} 人，现有 ${members.length} 人`, `${rule.members} members are needed`, {
        least: rule.members,
        present: members.length,
      }),
    )
  return found
}

/** Why a ballot cannot be taken; empty when it can. */
export function judgeBallot(
  competitors: readonly string[],
  members: readonly Member[],
  given: readonly ReviewBallot[],
  next: ReviewBallot,
): readonly Refusal[] {
  const member = members.find((m) => m.id === next.member)
  if (!member) return [no('not-member', '不是本次评审委员', 'not a member of this committee')]
  const found: Refusal[] = []
  if (member.recused !== null) found.push(no('recused', `已回避：${member.recused}`, `recused: ${member.recused}`))
  if (given.some((b) => b.member === next.member)) found.push(no('voted', '已提交评审意见', 'the ballot was handed in already'))
  if (next.choice !== null && !competitors.includes(next.choice))
    found.push(no('unknown', '所选的不是参与竞争的申请人', 'the choice is not among the competitors'))
  const wrong = competitors.filter((c) => {
    const score = next.scores[c]
    return score === undefined || !Number.isSafeInteger(score) || score < 0 || score > 100
  })
  if (wrong.length > 0 || Object.keys(next.scores).length !== competitors.length)
    found.push(no('scores', '应对每一申请人评 0 至 100 的整数分', 'every competitor gets a whole number from 0 to 100'))
  return found
}

/** The result: the chosen one has the share of all members, recused and absent ones included, and more votes than anybody else. */
export function judgeCompetition(
  rule: CompetitionRule,
  competitors: readonly string[],
  members: readonly Member[],
  ballots: readonly ReviewBallot[],
): CompetitionResult {
  const tally = competitors
    .map((competitor): CompetitionTally => {
      const scores = ballots.flatMap((b) => (b.scores[competitor] === undefined ? [] : [b.scores[competitor]]))
      return {
        competitor,
        votes: ballots.filter((b) => b.choice === competitor).length,
        sum: scores.reduce((s, n) => s + n, 0),
        scored: scores.length,
      }
    })
    .sort((a, b) => order(a, b) || (a.competitor < b.competitor ? -1 : 1))
  const needed = Math.ceil((members.length * rule.numerator) / rule.denominator)
  const [first, second] = tally
  const enough = first !== undefined && rule.denominator * first.votes >= rule.numerator * members.length
  const split = second !== undefined && first !== undefined && second.votes === first.votes
  const notes: Refusal[] = []
  if (!enough)
    notes.push(
      no('no-majority', `没有申请人得到全体委员 ${needed} 票`, `no competitor has ${needed} votes of all members`, {
        needed,
        votes: first?.votes ?? 0,
      }),
    )
  else if (split) notes.push(no('even', '票数相同，应重新评审', 'the votes are even: review again', { votes: first.votes }))
  const chosen = enough && !split ? first.competitor : null
  const substitutes: string[] = []
  if (chosen !== null)
    for (let i = 1; i <= rule.substitutes && i < tally.length; i++) {
      const one = tally[i]!
      const next = tally[i + 1]
      // Two who stand alike: neither comes before the other, so the place stays empty.
      if (next !== undefined && order(one, next) === 0) {
        notes.push(no('even-substitutes', '备选名次相同，未确定备选', 'the substitutes stand alike: the place stays empty'))
        break
      }
      substitutes.push(one.competitor)
    }
  return { tally, members: members.length, needed, chosen, substitutes, notes }
}

/** More votes first, then the better mean; 0 when they stand alike. */
function order(a: CompetitionTally, b: CompetitionTally): number {
  if (a.votes !== b.votes) return b.votes - a.votes
  return b.sum * a.scored - a.sum * b.scored
}

export interface Recommender {
  readonly name: string
  /** Fen. */
  readonly amount: number
}

/** Whether the recommenders have the share of the whole amount (fen) that the rule asks for. */
export function judgeRecommendation(rule: RecommendationRule, recommenders: readonly Recommender[], whole: number): readonly Refusal[] {
  const found: Refusal[] = []
  const add = (code: string, zh: string, en: string, numbers: NonNullable<Refusal['numbers']> = {}) =>
    found.push({ code: `recommendation.${code}`, zh, en, numbers, rule: rule.source.rule })
  if (recommenders.length === 0) add('nobody', '没有推荐人', 'nobody recommends')
  if (new Set(recommenders.map((r) => r.name)).size !== recommenders.length)
    add('twice', '同一推荐人列了两次', 'a recommender is named twice')
  if (recommenders.some((r) => !Number.isSafeInteger(r.amount) || r.amount <= 0))
    add('amount', '推荐人的债权额应大于零', 'the claims of a recommender are above zero')
  const sum = recommenders.reduce((s, r) => s + BigInt(r.amount), 0n)
  if (sum > BigInt(whole)) add('more-than-whole', '推荐人的债权额超过债权总额', 'the recommenders claim more than the whole')
  const left = sum * BigInt(rule.denominator)
  const right = BigInt(whole) * BigInt(rule.numerator)
  if (rule.more ? left <= right : left < right)
    add(
      'share',
      `推荐人的债权额应${rule.more ? '超过' : '不低于'}债权总额的 ${rule.numerator}/${rule.denominator}`,
      `the recommenders need ${rule.more ? 'more than' : 'at least'} ${rule.numerator}/${rule.denominator} of the whole amount`,
      { sum: Number(sum), whole },
    )
  return found
}
