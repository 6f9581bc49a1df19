/**
 * Proofs from the tiles of a log. A tile is expanded once to its 511 nodes and kept, so a proof costs O(log n) look-ups and, for tiles
 * not seen before, one read for each eight levels of the tree. Full tiles never change; partial ones are kept under their own width.
 */
import type { Bytes } from './bytes.ts'
import type { Hashing } from './crypto.ts'
import { joinNodes, type Node, nodeHash, type ProofCode, type Range, rangeNodes, subtreeProofRanges } from './merkle.ts'
import { accept, type Result } from './result.ts'
import { readTile, TILE_HEIGHT, TILE_WIDTH, type TileSource, tileAt, tileHashes, tilePath } from './tiles.ts'

export type TileCode = ProofCode | 'missing' | 'bad-tile' | 'bad-bundle'

export class TileTree {
  readonly #source: TileSource
  readonly #hashing: Hashing
  readonly #keep: number
  /** Path → hashes of the tile by height, 0 (as stored) to 8. Map order is the order of last use. */
  readonly #expanded = new Map<string, Bytes[][]>()

  /** `keep`: how many expanded tiles stay in memory (about 25 kB each). */
  constructor(source: TileSource, hashing: Hashing, keep = 512) {
    this.#source = source
    this.#hashing = hashing
    this.#keep = keep
  }

  async #tile(level: number, index: number, size: number): Promise<Result<Bytes[][], TileCode>> {
    const tile = tileAt(level, index, size)
    if (tile === null) throw new RangeError(`no tile ${level}/${index} in a tree of ${size}`)
    const path = tilePath(tile)
    const known = this.#expanded.get(path)
    if (known !== undefined) {
      this.#expanded.delete(path)
      this.#expanded.set(path, known)
      return accept(known)
    }
    const bytes = await readTile(this.#source, tile)
    if (!bytes.ok) return bytes
    const hashes = tileHashes(tile, bytes.value)
    if (!hashes.ok) return hashes
    const heights = [hashes.value]
    for (let below = hashes.value; below.length > 1; ) {
      const above: Bytes[] = []
      for (let i = 0; i + 1 < below.length; i += 2) above.push(nodeHash(this.#hashing, below[i]!, below[i + 1]!))
      heights.push(above)
      below = above
    }
    this.#expanded.set(path, heights)
    if (this.#expanded.size > this.#keep) this.#expanded.delete(this.#expanded.keys().next().value!)
    return accept(heights)
  }

  async #node(node: Node, size: number): Promise<Result<Bytes, TileCode>> {
    const level = Math.floor(node.level / TILE_HEIGHT)
    const height = node.level % TILE_HEIGHT
    const across = TILE_WIDTH / 2 ** height
    const index = Math.floor(node.index / across)
    const tile = await this.#tile(level, index, size)
    return tile.ok ? accept(tile.value[height]![node.index - index * across]!) : tile
  }

  /** Hash of an aligned range of the tree of `size`. */
  async range(range: Range, size: number): Promise<Result<Bytes, TileCode>> {
    const hashes: Bytes[] = []
    for (const node of rangeNodes(range)) {
      const hash = await this.#node(node, size)
      if (!hash.ok) return hash
      hashes.push(hash.value)
    }
    return accept(joinNodes(this.#hashing, hashes))
  }

  /** Root of the tree of `size`. */
  root(size: number): Promise<Result<Bytes, TileCode>> {
    return this.range({ start: 0, end: size }, size)
  }

  async subtreeProof(start: number, end: number, size: number): Promise<Result<Bytes[], TileCode>> {
    const ranges = subtreeProofRanges(start, end, size)
    if (!ranges.ok) return ranges
    const proof: Bytes[] = []
    for (const range of ranges.value) {
      const hash = await this.range(range, size)
      if (!hash.ok) return hash
      proof.push(hash.value)
    }
    return accept(proof)
  }

  /** Inclusion proof of entry `index` in the tree of `size`. */
  inclusionProof(index: number, size: number): Promise<Result<Bytes[], TileCode>> {
    return this.subtreeProof(index, index + 1, size)
  }

  /** Consistency proof from `size1` to `size2`, 0 < size1 ≤ size2. */
  consistencyProof(size1: number, size2: number): Promise<Result<Bytes[], TileCode>> {
    return this.subtreeProof(0, size1, size2)
  }

  /** The stored leaf hash of an entry. */
  leaf(index: number, size: number): Promise<Result<Bytes, TileCode>> {
    return this.range({ start: index, end: index + 1 }, size)
  }
}
