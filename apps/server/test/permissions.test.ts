import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALLOWED, permissionsOf } from '../src/authorise.ts'
import { ENDPOINTS, type Endpoint } from '../src/contract/endpoints.ts'
import { PERMISSIONS, ROLES } from '../src/contract/session.ts'
import { FACT_RULES } from '../src/ledger/facts.ts'
import { type Action, RULES } from '../src/organisation/rules.ts'
import { type Cast, cast, day, PEOPLE, prove, SAID, speaksFor, WRITTEN, whoUndoes } from './entry-matrix.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

const SOME = '01a20193-1966-70bb-93c7-58b11e785021'
const addressOf = (endpoint: Endpoint) => endpoint.path.replace(/:\w+/g, SOME)

let server: TestServer
beforeAll(async () => {
  // Every endpoint is asked in every role: more than one address may ask in a minute.
  server = await aServer({ pages: false, env: { REQUESTS_PER_MINUTE: '100000' } })
})
afterAll(() => server?.end())

describe('who may do what', () => {
  const people: Record<string, Person> = {}
  beforeAll(async () => {
    for (const role of ROLES) people[role] = await server.user(`${role}-1`, role)
  })

  it('every endpoint but signing in refuses who is not signed in', async () => {
    for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
      const answer = await server.visitor().ask(endpoint.method, addressOf(endpoint), endpoint.body ? {} : undefined)
      if (endpoint.permission === 'public') expect([200, 400, 404, 415], name).toContain(answer.status)
      else expect(answer.json, name).toMatchObject({ status: 401, code: 'session.required' })
    }
  })

  it('every role can do what the table says and nothing more', async () => {
    for (const role of ROLES)
      for (const [name, endpoint] of Object.entries(ENDPOINTS) as [string, Endpoint][]) {
        if (endpoint.permission === 'public' || endpoint.permission === 'session') continue
        const { json, status } = await people[role]!.ask(endpoint.method, addressOf(endpoint), endpoint.body ? {} : undefined)
        if (permissionsOf([role]).includes(endpoint.permission))
          expect(json?.code ?? status, `${role} ${name}`).not.toBe('permission.denied')
        else expect(json?.code, `${role} ${name}`).toBe('permission.denied')
      }
  })

  it('every permission is in the table, and a role that is not known has none', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual([...PERMISSIONS].sort())
    expect(permissionsOf(['root', '__proto__'])).toEqual([])
    expect(permissionsOf(['viewer'])).not.toContain('plan.write')
  })

  it('the server does not start with a route that declares no permission', async () => {
    await expect(aServer({ pages: false, more: (app) => app.get('/api/forgotten', async () => 'open') })).rejects.toThrow(
      'route GET /api/forgotten declares no permission',
    )
  })

  it('a permission that no role has is refused to everybody', async () => {
    const open = await aServer({
      pages: false,
      more: (app) => app.get('/api/odd', { config: { permission: 'no.such' as never } }, async () => 'open'),
    })
    try {
      expect((await open.administrator$.get('/api/odd')).json.code).toBe('permission.denied')
    } finally {
      await open.end()
    }
  })

  it('metrics are for this machine and for administrators', async () => {
    const text = (await server.visitor().get('/metrics')).text
    expect(text).toContain('yingshang_http_request_seconds_bucket')
    expect(text).toMatch(/yingshang_sign_ins_total\{result="opened"\} \d+/)
    expect(text).not.toContain(SOME)
    const proxied = await server.visitor().ask('GET', '/metrics', undefined, { 'x-forwarded-for': '10.0.0.1' })
    expect(proxied.json.code).toBe('session.required')
    expect((await people.viewer!.get('/metrics')).json.code).toBe('permission.denied')
    expect((await people.administrator!.get('/metrics')).status).toBe(200)
  })

  it('answers everything wrong as a problem', async () => {
    const admin = people.administrator!
    const wrong: [string, string, unknown, Record<string, string>, number, string][] = [
      ['GET', '/api/nothing', undefined, {}, 404, 'request.not-found'],
      ['POST', '/api/plans/x', undefined, {}, 404, 'request.not-found'],
      ['POST', '/api/users', '{"login":', {}, 400, 'request.malformed'],
      ['POST', '/api/users', '{"__proto__":{"x":1}}', {}, 400, 'request.malformed'],
      ['POST', '/api/users', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'request.media-type'],
      ['POST', '/api/users', JSON.stringify({ login: 'x'.repeat(1_100_000) }), {}, 413, 'request.too-large'],
      ['POST', '/api/users', [], {}, 400, 'request.invalid'],
      ['GET', '/api/plans/%2e%2e%2fetc', undefined, {}, 400, 'request.invalid'],
    ]
    for (const [method, path, body, headers, status, code] of wrong) {
      const answer = await admin.ask(method, path, body, headers)
      expect(answer.json, `${method} ${path}`).toMatchObject({ status, code })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'))
    }
  })

  it('limits how often one address may ask', async () => {
    const slow = await aServer({ pages: false, env: { REQUESTS_PER_MINUTE: '10' } })
    try {
      const answers = await Promise.all(Array.from({ length: 15 }, () => slow.visitor().get('/health')))
      const refused = answers.filter((a) => a.status === 429)
      expect(refused.length).toBeGreaterThan(0)
      expect(refused[0]!.json).toMatchObject({ code: 'request.too-many' })
      expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      await slow.end()
    }
  })
})

describe('who may do what with an entry of the ledger, relation × action', () => {
  let all: Cast
  beforeAll(async () => {
    all = await cast(server)
  })

  const allowed = (name: string, action: Action) => PEOPLE[name]!.is.some((relation) => RULES[action].includes(relation))
  const facts = (entry: string) => `/api/ledger-entries/${entry}/facts`

  it('everybody of the table stands in it: each relation and each action is asked', () => {
    const asked = new Set(Object.values(PEOPLE).flatMap((p) => p.is))
    expect([...asked].sort()).toEqual([
      'assigned',
      'commander',
      'force',
      'lead',
      'office',
      'outsider',
      'posted',
      'reader',
      'responsible',
      'superior',
    ])
    const actions = (Object.keys(RULES) as Action[]).filter((a) => a.startsWith('entry.'))
    expect([...new Set(WRITTEN.map((w) => w.action))].sort()).toEqual(actions.sort())
    expect([...new Set(['entry.read', ...SAID.map((s) => s.action)])].sort()).toEqual(actions)
  })

  it('the service answers every cell as the table says', async () => {
    const { people, ids } = all
    for (const [name, person] of Object.entries(people)) {
      const reads = await person.get(`/api/ledger-entries/${ids.open}`)
      expect(reads.status, `${name} reads`).toBe(allowed(name, 'entry.read') ? 200 : PEOPLE[name]!.is.includes('outsider') ? 403 : 404)
      expect((await prove(person, ids.open!)).status === 201, `${name} proves`).toBe(allowed(name, 'entry.fill'))
      for (const { action, on, fact, undo } of SAID) {
        const entry = ids[on]!
        const said = fact(name, ids)
        const answer = await person.ask('POST', facts(entry), { fact: said })
        const what = `${name} ${action} ${JSON.stringify(said)} ${answer.text}`
        if (!allowed(name, action)) {
          expect([403, 404], what).toContain(answer.status)
          continue
        }
        expect(answer.status, what).toBe(201)
        for (const back of undo?.(name, ids) ?? []) await people[whoUndoes(back)]!.json('POST', facts(entry), { fact: back })
      }
    }
  })

  it('the database answers every cell as the table says when it is asked directly', async () => {
    const { ids } = all
    const client = await server.appConnection()
    try {
      for (const name of [...Object.keys(PEOPLE), null]) {
        await client.query('begin')
        await client.query('select enter_tenant($1)', [server.tenantId])
        if (name !== null) await client.query('select enter_scope($1, $2)', [ids[name], day()])
        await client.query('savepoint cell')
        for (const { action, on, sql, with: more } of WRITTEN) {
          const somebody = name ?? 'officer'
          const done = await client.query(sql, [server.tenantId, ids[on], ids[somebody], ...(more?.(somebody, ids) ?? [])]).then(
            ({ rowCount }) => (rowCount ?? 0) > 0,
            (error: { code: string; message: string }) => {
              expect(error.code, `${name} ${sql} ${error.message}`).toBe('42501')
              return false
            },
          )
          await client.query('rollback to savepoint cell')
          expect(done, `${name} ${action}: ${sql}`).toBe(name !== null && allowed(name, action))
        }
        await client.query('rollback')
      }
    } finally {
      await client.end()
    }
  })

  it('the database knows the same rule for every kind of fact', async () => {
    const client = await server.appConnection()
    try {
      for (const [kind, rules] of Object.entries(FACT_RULES))
        expect((await client.query('select fact_rules($1) as rules', [kind])).rows[0].rules, kind).toEqual(rules)
      expect((await client.query("select fact_rules('adopted') as rules")).rows[0].rules).toEqual([])
    } finally {
      await client.end()
    }
  })

  it('beyond the table: nobody speaks for another body, in another name, or reviews their own request; a step that is filled in stays what it is', async () => {
    const { people, ids } = all
    const asked = people['with two posts']!
    await asked.json('POST', facts(ids.ready!), { fact: { kind: 'submitted', summary: '已完成' } })
    expect((await asked.ask('POST', facts(ids.ready!), { fact: { kind: 'accepted' } })).json.errors[0].path).toBe('ledger.same-person')
    const client = await server.appConnection()
    const event =
      'insert into entry_event (tenant_id, entry_id, seq, id, kind, at, user_id, body) values ($1, $2, 999, gen_random_uuid(), $3, now(), $4, $5)'
    const cells: [string, string, unknown[]][] = [
      // The tax office adds and finishes steps of the market regulator, or reports in its name.
      [
        'liaison of a responsible body',
        "insert into entry_step (tenant_id, entry_id, id, body_id, title) values ($1, $2, gen_random_uuid(), $3, 'x')",
        [ids.open, ids.market],
      ],
      [
        'liaison of a responsible body',
        "update entry_step set done_on = '2026-01-01' where tenant_id = $1 and entry_id = $2 and id = $3",
        [ids.open, ids['open section']],
      ],
      ['liaison of a responsible body', event, [ids.open, 'reported', ids['liaison of a responsible body'], { body: ids.market }]],
      // In the name of somebody else.
      ['liaison of the lead', event, [ids.open, 'reported', ids.officer, { body: ids.market }]],
      // Who asked for close-out would close it.
      ['with two posts', event, [ids.ready, 'accepted', ids['with two posts'], {}]],
      // A step is handed on, renamed or taken from its body by who only fills it in.
      [
        'member of the section',
        "update entry_step set title = 'x' where tenant_id = $1 and entry_id = $2 and id = $3",
        [ids.open, ids['open section']],
      ],
      [
        'member of the section',
        'update entry_step set owner_id = $4 where tenant_id = $1 and entry_id = $2 and id = $3',
        [ids.open, ids['open section'], ids['member of the section']],
      ],
      [
        'member of the section',
        "update entry_step set done_on = '2026-01-01' where tenant_id = $1 and entry_id = $2 and id = $3",
        [ids.open, ids['open person']],
      ],
      // A report that becomes one of another entry.
      ['liaison of the lead', 'update entry_report set entry_id = $3 where tenant_id = $1 and entry_id = $2', [ids.open, ids.closed]],
      // What was said stays said.
      ['officer', "update entry_event set kind = 'noted' where tenant_id = $1 and entry_id = $2", [ids.open]],
    ]
    try {
      for (const [name, sql, parameters] of cells) {
        await client.query('begin')
        await client.query('select enter_tenant($1)', [server.tenantId])
        await client.query('select enter_scope($1, $2)', [ids[name], day()])
        const done = await client.query(sql, [server.tenantId, ...parameters]).then(
          ({ rowCount }) => rowCount,
          (error: { code: string }) => error.code,
        )
        expect([0, '42501'], `${name} ${sql}`).toContain(done)
        await client.query('rollback')
      }
    } finally {
      await client.end()
    }
    const tax = people['liaison of a responsible body']!
    for (const fact of [
      { kind: 'step-added', body: ids.market, title: '代为分解' },
      { kind: 'step-done', step: ids['open section'] },
      { kind: 'reported', body: ids.market, done: '代为填报' },
    ])
      expect((await tax.ask('POST', facts(ids.open!), { fact })).json.code, JSON.stringify(fact)).toBe('permission.denied')
    expect(speaksFor(ids, 'liaison of a responsible body')).toBe(ids.tax)
  })

  it('who is in the chair gives a body a task by the minutes, and by nothing else', async () => {
    const { people, ids } = all
    const [office, chair] = [people.officer!, people.commander!]
    const meetings = '/api/reporting/meetings'
    const { meeting } = await office.json('POST', meetings, { ledger: ids.ledger, on: day() })
    const task = { kind: 'task', entry: ids.open, body: ids.tax, due: day(30), words: '联合开展专项培训' }
    const minutes = {
      version: meeting.version,
      on: day(),
      place: '',
      chair: '总指挥',
      chairId: ids.commander,
      present: '',
      decisions: [task],
    }
    const kept = await office.json('PUT', `${meetings}/${meeting.id}`, minutes)
    const client = await server.appConnection()
    const insert =
      'insert into entry_event (tenant_id, entry_id, seq, id, kind, at, user_id, body) values ($1, $2, 999, gen_random_uuid(), $3, now(), $4, $5)'
    const gives = async (name: string, decidedBy: object | null, body: string) => {
      await client.query('begin')
      await client.query('select enter_tenant($1)', [server.tenantId])
      await client.query('select enter_scope($1, $2)', [ids[name], day()])
      const fact = { step: ids.open, content: { body }, ...(decidedBy ? { decidedBy } : {}) }
      const done = await client.query(insert, [server.tenantId, ids.open, 'step-added', ids[name], fact]).then(
        () => true,
        () => false,
      )
      await client.query('rollback')
      return done
    }
    try {
      const item = { id: meeting.id, item: 1 }
      expect(await gives('commander', item, ids.tax!)).toBe(true)
      expect(await gives('commander', item, ids.market!)).toBe(false)
      expect(await gives('commander', { ...item, item: 2 }, ids.tax!)).toBe(false)
      expect(await gives('commander', null, ids.tax!)).toBe(false)
      expect(await gives('deputy commander', item, ids.tax!)).toBe(false)
    } finally {
      await client.end()
    }
    const adopted = await chair.ask('POST', `${meetings}/${meeting.id}/adopt`, { version: kept.meeting.version })
    expect(adopted.status, adopted.text).toBe(200)
    const { steps } = await chair.json('GET', `/api/ledger-entries/${ids.open}`)
    expect(steps.at(-1)).toMatchObject({ title: '联合开展专项培训', body: { id: ids.tax } })
  })
})
