import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, DATABASES, PASSWORD, type TestServer } from './running-server.ts'

describe.each(DATABASES)('signing in, on %s', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ on, pages: false })
  })
  afterAll(() => server?.end())

  it('asks for the first password to be changed before anything else', async () => {
    const made = await server.administrator$.json('POST', '/api/users', { login: '新人', displayName: '新人', roles: ['officer'] })
    const person = server.visitor()
    const session = await person.json('POST', '/api/session', { login: '新人', password: made.oneTimePassword })
    expect(session).toMatchObject({ mustChangePassword: true, user: { login: '新人', roles: ['officer'] }, tenant: { name: '本单位' } })
    expect((await person.get('/api/plans')).json).toMatchObject({ status: 403, code: 'session.password-change-required' })
    expect((await person.get('/api/session')).status).toBe(200)
    const weak = await person.ask('POST', '/api/session/password', { current: made.oneTimePassword, next: '1234567890' })
    expect(weak.json).toMatchObject({ status: 422, code: 'password.too-weak', errors: [{ path: 'next' }] })
    expect((await person.ask('POST', '/api/session/password', { current: 'not-it-at-all', next: PASSWORD })).json.code).toBe(
      'password.wrong',
    )
    const changed = await person.json('POST', '/api/session/password', { current: made.oneTimePassword, next: PASSWORD })
    expect(changed.mustChangePassword).toBe(false)
    expect((await person.get('/api/plans')).status).toBe(200)
    expect((await server.visitor().signIn('新人', made.oneTimePassword)).json.code).toBe('session.wrong')
    expect((await server.visitor().signIn(' 新人 ', PASSWORD)).status).toBe(200)
  })

  it('keeps the token in a cookie that scripts cannot read, and nowhere else', async () => {
    const person = server.visitor()
    const answer = await person.signIn('ADMIN', PASSWORD)
    const cookie = answer.headers.getSetCookie()[0]!
    expect(cookie).toMatch(/^yingshang=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
    const token = person.cookie.slice('yingshang='.length)
    const client = await server.superConnection()
    const { rows } = await client.query('select s::text as row from session s')
    await client.end()
    expect(rows.length).toBeGreaterThan(0)
    for (const { row } of rows) expect(row).not.toContain(token.split('.')[1])
    expect(server.logged()).not.toContain(token.split('.')[1])
    expect(server.logged()).not.toContain(PASSWORD)
  })

  it('gives a new token at every sign-in and ends the old one', async () => {
    const person = server.visitor()
    await person.signIn('admin', PASSWORD)
    const before = person.cookie
    await person.signIn('admin', PASSWORD)
    expect(person.cookie).not.toBe(before)
    const thief = server.visitor()
    thief.cookie = before
    expect((await thief.get('/api/session')).status).toBe(401)
  })

  it('ends a session on sign-out, after idling, and after its longest time', async () => {
    const person = server.visitor()
    await person.signIn('admin', PASSWORD)
    const kept = person.cookie
    expect((await person.ask('DELETE', '/api/session')).status).toBe(204)
    expect(person.cookie).toBe('')
    person.cookie = kept
    expect((await person.get('/api/session')).status).toBe(401)

    const idle = server.visitor()
    await idle.signIn('admin', PASSWORD)
    server.clock.advance(59)
    expect((await idle.get('/api/session')).status).toBe(200)
    server.clock.advance(61)
    expect((await idle.get('/api/session')).json.code).toBe('session.required')

    const busy = server.visitor()
    await busy.signIn('admin', PASSWORD)
    for (let hour = 0; hour < 23; hour++) {
      expect((await busy.get('/api/session')).status).toBe(200)
      server.clock.advance(30)
    }
    server.clock.advance(31)
    expect((await busy.get('/api/session')).status).toBe(401)
    await server.administrator$.signIn('admin', PASSWORD)
  })

  it('locks an account after failures in a row, for longer each time, whether the account exists or not', async () => {
    await server.user('zhang', 'viewer')
    for (const login of ['zhang', 'nobody-of-that-name']) {
      for (let i = 0; i < 5; i++) expect((await server.visitor().signIn(login, `wrong ${i}`)).json.code).toBe('session.wrong')
      const locked = await server.visitor().signIn(login, PASSWORD)
      expect(locked.json).toMatchObject({ status: 429, code: 'session.locked' })
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(14 * 60)
    }
    const users = await server.administrator$.json('GET', '/api/users')
    expect(users.items.find((u: { login: string }) => u.login === 'zhang').lockedUntil).not.toBeNull()
    server.clock.advance(15.1)
    expect((await server.visitor().signIn('zhang', 'wrong again')).json.code).toBe('session.wrong')
    const longer = await server.visitor().signIn('zhang', PASSWORD)
    expect(Number(longer.headers.get('retry-after'))).toBeGreaterThan(29 * 60)
    server.clock.advance(30.1)
    expect((await server.visitor().signIn('zhang', PASSWORD)).status).toBe(200)
    await server.administrator$.signIn('admin', PASSWORD)
  })

  it('counts attempts that come at once', async () => {
    await server.user('wang', 'viewer')
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => server.visitor().signIn('wang', `guess ${i}`)))
    expect(answers.filter((a) => a.json.code === 'session.wrong').length).toBeLessThanOrEqual(5)
    const { items } = await server.administrator$.json('GET', '/api/events?kind=session.locked')
    expect(items.some((e: { detail: { login?: string } }) => e.detail.login === 'wang')).toBe(true)
  })

  it('locks an address that tries many accounts', async () => {
    server.clock.advance(24 * 60)
    const own = await aServer({ on: 'embedded', pages: false, env: { LOCKOUT_ADDRESS_ATTEMPTS: '8' } })
    try {
      for (let i = 0; i < 8; i++) expect((await own.visitor().signIn(`guess-${i}`, 'x')).json.code).toBe('session.wrong')
      expect((await own.visitor().signIn('admin', PASSWORD)).json.code).toBe('session.locked')
      own.clock.advance(16)
      expect((await own.visitor().signIn('admin', PASSWORD)).status).toBe(200)
    } finally {
      await own.end()
    }
    await server.administrator$.signIn('admin', PASSWORD)
  })

  it('refuses writes without the CSRF token, from other sites, and to other names', async () => {
    const person = server.visitor()
    await person.signIn('admin', PASSWORD)
    const token = person.csrf
    person.csrf = ''
    expect((await person.ask('DELETE', '/api/session')).json.code).toBe('session.csrf')
    expect((await person.ask('DELETE', '/api/session', undefined, { 'x-csrf-token': `${token.slice(1)}x` })).json.code).toBe('session.csrf')
    person.csrf = token
    expect((await person.ask('DELETE', '/api/session', undefined, { origin: 'https://evil.example' })).json.code).toBe('session.origin')
    expect((await person.ask('DELETE', '/api/session', undefined, { 'sec-fetch-site': 'cross-site' })).json.code).toBe('session.origin')
    const signIn = await server
      .visitor()
      .ask('POST', '/api/session', { login: 'admin', password: PASSWORD }, { origin: 'https://evil.example' })
    expect(signIn.json.code).toBe('session.origin')
    expect((await person.ask('DELETE', '/api/session', undefined, { origin: server.url })).status).toBe(204)
  })

  it('lets administrators manage users, but not remove the last of themselves', async () => {
    const admin = server.administrator$
    const { items } = await admin.json('GET', '/api/users')
    const self = items.find((u: { login: string }) => u.login === 'admin')
    expect((await admin.ask('PATCH', `/api/users/${self.id}`, { disabled: true })).json.code).toBe('user.last-administrator')
    expect((await admin.ask('PATCH', `/api/users/${self.id}`, { roles: ['viewer'] })).json.code).toBe('user.last-administrator')
    const li = await server.user('li', 'viewer')
    const id = (await admin.json('GET', '/api/users')).items.find((u: { login: string }) => u.login === 'li').id
    expect((await admin.ask('POST', '/api/users', { login: 'LI', displayName: 'x', roles: ['viewer'] })).json.code).toBe('user.login-taken')
    expect((await admin.ask('PATCH', `/api/users/${id}`, {})).json.code).toBe('request.invalid')
    expect((await admin.ask('POST', '/api/users', { login: 'x1', displayName: 'x', roles: ['root'] })).status).toBe(400)
    expect((await admin.json('PATCH', `/api/users/${id}`, { roles: ['officer'] })).roles).toEqual(['officer'])
    expect((await li.get('/api/session')).json.user.roles).toEqual(['officer'])
    const reset = await admin.json('PATCH', `/api/users/${id}`, { resetPassword: true })
    expect((await li.get('/api/session')).status).toBe(401)
    expect((await li.signIn('li', reset.oneTimePassword)).json.mustChangePassword).toBe(true)
    await admin.json('PATCH', `/api/users/${id}`, { disabled: true })
    expect((await li.get('/api/session')).status).toBe(401)
    expect((await server.visitor().signIn('li', reset.oneTimePassword)).json.code).toBe('session.wrong')
    expect((await admin.ask('PATCH', '/api/users/01a20193-1966-70bb-93c7-58b11e785021', { disabled: true })).json.code).toBe(
      'user.not-found',
    )
  })
})
