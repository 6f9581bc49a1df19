/**
 * The journal: sealing, proofs, verification, in memory (no disk, no database). The yardstick is plain SHA-256, once over every entry of
 * the same bytes: a tree must hash each leaf once and about as many inner nodes. `npm run bench -- journal`
 */
import { createHash, hash } from 'node:crypto'
import {
  type Bytes,
  EMPTY_LOG,
  ed25519Signer,
  entryOf,
  extend,
  formatReceipt,
  leafHash,
  MemoryTree,
  seal,
  TileTree,
  trustKey,
  verifyInclusion,
  verifyLog,
  verifyReceipt,
} from '@yingshang/journal'
import { browserCrypto } from '@yingshang/journal/browser'
import { nodeCrypto } from '@yingshang/journal/node'
import { fixed, inTurn, peakMemory } from './measure.ts'

const origin = 'bench.example/log'
const signer = ed25519Signer(nodeCrypto, origin, new Uint8Array(32).fill(1))
const trust = trustKey(origin, signer.key)
const salt = (i: number): Bytes => hash('sha256', `salt ${i}`, 'buffer')
const content = (i: number) => ({ at: '2026-03-02T01:02:03Z', do: 'file-claim', amount: 100_000 + i, by: `creditor ${i}` })
const entries = (n: number): Bytes[] =>
  Array.from({ length: n }, (_, i) => {
    const entry = entryOf(nodeCrypto, 'action', salt(i), content(i))
    if (!entry.ok) throw new Error(entry.refusal.en)
    return entry.value
  })

function memory(): {
  files: Map<string, Bytes>
  read: (path: string) => Promise<Bytes | null>
  write: (path: string, bytes: Bytes) => Promise<void>
} {
  const files = new Map<string, Bytes>()
  return { files, read: async (path) => files.get(path) ?? null, write: async (path, bytes) => void files.set(path, bytes) }
}

for (const n of [10_000, 100_000]) {
  const leaves = entries(n)
  const bytes = leaves.reduce((sum, leaf) => sum + leaf.length, 0)
  const times = inTurn(
    {
      sealing: () => extend(nodeCrypto, EMPTY_LOG, leaves),
      batches: () => {
        let state = EMPTY_LOG
        for (let at = 0; at < n; at += 1000) ({ state } = extend(nodeCrypto, state, leaves.slice(at, at + 1000)))
        return state
      },
      each: () => leaves.map((leaf) => hash('sha256', leaf, 'buffer')),
      stream: () => leaves.reduce((all, leaf) => all.update(leaf), createHash('sha256')).digest(),
    },
    5,
  )
  const rate = (ms: number) => `${fixed((n / ms) * 1000, 0)}/s`.padStart(12)
  console.log(`\n${fixed(n, 0)} leaves of ${fixed(bytes / n, 0)} bytes`)
  console.log(`  tiles, bundles and root at once   ${fixed(times.sealing).padStart(8)} ms ${rate(times.sealing)}`)
  console.log(`  the same in batches of 1,000      ${fixed(times.batches).padStart(8)} ms ${rate(times.batches)}`)
  console.log(`  SHA-256 of each entry (yardstick) ${fixed(times.each).padStart(8)} ms ${rate(times.each)}`)
  console.log(`  one SHA-256 over the whole stream ${fixed(times.stream).padStart(8)} ms ${rate(times.stream)}`)
  console.log(`  sealing takes ${fixed(times.sealing / times.each)} × the yardstick; it hashes ${fixed(2 - 1 / n, 2)} × as many times`)

  const log = memory()
  const sealed = await seal(log, nodeCrypto, EMPTY_LOG, leaves, origin, [signer])
  if (!sealed.ok) throw new Error(sealed.refusal.en)
  const tree = new MemoryTree(
    nodeCrypto,
    leaves.map((leaf) => leafHash(nodeCrypto, leaf)),
  )
  const tiles = new TileTree(log, nodeCrypto, 4096)
  const indices = Array.from({ length: 2000 }, (_, i) => (i * 7919) % n)
  const root = tree.root()
  const proofs = indices.map((i) => tree.inclusionProof(i))
  const { fromMemory, verified } = inTurn(
    {
      fromMemory: () => indices.map((i) => tree.inclusionProof(i)),
      verified: () =>
        indices.every((i, k) => {
          const proof = proofs[k]!
          return proof.ok && verifyInclusion(nodeCrypto, i, n, leafHash(nodeCrypto, leaves[i]!), root, proof.value).ok
        }),
    },
    3,
  )
  const start = performance.now()
  for (const i of indices) await tiles.inclusionProof(i, n)
  const cold = performance.now() - start
  for (const i of indices) await tiles.inclusionProof(i, n)
  const warm = performance.now() - start - cold
  const per = (ms: number) => `${fixed((indices.length / ms) * 1000, 0)}/s`
  console.log(
    `  inclusion proofs: from memory ${per(fromMemory)}, from tiles ${per(warm)} (first reading ${per(cold)}); verified ${per(verified)}`,
  )

  const first = await tiles.inclusionProof(1, n)
  if (!first.ok) throw new Error(first.refusal.en)
  const receipt = formatReceipt({
    kind: 'action',
    salt: salt(1),
    content: content(1),
    index: 1,
    hashes: first.value,
    checkpoint: sealed.value.text,
  })
  const receipts = inTurn(
    { node: () => verifyReceipt(nodeCrypto, receipt, trust), browser: () => verifyReceipt(browserCrypto, receipt, trust) },
    20,
  )
  console.log(
    `  one receipt (${receipt.length} bytes): ${fixed(receipts.node, 2)} ms with node:crypto, ${fixed(receipts.browser, 2)} ms as in a page`,
  )
  for (const [name, crypto] of [
    ['node:crypto', nodeCrypto],
    ['as in a page', browserCrypto],
  ] as const) {
    const begun = performance.now()
    const report = await verifyLog(log, crypto, { trust })
    if (!report.ok) throw new Error(report.refusal.en)
    const ms = performance.now() - begun
    console.log(`  whole log verified (${name}): ${fixed(ms / 1000, 2)} s, ${rate(ms).trim()}`)
  }
}
console.log(`\npeak memory ${fixed(peakMemory(), 0)} MB`)
