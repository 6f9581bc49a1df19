import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPagesWhenStale, DIST, sourcesDigest } from '../src/http/pages.ts'
import { aServer, type TestServer, temporaryFolder } from './running-server.ts'

describe('serving pages', () => {
  let server: TestServer
  beforeAll(async () => {
    await buildPagesWhenStale(() => undefined)
    server = await aServer()
  })
  afterAll(() => server?.end())

  it('takes the pages for stale when a source changed, and for nothing else', () => {
    const root = temporaryFolder()
    const web = join(root, 'apps', 'web')
    mkdirSync(join(web, 'src'), { recursive: true })
    mkdirSync(join(web, 'dist'))
    writeFileSync(join(web, 'src', 'main.tsx'), 'one')
    writeFileSync(join(root, 'package-lock.json'), '{}')
    const first = sourcesDigest(root)
    writeFileSync(join(web, 'dist', 'index.html'), 'built')
    expect(sourcesDigest(root)).toBe(first)
    writeFileSync(join(web, 'src', 'main.tsx'), 'two')
    const second = sourcesDigest(root)
    expect(second).not.toBe(first)
    writeFileSync(join(root, 'package-lock.json'), '{"a":1}')
    expect(sourcesDigest(root)).not.toBe(second)
    rmSync(root, { recursive: true })
    expect(readFileSync(join(DIST, '.sources'), 'utf8')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('answers every address of a page with the page, never kept', async () => {
    for (const path of ['/', '/plans', `/plans/01a20193-1966-70bb-93c7-58b11e785021?x=1`, '/anything/at/all']) {
      const page = await server.visitor().get(path)
      expect(page.status, path).toBe(200)
      expect(page.headers.get('content-type')).toContain('text/html')
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(page.text).toContain('<html')
    }
  })

  it('lets browsers keep fingerprinted files for ever', async () => {
    const name = readdirSync(join(DIST, 'assets')).find((n) => n.endsWith('.js'))!
    const script = await server.visitor().get(`/assets/${name}`)
    expect(script.status).toBe(200)
    expect(script.headers.get('content-type')).toContain('javascript')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(script.headers.get('etag')).not.toBeNull()
  })

  it('gives nothing outside the folder of pages, and no hidden file', async () => {
    for (const path of [
      '/.sources',
      '/assets/missing-12345678.js',
      '/..%2f..%2fpackage.json',
      '/assets/..%5c..%5cindex.html',
      '/favicon.php',
    ]) {
      const answer = await server.visitor().get(path)
      expect([400, 404], path).toContain(answer.status)
      expect(answer.text).not.toContain('workspaces')
    }
    expect((await server.visitor().ask('POST', '/plans', {})).status).toBe(404)
  })

  it('sets the headers that keep other scripts and frames out', async () => {
    const { headers } = await server.visitor().get('/')
    const policy = headers.get('content-security-policy')!
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("object-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('publishes the interface, to read and to try', async () => {
    const openapi = await server.visitor().get('/api/openapi.json')
    expect(openapi.json).toMatchObject({ openapi: '3.1.0', info: { title: '营商 Yingshang' } })
    const docs = await server.visitor().get('/api/docs/')
    expect(docs.status).toBe(200)
    expect(docs.text).toContain('swagger-ui')
    expect(docs.text).not.toMatch(/<script>[^<]/)
    for (const [, path] of docs.text.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g))
      expect((await server.visitor().get(`/api/docs/${path}`)).status, path).toBe(200)
  })

  it('says how it is', async () => {
    expect((await server.visitor().get('/health')).json).toEqual({ status: 'ok' })
    expect((await server.visitor().get('/ready')).json).toEqual({ status: 'ready', database: true })
  })
})

describe('behind a proxy with HTTPS', () => {
  it('binds the cookie to the host and to HTTPS, and takes writes from the named origin alone', async () => {
    const server = await aServer({ pages: false, env: { PUBLIC_URL: 'https://ying.example' } })
    try {
      const person = server.visitor()
      const origin = { origin: 'https://ying.example' }
      const made = await server.administrator$.json('POST', '/api/users', { login: 'far', displayName: 'far', roles: ['viewer'] }, origin)
      const answer = await person.ask('POST', '/api/session', { login: 'far', password: made.oneTimePassword }, origin)
      expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-yingshang=.*; Path=\/; HttpOnly; Secure; SameSite=Strict/)
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
      expect((await person.ask('POST', '/api/session', {}, { origin: server.url.replace('ying', 'evil') })).json.code).toBe(
        'session.origin',
      )
    } finally {
      await server.end()
    }
  })
})
