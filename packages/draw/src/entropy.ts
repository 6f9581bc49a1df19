/**
 * Public entropy: events that nobody can foretell when the draw is committed, and whose outcome anybody can look up. The commitment
 * names each source, its time and the form of its value; the form leaves one spelling for one outcome, because a choice between
 * spellings would be a choice between results.
 */
import { accept, type Bytes, concat, fromHex, type Hashing, type Result, refuse, toHex, utf8 } from '@yingshang/journal'
import { exactly, flag, hash, instant, label, list, matching, record, type Shape, text, whole } from '@yingshang/journal/shape'

/** Numbers of a lottery: one or more groups, each `count` numbers of `min` to `max`; unordered groups are written in ascending order. */
export interface LotterySource {
  readonly kind: 'lottery'
  /** For example 中国福利彩票双色球第2026034期. */
  readonly name: string
  /** When the outcome is drawn. */
  readonly at: string
  readonly groups: readonly { readonly count: number; readonly min: number; readonly max: number; readonly ordered: boolean }[]
}

/** A round of a drand network: the value is its signature; the randomness is SHA-256 of it. */
export interface DrandSource {
  readonly kind: 'drand'
  readonly name: string
  readonly at: string
  /** Hash of the chain, as the network publishes it. */
  readonly chain: string
  readonly round: number
}

/**
 * Checks a drand value by itself: 'sound', a false signature, a stated time that is not the round's (a round of the past passed off as one to
 * come), or a network that the checker does not know.
 */
export type DrandCheck = (from: DrandSource, signature: string) => 'sound' | 'false' | 'wrong-time' | 'unknown-network'

/** A published figure with a fixed number of decimals, for example the closing value of an index. */
export interface FigureSource {
  readonly kind: 'figure'
  readonly name: string
  readonly at: string
  readonly decimals: number
}

/** A text that a party contributes: it gave the hash before (`contributionHash`) and opens it at `at`. */
export interface ContributionSource {
  readonly kind: 'contribution'
  /** Who contributes. */
  readonly name: string
  readonly at: string
  readonly hash: string
}

export type Source = LotterySource | DrandSource | FigureSource | ContributionSource

/** The outcome of a source. */
export type EntropyValue =
  | { readonly numbers: readonly (readonly number[])[] }
  | { readonly signature: string }
  | { readonly figure: string }
  | { readonly nonce: string; readonly text: string }

const SOURCES: Record<Source['kind'], Shape> = {
  lottery: record({
    kind: exactly('lottery'),
    name: label,
    at: instant,
    groups: list(record({ count: whole(1, 1000), min: whole(0), max: whole(0), ordered: flag }), 1),
  }),
  drand: record({ kind: exactly('drand'), name: label, at: instant, chain: hash, round: whole(1) }),
  figure: record({ kind: exactly('figure'), name: label, at: instant, decimals: whole(0, 12) }),
  contribution: record({ kind: exactly('contribution'), name: label, at: instant, hash }),
}

export const source: Shape = (value, at) => {
  const kind = (value as { kind?: unknown } | null)?.kind
  return typeof kind === 'string' && Object.hasOwn(SOURCES, kind)
    ? SOURCES[kind as Source['kind']](value, at)
    : { at: `${at}/kind`, what: 'lottery, drand, figure or contribution is expected' }
}

const VALUES: Record<Source['kind'], Shape> = {
  lottery: record({ numbers: list(list(whole(0), 1), 1) }),
  drand: record({ signature: matching(/^(?:[0-9a-f]{2}){48,96}$/, 'a signature in lower-case hexadecimal digits') }),
  figure: record({ figure: text }),
  contribution: record({ nonce: hash, text }),
}

const NONCE = utf8('yingshang/draw-contribution/v1\n')

/** The hash by which a party binds itself to its text: SHA-256( "yingshang/draw-contribution/v1" ‖ 0x0A ‖ nonce (32 bytes) ‖ text ). */
export function contributionHash(hashing: Hashing, nonce: Bytes, contribution: string): string {
  return toHex(hashing.sha256(concat(NONCE, nonce, utf8(contribution))))
}

/** Whether a value is an outcome of its source, in the one spelling that the source allows. */
export function checkValue(
  hashing: Hashing,
  from: Source,
  value: unknown,
  at: string,
): Result<true, 'bad-entropy' | 'contribution-differs'> {
  const bad = (en: string) => refuse('bad-entropy', `“${from.name}”的公布结果格式不符`, `${from.name}: ${en}`, { at })
  const found = VALUES[from.kind](value, at)
  if (found !== null) return refuse('bad-entropy', `“${from.name}”的公布结果格式不符`, `${from.name}: ${found.what}`, { at: found.at })
  switch (from.kind) {
    case 'lottery': {
      const { numbers } = value as { numbers: number[][] }
      if (numbers.length !== from.groups.length) return bad(`${from.groups.length} groups of numbers are expected`)
      for (const [i, group] of from.groups.entries()) {
        const own = numbers[i]!
        if (own.length !== group.count) return bad(`group ${i + 1} must have ${group.count} numbers`)
        if (own.some((n) => n < group.min || n > group.max))
          return bad(`group ${i + 1} must have numbers from ${group.min} to ${group.max}`)
        if (!group.ordered && own.some((n, k) => k > 0 && n < own[k - 1]!)) return bad(`group ${i + 1} must be in ascending order`)
      }
      return accept(true)
    }
    case 'figure': {
      const pattern = from.decimals === 0 ? /^(0|[1-9][0-9]*)$/ : new RegExp(`^(0|[1-9][0-9]*)\\.[0-9]{${from.decimals}}$`)
      return pattern.test((value as { figure: string }).figure) ? accept(true) : bad(`a figure with ${from.decimals} decimals is expected`)
    }
    case 'contribution': {
      const own = value as { nonce: string; text: string }
      return contributionHash(hashing, fromHex(own.nonce)!, own.text) === from.hash
        ? accept(true)
        : refuse(
            'contribution-differs',
            `“${from.name}”公开的内容与事先提交的哈希不符`,
            `${from.name}: the text is not the one bound by the hash`,
            { at },
          )
    }
    case 'drand':
      return accept(true)
  }
}
