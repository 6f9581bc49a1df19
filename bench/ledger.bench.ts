/**
 * The ledger at the size of a province: 200 bodies, 2,000 users, 20,000 entries, 200,000 reports. Lists and figures through HTTP, with row-level security, as the
 * office and as one body see them. The yardstick, in the same run on the same PostgreSQL: the same rows by a bare SQL query of a superuser, without a server.
 * `npm run bench -- ledger`
 */
import { mkdtempSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createRequire } from 'node:module'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { derivedFrom } from '../apps/server/src/ledger/stored.ts'
import { ServerProcess } from '../apps/server/test/server-process.ts'
import { type EntryFact, type EntryState, fold, next, USUAL_RISKS } from '../packages/ledger/src/index.ts'
import { addDays, CHINA_2026 } from '../packages/time/src/index.ts'
import { Chance } from './chance.ts'
import { fixed, median, processorTime } from './measure.ts'

const ROOT = join(import.meta.dirname, '..')
const server$ = createRequire(join(ROOT, 'apps', 'server', 'package.json'))
const { v7 } = server$('uuid') as typeof import('uuid')
const BODIES = 200
const USERS = 2000
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 20_000)
const REPORTS_EACH = 10
const CLIENTS = 4
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4)
/** Words of the names of the cases that are wanted, separated by commas; left out: all of them. */
const WANTED = process.env.BENCH_CASES?.split(',')

const folder = mkdtempSync(join(tmpdir(), 'yingshang-bench-'))
const server = new ServerProcess(folder)
const url = new URL(await server.ready())

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
class Session {
  cookie = ''
  csrf = ''
  // biome-ignore lint/suspicious/noExplicitAny: answers of the interface, read where they are used
  ask(method: string, path: string, body?: unknown): Promise<any> {
    return new Promise((done, fail) => {
      const sent = request(new URL(path, url), {
        method,
        agent,
        headers: {
          ...(this.cookie ? { cookie: this.cookie, 'x-csrf-token': this.csrf } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
      })
      sent.on('error', fail)
      sent.on('response', (answer) => {
        const set = answer.headers['set-cookie']?.at(-1)
        if (set) this.cookie = set.split(';')[0]!
        const parts: Buffer[] = []
        answer.on('data', (part) => parts.push(part))
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if ((answer.statusCode ?? 500) >= 400) return fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
          const json = text === '' ? null : JSON.parse(text)
          if (json?.csrfToken) this.csrf = json.csrfToken
          done(json)
        })
      })
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  async enter(login: string, password: string): Promise<this> {
    await this.ask('POST', '/api/session', { login, password })
    await this.ask('POST', '/api/session/password', { current: password, next: 'a bench has four legs and a seat' })
    return this
  }
}

/** Of the server and its database. */
const cpuUsed = () => processorTime(server.child.pid!, 'with children')

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const rules = { risks: USUAL_RISKS, calendar: CHINA_2026 }
const luck = new Chance(7)
const random = () => luck.next()
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
const DOMAINS = Array.from({ length: 18 }, (_, i) => `第${i + 1}领域`)
const VERBS = ['压减', '推行', '建立', '完善', '规范', '优化']
const THINGS = [
  '企业开办环节',
  '用电报装时限',
  '涉企检查计划',
  '破产案件周期',
  '不动产登记时限',
  '招标投标规则',
  '纳税申报次数',
  '信用修复流程',
]

/** An entry with its facts: adopted in January, reported on, some of it done, closed, deferred. */
function anEntry(i: number, bodies: readonly string[], users: readonly string[]): { facts: EntryFact[]; state: EntryState } {
  const lead = bodies[i % BODIES]!
  const others = [...new Set([pick(bodies), pick(bodies)])].filter((b) => b !== lead)
  const start = addDays(today, -300)
  const at = (day: string) => `${day}T02:00:00Z`
  const due = (n: number) => addDays(today, Math.floor(random() * 500) - 150 + n * 30)
  const facts: EntryFact[] = [
    {
      kind: 'adopted',
      seq: 1,
      at: at(start),
      by: null,
      content: {
        number: String((i % 160) + 1),
        title: `${pick(VERBS)}${pick(THINGS)}（${i}）`,
        text: `${pick(VERBS)}${pick(THINGS)}，${pick(VERBS)}${pick(THINGS)}，形成可复制可推广的经验。`.repeat(2),
        domain: DOMAINS[i % DOMAINS.length]!,
        path: ['重点任务', DOMAINS[i % DOMAINS.length]!, `第${Math.floor(i / 400) + 1}批`],
        anchor: null,
        startsOn: null,
        dueOn: null,
        weight: 1 + (i % 3),
        milestones: [0, 1].map((n) => ({ id: `m${n + 1}`, due: due(n), text: `第${n + 1}个节点` })),
        targets: i % 2 === 0 ? [{ id: 't1', subject: '办理率', comparator: '>=', value: 85, unit: '%', better: 'up' }] : [],
      },
      assignment: { lead, responsible: others },
    },
  ]
  let state = fold(facts)
  const add = (fact: object) => {
    const full = { ...fact, seq: state.seq + 1, at: at(addDays(start, Math.min(299, state.seq * 25))), by: pick(users) } as EntryFact
    facts.push(full)
    const after = next(state, full)
    if (!after.ok) throw new Error(after.refusals[0]!.en)
    state = after.value
  }
  for (let n = 0; n < REPORTS_EACH; n++)
    add({
      kind: 'reported',
      body: n % 3 === 2 && others[0] ? others[0] : lead,
      cycle: `monthly/2026-${String(n + 1).padStart(2, '0')}`,
      done: '按计划推进，完成本月任务，召开调度会一次。',
      next: null,
      progress: i % 2 === 0 ? null : Math.min(100, n * 9),
      blocked: random() < 0.02 ? '等待上级接口' : null,
    })
  if (random() < 0.5) add({ kind: 'milestone-done', milestone: 'm1', on: start, note: null })
  if (i % 2 === 0 && random() < 0.7)
    add({
      kind: 'target-reading',
      target: 't1',
      value: Math.floor(random() * 100),
      asOf: start,
      source: '统计',
      indicator: null,
      body: lead,
    })
  if (random() < 0.05) add({ kind: 'deferred', until: addDays(today, 60), decision: '纪要', reason: '等待' })
  return { facts, state }
}

try {
  const db = await server.connect()
  const admin = await new Session().enter('admin', server.password!)
  const tenant = (await db.query('select id from tenant')).rows[0].id as string
  const insert = async (table: string, rows: readonly Record<string, unknown>[]) => {
    const columns = Object.keys(rows[0]!)
    const most = Math.floor(60_000 / columns.length)
    for (let from = 0; from < rows.length; from += most) {
      const part = rows.slice(from, from + most)
      const values = part.map((_, r) => `(${columns.map((_, c) => `$${r * columns.length + c + 1}`)})`)
      await db.query(
        `insert into ${table} (${columns.map((c) => `"${c}"`)}) values ${values}`,
        part.flatMap((row) => columns.map((c) => row[c])),
      )
    }
  }
  const began = performance.now()
  const area = v7()
  await insert('area', [{ tenant_id: tenant, id: area, name: '云溪市', kind: 'city', parent_id: null, position: 0, closed_on: null }])
  const bodies = Array.from({ length: BODIES }, () => v7())
  await insert(
    'body',
    bodies.map((id, i) => ({
      tenant_id: tenant,
      id,
      name: `云溪市第${i + 1}局`,
      short_name: `第${i + 1}局`,
      kind: 'department',
      area_id: area,
      parent_id: null,
      valid_from: '2020-01-01',
      valid_until: null,
      successor_id: null,
      position: i,
    })),
  )
  const users = Array.from({ length: USERS }, () => v7())
  await insert(
    'app_user',
    users.map((id, i) => ({
      tenant_id: tenant,
      id,
      login: `user${i}`,
      login_key: `user${i}`,
      display_name: `联络员${i}`,
      roles: ['liaison'],
      password_hash: 'none',
      must_change_password: false,
      disabled: false,
      created_at: new Date(),
    })),
  )
  const membership = (user: string, more: object) => ({
    tenant_id: tenant,
    id: v7(),
    user_id: user,
    post: 'liaison',
    title: null,
    body_id: null,
    department_id: null,
    force_id: null,
    domain: null,
    from_day: '2020-01-01',
    until_day: null,
    ...more,
  })
  await insert(
    'membership',
    users.map((user, i) => membership(user, { body_id: bodies[i % BODIES] })),
  )
  const ledger = v7()
  await insert('ledger', [
    {
      tenant_id: tenant,
      id: ledger,
      title: '全省工作台账',
      year: 2026,
      adopted: 0,
      archived: false,
      risks: JSON.stringify(USUAL_RISKS),
      last_position: ENTRIES,
      created_by: null,
      created_at: new Date(),
    },
  ])
  for (let from = 0; from < ENTRIES; from += 2000) {
    const made = Array.from({ length: Math.min(2000, ENTRIES - from) }, (_, n) => ({
      id: v7(),
      position: from + n,
      ...anEntry(from + n, bodies, users),
    }))
    await insert(
      'ledger_entry',
      made.map(({ id, position, state }) => ({
        tenant_id: tenant,
        id,
        ledger_id: ledger,
        position,
        units: '{"lead":[],"responsible":[]}',
        matched: false,
        updated_at: new Date(),
        ...derivedFrom(state, rules),
      })),
    )
    await insert(
      'entry_body',
      made.flatMap(({ id, state }) =>
        [state.assignment.lead!, ...state.assignment.responsible].map((body, position) => ({
          tenant_id: tenant,
          entry_id: id,
          body_id: body,
          role: position === 0 ? 'lead' : 'responsible',
          position,
        })),
      ),
    )
    await insert(
      'entry_milestone',
      made.flatMap(({ id, state }) =>
        state.milestones.map((m, position) => ({
          tenant_id: tenant,
          entry_id: id,
          id: m.id,
          due: m.due,
          text: m.text,
          done_on: m.doneOn,
          position,
        })),
      ),
    )
    await insert(
      'entry_event',
      made.flatMap(({ id, facts }) =>
        facts.map(({ seq, at, by, ...body }) => ({
          tenant_id: tenant,
          entry_id: id,
          seq,
          id: v7(),
          kind: body.kind,
          at,
          user_id: by,
          body: JSON.stringify(body),
        })),
      ),
    )
    await insert(
      'entry_report',
      made.flatMap(({ id, facts }) =>
        facts.flatMap((f) =>
          f.kind === 'reported'
            ? [
                {
                  tenant_id: tenant,
                  id: v7(),
                  entry_id: id,
                  body_id: f.body,
                  cycle: f.cycle,
                  done: f.done,
                  next: f.next,
                  progress: f.progress,
                  blocked: f.blocked,
                  first_on: f.at.slice(0, 10),
                  reported_on: f.at.slice(0, 10),
                  reported_by: f.by,
                  reported_at: f.at,
                  seq: f.seq,
                },
              ]
            : [],
        ),
      ),
    )
  }
  await db.query('vacuum analyze')
  const { rows: sizes } = await db.query(
    'select (select count(*) from ledger_entry)::int as entries, (select count(*) from entry_report)::int as reports, (select count(*) from entry_event)::int as facts',
  )
  console.log(
    `${BODIES} bodies, ${USERS} users, ${sizes[0].entries} entries, ${sizes[0].reports} reports, ${sizes[0].facts} facts; seeded in ${fixed((performance.now() - began) / 1000, 0)} s`,
  )

  const made = await admin.ask('POST', '/api/users', { login: 'one-liaison', displayName: '联络员', roles: ['liaison'] })
  await insert('membership', [membership(made.id, { body_id: bodies[3] })])
  const liaison = await new Session().enter('one-liaison', made.oneTimePassword)
  const office = await admin.ask('POST', '/api/users', { login: 'one-officer', displayName: '营转办', roles: ['officer'] })
  const officer = await new Session().enter('one-officer', office.oneTimePassword)
  const chief = await admin.ask('POST', '/api/users', { login: 'one-commander', displayName: '总指挥', roles: ['commander'] })
  await insert('membership', [membership(chief.id, { post: 'commander', domain: DOMAINS[2] })])
  const commander = await new Session().enter('one-commander', chief.oneTimePassword)

  const at = (ms: readonly number[], share: number) => [...ms].sort((a, b) => a - b)[Math.floor(ms.length * share)] ?? 0
  async function timed(work: () => Promise<unknown>, clients: number, seconds: number): Promise<number[]> {
    for (let i = 0; i < 3; i++) await work()
    const ms: number[] = []
    const start = performance.now()
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() - start < seconds * 1000) {
          const from = performance.now()
          await work()
          ms.push(performance.now() - from)
        }
      }),
    )
    return ms
  }

  const api = '/api/ledger-entries'
  const from = `${today.slice(0, 8)}01`
  const status = `entry_status(phase, starts_on, deferred_until, at_risk_from, overdue_from, '${today}')`
  const where = `where tenant_id = '${tenant}'`
  const columns = `id, ledger_id, number, title, domain, path, lead_body_id, responsible, next_due, progress, heard_on, ${status} as status`
  const figures = `${status}, count(*), count(progress), sum(weight::bigint * progress), sum(weight) filter (where progress is not null)`
  const first = (await officer.ask('GET', `${api}?limit=1`)).items[0].id as string
  const page2 = encodeURIComponent((await officer.ask('GET', `${api}?limit=50&ledger=${ledger}`)).next)
  const cases: readonly (readonly [name: string, who: Session, path: string, bare: string])[] = [
    [
      'list, first page',
      officer,
      `${api}?limit=50&ledger=${ledger}`,
      `select ${columns} from ledger_entry ${where} and ledger_id = '${ledger}' order by ledger_id, position, id limit 51`,
    ],
    [
      'list, next page',
      officer,
      `${api}?limit=50&ledger=${ledger}&after=${page2}`,
      `select ${columns} from ledger_entry ${where} and ledger_id = '${ledger}' and position > 49 order by ledger_id, position, id limit 51`,
    ],
    [
      'list by due day, overdue',
      officer,
      `${api}?limit=50&sort=due&status=overdue`,
      `select ${columns} from ledger_entry ${where} and ${status} = 'overdue' order by due_key, id limit 51`,
    ],
    [
      'list, words',
      officer,
      `${api}?limit=50&q=${encodeURIComponent('破产 优化')}`,
      `select ${columns} from ledger_entry ${where} and words like '%破产%' and words like '%优化%' order by ledger_id, position, id limit 51`,
    ],
    [
      'list of one body',
      officer,
      `${api}?limit=50&body=${bodies[5]}`,
      `select ${columns} from ledger_entry ${where} and (lead_body_id = '${bodies[5]}' or responsible && '{${bodies[5]}}') order by ledger_id, position, id limit 51`,
    ],
    [
      'list, a liaison officer',
      liaison,
      `${api}?limit=50`,
      `select ${columns} from ledger_entry ${where} and (lead_body_id = '${bodies[3]}' or responsible && '{${bodies[3]}}') order by ledger_id, position, id limit 51`,
    ],
    [
      'list, a commander',
      commander,
      `${api}?limit=50&sort=due`,
      `select ${columns} from ledger_entry ${where} and domain = '${DOMAINS[2]}' order by due_key, id limit 51`,
    ],
    ['figures', officer, `${api}/summary`, `select ${figures} from ledger_entry ${where} group by 1`],
    ['figures by domain', officer, `${api}/summary?group=domain`, `select domain, ${figures} from ledger_entry ${where} group by 1, 2`],
    [
      'figures by body',
      officer,
      `${api}/summary?group=body`,
      `select b, ${figures} from ledger_entry cross join lateral unnest(lead_body_id || responsible) b ${where} group by 1, 2`,
    ],
    [
      'figures by domain, a liaison officer',
      liaison,
      `${api}/summary?group=domain`,
      `select domain, ${figures} from ledger_entry ${where} and (lead_body_id = '${bodies[3]}' or responsible && '{${bodies[3]}}') group by 1, 2`,
    ],
    [
      'board',
      officer,
      `${api}/board`,
      `select * from (select ${columns}, row_number() over (partition by ${status} order by due_key, id) as n from ledger_entry ${where}) r where n <= 20`,
    ],
    [
      'tree',
      officer,
      `${api}/tree?ledger=${ledger}`,
      `select path, ${figures} from ledger_entry ${where} and ledger_id = '${ledger}' group by 1, 2`,
    ],
    [
      'calendar of a month',
      officer,
      `${api}/calendar?from=${from}&until=${addDays(from, 30)}`,
      `select m.due, e.id, e.title from entry_milestone m join ledger_entry e on e.tenant_id = m.tenant_id and e.id = m.entry_id where m.tenant_id = '${tenant}' and m.due between '${from}' and '${addDays(from, 30)}' order by m.due limit 2000`,
    ],
    [
      'Gantt, a page',
      officer,
      `${api}/gantt?limit=50&ledger=${ledger}`,
      `select ${columns}, state from ledger_entry ${where} and ledger_id = '${ledger}' order by ledger_id, position, id limit 51`,
    ],
    [
      'the page of the commander, all domains',
      officer,
      '/api/command-view',
      `select * from (select domain, ${status} as status, id, row_number() over (partition by domain order by due_key, id) as n, count(*) over (partition by domain) from ledger_entry ${where}) r where n <= 10`,
    ],
    [
      'the page of the commander, one domain',
      commander,
      '/api/command-view',
      `select ${figures} from ledger_entry ${where} and domain = '${DOMAINS[2]}' group by 1`,
    ],
    ['one entry', officer, `${api}/${first}`, `select ${columns}, state from ledger_entry ${where} and id = '${first}'`],
  ]
  console.log(`${CLIENTS} clients, ${SECONDS} s each; goal: p95 below 300 ms; load of the machine before: ${fixed(loadavg()[0]!)}\n`)
  console.log(`${''.padEnd(40)}${'p50'.padStart(8)}${'p95'.padStart(8)}   alone     CPU${'bare SQL'.padStart(11)}`)
  const slow: string[] = []
  for (const [name, who, path, bare] of cases) {
    if (WANTED && !WANTED.some((word) => name.includes(word))) continue
    for (let i = 0; i < 3; i++) await who.ask('GET', path)
    const before = cpuUsed()
    const together = await timed(() => who.ask('GET', path), CLIENTS, SECONDS)
    const used = cpuUsed() - before
    // A connection that was closed meanwhile takes its time with it.
    const cpu = used > 0 ? used / (together.length + 3) : Number.NaN
    const alone = await timed(() => who.ask('GET', path), 1, SECONDS / 4)
    const yard = await timed(() => db.query(bare), 1, SECONDS / 4)
    if (at(together, 0.95) >= 300) slow.push(name)
    console.log(
      `${name.padEnd(40)}${fixed(at(together, 0.5)).padStart(8)}${fixed(at(together, 0.95)).padStart(8)}${fixed(median(alone)).padStart(8)}${fixed(cpu).padStart(8)}${fixed(median(yard)).padStart(11)} ms`,
    )
  }
  console.log(slow.length === 0 ? '\nall below 300 ms at p95' : `\nabove 300 ms at p95: ${slow.join(', ')}`)
  await db.end()
} finally {
  agent.destroy()
  await server.remove()
}
