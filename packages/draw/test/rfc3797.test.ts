import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { beginDraw, keyString, makeChain, selectRfc3797, verifyDrawRecord, withEntropy, withRound } from '../src/index.ts'
import { commitment, crypto, must } from './town.ts'

const folder = join(process.env.CONFORMANCE_DIR ?? resolve('..', 'shared', 'conformance'), 'rfc3797')
const here = existsSync(folder)
if (!here) console.warn(`SKIPPED: ${folder} is absent, the published draws were not run`)
const RESULT = JSON.parse(readFileSync(new URL('RESULT.json', import.meta.url), 'utf8')).rfc3797

const lines = (file: string) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
const seeds = (name: string) =>
  lines(`${name}.seeds`)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim().split(/\s+/).map(Number))
const results = (name: string) =>
  lines(`${name}.results`).flatMap((line) => {
    const found = /^\s*\d+\s+([0-9A-F]{32})\s+(\d+)\s+->\s+(\d+) <-\s*(.*)$/.exec(line)
    return found === null ? [] : [{ hash: found[1]!, divisor: Number(found[2]), selected: Number(found[3]), name: found[4]! }]
  })

describe.skipIf(!here)('published draws by RFC 3797', () => {
  it.each(['ref', '2022'])('%s: every hash, divisor and selection is the published one', (name) => {
    const names = lines(`${name}.names`).map((line) => line.trim())
    const published = results(name)
    const made = selectRfc3797(names.length, keyString(seeds(name)), published.length)
    const wrong = published.flatMap((want, i) => {
      const { name: who, ...numbers } = want
      const same = JSON.stringify(numbers) === JSON.stringify(made[i]) && (who === '' || names[want.selected - 1] === who)
      return same ? [] : [i + 1]
    })
    expect({ names: names.length, selections: published.length, wrong }).toEqual(RESULT[name])
  })

  it('the key strings are those of the publications', () => {
    expect(keyString(seeds('ref'))).toBe('9319./2.5.8.10.12./9.18.26.34.41.45./')
    expect(lines('2022.results').join('\n')).toContain(`Key string is ${keyString(seeds('2022'))}`)
  })

  it('the committee of 2022 as a record of ours: verified, and refused with another name in it', () => {
    const names = lines('2022.names').map((line) => line.trim())
    const groups = seeds('2022')
    const open = must(
      beginDraw(
        commitment({
          method: { kind: 'rfc3797', count: 10 },
          chain: null,
          candidates: names.map((label) => ({ label })),
          entropy: groups.map((numbers, i) => ({
            kind: 'lottery' as const,
            name: `lottery ${i + 1}`,
            at: '2026-03-08T13:15:00Z',
            groups: [{ count: numbers.length, min: 1, max: 99, ordered: true }],
          })),
        }),
      ),
    )
    const known = must(
      withEntropy(
        crypto,
        open,
        groups.map((numbers) => ({ numbers: [numbers] })),
      ),
    )
    const record = must(withRound(crypto, known, null))
    expect(record.rounds[0]!.selected).toEqual(results('2022').map((one) => one.name))
    expect(verifyDrawRecord(crypto, record).status).toBe('complete')
    const forged = { ...record, rounds: [{ ...record.rounds[0]!, selected: record.rounds[0]!.selected.with(3, names[0]!) }] }
    expect(verifyDrawRecord(crypto, forged).failures.map((f) => f.code)).toEqual(['wrong-selection'])
    expect(makeChain(crypto, new Uint8Array(32), 1).length).toBe(2)
  })
})
