/**
 * A stretch of the log in a record file, and the proof that it is what the signed checkpoint covers: from the complete subtrees to its left and its own entries the
 * tree of its end is computed, and the consistency proof leads from there to the checkpoint. Nothing of it has to be believed: a false subtree, entry or order gives another root.
 */
import {
  accept,
  type Bytes,
  type Checkpoint,
  type Entry,
  entryBytes,
  FrontierBuilder,
  fromBase64,
  type Hashing,
  leafHash,
  type Refusal,
  type Result,
  rangeNodes,
  refuse,
  sameBytes,
  TILE_WIDTH,
  verifyConsistency,
} from '@yingshang/journal'
import type { StretchLine } from './model.ts'

export class StretchProof {
  readonly from: number
  readonly to: number
  readonly #hashing: Hashing
  readonly #proof: readonly Bytes[]
  readonly #builder: FrontierBuilder
  /** Hash of the last subtree over 256 entries that was completed. */
  #tile: Bytes | null = null
  /** The first 256 entries whose hash is not the stored one. */
  #wrong: number | null = null

  private constructor(hashing: Hashing, line: StretchLine, frontier: readonly Bytes[], proof: readonly Bytes[]) {
    this.#hashing = hashing
    this.from = line.from
    this.to = line.to
    this.#proof = proof
    this.#builder = new FrontierBuilder(hashing, { size: line.from, nodes: frontier }, (node, hash) => {
      if (node.level === 8) this.#tile = hash
    })
  }

  /** Begin with a stretch line; refuses one that cannot be. */
  static begin(hashing: Hashing, line: StretchLine): Result<StretchProof, 'stretch.shape'> {
    const bad = refuse('stretch.shape', '日志区间格式不正确', 'the stretch cannot be', { from: line.from, to: line.to })
    const frontier = line.frontier.map((h) => fromBase64(h)!)
    if (line.from >= line.to || frontier.length !== rangeNodes({ start: 0, end: line.from }).length) return bad
    return accept(
      new StretchProof(
        hashing,
        line,
        frontier,
        line.proof.map((h) => fromBase64(h)!),
      ),
    )
  }

  /** The index that comes next. */
  get next(): number {
    return this.#builder.size
  }

  /** Add the next entry. `tile`: the stored hash of the 256 entries that it completes. */
  add(entry: Entry, tile: string | undefined): void {
    this.#tile = null
    this.#builder.add(leafHash(this.#hashing, entryBytes(entry)))
    const stored = tile === undefined ? null : fromBase64(tile)
    if (stored !== null && this.#wrong === null && this.#tile !== null && !sameBytes(stored, this.#tile))
      this.#wrong = this.next - TILE_WIDTH
  }

  /** Whether the entries were all there and lead to the checkpoint. Null when it holds. */
  finish(checkpoint: Checkpoint): Refusal | null {
    if (this.next !== this.to)
      return refuse('entry.missing', `日志第 ${this.next} 条至第 ${this.to} 条之前的条目缺失`, 'entries of the stretch are missing', {
        from: this.next,
        to: this.to,
      }).refusal
    const { size, root } = checkpoint
    const holds = this.to <= size && verifyConsistency(this.#hashing, this.to, size, this.#builder.root(), root, this.#proof).ok
    if (holds) return null
    const from = this.#wrong === null ? this.from : Math.max(this.#wrong, this.from)
    const to = this.#wrong === null ? this.to : Math.min(this.#wrong + TILE_WIDTH, this.to)
    return refuse(
      'not-in-log',
      `日志第 ${from} 条至第 ${to} 条之前的条目与签名检查点不符：有条目被改动、增加、删除或者调换`,
      `the entries [${from}, ${to}) are not those of the signed checkpoint: one was changed, added, dropped or exchanged`,
      { from, to },
    ).refusal
  }
}
