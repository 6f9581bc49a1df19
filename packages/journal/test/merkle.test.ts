import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bytes,
  EMPTY_LOG,
  extend,
  FrontierBuilder,
  isSubtree,
  leafHash,
  MemoryTree,
  openLog,
  rootOf,
  splitPoint,
  TileTree,
  toHex,
  verifyConsistency,
  verifyInclusion,
  verifySubtree,
} from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'
import { entryNumber, memoryLog, must, ORIGIN, refused, sealedLog } from './memory.ts'

const leaf = (i: number) => leafHash(nodeCrypto, entryNumber(i))
const leaves = (n: number) => Array.from({ length: n }, (_, i) => leaf(i))
const hex = (list: readonly Bytes[]) => list.map(toHex)
const flipped = (bytes: Bytes, bit: number): Bytes => {
  const copy = new Uint8Array(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

describe('the tree', () => {
  it('splits at the largest power of two below n, also beyond 32 bits', () => {
    for (const [n, k] of [
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 4],
      [256, 128],
      [257, 256],
      [2 ** 31, 2 ** 30],
      [2 ** 31 + 1, 2 ** 31],
      [2 ** 40, 2 ** 39],
      [2 ** 52 + 5, 2 ** 52],
    ] as const)
      expect(splitPoint(n)).toBe(k)
  })

  it('the incremental root is the root from scratch, for every size to 300', () => {
    const all = leaves(300)
    const memory = new MemoryTree(nodeCrypto)
    const builder = new FrontierBuilder(nodeCrypto)
    expect(toHex(builder.root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    for (let n = 1; n <= 300; n++) {
      builder.add(all[n - 1]!)
      memory.add(all[n - 1]!)
      const root = toHex(rootOf(nodeCrypto, all.slice(0, n)))
      expect(toHex(builder.root())).toBe(root)
      expect(toHex(memory.root())).toBe(root)
      expect(toHex(memory.root(n))).toBe(root)
    }
  })

  it('every inclusion proof and every consistency proof to 130 entries verifies, and only for its own place', () => {
    const memory = new MemoryTree(nodeCrypto, leaves(130))
    for (let n = 1; n <= 130; n++)
      for (let i = 0; i < n; i++) {
        const proof = must(memory.inclusionProof(i, n))
        expect(verifyInclusion(nodeCrypto, i, n, leaf(i), memory.root(n), proof).ok).toBe(true)
        const other = (i + 1 + (n % 3)) % n
        if (other !== i) expect(verifyInclusion(nodeCrypto, other, n, leaf(i), memory.root(n), proof).ok).toBe(false)
        const grown = must(memory.consistencyProof(i + 1, n))
        expect(verifyConsistency(nodeCrypto, i + 1, n, memory.root(i + 1), memory.root(n), grown).ok).toBe(true)
        if (i + 1 < n) expect(verifyConsistency(nodeCrypto, i + 1, n, memory.root(n), memory.root(n), grown).ok).toBe(false)
      }
  })

  it('every subtree of every tree to 40 entries has a proof that verifies', () => {
    const memory = new MemoryTree(nodeCrypto, leaves(40))
    let subtrees = 0
    for (let n = 1; n <= 40; n++)
      for (let start = 0; start < n; start++)
        for (let end = start + 1; end <= n; end++) {
          if (!isSubtree(start, end)) {
            expect(refused(memory.subtreeProof(start, end, n))).toBe('bad-range')
            continue
          }
          subtrees++
          const proof = must(memory.subtreeProof(start, end, n))
          const own = rootOf(nodeCrypto, leaves(40).slice(start, end))
          expect(verifySubtree(nodeCrypto, start, end, n, own, memory.root(n), proof).ok, `${start} ${end} ${n}`).toBe(true)
        }
    expect(subtrees).toBeGreaterThan(2000)
  })

  it('a changed bit, a missing, doubled or exchanged hash in any proof is refused', () => {
    const memory = new MemoryTree(nodeCrypto, leaves(700))
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 700 }), fc.nat(), fc.nat(), fc.nat(255), fc.boolean(), (n, a, b, bit, consistency) => {
        const i = a % n
        const proof = must(consistency ? memory.consistencyProof(i + 1, n) : memory.inclusionProof(i, n))
        const holds = (p: readonly Bytes[], root = memory.root(n)) =>
          consistency
            ? verifyConsistency(nodeCrypto, i + 1, n, memory.root(i + 1), root, p).ok
            : verifyInclusion(nodeCrypto, i, n, leaf(i), root, p).ok
        expect(holds(proof)).toBe(true)
        expect(holds(proof, flipped(memory.root(n), bit))).toBe(false)
        expect(holds([...proof, leaf(0)])).toBe(false)
        expect(holds([leaf(0), ...proof])).toBe(false)
        if (proof.length === 0) return
        const at = b % proof.length
        expect(holds(proof.with(at, flipped(proof[at]!, bit)))).toBe(false)
        expect(holds(proof.toSpliced(at, 1))).toBe(false)
        expect(holds(proof.toSpliced(at, 0, proof[at]!))).toBe(false)
        expect(holds(proof.with(at, proof[at]!.subarray(0, 31)))).toBe(false)
        if (at > 0) expect(holds(proof.with(at, proof[at - 1]!).with(at - 1, proof[at]!))).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  it('refuses sizes and indices that no tree has', () => {
    const memory = new MemoryTree(nodeCrypto, leaves(4))
    for (const [i, n] of [
      [-1, 4],
      [4, 4],
      [0, 0],
      [0.5, 4],
      [0, 2 ** 53],
      [Number.NaN, 4],
    ] as const) {
      expect(refused(verifyInclusion(nodeCrypto, i, n, leaf(0), memory.root(), []))).toBe('bad-range')
      expect(refused(memory.inclusionProof(i, n))).toBe('bad-range')
    }
    expect(refused(memory.inclusionProof(0, 5))).toBe('bad-range')
    for (const [a, b] of [
      [0, 4],
      [5, 4],
      [-1, 4],
      [1.5, 4],
    ] as const)
      expect(refused(verifyConsistency(nodeCrypto, a, b, memory.root(), memory.root(), []))).toBe('bad-range')
  })
})

describe('the tree in tiles', () => {
  it('proofs from tiles equal proofs from memory, across tile borders and two levels', async () => {
    const size = 66_000 // beyond 256², so that three levels of tiles exist
    const { log } = await sealedLog([size])
    const memory = new MemoryTree(nodeCrypto, leaves(size))
    const tree = new TileTree(log, nodeCrypto)
    expect([...log.files.keys()].some((path) => path.startsWith('tile/2/'))).toBe(true)
    expect(toHex(must(await tree.root(size)))).toBe(toHex(memory.root()))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: size }), fc.nat(), async (a, b) => {
        const index = b % size
        expect(hex(must(await tree.inclusionProof(index, size)))).toEqual(hex(must(memory.inclusionProof(index, size))))
        expect(hex(must(await tree.consistencyProof(a, size)))).toEqual(hex(must(memory.consistencyProof(a, size))))
      }),
      {
        numRuns: 200,
        examples: [
          [256, 255],
          [65_536, 65_536],
          [65_535, 65_535],
          [1, 0],
          [size, size - 1],
          [512, 511],
        ],
      },
    )
  })

  it('appending in any batches gives the same tiles as at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), async (batches) => {
        const { log } = await sealedLog([0, ...batches])
        const total = batches.reduce((sum, n) => sum + n, 0)
        const once = extend(
          nodeCrypto,
          EMPTY_LOG,
          Array.from({ length: total }, (_, i) => entryNumber(i)),
        )
        for (const { path, bytes } of once.writes) expect(toHex(log.files.get(path)!), path).toBe(toHex(bytes))
        const opened = must(await openLog(log, nodeCrypto, ORIGIN))
        expect(opened.state.size).toBe(total)
        expect(hex(opened.state.frontier.nodes)).toEqual(hex(once.state.frontier.nodes))
        expect(hex(opened.state.bundle)).toEqual(hex(once.state.bundle))
        expect(opened.state.edge.map(hex)).toEqual(once.state.edge.map(hex))
      }),
      { numRuns: 40 },
    )
  })

  it('says which file is missing or cut', async () => {
    const { log } = await sealedLog([600])
    const without = (path: string, bytes?: Bytes) => {
      const files = new Map(log.files)
      files.delete(path)
      if (bytes !== undefined) files.set(path, bytes)
      return new TileTree(memoryLog(files), nodeCrypto).inclusionProof(300, 600)
    }
    expect(refused(await without('tile/0/001'))).toBe('missing tile/0/001')
    expect(refused(await without('tile/0/002.p/88'))).toBe('missing tile/0/002.p/88')
    expect(refused(await without('tile/0/001', new Uint8Array(100)))).toBe('bad-tile tile/0/001')
  })

  it('takes the full tile when a partial one was deleted', async () => {
    const { log, checkpoints } = await sealedLog([100, 300])
    log.files.delete('tile/0/000.p/100')
    log.files.delete('tile/entries/000.p/100')
    const tree = new TileTree(log, nodeCrypto)
    const memory = new MemoryTree(nodeCrypto, leaves(100))
    expect(hex(must(await tree.inclusionProof(5, 100)))).toEqual(hex(must(memory.inclusionProof(5))))
    log.files.set('checkpoint', new TextEncoder().encode(checkpoints[0]!))
    expect(must(await openLog(log, nodeCrypto, ORIGIN)).state.size).toBe(100)
  })
})
