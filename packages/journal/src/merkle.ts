/**
 * The Merkle tree of RFC 6962, section 2: hashes of leaves and nodes, and the proofs. Inclusion, consistency and subtree proofs are one
 * thing seen from three sides — a proof that the subtree [start, end) belongs to the tree [0, size) — so they are planned by one walk
 * and verified by one walk:  inclusion of i is the subtree [i, i+1), consistency from m is the subtree [0, m).
 * Sizes and indices are safe integers; hashes are 32 bytes.
 */
import { type Bytes, sameBytes } from './bytes.ts'
import type { Hashing } from './crypto.ts'
import { accept, type Result, refuse } from './result.ts'

export const HASH_LENGTH = 32

/** A half-open range of entries. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A complete subtree: the node over entries `[index × 2^level, (index + 1) × 2^level)`. */
export interface Node {
  readonly level: number
  readonly index: number
}

export type ProofCode = 'bad-range' | 'bad-hash' | 'bad-proof-length' | 'wrong-root' | 'wrong-old-root'

/** MTH of one entry: SHA-256(0x00 ‖ entry). */
export function leafHash(hashing: Hashing, entry: Bytes): Bytes {
  const input = new Uint8Array(entry.length + 1)
  input.set(entry, 1)
  return hashing.sha256(input)
}

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(hashing: Hashing, left: Bytes, right: Bytes): Bytes {
  const input = new Uint8Array(2 * HASH_LENGTH + 1)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + HASH_LENGTH)
  return hashing.sha256(input)
}

/** Root of the tree without entries: SHA-256 of nothing. */
export function emptyRoot(hashing: Hashing): Bytes {
  return hashing.sha256(new Uint8Array(0))
}

/** The largest power of two smaller than n (n ≥ 2): where RFC 6962 splits a tree. */
export function splitPoint(n: number): number {
  if (n <= 0x4000_0000) return 1 << (31 - Math.clz32(n - 1))
  let k = 0x4000_0000
  while (k * 2 < n) k *= 2
  return k
}

/** The complete subtrees that make up a range whose start is aligned (as ranges of proofs are), from left to right. */
export function rangeNodes(range: Range): Node[] {
  const nodes: Node[] = []
  let start = range.start
  while (start < range.end) {
    const width = range.end - start
    const size = width === 1 ? 1 : splitPoint(width + 1)
    nodes.push({ level: Math.log2(size), index: start / size })
    start += size
  }
  return nodes
}

/** Join the hashes of `rangeNodes` (left to right) to the hash of the range. */
export function joinNodes(hashing: Hashing, hashes: readonly Bytes[]): Bytes {
  let hash = hashes.at(-1)
  if (hash === undefined) return emptyRoot(hashing)
  for (let i = hashes.length - 2; i >= 0; i--) hash = nodeHash(hashing, hashes[i]!, hash)
  return hash
}

/** Root over leaf hashes, from scratch: the definition itself, for tests and small trees. */
export function rootOf(hashing: Hashing, leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return emptyRoot(hashing)
  if (leaves.length === 1) return leaves[0]!
  const k = splitPoint(leaves.length)
  return nodeHash(hashing, rootOf(hashing, leaves.slice(0, k)), rootOf(hashing, leaves.slice(k)))
}

/** Whether [start, end) can be a subtree: start is a multiple of the smallest power of two that is at least its width. */
export function isSubtree(start: number, end: number): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start > end) return false
  const width = end - start
  if (width <= 1) return true
  let ceiling = splitPoint(width)
  ceiling *= 2
  return start % ceiling === 0
}

/** Which side the sibling is on; 'shared': on the left and part of the subtree itself. */
type Side = 'left' | 'right' | 'shared'

/** The way from the root down to the subtree. `whole` is false when the subtree is not a node and its last part is in the proof itself. */
function walk(start: number, end: number, size: number): { steps: { side: Side; range: Range }[]; whole: boolean; rest: Range } {
  const steps: { side: Side; range: Range }[] = []
  let lo = 0
  let hi = size
  let from = start
  let whole = true
  while (lo !== from || hi !== end) {
    const middle = lo + splitPoint(hi - lo)
    if (end <= middle) {
      steps.push({ side: 'right', range: { start: middle, end: hi } })
      hi = middle
    } else {
      steps.push({ side: from >= middle ? 'left' : 'shared', range: { start: lo, end: middle } })
      if (from < middle) {
        from = middle
        whole = false
      }
      lo = middle
    }
  }
  steps.reverse()
  return { steps, whole, rest: { start: lo, end: hi } }
}

/** The ranges whose hashes form the proof that the non-empty subtree [start, end) belongs to the tree of `size`, in the order of the proof. */
export function subtreeProofRanges(start: number, end: number, size: number): Result<Range[], 'bad-range'> {
  if (!isSubtree(start, end) || start === end || !Number.isSafeInteger(size) || end > size) return badRange()
  const { steps, whole, rest } = walk(start, end, size)
  const ranges = steps.map((step) => step.range)
  return accept(whole ? ranges : [rest, ...ranges])
}

/** Ranges of an inclusion proof (RFC 6962, section 2.1.1). */
export function inclusionProofRanges(index: number, size: number): Result<Range[], 'bad-range'> {
  return subtreeProofRanges(index, index + 1, size)
}

/** Ranges of a consistency proof (RFC 6962, section 2.1.2) for 0 < size1 ≤ size2. */
export function consistencyProofRanges(size1: number, size2: number): Result<Range[], 'bad-range'> {
  return subtreeProofRanges(0, size1, size2)
}

function badRange() {
  return refuse('bad-range', '条目序号或树的大小不合法', 'the index, range or size is not possible')
}

const isHash = (hash: Bytes) => hash.length === HASH_LENGTH

/**
 * Verify that the subtree [start, end) with hash `subtree` belongs to the tree of `size` with `root`.
 * An empty subtree (start = end) belongs to any tree of at least that size, if its hash is the empty root and the proof is empty.
 */
export function verifySubtree(
  hashing: Hashing,
  start: number,
  end: number,
  size: number,
  subtree: Bytes,
  root: Bytes,
  proof: readonly Bytes[],
): Result<true, ProofCode> {
  if (!isSubtree(start, end) || !Number.isSafeInteger(size) || end > size) return badRange()
  if (start === end) {
    if (proof.length > 0) return refuse('bad-proof-length', '证明的长度不对', 'the proof has the wrong length')
    return sameBytes(subtree, emptyRoot(hashing))
      ? accept(true)
      : refuse('wrong-old-root', '与旧的根哈希不符', 'does not give the hash of the subtree')
  }
  const { steps, whole } = walk(start, end, size)
  if (proof.length !== steps.length + (whole ? 0 : 1)) return refuse('bad-proof-length', '证明的长度不对', 'the proof has the wrong length')
  if (!proof.every(isHash)) return refuse('bad-hash', '哈希值不是 32 字节', 'a hash is not 32 bytes long')
  // Only where nothing is hashed may a hash be opaque: equal trees are consistent when their roots are equal.
  if (proof.length > 0 && !(isHash(subtree) && isHash(root))) return refuse('bad-hash', '哈希值不是 32 字节', 'a hash is not 32 bytes long')
  let at = 0
  let small = whole ? subtree : proof[at++]!
  let large = small
  for (const { side } of steps) {
    const sibling = proof[at++]!
    if (side === 'right') large = nodeHash(hashing, large, sibling)
    else {
      large = nodeHash(hashing, sibling, large)
      if (side === 'shared') small = nodeHash(hashing, sibling, small)
    }
  }
  if (!sameBytes(small, subtree))
    return refuse('wrong-old-root', '与旧的根哈希不符', 'the proof does not give the hash of the smaller tree')
  if (!sameBytes(large, root)) return refuse('wrong-root', '与根哈希不符', 'the proof does not give the root hash')
  return accept(true)
}

/** Verify that the entry with `leaf` (its leaf hash) is entry `index` of the tree of `size` with `root`. */
export function verifyInclusion(
  hashing: Hashing,
  index: number,
  size: number,
  leaf: Bytes,
  root: Bytes,
  proof: readonly Bytes[],
): Result<true, ProofCode> {
  if (!Number.isSafeInteger(index) || index < 0 || !Number.isSafeInteger(size) || index >= size) return badRange()
  if (!isHash(leaf) || !isHash(root)) return refuse('bad-hash', '哈希值不是 32 字节', 'a hash is not 32 bytes long')
  return verifySubtree(hashing, index, index + 1, size, leaf, root, proof)
}

/** Verify that entry `index` is in the subtree [start, end) with hash `root` (a tree of its own, counted from start). */
export function verifySubtreeInclusion(
  hashing: Hashing,
  index: number,
  start: number,
  end: number,
  leaf: Bytes,
  root: Bytes,
  proof: readonly Bytes[],
): Result<true, ProofCode> {
  if (!isSubtree(start, end) || !Number.isSafeInteger(index) || index < start) return badRange()
  return verifyInclusion(hashing, index - start, end - start, leaf, root, proof)
}

/**
 * Verify that the tree of `size2` with `root2` begins with the tree of `size1` with `root1`.
 * From a size of zero nothing can be proved, so it is refused.
 */
export function verifyConsistency(
  hashing: Hashing,
  size1: number,
  size2: number,
  root1: Bytes,
  root2: Bytes,
  proof: readonly Bytes[],
): Result<true, ProofCode> {
  if (!Number.isSafeInteger(size1) || !Number.isSafeInteger(size2) || size1 <= 0 || size1 > size2) return badRange()
  return verifySubtree(hashing, 0, size1, size2, root1, root2, proof)
}
