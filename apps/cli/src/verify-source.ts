import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MAX_ENTRY, TILE_WIDTH } from '@yingshang/journal'
import { Ending, EXIT, wrongUse } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** Where a log is read from: over HTTP below `<address>/log/`, or from a folder that holds a copy of its files. */
export interface LogPlace {
  /** For people. */
  readonly name: string
  readonly remote: boolean
  /** A file of the log, null when there is none. Any other failure ends the command. */
  readonly read: (path: string) => Promise<Uint8Array | null>
}

/** Nothing of a log is longer than a full bundle of the longest entries. */
const MOST_BYTES = TILE_WIDTH * (MAX_ENTRY + 2)
const SECONDS = 30
const TRIES = 6

/** The place that the user named: an address that begins with http, or else a folder. */
export async function logPlace(where: string, terminal: Terminal): Promise<LogPlace> {
  if (/^https?:\/\//i.test(where)) return httpPlace(where)
  const folder = resolve(terminal.folder, where)
  const found = await stat(folder).catch(() => null)
  if (found === null) throw wrongUse('log.missing', `找不到目录：${where}`, 'No such folder; an address begins with http:// or https://.')
  if (!found.isDirectory()) throw wrongUse('log.no-folder', `${where} 不是目录。`, 'It is no folder.')
  return {
    name: where,
    remote: false,
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(join(folder, ...path.split('/'))))
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null
        throw new Ending(EXIT.refused, 'log.unreadable', `无法读取 ${path}（${code}）。`, `${path} cannot be read.`)
      }
    },
  }
}

function httpPlace(where: string): LogPlace {
  if (!URL.canParse(where)) throw wrongUse('log.address', `地址有误：${where}`, 'The address cannot be read.')
  const base = new URL(where)
  base.search = ''
  base.hash = ''
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/log$/, '')}/log/`
  let reached = false
  return {
    name: base.href,
    remote: true,
    read: async (path) => {
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = await fetch(new URL(path, base), { signal: AbortSignal.timeout(SECONDS * 1000) })
          reached = true
          if (answer.status === 404) return null
          if (answer.ok) return await limited(answer)
          // A server that limits requests says when to come back.
          if ((answer.status === 429 || answer.status === 503) && attempt < TRIES) {
            await answer.body?.cancel()
            await pause(Math.min(60, Number(answer.headers.get('retry-after')) || attempt))
            continue
          }
          throw new Ending(
            EXIT.refused,
            'log.unreadable',
            `${base.href}${path} 答复 ${answer.status}。`,
            `The server answered ${answer.status}.`,
          )
        } catch (error) {
          if (error instanceof Ending) throw error
          const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)
          if (!reached)
            throw wrongUse('log.unreachable', `无法连接 ${base.href}（${why}）。`, 'The server cannot be reached; is it running there?')
          if (attempt >= 3) throw new Ending(EXIT.refused, 'log.unreadable', `读取 ${base.href}${path} 失败（${why}）。`, 'Reading failed.')
          await pause(attempt)
        }
      }
    },
  }
}

const pause = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000))

async function limited(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES)
      throw new Ending(EXIT.refused, 'log.too-large', `${answer.url} 过大，不是日志文件。`, 'It is too large to be a file of a log.')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** Bytes of a file that the user named. */
export async function fileBytes(file: string, terminal: Terminal): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(resolve(terminal.folder, file)))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw wrongUse('file.missing', `找不到文件：${file}`, 'No such file.')
    if (code === 'EISDIR') throw wrongUse('file.folder', `${file} 是目录，请给出文件。`, 'It is a folder; name files.')
    if (code === 'EACCES' || code === 'EPERM') throw wrongUse('file.denied', `没有读取权限：${file}`, 'No permission to read it.')
    throw error
  }
}
