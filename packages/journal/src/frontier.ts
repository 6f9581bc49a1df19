/**
 * The growing right edge of a tree. A frontier is the list of complete subtrees that make up the tree so far (at most one for every
 * bit of the size); a leaf is added in amortised constant time, the root read in O(log n). `MemoryTree` keeps all nodes
 * instead, so that any proof is read off in O(log n).
 */
import type { Bytes } from './bytes.ts'
import type { Hashing } from './crypto.ts'
import { joinNodes, type Node, nodeHash, type ProofCode, type Range, rangeNodes, subtreeProofRanges } from './merkle.ts'
import { accept, type Result } from './result.ts'

export interface Frontier {
  readonly size: number
  /** Hashes of `rangeNodes({ start: 0, end: size })`. */
  readonly nodes: readonly Bytes[]
}

export const EMPTY_FRONTIER: Frontier = { size: 0, nodes: [] }

/**
 * Adds leaves to a frontier. `onNode` is told every complete node when it comes into being, leaf included: level 0 first, then its
 * ancestors that it completes.
 */
export class FrontierBuilder {
  readonly #hashing: Hashing
  readonly #onNode: ((node: Node, hash: Bytes) => void) | undefined
  readonly #nodes: Bytes[]
  #size: number

  constructor(hashing: Hashing, from: Frontier = EMPTY_FRONTIER, onNode?: (node: Node, hash: Bytes) => void) {
    this.#hashing = hashing
    this.#onNode = onNode
    this.#nodes = [...from.nodes]
    this.#size = from.size
  }

  get size(): number {
    return this.#size
  }

  add(leaf: Bytes): void {
    let hash = leaf
    let index = this.#size
    let level = 0
    this.#onNode?.({ level, index }, hash)
    while (index % 2 === 1) {
      hash = nodeHash(this.#hashing, this.#nodes.pop()!, hash)
      index = (index - 1) / 2
      level++
      this.#onNode?.({ level, index }, hash)
    }
    this.#nodes.push(hash)
    this.#size++
  }

  root(): Bytes {
    return joinNodes(this.#hashing, this.#nodes)
  }

  frontier(): Frontier {
    return { size: this.#size, nodes: [...this.#nodes] }
  }
}

/** A tree with all its complete nodes in memory (64 bytes an entry). */
export class MemoryTree {
  readonly #hashing: Hashing
  readonly #levels: Bytes[][] = []
  readonly #builder: FrontierBuilder

  constructor(hashing: Hashing, leaves: Iterable<Bytes> = []) {
    this.#hashing = hashing
    this.#builder = new FrontierBuilder(hashing, EMPTY_FRONTIER, (node, hash) => {
      const level = this.#levels[node.level] ?? []
      this.#levels[node.level] = level
      level[node.index] = hash
    })
    for (const leaf of leaves) this.add(leaf)
  }

  get size(): number {
    return this.#builder.size
  }

  add(leaf: Bytes): void {
    this.#builder.add(leaf)
  }

  /** Hash of an aligned range inside the tree. */
  range(range: Range): Bytes {
    return joinNodes(
      this.#hashing,
      rangeNodes(range).map(({ level, index }) => this.#levels[level]![index]!),
    )
  }

  /** Root at `size` (default: now), which must not exceed the present size. */
  root(size: number = this.size): Bytes {
    return this.range({ start: 0, end: size })
  }

  /** Inclusion proof of an entry in the tree of `size`: sibling first, child of the root last. */
  inclusionProof(index: number, size: number = this.size): Result<Bytes[], ProofCode> {
    return this.subtreeProof(index, index + 1, size)
  }

  /** Consistency proof between two sizes, 0 < size1 ≤ size2. */
  consistencyProof(size1: number, size2: number = this.size): Result<Bytes[], ProofCode> {
    return this.subtreeProof(0, size1, size2)
  }

  subtreeProof(start: number, end: number, size: number = this.size): Result<Bytes[], ProofCode> {
    const ranges = subtreeProofRanges(start, end, size > this.size ? -1 : size)
    return ranges.ok ? accept(ranges.value.map((range) => this.range(range))) : ranges
  }
}
