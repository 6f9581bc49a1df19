import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, PASSWORD, type Person, type TestServer } from './running-server.ts'

describe('one-time codes', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ pages: false, env: { MAIL_CODES: 'yes', LOCKOUT_ATTEMPTS: '4', LOCKOUT_ADDRESS_ATTEMPTS: '1000' } })
  })
  afterAll(() => server?.end())

  const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(server.clock.now().getTime() / 1000) })
  /** The next code: one was used up. */
  const nextCode = (secret: string) => {
    server.clock.advance(0.5)
    return codeOf(secret)
  }
  async function enrolled(login: string): Promise<{ person: Person; secret: string; codes: string[] }> {
    const person = await server.user(login, 'officer')
    const { secret } = await person.json('POST', '/api/account/second-factor', { password: PASSWORD })
    const { codes } = await person.json('POST', '/api/account/second-factor/confirmation', { code: codeOf(secret) })
    return { person, secret, codes }
  }
  const enter = (login: string, code?: string, password = PASSWORD) =>
    server.visitor().ask('POST', '/api/session', { login, password, ...(code === undefined ? {} : { code }) })

  it('ways that are not open do not exist', async () => {
    expect(await server.visitor().json('GET', '/api/session/ways')).toEqual({ password: true, oidc: null, mailCode: true })
    expect((await server.visitor().get('/api/session/oidc')).status).toBe(404)
    expect((await server.administrator$.ask('POST', '/api/account/identities')).json.code).toBe('session.way-closed')
  })

  describe('of an authenticator', () => {
    it('are asked for after the password, and only then', async () => {
      const { person, secret } = await enrolled('wang')
      expect((await person.json('GET', '/api/account')).secondFactor).toMatchObject({ recoveryCodesLeft: 10 })
      expect((await enter('wang')).json).toMatchObject({ status: 401, code: 'session.code-required' })
      expect((await enter('wang', undefined, 'wrong-password')).json.code).toBe('session.wrong')
      expect((await enter('wang', nextCode(secret))).json).toMatchObject({ user: { login: 'wang' }, method: 'password' })
    })

    it('count once, also within their half minute, and stray clocks are forgiven by one step', async () => {
      const { secret } = await enrolled('li')
      const code = nextCode(secret)
      expect((await enter('li', code)).status).toBe(200)
      expect((await enter('li', code)).json.code).toBe('session.code-wrong')
      const behind = nextCode(secret)
      server.clock.advance(0.5)
      expect((await enter('li', behind)).status).toBe(200)
      const old = codeOf(secret)
      server.clock.advance(2)
      expect((await enter('li', old)).json.code).toBe('session.code-wrong')
    })

    it('wrong ones lock the account, however often the password alone is sent between', async () => {
      const { secret } = await enrolled('zhao')
      for (let i = 0; i < 4; i++) {
        expect((await enter('zhao')).json.code, `attempt ${i}`).toBe('session.code-required')
        expect((await enter('zhao', '000000')).json.code, `attempt ${i}`).toBe('session.code-wrong')
      }
      expect((await enter('zhao', nextCode(secret))).json.code).toBe('session.locked')
      server.clock.advance(16)
      expect((await enter('zhao', nextCode(secret))).status).toBe(200)
    })

    it('asking without a code is no failure', async () => {
      const { secret } = await enrolled('sun')
      for (let i = 0; i < 10; i++) expect((await enter('sun')).json.code).toBe('session.code-required')
      expect((await enter('sun', nextCode(secret))).status).toBe(200)
    })

    it('recovery codes stand in for a lost phone, each once; new ones void the old', async () => {
      const { person, secret, codes } = await enrolled('zhou')
      expect(new Set(codes).size).toBe(10)
      expect((await enter('zhou', codes[0]!.toUpperCase().replace('-', ' '))).status).toBe(200)
      expect((await enter('zhou', codes[0])).json.code).toBe('session.code-wrong')
      expect((await person.json('GET', '/api/account')).secondFactor.recoveryCodesLeft).toBe(9)
      const renewed = await person.json('POST', '/api/account/second-factor/recovery-codes', { code: nextCode(secret) })
      expect((await enter('zhou', codes[1])).json.code).toBe('session.code-wrong')
      expect((await enter('zhou', renewed.codes[1])).status).toBe(200)
    })

    it('nothing of them is stored that could be read', async () => {
      const { secret, codes } = await enrolled('wu')
      const client = await server.superConnection()
      try {
        const rows = [
          ...(await client.query('select f::text as row from second_factor f')).rows,
          ...(await client.query('select c::text as row from recovery_code c')).rows,
          ...(await client.query('select e::text as row from event e')).rows,
        ].map(({ row }) => row as string)
        for (const word of [secret, Buffer.from(secret).toString('hex'), ...codes]) for (const row of rows) expect(row).not.toContain(word)
      } finally {
        await client.end()
      }
      expect(server.logged()).not.toContain(secret)
    })

    it('enrolling takes the own password, giving up takes a code; an administrator helps who lost everything', async () => {
      const person = await server.user('zheng', 'officer')
      expect((await person.ask('POST', '/api/account/second-factor', { password: 'not-it-at-all' })).json.code).toBe('password.wrong')
      // An enrolment that was not confirmed asks nobody for anything.
      const begun = await person.json('POST', '/api/account/second-factor', { password: PASSWORD })
      expect(begun.uri).toMatch(/^otpauth:\/\/totp\//)
      expect(begun.qr).toContain('<svg')
      expect((await enter('zheng')).status).toBe(200)
      expect((await person.ask('POST', '/api/account/second-factor/confirmation', { code: '000000' })).json.code).toBe('session.code-wrong')
      await person.json('POST', '/api/account/second-factor/confirmation', { code: codeOf(begun.secret) })
      expect((await person.ask('POST', '/api/account/second-factor', { password: PASSWORD })).json.code).toBe('second-factor.refused')
      expect((await person.ask('POST', '/api/account/second-factor/removal', { code: '000000' })).json.code).toBe('session.code-wrong')
      const users = (await server.administrator$.json('GET', '/api/users')).items as { id: string; login: string; secondFactor: boolean }[]
      const mine = users.find((u) => u.login === 'zheng')!
      expect(mine.secondFactor).toBe(true)
      await server.administrator$.json('PATCH', `/api/users/${mine.id}`, { resetSecondFactor: true })
      expect((await enter('zheng')).status).toBe(200)
      const again = await person.json('POST', '/api/account/second-factor', { password: PASSWORD })
      await person.json('POST', '/api/account/second-factor/confirmation', { code: codeOf(again.secret) })
      expect((await person.ask('POST', '/api/account/second-factor/removal', { code: nextCode(again.secret) })).status).toBe(204)
      expect((await enter('zheng')).status).toBe(200)
    })

    it('of two sign-ins with the same code at once, one gets in', async () => {
      const { secret } = await enrolled('feng')
      const code = nextCode(secret)
      const answers = await Promise.all([enter('feng', code), enter('feng', code), enter('feng', code)])
      expect(answers.map((a) => a.status).filter((status) => status === 200)).toHaveLength(1)
    })
  })

  describe('in a mail', () => {
    const ask = (login: string) => server.visitor().ask('POST', '/api/session/mail-codes', { login })
    const use = (login: string, mailCode: string, code?: string) =>
      server.visitor().ask('POST', '/api/session/mail-code', { login, mailCode, ...(code === undefined ? {} : { code }) })
    async function lastMail(): Promise<{ to: string; code: string } | null> {
      const client = await server.superConnection()
      try {
        const { rows } = await client.query("select body from outbox where topic = 'mail' order by id desc limit 1")
        if (!rows[0]) return null
        const letter = JSON.parse(server.secrets.open(Buffer.from(rows[0].body.sealed, 'base64'))!) as { to: string; text: string }
        return { to: letter.to, code: /\d{6}/.exec(letter.text)![0] }
      } finally {
        await client.end()
      }
    }
    const invite = (login: string) =>
      server.administrator$.json('POST', '/api/users', { login, displayName: login, roles: ['viewer'], email: `${login}@Example.org` })

    it('lets in whoever reads the mail of an account, by name or by address, once', async () => {
      await invite('mei')
      expect((await ask('mei')).status).toBe(204)
      const { to, code } = (await lastMail())!
      expect(to).toBe('mei@Example.org')
      expect((await use('mei', '000000')).json.code).toBe('session.code-wrong')
      expect((await use('MEI@example.org', code)).json).toMatchObject({
        user: { login: 'mei' },
        method: 'mail-code',
        mustChangePassword: false,
      })
      expect((await use('mei', code)).json.code).toBe('session.code-wrong')
    })

    it('does not tell who has an account, sends once a minute, and not after ten', async () => {
      const before = await lastMail()
      expect((await ask('nobody-at-all')).status).toBe(204)
      expect(await lastMail()).toEqual(before)
      await invite('lan')
      await ask('lan')
      const first = (await lastMail())!
      await ask('lan')
      expect(await lastMail()).toEqual(first)
      server.clock.advance(2)
      await ask('lan')
      const second = (await lastMail())!
      expect((await use('lan', first.code)).json.code).toBe('session.code-wrong')
      server.clock.advance(11)
      expect((await use('lan', second.code)).json.code).toBe('session.code-wrong')
    })

    it('an address belongs to one account', async () => {
      const again = await server.administrator$.ask('POST', '/api/users', {
        login: 'mei2',
        displayName: 'mei2',
        roles: ['viewer'],
        email: 'MEI@example.org',
      })
      expect(again.json.code).toBe('user.email-taken')
    })

    it('guessing locks the account', async () => {
      await invite('ju')
      await ask('ju')
      const { code } = (await lastMail())!
      const wrong = code === '111111' ? '222222' : '111111'
      for (let i = 0; i < 4; i++) expect((await use('ju', wrong)).json.code).toBe('session.code-wrong')
      expect((await use('ju', code)).json.code).toBe('session.locked')
    })

    it('asks for the authenticator too, where the account has one', async () => {
      const { secret } = await enrolled('zhu')
      const users = (await server.administrator$.json('GET', '/api/users')).items as { id: string; login: string }[]
      await server.administrator$.json('PATCH', `/api/users/${users.find((u) => u.login === 'zhu')!.id}`, { email: 'zhu@example.org' })
      await ask('zhu')
      const { code } = (await lastMail())!
      expect((await use('zhu', code)).json.code).toBe('session.code-required')
      expect((await use('zhu', code, nextCode(secret))).json).toMatchObject({ method: 'mail-code' })
    })
  })
})
