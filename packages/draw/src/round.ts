/**
 * The rounds of a draw. Round 1 takes the sample; each later round replaces one who declined or must withdraw, by the next link of the
 * chain: nobody but the keeper of the chain can know the substitute before, so the first drawn cannot be bought out of the way by the second.
 */
import { accept, fromHex, type Hashing, type Result, refuse, sameBytes, toHex } from '@yingshang/journal'
import { nextLink, readLink } from './chain.ts'
import { type Commitment, entropyInput, type PairMethod, type PickMethod, pairRules } from './commitment.ts'
import type { EntropyValue } from './entropy.ts'
import { type Candidate, equalOrder, type Lots, lotsOf, weightedOrder } from './order.ts'
import { type Assignment, assign, isApart, ranking } from './pairs.ts'
import { keyString, selectRfc3797 } from './rfc3797.ts'
import { substitute, takeSample } from './sample.ts'

/** Who is replaced, and why. With pairs it is an inspector at a subject. */
export type Replacement =
  | { readonly label: string; readonly reason: string }
  | { readonly inspected: string; readonly inspector: string; readonly reason: string }

export interface Round {
  /** The revealed link; null only for RFC 3797. */
  readonly link: string | null
  readonly replaces: Replacement | null
  /** The drawn, in order; in a round that replaces, the one substitute. Empty where an inspector is replaced. */
  readonly selected: readonly string[]
  /** With pairs: the inspectors of each subject; otherwise null. */
  readonly pairs: readonly Assignment[] | null
}

export interface Drawn {
  readonly round: Round
  /** The whole order of the round, for the eye of the observer. */
  readonly order: readonly string[]
}

export type RoundCode = 'wrong-link' | 'chain-exhausted' | 'wrong-replacement' | 'list-exhausted' | 'pairs-impossible'

/** Who stands after these rounds: the sample in force, everybody ever drawn, the pairs in force. */
export interface Standing {
  readonly selected: readonly string[]
  readonly everDrawn: ReadonlySet<string>
  readonly pairs: readonly Assignment[]
  /** `inspector 0x0A subject` of every pair ever made. */
  readonly everPaired: ReadonlySet<string>
}

/** Fold the rounds; they are taken as they are written. */
export function standing(rounds: readonly Round[]): Standing {
  let selected: string[] = []
  let pairs: Assignment[] = []
  const everDrawn = new Set<string>()
  const everPaired = new Set<string>()
  for (const { replaces, selected: drawn, pairs: made } of rounds) {
    for (const label of drawn) everDrawn.add(label)
    for (const { inspected, inspectors } of made ?? []) for (const inspector of inspectors) everPaired.add(`${inspector}\n${inspected}`)
    if (replaces === null) {
      selected = [...drawn]
      pairs = [...(made ?? [])]
    } else if ('label' in replaces) selected = selected.map((label) => (label === replaces.label ? (drawn[0] ?? label) : label))
    else {
      const substituteOf = made?.[0]?.inspectors[0]
      pairs = pairs.map((one) =>
        one.inspected !== replaces.inspected || substituteOf === undefined
          ? one
          : { ...one, inspectors: one.inspectors.map((i) => (i === replaces.inspector ? substituteOf : i)) },
      )
    }
  }
  return { selected, everDrawn, pairs, everPaired }
}

/**
 * Whether the link of the next round hashes to the one revealed before it (to the published end for round 1). Gives the link's bytes; refuses
 * when the chain has no link left.
 */
export function checkLink(
  hashing: Hashing,
  commitment: Commitment,
  earlier: readonly (string | null)[],
  link: string | null,
): Result<Uint8Array, RoundCode> {
  const number = earlier.length + 1
  const place = { at: `/rounds/${earlier.length}/link` }
  const wrong = refuse(
    'wrong-link',
    `第 ${number} 轮揭示的链值与承诺不符`,
    `the link of round ${number} does not hash to the one before it`,
    place,
  )
  if (commitment.chain === null) return link === null ? accept(new Uint8Array(0)) : wrong
  if (number > commitment.chain.length) return refuse('chain-exhausted', '哈希链已用完', 'the chain has no further link', place)
  const before = number === 1 ? commitment.chain.end : (earlier[number - 2] ?? null)
  const bytes = link === null ? null : readLink(link)
  const target = before === null ? null : fromHex(before)
  return bytes !== null && target !== null && sameBytes(nextLink(hashing, bytes), target) ? accept(bytes) : wrong
}

/**
 * The next round of a draw: round 1 when there are none, else the replacement of somebody. The entropy must have been checked. Pure: the
 * same input gives the same round, for the organiser who draws and for everybody who verifies.
 */
export function nextRound(
  hashing: Hashing,
  commitment: Commitment,
  entropy: readonly EntropyValue[],
  earlier: readonly Round[],
  link: string | null,
  replaces: Replacement | null,
): Result<Drawn, RoundCode> {
  const checked = checkLink(
    hashing,
    commitment,
    earlier.map((r) => r.link),
    link,
  )
  if (!checked.ok) return checked
  if ((earlier.length === 0) !== (replaces === null))
    return wrongReplacement(earlier.length, 'the first round replaces nobody, every later one somebody')
  const lots = lotsOf(hashing, checked.value, entropyInput(hashing, commitment, entropy))
  const { method } = commitment
  switch (method.kind) {
    case 'rfc3797':
      return replaces === null
        ? byRfc3797(commitment, method.count, entropy)
        : wrongReplacement(earlier.length, 'RFC 3797 names substitutes by further selections')
    case 'pick':
      if (replaces === null) return sampleRound(commitment, method, lots, link)
      if (!('label' in replaces)) return wrongReplacement(earlier.length, 'an inspector cannot be replaced in this draw')
      return substituteRound(commitment, method, lots, link, earlier, replaces)
    case 'pairs':
      if (replaces === null) return pairsRound(commitment, method, lots, link)
      if ('label' in replaces)
        return wrongReplacement(earlier.length, 'a subject of inspection cannot decline; an inspector can be replaced')
      return inspectorRound(method, lots, link, earlier, replaces)
  }
}

function wrongReplacement(number: number, en: string) {
  return refuse('wrong-replacement', '替换对象不正确', en, { at: `/rounds/${number}/replaces` })
}

function orderOf(how: { readonly weighted: boolean }, lots: Lots, candidates: readonly Candidate[]): Candidate[] {
  return how.weighted ? weightedOrder(lots, candidates) : equalOrder(lots, candidates)
}

const labelsOf = (candidates: readonly Candidate[]) => candidates.map((c) => c.label)

function byRfc3797(commitment: Commitment, count: number, entropy: readonly EntropyValue[]): Result<Drawn, RoundCode> {
  const key = keyString(entropy.map((value) => ('numbers' in value ? value.numbers.flat() : [])))
  const { candidates } = commitment
  const order = selectRfc3797(candidates.length, key, candidates.length).map((s) => candidates[s.selected - 1]!.label)
  return accept({ round: { link: null, replaces: null, selected: order.slice(0, count), pairs: null }, order })
}

function sampleRound(commitment: Commitment, how: PickMethod, lots: Lots, link: string | null): Result<Drawn, RoundCode> {
  const order = orderOf(how, lots, commitment.candidates)
  const selected = labelsOf(takeSample(order, how.count, how.minimum))
  return accept({ round: { link, replaces: null, selected, pairs: null }, order: labelsOf(order) })
}

function substituteRound(
  commitment: Commitment,
  how: PickMethod,
  lots: Lots,
  link: string | null,
  earlier: readonly Round[],
  replaces: { readonly label: string; readonly reason: string },
): Result<Drawn, RoundCode> {
  const now = standing(earlier)
  if (!now.selected.includes(replaces.label)) return wrongReplacement(earlier.length, `${replaces.label} is not among the drawn`)
  const kept = commitment.candidates.filter((c) => now.selected.includes(c.label) && c.label !== replaces.label)
  // Whoever was drawn before and left does not come back.
  const order = orderOf(
    how,
    lots,
    commitment.candidates.filter((c) => !now.everDrawn.has(c.label)),
  )
  const one = substitute(order, kept, how.count, how.minimum)
  if (one === null)
    return refuse('list-exhausted', '名单中已无可替换的人', 'nobody is left who could be the substitute', {
      at: `/rounds/${earlier.length}`,
    })
  return accept({ round: { link, replaces, selected: [one.label], pairs: null }, order: labelsOf(order) })
}

function pairsRound(commitment: Commitment, how: PairMethod, lots: Lots, link: string | null): Result<Drawn, RoundCode> {
  const order = orderOf(how, lots, commitment.candidates)
  const selected = labelsOf(takeSample(order, how.count, how.minimum))
  const rules = pairRules(how)
  const result = assign(selected, rules, (subject) => ranking(lots, subject, rules.inspectors))
  if ('impossible' in result) {
    const { inspected, inspectors, needed, offered } = result.impossible
    return refuse(
      'pairs-impossible',
      `无法配对：${inspected.join('、')} 共需 ${needed} 人次，可派人员（${inspectors.join('、')}）只能承担 ${offered} 人次`,
      `no pairs exist: ${inspected.join(', ')} need ${needed} places, and those who may serve them (${inspectors.join(', ')}) can give ${offered}`,
      { at: '/rounds/0' },
    )
  }
  return accept({ round: { link, replaces: null, selected, pairs: result.assignments }, order: labelsOf(order) })
}

function inspectorRound(
  how: PairMethod,
  lots: Lots,
  link: string | null,
  earlier: readonly Round[],
  replaces: { readonly inspected: string; readonly inspector: string; readonly reason: string },
): Result<Drawn, RoundCode> {
  const now = standing(earlier)
  const own = now.pairs.find((one) => one.inspected === replaces.inspected)
  if (!own?.inspectors.includes(replaces.inspector))
    return wrongReplacement(earlier.length, `${replaces.inspector} is not with ${replaces.inspected}`)
  const rules = pairRules(how)
  const apart = isApart(rules)
  const load = (inspector: string) => now.pairs.filter((one) => one.inspectors.includes(inspector)).length
  const order = ranking(lots, replaces.inspected, rules.inspectors)
  const one = order.find(
    (inspector) =>
      !apart(inspector, replaces.inspected) && !now.everPaired.has(`${inspector}\n${replaces.inspected}`) && load(inspector) < rules.most,
  )
  if (one === undefined)
    return refuse('list-exhausted', '已无可替换的人员', 'no inspector is left who could be the substitute', {
      at: `/rounds/${earlier.length}`,
    })
  return accept({ round: { link, replaces, selected: [], pairs: [{ inspected: replaces.inspected, inspectors: [one] }] }, order })
}

/** The written form of a link. */
export const writeLink = (link: Uint8Array): string => toHex(link)
