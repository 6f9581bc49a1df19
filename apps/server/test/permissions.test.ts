import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALLOWED, permissionsOf } from '../src/authorise.ts'
import { ENDPOINTS, type Endpoint } from '../src/contract/endpoints.ts'
import { PERMISSIONS, ROLES } from '../src/contract/session.ts'
import { aServer, type Person, type TestServer } from './running-server.ts'

const SOME = '01a20193-1966-70bb-93c7-58b11e785021'
const addressOf = (endpoint: Endpoint) => endpoint.path.replace(/:\w+/g, SOME)

describe('who may do what', () => {
  let server: TestServer
  const people: Record<string, Person> = {}
  beforeAll(async () => {
    // Every endpoint is asked in every role: more than one address may ask in a minute.
    server = await aServer({ pages: false, env: { REQUESTS_PER_MINUTE: '100000' } })
    for (const role of ROLES) people[role] = await server.user(`${role}-1`, role)
  })
  afterAll(() => server?.end())

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
