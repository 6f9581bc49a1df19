/**
 * Actions per second through HTTP, as in production: a server process of its own, durable commits, sealing into the journal, eight clients, each on its own case.
 * The yardstick, in the same run on the same PostgreSQL: eight clients that insert the same bytes into a bare table, one row and one commit each.
 * Actions are sent twice over: with the whole matter as the answer, as pages ask for it, and with `Prefer: return=minimal`, as programs do.
 * `npm run bench -- matters`; BENCH_SECONDS for the length of a round, BENCH_CLIENTS, BENCH_PROFILE=folder for a CPU profile of the server, and
 * BENCH_PHASES=1 for what the database did during the actions and where its connections stood.
 */
import { mkdtempSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServerProcess } from '../apps/server/test/server-process.ts'
import { fixed, median, processorTime } from './measure.ts'

const ROOT = join(import.meta.dirname, '..')
const pg = createRequire(join(ROOT, 'apps', 'server', 'package.json'))('pg') as typeof import('pg')
const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 8)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6)
const ROUNDS = 3

const folder = mkdtempSync(join(tmpdir(), 'yingshang-bench-'))
const profile = process.env.BENCH_PROFILE
const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
const server = new ServerProcess(folder, {}, flags)
const url = new URL(await server.ready())

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
let cookie = ''
let csrf = ''
// biome-ignore lint/suspicious/noExplicitAny: answers of the interface, read where they are used
function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<any> {
  return new Promise((done, fail) => {
    const sent = request(new URL(path, url), {
      method,
      agent,
      headers: {
        ...(cookie ? { cookie, 'x-csrf-token': csrf } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
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

const password = server.password!
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

/** Of the server alone, of its PostgreSQL, of this program that asks. */
const spentBy = () => ({
  server: processorTime(server.child.pid!, 'alone'),
  postgres: processorTime(server.postmaster, 'with children'),
  client: processorTime(process.pid, 'alone'),
})

/** What the database did for each action, and where the connections of the server stood while actions came. */
async function phases(client: InstanceType<typeof pg.Client>, work: () => Promise<{ rate: number; ms: number[] }>): Promise<string> {
  const counts = async () => {
    const { rows } = await client.query(
      `select w.wal_records::int as records, w.wal_bytes::int8::int as bytes, d.xact_commit::int as commits
       from pg_stat_wal w, pg_stat_database d where d.datname = current_database()`,
    )
    return rows[0] as { records: number; bytes: number; commits: number }
  }
  const before = await counts()
  const spent = spentBy()
  const stood = new Map<string, number>()
  let looks = 0
  let over = false
  const looking = (async () => {
    while (!over) {
      const { rows } = await client.query(
        `select case when state = 'active' then coalesce(wait_event_type || ' ' || wait_event, 'CPU') else state end as at, count(*)::int as n
         from pg_stat_activity where usename = 'yingshang_app' group by 1`,
      )
      for (const { at, n } of rows as { at: string; n: number }[]) stood.set(at, (stood.get(at) ?? 0) + n)
      looks++
      await new Promise((done) => setTimeout(done, 5))
    }
  })()
  const { ms } = await work()
  const spentAfter = spentBy()
  over = true
  await looking
  // The statistics of a backend are a second old.
  await new Promise((done) => setTimeout(done, 1_200))
  const after = await counts()
  const each = (name: keyof typeof before) => fixed((after[name] - before[name]) / ms.length, 2)
  const cost = (name: 'server' | 'postgres' | 'client') => fixed((spentAfter[name] - spent[name]) / ms.length, 2)
  const cpu = `; processor ms: server ${cost('server')}, PostgreSQL ${cost('postgres')}, client ${cost('client')}`
  const places = [...stood].sort((a, b) => b[1] - a[1]).map(([place, n]) => `  ${fixed(n / looks, 2).padStart(6)}  ${place}`)
  return [
    `each action: ${each('commits')} commits, ${each('records')} WAL records, ${each('bytes')} bytes of WAL${cpu}; connections on average:`,
    ...places,
  ].join('\n')
}

const at = (ms: readonly number[], share: number) => [...ms].sort((a, b) => a - b)[Math.floor(ms.length * share)] ?? 0

try {
  const bare = await Promise.all(Array.from({ length: CLIENTS }, () => server.connect()))
  const spy = await server.connect()
  const cases = await Promise.all(Array.from({ length: CLIENTS }, (_, i) => aCase(i)))
  const review = (headers: Record<string, string>) => async (client: number) => {
    const one = cases[client]!
    const body = { action: 'review-claim', expectedSeq: one.seq, values: { claim: one.claim, outcome: 'confirmed', confirmed: 900_000 } }
    const taken = await ask('POST', `/api/matters/${one.id}/actions`, body, headers)
    one.seq = taken.seq
  }
  const whole = review({})
  const short = review({ prefer: 'return=minimal' })
  await run(2, whole)
  await run(2, short)
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
  type Measured = Awaited<ReturnType<typeof run>>
  const measured: Record<'whole' | 'short' | 'insert', Measured[]> = { whole: [], short: [], insert: [] }
  for (let i = 0; i < ROUNDS; i++) {
    measured.whole.push(await run(SECONDS, whole))
    measured.short.push(await run(SECONDS, short))
    measured.insert.push(await run(SECONDS / 2, insert))
  }
  const { rows: queue } = await bare[0]!.query('select count(*)::int as n from yingshang.journal_queue')
  const rate = (list: readonly Measured[]) => median(list.map((one) => one.rate))
  const row = rate(measured.insert)
  console.log(`${CLIENTS} clients, ${ROUNDS} × ${SECONDS} s; ${body.length + effects.length} bytes of record each`)
  for (const [name, list] of [
    ['actions, whole answer  ', measured.whole],
    ['actions, short answer  ', measured.short],
    ['bare INSERT + commit   ', measured.insert],
  ] as const) {
    const all = list.flatMap((one) => one.ms)
    const share = name.startsWith('bare') ? '' : `   ${fixed((rate(list) / row) * 100, 1)} % of the bare insert`
    console.log(`${name}${fixed(rate(list), 0).padStart(8)} /s   p50 ${fixed(at(all, 0.5))} ms   p99 ${fixed(at(all, 0.99))} ms${share}`)
  }
  console.log(`goal 50 %; waiting to be sealed at the end: ${queue[0].n}`)
  if (process.env.BENCH_PHASES)
    for (const [name, work] of [
      ['whole answer', whole],
      ['short answer', short],
      ['bare insert', insert],
    ] as const)
      console.log(`${name}: ${await phases(spy, () => run(SECONDS, work))}`)
  for (const client of [...bare, spy]) await client.end()
} finally {
  agent.destroy()
  await server.remove()
}
