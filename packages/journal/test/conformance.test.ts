import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { browserCrypto } from '../src/browser.ts'
import {
  type Bytes,
  extend,
  formatNote,
  fromBase64,
  leafHash,
  MemoryTree,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  type Result,
  TileTree,
  toBase64,
  trustKey,
  utf8,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  verifyLog,
  verifySubtree,
  verifySubtreeInclusion,
} from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'
import { must } from './memory.ts'
import { CONFORMANCE, filesBelow, present } from './shared.ts'

interface Vector {
  readonly leafIdx: number
  readonly treeSize: number
  readonly start: number
  readonly end: number
  readonly size: number
  readonly size1: number
  readonly size2: number
  readonly root: string
  readonly root1: string
  readonly root2: string
  readonly leafHash: string
  readonly proof: string[] | null
  readonly wantErr: boolean
}

const bytes = (text: string): Bytes => fromBase64(text) ?? new Uint8Array(1)
const hashes = (v: Vector) => (v.proof ?? []).map(bytes)

const KINDS: Record<string, (crypto: typeof nodeCrypto, v: Vector) => Result<true>> = {
  inclusion: (c, v) => verifyInclusion(c, v.leafIdx, v.treeSize, bytes(v.leafHash), bytes(v.root), hashes(v)),
  consistency: (c, v) => verifyConsistency(c, v.size1, v.size2, bytes(v.root1), bytes(v.root2), hashes(v)),
  subtreeinclusion: (c, v) => verifySubtreeInclusion(c, v.leafIdx, v.start, v.end, bytes(v.leafHash), bytes(v.root), hashes(v)),
  subtreeconsistency: (c, v) => verifySubtree(c, v.start, v.end, v.size, bytes(v.root1), bytes(v.root2), hashes(v)),
}

/** The committed result: any change, better or worse, must be looked at. */
const RESULT = JSON.parse(readFileSync(new URL('RESULT.json', import.meta.url), 'utf8'))

describe.skipIf(!present('merkle'))('proof vectors', () => {
  for (const [name, crypto] of Object.entries({ node: nodeCrypto, browser: browserCrypto }))
    it.each(Object.keys(KINDS))(`%s: each accepted or refused as it must be (${name})`, (kind) => {
      const folder = join(CONFORMANCE, 'merkle/testdata', kind)
      const result = { vectors: 0, accepted: 0, refused: 0, wrong: [] as string[] }
      for (const file of filesBelow(folder)) {
        const vector: Vector = JSON.parse(readFileSync(join(folder, file), 'utf8'))
        const { ok } = KINDS[kind]!(crypto as typeof nodeCrypto, vector)
        result.vectors++
        result[ok ? 'accepted' : 'refused']++
        if (ok === vector.wantErr) result.wrong.push(file)
      }
      expect(result).toEqual(RESULT.merkle[kind])
    })
})

describe.skipIf(!present('tlog'))('the golden log', () => {
  const folder = join(CONFORMANCE, 'tlog/testdata/log')
  const file = (path: string): Bytes => new Uint8Array(readFileSync(join(folder, path)))
  const words = [
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eit',
    'nain',
    'ten',
    'ileven',
    'twelf',
    'threeten',
    'fourten',
    'fivten',
  ]
  const VKEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'
  const key = must(parseVerifierKey(nodeCrypto, VKEY))
  const trust = trustKey('example.com/log/testdata', key)
  const source = {
    read: async (path: string) => {
      try {
        return file(path)
      } catch {
        return null
      }
    },
  }

  it('its key verifies all its checkpoints, in both cryptographies', () => {
    for (let size = 0; size <= 15; size++)
      for (const crypto of [nodeCrypto, browserCrypto])
        expect(must(verifyCheckpoint(crypto, file(`checkpoint.${size}`), trust)).checkpoint.size).toBe(size)
    expect(key.type).toBe('ed25519')
  })

  it('is reproduced byte for byte: every tile, bundle and root at every size', () => {
    const made = new Map<string, Bytes>()
    for (let size = 0; size <= 15; size++) {
      const grown = extend(nodeCrypto, { size: 0, frontier: { size: 0, nodes: [] }, edge: [], bundle: [] }, words.slice(0, size).map(utf8))
      for (const { path, bytes: content } of grown.writes) made.set(path, content)
      const { checkpoint, note } = must(parseCheckpoint(file(`checkpoint.${size}`)))
      expect(toBase64(grown.root)).toBe(toBase64(checkpoint.root))
      expect(formatNote(note)).toBe(new TextDecoder().decode(file(`checkpoint.${size}`)))
    }
    const golden = filesBelow(folder).filter((path) => path.startsWith('tile/'))
    expect([...made.keys()].sort()).toEqual(golden)
    for (const path of golden) expect(toBase64(made.get(path)!), path).toBe(toBase64(file(path)))
    expect(golden.length).toBe(RESULT.tlog.files)
  })

  it('verifies as a whole with all its checkpoints, and every proof from its tiles holds', async () => {
    const checkpoints = Array.from({ length: 16 }, (_, size) => file(`checkpoint.${size}`))
    const report = must(await verifyLog(source, browserCrypto, { trust, checkpoints }))
    expect(report.confirmed.length).toBe(RESULT.tlog.checkpoints)
    const tree = new TileTree(source, nodeCrypto)
    const memory = new MemoryTree(
      nodeCrypto,
      words.map((word) => leafHash(nodeCrypto, utf8(word))),
    )
    let proofs = 0
    for (let size = 1; size <= 15; size++)
      for (let index = 0; index < size; index++) {
        const proof = must(await tree.inclusionProof(index, size))
        expect(proof.map(toBase64)).toEqual(must(memory.inclusionProof(index, size)).map(toBase64))
        const { root } = must(parseCheckpoint(checkpoints[size]!)).checkpoint
        expect(verifyInclusion(nodeCrypto, index, size, leafHash(nodeCrypto, utf8(words[index]!)), root, proof).ok).toBe(true)
        const older = must(parseCheckpoint(checkpoints[index + 1]!)).checkpoint
        const grown = must(await tree.consistencyProof(index + 1, size))
        expect(verifyConsistency(nodeCrypto, index + 1, size, older.root, root, grown).ok).toBe(true)
        proofs += 2
      }
    expect(proofs).toBe(RESULT.tlog.proofs)
  })

  it('refuses its checkpoints when any one letter is changed', () => {
    const whole = new TextDecoder().decode(file('checkpoint.9'))
    for (let at = 0; at < whole.length; at++) {
      const letter = whole[at] === 'A' ? 'B' : 'A'
      const changed = whole.slice(0, at) + letter + whole.slice(at + 1)
      expect(verifyCheckpoint(nodeCrypto, changed, trust).ok, `letter ${at}`).toBe(false)
    }
    expect(parseNote(whole.slice(0, -1)).ok).toBe(false)
  })
})
