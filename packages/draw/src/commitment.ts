/**
 * What is published before anybody can know the outcome: the list with its exclusions, what will be drawn and how, the future entropy, the
 * end of the hash chain. Everything that can change the result is in it, and its digest is part of the input of the draw, so a changed
 * commitment gives another result even if it is never compared.
 */
import {
  accept,
  type Bytes,
  canonicalBytes,
  canonicalOwn,
  concat,
  type Hashing,
  type Json,
  type Result,
  refuse,
  toHex,
  utf8,
} from '@yingshang/journal'
import { either, exactly, flag, hash, instant, label, list, nothing, record, type Shape, text, whole } from '@yingshang/journal/shape'
import { type EntropyValue, type Source, source } from './entropy.ts'
import { type Candidate, compareLabels } from './order.ts'
import { type Exclusion, isApart, type PairRules } from './pairs.ts'
import { checkMinimum, type Minimum } from './sample.ts'

/** `count` of the list, by equal chances or by weight, with minimum shares of strata. */
export interface PickMethod {
  readonly kind: 'pick'
  readonly count: number
  readonly weighted: boolean
  readonly minimum: readonly Minimum[]
}

/** As 'pick' for the subjects to be inspected; each then gets inspectors. */
export interface PairMethod {
  readonly kind: 'pairs'
  readonly count: number
  readonly weighted: boolean
  readonly minimum: readonly Minimum[]
  readonly inspectors: readonly { readonly label: string }[]
  readonly each: number
  readonly most: number
  readonly exclusions: readonly Exclusion[]
}

/** RFC 3797: public entropy alone, no chain; substitutes are further selections. */
export interface Rfc3797Method {
  readonly kind: 'rfc3797'
  readonly count: number
}

export type Method = PickMethod | PairMethod | Rfc3797Method

export interface Excluded {
  readonly label: string
  readonly reason: string
}

export interface Commitment {
  readonly v: 1
  readonly kind: 'draw-commitment'
  readonly id: string
  readonly title: string
  /** Instants like 2026-03-05T08:00:00Z. Every source of entropy is later than the first and not later than the second. */
  readonly committedAt: string
  readonly revealBy: string
  readonly method: Method
  /** In order of label (UTF-16 units); RFC 3797 numbers them in the order given. */
  readonly candidates: readonly Candidate[]
  /** Who is not on the list, and why; in order of label. */
  readonly excluded: readonly Excluded[]
  readonly entropy: readonly Source[]
  /** Null only for RFC 3797. `length` is the number of rounds that can be revealed. */
  readonly chain: { readonly end: string; readonly length: number } | null
  /** The commitment (digest) that this one replaces, and why; null for a first draw. */
  readonly supersedes: { readonly commitment: string; readonly reason: string } | null
}

const minimum = list(record({ stratum: label, numerator: whole(1), denominator: whole(1) }))
const METHODS: Record<Method['kind'], Shape> = {
  pick: record({ kind: exactly('pick'), count: whole(1), weighted: flag, minimum }),
  pairs: record({
    kind: exactly('pairs'),
    count: whole(1),
    weighted: flag,
    minimum,
    inspectors: list(record({ label }), 1),
    each: whole(1),
    most: whole(1),
    exclusions: list(record({ inspector: label, inspected: label, reason: text })),
  }),
  rfc3797: record({ kind: exactly('rfc3797'), count: whole(1) }),
}
const method: Shape = (value, at) => {
  const kind = (value as { kind?: unknown } | null)?.kind
  return typeof kind === 'string' && Object.hasOwn(METHODS, kind)
    ? METHODS[kind as Method['kind']](value, at)
    : { at: `${at}/kind`, what: 'pick, pairs or rfc3797 is expected' }
}

export const commitmentShape: Shape = record({
  v: exactly(1),
  kind: exactly('draw-commitment'),
  id: label,
  title: label,
  committedAt: instant,
  revealBy: instant,
  method,
  candidates: list(record({ label, 'weight?': whole(1, 1_000_000_000), 'stratum?': label }), 1),
  excluded: list(record({ label, reason: text })),
  entropy: list(source, 1),
  chain: either(nothing, record({ end: hash, length: whole(1, 10_000) })),
  supersedes: either(nothing, record({ commitment: hash, reason: text })),
})

export type CommitmentCode =
  | 'bad-commitment'
  | 'not-sorted'
  | 'listed-twice'
  | 'entropy-too-early'
  | 'entropy-too-late'
  | 'chain-missing'
  | 'unknown-label'
  | 'too-few-candidates'
  | 'stratum-too-small'
  | 'shares-exceed-sample'
  | 'pairs-impossible'

/** Read and check a commitment; the organiser checks before publishing, everybody else after. */
export function readCommitment(value: unknown): Result<Commitment, CommitmentCode> {
  const found = commitmentShape(value, '')
  if (found !== null) return refuse('bad-commitment', '承诺书格式不正确', found.what, { at: found.at })
  const one = value as Commitment
  return firstRefusal(one, [checkList, checkTimes, checkMethod]) ?? accept(one)
}

type Check = (one: Commitment) => Result<true, CommitmentCode>

function firstRefusal(one: Commitment, checks: readonly Check[]): Result<Commitment, CommitmentCode> | null {
  for (const check of checks) {
    const result = check(one)
    if (!result.ok) return result
  }
  return null
}

function sorted(labels: readonly string[], at: string): Result<true, CommitmentCode> {
  const wrong = labels.findIndex((one, i) => i > 0 && compareLabels(labels[i - 1]!, one) >= 0)
  if (wrong < 0) return accept(true)
  const place = { at: `${at}/${wrong}` }
  return labels[wrong] === labels[wrong - 1]
    ? refuse('listed-twice', `“${labels[wrong]}”列了两次`, `${labels[wrong]} is listed twice`, place)
    : refuse('not-sorted', '名单未按编号排序', 'the list is not in order of label', place)
}

function checkList(one: Commitment): Result<true, CommitmentCode> {
  const labels = one.candidates.map((c) => c.label)
  if (one.method.kind === 'rfc3797') {
    const seen = new Set<string>()
    const twice = labels.findIndex((l) => seen.size === seen.add(l).size)
    if (twice >= 0)
      return refuse('listed-twice', `“${labels[twice]}”列了两次`, `${labels[twice]} is listed twice`, { at: `/candidates/${twice}` })
  } else {
    const inOrder = sorted(labels, '/candidates')
    if (!inOrder.ok) return inOrder
  }
  const out = sorted(
    one.excluded.map((e) => e.label),
    '/excluded',
  )
  if (!out.ok) return out
  const present = new Set(labels)
  const both = one.excluded.findIndex((e) => present.has(e.label))
  if (both >= 0)
    return refuse(
      'listed-twice',
      `“${one.excluded[both]!.label}”既在名单内又被排除`,
      `${one.excluded[both]!.label} is both listed and excluded`,
      {
        at: `/excluded/${both}`,
      },
    )
  return accept(true)
}

function checkTimes(one: Commitment): Result<true, CommitmentCode> {
  for (const [i, from] of one.entropy.entries()) {
    const at = `/entropy/${i}/at`
    if (from.at <= one.committedAt)
      return refuse('entropy-too-early', `“${from.name}”在承诺之前已可知`, `${from.name} is known before the commitment`, { at })
    if (from.at > one.revealBy)
      return refuse('entropy-too-late', `“${from.name}”晚于揭示期限`, `${from.name} comes after the time of the reveal`, { at })
    if (from.kind === 'lottery' && from.groups.some((g) => g.min > g.max))
      return refuse('bad-commitment', '承诺书格式不正确', 'a group of numbers has its least above its greatest', {
        at: `/entropy/${i}/groups`,
      })
  }
  return accept(true)
}

function checkMethod(one: Commitment): Result<true, CommitmentCode> {
  const { method: how, candidates, chain } = one
  if ((how.kind === 'rfc3797') !== (chain === null))
    return refuse('chain-missing', '承诺书缺少哈希链，或不应有哈希链', 'a chain is needed, except for RFC 3797, which has none', {
      at: '/chain',
    })
  if (how.kind === 'rfc3797') {
    const other = one.entropy.findIndex((from) => from.kind !== 'lottery')
    if (other >= 0) return refuse('bad-commitment', '承诺书格式不正确', 'RFC 3797 takes numbers of lotteries', { at: `/entropy/${other}` })
    if (candidates.length > 0xffff)
      return refuse('bad-commitment', '承诺书格式不正确', 'RFC 3797 takes at most 65,535', { at: '/candidates' })
    return candidates.length < how.count ? checkMinimumOf(candidates, how.count, []) : accept(true)
  }
  const weighed = candidates.findIndex((c) => (c.weight !== undefined) !== how.weighted)
  if (weighed >= 0)
    return refuse('bad-commitment', '权重与抽取方法不符', how.weighted ? 'every candidate needs a weight' : 'the draw is not weighted', {
      at: `/candidates/${weighed}/weight`,
    })
  if (candidates.reduce((sum, c) => sum + (c.weight ?? 1), 0) > Number.MAX_SAFE_INTEGER)
    return refuse('bad-commitment', '权重之和过大', 'the weights add up to more than 2^53', { at: '/candidates' })
  const names = how.minimum.map((m) => m.stratum)
  if (new Set(names).size !== names.length)
    return refuse('listed-twice', '同一类别规定了两次最低比例', 'a stratum has two minimum shares', { at: '/method/minimum' })
  const enough = checkMinimumOf(candidates, how.count, how.minimum)
  if (!enough.ok) return enough
  return how.kind === 'pairs' ? checkPairs(how, candidates) : accept(true)
}

function checkMinimumOf(candidates: readonly Candidate[], count: number, shares: readonly Minimum[]): Result<true, CommitmentCode> {
  const result = checkMinimum(candidates, count, shares)
  return result.ok ? result : { ok: false, refusal: { ...result.refusal, place: { at: '/method' } } }
}

/** The rules of a pair method in the form that `assign` takes. */
export function pairRules(how: PairMethod): PairRules {
  return { ...how, inspectors: how.inspectors.map((i) => i.label) }
}

/** What must hold whoever is drawn: known labels, enough permitted inspectors for each subject, enough places in all. */
function checkPairs(how: PairMethod, candidates: readonly Candidate[]): Result<true, CommitmentCode> {
  const rules = pairRules(how)
  const inOrder = sorted(rules.inspectors, '/method/inspectors')
  if (!inOrder.ok) return inOrder
  const inspectors = new Set(rules.inspectors)
  const subjects = new Set(candidates.map((c) => c.label))
  const unknown = how.exclusions.findIndex((e) => !inspectors.has(e.inspector) || !subjects.has(e.inspected))
  if (unknown >= 0)
    return refuse('unknown-label', '回避关系中有名单以外的人', 'an exclusion names somebody who is not listed', {
      at: `/method/exclusions/${unknown}`,
    })
  const apart = isApart(rules)
  for (const { label: subject } of candidates) {
    const may = rules.inspectors.filter((inspector) => !apart(inspector, subject)).length
    if (may < how.each)
      return refuse(
        'pairs-impossible',
        `“${subject}”只有 ${may} 名可派人员，需要 ${how.each} 名`,
        `${subject} may be seen by ${may}, and needs ${how.each}`,
        {
          at: '/method/exclusions',
        },
      )
  }
  if (how.count * how.each > rules.inspectors.length * how.most)
    return refuse(
      'pairs-impossible',
      `共需 ${how.count * how.each} 人次，人员最多承担 ${rules.inspectors.length * how.most} 人次`,
      `${how.count * how.each} places are needed, the inspectors have ${rules.inspectors.length * how.most}`,
      { at: '/method' },
    )
  return accept(true)
}

const DOMAIN = utf8('yingshang/draw-commitment/v1\n')

/** Digest of a commitment, 64 hexadecimal digits: SHA-256( "yingshang/draw-commitment/v1" ‖ 0x0A ‖ canonical JSON ). */
export function commitmentDigest(hashing: Hashing, commitment: Commitment): string {
  return toHex(hashing.sha256(concat(DOMAIN, canonicalOwn(commitment as unknown as Json))))
}

/** Input of the draw (the ikm of HKDF): canonical JSON `{"commitment":"<digest>","entropy":[values in the order of the sources]}`. */
export function entropyInput(hashing: Hashing, commitment: Commitment, entropy: readonly EntropyValue[]): Bytes {
  const written = canonicalBytes({ commitment: commitmentDigest(hashing, commitment), entropy })
  if (!written.ok) throw new TypeError(written.refusal.en)
  return written.value
}
