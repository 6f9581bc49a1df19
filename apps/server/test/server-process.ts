import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts')

/** A server as in production, for tests that kill it and benchmarks that load it: a process of its own with its embedded PostgreSQL and durable commits, in a folder, without samples. */
export class ServerProcess {
  readonly folder: string
  readonly child: ChildProcess
  out = ''
  err = ''
  /** With its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>

  /** `env` goes over the usual settings; `flags` are for Node. */
  constructor(folder: string, env: Readonly<Record<string, string>> = {}, flags: readonly string[] = []) {
    this.folder = folder
    this.child = spawn(process.execPath, [...flags, MAIN], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        YINGSHANG_DATA: folder,
        DATABASE_URL: '',
        PORT: '0',
        SAMPLES: 'no',
        BUILD_PAGES: 'no',
        LOG_LEVEL: 'warn',
        REQUESTS_PER_MINUTE: '1000000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child.stdout!.on('data', (chunk) => {
      this.out += chunk
    })
    this.child.stderr!.on('data', (chunk) => {
      this.err += chunk
    })
    this.ended = new Promise((done) => this.child.on('close', (code, signal) => done(code ?? signal ?? 'unknown')))
  }

  /** Waits for the address that it prints, a minute at most. */
  async ready(): Promise<string> {
    for (let i = 0; i < 2_400; i++) {
      const url = /ready: (\S+)/.exec(this.out)?.[1]
      if (url && this.out.includes('Ctrl-C')) return url
      if (this.child.exitCode !== null || this.child.signalCode !== null) break
      await pause(25)
    }
    throw new Error(`the server did not start:\n${this.out}\n${this.err}`)
  }

  /** The one-time password of the first administrator, of a first start. */
  get password(): string | undefined {
    return /One-time password: (\S+)/.exec(this.out)?.[1]
  }

  /** The process of its PostgreSQL. */
  get postmaster(): number {
    return Number(this.#cluster()[0])
  }

  #cluster(): string[] {
    return readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  }

  /** A connection to its database as the superuser, the same way as the server takes: its socket, where there is one. The caller ends it. */
  async connect(): Promise<pg.Client> {
    const password = readFileSync(join(this.folder, 'secrets', 'postgres'), 'utf8')
    const port = Number(this.#cluster()[3])
    const sockets = join(this.folder, 'run')
    const host = existsSync(join(sockets, `.s.PGSQL.${port}`)) ? sockets : '127.0.0.1'
    const client = new pg.Client({ host, port, user: 'postgres', password, database: 'yingshang' })
    client.on('error', () => undefined)
    await client.connect()
    await client.query('set search_path = yingshang')
    return client
  }

  /** Works with its database as the superuser. */
  async database<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await this.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  /** Kills it at once, as a loss of power does to a program. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }

  /** Stops it as an operator does. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM')
    await this.ended
  }

  /** Stops it and removes its folder. */
  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
