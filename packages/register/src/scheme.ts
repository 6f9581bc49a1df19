/** Evaluation by a scheme: exact arithmetic, what is missing is not zero, and every score can be traced to whoever gave it. */
import type { Refusal } from '@yingshang/time'
import type { Scheme, SchemeItem } from './model.ts'

export interface Score {
  readonly item: string
  /** The role in which it was given. */
  readonly role: string
  /** Who gave it. One person scores an item once in a role. */
  readonly by: string
  readonly score: number
  readonly reason: string
  /** Ids of what proves it. */
  readonly evidence: readonly string[]
}

export interface ItemResult {
  readonly item: string
  readonly weight: number
  readonly scores: number
  /** Mean as basis points of the best score, rounded; null: nobody scored it. */
  readonly mean: number | null
}

export interface Evaluation {
  /** Basis points of the best possible, over the items that were scored; null when too little was scored. */
  readonly total: number | null
  /** Basis points of the weights that were scored. */
  readonly covered: number
  readonly items: readonly ItemResult[]
  /** Items that nobody scored. */
  readonly missing: readonly string[]
}

const WHOLE = 10_000

/** What is wrong with a scheme: weights that do not add up, items twice, roles that do not exist. */
export function checkScheme(scheme: Scheme): readonly Refusal[] {
  const found: Refusal[] = []
  const add = (code: string, zh: string, en: string) => found.push({ code: `scheme.${code}`, zh, en })
  const sum = scheme.items.reduce((s, i) => s + i.weight, 0)
  if (sum !== WHOLE) add('weights', `各项权重合计应为 10000，现为 ${sum}`, `the weights add up to ${sum}, not 10000`)
  if (new Set(scheme.items.map((i) => i.id)).size !== scheme.items.length) add('twice', '评价项目重复', 'an item is there twice')
  for (const item of scheme.items) {
    if (!Number.isSafeInteger(item.weight) || item.weight < 1 || !Number.isSafeInteger(item.most) || item.most < 1)
      add('figures', `“${item.label.zh}”的权重和满分应为正整数`, `${item.label.en}: weight and best score are whole numbers from 1`)
    if (item.scorers.length === 0 || item.scorers.some((r) => !scheme.roles.some((o) => o.id === r)))
      add('scorers', `“${item.label.zh}”的评价人不在评价主体中`, `${item.label.en}: its scorers are not among the roles`)
  }
  if (scheme.coverage < 1 || scheme.coverage > WHOLE) add('coverage', '最低覆盖应为 1 至 10000', 'the coverage is from 1 to 10000')
  return found
}

const needsEvidence = (item: SchemeItem, score: number) =>
  item.evidence === 'always' || (item.evidence !== null && score < item.evidence.below)

/** Why a score cannot be taken; empty when it can. `given`: the scores before it. */
export function judgeScore(scheme: Scheme, given: readonly Score[], next: Score): readonly Refusal[] {
  const item = scheme.items.find((i) => i.id === next.item)
  const no = (code: string, zh: string, en: string, numbers: NonNullable<Refusal['numbers']> = {}): Refusal => ({
    code: `score.${code}`,
    zh,
    en,
    numbers,
  })
  if (!item) return [no('unknown-item', '评价办法没有这个项目', 'the scheme has no such item')]
  const found: Refusal[] = []
  if (!item.scorers.includes(next.role))
    found.push(no('not-yours', `“${item.label.zh}”不由您的身份评价`, `${item.label.en} is not scored in your role`))
  if (!Number.isSafeInteger(next.score) || next.score < 0 || next.score > item.most)
    found.push(
      no('range', `“${item.label.zh}”应为 0 至 ${item.most} 的整数`, `${item.label.en}: a whole number from 0 to ${item.most}`, {
        most: item.most,
      }),
    )
  else if (needsEvidence(item, next.score) && next.evidence.length === 0)
    found.push(no('evidence', `“${item.label.zh}”的这一评分须附证据`, `${item.label.en}: such a score needs evidence`))
  if (next.score < item.most && next.reason.trim() === '')
    found.push(no('reason', `“${item.label.zh}”未给满分，请写明理由`, `${item.label.en}: less than the best score needs a reason`))
  if (given.some((s) => s.item === next.item && s.role === next.role && s.by === next.by))
    found.push(no('twice', `您已评价过“${item.label.zh}”`, `you scored ${item.label.en} already`))
  return found
}

/** Rounds half up; both positive. */
const divided = (a: bigint, b: bigint): number => Number((2n * a + b) / (2n * b))

/** The result of the scores under a scheme; scores of unknown items are passed over. Independent of the order of scores. */
export function evaluate(scheme: Scheme, scores: readonly Score[]): Evaluation {
  // total = Σ wᵢ · (sumᵢ / (nᵢ · mostᵢ)) / Σ wᵢ over the scored items, as one fraction.
  let numerator = 0n
  let denominator = 1n
  let covered = 0
  const missing: string[] = []
  const items = scheme.items.map((item): ItemResult => {
    const own = scores.filter((s) => s.item === item.id)
    if (own.length === 0) {
      missing.push(item.id)
      return { item: item.id, weight: item.weight, scores: 0, mean: null }
    }
    const sum = BigInt(own.reduce((s, one) => s + one.score, 0))
    const full = BigInt(own.length * item.most)
    numerator = numerator * full + BigInt(item.weight) * sum * denominator
    denominator *= full
    covered += item.weight
    return { item: item.id, weight: item.weight, scores: own.length, mean: divided(BigInt(WHOLE) * sum, full) }
  })
  const total = covered === 0 || covered < scheme.coverage ? null : divided(BigInt(WHOLE) * numerator, denominator * BigInt(covered))
  return { total, covered, items, missing }
}
