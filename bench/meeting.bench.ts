/**
 * A meeting as in production: a server process of its own, durable commits, sealing into the journal. 1,000 creditors follow it by server-sent events and cast 20,000 signed
 * ballots over HTTP, one a request; each answer comes after the commit and holds what the receipt is made from. Accounts and the list of voters are laid into the database at
 * once (what they cost is not measured here); signing in, voting, closing and the export go through the interface. The yardstick, in the same run on the same PostgreSQL:
 * clients that insert the same bytes into a bare table, one row and one commit each. `npm run bench -- meeting`
 */
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ServerProcess } from '../apps/server/test/server-process.ts'
import { parseTrust } from '../packages/journal/src/index.ts'
import { nodeCrypto } from '../packages/journal/src/node.ts'
import { type BallotStatement, signInMessage, verifyMeeting, voteMessage } from '../packages/meeting/src/index.ts'
import { sessionVerifier } from '../packages/meeting/src/node.ts'
import { fixed, median, processorTime } from './measure.ts'

const ROOT = join(import.meta.dirname, '..')
const fromServer = createRequire(join(ROOT, 'apps', 'server', 'package.json'))
const uuid = fromServer('uuid') as typeof import('uuid')
const VOTERS = Number(process.env.BENCH_VOTERS ?? 1_000)
const ITEMS = Number(process.env.BENCH_ITEMS ?? 20)
/** Requests under way at the same time. */
const AT_ONCE = Number(process.env.BENCH_AT_ONCE ?? 64)

const folder = mkdtempSync(join(tmpdir(), 'yingshang-bench-'))
const profile = process.env.BENCH_PROFILE
const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
const server = new ServerProcess(folder, {}, flags)
const url = new URL(await server.ready())

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const listening = new Agent({ keepAlive: true, maxSockets: VOTERS })

/** Somebody with a session: its cookie and CSRF token. */
interface Someone {
  cookie: string
  csrf: string
}

function send(who: Someone, method: string, path: string, body?: string): Promise<string> {
  return new Promise((done, fail) => {
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        path,
        method,
        agent,
        headers: {
          ...(who.cookie ? { cookie: who.cookie, 'x-csrf-token': who.csrf } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const set = answer.headers['set-cookie']?.at(-1)
        if (set) who.cookie = set.split(';')[0]!
        const parts: Buffer[] = []
        answer.on('data', (part) => parts.push(part))
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if ((answer.statusCode ?? 500) >= 400) fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
          else done(text)
        })
      },
    )
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed an idle connection in the moment in which it was used again; whatever is sent here may be sent twice.
      if (sent.reusedSocket && error.code === 'ECONNRESET') send(who, method, path, body).then(done, fail)
      else fail(error)
    })
    sent.end(body)
  })
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the interface, read where they are used
async function ask(who: Someone, method: string, path: string, body?: unknown): Promise<any> {
  const text = await send(who, method, path, body === undefined ? undefined : JSON.stringify(body))
  const json = text === '' || !text.startsWith('{') ? null : JSON.parse(text)
  if (json?.csrfToken) who.csrf = json.csrfToken
  return json
}

/** Runs work over a list, so many at once. */
async function over<T>(list: readonly T[], most: number, work: (one: T) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(most, list.length) }, async () => {
      while (next < list.length) await work(list[next++]!)
    }),
  )
}

const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
const memory = () => {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8')
  return { now: Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024, peak: Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024 }
}

interface Creditor extends Someone {
  readonly id: string
  readonly name: string
  session: string
  label: string
  key: KeyObject
}

try {
  const spent = () => ({
    server: processorTime(server.child.pid!, 'alone'),
    database: processorTime(server.postmaster, 'with children'),
    here: process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000,
  })
  const digestKey = readFileSync(join(folder, 'secrets', 'digest'), 'utf8').trim()
  const database = await server.connect()

  const admin: Someone = { cookie: '', csrf: '' }
  const password = server.password!
  await ask(admin, 'POST', '/api/session', { login: 'admin', password })
  await ask(admin, 'POST', '/api/session/password', { current: password, next: 'a bench has four legs and a seat' })
  const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
  const opened = await ask(admin, 'POST', '/api/matters', {
    procedure: 'bankruptcy-case',
    action: 'open',
    as: 'clerk',
    values: {
      kind: 'liquidation',
      debtorName: '栖川机械有限公司',
      debtorCode: '91350100M000100Y43',
      caseNumber: '（2026）云99破1号',
      acceptedOn: day(0),
      administrator: '栖川清算事务所',
    },
  })
  const matter = opened.matter.summary.id as string
  for (const role of ['judge', 'administrator']) await ask(admin, 'POST', `/api/matters/${matter}/parties`, { login: 'admin', role })
  const meeting = await ask(admin, 'POST', `/api/matters/${matter}/meetings`, {
    kind: 'later',
    title: '债权人会议',
    startsAt: new Date(Date.now() + 60_000).toISOString(),
    proposal: { by: 'court' },
    chairName: '第一债权人',
    agenda: Array.from({ length: ITEMS }, (_, i) => ({
      title: `事项${i + 1}`,
      body: '按方案办理。',
      resolution: { subject: 'other', majority: 'ordinary' },
    })),
  })
  const id = meeting.id as string

  // Accounts, sessions, voters: laid in at once.
  const tenant = (await database.query('select id from tenant')).rows[0].id as string
  const tail = '00000A'
  const identity = createHmac('sha256', digestKey).update(`meeting identity ${tail}`).digest()
  const creditors: Creditor[] = Array.from({ length: VOTERS }, (_, i) => {
    const token = `${tenant}.${randomBytes(32).toString('base64url')}`
    const { privateKey } = generateKeyPairSync('ed25519')
    return {
      id: uuid.v7(),
      name: `第${i + 1}债权人`,
      cookie: `yingshang=${token}`,
      csrf: createHmac('sha256', token).update('csrf').digest('base64url'),
      session: '',
      label: '',
      key: privateKey,
    }
  })
  for (const [i, one] of creditors.entries()) {
    await database.query(
      `insert into app_user (tenant_id, id, login, login_key, display_name, roles, password_hash, must_change_password, disabled, created_at)
       values ($1, $2, $3, $3, $4, '{party}', '', false, false, now())`,
      [tenant, one.id, `creditor-${i}`, one.name],
    )
    await database.query(
      `insert into session (tenant_id, id, token_hash, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, now(), now(), now() + interval '8 hours')`,
      [tenant, uuid.v7(), createHash('sha256').update(one.cookie.slice('yingshang='.length)).digest(), one.id],
    )
    await database.query(
      `insert into meeting_voter (tenant_id, meeting_id, id, place, label, name, user_id, identity, claims, joint, revision)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '[]', 0)`,
      [
        tenant,
        id,
        uuid.v7(),
        i + 1,
        `V-${String(i).padStart(10, '0')}`,
        one.name,
        one.id,
        identity,
        JSON.stringify([{ id: uuid.v7(), class: 'ordinary', amount: 1_000_00 + i }]),
      ],
    )
  }
  const called = await ask(admin, 'POST', `/api/meetings/${id}/call`, {
    version: meeting.version,
    noticeOn: day(-16),
    expectedSeq: meeting.caseSeq,
  })
  const step = async (body: object) => {
    const { version } = await ask(admin, 'GET', `/api/meetings/${id}`)
    return ask(admin, 'POST', `/api/meetings/${id}/steps`, { version, ...body })
  }
  await step({ step: 'open' })
  const codes = await ask(admin, 'POST', `/api/meetings/${id}/codes`, { logins: null, hours: 2 })
  const codeOf = new Map((codes.items as { name: string; code: string }[]).map((c) => [c.name, c.code]))

  const beganCpu = spent()
  const began = performance.now()
  let mine: { subjects: Record<string, string> } | null = null
  await over(creditors, 32, async (one) => {
    const checked = await ask(one, 'POST', `/api/meetings/${id}/identity`, { name: one.name, identity: tail })
    const jwk = one.key.export({ format: 'jwk' })
    const statement = {
      v: 1 as const,
      meeting: id,
      person: checked.person as string,
      key: { algorithm: 'Ed25519' as const, key: Buffer.from(jwk.x!, 'base64url').toString('base64') },
      challenge: checked.challenge as string,
    }
    const signed = await ask(one, 'POST', `/api/meetings/${id}/sign-in`, {
      name: one.name,
      identity: tail,
      code: codeOf.get(one.name)!,
      statement,
      signature: sign(null, signInMessage(statement), one.key).toString('base64'),
    })
    one.session = signed.session
    one.label = statement.person
    mine = signed.mine
  })
  const signedIn = (performance.now() - began) / 1000
  console.log(
    `${VOTERS} creditors signed in in ${fixed(signedIn)} s (${fixed(VOTERS / signedIn, 0)} /s, each a sealed record; ${fixed((spent().server - beganCpu.server) / VOTERS, 1)} ms of the server’s processor)`,
  )

  // Everybody follows the meeting.
  let frames = 0
  let bytes = 0
  const before = memory()
  await over(
    creditors,
    100,
    (one) =>
      new Promise<void>((done, fail) => {
        const sent = request(
          { host: url.hostname, port: url.port, path: `/api/meetings/${id}/live`, agent: listening, headers: { cookie: one.cookie } },
          (answer) => {
            answer.once('data', () => done())
            answer.on('data', (part: Buffer) => {
              bytes += part.length
              if (part.includes('event: ')) frames++
            })
            answer.on('error', () => undefined)
          },
        )
        sent.on('error', fail)
        sent.end()
      }),
  )
  await pause(1_500)
  const listened = memory()
  const items = called.agenda.map((i: { id: string }) => i.id) as string[]
  await step({ step: 'openVoting', items, minutes: 60 })

  // Signed beforehand: what the browsers of a thousand people do is not measured.
  const ballots = items.flatMap((item) =>
    creditors.map((one) => {
      const statement: BallotStatement = {
        v: 1,
        meeting: id,
        resolution: item,
        subject: mine!.subjects[item]!,
        voter: one.label,
        castBy: one.label,
        choice: (['for', 'for', 'against', 'abstain'] as const)[randomBytes(1)[0]! % 4]!,
        sequence: 1,
        previous: null,
        nonce: randomBytes(16).toString('hex'),
      }
      const signature = sign(null, voteMessage(statement), one.key).toString('base64')
      return { one, body: JSON.stringify({ session: one.session, ballots: [{ statement, signature }] }) }
    }),
  )
  frames = 0
  bytes = 0
  const ms: number[] = []
  const cpu = spent()
  const start = performance.now()
  await over(ballots, AT_ONCE, async ({ one, body }) => {
    const from = performance.now()
    const text = await send(one, 'POST', `/api/meetings/${id}/votes`, body)
    if (!text.includes('"taken":true')) throw new Error(text)
    ms.push(performance.now() - from)
  })
  const seconds = (performance.now() - start) / 1000
  const used = spent()
  const voted = memory()
  const sorted = ms.toSorted((a, b) => a - b)
  const perVote = (
    await database.query('select avg(octet_length(body::text))::int as n from journal_record where kind = $1', ['ballot.vote'])
  ).rows[0].n
  const waiting = (await database.query('select count(*)::int as n from journal_queue')).rows[0].n
  console.log(`${VOTERS} listeners, ${ballots.length} ballots over HTTP, ${AT_ONCE} at once; ${perVote} bytes of record each`)
  console.log(
    `ballots, durable, with receipt ${fixed(ballots.length / seconds, 0).padStart(7)} /s   p50 ${fixed(at(sorted, 0.5))} ms   p99 ${fixed(at(sorted, 0.99))} ms   (goal 500 /s, p99 < 500 ms)`,
  )
  console.log(
    `told to listeners meanwhile    ${fixed(frames / seconds, 0).padStart(7)} frames/s, ${fixed(bytes / seconds / 1e6)} MB/s; waiting to be sealed: ${waiting}`,
  )
  const each = (name: keyof typeof used) => fixed((used[name] - cpu[name]) / ballots.length, 2)
  console.log(
    `processor time of a ballot     ${each('server')} ms server, ${each('database')} ms PostgreSQL, ${each('here')} ms the voters of this benchmark`,
  )
  console.log(
    `server memory                  ${fixed(before.now, 0)} MB before the listeners, ${fixed(listened.now, 0)} MB with them, ${fixed(voted.now, 0)} MB after the votes, peak ${fixed(voted.peak, 0)} MB`,
  )

  // The bare insert of the same bytes, with the same number of clients waiting.
  const sample = (await database.query(`select body::text as body, salt, digest from journal_record where kind = 'ballot.vote' limit 1`))
    .rows[0]
  await database.query(
    'create table public.bare (id bigint generated always as identity primary key, body jsonb not null, salt bytea not null, digest bytea not null)',
  )
  const bare = await Promise.all(Array.from({ length: 16 }, () => server.connect()))
  const rates: number[] = []
  for (let round = 0; round < 3; round++) {
    let n = 0
    const from = performance.now()
    await Promise.all(
      bare.map(async (client) => {
        while (performance.now() - from < 3_000) {
          await client.query('insert into public.bare (body, salt, digest) values ($1, $2, $3)', [sample.body, sample.salt, sample.digest])
          n++
        }
      }),
    )
    rates.push(n / ((performance.now() - from) / 1000))
  }
  for (const client of bare) await client.end()
  const rate = median(rates)
  console.log(
    `bare INSERT + commit           ${fixed(rate, 0).padStart(7)} /s with 16 clients; ratio ${fixed((ballots.length / seconds / rate) * 100)} %`,
  )

  const closing = performance.now()
  await step({ step: 'closeVoting', items })
  console.log(`closing, counting, recording   ${fixed((performance.now() - closing) / 1000)} s`)
  await step({ step: 'close' })
  const exporting = performance.now()
  const text = await send(admin, 'GET', `/api/meetings/${id}/record`)
  const exported = performance.now()
  const trust = parseTrust(nodeCrypto, await send(admin, 'GET', '/log/trust'))
  const verifies = sessionVerifier()
  const report = await verifyMeeting(nodeCrypto, text.split('\n'), {
    ...(trust.ok ? { trust: trust.value } : {}),
    verifySignatures: (jobs) => jobs.map((j) => verifies(j.key, j.message, j.signature)),
  })
  console.log(
    `record ${fixed(text.length / 1e6)} MB exported in ${fixed((exported - exporting) / 1000)} s, verified in ${fixed((performance.now() - exported) / 1000)} s on one core: ${report.ok ? 'ok' : JSON.stringify(report.findings.slice(0, 3))}`,
  )
  await database.end()
} finally {
  agent.destroy()
  listening.destroy()
  await server.remove()
}
