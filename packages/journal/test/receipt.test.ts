import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { browserCrypto } from '../src/browser.ts'
import {
  checkLog,
  contentDigest,
  EMPTY_LOG,
  entryBytes,
  entryOf,
  formatProof,
  formatReceipt,
  formatTrust,
  formatVerifierKey,
  type Json,
  parseEntry,
  parseProof,
  parseReceipt,
  readTrust,
  seal,
  TileTree,
  toHex,
  utf8,
  verifyEntryProof,
  verifyLog,
  verifyReceipt,
} from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'
import { memoryLog, must, ORIGIN, refused, signer, trust } from './memory.ts'

const salt = (i: number) => nodeCrypto.sha256(utf8(`salt ${i}`))
const action = (i: number) => ({ at: '2026-03-05T08:00:00Z', do: 'lend', book: `B-${i}`, reader: '张三' })
const entries = (n: number) => Array.from({ length: n }, (_, i) => must(entryOf(nodeCrypto, 'action', salt(i), action(i))))

async function library(n: number) {
  const log = memoryLog()
  const sealed = must(await seal(log, nodeCrypto, EMPTY_LOG, entries(n), ORIGIN, [signer]))
  const tree = new TileTree(log, nodeCrypto)
  const receipt = async (index: number, content?: Json) =>
    formatReceipt({
      kind: 'action',
      salt: salt(index),
      index,
      hashes: must(await tree.inclusionProof(index, n)),
      checkpoint: sealed.text,
      ...(content === undefined ? {} : { content }),
    })
  return { log, sealed, receipt }
}

describe('entries', () => {
  it('hold a digest and a kind and nothing of the action', () => {
    const bytes = entries(1)[0]!
    const text = new TextDecoder().decode(bytes)
    expect(text).toMatch(/^\{"digest":"[0-9a-f]{64}","kind":"action","v":1\}$/)
    expect(text).not.toContain('张三')
    expect(must(parseEntry(bytes))).toEqual({ kind: 'action', digest: must(contentDigest(nodeCrypto, 'action', salt(0), action(0))) })
  })

  it('the digest is SHA-256 of the documented bytes, computed here by hand', () => {
    const content = { b: [1, 'é'], a: null }
    const bytes = Buffer.concat([Buffer.from('yingshang/journal-digest/v1\nballot\n'), salt(5), Buffer.from('{"a":null,"b":[1,"é"]}')])
    expect(toHex(must(contentDigest(nodeCrypto, 'ballot', salt(5), content)))).toBe(toHex(nodeCrypto.sha256(bytes)))
    expect(toHex(must(contentDigest(browserCrypto, 'ballot', salt(5), content)))).toBe(toHex(nodeCrypto.sha256(bytes)))
  })

  it('another kind, salt or content gives another digest; a bad one is refused', () => {
    const base = toHex(must(contentDigest(nodeCrypto, 'action', salt(1), action(1))))
    const others = [
      contentDigest(nodeCrypto, 'ballot', salt(1), action(1)),
      contentDigest(nodeCrypto, 'action', salt(2), action(1)),
      contentDigest(nodeCrypto, 'action', salt(1), action(2)),
    ]
    for (const other of others) expect(toHex(must(other))).not.toBe(base)
    expect(refused(contentDigest(nodeCrypto, 'action', salt(1).subarray(1), 1))).toBe('bad-salt')
    for (const kind of ['', 'Action', 'a b', 'a\n', 'a..b', '1a', 'a'.repeat(65)])
      expect(refused(contentDigest(nodeCrypto, kind, salt(1), 1))).toBe('bad-kind')
    expect(refused(contentDigest(nodeCrypto, 'action', salt(1), { n: Number.NaN }))).toBe('not-finite')
  })

  it('only the exact form is read', () => {
    const good = new TextDecoder().decode(entryBytes({ kind: 'action', digest: salt(1) }))
    for (const text of [
      good.replace('"v":1', '"v":2'),
      good.replace('{', '{ '),
      good.replace('"v":1', '"v":1,"z":1'),
      good.toUpperCase(),
      good.slice(1),
      '[]',
      'null',
      good.replace('action', 'Action'),
      good.replace(/"[0-9a-f]{2}/, '"'),
    ])
      expect(refused(parseEntry(utf8(text))), text).toBe('bad-entry')
  })
})

describe('receipts', () => {
  it('prove an action offline, in both cryptographies, from a log of every size to 20', async () => {
    for (let n = 1; n <= 20; n++) {
      const { receipt } = await library(n)
      for (let i = 0; i < n; i++)
        for (const crypto of [nodeCrypto, browserCrypto]) {
          const verified = must(verifyReceipt(crypto, await receipt(i, action(i)), trust))
          expect([verified.index, verified.kind, verified.content, verified.checkpoint.size]).toEqual([i, 'action', action(i), n])
        }
    }
  })

  it('without the content they ask for it, and accept only the right one', async () => {
    const { receipt } = await library(300)
    const text = await receipt(257)
    expect(text).not.toContain('content')
    expect(refused(verifyReceipt(nodeCrypto, text, trust))).toBe('content-needed')
    expect(verifyReceipt(nodeCrypto, text, trust, action(257)).ok).toBe(true)
    expect(refused(verifyReceipt(nodeCrypto, text, trust, action(256)))).toBe('not-in-log 257')
    expect(refused(verifyReceipt(nodeCrypto, await receipt(257, action(257)), trust, action(256)))).toBe('content-differs')
  })

  it('no letter of a receipt can be changed without refusal', async () => {
    const { receipt } = await library(40)
    const text = await receipt(7, action(7))
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('A', 'b', '0', '9', ' ', '\n', '='), async (at, letter) => {
        fc.pre(text[at] !== letter)
        expect(verifyReceipt(nodeCrypto, text.slice(0, at) + letter + text.slice(at + 1), trust).ok).toBe(false)
      }),
      { numRuns: 600 },
    )
    for (let at = 0; at < text.length; at++)
      expect(verifyReceipt(nodeCrypto, text.slice(0, at) + text.slice(at + 1), trust).ok, `without ${at}`).toBe(false)
  })

  it('an honest proof does not serve for another entry, another checkpoint or another log', async () => {
    const { receipt, sealed } = await library(40)
    const other = await library(41)
    const mine = must(parseReceipt(await receipt(7, action(7))))
    expect(refused(verifyReceipt(nodeCrypto, formatReceipt({ ...mine, index: 8 }), trust))).toBe('not-in-log 8')
    expect(verifyReceipt(nodeCrypto, formatReceipt({ ...mine, checkpoint: other.sealed.text }), trust).ok).toBe(false)
    expect(refused(verifyReceipt(nodeCrypto, formatReceipt({ ...mine, index: 40 }), trust))).toBe('bad-range')
    expect(refused(verifyReceipt(nodeCrypto, formatReceipt({ ...mine, hashes: mine.hashes.slice(1) }), trust))).toBe('bad-proof-length')
    expect(refused(verifyReceipt(nodeCrypto, formatReceipt(mine), { ...trust, origin: 'x' }))).toBe('wrong-origin')
    expect(refused(verifyReceipt(nodeCrypto, formatReceipt(mine), { ...trust, keys: [] }))).toBe('not-signed')
    expect(sealed.checkpoint.size).toBe(40)
  })

  it('a receipt is a kept checkpoint: the log must still contain it', async () => {
    const { receipt, log } = await library(40)
    const mine = must(parseReceipt(await receipt(7, action(7))))
    expect(must(await verifyLog(log, nodeCrypto, { trust, checkpoints: [mine.checkpoint] })).confirmed).toEqual([40])
  })

  it('a log and its receipts are checked in one call, by a key line or a trust file', async () => {
    const { receipt, log } = await library(40)
    const text = await receipt(7, action(7))
    for (const source of [formatVerifierKey(signer.key), formatTrust(trust)]) {
      const report = must(await checkLog(nodeCrypto, { read: log.read, trust: must(readTrust(nodeCrypto, source)), receipts: [{ text }] }))
      expect([report.receipts[0]?.index, report.log.entries]).toEqual([7, 40])
    }
    const other = memoryLog()
    must(await seal(other, nodeCrypto, EMPTY_LOG, entries(41).slice(1), ORIGIN, [signer]))
    expect(refused(await checkLog(nodeCrypto, { read: other.read, trust, receipts: [{ text }] }))).toBe('history-rewritten 0-40')
    expect((await checkLog(nodeCrypto, { read: log.read, trust: null, receipts: [{ text }] })).ok).toBe(false)
    expect(must(await checkLog(nodeCrypto, { read: log.read, trust: null })).log.signed).toBe(null)
    expect(refused(readTrust(nodeCrypto, 'nonsense'))).toBe('bad-key')
  })

  it('the text is that of c2sp.org/tlog-proof@v1', async () => {
    const { receipt, sealed } = await library(5)
    const lines = (await receipt(4, action(4))).split('\n')
    expect(lines[0]).toBe('c2sp.org/tlog-proof@v1')
    expect(lines[1]).toMatch(/^extra [A-Za-z0-9+/]+=*$/)
    expect(JSON.parse(Buffer.from(lines[1]!.slice(6), 'base64').toString())).toEqual({
      content: action(4),
      kind: 'action',
      salt: toHex(salt(4)),
      v: 1,
    })
    expect(lines[2]).toBe('index 4')
    expect(lines[3]).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(lines[4]).toBe('')
    expect(lines.slice(5).join('\n')).toBe(sealed.text)
  })

  it('a proof without extra data is read and verified against given bytes', async () => {
    const { receipt } = await library(9)
    const { index, hashes, checkpoint } = must(parseReceipt(await receipt(3, action(3))))
    const bare = must(parseProof(formatProof({ extra: null, index, hashes, checkpoint })))
    expect(bare.extra).toBe(null)
    expect(verifyEntryProof(nodeCrypto, bare, entries(9)[3]!, trust).ok).toBe(true)
    expect(refused(verifyEntryProof(nodeCrypto, bare, entries(9)[4]!, trust))).toBe('not-in-log 3')
    expect(refused(verifyReceipt(nodeCrypto, formatProof(bare), trust))).toBe('bad-opening')
  })
})
