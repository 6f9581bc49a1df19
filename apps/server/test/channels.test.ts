import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ruleFor } from '../src/channels/fan-out.ts'
import { queueLetter } from '../src/channels/letters.ts'
import { isPublic, type Lookup } from '../src/channels/reach.ts'
import { type Reach, sendToRobot } from '../src/channels/robots.ts'
import { afterQuiet, dueAt } from '../src/channels/when.ts'
import { tell } from '../src/notices/tell.ts'
import { aCalledMeeting, aCast, type Cast, signIn } from './meeting-people.ts'
import { aServer, PASSWORD, type Person, type TestServer } from './running-server.ts'

/** A real SMTP server and a real HTTP server that speaks as the robots do. */

interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

class MailHost {
  readonly mails: Mail[] = []
  /** What the next message is answered with; null takes it. */
  refuse: { readonly responseCode: number; readonly message: string } | null = null
  /** Takes the text and never answers. */
  silent = false
  #server: SMTPServer | null = null
  port = 0

  async start(port = 0): Promise<void> {
    this.#server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'office' && password === 'a mail password' ? done(null, { user: username }) : done(new Error('wrong')),
      onData: (stream, session, done) => {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', async () => {
          if (this.silent) return this.cut(session.remotePort)
          if (this.refuse) return done(Object.assign(new Error(this.refuse.message), this.refuse))
          const parsed = await PostalMime.parse(Buffer.concat(parts))
          this.mails.push({
            id: parsed.messageId ?? '',
            to: parsed.to?.[0]?.address ?? '',
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
          })
          done()
        })
      },
    })
    this.#server.on('error', () => undefined)
    await new Promise<void>((ready) => this.#server!.listen(port, '127.0.0.1', ready))
    this.port = (this.#server.server.address() as AddressInfo).port
  }

  /** Breaks the line to a client. */
  cut(remotePort: number): void {
    for (const connection of (this.#server as unknown as { connections: Set<{ remotePort: number; _socket: { destroy(): void } }> })
      .connections)
      if (connection.remotePort === remotePort) connection._socket.destroy()
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.#server!.close(() => done()))
  }
}

interface Posted {
  readonly url: URL
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

let server: TestServer
let admin: Person
let lin: Person
let linId: string
const host = new MailHost()
const posted: Posted[] = []
let robotAnswer: { status: number; body: string } = { status: 200, body: '{"errcode":0,"errmsg":"ok"}' }
let robots: Server
let robotUrl: string

beforeAll(async () => {
  await host.start()
  robots = createServer((request, answer) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      posted.push({
        url: new URL(request.url ?? '/', 'http://localhost'),
        headers: request.headers,
        text: Buffer.concat(parts).toString(),
      })
      answer.statusCode = robotAnswer.status
      answer.end(robotAnswer.body)
    })
  })
  await new Promise<void>((ready) => robots.listen(0, '127.0.0.1', ready))
  robotUrl = `http://127.0.0.1:${(robots.address() as AddressInfo).port}`
  // The clock is moved by days.
  server = await aServer({
    env: { SESSION_IDLE_MINUTES: '1440', SESSION_HOURS: '168', WEBHOOK_HOSTS: '127.0.0.1, oa.chengjiang.example:8443@2099-12-31' },
  })
  admin = server.administrator$
  lin = await server.user('lin', 'clerk')
  linId = (await lin.json('GET', '/api/session')).user.id
})
afterAll(async () => {
  await server?.end()
  await host.stop()
  await new Promise((done) => robots.close(done))
})

const mailChannel = (more: object = {}) => ({
  kind: 'mail',
  name: '办公邮箱',
  enabled: true,
  mail: { host: '127.0.0.1', port: host.port, security: 'none', user: 'office', from: 'office@yingshang.example', fromName: '营转办' },
  password: 'a mail password',
  ...more,
})

/** The clock has moved on, and sessions with it. */
async function signedIn(): Promise<void> {
  await admin.signIn('admin', PASSWORD)
  await lin.signIn('lin', PASSWORD)
}

async function notice(zh: string, event: 'matter' | 'ledger' | 'report.late' = 'matter', users = [linId]): Promise<void> {
  await server.store.inTenant(server.tenantId, (tx) =>
    tell(tx, server.tenantId, server.clock.now(), [{ users, event, zh, en: zh, link: '/notices' }]),
  )
}

describe('when a copy goes out', () => {
  const at = (text: string) => new Date(`${text}+08:00`)
  const quiet = { from: '22:00', until: '07:30' }
  it.each([
    ['2026-03-02T12:00:00', '2026-03-02T12:00:00'],
    ['2026-03-02T22:00:00', '2026-03-03T07:30:00'],
    ['2026-03-03T07:29:00', '2026-03-03T07:30:00'],
    ['2026-03-03T07:30:00', '2026-03-03T07:30:00'],
  ])('quiet from 22:00 to 07:30: %s goes at %s', (now, due) => {
    expect(afterQuiet(at(now), quiet)).toEqual(at(due))
  })
  it.each([
    ['daily', '2026-03-02T08:29:00', '2026-03-02T08:30:00'],
    ['daily', '2026-03-02T08:30:00', '2026-03-03T08:30:00'],
    ['weekly', '2026-03-02T08:29:00', '2026-03-02T08:30:00'],
    ['weekly', '2026-03-02T09:00:00', '2026-03-09T08:30:00'],
  ] as const)('%s: %s goes at %s', (mode, now, due) => {
    expect(dueAt(at(now), mode, null)).toEqual(at(due))
  })
})

it('only addresses of the public internet are public', () => {
  for (const address of ['93.184.216.34', '223.5.5.5', '172.32.0.1', '100.63.255.255', '2606:4700:4700::1111', '240e::1'])
    expect(isPublic(address), address).toBe(true)
  for (const address of [
    ...[
      '0.0.0.0',
      '10.0.0.1',
      '100.64.0.1',
      '127.1.2.3',
      '168.63.129.16',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
    ],
    ...[
      '192.0.0.192',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:8.8.8.8',
      '::ffff:10.0.0.1',
      '::7f00:1',
      '64:ff9b::a00:1',
    ],
    ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'localhost', ''],
  ])
    expect(isPublic(address), address).toBe(false)
})

it('the rule that names most decides, and of several roles the soonest', () => {
  const rule = (role: string, event: string, mode: string) => ({ channel_id: 'c', role, event, mode })
  const rules = [rule('*', '*', 'weekly'), rule('clerk', '*', 'daily'), rule('*', 'matter', 'daily'), rule('judge', 'matter', 'now')]
  expect(ruleFor(rules, ['clerk'], 'ledger')?.mode).toBe('daily')
  expect(ruleFor(rules, ['clerk'], 'matter')?.mode).toBe('daily')
  expect(ruleFor(rules, ['clerk', 'judge'], 'matter')?.mode).toBe('now')
  expect(ruleFor(rules, ['viewer'], 'ledger')?.mode).toBe('weekly')
  expect(ruleFor([], ['viewer'], 'ledger')).toBeNull()
})

describe('channels', () => {
  let mailId: string
  beforeAll(async () => {
    mailId = (await admin.json('POST', '/api/channels', mailChannel())).id
    await lin.json('PUT', '/api/notices/preference', { email: 'lin@yingshang.example', quiet: null, digest: null, muted: [] })
    await admin.json('PUT', '/api/channels/rules', { items: [{ channelId: mailId, role: '*', event: '*', mode: 'now' }] })
  })
  beforeEach(() => {
    host.mails.length = 0
    posted.length = 0
    host.refuse = null
  })

  it('are for administrators, and never show a secret', async () => {
    expect((await lin.ask('GET', '/api/channels')).status).toBe(403)
    const listed = await admin.json('GET', '/api/channels')
    expect(listed.items[0]).toMatchObject({ name: '办公邮箱', hasSecret: true })
    expect(JSON.stringify(listed)).not.toContain('a mail password')
    const client = await server.superConnection()
    const { rows } = await client.query(`select encode(secret, 'escape') as secret, settings::text from channel`)
    await client.end()
    expect(JSON.stringify(rows)).not.toContain('a mail password')
    expect(server.logged()).not.toContain('a mail password')
  })

  it('say what is wrong with their settings', async () => {
    const answer = await admin.ask('POST', '/api/channels', {
      kind: 'wecom',
      name: '群',
      enabled: true,
      url: 'http://somewhere.example/robot',
    })
    expect(answer.status).toBe(422)
    expect(answer.json).toMatchObject({ code: 'channel.invalid', errors: [{ path: 'url', zh: '地址须以 https:// 开头' }] })
    expect((await admin.ask('POST', '/api/channels', mailChannel())).status).toBe(409)
  })

  it('mail a notice once, however often one looks', async () => {
    await notice('“青禾破产案”收到债权申报')
    for (let i = 0; i < 3; i++) await server.channels.tick()
    expect(host.mails).toEqual([
      expect.objectContaining({
        to: 'lin@yingshang.example',
        subject: '“青禾破产案”收到债权申报',
        text: expect.stringContaining('请登录营商查看'),
      }),
    ])
  })

  it('lose nothing while the mail server is down, and send it once when it is back', async () => {
    await host.stop()
    await notice('停机时的通知')
    await server.channels.tick()
    await server.channels.tick()
    expect((await admin.json('GET', `/api/channels/deliveries?state=waiting`)).items).toEqual([
      expect.objectContaining({ attempts: 1, lastError: expect.stringContaining('ECONNREFUSED') }),
    ])
    await host.start(host.port)
    server.clock.advance(2)
    await server.channels.tick()
    await server.channels.tick()
    expect(host.mails.map((m) => m.subject)).toEqual(['停机时的通知'])
  })

  it('do not send again by themselves what may have arrived', async () => {
    host.silent = true
    await notice('交出后断线')
    await server.channels.tick()
    host.silent = false
    server.clock.advance(600)
    await server.channels.tick()
    expect(host.mails).toEqual([])
    const { items } = await admin.json('GET', '/api/channels/deliveries?state=unknown')
    expect(items).toEqual([expect.objectContaining({ subject: '交出后断线', receiver: 'lin' })])
    await admin.json('POST', `/api/channels/deliveries/${items[0].id}`, { decision: 'again' })
    await server.channels.tick()
    expect(host.mails.map((m) => m.subject)).toEqual(['交出后断线'])
    expect((await admin.ask('POST', `/api/channels/deliveries/${items[0].id}`, { decision: 'again' })).status).toBe(409)
  })

  it('leave a copy whose server ended while sending to a person', async () => {
    await notice('进程被杀')
    const client = await server.superConnection()
    await server.channels.tick()
    // As a killed server leaves it.
    await client.query(`update delivery set state = 'sending', claimed_at = $1, done_at = null where subject = '进程被杀'`, [
      server.clock.now(),
    ])
    await client.end()
    host.mails.length = 0
    server.clock.advance(11)
    await server.channels.tick()
    expect(host.mails).toEqual([])
    expect((await admin.json('GET', '/api/channels/deliveries?state=unknown')).items).toEqual([
      expect.objectContaining({ subject: '进程被杀' }),
    ])
  })

  it('give up what the receiver refuses for good, and say so', async () => {
    host.refuse = { responseCode: 550, message: 'no such mailbox' }
    await notice('地址不存在')
    await server.channels.tick()
    expect((await admin.json('GET', '/api/channels/deliveries?state=failed')).items).toEqual([
      expect.objectContaining({ subject: '地址不存在', lastError: expect.stringContaining('no such mailbox') }),
    ])
  })

  it('hold what comes in quiet hours and send it together in the morning', async () => {
    const hour = (at: Date) => (at.getUTCHours() + 8) % 24
    while (hour(server.clock.now()) !== 23) server.clock.advance(30)
    await signedIn()
    await lin.json('PUT', '/api/notices/preference', {
      email: 'lin@yingshang.example',
      quiet: { from: '22:00', until: '07:30' },
      digest: null,
      muted: [],
    })
    await notice('夜里一')
    await notice('夜里二')
    await server.channels.tick()
    expect(host.mails).toEqual([])
    server.clock.advance(9 * 60)
    await signedIn()
    await server.channels.tick()
    expect(host.mails).toEqual([
      expect.objectContaining({ subject: expect.stringContaining('2 条新通知'), text: expect.stringMatching(/夜里一[\s\S]*夜里二/) }),
    ])
    await lin.json('PUT', '/api/notices/preference', { email: 'lin@yingshang.example', quiet: null, digest: null, muted: [] })
  })

  it('follow what somebody muted, and a digest of their own', async () => {
    await lin.json('PUT', '/api/notices/preference', { email: 'lin@yingshang.example', quiet: null, digest: 'daily', muted: ['ledger'] })
    await notice('台账变动', 'ledger')
    await notice('今天一')
    await notice('今天二')
    await server.channels.tick()
    expect(host.mails).toEqual([])
    server.clock.advance(23 * 60)
    await signedIn()
    await server.channels.tick()
    expect(host.mails.map((m) => m.subject)).toEqual([expect.stringContaining('2 条新通知')])
    expect(host.mails[0]!.text).not.toContain('台账变动')
    await lin.json('PUT', '/api/notices/preference', { email: 'lin@yingshang.example', quiet: null, digest: null, muted: [] })
  })

  it('speak to a group of 企业微信 once for many people, and without the words', async () => {
    const { id } = await admin.json('POST', '/api/channels', {
      kind: 'wecom',
      name: '专班群',
      enabled: true,
      url: `${robotUrl}/cgi-bin/webhook/send?key=k1`,
    })
    await admin.json('PUT', '/api/channels/rules', { items: [{ channelId: id, role: '*', event: 'report.late', mode: 'now' }] })
    const adminId = (await admin.json('GET', '/api/session')).user.id
    await notice('澄江市数据局的周报逾期', 'report.late', [linId, adminId])
    await notice('案件进展')
    await server.channels.tick()
    expect(posted).toHaveLength(1)
    const { msgtype, markdown } = JSON.parse(posted[0]!.text)
    expect(msgtype).toBe('markdown')
    expect(markdown.content).toContain('未按时报送 1 条')
    expect(markdown.content).not.toContain('数据局')
    expect(posted[0]!.url.searchParams.get('key')).toBe('k1')
  })

  it('sign for 钉钉 as its robots ask', async () => {
    const { id } = await admin.json('POST', '/api/channels', {
      kind: 'dingtalk',
      name: '督办群',
      enabled: true,
      url: `${robotUrl}/robot/send?access_token=t1`,
      signingKey: 'SEC1234',
    })
    expect(await admin.json('POST', `/api/channels/${id}/test`, {})).toEqual({ ok: true, error: null })
    const { url, text } = posted[0]!
    const timestamp = url.searchParams.get('timestamp')!
    expect(url.searchParams.get('sign')).toBe(createHmac('sha256', 'SEC1234').update(`${timestamp}\nSEC1234`).digest('base64'))
    expect(JSON.parse(text)).toMatchObject({ msgtype: 'markdown', markdown: { title: '营商通知渠道试发' } })
    robotAnswer = { status: 200, body: '{"errcode":310000,"errmsg":"sign not match"}' }
    expect(await admin.json('POST', `/api/channels/${id}/test`, {})).toEqual({ ok: false, error: 'errcode 310000: sign not match' })
    robotAnswer = { status: 200, body: '{"errcode":0}' }
  })

  it('send another system the notice with a signature of the body', async () => {
    const { id } = await admin.json('POST', '/api/channels', {
      kind: 'webhook',
      name: '政务平台',
      enabled: true,
      url: `${robotUrl}/in`,
      signingKey: 'k',
    })
    expect((await admin.json('POST', `/api/channels/${id}/test`, {})).ok).toBe(true)
    expect(posted[0]!.headers['x-yingshang-signature']).toBe(`sha256=${createHmac('sha256', 'k').update(posted[0]!.text).digest('hex')}`)
  })

  it('do not reach this machine or the network behind it by any name, unless the operator named the host', async () => {
    const wrong = async (url: string) =>
      (await admin.ask('POST', '/api/channels', { kind: 'webhook', name: '探测', enabled: true, url })).json.errors?.[0]?.zh
    for (const url of [
      'https://localhost/x',
      'https://127.0.0.2/x',
      'https://2130706434/x',
      'https://0x7f.2/x',
      'https://10.1.2.3/x',
      'https://169.254.169.254/latest/meta-data',
      'https://100.100.100.200/latest',
      'https://[::1]/x',
      'https://[::ffff:127.0.0.1]/x',
      'https://[fd00:ec2::254]/x',
      'https://[fe80::1]/x',
    ])
      expect(await wrong(url), url).toContain('不能发往本机或者内部网络')
    expect(await wrong('http://oa.chengjiang.example/x')).toBe('地址须以 https:// 开头')
    expect(await wrong('http://oa.chengjiang.example:8443/x')).toBeUndefined()
    // A name that points here is found out when it is connected to: the server that listens hears nothing.
    const port = new URL(robotUrl).port
    const letter = { id: 'l', to: null, subject: 's', lines: [], link: null }
    const send = (url: string, reach: Partial<Reach> = {}) =>
      sendToRobot('webhook', url, null, letter, new Date(), { hosts: [], day: '2026-03-02', ...reach })
    const closed = { ok: false, kind: 'never', error: expect.stringContaining('EADDRCLOSED') }
    const resolves =
      (...addresses: string[]): Lookup =>
      (_, __, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
    expect(await send(`http://127.0.0.1:${port}/x`)).toEqual(closed)
    expect(await send(`http://rebound.example:${port}/x`, { lookup: resolves('127.0.0.1') })).toEqual(closed)
    expect(await send(`http://rebound.example:${port}/x`, { lookup: resolves('93.184.216.34', '127.0.0.1') })).toEqual(closed)
    expect(await send(`http://rebound.example:${port}/x`, { lookup: resolves('::ffff:127.0.0.1') })).toEqual(closed)
    expect(posted).toEqual([])
    const host = { host: '127.0.0.1', port: Number(port), until: '2026-03-02' }
    expect(await send(`http://127.0.0.1:${port}/x`, { hosts: [host] })).toEqual({ ok: true })
    expect(await send(`http://127.0.0.1:${port}/x`, { hosts: [{ ...host, until: '2026-03-01' }] })).toEqual(closed)
    expect(await send(`http://127.0.0.1:${port}/x`, { hosts: [{ ...host, port: 1 }] })).toEqual(closed)
    expect(posted).toHaveLength(1)
    robotAnswer = { status: 302, body: '' }
    expect(await send(`http://127.0.0.1:${port}/x`, { hosts: [host] })).toEqual({ ok: false, kind: 'never', error: 'HTTP 302' })
    robotAnswer = { status: 200, body: '{"errcode":0}' }
    expect(await send('http://127.0.0.1:1/x', { hosts: [{ ...host, port: 1 }] })).toEqual({
      ok: false,
      kind: 'again',
      error: 'ECONNREFUSED',
    })
  })

  it('carry single letters once, and keep nothing of what they said', async () => {
    const queue = (to: string, expires: number) =>
      server.store.inTenant(server.tenantId, (tx) =>
        queueLetter(
          tx,
          { tenantId: server.tenantId, secrets: server.secrets, now: server.clock.now },
          {
            to,
            subject: '登录验证码 123456',
            text: '验证码是 123456',
            expiresAt: new Date(server.clock.now().getTime() + expires),
          },
        ),
      )
    await queue('lin@yingshang.example', 60_000)
    await queue('late@yingshang.example', -1)
    const client = await server.superConnection()
    const waiting = await client.query(`select body::text as body from outbox where topic = 'mail'`)
    expect(JSON.stringify(waiting.rows)).not.toMatch(/123456|lin@/)
    await server.channels.tick()
    await server.channels.tick()
    expect(host.mails).toEqual([
      expect.objectContaining({
        to: 'lin@yingshang.example',
        subject: '登录验证码 123456',
        text: expect.stringContaining('验证码是 123456'),
      }),
    ])
    const { rows } = await client.query(`select body::text as body, outcome from outbox where topic = 'mail' order by id`)
    await client.end()
    expect(rows.map((r) => [r.body, r.outcome])).toEqual([
      ['{}', 'sent'],
      ['{}', 'late'],
    ])
  })

  describe('codes of a meeting', () => {
    let cast: Cast
    let id: string
    beforeAll(async () => {
      cast = await aCast(server)
      id = (await aCalledMeeting(cast)).id
      const users = (await admin.json('GET', '/api/users')).items as { id: string; login: string }[]
      for (const login of ['bank', 'supplier', 'carrier'])
        await admin.json('PATCH', `/api/users/${users.find((u) => u.login === login)!.id}`, { email: `${login}@creditors.example` })
    })
    const mail = (logins: string[] | null) => cast.clerk.json('POST', `/api/meetings/${id}/codes`, { logins, by: 'mail' })
    const states = async () => {
      const { mails } = await cast.clerk.json('GET', `/api/meetings/${id}/codes`)
      return Object.fromEntries(mails.map((m: { login: string; state: string }) => [m.login, m.state]))
    }
    const mailsTo = (login: string) => host.mails.filter((m) => m.to === `${login}@creditors.example`)

    it('go by mail once, whoever clicks how often, and are shown to nobody else', async () => {
      const [first, second] = await Promise.all([mail(null), mail(null)])
      const mailed = [...first.mailed, ...second.mailed].map((m: { login: string }) => m.login)
      expect(mailed.toSorted()).toEqual(['bank', 'carrier', 'supplier'])
      expect([...first.items, ...second.items]).toEqual([])
      expect(first.passedOver.concat(second.passedOver)).toContainEqual({ login: 'factory', name: 'factory', why: 'no-address' })
      expect(await states()).toEqual({ bank: 'waiting', supplier: 'waiting', carrier: 'waiting' })
      expect((await mail(['bank'])).passedOver).toEqual([{ login: 'bank', name: 'bank', why: 'on-its-way' }])
      for (let i = 0; i < 3; i++) await server.channels.tick()
      expect(host.mails).toHaveLength(3)
      expect(await states()).toEqual({ bank: 'sent', supplier: 'sent', carrier: 'sent' })
      const [{ text, subject }] = mailsTo('supplier') as [Mail]
      const code = /\d{8}/.exec(text)![0]
      expect(subject).not.toContain(code)
      expect(server.logged()).not.toContain(code)
      const client = await server.superConnection()
      const { rows } = await client.query(
        `select (select jsonb_agg(o.body)::text from outbox o) as letters, (select jsonb_agg(e.*)::text from event e) as events`,
      )
      await client.end()
      expect(JSON.stringify(rows)).not.toContain(code)
      const browser = await signIn(cast, id, 'supplier', { code })
      expect(browser.mine.sessions).toHaveLength(1)
      const { mails } = await cast.clerk.json('GET', `/api/meetings/${id}/codes`)
      expect(mails.find((m: { login: string }) => m.login === 'supplier')).toMatchObject({ signedIn: true })
    })

    it('that fail are seen, and go again with a new code when somebody asks for it', async () => {
      server.clock.advance(2)
      host.refuse = { responseCode: 550, message: 'no such mailbox' }
      expect((await mail(['carrier'])).mailed).toHaveLength(1)
      await server.channels.tick()
      expect((await states()).carrier).toBe('failed')
      host.refuse = null
      await server.channels.tick()
      expect(mailsTo('carrier')).toEqual([])
      expect((await mail(['carrier'])).mailed).toHaveLength(1)
      // A code handed over takes the place of one that still waits: its mail does not go.
      const [byHand] = (await cast.clerk.json('POST', `/api/meetings/${id}/codes`, { logins: ['carrier'] })).items
      await server.channels.tick()
      expect(mailsTo('carrier')).toEqual([])
      expect((await states()).carrier).toBe('dropped')
      expect((await signIn(cast, id, 'carrier', { code: byHand.code })).mine.sessions).toHaveLength(1)
    })
  })

  it('replace the rules as a whole or not at all', async () => {
    const before = await admin.json('GET', '/api/channels/rules')
    const answer = await admin.ask('PUT', '/api/channels/rules', {
      items: [
        { channelId: mailId, role: 'clerk', event: 'matter', mode: 'daily' },
        { channelId: mailId, role: 'clerk', event: 'matter', mode: 'now' },
      ],
    })
    expect(answer.status).toBe(422)
    expect(await admin.json('GET', '/api/channels/rules')).toEqual(before)
  })
})
