import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import {
  beginDraw,
  type Commitment,
  commitmentDigest,
  formatDrawRecord,
  makeChain,
  withEntropy,
  withRound,
  writeLink,
} from '@yingshang/draw'
import {
  EMPTY_LOG,
  ed25519Signer,
  entryOf,
  formatReceipt,
  formatVerifierKey,
  type LogStorage,
  type Result,
  seal,
  TileTree,
} from '@yingshang/journal'
import { nodeCrypto } from '@yingshang/journal/node'
import { expect, it, onTestFinished } from 'vitest'
import { scratch, yingshang } from './command.ts'

/** Verification from the command line, on logs and draws made here and then tampered with. */

const ORIGIN = 'shelf.example/log'
const SIGNER = ed25519Signer(nodeCrypto, ORIGIN, new Uint8Array(32).fill(7))

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.refusal.en)
  return result.value
}
const salt = (i: number) => nodeCrypto.sha256(new TextEncoder().encode(`salt ${i}`))
const content = (i: number) => ({ action: 'lend', at: '2026-03-05T08:00:00Z', book: i })

/** A log of `size` records in a folder, with the key beside it and the receipt of record 3. */
async function aLog(size: number, signer = SIGNER, first = 0): Promise<{ folder: string; key: string; receipt: string }> {
  const folder = scratch()
  const storage: LogStorage = {
    read: async (path) => {
      try {
        return new Uint8Array(readFileSync(join(folder, path)))
      } catch {
        return null
      }
    },
    write: async (path, bytes) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    },
  }
  const entries = Array.from({ length: size }, (_, i) => must(entryOf(nodeCrypto, 'loan', salt(i + first), content(i + first))))
  must(await seal(storage, nodeCrypto, EMPTY_LOG, entries, ORIGIN, [signer]))
  const key = join(scratch(), 'key.txt')
  writeFileSync(key, `${formatVerifierKey(signer.key)}\n`)
  const receipt = join(scratch(), 'receipt.tlog-proof')
  const hashes = must(await new TileTree(storage, nodeCrypto).inclusionProof(3, size))
  const checkpoint = readFileSync(join(folder, 'checkpoint'), 'utf8')
  writeFileSync(receipt, formatReceipt({ kind: 'loan', salt: salt(3 + first), content: content(3 + first), index: 3, hashes, checkpoint }))
  return { folder, key, receipt }
}

/** Exchanges one byte of a file. */
function disturb(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = bytes[at] === 0x30 ? 0x31 : 0x30
  writeFileSync(file, bytes)
}

it('log verify hashes a folder anew and finds the receipt in it', async () => {
  const { folder, key, receipt } = await aLog(600)
  const { code, out, err } = await yingshang(['log', 'verify', folder, '--trust', key, '--receipt', receipt])
  expect({ code, err }, out).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/✓ 通过 VERIFIED/)
  expect(out).toMatch(/600 条/)
  expect(out).toMatch(/第 3 条/)
})

it('log verify names the entry that was changed', async () => {
  const { folder, key } = await aLog(600)
  disturb(join(folder, 'tile/entries/001'), 100)
  const { code, out } = await yingshang(['log', 'verify', folder, '--trust', key, '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ ok: false, refusal: { code: 'entry-changed', place: { path: 'tile/entries/001', index: 257 } } })
  const words = await yingshang(['log', 'verify', folder, '--trust', key])
  expect(words.code).toBe(1)
  expect(words.out).toMatch(/未通过 NOT VERIFIED[\s\S]*tile\/entries\/001.*第 257 条 entry 257/)
})

it('log verify refuses a log that was written anew after the receipt was handed out, and names the receipt', async () => {
  const honest = await aLog(300)
  const rewritten = await aLog(300, SIGNER, 1)
  const { code, out } = await yingshang([
    'log',
    'verify',
    rewritten.folder,
    '--trust',
    rewritten.key,
    '--receipt',
    honest.receipt,
    '--json',
  ])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ ok: false, receipt: honest.receipt, refusal: { code: 'history-rewritten' } })
  const kept = await yingshang([
    'log',
    'verify',
    rewritten.folder,
    '--trust',
    rewritten.key,
    '--checkpoint',
    join(honest.folder, 'checkpoint'),
  ])
  expect(kept.code).toBe(1)
  expect(kept.out).toContain('history-rewritten')
})

it('log verify refuses a receipt whose content was changed', async () => {
  const { folder, key, receipt } = await aLog(20)
  const [extra] = /extra (\S+)/.exec(readFileSync(receipt, 'utf8'))!.slice(1)
  const other = Buffer.from(extra!, 'base64').toString().replace('"lend"', '"sell"')
  writeFileSync(receipt, readFileSync(receipt, 'utf8').replace(extra!, Buffer.from(other).toString('base64')))
  const { code, out } = await yingshang(['log', 'verify', folder, '--trust', key, '--receipt', receipt])
  expect(code).toBe(1)
  expect(out).toContain('not-in-log')
})

it('log verify refuses a log under another key, and says when no key was given', async () => {
  const other = ed25519Signer(nodeCrypto, ORIGIN, new Uint8Array(32).fill(8))
  const { folder, receipt } = await aLog(20, other)
  const { key } = await aLog(5)
  expect((await yingshang(['log', 'verify', folder, '--trust', key])).code).toBe(1)
  const bare = await yingshang(['log', 'verify', folder])
  expect(bare.code).toBe(0)
  expect(bare.err).toMatch(/未核对签名/)
  expect((await yingshang(['log', 'verify', folder, '--receipt', receipt])).code).toBe(2)
})

it('log verify reads a server, and warns that the key came from the server itself', async () => {
  const { folder, key } = await aLog(300)
  let busy = 1
  const server = createServer((request, response) => {
    const path = request.url!.replace(/^\/log\//, '')
    if (busy-- > 0) return void response.writeHead(429, { 'retry-after': '0' }).end()
    try {
      response.end(readFileSync(path === 'key' ? key : join(folder, path)))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const warned = await yingshang(['log', 'verify', url])
  expect(warned.code, warned.out).toBe(0)
  expect(warned.err).toMatch(/公钥取自服务器本身[\s\S]*came from the server itself/)
  const trusted = await yingshang(['log', 'verify', `${url}/log/`, '--trust', key])
  expect({ code: trusted.code, err: trusted.err }).toEqual({ code: 0, err: '' })
  disturb(join(folder, 'tile/0/000'), 32 * 5)
  const found = await yingshang(['log', 'verify', url, '--trust', key])
  expect(found.code).toBe(1)
  expect(found.out).toMatch(/tile-changed[\s\S]*tile\/0\/000/)
})

it('log verify ends with code 2 for what was used wrongly', async () => {
  const nowhere = await yingshang(['log', 'verify', join(scratch(), 'nowhere')])
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringMatching(/找不到目录.*log\.missing/)])
  const unreachable = await yingshang(['log', 'verify', 'http://127.0.0.1:1'])
  expect([unreachable.code, unreachable.err]).toEqual([2, expect.stringMatching(/无法连接.*log\.unreachable/)])
  const { folder } = await aLog(4)
  const bad = join(scratch(), 'key')
  writeFileSync(bad, 'no key\n')
  expect((await yingshang(['log', 'verify', folder, '--trust', bad])).code).toBe(2)
  expect((await yingshang(['log', 'verify', folder, '--unknown'])).code).toBe(2)
  const help = await yingshang(['log', 'verify', '--help'])
  expect(help.code).toBe(0)
  expect(help.out).toMatch(/--trust[\s\S]*退出码 Exit codes/)
})

const CHAIN = makeChain(nodeCrypto, new Uint8Array(32).fill(5), 4)
const COMMITMENT: Commitment = {
  v: 1,
  kind: 'draw-commitment',
  id: 'plots-2026-1',
  title: '公共菜园分配 Garden plots',
  committedAt: '2026-03-05T08:00:00Z',
  revealBy: '2026-03-09T08:00:00Z',
  method: { kind: 'pick', count: 2, weighted: false, minimum: [] },
  candidates: Array.from({ length: 9 }, (_, i) => ({ label: `plot-${i + 1}` })),
  excluded: [],
  entropy: [
    {
      kind: 'lottery',
      name: '示例彩票第2026034期',
      at: '2026-03-08T13:15:00Z',
      groups: [{ count: 3, min: 1, max: 33, ordered: false }],
    },
  ],
  chain: { end: writeLink(CHAIN[4]!), length: 4 },
  supersedes: null,
}

function aDraw(change: (text: string) => string = (text) => text): string {
  const known = must(withEntropy(nodeCrypto, must(beginDraw(COMMITMENT)), [{ numbers: [[3, 7, 12]] }]))
  const file = join(scratch(), 'draw.json')
  writeFileSync(file, change(formatDrawRecord(must(withRound(nodeCrypto, known, CHAIN[3]!)))))
  return file
}

it('draw verify does a draw again, and says what is left to look up', async () => {
  const digest = commitmentDigest(nodeCrypto, COMMITMENT)
  const { code, out } = await yingshang(['draw', 'verify', aDraw(), '--commitment', digest])
  expect(code, out).toBe(0)
  expect(out).toMatch(/✓ 通过 VERIFIED/)
  expect(out).toMatch(/抽中 Drawn: plot-\d、plot-\d/)
  expect(out).toMatch(/请自行比对 Look up: 示例彩票第2026034期/)
})

it('draw verify finds another selection, another outcome and another commitment', async () => {
  const record = JSON.parse(readFileSync(aDraw(), 'utf8')) as { rounds: { selected: string[] }[] }
  const drawn = record.rounds[0]!.selected
  const other = COMMITMENT.candidates.map((c) => c.label).find((label) => !drawn.includes(label))!
  const swapped = aDraw((text) => text.replace(`"selected":["${drawn[0]}"`, `"selected":["${other}"`))
  const wrong = await yingshang(['draw', 'verify', swapped, '--json'])
  expect(wrong.code).toBe(1)
  expect(JSON.parse(wrong.out)).toMatchObject({
    ok: false,
    status: 'unsound',
    failures: [{ code: 'wrong-selection', place: { at: '/rounds/0/selected' } }],
  })

  const outcome = await yingshang(['draw', 'verify', aDraw((text) => text.replace('[3,7,12]', '[3,7,13]'))])
  expect([outcome.code, outcome.out]).toEqual([1, expect.stringContaining('wrong-selection')])

  const differs = await yingshang(['draw', 'verify', aDraw(), '--commitment', '0'.repeat(64)])
  expect([differs.code, differs.out]).toEqual([1, expect.stringContaining('commitment-differs')])
})

it('draw verify ends with code 1 for what is no record and with 2 for wrong use', async () => {
  const file = join(scratch(), 'draw.json')
  writeFileSync(file, '{"a":1}')
  expect((await yingshang(['draw', 'verify', file])).code).toBe(1)
  expect((await yingshang(['draw', 'verify', join(scratch(), 'none.json')])).code).toBe(2)
  expect((await yingshang(['draw', 'verify', aDraw(), '--commitment', 'short'])).code).toBe(2)
  expect((await yingshang(['draw', 'verify'])).code).toBe(2)
})
