import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The secret of each draw, from which its hash chain is made: one file per draw in the data folder, readable by the owner alone, never in the database,
 * an answer or a log. Whoever had it before the entropy is known could foretell the result; whoever loses it cannot reveal.
 */
export interface DrawSeeds {
  /** Makes the seed of a draw, on disk before this returns. Fails when the draw has one. */
  make(draw: string): Uint8Array
  /** The seed of a draw, null when this server does not hold it. */
  read(draw: string): Uint8Array | null
}

const NAME = /^[0-9a-f-]{36}$/

/** Opens `secrets/draws` of a data folder. */
export function openDrawSeeds(dataFolder: string): DrawSeeds {
  const folder = join(dataFolder, 'secrets', 'draws')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (draw: string) => {
    if (!NAME.test(draw)) throw new Error('not the id of a draw')
    return join(folder, draw)
  }
  return {
    make(draw) {
      const seed = randomBytes(32)
      const file = openSync(fileOf(draw), 'wx', 0o600)
      writeSync(file, `${seed.toString('hex')}\n`)
      fsyncSync(file)
      closeSync(file)
      return new Uint8Array(seed)
    },
    read(draw) {
      let text: string
      try {
        text = readFileSync(fileOf(draw), 'utf8').trim()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
      return /^[0-9a-f]{64}$/.test(text) ? new Uint8Array(Buffer.from(text, 'hex')) : null
    },
  }
}
