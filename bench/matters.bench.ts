/**
 * Actions per second through HTTP, as in production: a server process of its own, durable commits, sealing into the journal, eight clients, each on its own case.
 * The yardstick, in the same run on the same PostgreSQL: eight clients that insert the same bytes into a bare table, one row and one commit each.
 * `npm run bench -- matters`
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixed, median } from './measure.ts'

const ROOT = join(import.meta.dirname, '..')
const pg = createRequire(join(ROOT, 'apps', 'server', 'package.json'))('pg') as typeof import('pg')
const CLIENTS = 8
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6)
const ROUNDS = 3

const folder = mkdtempSync(join(tmpdir(), 'yingshang-bench-'))
const server = spawn(process.execPath, [join(ROOT, 'apps', 'server', 'src', 'main.ts')], {
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
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
let out = ''
const url = await new Promise<URL>((ready, failed) => {
  server.stdout.on('data', (chunk) => {
    out += chunk
    const found = /ready: (\S+)/.exec(out)?.[1]
    if (found && out.includes('Ctrl-C')) ready(new URL(found))
  })
  server.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${out}`)))
})

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
let cookie = ''
let csrf = ''
// biome-ignore lint/suspicious/noExplicitAny: answers of the interface, read where they are used
function ask(method: string, path: string, body?: unknown): Promise<any> {
  return new Promise((done, fail) => {
    const sent = request(new URL(path, url), {
      method,
      agent,
      headers: {
        ...(cookie ? { cookie, 'x-csrf-token': csrf } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    })
    sent.on('error', fail)
    sent.on('response', (answer) => {
      const set = answer.headers['set-cookie']?.at(-1)
      if (set) cookie = set.split(';')[0]!
      const parts: Buffer[] = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if ((answer.statusCode ?? 500) >= 400) return fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
        const json = text === '' ? null : JSON.parse(text)
        if (json?.csrfToken) csrf = json.csrfToken
        done(json)
      })
    })
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const password = /One-time password: (\S+)/.exec(out)![1]!
await ask('POST', '/api/session', { login: 'admin', password })
await ask('POST', '/api/session/password', { current: password, next: 'a bench has four legs and a seat' })
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** A case with one claim, of which the administrator reviews the claim again and again: each time an action with its own effects. */
async function aCase(i: number): Promise<{ id: string; seq: number; claim: string }> {
  const opened = await ask('POST', '/api/matters', {
    procedure: 'bankruptcy-case',
    action: 'open',
    as: 'clerk',
    values: {
      kind: 'liquidation',
      debtorName: `栖川第${i}机械有限公司`,
      debtorCode: '91350100M000100Y43',
      caseNumber: `（2026）云99破${i + 1}号`,
      acceptedOn: today,
      administrator: '栖川清算事务所',
    },
  })
  const id = opened.matter.summary.id as string
  await ask('POST', `/api/matters/${id}/parties`, { login: 'admin', role: 'administrator' })
  const listed = await ask('POST', `/api/matters/${id}/actions`, {
    action: 'list-employee-claim',
    expectedSeq: 1,
    values: { creditorName: '职工', principal: 1_000_000, basis: '工资' },
  })
  return { id, seq: listed.seq, claim: listed.id }
}

/** Runs `work` with all clients for the time; gives operations per second and the latencies. */
async function run(seconds: number, work: (client: number) => Promise<void>): Promise<{ rate: number; ms: number[] }> {
  const ms: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      while (performance.now() - began < seconds * 1000) {
        const start = performance.now()
        await work(client)
        ms.push(performance.now() - start)
      }
    }),
  )
  return { rate: ms.length / ((performance.now() - began) / 1000), ms }
}

const at = (ms: readonly number[], share: number) => [...ms].sort((a, b) => a - b)[Math.floor(ms.length * share)] ?? 0

try {
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const secret = readFileSync(join(folder, 'secrets', 'postgres'), 'utf8')
  const address = `postgres://postgres:${secret}@127.0.0.1:${port}/yingshang`
  const bare = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client({ connectionString: address })
      await client.connect()
      return client
    }),
  )
  const cases = await Promise.all(Array.from({ length: CLIENTS }, (_, i) => aCase(i)))
  const review = async (client: number) => {
    const one = cases[client]!
    const taken = await ask('POST', `/api/matters/${one.id}/actions`, {
      action: 'review-claim',
      expectedSeq: one.seq,
      values: { claim: one.claim, outcome: 'confirmed', confirmed: 900_000 },
    })
    one.seq = taken.seq
  }
  await run(2, review)
  const { rows } = await bare[0]!.query(
    `select body::text as body, effects::text as effects from yingshang.matter_action where action = 'review-claim' limit 1`,
  )
  const { body, effects } = rows[0] as { body: string; effects: string }
  await bare[0]!.query(
    'create table public.bare (id bigint generated always as identity primary key, body jsonb not null, effects jsonb not null)',
  )
  const insert = async (client: number) => {
    await bare[client]!.query('insert into public.bare (body, effects) values ($1, $2)', [body, effects])
  }
  await run(1, insert)
  const actions: { rate: number; ms: number[] }[] = []
  const inserts: { rate: number; ms: number[] }[] = []
  for (let i = 0; i < ROUNDS; i++) {
    actions.push(await run(SECONDS, review))
    inserts.push(await run(SECONDS / 2, insert))
  }
  const { rows: queue } = await bare[0]!.query('select count(*)::int as n from yingshang.journal_queue')
  const [action, row] = [median(actions.map((a) => a.rate)), median(inserts.map((a) => a.rate))]
  const all = (list: readonly { ms: number[] }[]) => list.flatMap((one) => one.ms)
  console.log(`${CLIENTS} clients, ${ROUNDS} × ${SECONDS} s; ${body.length + effects.length} bytes of record each`)
  console.log(
    `actions through HTTP   ${fixed(action, 0).padStart(8)} /s   p50 ${fixed(at(all(actions), 0.5))} ms   p99 ${fixed(at(all(actions), 0.99))} ms`,
  )
  console.log(
    `bare INSERT + commit   ${fixed(row, 0).padStart(8)} /s   p50 ${fixed(at(all(inserts), 0.5))} ms   p99 ${fixed(at(all(inserts), 0.99))} ms`,
  )
  console.log(
    `ratio                  ${fixed((action / row) * 100, 1).padStart(8)} %    (goal 50 %); waiting to be sealed at the end: ${queue[0].n}`,
  )
  for (const client of bare) await client.end()
} finally {
  agent.destroy()
  const ended = new Promise((done) => server.on('exit', done))
  server.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}
