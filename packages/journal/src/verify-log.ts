/**
 * Verification of a whole log by an outsider: every entry is hashed again, every tile compared, every checkpoint that the verifier holds
 * found again on the way. It reads one bundle at a time and keeps a few kilobytes, and it names the first wrong place.
 *
 * Two checkpoints are consistent when both are roots of one sequence of entries; since the roots at all their sizes are computed from
 * the same entries, every pair is checked. `checkConsistency` does it for one pair without reading the whole log.
 */
import { type Bytes, sameBytes } from './bytes.ts'
import {
  type Checkpoint,
  type CheckpointCode,
  parseCheckpoint,
  type Trust,
  type VerifiedCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts'
import type { Verifying } from './crypto.ts'
import { FrontierBuilder } from './frontier.ts'
import { emptyRoot, leafHash, type Node, verifyConsistency } from './merkle.ts'
import { accept, type Place, type Result, refuse } from './result.ts'
import { type TileCode, TileTree } from './tile-tree.ts'
import {
  bundleEntries,
  bundlePrefix,
  CHECKPOINT_PATH,
  readTile,
  TILE_HEIGHT,
  TILE_WIDTH,
  type Tile,
  type TileSource,
  tileAt,
  tileHashes,
  tilePath,
} from './tiles.ts'

export type LogCode =
  | CheckpointCode
  | TileCode
  | 'no-checkpoint'
  | 'log-shorter'
  | 'entry-changed'
  | 'tile-changed'
  | 'history-rewritten'
  | 'unexpected-entry'

export interface LogVerification {
  /** Whom to trust; null: signatures are not checked, only the hashes (the report says so). */
  readonly trust: Trust | null
  /** Checkpoints that the verifier kept, in any order: each must be a head of this log. */
  readonly checkpoints?: readonly (Bytes | string)[]
  /**
   * What the entries from `start` to before `end` ought to be (computed from the records, for instance); null for one that is not
   * known. A difference is named before the hashes are looked at.
   */
  readonly expected?: (start: number, end: number) => Promise<readonly (Bytes | null)[]>
  readonly onProgress?: (entries: number, size: number) => void
}

export interface LogReport {
  readonly head: Checkpoint
  /** Signatures on the head; null when no trust was given. */
  readonly signed: VerifiedCheckpoint | null
  /** Sizes of the kept checkpoints that were found again. */
  readonly confirmed: readonly number[]
  readonly entries: number
  readonly tiles: number
}

/** Verify the stored log: checkpoint, every bundle, every tile, every kept checkpoint. */
export async function verifyLog(source: TileSource, verifying: Verifying, options: LogVerification): Promise<Result<LogReport, LogCode>> {
  const served = await source.read(CHECKPOINT_PATH)
  if (served === null) return refuse('no-checkpoint', '没有检查点', 'there is no checkpoint', { path: CHECKPOINT_PATH })
  const read = readHead(verifying, served, options.trust)
  if (!read.ok) return withPath(read, CHECKPOINT_PATH)
  const { head, signed } = read.value
  const kept: Checkpoint[] = []
  for (const one of options.checkpoints ?? []) {
    const other = readHead(verifying, one, options.trust)
    if (!other.ok) return other
    if (other.value.head.origin !== head.origin)
      return refuse('wrong-origin', '检查点属于另一个日志', `a kept checkpoint is of ${other.value.head.origin}`)
    if (other.value.head.size > head.size)
      return refuse(
        'log-shorter',
        '日志比已知检查点短，有条目被删除',
        `a checkpoint of ${other.value.head.size} entries was seen, the log has ${head.size}`,
        {
          from: head.size,
          to: other.value.head.size,
        },
      )
    kept.push(other.value.head)
  }
  kept.push(head)
  kept.sort((a, b) => a.size - b.size)

  const made: { node: Node; hash: Bytes }[] = []
  const builder = new FrontierBuilder(verifying, undefined, (node, hash) => {
    if (node.level > 0 && node.level % TILE_HEIGHT === 0) made.push({ node, hash })
  })
  const upper = new UpperTiles(source, head.size)
  const confirmed: number[] = []
  let tiles = 0
  let confirmedSize = 0
  const confirm = (): Result<true, LogCode> => {
    for (let next = kept[0]; next !== undefined && next.size === builder.size; next = kept[0]) {
      if (!sameBytes(builder.root(), next.root))
        return refuse(
          'history-rewritten',
          `第 ${confirmedSize} 条至第 ${next.size} 条之间的历史被改写`,
          `the entries do not give the root of the checkpoint of size ${next.size}; the first difference is in [${confirmedSize}, ${next.size})`,
          { from: confirmedSize, to: next.size },
        )
      confirmedSize = next.size
      confirmed.push(next.size)
      kept.shift()
    }
    return accept(true)
  }
  const atStart = confirm()
  if (!atStart.ok) return atStart

  for (let index = 0; index * TILE_WIDTH < head.size; index++) {
    const leaves = await verifyBundle(source, verifying, options, index, head, builder, upper)
    if (!leaves.ok) return leaves
    tiles += 2
    let found: Result<true, LogCode> = accept(true)
    for (const leaf of leaves.value) {
      builder.add(leaf)
      if (found.ok) found = confirm()
    }
    // The tiles above name the place more closely than a checkpoint does, so they are asked first.
    for (const { node, hash } of made.splice(0)) {
      const compared = await upper.compare(node, hash)
      if (!compared.ok) return compared
    }
    if (!found.ok) return found
    options.onProgress?.(builder.size, head.size)
  }
  confirmed.pop() // the head itself
  return accept({ head, signed, confirmed, entries: head.size, tiles: tiles + upper.count })
}

function readHead(
  verifying: Verifying,
  source: Bytes | string,
  trust: Trust | null,
): Result<{ head: Checkpoint; signed: VerifiedCheckpoint | null }, CheckpointCode> {
  if (trust === null) {
    const parsed = parseCheckpoint(source)
    return parsed.ok ? accept({ head: parsed.value.checkpoint, signed: null }) : parsed
  }
  const signed = verifyCheckpoint(verifying, source, trust)
  return signed.ok ? accept({ head: signed.value.checkpoint, signed: signed.value }) : signed
}

function withPath<T, C extends string>(result: Result<T, C>, path: string): Result<T, C> {
  return result.ok ? result : { ok: false, refusal: { ...result.refusal, place: { ...result.refusal.place, path } } }
}

/** The tiles above level 0, compared as their hashes come into being. */
class UpperTiles {
  readonly #source: TileSource
  readonly #size: number
  readonly #now = new Map<number, { index: number; hashes: Bytes[] }>()
  count = 0

  constructor(source: TileSource, size: number) {
    this.#source = source
    this.#size = size
  }

  /** The stored hash of a node whose level is a multiple of 8. */
  async stored(node: Node): Promise<Result<Bytes, LogCode>> {
    const level = node.level / TILE_HEIGHT
    const index = Math.floor(node.index / TILE_WIDTH)
    let now = this.#now.get(level)
    if (now === undefined || now.index !== index) {
      const tile = tileAt(level, index, this.#size)!
      const bytes = await readTile(this.#source, tile)
      if (!bytes.ok) return bytes
      const hashes = tileHashes(tile, bytes.value)
      if (!hashes.ok) return hashes
      now = { index, hashes: hashes.value }
      this.#now.set(level, now)
      this.count++
    }
    return accept(now.hashes[node.index - index * TILE_WIDTH]!)
  }

  async compare(node: Node, hash: Bytes): Promise<Result<true, LogCode>> {
    const stored = await this.stored(node)
    if (!stored.ok) return stored
    if (sameBytes(stored.value, hash)) return accept(true)
    const tile = tileAt(node.level / TILE_HEIGHT, Math.floor(node.index / TILE_WIDTH), this.#size)!
    const across = 2 ** node.level
    return refuse('tile-changed', '哈希文件被改动', 'a hash of this tile is not that of the tile below', {
      path: tilePath(tile),
      from: node.index * across,
      to: (node.index + 1) * across,
    })
  }
}

/** Check one bundle against its level-0 tile; gives the leaf hashes computed from the entries. */
async function verifyBundle(
  source: TileSource,
  verifying: Verifying,
  options: LogVerification,
  index: number,
  head: Checkpoint,
  builder: FrontierBuilder,
  upper: UpperTiles,
): Promise<Result<Bytes[], LogCode>> {
  const bundle = tileAt('entries', index, head.size)!
  const tile: Tile = { ...bundle, level: 0 }
  const first = index * TILE_WIDTH
  const bytes = await readTile(source, bundle)
  if (!bytes.ok) return bytes
  const hashBytes = await readTile(source, tile)
  if (!hashBytes.ok) return hashBytes
  const stored = tileHashes(tile, hashBytes.value)
  if (!stored.ok) return stored
  const entries = bundleEntries(bundle, bytes.value)
  const readable = entries.ok ? entries.value : bundlePrefix(bundle, bytes.value)
  const leaves = readable.map((entry) => leafHash(verifying, entry))

  if (options.expected !== undefined) {
    const expected = await options.expected(first, first + bundle.width)
    const wrong = readable.findIndex((entry, i) => {
      const other = expected[i]
      return other !== undefined && other !== null && !sameBytes(entry, other)
    })
    if (wrong >= 0)
      return refuse('unexpected-entry', `第 ${first + wrong} 条与现存记录不符`, 'the log holds another entry than the record kept today', {
        path: tilePath(bundle),
        index: first + wrong,
      })
  }
  const wrong = leaves.findIndex((leaf, i) => !sameBytes(leaf, stored.value[i]!))
  if (wrong < 0) return entries.ok ? accept(leaves) : entries
  const place: Place = { path: tilePath(bundle), index: first + wrong }
  if (!entries.ok) return refuse('entry-changed', `第 ${first + wrong} 条被改动`, entries.refusal.en, place)
  // Entry and hash disagree: what stands above them says which of the two was changed.
  const tileHolds = await fits(verifying, stored.value, index, head, builder, upper)
  if (tileHolds)
    return refuse('entry-changed', `第 ${first + wrong} 条被改动`, 'the entry does not have the hash that the tree holds', place)
  const entriesHold = await fits(verifying, leaves, index, head, builder, upper)
  if (entriesHold)
    return refuse('tile-changed', '哈希文件被改动', 'the tile does not have the hash of this entry', {
      path: tilePath(tile),
      index: first + wrong,
    })
  return refuse('entry-changed', `第 ${first + wrong} 条与其哈希不符`, 'entry and tile disagree, and neither leads to the root', place)
}

/** Whether these hashes are what the tree above asks for: the hash in the tile of level 1, or the root when this is the last tile. */
async function fits(
  verifying: Verifying,
  hashes: readonly Bytes[],
  index: number,
  head: Checkpoint,
  builder: FrontierBuilder,
  upper: UpperTiles,
): Promise<boolean> {
  if (hashes.length === TILE_WIDTH) {
    const own = new FrontierBuilder(verifying)
    for (const hash of hashes) own.add(hash)
    const above = await upper.stored({ level: TILE_HEIGHT, index })
    return above.ok && sameBytes(above.value, own.root())
  }
  const rest = new FrontierBuilder(verifying, builder.frontier())
  for (const hash of hashes) rest.add(hash)
  return rest.size === head.size && sameBytes(rest.root(), head.root)
}

export interface ConsistencyReport {
  readonly older: Checkpoint
  readonly newer: Checkpoint
  readonly proof: readonly Bytes[]
}

/**
 * Check that one checkpoint continues another, by a consistency proof made from the tiles of the log: a few reads, for monitors and
 * witnesses. The order of the two does not matter. From an empty log everything is a continuation.
 */
export async function checkConsistency(
  source: TileSource,
  verifying: Verifying,
  trust: Trust,
  one: Bytes | string,
  other: Bytes | string,
): Promise<Result<ConsistencyReport, LogCode>> {
  const first = verifyCheckpoint(verifying, one, trust)
  if (!first.ok) return first
  const second = verifyCheckpoint(verifying, other, trust)
  if (!second.ok) return second
  const [older, newer] = [first.value.checkpoint, second.value.checkpoint].sort((a, b) => a.size - b.size) as [Checkpoint, Checkpoint]
  if (older.size === 0 && sameBytes(older.root, emptyRoot(verifying))) return accept({ older, newer, proof: [] })
  const proof = older.size === newer.size ? accept([]) : await new TileTree(source, verifying).consistencyProof(older.size, newer.size)
  if (!proof.ok) return proof
  const consistent = verifyConsistency(verifying, older.size, newer.size, older.root, newer.root, proof.value)
  if (!consistent.ok)
    return refuse(
      'history-rewritten',
      '两个检查点互相矛盾，历史被改写',
      `the checkpoints of ${older.size} and ${newer.size} entries contradict each other`,
      {
        from: 0,
        to: newer.size,
      },
    )
  return accept({ older, newer, proof: proof.value })
}
