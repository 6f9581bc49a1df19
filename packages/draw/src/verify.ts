/**
 * Verification of a draw from its published record alone: the file is read strictly, every step is done again, every difference gets a
 * name. What a file cannot prove — that the lottery really gave these numbers, that the commitment really was public before — is listed
 * for looking up, or proved by the journal's receipt of the commitment when the verifier says whom it trusts.
 */
import {
  type Bytes,
  canonicalText,
  type Json,
  parseCanonical,
  parseReceipt,
  type Refusal,
  refuse,
  type Trust,
  utf8,
  type Verifying,
  verifyReceipt,
} from '@yingshang/journal'
import { commitmentDigest, readCommitment } from './commitment.ts'
import { firstDifference } from './difference.ts'
import { checkValue, type DrandCheck, type EntropyValue } from './entropy.ts'
import type { Assignment } from './pairs.ts'
import { type DrawRecord, recordShape } from './record.ts'
import { nextRound, standing } from './round.ts'

export interface DrawVerification {
  /** The commitment as the verifier kept it: its digest (64 hexadecimal digits). */
  readonly commitment?: string
  /** Whom to trust for the journal's receipt in the record. */
  readonly trust?: Trust
  /** The present instant (2026-03-05T08:00:00Z): needed to find a reveal that is overdue. */
  readonly now?: string
  /** Checks drand signatures (`checkDrand` of @yingshang/draw/drand); without it they are to be looked up. */
  readonly drand?: DrandCheck
}

export type DrawStatus = 'unsound' | 'complete' | 'awaiting-reveal' | 'awaiting-entropy'

export interface DrawReport {
  readonly status: DrawStatus
  /** Everything that is wrong, in the order of the record. Empty unless unsound. */
  readonly failures: readonly Refusal[]
  /** What holds but is not proved by what was given. */
  readonly notes: readonly Refusal[]
  readonly digest: string | null
  /** Who stands in the end, after substitutions. */
  readonly selected: readonly string[]
  readonly pairs: readonly Assignment[]
  /** The computed order of each round. */
  readonly orders: readonly (readonly string[])[]
  /** To be compared with the public sources by whoever verifies. */
  readonly lookUp: readonly {
    readonly name: string
    readonly at: string
    readonly value: EntropyValue
    /** True where the value proves itself: an opened contribution, a drand signature that was checked. */
    readonly proved: boolean
  }[]
  /** Where the commitment stands in the journal, when its receipt was verified. `witnessedAt`: POSIX seconds of the first witness. */
  readonly published: { readonly index: number; readonly size: number; readonly witnessedAt: number | null } | null
}

const refusal = <C extends string>(...of: Parameters<typeof refuse<C>>): Refusal<C> => refuse(...of).refusal

/** Verify the text of a record file (canonical JSON; one final newline is allowed). */
export function verifyDraw(crypto: Verifying, source: Bytes | string, options: DrawVerification = {}): DrawReport {
  const bytes = typeof source === 'string' ? utf8(source.replace(/\n$/, '')) : source.at(-1) === 0x0a ? source.subarray(0, -1) : source
  const parsed = parseCanonical(bytes)
  return parsed.ok ? verifyDrawRecord(crypto, parsed.value, options) : unread(parsed.refusal)
}

function unread(found: Refusal): DrawReport {
  return { status: 'unsound', failures: [found], notes: [], digest: null, selected: [], pairs: [], orders: [], lookUp: [], published: null }
}

/** Verify a record that was read already. */
export function verifyDrawRecord(crypto: Verifying, value: unknown, options: DrawVerification = {}): DrawReport {
  const found = recordShape(value, '')
  if (found !== null) return unread(refusal('bad-record', '摇号记录格式不正确', found.what, { at: found.at }))
  const one = value as DrawRecord
  const read = readCommitment(one.commitment)
  if (!read.ok) return unread({ ...read.refusal, place: { at: `/commitment${read.refusal.place?.at ?? ''}` } })
  const { commitment, rounds } = one
  const failures: Refusal[] = []
  const notes: Refusal[] = []
  const digest = commitmentDigest(crypto, commitment)

  const published = checkPublication(crypto, one, digest, options, failures, notes)
  const complete = checkEntropy(crypto, one, failures)
  const lookUp = complete ? proveEntropy(one, options.drand, failures, notes) : []
  const orders: (readonly string[])[] = []
  if (complete)
    for (const [i, round] of rounds.entries()) {
      const computed = nextRound(crypto, commitment, one.entropy, rounds.slice(0, i), round.link, round.replaces)
      if (!computed.ok) {
        failures.push(computed.refusal)
        continue
      }
      orders.push(computed.value.order)
      const { selected, pairs } = computed.value.round
      if (!same(selected, round.selected))
        failures.push(
          refusal(
            'wrong-selection',
            `第 ${i + 1} 轮应抽中 ${selected.join('、')}，记录为 ${round.selected.join('、')}`,
            `round ${i + 1} gives ${selected.join(', ')}, the record says ${round.selected.join(', ')}`,
            { at: `/rounds/${i}/selected` },
          ),
        )
      if (!same(pairs, round.pairs))
        failures.push(
          refusal('wrong-pairs', `第 ${i + 1} 轮的配对与计算结果不符`, `the pairs of round ${i + 1} are not those computed`, {
            at: `/rounds/${i}/pairs`,
          }),
        )
    }
  else if (rounds.length > 0)
    failures.push(refusal('entropy-missing', '公开随机数不全，不应已有结果', 'there are rounds without sound entropy', { at: '/rounds' }))
  if (rounds.length === 0 && options.now !== undefined && options.now > commitment.revealBy)
    failures.push(
      refusal('reveal-withheld', `揭示期限 ${commitment.revealBy} 已过，仍未揭示`, `nothing was revealed by ${commitment.revealBy}`, {
        at: '/rounds',
      }),
    )

  const now = standing(rounds)
  const status: DrawStatus =
    failures.length > 0 ? 'unsound' : rounds.length > 0 ? 'complete' : one.entropy.length > 0 ? 'awaiting-reveal' : 'awaiting-entropy'
  return { status, failures, notes, digest, selected: now.selected, pairs: now.pairs, orders, lookUp, published }
}

function same(a: unknown, b: unknown): boolean {
  const [one, other] = [canonicalText(a), canonicalText(b)]
  return one.ok && other.ok && one.value === other.value
}

/** Whether every source has its outcome, in the right form. An empty list is not yet a failure. */
function checkEntropy(crypto: Verifying, one: DrawRecord, failures: Refusal[]): boolean {
  const { entropy: sources } = one.commitment
  if (one.entropy.length === 0) return false
  if (one.entropy.length !== sources.length) {
    failures.push(
      refusal(
        'bad-entropy',
        `应有 ${sources.length} 项公开随机数，只有 ${one.entropy.length} 项`,
        `${sources.length} outcomes are expected, ${one.entropy.length} are given`,
        {
          at: '/entropy',
        },
      ),
    )
    return false
  }
  let complete = true
  for (const [i, from] of sources.entries()) {
    const checked = checkValue(crypto, from, one.entropy[i], `/entropy/${i}`)
    if (checked.ok) continue
    failures.push(checked.refusal)
    complete = false
  }
  return complete
}

/** Which values prove themselves; the others are to be compared with their public source. */
function proveEntropy(one: DrawRecord, drand: DrandCheck | undefined, failures: Refusal[], notes: Refusal[]): DrawReport['lookUp'] {
  return one.commitment.entropy.map((from, i) => {
    const value = one.entropy[i]!
    const { name, at } = from
    if (from.kind !== 'drand' || !('signature' in value)) return { name, at, value, proved: from.kind === 'contribution' }
    const outcome = drand === undefined ? 'unknown-network' : drand(from, value.signature)
    const place = { at: `/entropy/${i}` }
    if (outcome === 'false')
      failures.push(refusal('drand-signature-false', `“${name}”的签名不正确`, `the signature of ${name} does not verify`, place))
    if (outcome === 'wrong-time')
      failures.push(
        refusal('drand-wrong-time', `“${name}”该轮次的时间与承诺不符`, `the round of ${name} is not at the stated time`, {
          at: `/commitment/entropy/${i}/at`,
        }),
      )
    if (outcome === 'unknown-network')
      notes.push(
        refusal('drand-not-checked', `“${name}”的签名未作验证，请自行比对`, `the signature of ${name} was not checked: look it up`, place),
      )
    return { name, at, value, proved: outcome === 'sound' }
  })
}

/** Whether this is the commitment that was published, and before the entropy. */
function checkPublication(
  crypto: Verifying,
  one: DrawRecord,
  digest: string,
  options: DrawVerification,
  failures: Refusal[],
  notes: Refusal[],
): DrawReport['published'] {
  const differs = refusal('commitment-differs', '承诺书与事先公布的不同', 'the commitment is not the one that was published', {
    at: '/commitment',
  })
  if (options.commitment !== undefined && options.commitment !== digest) failures.push(differs)
  if (options.trust === undefined || one.receipt === null) {
    if (options.commitment === undefined)
      notes.push(
        refusal(
          'commitment-not-compared',
          '未核对承诺书是否事先公布：请提供事先保存的承诺书摘要，或日志回执及信任设置',
          'whether the commitment was published before is not checked: give its digest kept from then, or a receipt and whom to trust',
        ),
      )
    if (options.trust !== undefined)
      failures.push(
        refusal('receipt-missing', '记录缺少承诺书的日志回执', 'the record has no receipt of its commitment', { at: '/receipt' }),
      )
    return null
  }
  const receipt = verifyReceipt(crypto, one.receipt, options.trust, one.commitment as unknown as Json)
  if (!receipt.ok) {
    const { code } = receipt.refusal
    if (code === 'content-differs') failures.push({ ...differs, place: { at: `/commitment${changedAt(one)}` } })
    else failures.push(code === 'not-in-log' ? differs : { ...receipt.refusal, place: { at: '/receipt' } })
    return null
  }
  const times = receipt.value.witnesses.map((w) => w.time)
  const witnessedAt = times.length > 0 ? Math.min(...times) : null
  const first = one.commitment.entropy.map((from) => from.at).sort()[0]!
  if (witnessedAt === null)
    notes.push(
      refusal(
        'time-not-witnessed',
        '回执没有见证签名，公布时间由日志自己保证',
        'no witness has signed: the time of publication rests on the log alone',
      ),
    )
  else if (witnessedAt * 1000 >= Date.parse(first))
    failures.push(
      refusal(
        'published-late',
        '承诺书的公布未被证明早于公开随机数',
        'the receipt does not show the commitment public before the entropy',
        { at: '/receipt' },
      ),
    )
  return { index: receipt.value.index, size: receipt.value.checkpoint.size, witnessedAt }
}

/** Where the commitment of the record differs from the one that its receipt holds. */
function changedAt(one: DrawRecord): string {
  const receipt = one.receipt === null ? null : parseReceipt(one.receipt)
  return receipt?.ok && receipt.value.content !== undefined
    ? (firstDifference(receipt.value.content, one.commitment as unknown as Json) ?? '')
    : ''
}
