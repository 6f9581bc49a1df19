import { chownSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Programs } from './programs.ts'

/** Longest address of a socket that every system takes, with room for the name that PostgreSQL gives it. */
const LONGEST = 80

/**
 * An empty folder for the socket of the embedded PostgreSQL, which only its account and the server's own may enter. A socket costs about half the processor time of
 * the loopback address. Null where there is none: on Windows, under a long path, on a file system that holds no sockets; the loopback address serves then.
 */
export async function socketFolder(dataFolder: string, account: Programs['account']): Promise<string | null> {
  const folder = join(dataFolder, 'run')
  await rm(folder, { recursive: true, force: true })
  if (process.platform === 'win32' || Buffer.byteLength(folder) > LONGEST) return null
  await mkdir(folder, { mode: 0o700 })
  if (!(await holdsSockets(join(folder, 'probe')))) return null
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

const holdsSockets = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen(path, () => server.close(() => done(true)))
  })
