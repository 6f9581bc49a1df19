import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { StartFailure } from './failure.ts'
import { processStart } from './process-identity.ts'

/**
 * The data folder: one live server at a time holds it. The lock names a process by its id and the moment it started, so that the lock of a
 * process that was killed is told from one whose id was given to another program. A lock from another machine or container, whose
 * processes cannot be seen from here, is alive as long as its holder touches it.
 */

const LOCK = 'server.lock'
const BEAT_MS = 5_000
const SILENT_MS = 30_000

interface Holder {
  readonly pid: number
  readonly started: string
  readonly host: string
  readonly nonce: string
}

export interface DataFolder {
  readonly path: string
  /** A secret that is made on first use and kept in the folder, readable by the owner alone. */
  secret(name: string): string
  /** Lets the folder go. */
  release(): void
}

/** Creates the folder when missing and takes its lock. Throws `data.held` when another live process has it, `data.unusable` when it cannot be written. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true, mode: 0o711 })
    mkdirSync(join(path, 'secrets'), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StartFailure(
      'data.unusable',
      `无法写入数据文件夹 ${path}（${(error as Error).message}）。请用 YINGSHANG_DATA 指定另一个文件夹。`,
      `Cannot write the data folder ${path} (${(error as Error).message}). Name another one with YINGSHANG_DATA.`,
      { cause: error },
    )
  }
  const release = takeLock(join(path, LOCK), path)
  return {
    path,
    secret: (name) => keptSecret(join(path, 'secrets', name)),
    release,
  }
}

function takeLock(file: string, folder: string): () => void {
  const mine: Holder = {
    pid: process.pid,
    started: processStart(process.pid) ?? '',
    host: hostname(),
    nonce: randomBytes(12).toString('hex'),
  }
  const text = JSON.stringify(mine)
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const descriptor = openSync(file, 'wx', 0o600)
      writeSync(descriptor, text)
      closeSync(descriptor)
      const beat = setInterval(() => {
        try {
          const now = new Date()
          utimesSync(file, now, now)
        } catch {
          // The folder went away; whoever needs it will say so.
        }
      }, BEAT_MS)
      beat.unref()
      return () => {
        clearInterval(beat)
        if (readHolder(file)?.nonce === mine.nonce) rmSync(file, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const seen = readText(file)
    if (seen === null) continue
    const holder = parseHolder(seen)
    if (isAlive(file, holder))
      throw new StartFailure(
        'data.held',
        `数据文件夹 ${folder} 正被另一个营商服务使用（进程 ${holder?.pid ?? '?'}${holder && holder.host !== mine.host ? `，主机 ${holder.host}` : ''}）。请先停止它，或用 YINGSHANG_DATA 指定另一个文件夹。`,
        `The data folder ${folder} is in use by another Yingshang server (process ${holder?.pid ?? '?'}${holder && holder.host !== mine.host ? ` on ${holder.host}` : ''}). Stop that one, or name another folder with YINGSHANG_DATA.`,
      )
    // Move the dead lock aside first: of several starters only one moves it, and a lock taken in between is put back.
    const aside = `${file}.${mine.nonce}`
    try {
      renameSync(file, aside)
    } catch {
      continue
    }
    if (readText(aside) !== seen) {
      try {
        linkSync(aside, file)
      } catch {
        // Somebody else has it by now; the next round sees whom.
      }
    }
    unlinkSync(aside)
  }
  throw new StartFailure(
    'data.held',
    `数据文件夹 ${folder} 正被另一个营商服务使用。`,
    `The data folder ${folder} is in use by another Yingshang server.`,
  )
}

function isAlive(file: string, holder: Holder | null): boolean {
  // A lock that is being written by its maker is empty for an instant.
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  if (!holder) return age < 2_000
  if (holder.host !== hostname()) return age < SILENT_MS
  const started = processStart(holder.pid)
  return started !== null && (started === '' || holder.started === '' || started === holder.started)
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const { pid, started, host, nonce } = value as Record<string, unknown>
    return typeof pid === 'number' && typeof started === 'string' && typeof host === 'string' && typeof nonce === 'string'
      ? { pid, started, host, nonce }
      : null
  } catch {
    return null
  }
}

const readHolder = (file: string): Holder | null => {
  const text = readText(file)
  return text === null ? null : parseHolder(text)
}

/** Who holds the folder now, for `doctor`; null when nobody alive does. */
export function holderOf(folder: string): { pid: number; host: string } | null {
  const file = join(resolve(folder), LOCK)
  const holder = readHolder(file)
  return holder && isAlive(file, holder) ? { pid: holder.pid, host: holder.host } : null
}

function keptSecret(file: string): string {
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim()
    if (kept.length >= 32) return kept
  }
  const made = randomBytes(32).toString('base64url')
  const fresh = `${file}.new`
  const descriptor = openSync(fresh, 'w', 0o600)
  writeSync(descriptor, made)
  closeSync(descriptor)
  chmodSync(fresh, 0o600)
  renameSync(fresh, file)
  return made
}
