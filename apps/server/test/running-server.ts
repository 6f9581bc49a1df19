import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { type Logger, pino } from 'pino'
import { type Cluster, startCluster } from '../src/database/cluster.ts'
import { type SecretBox, secretBox } from '../src/secret-box.ts'
import { type RunningServer, type StartOptions, startServer } from '../src/start.ts'

/** A real server on a real PostgreSQL for tests, and people who use it. */

const SYSTEM = '/usr/lib/postgresql/15/bin'

/** The databases that the suite runs on: the embedded one, and Debian's 15 where it is installed. */
export const DATABASES = ['embedded', 'postgres 15'].filter((name) => {
  if (name === 'embedded' || existsSync(join(SYSTEM, 'initdb'))) return true
  console.warn(`SKIPPED: no ${SYSTEM}/initdb on this machine, the tests on PostgreSQL 15 do not run`)
  return false
}) as readonly Database[]
export type Database = 'embedded' | 'postgres 15'

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'yingshang-test-'))
}

export interface TestServer extends RunningServer {
  readonly folder: string
  /** Everything that was logged. */
  readonly logged: () => string
  /** The clock of the server, moved by hand. */
  readonly clock: { advance(minutes: number): void; now(): Date }
  /** Somebody who is not signed in. */
  visitor(): Person
  /** The administrator, signed in, with the password changed. */
  administrator$: Person
  /** Another user, signed in, with the password changed. */
  user(login: string, ...roles: string[]): Promise<Person>
  /** A connection as the role that serves queries, outside any tenant. */
  appConnection(): Promise<pg.Client>
  /** A connection that passes by row-level security, to look and to disturb. */
  superConnection(): Promise<pg.Client>
  /** What the server seals with the key of its data folder. */
  readonly secrets: SecretBox
  end(): Promise<void>
}

export interface TestOptions extends Omit<StartOptions, 'env'> {
  readonly on?: Database
  readonly env?: Record<string, string>
  readonly folder?: string
}

export const PASSWORD = '一匹正确的马-电池-订书钉'

export async function aServer({
  on = 'embedded',
  env = {},
  folder = temporaryFolder(),
  ...options
}: TestOptions = {}): Promise<TestServer> {
  const { log, logged } = aLog()
  let ahead = 0
  const clock = {
    advance: (minutes: number) => {
      ahead += minutes * 60_000
    },
    now: () => new Date(Date.now() + ahead),
  }
  const outside: Cluster | null =
    on === 'embedded'
      ? null
      : await startCluster({ dataFolder: temporaryFolderFor(folder), password: 'outside', programs: SYSTEM, unsafeFast: true })
  if (outside) await withClient(outside.url('postgres'), (client) => client.query('create database yingshang'))
  const starting = startServer({
    env: {
      YINGSHANG_DATA: folder,
      PORT: '0',
      SAMPLES: 'no',
      BUILD_PAGES: 'no',
      CLOCKS: 'no',
      LOG_LEVEL: 'trace',
      ...(outside ? { DATABASE_URL: outside.url('yingshang') } : {}),
      ...env,
    },
    log,
    now: clock.now,
    checkReplies: true,
    unsafeFast: true,
    ...options,
  })
  // A start that must fail leaves no database behind.
  starting.catch(async () => {
    await outside?.stop()
    for (const left of [folder, temporaryFolderFor(folder, false)]) rmSync(left, { recursive: true, force: true })
  })
  const server = await starting
  await server.samples
  const superUrl = outside?.url('yingshang') ?? (await embeddedUrl(folder))
  const visitor = () => new Person(server.localUrl)
  const administrator$ = visitor()
  if (server.administrator) await administrator$.signInFirst(server.administrator.login, server.administrator.password)
  const connect = async (url: string) => {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    await client.query('set search_path = yingshang')
    return client
  }
  return {
    ...server,
    folder,
    logged,
    clock,
    visitor,
    administrator$,
    async user(login, ...roles) {
      const made = await administrator$.json('POST', '/api/users', { login, displayName: login, roles })
      const person = visitor()
      await person.signInFirst(login, made.oneTimePassword)
      return person
    },
    appConnection: async () => {
      const client = await connect(superUrl)
      await client.query('set role yingshang_app')
      return client
    },
    superConnection: () => connect(superUrl),
    secrets: secretBox(readFileSync(join(folder, 'secrets', 'box'), 'utf8').trim()),
    async end() {
      await server.stop()
      await outside?.stop()
      rmSync(folder, { recursive: true, force: true })
      rmSync(temporaryFolderFor(folder, false), { recursive: true, force: true })
    },
  }
}

function temporaryFolderFor(folder: string, make = true): string {
  const path = `${folder}-outside`
  if (make) spawnSync('mkdir', ['-p', path])
  return path
}

async function embeddedUrl(folder: string): Promise<string> {
  const { readFileSync } = await import('node:fs')
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(join(folder, 'secrets', 'postgres'), 'utf8')
  return `postgres://postgres:${password}@127.0.0.1:${port}/yingshang`
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export function aLog(): { log: Logger; logged: () => string } {
  const lines: string[] = []
  const out = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { log: pino({ level: 'trace' }, out), logged: () => lines.join('') }
}

/** The parts of an answer that tests look at. `json` is whatever the server sent; each test knows what it asked for. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked against their schemas by the server itself in tests
  readonly json: any
}

/** Somebody with a browser: keeps the cookie and the CSRF token. */
export class Person {
  readonly base: string
  cookie = ''
  csrf = ''
  constructor(base: string) {
    this.base = base
  }

  /** Headers of every request, as a proxy or a browser adds them. */
  headers: Record<string, string> = {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const form = body instanceof FormData
    const response = await fetch(this.base + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'x-csrf-token': this.csrf } : {}),
        ...(body !== undefined && !form ? { 'content-type': 'application/json' } : {}),
        ...this.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const set = response.headers.getSetCookie().at(-1)
    if (set !== undefined) this.cookie = /^[^=]+=;/.test(set) ? '' : set.split(';')[0]!
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : null
    if (json?.csrfToken) this.csrf = json.csrfToken
    return { status: response.status, headers: response.headers, text, json }
  }

  /** The JSON of an answer that must be good. */
  async json(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer['json']> {
    const answer = await this.ask(method, path, body, headers)
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path)
  }

  signIn(login: string, password: string): Promise<Answer> {
    return this.ask('POST', '/api/session', { login, password })
  }

  async signInFirst(login: string, oneTimePassword: string, next = PASSWORD): Promise<void> {
    await this.json('POST', '/api/session', { login, password: oneTimePassword })
    await this.json('POST', '/api/session/password', { current: oneTimePassword, next })
  }

  upload(
    name: string,
    content: string | Uint8Array,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData()
    for (const [field, value] of Object.entries(fields)) form.append(field, value)
    form.append('file', new Blob([content as string]), name)
    return this.ask('POST', '/api/plans', form, headers)
  }

  async bytes(path: string): Promise<{ status: number; headers: Headers; bytes: Uint8Array }> {
    const response = await fetch(this.base + path, { headers: { cookie: this.cookie } })
    return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) }
  }
}
