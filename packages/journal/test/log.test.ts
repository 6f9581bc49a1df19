import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { browserCrypto } from '../src/browser.ts'
import {
  type Bytes,
  bundleEntries,
  checkConsistency,
  checkLog,
  concat,
  EMPTY_LOG,
  extend,
  formatNote,
  frameEntry,
  openLog,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  seal,
  tilePath,
  utf8,
  verifyLog,
  witnessSigner,
} from '../src/index.ts'
import { nodeCrypto } from '../src/node.ts'
import { entryNumber, entryNumbers, type MemoryLog, memoryLog, must, ORIGIN, refused, sealedLog, signer, trust } from './memory.ts'

const check = (log: MemoryLog, checkpoints: readonly string[] = []) => verifyLog(log, nodeCrypto, { trust, checkpoints })
const copy = (log: MemoryLog) => memoryLog(new Map([...log.files].map(([path, bytes]) => [path, new Uint8Array(bytes)])))
const bundleAt = (log: MemoryLog, path: string): Bytes[] => must(bundleEntries(must(parseTilePath(path)), log.files.get(path)!))
const write = (log: MemoryLog, path: string, entries: readonly Bytes[]) => log.files.set(path, concat(...entries.map(frameEntry)))

describe('paths of tiles', () => {
  it('are those of the specification, and have one spelling', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1')
    expect(tilePath({ level: 'entries', index: 1000, width: 17 })).toBe('tile/entries/x001/000.p/17')
    fc.assert(
      fc.property(
        fc.constantFrom<number | 'entries'>(0, 1, 63, 'entries'),
        fc.nat(2 ** 31 - 1),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          const tile = { level, index, width }
          expect(must(parseTilePath(tilePath(tile)))).toEqual(tile)
        },
      ),
    )
    for (const path of [
      'tile/0/x000/067',
      'tile/0/67',
      'tile/64/000',
      'tile/00/000',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/000.p/07',
      'tile/0/../000',
      '/tile/0/000',
      'tile/0/x001',
      'tile/0/001/000',
      'tile/0/000\n',
      'tile/entries/000.p/1/',
      'checkpoint',
    ])
      expect(refused(parseTilePath(path)), path).toBe(`bad-path ${path}`)
  })

  it('a tree of 70,000 has the tiles that the specification counts', () => {
    const { writes } = extend(
      nodeCrypto,
      EMPTY_LOG,
      Array.from({ length: 70_000 }, () => utf8('e')),
    )
    const count = (start: string, partial: boolean) =>
      writes.filter((w) => w.path.startsWith(start) && w.path.includes('.p/') === partial).length
    expect([
      count('tile/0/', false),
      count('tile/0/', true),
      count('tile/1/', false),
      count('tile/1/', true),
      count('tile/2/', true),
    ]).toEqual([273, 1, 1, 1, 1])
    expect(writes.filter((w) => w.path.includes('.p/')).map((w) => w.path)).toEqual([
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ])
  })
})

describe('verification of a log', () => {
  it('accepts an honest log with every checkpoint it ever had, in both cryptographies', async () => {
    const { log, checkpoints } = await sealedLog([0, 3, 253, 1, 600, 143])
    for (const crypto of [nodeCrypto, browserCrypto]) {
      const report = must(await verifyLog(log, crypto, { trust, checkpoints }))
      expect(report.entries).toBe(1000)
      expect(report.confirmed).toEqual([0, 3, 256, 257, 857, 1000])
      expect(report.signed?.signedBy).toEqual([signer.key])
    }
    expect(must(await verifyLog(log, nodeCrypto, { trust: null })).signed).toBe(null)
  })

  it('names the entry when one byte of it is changed, wherever it is', async () => {
    const { log } = await sealedLog([1000])
    await fc.assert(
      fc.asyncProperty(fc.nat(999), fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, at, mask) => {
        const forged = copy(log)
        const path = index < 768 ? `tile/entries/00${Math.floor(index / 256)}` : 'tile/entries/003.p/232'
        const entries = bundleAt(forged, path).map((entry) => new Uint8Array(entry))
        const entry = entries[index % 256]!
        entry[at % entry.length]! ^= mask
        write(forged, path, entries)
        expect(refused(await check(forged))).toBe(`entry-changed ${path} ${index}`)
      }),
      {
        numRuns: 60,
        examples: [
          [0, 0, 1],
          [255, 0, 1],
          [256, 0, 1],
          [999, 0, 1],
        ],
      },
    )
  })

  it('names the tile when one byte of it is changed, at every level', async () => {
    const { log } = await sealedLog([1000])
    const tiles = [...log.files.keys()].filter((path) => /^tile\/[0-9]/.test(path))
    expect(tiles).toContain('tile/1/000.p/3')
    for (const path of tiles) {
      const forged = copy(log)
      forged.files.get(path)![70 % forged.files.get(path)!.length]! ^= 4
      expect(refused(await check(forged)), path).toMatch(new RegExp(`^tile-changed ${path.replaceAll('.', '\\.')}( |$)`))
    }
  })

  it.each([
    ['dropped', (entries: Bytes[]) => entries.toSpliced(40, 1), 'entry-changed tile/entries/001 296'],
    [
      'exchanged with the next',
      (entries: Bytes[]) => entries.with(40, entries[41]!).with(41, entries[40]!),
      'entry-changed tile/entries/001 296',
    ],
    ['inserted', (entries: Bytes[]) => entries.toSpliced(40, 0, utf8('new')), 'entry-changed tile/entries/001 296'],
    [
      'inserted and another dropped',
      (entries: Bytes[]) => entries.toSpliced(40, 0, utf8('new')).slice(0, 256),
      'entry-changed tile/entries/001 296',
    ],
    ['appended to the bundle', (entries: Bytes[]) => [...entries, utf8('new')], 'bad-bundle tile/entries/001 512'],
    ['cut from the bundle', (entries: Bytes[]) => entries.slice(0, 255), 'bad-bundle tile/entries/001 511'],
  ])('names the place of an entry that was %s', async (_what, forge, place) => {
    const { log } = await sealedLog([1000])
    write(log, 'tile/entries/001', forge(bundleAt(log, 'tile/entries/001')))
    expect(refused(await check(log))).toBe(place)
  })

  it('finds a bundle rewritten together with its own tile, by the tile above', async () => {
    const { log } = await sealedLog([1000])
    const other = extend(nodeCrypto, EMPTY_LOG, entryNumbers(0, 1000).with(300, utf8('forged')))
    for (const path of ['tile/entries/001', 'tile/0/001']) log.files.set(path, other.writes.find((w) => w.path === path)!.bytes)
    expect(refused(await check(log))).toBe('tile-changed tile/1/000.p/3 256-512')
  })

  it('finds a log whose whole history was written anew and signed again, by any checkpoint kept from before', async () => {
    const { checkpoints } = await sealedLog([100, 200, 300])
    const log = memoryLog()
    const forged = entryNumbers(0, 600).with(150, utf8('forged'))
    must(await seal(log, nodeCrypto, EMPTY_LOG, forged, ORIGIN, [signer]))
    expect((await check(log)).ok).toBe(true) // by itself it is a sound log
    expect((await check(log, checkpoints.slice(0, 1))).ok).toBe(true) // and true to what was before the change
    expect(refused(await check(log, checkpoints))).toBe('history-rewritten 100-300')
    const ends = [checkpoints[0]!, checkpoints[2]!]
    expect(refused(await check(log, ends))).toBe('history-rewritten 100-600')
    expect(
      refused(await checkConsistency(log, nodeCrypto, trust, checkpoints[1]!, new TextDecoder().decode(log.files.get('checkpoint')!))),
    ).toBe('history-rewritten 0-600')
  })

  it('finds a log from which the end was cut off', async () => {
    const { checkpoints } = await sealedLog([100, 200])
    const { log } = await sealedLog([100])
    expect((await check(log)).ok).toBe(true)
    expect(refused(await check(log, checkpoints))).toBe('log-shorter 100-300')
  })

  it('names the record that was changed in the database after it was sealed', async () => {
    const { log } = await sealedLog([700])
    const expected = async (start: number, end: number) =>
      entryNumbers(start, end).map((entry, i) => (start + i === 431 ? utf8('as the owner would like it') : entry))
    expect(refused(await verifyLog(log, nodeCrypto, { trust, expected }))).toBe('unexpected-entry tile/entries/001 431')
    const erased = async (start: number, end: number) => entryNumbers(start, end).map((entry, i) => (start + i === 431 ? null : entry))
    expect((await verifyLog(log, nodeCrypto, { trust, expected: erased })).ok).toBe(true)
  })

  it('refuses a missing checkpoint, a missing tile, another origin, a foreign key', async () => {
    const { log } = await sealedLog([300])
    for (const path of log.files.keys()) {
      const without = copy(log)
      without.files.delete(path)
      expect(refused(await check(without)), path).toBe(path === 'checkpoint' ? 'no-checkpoint checkpoint' : `missing ${path}`)
    }
    expect(refused(await verifyLog(log, nodeCrypto, { trust: { ...trust, origin: 'other.example/log' } }))).toBe('wrong-origin checkpoint')
    expect(refused(await verifyLog(log, nodeCrypto, { trust: { ...trust, keys: [] } }))).toBe('not-signed checkpoint')
  })

  it('every pair of checkpoints is consistent by a proof from the tiles', async () => {
    const { log, checkpoints } = await sealedLog([0, 1, 7, 248, 1, 300])
    for (const a of checkpoints)
      for (const b of checkpoints) {
        const report = must(await checkConsistency(log, browserCrypto, trust, a, b))
        expect(report.older.size <= report.newer.size).toBe(true)
      }
  })
})

describe('sealing', () => {
  it('heals a crash at any write: sealing the same entries again gives the same bytes', async () => {
    const { log: honest } = await sealedLog([200, 400])
    const { log: before } = await sealedLog([200])
    const count = extend(nodeCrypto, must(await openLog(before, nodeCrypto, ORIGIN)).state, entryNumbers(200, 600)).writes.length + 1
    expect(count).toBeGreaterThan(5)
    for (let crash = 0; crash < count; crash++) {
      const log = copy(before)
      let writes = 0
      const crashing = {
        ...log,
        write: async (path: string, bytes: Bytes) => {
          if (writes++ === crash) throw new Error('power failure')
          await log.write(path, bytes)
        },
      }
      const { state } = must(await openLog(crashing, nodeCrypto, ORIGIN))
      await expect(seal(crashing, nodeCrypto, state, entryNumbers(200, 600), ORIGIN, [signer])).rejects.toThrow('power failure')
      const again = must(await openLog(log, nodeCrypto, ORIGIN))
      expect(again.state.size).toBe(200)
      must(await seal(log, nodeCrypto, again.state, entryNumbers(200, 600), ORIGIN, [signer]))
      expect(log.files).toEqual(honest.files)
    }
  })

  it('heals with more entries than the batch that crashed, and replaces a file cut short', async () => {
    const { log } = await sealedLog([10])
    const { state } = must(await openLog(log, nodeCrypto, ORIGIN))
    for (const { path, bytes } of extend(nodeCrypto, state, entryNumbers(10, 20)).writes) log.files.set(path, bytes)
    log.files.set('tile/0/000.p/30', new Uint8Array(100))
    log.files.set('tile/entries/000.p/30', new Uint8Array(3))
    must(await seal(log, nodeCrypto, state, entryNumbers(10, 30), ORIGIN, [signer]))
    expect(must(await check(log)).entries).toBe(30)
  })

  it('refuses to write over another history', async () => {
    const { log } = await sealedLog([10, 10])
    const { checkpoints } = await sealedLog([10])
    log.files.set('checkpoint', utf8(checkpoints[0]!)) // an old backup of the checkpoint alone
    const { state } = must(await openLog(log, nodeCrypto, ORIGIN))
    expect(state.size).toBe(10)
    const before = copy(log)
    expect(refused(await seal(log, nodeCrypto, state, entryNumbers(110, 120), ORIGIN, [signer]))).toBe('fork tile/entries/000.p/20')
    expect(log.files).toEqual(before.files)
  })

  it('does not go on from a damaged edge', async () => {
    const { log } = await sealedLog([300])
    const damaged = copy(log)
    damaged.files.get('tile/0/001.p/44')![5]! ^= 1
    expect(refused(await openLog(damaged, nodeCrypto, ORIGIN))).toBe('tile-changed checkpoint')
    const entries = copy(log)
    entries.files.get('tile/entries/001.p/44')![3]! ^= 1
    expect(refused(await openLog(entries, nodeCrypto, ORIGIN))).toBe('entry-changed tile/entries/001.p/44 256')
    expect(refused(await openLog(log, nodeCrypto, 'other.example'))).toBe('wrong-origin')
  })

  it('refuses an entry that does not fit a bundle and writes nothing', async () => {
    const log = memoryLog()
    expect(refused(await seal(log, nodeCrypto, EMPTY_LOG, [entryNumber(0), new Uint8Array(65_536)], ORIGIN, [signer]))).toBe('too-long 1')
    expect(log.files.size).toBe(0)
  })

  it('sealing nothing keeps the signatures of witnesses that the checkpoint has gathered', async () => {
    const { log, checkpoints } = await sealedLog([5])
    const { note } = must(parseCheckpoint(checkpoints[0]!))
    const witness = witnessSigner(nodeCrypto, 'witness.example', new Uint8Array(32).fill(9), () => 1_700_000_000)
    log.files.set('checkpoint', utf8(formatNote({ ...note, signatures: [...note.signatures, witness.sign(note.text)] })))
    const { state } = must(await openLog(log, nodeCrypto, ORIGIN))
    const sealed = must(await seal(log, nodeCrypto, state, [], ORIGIN, [signer]))
    expect(must(parseNote(sealed.text)).signatures.length).toBe(2)
    expect(must(parseNote(log.files.get('checkpoint')!)).signatures.length).toBe(2)
  })
})

describe('a log in a folder', () => {
  it('is written to disk, read back and verified: no path is in the way of another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingshang-log-'))
    try {
      const log = {
        read: async (path: string) => (existsSync(join(folder, path)) ? new Uint8Array(readFileSync(join(folder, path))) : null),
        write: async (path: string, bytes: Bytes) => {
          const file = join(folder, path)
          mkdirSync(dirname(file), { recursive: true })
          writeFileSync(`${file}.new`, bytes)
          renameSync(`${file}.new`, file)
        },
      }
      let { state } = must(await openLog(log, nodeCrypto, ORIGIN))
      const kept: string[] = []
      for (const count of [0, 100, 156, 300, 300]) {
        const sealed = must(await seal(log, nodeCrypto, state, entryNumbers(state.size, state.size + count), ORIGIN, [signer]))
        kept.push(sealed.text)
        ;({ state } = must(await openLog(log, nodeCrypto, ORIGIN)))
        expect(state).toEqual(sealed.state)
      }
      expect(must(await checkLog(nodeCrypto, { read: log.read, trust, checkpoints: kept })).log.confirmed).toEqual([0, 100, 256, 556, 856])
      writeFileSync(join(folder, 'tile/entries/002'), 'x')
      expect(refused(await checkLog(nodeCrypto, { read: log.read, trust }))).toBe('bad-bundle tile/entries/002 512')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
