/**
 * The published file of a draw and how it grows: the commitment, then the outcomes of the entropy, then one round after another. Each step
 * gives a new record or a refusal; what was published before is never changed.
 */
import { accept, canonicalText, type Hashing, type Result, refuse } from '@yingshang/journal'
import { either, exactly, hash, label, list, nothing, record, type Shape, text } from '@yingshang/journal/shape'
import { type Commitment, type CommitmentCode, commitmentShape, readCommitment } from './commitment.ts'
import { checkValue, type EntropyValue } from './entropy.ts'
import { nextRound, type Replacement, type Round, type RoundCode, writeLink } from './round.ts'

/** The file of a draw, canonical JSON. It grows: commitment, then entropy, then rounds. */
export interface DrawRecord {
  readonly v: 1
  readonly kind: 'draw-record'
  readonly commitment: Commitment
  /** Outcomes of the sources, in their order; empty until they are known. */
  readonly entropy: readonly EntropyValue[]
  readonly rounds: readonly Round[]
  /** The journal's receipt (.tlog-proof) of the commitment, taken before the entropy; null when the draw was not journalled. */
  readonly receipt: string | null
}

const anyObject: Shape = (value, at) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? null : { at, what: 'an object is expected' }
const assignments = list(record({ inspected: label, inspectors: list(label, 1) }))
/** The shape of a record; values of the entropy are checked against their sources, not here. */
export const recordShape = record({
  v: exactly(1),
  kind: exactly('draw-record'),
  commitment: commitmentShape,
  entropy: list(anyObject),
  rounds: list(
    record({
      link: either(nothing, hash),
      replaces: either(nothing, record({ label, reason: text }), record({ inspected: label, inspector: label, reason: text })),
      selected: list(label),
      pairs: either(nothing, assignments),
    }),
  ),
  receipt: either(nothing, text),
})

/** A record that holds a checked commitment and nothing else; `receipt` is added when the journal has sealed the commitment. */
export function beginDraw(commitment: Commitment, receipt: string | null = null): Result<DrawRecord, CommitmentCode> {
  const read = readCommitment(commitment)
  return read.ok ? accept({ v: 1, kind: 'draw-record', commitment: read.value, entropy: [], rounds: [], receipt }) : read
}

/** Add the outcomes of all sources, in their order. They can be added once. */
export function withEntropy(
  hashing: Hashing,
  one: DrawRecord,
  values: readonly EntropyValue[],
): Result<DrawRecord, 'bad-entropy' | 'contribution-differs' | 'already-known'> {
  if (one.entropy.length > 0) return refuse('already-known', '公开随机数已经登记', 'the entropy is already recorded', { at: '/entropy' })
  const { entropy: sources } = one.commitment
  if (values.length !== sources.length)
    return refuse('bad-entropy', `应有 ${sources.length} 项公开随机数`, `${sources.length} outcomes are expected`, { at: '/entropy' })
  for (const [i, from] of sources.entries()) {
    const checked = checkValue(hashing, from, values[i], `/entropy/${i}`)
    if (!checked.ok) return checked
  }
  return accept({ ...one, entropy: values })
}

/** Reveal the next link (null for RFC 3797): round 1, or the replacement of somebody. */
export function withRound(
  hashing: Hashing,
  one: DrawRecord,
  link: Uint8Array | null,
  replaces: Replacement | null = null,
): Result<DrawRecord, RoundCode | 'entropy-missing'> {
  if (one.entropy.length === 0)
    return refuse('entropy-missing', '公开随机数尚未登记', 'the entropy is not recorded yet', { at: '/entropy' })
  const drawn = nextRound(hashing, one.commitment, one.entropy, one.rounds, link === null ? null : writeLink(link), replaces)
  return drawn.ok ? accept({ ...one, rounds: [...one.rounds, drawn.value.round] }) : drawn
}

/** The text of a record file. */
export function formatDrawRecord(one: DrawRecord): string {
  const written = canonicalText(one)
  if (!written.ok) throw new TypeError(written.refusal.en)
  return `${written.value}\n`
}
