import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { StartFailure } from '../failure.ts'
import { isPostgresOn, isRunning } from '../process-identity.ts'
import { findPrograms, type Programs, unreachableFor } from './programs.ts'
import { socketFolder } from './socket-folder.ts'

/**
 * The PostgreSQL that comes with the product, as a child of the server, on a free port of the loopback address, on a socket in the data folder,
 * and behind a random password.
 *
 * The first start makes the cluster aside and renames it, so that a first start that was interrupted leaves nothing half-made. The child
 * has its own session: Ctrl-C reaches the server alone, which stops it last. When a server was killed and left it running, the next start
 * stops it; when a dead one left its pid file, and the system gave the id to some other program, the file is removed.
 */

export interface ClusterOptions {
  readonly dataFolder: string
  /** Password of the superuser `postgres`. */
  readonly password: string
  /** `bin` folder of another PostgreSQL, for tests. */
  readonly programs?: string
  /** Trades durability for speed; for tests alone. */
  readonly unsafeFast?: boolean
  readonly log?: (message: string) => void
}

export interface Cluster {
  readonly host: string
  readonly port: number
  /** Folder of the socket, which is cheaper than the loopback address; null where there is none. */
  readonly sockets: string | null
  /** Address of the superuser. */
  readonly url: (database: string) => string
  /** Ends when PostgreSQL ends by itself. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

const CLUSTER = 'postgres'
const START_TRIES = 20

/** Starts the cluster of a data folder, making it when there is none. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataFolder, password, log = () => undefined } = options
  const programs = await findPrograms(dataFolder, options.programs)
  openTo(programs, dataFolder)
  const folder = join(dataFolder, CLUSTER)
  for (const name of readdirSync(dataFolder))
    if (name.startsWith(`${CLUSTER}.new`)) await rm(join(dataFolder, name), { recursive: true, force: true })
  if (!existsSync(join(folder, 'PG_VERSION'))) await makeCluster(programs, folder, password, log)
  await checkVersion(programs, folder)
  await clearRemains(folder, log)
  return run(programs, folder, options, log)
}

/** Lets the account of the programs pass through the data folder. */
function openTo(programs: Programs, dataFolder: string): void {
  if (!programs.account) return
  const mode = statSync(dataFolder).mode
  if (!(mode & 0o001)) chmodSync(dataFolder, (mode & 0o777) | 0o011)
  const closed = unreachableFor(programs.account, dataFolder)
  if (closed)
    throw new StartFailure(
      'data.unreachable',
      `以 root 运行时 PostgreSQL 使用 postgres 账号，而它无法进入 ${closed}。请用 YINGSHANG_DATA 指定其他位置（如 /var/lib/yingshang），或以普通用户运行。`,
      `As root, PostgreSQL runs as the account postgres, which may not enter ${closed}. Name another place with YINGSHANG_DATA (/var/lib/yingshang, say), or run as an ordinary user.`,
    )
}

async function makeCluster(programs: Programs, folder: string, password: string, log: (message: string) => void): Promise<void> {
  log('making the database cluster')
  const fresh = `${folder}.new-${process.pid}`
  const passwordFile = `${fresh}.password`
  await mkdir(fresh, { mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (programs.account) {
    chownSync(fresh, programs.account.uid, programs.account.gid)
    chownSync(passwordFile, programs.account.uid, programs.account.gid)
  }
  try {
    // The C collation is the same on every system and in every version; a collation of the system or of ICU changes under the indexes.
    const args = [
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
    ]
    const child = spawn(programs.initdb, [`--pgdata=${fresh}`, ...args], {
      ...programs.account,
      cwd: fresh,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    const code = await new Promise<number | string>((done, fail) => {
      child.on('error', fail)
      child.on('close', (code, signal) => done(code ?? signal ?? 'unknown'))
    })
    if (code !== 0)
      throw new StartFailure(
        'postgres.initdb',
        `无法建立数据库（initdb 返回 ${code}）：\n${output.trim()}`,
        `The database cluster could not be made (initdb ended with ${code}).`,
      )
    await rm(folder, { recursive: true, force: true })
    await rename(fresh, folder)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(fresh, { recursive: true, force: true })
  }
}

async function checkVersion(programs: Programs, folder: string): Promise<void> {
  const made = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  const output = await new Promise<string>((done, fail) => {
    const child = spawn(programs.postgres, ['--version'], {
      ...programs.account,
      cwd: folder,
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.on('error', fail)
    child.on('close', () => done(text))
  })
  const own = /(\d+)/.exec(output)?.[1]
  if (own !== made)
    throw new StartFailure(
      'postgres.version',
      `数据文件夹由 PostgreSQL ${made} 建立，而当前程序为 ${own ?? '未知版本'}。请用原版本导出后再导入。`,
      `The data folder was made by PostgreSQL ${made}, and the program is ${own ?? 'of unknown version'}. Dump with the old version and restore.`,
    )
}

/** Stops a PostgreSQL that a killed server left behind, or removes the pid file that a killed PostgreSQL left. */
async function clearRemains(folder: string, log: (message: string) => void): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  const real = realpathSync(folder)
  const pid = Number(existsSync(file) ? readFileSync(file, 'utf8').split('\n')[0] : 0)
  if (!pid) return
  if (!isPostgresOn(pid, real)) {
    await rm(file, { force: true })
    return
  }
  log(`stopping the PostgreSQL that an earlier server left running (process ${pid})`)
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      // Gone already.
    }
    for (let i = 0; i < seconds * 20; i++) {
      if (!isRunning(pid) || !isPostgresOn(pid, real)) return void (await rm(file, { force: true }))
      await pause(50)
    }
  }
  throw new StartFailure(
    'postgres.remains',
    `之前的 PostgreSQL（进程 ${pid}）仍在运行且无法停止。`,
    `A PostgreSQL of an earlier start (process ${pid}) is still running and cannot be stopped.`,
  )
}

async function run(programs: Programs, folder: string, options: ClusterOptions, log: (message: string) => void): Promise<Cluster> {
  const logFile = join(options.dataFolder, 'postgres.log')
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) truncateSync(logFile)
  const sockets = await socketFolder(options.dataFolder, programs.account)
  let last = ''
  for (let attempt = 0; attempt < START_TRIES; attempt++) {
    const port = await freePort()
    const before = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
    const child = launch(programs, folder, port, sockets, logFile, options.unsafeFast === true)
    const ended = new Promise<void>((done) => {
      child.once('exit', () => done())
      child.once('error', () => done())
    })
    // However this process ends (but for a kill), the database is told to.
    const tell = () => void child.kill('SIGINT')
    process.once('exit', tell)
    void ended.then(() => process.off('exit', tell))
    if (await answers(port, options.password, ended)) {
      const url = (database: string) => `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`
      return { host: '127.0.0.1', port, sockets, url, ended, stop: () => stop(child, ended) }
    }
    await stop(child, ended)
    last = tail(logFile, before)
    // Backends of a killed postmaster hold its shared memory until they notice; a port can be taken between asking and using it.
    if (!/still in use|could not bind|already in use|lock file/i.test(last)) break
    log('PostgreSQL could not start yet; trying again')
    await pause(500)
  }
  throw new StartFailure('postgres.start', `PostgreSQL 无法启动：\n${last}`, `PostgreSQL could not be started; see ${logFile}.`)
}

function launch(
  programs: Programs,
  folder: string,
  port: number,
  sockets: string | null,
  logFile: string,
  unsafeFast: boolean,
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets ?? '',
    unix_socket_permissions: '0700',
    port: String(port),
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    password_encryption: 'scram-sha-256',
    log_checkpoints: 'off',
    // Statements can hold what people wrote; they stay out of the log.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    ...(unsafeFast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const output = openSync(logFile, 'a', 0o600)
  const child = spawn(
    programs.postgres,
    ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...programs.account,
      cwd: folder,
      env: plainEnvironment(),
      detached: true,
      stdio: ['ignore', output, output],
    },
  )
  closeSync(output)
  return child
}

/** PostgreSQL reads `PG…` variables and the locale; what the server was started with shall not change it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' }
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'LD_LIBRARY_PATH']) if (process.env[name]) env[name] = process.env[name]
  return env
}

async function answers(port: number, password: string, ended: Promise<void>): Promise<boolean> {
  let over = false
  void ended.then(() => (over = true))
  for (let waited = 0; !over && waited < 120_000; waited += 40) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password,
      database: 'postgres',
      connectionTimeoutMillis: 5_000,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return true
    } catch (error) {
      if ((error as { code?: string }).code === '28P01')
        throw new StartFailure(
          'postgres.password',
          '数据库密码与数据文件夹中保存的不一致；secrets 文件夹可能被更换。',
          'The password kept in the data folder does not fit the database; the folder “secrets” may have been replaced.',
        )
      await pause(40)
    }
  }
  return false
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    child.kill(signal)
    const timer = new AbortController()
    await Promise.race([ended, pause(ms, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
  }
}

/** A port that nobody listens on now. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, host, () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}

function tail(file: string, from: number): string {
  try {
    return readFileSync(file).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n')
  } catch {
    return ''
  }
}
