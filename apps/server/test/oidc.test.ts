import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer, type TestServer } from './running-server.ts'

/** A browser as far as redirects, cookies and forms go. */
class Browser {
  readonly jar = new Map<string, Map<string, string>>()
  /** Every address that was asked for, in order. */
  readonly went: string[] = []

  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url)
    const cookies = this.jar.get(origin) ?? new Map<string, string>()
    this.jar.set(origin, cookies)
    this.went.push(url)
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { ...(init.headers as Record<string, string>), cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string]
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  /** Follows redirects until an answer is none, or the next address fits. */
  async go(url: string, until: (next: string) => boolean = () => false): Promise<{ url: string; response: Response | null }> {
    for (let hop = 0; hop < 20; hop++) {
      if (until(url)) return { url, response: null }
      const response = await this.ask(url)
      const next = response.headers.get('location')
      if (next === null) return { url, response }
      url = new URL(next, url).href
    }
    throw new Error('too many redirects')
  }
}

const freePort = () =>
  new Promise<number>((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })

async function startProvider(origin: string): Promise<{ process: ChildProcess; issuer: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'identity-provider.ts'), origin], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const issuer = await new Promise<string>((ready, failed) => {
    let text = ''
    child.stdout!.on('data', (chunk) => {
      text += chunk
      const found = /issuer (\S+)/.exec(text)
      if (found) ready(found[1]!)
    })
    child.on('exit', () => failed(new Error('the provider ended')))
  })
  return { process: child, issuer }
}

describe('signing in through an identity provider', () => {
  let server: TestServer
  let provider: ChildProcess
  let origin = ''
  let issuer = ''
  const env: Record<string, string> = {}

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    const started = await startProvider(origin)
    provider = started.process
    issuer = started.issuer
    const secret = join(mkdtempSync(join(tmpdir(), 'yingshang-oidc-')), 'secret')
    writeFileSync(secret, 'a-secret-of-the-test-that-is-long-enough\n')
    Object.assign(env, {
      PUBLIC_URL: origin,
      PORT: String(port),
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_SECRET_FILE: secret,
      OIDC_NAME: '政务统一认证',
    })
    server = await aServer({ pages: false, env })
    for (const login of ['lihua', 'bound', 'locked', 'gone'])
      await server.administrator$.json('POST', '/api/users', { login, displayName: login, roles: ['officer'] })
  })
  afterAll(async () => {
    await server?.end()
    provider?.kill()
  })

  /** Walks through the provider's own pages as somebody; stops where the browser would come back to us when `back` says so. */
  async function walk(browser: Browser, start: string, account: string, stopBefore = false) {
    const back = (url: string) => url.startsWith(origin)
    let at = await browser.go(start, (url) => back(url) && url !== start)
    for (let page = 0; at.response !== null && page < 5; page++) {
      const html = await at.response.text()
      const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1]
      if (action === undefined) throw new Error(`no form at ${at.url}: ${html.slice(0, 300)}`)
      const prompt = /name="prompt" value="(\w+)"/.exec(html)![1]!
      const form = new URLSearchParams(prompt === 'login' ? { prompt, login: account, password: 'x' } : { prompt })
      const posted = await browser.ask(new URL(action, at.url).href, { method: 'POST', body: form })
      at = await browser.go(new URL(posted.headers.get('location')!, at.url).href, back)
    }
    if (stopBefore) return at.url
    return (await browser.go(at.url, (url) => back(url) && !url.includes('/api/'))).url
  }
  const session = async (browser: Browser) => {
    const response = await browser.ask(`${origin}/api/session`)
    return { status: response.status, json: (await response.json()) as Record<string, never> & { [key: string]: unknown } }
  }
  const entrance = () => `${origin}/api/session/oidc?returnTo=${encodeURIComponent('/plans?x=1')}`

  it('is among the ways in', async () => {
    const ways = await server.visitor().json('GET', '/api/session/ways')
    expect(ways).toEqual({ password: true, oidc: { name: '政务统一认证', url: '/api/session/oidc' }, mailCode: false })
  })

  it('lets in a user that exists, by code, PKCE, state and nonce, and binds the account', async () => {
    const browser = new Browser()
    expect(await walk(browser, entrance(), 'lihua')).toBe(`${origin}/plans?x=1`)
    const { status, json } = await session(browser)
    expect(status).toBe(200)
    // The one-time password of the account was never needed.
    expect(json).toMatchObject({ user: { login: 'lihua' }, method: 'oidc', mustChangePassword: false })
    const asked = new URL(browser.went.find((url) => url.startsWith(`${issuer}/auth?`))!).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: 'yingshang' })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)!.length, name).toBeGreaterThan(20)
    const client = await server.superConnection()
    try {
      expect((await client.query('select issuer, subject, label from user_identity')).rows).toEqual([
        { issuer, subject: 'lihua', label: 'lihua' },
      ])
      expect((await client.query('select 1 from sign_in_flow')).rowCount).toBe(0)
    } finally {
      await client.end()
    }
    // Signing out goes on to the provider, which is told which session.
    const out = new URL(String(json.signOutUrl))
    expect(out.origin).toBe(issuer)
    expect(out.searchParams.get('id_token_hint')).toBeTruthy()
    expect(out.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/`)
    const left = await browser.ask(`${origin}/api/session`, { method: 'DELETE', headers: { 'x-csrf-token': String(json.csrfToken) } })
    expect(left.status).toBe(204)
    expect((await session(browser)).status).toBe(401)
  })

  it('keeps to the bound account: another account with the same name does not get in', async () => {
    const browser = new Browser()
    expect(await walk(browser, entrance(), 'other-lihua')).toBe(`${origin}/?signIn=taken`)
    expect((await session(browser)).status).toBe(401)
  })

  it('makes nobody: who has no account here stays outside', async () => {
    const browser = new Browser()
    expect(await walk(browser, entrance(), 'stranger')).toBe(`${origin}/?signIn=unknown`)
    const users = (await server.administrator$.json('GET', '/api/users')).items as { login: string; id: string }[]
    expect(users.map((u) => u.login)).not.toContain('stranger')
    await server.administrator$.json('PATCH', `/api/users/${users.find((u) => u.login === 'gone')!.id}`, { disabled: true })
    expect(await walk(new Browser(), entrance(), 'gone')).toBe(`${origin}/?signIn=disabled`)
  })

  it('an answer counts once, in the browser that asked, with its own state', async () => {
    const browser = new Browser()
    const back = await walk(browser, entrance(), 'bound', true)
    const failed = `${origin}/?signIn=failed`
    const elsewhere = new Browser()
    expect(new URL((await elsewhere.ask(back)).headers.get('location')!, origin).href).toBe(failed)
    const flow = new Map(browser.jar.get(origin))
    const tampered = new URL(back)
    tampered.searchParams.set('state', 'x'.repeat(43))
    expect(new URL((await browser.ask(tampered.href)).headers.get('location')!, origin).href).toBe(failed)
    // The flow was used up by that; the true answer comes too late.
    browser.jar.set(origin, flow)
    expect(new URL((await browser.ask(back)).headers.get('location')!, origin).href).toBe(failed)
    expect((await session(browser)).status).toBe(401)
    const late = new Browser()
    const slow = await walk(late, entrance(), 'bound', true)
    server.clock.advance(11)
    expect(new URL((await late.ask(slow)).headers.get('location')!, origin).href).toBe(failed)
    const { items } = await server.administrator$.json('GET', '/api/events?kind=session.refused')
    expect(items[0].detail).toMatchObject({ method: 'oidc', trouble: 'failed' })
  })

  it('comes back to pages of ours alone', async () => {
    for (const bad of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const browser = new Browser()
      expect(await walk(browser, `${origin}/api/session/oidc?returnTo=${encodeURIComponent(bad)}`, 'lihua'), bad).toBe(`${origin}/`)
    }
  })

  it('somebody signed in binds an account of another name, and unbinds it', async () => {
    const person = await server.user('zhang', 'officer')
    const started = await person.ask('POST', '/api/account/identities')
    expect(started.status).toBe(200)
    const browser = new Browser()
    const flow = started.headers.getSetCookie().find((c) => c.startsWith('yingshang-flow='))!
    expect(flow).toContain('SameSite=Lax')
    browser.jar.set(origin, new Map([['yingshang-flow', flow.split(';')[0]!.slice('yingshang-flow='.length)]]))
    expect(await walk(browser, started.json.url, 'zhang.san.1980')).toBe(`${origin}/account?linked=1`)
    // Person keeps one cookie; the flow's came last.
    const again = new Browser()
    expect(await walk(again, entrance(), 'zhang.san.1980')).toBe(`${origin}/plans?x=1`)
    const { json } = await session(again)
    expect(json).toMatchObject({ user: { login: 'zhang' } })
    const account = (await (await again.ask(`${origin}/api/account`)).json()) as { identities: unknown[] }
    expect(account.identities).toMatchObject([{ issuer, label: 'zhang.san.1980' }])
    const unlink = await again.ask(`${origin}/api/account/identities?issuer=${encodeURIComponent(issuer)}`, {
      method: 'DELETE',
      headers: { 'x-csrf-token': String(json.csrfToken) },
    })
    expect(unlink.status).toBe(204)
    expect(await walk(new Browser(), entrance(), 'zhang.san.1980')).toBe(`${origin}/?signIn=unknown`)
  })

  it('an address that nobody checked opens no account', async () => {
    const port = await freePort()
    const here = `http://localhost:${port}`
    const other = await startProvider(here)
    const byMail = await aServer({
      pages: false,
      env: {
        ...env,
        PUBLIC_URL: here,
        PORT: String(port),
        OIDC_ISSUER: other.issuer,
        OIDC_LOGIN_CLAIM: 'email',
        OIDC_SCOPE: 'openid profile email',
      },
    })
    const before = origin
    const issuerBefore = issuer
    try {
      origin = here
      issuer = other.issuer
      for (const login of ['unchecked', 'checked'])
        await byMail.administrator$.json('POST', '/api/users', {
          login: `${login}-here`,
          displayName: login,
          roles: ['viewer'],
          email: `${login}@example.org`,
        })
      expect(await walk(new Browser(), entrance(), 'unchecked')).toBe(`${here}/?signIn=unknown`)
      expect(await walk(new Browser(), entrance(), 'checked')).toBe(`${here}/plans?x=1`)
    } finally {
      origin = before
      issuer = issuerBefore
      await byMail.end()
      other.process.kill()
    }
  })
})
