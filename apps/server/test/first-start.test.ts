import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../src/database/cluster.ts'
import { processStart } from '../src/process-identity.ts'
import { aServer, PASSWORD, Person, temporaryFolder, withClient } from './running-server.ts'
import { LOWER } from './sample-plans.ts'
import { ServerProcess } from './server-process.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
/** An ended process whose parent was killed may stay in the table of processes for a while; that one is dead. */
const isAlive = (pid: number) => processStart(pid) !== null

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of cleanUps.splice(0).reverse()) await step()
})

/** As `npm start` runs it, stopped at the end of the test. */
function startIn(folder: string, env: Readonly<Record<string, string>> = {}): ServerProcess {
  const server = new ServerProcess(folder, { CLOCKS: 'no', LOG_FORMAT: 'json', LOG_LEVEL: 'info', ...env })
  cleanUps.push(() => server.stop())
  return server
}

function folder(): string {
  const path = temporaryFolder()
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe('starting for the first time', () => {
  it('prints the address and a one-time password once, keeps secrets to itself, and loads the samples', async () => {
    const data = folder()
    const first = startIn(data, { SAMPLES: 'yes' })
    const url = await first.ready()
    expect(first.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
    expect(first.out.split(first.password!)).toHaveLength(2)
    expect(first.err).not.toContain(first.password)
    for (const name of ['postgres', 'owner', 'digest']) expect(statSync(join(data, 'secrets', name)).mode & 0o077, name).toBe(0)

    const admin = new Person(url)
    await admin.signInFirst('admin', first.password!)
    const plans = await admin.json('GET', '/api/plans')
    const expected = JSON.parse(readFileSync(join(ROOT, 'samples', 'plans', 'samples.json'), 'utf8'))
    expect(plans.total).toBe(expected.plans.length)
    expect(plans.items.every((p: { sample: boolean }) => p.sample)).toBe(true)
    expect((await admin.json('GET', '/api/alignments')).items).toHaveLength(expected.alignments.length)
    for (const secret of ['postgres', 'owner', 'digest'])
      expect(first.err).not.toContain(readFileSync(join(data, 'secrets', secret), 'utf8'))
    expect(first.err).not.toContain(PASSWORD)
    expect(first.err).not.toContain('管理员')

    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
    expect(first.out).toContain('已停止')
    expect(existsSync(join(data, 'server.lock'))).toBe(false)
    expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)

    const second = startIn(data, { SAMPLES: 'yes' })
    const again = new Person(await second.ready())
    expect(second.password).toBeUndefined()
    expect((await again.signIn('admin', PASSWORD)).status).toBe(200)
    expect((await again.json('GET', '/api/plans')).total).toBe(expected.plans.length)
  })

  it('finishes what an interrupted first start left', async () => {
    const data = folder()
    mkdirSync(join(data, 'postgres.new-1', 'base'), { recursive: true })
    writeFileSync(join(data, 'postgres.new-1', 'PG_VERSION'), '18')
    mkdirSync(join(data, 'uploads'))
    writeFileSync(join(data, 'uploads', 'half'), 'x')
    const server = await aServer({ folder: data, pages: false })
    expect((await server.administrator$.get('/api/plans')).status).toBe(200)
    expect(existsSync(join(data, 'postgres.new-1'))).toBe(false)
    expect(existsSync(join(data, 'uploads', 'half'))).toBe(false)
    await server.end()
  })
})

describe('after a crash', () => {
  it('starts again when the server was killed, and has lost nothing that was acknowledged', async () => {
    const data = folder()
    const first = startIn(data)
    const person = new Person(await first.ready())
    await person.signInFirst('admin', first.password!)
    const { id } = (await person.upload('plan.txt', LOWER)).json
    const postmaster = first.postmaster
    first.child.kill('SIGKILL')
    await first.ended
    expect(isAlive(postmaster)).toBe(true)
    expect(existsSync(join(data, 'server.lock'))).toBe(true)

    const second = startIn(data)
    const again = new Person(await second.ready())
    await again.signIn('admin', PASSWORD)
    expect((await again.json('GET', `/api/plans/${id}`)).plan.measures).toHaveLength(4)
    expect(second.postmaster).not.toBe(postmaster)
    expect(isAlive(postmaster)).toBe(false)
  })

  it('starts again when PostgreSQL was killed too', async () => {
    const data = folder()
    const first = startIn(data)
    const person = new Person(await first.ready())
    await person.signInFirst('admin', first.password!)
    const { id } = (await person.upload('plan.txt', LOWER)).json
    const { postmaster } = first
    first.child.kill('SIGKILL')
    process.kill(postmaster, 'SIGKILL')
    await first.ended
    const second = startIn(data)
    const again = new Person(await second.ready())
    await again.signIn('admin', PASSWORD)
    expect((await again.get(`/api/plans/${id}`)).status).toBe(200)
  })

  it('is not held up by pid files whose numbers now belong to other programs', async () => {
    const data = folder()
    await (await aServer({ folder: data, pages: false })).stop()
    // This very process stands for the program that was given the numbers.
    writeFileSync(
      join(data, 'server.lock'),
      JSON.stringify({ pid: process.pid, started: 'another life', host: (await import('node:os')).hostname(), nonce: 'x' }),
    )
    writeFileSync(join(data, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(data, 'postgres')}\n1\n5432\n\n127.0.0.1\n`)
    const server = await aServer({ folder: data, pages: false })
    expect((await server.visitor().signIn('admin', PASSWORD)).status).toBe(200)
    await server.end()
  })

  it('ends with the database when that ends by itself', async () => {
    const server = startIn(folder())
    await server.ready()
    process.kill(server.postmaster, 'SIGKILL')
    expect(await server.ended).toBe(1)
    expect(server.err).toContain('The database ended unexpectedly')
  })
})

describe('a start that must not be', () => {
  it('a second server on the same data folder is refused in words, and does not disturb the first', async () => {
    const data = folder()
    const first = startIn(data)
    const url = await first.ready()
    const second = startIn(data)
    expect(await second.ended).toBe(1)
    expect(second.err).toContain(`正被另一个营商服务使用（进程 ${first.child.pid}）`)
    expect(second.err).toContain('is in use by another Yingshang server')
    expect(second.err).not.toContain('    at ')
    expect((await new Person(url).get('/ready')).json).toEqual({ status: 'ready', database: true })
  })

  it('of several that start at once on a folder that a dead server held, one gets it', async () => {
    const data = folder()
    const first = startIn(data)
    await first.ready()
    first.child.kill('SIGKILL')
    await first.ended
    const several = [1, 2, 3].map(() => startIn(data))
    const results = await Promise.all(several.map((s) => Promise.race([s.ready().then(() => 'ready'), s.ended])))
    expect(results.filter((r) => r === 'ready')).toHaveLength(1)
  })

  it('a taken port and settings that cannot be read are named', async () => {
    const taken: Server = createServer()
    const port = await freePort()
    await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done))
    cleanUps.push(() => void taken.close())
    const blocked = startIn(folder(), { PORT: String(port) })
    expect(await blocked.ended).toBe(1)
    expect(blocked.err).toContain(`Port ${port} is taken`)
    const confused = startIn(folder(), { PORT: 'eighty', LOG_LEVEL: 'loud' })
    expect(await confused.ended).toBe(1)
    expect(confused.err).toMatch(/PORT：应为[\s\S]*LOG_LEVEL：应为/)
  })

  it('a database that cannot be reached, or is too old a friend, is named without its password', async () => {
    const lost = startIn(folder(), { DATABASE_URL: `postgres://someone:topsecret@127.0.0.1:${await freePort()}/x` })
    expect(await lost.ended).toBe(1)
    expect(lost.err).toContain('Cannot connect to the database 127.0.0.1')
    expect(lost.err).not.toContain('topsecret')
  })

  it('an account for queries that row-level security does not hold is refused', async () => {
    const server = await aServer({ pages: false })
    const superuser = await server.superConnection()
    const { port, password } = superuser as unknown as { port: number; password: string }
    await superuser.end()
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/yingshang`
    await expect(aServer({ pages: false, env: { DATABASE_URL: url, DATABASE_APP_URL: url } })).rejects.toMatchObject({
      code: 'database.role-too-strong',
    })
    await withClient(url, (client) => client.query('select 1'))
    await server.end()
  })
})

describe('stopping', () => {
  it('finishes running requests, then stops; a second signal stops at once', async () => {
    const data = folder()
    const server = startIn(data)
    const url = await server.ready()
    const person = new Person(url)
    await person.signInFirst('admin', server.password!)
    const running = person.upload('plan.txt', LOWER)
    await pause(60)
    server.child.kill('SIGTERM')
    expect((await running).status).toBe(201)
    expect(await server.ended).toBe(0)

    // A request that never ends keeps the stop waiting, until somebody insists.
    const stubborn = startIn(data, { STOP_SECONDS: '300' })
    const { hostname, port } = new URL(await stubborn.ready())
    const endless = connect(Number(port), hostname)
    endless.on('error', () => undefined)
    cleanUps.push(() => void endless.destroy())
    const head = `POST /api/session HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{`
    await new Promise((done) => endless.write(head, done))
    await pause(200)
    const { postmaster } = stubborn
    stubborn.child.kill('SIGINT')
    stubborn.child.kill('SIGINT')
    await pause(900)
    expect(stubborn.child.exitCode, 'the same signal twice is one').toBeNull()
    stubborn.child.kill('SIGINT')
    expect(await stubborn.ended).toBe(130)
    for (let i = 0; i < 100 && isAlive(postmaster); i++) await pause(50)
    expect(isAlive(postmaster)).toBe(false)
    // Whatever the second one left is cleared by the next start.
    const next = startIn(data)
    expect((await new Person(await next.ready()).get('/ready')).status).toBe(200)
  })
})
